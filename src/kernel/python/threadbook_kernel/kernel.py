"""The IPython kernel of one thread."""

import builtins
import logging
import os
import site
import sys
import warnings
from collections.abc import Callable
from typing import Any

# Without a debugger a kernel starts faster and holds 10 MB less.
sys.modules["debugpy"] = None  # type: ignore[assignment]

import zmq
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.autocall import ZMQExitAutocall
from IPython.core.profiledir import ProfileDir
from traitlets import Type
from traitlets.config import Config

from threadbook_kernel import figures, fonts, forks, packages, progress, stdin, streams, tables, tracebacks
from threadbook_kernel.excerpt import outputs

MESSAGES_WAITING = 64
"""What waits in ZeroMQ cannot be taken back when a cell is stopped: the server has to take it first."""


class NoProfile(ProfileDir):
    """A profile that is on no disk."""

    def check_dirs(self) -> None:
        """Makes no folders."""

    def _location_changed(self, change: Any) -> None:
        """Makes no folders."""


class ExitCell(ZMQExitAutocall):
    """exit() and quit() end the cell, as they would a script, and keep Python."""

    def __call__(self, *_: Any) -> None:
        raise SystemExit


class ThreadShell(ZMQInteractiveShell):
    """Runs cells; shows their errors as the person needs them."""

    display_pub_class = Type(streams.Publisher)
    displayhook_class = Type(streams.ResultHook)

    _process: int | None = None
    """The one that runs the cell; another is one that the cell has forked."""

    def init_display_formatter(self) -> None:
        self.display_formatter = figures.Formatter(parent=self)
        self.configurables.append(self.display_formatter)

    async def run_cell_async(self, *args: Any, **kwargs: Any) -> Any:
        """Runs a cell as IPython does; never gives back an exception that cannot be printed."""
        result = await super().run_cell_async(*args, **kwargs)
        for place in ("error_before_exec", "error_in_exec"):
            error = getattr(result, place)
            if error is not None and not tracebacks.is_printable(error):
                # ipykernel would fail at str(error) and send no reply at all.
                setattr(result, place, type(type(error).__name__, (Exception,), {})(tracebacks.UNPRINTABLE))
        return result

    async def run_ast_nodes(self, *args: Any, **kwargs: Any) -> Any:
        """Runs a cell's statements; does not come back in a process that they have forked."""
        process = self._process = os.getpid()
        try:
            return await super().run_ast_nodes(*args, **kwargs)
        finally:
            if os.getpid() != process:
                forks.leave(kwargs["result"].error_in_exec)

    def showtraceback(self, exc_tuple: Any = None, *_: Any, **__: Any) -> None:
        """Sends the traceback of the exception that is being handled."""
        kind, error, _trace = self._get_exc_info(exc_tuple)
        if isinstance(error, BaseException):
            self._send_error(kind, error)

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        """Sends a SyntaxError with its line and caret."""
        kind, error, _trace = self._get_exc_info()
        self._send_error(kind, error.with_traceback(None))

    def _send_error(self, kind: type[BaseException], error: BaseException) -> None:
        lines = tracebacks.render(error, self._cell_name)
        text = "\n".join(lines) + "\n"
        if self._process not in (None, os.getpid()):
            return forks.tell(error, text)
        outputs.add(self.displayhook.parent_header.get("msg_id", ""), text)
        self._showtraceback(kind, tracebacks.message_of(error), lines)
        return None

    def _format_exception_for_storage(self, exception: BaseException, *_: Any, **__: Any) -> dict[str, Any]:
        # IPython's own formats the whole traceback a second time: a second for a deep recursion.
        return {"ename": type(exception).__name__, "evalue": tracebacks.message_of(exception), "traceback": []}

    def _cell_name(self, filename: str) -> str | None:
        named = self.compile.format_code_name(filename) if self.compile else None
        if named is None:
            return None
        return f"Cell {''.join(digit for digit in named[1] if digit.isdigit())}"

    def system(self, command: str) -> None:
        """Runs `!command`; what would install a package is answered instead."""
        sentence = packages.refuse_install(command)
        if sentence is None:
            # Not through a terminal of its own, as IPython does: that takes a session, which no sealed kernel may make.
            super().system_raw(command)
        else:
            print(sentence)

    def enable_matplotlib(self, *_: Any, **__: Any) -> Any:
        """`%matplotlib` with any backend keeps the inline one."""
        return super().enable_matplotlib("inline")

    def ask_exit(self) -> None:
        """Python stays."""


