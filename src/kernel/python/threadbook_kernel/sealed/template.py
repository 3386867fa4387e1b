"""The root that all sealed kernels share: read-only, with what Python needs and nothing else of the machine."""

import os
import sys
from pathlib import Path

from threadbook_kernel.sealed import system

FOLDER = "/thread"
"""Where a kernel sees its thread's folder."""

FONTS = "/fonts"
"""Where a kernel sees matplotlib's list of fonts."""

SOCKETS = "/run/kernel"
"""Where a kernel makes its sockets; gone once it has made them."""

USER = 1000
"""The user and group that a kernel sees itself as."""

SYSTEM = (
    *("/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec"),
    *("/usr/share/fonts", "/usr/share/fontconfig", "/usr/share/zoneinfo", "/usr/share/terminfo", "/usr/share/mime"),
    *("/usr/share/locale", "/usr/share/i18n", "/usr/share/misc", "/usr/local/share/fonts"),
    *("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime"),
)
MERGED = ("/bin", "/lib", "/lib32", "/lib64")
_DEVICES = ("null", "full", "random", "urandom")
_MEMORY_DEVICES = ("zero",)
"""Mapped, they give memory that processes share without a file: see `seccomp.compile_filter`."""

_LINKS = {
    "ptmx": "pts/ptmx",
    "fd": "/proc/self/fd",
    "stdin": "/proc/self/fd/0",
    "stdout": "/proc/self/fd/1",
    "stderr": "/proc/self/fd/2",
}
_FILES = {
    "/etc/passwd": f"thread:x:{USER}:{USER}:thread:/tmp:/bin/sh\n",
    "/etc/group": f"thread:x:{USER}:\n",
    "/etc/hosts": "127.0.0.1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}
_EMPTY = ("/proc", "/tmp", "/dev/shm", "/dev/pts", FOLDER, SOCKETS, FONTS)


def build(root: Path, fonts: str, counted: bool) -> None:
    """Mounts the template at `root`, in this process's own mount namespace; `counted` as in `room.bind_process`."""
    root.mkdir(parents=True, exist_ok=True)
    system.mount("tmpfs", str(root), system.NO_SETUID, "size=1m,nr_inodes=4096,mode=755")
    for folder in _EMPTY:
        _place(root, folder).mkdir(parents=True, exist_ok=True)
    for file, content in _FILES.items():
        _make_parent(_place(root, file)).write_text(content)
    for path in (*SYSTEM, *python_folders()):
        _show(root, path, system.READ_ONLY | system.NO_SETUID | system.NO_DEVICES)
    for name in (*_DEVICES, *(_MEMORY_DEVICES if counted else ())):
        _show(root, f"/dev/{name}", system.NO_SETUID | system.NO_EXEC)
    for name, target in _LINKS.items():
        _place(root, f"/dev/{name}").symlink_to(target)
    _show_at(root, fonts, FONTS, system.READ_ONLY | system.NO_SETUID | system.NO_DEVICES)
    for path in MERGED:
        _merge(root, path)
    system.restrict_mount(str(root), system.READ_ONLY | system.NO_SETUID | system.NO_DEVICES)


def python_folders() -> list[str]:
    """The project's own environment, and the installation that it was made with."""
    base = {sys.base_prefix, os.path.realpath(sys.base_prefix), os.path.dirname(os.path.dirname(_interpreter()))}
    parts = [f"{prefix}/{part}" for prefix in sorted(base) for part in ("bin", "lib")]
    return [*(part for part in parts if os.path.dirname(part) != "/usr"), sys.prefix]


def _interpreter() -> str:
    return os.path.realpath(sys.executable)


def _show(root: Path, path: str, attributes: int) -> None:
    if os.path.exists(path):
        _show_at(root, os.path.realpath(path), path, attributes)


def _show_at(root: Path, path: str, at: str, attributes: int) -> None:
    place = _place(root, at)
    if os.path.isdir(path):
        place.mkdir(parents=True, exist_ok=True)
    else:
        _make_parent(place).touch()
    tree = system.clone_tree(path)
    system.restrict_tree(tree, attributes)
    system.move_tree(tree, str(place))
    os.close(tree)


def _merge(root: Path, path: str) -> None:
    """`/bin` and its like are links into /usr on today's systems, folders on others."""
    if os.path.islink(path):
        _place(root, path).symlink_to(os.readlink(path))
    else:
        _show(root, path, system.READ_ONLY | system.NO_SETUID | system.NO_DEVICES)


def _place(root: Path, path: str) -> Path:
    return root / path.lstrip("/")


def _make_parent(place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    return place
