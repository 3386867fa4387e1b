"""A kernel's life in a process that was forked: made before the fork as far as it goes, its own once it is claimed."""

import atexit
import os
import random
import socket
import sys
import tempfile
import uuid
from typing import Any

from tornado.ioloop import IOLoop

from threadbook_kernel.kernel import ThreadKernel, ThreadKernelApp, prepare, set_environment
from threadbook_kernel.sealed import bounds, messages, template
from threadbook_kernel.sealed.limits import Limits
from threadbook_kernel.sealed.practice import practise


class ForkedKernel(ThreadKernel):
    """A kernel that is made before the fork, when nothing can be connected, and connected after it."""

    @classmethod
    def instance(cls, *args: Any, **wires: Any) -> Any:
        """The one there is, connected to what is given."""
        if not cls.initialized():
            return super().instance(*args, **wires)
        kernel = super().instance()
        kernel._connect(wires)
        return kernel

    def _connect(self, wires: dict[str, Any]) -> None:
        del wires["user_ns"]  # The shell has its own already.
        for name, value in wires.items():
            setattr(self, name, value)
        self.ident = str(uuid.uuid4())
        self._stdout, self._stderr = sys.stdout, sys.stderr
        for part in (self.shell.displayhook, self.shell.display_pub):
            part.session, part.pub_socket = self.session, self.iopub_socket
        self.shell.displayhook.topic = self._topic("execute_result")


class SealedKernelApp(ThreadKernelApp):
    """A kernel that is told by its maker what a connection file tells others."""

    own_kernel_class = ForkedKernel

    def prepare(self) -> None:
        """Before the fork: makes all that needs no connection, so that kernels share it."""
        self.init_profile_dir()
        self.init_pdb()
        self.kernel = ForkedKernel.instance(parent=self, log=self.log, profile_dir=self.profile_dir)
        self.init_shell()
        self.init_extensions()
        prepare(self.shell)
        self.init_code()

    def connect(self) -> None:
        """After the fork: makes sockets and threads. Nobody asks whether the heart beats: the warden watches."""
        self.init_connection_file()
        self.init_sockets()
        self.log_connection_info()
        self.init_io()
        self.init_signal()
        self.init_kernel()

    def init_connection_file(self) -> None:
        self.transport = "ipc"
        self.ip = f"{template.SOCKETS}/s"
        for number, channel in enumerate(messages.CHANNELS, start=1):
            setattr(self, f"{channel}_port", number)

    def cleanup_connection_file(self) -> None:
        """There is none."""


def run(environment: dict[str, str], limits: Limits, warden: socket.socket) -> None:
    """Serves as a kernel until the room ends."""
    _become_own(environment)
    app = SealedKernelApp.instance()
    app.connect()
    app.shell.init_environment()
    bounds.install(limits, app.shell)

    def claimed(*_: Any) -> None:
        IOLoop.current().remove_handler(warden)
        claim = messages.receive(warden)
        if claim is None:
            os._exit(1)
        app.session.key = claim.content["key"].encode()
        os.chdir(template.FOLDER)
        messages.send(warden, {"is": "claimed"})
        warden.close()

    async def get_ready() -> None:
        await practise(app)
        IOLoop.current().add_handler(warden, claimed, IOLoop.READ)
        messages.send(warden, {"is": "ready"})

    IOLoop.current().add_callback(get_ready)
    app.start()


def _become_own(environment: dict[str, str]) -> None:
    """Nothing random, and nothing of the maker's environment, may be what the next kernel has too."""
    import numpy

    atexit._clear()
    os.environ.clear()
    os.environ.update(environment)
    set_environment()
    tempfile.tempdir = "/tmp"  # Python looks for it by writing, which a full folder forbids.
    random.seed()
    numpy.random.seed()
