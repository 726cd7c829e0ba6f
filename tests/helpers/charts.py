"""Charts with something in them, the same each time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from prodtui.domain.metrics import xmr
from prodtui.domain.rows_charts import (
    Aged,
    Ageing,
    AgeingStep,
    Bands,
    Bar,
    Bars,
    Chart,
    Control,
    Line,
    Point,
    Run,
    Scatter,
    StepTime,
    StepTimes,
)

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 27)
STEPS = ("Ready", "Machining", "Inspect", "Done")


def flow(days: int = 88, names: tuple[str, ...] = STEPS, seed: int = 1) -> Bands:
    """Return a cumulative flow of some days in which work moves on at random."""
    random, standing = Random(seed), [6, 3, 2, 40, *[3] * (len(names) - 4)][: len(names)]
    rows: list[list[int]] = [[] for _ in names]
    for _ in range(days):
        standing[0] += random.choice((0, 0, 1, 1, 2))
        for at in range(len(names) - 1):
            moved = min(standing[at], random.choice((0, 0, 1, 1, 2)))
            standing[at] -= moved
            standing[at + 1] += moved
        for at, row in enumerate(rows):
            row.append(sum(standing[at:]))
    under_way = tuple(top - done for top, done in zip(rows[0], rows[-1], strict=True))
    return Bands(
        tuple(LAST - timedelta(days=days - 1 - at) for at in range(days)), names, tuple(map(tuple, rows)), under_way
    )


def scatter(count: int = 60, seed: int = 2) -> Scatter:
    """Return finished tasks, the last of them OPS-98."""
    random = Random(seed)
    days = sorted(random.uniform(0, (LAST - FIRST).days) for _ in range(count - 1))
    begin = datetime(FIRST.year, FIRST.month, FIRST.day, 8, tzinfo=UTC)
    points = [
        Point(f"OPS-{at}", f"Part {at}", begin + timedelta(days=day), round(random.lognormvariate(1.2, 0.6), 1))
        for at, day in enumerate(days, start=1)
    ]
    points = [Point(each.ref, each.title, each.at, each.value, each.value > 9) for each in points]
    points.append(Point("OPS-98", "Plate 12 mm", datetime(2026, 11, 23, 14, tzinfo=UTC), 5.2))
    points.sort(key=lambda point: point.at)
    ages = sorted(point.value for point in points)
    lines = tuple(Line(f"{percent} %", ages[-(-len(ages) * percent // 100) - 1]) for percent in (50, 85, 95))
    return Scatter(FIRST, LAST, "days", tuple(points), lines)


def run(count: int = 12, seed: int = 3) -> Run:
    """Return finished tasks by week; the last week is not over."""
    random = Random(seed)
    values = tuple(random.randint(0, 9) for _ in range(count))
    starts = tuple(date(2026, 11, 23) - timedelta(weeks=count - 1 - at) for at in range(count))
    return Run(starts, values, "tasks finished", (Line("mean", sum(values) / count),), running=True)


def ageing() -> Ageing:
    """Return open tasks in three steps; one is blocked, one older than most ever were."""
    steps = (
        ("ready", "Ready", (0.5, 1.2, 1.3, 4.0), (1.0, 2.0, 3.5, 6.0)),
        ("machining", "Machining", (2.1, 2.2, 6.4), (2.5, 3.4, 5.0, 8.1)),
        ("inspect", "Inspect", (9.5,), ()),
    )
    number, found = 20, []
    for key, name, ages, bands in steps:
        tasks = []
        for age in ages:
            number += 1
            tasks.append(Aged(f"OPS-{number}", f"Housing {number}", key, age, blocked=number == 22))
        lines = tuple(Line(f"{percent} %", value) for percent, value in zip((50, 70, 85, 95), bands, strict=False))
        found.append(AgeingStep(key, name, tuple(tasks), lines))
    return Ageing("days", tuple(found), (Line("50 %", 4.2), Line("85 %", 8.8), Line("95 %", 11.3)))


HARDNESS = (51, 52, 54, 55, 55, 51, 52, 50, 51, 56, 51, 57, 58, 50, 53, 52, 54, 50, 56, 53)


def control(values: tuple[float, ...] = (*HARDNESS, 54, 63, 52)) -> Control:
    """Return a control chart of published hardness with one value outside the limits."""
    made = xmr(values)
    assert made is not None
    labels = tuple(f"Q{at}" for at in range(1, len(values) + 1))
    signals = tuple((signal.point, signal.rule.value) for signal in made.signals)
    return Control(
        labels, values, "HRC", made.mean, made.lower, made.upper, signals, made.baseline, made.is_provisional
    )


def pareto() -> Bars:
    """Return causes with how often each was found, "other" last."""
    counts = (("burrs", 24), ("wrong size", 13), ("scratches", 6), ("missing part", 3), ("label", 2), ("other", 4))
    total, upto, bars = sum(count for _, count in counts), 0, []
    for name, count in counts:
        upto += count
        bars.append(Bar(name, float(count), upto / total))
    return Bars("issues", tuple(bars))


def histogram() -> Bars:
    """Return cycle times in classes of two days."""
    counts = (4, 17, 21, 9, 5, 3, 0, 1)
    bars = tuple(Bar(f"{2 * at}-{2 * at + 1}", float(count), 0.5) for at, count in enumerate(counts))
    return Bars("tasks", bars, (Line("50 %", 4.4), Line("85 %", 9.0)), classes=True)


def step_times() -> StepTimes:
    """Return time in three steps."""
    return StepTimes(
        (
            StepTime("ready", "Ready", 20.0, 61.0, 1.0, 58),
            StepTime("machining", "Machining", 9.5, 26.0, 0.35, 56),
            StepTime("inspect", "Inspect", 2.5, 30.0, 0.8, 54),
        )
    )


def all_charts() -> dict[str, Chart]:
    """Return one chart of each kind by name."""
    return {
        "bands": flow(),
        "scatter": scatter(),
        "run": run(),
        "ageing": ageing(),
        "control": control(),
        "pareto": pareto(),
        "histogram": histogram(),
        "step-times": step_times(),
    }


def empty_charts() -> dict[str, Chart]:
    """Return charts of which there is nothing to show."""
    return {
        "bands": Bands((LAST,), STEPS, ((0,), (0,), (0,), (0,)), (0,)),
        "no days": Bands((), STEPS, ((), (), (), ()), ()),
        "scatter": Scatter(FIRST, LAST, "days", (), ()),
        "run": Run((), (), "tasks"),
        "ageing": Ageing("days", (AgeingStep("ready", "Ready", (), ()),), ()),
        "control": Control((), (), "HRC", 0, 0, 0, (), 0, True),
        "bars": Bars("issues", (Bar("burrs", 0.0),)),
        "step-times": StepTimes(()),
    }
