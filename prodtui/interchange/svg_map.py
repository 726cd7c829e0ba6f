"""A workflow as a picture for pages that need nothing else: steps as a chain that wraps, ways back with their rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_flow import MapStep, MapWay, WorkflowMap
from prodtui.interchange.flowchart import back_words, step_facts
from prodtui.interchange.svg_sheet import ROW, WIDTH, Sheet, fitting, write_head

_LETTERS = 100
#: Boxes in a row, and units between them and beside them: ways back between rows pass on the left.
_ROW_OF, _GAP, _LEFT, _RIGHT = 4, 26, 40, 16
_WIDE = (WIDTH - _LEFT - _RIGHT - (_ROW_OF - 1) * _GAP) / _ROW_OF
_INSET, _LANE, _BESIDE = 8, 20, 7
_MOST_WAYS = 10
_DASHES = {StepKind.QUEUE: "4 3", StepKind.ACTIVE: "", StepKind.DONE: "1 2"}


@dataclass(frozen=True, slots=True)
class _Box:
    """A step in its place, and the lane below its row in which nothing is drawn yet."""

    step: MapStep
    row: int
    x: float
    top: float
    floor: float


def map_svg(shown: WorkflowMap, title: str) -> str:
    """Return the map as one `<svg>` element: what was agreed on, what happens, ways back, the bottleneck with why."""
    about = [f"{shown.first} to {shown.last}", *([f"what matches {shown.filter}"] if shown.filter else ())]
    head = [title, *wrap(", ".join((*about, shown.conventions)), _LETTERS), *_narrow(shown)]
    sheet = Sheet()
    top = write_head(sheet, head)
    if not shown.steps:
        sheet.text(0, top + ROW, "The board has no step yet, so nothing flows; add one.")
        sheet.height = top + 2 * ROW
        return sheet.as_svg(title, head[-1])
    ways = _shown_ways(shown)
    boxes, height = _placed(shown.steps, ways, top)
    for box in boxes.values():
        _draw_box(sheet, box, box.step.key == shown.bottleneck)
    for here, following in pairwise(boxes.values()):
        _draw_next(sheet, here, following)
    for lane, way in _lanes(ways, boxes):
        _draw_back(sheet, boxes[way.source], boxes[way.target], way, lane)
    sheet.height = height
    if len(shown.rework) > len(ways):
        sheet.text(0, height + ROW - 4, f"and {len(shown.rework) - len(ways)} more ways back")
        sheet.height += ROW
    names = {step.key: step.name for step in shown.steps}
    told = [" → ".join(names.values()), *(_way_words(way, boxes) for way in ways), *_narrow(shown)]
    return sheet.as_svg(title, "; ".join(told))


def _narrow(shown: WorkflowMap) -> list[str]:
    if shown.bottleneck is None:
        return []
    name = next(step.name for step in shown.steps if step.key == shown.bottleneck)
    return wrap(f"▲ {name} holds the others up: {'; '.join(shown.reasons)}", _LETTERS)


def _shown_ways(shown: WorkflowMap) -> tuple[MapWay, ...]:
    """Return the most frequent ways back."""
    return shown.rework[:_MOST_WAYS]


def _placed(steps: Sequence[MapStep], ways: Sequence[MapWay], top: float) -> tuple[dict[str, _Box], float]:
    """Return the boxes by key in rows that leave room for the lanes of ways back below each, and where all ends."""
    rows = {step.key: place // _ROW_OF for place, step in enumerate(steps)}
    boxes: dict[str, _Box] = {}
    for row in range((len(steps) - 1) // _ROW_OF + 1):
        mine = steps[row * _ROW_OF : (row + 1) * _ROW_OF]
        floor = top + max(len(list(_lines(step))) for step in mine) * ROW + 2 * _INSET
        for place, step in enumerate(mine):
            boxes[step.key] = _Box(step, row, _LEFT + place * (_WIDE + _GAP), top, floor)
        lanes = sum(row in {rows[way.source], rows[way.target]} for way in ways)
        top = floor + lanes * _LANE + 2 * _LANE
    return boxes, top - _LANE


def _lines(step: MapStep, *, narrow: bool = False) -> Iterator[str]:
    yield f"▲ {step.name}" if narrow else step.name
    yield ", ".join((step.kind.value, *([step.role] if step.role else ())))
    yield from step_facts(step)


def _draw_box(sheet: Sheet, box: _Box, narrow: bool) -> None:
    step = box.step
    words = "; ".join((*_lines(step), *([f"to leave it: {step.criteria}"] if step.criteria else ())))
    size = _WIDE, box.floor - box.top
    sheet.frame((box.x, box.top), *size, dash=_DASHES[step.kind], thick=narrow, words=words)
    for place, text in enumerate(_lines(step, narrow=narrow)):
        y = box.top + _INSET + (place + 1) * ROW - 4
        sheet.text(box.x + _INSET, y, fitting(text, _WIDE - _INSET), bold=place == 0)


def _draw_next(sheet: Sheet, here: _Box, following: _Box) -> None:
    """Draw the arrow to the next step, around the end of a row where that stands in the next one."""
    middle = here.top + _INSET + ROW
    right = here.x + _WIDE
    if here.row == following.row:
        sheet.arrow([(right, middle), (following.x, middle)])
        return
    x, turn = following.x + _WIDE / 2, following.top - _LANE
    end = right + _RIGHT / 2
    sheet.arrow([(right, middle), (end, middle), (end, turn), (x, turn), (x, following.top)])


def _lanes(ways: Sequence[MapWay], boxes: dict[str, _Box]) -> Iterator[tuple[tuple[float, float], MapWay]]:
    """Yield each way with the heights of its lanes below the rows of its source and of its target.

    Those to another row are next to the boxes, and of all others the short ones: so they cross least.
    """
    taken: dict[int, int] = {}

    def lane(box: _Box) -> float:
        taken[box.row] = taken.get(box.row, 0) + 1
        return box.floor + taken[box.row] * _LANE

    ends = [(boxes[way.source], boxes[way.target], way) for way in ways]
    for source, target, way in sorted(ends, key=lambda e: (e[0].row == e[1].row, abs(e[0].x - e[1].x))):
        down = lane(source)
        yield (down, down if source.row == target.row else lane(target)), way


def _draw_back(sheet: Sheet, source: _Box, target: _Box, way: MapWay, lane: tuple[float, float]) -> None:
    """Draw a way back below the boxes, and between rows along the left edge."""
    down, up = lane
    # Each way leaves and comes at a place of its own, which its lane gives.
    aside = (down - source.floor) / _LANE * _BESIDE
    start = source.x + _WIDE / 2 + aside
    end = target.x + _WIDE / 2 - (up - target.floor) / _LANE * _BESIDE
    corners = [(start, source.floor), (start, down)]
    if down != up:
        edge = _LEFT - 6 - aside / 3
        corners += [(edge, down), (edge, up)]
    sheet.arrow([*corners, (end, up), (end, target.floor)], dash="6 3")
    if down == up:
        sheet.text(end + 6, up - 4, back_words(way))
    else:
        sheet.text(end - 6, up - 4, back_words(way), anchor="end")


def _way_words(way: MapWay, boxes: dict[str, _Box]) -> str:
    return f"{boxes[way.source].step.name} {back_words(way)} to {boxes[way.target].step.name}"
