"""The bridge between the screens and the store: every call runs in a thread, so that no wait ever stops the drawing.

Changes run one after the other in the order of the keys. Reads do not wait for them, and the feed has a thread of its
own because its connection belongs to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from prodtui.domain.enums import Via
from prodtui.domain.permissions import DEFAULTS, Permission, Rights
from prodtui.errors import Busy, StoreProblem
from prodtui.screens import deferred

if TYPE_CHECKING:
    from prodtui.services.feed import Feed
    from prodtui.services.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opening:
    """What to open: the store's path, the board's key, whom to act for, and whether nothing may be changed."""

    path: Path
    board: str | None = None
    as_name: str | None = None
    read_only: bool = False
    clock: Callable[[], datetime] | None = None


class Bridge:
    """The one way from the screens to the services."""

    def __init__(self, opening: Opening, watched: Callable[[Workspace], Workspace] = lambda ws: ws) -> None:
        """`watched` returns the workspace that is worked on, for one that was opened."""
        self.opening = opening
        self._watched = watched
        self._workspace: Workspace | None = None
        self._feed: Feed | None = None
        self._outdated = False
        self._under_way = 0
        self._writer = ThreadPoolExecutor(1, "store-write")
        self._reader = ThreadPoolExecutor(2, "store-read")
        self._watcher = ThreadPoolExecutor(1, "store-feed")

    @property
    def workspace(self) -> Workspace:
        """Return the open workspace; only after `open` has returned."""
        if self._workspace is None:
            raise RuntimeError("the store was used before it was open")
        return self._workspace

    @property
    def rights(self) -> Rights:
        """Return who may do what on the board that is shown."""
        board = self._workspace.board if self._workspace is not None else None
        return board.rights if board is not None else DEFAULTS

    def why_not(self, permission: Permission) -> str:
        """Return why the reader lacks a right on the board that is shown, "" when there is nothing against it."""
        return self.rights.refusal(self._workspace.actor.role, permission) if self._workspace is not None else ""

    @property
    def looks_only(self) -> bool:
        """Return whether the reader has no right at all on the board that is shown."""
        return self._workspace is not None and not self.rights.of(self._workspace.actor.role)

    @property
    def is_open(self) -> bool:
        """Return whether a store is open."""
        return self._workspace is not None

    @property
    def is_idle(self) -> bool:
        """Return whether no call is on its way."""
        return self._under_way == 0

    @property
    def stale_since(self) -> datetime | None:
        """Return since when the store does not answer, None while it does."""
        return self._feed.stale_since if self._feed is not None else None

    async def open(self, workspace: Workspace | None = None) -> Workspace:
        """Open the store, or take over `workspace`, and begin to watch it. Raises StoreProblem, NotFound."""
        opened = await self._run(self._reader, self._open) if workspace is None else workspace
        self._workspace = self._watched(opened)
        # The baseline of the feed comes before the first read: a change in between is then seen twice, never missed.
        self._feed = await self._run(self._watcher, lambda: deferred.feed.Feed(opened))
        return opened

    async def use_board(self, key: str) -> Workspace:
        """Go on with another board of the same store. Raises NotFound."""
        self._workspace = await self.read(lambda ws: ws.with_board(key))
        return self._workspace

    async def use_person(self, name: str) -> Workspace:
        """Go on as another person, recorded as acting for them. Raises NotFound."""
        self._workspace = await self.read(lambda ws: ws.acting_for(name))
        return self._workspace

    async def use_myself(self) -> Workspace:
        """Go on as the operating-system user."""
        self._workspace = await self.read(lambda ws: ws.acting_for_nobody())
        return self._workspace

    async def read(self, call: Callable[[Workspace], T]) -> T:
        """Run a read and return its answer; raises what the service raises."""
        workspace = self.workspace
        return await self._run(self._reader, lambda: call(workspace))

    async def write(self, call: Callable[[Workspace], T]) -> T:
        """Run a change after all earlier ones and return its answer; raises what the service raises."""
        workspace = self.workspace
        return await self._run(self._writer, lambda: call(workspace))

    async def call(self, work: Callable[[], T]) -> T:
        """Run something that needs no open store, such as making one or keeping a draft."""
        return await self._run(None, work)

    async def poll(self) -> frozenset[str]:
        """Return the topics that changed since the last poll."""
        feed = self._feed
        topics = frozenset[str]() if feed is None else await self._run(self._watcher, feed.poll)
        # Rights and roles may have changed.
        self._outdated |= bool(topics & {"boards", "people"})
        if self._outdated:
            await self._renew()
        return topics

    async def _renew(self) -> None:
        """Read board and reader of the workspace again; at the next poll when that fails."""
        before = self._workspace
        if before is None:  # closed meanwhile
            return
        with suppress(Busy, StoreProblem):
            fresh = await self._run(self._reader, before.renewed)
            self._outdated = False
            if self._workspace is before:  # the reader may have gone on to another board meanwhile
                self._workspace = fresh

    async def close(self) -> None:
        """Finish the changes that were begun and close the store."""
        if self._workspace is not None:
            await self._run(self._writer, lambda: None)
        feed, workspace = self._feed, self._workspace
        self._feed = self._workspace = None
        if feed is not None:
            await self._run(self._watcher, feed.close)
        if workspace is not None:
            await self._run(self._reader, workspace.close)
        for pool in (self._writer, self._reader, self._watcher):
            pool.shutdown(wait=False)

    def _open(self) -> Workspace:
        opening = self.opening
        workspace = deferred.workspace.open_workspace(
            opening.path,
            board=opening.board,
            as_name=opening.as_name,
            via=Via.TUI,
            read_only=opening.read_only,
        )
        return workspace if opening.clock is None else replace(workspace, clock=opening.clock)

    async def _run(self, pool: ThreadPoolExecutor | None, work: Callable[[], T]) -> T:
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work)
        finally:
            self._under_way -= 1
