"""The server's ends of a kernel's channels, against libzmq and against peers that break its protocol."""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import zmq
import zmq.asyncio

from threadbook_kernel import peers, zmtp
from threadbook_kernel.managers import Kernels
from threadbook_kernel.peers import Peer

PATIENCE_S = 10


def told(run: Callable[[Path], Coroutine[Any, Any, None]]) -> Callable[[Path], None]:
    """A test that runs in an event loop."""

    def test(short_folder: Path) -> None:
        asyncio.run(asyncio.wait_for(run(short_folder / "s"), PATIENCE_S))

    test.__name__ = run.__name__
    return test


class Listener:
    """Takes what a peer says."""

    def __init__(self, peer: Peer) -> None:
        self._messages: asyncio.Queue[list[bytes]] = asyncio.Queue()
        self.peer = peer
        self.taken = self._messages.put_nowait
        peer.on_recv(self.taken)

    @property
    def heard(self) -> int:
        return self._messages.qsize()

    def next(self) -> Awaitable[list[bytes]]:
        return self._messages.get()


def bound(path: Path, kind: int) -> zmq.asyncio.Socket:
    one = zmq.asyncio.Context.instance().socket(kind)
    one.linger = 0
    one.bind(f"ipc://{path}")
    return one


def peer_at(path: Path) -> Peer:
    return Peer(str(path), "iopub", b"bot")


@contextlib.asynccontextmanager
async def subscribed(path: Path) -> AsyncIterator[tuple[zmq.asyncio.Socket, Peer]]:
    """A publisher, and the peer that has subscribed to all that it says."""
    publisher = bound(path, zmq.XPUB)
    peer = peer_at(path)
    assert await publisher.recv_multipart() == [b"\x01"]
    yield publisher, peer
    peer.close()
    publisher.close()


@told
async def test_hears_all_that_is_published(path: Path) -> None:
    sent = [[b"topic", b"", b"x" * size] for size in (0, 1, 255, 256, 70_000, 5_000_000)]
    async with subscribed(path) as (publisher, peer):
        listener = Listener(peer)
        for message in sent:
            await publisher.send_multipart(message)
        assert [await listener.next() for _ in sent] == sent


@told
async def test_asks_and_is_answered_also_before_the_other_side_is_there(path: Path) -> None:
    listener = Listener(Peer(str(path), "shell", b"bot"))
    listener.peer.send_multipart([b"a", memoryview(b"question")])
    await asyncio.sleep(0.01)
    router = bound(path, zmq.ROUTER)
    assert await router.recv_multipart() == [b"bot", b"a", b"question"]
    await router.send_multipart([b"bot", b"an", b"answer"])
    assert await listener.next() == [b"an", b"answer"]
    listener.peer.close()
    router.close()


@told
async def test_what_is_not_taken_stays_where_it_is_and_is_not_lost(path: Path) -> None:
    publisher = zmq.Context.instance().socket(zmq.XPUB)
    publisher.sndhwm, publisher.xpub_nodrop, publisher.sndtimeo, publisher.linger = 1, 1, 300, 0
    publisher.bind(f"ipc://{path}")
    listener = Listener(peer_at(path))
    await asyncio.to_thread(publisher.recv_multipart)
    listener.peer.stop_on_recv()
    sent = 0
    with contextlib.suppress(zmq.Again):
        while sent < 1_000:
            await asyncio.to_thread(publisher.send_multipart, [b"%d" % sent, b"x" * 10_000])
            sent += 1
    assert sent < 200
    heard = Listener(listener.peer)
    assert [(await heard.next())[0] for _ in range(sent)] == [b"%d" % number for number in range(sent)]
    listener.peer.close()
    publisher.close()


@told
async def test_one_who_stops_listening_in_the_midst_is_told_no_more(path: Path) -> None:
    heard: list[bytes] = []

    def take(stream: Peer, message: list[bytes]) -> None:
        heard.extend(message)
        stream.stop_on_recv()

    async with subscribed(path) as (publisher, peer):
        peer.on_recv_stream(take)
        for number in range(3):
            await publisher.send_multipart([b"%d" % number])
        while not heard:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert heard == [b"0"]
        rest = Listener(peer)
        assert [await rest.next(), await rest.next()] == [[b"1"], [b"2"]]
    assert peer.closed()


READY = zmtp.ready({"Socket-Type": b"XPUB", "Identity": b""})
HELLO = zmtp.GREETING + READY
SUBSCRIPTION = zmtp.message([b"\x01"])
LARGE = bytes([zmtp._LONG | zmtp._MORE]) + (100 << 20).to_bytes(8, "big")
FAULTS = {
    "no greeting": b"HTTP/1.1 200 OK\r\n".ljust(64),
    "an old version": zmtp.GREETING[:10] + b"\x01" + zmtp.GREETING[11:],
    "security": zmtp.GREETING[:12] + b"CURVE".ljust(20, b"\0") + zmtp.GREETING[32:],
    "a message before it is ready": zmtp.GREETING + zmtp.message([b"x"]),
    "a command before it is ready": zmtp.GREETING + b"\x04\x06\x05ERROR",
    "a command after it is ready": HELLO + b"\x04\x05\x04PING",
    "one part that is too large": HELLO + bytes([zmtp._LONG]) + (1 << 63).to_bytes(8, "big"),
    "many large parts": HELLO + (LARGE + bytes(100 << 20)) + LARGE,
    "very many parts": HELLO + b"\x01\x00" * 3_000_000,
}


