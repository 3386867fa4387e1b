import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from kernels import WHO, Kernel, Server, kernel_in, sealed_kernel_in, start_server


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose path leaves room for sockets."""
    with tempfile.TemporaryDirectory(prefix="tb", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session", params=[sealed_kernel_in, kernel_in], ids=["sealed", "plain"])
def kernel(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    folders = tempfile.TemporaryDirectory(prefix="tb", ignore_cleanup_errors=True)
    with folders as folder, request.param(Path(folder)) as one:
        yield one


@pytest.fixture(scope="session", params=WHO)
def sealed(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    """A sealed kernel, of each kind of user that can run the bot."""
    folders = tempfile.TemporaryDirectory(prefix="tb", ignore_cleanup_errors=True)
    with folders as folder, sealed_kernel_in(Path(folder), user=request.param) as one:
        yield one


@pytest.fixture(params=["on", "off"], ids=["sealed", "plain"])
def sandbox(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(short_folder: Path, sandbox: str) -> Iterator[Server]:
    one = start_server(short_folder, sandbox)
    try:
        assert one.first_line == b"ready\n"
        yield one
    finally:
        one.stop()
