"""The server's ends of a kernel's channels."""

import asyncio
import contextlib
import logging
import os
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, Literal

from threadbook_kernel import zmtp

_RETRY_S, _LONGEST_RETRY_S = 0.1, 3.0
_LINGER_S = 1.0
_AT_ONCE = 16
"""Messages that are taken before others have their turn."""

_FLUSHED_AT_MOST = 16
"""Pieces; what a socket holds of a kernel that has ended is less."""

_SUBSCRIBE_TO_ALL = zmtp.message([b"\x01"])

_read = memoryview(bytearray(1 << 16))
"""What was read last, of any channel: each piece is kept before the next one is read."""

_log = logging.getLogger(__name__)


class Peer(asyncio.BufferedProtocol):
    """A connection to one channel of a kernel, used like pyzmq's ZMQStream; it is made again whenever it is lost.

    While nobody takes messages nothing is read: they stay in the kernel's own memory.
    """

    def __init__(self, path: str, channel: Literal["iopub", "shell", "control"], identity: bytes) -> None:
        self.channel = channel
        self.on_work: Callable[[float, float], Any] | None = None
        """Told from when to when the loop worked for this channel, beside what `take` did; seconds of perf_counter."""
        self._path = path
        listens = channel == "iopub"
        kind = b"SUB" if listens else b"DEALER"
        self._greeting = zmtp.GREETING + zmtp.ready({"Socket-Type": kind, "Identity": identity})
        self._first = _SUBSCRIBE_TO_ALL if listens else b""
        self._unsent: list[bytes] = []
        self._reader = zmtp.Reader()
        self._has_more = False
        """Whether what was read may hold another whole message."""
        self._transport: asyncio.Transport | None = None
        self._take: Callable[[list[bytes]], Any] | None = None
        self._delivery: asyncio.Handle | None = None
        self._is_closed = False
        self._has_told = False
        self._retry_s = _RETRY_S
        self._loop = asyncio.get_running_loop()
        self._connecting = self._loop.create_task(self._connect())

    def on_recv(self, take: Callable[[list[bytes]], Any] | None) -> None:
        """Has `take` called with each message, the parts of which are always copies."""
        self._take = take
        self._go_on()

    def on_recv_stream(self, take: Callable[["Peer", list[bytes]], Any]) -> None:
        """Has `take` called with this channel and each message."""
        self.on_recv(lambda message: take(self, message))

    def stop_on_recv(self) -> None:
        """Takes nothing until `on_recv` is called again."""
        self.on_recv(None)

    def send_multipart(self, parts: Sequence[Any], *_: Any, **__: Any) -> None:
        """Sends a message, as soon as the kernel is there."""
        data = zmtp.message([bytes(part) for part in parts])
        transport = self._living()
        if transport is not None and self._reader.ready:
            transport.write(data)
        else:
            self._unsent.append(data)

    def flush(self) -> None:
        """Takes at once all that has come, of a kernel that has ended."""
        with contextlib.suppress(OSError):
            for _ in range(_FLUSHED_AT_MOST):
                if (transport := self._living()) is None:
                    break
                self._keep(os.read(transport.get_extra_info("socket").fileno(), len(_read)))
        while self._deliver_one():
            pass

    def closed(self) -> bool:
        """Whether it was closed from this side."""
        return self._is_closed

    def close(self) -> None:
        """Ends the connection once what was sent is on its way; hears nothing any more."""
        self._is_closed = True
        self._take = None
        self._has_more = False
        self._connecting.cancel()
        if self._transport is not None:
            self._transport.close()
            self._loop.call_later(_LINGER_S, self._transport.abort)

    async def _connect(self, after_s: float = 0) -> None:
        await asyncio.sleep(after_s)
        while self._has_more:
            await asyncio.sleep(_RETRY_S)  # What came before the connection was lost is taken first.
        while True:
            try:
                await self._loop.create_unix_connection(lambda: self, self._path)
                return
            except OSError:
                await asyncio.sleep(_RETRY_S)  # It is not there yet, or not any more.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Speaks first."""
        assert isinstance(transport, asyncio.Transport)
        if self._is_closed:
            return transport.abort()
        self._transport = transport
        self._reader = zmtp.Reader()
        transport.write(self._greeting)
        return None

    def connection_lost(self, _: Exception | None) -> None:
        """Connects anew, ever later while nothing comes of it."""
        self._transport = None
        if not self._is_closed:
            self._connecting = self._loop.create_task(self._connect(self._retry_s))
        self._retry_s = min(2 * self._retry_s, _LONGEST_RETRY_S)

    def get_buffer(self, _: int) -> memoryview:
        """Where the next piece is to stand."""
        return _read

    def buffer_updated(self, size: int) -> None:
        """Keeps it, to be taken in its turn."""
        began = perf_counter()
        self._keep(_read[:size])
        self._worked(began)
        self._go_on()

    def _keep(self, data: bytes | memoryview) -> None:
        was_ready = self._reader.ready
        try:
            self._reader.feed(data)
        except zmtp.ProtocolFault as fault:
            return self._cut(fault)
        self._has_more = self._reader.ready
        if self._transport is not None and self._reader.ready and not was_ready:
            self._transport.writelines([self._first, *self._unsent])
            self._unsent.clear()
        return None

    def _next(self) -> list[bytes] | None:
        began = perf_counter()
        try:
            message = self._reader.next() if self._has_more else None
        except zmtp.ProtocolFault as fault:
            message = self._cut(fault)
        self._has_more = message is not None
        if self._has_more:
            self._retry_s = _RETRY_S
        self._worked(began)
        return message

    def _cut(self, fault: zmtp.ProtocolFault) -> None:
        """Leaves a peer that breaks the protocol, and the rest of what it said."""
        if not self._has_told:
            _log.warning("a kernel's %s channel was cut: %s", self.channel, fault)
        self._has_told = True
        self._has_more = False
        if self._transport is not None:
            self._transport.abort()

    def _worked(self, began: float) -> None:
        if self.on_work is not None:
            self.on_work(began, perf_counter())

    def _living(self) -> asyncio.Transport | None:
        """The connection, where there is one that can still be used."""
        return None if self._transport is None or self._transport.is_closing() else self._transport

    def _go_on(self) -> None:
        """Has what has come taken, or waits for more."""
        if self._delivery is None and self._take is not None and self._has_more:
            self._delivery = self._loop.call_soon(self._deliver)
        transport = self._living()
        if transport is None:
            return
        if self._reader.ready and (self._has_more or self._take is None):
            transport.pause_reading()
        else:
            transport.resume_reading()

    def _deliver(self) -> None:
        self._delivery = None
        try:
            for _ in range(_AT_ONCE):
                if not self._deliver_one():
                    break
        finally:
            self._go_on()

    def _deliver_one(self) -> bool:
        take = self._take  # Who is told of the work may stop all that comes after this message.
        message = self._next() if take is not None else None
        if take is None or message is None:
            return False
        take(message)
        return True
