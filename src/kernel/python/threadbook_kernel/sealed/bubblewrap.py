"""Kernels in bubblewrap, for machines where only that program may make namespaces: slower, larger and not watched.

Each kernel's processes are bounded one by one; its folder, and the memory of all of them together, are not.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any, ClassVar

from threadbook_kernel.launch import KernelProcess
from threadbook_kernel.sealed import template
from threadbook_kernel.sealed.limits import FILE, MEGABYTE, Limits, read_limits

LIMITS_VARIABLE = "THREADBOOK_KERNEL_LIMITS"


class BoxedKernel(KernelProcess):
    """One kernel process inside of bubblewrap."""

    folder: ClassVar[Path]
    """Where each kernel has a folder of its sockets."""

    fonts: ClassVar[str]
    limits: ClassVar[dict[str, Any]]

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        place = self.folder / self.kernel_id
        place.mkdir(mode=0o700, exist_ok=True)
        manager = self.parent
        manager.connection_file, manager.ip = str(place / "c.json"), str(place / "s")
        prepared = await super().pre_launch(**kwargs)
        kernel = [sys.executable, "-P", "-s", "-m", "threadbook_kernel.sealed.boxed", "-f", manager.connection_file]
        # A signal would reach bubblewrap alone, and end it with all that is in it.
        self.kernel_spec.interrupt_mode = "message"
        box = arguments(_program(), str(prepared["cwd"]), str(place), self.fonts, read_limits(self.limits))
        package = str(Path(__file__).parents[2])
        environment = {**prepared["env"], "PYTHONPATH": package, LIMITS_VARIABLE: json.dumps(self.limits)}
        set_inside = [word for name, value in environment.items() for word in ("--setenv", name, value)]
        # What Popen gives bubblewrap itself can be read by the kernel, as the environment of process 1.
        return {**prepared, "cmd": [*box, *set_inside, "--", *kernel], "env": {}}

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart)
        if not restart:
            shutil.rmtree(self.folder / self.kernel_id, ignore_errors=True)


def _program() -> str:
    """Where bubblewrap is: it is started without an environment, so that its name alone is not enough."""
    found = shutil.which("bwrap")
    if found is None:
        raise FileNotFoundError("Expected bwrap in one of PATH's folders, found none: install bubblewrap.")
    return found


def arguments(program: str, thread: str, sockets: str, fonts: str, limits: Limits) -> list[str]:
    """bubblewrap's own command line, up to the program to run."""
    package = str(Path(__file__).parents[1])
    shown = [*template.SYSTEM, *template.python_folders(), package, str(FILE)]
    return [
        *(program, "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"),
        *("--cap-drop", "ALL", "--clearenv", "--hostname", "thread"),
        *("--uid", str(template.USER), "--gid", str(template.USER)),
        *("--dev", "/dev", "--proc", "/proc", "--dir", "/etc"),
        *("--size", str(limits.shared_memory_mb * MEGABYTE), "--perms", "1777", "--tmpfs", "/dev/shm"),
        *("--size", str(limits.tmp_mb * MEGABYTE), "--perms", "1777", "--tmpfs", "/tmp"),
        *(word for path in shown for word in ("--ro-bind-try", path, path)),
        *(word for path in template.MERGED for word in ("--symlink", f"usr{path}", path)),
        *("--ro-bind", fonts, template.FONTS, "--bind", sockets, sockets, "--bind", thread, template.FOLDER),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", template.FOLDER),
    ]
