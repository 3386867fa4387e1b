"""Where what a cell writes goes: to its own cell, and into the record of the last cells."""

import codecs
import os
import select
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType, ModuleType
from typing import Any

from ipykernel.displayhook import ZMQShellDisplayHook
from ipykernel.iostream import OutStream
from ipykernel.zmqshell import ZMQDisplayPublisher

from threadbook_kernel.excerpt import outputs, text_of
from threadbook_kernel.forks import Lines
from threadbook_kernel.imports import after_import

DRAIN_LIMIT_S = 0.25

MESSAGE_LIMIT = 256_000
"""Characters that go out in one message: the bot drops whole ones of a flood, and cannot take any above 64 MiB."""

WAITING_LIMIT = 1_000_000
"""Characters that may wait to be sent: code that prints faster than the bot reads is held up, and can be stopped."""

_PIPE_BYTES = 65_536
"""What a pipe holds."""

_WAIT_PAUSE_S = 0.001

_started_in: dict[int, dict[str, Any]] = {}
"""The request in whose cell each thread was started, by the thread's identity."""


class _OwnCell:
    """Attributes output to the cell that started the thread which writes it, however late it comes."""

    _main_header: Mapping[str, Any] = MappingProxyType({})
    _parent_header: Any

    @property
    def parent_header(self) -> Mapping[str, Any]:
        started = _started_in.get(threading.get_ident())
        if started is not None:
            return started
        try:
            return self._parent_header.get()  # type: ignore[no-any-return]
        except LookupError:
            return self._main_header

    @parent_header.setter
    def parent_header(self, value: dict[str, Any]) -> None:
        self._parent_header.set(value)
        if threading.current_thread() is threading.main_thread():
            # A look from a subshell's thread must not take over what the running cell's helpers write.
            self._main_header = value


class Stream(_OwnCell, OutStream):
    """Standard output or error of the person's code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._taking = threading.Lock()
        super().__init__(*args, **kwargs)
        self._lines = Lines(self._original_stdstream_fd) if self._should_watch else None

    def write(self, string: str) -> int:  # type: ignore[override]
        if (lines := self._lines_of_fork()) is not None:
            return lines.write(string)
        for piece in _pieces(string):
            self._take(piece)
            self._await_room()
        return len(string)

    def flush(self) -> None:
        """Sends what was written; in a forked process, to the kernel."""
        if (lines := self._lines_of_fork()) is not None:
            return lines.flush()
        return super().flush()

    def _lines_of_fork(self) -> Lines | None:
        return None if self._is_master_process() else self._lines

    def _take(self, string: str) -> None:
        super().write(string)
        outputs.add(self.parent_header.get("msg_id", ""), string)

    def _await_room(self) -> None:
        sender = self.pub_thread.thread
        # One that prints while it prints, as a destructor may, keeps the sender from the lock that both need.
        keeps_sender = threading.current_thread() is sender or self._buffer_lock._is_owned()
        if keeps_sender or self._waiting_characters() <= WAITING_LIMIT:
            return
        self.pub_thread.schedule(self._flush)
        while self._waiting_characters() > WAITING_LIMIT and sender.is_alive():
            time.sleep(_WAIT_PAUSE_S)

    def _waiting_characters(self) -> int:
        with self._buffer_lock:
            return sum(buffer.tell() for buffer in self._buffers.values())

    def _flush_buffers(self) -> Iterator[tuple[Any, str]]:
        for parent, text in super()._flush_buffers():
            for piece in _pieces(text):
                yield parent, piece

    def drain(self) -> None:
        """Waits, briefly, until what other programs wrote to the descriptor has been read."""
        if self._fid is None:
            return
        until = time.monotonic() + DRAIN_LIMIT_S
        while time.monotonic() < until:
            with self._taking:
                if not _waiting(self._fid):
                    return
            time.sleep(0.001)

    def _watch_pipe_fd(self) -> None:
        # As ipykernel's own, but `drain` sees what was read and not yet written, and characters are never cut in two.
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        try:
            while True:
                select.select([self._fid], [], [])
                with self._taking:
                    piece = os.read(self._fid, _PIPE_BYTES)
                    if not piece or not self._should_watch:
                        return
                    self._take(decoder.decode(piece))
                self._await_room()
                os.write(self._original_stdstream_copy, piece)
        except Exception:
            self._exc = sys.exc_info()


class Publisher(_OwnCell, ZMQDisplayPublisher):
    """display(): figures, tables and the like."""

    def publish(self, data: Any, metadata: Any = None, **rest: Any) -> None:  # type: ignore[override]
        outputs.add(self.parent_header.get("msg_id", ""), text_of(data))
        super().publish(data, metadata, **rest)


class ResultHook(_OwnCell, ZMQShellDisplayHook):
    """The value of a cell's last line."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        outputs.add(self.parent_header.get("msg_id", ""), text_of(format_dict))
        super().write_format_data(format_dict, md_dict)


def install(shell: Any) -> None:
    """Keeps a record of each cell, and waits at its end for what programs that it started wrote."""

    def begin(*_: Any) -> None:
        # IPython has counted this cell already, before it tells of it.
        outputs.begin(shell.displayhook.parent_header.get("msg_id", ""), shell.execution_count - 1)

    def end(*_: Any) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, Stream):
                stream.drain()

    shell.events.register("pre_run_cell", begin)
    shell.events.register("post_run_cell", end)
    _follow_threads(shell)


def _follow_threads(shell: Any) -> None:
    """Remembers of each thread in which cell it, or the thread that started it, began."""
    start = threading.Thread.start
    bootstrap = threading.Thread._bootstrap_inner  # type: ignore[attr-defined]

    def start_in_cell(self: threading.Thread) -> None:
        self._threadbook_cell = shell.displayhook.parent_header  # type: ignore[attr-defined]
        start(self)

    def bootstrap_in_cell(self: threading.Thread) -> None:
        header = getattr(self, "_threadbook_cell", None)
        if header:
            _started_in[threading.get_ident()] = header
        try:
            bootstrap(self)
        finally:
            _started_in.pop(threading.get_ident(), None)

    after_import("concurrent.futures.thread", lambda pool: _follow_pools(pool, shell))
    threading.Thread.start = start_in_cell  # type: ignore[method-assign]
    threading.Thread._bootstrap_inner = bootstrap_in_cell  # type: ignore[attr-defined]


def _follow_pools(pool: ModuleType, shell: Any) -> None:
    """A pool's threads may be older than the cell: what they write belongs to the cell that submitted the work."""
    init, run = pool._WorkItem.__init__, pool._WorkItem.run

    def init_in_cell(self: Any, *args: Any) -> None:
        init(self, *args)
        self.threadbook_cell = shell.displayhook.parent_header

    def run_in_cell(self: Any) -> None:
        _started_in[threading.get_ident()] = self.threadbook_cell
        run(self)

    pool._WorkItem.__init__, pool._WorkItem.run = init_in_cell, run_in_cell


def _pieces(text: str) -> Iterable[str]:
    if not isinstance(text, str) or len(text) <= MESSAGE_LIMIT:
        return (text,)  # What is no text is for the stream to refuse.
    return (text[start : start + MESSAGE_LIMIT] for start in range(0, len(text), MESSAGE_LIMIT))


def _waiting(descriptor: int) -> bool:
    try:
        return bool(select.select([descriptor], [], [], 0)[0])
    except (OSError, ValueError):
        return False
