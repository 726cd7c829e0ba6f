"""The fields of forms about improvements: which ones a state needs, and how text is read. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from prodtui.domain.enums import Outcome
from prodtui.domain.issue_fields import IMPROVEMENT
from prodtui.domain.issues import Missing
from prodtui.domain.rows_issues import ImprovementRow
from prodtui.screens.field_kinds import day_field, line_field, number_field
from prodtui.screens.form_fields import FormField
from prodtui.screens.issue_fields import OWNER

WINDOW = timedelta(days=28)
"""How long a window is that nobody has chosen."""
_OUTCOMES = tuple(outcome.value for outcome in Outcome)


_BASELINE = (
    day_field("baseline_from", "Before: from", "such as -4w"),
    day_field("baseline_to", "Before: to", "yesterday"),
)
_RESULT = (
    day_field("result_from", "After: from", "the day of the change"),
    day_field("result_to", "After: to", "yesterday"),
)
_TYPED = {
    "baseline": number_field(IMPROVEMENT, "baseline", "Before", "the figure before the change"),
    "result": number_field(IMPROVEMENT, "result", "Result", "the figure after the change"),
}
_TITLE = line_field(IMPROVEMENT, "title", "What", "what is tried, in a few words")
_PROBLEM = line_field(IMPROVEMENT, "problem", "Problem", "what goes wrong or takes too long today", long=True)
_CHANGE = line_field(IMPROVEMENT, "change", "Change", "what is done differently", long=True)
_UNIT = line_field(IMPROVEMENT, "unit", "Unit", "such as days, pc, %")
_TARGET = number_field(IMPROVEMENT, "target", "Target", "what the figure should become")
_CHANGED_ON = day_field("changed_on", "Changed on", "such as today")
_OUTCOME = line_field(IMPROVEMENT, "outcome", "The change is", words=_OUTCOMES)
_LEARNED = line_field(IMPROVEMENT, "learned", "Learned", "what others should know", long=True)
_ISSUE = line_field(IMPROVEMENT, "issue", "Issue", "such as OPS-I3")


def _kpi(figures: Collection[str]) -> FormField:
    return line_field(IMPROVEMENT, "kpi", "Measured by", "a figure of the program, or your own words", tuple(figures))


def new_fields(figures: Collection[str], *, typed: bool) -> tuple[FormField, ...]:
    """Return the fields of a new improvement whose figure is computed, or `typed` in by people."""
    measured = (_kpi(()), _UNIT, _TYPED["baseline"], *_BASELINE) if typed else _BASELINE
    return (_TITLE, _PROBLEM, *measured, _TARGET, _CHANGE, OWNER, _ISSUE)


def edit_fields(figures: Collection[str], *, typed: bool) -> tuple[FormField, ...]:
    """Return every field of an improvement that can be edited."""
    before = (_UNIT, _TYPED["baseline"]) if typed else ()
    after = (_TYPED["result"],) if typed else ()
    return (
        *(_TITLE, OWNER, _PROBLEM, _CHANGE, _CHANGED_ON, _kpi(figures)),
        *(*before, *_BASELINE, _TARGET, *after, *_RESULT),
        *(_OUTCOME, _LEARNED, _ISSUE),
    )


def fields_for(missing: Sequence[Missing], figures: Collection[str], *, typed: bool) -> tuple[FormField, ...]:
    """Return the fields that give what is missing; a computed number is missing because of its window."""
    lacks = {each.field for each in missing}
    for name, window in (("baseline", "baseline_from"), ("result", "result_from")):
        if name in lacks and not typed:
            lacks.add(window)
    fields: list[FormField] = []
    fields += [replace(_PROBLEM, long=False)] if "problem" in lacks else []
    fields += [_kpi(figures)] if "kpi" in lacks else []
    fields += _BASELINE if "baseline_from" in lacks else []
    fields += [_TYPED["baseline"], _UNIT] if "baseline" in lacks and typed else []
    fields += [_TARGET] if "target" in lacks else []
    fields += [replace(_CHANGE, long=False)] if "change" in lacks else []
    fields += [_CHANGED_ON] if "changed_on" in lacks else []
    fields += _RESULT if "result_from" in lacks else []
    fields += [_TYPED["result"]] if "result" in lacks and typed else []
    fields += [_OUTCOME] if "outcome" in lacks else []
    fields += [replace(_LEARNED, long=False)] if "learned" in lacks else []
    return tuple(fields)


def defaults(fields: Sequence[FormField], row: ImprovementRow | None, today: date) -> dict[str, Any]:
    """Return what most people would put into empty fields: a window up to yesterday, today as the day of the change."""
    yesterday = today - timedelta(days=1)
    changed_on = row.changed_on if row is not None else None
    sensible: dict[str, Any] = {
        "baseline_from": today - WINDOW,
        "baseline_to": yesterday,
        "changed_on": today,
        "result_from": changed_on or today - WINDOW,
        "result_to": max(yesterday, changed_on or yesterday),
    }
    names = {field.name for field in fields}
    return {
        name: value for name, value in sensible.items() if name in names and (row is None or getattr(row, name) is None)
    }
