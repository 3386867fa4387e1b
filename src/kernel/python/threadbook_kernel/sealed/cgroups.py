"""Control groups that bound the memory of a kernel's processes together, where the system lets us make them."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PREFIX = "threadbook-"

_FILES = {
    1: ("memory.limit_in_bytes", "memory.oom_control"),
    2: ("memory.max", "memory.events"),
}
"""By version: the file that takes the bound, and the one that counts who was killed for it."""


@dataclass(frozen=True)
class Groups:
    """The place where this process may make groups, and by which version of control groups."""

    version: int
    place: Path

    def make(self, name: str, memory_bytes: int) -> "Group":
        """A group whose processes may hold so much together; what was there under that name is taken over."""
        folder = self.place / f"{PREFIX}{name}"
        folder.mkdir(exist_ok=True)
        bound, counter = _FILES[self.version]
        (folder / bound).write_text(str(memory_bytes))
        swap = folder / ("memory.swap.max" if self.version == 2 else "memory.memsw.limit_in_bytes")
        if swap.exists():
            swap.write_text("0" if self.version == 2 else str(memory_bytes))
        return Group(folder, folder / counter)

    def enter(self, name: str, memory_bytes: int) -> int:
        """Moves this process into a group of that name; returns a descriptor of its counter."""
        while True:
            group = self.make(name, memory_bytes)
            try:
                group.enter()
                return os.open(group.counter, os.O_RDONLY)
            except FileNotFoundError:
                continue  # A sweep took it away while it was still empty.

    def sweep(self, owner: str = "") -> None:
        """Takes away groups that no process is in: those whose names begin so, else also those of crashed bots."""
        for folder in self.place.glob(f"{PREFIX}{owner}*"):
            try:
                folder.rmdir()
            except OSError:
                continue  # Processes are in it.


@dataclass(frozen=True)
class Group:
    """One kernel's group."""

    folder: Path
    counter: Path

    def enter(self) -> None:
        """Moves this process into the group; what it forks is in it too."""
        (self.folder / "cgroup.procs").write_text("0")


def find_groups(of_process: str, mounts: str) -> Groups | None:
    """Where groups can be made, by the texts of /proc/self/cgroup and /proc/self/mountinfo; None where nowhere."""
    places = (*_places_v1(of_process, mounts), *_places_v2(of_process, mounts))
    return next((groups for groups in places if _usable(groups)), None)


def find_own_groups() -> Groups | None:
    """Where this process can make groups."""
    return find_groups(Path("/proc/self/cgroup").read_text(), Path("/proc/self/mountinfo").read_text())


def _usable(groups: Groups) -> bool:
    bound, _ = _FILES[groups.version]
    # Only a group whose children are bounded too has the file in them: version 2 asks for that in subtree_control.
    delegated = groups.version == 1 or "memory" in _read(groups.place / "cgroup.subtree_control").split()
    return delegated and os.access(groups.place, os.W_OK) and (groups.place / bound).exists()


def _places_v1(of_process: str, mounts: str) -> Iterator[Groups]:
    found = re.search(r"^\d+:(?:[\w=,]+,)?memory(?:,[\w=,]+)?:(.*)$", of_process, re.M)
    for root, at in _mounts(mounts, r"cgroup \S+ \S*\bmemory\b"):
        yield from (Groups(1, place) for place in _inside(at, root, found[1] if found else "/"))


def _places_v2(of_process: str, mounts: str) -> Iterator[Groups]:
    found = re.search(r"^0::(.*)$", of_process, re.M)
    for root, at in _mounts(mounts, r"cgroup2 "):
        own = next(iter(_inside(at, root, found[1] if found else "/")))
        # Processes may only be in leaves: the bot is in one, its kernels' groups lie beside it.
        yield from (Groups(2, place) for place in (own, own.parent) if place.is_relative_to(at))


def _mounts(mounts: str, kind: str) -> list[tuple[str, Path]]:
    found = re.findall(rf"^\d+ \d+ \S+ (\S+) (\S+) .* - {kind}", mounts, re.M)
    return [(root, Path(at)) for root, at in found]


def _inside(at: Path, root: str, path: str) -> tuple[Path, ...]:
    """The group `path` as seen where the hierarchy is mounted at `at` from its own `root` on, then the mount itself."""
    inner = path[len(root.rstrip("/")) :] if path.startswith(root.rstrip("/")) else "/"
    return (at / inner.lstrip("/"), at)


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
