"""Files without a name: deleted, and yet on the disk as long as a process has them open or mapped."""

import os
import stat
from collections.abc import Iterable, Iterator

from threadbook_kernel.sealed.threads import threads_of, told_by_threads

_DELETED = b" (deleted)"
"""How Linux ends the path of such a file: proc_pid_maps(5)."""


def nameless_bytes(folder: str, pids: Iterable[int], mapped_bytes: int) -> int:
    """What the processes hold on the disk of the folder that no look into it finds.

    `mapped_bytes` is what a file counts for that is mapped and not open: how long it is cannot be read.
    """
    device = os.stat(folder).st_dev
    held: dict[int, int] = {}
    for pid in pids:
        # A thread may have opened files that are its own; what is mapped all of them have together.
        for thread in threads_of(pid):
            held.update(_opened(thread, device))
        for inode in _mapped(pid, folder):
            held.setdefault(inode, mapped_bytes)
    return sum(held.values())


def _opened(place: str, device: int) -> Iterator[tuple[int, int]]:
    for link in (f"{place}/exe", *(f"{place}/fd/{name}" for name in _names(f"{place}/fd"))):
        try:
            status = os.stat(link)
        except OSError:
            continue  # It was closed since its name was read.
        if status.st_nlink == 0 and status.st_dev == device and stat.S_ISREG(status.st_mode):
            yield status.st_ino, status.st_blocks * 512


def _mapped(pid: int, folder: str) -> Iterator[int]:
    """The numbers of deleted files of the folder; a line is `range rights offset device number path`."""
    start = f"{folder}/".encode()
    told = next(filter(None, told_by_threads(pid, "maps")), b"")
    if _DELETED not in told:
        return
    for line in told.splitlines():
        if line.endswith(_DELETED):
            _, _, _, _, number, path = line.split(maxsplit=5)
            if path.startswith(start):
                yield int(number)


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
