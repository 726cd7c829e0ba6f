"""Charts as inline SVG for pages that need nothing else: text is never markup, colours follow the page."""

from __future__ import annotations

from textwrap import wrap

from prodtui.domain.chart_words import about, is_pareto, signal_words, why_empty
from prodtui.domain.rows_charts import Ageing, Bands, Bars, Chart, Control, Run, Scatter, StepTimes
from prodtui.interchange.svg_bars import ageing_sheet, histogram_sheet, pareto_sheet, step_times_sheet
from prodtui.interchange.svg_sheet import ROW, WIDTH, Sheet, units, write_head
from prodtui.interchange.svg_time import bands_sheet, control_sheet, run_sheet, scatter_sheet

_LETTERS = 90
_MOST_SIGNALS = 8


def chart_svg(row: Chart | None, title: str) -> str:
    """Return a chart as one `<svg>` element; an empty one says why it is and what to do.

    Its title and description say to readers of the screen what it shows; a page may set `--chart-point` and the like.
    """
    reason = why_empty(row)
    if row is None or reason is not None:
        return _sentence(reason or "", title)
    notes = _notes(row)
    head = [title, *_lines([*about(row), *notes])]
    return _sheet(row, head).as_svg(title, "; ".join((*about(row), *notes)))


def _sentence(reason: str, title: str) -> str:
    lines = wrap(reason, _LETTERS)
    sheet = Sheet((len(lines) + 2.5) * ROW)
    top = write_head(sheet, [title])
    for at, words in enumerate(lines, start=1):
        sheet.text(0, top + at * ROW - 4, words)
    return sheet.as_svg(title, reason)


def _sheet(row: Chart, head: list[str]) -> Sheet:
    match row:
        case Bands():
            return bands_sheet(row, head)
        case Scatter():
            return scatter_sheet(row, head)
        case Run():
            return run_sheet(row, head)
        case Ageing():
            return ageing_sheet(row, head)
        case Control():
            return control_sheet(row, head)
        case Bars():
            return pareto_sheet(row, head) if is_pareto(row) else histogram_sheet(row, head)
        case StepTimes():
            return step_times_sheet(row, head)


def _notes(row: Chart) -> tuple[str, ...]:
    """Return what shapes mean and which signals there are."""
    match row:
        case Scatter() if any(point.marked for point in row.points):
            return ("▲ stands out",)
        case Ageing():
            return ("▲ past 85 %", "× blocked")
        case Control() if row.signals:
            said = signal_words(row)
            more = (f"and {len(said) - _MOST_SIGNALS} before",) if len(said) > _MOST_SIGNALS else ()
            return (*(f"▲ {words}" for words in said[-_MOST_SIGNALS:]), *more)
        case Bars():
            few = ("● the vital few",) if is_pareto(row) else ()
            return (*few, *(f"{line.label} {line.value:g}" for line in row.lines))
        case StepTimes():
            return ("open: waiting", "filled: working", "line to 85 %")
    return ()


def _lines(parts: list[str]) -> list[str]:
    """Return parts as lines that fit, with dots between them."""
    lines: list[str] = []
    for part in parts:
        if lines and units(lines[-1]) + units(f" · {part}") <= WIDTH:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return lines
