"""A Pareto chart as rows of bars: the vital few by sign and colour, the cumulative share as numbers."""

from __future__ import annotations

from collections.abc import Sequence

from prodtui.domain.rows_issues import ParetoBar
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, cells, clip, line, plain

NAME = 18
FIGURES = 14
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def pareto_line(bar: ParetoBar, most: int, width: int, signs: Signs, label: str = "") -> Line:
    """Return one bar as a line of exactly `width` cells; `most` is the count of the longest one."""
    ink = Ink.WRONG if bar.vital else Ink.MUTED
    sign = signs.over if bar.vital else " "
    name_room = min(NAME, max(width // 4, 4))
    name = clip(plain(label or bar.name), name_room, signs.more)
    room = width - name_room - FIGURES - 4
    figures = f"{bar.count:>5} {bar.cumulative * 100:>6.0f} %"
    spans = [(f"{sign} ", ink), (name + " " * (name_room - cells(name)), Ink.TEXT if bar.vital else Ink.MUTED)]
    if room >= 4:
        drawn = bar_text(bar.count / most, room, signs)
        spans += [("  ", Ink.TEXT), (drawn + " " * (room - cells(drawn)), ink)]
    return line([*spans, (figures, Ink.TEXT)], width, signs.more)


def pareto_head(width: int, by: str) -> Line:
    """Return the titles above the bars."""
    name_room = min(NAME, max(width // 4, 4))
    room = max(width - name_room - FIGURES - 4, 0)
    return line([(f"  {by:<{name_room}}  {'':<{room if room >= 4 else 0}}count   up to", Ink.MUTED)], width)


def vital_sentence(bars: Sequence[ParetoBar], by: str) -> str:
    """Return what the chart says in one sentence."""
    total, vital = sum(bar.count for bar in bars), [bar for bar in bars if bar.vital]
    if not total:
        return "No issue was raised in this time."
    if not vital:
        return f"1 issue, which does not name its {by}." if total == 1 else f"{total} issues, none names its {by}."
    many = {"category": "categories", "step": "steps", "cause": "causes"}[by]
    few = f"{len(vital)} {many} make" if len(vital) > 1 else f"1 {by} makes"
    return f"{few} {vital[-1].cumulative * 100:.0f} % of {total} {'issues' if total > 1 else 'issue'}."


def bar_text(share: float, width: int, signs: Signs) -> str:
    """Return a bar that fills a share (0 to 1) of `width` cells, to an eighth of a cell where there is Unicode."""
    if signs.rule == "-":
        return "#" * max(round(share * width), 1)
    eighths = max(round(share * width * 8), 1)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
