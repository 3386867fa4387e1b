"""What the one server of all kernels takes of a single one: what the bot keeps up with, in a share of its time."""

import asyncio
from time import perf_counter
from typing import Any, Literal

import zmq
import zmq.asyncio
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.websocket import WebSocketClosedError

from threadbook_kernel import zmtp
from threadbook_kernel.peers import Peer

MESSAGES_WAITING = 8
"""What a kernel has sent beyond these stays in its own memory."""

_UNSENT_HIGH, _UNSENT_LOW = 4 << 20, 1 << 20

_SHARE, _BURST_S, _REST_S = 0.1, 0.05, 0.2
"""A kernel may have a tenth of the server's time, and this much at once; else the server rests from it so long."""


def bounded_context() -> zmq.asyncio.Context:
    """Makes sockets that hold back kernels which send too much."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.MAXMSGSIZE, zmtp.MESSAGE_LIMIT)
    context.setsockopt(zmq.RCVHWM, MESSAGES_WAITING)
    return context


class BoundedConnection(ZMQChannelsWebsocketConnection):
    """A kernel's way to the bot, which listens to the kernel only while the bot keeps up and others have their turn."""

    _unsent = 0
    _used_s = 0.0
    _used_at = 0.0
    _told = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deaf: set[Literal["bot", "others"]] = set()

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:
        """Passes a message on; one that no kernel would send is dropped, and the first of them told of."""
        began = perf_counter()
        try:
            super().handle_outgoing_message(stream, outgoing_msg)
        except WebSocketClosedError:
            raise
        except Exception as error:
            if not self._told:
                self.log.warning("kernel %s sent what cannot be read: %s", self.kernel_id, type(error).__name__)
            self._told = True
        finally:
            self._used(began, perf_counter())

    def write_message(self, message: str | bytes, binary: bool = False) -> Any:
        """Sends to the bot; stops listening to the kernel where too much is on its way already."""
        size = len(message)
        sent = self.websocket_handler.write_message(message, binary)
        self._unsent += size
        sent.add_done_callback(lambda done: self._passed_on(size, done))
        if self._unsent > _UNSENT_HIGH:
            self._stop_listening("bot")
        return sent

    def _passed_on(self, size: int, sent: "asyncio.Future[None]") -> None:
        if not sent.cancelled():
            sent.exception()  # The bot has closed its end: it knows.
        self._unsent -= size
        if self._unsent < _UNSENT_LOW:
            self._listen("bot")

    def _used(self, began: float, ended: float) -> None:
        self._used_s = max(0.0, self._used_s - (began - self._used_at) * _SHARE) + ended - began
        self._used_at = began
        if self._used_s > _BURST_S and "others" not in self._deaf:
            self._stop_listening("others")
            asyncio.get_running_loop().call_later(_REST_S, self._listen, "others")

    def _stop_listening(self, because_of: Literal["bot", "others"]) -> None:
        self._deaf.add(because_of)
        for stream in self._streams():
            stream.stop_on_recv()

    def _listen(self, because_of: Literal["bot", "others"]) -> None:
        if because_of not in self._deaf or self._close_future.done():
            return  # Or the kernel's channels are no longer this connection's.
        self._deaf.remove(because_of)
        if not self._deaf:
            for stream in self._streams():
                stream.on_recv_stream(self.handle_outgoing_message)

    def _streams(self) -> list[Peer]:
        return [stream for stream in self.channels.values() if stream is not None and not stream.closed()]
