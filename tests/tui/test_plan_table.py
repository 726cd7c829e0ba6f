"""The table of a large plan: what scrolls with the cursor, and what that costs on the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from random import Random

import pytest
from textual.app import App, ComposeResult

from prodtui.domain.enums import LoadKind, PeriodKind
from prodtui.domain.planning.periods import periods
from prodtui.domain.rows_planning import LoadCell, LoadRow, PlanCell, PlanGrid, PlanProduct
from prodtui.themes.loader import token_defaults
from prodtui.widgets.plan_grid import PlanTable
from prodtui.widgets.spans import Ink
from prodtui.wire.shadow import Shadow
from tests.helpers.emulator import Screen

MONDAY = date(2026, 11, 23)
PRODUCTS, WEEKS, PAST = 200, 56, 4
MOST_BYTES = 2000
#: True colours, as themes have them.
_STYLES = {ink: f"38;2;200;100;{100 + place};48;2;20;23;28" for place, ink in enumerate(Ink)}


def a_large_plan() -> PlanGrid:
    """Return 200 products over 56 weeks with demand, plan, backlog and load that differ everywhere."""
    random = Random(7)
    columns = periods(PeriodKind.WEEK, date(2026, 10, 26), WEEKS)

    def product(number: int) -> PlanProduct:
        asked = [float(random.choice((0, 0, 4, 8, 20, 38, 110))) for _ in columns]
        cells = [PlanCell(each, 0.0, each, 0.0, 0.0, float(random.randint(-90, 20))) for each in asked]
        return PlanProduct(f"part-{number:03}", f"Part {number:03}", "pc", 0.0, tuple(cells))

    def load(kind: LoadKind, number: int) -> LoadRow:
        cells = tuple(LoadCell(float(random.randint(200, 500)), 480.0) for _ in columns)
        return LoadRow(kind, f"{kind}-{number}", f"{kind.capitalize()} {number}", cells)

    loads = tuple(load(kind, number) for kind in LoadKind for number in range(4))
    return PlanGrid("OPS", None, MONDAY, columns, PAST, tuple(map(product, range(PRODUCTS))), loads, 0)


class OnePlan(App[None]):
    """A program with nothing but a plan."""

    def __init__(self) -> None:
        super().__init__()
        self.table = PlanTable()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return token_defaults()

    def compose(self) -> ComposeResult:
        yield self.table


@asynccontextmanager
async def opened(size: tuple[int, int]) -> AsyncIterator[PlanTable]:
    app = OnePlan()
    async with app.run_test(size=size) as pilot:
        app.table.focus()
        app.table.show(a_large_plan())
        await pilot.pause()
        yield app.table


def painted(table: PlanTable) -> str:
    """Return a table as the screen library would write it."""
    lines = [
        "".join(f"\x1b[{_STYLES[ink]}m{text}\x1b[0m" for cell in row for text, ink in cell.line)
        for row in table.draw(*table.size)
    ]
    return "".join(f"\x1b[{y};1H{text}" for y, text in enumerate(lines, start=1)) + "\x1b[1;1H"


def shown(table: PlanTable) -> list[str]:
    return ["".join(text for cell in row for text, _ in cell.line).rstrip() for row in table.draw(*table.size)]


@pytest.mark.parametrize("size", [(80, 22), (160, 48)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_no_cursor_key_costs_more_than_two_thousand_bytes(size: tuple[int, int]) -> None:
    shadow, screen = Shadow(), Screen(*size)
    shadow.resize(*size)
    async with opened(size) as table:
        screen.feed(shadow.shorten(painted(table)))

        def most(step: Callable[[], None], times: int) -> int:
            sizes = []
            for _ in range(times):
                step()
                least = shadow.shorten(painted(table))
                screen.feed(least)
                sizes.append(len(least.encode()))
            return max(sizes)

        right, left = (lambda: table.move_across(1)), (lambda: table.move_across(-1))
        down, up = (lambda: table.move(1)), (lambda: table.move(-1))
        sideways, downwards = 20, size[1] + 4  # further than what is seen
        costs = [most(right, sideways), most(down, downwards), most(left, sideways), most(up, downwards)]
        table.go_last()
        screen.feed(shadow.shorten(painted(table)))
        costs += [most(right, sideways), most(up, 20), most(left, sideways), most(down, 20)]
        assert max(costs) <= MOST_BYTES, costs
        assert [line.rstrip() for line in screen.lines] == shown(table)


async def test_the_table_scrolls_by_what_the_cursor_leaves_it() -> None:
    async with opened((80, 22)) as table:
        last = []
        for _ in range(6):
            table.move_across(1)
            last.append(" ".join(shown(table)[0].split()[-2:]))
        assert last[-3:] == ["21 Dec", "28 Dec", "4 Jan"]


async def test_up_from_the_loads_leads_to_the_product_that_is_seen_above() -> None:
    async with opened((80, 22)) as table:
        before = shown(table)
        table.go_last()
        table.move(-12)
        assert table.spot is not None and table.spot.product is not None
        assert f"Part {int(table.spot.product.key[-3:]):03}" in "".join(before)
        assert table.spot.product.key != "part-199"
