"""What the charts of flow show: cumulative flow, ages, times in steps, and the course of finished tasks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from prodtui.domain.enums import StepKind, WorkTime
from prodtui.domain.flow.figures import Flow, moments
from prodtui.domain.flow.outcome import percentile
from prodtui.domain.flow.passage import Passage
from prodtui.domain.flow.window import Window
from prodtui.domain.metrics import xmr
from prodtui.domain.rows_charts import (
    Aged,
    Ageing,
    AgeingStep,
    Bands,
    Bar,
    Bars,
    Control,
    Line,
    Point,
    Run,
    Scatter,
    StepTime,
    StepTimes,
)

#: Percentiles of fewer tasks say nothing.
LEAST = 10
CYCLE_LINES = (0.5, 0.85, 0.95)
AGE_LINES = (0.5, 0.7, 0.85, 0.95)
_DAY = timedelta(days=1)
_MOST_CLASSES = 20
#: Classes of stays that are told in hours have so many of them.
_HOURS = (1, 2, 3, 4, 6, 8, 12)

#: Gives the reference and the title of a task.
Named = Callable[[int], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class StepName:
    """A step of the board as charts name it."""

    key: str
    name: str
    kind: StepKind


def cumulative_flow(flow: Flow, over: Window, steps: Sequence[StepName]) -> Bands:
    """Return how many tasks had reached each step at the end of each day up to now.

    What had left before the window is in none of the rows, so that they begin near 0. A task that was put away
    unfinished leaves the board: it has reached everything from then on.
    """
    ends = list(moments(over, flow.now))
    concerned = [each for each in flow.passages if each.left is None or each.left >= over.begins]
    times = [flow.measured(each).reached for each in concerned]
    rows = []
    for step in steps:
        place = flow.chain.order[step.key]
        turns = sorted([at for each in times if (at := each[place]) is not None])
        rows.append(tuple(bisect_right(turns, end) for end in ends))
    days = tuple(over.first + at * _DAY for at in range(len(ends)))
    return Bands(days, tuple(step.name for step in steps), tuple(rows), tuple(map(flow.under_way, ends)))


def scatter(flow: Flow, over: Window, named: Named) -> Scatter:
    """Return the cycle times of what was finished in a window, in the order of their finish."""
    points = tuple(
        Point(*named(each.life.task), at.astimezone(over.zone), days) for at, days, each in _cycles(flow, over)
    )
    return Scatter(over.first, over.last, _unit(flow), points, _lines([point.value for point in points], CYCLE_LINES))


def throughput_run(flow: Flow, over: Window) -> Run:
    """Return how many tasks were finished in each week of a window, or on each day of one of up to two weeks.

    The last week ends with the window; days at its beginning that make no whole week are left out.
    """
    length = 1 if over.days <= 14 else 7
    count = over.days // length
    first = over.last - (count * length - 1) * _DAY
    starts = [first + at * length * _DAY for at in range(count)]
    values = [0] * count
    for _, at in flow.finished(over):
        place = (at.astimezone(over.zone).date() - first).days // length
        if place >= 0:
            values[place] += 1
    today = flow.now.astimezone(over.zone).date()
    begun = sum(start <= today for start in starts)
    shown = values[:begun]
    mean = (Line("mean", sum(shown) / begun),) if begun else ()
    running = bool(begun) and starts[begun - 1] + (length - 1) * _DAY >= today
    return Run(tuple(starts[:begun]), tuple(shown), "tasks a day" if length == 1 else "tasks a week", mean, running)


def ageing(flow: Flow, over: Window, steps: Sequence[StepName], named: Named) -> Ageing:
    """Return what is under way now by step and age, against what was finished in a window."""
    days, now = flow.ruler.days, flow.now
    here: dict[str, list[Aged]] = {step.key: [] for step in steps}
    for each in flow.passages:
        if each.started is None or not each.under_way(now):
            continue
        life, at = each.life, each.life.visits[-1].step
        if at in here:
            is_blocked = bool(life.blocked) and life.blocked[-1].end is None
            here[at].append(Aged(*named(life.task), at, days(each.started, now), is_blocked))
    left = _ages_at_leaving(flow, over)
    cycles = [days for _, days, _ in _cycles(flow, over)]
    columns = tuple(
        AgeingStep(
            step.key,
            step.name,
            tuple(sorted(here[step.key], key=lambda aged: (-aged.value, aged.ref))),
            _lines(left.get(step.key, ()), AGE_LINES),
        )
        for step in steps
        if step.kind is not StepKind.DONE and flow.chain.order[step.key] >= flow.chain.work
    )
    return Ageing(_unit(flow), columns, _lines(cycles, AGE_LINES))


def _ages_at_leaving(flow: Flow, over: Window) -> dict[str, list[float]]:
    """Return how old the tasks finished in a window were when they left each step for the last time."""
    found: dict[str, list[float]] = {}
    for each in flow.done(over):
        for step, days in each.ages.items():
            found.setdefault(step, []).append(days)
    return found


def control(flow: Flow, over: Window, named: Named) -> Control | None:
    """Return the control chart of the cycle times of a window in the order of their finish, None for fewer than two."""
    cycles = list(_cycles(flow, over))
    values = [days for _, days, _ in cycles]
    chart = xmr(values, floor=0.0)
    if chart is None:
        return None
    refs = tuple(named(each.life.task)[0] for _, _, each in cycles)
    return Control(
        refs,
        tuple(values),
        _unit(flow),
        chart.mean,
        chart.lower,
        chart.upper,
        tuple((signal.point, signal.rule.value) for signal in chart.signals),
        chart.baseline,
        chart.is_provisional,
        refs=refs,
    )


def histogram(flow: Flow, over: Window) -> Bars:
    """Return how many tasks took how long, in classes of as many days each: "3" is 3 days and more, but less than 4."""
    return _classes([days for _, days, _ in _cycles(flow, over)])


def stay_classes(hours: Sequence[float]) -> Bars:
    """Return how many tasks stayed how long in a step, in classes of hours, or of days where those were too many.

    "4-7 h" is 4 hours and more, but less than 8.
    """
    longest = max(hours, default=0.0)
    width = next((each for each in _HOURS if longest < each * _MOST_CLASSES), None)
    if width is None:
        return _classes([each / 24 for each in hours], unit=" d")
    return _classes(hours, width, " h")


def _classes(values: Sequence[float], width: int = 0, unit: str = "") -> Bars:
    """Return values in classes from 0 on; without a width they are as narrow as their number allows."""
    if not values:
        return Bars("tasks", (), classes=True)
    width = width or max(ceil((max(values) + 1e-9) / _MOST_CLASSES), 1)
    counts = [0] * (int(max(values) // width) + 1)
    for value in values:
        counts[int(value // width)] += 1
    total, seen, bars = len(values), 0, list[Bar]()
    for place, count in enumerate(counts):
        seen += count
        low = place * width
        name = f"{low}" if width == 1 else f"{low}-{low + width - 1}"
        bars.append(Bar(f"{name}{unit}", float(count), seen / total))
    return Bars("tasks", tuple(bars), _lines(values, CYCLE_LINES), classes=True)


def step_times(flow: Flow, over: Window, steps: Sequence[StepName]) -> StepTimes:
    """Return how long tasks stayed in each step, all visits together, of those that left it in a window.

    Waiting is the time in queue steps and that of being blocked.
    """
    found = stays(flow, over)
    work = flow.ruler.conventions.work
    times = (step_time(step, found.get(step.key, ()), work) for step in steps)
    return StepTimes(tuple(time for time in times if time is not None))


def stays(flow: Flow, over: Window) -> dict[str, list[tuple[float, float]]]:
    """Return the hours that each task stayed in a step that it left in a window, and those of waiting, by step."""
    found: dict[str, list[tuple[float, float]]] = {}
    for each in flow.passages:
        if each.life.seen < over.begins:
            continue
        for key, until, hours, waited in flow.measured(each).stays:
            if until is not None and over.begins <= until < over.ends:
                found.setdefault(key, []).append((hours, waited))
    return found


def step_time(step: StepName, found: Sequence[tuple[float, float]], work: WorkTime) -> StepTime | None:
    """Return what stays in a step come to, None for none."""
    hours = [each for each, _ in found]
    median, most = percentile(hours, 0.5), percentile(hours, 0.85)
    if median is None or most is None:
        return None
    waited: float | None = sum(each for _, each in found) / sum(hours) if sum(hours) else 0.0
    if work is WorkTime.UNKNOWN and step.kind is not StepKind.QUEUE:
        waited = None
    return StepTime(step.key, step.name, median, most, waited, len(found))


def _cycles(flow: Flow, over: Window) -> Iterator[tuple[datetime, float, Passage]]:
    for item, (each, at) in zip(flow.cycles(over), flow.finished(over), strict=True):
        yield at, item.value or 0.0, each


def _lines(values: Sequence[float], shares: Iterable[float]) -> tuple[Line, ...]:
    """Return percentile lines, none of too few values."""
    if len(values) < LEAST:
        return ()
    return tuple(Line(f"{share:.0%}", percentile(values, share) or 0.0) for share in shares)


def _unit(flow: Flow) -> str:
    return flow.ruler.conventions.unit
