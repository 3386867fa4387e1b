import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from kernels import Kernel, Server, kernel_in, start_server


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose path leaves room for sockets."""
    with tempfile.TemporaryDirectory(prefix="tb", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def kernel() -> Iterator[Kernel]:
    with tempfile.TemporaryDirectory(prefix="tb", ignore_cleanup_errors=True) as folder, kernel_in(Path(folder)) as one:
        yield one


@pytest.fixture
def server(short_folder: Path) -> Iterator[Server]:
    one = start_server(short_folder)
    try:
        assert one.first_line == b"ready\n"
        yield one
    finally:
        assert one.process.stdin is not None
        one.process.stdin.close()
        one.process.wait(timeout=10)
