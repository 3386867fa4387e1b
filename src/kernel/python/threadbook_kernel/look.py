"""A look at the variables and the memory that never runs the person's code."""

import os
import sys
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from threadbook_kernel.memory import resident_bytes

VARIABLES_LIMIT = 100
REPR_LIMIT = 80
PLAIN = (bool, int, float, complex, type(None))
CONTAINERS = (list, tuple, dict, set, frozenset)
TEXTS = (str, bytes, bytearray)


class Glimpse(dict):  # type: ignore[type-arg]
    """A dict that goes out as application/json."""

    def _repr_json_(self) -> dict[str, Any]:
        return dict(self)


def glimpse() -> Glimpse:
    """Gives {"variables": [{"name", "type", "shape"?, "bytes"?, "repr"?}], "more": int, "memory_bytes": int}.

    `shape` is a list of ints: an array's or a table's, else one length. `more` counts variables above the limit.
    """
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    names = {} if shell is None else dict.copy(shell.user_ns)
    hidden = {} if shell is None else dict.copy(shell.user_ns_hidden)
    own = [(name, value) for name, value in names.items() if _is_persons(name, value, hidden)]
    shown = [_describe(name, value) for name, value in own[-VARIABLES_LIMIT:]]
    return Glimpse(variables=shown, more=len(own) - len(shown), memory_bytes=resident_bytes(os.getpid()))


def _is_persons(name: Any, value: Any, hidden: dict[str, Any]) -> bool:
    if type(name) is not str or name.startswith("_") or _isinstance(value, ModuleType):
        return False
    return name not in hidden or hidden[name] is not value


def _isinstance(value: Any, kind: type | tuple[type, ...]) -> bool:
    """isinstance without asking the object's own __class__, which may be a property that runs code."""
    return issubclass(type(value), kind)


def _is_one(kind: type, kinds: tuple[type, ...]) -> bool:
    """`kind in kinds` without asking a metaclass whether they are equal."""
    return any(kind is one for one in kinds)


def _describe(name: str, value: Any) -> dict[str, Any]:
    kind = type(value)
    about: dict[str, Any] = {"name": name[:REPR_LIMIT], "type": _kind_name(kind)}
    shape = _shape(value)
    if shape is not None:
        about["shape"] = shape
    size = _size(value)
    if size is not None:
        about["bytes"] = size
    text = _short_repr(value)
    if text is not None:
        about["repr"] = text
    return about


def _kind_name(kind: type) -> str:
    name = type.__dict__["__name__"].__get__(kind)
    return str.__str__(name)[:REPR_LIMIT]


def _is_from(value: Any, package: str, name: str) -> bool:
    """Whether the value's exact type is the package's own class of that name."""
    module = sys.modules.get(package)
    return module is not None and type(value) is getattr(module, name, None)


def _shape(value: Any) -> list[int] | None:
    if _is_one(type(value), (*CONTAINERS, *TEXTS)):
        return [len(value)]
    if _is_from(value, "numpy", "ndarray") or any(_is_from(value, "pandas", name) for name in ("DataFrame", "Series")):
        return [int(side) for side in value.shape]
    if issubclass(type(value), CONTAINERS):
        base = next(one for one in CONTAINERS if issubclass(type(value), one))
        return [base.__len__(value)]  # type: ignore[attr-defined]
    return None


def _size(value: Any) -> int | None:
    if _is_from(value, "numpy", "ndarray"):
        return int(value.nbytes)
    if any(_is_from(value, "pandas", name) for name in ("DataFrame", "Series")):
        usage = value.memory_usage(index=True, deep=False)
        return int(usage.sum() if hasattr(usage, "sum") else usage)
    return sys.getsizeof(value) if _is_one(type(value), (*TEXTS, *CONTAINERS)) else None


def _short_repr(value: Any) -> str | None:
    kind = type(value)
    if kind is int and value.bit_length() > 8 * REPR_LIMIT:
        return f"an integer of {value.bit_length()} bits"
    if _is_one(kind, PLAIN):
        return repr(value)[:REPR_LIMIT]
    if _is_one(kind, TEXTS):
        return _cut(repr(value[:REPR_LIMIT]), len(value) > REPR_LIMIT)
    if _is_one(kind, CONTAINERS):
        return _container_repr(value)
    if _is_one(kind, (FunctionType, BuiltinFunctionType)):
        return f"{value.__name__}()"[:REPR_LIMIT]
    return None


def _container_repr(value: Any) -> str | None:
    """Shows the first members where all of those are plain: the repr of others may run the person's code."""
    if issubclass(type(value), dict):
        first = list(dict.copy(value).items())[:6]
        parts = [(_short_member(key), _short_member(member)) for key, member in first]
        inner = None if any(None in part for part in parts) else ", ".join(f"{key}: {member}" for key, member in parts)
        opening, closing = "{", "}"
    else:
        members = [_short_member(member) for member in list(value)[:12]]
        inner = None if None in members else ", ".join(str(member) for member in members)
        opening, closing = {list: "[]", tuple: "()"}.get(type(value), "{}")
    return None if inner is None else _cut(f"{opening}{inner}{closing}", len(value) > 12)


def _short_member(value: Any) -> str | None:
    return _short_repr(value) if _is_one(type(value), (*PLAIN, *TEXTS)) else None


def _cut(text: str, more: bool) -> str:
    return text if len(text) <= REPR_LIMIT and not more else text[: REPR_LIMIT - 1] + "…"
