"""Real kernels and servers for these tests."""

import http.client
import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from threadbook_kernel.launch import OnlyKernel
from threadbook_kernel.sealed import system

PROJECT = Path(__file__).parents[3]
PACKAGE = PROJECT / "src" / "kernel" / "python"
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(PACKAGE)}


PLAIN_USER = 61_000
WHO = ("own", "plain") if os.getuid() == 0 else ("own",)
"""Root tests both: kernels of root, and all of it as a plain user."""


CONTAINER = (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31)
"""The capabilities that Docker gives a container's root: neither CAP_SYS_ADMIN nor CAP_SYS_NICE is among them."""


class PlainSpec(OnlyKernel):
    """The project's kernelspec, started without the server's own provisioner."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        spec = super().get_kernel_spec(kernel_name)
        spec.metadata = {}
        return spec


@dataclass
class Ran:
    """What one cell sent."""

    reply: dict[str, Any]
    messages: list[dict[str, Any]] = field(default_factory=list)
    strays: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        parts = [message["content"]["text"] for message in self.messages if message["msg_type"] == "stream"]
        return "".join(parts)

    @property
    def shown(self) -> list[dict[str, Any]]:
        kinds = ("display_data", "execute_result")
        return [message["content"] for message in self.messages if message["msg_type"] in kinds]

    @property
    def figures(self) -> list[dict[str, Any]]:
        return [content for content in self.shown if "image/png" in content["data"]]

    @property
    def result(self) -> str:
        return str(self.shown[-1]["data"]["text/plain"])

    @property
    def traceback(self) -> str:
        return "\n".join(self.reply.get("traceback", []))


@dataclass
class Kernel:
    """One real kernel."""

    client: BlockingKernelClient
    folder: Path
    """Where it works, as this machine sees it."""
    interrupt: Callable[[], Any]

    def run(self, code: str, **options: Any) -> Ran:
        request = self.client.execute(code, **options)
        return self.finish(request)

    def finish(self, request: str) -> Ran:
        ran = Ran({})
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") != request:
                ran.strays.append(message)
                continue
            if message["content"].get("execution_state") == "idle":
                break
            ran.messages.append(message)
        ran.reply = self.client.get_shell_msg(timeout=30)["content"]
        return ran

    def await_text(self, text: str) -> None:
        """Returns once the kernel has printed `text`."""
        seen = ""
        while text not in seen:
            seen += self.client.get_iopub_msg(timeout=30)["content"].get("text", "")


@contextmanager
def kernel_in(folder: Path) -> Iterator[Kernel]:
    """A kernel that works in `folder`."""
    manager = KernelManager(
        kernel_name="threadbook",
        kernel_spec_manager=PlainSpec(),
        transport="ipc",
        connection_file=str(folder / "c.json"),
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    manager.start_kernel(cwd=str(folder), env={**ENVIRONMENT, "HOME": str(folder), "MPLCONFIGDIR": cache()}, **quiet)
    with kernel_of(manager, folder) as kernel:
        yield kernel


@contextmanager
def kernel_of(manager: KernelManager, folder: Path) -> Iterator[Kernel]:
    """The kernel that a manager has started, until it is no longer wanted."""
    client = manager.blocking_client()
    client.start_channels(hb=False)  # Its patience ends too soon on a busy machine.
    try:
        client.wait_for_ready(timeout=60)
        yield Kernel(client, folder, manager.interrupt_kernel)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@contextmanager
def sealed_kernel_in(folder: Path, user: str = "own", **order: Any) -> Iterator[Kernel]:
    """A sealed kernel whose files, and its server's, are in `folder`."""
    server = start_server(folder, order=order, user=user)
    try:
        assert server.first_line == b"ready\n"
        kernel_id = server.start_kernel()
        client = server.client(kernel_id)
        yield Kernel(client, server.thread, lambda: server.ask("POST", f"/api/kernels/{kernel_id}/interrupt"))
        client.stop_channels()
    finally:
        server.stop()


