"""The plan in words and short numbers: what a cell holds, and which overload is the worst."""

from __future__ import annotations

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.periods import amount_text, longer_plans, period_name, period_of, whole
from prodtui.domain.rows_planning import LoadRow, PeriodRow, PlanGrid, PlanProduct

_UNITS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))


def short(value: float, width: int) -> str:
    """Return a quantity in at most `width` cells where that can be: with fewer decimals, then in thousands."""
    text = amount_text(value)
    if len(text) > width:
        text = str(whole(value))
    if len(text) > width:
        size, unit = next((each for each in _UNITS if abs(value) >= each[0]), (1.0, ""))
        text = f"{amount_text(value / size) if width > 5 else whole(value / size)}{unit}"
    return text


def period_title(period: PeriodRow) -> str:
    """Return what stands above a column: "23 Nov", "Mon 23", "Nov '26"."""
    if period.kind is PeriodKind.MONTH:
        return f"{period.starts:%b '%y}"
    return (
        f"{period.starts:%a} {period.starts.day}"
        if period.kind is PeriodKind.DAY
        else f"{period.starts.day} {period.starts:%b}"
    )


def product_words(grid: PlanGrid, product: PlanProduct, at: int) -> str:
    """Return all that a cell of a product says: "Housing in the week of 30 Nov: 55 pc asked for, 50 planned."."""
    cell = product.cells[at]
    asked = f"{amount_text(cell.demand)} {product.unit} asked for" if cell.demand else "nothing asked for"
    if cell.forecast:
        asked += f" ({amount_text(cell.forecast)} of it only foreseen)"
    parts = [asked, f"{amount_text(cell.planned)} planned{_note(grid, at) if cell.planned else ''}"]
    if cell.released:
        parts.append(f"{amount_text(cell.released)} of it released")
    if cell.actual:
        parts.append(f"{amount_text(cell.actual)} made")
    if cell.backlog > 0:
        parts.append(f"{amount_text(cell.backlog)} lacking")
    elif cell.backlog < 0:
        parts.append(f"{amount_text(-cell.backlog)} ahead")
    return f"{product.name} {within(grid, at)}: {', '.join(parts)}."


def _note(grid: PlanGrid, at: int) -> str:
    """Return a remark where what is planned may be meant for a longer period that begins here."""
    period = grid.periods[at]
    note = longer_plans(period.kind, grid.usual)
    return f" ({note})" if note and period_of(grid.usual, period.starts).starts == period.starts else ""


def load_words(grid: PlanGrid, row: LoadRow, at: int) -> str:
    """Return all that a cell of load says: "Machining is 7 h over in the week of 30 Nov (47 of 40 h)."."""
    cell = row.cells[at]
    there, when = cell.capacity, within(grid, at)
    if there is None:
        return f"{row.name} has {hours(cell.load)} of work {when}; nobody said how many hours there are."
    both = f"({hours(cell.load, unit=False)} of {hours(there)})"
    if cell.over:
        return f"{row.name} is {hours(cell.load - there)} over {when} {both}."
    return f"{row.name} has {hours(there - cell.load)} free {when} {both}."


def worst_overload(grid: PlanGrid) -> str:
    """Return the words of the greatest overload from the period of today on, "" when there is none."""
    worst, words = 0.0, ""
    for row in grid.loads:
        for at, cell in enumerate(row.cells):
            if grid.periods[at].ends <= grid.today or not cell.over:
                continue
            over = cell.load - (cell.capacity or 0.0)
            if over > worst:
                worst, words = over, load_words(grid, row, at)
    return words


def within(grid: PlanGrid, at: int) -> str:
    """Return when a period is: "in the week of 30 Nov", "on Mon 30 Nov"."""
    period = grid.periods[at]
    return f"{'on' if period.kind is PeriodKind.DAY else 'in'} {period_name(period, grid.today)}"


def hours(value: float, *, unit: bool = True) -> str:
    """Return hours with one decimal at most: "7.5 h"."""
    text = f"{whole(value * 10) / 10:.1f}".removesuffix(".0")
    return f"{text} h" if unit else text
