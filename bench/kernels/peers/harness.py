"""Speaks with the driver: a JSON line in for each cell, one out for each answer, until the input ends.

In: `{"id", "kernel", "code"}`; a kernel that is new is started first, within the time of its cell.
Out: `{"ready": true}` once, then `{"id", "ms", "outcome", "text", "characters", "png"}` in any order.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol

TEXT_SHOWN = 500
AT_ONCE = 4


@dataclass
class Answer:
    """What a cell gave to the client that ran it."""

    outcome: str
    text: str = ""
    pictures: list[bytes] = field(default_factory=list)


class Kernel(Protocol):
    """A place where cells run, whatever it is made of."""

    def run(self, code: str) -> Answer:
        """Runs one cell."""

    def close(self) -> None:
        """Ends what was started."""


def serve(start: Callable[[float], Kernel]) -> None:
    """Answers until the input ends; `start` takes the limit of a cell in seconds."""
    limit_s = float(sys.argv[1])
    # What kernels write to the standard output that they inherit must not reach the driver.
    wire = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    lock = threading.Lock()
    kernels: dict[str, Kernel] = {}

    def say(message: dict[str, Any]) -> None:
        with lock:
            wire.write(json.dumps(message) + "\n")
            wire.flush()

    def answer(order: dict[str, Any]) -> None:
        begin = time.perf_counter()
        try:
            if order["kernel"] not in kernels:
                kernels[order["kernel"]] = start(limit_s)
            given = kernels[order["kernel"]].run(order["code"])
        except Exception as error:
            given = Answer("failed", repr(error))
        ms = (time.perf_counter() - begin) * 1000
        png = given.pictures[0][:8].hex() if given.pictures else ""
        shown = {"text": given.text[:TEXT_SHOWN], "characters": len(given.text), "png": png}
        say({"id": order["id"], "ms": ms, "outcome": given.outcome, **shown})

    say({"ready": True})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for line in sys.stdin:
            pool.submit(answer, json.loads(line))
        list(pool.map(lambda kernel: kernel.close(), kernels.values()))
        os._exit(0)
