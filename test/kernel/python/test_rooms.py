"""The lives of sealed kernels, their maker and what they leave behind."""

import os
import signal
import time
from pathlib import Path

import pytest
from kernels import WHO, Server, start_server
from test_server import alive, everything, gone

from threadbook_kernel.sealed.cgroups import find_own_groups


def children_of(server: Server, in_room: bool) -> list[int]:
    """The server's processes that were forked by the zygote, or the zygote itself."""
    own = os.readlink("/proc/self/ns/pid")
    found: list[int] = []
    for pid in everything(server):
        try:
            is_copy = alive(pid) and b"zygote" in Path(f"/proc/{pid}/cmdline").read_bytes()
            if is_copy and (os.readlink(f"/proc/{pid}/ns/pid") != own) is in_room:
                found.append(pid)
        except (FileNotFoundError, ProcessLookupError):
            continue  # It ended meanwhile.
    return found


def ask(server: Server, kernel_id: str, expression: str) -> str:
    client = server.client(kernel_id)
    reply = client.execute("import os", reply=True, user_expressions={"value": expression})
    client.stop_channels()
    return str(reply["content"]["user_expressions"]["value"]["data"]["text/plain"])


def warm_rooms(server: Server, count: int) -> list[int]:
    until = time.monotonic() + 20
    while len(rooms := children_of(server, in_room=True)) < 2 * count and time.monotonic() < until:
        time.sleep(0.05)
    return rooms


@pytest.mark.parametrize("user", WHO)
def test_a_warm_kernel_is_taken_and_another_made_in_its_place(short_folder: Path, user: str) -> None:
    server = start_server(short_folder, order={"warm": 1}, user=user)
    assert server.first_line == b"ready\n"
    before = warm_rooms(server, 1)
    kernel_id = server.start_kernel()
    assert ask(server, kernel_id, "os.getcwd()") == "'/thread'"
    assert set(before) <= set(children_of(server, in_room=True))
    assert len(warm_rooms(server, 2)) == 4
    server.stop()


@pytest.mark.parametrize("user", WHO)
def test_kernels_outlive_their_maker_and_the_next_one_gets_another(short_folder: Path, user: str) -> None:
    server = start_server(short_folder, user=user)
    assert server.first_line == b"ready\n"
    first = server.start_kernel()
    assert ask(server, first, "globals().setdefault('kept', 7)") == "7"
    (zygote,) = children_of(server, in_room=False)
    os.kill(zygote, signal.SIGKILL)
    assert gone([zygote])
    assert ask(server, first, "kept") == "7"
    assert ask(server, server.start_kernel(), "6 * 7") == "42"
    server.stop()


def test_kernels_carry_none_of_the_servers_packages(short_folder: Path) -> None:
    server = start_server(short_folder)
    assert server.first_line == b"ready\n"
    loaded = "[name for name in __import__('sys').modules if name.startswith('jupyter_server')]"
    assert ask(server, server.start_kernel(), loaded) == "[]"
    server.stop()


def test_everything_is_gone_when_keeper_server_and_maker_are_killed_at_once(short_folder: Path) -> None:
    server = start_server(short_folder, order={"warm": 1})
    assert server.first_line == b"ready\n"
    ask(server, server.start_kernel(), "1")
    pids = everything(server)
    for pid in [*pids[:2], *children_of(server, in_room=False)]:
        os.kill(pid, signal.SIGKILL)
    server.process.wait(timeout=5)
    assert gone(pids)
    # Nobody was left to take the folder away: the next server does.
    assert (short_folder / "run").exists()
    other = start_server(short_folder, order={"runtime": str(short_folder / "run2")})
    assert other.first_line == b"ready\n"
    assert not (short_folder / "run").exists()
    other.stop()


def test_the_claimed_folder_is_all_that_a_kernel_sees_of_the_threads(short_folder: Path) -> None:
    server = start_server(short_folder, order={"warm": 1})
    assert server.first_line == b"ready\n"
    (server.thread / "own.txt").touch()
    other = short_folder / "other"
    other.mkdir()
    (other / "others.txt").touch()
    assert ask(server, server.start_kernel(), "os.listdir('/thread')") == "['own.txt']"
    assert server.ask("POST", "/api/kernels", {"name": "threadbook", "path": str(other)})[0] == 201
    assert ask(server, server.start_kernel(), "os.listdir('/thread')") == "['own.txt']"
    server.stop()


@pytest.mark.skipif(find_own_groups() is None, reason="no control groups can be made here")
def test_control_groups_go_with_their_kernels(short_folder: Path) -> None:
    groups = find_own_groups()
    assert groups is not None
    before = set(groups.place.glob("threadbook-*"))
    server = start_server(short_folder)
    assert server.first_line == b"ready\n"
    ask(server, server.start_kernel(), "1")
    made = set(groups.place.glob("threadbook-*")) - before
    assert [group for group in made if (group / "cgroup.procs").read_text()]
    server.stop()
    assert not [group for group in made if group.exists()]


def test_what_a_kernel_writes_reaches_no_log_of_the_server(short_folder: Path) -> None:
    server = start_server(short_folder)
    assert server.first_line == b"ready\n"
    kernel_id = server.start_kernel()
    client = server.client(kernel_id)
    code = """
import os, sys, logging
os.write(2, b"FORGED"); sys.__stderr__.write("FORGED"); os.system("echo FORGED >&2")
"""
    assert client.execute(code, reply=True)["content"]["status"] == "ok"
    client.execute("logging.getLogger('traitlets').critical('FORGED'); os.kill(os.getpid(), 11)")
    client.stop_channels()
    server.stop()
    assert server.process.stderr is not None
    log = server.process.stderr.read()
    assert b"FORGED" not in log
