"""What a sealed kernel is, sees and may do; each test as root and as a plain user."""

import json
import os
from pathlib import Path

import pytest
from kernels import Kernel, Server, sealed_kernel_in

from threadbook_kernel.sealed.room import HOST_USER

DEVICES = ("null", "zero", "full", "random", "urandom")


def value(kernel: Kernel, expression: str) -> object:
    """What a Python expression gives inside of the kernel."""
    ran = kernel.run(f"import json, os\nprint(json.dumps({expression}))")
    assert ran.reply["status"] == "ok", ran.traceback
    return json.loads(ran.text)


def test_it_works_in_its_threads_folder_as_nobody_in_particular(sealed: Kernel) -> None:
    (sealed.folder / "given.txt").write_text("from the bot")
    assert value(sealed, "[os.getcwd(), os.getuid(), open('given.txt').read()]") == ["/thread", 1000, "from the bot"]
    sealed.run("open('made.txt', 'w').write('by the kernel')")
    assert (sealed.folder / "made.txt").read_text() == "by the kernel"


def test_it_sees_nothing_else_of_the_machine(sealed: Kernel) -> None:
    assert "root:" not in str(value(sealed, "open('/etc/passwd').read()"))
    hidden = ["/etc/shadow", "/sys", "/home", "/var", "/run/kernel/s-1", "/proc/1/environ"]
    readable = value(sealed, f"[path for path in {hidden} if os.access(path, os.R_OK)]")
    assert readable == []
    assert value(sealed, "sorted(int(one) for one in os.listdir('/proc') if one.isdigit())") == [1, 2]


def test_it_has_no_capability_and_gains_none(sealed: Kernel) -> None:
    status = dict(line.split(":", 1) for line in str(value(sealed, "open('/proc/self/status').read()")).splitlines())
    assert {status[name].strip() for name in ("CapPrm", "CapEff", "CapBnd", "CapInh", "CapAmb")} == {"0" * 16}
    assert (status["NoNewPrivs"].strip(), status["Seccomp"].strip()) == ("1", "2")


def test_nothing_of_the_system_can_be_written(sealed: Kernel) -> None:
    code = """
def write(path):
    try: open(path, 'w').close()
    except OSError: return False
    return True
import sys
"""
    assert sealed.run(code).reply["status"] == "ok"
    places = (
        "['/x', '/usr/bin/x', '/etc/x', '/dev/x', '/fonts/x', '/run/x', sys.prefix + '/x', '/proc/sys/kernel/hostname']"
    )
    assert value(sealed, f"[path for path in {places} if write(path)]") == []
    assert value(sealed, "all(write(path) for path in ['/tmp/x', '/dev/shm/x', 'x'])") is True


def test_its_folder_gives_no_rights_and_no_devices(sealed: Kernel) -> None:
    mounts = [line.split() for line in str(value(sealed, "open('/proc/self/mountinfo').read()")).splitlines()]
    (options,) = (mount[5].split(",") for mount in mounts if mount[4] == "/thread")
    assert {"rw", "nosuid", "nodev"} <= set(options)
    others = [mount[4] for mount in mounts if "rw" in mount[5].split(",")]
    assert set(others) <= {"/thread", "/tmp", "/dev/shm", "/dev/pts", "/proc", *(f"/dev/{one}" for one in DEVICES)}


def test_no_network_but_its_own_loopback(sealed: Kernel) -> None:
    ran = sealed.run("import socket\nsocket.create_connection(('169.254.169.254', 80), 1)")
    assert ran.traceback.endswith("There is no network here: work with the files in the folder.")
    code = "s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname()); print('own')"
    assert sealed.run(code).text == "own\n"


def test_what_people_use_works(sealed: Kernel) -> None:
    code = """
import subprocess, sys, multiprocessing, threading, concurrent.futures
def square(n): return n * n
with multiprocessing.Pool(2) as pool: print(pool.map(square, range(3)))
print(list(concurrent.futures.ThreadPoolExecutor(2).map(square, range(3))))
print(subprocess.check_output([sys.executable, '-c', 'import numpy; print(numpy.arange(3).sum())'], text=True))
import pandas as pd, io
pd.DataFrame({'a': [1]}).to_excel('table.xlsx'); print(pd.read_excel('table.xlsx').a[0])
!echo from a shell
from PIL import Image; Image.new('RGB', (8, 8)).save('p.jpg'); print(Image.open('p.jpg').size)
"""
    ran = sealed.run(code)
    assert ran.reply["status"] == "ok", ran.traceback
    assert [*ran.text.split("\n")][:5] == ["[0, 1, 4]", "[0, 1, 4]", "3", "", "1"]
    assert "from a shell" in ran.text and "(8, 8)" in ran.text


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be given the rights of a container's root")
def test_the_root_of_a_container_seals_kernels_too(short_folder: Path) -> None:
    with sealed_kernel_in(short_folder, user="container") as kernel:
        (kernel.folder / "given.txt").write_text("from the bot")
        assert value(kernel, "[os.getuid(), os.getgroups(), open('given.txt').read()]") == [1000, [], "from the bot"]
        kernel.run("open('made.txt', 'w').close()")
        assert (kernel.folder / "made.txt").stat().st_uid == HOST_USER


def test_two_kernels_draw_other_random_numbers(server: Server) -> None:
    drawn = []
    for _ in range(2):
        client = server.client(server.start_kernel())
        expression = {"drawn": "(__import__('random').random(), __import__('numpy').random.random())"}
        reply = client.execute("", reply=True, user_expressions=expression)
        drawn.append(reply["content"]["user_expressions"]["drawn"]["data"]["text/plain"])
        client.stop_channels()
    assert drawn[0] != drawn[1]
