"""What the server holds of each kernel's room."""

import asyncio
import os
import select
import signal
import socket
from collections import deque
from collections.abc import Callable
from pathlib import Path

from threadbook_kernel.sealed import messages

START_LIMIT_S = 30.0
SIGNAL_LIMIT_S = 2.0


class NotStarted(Exception):
    """The zygote or a room did not come up; the message says why."""


class Room:
    """A kernel in its room; it lives as long as this object is not closed."""

    def __init__(self, lease: socket.socket, sockets: Path) -> None:
        self.sockets = sockets
        self.why: str | None = None
        """Why the kernel has ended, as its warden told."""
        self.warden: int | None = None
        """The process that keeps the room, once it has spoken."""
        self._lease = lease
        self._pidfd: int | None = None
        self._said: asyncio.Queue[str] = asyncio.Queue()
        self._signals: deque[asyncio.Future[None]] = deque()
        """Those that are on their way, oldest first."""
        lease.setblocking(False)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(lease.fileno(), self._hear)

    async def ready(self) -> None:
        """Returns once the kernel waits for its claim; raises NotStarted."""
        await self._expect("ready")

    async def claim(self, folder: int, key: str) -> None:
        """Gives the kernel a thread's folder and the key that its messages are to be signed with."""
        messages.send(self._lease, {"do": "claim", "key": key}, (folder,))
        await self._expect("claimed")

    def when_gone(self, act: Callable[[], None]) -> None:
        """Has `act` called once, when the kernel and all that it started have ended by themselves."""

        def gone() -> None:
            self._loop.remove_reader(pidfd)
            act()

        pidfd = self._pidfd
        if pidfd is not None:
            self._loop.add_reader(pidfd, gone)

    async def signal(self, number: int) -> None:
        """Sends a signal to the kernel and what it started in the foreground; returns once they have it."""
        delivered = self._loop.create_future()
        self._signals.append(delivered)
        try:
            messages.send(self._lease, {"do": "signal", "number": number})
        except OSError:
            self._signals.remove(delivered)  # It has ended.
            return
        await asyncio.wait([delivered], timeout=SIGNAL_LIMIT_S)

    @property
    def ended(self) -> bool:
        if self._pidfd is not None and not select.select([self._pidfd], [], [], 0)[0]:
            return False
        while self._lease.fileno() >= 0 and select.select([self._lease], [], [], 0)[0]:
            self._hear()  # Its last words say why.
        return True

    def close(self) -> None:
        """Ends the kernel and all that it started; does nothing the second time."""
        if self._pidfd is not None:
            self._loop.remove_reader(self._pidfd)
            try:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            except ProcessLookupError:
                pass  # It has ended.
            os.close(self._pidfd)
            self._pidfd = None
        self._leave()

    def _hear(self) -> None:
        try:
            message = messages.receive(self._lease)
        except ConnectionResetError:
            message = None
        if message is None:
            return self._leave()
        if self._pidfd is None:
            self.warden = message.pid
            self._pidfd = _follow(message.pid)
        said = message.content
        if said["is"] == "signalled":
            return self._delivered()
        if said["is"] == "ended":
            self.why = said["why"]
        self._said.put_nowait(said["error"] if said["is"] == "failed" else said["is"])
        return None

    def _delivered(self) -> None:
        if self._signals and not self._signals[0].done():
            self._signals[0].set_result(None)
        if self._signals:
            self._signals.popleft()

    def _leave(self) -> None:
        while self._signals:
            self._delivered()
        if self._lease.fileno() < 0:
            return
        self._loop.remove_reader(self._lease.fileno())
        self._lease.close()
        self._said.put_nowait("gone")

    async def _expect(self, word: str) -> None:
        try:
            said = await asyncio.wait_for(self._said.get(), START_LIMIT_S)
        except TimeoutError:
            said = f"no word within {START_LIMIT_S:.0f} s"
        if said != word:
            self.close()
            raise NotStarted(f"Expected a sealed kernel to be {word}, got: {said}.")


def _follow(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None  # It has ended right after its first words.
