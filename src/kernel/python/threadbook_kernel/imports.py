"""Doing something right after a package is first imported, so that a kernel starts without the heavy ones."""

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

Action = Callable[[ModuleType], None]


class _Watch(MetaPathFinder):
    """Finds a watched module as Python would, and has its actions run once it is loaded."""

    def __init__(self) -> None:
        self.actions: dict[str, list[Action]] = {}

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        actions = self.actions.pop(name, None)
        if actions is None:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            self.actions[name] = actions
            return None
        spec.loader = _Followed(spec.loader, actions)
        return spec


class _Followed(Loader):
    """A loader that runs actions after the module's own code."""

    def __init__(self, loader: Loader, actions: list[Action]) -> None:
        self._loader = loader
        self._actions = actions

    def __getattr__(self, name: str) -> object:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        for action in self._actions:
            action(module)


_watch = _Watch()


def after_import(name: str, action: Action) -> None:
    """Calls `action(module)` when `name` has been imported: at once when it was already."""
    if name in sys.modules:
        action(sys.modules[name])
        return
    if _watch not in sys.meta_path:
        sys.meta_path.insert(0, _watch)
    _watch.actions.setdefault(name, []).append(action)
