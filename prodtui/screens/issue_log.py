"""What the issue list reads: the entries of its three lists, what others changed, and what filters are read against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from prodtui.domain.enums import CauseCategory, IssueState, Severity
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_issues import DowntimeRow, ImprovementRow, IssueRow
from prodtui.screens import deferred
from prodtui.screens.dialogs.picker import Choice
from prodtui.screens.issue_entry import Place, read_place
from prodtui.screens.issue_tabs import Tab

if TYPE_CHECKING:
    from prodtui.services.issues import IssueCounts
    from prodtui.services.workspace import Workspace

PAGE = 200
CLOCK_DAYS = timedelta(days=90)
"""How far back the list of downtime goes."""
MOST_NEWS = 100
KINDS = frozenset({"issue", "issue_action", "issue_comment", "issue_task", "improvement", "downtime"})
SORTS = {
    "": "what needs us first",
    "age": "the oldest first",
    "newest": "the newest first",
    "severity": "by severity",
    "state": "by state",
    "due": "by the next action",
    "step": "by step",
    "owner": "by owner",
    "category": "by category",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see: the filter and whether closed entries are shown, for each list; order and length."""

    tab: Tab = Tab.ISSUES
    text: str = ""
    all: bool = False
    sort: str = ""
    limit: int = PAGE
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """The three lists as they are read at once; `last_event` is the newest change that they hold.

    `unjudged` are the improvements whose result says too little yet.
    """

    place: Place
    boards: tuple[BoardRow, ...]
    issues: tuple[IssueRow, ...]
    counts: IssueCounts
    improvements: tuple[ImprovementRow, ...]
    unjudged: frozenset[str]
    downtime: tuple[DowntimeRow, ...]
    events: tuple[EventRow, ...]
    last_event: int

    @property
    def more(self) -> int:
        """How many open issues there are beyond those that were read."""
        return max(self.counts.open - sum(row.state is not IssueState.CLOSED for row in self.issues), 0)


def read_log(ws: Workspace, wish: Wish) -> Log:
    """Read what a reader wants to see; for a worker thread. Raises Rejected for a filter that cannot be read."""
    last_event = deferred.history.last_event(ws)
    events = () if wish.after is None else deferred.history.events_after(ws, wish.after, MOST_NEWS)
    issue_text = wish.text if wish.tab is Tab.ISSUES else ""
    trial_text = wish.text if wish.tab is Tab.IMPROVEMENTS else ""
    trials = deferred.improvements.list_improvements(ws, trial_text, all=wish.all)
    return Log(
        place=read_place(ws),
        boards=deferred.boards.list_boards(ws),
        issues=deferred.issues.list_issues(ws, issue_text, all=wish.all, sort=wish.sort or None, limit=wish.limit),
        counts=deferred.issues.count_issues(ws),
        improvements=trials,
        unjudged=deferred.improvements.unjudged(ws, trials),
        downtime=deferred.downtime.list_downtime(ws, since=ws.now() - CLOCK_DAYS),
        events=tuple(event for event in events if event.kind in KINDS),
        last_event=last_event,
    )


def entry_of(event: EventRow) -> str:
    """Return the reference of the entry that an event is about; that of the issue for one of its actions."""
    return event.ref.partition(".")[0]


def issue_terms(log: Log, me: str | None) -> list[Choice]:
    """Return the common terms of the filter language of issues, with the words of this board."""
    terms = [Choice("mine", "mine", "I see to it")] if me is not None else []
    terms += [
        Choice("overdue", "overdue", "an action is past its day"),
        Choice("checks", "checks", "its effect is to be looked at"),
        Choice("unowned", "unowned", "nobody sees to it"),
        Choice("andon", "andon", "raised with an andon"),
        Choice("recurring", "recurring", "repeats an older one"),
        Choice("closed", "closed", "closed ones alone"),
    ]
    terms += [Choice(f"sev:{value}", f"sev:{value}", "severity") for value in Severity]
    terms += [Choice(f"state:{value}", f"state:{value}", "state") for value in IssueState]
    terms += [Choice(f"step:{step.key}", f"step:{step.key}", step.name) for step in log.place.steps]
    categories = log.place.board.settings.issue_categories
    terms += [
        Choice(f'cat:"{name}"' if " " in name else f"cat:{name}", f"cat:{name}", "category") for name in categories
    ]
    terms += [Choice(f"cause:{value}", f"cause:{value}", "lies with") for value in CauseCategory]
    return terms + _owners([row.owner for row in log.issues])


def improvement_terms(log: Log) -> list[Choice]:
    """Return the common terms of the filter language of improvements."""
    terms = [Choice("mine", "mine", "I see to it"), Choice("closed", "closed", "closed ones too")]
    terms += [Choice(f"state:{value}", f"state:{value}", "state") for value in ("plan", "do", "check", "act")]
    kpis = sorted({row.kpi for row in log.improvements if row.kpi and " " not in row.kpi})
    terms += [Choice(f"kpi:{kpi}", f"kpi:{kpi}", "measured by") for kpi in kpis]
    return terms + _owners([row.owner for row in log.improvements])


def _owners(logins: Sequence[str | None]) -> list[Choice]:
    return [Choice(f"@{login}", f"@{login}", "sees to it") for login in sorted({name for name in logins if name})]
