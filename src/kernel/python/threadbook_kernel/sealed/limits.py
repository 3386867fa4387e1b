"""The bounds of one kernel; config/kernel-limits.json is their one source, which the bot reads too."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[5] / "config" / "kernel-limits.json"

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one kernel may take, all its processes together. A megabyte is 1,048,576 bytes."""

    memory_mb: int
    processes: int
    """Threads count as processes do."""
    open_files: int
    """Of one process."""
    file_mb: int
    """The longest file that can be written."""
    tmp_mb: int
    shared_memory_mb: int
    folder_mb: int
    folder_files: int
    niceness: int

    @property
    def memory_bytes(self) -> int:
        return self.memory_mb * MEGABYTE

    @property
    def folder_bytes(self) -> int:
        return self.folder_mb * MEGABYTE


def read_limits(wanted: dict[str, Any]) -> Limits:
    """The limits of the file with those that are `wanted` in their place; names as in the file.

    Raises ValueError for a name that the file has not, and for a value that is no positive whole number.
    """
    values = {**json.loads(FILE.read_text("utf-8")), **wanted}
    names = {_camel(one.name): one.name for one in fields(Limits)}
    for name, value in values.items():
        if name not in names or type(value) is not int or value < 1:
            raise ValueError(
                f"Expected limits to be positive whole numbers named {', '.join(names)}, got {name}: {value}."
            )
    return Limits(**{names[name]: value for name, value in values.items()})


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
