"""The timeline: the schedule of a board as bars over time, a second face of its cards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from prodtui import actions
from prodtui.actions import KeyHint
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, PersonRow, StepRow, TaskRow
from prodtui.domain.rows_schedule import ScheduledRow
from prodtui.errors import Usage
from prodtui.screens import deferred
from prodtui.screens.base import PATIENCE_SECONDS, bindings_of
from prodtui.screens.line_pane import LinePane
from prodtui.screens.sentences import of_refusal
from prodtui.screens.task_lines import TaskContext, peek_lines
from prodtui.screens.timeline_desk import TimelineDesk
from prodtui.screens.timeline_log import LASTING, TimelineLog, Wish, read_first_page, read_timeline
from prodtui.screens.timeline_look import TimelineLook
from prodtui.screens.timeline_texts import NO_MATCH, TEACHING, advice
from prodtui.screens.verbs import Refusal
from prodtui.screens.verbs_task import TaskVerbs
from prodtui.screens.view import ViewScreen
from prodtui.widgets.board_model import Tally
from prodtui.widgets.timeline import TimelinePane
from prodtui.widgets.timeline_model import Grouped
from prodtui.widgets.timeline_trial import Trial

_LOOKS_AT_FIELDS = frozenset({"assign", "block", "finish", "move_to", "priority"})
ONLY_IF = "This is only what would be; esc goes back to the schedule as it is."


class TimelineScreen(TimelineLook, TaskVerbs, ViewScreen):
    """The schedule of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.TIMELINE
    CSS_PATH = "timeline.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.TIMELINE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-broad")]  # noqa: RUF012 (declared so by Textual)
    AUTO_FOCUS = "TimelinePane"

    def __init__(self) -> None:
        super().__init__()
        self.pane = TimelinePane(signs=self.prodtui.signs, id="timeline")
        self.peek = LinePane(id="peek")
        self.shown: TimelineLog | None = None
        self._desk = TimelineDesk(self)
        self._targets: tuple[TaskRow, ...] = ()
        self._advised: int | None = None
        self._tally: Tally | None = None

    def body(self) -> ComposeResult:
        with Container(id="middle"):
            yield self.pane
            yield self.peek

    def on_mount(self) -> None:
        super().on_mount()
        if self.prodtui.bridge.is_open:
            self.reload()

    # --- what there is

    def shown_board(self) -> BoardRow | None:
        return self.shown.here.board if self.shown is not None else None

    def steps(self) -> Sequence[StepRow]:
        return self.shown.here.steps if self.shown is not None else ()

    def people(self) -> Sequence[PersonRow]:
        return [person for person in self.shown.here.people if person.active] if self.shown is not None else ()

    def targets(self) -> tuple[TaskRow, ...]:
        """Return the marked tasks, or the one under the cursor, as they were read for the verb that is under way."""
        return self._targets

    def refs(self) -> tuple[str, ...]:
        return tuple(row.ref for row in self.pane.selection())

    def after_verb(self, refs: Sequence[str]) -> None:
        self.pane.clear_marks()

    def known_cards(self) -> Iterable[ScheduledRow]:
        return self.shown.schedule.tasks if self.shown is not None else ()

    def selection(self) -> actions.Selection:
        row = self.pane.row
        return actions.Selection(
            what="task",
            has_card=row is not None,
            read_only=self.prodtui.read_only,
            closed=ONLY_IF if self.wish.away else self.prodtui.bridge.why_not(Permission.WORK),
            denied=self.prodtui.bridge.why_not(Permission.PLAN),
            marked=len(self.pane.marked),
            blocked=row is not None and row.blocked is not None,
            can_override=self.may_override,
            stage="pinned" if row is not None and row.pinned is not None else "",
            finding=bool(self.found),
            boards=len(self.boards),
            cards=len(self.pane.model.stops) if self.pane.model is not None else 0,
        )

    def jump(self, ref: str) -> None:
        """Put the cursor on a task, ending the filter that hides it; one without a row is shown on the board."""
        model = self.pane.model
        if self.pane.go_to(ref):
            return
        if self.wish.text and model is not None and ref in model.by_ref:
            self.verb(lambda: self._jump_unfiltered(ref))
        else:
            self.prodtui.go_to_card(ref)

    async def _jump_unfiltered(self, ref: str) -> None:
        self.use_filter("")
        await self.settled()
        self.pane.go_to(ref)

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        board = self.shown_board()
        if board is None:
            return "boards" in topics
        own = {f"{kind}:{board.id}" for kind in ("tasks", "steps", "plan", "schedule")}
        return bool(topics & {"boards", "people", *own})

    def show_other_board(self) -> None:
        self.shown, self.wish = None, Wish()
        self.pane.forget()

    async def refresh_rows(self) -> None:
        wish, shown = self.wish, self.shown
        if shown is None:
            await self._show_first_page()
        patience = self.set_timer(PATIENCE_SECONDS, lambda: self._show_note(computing=True))
        try:
            log = await self.prodtui.bridge.read(lambda ws: read_timeline(ws, wish, shown))
        except Usage as error:
            if not wish.text:
                raise
            self.wish = replace(wish, text="")
            self.notice(f"The filter {wish.text} has ended. {error.message}", wrong=True)
            self.reload()
            return
        finally:
            patience.stop()
            self._show_note(computing=False)
        if wish != self.wish:
            return  # it comes too late: something else is wished for meanwhile, and being read
        self._tell(log)
        self._show(log)
        if self._advised != log.here.board.id:
            self._advised = log.here.board.id
            self.notice(advice(log.schedule))

    async def _show_first_page(self) -> None:
        """Show what is seen first before all of a long schedule is read, and let it be painted."""
        count = self.app.size.height  # the pane itself is not laid out yet
        page = await self.prodtui.bridge.read(lambda ws: read_first_page(ws, count))
        if page is None or self.wish != page.wish:
            return
        self._show(page)
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    def _show(self, log: TimelineLog) -> None:
        untouched = self.shown is not None and self.shown.outline and self.pane.is_untouched
        self.shown, self.boards = log, log.boards
        self._tally = None if log.page else log.model.tally
        self.pane.set_words(*(NO_MATCH if log.wish.text else TEACHING))
        self.pane.show(log.model, log.read_at)
        if untouched:
            self.pane.go_first()  # the schedule may begin with another task than the dates do
        self.show_header()
        self._show_note(computing=log.outline)
        self._show_rest()

    def _show_note(self, *, computing: bool) -> None:
        """Say in the header what is shown, and that the schedule is still being made."""
        names = {person.login: person.name for person in self.people()}
        away = ", ".join(f"if {names.get(each.person, each.person)} is away" for each in self.wish.away)
        by = f"by {self.wish.grouped}" if self.wish.grouped is not Grouped.NOTHING else ""
        parts = (away, by, self.wish.text, "computing…" if computing else "")
        self.header.set_note("  ".join(part for part in parts if part))

    def _tell(self, log: TimelineLog) -> None:
        """Name in the header who else changed what."""
        foreign = self.others_in(log.events, log.here.board.key)
        titles = {ref: row.title for ref in foreign if (row := log.model.by_ref.get(ref)) is not None}
        self.tell_changes(foreign, titles)

    def minute_passed(self, now: datetime) -> None:
        if self.shown is not None and now - self.shown.schedule.made_at >= LASTING:
            self.reload()
        else:
            self.pane.tick(now)

    # --- footer and peek

    def _show_rest(self) -> None:
        self.show_footer()
        if self.peek.has_class("-shown"):
            self.run_worker(self._guarded(self._show_peek), group="peek")

    def show_footer(self) -> None:
        hints = actions.footer_for(self.SCREEN, self.selection(), self.prodtui.reader_keys)
        if self.pane.trial is not None:
            hints = KeyHint("enter", "what follows", "to_card"), KeyHint("esc", "leave it", "back")
        self.footer.show(hints, self._tally, marked=len(self.pane.marked), filtered=bool(self.wish.text))

    async def _show_peek(self) -> None:
        row, here = self.pane.row, self.shown
        if row is None or here is None:
            return
        task = await self.prodtui.bridge.read(lambda ws: deferred.tasks.get(ws, row.ref))
        if self.pane.row is None or self.pane.row.ref != row.ref:
            return  # it comes too late: the cursor stands elsewhere, and that is being read
        names = {person.login: person.name for person in here.here.people}
        steps = {step.key: step for step in here.here.steps}
        context = TaskContext(self.prodtui.now(), self.prodtui.zone, steps, names, self.prodtui.signs)
        self.peek.show(lambda width: peek_lines(task, context, width), from_top=True)

    @on(TimelinePane.CursorMoved)
    @on(TimelinePane.MarksChanged)
    def _cursor_moved(self) -> None:
        self._show_rest()

    @on(TimelinePane.RowOpened)
    def _row_opened(self) -> None:
        self.act("to_card")

    def do_peek(self) -> None:
        self.peek.toggle_class("-shown")
        self._show_rest()

    def do_back(self) -> None:
        if self.pane.trial is not None:
            self.pane.let_go()
            self.show_footer()
        elif self.wish.away:
            self.use(replace(self.wish, away=()))
        elif self.peek.has_class("-shown"):
            self.peek.remove_class("-shown")
        elif self.pane.clear_marks():
            return
        elif self.wish.text:
            self.use(replace(self.wish, text=""))
        else:
            self.found = ""

    # --- changes

    def do_to_card(self) -> None:
        row = self.pane.row
        if self.pane.trial is not None:
            self.talk(self._desk.consequences)
        elif row is not None:
            self.prodtui.go_to_card(row.ref)

    def _try(self, trial: Trial | None) -> None:
        self.pane.try_out(trial)
        self.show_footer()

    def _nudge(self, moved: int, longer: int) -> None:
        """Move the bar under the cursor, or its end, by a column more."""
        row = self.pane.row
        if row is None or row.starts is None:
            self.notice(f"{row.ref if row else 'It'} has no place in the schedule that could be changed.")
            return
        now = self.pane.trial or Trial()
        trial = Trial(now.moved + moved, 0) if moved else Trial(0, now.longer + longer)
        self._try(None if trial.is_nothing else trial)

    def do_start_earlier(self) -> None:
        self._nudge(-1, 0)

    def do_start_later(self) -> None:
        self._nudge(1, 0)

    def do_shorter(self) -> None:
        self._nudge(0, -1)

    def do_longer(self) -> None:
        self._nudge(0, 1)

    @on(TimelinePane.BarDropped)
    def _bar_dropped(self) -> None:
        reason = actions.reason_against("start_later", self.selection())
        if reason is not None:
            self._try(None)
            self.notice(reason)
            return
        self.act("to_card")

    def do_unpin(self) -> None:
        self.talk(self._desk.unpin)

    def do_optimise(self) -> None:
        self.talk(self._desk.optimise)

    def do_clear_order(self) -> None:
        self.talk(self._desk.clear_order)

    def do_what_if_away(self) -> None:
        self.talk(self._desk.what_if_away)

    # --- verbs on the selection

    def act(self, action_id: str) -> None:
        """Do an action; what looks at the fields of the tasks that it works on waits until these are read."""
        if action_id not in _LOOKS_AT_FIELDS or actions.reason_against(action_id, self.selection()) is not None:
            super().act(action_id)
            return
        self.prodtui.hold_keys()
        self.run_worker(self._guarded(lambda: self._read_and_act(action_id)), group="verbs")

    async def _read_and_act(self, action_id: str) -> None:
        refs = self.refs()
        try:
            self._targets = await self.prodtui.bridge.read(lambda ws: deferred.tasks.get_all(ws, refs))
        finally:
            self.prodtui.release_keys()
        super().act(action_id)

    def refuse(self, refusal: Refusal) -> None:
        """Say why a change was refused; the card on the board says more."""
        self.refusal = refusal
        about = [("override", "override")] if self.may_override else []
        self.notice(of_refusal(refusal.error), wrong=True, about=(*about, ("to_card", "card")))
