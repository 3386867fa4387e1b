"""What a thread's folder takes, counted while it changes."""

import ctypes
import mmap
import os
from pathlib import Path

from threadbook_kernel.sealed.folder import everything, measure
from threadbook_kernel.sealed.nameless import nameless_bytes
from threadbook_kernel.sealed.system import LIBC

MEGABYTE = 1 << 20


def test_counts_files_and_folders_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "large").write_bytes(bytes(MEGABYTE))
    found = measure(str(tmp_path), 100)
    assert (found.files, found.whole) == (3, True)
    assert MEGABYTE <= found.bytes < 2 * MEGABYTE


def test_names_that_vanish_hide_nothing_of_what_stays(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"gone{number}").touch()
    (tmp_path / "large").write_bytes(bytes(MEGABYTE))
    order = os.listdir(tmp_path)
    walk = everything(str(tmp_path))
    seen = [next(walk)]
    for name in order:
        if name != "large":
            (tmp_path / name).unlink()
    seen += walk
    assert None in seen
    assert sum(one.st_blocks * 512 for one in seen if one is not None) >= MEGABYTE


def test_a_folder_that_vanishes_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    walk = everything(str(tmp_path))
    assert next(walk) is not None
    (tmp_path / "a").rename(tmp_path / "b")
    assert list(walk) == [None]


def test_a_deleted_file_counts_while_it_is_open_or_mapped(tmp_path: Path) -> None:
    file = os.open(tmp_path / "large", os.O_RDWR | os.O_CREAT)
    os.write(file, bytes(MEGABYTE))
    assert nameless_bytes(str(tmp_path), [os.getpid()], 7) == 0
    (tmp_path / "large").unlink()
    assert MEGABYTE <= nameless_bytes(str(tmp_path), [os.getpid()], 7) < 2 * MEGABYTE
    mapped = _map(file)
    os.close(file)
    assert nameless_bytes(str(tmp_path), [os.getpid()], 7) == 7
    LIBC.munmap(mapped, mmap.PAGESIZE)
    assert nameless_bytes(str(tmp_path), [os.getpid()], 7) == 0


def _map(descriptor: int) -> ctypes.c_void_p:
    """Maps a page; Python's own mmap would keep a descriptor too."""
    size = ctypes.c_size_t(mmap.PAGESIZE)
    LIBC.mmap.restype = ctypes.c_void_p
    return ctypes.c_void_p(LIBC.mmap(None, size, mmap.PROT_READ, mmap.MAP_SHARED, descriptor, ctypes.c_long(0)))
