"""How long charts take to draw at the size of a full screen, with as much in them as a year brings."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random

from bench.lines import Line
from prodtui.domain.rows_charts import (
    Aged,
    Ageing,
    AgeingStep,
    Bands,
    Bar,
    Bars,
    Chart,
    Control,
    Point,
    Run,
    Scatter,
    StepTime,
    StepTimes,
)
from prodtui.domain.rows_charts import Line as Level
from prodtui.widgets.chart.draw import chart_picture
from prodtui.widgets.chart.glyphs import glyphs_for
from prodtui.widgets.chart.plot import Look
from prodtui.widgets.signs import UNICODE

WIDTH, HEIGHT = 120, 40
POINTS, DAYS, STEPS = 10_000, 365, 8
MOST = 20.0
_LAST = date(2026, 11, 27)
_FIRST = _LAST - timedelta(days=DAYS - 1)


def draw_charts() -> Iterator[Line]:
    """Time of one drawing of each chart with its last point selected, the median of many."""
    glyphs = glyphs_for(UNICODE, solid=True)
    for name, (row, last) in _charts().items():
        look = Look(WIDTH, HEIGHT, glyphs, name, last)
        taken = statistics.median(_seconds(row, look) * 1000 for _ in range(25))
        yield Line(f"draw {name}, {WIDTH}x{HEIGHT}", f"{taken:.1f} ms", f"≤ {MOST:.0f} ms", taken <= MOST)


def _seconds(row: Chart, look: Look) -> float:
    start = time.process_time()
    chart_picture(row, look)
    return time.process_time() - start


def _charts() -> Mapping[str, tuple[Chart, int]]:
    """Return large charts by what they are, each with the place of its last point."""
    random = Random(1)
    begin = datetime(_FIRST.year, _FIRST.month, _FIRST.day, tzinfo=UTC)
    points = tuple(
        Point(f"OPS-{at}", f"Part {at}", begin + timedelta(days=DAYS * at / POINTS), random.lognormvariate(1.2, 0.7))
        for at in range(POINTS)
    )
    lines = tuple(Level(f"{percent} %", value) for percent, value in ((50, 3.3), (85, 6.8), (95, 10.5)))
    steps = [f"Step {at}" for at in range(STEPS)]
    days = tuple(_FIRST + timedelta(days=at) for at in range(DAYS))
    reached = tuple(tuple(200 - 20 * step + 25 * day for day in range(DAYS)) for step in range(STEPS))
    aged = tuple(
        AgeingStep(
            name, name, tuple(Aged(f"OPS-{at}", name, name, random.expovariate(0.2), False) for at in range(50)), lines
        )
        for name in steps
    )
    values = tuple(random.gauss(50, 2) for _ in range(1_000))
    control = Control(
        tuple(map(str, range(1_000))), values, "mm", 50, 44, 56, ((990, "outside the limits"),), 20, provisional=False
    )
    causes = tuple(Bar(f"Cause {at}", 200.0 - at, (at + 1) / 200) for at in range(200))
    stays = tuple(StepTime(name, name, 8.0, 30.0, 0.6, 9_000) for name in steps)
    return {
        f"cumulative flow of {DAYS} days and {STEPS} steps": (
            Bands(days, tuple(steps), reached, (140,) * DAYS),
            DAYS - 1,
        ),
        f"scatter of {POINTS:,} points": (Scatter(_FIRST, _LAST, "days", points, lines), POINTS - 1),
        f"run of {DAYS} days": (Run(days, tuple(random.randint(0, 40) for _ in days), "tasks", lines), DAYS - 1),
        f"ageing of {50 * STEPS} tasks": (Ageing("days", aged, lines), 50 * STEPS - 1),
        "control chart of 1,000 values": (control, 999),
        "Pareto of 200 causes": (Bars("issues", causes), 199),
        f"time in {STEPS} steps": (StepTimes(stays), STEPS - 1),
    }
