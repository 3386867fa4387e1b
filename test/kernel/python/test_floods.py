"""A kernel that takes more than its share of the server's time is not heard for a while, and loses nothing by it."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from threadbook_kernel import floods
from threadbook_kernel.floods import BoundedConnection


class Stream:
    """A kernel's channel, which tells whether it is listened to."""

    heard = True

    def stop_on_recv(self) -> None:
        self.heard = False

    def on_recv_stream(self, _: Any) -> None:
        self.heard = True

    def closed(self) -> bool:
        return False


class Connection(BoundedConnection):
    """A connection whose messages take as long as a test wants, go nowhere and are not complained of."""

    _told = True

    def __init__(self, stream: Stream, clock: Iterator[float], monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.channels = {"iopub": stream}
        monkeypatch.setattr(floods, "perf_counter", lambda: next(clock))


def messages(*took: float, apart: float) -> Iterator[float]:
    """The times between which messages are handled, the first at 100 s."""
    now = 100.0
    for one in took:
        yield now
        yield now + one
        now += one + apart


def test_listens_again_after_its_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "_REST_S", 0)
    stream = Stream()

    async def flood() -> None:
        connection = Connection(stream, messages(0.03, 0.03, apart=0), monkeypatch)
        connection.handle_outgoing_message(stream, [])
        assert stream.heard
        connection.handle_outgoing_message(stream, [])
        assert not stream.heard
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert stream.heard

    asyncio.run(flood())


def test_a_closed_connection_touches_no_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "_REST_S", 0)
    stream = Stream()

    async def flood() -> None:
        connection = Connection(stream, messages(0.06, apart=0), monkeypatch)
        connection.handle_outgoing_message(stream, [])
        connection._close_future.set_result(None)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not stream.heard

    asyncio.run(flood())


def test_hears_all_of_a_kernel_that_keeps_to_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stream()

    async def speak() -> None:
        connection = Connection(stream, messages(*[0.01] * 50, apart=0.1), monkeypatch)
        for _ in range(50):
            connection.handle_outgoing_message(stream, [])
            assert stream.heard

    asyncio.run(speak())
