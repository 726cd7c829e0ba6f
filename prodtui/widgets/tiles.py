"""Figures as tiles: four short lines each, and which figures get one. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prodtui.domain.chart_words import figure
from prodtui.domain.rows_figures import FigureTrend
from prodtui.widgets.chart.sparkline import sparkline
from prodtui.widgets.signs import UNICODE, Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, line, paint

#: What a sponsor asks first; others follow where there is room.
FIRST = (
    "throughput", "cycle-time-50", "cycle-time-85", "lead-time-85", "wip", "flow-efficiency", "on-time",
    "schedule-adherence", "first-pass-yield", "defect-rate", "open-issues", "plan-attainment", "oee",
)  # fmt: skip
#: Where there is no room for both, the second is told in the tile of the first.
_WHOLE, _HALF, _BOTH = "cycle-time-85", "cycle-time-50", "Cycle time 50/85 %"
NO_DATA = "no data"
_MOST_SPARK, _LEAST_SPARK = 10, 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that is shown; `half` is the value at 50 %, where it has no tile of its own."""

    trend: FigureTrend
    half: float | None = None

    @property
    def key(self) -> str:
        """The key of the figure."""
        return self.trend.figure.kpi

    @property
    def label(self) -> str:
        """What it is called."""
        return self.trend.figure.label if self.half is None else _BOTH


def chosen(figures: Sequence[FigureTrend], room: int) -> tuple[Tile, ...]:
    """Return the figures that get a tile: those that are asked for first, then others; what has no data gives way."""
    rank = {key: place for place, key in enumerate(FIRST)}
    known = sorted(figures, key=lambda each: rank.get(each.figure.kpi, len(rank)))
    told = [each for each in known if each.figure.value is not None or each.before is not None]
    first = [each for each in told if each.figure.kpi in rank]
    half = next((each.figure.value for each in first if each.figure.kpi == _HALF), None)
    if len(first) > room and half is not None:
        first = [each for each in first if each.figure.kpi != _HALF]
    else:
        half = None
    rest = [each for each in known if each.figure.kpi in rank and each not in told]
    others = [each for each in told if each.figure.kpi not in rank]
    kept = [*first, *others, *rest][:room]
    return tuple(Tile(each, half if each.figure.kpi == _WHOLE else None) for each in known if each in kept)


def tile_lines(shown: Tile, width: int, signs: Signs, *, here: bool = False) -> tuple[Line, ...]:
    """Return name, value, trend and course of a figure as four lines of exactly `width` cells."""
    tile = shown.trend
    plain = signs is not UNICODE
    rests = f" {_parts(tile, width - _LEAST_SPARK - 2) or _rests_on(tile)}"
    course = sparkline(tile.course, max(min(_MOST_SPARK, width - 1 - len(rests)), 0), ascii=plain)
    spans = (
        [(f" {shown.label}", Ink.REF)],
        _value(shown),
        [(" ", Ink.TEXT), *trend_spans(tile, width - 1, signs)],
        [(f" {course}" if course.strip() else "", Ink.TEXT), (rests, Ink.MUTED)],
    )
    lines = tuple(line(each, width, signs.more) for each in spans)
    return tuple(line(paint(each, Ink.CURSOR), width, fill=Ink.CURSOR) for each in lines) if here else lines


def _value(shown: Tile) -> list[Span]:
    now = shown.trend.figure
    if now.value is None:
        return [(f" {NO_DATA}", Ink.MUTED)]
    half = f"{figure(shown.half)} / " if shown.half is not None else ""
    return [(f" {half}{figure(now.value)}", Ink.HERE), (f" {unit_words(now.value, now.unit)}", Ink.TEXT)]


def _rests_on(tile: FigureTrend) -> str:
    """Return on how many things a figure rests, and how many could not count."""
    left_out = tile.figure.left_out
    return f"n {tile.figure.n:,}{f', {left_out:,} out' if left_out else ''}"


def _parts(tile: FigureTrend, room: int) -> str:
    """Return what a figure is made of, all of it or the first part and how many others there are; "" for nothing."""
    known = [(name, number) for name, number in tile.parts if number]
    whole = ", ".join(f"{figure(number)} {name}" for name, number in known)
    if not known or cells(whole) <= room:
        return whole
    others = sum(number for _, number in known[1:])
    return f"{figure(known[0][1])} {known[0][0]}{f' + {figure(others)}' if others else ''}"


def unit_words(value: float, unit: str) -> str:
    """Return the unit that goes with a value: 1 day, 2 days; 1 tasks/week is an average."""
    return unit.removesuffix("s") if figure(value) == "1" and "/" not in unit else unit


def trend_spans(tile: FigureTrend, room: int, signs: Signs) -> list[Span]:
    """Return where a figure went since the window before: a sign, a word and what it was, as far as they fit."""
    now, before = tile.figure.value, tile.before
    if before is None:
        return []
    was = f"was {figure(before)}"
    if now is None:
        return [(was, Ink.MUTED)]
    if figure(now) == figure(before):
        return [("as before", Ink.MUTED)]
    arrow = signs.up if now > before else signs.down
    word, ink = {1: ("better", Ink.GOOD), -1: ("worse", Ink.SOON)}.get(tile.better, ("", Ink.MUTED))
    said = f"{arrow} {word}".rstrip()
    rest = f"{', ' if word else ' '}{was}"
    return [(said, ink), (rest, Ink.MUTED)] if cells(said + rest) <= room else [(said, ink)]
