"""One message at a time from a peer that is not trusted: the ZeroMQ Message Transport Protocol 3.0 over a unix socket.

libzmq bounds the parts of a message, but neither their number nor what they hold together. https://rfc.zeromq.org/spec/23/
"""

from collections.abc import Iterable, Mapping

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
        self._at = 0
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes | memoryview) -> None:
        """Adds what has come; raises ProtocolFault where that is no greeting."""
        del self._bytes[: self._at]
        self._at = 0
        self._bytes += data
        if not self.ready:
            self._greet()

    def next(self) -> list[bytes] | None:
        """The next message, once all of it has come; raises ProtocolFault."""
        while self.ready and (frame := self._frame()) is not None:
            flags, body = frame
            if flags & _COMMAND:
                raise ProtocolFault("expected nothing but messages after READY")
            if (message := self._join(flags, body)) is not None:
                return message
        return None

    def _greet(self) -> None:
        if not self._greeted:
            if len(self._bytes) < len(GREETING):
                return
            self._check_greeting()
            self._at, self._greeted = len(GREETING), True
        frame = self._frame()
        if frame is None:
            return
        flags, body = frame
        if not flags & _COMMAND or not body.startswith(b"\x05READY"):
            raise ProtocolFault("expected READY after the greeting")
        self.ready = True

    def _check_greeting(self) -> None:
        if self._bytes[0] != GREETING[0] or self._bytes[_VERSION_AT] < GREETING[_VERSION_AT]:
            raise ProtocolFault("expected a greeting of ZMTP 3")
        if self._bytes[_MECHANISM] != GREETING[_MECHANISM]:
            raise ProtocolFault("expected a peer without security")

    def _frame(self) -> tuple[int, bytes] | None:
        """Flags and body of the next frame, once all of it has come."""
        at, come = self._at, len(self._bytes)
        if come < at + 2:
            return None
        flags, size, begin = self._bytes[at], self._bytes[at + 1], at + 2
        if flags & _LONG:
            begin = at + 1 + _NUMBER_BYTES
            if come < begin:
                return None
            size = int.from_bytes(self._bytes[at + 1 : begin], "big")
        if self._size + size > MESSAGE_LIMIT:
            raise ProtocolFault(f"expected a message of at most {MESSAGE_LIMIT} bytes")
        if come < begin + size:
            return None
        self._at = begin + size
        return flags, bytes(memoryview(self._bytes)[begin : self._at])

    def _join(self, flags: int, part: bytes) -> list[bytes] | None:
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
