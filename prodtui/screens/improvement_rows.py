"""The rows of the list of improvements: columns, sections by plan, do, check, act, how one is drawn; all pure."""

from __future__ import annotations

from collections.abc import Iterable

from prodtui.domain.enums import ImprovementState, Outcome
from prodtui.domain.improvements import STATES, reached
from prodtui.domain.rows_issues import ImprovementRow
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.row_list import Section
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, plain

COLUMNS = (
    Column("ref", "Ref", 8, 95),
    Column("title", "What is tried", 20, wide=True),
    Column("kpi", "Measured by", 15, 50),
    Column("figures", "Before → target → result", 30, 90),
    Column("unit", "Unit", 11, 30),
    Column("owner", "Owner", 6, 60),
)
_TITLES = {
    ImprovementState.PLAN: ("Plan", "a problem, a figure, a target"),
    ImprovementState.DO: ("Do", "the change is being made"),
    ImprovementState.CHECK: ("Check", "the result is being measured"),
    ImprovementState.ACT: ("Act", "keep it or undo it, and say what was learned"),
}
TEACHING = (
    "Nothing is being tried on this board yet.",
    "",
    "a  registers an improvement: a problem, a figure, and what it should become",
    "L  takes it on: plan, do, check, act",
)


def improvement_sections(rows: Iterable[ImprovementRow]) -> list[Section[ImprovementRow]]:
    """Return improvements by where they stand in their cycle, closed ones last."""
    rows = tuple(rows)
    live = [row for row in rows if row.closed_at is None]
    sections = []
    for state in STATES:
        title, note = _TITLES[state]
        sections.append(Section(title, [row for row in live if row.state is state], note))
    return [*sections, Section("Closed", [row for row in rows if row.closed_at is not None])]


def improvement_head(width: int) -> Line:
    """Return the titles of the columns."""
    return heading(fit(COLUMNS, width), width)


def draw_improvement(row: ImprovementRow, width: int, context: TaskContext, *, judged: bool = True) -> Line:
    """Return an improvement as a line of exactly `width` cells; one that is not `judged` says that it cannot be yet."""
    signs, shut = context.signs, row.closed_at is not None
    texts: dict[str, list[Span]] = {
        "ref": [(row.ref, Ink.REF)],
        "title": [*_outcome(row, signs), (plain(row.title), Ink.MUTED if shut else Ink.TEXT)],
        "kpi": [(plain(row.kpi) or signs.nobody, Ink.MUTED)],
        "figures": _figures(row, signs, judged=judged),
        "unit": [(plain(row.unit), Ink.MUTED)],
        "owner": [(plain(row.owner), Ink.TEXT)] if row.owner else [("nobody", Ink.MUTED if shut else Ink.SOON)],
    }
    return row_line(texts, fit(COLUMNS, width), width, signs.more)


def figure(value: float | None, signs: Signs) -> str:
    """Return a number as people write it: at most two digits behind the point, a dash for none."""
    return signs.nobody if value is None else f"{round(value, 2):g}"


def verdict(row: ImprovementRow, signs: Signs) -> Span:
    """Return the result, with a sign and an ink that say whether it reaches the target."""
    good = reached(row.baseline, row.target, row.result)
    if good is None:
        return figure(row.result, signs), Ink.MUTED
    sign = signs.done if good else signs.past_most
    return f"{figure(row.result, signs)} {sign}", Ink.GOOD if good else Ink.WRONG


def _figures(row: ImprovementRow, signs: Signs, *, judged: bool) -> list[Span]:
    arrow: Span = (" → ", Ink.MUTED)
    spans: list[Span] = [(figure(row.baseline, signs), Ink.MUTED), arrow, (figure(row.target, signs), Ink.TEXT)]
    if row.result is None:
        return spans
    return [*spans, arrow, verdict(row, signs) if judged else ("too little to judge", Ink.SOON)]


def improvement_words(row: ImprovementRow) -> str:
    """Return the text in which words are looked for."""
    return f"{row.ref} {row.title} {row.problem} {row.change} {row.kpi} {row.owner or ''}"


def _outcome(row: ImprovementRow, signs: Signs) -> list[Span]:
    if row.outcome is None:
        return []
    return [(f"{row.outcome}: ", Ink.GOOD if row.outcome is Outcome.KEPT else Ink.SOON)]
