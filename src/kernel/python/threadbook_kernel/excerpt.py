"""Keeps what the last cells printed, so that another part of a long result can be read again."""

import threading
from collections import deque
from typing import Any

CELLS_KEPT = 10
CHARACTERS_KEPT = 1_000_000


class Excerpt(str):
    """A piece of text that shows itself as it is, not quoted."""

    heading: str = ""

    def __repr__(self) -> str:
        return f"{self.heading}\n{self}"


class Record:
    """What one cell wrote: text and results, in order."""

    def __init__(self, message: str, number: int) -> None:
        self.message = message
        self.number = number
        self.is_reading = False
        self.lost = 0
        self._pieces: list[str] = []
        self._size = 0

    def add(self, text: str) -> None:
        """Keeps the text, up to CHARACTERS_KEPT a cell; counts the rest."""
        room = CHARACTERS_KEPT - self._size
        if len(text) > room:
            self.lost += len(text) - room
            text = text[:room]
        if text:
            self._pieces.append(text)
            self._size += len(text)

    def text(self) -> str:
        """All that is kept."""
        self._pieces = ["".join(self._pieces)]
        return self._pieces[0]


class Outputs:
    """The records of the last cells."""

    def __init__(self) -> None:
        self._records: deque[Record] = deque(maxlen=CELLS_KEPT + 1)
        self._lock = threading.Lock()

    def begin(self, message: str, number: int) -> None:
        """Starts the record of a new cell, known to late writers by its request's message id."""
        with self._lock:
            if self._records and self._records[-1].is_reading:
                self._records.pop()
            self._records.append(Record(message, number))

    def add(self, message: str, text: str) -> None:
        """Adds text to the cell that wrote it; text of cells no longer kept is dropped."""
        with self._lock:
            for record in reversed(self._records):
                if record.message == message:
                    record.add(text)
                    return

    def forget(self) -> None:
        """Drops all records."""
        with self._lock:
            self._records.clear()

    def earlier_output(self, cell: int = -1, start: int = 0, length: int = 2000) -> Excerpt:
        """Another part of what an earlier cell printed or showed as text.

        cell: -1 is the cell before this one, -2 the one before that; 3 is cell 3, as tracebacks call it.
        Cells that call earlier_output do not count. The last 10 cells are kept, 1,000,000 characters each.
        start, length: in characters; a negative start counts from the end.
        """
        with self._lock:
            self._records[-1].is_reading = True
            record = self._find(cell)
            text = record.text()
        first = max(0, len(text) + start) if start < 0 else min(start, len(text))
        excerpt = Excerpt(text[first : first + max(0, length)])
        lost = f" ({record.lost} more were not kept)" if record.lost else ""
        excerpt.heading = f"[cell {record.number}: characters {first} to {first + len(excerpt)} of {len(text)}{lost}]"
        return excerpt

    def _find(self, cell: int) -> Record:
        kept = list(self._records)[:-1]
        by_number = {record.number: record for record in kept}
        if cell < 0 and -cell <= len(kept):
            return kept[cell]
        if cell in by_number:
            return by_number[cell]
        known = ", ".join(str(number) for number in by_number) or "none"
        raise LookupError(f"Expected an earlier cell, got {cell}. Kept are cells {known}; -1 is the last of them.")


outputs = Outputs()


def text_of(data: Any) -> str:
    """The text that stands for a displayed thing, with its line's end."""
    text = data.get("text/plain") if isinstance(data, dict) and "image/png" not in data else None
    return f"{text}\n" if isinstance(text, str) else ""
