"""The Jupyter server itself: kernels over a unix socket, and nothing else."""

import gc
import os
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

# An optional checker of e-mail and web addresses in event schemas: its grammar alone takes a second to load.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from tornado.web import authenticated
from traitlets.config import Config

from threadbook_kernel.channels import Channels
from threadbook_kernel.fonts import font_cache_folder
from threadbook_kernel.launch import KERNEL_NAME, PROVISIONER_NAME, KernelProcess, OnlyKernel
from threadbook_kernel.managers import Kernels, Manager
from threadbook_kernel.memory_handler import HANDLERS
from threadbook_kernel.order import Order
from threadbook_kernel.sealed.bubblewrap import BoxedKernel
from threadbook_kernel.sealed.pool import Pool
from threadbook_kernel.sealed.probe import find_way
from threadbook_kernel.sealed.provisioner import SealedKernel
from threadbook_kernel.sealed.template import FONTS
from threadbook_kernel.sealed.zygote_process import Plan


class Server(ServerApp):
    """A ServerApp that reads no settings, writes no files and offers kernels alone."""

    default_services = ("api", "kernels", "kernelspecs")
    no_browser_open_file = True

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Settings of the machine's own Jupyter are not ours."""

    def write_server_info_file(self) -> None:
        """The file would hold the token."""

    def _bind_http_server(self) -> None:
        super()._bind_http_server()
        print("ready", flush=True)
        os.dup2(2, 1)


class WhyEnded(JupyterHandler):
    """Tells why a kernel has ended: `{"why": "out-of-memory" | "folder-overfull" | "kernel-died" | null}`."""

    @authenticated
    async def get(self, kernel_id: str) -> None:
        self.finish({"why": SealedKernel.why_ended.get(kernel_id)})


def serve(order: Order, connections: Path) -> None:
    """Serves until the process is killed; kernels' connection files and sockets go to `connections`."""
    _own_folders(order.runtime)
    os.environ["JUPYTER_RUNTIME_DIR"] = str(connections)
    provisioner = _seal(order, connections) if order.sealed else _leave_open(order)
    server = Server.instance(config=_settings(order, connections))
    server.initialize(argv=[], find_extensions=False)
    server.web_app.add_handlers(".*$", [*HANDLERS, ("/threadbook/ended/([0-9a-f-]+)", WhyEnded)])
    factory = KernelProvisionerFactory.instance(parent=server)
    target = f"{provisioner.__module__}:{provisioner.__qualname__}"
    factory.provisioners[PROVISIONER_NAME] = EntryPoint(PROVISIONER_NAME, target, factory.GROUP_NAME)
    if provisioner is SealedKernel:
        server.io_loop.add_callback(SealedKernel.pool.fill)
    gc.collect()
    gc.freeze()  # A collection of all that is loaded takes 20 ms, in the midst of a claim.
    server.start()


def _seal(order: Order, connections: Path) -> type[SealedKernel | BoxedKernel]:
    fonts = str(font_cache_folder(order.runtime))
    found = find_way()
    if found.way == "none":
        raise RuntimeError(f"Expected to be able to seal kernels, but {found.why}. {found.mend}")
    if found.way == "bubblewrap":
        BoxedKernel.environment, BoxedKernel.limits = _sealed_environment(order), order.limits
        BoxedKernel.folder, BoxedKernel.fonts = connections, fonts
        return BoxedKernel
    # The zygote loads its packages while the server loads its own.
    plan = Plan(_sealed_environment(order), order.limits, order.runtime / "root", fonts)
    SealedKernel.pool = Pool(plan, connections, order.warm_kernels)
    SealedKernel.folder = connections
    return SealedKernel


def _leave_open(order: Order) -> type[KernelProcess]:
    KernelProcess.environment = _kernel_environment(order)
    return KernelProcess


def _sealed_environment(order: Order) -> dict[str, str]:
    languages = {name: os.environ[name] for name in ("LANG", "LC_ALL", "LC_CTYPE", "TZ") if name in os.environ}
    own = {"PATH": f"{sys.prefix}/bin:/usr/bin:/bin", "HOME": "/tmp", "MPLCONFIGDIR": FONTS}
    return {**languages, **own, "OPENBLAS_NUM_THREADS": "1", **order.kernel_env}


def _own_folders(runtime: Path) -> None:
    for name in ("CONFIG", "DATA"):
        folder = runtime / "jupyter" / name.lower()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[f"JUPYTER_{name}_DIR"] = str(folder)
    os.environ["JUPYTER_NO_CONFIG"] = "1"
    (runtime / "empty").mkdir(mode=0o700, exist_ok=True)


def _kernel_environment(order: Order) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER_")}
    return {"MPLCONFIGDIR": str(font_cache_folder(order.runtime)), **inherited, **order.kernel_env}


def _settings(order: Order, connections: Path) -> Config:
    settings = Config()
    settings.ServerApp = Config(
        sock=str(order.socket),
        sock_mode="0600",
        root_dir=str(order.runtime / "empty"),
        cookie_secret=os.urandom(32),
        allow_root=True,
        open_browser=False,
        terminals_enabled=False,
        kernel_manager_class=Kernels,
        kernel_websocket_connection_class=Channels,
        kernel_spec_manager_class=OnlyKernel,
        log_level="WARN",
    )
    settings.IdentityProvider = Config(token=order.token)
    manager = f"{Manager.__module__}.{Manager.__qualname__}"
    settings.MappingKernelManager = Config(
        default_kernel_name=KERNEL_NAME, cull_idle_timeout=0, kernel_manager_class=manager
    )
    settings.KernelManager = Config(transport="ipc", autorestart=True, shutdown_wait_time=0.5)
    # The bot starts another itself, and says so.
    settings.KernelRestarter = Config(time_to_dead=0.5, restart_limit=0)
    settings.ZMQChannelsWebsocketConnection = Config(limit_rate=False)
    return settings