@told
async def test_a_flush_takes_all_that_has_come(path: Path) -> None:
    made: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
    server = await asyncio.start_unix_server(lambda _, writer: made.put_nowait(writer), path)
    peer = peer_at(path)
    heard: list[list[bytes]] = []
    peer.on_recv(heard.append)
    writer = await made.get()
    await asyncio.sleep(0.01)
    sent = [[b"%d" % number, b"x" * 100] for number in range(100)]
    os.write(writer.get_extra_info("socket").fileno(), HELLO + b"".join(map(zmtp.message, sent)))
    peer.flush()
    assert heard == sent
    peer.close()
    writer.close()
    server.close()


@pytest.mark.parametrize("said", FAULTS.values(), ids=FAULTS.keys())
def test_a_peer_that_breaks_the_protocol_is_cut_and_connected_anew(
    said: bytes, short_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, peers.__name__)

    async def connections() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        made: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        server = await asyncio.start_unix_server(lambda *both: made.put_nowait(both), short_folder / "s")
        while True:
            yield await made.get()
        server.close()

    async def break_it() -> None:
        peer = peer_at(short_folder / "s")
        heard = Listener(peer)
        many = connections()
        reader, writer = await anext(many)
        writer.write(said)
        with contextlib.suppress(ConnectionError):
            await reader.read()  # Its end.
        reader, writer = await anext(many)
        writer.write(HELLO + zmtp.message([b"well"]))
        assert await reader.readuntil(SUBSCRIPTION)
        assert await heard.next() == [b"well"]
        peer.close()

    asyncio.run(asyncio.wait_for(break_it(), PATIENCE_S))
    assert [record.message.split(": ")[0] for record in caplog.records] == ["a kernel's iopub channel was cut"]


@told
async def test_a_peer_that_breaks_the_protocol_again_and_again_is_given_ever_more_time(path: Path) -> None:
    made: list[asyncio.StreamWriter] = []

    async def misbehave(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.append(writer)
        writer.write(HELLO + b"\x04\x00")

    server = await asyncio.start_unix_server(misbehave, path)
    listener = Listener(peer_at(path))
    await asyncio.sleep(1)
    assert 2 <= len(made) <= 4
    listener.peer.close()
    server.close()


@told
async def test_what_nobody_takes_is_not_read_however_often_the_connection_is_lost(path: Path) -> None:
    made: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()

    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HELLO + b"\0\0" * 30_000)
        made.put_nowait(writer)

    server = await asyncio.start_unix_server(flood, path)
    peer = peer_at(path)
    heard = Listener(peer)
    (await made.get()).close()
    await heard.next()
    peer.stop_on_recv()
    await asyncio.sleep(0.5)
    assert made.empty()
    peer.on_recv(heard.taken)
    assert [await heard.next() for _ in range(29_000)] == [[b""]] * 29_000
    (await made.get()).close()
    peer.close()
    server.close()


@told
async def test_its_work_is_told(path: Path) -> None:
    spent: list[float] = []
    async with subscribed(path) as (publisher, peer):
        peer.on_work = lambda began, ended: spent.append(ended - began)
        heard = Listener(peer)
        await publisher.send_multipart([b"x" * 10_000_000])
        await heard.next()
    assert len(spent) > 100 and min(spent) >= 0


@told
async def test_a_message_that_took_too_much_work_is_taken_still(path: Path) -> None:
    async with subscribed(path) as (publisher, peer):
        peer.on_work = lambda *_: peer.stop_on_recv()
        heard = Listener(peer)
        await publisher.send_multipart([b"x"])
        while not heard.heard:
            peer.on_recv(heard.taken)
            await asyncio.sleep(0.01)
        assert await heard.next() == [b"x"]


def test_a_message_is_read_wherever_it_is_cut() -> None:
    said = HELLO + zmtp.message([b"a", b"b" * 300]) + zmtp.message([b""])
    for size in (1, 2, 3, 7, 63, 64, 65, len(said)):
        reader = zmtp.Reader()
        messages: list[list[bytes]] = []
        for at in range(0, len(said), size):
            reader.feed(said[at : at + size])
            messages += iter(reader.next, None)
        assert messages == [[b"a", b"b" * 300], [b""]]


def test_what_it_holds_of_an_endless_message_is_bounded() -> None:
    reader = zmtp.Reader()
    reader.feed(HELLO)
    part = bytes([zmtp._LONG | zmtp._MORE]) + (1 << 21).to_bytes(8, "big") + bytes(1 << 21)
    with pytest.raises(zmtp.ProtocolFault, match="at most 134217728 bytes"):
        for _ in range(200):
            reader.feed(part)
            assert reader.next() is None
    assert reader._size <= zmtp.MESSAGE_LIMIT


def test_channels_that_are_kept_for_the_bot_are_closed_with_their_kernel(short_folder: Path) -> None:
    async def keep() -> None:
        kernels = Kernels()
        peers = [Peer(str(short_folder / name), name, b"bot") for name in ("shell", "control")]
        kernels.start_buffering("k", "first", {peer.channel: peer for peer in peers})
        assert kernels.get_buffer("k", "first")["channels"]["shell"] is peers[0]
        kernels.start_buffering("k", "first", {"shell": peers[0]})
        assert kernels.get_buffer("k", "another") is None
        assert peers[0].closed()
        kernels._kernels["k"] = None
        kernels.start_buffering("k", "first", {"control": peers[1]})
        kernels.remove_kernel("k")
        assert peers[1].closed()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(keep())
