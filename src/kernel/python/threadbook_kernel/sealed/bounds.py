"""What a person and the model are told of a bound that their code has met."""

import errno
import os
import resource
import signal
from typing import Any

from threadbook_kernel.sealed import template
from threadbook_kernel.sealed.limits import Limits
from threadbook_kernel.sealed.watch import CELL_SIGNAL, FULL_SIGNAL

_WARDEN = 1

_limits: Limits | None = None
_in_cell = False


class FolderFull(OSError):
    """The thread's folder holds too many files."""


def install(limits: Limits, shell: Any) -> None:
    """Has errors in the shell's cells explained by these limits from now on."""
    global _limits
    _limits = limits
    shell.events.register("pre_run_cell", _begin)
    shell.events.register("post_run_cell", _end)
    signal.signal(FULL_SIGNAL, _raise_in_cell)


def explain(error: BaseException) -> str | None:
    """One sentence on the bound that stands behind an error; None where none does."""
    limits = _limits
    if limits is None:
        return None
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return f"Python may use {limits.memory_mb} MB here, all its processes together: work on smaller pieces."
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        return _processes(limits)
    return _explain_system(error, limits) if isinstance(error, OSError) else None


def _begin(*_: Any) -> None:
    global _in_cell
    _in_cell = True
    os.kill(_WARDEN, CELL_SIGNAL)


def _end(*_: Any) -> None:
    global _in_cell
    _in_cell = False


def _raise_in_cell(*_: Any) -> None:
    if _in_cell:
        raise FolderFull(errno.EDQUOT, "Too many files", template.FOLDER)


def _explain_system(error: OSError, limits: Limits) -> str | None:
    path = str(error.filename or "")
    match error.errno:
        case errno.EFBIG if resource.getrlimit(resource.RLIMIT_FSIZE)[0] == 0:
            return _folder(limits)
        case errno.EDQUOT:
            return _folder(limits)
        case errno.EFBIG:
            return f"One file may hold {limits.file_mb} MB here."
        case errno.EROFS if path.startswith(template.FOLDER) or not path.startswith("/"):
            return f"{_folder(limits)} It holds so much more that nothing can be changed in it from here."
        case errno.ENOSPC:
            return f"/tmp holds {limits.tmp_mb} MB and /dev/shm {limits.shared_memory_mb} MB: delete something first."
        case errno.EAGAIN if error.filename is None and type(error) is BlockingIOError:
            return _processes(limits)
        case errno.EMFILE:
            return f"One process may have {limits.open_files} files open here: close some first."
        case errno.ENETUNREACH:
            return "There is no network here: work with the files in the folder."
        case _:
            return None


def _folder(limits: Limits) -> str:
    return (
        f"The thread's folder is full: it may hold {limits.folder_mb} MB and {limits.folder_files} files."
        " Delete something first."
    )


def _processes(limits: Limits) -> str:
    return f"At most {limits.processes} processes and threads run here at once."
