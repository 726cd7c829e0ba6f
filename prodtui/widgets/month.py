"""A month as a grid of days: working hours, names of holidays, who is away; one day has the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.message import Message

from prodtui.domain.weeks import WEEKDAYS
from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.frame import Cell, Frame, Row, quiet_rows
from prodtui.widgets.signs import UNICODE, Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, line, paint, plain

DAYS = 7
WEEK_CELLS = 3
"""Cells of the number of the week, left out where days would get too narrow for it."""
LEAST_DAY = 9
HEAD_LINES = 2
MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class DayBox:
    """A day as it is drawn: hours of work, why it is not as its weekday (`off` when nobody works), who is away."""

    day: date
    hours: str
    name: str
    off: bool
    away: tuple[str, ...]


class MonthGrid(FrameCanvas, can_focus=True):
    """The days of one month in weeks from Monday. Keys are the screen's business: it calls `stand_on`."""

    DEFAULT_CSS = """
    MonthGrid { width: 1fr; height: 1fr; }
    """

    class DayMoved(Message):
        """The cursor stands on another day."""

    class DayOpened(Message):
        """The day under the cursor was clicked while the cursor was there."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, signs: Signs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._title: Line = ()
        self._days: tuple[DayBox, ...] = ()
        self._today: date | None = None
        self._cursor: date | None = None

    def show(self, title: Line, days: Sequence[DayBox], today: date, cursor: date) -> None:
        """Show the days of a month, in order, under a title."""
        self._title, self._days, self._today, self._cursor = title, tuple(days), today, cursor
        self.redraw()

    def stand_on(self, day: date) -> None:
        """Move the cursor; a day of another month is not seen before that month is shown."""
        if day != self._cursor:
            self._cursor = day
            self.redraw()
            self.post_message(self.DayMoved())

    def forget(self) -> None:
        """Show nothing until other days come."""
        self._days = ()
        self.redraw()

    @property
    def cursor(self) -> date | None:
        """The day under the cursor."""
        return self._cursor

    # Drawing

    def draw(self, width: int, height: int) -> Frame:
        if not self._days:
            return tuple(quiet_rows(("…",), width, height))
        lines = self._lines(height)
        rows: list[Row] = [(Cell(0, width, line([(" ", Ink.TEXT), *self._title], width)),), self._head(width)]
        weeks = _weeks(self._days)
        first = self._first_week(weeks, height)
        for week in weeks[first:]:
            rows += [self._week_line(week, at, width, lines) for at in range(lines)]
        rows += [(Cell(0, width, line((), width)),)] * (height - len(rows))
        return tuple(rows[:height])

    def _lines(self, height: int) -> int:
        """Return how many lines each week gets."""
        return max(1, min((height - HEAD_LINES) // max(len(_weeks(self._days)), 1), MOST_LINES))

    def _first_week(self, weeks: Sequence[Sequence[DayBox | None]], height: int) -> int:
        """Return the first week that is shown, so that the one with the cursor is."""
        fit = max((height - HEAD_LINES) // self._lines(height), 1)
        here = (at for at, week in enumerate(weeks) if any(box and box.day == self._cursor for box in week))
        return max(0, min(next(here, 0), len(weeks) - fit)) if fit < len(weeks) else 0

    def _head(self, width: int) -> Row:
        left, boxes = _columns(width)
        names = [line([(f" {name[:3]}", Ink.MUTED)], room, "") for name, room in zip(WEEKDAYS, boxes, strict=True)]
        return (Cell(0, width, line([(" " * left, Ink.TEXT), *(span for each in names for span in each)], width)),)

    def _week_line(self, week: Sequence[DayBox | None], at: int, width: int, lines: int) -> Row:
        left, boxes = _columns(width)
        number = next(box.day for box in week if box is not None).isocalendar().week
        found = [Cell(0, left, line([(f"{number:>2} " if at == 0 else "", Ink.LINE)], left))] if left else []
        x = left
        for box, room in zip(week, boxes, strict=True):
            found.append(Cell(x, room, self._day_line(box, at, room, lines) if box else line((), room)))
            x += room
        return tuple(found)

    def _day_line(self, box: DayBox, at: int, room: int, lines: int) -> Line:
        """Return one of so many lines of a day, blanks at both ends; the last one says how much more there is."""
        spans = self._said(box, room)
        kept = lines - 1
        if len(spans) > lines and kept > bool(box.name):  # the name of a day goes before the number of people
            spans[kept:] = [[(f"+{len(spans) - kept} more", Ink.SOON)]]
        said = spans[at] if at < len(spans) else ()
        drawn = line([(" ", Ink.TEXT), *line(said, max(room - 2, 0), self._signs.more)], room, "")
        if box.day == self._cursor:
            return paint(drawn, Ink.CURSOR if self.has_focus else Ink.CURSOR_AWAY)
        return drawn

    def _said(self, box: DayBox, room: int) -> list[Sequence[Span]]:
        """Return what a day says, line by line; what is special has a sign beside its colour."""
        here = box.day == self._today
        number = f"{self._signs.right if here else ''}{box.day.day}"
        marks = ("*" if box.name else "") + ("@" if box.away else "")
        room = max(room - 2 - cells(number) - cells(marks) - 1, 0)
        hours = box.hours if cells(box.hours) <= room else ""
        gap = " " * (room - cells(hours) + 1)
        ink = Ink.MUTED if box.off else Ink.TEXT
        first: list[Span] = [(number, Ink.HERE if here else ink), (gap, ink), (hours, ink), (marks, Ink.SOON)]
        more: list[Sequence[Span]] = [[(plain(box.name), Ink.REF)]] if box.name else []
        away = [[(f"@{plain(who)}", Ink.SOON)] for who in box.away]
        return [first, *more, *away]

    # Mouse and focus

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        left, boxes = _columns(self.size.width)
        weeks, lines = _weeks(self._days), self._lines(self.size.height)
        row = (event.y - HEAD_LINES) // lines + self._first_week(weeks, self.size.height)
        column, x = 0, left + boxes[0]
        while column < DAYS - 1 and event.x >= x:
            column += 1
            x += boxes[column]
        box = weeks[row][column] if event.y >= HEAD_LINES and row < len(weeks) else None
        if box is None:
            return
        if box.day == self._cursor:
            self.post_message(self.DayOpened())
        else:
            self.stand_on(box.day)


def _weeks(days: Sequence[DayBox]) -> list[list[DayBox | None]]:
    """Return days by week, Monday first, None where another month is."""
    padded: list[DayBox | None] = [None] * days[0].day.weekday() if days else []
    padded += days
    padded += [None] * (-len(padded) % DAYS)
    return [padded[start : start + DAYS] for start in range(0, len(padded), DAYS)]


def _columns(width: int) -> tuple[int, list[int]]:
    """Return the cells of the number of the week and of each day."""
    left = WEEK_CELLS if width >= WEEK_CELLS + DAYS * LEAST_DAY else 0
    each, rest = divmod(width - left, DAYS)
    return left, [each + (place < rest) for place in range(DAYS)]


def month_before(day: date) -> date:
    """Return the same day of the month before, its last day where it is shorter."""
    return _same_day(day, day.replace(day=1) - timedelta(days=1))


def month_after(day: date) -> date:
    """Return the same day of the month after, its last day where it is shorter."""
    return _same_day(day, last_day(day) + timedelta(days=1))


def last_day(day: date) -> date:
    """Return the last day of the month of a day."""
    after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return after - timedelta(days=1)


def _same_day(day: date, month: date) -> date:
    return month.replace(day=min(day.day, last_day(month).day))
