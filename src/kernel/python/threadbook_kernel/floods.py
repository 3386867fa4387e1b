"""What the one server of all kernels takes of a single one: no more at once than it has passed on to the bot."""

from typing import Any

import zmq
import zmq.asyncio
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.websocket import WebSocketClosedError
from zmq.eventloop.zmqstream import ZMQStream

MESSAGE_LIMIT = 128 << 20
"""Bytes of one part of a message; the connection of a kernel that sends a longer one is cut before it is taken."""

MESSAGES_WAITING = 8
"""What a kernel has sent beyond these stays in its own memory."""

_UNSENT_HIGH, _UNSENT_LOW = 4 << 20, 1 << 20


def bounded_context() -> zmq.asyncio.Context:
    """Makes sockets that hold back kernels which send too much."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.MAXMSGSIZE, MESSAGE_LIMIT)
    context.setsockopt(zmq.RCVHWM, MESSAGES_WAITING)
    return context


class BoundedConnection(ZMQChannelsWebsocketConnection):
    """A kernel's way to the bot, which listens to the kernel only while the bot keeps up."""

    _unsent = 0
    _paused = False
    _told = False

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:
        """Passes a message on; one that no kernel would send is dropped, and the first of them told of."""
        try:
            super().handle_outgoing_message(stream, outgoing_msg)
        except WebSocketClosedError:
            raise
        except Exception as error:
            if not self._told:
                self.log.warning("kernel %s sent what cannot be read: %s", self.kernel_id, type(error).__name__)
            self._told = True

    def write_message(self, message: str | bytes, binary: bool = False) -> Any:
        """Sends to the bot; stops listening to the kernel where too much is on its way already."""
        size = len(message)
        sent = self.websocket_handler.write_message(message, binary)
        self._unsent += size
        sent.add_done_callback(lambda _: self._passed_on(size))
        if self._unsent > _UNSENT_HIGH and not self._paused:
            self._paused = True
            for stream in self._streams():
                stream.stop_on_recv()
        return sent

    def _passed_on(self, size: int) -> None:
        self._unsent -= size
        if self._paused and self._unsent < _UNSENT_LOW:
            self._paused = False
            for stream in self._streams():
                stream.on_recv_stream(self.handle_outgoing_message)

    def _streams(self) -> list[ZMQStream]:
        return [stream for stream in self.channels.values() if stream is not None and not stream.closed()]
