"""What the server holds of the zygote and of each kernel's room."""

import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from threadbook_kernel.sealed import messages

START_LIMIT_S = 30.0
SIGNAL_LIMIT_S = 2.0


class NotStarted(Exception):
    """The zygote or a room did not come up; the message says why."""


@dataclass(frozen=True)
class Plan:
    """What all rooms have in common."""

    environment: dict[str, str]
    limits: dict[str, Any]
    root: Path
    """Where the zygote mounts the template: a folder of the server's own."""
    fonts: str
    """The folder of matplotlib's list of fonts."""


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


class Zygote:
    """The process that forks kernels."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._connection, theirs = messages.pair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-c", _program(), str(plan.root), plan.fonts],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8"},
                preexec_fn=lambda: os.dup2(theirs.fileno(), messages.CONNECTION),
                pass_fds=(messages.CONNECTION,),
                start_new_session=True,
            )
        self._opened: asyncio.Future[None] | None = None
        self._began = time.monotonic()

    async def opened(self) -> None:
        """Returns once kernels can be forked; raises NotStarted."""
        if self._opened is None:
            self._opened = asyncio.ensure_future(self._await_opening())
        await asyncio.shield(self._opened)

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    @property
    def age_s(self) -> float:
        return time.monotonic() - self._began

    def when_gone(self, act: Callable[[], None]) -> None:
        """Has `act` called once when the process has ended by itself; of several calls the last one holds."""

        def gone() -> None:
            loop.remove_reader(connection)
            self._process.wait()
            act()

        loop, connection = asyncio.get_running_loop(), self._connection.fileno()
        loop.add_reader(connection, gone)

    def fork(self, name: str, sockets: Path) -> Room:
        """Begins a room whose kernel will make its sockets in the folder `sockets`."""
        lease, theirs = messages.pair()
        asked = {"do": "fork", "name": name, "sockets": str(sockets)}
        with theirs:
            self._ask({**asked, "environment": self._plan.environment, "limits": self._plan.limits}, theirs)
        return Room(lease, sockets)

    async def clone(self, folder: str) -> int:
        """A descriptor of a copy of the mount at `folder`; raises NotStarted."""
        answer, theirs = messages.pair()
        with answer:
            with theirs:
                self._ask({"do": "clone", "folder": folder}, theirs)
            message = await _next(answer)
        if message is None or message.content["is"] != "cloned":
            raise NotStarted(f"Expected the folder {folder} to be taken up, got: {message and message.content}.")
        return message.descriptors[0]

    def close(self) -> None:
        """Ends the process; its kernels live on."""
        if self._connection.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._connection.fileno())
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def _ask(self, content: dict[str, Any], beside: socket.socket) -> None:
        try:
            messages.send(self._connection, content, (beside.fileno(),))
        except OSError as error:
            raise NotStarted("Expected the process that forks kernels to be there, it has ended.") from error

    async def _await_opening(self) -> None:
        message = await _next(self._connection)
        said = message.content if message else {"is": "gone"}
        if said["is"] != "open":
            raise NotStarted(f"Expected the process that forks kernels to start, got: {said}.")


def _program() -> str:
    """Finds the package without an environment variable, which kernels would see."""
    package = str(Path(__file__).parents[2])
    return f"import sys; sys.path.insert(0, {package!r}); from threadbook_kernel.sealed import zygote; zygote.main()"


def _follow(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None  # It has ended right after its first words.


async def _next(at: socket.socket) -> messages.Message | None:
    at.setblocking(False)
    loop = asyncio.get_running_loop()
    readable = loop.create_future()
    loop.add_reader(at.fileno(), lambda: readable.done() or readable.set_result(None))
    try:
        await asyncio.wait_for(readable, START_LIMIT_S)
        return messages.receive(at)
    except (TimeoutError, ConnectionResetError):
        return None
    finally:
        loop.remove_reader(at.fileno())
