"""What a server's start takes away, and leaves alone, of what lies beside its own folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from threadbook_kernel.leftovers import hold, make_short_folder, sweep_leftovers

OTHER_USER = 12_345


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    own = tmp_path / "own"
    own.mkdir()
    return own


@pytest.fixture
def short() -> Iterator[Path]:
    folder = make_short_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def leave(folder: Path, *others: Path) -> None:
    """Makes a folder as one is left that nobody holds any more."""
    folder.mkdir()
    os.close(hold(folder, *others))


def test_what_nobody_holds_goes_with_its_short_folder(runtime: Path, short: Path) -> None:
    leave(runtime.parent / "left", short)
    sweep_leftovers(runtime)
    assert not (runtime.parent / "left").exists()
    assert not short.exists()


def test_what_is_held_or_never_was_stays(runtime: Path, short: Path) -> None:
    held, never = runtime.parent / "held", runtime.parent / "never"
    for folder in (held, never):
        folder.mkdir()
    descriptor = hold(held, short)
    sweep_leftovers(runtime)
    assert held.exists() and never.exists() and short.exists() and runtime.exists()
    os.close(descriptor)


def test_a_mark_that_names_any_other_folder_removes_none(runtime: Path, short: Path) -> None:
    precious = runtime.parent / "precious"
    precious.mkdir()
    link = short / "kabcdefgh"
    link.symlink_to(precious)
    leave(runtime.parent / "left", precious, link, Path(f"{short}/../{short.name}"))
    sweep_leftovers(runtime)
    assert precious.exists() and short.exists()


def test_a_link_is_no_mark(runtime: Path, short: Path) -> None:
    (runtime.parent / "names").write_text(str(short))
    planted = runtime.parent / "planted"
    planted.mkdir()
    (planted / ".threadbook-held").symlink_to(runtime.parent / "names")
    sweep_leftovers(runtime)
    assert planted.exists() and short.exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make another user's folder")
def test_another_users_folders_are_neither_believed_nor_removed(runtime: Path, short: Path) -> None:
    theirs = runtime.parent / "theirs"
    leave(theirs, short)
    os.chown(theirs, OTHER_USER, OTHER_USER)
    sweep_leftovers(runtime)
    assert theirs.exists() and short.exists()
    leave(runtime.parent / "left", short)
    os.chown(short, OTHER_USER, OTHER_USER)
    sweep_leftovers(runtime)
    assert not (runtime.parent / "left").exists() and short.exists()
