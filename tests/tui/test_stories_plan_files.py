"""Stories of what comes into the plan at once: demand and absences out of files, rules, forecasts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from prodtui.screens.plan_demand_desk import file_and_columns
from prodtui.services import absences, demand, demand_rules, products
from tests.helpers.demand import chairs
from tests.helpers.fixtures import Filled
from tests.helpers.team import Team
from tests.services.test_forecasts import past
from tests.tui.driver import Reader, sitting_at, words_of
from tests.tui.planning import stock_up

ORDERS = "Order,Article,Qty,Due date\nSO-7,Cover,40,2026-12-04\nSO-8,sofa,1,2026-12-04\nSO-9,Cover,x,2026-12-04\n"


@pytest.fixture
def mill(filled: Filled) -> Team:
    """The team with demand, products and resources; see `stock_up`."""
    return filled(stock_up)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """A file with one good row and two bad ones."""
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, "utf-8")
    return file


def quantities(team: Team, product: str = "cover") -> list[float]:
    return [row.quantity for row in demand.list_demand(team.ann, f"product:{product}", limit=None)]


async def name_file(reader: Reader, tab: str, file: Path | str) -> Reader:
    await reader.press("1", tab, "i")
    await reader.paste(str(file))
    return await reader.press("enter")


async def test_a_file_of_orders_is_looked_at_before_it_comes_in(mill: Team, orders: Path) -> None:
    async with sitting_at(mill) as ann:
        await name_file(ann, "D", orders)
        ann.sees("orders.csv: 1 new, 2 bad", "line 3, product sofa: there is no such product on OPS")
        ann.sees("line 4, Qty x: it is not a number", "1 of cover", "enter import 1")
        assert quantities(mill) == [7.5]
        await ann.press("escape", "i")
        await ann.paste(str(orders))
        await ann.press("enter", "enter")
        assert ann.notice == "Imported orders.csv: 1 new, 2 bad."
        assert sorted(quantities(mill)) == [7.5, 40]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("~/my orders.csv", ("~/my orders.csv", "")),
        ("a.csv product=Teil", ("a.csv", "product=Teil")),
        ("my a.csv  product=Teil,due=Ship date ", ("my a.csv", "product=Teil,due=Ship date")),
        ("a.csv --map 'product=Teil,due=Ship date'", ("a.csv", "product=Teil,due=Ship date")),
        ("a=b/c.csv", ("a=b/c.csv", "")),
    ],
)
def test_columns_stand_behind_the_file(text: str, wanted: tuple[str, str]) -> None:
    assert file_and_columns(text) == wanted


async def test_a_file_with_columns_of_its_own_is_told_which_they_are(mill: Team, orders: Path) -> None:
    orders.write_text("Order,Zeug,Qty,Ship it\nSO-7,Cover,40,2026-12-04\n", "utf-8")
    async with sitting_at(mill) as ann:
        await name_file(ann, "D", orders)
        ann.sees("The header has no product and no due")
        await ann.paste(f"{orders} product=Zeug,due=Ship it")
        await ann.press("enter")
        ann.sees("orders.csv: 1 new", "enter import 1")
        await ann.press("enter")
        assert sorted(quantities(mill)) == [7.5, 40]


async def test_a_newer_file_shows_what_changes_and_the_same_one_nothing(mill: Team, orders: Path) -> None:
    orders.write_text(ORDERS.splitlines()[0] + "\nSO-7,Cover,40,2026-12-04\n", "utf-8")
    async with sitting_at(mill) as ann:
        await name_file(ann, "D", orders)
        await ann.press("enter", "i")
        await ann.paste(str(orders))
        await ann.press("enter")
        assert ann.dialog == "ShowText"
        ann.sees("orders.csv: 1 as they are here")
        orders.write_text("Order,Article,Qty,Due date\nSO-7,Cover,45,2026-12-07\n", "utf-8")
        await ann.press("escape", "i")
        await ann.paste(str(orders))
        await ann.press("enter")
        ann.sees("orders.csv: 1 changed", "OPS-D6 quantity: 40 → 45", "OPS-D6 due: 2026-12-04 → 2026-12-07")
        await ann.press("enter")
        assert sorted(quantities(mill)) == [7.5, 45]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: no such file or directory"),
        (b"", "is empty"),
        (b"what,when\n1,2\n", "The header has no product"),
        (b"\x00\x01\x02\xff" * 100, ""),
    ],
    ids=["missing", "empty", "no header", "rubbish"],
)
async def test_a_file_that_is_none_is_said_and_the_path_stays(
    mill: Team, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "f.csv"
    if content is not None:
        file.write_bytes(content)
    async with sitting_at(mill) as ann:
        await name_file(ann, "D", file)
        assert ann.dialog == "LineDialog"
        assert said in words_of(ann)
        assert quantities(mill) == [7.5]


async def test_demand_that_comes_back_is_added_in_words_and_stopped(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "D", "w")
        ann.sees("Asked for again and again", "Another one…")
        await ann.press("enter")
        await ann.type("cover")
        await ann.press("tab")
        await ann.type("12")
        await ann.press("tab")
        await ann.type("now and then")
        await ann.press("enter")
        ann.sees('"now and then" says no days that come again')
        await ann.paste("every other week on fri")
        await ann.press("enter")
        [rule] = demand_rules.list_rules(mill.ann)
        assert (rule.rule, rule.product, rule.quantity, rule.ahead) == (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "cover", 12, 28,
        )  # fmt: skip
        assert quantities(mill).count(12) == 2
        await ann.press("w")
        ann.sees("12 m of Cover every 2 weeks on Fri", "OPS-E1, next")
        ann.sees_not("ann changed")
        await ann.press("enter")
        ann.sees("What it has made already stays.")
        await ann.press("enter")
        assert demand_rules.list_rules(mill.ann) == ()
        await ann.press("u")
        assert len(demand_rules.list_rules(mill.ann)) == 1


@pytest.mark.parametrize("tab", ["D", "P"])
async def test_a_forecast_is_looked_at_and_kept(team: Team, tab: str) -> None:
    chairs(team)
    past(team, 40, 40, 40, 40)
    demand.add_demand(team.ann, "chair", 15, "2026-11-27")
    async with sitting_at(team) as ann:
        await ann.press("1", tab, "F", "enter")
        ann.sees("Forecast of Chair", "average: 40 pcs for each week", "4 weeks of the past", "2026-11-23", "█")
        await ann.press("enter")
        assert "Kept the forecast of Chair as" in ann.notice
        assert len(demand.list_demand(team.ann, "kind:forecast", limit=None)) > 5
        await ann.press("u")
        assert demand.list_demand(team.ann, "kind:forecast") == ()


async def test_the_forecasts_of_all_products_are_kept_at_once(team: Team) -> None:
    for name in ("Chair", "Table"):
        chairs(team, name)
        past(team, 40, 40, 40, 40, product=name.lower())
    products.add_product(team.ann, "New")
    async with sitting_at(team, ascii=True, size=(80, 24)) as ann:
        await ann.press("1", "P", "F")
        await ann.choose("All")
        ann.sees("Keep the forecasts of all 3 products?")
        await ann.press("enter")
        assert ann.notice == "Kept the forecasts of 2 products; 1 have no orders of the past. u takes all of it back."
        assert {row.product for row in demand.list_demand(team.ann, "kind:forecast", limit=None)} == {"chair", "table"}
        await ann.press("F")
        await ann.choose("chair")
        ann.sees("Forecast of Chair", "#")
        ann.sees_not("█")


async def test_a_product_without_a_past_says_so(mill: Team) -> None:
    async with sitting_at(mill) as ann:
        await ann.press("1", "P", "F")
        await ann.choose("cover")
        ann.sees("No order of Cover was due before")


async def test_who_may_not_plan_only_looks_at_a_forecast(team: Team) -> None:
    chairs(team)
    past(team, 40, 40, 40, 40)
    async with sitting_at(team, who="sam") as sam:
        await sam.press("1", "P", "F")
        sam.sees_not("All products")
        await sam.press("enter")
        assert sam.dialog == "ShowText"
        await sam.press("escape", "D", "i")
        sam.sees("A sponsor only looks at this board")


HOLIDAYS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one
SUMMARY:Skiing
DTSTART;VALUE=DATE:20261221
DTEND;VALUE=DATE:20261224
END:VEVENT
BEGIN:VEVENT
UID:two
SUMMARY:Town fair
DTSTART;VALUE=DATE:20261130
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"""


