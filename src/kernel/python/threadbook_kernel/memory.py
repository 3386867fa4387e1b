"""The memory of a process, also of one that is too busy to tell it."""

import os

from threadbook_kernel.processes import LINUX


def resident_bytes(pid: int) -> int:
    """Resident memory of a process; 0 when it has ended."""
    if not LINUX:
        return _resident_elsewhere(pid)
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _resident_elsewhere(pid: int) -> int:
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
