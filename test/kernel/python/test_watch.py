"""The memory of processes, whichever of their threads still run."""

import subprocess
import sys

import pytest

from threadbook_kernel.sealed.watch import proportional, resident

GRAB = """
import ctypes, threading, time
kept = bytearray(b"x") * 100_000_000
def live():
    print("grabbed", flush=True); time.sleep(600)
def outlive():
    while "Z" not in open(f"/proc/self/task/{threading.main_thread().native_id}/stat").read().rpartition(")")[2]: pass
    live()
"""
WITH_ALL = "live()"
WITHOUT_THE_FIRST = """
threading._start_new_thread(outlive, ())
ctypes.CDLL(None).pthread_exit(None)
"""


@pytest.mark.parametrize("end", [WITH_ALL, WITHOUT_THE_FIRST], ids=["all threads", "without the first"])
def test_memory_counts_as_long_as_any_thread_holds_it(end: str) -> None:
    with subprocess.Popen([sys.executable, "-c", GRAB + end], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        held = resident(process.pid), proportional(process.pid)
        process.kill()
    assert min(held) > 100_000_000
