"""The calls of Linux that Python's own library does not offer, each raising OSError with what was tried."""

import ctypes
import errno
import fcntl
import os
import platform
import socket
import struct
from collections.abc import Collection

LIBC = ctypes.CDLL(None, use_errno=True)

NEW_MOUNT = 0x00020000
NEW_CGROUP = 0x02000000
NEW_UTS = 0x04000000
NEW_IPC = 0x08000000
NEW_USER = 0x10000000
NEW_PID = 0x20000000
NEW_NET = 0x40000000

READ_ONLY = 0x1
NO_SETUID = 0x2
NO_DEVICES = 0x4
NO_EXEC = 0x8
"""Attributes of a mount; mount(2) and mount_setattr(2) give these four the same values."""

READ_ANY_FILE, TRACE_ANY_PROCESS, BOUND_ANY_PROCESS = 2, 19, 24
"""Capabilities: CAP_DAC_READ_SEARCH, CAP_SYS_PTRACE, CAP_SYS_RESOURCE."""

_PRIVATE_RECURSIVE = 0x4000 | 0x40000
_DETACH = 2
_HERE = -100
_EMPTY_PATH = 0x1000
_RECURSIVE = 0x8000
_CLONE = 0x1
_CLOSE_ON_EXEC = 0x80000
_MOVE_FROM_EMPTY_PATH = 0x4

# Numbers above 424 are the same on all architectures.
_OPEN_TREE, _MOVE_MOUNT, _MOUNT_SETATTR = 428, 429, 442
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

_SET_DUMPABLE, _CAPABILITY_BOUND_DROP, _NO_NEW_PRIVILEGES, _AMBIENT, _AMBIENT_CLEAR = 4, 24, 38, 47, 4
_CAPABILITY_VERSION_3 = 0x20080522
_INTERFACE_UP, _SET_INTERFACE_FLAGS = 0x1, 0x8914


class _MountAttributes(ctypes.Structure):
    _fields_ = (
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("user_namespace", ctypes.c_uint64),
    )


def unshare(flags: int) -> None:
    """Puts this process into new namespaces."""
    _check(LIBC.unshare(flags), "unshare")


def mount(kind: str, at: str, flags: int = 0, options: str = "") -> None:
    """Mounts a new file system of that kind."""
    source, data = kind.encode(), options.encode() or None
    _check(LIBC.mount(source, os.fsencode(at), source, ctypes.c_ulong(flags), data), f"mount {kind} at {at}")


def keep_mounts_private() -> None:
    """What is mounted here from now on is seen in no other mount namespace, nor the reverse."""
    _check(LIBC.mount(b"none", b"/", None, ctypes.c_ulong(_PRIVATE_RECURSIVE), None), "make mounts private")


def clone_tree(path: str) -> int:
    """A descriptor of a copy of all that is mounted at `path`, itself mounted nowhere yet."""
    flags = _CLONE | _CLOSE_ON_EXEC | _RECURSIVE
    return _check(LIBC.syscall(_OPEN_TREE, _HERE, os.fsencode(path), flags), f"copy the mount at {path}")


def restrict_tree(tree: int, attributes: int) -> None:
    """Adds attributes to all mounts of a copy."""
    _set_attributes(tree, b"", _EMPTY_PATH | _RECURSIVE, attributes)


def restrict_mount(path: str, attributes: int) -> None:
    """Adds attributes to the one mount at `path`."""
    _set_attributes(_HERE, os.fsencode(path), 0, attributes)


def move_tree(tree: int, to: str) -> None:
    """Mounts the copy at `to`, in the mount namespace of this process."""
    moved = LIBC.syscall(_MOVE_MOUNT, tree, b"", _HERE, os.fsencode(to), _MOVE_FROM_EMPTY_PATH)
    _check(moved, f"mount a folder at {to}")


def enter_tree(tree: int) -> None:
    """Makes a mounted copy the root of this process, and lets go of the old root."""
    os.fchdir(tree)
    # Both arguments the same: the old root comes to lie over the new one (NOTES of pivot_root(2)).
    _check(LIBC.syscall(_PIVOT_ROOT[platform.machine()], b".", b"."), "change the root")
    unmount(".")
    os.chdir("/")


def unmount(path: str) -> None:
    """Takes away what is mounted at `path`, also while it is in use."""
    _check(LIBC.umount2(os.fsencode(path), _DETACH), f"unmount {path}")


def map_user(inside: int, user: int, group: int) -> None:
    """Gives the one user and group of a new user namespace the id `inside`."""
    allow_tracing(True)  # Else the files below belong to root once the user was changed.
    for file, line in (("setgroups", "deny"), ("uid_map", f"{inside} {user} 1"), ("gid_map", f"{inside} {group} 1")):
        with open(f"/proc/self/{file}", "w") as mapping:
            mapping.write(line)


def unshare_with_users(flags: int, users: Collection[int]) -> None:
    """Puts this process into a new user namespace too, which has these users and groups under their own numbers."""
    unshared, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(tell)
        os._exit(_map_users_of_parent(unshared, users))
    try:
        unshare(flags | NEW_USER)
        os.write(tell, b"x")
    finally:
        os.close(tell)
        os.close(unshared)
        number = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    _check(-1 if number else 0, "give a user namespace its users", number)


def _map_users_of_parent(unshared: int, users: Collection[int]) -> int:
    """More than one user is for a process outside of the namespace to give; the number of the error, 0 for none."""
    lines = "".join(f"{user} {user} 1\n" for user in users)
    try:
        if os.read(unshared, 1):
            for file in ("uid_map", "gid_map"):
                with open(f"/proc/{os.getppid()}/{file}", "w") as mapping:
                    mapping.write(lines)
    except OSError as error:
        return error.errno or errno.EPERM
    return 0


def allow_tracing(allowed: bool) -> None:
    """Whether processes of the same user may look into this one's memory and descriptors."""
    _check(LIBC.prctl(_SET_DUMPABLE, int(allowed), 0, 0, 0), "set who may trace")


def drop_rights(keep: Collection[int] = ()) -> None:
    """Gives up every capability but those to `keep`, and for all that is started from here each of them."""
    capability = 0
    while LIBC.prctl(_CAPABILITY_BOUND_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    _check(LIBC.prctl(_AMBIENT, _AMBIENT_CLEAR, 0, 0, 0), "clear ambient capabilities")
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    kept = sum(1 << number for number in keep)
    _check(LIBC.capset(header, struct.pack("=6I", kept, kept, 0, 0, 0, 0)), "drop capabilities")
    _check(LIBC.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "forbid new privileges")


def bring_up_loopback() -> None:
    """Sets 127.0.0.1 up in this network namespace, where it is the only address there is."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_INTERFACE_FLAGS, struct.pack("16sH14x", b"lo", _INTERFACE_UP))


def _set_attributes(at: int, path: bytes, flags: int, attributes: int) -> None:
    wanted = _MountAttributes(attributes, 0, 0, 0)
    size = ctypes.c_size_t(ctypes.sizeof(wanted))
    done = LIBC.syscall(_MOUNT_SETATTR, at, path, flags, ctypes.byref(wanted), size)
    _check(done, f"restrict the mount {path.decode(errors='replace') or 'copy'}")


def _check(result: int, doing: str, number: int = 0) -> int:
    if result < 0:
        number = number or ctypes.get_errno()
        raise OSError(number, f"Expected to {doing}, got: {os.strerror(number)}")
    return result