class ThreadKernel(IPythonKernel):
    """Answers the bot; asks nobody anything."""

    shell_class = Type(ThreadShell)
    raw_input = staticmethod(stdin.refuse_input)  # type: ignore[assignment]
    getpass = staticmethod(stdin.refuse_getpass)  # type: ignore[assignment]


class ThreadKernelApp(IPKernelApp):
    """A kernel that reads nobody's profile and keeps no history on disk."""

    own_kernel_class: type[ThreadKernel] = ThreadKernel

    def __init__(self, **kwargs: Any) -> None:
        settings = Config()
        settings.HistoryManager.enabled = False
        settings.InteractiveShell.colors = "nocolor"
        settings.Application.log_level = logging.CRITICAL
        # Inserted after start: a file named like a package must not keep the kernel from starting.
        settings.InteractiveShellApp.ignore_cwd = True
        super().__init__(config=settings, **kwargs)
        self.kernel_class = self.own_kernel_class
        self.outstream_class = "threadbook_kernel.streams.Stream"

    def init_profile_dir(self) -> None:
        self.profile_dir = NoProfile(location=os.devnull)

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Settings of the machine's own IPython are not ours."""

    def _run_startup_files(self) -> None:
        """Nor are its start-up files."""

    def _bind_socket(self, s: zmq.Socket[bytes], port: int) -> Any:
        if s.type == zmq.XPUB:
            # A cell that prints faster than the bot reads waits; else ZeroMQ drops what comes after 1,000 messages.
            s.setsockopt(zmq.XPUB_NODROP, 1)
            s.setsockopt(zmq.SNDHWM, MESSAGES_WAITING)
        return super()._bind_socket(s, port)

    def initialize(self, argv: list[str] | None = None) -> None:
        """Prepares everything a cell may meet."""
        super().initialize(argv)
        prepare(self.shell)


def prepare(shell: Any) -> None:
    """Everything Threadbook adds to a shell; imports no heavy package."""
    parts: tuple[Callable[[], None], ...] = (fonts.install, tables.install, stdin.install, progress.install)
    for install in parts:
        install()
    figures.install(shell)
    streams.install(shell)
    shell.register_magic_function(lambda line: shell.system(f"pip {line}"), magic_name="pip")
    for name in ("conda", "mamba", "uv"):
        shell.register_magic_function(lambda line, name=name: shell.system(f"{name} {line}"), magic_name=name)
    shell.exiter = ExitCell(shell)
    for namespace in (shell.user_ns, shell.user_ns_hidden):
        namespace.update(exit=shell.exiter, quit=shell.exiter)
    warnings.filterwarnings("ignore", message="To exit: use 'exit'")
    sys.argv = [""]  # Scripts that read their arguments must not meet the kernel's.
    builtins.earlier_output = outputs.earlier_output  # type: ignore[attr-defined]
    set_environment()
    packages_at = [index for index, path in enumerate(sys.path) if path in site.getsitepackages()]
    sys.path.insert(packages_at[0] if packages_at else len(sys.path), "")


def set_environment() -> None:
    """What programs that a cell starts are to find in their environment."""
    os.environ.update(PIP_NO_INDEX="1", PIP_DISABLE_PIP_VERSION_CHECK="1", MPLBACKEND=figures.INLINE)
    os.environ.pop("PYTHONPATH", None)
