"""Which lanes fit on the screen, where their cards lie, and what their headers say; pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from prodtui.domain.enums import StepKind
from prodtui.domain.rows import StepRow
from prodtui.widgets.board_model import BoardModel, Grouping, Lane, LaneCount
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, clip, line, plain, width_of

MIN_LANE_WIDTH = 20


@dataclass(frozen=True, slots=True)
class LaneBox:
    """The columns that a lane has on the screen; `index` counts the steps of the board from 0."""

    index: int
    x: int
    width: int


def lanes_that_fit(width: int, count: int) -> int:
    """Return how many lanes are shown at once: at least one, none narrower than the minimum unless the screen is."""
    return max(1, min(count, width // MIN_LANE_WIDTH))


def lane_boxes(width: int, count: int, first: int) -> tuple[LaneBox, ...]:
    """Return the shown lanes from `first` on; they share the whole width, the left ones take what is left over."""
    if not count or width <= 0:
        return ()
    fitting = lanes_that_fit(width, count)
    first = max(0, min(first, count - fitting))
    narrow, wider = divmod(width, fitting)
    boxes, x = [], 0
    for place in range(fitting):
        size = narrow + (place < wider)
        boxes.append(LaneBox(first + place, x, size))
        x += size
    return tuple(boxes)


def first_lane_for(width: int, count: int, first: int, cursor: int) -> int:
    """Return the first lane to show so that the cursor's lane is on the screen, moving as little as possible."""
    fitting = lanes_that_fit(width, count)
    first = min(max(first, cursor - fitting + 1), cursor)
    return max(0, min(first, count - fitting))


@dataclass(frozen=True, slots=True)
class Slot:
    """What lies on one line of a lane: line `part` of the card with that ordinal, a heading, or nothing."""

    ordinal: int | None = None
    part: int = 0
    band: str | None = None


EMPTY = Slot()


class Layout:
    """Where the cards of a board lie, in lines from the top of the lanes.

    Without swimlanes each lane is a plain stack. With them each swimlane is as high as its fullest lane, below a
    heading, so that all lanes scroll together.
    """

    def __init__(self, model: BoardModel, card_height: int) -> None:
        self.card_height = card_height
        self.banded = model.grouping is not Grouping.NONE and bool(model.tally.shown)
        self._bands = model.bands
        self._tops: list[int] = []
        self._end = 0
        if self.banded:
            lanes = [dict(model.lane(step.key).parts) for step in model.steps]
            for band in self._bands:
                self._tops.append(self._end)
                fullest = max(len(parts.get(band, ())) for parts in lanes)
                self._end += 1 + fullest * card_height

    def height(self, lane: Lane) -> int:
        """Return the lines that a lane takes."""
        return self._end if self.banded else len(lane) * self.card_height

    def line_of(self, lane: Lane, ordinal: int) -> int:
        """Return the first line of a card."""
        if not self.banded:
            return ordinal * self.card_height
        for band, keys in lane.parts:
            if ordinal < len(keys):
                return self._tops[self._bands.index(band)] + 1 + ordinal * self.card_height
            ordinal -= len(keys)
        return self._end

    def slot(self, lane: Lane, at: int) -> Slot:
        """Return what lies on a line; EMPTY below the last card."""
        if not self.banded:
            ordinal, part = divmod(at, self.card_height)
            return Slot(ordinal, part) if 0 <= ordinal < len(lane) else EMPTY
        if not 0 <= at < self._end:
            return EMPTY
        index = bisect_right(self._tops, at) - 1
        band = self._bands[index]
        if at == self._tops[index]:
            return Slot(band=band)
        within, part = divmod(at - self._tops[index] - 1, self.card_height)
        before = 0
        for name, keys in lane.parts:
            if name == band:
                return Slot(before + within, part) if within < len(keys) else EMPTY
            before += len(keys)
        return EMPTY

    def nearest(self, lane: Lane, at: int) -> int | None:
        """Return the ordinal of the card on a line, else of the next one above it, else of the first; None if none."""
        if not len(lane):
            return None
        if not self.banded:
            return max(0, min(at // self.card_height, len(lane) - 1))
        best = before = 0
        for band, keys in lane.parts:
            below_heading = at - self._tops[self._bands.index(band)] - 1
            if keys and below_heading < 0:
                break
            if keys:
                best = before + min(below_heading // self.card_height, len(keys) - 1)
            before += len(keys)
        return best


@dataclass(frozen=True, slots=True)
class LaneHead:
    """What a lane's header tells beside the step itself; `above` and `below` count hidden cards."""

    count: LaneCount
    filtered: bool
    here: bool
    above: int = 0
    below: int = 0
    lanes_left: bool = False
    lanes_right: bool = False
    done_days: int = 7


def header_line(step: StepRow, head: LaneHead, width: int, signs: Signs) -> Line:
    """Return a lane's header: name, count against the limit with a sign when at or over it, and hidden cards."""
    name_ink = Ink.HEAD_HERE if head.here else Ink.HEAD
    count, over = _count_text(step, head), _limit_spans(step, head, signs)
    hidden = _hidden_text(head, signs)
    edge_left = signs.left if head.lanes_left else " "
    edge_right = signs.right if head.lanes_right else " "
    room = width - cells(edge_left) - cells(edge_right)
    fixed = cells(count) + width_of(over) + 1
    name = clip(plain(step.name), max(room - fixed, 1), signs.more)
    spans: list[Span] = [(edge_left, Ink.HEAD_COUNT), (name, name_ink), (f" {count}", Ink.HEAD_COUNT), *over]
    room = width - width_of(spans) - cells(edge_right)
    if hidden and cells(hidden) + 1 <= room:
        spans += [(" " * (room - cells(hidden)) + hidden, Ink.HEAD_COUNT)]
    elif room > 0:
        spans.append((" " * room, Ink.HEAD_COUNT))
    spans.append((edge_right, Ink.HEAD_COUNT))
    return line(spans, width, signs.more, fill=Ink.HEAD_COUNT)


def band_line(title: str, width: int, signs: Signs) -> Line:
    """Return a swimlane's heading; an empty title gives the rule that goes on in the next lane."""
    name = f" {clip(plain(title), max(width - 4, 1), signs.more)} " if title else ""
    lead = signs.rule if title else ""
    rule = signs.rule * max(width - cells(name) - len(lead), 0)
    return line([(lead, Ink.LINE), (name, Ink.BAND), (rule, Ink.LINE)], width, "")


def _count_text(step: StepRow, head: LaneHead) -> str:
    count = head.count
    if step.wip_limit is not None:
        extra = f" +{count.expedite}" if count.expedite else ""
        text = f"{count.standard}/{step.wip_limit}{extra}"
    else:
        text = str(count.total)
    if head.filtered:
        text = f"{count.shown} of {text}"
    return f"{text} ({head.done_days}d)" if step.kind is StepKind.DONE else text


def _limit_spans(step: StepRow, head: LaneHead, signs: Signs) -> list[Span]:
    if step.wip_limit is None or head.count.standard < step.wip_limit:
        return []
    ink = Ink.HEAD_WRONG if head.count.standard > step.wip_limit else Ink.HEAD_SOON
    return [(f" {signs.over}", ink)]


def _hidden_text(head: LaneHead, signs: Signs) -> str:
    parts = [f"{signs.up}{head.above}"] if head.above else []
    parts += [f"{signs.down}{head.below}"] if head.below else []
    return " ".join(parts)
