"""Bars beside their names: a Pareto with its vital few, and time in each step as waiting and working."""

from __future__ import annotations

from collections.abc import Sequence

from prodtui.domain.chart_words import figure, vital_few
from prodtui.domain.rows_charts import Bars, StepTime, StepTimes
from prodtui.widgets.chart.glyphs import Glyphs
from prodtui.widgets.chart.picture import Pen, Picture, Sheet
from prodtui.widgets.chart.plot import Look, open_sheet
from prodtui.widgets.spans import cells, clip, plain

_EIGHTHS = 8
_SIGN = 2
_LEAST_BAR = 4


def pareto_picture(row: Bars, look: Look) -> Picture:
    """Return bars in their order with value and cumulative share; a sign marks the vital few."""
    vital, signs = vital_few(row), look.glyphs
    notes = (f"{signs.vital} the vital few",) if vital else ()
    sheet, top, room = open_sheet(row, look, (*notes, *(f"{line.label} {figure(line.value)}" for line in row.lines)))
    figures = [f"{figure(bar.value)}  {bar.cumulative * 100:3.0f} %" for bar in row.bars]
    first, room = _window(sheet, look, top, room, len(row.bars))
    most = max(bar.value for bar in row.bars)
    name, bar_room, right = _widths([bar.name for bar in row.bars], figures, look.width)
    for y, at in enumerate(range(first, min(first + room, len(row.bars))), start=top):
        bar = row.bars[at]
        pen = Pen.POINT if at == look.selected else Pen.BAR if at < vital else Pen.REST
        _sign(sheet, y, look, at, signs.vital if at < vital else " ")
        sheet.write(_SIGN, y, clip(plain(bar.name), name, signs.more), Pen.TEXT if at < vital else Pen.QUIET)
        draw_bar(sheet, signs, (_SIGN + name + 1, y), bar.value / most * bar_room, pen)
        sheet.write(look.width - right, y, f"{figures[at]:>{right}}", Pen.TEXT)
    return sheet.picture()


def step_times_picture(row: StepTimes, look: Look) -> Picture:
    """Return a bar up to the median of each step, its waiting part by a sign of its own, and a mark at 85 %."""
    signs = look.glyphs
    keys = (f"{signs.waiting} waiting", f"{signs.working} working", f"{signs.end} 85 % had left")
    sheet, top, room = open_sheet(row, look, keys)
    figures = [f"{figure(step.median)} / {figure(step.most)} h, n {step.n:,}" for step in row.steps]
    first, room = _window(sheet, look, top, room, len(row.steps))
    most = max(*(step.most for step in row.steps), *(step.median for step in row.steps)) or 1.0
    name, bar_room, right = _widths([step.name for step in row.steps], figures, look.width)
    for y, at in enumerate(range(first, min(first + room, len(row.steps))), start=top):
        step = row.steps[at]
        _sign(sheet, y, look, at, " ")
        sheet.write(_SIGN, y, clip(plain(step.name), name, signs.more), Pen.TEXT)
        _draw_step(sheet, signs, (_SIGN + name + 1, y), step, bar_room / most)
        sheet.write(look.width - right, y, f"{figures[at]:>{right}}", Pen.TEXT)
    return sheet.picture()


def draw_bar(sheet: Sheet, signs: Glyphs, at: tuple[int, int], length: float, pen: Pen) -> None:
    """Draw a bar of so many cells from a cell on, to an eighth; what is not nothing is seen."""
    x, y = at
    eighths = max(round(length * _EIGHTHS), 1 if length > 0 else 0)
    sheet.row(x, y, signs.across[_EIGHTHS], pen, eighths // _EIGHTHS)
    if eighths % _EIGHTHS:
        sheet.put(x + eighths // _EIGHTHS, y, signs.across[eighths % _EIGHTHS], pen)


def _draw_step(sheet: Sheet, signs: Glyphs, at: tuple[int, int], step: StepTime, per_hour: float) -> None:
    x, y = at
    waited = step.median * (step.waiting or 0.0)
    waiting, middle, most = (round(hours * per_hour) for hours in (waited, step.median, step.most))
    sheet.row(x, y, signs.waiting, Pen.REST, waiting)
    sheet.row(x + waiting, y, signs.working, Pen.BAR, middle - waiting)
    if most > middle:
        sheet.row(x + middle, y, signs.reach, Pen.AXIS, most - middle - 1)
        sheet.put(x + most - 1, y, signs.end, Pen.LINE)


def _sign(sheet: Sheet, y: int, look: Look, at: int, char: str) -> None:
    """Begin the line of a bar, which belongs to it: the selected one is marked, others as `char` says."""
    here = at == look.selected
    sheet.spots |= {(x, y): at for x in range(look.width)}
    sheet.put(0, y, look.glyphs.selected if here else char, Pen.SELECTED if here else Pen.MARKED)


def _widths(names: Sequence[str], figures: Sequence[str], width: int) -> tuple[int, int, int]:
    """Return the cells of names, bars and figures; names give way before bars vanish, figures never."""
    right = max(map(len, figures))
    free = max(width - _SIGN - right - 2, 0)
    name = min(max(cells(plain(name)) for name in names), max(free // 2, free - 2 * width // 3))
    return name, max(free - name, 0), right


def _window(sheet: Sheet, look: Look, top: int, room: int, count: int) -> tuple[int, int]:
    """Return the first bar and how many are shown, the selected one among them; the last line tells of the others."""
    if count <= room:
        return 0, count
    shown = max(room - 1, 1)
    first = max(0, min((look.selected or 0) - shown // 2, count - shown))
    before, after = (f"{first:,} before" if first else ""), count - first - shown
    others = " and ".join(filter(None, (before, f"{after:,} after" if after else "")))
    if room > 1:
        sheet.write(_SIGN, top + shown, f"{look.glyphs.more} {others}", Pen.QUIET)
    return first, shown
