"""The workflow map in words: how long tasks stay, how many stand there, how often they go back."""

from __future__ import annotations

from prodtui.domain.enums import StepKind
from prodtui.domain.flow.workmap import against_limit
from prodtui.domain.rows_flow import MapStep, MapWay, WorkflowMap
from prodtui.widgets.flow_signs import FlowSigns
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import cells, plain

_MINUTES, _HOURS_PER_DAY = 60, 24
#: From so many hours on a stay is told in days.
_LONG = 48
NO_STAY = "nothing left it"


def stay(hours: float, *, working: bool = False) -> str:
    """Return a length of stay as people say it: 45 min, 4.5 h, 20 h, 2.8 d; hours of work stay hours."""
    if round(hours * _MINUTES) < _MINUTES:
        return f"{round(hours * _MINUTES)} min"
    if hours >= _LONG and not working:
        return f"{_short(hours / _HOURS_PER_DAY)} d"
    return f"{_short(hours)} h"


def standing(step: MapStep) -> str:
    """Return how many tasks stand in a step against its limit, "" for a done step, in which work ends."""
    if step.kind is StepKind.DONE:
        return ""
    return against_limit(step)


def is_full(step: MapStep) -> bool:
    """Tell whether a step is at its limit or over it."""
    return step.kind is not StepKind.DONE and bool(step.wip_limit) and step.counted >= (step.wip_limit or 0)


def waiting_words(share: float) -> str:
    """Return how much of the time in a step was waiting."""
    if share >= 1:
        return "all waiting"
    return f"{share:.0%} waiting".replace("%", " %")


def way_words(way: MapWay) -> str:
    """Return how often a way back was taken: "17 %, 6 of 36"."""
    return f"{way.rate * 100:.0f} %, {way.count} of {way.stays}"


def way_line(way: MapWay, shown: WorkflowMap, signs: FlowSigns) -> str:
    """Return a way back by name: "↩ Inspect → Machining 17 %, 6 of 36"."""
    names = {step.key: plain(step.name) for step in shown.steps}
    return f"{signs.back} {names[way.source]} {signs.leave} {names[way.target]}  {way_words(way)}"


def agreed(step: MapStep, signs: Signs, room: int) -> str:
    """Return who passes tasks on from a step, or of what kind it is, and its standard time; shorter where room is."""
    who = plain(step.role) if step.role else str(step.kind)
    if step.standard_hours is None:
        return who
    time, between = stay(step.standard_hours, working=True), f" {signs.between} "
    long = f"{who}{between}standard {time}"
    return long if cells(long) <= room else f"{who}{between}std {time}"


def bottleneck_words(shown: WorkflowMap) -> str:
    """Return in one sentence which step holds the others up and why, that nothing says so, or what will say so."""
    if shown.bottleneck is None and not any(step.here or step.n for step in shown.steps):
        return "Cards that move on the board tell here how long they stay in each step, and which one holds them up."
    step = next((step for step in shown.steps if step.key == shown.bottleneck), None)
    if step is None:
        return "No step holds the others up: none is planned over its hours, waited for, or at its limit."
    return f"{plain(step.name)} holds the others up: {'; '.join(shown.reasons)}."


def left_words(shown: WorkflowMap, signs: Signs) -> str:
    """Return what the times of the steps are, or that there is none."""
    if any(step.n for step in shown.steps):
        return f"stays: median {signs.between} 85 % {signs.between} n tasks"
    return "nothing left a step in the window"


def _short(value: float) -> str:
    """Return a number with one decimal below ten, where it says something."""
    text = f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"
    return text.removesuffix(".0")