def cache() -> str:
    from threadbook_kernel.fonts import font_cache_folder

    return str(font_cache_folder(Path("/tmp")))


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=30)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self._path)


@dataclass
class Server:
    """One real server."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    token: str = "t0ken-of-tests"
    user: str = "own"

    @property
    def socket(self) -> Path:
        return self.folder / "server.sock"

    @property
    def first_line(self) -> bytes:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def ask(self, method: str, path: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
        connection = _Connection(str(self.socket))
        headers = {"Authorization": f"token {token or self.token}"}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, json.loads(content) if content.startswith((b"{", b"[")) else content

    @property
    def thread(self) -> Path:
        """The folder in which its kernels work."""
        folder = self.folder / "thread"
        folder.mkdir(exist_ok=True)
        if self.user == "plain":
            os.chown(folder, PLAIN_USER, PLAIN_USER)
        return folder

    def start_kernel(self) -> str:
        status, kernel = self.ask("POST", "/api/kernels", {"name": "threadbook", "path": str(self.thread)})
        assert status == 201, kernel
        return str(kernel["id"])

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=10)

    def client(self, kernel_id: str) -> BlockingKernelClient:
        (file,) = self.folder.glob(f"run/k*/kernel-{kernel_id}.json")
        client = BlockingKernelClient(connection_file=str(file))
        client.load_connection_file()
        client.start_channels(hb=False)  # Its patience ends too soon on a busy machine.
        client.wait_for_ready(timeout=30)
        return client


def become(user: str) -> None:
    """Makes this process another's.

    "plain" has no rights at all, and sees what stands where root alone may look; "container" is a container's root once
    it starts a program.
    """
    if user == "container":
        for capability in set(range(41)) - set(CONTAINER):
            system.LIBC.prctl(24, capability, 0, 0, 0)
    if user != "plain":
        return
    closed = [(above, path) for path in (Path(sys.base_prefix), PROJECT) if (above := _closed_above(path))]
    if closed:
        _open_up(closed)
    os.setgroups([])
    os.setresgid(PLAIN_USER, PLAIN_USER, PLAIN_USER)
    os.setresuid(PLAIN_USER, PLAIN_USER, PLAIN_USER)


def _closed_above(path: Path) -> Path | None:
    """The topmost folder on the way to `path` that others may not enter, such as /root."""
    return next((above for above in reversed([path, *path.parents]) if not _others_enter(above)), None)


def _others_enter(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH)


def _open_up(closed: list[tuple[Path, Path]]) -> None:
    """In mounts of this process's own, folders that others may enter, with the given paths in them and nothing else."""
    system.unshare(system.NEW_MOUNT)
    system.keep_mounts_private()
    shown = [part for _, path in closed for part in ([path] if _others_enter(path) else path.iterdir())]
    trees = [(system.clone_tree(str(path)), path, path.is_dir()) for path in shown if not path.is_symlink()]
    for above in {above for above, _ in closed}:
        system.mount("tmpfs", str(above), 0, "mode=755")
    for tree, path, is_folder in trees:
        (path if is_folder else path.parent).mkdir(parents=True, exist_ok=True)
        if not is_folder:
            path.touch()
        system.move_tree(tree, str(path))


def start_server(folder: Path, sandbox: str = "on", order: dict[str, Any] | None = None, user: str = "own") -> Server:
    """A server whose files are in `folder`."""
    if user == "plain":
        os.chown(folder, PLAIN_USER, PLAIN_USER)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "threadbook_kernel.server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**ENVIRONMENT, "HOME": str(folder), "SECRET_OF_THE_BOT": "hidden"},
        preexec_fn=lambda: become(user),
    )
    server = Server(process, folder, user=user)
    runtime = folder / "run"
    wanted = {"socket": str(server.socket), "token": server.token, "runtime": str(runtime), "sandbox": sandbox}
    assert process.stdin is not None
    process.stdin.write(json.dumps({**wanted, "kernel": {"env": {"FROM_THE_BOT": "yes"}}, **(order or {})}).encode())
    process.stdin.write(b"\n")
    process.stdin.flush()
    return server
