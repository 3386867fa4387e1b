"""One message at a time from a peer that is not trusted: the ZeroMQ Message Transport Protocol 3.0 over a unix socket.

libzmq bounds the parts of a message, but neither their number nor what they hold together. https://rfc.zeromq.org/spec/23/
"""

from collections.abc import Iterable, Iterator, Mapping

MESSAGE_LIMIT = 128 << 20
"""Bytes of one message, with all its parts."""

PARTS_LIMIT = 100
"""Each costs some time, even an empty one. What a kernel prints has 7."""

GREETING = b"\xff" + bytes(8) + b"\x7f" + b"\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
"""Signature, version 3.0, no security, a client."""

_VERSION_AT, _MECHANISM = 10, slice(12, 32)
_MORE, _LONG, _COMMAND = 1, 2, 4
_SHORT_LIMIT = 255
_NUMBER_BYTES = 8


class ProtocolFault(Exception):
    """The peer sent what no kernel sends; the connection is of no use any more."""


class Reader:
    """Makes messages of the bytes that a peer sends after the connection is made."""

    def __init__(self) -> None:
        self.ready = False
        """Whether the peer is known to speak the protocol, so that it may be sent messages."""
        self._greeted = False
        self._bytes = bytearray()
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes | memoryview) -> Iterator[list[bytes]]:
        """Gives the messages that are complete now; raises ProtocolFault."""
        self._bytes += data
        at = 0 if self._greeted else self._greet()
        try:
            while (frame := self._frame(at)) is not None:
                flags, begin, end = frame
                body = bytes(memoryview(self._bytes)[begin:end])
                at = end
                if flags & _COMMAND:
                    self._obey(body)
                elif (message := self._join(flags, body)) is not None:
                    yield message
        finally:
            del self._bytes[:at]

    def _greet(self) -> int:
        if len(self._bytes) < len(GREETING):
            return 0
        if self._bytes[0] != GREETING[0] or self._bytes[_VERSION_AT] < GREETING[_VERSION_AT]:
            raise ProtocolFault("expected a greeting of ZMTP 3")
        if self._bytes[_MECHANISM] != GREETING[_MECHANISM]:
            raise ProtocolFault("expected a peer without security")
        self._greeted = True
        return len(GREETING)

    def _frame(self, at: int) -> tuple[int, int, int] | None:
        """Flags, begin and end of the frame that begins there, once all of it has come."""
        if not self._greeted or len(self._bytes) < at + 2:
            return None
        flags = self._bytes[at]
        begin = at + 2
        size = self._bytes[at + 1]
        if flags & _LONG:
            begin = at + 1 + _NUMBER_BYTES
            if len(self._bytes) < begin:
                return None
            size = int.from_bytes(self._bytes[at + 1 : begin], "big")
        if self._size + size > MESSAGE_LIMIT:
            raise ProtocolFault(f"expected a message of at most {MESSAGE_LIMIT} bytes")
        return (flags, begin, begin + size) if len(self._bytes) >= begin + size else None

    def _obey(self, command: bytes) -> None:
        """Takes the one command that this version has beside ERROR."""
        if self.ready or not command.startswith(b"\x05READY"):
            raise ProtocolFault("expected a message, or READY before the first")
        self.ready = True

    def _join(self, flags: int, part: bytes) -> list[bytes] | None:
        if not self.ready:
            raise ProtocolFault("expected the peer to be ready before its first message")
        self._parts.append(part)
        self._size += len(part)
        if len(self._parts) > PARTS_LIMIT:
            raise ProtocolFault(f"expected a message of at most {PARTS_LIMIT} parts")
        if flags & _MORE:
            return None
        message, self._parts, self._size = self._parts, [], 0
        return message


def ready(properties: Mapping[str, bytes]) -> bytes:
    """The command that follows the greetings."""
    body = b"\x05READY"
    for name, value in properties.items():
        body += bytes([len(name)]) + name.encode() + len(value).to_bytes(4, "big") + value
    return _framed(_COMMAND, body)


def message(parts: Iterable[bytes]) -> bytes:
    """A message as it is sent."""
    *first, last = parts
    return b"".join([*(_framed(_MORE, part) for part in first), _framed(0, last)])


def _framed(flags: int, body: bytes) -> bytes:
    if len(body) <= _SHORT_LIMIT:
        return bytes([flags, len(body)]) + body
    return bytes([flags | _LONG]) + len(body).to_bytes(_NUMBER_BYTES, "big") + body
