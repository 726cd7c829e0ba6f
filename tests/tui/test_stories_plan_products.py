"""Stories of the tabs of products and resources: forms with lines of routing, stock that moves, who may what."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.rows_planning import NeedRow, ProductRow, ResourceRow, RoutingRow
from prodtui.services import plan_release, products, resources, stock
from tests.helpers.fixtures import Filled
from tests.helpers.quality import WELD, publish
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.planning import stock_up


@pytest.fixture
def mill(filled: Filled) -> Team:
    """The team with demand, products and resources; see `stock_up`."""
    return filled(stock_up)


def product(team: Team, name: str) -> ProductRow:
    return products.show_product(team.ann, name).product


def resource(team: Team, name: str) -> ResourceRow:
    return resources.show_resource(team.ann, name).resource


async def at_row(reader: Reader, tab: str, words: str) -> Reader:
    """Show a tab and move to the row that holds words."""
    await reader.press("1", tab, "slash")
    return await reader.choose(words)


async def test_products_are_listed_with_their_way(mill: Team) -> None:
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1", "P")
        ann.sees("PRODUCTS", "Housing A", "Doing › Review", "0.7 h", "no steps: no load")
        await ann.press("j", "j", "enter")
        ann.sees("OPS-P1", "Doing   0.5 h a unit, set-up 2 h a lot, in lathes", "2.5 steel", "history")


async def test_a_product_is_added_with_a_line_for_each_step(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "P", "a")
        await ann.type("Shaft")
        await ann.press("tab", "tab", "tab")
        await ann.type("Doing 0.5 2 lathes")
        await ann.press("ctrl+n")
        await ann.type("review 0.25")
        await ann.press("tab")
        await ann.type("steel 1.2")
        await ann.press("enter")
        row = product(mill, "shaft")
        assert row.routing == (RoutingRow("doing", 0.5, 2.0, "lathes"), RoutingRow("review", 0.25))
        assert row.materials == (NeedRow("steel", 1.2),)
        ann.sees("Shaft", "Added OPS-P4. u takes it back.")
        await ann.press("u")
        ann.sees_not("Shaft")


async def test_a_routing_that_cannot_be_is_said_at_its_field(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_row(ann, "P", "housing")
        await ann.press("e", "tab", "tab")
        await ann.paste("doing 0.5\nwelding 1")
        await ann.press("enter")
        ann.sees("There is no step")
        await ann.paste("doing 0.5\nreview")
        await ann.press("enter")
        ann.sees("in line 2 has no number behind a name")
        await ann.paste("doing 0.5\nDoing 1")
        await ann.press("enter")
        ann.sees("twice, which is a circle")
        assert len(product(mill, "housing-a").routing) == 2
        await ann.paste("review 0.75")
        await ann.press("enter")
        assert product(mill, "housing-a").routing == (RoutingRow("review", 0.75),)


async def test_two_who_edit_one_routing_are_asked(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_row(ann, "P", "housing")
        await ann.press("e", "tab", "tab")
        await ann.paste("review 0.75")
        products.edit_product(mill.lea, "housing-a", routing=["doing:3"])
        await ann.press("enter")
        assert ann.dialog == "Conflict"
        ann.sees("doing 3", "review 0.75")


async def test_a_product_is_archived_and_restored(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_row(ann, "P", "cover")
        await ann.press("x")
        said = "Cover is archived, but 7.5 m are still asked for by one order; cancel and unplan that, or bring Cover"
        assert ann.notice == f"{said} back."
        await ann.press("j")
        ann.sees_not("Cover")
        await ann.press("A", "n")
        ann.sees("Archived 1")
        await ann.press("x")
        assert product(mill, "cover").archived_at is None


async def test_resources_are_listed_with_their_stock(mill: Team) -> None:
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1", "R")
        ann.sees("RESOURCES 1 to order", "In stock", "180 kg", "! 1 to order")
        assert next(line for line in ann.lines if "Steel" in line).startswith("!")
        await ann.press("G")
        ann.sees("At once", "mon-fri 06:00-14:00").sees_not("In stock")
        await ann.press("plus")
        ann.sees("Only materials lie in stock, and this is a room")


async def test_stock_is_received_issued_counted(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_row(ann, "R", "steel")
        await ann.press("plus")
        await ann.type("20.5")
        await ann.press("enter")
        assert resource(mill, "steel").stock == 200.5
        assert ann.notice == "200.5 kg of Steel in stock. u takes it back."
        await ann.press("minus")
        await ann.type("500")
        await ann.press("enter")
        ann.sees("There are 200.5 kg of Steel in stock, not 500")
        await ann.press(*["backspace"] * 3)
        await ann.type("50")
        await ann.press("enter")
        assert resource(mill, "steel").stock == 150.5
        await ann.press("equals_sign")
        await ann.type("0")
        await ann.press("enter")
        assert resource(mill, "steel").stock == 0
        await ann.press("u")
        assert resource(mill, "steel").stock == 150.5
        await ann.press("enter")
        ann.sees("came in 20.5 kg", "taken out 50 kg")
        await ann.press("escape", "m")
        ann.sees("Steel: which movement is taken out of the books?", "taken out 50 kg", "OPS-M4 by ann")
        await ann.choose("taken out")
        assert ann.notice == "Took out OPS-M4: 200.5 kg of Steel in stock. u takes it back."
        assert resource(mill, "steel").stock == 200.5
        await ann.press("u")
        assert resource(mill, "steel").stock == 150.5


async def test_a_material_that_never_moved_has_no_movement_to_take_out(mill: Team) -> None:
    resources.add_resource(mill.ann, "Zinc", "material", unit="kg")
    async with sitting_at(mill, size=(80, 24)) as ann:
        await at_row(ann, "R", "zinc")
        await ann.press("m")
        ann.sees("Nothing of Zinc has moved yet.")


async def test_a_delivery_is_expected_and_comes(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_row(ann, "R", "steel")
        await ann.press("full_stop")
        await ann.type("300")
        await ann.press("tab")
        await ann.type("+5d")
        await ann.press("enter")
        assert resource(mill, "steel").expected == 300
        ann.sees("300").sees_not("1 to order")
        await ann.press("plus")
        ann.sees("Which Steel has come?", "2026-11-29 expected 300 kg")
        await ann.press("enter")
        await ann.press("enter")
        row = resource(mill, "steel")
        assert (row.stock, row.expected) == (480, 0)
        assert stock.list_moves(mill.ann, "steel", kind="expected") == ()


async def test_a_member_moves_stock_and_changes_nothing_else(mill: Team) -> None:
    async with sitting_at(mill, who="bo") as bo:
        await at_row(bo, "R", "steel")
        await bo.press("minus")
        await bo.type("5")
        await bo.press("enter")
        assert resource(mill, "steel").stock == 175
        await bo.press("e")
        assert bo.dialog == "" and bo.notice.startswith("Only a lead or a manager")


async def test_a_machine_is_added_with_its_own_hours(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "R", "a")
        await ann.choose("machine")
        await ann.type("Lathe 2")
        await ann.press("tab", "tab")
        await ann.type("lathes")
        await ann.press("tab", "tab")
        await ann.type("mon-fri 25:00-30:00")
        await ann.press("enter")
        assert ann.dialog == "Form"
        await ann.press(*["backspace"] * len("25:00-30:00"))
        await ann.type("6:00-22:00")
        await ann.press("enter")
        row = resource(mill, "lathe-2")
        assert (row.pool, row.workweek and row.workweek[0]) == ("lathes", ((360, 1320),))


async def test_cards_of_a_product_are_as_its_form_says(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await at_row(ann, "P", "bracket")
        await ann.press("e", *["tab"] * 6)
        await ann.type("Turn {lots}")
        await ann.press("enter")
        ann.sees('"{lots}" in the title of tasks stands for nothing')
        await ann.paste("Turn {quantity} {unit}, {lot}/{of}")
        await ann.press("tab", "tab")
        await ann.type("Turning, rush")
        await ann.press("tab")
        await ann.type("high")
        await ann.press("tab")
        await ann.type("bo")
        await ann.press("enter")
        row = product(mill, "bracket")
        assert (row.task_labels, row.task_priority, row.task_assignees) == (("rush", "turning"), "high", ("bo",))
        await ann.press("enter")
        ann.sees("cards say Turn {quantity} {unit}, {lot}/{of}", "cards for Bo Berg")
        await ann.press("escape", "1", "slash")
        await ann.choose("bracket")
        await ann.press("j", "l", "r")
        ann.sees("Turn 20 pc, 1/6", "Priority: high", "Labels: rush, turning", "Assigned to: bo")
        await ann.press("enter", "2")
        ann.sees("Turn 20 pc, 6/6")


async def test_q_on_a_released_card_opens_the_checklist_of_its_product(mill: Team) -> None:
    publish(mill, "Bore check", WELD[:1])
    products.edit_product(mill.ann, "bracket", checklist="bore-check")
    plan_release.release(mill.ann, "bracket", date(2026, 11, 30), step="doing", lot=120)
    async with sitting_at(mill) as ann:
        await ann.press("l", "l")
        assert (ann.card("OPS-1").step, ann.card("OPS-1").check) == ("doing", "due")
        await ann.press("w")
        ann.sees("OPS-1 needs the checklist Bore check for its product")
        await ann.press("escape", "q")
        ann.sees("OPS-Q1", "Bore check", "OPS-1 Bracket")
