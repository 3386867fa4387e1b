"""The server's ends of a kernel's channels."""

import asyncio
import contextlib
import logging
import os
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Literal

from threadbook_kernel import zmtp

_RETRY_S = 0.1
_LINGER_S = 1.0
_read = memoryview(bytearray(1 << 16))
"""What was read last, of any channel: each piece is taken before the next one is read, and holds up others so long."""

_AT_ONCE = 16
"""Messages that are taken before others have their turn."""

_SUBSCRIBE_TO_ALL = zmtp.message([b"\x01"])

_log = logging.getLogger(__name__)


class Peer(asyncio.BufferedProtocol):
    """A connection to one channel of a kernel, used like pyzmq's ZMQStream; it is made again whenever it is lost.

    What nobody takes stays in the kernel's own memory, but for some 100 kB.
    """

    def __init__(self, path: str, kind: Literal["SUB", "DEALER"], identity: bytes, channel: str) -> None:
        self.channel = channel
        self._path = path
        self._greeting = zmtp.GREETING + zmtp.ready({"Socket-Type": kind.encode(), "Identity": identity})
        self._first = _SUBSCRIBE_TO_ALL if kind == "SUB" else b""
        self._unsent: list[bytes] = []
        self._reader = zmtp.Reader()
        self._transport: asyncio.Transport | None = None
        self._take: Callable[[list[bytes]], Any] | None = None
        self._waiting: deque[list[bytes]] = deque()
        self._delivery: asyncio.Handle | None = None
        self._loop = asyncio.get_running_loop()
        self._connecting = self._loop.create_task(self._connect())
        self._is_closed = False
        self._has_told = False

    def on_recv(self, take: Callable[[list[bytes]], Any] | None, copy: bool = True) -> None:
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
        if self._transport is not None and self._reader.ready:
            self._transport.write(data)
        else:
            self._unsent.append(data)

    def flush(self) -> None:
        """Takes at once all that has come, of a kernel that has ended: what a socket holds is little."""
        with contextlib.suppress(OSError):
            while self._is_connected() and (data := os.read(_descriptor(self._transport), len(_read))):
                self._hear(data)
        while self._take is not None and self._waiting:
            self._take(self._waiting.popleft())

    def closed(self) -> bool:
        """Whether it was closed from this side."""
        return self._is_closed

    def close(self, linger: int | None = None) -> None:
        """Ends the connection once what was sent is on its way; hears nothing any more."""
        self._is_closed = True
        self._take = None
        self._waiting.clear()
        self._connecting.cancel()
        if self._transport is not None:
            self._transport.close()
            self._loop.call_later(_LINGER_S, self._transport.abort)

    async def _connect(self, after_s: float = 0) -> None:
        await asyncio.sleep(after_s)
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

    def get_buffer(self, _: int) -> memoryview:
        """Where the next piece is to stand."""
        return _read

    def buffer_updated(self, size: int) -> None:
        """Takes what is complete of it."""
        self._hear(_read[:size])
        self._go_on()

    def connection_lost(self, _: Exception | None) -> None:
        """Connects anew."""
        self._transport = None
        if not self._is_closed:
            self._connecting = self._loop.create_task(self._connect(_RETRY_S))

    def _hear(self, data: bytes | memoryview) -> None:
        """Leaves a peer that breaks the protocol, and the rest of what it said."""
        was_ready = self._reader.ready
        try:
            self._waiting.extend(self._reader.feed(data))
        except zmtp.ProtocolFault as fault:
            if not self._has_told:
                _log.warning("a kernel's %s channel was cut: %s", self.channel, fault)
            self._has_told = True
            if self._transport is not None:
                self._transport.abort()
        if self._transport is not None and self._reader.ready and not was_ready:
            self._transport.writelines([self._first, *self._unsent])
            self._unsent.clear()

    def _is_connected(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def _go_on(self) -> None:
        if self._delivery is None and self._take is not None and self._waiting:
            self._delivery = self._loop.call_soon(self._deliver)
        if self._is_connected():
            (self._transport.pause_reading if self._waiting else self._transport.resume_reading)()

    def _deliver(self) -> None:
        self._delivery = None
        try:
            for _ in range(_AT_ONCE):
                if self._take is None or not self._waiting:
                    break
                self._take(self._waiting.popleft())
        finally:
            self._go_on()


def _descriptor(transport: asyncio.Transport) -> int:
    return int(transport.get_extra_info("socket").fileno())
