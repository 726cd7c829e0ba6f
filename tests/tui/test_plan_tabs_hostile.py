"""Text from people stays text on the tabs of the plan, and they open at every size, in every theme."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import ResourceKind
from prodtui.services import absences, calendars, demand, products, resources
from tests.helpers.fixtures import Filled
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.planning import stock_up
from tests.tui.test_hostile import LONG, MARKUP, SIZES

NAMES = [LONG[1][:90], " ".join(MARKUP), "ar عربي rtl 👩‍👩‍👧‍👦 team"]


def name_all(team: Team, name: str) -> None:
    """Give everything that the tabs show a name."""
    resources.add_resource(team.ann, name, ResourceKind.MATERIAL, key="odd", unit="kg")
    resources.add_resource(team.ann, name + "2", ResourceKind.MACHINE, key="odd-2")
    products.add_product(team.ann, name, key="odd", routing=["doing:1"], materials=["odd:1"], task_title=name)
    demand.add_demand(team.ann, "odd", 1, "2026-11-25", customer=name, notes=name, source=name)
    calendars.add_exception(team.ann, demand.show_demand(team.ann, "D1").demand.due, name=name[:60])
    absences.add_absence(team.ann, "2026-11-25", resource="odd-2", reason=name)


async def look_at_the_plan(reader: Reader) -> None:
    """Open every tab, its detail and its forms."""
    await reader.press("1", "D", "j", "enter", "escape", "e", "escape", "a", "escape", "f", "escape", "o", "escape")
    await reader.press("c", "escape", "i", "escape", "w", "enter", "escape", "F", "enter", "escape")
    await reader.press("P", "enter", "escape", "e", "escape", "a", "escape", "F", "escape")
    await reader.press("R", "j", "enter", "escape", "e", "escape", "a", "escape", "g", "plus", "escape", "G")
    await reader.press(
        "C", "l", "enter", "escape", "o", "escape", "a", "escape", "e", "escape", "i", "escape", "L", "g"
    )
    await reader.press("G", "k")
    assert reader.dialog == ""


@pytest.fixture
def stocked(filled: Filled) -> Team:
    """The team with demand, products and resources; see `stock_up`."""
    return filled(stock_up)


@pytest.mark.crossed(name=NAMES, size=SIZES)
async def test_names_stay_text_on_every_tab_and_dialog_of_every_size(
    stocked: Team, name: str, size: tuple[int, int]
) -> None:
    name_all(stocked, name)
    async with sitting_at(stocked, size=size) as ann:
        await look_at_the_plan(ann)
        await ann.press("D")
        if name.isascii() and size[0] >= 80:
            ann.sees(name[:12])
        assert ann.app.is_running


async def test_markup_is_shown_as_it_was_typed(team: Team) -> None:
    for number, name in enumerate(MARKUP):
        resources.add_resource(team.ann, name, ResourceKind.MACHINE, key=f"odd-{number}")
        products.add_product(team.ann, name, key=f"odd-{number}", routing=["doing:1"])
        demand.add_demand(team.ann, f"odd-{number}", 1, "2026-11-25", customer=name)
    async with sitting_at(team) as ann:
        for tab in ("D", "P", "R"):
            await ann.press("1", tab)
            ann.sees(*MARKUP)
            for name in MARKUP:
                await ann.press("enter")
                ann.sees(name)
                await ann.press("escape", "j")


@pytest.mark.parametrize("who", ["sam", "bo"])
async def test_who_may_only_look_sees_all_of_it(stocked: Team, who: str) -> None:
    async with sitting_at(stocked, who=who, ascii=True, theme="mono") as reader:
        await reader.press("1", "D", "enter")
        reader.sees("OPS-D3")
        await reader.press("escape", "P", "R", "enter")
        reader.sees("Paint")
        await reader.press("escape", "C", "enter")
        reader.sees("Tuesday 2026-11-24")


async def test_tab_goes_through_all_tabs(stocked: Team) -> None:
    async with sitting_at(stocked) as ann:
        await ann.press("1")
        for title in ("EXCEPTIONS", "DEMAND", "PRODUCTS", "RESOURCES", "CALENDAR", "GRID"):
            await ann.press("tab")
            ann.sees(title)
