"""Figures as tiles: four short lines each, and which figures get one. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

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
NO_DATA = "no data"
_MOST_SPARK = 10


def chosen(figures: Sequence[FigureTrend], room: int) -> tuple[FigureTrend, ...]:
    """Return the figures that get a tile: those that are asked for first, then others; what has no data gives way."""
    rank = {key: place for place, key in enumerate(FIRST)}
    known = sorted(figures, key=lambda each: rank.get(each.figure.kpi, len(rank)))
    told = [each for each in known if each.figure.value is not None or each.before is not None]
    first = [each for each in told if each.figure.kpi in rank]
    rest = [each for each in known if each.figure.kpi in rank and each not in told]
    others = [each for each in told if each.figure.kpi not in rank]
    kept = [*first, *others, *rest][:room]
    return tuple(each for each in known if each in kept)


def tile_lines(tile: FigureTrend, width: int, signs: Signs, *, here: bool = False) -> tuple[Line, ...]:
    """Return name, value, trend and course of a figure as four lines of exactly `width` cells."""
    shown = tile.figure
    plain = signs is not UNICODE
    value: list[Span] = [(f" {NO_DATA}", Ink.MUTED)]
    if shown.value is not None:
        value = [(f" {figure(shown.value)}", Ink.HERE), (f" {unit_words(shown.value, shown.unit)}", Ink.TEXT)]
    rests = f" n {shown.n:,}{f', {shown.left_out:,} out' if shown.left_out else ''}"
    course = sparkline(tile.course, max(min(_MOST_SPARK, width - 1 - len(rests)), 0), ascii=plain)
    spans = (
        [(f" {shown.label}", Ink.REF)],
        value,
        [(" ", Ink.TEXT), *trend_spans(tile, width - 1, signs)],
        [(f" {course}" if course.strip() else "", Ink.TEXT), (rests, Ink.MUTED)],
    )
    lines = tuple(line(each, width, signs.more) for each in spans)
    return tuple(line(paint(each, Ink.CURSOR), width, fill=Ink.CURSOR) for each in lines) if here else lines


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
