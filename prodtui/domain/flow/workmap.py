"""What the map of a workflow tells: ways back, waiting before a step, and where the bottleneck is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from prodtui.domain.enums import StepKind, WorkTime
from prodtui.domain.flow.figures import Flow
from prodtui.domain.flow.lives import Life
from prodtui.domain.flow.measured import blocked_hours
from prodtui.domain.flow.window import Window
from prodtui.domain.rows_flow import MapStep, MapWay
from prodtui.domain.text import counted


def rework(flow: Flow, over: Window) -> tuple[MapWay, ...]:
    """Return the ways back that tasks took in a window, the most frequent first.

    The rate is of all stays in the step that ended in the window, in a done step of those that began there too: most
    of them never end.
    """
    order, stays, back = flow.chain.order, Counter[str](), Counter[tuple[str, str]]()
    for each in flow.passages:
        visits = each.life.visits
        for step, kind, since, until in visits:
            stays[step] += (until is not None and until in over) or (kind is StepKind.DONE and since in over)
        for here, following in pairwise(visits):
            if following.since in over and order[following.step] < order[here.step]:
                back[here.step, following.step] += 1
    ways = (MapWay(source, target, count, stays[source]) for (source, target), count in back.items())
    return tuple(sorted(ways, key=lambda way: (-way.count, order[way.source], order[way.target])))


def queue_hours(flow: Flow, over: Window) -> dict[str, float]:
    """Return how many hours a task waited on average for each active step that it entered in a window.

    That is its stay in the queue step right before, and the time that it was blocked in the step itself. The first step
    of a board is a stock of work and not a queue. Nothing is known where the record does not tell work from waiting.
    """
    if flow.ruler.conventions.work is WorkTime.UNKNOWN:
        return {}
    waits: dict[str, list[float]] = {}
    for each in flow.passages:
        for step, hours in _waits(flow, each.life, over):
            waits.setdefault(step, []).append(hours)
    return {step: sum(hours) / len(hours) for step, hours in waits.items()}


def _waits(flow: Flow, life: Life, over: Window) -> Iterator[tuple[str, float]]:
    queued = 0.0
    for step, kind, since, until in life.visits:
        end = until or flow.now
        if kind is StepKind.ACTIVE and since in over:
            yield step, queued + blocked_hours(flow.ruler, life, since, end)
        is_queue = kind is StepKind.QUEUE and flow.chain.order[step] > 0
        queued = flow.ruler.hours(since, end) if is_queue else 0.0


def full_since(flow: Flow, step: str, limit: int | None, but: Collection[int] = ()) -> datetime | None:
    """Return since when as many tasks as its limit allows stood in a step without a break, None while there is room.

    The limit does not count the tasks `but`, by id: those that are expedited.
    """
    if limit is None:
        return None
    turns: list[tuple[datetime, int]] = []
    for each in flow.passages:
        gone = each.life.gone
        if each.life.task in but:
            continue
        for visit in each.life.visits:
            if visit.step == step:
                turns.append((visit.since, 1))
                end = visit.until or gone
                if end is not None:
                    turns.append((end, -1))
    count, since = 0, None
    for at, change in sorted(turns):
        count += change
        if count < limit:
            since = None
        elif since is None:
            since = at
    return since


def bottleneck(steps: Sequence[MapStep]) -> tuple[str | None, tuple[str, ...]]:
    """Return the key of the step that holds the others up, and why, None where nothing says so.

    It is the active step for which more is planned than it has hours, else the one before which tasks wait longest,
    else the one that is at its limit longest. Whatever else speaks for it is told as well.
    """
    active = [step for step in steps if step.kind is StepKind.ACTIVE]
    longest = max((step.queue or 0.0 for step in active), default=0.0)
    fullest = max((step.load or 0.0 for step in active), default=0.0)
    full = [step for step in active if step.full_since is not None]
    if fullest > 1:
        chosen = next(step for step in active if step.load == fullest)
    elif longest > 0:
        chosen = next(step for step in active if step.queue == longest)
    elif full:
        chosen = min(full, key=lambda step: (step.full_since is None, step.full_since))
    else:
        return None, ()
    return chosen.key, tuple(_reasons(chosen, longest, fullest))


def _reasons(chosen: MapStep, longest: float, fullest: float) -> Iterator[str]:
    if fullest and chosen.load == fullest:
        yield f"{fullest:.0%} of its hours are planned, the most of all steps"
    if longest and chosen.queue == longest:
        yield f"tasks wait {_time(longest)} for it, longer than for any other step"
    if chosen.full_since is not None:
        yield f"it is at its limit of {counted(chosen.wip_limit or 0, 'task')}"


def _time(hours: float) -> str:
    return f"{hours:.1f} h" if hours < 24 else f"{hours / 24:.1f} days"


class Standing(NamedTuple):
    """How many tasks stand in a step, how many of them are blocked, and how many expedited."""

    here: int = 0
    blocked: int = 0
    expedited: int = 0


def standing(flow: Flow, expedited: Collection[int] = ()) -> Mapping[str, Standing]:
    """Return what stands in each step now; `expedited` are the ids of tasks that are."""
    found: dict[str, list[int]] = {}
    for each in flow.passages:
        life = each.life
        if life.gone is None:
            counts = found.setdefault(life.visits[-1].step, [0, 0, 0])
            counts[0] += 1
            counts[1] += bool(life.blocked) and life.blocked[-1].end is None
            counts[2] += life.task in expedited
    return {step: Standing(*counts) for step, counts in found.items()}


def against_limit(step: MapStep) -> str:
    """Return how many tasks stand in a step against its limit, as "3/4"; "3/4 +1" with one that is expedited."""
    if not step.wip_limit:
        return f"{step.here}"
    return f"{step.counted}/{step.wip_limit}" + (f" +{step.expedited}" if step.expedited else "")
