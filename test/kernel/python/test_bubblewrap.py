import os
import shutil
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from kernels import Kernel, cache, kernel_of

from threadbook_kernel.launch import PROVISIONER_NAME, OnlyKernel
from threadbook_kernel.sealed import template
from threadbook_kernel.sealed.bubblewrap import BoxedKernel, arguments
from threadbook_kernel.sealed.limits import read_limits

MISSING = shutil.which("bwrap") is None


def pairs(words: list[str], option: str) -> list[tuple[str, str]]:
    return [(words[at + 1], words[at + 2]) for at, word in enumerate(words) if word == option]


def test_the_box_shows_the_thread_its_sockets_and_python_and_nothing_else_writable() -> None:
    words = arguments("/usr/bin/bwrap", "/data/threads/t1", "/run/k1", "/fonts-of-the-bot", read_limits({"tmpMb": 7}))
    assert pairs(words, "--bind") == [("/run/k1", "/run/k1"), ("/data/threads/t1", template.FOLDER)]
    shown = [path for path, _ in pairs(words, "--ro-bind-try")]
    assert set(template.SYSTEM) <= set(shown)
    assert not {"/", "/usr", "/etc", "/home", "/root", "/var", "/run", "/proc", "/sys"} & set(shown)
    assert words[words.index("--tmpfs", words.index("/dev/shm") + 1) - 3] == str(7 << 20)


def test_the_box_has_namespaces_of_its_own_no_rights_and_no_environment() -> None:
    words = arguments("/usr/bin/bwrap", "/t", "/s", "/f", read_limits({}))
    for option in ("--unshare-all", "--disable-userns", "--die-with-parent", "--new-session", "--clearenv"):
        assert option in words
    assert words[words.index("--cap-drop") + 1] == "ALL"
    # Whatever is mounted over the private /tmp must come after it.
    assert words.index("/tmp") < min(words.index(path) for path in template.python_folders())


@pytest.fixture
def boxed(short_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    """A kernel in a real box."""
    plan = {"folder": short_folder, "fonts": cache(), "limits": {}, "environment": {"HOME": "/tmp"}}
    for name, value in plan.items():
        monkeypatch.setattr(BoxedKernel, name, value, raising=False)
    factory = KernelProvisionerFactory.instance()
    target = f"{BoxedKernel.__module__}:{BoxedKernel.__qualname__}"
    entry = EntryPoint(PROVISIONER_NAME, target, factory.GROUP_NAME)
    monkeypatch.setitem(factory.provisioners, PROVISIONER_NAME, entry)
    thread = short_folder / "thread"
    thread.mkdir()
    manager = KernelManager(kernel_name="threadbook", kernel_spec_manager=OnlyKernel(), transport="ipc")
    manager.start_kernel(cwd=str(thread))
    with kernel_of(manager, thread) as kernel:
        yield kernel


@pytest.mark.skipif(MISSING and os.environ.get("THREADBOOK_TEST_ALL") != "1", reason="needs bubblewrap")
def test_a_cell_in_the_box_is_interrupted_and_its_variables_are_kept(boxed: Kernel) -> None:
    assert boxed.run("kept = 42\nopen('made.txt', 'w').close()").reply["status"] == "ok"
    assert os.listdir(boxed.folder) == ["made.txt"]
    request = boxed.client.execute("import time\nprint('runs', flush=True)\nwhile True: time.sleep(0.05)")
    boxed.await_text("runs")
    boxed.interrupt()
    assert boxed.finish(request).reply["ename"] == "KeyboardInterrupt"
    assert boxed.run("print(kept)").text == "42\n"
