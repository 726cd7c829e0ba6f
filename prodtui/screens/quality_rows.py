"""The rows of the quality list: one shape for what is due and what was begun, its columns, and its filter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from prodtui.domain.dates import human_age
from prodtui.domain.enums import InspectionResult, InspectionState
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_quality import DueInspectionRow, InspectionRow
from prodtui.domain.text import holds
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.row_list import Section
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, paint, plain

DUE = "due"
COLUMNS = (
    Column("mark", "", 1, 95),
    Column("ref", "Ref", 8, 90),
    Column("checklist", "Checklist", 17, 70),
    Column("task", "Task", 18, wide=True),
    Column("step", "Step", 10, 40),
    Column("state", "State", 10, 80),
    Column("who", "Who", 6, 60),
    Column("since", "Since", 5, 50, right=True),
)
_RESULTS = {
    InspectionResult.PASS: ("passed", Ink.GOOD),
    InspectionResult.FAIL: ("failed", Ink.WRONG),
    InspectionResult.CONCESSION: ("conceded", Ink.SOON),
}
_VERBS = {
    "check.start": "started",
    "check.complete": "completed",
    "check.concede": "conceded",
    "check.sign": "signed",
    "check.correct": "began a correction:",
    "check.put-away": "put away",
}


@dataclass(frozen=True, slots=True)
class QualityRow:
    """A line of the list: an inspection that is due, or one that was begun (`inspection`).

    `mine` tells that it waits for a signature that the reader may give, `gate` that it holds its card back, `step` the
    name of the step.
    """

    key: str
    checklist: str
    name: str
    task: str | None
    title: str | None
    step: str | None
    stage: str
    who: str
    since: datetime
    gate: bool = False
    mine: bool = False
    inspection: InspectionRow | None = None

    @property
    def ref(self) -> str:
        """The reference of the inspection, "" for one that nobody has started."""
        return self.inspection.ref if self.inspection is not None else ""

    @property
    def has_failed(self) -> bool:
        """Whether it was found not to be as it should, and no correction says otherwise."""
        row = self.inspection
        return row is not None and row.result is InspectionResult.FAIL and row.corrected_by is None

    @property
    def words(self) -> str:
        """What the row is found by; one that failed stays to be found by that when it is signed."""
        failed = "failed" if self.has_failed else ""
        parts = (
            self.ref, self.checklist, self.name, self.task, self.title, self.step, self.stage, failed, f"@{self.who}",
        )  # fmt: skip
        return " ".join(part for part in parts if part)


def of_due(row: DueInspectionRow, names: Mapping[str, str]) -> QualityRow:
    """Return the line of an inspection that nobody has started; `names` are those of the steps by key."""
    return QualityRow(
        f"{row.task} {row.checklist}", row.checklist, row.name, row.task, row.title, names[row.step], DUE, "",
        row.since,
        gate=row.gate,
    )  # fmt: skip


def of_inspection(row: InspectionRow, names: Mapping[str, str], *, may_sign: bool) -> QualityRow:
    """Return the line of an inspection that was begun; it names who did the last step, and when."""
    who, since = {
        InspectionState.RUNNING: (row.started_by, row.started_at),
        InspectionState.SIGNED: (row.signed_by, row.signed_at),
    }.get(row.state, (row.completed_by, row.completed_at))
    return QualityRow(
        row.ref, row.checklist, row.name, row.task, row.title, None if row.step is None else names[row.step],
        row.state.value, who or "", since or row.started_at, mine=may_sign and row.state is InspectionState.WAITING,
        inspection=row,
    )  # fmt: skip


def sections(rows: Iterable[QualityRow], *, cut: Collection[str] = ()) -> list[Section[QualityRow]]:
    """Return the rows by how far they are; `cut` names the stages of which only the newest are here."""
    by: dict[str, list[QualityRow]] = {}
    for row in rows:
        by.setdefault(row.stage, []).append(row)
    waiting = sorted(by.get("waiting", ()), key=lambda row: (not row.mine, row.since))
    mine = sum(row.mine for row in waiting)
    gates = sum(row.gate for row in by.get(DUE, ()))
    failed = sum(row.has_failed for row in by.get("signed", ()))
    notes = {
        DUE: f"longest waiting first{_gates(gates)}",
        "waiting": f"{mine} for you" if mine else "none for you",
        "signed": f"{failed} failed" if failed else "",
    }
    newest = dict.fromkeys(cut, "the newest; A shows all")
    titles = {
        DUE: "To do", "running": "Running", "waiting": "Waiting for a signature", "failed": "Failed",
        "signed": "Signed",
    }  # fmt: skip
    by["waiting"] = waiting
    return [
        Section(title, by.get(stage, ()), ", ".join(filter(None, (notes.get(stage), newest.get(stage)))))
        for stage, title in titles.items()
    ]


def draw(row: QualityRow, width: int, now: datetime, signs: Signs, *, by: str | None = None) -> Line:
    """Return a row as a line; `by` names who has just changed it."""
    task: list[Span] = [("by hand", Ink.MUTED)]
    if row.task:
        task = [(f"{row.task} ", Ink.REF), (plain(row.title or ""), Ink.TEXT)]
    texts = {
        "mark": [_mark(row, signs)],
        "ref": [(row.ref or signs.nobody, Ink.REF if row.ref else Ink.MUTED)],
        "checklist": [(plain(row.name), Ink.TEXT)],
        "task": task,
        "step": [(plain(row.step or ""), Ink.MUTED)],
        "state": [_state(row, signs)],
        "who": [(plain(f"{signs.by} {by}" if by else row.who), Ink.MUTED)],
        "since": [(human_age(row.since, now), Ink.MUTED)],
    }
    drawn = row_line(texts, fit(COLUMNS, width), width, signs.more)
    return paint(drawn, Ink.FLASH) if by else drawn


def head(width: int) -> Line:
    """Return the titles of the columns."""
    return heading(fit(COLUMNS, width), width)


def passes(row: QualityRow, text: str, me: str) -> bool:
    """Return whether a filter shows a row: "mine" asks for what I did or may sign, other words for where they stand."""
    words = text.casefold().split()
    mine = row.mine or row.who == me
    return (mine or "mine" not in words) and holds(row.words, " ".join(word for word in words if word != "mine"))


def news_of(events: Sequence[EventRow], me: str) -> tuple[dict[str, str], list[str]]:
    """Return who else changed which inspections, and one sentence for each that was changed."""
    last = {event.ref: event for event in events if event.actor != me}
    authors = {ref: event.actor for ref, event in last.items()}
    return authors, [f"{event.actor} {_VERBS.get(event.command, 'answered in')} {ref}" for ref, event in last.items()]


def _gates(count: int) -> str:
    return f", {count} {'holds its card' if count == 1 else 'hold their cards'}" if count else ""


def _mark(row: QualityRow, signs: Signs) -> Span:
    if row.mine:
        return signs.signature, Ink.HERE
    if row.has_failed:
        return signs.failed, Ink.WRONG
    return (signs.past_most, Ink.SOON) if row.gate else (" ", Ink.TEXT)


def _state(row: QualityRow, signs: Signs) -> Span:
    found = row.inspection
    if found is None:
        return ("holds card", Ink.SOON) if row.gate else ("due", Ink.MUTED)
    if found.result is None:
        bad = f" {signs.failed}{found.failed}" if found.failed else ""
        return f"{found.answered}/{found.questions}{bad}", Ink.WRONG if found.failed else Ink.TEXT
    if found.corrected_by is not None:
        return "corrected", Ink.MUTED
    word, ink = _RESULTS[found.result]
    sign = signs.failed if found.result is InspectionResult.FAIL else signs.done
    return f"{sign} {word}", ink
