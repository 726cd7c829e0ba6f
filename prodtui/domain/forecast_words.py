"""Forecasts in words: how sure which day or number is, and what they were drawn from; and their outcomes as bars."""

from __future__ import annotations

from datetime import date

from prodtui.domain.chart_scale import day_words
from prodtui.domain.enums import TimeKind
from prodtui.domain.rows_charts import Bar, Bars
from prodtui.domain.rows_figures import Forecast, ForecastLine
from prodtui.domain.text import counted

_MOST_BARS = 30


def promise_words(found: Forecast, line: ForecastLine) -> str:
    """Return what so many of the runs keep: a day by which all is done, or a number that is done."""
    if found.by is not None:
        return f"{line.items} or more"
    return f"by {line.day:%a} {line.day}" if line.day else "never, as far as can be seen"


def drawn_words(found: Forecast) -> str:
    """Return from which past, how often and with which seed a forecast was drawn."""
    over = sum(found.history)
    days_off = (
        " Days off are drawn with the others." if found.time == TimeKind.CALENDAR and found.period == "day" else ""
    )
    return (
        f"Drawn {found.trials:,} times, seed {found.seed}, from {counted(len(found.history), found.period)} until "
        f"{found.last}, in which {counted(over, 'task')}{f' of {found.pace}' if found.pace else ''} "
        f"{'was' if over == 1 else 'were'} finished.{days_off}"
    )


def outcome_bars(found: Forecast) -> Bars:
    """Return how many runs had each outcome, days or numbers side by side; many of them share bars."""
    runs = dict(found.outcomes)
    if not runs:
        return Bars("runs", (), classes=True)
    if found.by is None:
        days = [date.fromisoformat(name) for name in runs]
        first, last = min(days).toordinal(), max(days).toordinal()
        values = {day.toordinal(): runs[str(day)] for day in days}
    else:
        values = {int(name): count for name, count in runs.items()}
        first, last = min(values), max(values)
    wide = -(-(last - first + 1) // _MOST_BARS)
    bars, upto = [], 0
    for at in range(first, last + 1, wide):
        count = sum(values.get(each, 0) for each in range(at, at + wide))
        upto += count
        name = day_words(date.fromordinal(at)) if found.by is None else f"{at:,}"
        bars.append(Bar(name, float(count), upto / found.trials))
    return Bars("runs", tuple(bars), classes=True)
