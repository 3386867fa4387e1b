"""How the server deals with its kernels: each has one life, and a dead one stays where it is until it is taken away."""

import asyncio
import os
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from tornado.web import HTTPError

from threadbook_kernel.floods import bounded_context
from threadbook_kernel.peers import Peer
from threadbook_kernel.sealed.provisioner import SealedKernel

DEAD = "dead"


class Manager(ServerKernelManager):
    """One kernel's manager, without what only notebooks need: events, and a connection of its own to the kernel."""

    core_event_schema_paths = ()

    def emit(self, schema_id: str, data: Any) -> None:
        """Nobody listens to events."""

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """Ends a sealed kernel at once: its room goes with all that is in it."""
        await super().shutdown_kernel(now=now or isinstance(self.provisioner, SealedKernel), restart=restart)

    async def start_kernel(self, **kwargs: Any) -> None:
        """Starts it as Jupyter's own does, which sleeps 10 ms "to ensure tests can capture the state before done"."""
        self._attempted_start = True
        self._ready = asyncio.get_running_loop().create_future()
        try:
            command, kwargs = await self._async_pre_start_kernel(**kwargs)
            await self._async_launch_kernel(command, **kwargs)
            # Jupyter's own connects to the control channel too, which is time enough when a kernel is to end.
            self.start_restarter()
            await self.provisioner.post_launch(**kwargs)
        except Exception as error:
            self._ready.set_exception(error)
            raise
        self._ready.set_result(None)


class Kernels(AsyncMappingKernelManager):
    """Starts kernels in exactly the folder that was asked for: `path` is absolute."""

    def cwd_for_path(self, path: str, **_: Any) -> str:
        # Jupyter's own silently takes the nearest parent that exists.
        folder = "/" + path.lstrip("/")
        if not os.path.isdir(folder):
            raise HTTPError(400, f"Expected the kernel's folder to exist, {folder} does not: make it first.")
        return folder

    def _context_default(self) -> Any:
        self._created_context = True
        return bounded_context()

    def start_buffering(self, kernel_id: str, session_key: str, channels: dict[str, Peer]) -> None:
        """Keeps the channels until the bot is back; what a kernel says meanwhile waits in its own memory."""
        self.stop_buffering(kernel_id)
        self._kernel_buffers[kernel_id] = {"session_key": session_key, "channels": channels, "buffer": []}
        for channel in channels.values():
            channel.stop_on_recv()

    def stop_buffering(self, kernel_id: str) -> None:
        """Closes the channels that were kept, where there are any."""
        kept = self._kernel_buffers.pop(kernel_id, {"channels": {}})
        for channel in kept["channels"].values():
            channel.close()

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forgets a kernel, with the channels that were kept while it was ended."""
        self.stop_buffering(kernel_id)
        return super().remove_kernel(kernel_id)

    def start_watching_activity(self, kernel_id: str) -> None:
        # Jupyter's own reads all that a kernel says a second time, for the sake of culling, which is off.
        self.get_kernel(kernel_id).execution_state = "idle"

    def _handle_kernel_died(self, kernel_id: str) -> None:
        # Jupyter's own forgets the kernel, and leaves behind what it had: the bot asks why it ended, and deletes it.
        self.get_kernel(kernel_id).execution_state = DEAD
