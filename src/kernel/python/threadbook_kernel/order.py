"""The one line of JSON with which the bot says what server it wants."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from threadbook_kernel.sealed.limits import read_limits

SOCKET_PATH_LIMIT = 107
"""Bytes of a unix socket's path (sun_path holds 108 with its closing zero)."""


class BadOrder(Exception):
    """The order is not what the server expects; the message says what came and what to do."""


@dataclass(frozen=True)
class Order:
    """What the bot asks for: where to listen, the token to ask for, and a folder for files, which goes at the end."""

    socket: Path
    token: str = field(repr=False)
    runtime: Path
    sealed: bool = True
    warm_kernels: int = 0
    """Sealed kernels that stand ready before anyone asks for one."""
    limits: dict[str, Any] = field(default_factory=dict)
    """What is to stand in place of values of config/kernel-limits.json."""
    kernel_env: dict[str, str] = field(default_factory=dict, repr=False)


def parse_order(line: bytes) -> Order:
    """Reads the line; raises BadOrder without ever repeating the token."""
    try:
        raw = json.loads(line)
    except ValueError as error:
        raise BadOrder("Expected one line of JSON on standard input, got something else.") from error
    if not isinstance(raw, dict):
        raise BadOrder("Expected a JSON object on standard input, got something else.")
    kernel = raw.get("kernel", {})
    env = kernel.get("env", {}) if isinstance(kernel, dict) else None
    if not isinstance(env, dict) or not all(isinstance(value, str) for value in env.values()):
        raise BadOrder("Expected kernel.env to be an object of strings.")
    return Order(
        socket=_socket_path(_text(raw, "socket")),
        token=_text(raw, "token"),
        runtime=Path(_text(raw, "runtime")).absolute(),
        sealed=_choice(raw, "sandbox", ("on", "off")) == "on",
        warm_kernels=_number(raw, "warm", 0),
        limits=_limits(raw),
        kernel_env=env,
    )


def _text(raw: dict[str, object], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value:
        raise BadOrder(f"Expected {name!r} to be a text that is not empty.")
    return value


def _choice(raw: dict[str, object], name: str, choices: tuple[str, ...]) -> str:
    value = raw.get(name, choices[0])
    if value not in choices:
        raise BadOrder(f"Expected {name!r} to be one of {', '.join(choices)}.")
    return str(value)


def _number(raw: dict[str, object], name: str, usually: int) -> int:
    value = raw.get(name, usually)
    if type(value) is not int or value < 0:
        raise BadOrder(f"Expected {name!r} to be a whole number from 0.")
    return value


def _limits(raw: dict[str, object]) -> dict[str, Any]:
    limits = raw.get("limits", {})
    if not isinstance(limits, dict):
        raise BadOrder("Expected 'limits' to be an object.")
    try:
        read_limits(limits)
    except ValueError as error:
        raise BadOrder(str(error)) from error
    return limits


def _socket_path(text: str) -> Path:
    path = Path(text).absolute()
    size = len(os.fsencode(path))
    if size > SOCKET_PATH_LIMIT:
        raise BadOrder(
            f"Expected a socket path of at most {SOCKET_PATH_LIMIT} bytes, got {size}: choose a shorter folder."
        )
    return path
