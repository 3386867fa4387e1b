"""What a kernel's processes and its folder take, measured from inside of its room."""

import os
import resource
import signal
import time
from collections.abc import Iterator

from threadbook_kernel.sealed import template
from threadbook_kernel.sealed.folder import measure
from threadbook_kernel.sealed.limits import Limits
from threadbook_kernel.sealed.nameless import nameless_bytes
from threadbook_kernel.sealed.threads import told_by_threads

OVERFULL = 1.1
"""A folder that has grown to so many times its bound although it is full ends the kernel."""

FULL_SIGNAL = signal.SIGUSR1
"""Tells the kernel that its folder holds too many files; it raises an error in the running cell."""

_REST = 10
"""So many times as long as a look took that found nothing new is the rest after it."""

CELL_SIGNAL = signal.SIGUSR2
"""Tells the warden, process 1 of the room, that a cell begins."""

_IDLE_PAUSE_S = 0.2
_FULL_PAUSE_S = 0.025
_LEAST_PAUSE_S = 0.0025
_BYTES_PER_S, _FILES_PER_S = 4e9, 1e5
"""What fast machines write and make at most."""

_LOOK_PAUSE_S = 0.25
_CLOSE_S = 2 * _LOOK_PAUSE_S
"""Processes that work are seen to do so within this time, and are looked at as closely from then on."""

_STANDSTILL_S, _STANDSTILL_PAUSE_S = 0.1, 0.0005

_WORK_S = 0.01
"""Processes that have had less of a processor since the last look have not written much."""

_PAGE = resource.getpagesize()


class Watch:
    """Looks again and again, each time `pause_s` after the last; acts when a bound is passed."""

    def __init__(self, limits: Limits, counter: int | None, kernel: int) -> None:
        self._limits = limits
        self._counter = counter
        self._kernel = kernel
        self._bytes = 0
        self._files = 0
        self._files_known = 0
        self._told = False
        self._free = (0, 0)
        self._close_until = 0.0
        self._rest_until = 0.0
        self._looked_at = 0.0
        self._worked = 0.0
        self._full = False
        self._read_only = False
        self._most_counted = 2 * limits.folder_files
        self._memory_at = 0.0

    def begin(self) -> bool:
        """Looks at the folder for the first time; False when it is so full that nothing may be written to it."""
        self._look()
        self._files_known = self._files  # No cell of this kernel has made them.
        self._set_full(self._bytes >= self._limits.folder_bytes)
        self._read_only = self._has_too_many_bytes() or self._has_too_many_files()
        return not self._read_only

    def check(self) -> str | None:
        """Looks once; gives why the kernel must end, where it must."""
        return self._check_memory() or self._check_folder()

    def why_ended(self) -> str | None:
        """Why the kernel has ended, where that was a bound of the system's own."""
        return "out-of-memory" if self._counter is not None and killed_for_memory(self._counter) else None

    def _check_memory(self) -> str | None:
        now = time.monotonic()
        if now - self._memory_at < _IDLE_PAUSE_S:
            return None
        self._memory_at = now
        if self._counter is not None:
            return self.why_ended()
        # What processes share is counted many times here: a quick look, before the exact one that takes its time.
        if sum(map(resident, processes())) < self._limits.memory_bytes:
            return None
        return "out-of-memory" if sum(map(proportional, processes())) > self._limits.memory_bytes else None

    def _check_folder(self) -> str | None:
        began = time.monotonic()
        near = self._is_near() and began > self._rest_until
        if self._read_only or not (near or self._is_due()):
            return None
        before = (self._bytes, self._files, self._told)
        self._look_and_bound(near)
        if near and (self._bytes, self._files) == before[:2]:
            # Others fill the file system: looks at what has not grown must not take the kernel's time.
            self._rest_until = began + (time.monotonic() - began) * _REST
        return "folder-overfull" if self._went_on(*before) else None

    def _look_and_bound(self, near: bool) -> None:
        # A look at many files takes longer than making more of them, and misses what is moved about meanwhile.
        stopped = near or not self._look() or self._must_tell()
        if stopped:
            os.kill(-1, signal.SIGSTOP)
            _await_standstill()
            self._look()
        self._set_full(self._bytes >= self._limits.folder_bytes)
        if self._must_tell():
            os.kill(self._kernel, FULL_SIGNAL)
            self._files_known, self._told = self._files, True
        elif self._files <= self._limits.folder_files:
            self._files_known, self._told = 0, False
        if stopped:
            os.kill(-1, signal.SIGCONT)

    def _went_on(self, bytes_before: int, files_before: int, was_told: bool) -> bool:
        """Whether a folder that was full, and told to be, has grown far beyond its bound."""
        wrote = bytes_before >= self._limits.folder_bytes and self._bytes > bytes_before
        # A full folder takes no more bytes, but more files.
        made = self._files > files_before or self._files >= self._most_counted
        return (wrote and self._has_too_many_bytes()) or (made and was_told and self._has_too_many_files())

    def _must_tell(self) -> bool:
        """Whether there are files that no cell was told of; each process may have made one more while it was told."""
        known = self._files_known + self._limits.processes if self._files_known > self._limits.folder_files else 0
        return self._files > max(known, self._limits.folder_files)

    @property
    def pause_s(self) -> float:
        """Seconds until the next look: while cells run, less than it takes to write a quarter of what is left."""
        bytes_left, files_left = self._left()
        if min(bytes_left, files_left) == 0:
            return _FULL_PAUSE_S
        if time.monotonic() > self._close_until:
            return _IDLE_PAUSE_S
        return min(max(min(bytes_left / _BYTES_PER_S, files_left / _FILES_PER_S) / 4, _LEAST_PAUSE_S), _IDLE_PAUSE_S)

    def attend(self) -> None:
        """Looks closely for a while: a cell begins, and may fill the folder before a calm look would come."""
        self._close_until = time.monotonic() + _CLOSE_S

    def _left(self) -> tuple[int, int]:
        """How many bytes and files the folder may still take."""
        return max(0, self._limits.folder_bytes - self._bytes), max(0, self._limits.folder_files - self._files)

    def _is_near(self) -> bool:
        """Whether the file system has filled up since the last look so that the bound may be near."""
        free = _free()
        bytes_left, files_left = self._left()
        near = self._free[0] - free[0] > bytes_left / 4 or self._free[1] - free[1] > files_left / 4
        if near:
            self.attend()
        return near

    def _is_due(self) -> bool:
        """Whether processes have worked since the last look: what others free hides what is taken here."""
        due = time.monotonic() - self._looked_at > _LOOK_PAUSE_S and abs(_worked() - self._worked) > _WORK_S
        if due:
            self.attend()
        return due

    def _look(self) -> bool:
        """Measures the folder; False where some of it was moved about meanwhile, and may have been missed."""
        self._free = _free()
        found = measure(template.FOLDER, self._most_counted)
        nameless = nameless_bytes(template.FOLDER, processes(), self._limits.file_mb << 20)
        self._bytes, self._files = found.bytes + nameless, found.files
        self._looked_at = time.monotonic()
        self._worked = _worked()
        return found.whole

    def _has_too_many_bytes(self) -> bool:
        return self._bytes > self._limits.folder_bytes * OVERFULL

    def _has_too_many_files(self) -> bool:
        return self._files > self._limits.folder_files * OVERFULL

    def _set_full(self, full: bool) -> None:
        """While the folder is full no process may write to any file; files can be deleted."""
        if full == self._full and not full:
            return
        self._full = full
        most = self._limits.file_mb << 20
        for pid in processes():
            try:
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (0 if full else most, most))
            except (ProcessLookupError, PermissionError):
                pass  # It has just ended.


