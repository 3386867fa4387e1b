import os
import signal
import stat
import time
from pathlib import Path

import pytest
from kernels import Server, start_server

from threadbook_kernel.order import BadOrder, parse_order
from threadbook_kernel.processes import descendants

DAEMON = """
import os, subprocess, sys
double_fork = '''
import os, time
if os.fork(): os._exit(0)

try: os.setsid()
except PermissionError: os.setpgid(0, 0)
print("left", flush=True); time.sleep(600)'''
child = subprocess.Popen([sys.executable, "-c", double_fork], stdout=subprocess.PIPE, text=True)
print(child.stdout.readline())
"""
IN_C = "open('begun', 'w').close(); sum(range(10**12))"


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(pids: list[int], within_s: float = 5) -> bool:
    until = time.monotonic() + within_s
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(alive, pids))


def busy_with_daemon(server: Server) -> tuple[str, list[int]]:
    """A kernel that has left a daemon behind and is now in a loop that no signal of Python's ends; its processes."""
    before = everything(server)
    kernel_id = server.start_kernel()
    client = server.client(kernel_id)
    client.execute(DAEMON)
    text = ""
    while "left" not in text:
        text += client.get_iopub_msg(timeout=20)["content"].get("text", "")
    client.execute(IN_C)
    # A loop in C that keeps the interpreter's lock sends no message, not even that it has begun.
    until = time.monotonic() + 20
    while not (server.thread / "begun").exists() and time.monotonic() < until:
        time.sleep(0.01)
    client.stop_channels()
    started = [pid for pid in everything(server) if pid not in before and alive(pid)]
    assert len(started) >= 2
    return kernel_id, started


def everything(server: Server) -> list[int]:
    return [server.process.pid, *descendants(server.process.pid)]


def test_offers_one_kernelspec_and_asks_for_the_token(server: Server) -> None:
    assert list(server.ask("GET", "/api/kernelspecs")[1]["kernelspecs"]) == ["threadbook"]
    assert server.ask("GET", "/api/kernels", token="another")[0] == 403
    assert server.ask("GET", "/api/contents")[0] == 404
    assert server.ask("POST", "/api/terminals")[0] in (403, 404)
    assert stat.S_IMODE(os.stat(server.socket).st_mode) == 0o600


def test_a_kernel_gets_the_bots_environment_for_kernels_and_no_secret(server: Server) -> None:
    client = server.client(server.start_kernel())
    reply = client.execute("import os; e = dict(os.environ)", reply=True, user_expressions={"e": "sorted(e.items())"})
    client.stop_channels()
    seen = reply["content"]["user_expressions"]["e"]["data"]["text/plain"]
    assert "FROM_THE_BOT" in seen
    assert "SECRET_OF_THE_BOT" not in seen
    assert server.token not in seen
    assert "JUPYTER" not in seen and "JPY_" not in seen


def test_the_token_is_in_no_file_command_line_or_environment(server: Server) -> None:
    server.client(server.start_kernel()).stop_channels()
    for pid in everything(server):
        for name in ("cmdline", "environ"):
            assert server.token.encode() not in Path(f"/proc/{pid}/{name}").read_bytes()
    files = [path for path in server.folder.rglob("*") if path.is_file()]
    assert not [path for path in files if server.token.encode() in path.read_bytes()]


def test_a_missing_folder_is_refused_instead_of_replaced_by_its_parent(server: Server) -> None:
    wanted = {"name": "threadbook", "path": str(server.folder / "missing")}
    assert server.ask("POST", "/api/kernels", wanted)[0] == 400


def test_a_kernel_that_is_deleted_takes_its_daemons_along_and_no_other_kernel(server: Server) -> None:
    other = server.client(server.start_kernel())
    kernel_id, pids = busy_with_daemon(server)
    assert server.ask("DELETE", f"/api/kernels/{kernel_id}")[0] == 204
    assert gone(pids)
    assert other.execute("1", reply=True)["content"]["status"] == "ok"
    other.stop_channels()


def test_a_kernel_that_is_killed_is_said_to_be_dead_and_goes_with_its_daemons(server: Server) -> None:
    kernel_id, pids = busy_with_daemon(server)
    os.kill(pids[0], signal.SIGKILL)
    assert gone(pids)
    until = time.monotonic() + 20
    while (said := server.ask("GET", f"/api/kernels/{kernel_id}")[1]["execution_state"]) != "dead":
        assert time.monotonic() < until, said
        time.sleep(0.02)
    assert server.ask("DELETE", f"/api/kernels/{kernel_id}")[0] == 204
    client = server.client(server.start_kernel())
    assert client.execute("1", reply=True)["content"]["status"] == "ok"
    client.stop_channels()


@pytest.mark.parametrize("how", ["end of input", "SIGTERM", "SIGINT"])
def test_leaves_nothing_behind_when_the_bot_ends(short_folder: Path, how: str, sandbox: str) -> None:
    server = start_server(short_folder, sandbox)
    assert server.first_line == b"ready\n"
    _, pids = busy_with_daemon(server)
    all_pids = [*everything(server), *pids]
    if how == "end of input":
        assert server.process.stdin is not None
        server.process.stdin.close()
    else:
        server.process.send_signal(signal.Signals[how])
    assert server.process.wait(timeout=5) == 0
    assert not [pid for pid in all_pids if alive(pid)]
    assert not server.socket.exists()


@pytest.mark.parametrize("which", ["keeper", "server"])
def test_leaves_nothing_behind_when_one_of_its_processes_is_killed(
    short_folder: Path, which: str, sandbox: str
) -> None:
    server = start_server(short_folder, sandbox)
    assert server.first_line == b"ready\n"
    _, pids = busy_with_daemon(server)
    all_pids = [*everything(server), *pids]
    os.kill(all_pids[0] if which == "keeper" else all_pids[1], signal.SIGKILL)
    assert server.process.wait(timeout=5) != 0
    assert gone(all_pids)


def test_a_bad_order_is_refused_in_a_sentence_that_does_not_repeat_it(short_folder: Path) -> None:
    server = start_server(short_folder, order={"socket": "/" + "x" * 200})
    _, said = server.process.communicate(timeout=20)
    assert server.process.returncode == 2
    assert b"shorter" in said and server.token.encode() not in said


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"socket": "s"}', b'{"socket": 1, "token": "t", "runtime": "r"}'])
def test_a_damaged_order_is_no_order(line: bytes) -> None:
    with pytest.raises(BadOrder):
        parse_order(line)
