"""What a thread's folder takes on the disk."""

import errno
import os
import stat
from collections.abc import Iterator
from typing import NamedTuple


class Measured(NamedTuple):
    """Bytes on the disk, files and folders, and whether nothing vanished while they were counted."""

    bytes: int
    files: int
    whole: bool


def measure(folder: str, files_limit: int) -> Measured:
    """Counts at most `files_limit` files and folders, and so many where one lies too deep."""
    taken, count, whole = 0, 0, True
    try:
        for status in everything(folder):
            if status is None:
                whole = False
                continue
            taken += status.st_blocks * 512
            count += 1
            if count >= files_limit:
                break
    except OSError:
        return Measured(taken, files_limit, whole)
    return Measured(taken, count, whole)


def everything(folder: str) -> Iterator[os.stat_result | None]:
    """Each file and folder below it; None for one that has vanished since its name was read."""
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    status = _status(entry)
                    yield status
                    if status is not None and stat.S_ISDIR(status.st_mode):
                        folders.append(entry.path)
        except FileNotFoundError:
            yield None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise  # What lies so deep cannot be counted.


def _status(entry: "os.DirEntry[str]") -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
