"""One kernel's room: namespaces of its own, the template as its root, and bounds on each process."""

import os
import resource
import socket
import time

from threadbook_kernel.sealed import seccomp, system, template
from threadbook_kernel.sealed.limits import MEGABYTE, Limits

HOST_USER = 60_000
"""Whom kernels are on the machine where the bot is root; else they are the bot's own user."""

_NAMESPACES = (
    *(system.NEW_USER, system.NEW_MOUNT, system.NEW_PID, system.NEW_NET),
    *(system.NEW_IPC, system.NEW_UTS, system.NEW_CGROUP),
)
_MAPPED_FILES_MB = 2048
"""Address space beside a process's own data: libraries and files that are mapped take no memory of their own."""

_WARDEN_PRIORITY = -10

_STAND_BACK_ATTEMPTS, _STAND_BACK_PAUSE_S = 5, 0.03

_SIGNALS_WAITING = 1_000
"""Signals and timers of a kernel; Linux counts them for the user, so that all kernels share what a bot may have."""

_PRIVATE = system.NO_SETUID | system.NO_DEVICES


def own_mounts() -> None:
    """Gives this process mounts of its own, from which rooms are made."""
    user, group = os.getuid(), os.getgid()
    if user != 0:
        system.unshare(system.NEW_MOUNT | system.NEW_USER)
        system.map_user(0, user, group)
    else:
        try:
            system.unshare(system.NEW_MOUNT)
        except PermissionError:
            # The root of a container may make mounts in a user namespace alone.
            system.unshare_with_users(system.NEW_MOUNT, (0, HOST_USER))
    system.keep_mounts_private()


def become_kernel_user() -> None:
    """Gives up the machine's root; does nothing for a plain user."""
    if os.getuid() != 0 or not _knows(HOST_USER):
        return
    try:
        # Who watches must get a processor whatever those who are watched do; the kernel gives this up again.
        os.setpriority(os.PRIO_PROCESS, 0, _WARDEN_PRIORITY)
    except PermissionError:
        pass  # The root of a container may not: its kernels still stand back.
    os.setgroups([])
    os.setresgid(HOST_USER, HOST_USER, HOST_USER)
    os.setresuid(HOST_USER, HOST_USER, HOST_USER)


def leave_machine() -> None:
    """Enters new namespaces of all kinds; that of processes holds for what this one forks."""
    user, group = os.getuid(), os.getgid()
    system.unshare(sum(_NAMESPACES))
    system.map_user(template.USER, user, group)


def furnish(limits: Limits, sockets: int) -> None:
    """Makes the template, in which this process stands, its root, and adds what is this kernel's alone."""
    system.keep_mounts_private()
    tree = system.clone_tree(".")
    system.move_tree(tree, ".")
    os.fchdir(tree)
    # Linux allows it only while another one, as whole as this, can be seen.
    system.mount("proc", "proc", _PRIVATE | system.NO_EXEC)
    system.enter_tree(tree)
    os.close(tree)
    for folder, megabytes in (("/tmp", limits.tmp_mb), ("/dev/shm", limits.shared_memory_mb)):
        options = f"size={megabytes}m,nr_inodes={limits.folder_files},mode=1777"
        system.mount("tmpfs", folder, _PRIVATE, options)
    system.mount("devpts", "/dev/pts", system.NO_SETUID | system.NO_EXEC, "newinstance,ptmxmode=0666,mode=620,max=64")
    system.restrict_tree(sockets, _PRIVATE | system.NO_EXEC)
    system.move_tree(sockets, template.SOCKETS)
    os.close(sockets)
    socket.sethostname("thread")
    system.bring_up_loopback()


def stand_back(limits: Limits) -> None:
    """Puts all of this process's session behind the bot's, where the scheduler weighs sessions: sched(7), autogroup."""
    for _ in range(_STAND_BACK_ATTEMPTS):
        try:
            with open("/proc/self/autogroup", "w") as session:
                session.write(str(limits.niceness))
            return
        except BlockingIOError:
            time.sleep(_STAND_BACK_PAUSE_S)  # Linux takes one such wish of all users in a tenth of a second.
        except OSError:
            return  # This system weighs processes alone.


def bind_process(limits: Limits, counted: bool) -> None:
    """Sets the bounds of this process and of each that it starts, and gives up all rights to change them.

    `counted` says that a control group bounds their memory.
    """
    own = max(0, os.getpriority(os.PRIO_PROCESS, 0))
    os.setpriority(os.PRIO_PROCESS, 0, min(19, own + limits.niceness))
    memory = limits.memory_bytes
    for bound, value in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_AS, memory + _MAPPED_FILES_MB * MEGABYTE),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.file_mb * MEGABYTE),
        (resource.RLIMIT_SIGPENDING, _SIGNALS_WAITING),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(bound, (value, value))
    system.drop_rights()
    seccomp.apply(nameless_sharing=counted)


def attach(folder: int, writable: bool) -> None:
    """Mounts a copy of the thread's folder; closes its descriptor."""
    system.restrict_tree(folder, _PRIVATE | (0 if writable else system.READ_ONLY))
    system.move_tree(folder, template.FOLDER)
    os.close(folder)


def _knows(user: int) -> bool:
    """Whether this user namespace has such a user; a line of its map is `first here, first outside, how many`."""
    with open("/proc/self/uid_map") as mapping:
        ranges = [tuple(map(int, line.split())) for line in mapping]
    return any(first <= user < first + count for first, _, count in ranges)
