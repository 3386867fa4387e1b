"""The bot's web socket to a kernel: connected as soon as the kernel hears it, with as few messages as that takes."""

import asyncio
from typing import Any

from tornado.web import HTTPError

from threadbook_kernel.floods import BoundedConnection
from threadbook_kernel.managers import DEAD
from threadbook_kernel.peers import Peer
from threadbook_kernel.sealed.provisioner import SealedKernel

WELCOME_LIMIT_S = 2.0
"""A kernel that is held up, as by C code, welcomes nobody: messages may then be lost, which the bot expects."""


class Channels(BoundedConnection):
    """Asks a kernel nothing before its first cell: a sealed one is ready when it is claimed."""

    _welcomed = True

    async def prepare(self) -> None:
        """Refuses a dead kernel; waits for the first answer of one that is not known to be ready."""
        if self.kernel_manager.execution_state == DEAD or not await self.kernel_manager.is_alive():
            raise HTTPError(404, "Expected a living kernel, this one has ended.")
        if not isinstance(self.kernel_manager.provisioner, SealedKernel):
            return await super().prepare()
        await self._register_session()
        self.session.key = self.kernel_manager.session.key
        return None

    def create_stream(self) -> None:
        """Connects anew, so that the kernel's welcome is to come."""
        self._welcomed = False
        for channel in ("iopub", "shell", "control"):
            path = self.kernel_manager._make_url(channel).removeprefix("ipc://")
            self.channels[channel] = Peer(path, channel, self.session.bsession)

    def nudge(self) -> asyncio.Future[None]:
        """Done when what the kernel says is heard."""
        for peer in self._streams():
            peer.on_work = self._used
        return asyncio.ensure_future(self._hear_welcome())

    async def _hear_welcome(self) -> None:
        if self._welcomed:
            return  # The channels are those of the connection before.
        iopub = self.channels["iopub"]
        heard: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()

        def hear(message: list[Any]) -> None:
            iopub.stop_on_recv()
            if not heard.done():
                heard.set_result(message)

        iopub.on_recv(hear)
        try:
            self.handle_outgoing_message(iopub, await asyncio.wait_for(heard, WELCOME_LIMIT_S))
        except TimeoutError:
            self.log.warning("a kernel did not welcome the bot")
