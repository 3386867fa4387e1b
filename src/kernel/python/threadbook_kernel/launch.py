"""How the server starts one kernel: the only kernelspec there is, and its process."""

import os
import subprocess
import sys
from typing import Any, ClassVar

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from threadbook_kernel.processes import LINUX, sweep

KERNEL_NAME = "threadbook"
PROVISIONER_NAME = "threadbook"


class OnlyKernel(KernelSpecManager):
    """Knows the kernelspec `threadbook` and looks at no folder of the machine."""

    def find_kernel_specs(self) -> dict[str, str]:
        return {KERNEL_NAME: os.path.dirname(__file__)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        if kernel_name != KERNEL_NAME:
            raise NoSuchKernel(kernel_name)
        return KernelSpec(
            # -P: a file `json.py` in the thread's folder must not keep its own kernel from starting.
            argv=[sys.executable, "-P", "-s", "-m", "threadbook_kernel", "-f", "{connection_file}"],
            display_name="Python (Threadbook)",
            language="python",
            interrupt_mode="signal",
            metadata={"kernel_provisioner": {"provisioner_name": PROVISIONER_NAME}},
        )

    def get_all_specs(self) -> dict[str, Any]:
        spec = self.get_kernel_spec(KERNEL_NAME).to_dict()
        return {KERNEL_NAME: {"resource_dir": os.path.dirname(__file__), "spec": spec}}


class KernelProcess(LocalProvisioner):
    """One kernel process with an environment of its own; what it started ends with it."""

    environment: ClassVar[dict[str, str]] = {}
    """What every kernel's environment consists of, and nothing else."""

    _living: ClassVar[set[int]] = set()

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        prepared = await super().pre_launch(**kwargs)
        nowhere = subprocess.DEVNULL
        return {**prepared, "env": dict(self.environment), "stdin": nowhere, "stdout": nowhere, "stderr": nowhere}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        self._end_leftovers()
        info = await super().launch_kernel(cmd, **kwargs)
        self._living.add(self.pid)
        return info

    async def cleanup(self, restart: bool = False) -> None:
        self._end_leftovers()
        await super().cleanup(restart)

    async def poll(self) -> int | None:
        status = await super().poll()
        if status is not None:
            self._end_leftovers()
        return status

    def _end_leftovers(self) -> None:
        """Kills what a kernel that has ended left running; the server has adopted it by then."""
        if self.process is None or self.process.poll() is None or self.pid not in self._living:
            return
        self._living.discard(self.pid)
        if LINUX:
            sweep(spare=self._living, within_s=0.2)