def _await_standstill() -> None:
    """Waits, briefly, for the writes that processes were in the midst of: a stop takes effect after them."""
    until = time.monotonic() + _STANDSTILL_S
    while not all(map(_stands, processes())) and time.monotonic() < until:
        time.sleep(_STANDSTILL_PAUSE_S)


def _stands(pid: int) -> bool:
    """Whether all threads of a process are stopped or dead: the letter after the name, proc(5)."""
    return all(said.rpartition(b") ")[2][:1] in b"TtZX" for said in told_by_threads(pid, "stat"))


def killed_for_memory(counter: int) -> bool:
    """Reads memory.oom_control (version 1) or memory.events (version 2): each has a line `oom_kill N`."""
    for line in os.pread(counter, 1024, 0).splitlines():
        name, _, number = line.partition(b" ")
        if name == b"oom_kill":
            return int(number) > 0
    return False


def processes() -> Iterator[int]:
    """All processes of this room but this one."""
    return (int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1")


def _free() -> tuple[int, int]:
    status = os.statvfs(template.FOLDER)
    return status.f_bfree * status.f_frsize, status.f_ffree


def _worked() -> float:
    """Seconds for which processors have worked for the processes of this room that live."""
    total = 0.0
    for pid in processes():
        try:
            total += time.clock_gettime((~pid << 3) | 2)  # MAKE_PROCESS_CPUCLOCK of linux/posix-timers.h.
        except OSError:
            continue  # It has just ended.
    return total


def resident(pid: int) -> int:
    """Bytes of memory that a process holds, with all that it shares with others."""
    pages = (int(said.split()[1]) for said in told_by_threads(pid, "statm"))
    return next((number * _PAGE for number in pages if number > 0), 0)


def proportional(pid: int) -> int:
    """Bytes of memory that a process holds, of what it shares with others its part."""
    lines = (line for said in told_by_threads(pid, "smaps_rollup") for line in said.splitlines())
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith(b"Pss:")), resident(pid))
