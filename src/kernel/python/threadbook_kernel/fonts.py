"""Chinese in figures, whatever fonts a program asks for.

Every text gets a font that draws Chinese as the last of its fallbacks, below the level of rcParams:
no style, theme or `rcParams["font.sans-serif"] = ["SimHei"]` can take it away.
`python -m threadbook_kernel.fonts` builds matplotlib's font cache (in MPLCONFIGDIR) ahead of the first figure.
"""

import logging
import os
import sys
import warnings
from collections.abc import Callable
from functools import cache, wraps
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from threadbook_kernel.imports import after_import

CJK_STARTS = 0x2E80
"""The first code point (CJK radicals) from which mathtext's own fonts have nothing to draw."""

SYSTEM_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
)


@cache
def chinese_font() -> str | None:
    """The path of a font that draws Chinese: the one installed with the project, else the system's."""
    spec = find_spec("zhplot")
    own = [str(Path(folder) / "fonts" / "NotoSansSC-Regular.ttf") for folder in _folders(spec)]
    return next((path for path in (*own, *SYSTEM_FONTS) if os.path.exists(path)), None)


def _folders(spec: Any) -> list[str]:
    return list(spec.submodule_search_locations or []) if spec else []


def install() -> None:
    """Has Chinese drawn in every figure; imports nothing by itself."""
    warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from", category=UserWarning)
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    after_import("matplotlib.font_manager", _extend_fallbacks)
    after_import("matplotlib._mathtext", _extend_mathtext)


def font_cache_folder(runtime: Path) -> Path:
    """Where matplotlib keeps its list of fonts: with the environment, else in `runtime`."""
    lasting = Path(sys.prefix) / "share" / "threadbook" / "matplotlib"
    for folder in (lasting, runtime / "matplotlib"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return runtime


def _extend_fallbacks(font_manager: ModuleType) -> None:
    path = chinese_font()
    if path is None:
        return
    find = font_manager.FontManager._find_fonts_by_props

    @wraps(find)
    def find_with_chinese(self: Any, prop: Any, fontext: str = "ttf", *args: Any, **kwargs: Any) -> list[Any]:
        found = find(self, prop, fontext, *args, **kwargs)
        return found if fontext != "ttf" or path in found else [*found, path]

    font_manager.FontManager._find_fonts_by_props = find_with_chinese


def _extend_mathtext(mathtext: ModuleType) -> None:
    path = chinese_font()
    if path is None:
        return
    for kind in (mathtext.UnicodeFonts, mathtext.DejaVuFonts, mathtext.BakomaFonts):
        kind._get_glyph = _with_chinese(kind._get_glyph, path)


def _with_chinese(get_glyph: Callable[..., Any], path: str) -> Callable[..., Any]:
    @wraps(get_glyph)
    def get_any_glyph(self: Any, fontname: str, font_class: str, symbol: str) -> Any:
        if len(symbol) == 1 and ord(symbol) >= CJK_STARTS:
            from matplotlib.font_manager import get_font

            return get_font(path), ord(symbol), False
        return get_glyph(self, fontname, font_class, symbol)

    return get_any_glyph


if __name__ == "__main__":
    import matplotlib.font_manager  # noqa: F401  (its import writes the cache)
