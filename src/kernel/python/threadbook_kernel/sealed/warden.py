"""Process 1 of a kernel's room: keeps the kernel while its lease is held, and its bounds while it runs.

No code of the person's runs in it, and none can reach it: what happens to it happens to all of the room.
"""

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn

from threadbook_kernel.sealed import messages, room, system, template
from threadbook_kernel.sealed.limits import Limits
from threadbook_kernel.sealed.watch import CELL_SIGNAL, Watch

Kernel = Callable[[socket.socket], NoReturn]
"""What the kernel's process does; the socket takes one message when it is ready, and gives the claim."""


def keep(lease: socket.socket, limits: Limits, counter: int | None, run: Kernel) -> NoReturn:
    """Forks the kernel and watches it to its end, or to the lease's.

    `counter` is a descriptor of what the control group says about lack of memory, where there is such a group.
    """
    system.allow_tracing(False)
    ours, theirs = messages.pair()
    pid = os.fork()
    if pid == 0:
        lease.close()
        ours.close()
        if counter is not None:
            os.close(counter)
        run(theirs)
    theirs.close()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_IGN)
    started = messages.receive(ours)
    if started is None or started.content["is"] != "ready":
        _end(lease, started.content if started else {"is": "failed", "error": "the kernel ended while it started"})
    system.unmount(template.SOCKETS)
    messages.send(lease, {"is": "ready"})
    _Warden(lease, ours, pid, Watch(limits, counter, pid)).work()


_KEPT = (system.READ_ANY_FILE, system.TRACE_ANY_PROCESS, system.BOUND_ANY_PROCESS)
"""Without them a folder or a process that is closed to its own owner could not be measured."""


class _Warden:
    def __init__(self, lease: socket.socket, kernel: socket.socket, pid: int, watch: Watch) -> None:
        self._lease = lease
        self._kernel = kernel
        self._pid = pid
        self._watch = watch
        self._claimed = False
        self._wake, waker = os.pipe()
        os.set_blocking(waker, False)
        os.set_blocking(self._wake, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, CELL_SIGNAL):
            signal.signal(number, lambda *_: None)

    def work(self) -> NoReturn:
        checked_at = time.monotonic()
        while True:
            self._reap()
            patience = max(0.0, checked_at + self._watch.pause_s - time.monotonic()) if self._claimed else None
            ready, _, _ = select.select([self._lease, self._wake], [], [], patience)
            if self._wake in ready:
                os.read(self._wake, 4096)
                self._watch.attend()
            if self._lease in ready:
                self._obey(messages.receive(self._lease))
            if self._claimed and time.monotonic() >= checked_at + self._watch.pause_s:
                self._check()
                checked_at = time.monotonic()

    def _reap(self) -> None:
        while True:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                pid = self._pid
            if pid == self._pid:
                self._finish(self._watch.why_ended() or "kernel-died")
            if pid == 0:
                return

    def _obey(self, message: messages.Message | None) -> None:
        if message is None:
            os._exit(0)
        asked = message.content
        if asked["do"] == "signal":
            self._signal(asked["number"])
        elif asked["do"] == "claim":
            self._claim(asked, message.descriptors)

    def _claim(self, asked: dict[str, Any], descriptors: list[int]) -> None:
        (folder,) = descriptors
        try:
            room.attach(folder, writable=True)
            if not self._watch.begin():
                system.restrict_mount(template.FOLDER, system.READ_ONLY)
        except OSError as error:
            _end(self._lease, {"is": "failed", "error": str(error)})
        system.drop_rights(keep=_KEPT)
        messages.send(self._kernel, {"key": asked["key"]})
        # Its messages could come to the kernel before the key, and would not be believed.
        if messages.receive(self._kernel) is None:
            _end(self._lease, {"is": "failed", "error": "the kernel ended before its claim"})
        self._claimed = True
        messages.send(self._lease, {"is": "claimed"})

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self._pid, number)
        except ProcessLookupError:
            pass  # It has just ended: the next round tells so.
        messages.send(self._lease, {"is": "signalled"})

    def _check(self) -> None:
        why = self._watch.check()
        if why is not None:
            self._finish(why)

    def _finish(self, why: str) -> NoReturn:
        _end(self._lease, {"is": "ended", "why": why})


def _end(lease: socket.socket, last_words: dict[str, Any]) -> NoReturn:
    """Ends this process, and with it every process of the room."""
    try:
        messages.send(lease, last_words)
    except OSError:
        pass  # Nobody holds the lease any more.
    sys.stderr.flush()
    os._exit(0)
