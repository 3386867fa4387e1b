"""`python -m threadbook_kernel.sealed.probe`: whether kernels can be sealed here, and else what mends it, as JSON.

Gives `{"way": "zygote"}`, `{"way": "bubblewrap", "mend": …}`, or `{"way": "none", "why": …, "mend": …}`, with what
bounds the memory of all of a kernel's processes: `"memory": "groups"`, `"watchdog"`, or by bubblewrap `"none"`.
"""

import errno
import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from threadbook_kernel.sealed.cgroups import find_own_groups

OFF = "THREADBOOK_SANDBOX=off starts without that: Python then has all rights of the bot."

_SWITCHES = {
    "kernel/apparmor_restrict_unprivileged_userns": ("1", "kernel.apparmor_restrict_unprivileged_userns=0"),
    "kernel/unprivileged_userns_clone": ("0", "kernel.unprivileged_userns_clone=1"),
    "user/max_user_namespaces": ("0", "user.max_user_namespaces=10000"),
}
"""Files of /proc/sys, the value that closes namespaces to users, and what opens them."""

_IN_CONTAINER = (
    "start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
    " --security-opt systempaths=unconfined"
)

_INSTALL = "Run: sudo apt-get install bubblewrap (or your system's like)."


@dataclass(frozen=True)
class Answer:
    """How kernels can be sealed on this machine."""

    way: str
    why: str = ""
    mend: str = ""


def find_way() -> Answer:
    """Tries it, in processes of their own."""
    if sys.platform != "linux":
        return Answer("none", f"kernels are sealed by Linux, and this is {platform.system()}", OFF)
    number = _try_namespaces()
    if number == 0:
        return Answer("zygote")
    if os.getuid() != 0 and _bubblewrap_works():
        return Answer("bubblewrap", mend=_opening(number, Path("/proc/sys"), _in_container()))
    return Answer("none", _why(number), mend(number, Path("/proc/sys"), _in_container()))


def mend(number: int, switches: Path, in_container: bool) -> str:
    """What opens the way that the error `number` closed: one command where there is one."""
    opening = _opening(number, switches, in_container)
    return f"{opening or _INSTALL} {OFF}"


def memory(answer: Answer) -> str:
    """What bounds the memory of all of a kernel's processes together."""
    if answer.way == "bubblewrap":
        return "none"
    return "watchdog" if find_own_groups() is None else "groups"


def _opening(number: int, switches: Path, in_container: bool) -> str:
    """What opens namespaces, empty where that is not known."""
    if number == errno.ENOSYS:
        return f"Linux 5.12 or a later one is needed, this is {platform.release()}."
    if in_container:
        return f"{_IN_CONTAINER[0].upper()}{_IN_CONTAINER[1:]}."
    for file, (closed, opening) in _SWITCHES.items():
        if _read(switches / file) == closed:
            return f"Run: sudo sysctl -w {opening}."
    return ""


def _why(number: int) -> str:
    return f"this system does not let the bot make namespaces ({os.strerror(number)})"


def _try_namespaces() -> int:
    """The number of the error that a kernel's room meets here, 0 for none."""
    pid = os.fork()
    if pid == 0:
        os._exit(_attempt())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) or 0


def _attempt() -> int:
    from threadbook_kernel.sealed import room, seccomp, system

    try:
        room.own_mounts()
        room.become_kernel_user()
        room.leave_machine()
        pid = os.fork()
        if pid != 0:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        system.keep_mounts_private()
        tree = system.clone_tree("/usr")
        system.restrict_tree(tree, system.READ_ONLY)
        system.mount("tmpfs", "/tmp")
        os.mkdir("/tmp/usr")
        system.move_tree(tree, "/tmp/usr")
        os.mkdir("/tmp/proc")
        system.mount("proc", "/tmp/proc")
        system.drop_rights()
        seccomp.apply(nameless_sharing=False)
    except OSError as error:
        return error.errno or errno.EPERM
    return 0


def _bubblewrap_works() -> bool:
    found = shutil.which("bwrap")
    if found is None:
        return False
    command = [found, "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--", "/bin/true"]
    return subprocess.run(command, capture_output=True).returncode == 0


def _in_container() -> bool:
    return any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv"))


def _read(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""


if __name__ == "__main__":
    found = find_way()
    print(json.dumps({**asdict(found), "memory": memory(found)}))
