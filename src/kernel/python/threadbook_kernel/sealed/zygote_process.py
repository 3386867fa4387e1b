"""What the server holds of the zygote."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from threadbook_kernel.sealed import messages
from threadbook_kernel.sealed.rooms import START_LIMIT_S, NotStarted, Room


@dataclass(frozen=True)
class Plan:
    """What all rooms have in common."""

    environment: dict[str, str]
    limits: dict[str, Any]
    root: Path
    """Where the zygote mounts the template: a folder of the server's own."""
    fonts: str
    """The folder of matplotlib's list of fonts."""


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
