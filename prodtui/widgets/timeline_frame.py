"""The picture of a timeline: heads, names and bars, the load of a lane, and the task under the cursor in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prodtui.domain.rows_schedule import ScheduledRow
from prodtui.domain.scheduling.words import moment_words
from prodtui.widgets.frame import Cell, Frame, Row
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, line, paint
from prodtui.widgets.timeline_arrows import Window, draw_arrows
from prodtui.widgets.timeline_bars import Chart, Track, draw_row, ground
from prodtui.widgets.timeline_load import bars_line, lane_line, loads, shares_line
from prodtui.widgets.timeline_model import TimelineModel
from prodtui.widgets.timeline_scale import Scale, Unit, shades, span_title, units
from prodtui.widgets.timeline_signs import bar_signs
from prodtui.widgets.timeline_trial import Trial, tried
from prodtui.widgets.timeline_words import facts, heads_line, name_line, why

_LEAST_CHART = 24


@dataclass(frozen=True, slots=True)
class Heights:
    """How a height is shared: rows of tasks, and lines for load and words below them."""

    rows: int
    load: int
    words: int

    @classmethod
    def of(cls, height: int) -> Heights:
        """Return the heights for a number of lines; what explains goes first where there is little room."""
        load = 2 if height >= 12 else 0
        words = 2 if height >= 12 else 1 if height >= 5 else 0
        return cls(max(height - 1 - load - words, 0), load, words)


def left_width(width: int) -> int:
    """Return the cells that names take of a width."""
    return max(min(width * 3 // 10, 40, width - _LEAST_CHART), min(width // 2, 9))


@dataclass(frozen=True, slots=True)
class Picture:
    """All that decides on the picture: `here` is the place of the cursor among the entries, `now` a minute."""

    model: TimelineModel
    scale: Scale
    first: int
    top: int
    here: int | None
    now: int
    signs: Signs
    focused: bool = True
    trial: Trial | None = None
    marks: frozenset[int] = frozenset()

    @property
    def row(self) -> ScheduledRow | None:
        """The task under the cursor."""
        entry = self.model.entries[self.here] if self.here is not None else None
        return entry if isinstance(entry, ScheduledRow) else None


def timeline_frame(picture: Picture, width: int, height: int) -> Frame:
    """Return the picture, `height` rows of `width` cells."""
    left = left_width(width)
    chart = Chart(
        picture.scale, picture.first, max(width - left, 0), picture.now, picture.signs, bar_signs(picture.signs)
    )
    heights = Heights.of(height)
    heads = tuple(units(picture.scale, picture.first, chart.width, picture.now))
    head = _corner(picture, chart, left), heads_line(heads, chart.width)
    rows: list[Row] = [(Cell(0, left, head[0]), Cell(left, chart.width, head[1]))]
    rows += _body(picture, chart, left, heights.rows)
    if heights.load:
        rows += _load(picture, chart, left, heads)
    rows += [(Cell(0, width, text),) for text in _words(picture, chart, width)[: heights.words]]
    return tuple(rows[:height])


def _corner(picture: Picture, chart: Chart, width: int) -> Line:
    """Return the days that are seen, and how many rows lie above."""
    more = f" {picture.signs.up}{picture.top}" if picture.top else ""
    text = f" {span_title(picture.scale, picture.first, max(chart.width, 1))}"
    more = more if cells(text) + cells(more) <= width else ""
    return line([(text, Ink.HEAD), (more, Ink.HEAD_COUNT)], width, picture.signs.more, fill=Ink.HEAD)


def _body(picture: Picture, chart: Chart, left: int, count: int) -> list[Row]:
    """Return the rows of tasks, with the dependencies of the one under the cursor."""
    model = picture.model
    entries = model.entries[picture.top : picture.top + count]
    empty = ground(chart, shades(picture.scale, model.view.working, picture.first, chart.width))
    tracks = [Track(empty) for _ in range(count)]
    for at, (track, entry) in enumerate(zip(tracks, entries, strict=False), start=picture.top):
        if isinstance(entry, ScheduledRow):
            _draw(picture, chart, track, entry, here=at == picture.here)
    if picture.row is not None and picture.trial is None:
        draw_arrows(chart, Window(model, picture.top, tracks[: len(entries)]), picture.row)
    names = [name_line(entry, left, picture.signs, chart.bars, picture.marks) for entry in entries]
    names += [line((), left)] * (count - len(names))
    if picture.here is not None and 0 <= picture.here - picture.top < len(entries):
        at = picture.here - picture.top
        names[at] = paint(names[at], Ink.CURSOR if picture.focused else Ink.CURSOR_AWAY)
    drawn = zip(names, tracks, strict=True)
    return [(Cell(0, left, name), Cell(left, chart.width, track.line())) for name, track in drawn]


def _draw(picture: Picture, chart: Chart, track: Track, row: ScheduledRow, *, here: bool) -> None:
    ghost = picture.model.ghosts.get(row.id)
    if here and picture.trial is not None and row.starts is not None and row.ends is not None:
        ghost, row = (row.starts, row.ends), tried(row, picture.trial, picture.scale)
    draw_row(chart, track, row, ghost)


def _load(picture: Picture, chart: Chart, left: int, heads: Sequence[Unit]) -> list[Row]:
    """Return the load of whoever or whatever does the task under the cursor."""
    model, row = picture.model, picture.row
    lane = model.lane_of(row) if row is not None else None
    names = [lane_line(lane, left, picture.signs), line([(" load", Ink.MUTED)], left)]
    if lane is None:
        return [(Cell(0, left, name), Cell(left, chart.width, line((), chart.width))) for name in names]
    columns = loads(lane, model.booked.get(lane.key, ()), picture.scale, picture.first, chart.width)
    drawn = [bars_line(chart, columns), shares_line(heads, columns, picture.signs)]
    return [(Cell(0, left, name), Cell(left, chart.width, each)) for name, each in zip(names, drawn, strict=True)]


def _words(picture: Picture, chart: Chart, width: int) -> list[Line]:
    """Return what there is to say of the task under the cursor, or of where its bar would go."""
    row, more = picture.row, picture.signs.more
    if row is None:
        return [line((), width)] * 2
    if picture.trial is not None:
        return [line(spans, width, more) for spans in (_trial_words(picture, row, picture.trial), [])]
    said = facts(picture.model, row, chart, width), why(picture.model, row, chart)
    return [line(spans, width, more) for spans in said]


def _trial_words(picture: Picture, row: ScheduledRow, trial: Trial) -> list[Span]:
    there, view = tried(row, trial, picture.scale), picture.model.view
    if there.starts is None or there.ends is None:
        return []
    start, end = (moment_words(at, view.made_at, picture.model.zone) for at in (there.starts, there.ends))
    what = f"would start {start}" if trial.moved else f"would be done by {end}"
    return [(f" {row.ref} ", Ink.REF), (what, Ink.SOON)]
