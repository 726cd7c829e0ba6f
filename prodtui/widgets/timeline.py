"""TimelinePane: a schedule as bars over time with a cursor, drawn line by line, only what is seen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from textual import events
from textual.message import Message

from prodtui.domain.rows_schedule import ScheduledRow
from prodtui.widgets.canvas import FrameCanvas
from prodtui.widgets.frame import Frame, quiet_rows
from prodtui.widgets.signs import Signs, signs_for
from prodtui.widgets.timeline_bars import extent_on
from prodtui.widgets.timeline_frame import Heights, Picture, left_width, timeline_frame
from prodtui.widgets.timeline_model import TimelineModel
from prodtui.widgets.timeline_scale import STRIDE, ZOOMS, Scale, Zoom
from prodtui.widgets.timeline_trial import Trial

WHEEL_ROWS = 3
#: The page is turned by this part of its rows.
_TURN = 15


class TimelinePane(FrameCanvas, can_focus=True):
    """The bars of a schedule. Keys are the screen's business: it calls `move`, `turn`, `zoom_by` and the like.

    The cursor stands on a task and is kept by its id. `trial` is where the reader would like the bar under the cursor,
    None while that is where it is. `marked` are the ids of the tasks that the reader has marked.
    """

    DEFAULT_CSS = """
    TimelinePane { width: 1fr; height: 1fr; }
    """
    ALLOW_SELECT: ClassVar[bool] = False

    class CursorMoved(Message):
        """The cursor stands on another task."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, TimelinePane.CursorMoved)

    class MarksChanged(Message):
        """Other tasks are marked."""

    class RowOpened(Message):
        """A task was double-clicked."""

    @dataclass
    class BarDropped(Message):
        """The bar under the cursor was dragged to where `trial` says."""

        trial: Trial

    def __init__(self, *, signs: Signs | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self.signs = signs or signs_for()
        self.zoom = Zoom.DAY
        self.trial: Trial | None = None
        self.marked: frozenset[int] = frozenset()
        self._words: tuple[str, ...] = ("…",)
        self._model: TimelineModel | None = None
        self._now: datetime | None = None
        self._stop = 0
        self._top = 0
        self._first = 0
        self._held: tuple[int, bool] | None = None

    # Data

    def show(self, model: TimelineModel, now: datetime) -> None:
        """Show another schedule; the cursor stays on its task, or else in its place."""
        row, fresh = self.row, self._model is None
        column = None if fresh else self._scale.edge(self._first)
        place = model.places.get(row.id) if row is not None else None
        if place is None:
            self.trial = None
        before, self._model, self._now = self._model, model, now
        self._mark(self.marked & model.places.keys())  # no verb works on what nobody sees
        if place is not None:
            self._stop = bisect_left(model.stops, place) if self._at(self._stop) != place else self._stop
        self._stop = max(0, min(self._stop, len(model.stops) - 1))
        if column is None or before is None:
            self.go_to_now()
        else:  # the clock of another schedule may begin on another day
            self._first = self._scale.column(model.minute(before.view.origin + timedelta(minutes=column)))
        self._reveal()
        self.redraw()

    def forget(self) -> None:
        """Show nothing until another schedule is read."""
        self._model, self.trial, self.marked, self._stop, self._top = None, None, frozenset(), 0, 0
        self.redraw()

    def tick(self, now: datetime) -> None:
        """Move the line of now."""
        self._now = now
        self.redraw()

    def set_words(self, *words: str) -> None:
        """Say what stands in the middle while there is no task."""
        self._words = words
        self.redraw()

    def try_out(self, trial: Trial | None) -> None:
        """Show the bar under the cursor elsewhere; None puts it back."""
        self.trial = trial
        self.redraw()

    def let_go(self) -> None:
        """Put the bar under the cursor back, also while it is dragged."""
        if self._held is not None:
            self._held = None
            self.release_mouse()
        self.try_out(None)

    # Questions

    @property
    def row(self) -> ScheduledRow | None:
        """The task under the cursor."""
        model, at = self._model, self._at(self._stop)
        if model is None or at is None:
            return None
        entry = model.entries[at]
        return entry if isinstance(entry, ScheduledRow) else None

    @property
    def is_untouched(self) -> bool:
        """Whether the cursor stands on the first task, and no bar is tried out."""
        return self._stop == 0 and self.trial is None

    @property
    def model(self) -> TimelineModel | None:
        """What is shown."""
        return self._model

    @property
    def scale(self) -> Scale | None:
        """The scale of the columns, None before the first schedule."""
        return None if self._model is None else self._scale

    @property
    def _scale(self) -> Scale:
        if self._model is None:
            raise RuntimeError("there is no schedule to measure")
        return Scale(self.zoom, self._model.zone, self._model.view.origin)

    @property
    def _heights(self) -> Heights:
        return Heights.of(self.size.height)

    @property
    def _chart_width(self) -> int:
        return max(self.size.width - left_width(self.size.width), 1)

    def _at(self, stop: int) -> int | None:
        model = self._model
        return model.stops[stop] if model is not None and 0 <= stop < len(model.stops) else None

    # Marks

    def toggle_mark(self) -> None:
        """Mark the task under the cursor, or take its mark off."""
        if self.row is not None:
            self._mark(self.marked ^ {self.row.id})

    def mark_group(self) -> None:
        """Mark every task of the group under the cursor, or take their marks off when all are marked."""
        model, at = self._model, self._at(self._stop)
        if model is not None and at is not None:
            ids = frozenset(row.id for row in model.group_at(at))
            self._mark(self.marked - ids if ids <= self.marked else self.marked | ids)

    def clear_marks(self) -> bool:
        """Take all marks off; return whether there were any."""
        had = bool(self.marked)
        self._mark(frozenset())
        return had

    def selection(self) -> tuple[ScheduledRow, ...]:
        """Return what a verb works on: the marked tasks from above, else the one under the cursor, else none."""
        if self._model is None or not self.marked:
            return (self.row,) if self.row is not None else ()
        rows = (self._model.entries[place] for id, place in self._model.places.items() if id in self.marked)
        return tuple(row for row in rows if isinstance(row, ScheduledRow))

    def _mark(self, ids: frozenset[int]) -> None:
        if ids != self.marked:
            self.marked = ids
            self.redraw()
            self.post_message(self.MarksChanged())

    # Moving

    def move(self, rows: int) -> None:
        """Move the cursor down by tasks, or up for a negative number."""
        self._stand(self._stop + rows)

    def go_first(self) -> None:
        """Move to the first task."""
        self._stand(0)

    def go_last(self) -> None:
        """Move to the last task."""
        self._stand(len(self._model.stops) - 1 if self._model is not None else 0)

    def half_page(self, direction: int) -> None:
        """Move by half of the rows that are seen."""
        self.move(direction * max(self._heights.rows // 2, 1))

    def go_to(self, ref: str) -> bool:
        """Move to a task and bring its bar into sight; return False when it is not shown."""
        model = self._model
        row = model.by_ref.get(ref) if model is not None else None
        place = model.places.get(row.id) if model is not None and row is not None else None
        if model is None or place is None:
            return False
        self._stand(bisect_left(model.stops, place))
        self.show_bar()
        return True

    def find(self, holds: Callable[[ScheduledRow], bool], step: int) -> bool:
        """Move to the next (1) or previous (-1) task that holds; return False when none does."""
        model = self._model
        count = len(model.stops) if model is not None else 0
        for distance in range(1, count + 1):
            stop = (self._stop + step * distance) % count
            entry = model.entries[model.stops[stop]] if model is not None else None
            if isinstance(entry, ScheduledRow) and holds(entry):
                self._stand(stop)
                return True
        return False

    def turn(self, direction: int) -> None:
        """Show later columns, or earlier ones for -1; no further than a screen beyond all that there is."""
        self._look(self._first + direction * STRIDE[self.zoom])

    def go_to_now(self) -> None:
        """Show now near the left edge."""
        if self._model is not None and self._now is not None:
            now = self._scale.column(self._model.minute(self._now))
            self._look(self._scale.opens(now))

    def show_bar(self) -> None:
        """Show the bar under the cursor, unless it is seen already."""
        row, model = self.row, self._model
        if row is None or model is None or row.starts is None or row.ends is None:
            return
        begin, end = (self._scale.column(model.minute(at)) for at in (row.starts, row.ends))
        if end < self._first or begin >= self._first + self._chart_width:
            self._look(self._scale.opens(begin))

    def zoom_by(self, steps: int) -> None:
        """Show less time (1) or more (-1), around the start of the bar under the cursor or else the middle."""
        model, at = self._model, ZOOMS.index(self.zoom) - steps
        if model is None or not 0 <= at < len(ZOOMS):
            return
        kept = self._first + self._chart_width // 2
        row = self.row
        if row is not None and row.starts is not None:
            begin = self._scale.column(model.minute(row.starts))
            kept = begin if self._first <= begin < self._first + self._chart_width else kept
        offset, minute = kept - self._first, self._scale.edge(kept)
        self.zoom, self.trial = ZOOMS[at], None  # which counts columns of the zoom before
        self._look(self._scale.opens(self._scale.column(minute) - offset))
        self.redraw()

    def _look(self, first: int) -> None:
        """Show columns from `first` on, as far as there is anything to see."""
        model = self._model
        if model is None:
            return
        begin, end = (self._scale.column(minute) for minute in model.reach)
        self._first = max(begin - self._chart_width, min(first, end + STRIDE[self.zoom]))
        self.redraw()

    def _stand(self, stop: int) -> None:
        model = self._model
        if model is None or not model.stops:
            return
        stop = max(0, min(stop, len(model.stops) - 1))
        if stop == self._stop:
            return
        self._stop, self.trial = stop, None
        self._reveal()
        self.redraw()
        self.post_message(self.CursorMoved())

    def _reveal(self) -> None:
        """Turn the page when the cursor leaves it, by a few rows: each costs some 300 bytes with all of its shades."""
        model, at, room = self._model, self._at(self._stop), self._heights.rows
        if model is None or at is None or room <= 0:
            self._top = 0
            return
        if at < self._top:
            self._top = at - room // _TURN
        elif at >= self._top + room:
            self._top = at + 1 - room + room // _TURN
        self._top = max(0, min(self._top, len(model.entries) - room))
        if at - 1 < self._top and at == model.stops[0]:
            self._top = 0  # the head of the first group is seen with its first task

    # Drawing

    def draw(self, width: int, height: int) -> Frame:
        model, now = self._model, self._now
        if model is None or now is None or not model.entries:
            return tuple(quiet_rows(self._words, width, height))
        picture = Picture(
            model, self._scale, self._first, self._top, self._at(self._stop), model.minute(now), self.signs,
            focused=self.has_focus, trial=self.trial, marks=self.marked,
        )  # fmt: skip
        return timeline_frame(picture, width, height)

    def resized(self, width: int, height: int) -> None:
        self._reveal()

    # Mouse and focus

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        model, at = self._model, self._top + event.y - 1
        if model is None or event.button != 1 or not 1 <= event.y <= self._heights.rows or at >= len(model.entries):
            return
        entry = model.entries[at]
        if not isinstance(entry, ScheduledRow):
            return
        self._stand(bisect_left(model.stops, at))
        if event.ctrl:
            self.toggle_mark()
            return
        column = event.x - left_width(self.size.width) + self._first
        if entry.starts is None or entry.ends is None or column < self._first:
            return
        where = extent_on(self._scale, entry.starts, entry.ends)
        if where.first <= column < where.after:
            self._held = column, where.first < column == where.after - 1
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._held is None:
            return
        begin, is_end = self._held
        by = event.x - left_width(self.size.width) + self._first - begin
        self.try_out(Trial(0, by) if is_end else Trial(by, 0) if by else None)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._held is None:
            return
        self._held = None
        self.release_mouse()
        if self.trial is not None and not self.trial.is_nothing:
            self.post_message(self.BarDropped(self.trial))

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2 and not event.ctrl and self.row is not None and 1 <= event.y <= self._heights.rows:
            self.post_message(self.RowOpened())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, sign: int) -> None:
        event.stop()
        if event.ctrl:
            self.zoom_by(-sign)
        elif event.shift:
            self.turn(sign)
        elif self._model is not None:
            most = max(len(self._model.entries) - self._heights.rows, 0)
            self._top = max(0, min(self._top + sign * WHEEL_ROWS, most))
            self.redraw()
