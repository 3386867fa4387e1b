"""Progress bars of tqdm as one line of text that moves, whichever of its modules a program imports."""

import warnings
from types import ModuleType

from threadbook_kernel.imports import after_import


def install() -> None:
    """Has tqdm.auto and tqdm.notebook draw text: there are no widgets in a chat. Imports nothing by itself."""
    warnings.filterwarnings("ignore", message="IProgress not found")
    after_import("tqdm.notebook", _draw_text)


def _draw_text(notebook: ModuleType) -> None:
    from tqdm import std

    notebook.tqdm = notebook.tqdm_notebook = std.tqdm  # type: ignore[attr-defined]
    notebook.trange = notebook.tnrange = std.trange  # type: ignore[attr-defined]
