"""Tables and arrays as text that stays readable at about a hundred columns."""

from types import ModuleType

from threadbook_kernel.imports import after_import

WIDTH = 110

PANDAS = {
    "display.width": WIDTH,
    "display.max_columns": 24,
    "display.max_colwidth": 60,
    "display.max_rows": 40,
    "display.min_rows": 16,
    "display.unicode.east_asian_width": True,
}


def install() -> None:
    """Sets pandas and numpy up when they are imported."""
    after_import("pandas", _pandas)
    after_import("numpy", _numpy)


def _pandas(pandas: ModuleType) -> None:
    for name, value in PANDAS.items():
        pandas.set_option(name, value)


def _numpy(numpy: ModuleType) -> None:
    numpy.set_printoptions(linewidth=WIDTH)
