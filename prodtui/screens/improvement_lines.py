"""An improvement as lines of inked text: the cycle, the problem and the change, and the figure before and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from prodtui.domain.enums import Outcome
from prodtui.domain.history import byline, sentence
from prodtui.domain.improvements import STATES, missing_for, missing_to_close, too_little
from prodtui.domain.rows_issues import Figure, ImprovementDetail, ImprovementRow
from prodtui.screens.improvement_rows import figure
from prodtui.screens.issue_lines import TWO_COLUMNS, lacks, state_chain
from prodtui.screens.paragraphs import Part, columns, pairs, paragraphs, section, shaped, talk
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.spans import Ink, Line, cells, line, plain

VERDICT = 18
"""Cells before the verdict: it stands below the days of the result."""


def improvement_lines(detail: ImprovementDetail, context: TaskContext, width: int, advance: str = "L") -> list[Line]:
    """Return the whole detail view, each line exactly `width` cells; `advance` is the key for the next state."""
    row = detail.improvement
    place = STATES.index(row.state) + (row.closed_at is not None)
    lines = [_title(row, context, width), *state_chain([state.value for state in STATES], place, context, width)]
    lines += shaped([*_call(row, context, advance)], width)
    left = [
        *section("problem", _text(row.problem, "Nobody has said yet what the problem is.")),
        *section("change", _change(row, context)),
        *section("what was learned", _learned(row)),
    ]
    right = [*section("measured", _measured(detail, context)), *section("about", _about(row, context))]
    lines += columns(left, right, width, TWO_COLUMNS)
    told = [
        (event.at, byline(event), [Part([(plain(sentence(event, context.tz)), Ink.MUTED)])]) for event in detail.events
    ]
    return [*lines, *shaped(section("history", talk(told, context.now, context.tz)), width)]


def _title(row: ImprovementRow, context: TaskContext, width: int) -> Line:
    state = "closed" if row.closed_at is not None else row.state.value
    right = f"{state}, {row.outcome}" if row.outcome is not None else state
    room = width - cells(row.ref) - 2 - cells(right) - 2
    title = line([(plain(row.title), Ink.HEAD)], max(room, 0), fill=Ink.HEAD)
    return line([(f" {row.ref} ", Ink.HEAD_HERE), *title, (f" {right} ", Ink.HEAD_COUNT)], width, fill=Ink.HEAD_COUNT)


def _call(row: ImprovementRow, context: TaskContext, advance: str) -> Iterator[Part]:
    """Yield what somebody should do now."""
    if row.archived_at is not None:
        yield Part([(f"Put away {context.moment(row.archived_at)}.", Ink.MUTED)], " ")
    elif row.closed_at is None:
        last = row.state is STATES[-1]
        missing = missing_to_close(row) if last else missing_for(STATES[STATES.index(row.state) + 1], row)
        to = "closing" if last else STATES[STATES.index(row.state) + 1].value
        needs = f"next is {to}: it needs {lacks(missing)}" if missing else f"next is {to}: nothing is missing"
        yield Part([(needs, Ink.SOON if missing else Ink.GOOD)], f" {advance}  ", Ink.HERE)


def _text(text: str, none: str) -> list[Part]:
    return paragraphs(text) if text else [Part([(none, Ink.MUTED)])]


def _change(row: ImprovementRow, context: TaskContext) -> Iterator[Part]:
    yield from _text(row.change, "Nobody has said yet what is changed.")
    yield from pairs(("since", day(row.changed_on) if row.changed_on else ""))


def _learned(row: ImprovementRow) -> Iterator[Part]:
    if row.outcome is not None:
        yield Part([(row.outcome.value, Ink.GOOD if row.outcome is Outcome.KEPT else Ink.SOON)], "the change is ")
    yield from paragraphs(row.learned) if row.learned else []


def _measured(detail: ImprovementDetail, context: TaskContext) -> Iterator[Part]:
    row, signs = detail.improvement, context.signs
    known = detail.baseline or detail.result
    name = (known.label if known is not None else plain(row.kpi)) or "no figure yet"
    yield Part([(name, Ink.REF), (f"  {plain(row.unit)}" if row.unit else "", Ink.MUTED)])
    if row.typed:
        yield Part([("typed in by people", Ink.MUTED)])
    elif known is not None:
        yield Part([(known.convention, Ink.MUTED)])
    yield _value("before", row.baseline, _window(row.baseline_from, row.baseline_to, detail.baseline), context)
    yield _value("target", row.target, "", context)
    good = detail.reached
    verdict = (
        "" if good is None else f"{signs.done} reaches the target" if good else f"{signs.past_most} misses the target"
    )
    after = _window(row.result_from, row.result_to, detail.result)
    yield _value("result", row.result, after, context)
    thin = too_little(detail.baseline, detail.result)
    if verdict and thin:
        yield Part([(thin, Ink.SOON)], " " * VERDICT)
    elif verdict:
        yield Part([(verdict, Ink.GOOD if good else Ink.WRONG)], " " * VERDICT)


def _value(label: str, value: float | None, about: str, context: TaskContext) -> Part:
    ink = Ink.MUTED if value is None else Ink.TEXT
    return Part(
        [(f"{figure(value, context.signs):>8}", ink), (f"  {about}" if about else "", Ink.MUTED)], f"{label:<8}"
    )


def _window(first: date | None, last: date | None, known: Figure | None) -> str:
    """Return the days that were measured, and how many things the figure rests on."""
    if first is None or last is None:
        return ""
    number = f", n = {known.n}" if known is not None else ""
    left_out = f", {known.left_out} left out" if known is not None and known.left_out else ""
    return f"{day(first)} – {day(last)}{number}{left_out}"


def _about(row: ImprovementRow, context: TaskContext) -> Iterator[Part]:
    yield from pairs(
        ("owner", context.person(row.owner) if row.owner else "nobody yet"),
        ("issue", row.issue or ""),
        ("created", f"{context.moment(row.created_at)}, {context.person(row.created_by)}"),
        ("closed", context.moment(row.closed_at) if row.closed_at else ""),
    )


def day(value: date) -> str:
    """Return a day as people write it, such as "Tue 2026-11-24"."""
    return f"{value:%a %Y-%m-%d}"
