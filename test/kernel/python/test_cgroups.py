"""Where control groups are found, from what machines of each kind tell."""

import os
from pathlib import Path

import pytest

from threadbook_kernel.sealed.cgroups import Groups, find_groups
from threadbook_kernel.sealed.watch import killed_for_memory

V1 = "33 25 0:29 / {at} rw,relatime - cgroup cgroup rw,memory\n"
V2 = "33 25 0:29 {root} {at} rw,nosuid - cgroup2 cgroup2 rw\n"


def folder(at: Path, *files: str) -> Path:
    at.mkdir(parents=True, exist_ok=True)
    for file in files:
        (at / file).touch()
    return at


def test_version_1_gives_the_bots_own_group(tmp_path: Path) -> None:
    own = folder(tmp_path / "a" / "b", "memory.limit_in_bytes")
    found = find_groups("9:pids:/\n4:cpu,memory:/a/b\n0::/\n", V1.format(at=tmp_path))
    assert found == Groups(1, own)


def test_version_2_gives_the_group_that_is_delegated_with_memory(tmp_path: Path) -> None:
    parent = folder(tmp_path / "user.slice", "memory.max")
    own = folder(parent / "bot.service", "memory.max", "cgroup.subtree_control")
    mounts = V2.format(root="/", at=tmp_path)
    assert find_groups("0::/user.slice/bot.service\n", mounts) is None
    (parent / "cgroup.subtree_control").write_text("cpu memory\n")
    assert find_groups("0::/user.slice/bot.service\n", mounts) == Groups(2, parent)
    (own / "cgroup.subtree_control").write_text("memory\n")
    assert find_groups("0::/user.slice/bot.service\n", mounts) == Groups(2, own)


def test_in_a_container_the_hierarchy_begins_at_its_own_root(tmp_path: Path) -> None:
    own = folder(tmp_path, "memory.max")
    (own / "cgroup.subtree_control").write_text("memory")
    assert find_groups("0::/docker/x\n", V2.format(root="/docker/x", at=tmp_path)) == Groups(2, own)


def test_none_where_there_are_none() -> None:
    assert find_groups("0::/\n", "25 1 0:5 / / rw - ext4 /dev/vda rw\n") is None


@pytest.mark.parametrize(
    ("told", "killed"),
    [
        ("oom_kill_disable 0\nunder_oom 0\noom_kill 0\n", False),
        ("oom_kill_disable 0\nunder_oom 0\noom_kill 2\n", True),
        ("low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\noom_group_kill 0\n", True),
    ],
)
def test_who_was_killed_for_memory_is_read_of_both_versions(tmp_path: Path, told: str, killed: bool) -> None:
    file = tmp_path / "counter"
    file.write_text(told)
    counter = os.open(file, os.O_RDONLY)
    assert killed_for_memory(counter) is killed
    os.close(counter)


def test_a_group_is_made_with_its_bound_and_swept_when_empty(tmp_path: Path) -> None:
    groups = Groups(2, tmp_path)
    group = groups.make("7-x", 1 << 30)
    assert (group.folder / "memory.max").read_text() == str(1 << 30)
    for file in group.folder.iterdir():
        file.unlink()
    groups.sweep("7-")
    assert not group.folder.exists()
