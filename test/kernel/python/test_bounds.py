"""What a sealed kernel may take, and what is said when it wants more; each test as root and as a plain user."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from kernels import WHO, Kernel, Server, sealed_kernel_in, start_server

from threadbook_kernel.sealed.cgroups import find_own_groups

LIMITS = {
    "memoryMb": 600,
    "processes": 48,
    "openFiles": 200,
    "fileMb": 30,
    "tmpMb": 8,
    "sharedMemoryMb": 8,
    "folderMb": 300,
    "folderFiles": 1000,
}
MEGABYTE = 1 << 20


@pytest.fixture(scope="module", params=WHO)
def bounded(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    folders = tempfile.TemporaryDirectory(prefix="tb", ignore_cleanup_errors=True)
    with folders as folder, sealed_kernel_in(Path(folder), user=request.param, limits=LIMITS) as one:
        yield one


@pytest.fixture(params=WHO)
def bounded_server(request: pytest.FixtureRequest, short_folder: Path) -> Iterator[Server]:
    server = start_server(short_folder, order={"limits": LIMITS}, user=request.param)
    assert server.first_line == b"ready\n"
    yield server
    server.stop()


THREADS = """
import threading, time
for _ in range(100): threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
"""
FORKS = """
import os, time
for _ in range(100):
    if os.fork() == 0: time.sleep(1); os._exit(0)
"""
TIDY = """
kept = None; import os
for path in ('large', '/tmp/large', '/dev/shm/large'):
    if os.path.exists(path): os.remove(path)
"""
WRITE = """
def write():
    try:
        with open('more', 'w') as file: return file.write('x')
    except OSError: return 0
"""
MANY_GREEDY = """
import os, time
for _ in range(6):
    if os.fork() == 0: kept = bytearray(os.urandom(1000) * 200_000); time.sleep(60)
time.sleep(60)
"""
MANY_SHARED = """
import mmap, time
kept = [mmap.mmap(-1, 10**8) for _ in range(9)]
for one in kept: one.write(b'x' * 10**8)
time.sleep(60)
"""
MANY_FILES = """
import time
for number in range(10_000):
    open(f'many{number}', 'w').close(); time.sleep(0.001)
"""
SAME_LIMIT = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, resource.getrlimit(resource.RLIMIT_FSIZE))
"""


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("bytearray(10**10)", "Python may use 600 MB here, all its processes together: work on smaller pieces."),
        ("import numpy; numpy.ones(10**9)", "Python may use 600 MB here"),
        ("kept = []\nwhile True: kept.append(bytearray(10**7))", "Python may use 600 MB here"),
        ("open('large', 'wb').write(bytes(40_000_000))", "One file may hold 30 MB here."),
        ("open('/tmp/large', 'wb').write(bytes(10_000_000))", "/tmp holds 8 MB and /dev/shm 8 MB"),
        ("open('/dev/shm/large', 'wb').write(bytes(10_000_000))", "/tmp holds 8 MB and /dev/shm 8 MB"),
        ("kept = [open('/dev/null') for _ in range(300)]", "One process may have 200 files open here"),
        (THREADS, "At most 48 processes and threads run here at once."),
        (FORKS, "At most 48 processes and threads run here at once."),
    ],
)
def test_each_bound_has_its_sentence_and_keeps_python(bounded: Kernel, code: str, sentence: str) -> None:
    bounded.run("survives = 1")
    ran = bounded.run(code)
    assert sentence in ran.traceback
    assert bounded.run(TIDY).reply["status"] == "ok"
    assert bounded.run("survives").result == "1"


def test_limits_cannot_be_raised_from_inside(bounded: Kernel) -> None:
    ran = bounded.run(SAME_LIMIT)
    assert "not permitted" in ran.traceback or "not allowed" in ran.traceback


def test_a_full_folder_stops_growing_and_python_stays_usable(bounded: Kernel) -> None:
    fill = """
def fill():
    for number in range(100):
        with open(f'full{number}', 'wb') as file: file.write(bytes(5_000_000))
"""
    bounded.run(fill)
    ran = bounded.run("fill()")
    assert "The thread's folder is full: it may hold 300 MB and 1000 files. Delete something first." in ran.traceback
    assert _disk_usage(bounded.folder) < 375 * MEGABYTE
    assert bounded.run("6 * 7").result == "42"
    assert "folder is full" in bounded.run("with open('more', 'w') as file: file.write('x')").traceback
    bounded.run("import glob, os\nfor path in glob.glob('full*'): os.remove(path)")
    bounded.run(WRITE)
    assert bounded.run("import time\nwhile not write(): time.sleep(0.05)").reply["status"] == "ok"


