"""Stories of the list of exceptions: each leads to the thing that it is about."""

from __future__ import annotations

from datetime import date, timedelta

from prodtui.screens.plan_demand import DemandScreen
from prodtui.screens.plan_resources import ResourcesScreen
from prodtui.services import board, demand, plan, plan_release, what_ifs
from tests.helpers.plan import MONDAY, NEXT, THIRD
from tests.helpers.team import Clock, Team
from tests.tui.driver import Reader, sitting_at


async def at_exception(reader: Reader, words: str) -> None:
    """Open the exception that holds these words."""
    await reader.press("1", "x", "slash")
    await reader.paste(words)
    await reader.press("enter", "enter")


async def test_an_overload_leads_to_its_load_and_period(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "x")
        ann.sees("Overload", "Shortage", "Unplanned demand", "12 of 12 pc due on 4 Dec are not planned.")
        await at_exception(ann, "over in the week")
        ann.sees("GRID", "Doing is 8 h over in the week of 30 Nov (32 of 24 h).")


async def test_an_overload_is_found_from_days_and_from_a_what_if_too(mill: Team) -> None:
    far = THIRD + timedelta(days=210)
    plan.set_quantity(mill.ann, "housing", far, 40)
    what_ifs.add(mill.ann, "calm")
    plan.set_quantity(mill.ann, "housing", far, 0, what_if="calm")
    async with sitting_at(mill) as ann:
        await ann.press("1", "z", "z", "w")
        await ann.choose("calm")
        ann.sees("what-if calm")
        await at_exception(ann, "over in the week of 5 Jul")
        ann.sees("GRID", "by week", "Doing is 16 h over in the week of 5 Jul (40 of 24 h).", "40/24 h▲")
        ann.sees_not("what-if calm")


async def test_an_exception_of_demand_leads_to_its_line(mill: Team) -> None:
    for _ in range(250):
        demand.add_demand(mill.ann, "cover", 1, due=date(2026, 12, 1))
    demand.add_demand(mill.ann, "bracket", 3, due=date(2027, 2, 1), customer="The last one")
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1", "D", "f")
        await ann.paste("customer:acme")
        await ann.press("enter")
        await at_exception(ann, "OPS-D254")
        ann.sees("DEMAND", "The last one")
        screen = ann.app.screen
        assert isinstance(screen, DemandScreen)
        assert screen.list.cursor_key == "OPS-D254"
        assert screen.wish.text == ""
        await at_exception(ann, "OPS-D3 12 of 12")
        assert screen.list.cursor_key == "OPS-D3"


async def test_a_shortage_leads_to_the_material_or_to_the_card_that_lacks_it(mill: Team) -> None:
    async with sitting_at(mill, size=(80, 24)) as ann:
        await at_exception(ann, "Steel: 18 of 32 kg")
        ann.sees("RESOURCES")
        screen = ann.app.screen
        assert isinstance(screen, ResourcesScreen) and screen.list.cursor_row is not None
        assert screen.list.cursor_row.key == "steel"
        plan_release.release(mill.ann, "housing", NEXT)
        await ann.beat()
        await at_exception(ann, "missing for OPS-2")
        assert (ann.cursor, ann.app.screen) == ("OPS-2", ann.board)


async def test_more_made_than_planned_leads_to_the_product(mill: Team, ticking: Clock) -> None:
    plan_release.release(mill.ann, "housing", MONDAY)
    board.finish(mill.ann, "OPS-1", output={"good": 12})
    ticking.forward(days=7)
    async with sitting_at(mill, size=(80, 24)) as ann:
        await at_exception(ann, "too few")
        ann.sees("GRID", "Housing in the week of 23 Nov: 16 pc asked for", "16 of it released")


async def test_an_exception_whose_thing_is_gone_says_so(mill: Team) -> None:
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1", "x", "slash")
        await ann.choose("not planned")
        demand.cancel_demand(mill.lea, "OPS-D3", None)
        await ann.press("enter")
        assert ann.notice == "OPS-D3 is not in this list any more."
