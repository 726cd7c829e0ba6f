"""The fields of forms about improvements: which ones a state needs, and how text is read. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from prodtui.domain.dates import parse_when
from prodtui.domain.enums import Outcome
from prodtui.domain.issue_fields import IMPROVEMENT
from prodtui.domain.issues import Missing
from prodtui.domain.rows_issues import ImprovementRow
from prodtui.screens.form_fields import FormField, Reading
from prodtui.screens.issue_fields import OWNER, cleaned, shown

WINDOW = timedelta(days=28)
"""How long a window is that nobody has chosen."""
_OUTCOMES = tuple(outcome.value for outcome in Outcome)


def _field(name: str, label: str, hint: str = "", words: tuple[str, ...] = (), *, long: bool = False) -> FormField:
    return FormField(name, label, hint or ", ".join(words), shown, cleaned(IMPROVEMENT, name), words, long)


def _read_day(text: str, reading: Reading) -> date | None:
    if not text.strip():
        return None
    return parse_when(text, reading.now, reading.tz, end_of_day=False).astimezone(reading.tz).date()


def _day(name: str, label: str, hint: str) -> FormField:
    return FormField(name, label, hint, shown, _read_day)


def _number(name: str, label: str, hint: str) -> FormField:
    def show(value: Any, _: Any) -> str:
        return "" if value is None else f"{value:g}"

    return FormField(name, label, hint, show, cleaned(IMPROVEMENT, name))


_BASELINE = (
    _day("baseline_from", "Before: from", "2026-11-01, -4w"),
    _day("baseline_to", "Before: to", "yesterday"),
)
_RESULT = (_day("result_from", "After: from", "the day of the change"), _day("result_to", "After: to", "yesterday"))
_TYPED = {
    "baseline": _number("baseline", "Before", "the figure before the change"),
    "result": _number("result", "Result", "the figure after the change"),
}
_TITLE = _field("title", "What", "what is tried, in a few words")
_PROBLEM = _field("problem", "Problem", "what goes wrong or takes too long today", long=True)
_CHANGE = _field("change", "Change", "what is done differently", long=True)
_UNIT = _field("unit", "Unit", "such as days, pc, %")
_TARGET = _number("target", "Target", "what the figure should become")
_CHANGED_ON = _day("changed_on", "Changed on", "such as today")
_OUTCOME = _field("outcome", "The change is", words=_OUTCOMES)
_LEARNED = _field("learned", "Learned", "what others should know", long=True)
_ISSUE = _field("issue", "Issue", "such as OPS-I3")


def _kpi(figures: Collection[str]) -> FormField:
    return _field("kpi", "Measured by", "a figure of the program, or your own words", tuple(figures))


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
