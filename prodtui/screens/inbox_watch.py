"""What is new in the reader's inbox, kept up to date by what happens in the store: read once, then event by event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerError

from prodtui.domain.enums import NoticeKind
from prodtui.domain.notices import told
from prodtui.domain.rows_day import NoticeRow
from prodtui.errors import Busy, StoreProblem
from prodtui.screens import deferred
from prodtui.screens.base import BaseScreen

if TYPE_CHECKING:
    from prodtui.app import ProdtuiApp
    from prodtui.services.workspace import Workspace

TOPIC = "notices"
"""Published when what is new is not what it was."""
#: Notices come and end under these topics.
ABOUT = ("tasks:", "issues:", "checks:", "daily:")
#: Whoever gets a right, or a board back, has notices that were none before.
_RIGHTS = frozenset({"boards", "people"})


class InboxWatch:
    """The notices that the reader has not read, newest first in `rows`; empty for somebody whom the store has not."""

    def __init__(self, app: ProdtuiApp) -> None:
        self._app = app
        self.rows: tuple[NoticeRow, ...] = ()
        self._login = ""
        self._last = 0
        self._known: set[int] = set()
        self._wanted = False
        self._whole = False
        self._looker: Worker[None] | None = None

    def changed(self, topics: frozenset[str]) -> None:
        """Look for what is new where topics say that there may be something."""
        if not self._app.bridge.is_open:
            return
        actor = self._app.bridge.workspace.actor
        if actor.login != self._login or topics & {f"inbox:{actor.person_id}", *_RIGHTS}:
            self._whole = self._wanted = True
        elif actor.person_id is not None and any(topic.startswith(ABOUT) for topic in topics):
            self._wanted = True
        self.look()

    def look(self) -> None:
        """Look, soon, if there is reason to; again after a look that failed."""
        if self._wanted and (self._looker is None or not self._looker.is_running):
            self._looker = self._app.run_worker(self._look_until_done(), group="inbox")

    async def _look_until_done(self) -> None:
        while self._wanted:
            if isinstance(self._app.screen, BaseScreen):
                try:
                    await self._app.screen.settled()  # the reader's screen comes first
                except WorkerError:
                    return  # the program ends
            whole, self._wanted, self._whole = self._whole, False, False
            try:
                await self._look(whole)
            except (Busy, StoreProblem):
                self._wanted, self._whole = True, whole or self._whole
                return

    async def _look(self, whole: bool) -> None:
        actor = self._app.bridge.workspace.actor
        known, last = (self._last, self._last) if actor.login == self._login else (None, 0)
        # Those that ended are asked for as well: what ended them may be taken back.
        again = () if whole else tuple(self._known)

        def read(ws: Workspace) -> tuple[Sequence[NoticeRow], int]:
            if ws.actor.person_id is None:
                return (), 0
            if not whole:
                found, newest = deferred.inbox.notices_after(ws, last, again)
                if newest >= last:
                    return found, newest
            newest = deferred.history.last_event(ws)  # first: what comes in between is found again
            return deferred.inbox.inbox(ws), newest

        found, newest = await self._app.bridge.read(read)
        before, self._login, self._last = self.rows, actor.login, newest
        self._known = {row.id for row in found} | (set() if whole else self._known)
        self.rows = tuple(sorted((row for row in found if not row.read), key=lambda row: row.id, reverse=True))
        if known is not None:
            self._alert([row for row in self.rows if row.id > known])
        if self.rows != before or known is None:
            self._app.changed.publish(frozenset({TOPIC}))

    def _alert(self, new: Sequence[NoticeRow]) -> None:
        """Ring for what is new, newest first; an andon of the board that is shown has rung already."""
        board = self._app.bridge.workspace.board
        here = board.key if board is not None else None
        if any(row.kind is not NoticeKind.ANDON or row.board != here for row in new):
            self._app.sound()
        if new:
            more = f" (and {len(new) - 1} more)" if len(new) > 1 else ""
            self._app.tell_desktop(f"{told(new[0])}{more}")
