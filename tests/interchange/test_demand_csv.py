"""CSV of demand: headers of other programs, numbers and dates as they write them, states in their words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.demand_imports import ImportDemand
from prodtui.domain.enums import DemandKind, DemandStatus
from prodtui.domain.imports import BadRow
from prodtui.errors import Rejected, Usage
from prodtui.interchange.csv_header import parse_mapping
from prodtui.interchange.demand_csv import DEMAND_WORDS, read_demand_csv
from prodtui.interchange.reading import ReadOptions

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def rows(text: str, **options: Any) -> list[ImportDemand | BadRow]:
    given = ReadOptions(NOW, ZoneInfo("Europe/Berlin"), **options)
    return list(read_demand_csv(text.encode(), given).rows)


def good(text: str, **options: Any) -> ImportDemand:
    """Return the one row of a text, which must be good."""
    (row,) = rows(text, **options)
    assert isinstance(row, ImportDemand), row
    return row


@pytest.mark.parametrize(
    "header",
    [
        "product,quantity,due",
        "SKU,Qty,Due Date",
        "Part number,Open quantity,Requested delivery date",
        "Artikel,Menge,Termin",
        "articleNumber,orderQuantity,needBy",
    ],
)
def test_the_columns_are_found_by_the_words_of_other_programs(header: str) -> None:
    mapping = {"product": ("Artikel",), "quantity": ("Menge",), "due": ("Termin",)} if "Artikel" in header else {}
    row = good(f"{header}\nchair,4,2026-12-04\n", mapping=mapping)
    assert (row.line, row.product, row.quantity, row.due) == (2, "chair", 4, date(2026, 12, 4))
    assert (row.kind, row.priority, row.closed, row.key, row.unit) == (
        DemandKind.ORDER, None, None, None, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "quantity"), [("4", 4), ("12.5", 12.5), ("12,5", 12.5), ("1.234,5", 1234.5), ("1 000", 1000)]
)
def test_quantities_as_people_write_them(cell: str, quantity: float) -> None:
    assert good(f"product;quantity;due\nchair;{cell};2026-12-04\n").quantity == quantity


@pytest.mark.parametrize(
    ("cell", "options", "due"),
    [
        ("04.12.2026", {}, date(2026, 12, 4)),
        ("4 Dec 2026", {}, date(2026, 12, 4)),
        ("12/04/2026", {"date_format": "mdy"}, date(2026, 12, 4)),
        ("12/04/2026", {"date_format": "dmy"}, date(2026, 4, 12)),
        ("2026-12-03T23:30:00Z", {}, date(2026, 12, 4)),  # half past midnight on the board
    ],
)
def test_due_days_on_the_boards_calendar(cell: str, options: dict[str, Any], due: date) -> None:
    assert good(f"product,quantity,due\nchair,1,{cell}\n", **options).due == due


def test_days_that_may_be_read_two_ways_are_asked_about() -> None:
    with pytest.raises(Rejected, match="could be day first or month first"):
        rows("product,quantity,due\nchair,1,12/04/2026\n")


@pytest.mark.parametrize(
    ("cell", "closed"),
    [
        ("open", None), ("Confirmed", None), ("In progress", None), ("", None), ("Shipped", DemandStatus.DELIVERED),
        ("delivered", DemandStatus.DELIVERED), ("Canceled", DemandStatus.CANCELLED),
    ],
)  # fmt: skip
def test_states_in_the_words_of_other_programs(cell: str, closed: DemandStatus | None) -> None:
    assert good(f"product,quantity,due,status\nchair,1,2026-12-04,{cell}\n").closed is closed


def test_a_formula_guard_of_our_own_export_is_taken_off_and_hostile_text_is_cleaned() -> None:
    row = good("product,quantity,due,notes,customer\nchair,1,2026-12-04,'=1+1,Ac\x1b[31mme\n")
    assert row.notes == "=1+1"
    assert "\x1b" not in row.customer
    assert row.remarks == ("characters in the customer that cannot be shown were replaced",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("product,quantity,due\n,1,2026-12-04\n", "the product is empty"),
        ("product,quantity,due\nchair,x,2026-12-04\n", "it is not a number; write it like 40 or 2.5"),
        ("product,quantity,due\nchair,1,2026-02-30\n", "it is not a day of the calendar"),
        (f"product,quantity,due\n{'x' * 101},1,2026-12-04\n", "it has 101 characters; at most 100 are taken"),
        ("product,quantity,due,priority\nchair,1,2026-12-04,soonish\n", "it is not one of urgent, high, normal, low"),
        (f"product,quantity,due,notes\nchair,1,2026-12-04,{'x' * 20_001}\n", "it has 20001 characters"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_with_its_reason(text: str, reason: str) -> None:
    (row,) = rows(text)
    assert isinstance(row, BadRow)
    assert (row.line, row.reason.startswith(reason)) == (2, True), row


def test_a_header_that_lacks_a_field_and_a_mapping_that_names_none() -> None:
    with pytest.raises(Rejected, match="The header has no due; it holds: product, quantity"):
        rows("product,quantity\nchair,1\n")
    with pytest.raises(Usage, match='A demand line has no field "dew"') as caught:
        parse_mapping(["dew=Date"], DEMAND_WORDS)
    assert caught.value.hint == 'Did you mean "due"?'
    with pytest.raises(Usage, match='The file has no column "Date"'):
        rows("product,quantity,when\nchair,1,2026-12-04\n", mapping=parse_mapping(["due=Date"], DEMAND_WORDS))
    assert parse_mapping(["SKU=Article,qty=N"], DEMAND_WORDS) == {"product": ("Article",), "quantity": ("N",)}
