"""The issue log: issues with what needs us first, improvements, and downtime, each a tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.enums import IssueState
from prodtui.domain.improvements import improvement_test
from prodtui.domain.issue_filters import IssueContext, issue_test, parse_issue_filter
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_issues import DowntimeRow, ImprovementRow, IssueRow
from prodtui.domain.text import holds
from prodtui.screens.base import bindings_of
from prodtui.screens.dialogs.filter import FilterDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.improvement_desk import ImprovementDesk
from prodtui.screens.improvement_rows import (
    TEACHING as TRIAL_TEACHING,
)
from prodtui.screens.improvement_rows import (
    draw_improvement,
    improvement_head,
    improvement_sections,
    improvement_words,
)
from prodtui.screens.issue_clock import ClockDesk
from prodtui.screens.issue_desk import IssueDesk
from prodtui.screens.issue_entry import Desk, EntryVerbs
from prodtui.screens.issue_log import PAGE, SORTS, Log, Wish, entry_of, improvement_terms, issue_terms, read_log
from prodtui.screens.issue_rows import (
    CLOCK_TEACHING,
    TEACHING,
    clock_head,
    clock_sections,
    clock_words,
    draw_clock,
    draw_issue,
    issue_head,
    issue_sections,
    issue_words,
)
from prodtui.screens.issue_tabs import ACTIONS, TITLES, Tab
from prodtui.screens.list_look import ListLook
from prodtui.screens.opening import open_entry
from prodtui.screens.view import ViewScreen
from prodtui.widgets.row_list import RowList, RowStyle, Section
from prodtui.widgets.spans import Ink, Line, paint
from prodtui.widgets.tab_bar import Tab as TabEntry
from prodtui.widgets.tab_bar import TabBar

NEAR_THE_END = 20
Entry = IssueRow | ImprovementRow | DowntimeRow


class IssuesScreen(EntryVerbs, ListLook[Entry], ViewScreen):
    """The issue log of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.ISSUES
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.ISSUES)
    AUTO_FOCUS = "RowList"

    def __init__(self) -> None:
        super().__init__()
        self.tabs = TabBar(signs=self.prodtui.signs, id="tabs")
        self.tab = Tab.ISSUES
        self._wishes = {tab: Wish(tab) for tab in Tab}
        self._log: Log | None = None
        self._issues = IssueDesk(self)
        self._trials = ImprovementDesk(self)
        self._clocks = ClockDesk(self)

    def make_list(self) -> RowList[Entry]:
        style: RowStyle[Entry] = RowStyle(lambda row: row.ref, self._draw, self._head)
        return RowList(style, words=("…",), id="list")

    def body(self) -> ComposeResult:
        yield self.tabs
        yield self.list

    def on_mount(self) -> None:
        super().on_mount()
        if self.prodtui.bridge.is_open:
            self.reload()

    # --- what there is

    @property
    def wish(self) -> Wish:
        """What the reader wants to see of the list that is shown."""
        return self._wishes[self.tab]

    def shown_board(self) -> BoardRow | None:
        return self.place.board if self.place is not None else None

    def desk(self) -> Desk:
        return self._trials if self.tab is Tab.IMPROVEMENTS else self._issues

    def entry_ref(self) -> str | None:
        return self.list.cursor_key

    def selection(self) -> actions.Selection:
        row = self.list.cursor_row
        return actions.Selection(
            what=self.tab.value,
            has_card=row is not None,
            read_only=self.prodtui.read_only,
            closed=why_closed(row) if row is not None else "",
            finding=bool(self.found),
            boards=len(self.boards),
            cards=self.list.count,
        )

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        board = self.shown_board()
        if board is None:
            return "boards" in topics
        mine = {f"{kind}:{board.id}" for kind in ("issues", "improvements", "steps", "tasks")}
        return bool(topics & {"boards", "people", *mine})

    def show_other_board(self) -> None:
        self.place = self._log = None
        self._wishes = {tab: Wish(tab) for tab in Tab}

    async def refresh_rows(self) -> None:
        wish = replace(self.wish, after=self._log.last_event if self._log is not None else None)
        log = await self.prodtui.bridge.read(lambda ws: read_log(ws, wish))
        self._log, self.place, self.boards = log, log.place, log.boards
        self._tell(log)
        self.show_header()
        self._show()

    def _tell(self, log: Log) -> None:
        """Name in the header who else changed what, and let its row flash."""
        own = self.prodtui.own
        foreign = {entry_of(event): event.actor for event in log.events if event.txn not in own}
        titles = {row.ref: row.title for row in log.issues} | {row.ref: row.title for row in log.improvements}
        self.tell_changes(foreign, titles)
        self.flash(foreign)

    def _show(self) -> None:
        log, wish = self._log, self.wish
        if log is None:
            return
        sections, words = self._sections(log)
        self.list.set_words(("Nothing matches the filter.", "", "esc  ends it") if wish.text else words)
        self.list.show(sections)
        runs = sum(row.ended_at is None for row in log.downtime)
        trials = sum(row.closed_at is None for row in log.improvements)
        counts = {
            Tab.ISSUES: f"{log.counts.open} open",
            Tab.IMPROVEMENTS: f"{trials}",
        }
        wrong = {
            Tab.ISSUES: f"{log.counts.overdue} overdue" if log.counts.overdue else "",
            Tab.DOWNTIME: f"{runs} running" if runs else "",
        }
        order = SORTS[wish.sort] if self.tab is Tab.ISSUES else ""
        entries = [
            TabEntry(tab, title, self.key_of(ACTIONS[tab]), counts.get(tab, ""), wrong.get(tab, ""))
            for tab, title in TITLES.items()
        ]
        self.tabs.show(self.tab, entries, order)
        self.header.set_note(wish.text)
        self.show_footer()

    def _sections(self, log: Log) -> tuple[Sequence[Section[Entry]], Sequence[str]]:
        if self.tab is Tab.ISSUES:
            more = 0 if self.wish.text else log.more
            return issue_sections(log.issues, more=more, by_need=not self.wish.sort), TEACHING
        if self.tab is Tab.IMPROVEMENTS:
            return improvement_sections(log.improvements), TRIAL_TEACHING
        words = self.wish.text
        return clock_sections(row for row in log.downtime if holds(clock_words(row), words)), CLOCK_TEACHING

    def _head(self, width: int) -> Line:
        heads = {Tab.ISSUES: issue_head, Tab.IMPROVEMENTS: improvement_head, Tab.DOWNTIME: clock_head}
        return heads[self.tab](width)

    def _draw(self, row: Entry, width: int) -> Line:
        context = self.task_context()
        if isinstance(row, IssueRow):
            drawn = draw_issue(row, width, context)
        elif isinstance(row, ImprovementRow):
            drawn = draw_improvement(row, width, context, judged=self._is_judged(row))
        else:
            drawn = draw_clock(row, width, context)
        return paint(drawn, Ink.FLASH) if row.ref in self.authors else drawn

    def _is_judged(self, row: ImprovementRow) -> bool:
        return self._log is not None and row.ref not in self._log.unjudged

    def minute_passed(self, now: datetime) -> None:
        self.reload()  # what is overdue is another question every minute

    def cursor_moved(self) -> None:
        super().cursor_moved()
        log, wish = self._log, self.wish
        full = log is not None and self.tab is Tab.ISSUES and len(log.issues) >= wish.limit
        if full and self.list.place >= self.list.count - NEAR_THE_END:
            self._use(limit=wish.limit + PAGE)

    def words_of(self, row: Entry) -> str:
        if isinstance(row, IssueRow):
            return issue_words(row)
        return improvement_words(row) if isinstance(row, ImprovementRow) else clock_words(row)

    # --- which list, which part of it

    def _go_to(self, tab: Tab) -> None:
        self.tab = tab
        self.list.show(())
        self._show()
        self.list.go_first()
        self.reload()

    def do_next_list(self) -> None:
        tabs = list(Tab)
        self._go_to(tabs[(tabs.index(self.tab) + 1) % len(tabs)])

    def do_improvements(self) -> None:
        self._go_to(Tab.ISSUES if self.tab is Tab.IMPROVEMENTS else Tab.IMPROVEMENTS)

    def do_downtime(self) -> None:
        self._go_to(Tab.ISSUES if self.tab is Tab.DOWNTIME else Tab.DOWNTIME)

    @on(TabBar.TabChosen)
    def _tab_chosen(self, event: TabBar.TabChosen) -> None:
        self._go_to(Tab(event.name))

    def do_view_issues(self) -> None:
        if self.tab is not Tab.ISSUES:
            self._go_to(Tab.ISSUES)

    def do_back(self) -> None:
        if self.wish.text:
            self._use(text="", limit=PAGE)
        elif self.tab is not Tab.ISSUES:
            self._go_to(Tab.ISSUES)
        self.found = ""

    def _use(self, **wanted: object) -> None:
        """Wish for something else from the list that is shown, and read it."""
        self._wishes[self.tab] = replace(self.wish, **wanted)  # type: ignore[arg-type]
        self.reload()

    def do_closed_too(self) -> None:
        self._use(all=not self.wish.all, limit=PAGE)
        self.notice("Closed ones are shown too." if self.wish.all else "Only what is open is shown.")

    def do_sort_issues(self) -> None:
        self.talk(self._sort_issues)

    async def _sort_issues(self) -> None:
        choices = [Choice(key, text) for key, text in SORTS.items()]
        sort = await self.ask(Picker("Order of the issues", choices, chosen={self.wish.sort}))
        if sort is not None:
            self._use(sort=sort, limit=PAGE)

    def do_filter_issues(self) -> None:
        self.talk(self._filter_issues)

    async def _filter_issues(self) -> None:
        log = self._log
        if log is None:
            return
        me = self.prodtui.bridge.workspace.actor.login
        terms = {Tab.ISSUES: issue_terms(log, me), Tab.IMPROVEMENTS: improvement_terms(log)}.get(self.tab, [])
        text = await self.ask(FilterDialog(self.wish.text, terms, self._would_show))
        if text is not None:
            self._use(text=text, limit=PAGE)

    def _would_show(self, text: str) -> str:
        """Return how many entries of those that are read a filter text shows. Raises Rejected."""
        log, app = self._log, self.prodtui
        if log is None or not text.strip():
            return "Everything is shown."
        me, people = app.bridge.workspace.actor.login, [person.login for person in log.place.people]
        if self.tab is Tab.ISSUES:
            steps = {step.key: step for step in log.place.steps}
            context = IssueContext(app.now(), app.zone, me, steps, people)
            found = sum(map(issue_test(parse_issue_filter(text), context), log.issues))
            return f"{found} of the {len(log.issues)} issues that are shown."
        if self.tab is Tab.IMPROVEMENTS:
            passes = improvement_test(text, me, people)
            return f"{sum(map(passes, log.improvements))} of the {len(log.improvements)} improvements that are shown."
        return f"{sum(holds(clock_words(row), text) for row in log.downtime)} of {len(log.downtime)} downtimes."

    def jump(self, ref: str) -> None:
        self.list.go_to(ref)

    # --- verbs

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_entry")

    def do_open_entry(self) -> None:
        row = self.list.cursor_row
        if row is None:
            return
        ref = row.issue if isinstance(row, DowntimeRow) else row.ref
        if ref is not None:
            open_entry(self, ref)
        else:
            self.notice(f"{row.ref} belongs to no issue. s stops its clock, e corrects its reason.")

    def do_add_entry(self) -> None:
        self.talk(self._clocks.start if self.tab is Tab.DOWNTIME else self.desk().add)

    def do_stop_clock(self) -> None:
        row = self.list.cursor_row
        if isinstance(row, DowntimeRow) and row.ended_at is None:
            self.talk(lambda: self._clocks.stop(row))
        else:
            self.talk(self._clocks.start)

    def do_edit_entry(self) -> None:
        row = self.list.cursor_row
        if isinstance(row, DowntimeRow):
            self.talk(lambda: self._clocks.edit_reason(row))
        else:
            super().do_edit_entry()

    def do_drop_entry(self) -> None:
        row = self.list.cursor_row
        if isinstance(row, DowntimeRow):
            self.talk(lambda: self._clocks.put_away(row))
        else:
            super().do_drop_entry()

    def do_action_done(self) -> None:
        self.on_entry(self._issues.action_done)

    def do_say(self) -> None:
        self.on_entry(self._issues.say)

    def do_touch(self) -> None:
        self.on_entry(self._issues.touch)

    def do_reopen(self) -> None:
        self.on_entry(self._issues.reopen)

    def do_pareto(self) -> None:
        self.talk(self._pareto)

    async def _pareto(self) -> None:
        from prodtui.screens.dialogs.pareto import ParetoDialog

        text = await self.ask(ParetoDialog(self.task_context()))
        if text is not None:
            self.tab = Tab.ISSUES
            self._use(text=text, limit=PAGE)


def why_closed(row: Entry) -> str:
    """Return why nothing can be changed about an entry, "" when it can."""
    if isinstance(row, DowntimeRow):
        return ""
    if row.archived_at is not None:
        return f"{row.ref} was put away; undo brings it back."
    if isinstance(row, ImprovementRow):
        return f"{row.ref} is closed and stays as it is; H takes it back, with a reason." if row.closed_at else ""
    closed = row.state is IssueState.CLOSED
    return f"{row.ref} is closed and stays as it is; R opens it again." if closed else ""
