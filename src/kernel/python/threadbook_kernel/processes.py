"""Finding and ending processes, so that nothing outlives the bot."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Collection

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LINUX = sys.platform == "linux"


def adopt_orphans() -> None:
    """Makes daemonised descendants children of this process instead of init's (Linux; else nothing)."""
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent(parent: int) -> None:
    """Has the kernel of the system SIGKILL this process when the thread that started it ends (Linux).

    `parent` is who started it: when that process is gone already, this one ends at once.
    """
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(0)


def descendants(root: int, spare: Collection[int] = ()) -> list[int]:
    """Process ids below `root`, parents first, without the subtrees of those in `spare`; zombies too."""
    children = _children()
    found: list[int] = []
    queue = [root]
    while queue:
        below = [pid for pid in children.get(queue.pop(), []) if pid not in spare]
        found += below
        queue += below
    return found


def sweep(spare: Collection[int] = (), within_s: float = 0.8) -> bool:
    """SIGKILLs every descendant of this process but the `spare` ones and theirs; True when none is left.

    Stops each first, so that what forks quickly cannot outrun the walk.
    """
    deadline = time.monotonic() + within_s
    while left := descendants(os.getpid(), spare):
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in left:
                _signal(pid, number)
        for pid in left:
            _reap(pid)
        if time.monotonic() > deadline:
            return False
        time.sleep(0.002)
    return True


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        pass  # Gone, or became another user's: nothing that this process may end.


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # Not a child of this process: its own parent, or the next round, collects it.


def _children() -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for pid, parent in _proc_parents() if LINUX else _ps_parents():
        children.setdefault(parent, []).append(pid)
    return children


def _proc_parents() -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                # The command's name stands in parentheses and may itself hold spaces and parentheses.
                after_name = file.read().rpartition(b")")[2].split()
        except OSError:
            continue  # Ended between the listing and the reading.
        pairs.append((int(name), int(after_name[1])))
    return pairs


def _ps_parents() -> list[tuple[int, int]]:
    import subprocess

    listing = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True)
    rows = (line.split() for line in listing.stdout.splitlines())
    return [(int(pid), int(parent)) for pid, parent in rows]
