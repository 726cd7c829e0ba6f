"""What the numbered screens share: a header with tabs, clock and news, and going from board to board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from textual import events, on
from textual.app import ComposeResult

from prodtui.domain.dates import human_minutes
from prodtui.domain.history import by_for
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_day import TimerRow
from prodtui.domain.rows_event import EventRow
from prodtui.screens import deferred
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.inbox_watch import TOPIC as NOTICES
from prodtui.screens.news import News
from prodtui.screens.program_verbs import ProgramVerbs
from prodtui.screens.sentences import of_changes
from prodtui.widgets.header import BoardHeader, View

CLOCK_SECONDS = 5.0
_TABS = range(1, 10)


class ViewScreen(ProgramVerbs):
    """A screen that a digit opens; it shows one board at a time, the one of the workspace."""

    def __init__(self) -> None:
        super().__init__()
        self.header = BoardHeader(signs=self.prodtui.signs)
        self.news = News()
        self.boards: Sequence[BoardRow] = ()
        self._minute: datetime | None = None
        self._duty_of: int | None = None
        self._timer_of = ""
        self._timer: TimerRow | None = None

    def body(self) -> ComposeResult:
        """Yield what stands between header and footer."""
        raise NotImplementedError

    def shown_board(self) -> BoardRow | None:
        """Return the board that the screen shows, None before the first one is read."""
        raise NotImplementedError

    def show_other_board(self) -> None:
        """Forget the board that is shown; the workspace has another one now."""
        raise NotImplementedError

    def minute_passed(self, now: datetime) -> None:
        """Show again what depends on the time."""

    def compose(self) -> ComposeResult:
        # The notice comes first: what is placed before a widget that comes and goes is written again each time.
        yield self.message
        yield self.alarm
        yield self.header
        yield from self.body()
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        self.header.show("prodtui", "", (), 0, "")
        self.set_interval(CLOCK_SECONDS, self.tick)

    def _changed(self, topics: frozenset[str]) -> None:
        shown, bridge = self.shown_board(), self.prodtui.bridge
        if shown is not None and bridge.is_open and shown.id != bridge.workspace.need_board().id:
            self.show_other_board()
        super()._changed(topics)
        if NOTICES in topics:
            self.header.set_unread(len(self.prodtui.inbox.rows))
        if shown is not None and f"daily:{shown.id}" in topics:
            self._read_duty()
        if "timers" in topics:
            self._read_timer()

    # --- header

    def show_header(self) -> None:
        """Say which board and view this is, and for whom."""
        board, app = self.shown_board(), self.prodtui
        if board is None:
            return
        here = app.view_of(self.SCREEN).number
        # One's own day is no view of the board: its tab is there while it is shown.
        views = [View(view.number, view.title, view.short) for view in app.views if view.number in (here, *_TABS)]
        actor = app.bridge.workspace.actor
        who = actor.name if actor.typed_by is None else by_for(actor.login, actor.typed_by)
        name = f"{board.name}{' (archived)' if board.archived_at else ''}"
        self.header.show(board.key, name, views, here, who, mode=app.mode_word)
        self.header.tick(app.now().astimezone(app.zone))
        self.header.set_unread(len(app.inbox.rows))
        if self._duty_of != board.id:
            self._duty_of = board.id
            self._read_duty()
        if self._timer_of != actor.login:
            self._timer_of = actor.login
            self._read_timer()

    def _read_duty(self) -> None:
        self.run_worker(self._guarded(self._show_duty), group="duty")

    async def _show_duty(self) -> None:
        """Say in the header which shift of the board nobody has taken over yet."""
        waiting = await self.prodtui.bridge.read(lambda ws: deferred.duty.not_taken_over(ws))
        more = f" +{len(waiting) - 1}" if len(waiting) > 1 else ""
        self.header.set_duty(f"{waiting[-1].rpartition('-')[2]}{more} waits" if waiting else "")

    def _read_timer(self) -> None:
        self.run_worker(self._guarded(self._find_timer), group="timer")

    async def _find_timer(self) -> None:
        self._timer = await self.prodtui.bridge.read(lambda ws: deferred.timers.timer(ws))
        self._show_timer()

    def _show_timer(self) -> None:
        """Say in the header for which task the timer of the reader runs, and for how long."""
        row, now = self._timer, self.prodtui.now()
        self.header.set_clock(f"{row.ref} {human_minutes(row.ran(now))}" if row is not None else "")

    def others_in(self, told: Iterable[EventRow], board: str | None = None) -> dict[str, str]:
        """Return by reference who else, not this window, changed it last among events, of one board if it is named."""
        own = self.prodtui.own
        return {each.ref: each.actor for each in told if each.txn not in own and board in (None, each.board)}

    def tell_changes(self, authors: Mapping[str, str], titles: Mapping[str, str] | None = None) -> None:
        """Name in the header who changed what, by reference, with the titles that are known."""
        for sentence in of_changes(authors, titles or {}):
            self.news.add(sentence, self.prodtui.now())
        self.show_news()

    def show_news(self) -> None:
        """Tell in the header who changed what in the last seconds."""
        self.header.set_news(self.news.text(self.prodtui.now()))

    def show_health(self, since: datetime | None) -> None:
        """Say in the header since when the store does not answer."""
        text = f"not live since {self.prodtui.local_time(since)}" if since is not None else ""
        self.header.set_trouble(text)

    def on_screen_resume(self, _: events.ScreenResume) -> None:
        # A clock that stood behind another screen is not seen for a moment with the time at which it was left.
        self.tick()

    def tick(self) -> None:
        """Move the clock, and once a minute what depends on it."""
        if not self.is_in_sight or self.shown_board() is None:
            return
        now = self.prodtui.now()
        self.header.tick(now.astimezone(self.prodtui.zone))
        self._show_timer()
        self.show_news()
        self.show_alarm()
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self.minute_passed(now)

    @on(BoardHeader.ViewChosen)
    def _view_chosen(self, event: BoardHeader.ViewChosen) -> None:
        self.prodtui.go_to_view(event.number)

    @on(BoardHeader.InboxChosen)
    def _inbox_chosen(self) -> None:
        self.act("inbox")

    @on(BoardHeader.BoardChosen)
    def _board_chosen(self) -> None:
        self.act("switch_board")

    # --- boards

    def do_rights(self) -> None:
        self.talk(self._see_rights)

    async def _see_rights(self) -> None:
        from prodtui.screens.dialogs.rights import RightsDialog

        await self.ask(RightsDialog(self.prodtui.bridge.workspace.need_board()))

    def do_switch_board(self) -> None:
        self.talk(self._switch_board)

    async def _switch_board(self) -> None:
        choices = [Choice(board.key, board.name, board.key) for board in self.boards]
        here = self.prodtui.bridge.workspace.need_board().key
        key = await self.ask(Picker("Go to board", choices, chosen={here}))
        if key is not None and key != here:
            async with self.turn:
                await self._go_to_board(key)

    def do_next_board(self) -> None:
        self.verb(lambda: self._step_board(1))

    def do_prev_board(self) -> None:
        self.verb(lambda: self._step_board(-1))

    async def _step_board(self, by: int) -> None:
        keys = [board.key for board in self.boards]
        here = self.prodtui.bridge.workspace.need_board().key
        if here not in keys:  # an archived board stands beside none: go to the first or the last of the others
            await self._go_to_board(keys[0 if by > 0 else -1])
            return
        await self._go_to_board(keys[(keys.index(here) + by) % len(keys)])

    async def _go_to_board(self, key: str) -> None:
        await self.prodtui.bridge.use_board(key)
        await self.prodtui.show_board()
        await self.settled()
