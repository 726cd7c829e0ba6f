"""One way to draw any chart."""

from __future__ import annotations

from textwrap import wrap

from prodtui.domain.chart_words import is_pareto, why_empty
from prodtui.domain.rows_charts import Ageing, Bands, Bars, Chart, Control, Run, Scatter, StepTimes
from prodtui.widgets.chart.ageing import ageing_picture
from prodtui.widgets.chart.bands import bands_picture
from prodtui.widgets.chart.bars import pareto_picture, step_times_picture
from prodtui.widgets.chart.control import control_picture
from prodtui.widgets.chart.picture import Pen, Picture, Sheet
from prodtui.widgets.chart.plot import Look
from prodtui.widgets.chart.run import histogram_picture, run_picture
from prodtui.widgets.chart.scatter import scatter_picture
from prodtui.widgets.spans import clip, plain


def chart_picture(row: Chart | None, look: Look) -> Picture:
    """Return the picture of a chart; an empty one says in a sentence why it is and what to do."""
    reason = why_empty(row)
    if row is None or reason is not None:
        return _sentence(reason or "", look)
    match row:
        case Bands():
            return bands_picture(row, look)
        case Scatter():
            return scatter_picture(row, look)
        case Run():
            return run_picture(row, look)
        case Ageing():
            return ageing_picture(row, look)
        case Control():
            return control_picture(row, look)
        case Bars():
            return pareto_picture(row, look) if is_pareto(row) else histogram_picture(row, look)
        case StepTimes():
            return step_times_picture(row, look)


def _sentence(text: str, look: Look) -> Picture:
    """Return the title and words, wrapped, in the middle of what is left."""
    sheet = Sheet(look.width, look.height)
    sheet.write(0, 0, clip(plain(look.title), look.width, look.glyphs.more), Pen.TITLE)
    lines = wrap(text, max(look.width, 1))
    top = max((look.height - len(lines)) // 2, 1 if look.title else 0)
    for y, words in enumerate(lines, start=top):
        sheet.write((look.width - len(words)) // 2, y, words, Pen.QUIET)
    return sheet.picture()
