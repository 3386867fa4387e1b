import errno
from pathlib import Path

import pytest

from threadbook_kernel.sealed import probe
from threadbook_kernel.sealed.probe import Answer, find_way, memory, mend


def test_this_machine_can_seal_kernels() -> None:
    assert find_way().way == "zygote"


def test_where_only_bubblewrap_makes_namespaces_nothing_bounds_the_memory_of_all_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(probe, "_try_namespaces", lambda: errno.EPERM)
    monkeypatch.setattr(probe, "_bubblewrap_works", lambda: True)
    monkeypatch.setattr(probe, "_read", lambda file: "0" if file.name == "unprivileged_userns_clone" else "")
    monkeypatch.setattr(probe, "_in_container", lambda: False)
    monkeypatch.setattr(probe.os, "getuid", lambda: 1000)
    found = find_way()
    assert found == Answer("bubblewrap", mend="Run: sudo sysctl -w kernel.unprivileged_userns_clone=1.")
    assert memory(found) == "none"
    assert memory(Answer("zygote")) in ("groups", "watchdog")


@pytest.mark.parametrize(
    ("switch", "value", "command"),
    [
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        ("kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"),
        ("user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=10000"),
    ],
)
def test_the_one_command_that_mends_it_is_told(tmp_path: Path, switch: str, value: str, command: str) -> None:
    (tmp_path / switch).parent.mkdir()
    (tmp_path / switch).write_text(f"{value}\n")
    assert command in mend(errno.EPERM, tmp_path, in_container=False)
    assert "--security-opt" in mend(errno.EPERM, tmp_path, in_container=True)


def test_old_systems_and_unknown_ones_are_told_what_is_needed(tmp_path: Path) -> None:
    assert "Linux 5.12" in mend(errno.ENOSYS, tmp_path, in_container=False)
    told = mend(errno.EPERM, tmp_path, in_container=False)
    assert "bubblewrap" in told and "THREADBOOK_SANDBOX=off" in told
