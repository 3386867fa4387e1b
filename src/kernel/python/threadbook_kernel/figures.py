"""Figures and pictures: each shown once, as PNG, with words for those who cannot see it."""

import hashlib
import io
import os
import sys
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

from IPython.core.formatters import DisplayFormatter

from threadbook_kernel.imports import after_import

DOTS_PER_INCH = 144
MARGIN_INCHES = 0.1
PIXEL_LIMIT = 16_000_000
PICTURE_SIDE_LIMIT = 2000
ALT_LIMIT = 300
PARTS_LIMIT = 1000
INLINE = "module://matplotlib_inline.backend_inline"

DEFAULTS = {"figure.dpi": DOTS_PER_INCH, "figure.figsize": [6.4, 4.4], "axes.unicode_minus": True}

_shown: "WeakKeyDictionary[Any, bytes]" = WeakKeyDictionary()
"""What each figure looked like when this cell last showed it."""


class Formatter(DisplayFormatter):
    """IPython's formatter, with figures and pictures always as PNG and with their alt text."""

    def format(self, obj: Any, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Gives the data by MIME type and its metadata."""
        if _is_on_open_figure(obj):
            return {}, {}  # `[<Line2D object at 0x…>]` says nothing: the figure itself comes.
        png = _png_of(obj)
        if png is None:
            return super().format(obj, include=include, exclude=exclude)
        if _is_figure(obj):
            _shown[obj] = _digest(png)
        alt = _figure_alt(obj) if _is_figure(obj) else f"{obj.width} × {obj.height} pixels"
        metadata = {"threadbook": {"alt": alt}} if alt else {}
        return {"image/png": png, "text/plain": alt or "a figure"}, metadata


def install(shell: Any) -> None:
    """Has figures shown by `shell`; imports nothing heavy by itself."""
    os.environ["MPLBACKEND"] = INLINE
    shell.events.register("pre_run_cell", lambda *_: _shown.clear())
    after_import("matplotlib", _set_defaults)
    after_import("matplotlib.figure", _show_by_method)
    after_import("matplotlib.pyplot", _stay_inline)
    after_import("matplotlib_inline.backend_inline", lambda backend: _show_once(backend, shell))
    after_import("PIL.ImageShow", _show_pictures_inline)


def _set_defaults(matplotlib: ModuleType) -> None:
    for settings in (matplotlib.rcParams, matplotlib.rcParamsDefault, matplotlib.rcParamsOrig):
        dict.update(settings, DEFAULTS)
    # `matplotlib.use("Agg")` is in many scripts, written for machines where nobody looks.
    matplotlib.use = lambda *_, **__: None  # type: ignore[attr-defined]


def _show_by_method(figure_module: ModuleType) -> None:
    from IPython.display import display

    figure_module.Figure.show = lambda self, warn=True: display(self)  # type: ignore[attr-defined]


def _stay_inline(pyplot: ModuleType) -> None:
    switch = pyplot.switch_backend
    pyplot.switch_backend = lambda _=None: switch(INLINE)  # type: ignore[attr-defined]
    # Its hook would draw every open figure at a cell's end, only for them to be drawn again to be shown.
    pyplot.install_repl_displayhook = lambda: None  # type: ignore[attr-defined]


def _show_once(backend: ModuleType, shell: Any) -> None:
    backend._enable_matplotlib_integration()
    _set_defaults(sys.modules["matplotlib"])
    flush, original = backend.flush_figures, backend.show

    def show(close: bool | None = None, block: bool | None = None) -> None:
        from matplotlib._pylab_helpers import Gcf

        figures = [manager.canvas.figure for manager in Gcf.get_all_fig_managers()]
        try:
            for figure in figures:
                _show_if_new(figure)
        finally:
            show._to_draw = []  # type: ignore[attr-defined]
            if figures:
                sys.modules["matplotlib.pyplot"].close("all")

    def flush_open() -> None:
        backend.show._draw_called = False
        try:
            show()
        except Exception:
            shell.showtraceback()

    show._to_draw, show._draw_called = original._to_draw, False  # type: ignore[attr-defined]
    backend.show, backend.flush_figures = show, flush_open  # type: ignore[attr-defined]
    if flush in shell.events.callbacks["post_execute"]:
        shell.events.unregister("post_execute", flush)
    shell.events.register("post_execute", flush_open)


def _show_if_new(figure: Any) -> None:
    from IPython.display import display

    before = _shown.get(figure)
    png = _figure_png(figure)
    if png is not None and _digest(png) != before:
        display(
            {"image/png": png, "text/plain": _figure_alt(figure) or "a figure"}, raw=True, metadata=_metadata(figure)
        )
        _shown[figure] = _digest(png)


def _metadata(figure: Any) -> dict[str, Any]:
    alt = _figure_alt(figure)
    return {"threadbook": {"alt": alt}} if alt else {}


def _digest(png: bytes) -> bytes:
    return hashlib.blake2b(png, digest_size=16).digest()


def _is_figure(obj: Any) -> bool:
    module = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(obj, module.Figure)


def _is_picture(obj: Any) -> bool:
    module = sys.modules.get("PIL.Image")
    return module is not None and isinstance(obj, module.Image)


def _is_on_open_figure(obj: Any) -> bool:
    """Whether this is nothing but parts of a figure that is shown at the cell's end."""
    pyplot, artist = sys.modules.get("matplotlib.pyplot"), sys.modules.get("matplotlib.artist")
    if pyplot is None or artist is None or _is_figure(obj):
        return False
    numpy, grids = sys.modules["numpy"], sys.modules.get("seaborn.axisgrid")
    if isinstance(obj, numpy.ndarray) and obj.dtype == object:
        obj = obj.ravel().tolist()
    parts = list(obj) if type(obj) in (list, tuple) or isinstance(obj, tuple(_containers())) else [obj]
    kinds = (artist.Artist, grids.Grid) if grids else (artist.Artist,)
    if not 0 < len(parts) <= PARTS_LIMIT or not all(isinstance(part, kinds) for part in parts):
        return False
    numbers = {getattr(getattr(part, "figure", None), "number", None) for part in parts}
    return numbers <= set(pyplot.get_fignums())


def _containers() -> list[type]:
    module = sys.modules.get("matplotlib.container")
    return [module.Container] if module else []


def _png_of(obj: Any) -> bytes | None:
    if _is_figure(obj):
        return _figure_png(obj)
    return _picture_png(obj) if _is_picture(obj) else None


def _figure_png(figure: Any) -> bytes | None:
    """The figure as PNG with its margins cut, of bounded size; None when there is nothing on it."""
    if not (figure.axes or figure.lines or figure.texts or figure.images or figure.patches or figure.subfigs):
        return None
    width, height = figure.get_size_inches()
    dots = min(figure.dpi, (PIXEL_LIMIT / max(width * height, 1e-9)) ** 0.5)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dots, bbox_inches=_bounds(figure, dots), facecolor=figure.get_facecolor())
    return buffer.getvalue()


