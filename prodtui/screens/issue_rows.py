"""The rows of the issue list and of the downtime list: columns, sections, and how a row is drawn. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from prodtui.domain.dates import human_age, human_due
from prodtui.domain.enums import IssueState, Severity
from prodtui.domain.issues import lasted
from prodtui.domain.rows_issues import DowntimeRow, IssueRow
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.row_list import Section
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, plain

COLUMNS = (
    Column("severity", "Severity", 10, 80),
    Column("ref", "Ref", 8, 95),
    Column("title", "What", 28, wide=True),
    Column("state", "State", 9, 90),
    Column("step", "Found at", 10, 30),
    Column("category", "Category", 14, 20),
    Column("owner", "Owner", 6, 60),
    Column("actions", "Actions", 9, 35),
    Column("next", "Due", 9, 70, right=True),
    Column("age", "Age", 4, 40, right=True),
)
CLOCKS = (
    Column("sign", "", 2, 95),
    Column("ref", "Ref", 8, 80),
    Column("step", "Step", 12, 90),
    Column("reason", "Why it stood still", 16, wide=True),
    Column("issue", "Issue", 8, 40),
    Column("who", "Who", 6, 30),
    Column("since", "Since", 12, 60, right=True),
    Column("length", "Length", 7, 85, right=True),
)
SEVERITIES = {Severity.CRITICAL: Ink.WRONG, Severity.MAJOR: Ink.SOON, Severity.MINOR: Ink.MUTED}
TEACHING = (
    "Nothing went wrong on this board yet, or nobody wrote it down.",
    "",
    "a  raises an issue",
    "!  on a card of the board raises one there, and every open board rings",
    "L  takes an issue on: contain, find the cause, act, verify, close",
    "I  shows improvements, D downtime",
)
CLOCK_TEACHING = (
    "No step has stood still.",
    "",
    "a  starts the clock of a step that stands still now",
    "s  stops it again",
)


def severity_sign(severity: Severity, signs: Signs) -> str:
    """Return the sign that stands beside the colour of a severity."""
    return {Severity.CRITICAL: signs.over, Severity.MAJOR: signs.past_most}.get(severity, signs.between)


def issue_sections(rows: Iterable[IssueRow], *, more: int = 0, by_need: bool = True) -> list[Section[IssueRow]]:
    """Return issues by what needs us first; in another order of the reader's they stand in one section.

    `more` is how many there are beyond those that were read.
    """
    rows = tuple(rows)
    note = f"{more} more; go on down to see them" if more > 0 else ""
    if not by_need:
        return [Section("Issues", rows, note)]
    found: dict[str, list[IssueRow]] = {}
    for row in rows:
        found.setdefault(_need(row), []).append(row)
    notes = {_OVERDUE: "the longest first", _CHECKS: "look whether what was done has helped"}
    sections = [Section(title, found[title], notes.get(title, "")) for title in _ORDER if title in found]
    if sections and note:
        last = sections[-1]
        sections[-1] = Section(last.title, last.rows, note)
    return sections


_OVERDUE, _CHECKS = "Overdue actions", "Effect to be checked"
_BY_SEVERITY = {Severity.CRITICAL: "Critical", Severity.MAJOR: "Major", Severity.MINOR: "Minor"}
_ORDER = (_OVERDUE, _CHECKS, *_BY_SEVERITY.values(), "Closed", "Put away")


def _need(row: IssueRow) -> str:
    if row.archived_at is not None:
        return "Put away"
    if row.state is IssueState.CLOSED:
        return "Closed"
    if row.actions_overdue:
        return _OVERDUE
    return _CHECKS if row.check_ready else _BY_SEVERITY[row.severity]


def issue_head(width: int) -> Line:
    """Return the titles of the columns of the issue list."""
    return heading(fit(COLUMNS, width), width)


def draw_issue(row: IssueRow, width: int, context: TaskContext) -> Line:
    """Return an issue as a line of exactly `width` cells."""
    signs, ink = context.signs, SEVERITIES[row.severity]
    shut = row.state is IssueState.CLOSED or row.archived_at is not None
    title: list[Span] = [(plain(row.title), Ink.MUTED if shut else Ink.TEXT)]
    if row.recurs:
        title.insert(0, ("again: ", Ink.SOON))
    texts = {
        "severity": [(f"{severity_sign(row.severity, signs)} {row.severity}", Ink.MUTED if shut else ink)],
        "ref": [(row.ref, Ink.REF)],
        "title": title,
        "state": [(row.state.value, Ink.MUTED if shut else Ink.TEXT)],
        "step": [(plain(context.step(row.step)) if row.step else signs.nobody, Ink.MUTED)],
        "category": [(plain(row.category or signs.nobody), Ink.MUTED)],
        "owner": [(plain(row.owner), Ink.TEXT)] if row.owner else [("nobody", Ink.MUTED if shut else Ink.SOON)],
        "actions": _actions(row),
        "next": [_next(row, context)],
        "age": [(human_age(row.raised_at, row.closed_at or context.now), Ink.MUTED)],
    }
    return row_line(texts, fit(COLUMNS, width), width, signs.more)


def _actions(row: IssueRow) -> list[Span]:
    if not row.actions_open:
        return []
    late = [(f", {row.actions_overdue} late", Ink.WRONG)] if row.actions_overdue else []
    return [(f"{row.actions_open} open" if not late else f"{row.actions_open}", Ink.TEXT), *late]


def _next(row: IssueRow, context: TaskContext) -> Span:
    """Return when the next action is due, or the look whether it helped; else what there is instead."""
    if row.state is IssueState.CLOSED:
        return context.signs.done, Ink.MUTED
    if row.next_due is not None:
        return human_due(row.next_due, context.now, context.tz), Ink.WRONG if row.actions_overdue else Ink.TEXT
    if row.check_ready:
        return "check", Ink.SOON
    if row.check_due is not None:
        return human_due(row.check_due, context.now, context.tz), Ink.MUTED
    if row.actions_open or row.check_items is not None:
        return "no date", Ink.MUTED
    return "no action", Ink.SOON


def issue_words(row: IssueRow) -> str:
    """Return the text in which words are looked for."""
    return f"{row.ref} {row.title} {row.notes} {row.category or ''} {row.owner or ''} {row.task or ''}"


# Downtime


def clock_sections(rows: Iterable[DowntimeRow]) -> list[Section[DowntimeRow]]:
    """Return downtimes, those that still run on top."""
    rows = tuple(rows)
    runs = [row for row in rows if row.ended_at is None]
    return [
        Section("Stands still now", runs, "s stops the clock"),
        Section("Stood still", [row for row in rows if row.ended_at is not None]),
    ]


def clock_head(width: int) -> Line:
    """Return the titles of the columns of the downtime list."""
    return heading(fit(CLOCKS, width), width)


def draw_clock(row: DowntimeRow, width: int, context: TaskContext) -> Line:
    """Return a downtime as a line of exactly `width` cells."""
    runs, signs = row.ended_at is None, context.signs
    texts: dict[str, Sequence[Span]] = {
        "sign": [(signs.blocked if runs else signs.done, Ink.WRONG if runs else Ink.MUTED)],
        "ref": [(row.ref, Ink.REF)],
        "step": [(plain(context.step(row.step)), Ink.TEXT)],
        "reason": [(plain(row.reason), Ink.TEXT)],
        "issue": [(row.issue or "", Ink.MUTED)],
        "who": [(plain(row.started_by), Ink.MUTED)],
        "since": [(_moment(row.started_at, context), Ink.MUTED)],
        "length": [(lasted(row, context.now), Ink.WRONG if runs else Ink.TEXT)],
    }
    return row_line(texts, fit(CLOCKS, width), width, signs.more)


def clock_words(row: DowntimeRow) -> str:
    """Return the text in which words are looked for."""
    return f"{row.ref} {row.step} {row.reason} {row.issue or ''} {row.started_by}"


def _moment(at: datetime, context: TaskContext) -> str:
    there = at.astimezone(context.tz)
    today = there.date() == context.now.astimezone(context.tz).date()
    return f"{there:%H:%M}" if today else f"{there:%d %b %H:%M}"