def test_files_without_a_name_fill_the_folder_as_others_do(bounded: Kernel) -> None:
    hold = """
import os
held = []
def hold():
    for number in range(100):
        file = open(f'gone{number}', 'wb', buffering=0)
        os.unlink(file.name)
        held.append(file)
        for _ in range(28): file.write(bytes(1 << 20))
"""
    bounded.run(hold)
    assert "The thread's folder is full: it may hold 300 MB" in bounded.run("hold()").traceback
    bounded.run("held.clear()")
    bounded.run(WRITE)
    assert bounded.run("import time\nwhile not write(): time.sleep(0.05)").reply["status"] == "ok"


def test_too_many_files_end_the_cell_with_a_sentence(bounded: Kernel) -> None:
    ran = bounded.run(MANY_FILES)
    assert "The thread's folder is full: it may hold 300 MB and 1000 files." in ran.traceback
    assert len(list(bounded.folder.iterdir())) < 1250
    assert bounded.run("import glob, os\nfor path in glob.glob('many*'): os.remove(path)").reply["status"] == "ok"


@pytest.mark.parametrize("sandbox", ["on"])
def test_a_cell_that_fills_on_whatever_it_is_told_is_ended(server: Server) -> None:
    code = """
import os, signal
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
number = 0
while True:
    number += 1
    os.mkdir(str(number))
"""
    assert _ended_by(server, code) == "folder-overfull"
    assert 20_000 < len(list(server.thread.rglob("*"))) < 40_000


def test_a_folder_that_is_far_too_full_at_the_start_can_only_be_read(bounded_server: Server) -> None:
    with open(bounded_server.thread / "large", "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 400 * MEGABYTE)
    client = bounded_server.client(bounded_server.start_kernel())
    reply = client.execute("print(6 * 7)\nopen('more', 'w')", reply=True)
    client.stop_channels()
    assert "so much more that nothing can be changed in it from here" in reply["content"]["traceback"][-1]


WORK_FOR_A_SECOND = """
import time
until = time.monotonic() + 1
while time.monotonic() < until: pass
"""


@pytest.mark.parametrize("files", [1_050, 1_500], ids=["full", "only to be read"])
def test_a_cell_that_makes_no_files_is_left_alone_however_many_there_were(bounded_server: Server, files: int) -> None:
    for number in range(files):
        (bounded_server.thread / f"many{number}").touch()
    client = bounded_server.client(bounded_server.start_kernel())
    reply = client.execute(WORK_FOR_A_SECOND, reply=True)
    client.stop_channels()
    assert reply["content"]["status"] == "ok"


def test_a_cell_is_told_before_it_is_ended_for_its_files_also_where_there_were_many(bounded_server: Server) -> None:
    for number in range(1_090):
        (bounded_server.thread / f"old{number}").touch()
    client = bounded_server.client(bounded_server.start_kernel())
    few = client.execute("for number in range(15): open(f'few{number}', 'w').close()" + WORK_FOR_A_SECOND, reply=True)
    more = client.execute(MANY_FILES, reply=True)
    client.stop_channels()
    assert (few["content"]["status"], more["content"]["ename"]) == ("ok", "FolderFull")


def test_too_much_memory_is_told_as_what_it_is(bounded_server: Server) -> None:
    assert _ended_by(bounded_server, MANY_GREEDY) == "out-of-memory"


@pytest.mark.skipif(find_own_groups() is None, reason="no control groups can be made here")
def test_shared_memory_is_counted_where_there_are_groups(short_folder: Path) -> None:
    server = start_server(short_folder, order={"limits": LIMITS})
    assert server.first_line == b"ready\n"
    assert _ended_by(server, MANY_SHARED) == "out-of-memory"
    server.stop()


@pytest.mark.skipif(os.getuid() != 0, reason="a plain user may have groups that can count it")
def test_shared_memory_without_a_file_is_refused_where_nothing_counts_it(short_folder: Path) -> None:
    with sealed_kernel_in(short_folder, user="plain", limits=LIMITS) as kernel:
        assert "not permitted" in kernel.run("import mmap\nmmap.mmap(-1, 4096)").traceback
        assert "No such file" in kernel.run("open('/dev/zero')").traceback


def _ended_by(server: Server, code: str) -> str:
    kernel_id = server.start_kernel()
    client = server.client(kernel_id)
    client.execute(code)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        status, told = server.ask("GET", f"/threadbook/ended/{kernel_id}")
        assert status == 200
        if told["why"] is not None:
            client.stop_channels()
            return str(told["why"])
    return "never"


def _disk_usage(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*"))
