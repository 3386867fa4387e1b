"""Tracebacks as the person needs them: their own lines, no colours, bounded."""

import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType

from threadbook_kernel.packages import missing_sentence
from threadbook_kernel.sealed import bounds

CAUSES_LIMIT = 4
FRAMES_LIMIT = 10
READ_LIMIT = 64
LINE_LIMIT = 400
MESSAGE_LIMIT = 4000

TYPED = {"<timed exec>": "Timed cell", "<timed eval>": "Timed cell", "<magic-timeit>": "Timed cell"}
"""Code that the person wrote and Python knows under a name that is no file's."""

CellName = Callable[[str], str | None]
"""Gives "Cell 3" for the file name under which Python knows that cell's code, None for other files."""

UNPRINTABLE = "<this exception's message cannot be shown>"
PACKAGE = re.compile(r"(?:(?:site|dist)-packages|python3\.\d+(?![/\\](?:site|dist)-packages))[/\\]([^/\\.]+)")

BECAUSE = "The exception above was the direct cause of this one:"
DURING = "While the exception above was handled, another one came:"


def render(error: BaseException, cell_name: CellName) -> list[str]:
    """The lines of a traceback, causes first, as Python orders them."""
    chain: list[tuple[BaseException, str]] = []
    seen: set[int] = set()
    current: BaseException | None = error
    link = ""
    while current is not None and id(current) not in seen and len(chain) < CAUSES_LIMIT:
        seen.add(id(current))
        chain.append((current, link))
        current, link = _cause(current)
    lines: list[str] = []
    final = _last_lines(error, cell_name)
    for one, link_below in reversed(chain):
        rendered = _render_one(one, cell_name)
        if one is not error and rendered == final:
            continue  # A library that raised the same words again: it says nothing new.
        lines += rendered
        if link_below:
            lines += ["", link_below, ""]
    return lines


def message_of(error: BaseException) -> str:
    """str(error), bounded; a sentence where that itself fails."""
    if not is_printable(error):
        return UNPRINTABLE
    return _shorten(error.msg if isinstance(error, SyntaxError) else str(error), MESSAGE_LIMIT)


def is_printable(error: BaseException) -> bool:
    """Whether str(error) works: an exception's own __str__ may raise another."""
    try:
        str(error)
    except Exception:
        return False
    return True


def _cause(error: BaseException) -> tuple[BaseException | None, str]:
    if isinstance(error, KeyboardInterrupt):
        return None, ""
    if error.__cause__ is not None:
        return error.__cause__, BECAUSE
    return (None, "") if error.__suppress_context__ else (error.__context__, DURING)


def _render_one(error: BaseException, cell_name: CellName) -> list[str]:
    if isinstance(error, SystemExit):
        return [f"The cell ended here by SystemExit({message_of(error)}). Python and its variables are kept."]
    summaries, unread = _summaries(error.__traceback__)
    frames = list(_frames(summaries, cell_name))
    if isinstance(error, KeyboardInterrupt):
        frames = frames[-1:]
    elif len(frames) > FRAMES_LIMIT or unread:
        half = FRAMES_LIMIT // 2
        left_out = f"  … {len(frames) - FRAMES_LIMIT + unread} more calls …"
        frames = [*frames[:half], left_out, *frames[-half:]]
    opening = ["Traceback (most recent call last):"] if frames else []
    return [*opening, *frames, *_last_lines(error, cell_name)]


def _frames(summaries: list[traceback.FrameSummary], cell_name: CellName) -> Iterator[str]:
    """The person's frames; runs of a library's frames as one line each; those before the cell not at all."""
    libraries: list[str] = []
    begun = False
    for summary in summaries:
        place = cell_name(summary.filename) or TYPED.get(summary.filename) or _own_file(summary.filename)
        if place is None:
            libraries += filter(None, [_package(summary.filename)])
            continue
        if begun and libraries:
            yield _collapsed(libraries)
        libraries, begun = [], True
        yield _frame(summary, place)
    if begun and libraries:
        yield _collapsed(libraries)


def _summaries(trace: TracebackType | None) -> tuple[list[traceback.FrameSummary], int]:
    """The calls, and how many in the middle were left unread: source lines of a deep recursion take a while."""
    depth, one = 0, trace
    while one is not None:
        depth, one = depth + 1, one.tb_next
    if depth <= 2 * READ_LIMIT:
        return list(traceback.extract_tb(trace)), 0
    ends = (traceback.extract_tb(trace, limit=limit) for limit in (READ_LIMIT, -READ_LIMIT))
    return [summary for end in ends for summary in end], depth - 2 * READ_LIMIT


def _frame(summary: traceback.FrameSummary, place: str) -> str:
    formatted = "".join(traceback.StackSummary.from_list([summary]).format()).rstrip("\n")
    function = "" if summary.name == "<module>" else f", in {summary.name}"
    source = [_shorten(line, LINE_LIMIT) for line in formatted.split("\n")[1:]]
    # An interrupt between two instructions belongs to no line.
    at = "" if summary.lineno is None else f", line {summary.lineno}"
    return "\n".join([f"  {place}{at}{function}", *source])


def _collapsed(libraries: list[str]) -> str:
    names = ", ".join(dict.fromkeys(libraries))
    return f"  … {len(libraries)} {'call' if len(libraries) == 1 else 'calls'} inside {names} …"


def _own_file(filename: str) -> str | None:
    """A path relative to the working folder for modules that the person wrote there."""
    if not os.path.isabs(filename) or not os.path.exists(filename):
        return None
    try:
        here = os.getcwd()
    except OSError:
        return None
    inside = filename.startswith(here + os.sep)
    roots = (sys.prefix, sys.base_prefix, os.path.dirname(__file__))
    library = any(filename.startswith(root + os.sep) for root in roots)
    return os.path.relpath(filename, here) if inside and not library else None


def _package(filename: str) -> str:
    """The name of the package that a library's file belongs to; empty for this one, which nobody asks about."""
    if filename.startswith(os.path.dirname(__file__) + os.sep):
        return ""
    found = PACKAGE.search(filename)
    return found[1] if found else "Python"


def _last_lines(error: BaseException, cell_name: CellName) -> list[str]:
    try:
        lines = traceback.TracebackException(type(error), error, None, compact=True).format_exception_only()
        text = "".join(lines).rstrip("\n")
    except Exception:
        text = f"{type(error).__name__}: {message_of(error)}"
    if isinstance(error, SyntaxError):
        text = re.sub(r'^  File "(.*?)", line', lambda match: f"  {cell_name(match[1]) or match[1]}, line", text)
    parts = _shorten(text, MESSAGE_LIMIT).split("\n")
    if isinstance(error, ModuleNotFoundError) and error.name and "not installed here" not in text:
        parts += _about_missing(error.name)
    parts += filter(None, [bounds.explain(error)])
    if isinstance(error, BaseExceptionGroup):
        parts += [f"  - {type(one).__name__}: {message_of(one)}" for one in error.exceptions[:FRAMES_LIMIT]]
    return parts


def _about_missing(name: str) -> list[str]:
    top = name.partition(".")[0]
    return [] if top in sys.modules or top in sys.stdlib_module_names else [missing_sentence(name)]


def _shorten(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]} … {len(text) - 2 * half} characters … {text[-half:]}"
