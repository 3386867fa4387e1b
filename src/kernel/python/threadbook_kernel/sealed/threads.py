"""The threads of a process, of which the first may have ended before the others."""

import os
from collections.abc import Iterator


def threads_of(pid: int) -> list[str]:
    """Their folders under /proc; none where the process has ended."""
    try:
        return [f"/proc/{pid}/task/{thread}" for thread in os.listdir(f"/proc/{pid}/task")]
    except OSError:
        return []


def told_by_threads(pid: int, name: str) -> Iterator[bytes]:
    """What a file of /proc says of each thread; of one that has ended before the others it tells nothing."""
    for thread in threads_of(pid):
        try:
            with open(f"{thread}/{name}", "rb") as file:
                yield file.read()
        except OSError:
            continue
