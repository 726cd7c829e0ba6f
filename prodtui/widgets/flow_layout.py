"""Where the steps of a workflow map stand, and which way lines back take under them. Pure functions, no drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_flow import MapStep, MapWay, WorkflowMap

GAP = 3
"""Cells between two steps, in which an arrow stands."""
_LEAST_CELL, _MOST_CELL = 25, 44
#: A line of ways back under a row, at most so many of them.
_MOST_LANES = 4
_LINES_OF_DONE = 3
#: Cells that a way back keeps free on either side.
_AROUND = 1
#: Cells of corner, tip, bend and the blanks beside the words.
_ENDS = 5
DEEP, FLAT = 6, 5
"""Lines of a step where there is room, and where there is less."""
SHORT_LABEL, LONG_LABEL = 14, 28
"""Cells for the rate of a way back alone, and with the name of the step to which it leads."""
MOST_TOLD = 2
"""So many ways that leave together are named, the others counted."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a width is shared: `count` steps in a row, a `cell` for each with its arrow, a `block` of `lines` without."""

    width: int
    count: int
    cell: int
    block: int
    lines: int

    @classmethod
    def of(cls, width: int, steps: int, lines: int = DEEP) -> Shape:
        """Return the shape for so many cells and steps."""
        count = max(min(width // _LEAST_CELL, steps), 1)
        cell = max(min(width // count, _MOST_CELL), 1)
        return cls(width, count, cell, max(cell - GAP, 1), lines)


@dataclass(frozen=True, slots=True)
class Loop:
    """A way back from the cell `start` of a row to `end`, None where it leads to rows above: all those are one."""

    ways: tuple[MapWay, ...]
    start: int
    end: int | None

    @property
    def left(self) -> int:
        """The leftmost cell."""
        return 0 if self.end is None else self.end


@dataclass(frozen=True, slots=True)
class Band:
    """A row of steps from the place `first` on, its line and lines, its ways back, and how many of these are hidden."""

    first: int
    count: int
    top: int
    lines: int
    lanes: tuple[tuple[Loop, ...], ...]
    hidden: int

    @property
    def height(self) -> int:
        """Lines of steps and ways back, and the empty one behind."""
        return self.lines + len(self.lanes) + bool(self.hidden) + 1

    @property
    def steps(self) -> range:
        """The places of its steps."""
        return range(self.first, self.first + self.count)


def bands(shown: WorkflowMap, shape: Shape) -> tuple[Band, ...]:
    """Return the rows of a map from top to bottom."""
    places = {step.key: place for place, step in enumerate(shown.steps)}
    found, top = [], 0
    for first in range(0, len(shown.steps), shape.count):
        count = min(shape.count, len(shown.steps) - first)
        here = range(first, first + count)
        lanes, hidden = _lanes(_loops(shown, places, here, shape), shape.width)
        lines = max(_lines_of(shown.steps[place], shape.lines) for place in here)
        found.append(Band(first, count, top, lines, lanes, hidden))
        top += found[-1].height
    return tuple(found)


def height_of(rows: Sequence[Band]) -> int:
    """Return the lines of all rows, without the empty one at the end."""
    return rows[-1].top + rows[-1].height - 1 if rows else 0


def fitting(shown: WorkflowMap, width: int, height: int) -> tuple[Shape, tuple[Band, ...]]:
    """Return the fullest shape whose rows fit a height, else the flattest one."""
    for lines in (DEEP, FLAT):
        shape = Shape.of(width, len(shown.steps), lines)
        rows = bands(shown, shape)
        if height_of(rows) <= height:
            break
    return shape, rows


def _lines_of(step: MapStep, most: int) -> int:
    """Return the lines that a step has something to say on."""
    more = [bool(step.criteria), bool(step.gates)]
    said = sum(more) if most > FLAT else any(more)
    return min((_LINES_OF_DONE if step.kind is StepKind.DONE else FLAT - 1) + said, most)


def _loops(shown: WorkflowMap, places: Mapping[str, int], here: range, shape: Shape) -> list[Loop]:
    """Return the ways back of a row, the most frequent first; those of a step to rows above are one."""
    found: dict[tuple[int, int | None], Loop] = {}
    for way in shown.rework:
        source, target = places[way.source], places[way.target]
        if source not in here:
            continue
        start = min((source - here.start) * shape.cell + shape.block * 2 // 3, shape.width - 1)
        end = (target - here.start) * shape.cell + shape.block // 3 if target in here else None
        before = found.get((start, end))
        found[start, end] = Loop((*before.ways, way) if before else (way,), start, end)
    return list(found.values())


def _lanes(loops: Sequence[Loop], width: int) -> tuple[tuple[tuple[Loop, ...], ...], int]:
    """Share ways back out over as few lines as they need, the most frequent first; count those that find no room."""
    lanes: list[list[Loop]] = []
    hidden = 0
    for loop in loops:
        lane = next((lane for lane in lanes if all(_apart(loop, other, width) for other in lane)), None)
        if lane is None and len(lanes) == _MOST_LANES:
            hidden += len(loop.ways)
        elif lane is None:
            lanes.append([loop])
        else:
            lane.append(loop)
    # the shortest stand nearest to their steps, so that fewer lines cross
    lanes.sort(key=lambda lane: max(loop.start - loop.left for loop in lane))
    return tuple(tuple(sorted(lane, key=lambda loop: loop.left)) for lane in lanes), hidden


def _apart(one: Loop, other: Loop, width: int) -> bool:
    first, second = sorted((one, other), key=lambda loop: loop.start)
    return reach(first, width) + _AROUND < second.left


def room_inside(loop: Loop) -> int:
    """Return the cells for words between the two ends of a way back."""
    return loop.start - loop.left - _ENDS


def is_told_inside(loop: Loop, width: int) -> bool:
    """Tell whether the words of a way back stand between its ends, where there is room for them, or behind its bend."""
    inside, behind = room_inside(loop), width - loop.start - _ENDS
    wanted = LONG_LABEL * min(len(loop.ways), MOST_TOLD)
    return inside >= wanted or inside >= behind or (loop.end is not None and inside >= SHORT_LABEL)


def reach(loop: Loop, width: int) -> int:
    """Return the last cell of a way back."""
    if is_told_inside(loop, width):
        return loop.start
    return min(loop.start + LONG_LABEL * min(len(loop.ways), MOST_TOLD), width - 1)
