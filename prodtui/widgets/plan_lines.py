"""The plan as inked cells: products by period, and load against capacity below. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from prodtui.domain.enums import LoadKind, PeriodKind
from prodtui.domain.planning.periods import whole
from prodtui.domain.rows_planning import LoadCell, LoadRow, PlanCell, PlanGrid, PlanProduct
from prodtui.widgets.plan_words import hours, period_title, short
from prodtui.widgets.signs import UNICODE, Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, clip, line, plain

LINES = ("demand", "plan", "actual", "backlog")
PLAN_LINE, _ACTUAL, _BACKLOG = 1, 2, 3
LOAD_LINES = 2

_COLUMN = 11
_LEAST_LEFT = 24
_LABEL = 8
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEADS = {PeriodKind.DAY: "Day", PeriodKind.WEEK: "Week of", PeriodKind.MONTH: "Month"}
_KINDS = {LoadKind.STEP: "step", LoadKind.ROLE: "role", LoadKind.POOL: "pool"}


@dataclass(frozen=True, slots=True)
class Widths:
    """How a width is shared: the names on the left, and as many columns as fit beside them."""

    left: int
    column: int
    count: int

    @classmethod
    def of(cls, width: int) -> Widths:
        """Return the widths for a number of cells."""
        count = max((width - _LEAST_LEFT) // _COLUMN, 1)
        column = min(_COLUMN, width)
        return cls(max(width - count * column, 0), column, count)


@dataclass(frozen=True, slots=True)
class Heights:
    """How a height is shared: lines for products, for load, and whether band and foot are there."""

    products: int
    loads: int
    each: int
    full: bool

    @classmethod
    def of(cls, height: int, products: int, loads: int) -> Heights:
        """Return the heights for so many rows of products and loads."""
        if height < 8 or not loads:
            return cls(max(height - 2, 1) if height > 2 else max(height - 1, 0), 0, 1, height > 2)
        each = LOAD_LINES if height >= 28 else 1
        body, wanted = height - 3, loads * each
        room = min(wanted, max(body // 3, body - products * len(LINES)))
        room = max(room // each, 1) * each
        return cls(body - room, room, each, full=True)


@dataclass(frozen=True, slots=True)
class PlanLook:
    """What cells are drawn with: signs, and which planned cells (product, first day) a what-if has changed."""

    signs: Signs = UNICODE
    changed: frozenset[tuple[str, date]] = field(default_factory=frozenset)


def head_cell(grid: PlanGrid, at: int, width: int, look: PlanLook) -> Line:
    """Return the head of a column; that of the period of today is marked."""
    here = at == grid.current
    text = f"{look.signs.drop + ' ' if here else ''}{period_title(grid.periods[at])}"
    return line([(f"{text:>{width - 2}}  ", Ink.HEAD_HERE if here else Ink.HEAD)], width, fill=Ink.HEAD)


def head_left(grid: PlanGrid, width: int, before: int, after: int, signs: Signs) -> Line:
    """Return the head above the names: the kind of period, and how many columns lie to both sides of those shown."""
    more = " ".join(([f"{signs.left}{before}"] if before else []) + ([f"{after}{signs.right}"] if after > 0 else []))
    spans: list[Span] = [(f" {_HEADS[grid.periods[0].kind]}", Ink.HEAD), (f"  {more}" if more else "", Ink.HEAD_COUNT)]
    return line(spans, width, fill=Ink.HEAD)


def name_cell(product: PlanProduct, part: int, width: int, here: bool, signs: Signs) -> Line:
    """Return what stands left of one of the four lines of a product: its name, its unit, and what the line is."""
    text = plain((product.name, product.unit, "", "")[part])
    ink = (Ink.REF, Ink.MUTED, Ink.MUTED, Ink.MUTED)[part]
    return _left(text, ink, LINES[part], width, here, signs)


def load_name(row: LoadRow, part: int, width: int, here: bool, signs: Signs) -> Line:
    """Return what stands left of a line of load."""
    return _left(
        plain(row.name) if part == 0 else "", Ink.TEXT, _KINDS[row.kind] if part == 0 else "", width, here, signs
    )


def product_cell(grid: PlanGrid, product: PlanProduct, at: int, part: int, width: int, look: PlanLook) -> Line:
    """Return one line of a product in a period: a right-aligned number and a sign behind it."""
    cell, begun = product.cells[at], grid.periods[at].starts <= grid.today
    value = (cell.demand, cell.planned, cell.actual, cell.backlog)[part]
    sign, ink = _plan_sign(grid, product, at, cell, part, look)
    if not value:
        return _cell(look.signs.unknown if part == _ACTUAL and not begun else look.signs.none, " ", Ink.MUTED, width)
    return _cell(short(value, width - 3), sign, ink, width)


def load_cell(cell: LoadCell, part: int, width: int, look: PlanLook) -> Line:
    """Return one line of load in a period: hours against hours, or a bar and how full it is."""
    signs, ink = look.signs, Ink.WRONG if cell.over else Ink.TEXT
    if part == 0:
        text = _against(cell, width - 3, signs)
        return _cell(text, signs.over if cell.over else " ", ink if cell.load else Ink.MUTED, width)
    if cell.capacity is None or not cell.load:
        return line((), width)
    full = cell.load / cell.capacity if cell.capacity else 10.0
    percent = f"{min(whole(full * 100), 999)}%" if cell.capacity else signs.unknown
    return line([(f" {_bar(full, max(width - 7, 1), signs)} {percent:>4} ", ink if cell.over else Ink.MUTED)], width)


def _against(cell: LoadCell, width: int, signs: Signs) -> str:
    if not cell.load and not cell.capacity:
        return signs.none
    there = signs.unknown if cell.capacity is None else hours(cell.capacity, unit=False)
    text = f"{hours(cell.load, unit=False)}/{there} h"
    if len(text) > width:
        text = f"{whole(cell.load)}/{signs.unknown if cell.capacity is None else whole(cell.capacity)} h"
    if len(text) > width:
        text = text.removesuffix(" h")
    if len(text) > width:
        text = f"{short(cell.load, 4)}/{signs.unknown if cell.capacity is None else short(cell.capacity, 4)}"
    return text


def _bar(full: float, room: int, signs: Signs) -> str:
    eighths = min(round(full * room * 8), room * 8)
    if signs.none.isascii():
        return ("#" * round(eighths / 8)).ljust(room)
    rest = _EIGHTHS[eighths % 8] if eighths % 8 else ""
    return (_EIGHTHS[8] * (eighths // 8) + rest).ljust(room)


def _plan_sign(
    grid: PlanGrid, product: PlanProduct, at: int, cell: PlanCell, part: int, look: PlanLook
) -> tuple[str, Ink]:
    signs = look.signs
    if part == 0:
        return ("~" if cell.forecast else " "), Ink.TEXT
    if part == PLAN_LINE:
        if (product.key, grid.periods[at].starts) in look.changed:
            return signs.changed, Ink.SOON
        return (signs.done if cell.planned and cell.released >= cell.planned else " "), Ink.TEXT
    if part == _BACKLOG and cell.backlog > 0:
        return signs.past_most, Ink.WRONG if grid.periods[at].starts <= grid.today else Ink.SOON
    return " ", Ink.MUTED if part == _BACKLOG else Ink.TEXT


def _left(text: str, ink: Ink, label: str, width: int, here: bool, signs: Signs) -> Line:
    room = width - _LABEL - 2
    word = (f"{label:<{_LABEL}}", Ink.HERE if here else Ink.MUTED)
    if room < 1:
        return line([word], width, signs.more)
    name = clip(text, room, signs.more)
    return line([(f" {name}{' ' * (room - cells(name))} ", ink), word], width, signs.more)


def _cell(text: str, sign: str, ink: Ink, width: int) -> Line:
    return line([(f"{text:>{width - 2}}{sign} ", ink)], width)
