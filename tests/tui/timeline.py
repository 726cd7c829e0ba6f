"""A timeline drawn without a screen, for tests of what it looks like."""

from __future__ import annotations

from prodtui.domain.rows_schedule import ScheduleView
from prodtui.widgets.frame import Frame
from prodtui.widgets.signs import UNICODE, Signs
from prodtui.widgets.spans import Ink
from prodtui.widgets.timeline_bars import Chart
from prodtui.widgets.timeline_frame import Picture, left_width, timeline_frame
from prodtui.widgets.timeline_model import Grouped, TimelineModel, timeline_model
from prodtui.widgets.timeline_scale import Scale, Zoom
from prodtui.widgets.timeline_signs import bar_signs
from prodtui.widgets.timeline_trial import Trial


class Drawing:
    """A schedule drawn at a zoom, `first` days from the day of now on, with the cursor on a task."""

    def __init__(
        self,
        view: ScheduleView,
        *,
        zoom: Zoom = Zoom.DAY,
        size: tuple[int, int] = (80, 24),
        ref: str = "",
        first: int = 0,
        top: int = 0,
        grouped: Grouped = Grouped.NOTHING,
        signs: Signs = UNICODE,
        trial: Trial | None = None,
        before: ScheduleView | None = None,
    ) -> None:
        self.model: TimelineModel = timeline_model(view, grouped, before=before)
        scale = Scale(zoom, self.model.zone, view.origin)
        now = self.model.minute(view.made_at)
        here = self.model.places[self.model.by_ref[ref].id] if ref else None
        begin = scale.opens(scale.column(now)) + first
        self.width, self.left = size[0], left_width(size[0])
        picture = Picture(self.model, scale, begin, top, here, now, signs, trial=trial)
        self.chart = Chart(scale, begin, size[0] - self.left, now, signs, bar_signs(signs))
        self.frame: Frame = timeline_frame(picture, *size)

    @property
    def lines(self) -> list[str]:
        """The rows as text."""
        return ["".join(text for cell in row for text, _ in cell.line) for row in self.frame]

    def bar(self, ref: str) -> str:
        """The chart beside the name of a task."""
        return self._line(ref)[self.left :]

    def name(self, ref: str) -> str:
        """What stands left of the chart of a task."""
        return self._line(ref)[: self.left]

    def inks(self, ref: str) -> dict[Ink, str]:
        """The text of a task's chart by its ink."""
        at = self.lines.index(self._line(ref))
        found: dict[Ink, str] = {}
        for text, ink in self.frame[at][1].line:
            found[ink] = found.get(ink, "") + text
        return found

    def _line(self, ref: str) -> str:
        return next(line for line in self.lines[1:] if f"{ref} " in line[: self.left])
