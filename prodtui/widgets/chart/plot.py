"""What all charts share: the head, the axes with their labels, levels with their values, and the words below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from prodtui.domain.chart_scale import Scale, day_labels, spread, stride
from prodtui.domain.chart_words import about, stop
from prodtui.domain.rows_charts import Chart, Line
from prodtui.widgets.chart.glyphs import Glyphs
from prodtui.widgets.chart.picture import Pen, Sheet
from prodtui.widgets.spans import cells, clip, plain

LEAST_WIDTH, LEAST_HEIGHT = 12, 3
"""Cells of a plot below which labels make way for it."""
_MOST_NOTES = 3


@dataclass(frozen=True, slots=True)
class Look:
    """How a chart is to be drawn: its size in cells, its signs, its title, and which point is selected.

    Without `words` there is no line that tells of the selected point.
    """

    width: int
    height: int
    glyphs: Glyphs
    title: str = ""
    selected: int | None = None
    words: bool = True


@dataclass(frozen=True, slots=True)
class Label:
    """Text at a height of the scale, such as the name of a line."""

    value: float
    text: str
    pen: Pen = Pen.LINE


@dataclass(frozen=True, slots=True)
class Plot:
    """The part of a sheet between the axes: its left and top cell, its size, and what its height means."""

    sheet: Sheet
    glyphs: Glyphs
    scale: Scale
    left: int
    top: int
    width: int
    height: int

    @property
    def floor(self) -> int:
        """The line of the axis, right below the lowest one of the plot."""
        return self.top + self.height

    def y(self, value: float) -> int:
        """Return the line of a value."""
        return self.floor - 1 - min(int(self.scale.share(value) * self.height), self.height - 1)

    def level(self, value: float, char: str, pen: Pen) -> None:
        """Draw a line across at a value; of what is drawn there already, it covers every second cell.

        What was filled keeps its colour as the ground of the line, where colours can be relied on.
        """
        y, filled = self.y(value), self.glyphs.up[-1] if self.glyphs.solid else None
        for x in range(self.left, self.left + self.width):
            if x % 2 or self.sheet.is_blank(x, y):
                there, own = self.sheet.at(x, y)
                self.sheet.put(x, y, char, *((Pen.TEXT, own) if there == filled else (pen, None)))

    def name_levels(self, labels: Sequence[Label], x: int) -> None:
        """Write labels from a cell of the sheet on at their heights, each on a line of its own, as near as can be."""
        down = sorted(labels, key=lambda label: -label.value)
        places = spread([self.y(label.value) - self.top for label in down], self.height)
        for label, place in zip(down, places, strict=False):
            self.sheet.write(x, self.top + place, label.text, label.pen)

    def point_at(self, x: int) -> None:
        """Show below the axis where the selected point is."""
        self.sheet.put(self.left + x, self.floor, self.glyphs.here, Pen.SELECTED)

    def claim(self, stop: int, x: int, width: int = 1) -> None:
        """Let columns belong to a point from top to bottom."""
        for y in range(self.top, self.floor + 1):
            for at in range(self.left + x, self.left + x + width):
                self.sheet.spots[at, y] = stop

    def day_axis(self, first: date, last: date) -> None:
        """Write days below the axis, each at its first cell."""
        days = (last - first).days + 1
        marks = [
            (int((day - first).days * self.width / days), text) for day, text in day_labels(first, last, self.width)
        ]
        self._marks(marks)

    def label_axis(self, labels: Sequence[tuple[int, str]]) -> None:
        """Write as many labels below the axis as fit, evenly, each from its cell on."""
        every = stride([x for x, _ in labels], [cells(plain(text)) for _, text in labels])
        self._marks(labels[::every])

    def _marks(self, marks: Iterable[tuple[int, str]]) -> None:
        """Write labels; one that would not end before the edge is left out, never cut."""
        for x, text in marks:
            if x + cells(plain(text)) <= self.sheet.width - self.left:
                self.sheet.put(self.left + x, self.floor, self.glyphs.tick, Pen.AXIS)
                self.sheet.write(self.left + x, self.floor + 1, text, Pen.QUIET)


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a plot: notes below the head, labels at its right edge, and cells to keep free there."""

    notes: tuple[str, ...] = ()
    right: tuple[Label, ...] = ()
    aside: int = 0


def open_sheet(row: Chart, look: Look, notes: Iterable[str] = ()) -> tuple[Sheet, int, int]:
    """Return a sheet with head, notes and words, and the first line and the number of lines that are free between.

    The head is the title with the unit, the window and the number of things, and goes on in the notes where it is long;
    the words are those of the selected point.
    """
    sheet = Sheet(look.width, look.height)
    head, *rest = wrapped(filter(None, (look.title, *about(row))), look)
    sheet.write(0, 0, head, Pen.TITLE)
    words = look.words and look.height >= LEAST_HEIGHT + 3
    room = look.height - 1 - words
    lines = wrapped((*rest, *notes), look)[: max(min(room - LEAST_HEIGHT - 4, _MOST_NOTES), 0)]
    for y, text in enumerate(lines, start=1):
        sheet.write(0, y, text, Pen.QUIET)
    if words and look.selected is not None:
        text = clip(plain(stop(row, look.selected).words), look.width, look.glyphs.more)
        sheet.write(0, look.height - 1, text, Pen.TEXT)
    return sheet, 1 + len(lines), room - len(lines)


def open_plot(row: Chart, look: Look, scale: Callable[[int], Scale], frame: Frame = Frame()) -> Plot:
    """Return the plot of a chart with both axes; `scale` makes one with so many ticks at most.

    Names of lines that find no room beside the plot become notes.
    """
    wide = max((cells(plain(label.text)) for label in frame.right), default=-1) + 1 or frame.aside
    beside = look.width - wide >= 2 * LEAST_WIDTH
    notes = frame.notes if beside else (look.glyphs.between.join(label.text for label in frame.right), *frame.notes)
    sheet, top, room = open_sheet(row, look, filter(None, notes))
    height = max(room - 2, 1)
    made = scale(max(height // 2, 1))
    ticks = {value: made.tick(value) for value in made.ticks}
    left = max(map(len, ticks.values())) + 1
    width = max(look.width - left - (wide if beside else 0), 1)
    plot = Plot(sheet, look.glyphs, made, left, top, width, height)
    for value, text in ticks.items():
        sheet.write(left - 1 - len(text), plot.y(value), text, Pen.QUIET)
    for y in range(top, plot.floor):
        sheet.put(left - 1, y, look.glyphs.side, Pen.AXIS)
    sheet.put(left - 1, plot.floor, look.glyphs.corner, Pen.AXIS)
    sheet.row(left, plot.floor, look.glyphs.axis, Pen.AXIS, width)
    if beside:
        plot.name_levels(frame.right, left + width + 1)
    return plot


def line_labels(lines: Iterable[Line], exact: Callable[[float], str], pen: Pen = Pen.LINE) -> tuple[Label, ...]:
    """Return what is written beside lines: what each is, and its value."""
    return tuple(Label(line.value, f"{line.label} {exact(line.value)}", pen) for line in lines)


def wrapped(notes: Iterable[str], look: Look) -> list[str]:
    """Return notes as lines: as many on each as fit, with a sign between them."""
    lines: list[str] = []
    for note in notes:
        text = clip(plain(note), look.width, look.glyphs.more)
        if lines and cells(lines[-1]) + cells(look.glyphs.between) + cells(text) <= look.width:
            lines[-1] += look.glyphs.between + text
        else:
            lines.append(text)
    return lines
