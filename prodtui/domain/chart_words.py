"""Charts in words: what one is about, why there is nothing in it, and what each of its points says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from prodtui.domain.chart_scale import Scale, day_words, number, span_words
from prodtui.domain.pareto import OTHER
from prodtui.domain.rows_charts import (
    Aged,
    Ageing,
    Bands,
    Bar,
    Bars,
    Chart,
    Control,
    Line,
    Run,
    Scatter,
    StepTime,
    StepTimes,
)
from prodtui.domain.text import counted

_VITAL = 0.8
_OTHER_WINDOW = "choose a longer window or another filter"


@dataclass(frozen=True, slots=True)
class Stop:
    """A point that can be selected: the task that it stands for, if any, and what it says."""

    words: str
    ref: str | None = None


def figure(value: float) -> str:
    """Return a value as people say it: 5.2, 12, 1,250, 0.04."""
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 1 else 2
    text = number(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def range_of(values: Iterable[float]) -> Scale:
    """Return a scale over values whose `exact` writes them as finely as tells them apart."""
    known = tuple(values)
    return Scale.over(min(known), max(known), 10)


def is_pareto(row: Bars) -> bool:
    """Tell whether bars descend, "other" aside, and cumulate, so that the vital few are to be marked."""
    named = [bar.value for bar in row.bars if bar.name != OTHER]
    return not row.classes and any(bar.cumulative for bar in row.bars) and named == sorted(named, reverse=True)


def vital_few(row: Bars) -> int:
    """Return how many bars from the first on are needed to reach 80 %, "other" never one of them."""
    before = [0.0, *(bar.cumulative for bar in row.bars)]
    pairs = zip(row.bars, before, strict=False)
    return sum(upto < _VITAL - 1e-9 and bar.name != OTHER for bar, upto in pairs) if is_pareto(row) else 0


def in_step(row: Bands, at: int) -> tuple[int, ...]:
    """Return how many tasks stood in each step at the end of a day, the first step first; the last holds all behind."""
    column = [reached[at] for reached in row.reached]
    return (*(above - below for above, below in pairwise(column)), *column[-1:])


def why_empty(row: Chart | None) -> str | None:
    """Return in one sentence why there is nothing to draw and what to do, None when there is something.

    `row` is None where there was too little to draw up a chart at all.
    """
    match row:
        case None:
            return f"There is too little in this window to draw; {_OTHER_WINDOW}."
        case Bands() if not row.days or not any(map(any, row.reached)):
            return f"No task was on the board in this window, so nothing flowed; {_OTHER_WINDOW}."
        case Scatter() if not row.points:
            return f"No task was finished in this window, so no time can be shown; {_OTHER_WINDOW}."
        case Run() if not row.values:
            return "This window holds no whole period; choose a longer one."
        case Ageing() if not any(step.tasks for step in row.steps):
            return "No task is under way, so none grows old; start one, or choose another filter."
        case Control() if not row.values:
            return "There are no values for a control chart yet; choose a longer window or another figure."
        case Bars() if not any(bar.value for bar in row.bars):
            return f"There is nothing to count in this window; {_OTHER_WINDOW}."
        case StepTimes() if not row.steps:
            return f"No task left a step in this window, so no time in step is known; {_OTHER_WINDOW}."
    return None


def about(row: Chart) -> tuple[str, ...]:
    """Return what a chart shows in short parts: its unit, its window, and how many things it rests on."""
    match row:
        case Bands():
            return (f"{counted(row.under_way[-1], 'task')} under way", _span(row.days))
        case Scatter():
            return (row.unit, f"{counted(len(row.points), 'task')} finished", span_words(row.first, row.last))
        case Run():
            so_far = ("the last is not over",) if row.running else ()
            periods = counted(len(row.values), "period")
            return (row.unit, f"{sum(row.values):,} in {periods}", _span(row.starts), *so_far)
        case Ageing():
            return (row.unit, f"{counted(sum(len(step.tasks) for step in row.steps), 'task')} under way")
        case Control():
            doubt = ", provisional" if row.provisional else ""
            limits = f"limits from the first {row.baseline}{doubt}"
            return (row.unit, counted(len(row.values), "value"), limits)
        case Bars():
            vital = vital_few(row)
            few = (f"the first {vital} reach {figure(row.bars[vital - 1].cumulative * 100)} %",) if vital else ()
            return (row.unit, f"{figure(sum(bar.value for bar in row.bars))} in all", *few)
        case StepTimes():
            visits = sum(step.n for step in row.steps)
            return ("hours", f"{counted(visits, 'stay')} in {counted(len(row.steps), 'step')}")


def signal_words(row: Control) -> tuple[str, ...]:
    """Return each signal of a control chart with the label of its value and its rule."""
    return tuple(f"{row.labels[at]} {rule}" for at, rule in row.signals)


def stop_count(row: Chart) -> int:
    """Return how many points of a chart can be selected."""
    match row:
        case Scatter():
            return len(row.points)
        case Run() | Control():
            return len(row.values)
        case Ageing():
            return sum(len(step.tasks) for step in row.steps)
        case Bars():
            return len(row.bars)
        case Bands():
            return len(row.days)
        case StepTimes():
            return len(row.steps)


def stop(row: Chart, at: int) -> Stop:
    """Return the point at a place, counted from 0 in the order of the row."""
    match row:
        case Scatter():
            point = row.points[at]
            words = f"{figure(point.value)} {row.unit}, finished {_weekday(point.at)}"
            return Stop(f"{point.ref} {point.title}: {words}", point.ref)
        case Run():
            so_far = " so far" if row.running and at == len(row.values) - 1 else ""
            return Stop(f"from {_weekday(row.starts[at])}: {row.values[at]:,} {row.unit}{so_far}")
        case Ageing():
            return _aged_stop(row, at)
        case Control():
            rules = "; ".join(rule for place, rule in row.signals if place == at)
            value = range_of(row.values).exact(row.values[at])
            ref = row.refs[at] if row.refs else None
            return Stop(f"{row.labels[at]}: {value} {row.unit}{f', {rules}' if rules else ''}", ref)
        case Bars():
            return Stop(_bar_words(row, row.bars[at]))
        case Bands():
            day = row.days[at]
            there = zip(row.names, in_step(row, at), strict=True)
            steps = ", ".join(f"{name} {count}" for name, count in there)
            return Stop(f"{_weekday(day)}: {row.under_way[at]} under way; {steps}")
        case StepTimes():
            return Stop(_step_words(row.steps[at]))


def in_order(row: Ageing) -> tuple[Aged, ...]:
    """Return the tasks of an ageing chart in the order in which they are walked: by step, the youngest first."""
    return tuple(task for step in row.steps for task in sorted(step.tasks, key=lambda task: task.value))


def is_old(age: float, bands: Sequence[Line]) -> bool:
    """Tell whether an age is above the second highest of some bands, which is the 85 % line."""
    return len(bands) > 1 and age > sorted(band.value for band in bands)[-2]


def _aged_stop(row: Ageing, at: int) -> Stop:
    task = in_order(row)[at]
    step = next(step for step in row.steps if task in step.tasks)
    passed = max((band for band in step.bands if task.value > band.value), key=lambda band: band.value, default=None)
    beyond = f", {passed.label} had left by {figure(passed.value)}" if passed is not None else ""
    held = ", blocked" if task.blocked else ""
    return Stop(f"{task.ref} {task.title}: {figure(task.value)} {row.unit} old in {step.name}{beyond}{held}", task.ref)


def _bar_words(row: Bars, bar: Bar) -> str:
    upto = f", {figure(bar.cumulative * 100)} % with all before it" if is_pareto(row) else ""
    return f"{bar.name}: {figure(bar.value)} {row.unit}{upto}"


def _step_words(step: StepTime) -> str:
    times = f"half within {figure(step.median)} h, 85 % within {figure(step.most)} h"
    waiting = "" if step.waiting is None else f", {step.waiting * 100:.0f} % of it waiting"
    return f"{step.name}: {times}{waiting}, {counted(step.n, 'stay')}"


def _weekday(day: date) -> str:
    return f"{day:%a} {day_words(day)}"


def _span(days: Sequence[date]) -> str:
    return span_words(days[0], days[-1]) if days else ""
