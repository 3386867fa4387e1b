"""`python -m threadbook_kernel.sealed.zygote FOLDER FONTS`: loads what kernels need once, and forks them.

Descriptor 3 is the connection to the server (see `messages`); the template is mounted at FOLDER, and FONTS is where
matplotlib's list of fonts is kept. Ends with the connection, and by itself says `{"is": "open"}` when it can serve, or
`{"is": "failed", "error": …}`.
"""

import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from threadbook_kernel.processes import adopt_orphans
from threadbook_kernel.sealed import messages, room, start, system, template, warden
from threadbook_kernel.sealed.cgroups import Groups, find_own_groups
from threadbook_kernel.sealed.limits import Limits, read_limits

_OUT_OF_MEMORY_FIRST = 300
"""Where the whole machine runs out of memory, kernels are ended before the bot."""


def main() -> NoReturn:
    """Serves until the server is gone."""
    server = socket.socket(fileno=messages.CONNECTION)
    server.set_inheritable(False)
    try:
        root, fonts = Path(sys.argv[1]), sys.argv[2]
        os.chdir("/")  # What a shell remembers of where it was made is no place of the machine.
        room.own_mounts()
        _load(fonts)
        groups = find_own_groups()
        template.build(root, fonts, counted=groups is not None)
    except Exception as error:
        messages.send(server, {"is": "failed", "error": f"{type(error).__name__}: {error}"})
        os._exit(1)
    adopt_orphans()
    if groups is not None:
        groups.sweep()
    messages.send(server, {"is": "open", "memory": "cgroup" if groups else "watch"})
    serve(server, {"fork": lambda asked, own: _fork(asked, own, root, groups), "clone": _clone}, _after_death(groups))


def serve(server: socket.socket, deeds: dict[str, Callable[..., None]], after_death: Callable[[], None]) -> NoReturn:
    """Does what is asked, one after another, until the other end is closed."""
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([server, wake], [], [])
        if wake in ready:
            os.read(wake, 4096)
            after_death()
        if server in ready:
            message = messages.receive(server)
            if message is None:
                os._exit(0)
            try:
                deeds[message.content["do"]](message.content, message.descriptors)
            finally:
                messages.close_all(message.descriptors)


def _load(fonts: str) -> None:
    os.environ["MPLCONFIGDIR"] = fonts
    from threadbook_kernel.sealed import preload

    preload.load()
    threads = os.listdir("/proc/self/task")
    if len(threads) != 1:
        raise RuntimeError(f"Expected one thread once all packages are loaded, got {len(threads)}: kernels need one.")


def _fork(asked: dict[str, Any], descriptors: list[int], root: Path, groups: Groups | None) -> None:
    if os.fork() != 0:
        return
    (end,) = descriptors
    lease = socket.socket(fileno=end)
    try:
        _become_room(asked, lease, root, groups)
    except BaseException as error:
        messages.send(lease, {"is": "failed", "error": f"{type(error).__name__}: {error}"})
    os._exit(1)


def _become_room(asked: dict[str, Any], lease: socket.socket, root: Path, groups: Groups | None) -> None:
    """In the child: enters a room of its own and forks the room's warden there."""
    limits = read_limits(asked["limits"])
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _close_all_but(lease.fileno())
    sockets = system.clone_tree(asked["sockets"])
    counter = groups.enter(f"{os.getppid()}-{asked['name']}", limits.memory_bytes) if groups else None
    Path("/proc/self/oom_score_adj").write_text(str(_OUT_OF_MEMORY_FIRST))
    os.chdir(root)
    room.become_kernel_user()
    room.leave_machine()
    if os.fork() != 0:
        os._exit(0)
    room.furnish(limits, sockets)
    counted = counter is not None
    warden.keep(lease, limits, counter, lambda own: _run(asked["environment"], limits, counted, own))


def _close_all_but(kept: int) -> None:
    """What the zygote has open is no kernel's; standard input and output lead nowhere."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) != kept:
            _close(int(name))


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:
        pass  # That of the listing itself.


def _run(environment: dict[str, str], limits: Limits, counted: bool, own: socket.socket) -> NoReturn:
    """The kernel's whole life, in the process that the warden has forked."""
    try:
        os.setsid()
        room.stand_back(limits)
        system.allow_tracing(True)
        room.bind_process(limits, counted)
        start.run(environment, limits, own)
    except BaseException as error:
        messages.send(own, {"is": "failed", "error": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(1)


def _clone(asked: dict[str, Any], descriptors: list[int]) -> None:
    with socket.socket(fileno=descriptors.pop()) as answer:
        try:
            folder = system.clone_tree(asked["folder"])
        except OSError as error:
            messages.send(answer, {"is": "failed", "error": str(error)})
            return
        messages.send(answer, {"is": "cloned"}, (folder,))
        os.close(folder)


def _after_death(groups: Groups | None) -> Callable[[], None]:
    def reap() -> None:
        try:
            while os.waitpid(-1, os.WNOHANG)[0] != 0:
                pass
        except ChildProcessError:
            pass  # None is left.
        if groups is not None:
            groups.sweep(str(os.getpid()))

    return reap


if __name__ == "__main__":
    main()
