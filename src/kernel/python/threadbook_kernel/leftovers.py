"""Folders that a server has left behind because nobody was alive to take them away.

They can lie where all users of the machine make folders: nothing that is not our own is believed or removed.
"""

import fcntl
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

_MARK = ".threadbook-held"
_SHORT = Path("/tmp")
_SHORT_PREFIX = "k"
_SHORT_NAME = re.compile(_SHORT_PREFIX + r"[a-z0-9_]{8}")


def make_short_folder() -> Path:
    """A private folder whose path is as short as can be."""
    return Path(tempfile.mkdtemp(prefix=_SHORT_PREFIX, dir=_SHORT))


def hold(runtime: Path, *others: Path) -> int:
    """Marks the folder as in use, with short ones that go with it, for as long as the returned descriptor is open."""
    descriptor = os.open(runtime / _MARK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.write(descriptor, "\n".join(map(str, others)).encode())
    return descriptor


def sweep_leftovers(runtime: Path) -> None:
    """Removes the folders beside `runtime` that were held once and are no more."""
    for folder in runtime.parent.glob("*"):
        if folder != runtime and _is_own_folder(folder):
            _remove_unheld(folder)


def _remove_unheld(folder: Path) -> None:
    try:
        descriptor = os.open(folder / _MARK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return  # It was never held, or the mark is a link: a server makes none.
    with open(descriptor) as mark:
        if not _is_own_file(descriptor):
            return
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for other in map(Path, mark.read().splitlines()):
            if other.parent == _SHORT and _SHORT_NAME.fullmatch(other.name) and _is_own_folder(other):
                shutil.rmtree(other, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _is_own_folder(path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()


def _is_own_file(descriptor: int) -> bool:
    status = os.fstat(descriptor)
    return stat.S_ISREG(status.st_mode) and status.st_uid == os.getuid()