def _bounds(figure: Any, dots: float) -> Any:
    """The rectangle that holds all that is drawn, in inches; None (the whole canvas) when that would be huge."""
    figure.draw_without_rendering()
    box = figure.get_tightbbox().padded(MARGIN_INCHES)
    sensible = 0 < box.width * box.height * dots**2 <= 2 * PIXEL_LIMIT and max(box.width, box.height) * dots < 30_000
    return box if sensible else None


def _picture_png(picture: Any) -> bytes | None:
    """A PIL image as PNG, made smaller when it is large."""
    shown = picture if picture.mode in ("1", "L", "LA", "RGB", "RGBA", "P") else picture.convert("RGB")
    if max(shown.size) > PICTURE_SIDE_LIMIT:
        shown = shown.convert("RGBA" if "A" in shown.mode or shown.mode == "P" else "RGB")
        shown.thumbnail((PICTURE_SIDE_LIMIT, PICTURE_SIDE_LIMIT))
    if 0 in shown.size:
        return None
    buffer = io.BytesIO()
    shown.save(buffer, format="PNG")
    return buffer.getvalue()


def _figure_alt(figure: Any) -> str:
    """What the figure's titles and axis labels say, at most ALT_LIMIT characters; empty when they say nothing."""
    parts = [figure.get_suptitle(), *(_axes_alt(axes) for axes in figure.axes)]
    text = "; ".join(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))
    return text if len(text) <= ALT_LIMIT else text[: ALT_LIMIT - 1] + "…"


def _axes_alt(axes: Any) -> str:
    titles = (axes.get_title(where) for where in ("center", "left", "right"))
    labels = [(name, getattr(axes, f"get_{name}label", str)()) for name in "xyz"]
    return ", ".join([*filter(None, titles), *(f"{name}: {label}" for name, label in labels if label)])


def _show_pictures_inline(image_show: ModuleType) -> None:
    class Inline(image_show.Viewer):  # type: ignore[name-defined, misc]
        """Makes `picture.show()` show it here instead of looking for a screen."""

        def show(self, image: Any, **_: Any) -> int:
            from IPython.display import display

            display(image)
            return 1

    image_show._viewers.insert(0, Inline())
