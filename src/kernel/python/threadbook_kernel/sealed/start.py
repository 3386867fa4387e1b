"""A kernel's life in a process that was forked: ready at once, its own once it is claimed."""

import atexit
import os
import random
import socket
import tempfile
from typing import Any

from threadbook_kernel.kernel import ThreadKernelApp
from threadbook_kernel.sealed import bounds, messages, template
from threadbook_kernel.sealed.limits import Limits


class SealedKernelApp(ThreadKernelApp):
    """A kernel that is told by its maker what a connection file tells others."""

    def init_connection_file(self) -> None:
        self.transport = "ipc"
        self.ip = f"{template.SOCKETS}/s"
        for number, channel in enumerate(messages.CHANNELS, start=1):
            setattr(self, f"{channel}_port", number)

    def write_connection_file(self, **_: Any) -> None:
        """Nobody reads one."""

    def cleanup_connection_file(self) -> None:
        """There is none."""

    def log_connection_info(self) -> None:
        """Nobody reads it."""


def run(environment: dict[str, str], limits: Limits, warden: socket.socket) -> None:
    """Serves as a kernel until the room ends."""
    _become_own(environment)
    app = SealedKernelApp.instance()
    app.initialize([])
    bounds.install(limits, app.shell)
    messages.send(warden, {"is": "ready"})
    claim = messages.receive(warden)
    if claim is not None:
        warden.close()
        app.session.key = claim.content["key"].encode()
        os.chdir(template.FOLDER)
        app.start()


def _become_own(environment: dict[str, str]) -> None:
    """Nothing random, and nothing of the maker's environment, may be what the next kernel has too."""
    import numpy

    atexit._clear()
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = "/tmp"  # Python looks for it by writing, which a full folder forbids.
    random.seed()
    numpy.random.seed()
