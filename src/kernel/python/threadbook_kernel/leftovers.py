"""Folders that a server has left behind because nobody was alive to take them away."""

import fcntl
import os
import shutil
from pathlib import Path

_MARK = ".threadbook-held"


def hold(runtime: Path, *others: Path) -> int:
    """Marks the folder as in use, with others that go with it, for as long as the returned descriptor is open."""
    descriptor = os.open(runtime / _MARK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.write(descriptor, "\n".join(map(str, others)).encode())
    return descriptor


def sweep_leftovers(runtime: Path) -> None:
    """Removes the folders beside `runtime` that were held once and are no more."""
    for mark in runtime.parent.glob(f"*/{_MARK}"):
        if mark.parent != runtime and mark.stat().st_uid == os.getuid():
            _remove_unheld(mark)


def _remove_unheld(mark: Path) -> None:
    with mark.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for other in filter(None, file.read().splitlines()):
            shutil.rmtree(other, ignore_errors=True)
    shutil.rmtree(mark.parent, ignore_errors=True)
