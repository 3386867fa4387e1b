"""Messages between the server, what forks kernels, and kernels: one JSON object each, with descriptors beside it.

The sockets keep the bounds of messages (SOCK_SEQPACKET). Any process that stands still with one thread can serve
`Fork`: the zygote, which forks a process that seals itself first, and later a frozen copy of a kernel.

Asked of the zygote, over the socket that it was started with:
- `{"do": "fork", "sockets": folder, "environment": {…}, "limits": {…}, "name": text}` with one end of a lease.
  A kernel lives as long as the other end of its lease is open. There is no answer but on the lease.
- `{"do": "clone", "folder": path}` with one end of a pair: the answer there carries a descriptor of the folder's copy.

Said on a lease, by a kernel's warden: `{"is": "ready"}` once, `{"is": "claimed"}`, `{"is": "signalled"}` for each
signal, `{"is": "ended", "why": …}`, and
`{"is": "failed", "error": …}`. Asked there: `{"do": "claim", "key": …}` with the folder's copy, `{"do": "signal",
"number": …}`.
"""

import array
import json
import os
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

CONNECTION = 3
"""The descriptor at which a zygote finds its connection."""

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
"""A kernel's sockets, numbered from 1 as Jupyter numbers them."""

MESSAGE_LIMIT = 65_536
_DESCRIPTORS_LIMIT = 4
_CREDENTIALS = struct.Struct("3i")


@dataclass(frozen=True)
class Message:
    """What came: the object, the descriptors beside it, and who sent it, as this process's system numbers processes."""

    content: dict[str, Any]
    descriptors: list[int] = field(default_factory=list)
    pid: int = 0


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection; the first one learns who sends."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


def send(to: socket.socket, content: dict[str, Any], descriptors: tuple[int, ...] = ()) -> None:
    """Sends one message; raises OSError when nobody is at the other end."""
    beside = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
    to.sendmsg([json.dumps(content).encode()], beside, socket.MSG_NOSIGNAL)


def receive(at: socket.socket) -> Message | None:
    """Takes the next message; None when the other end is closed."""
    space = socket.CMSG_SPACE(_DESCRIPTORS_LIMIT * 4) + socket.CMSG_SPACE(_CREDENTIALS.size)
    data, beside, _, _ = at.recvmsg(MESSAGE_LIMIT, space, socket.MSG_CMSG_CLOEXEC)
    if not data:
        return None
    descriptors: list[int] = []
    pid = 0
    for _, kind, value in beside:
        if kind == socket.SCM_RIGHTS:
            descriptors += array.array("i", value[: len(value) // 4 * 4])
        elif kind == socket.SCM_CREDENTIALS:
            pid = _CREDENTIALS.unpack(value[: _CREDENTIALS.size])[0]
    return Message(json.loads(data), descriptors, pid)


def close_all(descriptors: list[int]) -> None:
    """Closes descriptors that came with a message."""
    for descriptor in descriptors:
        os.close(descriptor)
