"""A sealed kernel, as Jupyter's kernel manager deals with it."""

import asyncio
import shutil
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from threadbook_kernel.processes import descendants
from threadbook_kernel.sealed.messages import CHANNELS
from threadbook_kernel.sealed.pool import Pool
from threadbook_kernel.sealed.rooms import Room

_WAIT_PAUSE_S = 0.01


class SealedKernel(KernelProvisionerBase):
    """Claims a room of the pool; a restarted kernel is another room with the same key at the same place."""

    pool: ClassVar[Pool]
    folder: ClassVar[Path]
    """Where each kernel has a folder of its sockets."""

    why_ended: ClassVar[dict[str, str]] = {}
    """By kernel id, why it ended last, where its warden told; forgotten with the kernel."""

    _room: Room | None = None

    @property
    def has_process(self) -> bool:
        return self._room is not None

    @property
    def pid(self) -> int | None:
        """The kernel's own process, the first that its warden has started."""
        below = descendants(self._room.warden) if self._room is not None and self._room.warden else []
        return below[0] if below else None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager = self.parent
        manager.transport, manager.ip = "ipc", str(self._place / "s")
        for number, channel in enumerate(CHANNELS, start=1):
            setattr(manager, f"{channel}_port", number)
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(**{**kwargs, "cmd": []})

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        key = self.connection_info["key"]
        text = key.decode() if isinstance(key, bytes) else str(key)
        self._room = await self.pool.claim(str(kwargs["cwd"]), text, self._place)
        return self.connection_info

    async def post_launch(self, **kwargs: Any) -> None:
        if self._room is not None:
            self._room.when_gone(self._tell)

    def _tell(self) -> None:
        """Has the end of a kernel noticed before the next look at it is due."""
        manager = self.parent
        if not manager.shutting_down and manager._restarter is not None:
            manager.loop.add_callback(manager._restarter.poll)

    async def poll(self) -> int | None:
        if self._room is None:
            return 0
        if not self._room.ended:
            return None
        if self._room.why is not None:
            self.why_ended[self.kernel_id] = self._room.why
        return 1

    async def wait(self) -> int | None:
        while await self.poll() is None:
            await asyncio.sleep(_WAIT_PAUSE_S)
        self._close()
        return 0

    async def send_signal(self, signum: int) -> None:
        if self._room is not None:
            await self._room.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        self._close()

    async def terminate(self, restart: bool = False) -> None:
        self._close()

    async def cleanup(self, restart: bool = False) -> None:
        self._close()
        if not restart:
            self.why_ended.pop(self.kernel_id, None)
            shutil.rmtree(self._place, ignore_errors=True)

    @property
    def _place(self) -> Path:
        return self.folder / self.kernel_id

    def _close(self) -> None:
        if self._room is not None:
            self._room.close()
            self._room = None
