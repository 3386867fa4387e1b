"""Questions to a keyboard at which nobody sits."""

import sys
from typing import Any, NoReturn

SENTENCE = "There is nobody at the keyboard: put the value into a variable instead of asking for it with {}."


def refuse_input(*_: Any, **__: Any) -> NoReturn:
    """Stands for input(); raises EOFError, as Python does where standard input is at its end."""
    raise EOFError(SENTENCE.format("input()"))


def refuse_getpass(*_: Any, **__: Any) -> NoReturn:
    """Stands for getpass.getpass(); raises EOFError."""
    raise EOFError(SENTENCE.format("getpass()"))


def install() -> None:
    """Has breakpoint() say that it cannot stop here, and go on."""

    def pass_breakpoint(*_: Any, **__: Any) -> None:
        sentence = "breakpoint() is passed over: there is nobody at the keyboard. Print the values instead."
        print(sentence, file=sys.stderr)

    sys.breakpointhook = pass_breakpoint