def away(team: Team) -> list[tuple[str | None, date, date]]:
    rows = absences.list_absences(team.ann)
    return [(row.person or row.resource, row.starts, row.ends) for row in rows if row.reason == "Skiing"]


@pytest.mark.parametrize(("who", "key"), [("", "ann"), ("Bo Berg", "bo"), ("Lathe 1", "lathe-1")])
async def test_absences_of_a_file_are_looked_at_before_they_come_in(
    mill: Team, tmp_path: Path, who: str, key: str
) -> None:
    file = tmp_path / "holidays.ics"
    file.write_text(HOLIDAYS, "utf-8")
    async with sitting_at(mill) as ann:
        await ann.press("1", "C", "i")
        await ann.paste(str(file))
        if who:
            await ann.press("tab")
            await ann.paste(who)
        await ann.press("enter")
        ann.sees("1 new, 0 changed, 0 taken away", "2026-12-21", '"Town fair" is no absence: it is marked as free time')
        assert away(mill) == []
        await ann.press("enter")
        assert away(mill) == [(key, date(2026, 12, 21), date(2026, 12, 23))]
        await ann.press("u")
        assert away(mill) == []


async def test_a_calendar_file_that_is_none_is_said_and_the_path_stays(mill: Team, tmp_path: Path) -> None:
    file = tmp_path / "f.ics"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    async with sitting_at(mill) as ann:
        await ann.press("1", "C", "i", "enter")
        ann.sees("are needed")
        await ann.paste(str(file))
        await ann.press("enter")
        assert ann.dialog == "Form"
        ann.sees("is not an iCalendar file")
        await ann.paste(str(tmp_path))
        await ann.press("enter")
        assert "cannot be read: is a directory" in words_of(ann)
