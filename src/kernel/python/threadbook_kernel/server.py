"""`python -m threadbook_kernel.server`: keeps one Jupyter server, and leaves nothing behind.

Two processes, each watching the other. The keeper (the process that the bot starts) reads the order
from standard input and waits; its child serves. Whichever of them ends, and however, the other kills
all kernels and what they started. Standard output carries one line, `ready`; the log goes to standard error.
"""

import os
import select
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from pathlib import Path

from threadbook_kernel.leftovers import hold, make_short_folder, sweep_leftovers
from threadbook_kernel.order import SOCKET_PATH_LIMIT, BadOrder, Order, parse_order
from threadbook_kernel.processes import LINUX, adopt_orphans, sweep
from threadbook_kernel.sealed.cgroups import find_own_groups

INHERITED = (
    *("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ"),
    *("MPLCONFIGDIR", "PYTHONPATH"),
)
"""What of the bot's environment reaches the server and its kernels."""

ORDER_LIMIT_BYTES = 1_000_000

KERNEL_SOCKET_BYTES = len("/kabcdefgh/kernel-00000000-0000-0000-0000-000000000000-ipc-5")
"""The longer of the two forms that paths of kernels' sockets have."""


def main() -> int:
    """Serves until standard input ends or SIGTERM or SIGINT comes (0), or the server ends by itself (1)."""
    _leave_terminal()
    try:
        order = parse_order(_first_line())
        connections = _prepare(order)
    except (BadOrder, OSError) as error:
        print(f"threadbook kernel server: {error}", file=sys.stderr)
        return 2
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    os.environ.clear()
    os.environ.update(environment)
    adopt_orphans()
    keeper_gone, keeper = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(keeper)
        _serve(order, connections, keeper_gone)
    os.close(keeper_gone)
    asked = _wait(child)
    sweep()
    _sweep_groups()
    for folder in (connections, order.runtime):
        shutil.rmtree(folder, ignore_errors=True)
    order.socket.unlink(missing_ok=True)
    return 0 if asked else 1


def _sweep_groups() -> None:
    """Takes away the control groups of kernels that have just ended."""
    groups = find_own_groups() if LINUX else None
    if groups is not None:
        groups.sweep()


def _leave_terminal() -> None:
    """Ctrl-C in the bot's terminal is for the bot: it must not reach kernels."""
    try:
        os.setsid()
    except PermissionError:
        pass  # Already the leader of a process group of its own.


def _first_line() -> bytes:
    line = b""
    while not line.endswith(b"\n") and len(line) < ORDER_LIMIT_BYTES:
        piece = os.read(0, 1)
        if not piece:
            break
        line += piece
    return line


def _prepare(order: Order) -> Path:
    """Makes the folders; returns a private one, short enough for the kernels' sockets. Both are held until the end."""
    order.runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(order.runtime, 0o700)
    long = len(os.fsencode(order.runtime)) + KERNEL_SOCKET_BYTES > SOCKET_PATH_LIMIT
    connections = make_short_folder() if long else Path(tempfile.mkdtemp(prefix="k", dir=order.runtime))
    hold(order.runtime, connections)
    sweep_leftovers(order.runtime)
    return connections


def _serve(order: Order, connections: Path, keeper_gone: int) -> None:
    """The child's whole life."""
    threading.Thread(target=_die_with_keeper, args=(keeper_gone,), daemon=True).start()
    status = 1
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        adopt_orphans()
        from threadbook_kernel.jupyter import serve

        serve(order, connections)
        status = 0
    except Exception:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _die_with_keeper(keeper_gone: int) -> None:
    os.read(keeper_gone, 1)
    sweep()
    os._exit(1)


def _wait(child: int) -> bool:
    """Returns True when the bot asked for the end, False when the server ended by itself."""
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    while True:
        if os.waitpid(child, os.WNOHANG)[0] == child:
            return False
        ready, _, _ = select.select([0, wake], [], [])
        if 0 in ready and not os.read(0, 4096):
            return True
        if wake in ready and set(os.read(wake, 64)) & {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}:
            return True


if __name__ == "__main__":
    sys.exit(main())
