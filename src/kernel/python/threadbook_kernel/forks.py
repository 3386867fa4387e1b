"""Processes that a cell forks: what they print, and how they end."""

import contextlib
import os
import sys
import threading
from typing import Any, NoReturn

_HELD_LIMIT = 4_000
"""Characters; so few come out in one piece, whatever other processes write."""


class Lines:
    """Writes to a descriptor as Python does to a terminal: whole lines at once, and the rest when it is flushed.

    ipykernel's own way opens a connection a print, faster than the kernel can take them, until its memory is full.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._held = ""
        self._holder = 0
        self._lock = threading.RLock()

    def write(self, text: str) -> int:
        """Holds back what is after the last end of a line."""
        if self._holder != os.getpid():
            # What the process held that this one was forked from is that one's to write, and its lock may be taken.
            self._holder, self._held, self._lock = os.getpid(), "", threading.RLock()
        with self._lock:
            lines, end, self._held = (self._held + text).rpartition("\n")
            self._send(lines + end)
            if len(self._held) > _HELD_LIMIT:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Writes what was held back."""
        if self._holder != os.getpid():
            return
        with self._lock:
            held, self._held = self._held, ""
            self._send(held)

    def _send(self, text: str) -> None:
        left = memoryview(text.encode(errors="backslashreplace"))
        while left:
            left = left[os.write(self._descriptor, left) :]


def tell(error: BaseException, traceback: str) -> None:
    """Writes of an error that ends a forked process what Python would write of it in a script."""
    if not isinstance(error, SystemExit):
        sys.stderr.write(traceback)
    elif error.code is not None and not isinstance(error.code, int):
        sys.stderr.write(f"{error.code}\n")


def leave(error: BaseException | None) -> NoReturn:
    """Ends a forked process that is through with its cell: it must not go on as a second kernel on the same sockets."""
    try:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
    finally:
        os._exit(_status(error))


def _status(error: BaseException | None) -> int:
    """As Python gives it for a script that ends so."""
    code: Any = error.code if isinstance(error, SystemExit) else error
    if code is None:
        return 0
    return code & 255 if isinstance(code, int) else 1
