"""Prints, as JSON, the font that draws Chinese in figures, and whether matplotlib can draw with it.

Takes the folder of the package threadbook_kernel.
"""

import json
import sys


def main() -> None:
    """Asks the kernels' own finder for the font, and matplotlib for a glyph of it."""
    sys.path.insert(0, sys.argv[1])
    from matplotlib.font_manager import get_font

    from threadbook_kernel.fonts import chinese_font

    path = chinese_font()
    draws = path is not None and get_font(path).get_char_index(ord("图")) != 0
    print(json.dumps({"path": path, "draws": draws}))


if __name__ == "__main__":
    main()
