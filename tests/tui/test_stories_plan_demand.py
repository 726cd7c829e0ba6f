"""Stories of the tab of demand: what is late stands on top, enter, edit, end, filter, others' changes, who may not."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import DemandStatus, Priority
from prodtui.domain.rows_planning import DemandRow
from prodtui.services import demand, products
from tests.helpers.fixtures import Filled
from tests.helpers.team import Clock, Team
from tests.tui.driver import Reader, sitting_at, words_of
from tests.tui.planning import stock_up


@pytest.fixture
def mill(filled: Filled) -> Team:
    """The team with demand, products and resources; see `stock_up`."""
    return filled(stock_up)


def line(team: Team, ref: str) -> DemandRow:
    return demand.show_demand(team.ann, ref).demand


def row_of(reader: Reader, text: str) -> str:
    """Return the first line below the tabs that holds a text."""
    return next(each for each in reader.lines[2:] if text in each)


async def test_what_is_late_stands_on_top(mill: Team) -> None:
    async with sitting_at(mill, size=(80, 24)) as ann:
        await ann.press("1", "D")
        ann.sees("DEMAND 1 late", "Late 1", "Forecast 1")
        late = row_of(ann, "OPS-D3")
        assert late.startswith("!") and "Bracket" in late and "120 pc" in late and "today" in late
        assert ann.lines.index(late) < ann.lines.index(row_of(ann, "OPS-D1"))
        await ann.press("enter")
        ann.sees("OPS-D3", "late: nothing covers it in time", "Beta", "history")


async def test_demand_is_entered_in_a_form_and_taken_back(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "D", "a")
        await ann.type("cover")
        await ann.press("tab")
        await ann.type("12.5")
        await ann.press("tab")
        await ann.type("+2w")
        await ann.press("tab")
        await ann.type("Gamma")
        await ann.press("enter")
        assert ann.notice == "Entered OPS-D6. u takes it back."
        row = line(mill, "OPS-D6")
        assert (row.product, row.quantity, str(row.due), row.customer) == ("cover", 12.5, "2026-12-08", "Gamma")
        ann.sees("Gamma")
        await ann.press("u")
        ann.sees_not("Gamma")


async def test_what_cannot_be_is_said_at_its_field(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "D", "a")
        await ann.type("housng")
        await ann.press("tab")
        await ann.type("-3")
        await ann.press("enter")
        ann.sees("There is no product", "Did you mean", "The quantity -3 must lie above 0")
        assert ann.dialog == "Form"
        assert demand.list_demand(mill.ann, all=True) == demand.list_demand(mill.ann)
        await ann.press("escape", "y")
        assert ann.dialog == ""


async def test_an_order_that_is_late_already_is_entered_with_the_day_on_which_it_came_in(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "D", "a")
        for word in ("cover", "5", "yesterday"):
            await ann.paste(word)
            await ann.press("tab")
        await ann.press("enter")
        assert "the day on which it really came in" in words_of(ann)
        for _ in range(6):
            await ann.press("tab")
        await ann.paste("-1w")
        await ann.press("enter")
        assert ann.notice == "Entered OPS-D6. u takes it back."
    row = line(mill, "OPS-D6")
    assert (row.late, str(row.created_at.date())) == (True, "2026-11-16")


ABSURD_QUANTITIES = [
    *((text, "must lie above 0 and up to 1,000,000,000") for text in ("-5", "0", "nan", "inf", "1e12")),
    ("many", "is not a number"),
]
ABSURD_DAYS = [
    ("yesterday", "lies before today, 2026-11-24"),
    ("2099-01-01", "lies beyond the horizon of the plan, which reaches to 2031-11-25"),
    ("", "needs the day on which it is due"),
    ("2199-99-99", "is not a day and time that exists"),
]


async def test_absurd_values_are_one_sentence_and_nothing_is_stored(mill: Team) -> None:
    before = demand.list_demand(mill.ann, all=True)
    async with sitting_at(mill) as ann:

        async def is_refused(text: str, said: str) -> None:
            await ann.paste(text)  # the cursor goes to what was refused
            await ann.press("enter")
            assert ann.dialog == "Form"
            assert said in words_of(ann)

        await ann.press("1", "D", "a")
        for word in ("cover", "5", "fri"):
            await ann.paste(word)
            await ann.press("tab")
        await ann.press("shift+tab", "shift+tab")
        for text, said in ABSURD_QUANTITIES:
            await is_refused(text, said)
        await ann.paste("5")
        await ann.press("tab")
        for text, said in ABSURD_DAYS:
            await is_refused(text, said)
    assert demand.list_demand(mill.ann, all=True) == before


async def test_a_line_is_edited_delivered_cancelled_and_reopened(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "D", "e", "tab")
        await ann.press("backspace", "backspace", "backspace")
        await ann.type("90")
        await ann.press("enter")
        assert line(mill, "D3").quantity == 90
        await ann.press("d")
        assert (line(mill, "D3").status, ann.notice) == (
            DemandStatus.DELIVERED, "OPS-D3 is delivered. u takes it back.",
        )  # fmt: skip
        ann.sees_not("Beta")
        await ann.press("slash")
        await ann.choose("D2")
        await ann.press("c")
        await ann.type("They bought elsewhere")
        await ann.press("enter")
        assert line(mill, "D2").status is DemandStatus.CANCELLED
        await ann.press("A")
        ann.sees("Ended 2")
        await ann.press("n", "e")
        assert ann.notice == "OPS-D2 is cancelled; r lets plan and board say how far it is."
        await ann.press("r")
        assert line(mill, "D2").status is DemandStatus.OPEN
        await ann.press("u")
        assert line(mill, "D2").status is DemandStatus.CANCELLED


async def test_a_filter_and_an_order_stay_until_they_are_ended(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "D", "f")
        await ann.type("product:housing-a prio:urgent")
        ann.sees("1 of the 5 lines that are shown")
        await ann.press("enter")
        ann.sees("OPS-D1", "product:housing-a prio:urgent").sees_not("OPS-D2", "OPS-D3")
        await ann.press("f")
        await ann.paste("product:nothing")
        await ann.press("enter")
        ann.sees("nothing")
        assert ann.dialog == "FilterDialog"
        await ann.press("escape", "escape")
        ann.sees("OPS-D2", "OPS-D3")
        await ann.press("o")
        await ann.choose("the most")
        lines = [ann.lines.index(row_of(ann, ref)) for ref in ("OPS-D4", "OPS-D3", "OPS-D2", "OPS-D1", "OPS-D5")]
        assert lines == sorted(lines)


async def test_an_edit_of_another_person_is_seen_and_merged(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "D", "slash")
        await ann.choose("D2")
        await ann.press("e")
        demand.edit_demand(mill.lea, "D2", customer="Delta")
        await ann.beat()
        ann.sees("Changed by lea")
        await ann.press("tab", "tab", "tab", "tab")
        await ann.press(*["backspace"] * len("normal"))
        await ann.type("high")
        await ann.press("enter")
        row = line(mill, "D2")
        assert (row.customer, row.priority) == ("Delta", Priority.HIGH)
        ann.sees("Delta")


async def test_an_archived_line_comes_back(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "D", "x")
        ann.sees_not("Beta")
        await ann.press("f")
        await ann.type("archived")
        await ann.press("enter")
        ann.sees("Archived 1", "OPS-D3")
        await ann.press("e")
        assert ann.notice == "OPS-D3 is archived; x brings it back."
        await ann.press("x")
        assert line(mill, "D3").archived_at is None


async def test_who_may_not_plan_is_told_so(mill: Team) -> None:
    async with sitting_at(mill, who="bo") as bo:
        await bo.press("1", "D", "a")
        assert bo.dialog == "" and bo.notice.startswith("Only a lead or a manager may change the plan")
        await bo.press("d")
        assert line(mill, "D3").status is DemandStatus.PLANNED
        bo.sees("Only a lead or a manager")
    async with sitting_at(mill, read_only=True) as ann:
        await ann.press("1", "D", "a")
        assert ann.notice == "The board is open for reading only, so nothing can be changed here."


async def test_what_was_in_time_is_late_the_day_after(mill: Team, ticking: Clock) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "D")
        ann.sees("DEMAND 1 late")
        ticking.forward(days=3)
        await ann.beat()
        ann.app.screen.tick()  # type: ignore[attr-defined]
        await ann.settle()
        ann.sees("DEMAND 2 late", "1d late")


async def test_without_products_the_way_is_shown(team: Team) -> None:
    async with sitting_at(team) as ann:
        await ann.press("1", "D")
        ann.sees("Nothing is asked for yet.", "a  enters an order or a forecast")
        await ann.press("a")
        ann.sees("Demand is for products, and there is none yet.")
        await ann.press("P")
        ann.sees("Nothing is made here yet.")
        await ann.press("R")
        ann.sees("No resource is known here yet.")


async def test_more_than_a_page_is_read_on_the_way_down(mill: Team) -> None:
    key = products.add_product(mill.ann, "Washer").value.key
    for _ in range(205):
        demand.add_demand(mill.ann, key, 1, "2026-12-20")
    async with sitting_at(mill) as ann:
        await ann.press("1", "D")
        ann.sees_not("OPS-D5 ")
        await ann.press("G")
        await ann.press("G")
        ann.sees("OPS-D5 ")
