"""Rooms that stand ready before anyone asks for one."""

import asyncio
import os
import secrets
import shutil
from collections import deque
from pathlib import Path

from threadbook_kernel.sealed import room as rooms_own
from threadbook_kernel.sealed.rooms import NotStarted, Room
from threadbook_kernel.sealed.zygote_process import Plan, Zygote

_REFILL_AFTER_S = 0.3
"""A new kernel takes a processor for a fifth of a second: not while the first cell of a claimed one runs."""

_ATTEMPTS = 2

_LASTING_S = 2.0
"""A zygote that lived for so long has not died of what it loads."""


class Pool:
    """Gives out sealed kernels, most of them at once."""

    def __init__(self, plan: Plan, folder: Path, size: int) -> None:
        self._plan = plan
        self._folder = folder
        self._size = size
        self._ready: deque[Room] = deque()
        self._zygote = Zygote(plan)
        self._replacing: asyncio.Future[Zygote] | None = None
        self._filling: asyncio.Task[None] | None = None

    async def claim(self, folder: str, key: str, place: Path) -> Room:
        """A kernel that works in `folder`, its sockets in the folder `place`; raises NotStarted."""
        for attempt in range(1, _ATTEMPTS + 1):
            room = self._take()
            try:
                room = room or await self._make()
                _own(folder)
                await self._give(room, folder, key)
                break
            except NotStarted:
                if room is not None:
                    self._discard(room)
                if attempt == _ATTEMPTS:
                    raise
        shutil.rmtree(place, ignore_errors=True)
        room.sockets = room.sockets.rename(place)
        self.fill(_REFILL_AFTER_S)
        return room

    def fill(self, after_s: float = 0) -> None:
        """Makes, in the background, as many rooms as are missing."""
        if self._filling is None or self._filling.done():
            self._filling = asyncio.ensure_future(self._fill(after_s))

    def _replace_zygote(self) -> None:
        """Has another one load its packages at once, and not with the next claim; not for ever, where none stays."""
        if self._zygote.age_s > _LASTING_S:
            self._replacing = asyncio.ensure_future(self._living_zygote())

    def close(self) -> None:
        """Ends the zygote and the rooms that nobody has claimed."""
        for room in self._ready:
            room.close()
        self._zygote.close()

    async def _fill(self, after_s: float) -> None:
        await asyncio.sleep(after_s)
        while len(self._ready) < self._size:
            try:
                self._ready.append(await self._make())
            except NotStarted:
                return  # The next claim tries again, and tells.

    def _take(self) -> Room | None:
        while self._ready:
            room = self._ready.popleft()
            if not room.ended:
                return room
            self._discard(room)
        return None

    async def _make(self) -> Room:
        zygote = await self._living_zygote()
        name = secrets.token_hex(4)
        sockets = self._folder / name
        sockets.mkdir(mode=0o700)
        if os.getuid() == 0:
            os.chown(sockets, rooms_own.HOST_USER, rooms_own.HOST_USER)
        room = zygote.fork(name, sockets)
        await room.ready()
        return room

    async def _give(self, room: Room, folder: str, key: str) -> None:
        copy = await (await self._living_zygote()).clone(folder)
        try:
            await room.claim(copy, key)
        finally:
            os.close(copy)

    async def _living_zygote(self) -> Zygote:
        if self._zygote.ended:
            self._zygote.close()
            self._zygote = Zygote(self._plan)
        await self._zygote.opened()
        self._zygote.when_gone(self._replace_zygote)
        return self._zygote

    def _discard(self, room: Room) -> None:
        room.close()
        shutil.rmtree(room.sockets, ignore_errors=True)


def _own(folder: str) -> None:
    """Gives the folder and what is in it to the kernels' user where they are not the bot's own."""
    user = rooms_own.HOST_USER
    if os.getuid() != 0 or os.stat(folder).st_uid == user:
        return
    for _, folders, files, here in os.fwalk(folder, follow_symlinks=False):
        for name in (*folders, *files):
            os.chown(name, user, user, dir_fd=here, follow_symlinks=False)
    os.chown(folder, user, user, follow_symlinks=False)
