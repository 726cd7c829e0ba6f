"""Importing demand: all or nothing unless told otherwise, each bad row with its place, a second time for nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.demand_imports import DemandReport, ImportDemand
from prodtui.domain.enums import DemandKind, DemandStatus, Priority, Via
from prodtui.errors import Refused, Rejected
from prodtui.interchange.csv_header import parse_mapping
from prodtui.interchange.demand_csv import DEMAND_WORDS, read_demand_csv
from prodtui.interchange.reading import ReadOptions
from prodtui.services import demand, history, products, stores
from prodtui.services.demand_import import DemandWishes, import_demand
from prodtui.services.workspace import Workspace
from tests.helpers.demand import chairs, make, order
from tests.helpers.team import Team

ORDERS = """Order no;Article;Qty;Requested date;Customer;Prio;Remarks
SO-7;Chair;40;2026-12-04;Acme;high;Blue
SO-8;chair;12,0;11.12.2026;;;
"""


def brought(
    ws: Workspace, text: str, *, mapping: str = "", request_id: str | None = None, **wishes: Any
) -> DemandReport:
    """Import a text as a file."""
    options = ReadOptions(ws.now(), ZoneInfo("Europe/Berlin"), mapping=parse_mapping([mapping], DEMAND_WORDS))
    reading = read_demand_csv(text.encode(), options)
    return import_demand(
        ws, reading.rows, notes=reading.notes, wishes=DemandWishes(**wishes), request_id=request_id
    )  # fmt: skip


def test_orders_of_another_program_come_in(team: Team) -> None:
    chairs(team)
    report = brought(team.lea, ORDERS)
    assert (report.rows, report.created, report.unchanged, report.bad) == (2, 2, 0, ())
    assert report.products == (("chair", 2),)
    first, second = demand.list_demand(team.ann)
    assert (first.ref, first.quantity, first.due, first.customer) == ("OPS-D1", 40, date(2026, 12, 4), "Acme")
    assert (first.priority, first.notes, first.external_key) == (Priority.HIGH, "Blue", "SO-7")
    assert (second.quantity, second.due, second.kind) == (12, date(2026, 12, 11), DemandKind.ORDER)
    assert (second.created_by, second.status) == ("lea", DemandStatus.OPEN)


def test_an_imported_line_has_the_history_of_one_that_was_typed(team: Team) -> None:
    chairs(team)
    brought(team.ann, ORDERS)
    typed = order(team, 40, "2026-12-04", customer="Acme", priority="high", notes="Blue", external_key="SO-9")
    imported, own = (history.events(team.ann, ref=ref)[0] for ref in ("OPS-D1", typed.ref))
    assert {**(imported.after or {}), "external_key": "SO-9"} == own.after
    assert (imported.via, imported.version, typed.number) == (Via.IMPORT, 1, 3)
    assert stores.check(team.ann).problems == ()


def test_a_second_import_changes_nothing(team: Team) -> None:
    chairs(team)
    brought(team.ann, ORDERS)
    before = history.events(team.ann, limit=None)
    again = brought(team.ann, ORDERS)
    assert (again.created, again.unchanged, again.txn) == (0, 2, None)
    assert history.events(team.ann, limit=None) == before


def test_what_only_people_changed_or_archived_stays_and_is_told(team: Team) -> None:
    chairs(team)
    brought(team.ann, ORDERS)
    demand.edit_demand(team.ann, "D1", quantity=41)
    demand.archive_demand(team.ann, "D2")
    report = brought(team.ann, ORDERS)
    assert (report.created, report.changed, report.unchanged, report.differing) == (0, 0, 2, ("OPS-D1",))
    assert "Changed here, and not in the file, and left so: OPS-D1." in report.notes
    assert [row.quantity for row in demand.list_demand(team.ann)] == [41]


NEWER = """Order no;Article;Qty;Requested date;Customer;Prio
SO-7;Chair;50;2026-12-07;Acme Ltd;urgent
SO-8;chair;12,0;11.12.2026;;
SO-9;chair;1;11.12.2026;;
"""


def test_what_the_file_says_anew_is_taken_over_and_a_second_time_nothing(team: Team) -> None:
    chairs(team)
    brought(team.ann, ORDERS)
    trial = brought(team.lea, NEWER, dry_run=True)
    assert [(each.line, each.ref, each.field, each.before, each.after) for each in trial.changes] == [
        (2, "OPS-D1", "quantity", "40", "50"),
        (2, "OPS-D1", "due", "2026-12-04", "2026-12-07"),
        (2, "OPS-D1", "priority", "high", "urgent"),
        (2, "OPS-D1", "customer", "Acme", "Acme Ltd"),
    ]
    assert demand.show_demand(team.ann, "D1").demand.quantity == 40
    report = brought(team.lea, NEWER)
    assert (report.rows, report.created, report.changed, report.unchanged) == (3, 1, 1, 1)
    assert report.changes == trial.changes
    row = demand.show_demand(team.ann, "D1").demand
    assert (row.quantity, row.due, row.priority, row.customer, row.notes) == (
        50, date(2026, 12, 7), Priority.URGENT, "Acme Ltd", "Blue",
    )  # fmt: skip
    before = history.events(team.ann, limit=None)
    assert brought(team.lea, NEWER).txn is None
    assert history.events(team.ann, limit=None) == before
    assert stores.check(team.ann).problems == ()


def test_what_both_changed_is_as_the_file_says_and_told(team: Team) -> None:
    chairs(team)
    brought(team.ann, ORDERS)
    demand.edit_demand(team.ann, "D1", quantity=41, notes="Called")
    report = brought(team.ann, NEWER)
    assert "Changed here too, and now as the file says: OPS-D1 quantity." in report.notes
    row = demand.show_demand(team.ann, "D1").demand
    assert (row.quantity, row.notes) == (50, "Called")


def test_an_empty_cell_and_a_column_that_is_not_there_say_nothing(team: Team) -> None:
    chairs(team)
    brought(team.ann, ORDERS)
    report = brought(team.ann, "order,product,quantity,due,customer\nSO-7,chair,40,2026-12-04,\n")
    assert (report.changed, report.unchanged, report.differing) == (0, 1, ())
    row = demand.show_demand(team.ann, "D1").demand
    assert (row.customer, row.priority) == ("Acme", Priority.HIGH)


def test_a_line_that_was_typed_is_known_by_its_key_too(team: Team) -> None:
    chairs(team)
    order(team, 40, "2026-12-04", external_key="SO-7")
    assert brought(team.ann, NEWER).changed == 1
    assert demand.show_demand(team.ann, "D1").demand.quantity == 50


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (lambda team: demand.close_demand(team.ann, "D1"), "Delivered here"),
        (lambda team: demand.cancel_demand(team.ann, "D1"), "Cancelled here"),
        (lambda team: demand.archive_demand(team.ann, "D1"), "Archived here"),
        (lambda team: make(team, 40), "Delivered here"),
    ],
    ids=["delivered by hand", "cancelled", "archived", "delivered by the board"],
)
def test_a_line_that_has_ended_stays_and_is_told(team: Team, end: Callable[[Team], object], why: str) -> None:
    chairs(team)
    brought(team.ann, ORDERS)
    end(team)
    report = brought(team.ann, NEWER)
    assert (report.created, report.changed, report.differing) == (1, 0, ("OPS-D1",))
    assert f"{why}, and left so: OPS-D1." in report.notes
    assert demand.show_demand(team.ann, "D1").demand.quantity == 40


def test_another_product_under_the_same_key_is_told_and_left(team: Team) -> None:
    chairs(team)
    chairs(team, "Table")
    brought(team.ann, ORDERS)
    report = brought(team.ann, NEWER.replace("SO-7;Chair", "SO-7;Table"))
    assert (report.changed, report.differing) == (0, ("OPS-D1",))
    assert "Here with another product, and left so: OPS-D1." in report.notes


def test_a_new_day_before_the_line_was_entered_is_a_bad_row(team: Team) -> None:
    chairs(team)
    brought(team.ann, ORDERS)
    with pytest.raises(Rejected, match='line 2, due "2026-11-02": The due day 2026-11-02 lies before today'):
        brought(team.ann, NEWER.replace("2026-12-07", "2026-11-02"))
    report = brought(team.ann, NEWER.replace("2026-12-07", "2026-11-02"), skip_bad=True)
    assert (report.rows, report.created, report.changed, len(report.bad)) == (3, 1, 0, 1)


def test_thousands_of_lines_are_compared_and_changed_at_once(team: Team) -> None:
    chairs(team)
    lines = "\n".join(f"K{number},chair,{number + 1},2026-12-04" for number in range(3_000))
    head = "order,product,quantity,due\n"
    assert brought(team.ann, head + lines).created == 3_000
    later = lines.replace("K7,chair,8", "K7,chair,9").replace("K2999,chair,3000", "K2999,chair,1")
    report = brought(team.ann, head + later)
    assert (report.changed, report.unchanged) == (2, 2_998)


def test_rows_without_a_key_are_known_by_what_they_say(team: Team) -> None:
    chairs(team)
    text = "product,quantity,due\nchair,5,2026-12-04\nchair,5,2026-12-04\n"
    assert brought(team.ann, text).created == 2
    again = brought(team.ann, "product,quantity,due\nchair,6,2026-12-04\n" + text.partition("\n")[2])
    assert (again.created, again.unchanged) == (1, 2)


BAD = """external key,product,quantity,unit,due,status,kind,created
ok-1,chair,1,pcs,2026-12-04,,,
b-1,sofa,1,,2026-12-04,,,
b-2,chai,1,,2026-12-04,,,
b-3,chair,-4,,2026-12-04,,,
b-4,chair,0,,2026-12-04,,,
b-5,chair,1e12,,2026-12-04,,,
b-6,chair,1,kg,2026-12-04,,,
b-7,chair,1,,2026-11-20,,,
b-8,chair,1,,2026-12-04,lost,,
b-9,chair,1,,2026-12-04,,wish,
b-10,chair,1,,2026-12-04,,,2026-12-01
ok-1,chair,2,pcs,2026-12-04,,,
b-11,chair,,,2026-12-04,,,
b-12,chair,1,,32.12.2026,,,
b-13,chair,1,,2060-01-01,,,
b-14,chair,1
ok-2,chair,1,,2026-11-20,,,2026-11-10
"""


def test_each_bad_row_is_told_with_its_line_field_and_reason(team: Team) -> None:
    chairs(team)
    with pytest.raises(Rejected) as caught:
        brought(team.ann, BAD)
    assert caught.value.message.startswith("15 of 17 rows cannot be imported, so nothing was: line 3, product")
    assert caught.value.hint == "Correct them, or add --skip-bad to import the other 2."
    told = {row["line"]: (row["field"], row["value"], row["reason"]) for row in caught.value.details["rows"]}
    assert told == {
        3: ("product", "sofa", "there is no such product on OPS"),
        4: ("product", "chai", "there is no such product on OPS; did you mean chair?"),
        5: ("quantity", "-4", "it must lie between 0 and 1000000000"),
        6: ("quantity", "0", "it must be above 0"),
        7: ("quantity", "1e12", "it must lie between 0 and 1000000000"),
        8: ("unit", "kg", "Chair is counted in pcs, not in 'kg'"),
        9: (
            "due", "2026-11-20",
            "the due day 2026-11-20 lies before today, 2026-11-24; a column created may say when it was ordered",
        ),
        10: ("status", "lost", "it is not one of open, planned, released, delivered, cancelled"),
        11: ("kind", "wish", "it is not one of order, forecast"),
        12: ("created", "2026-12-01", "it was created in the future"),
        13: ("external key", "ok-1", "line 2 has the same key already"),
        14: ("quantity", "", "the quantity is empty"),
        15: ("due", "32.12.2026", "it is not a day of the calendar"),
        16: (
            "due", "2060-01-01",
            "the due day 2060-01-01 lies beyond the horizon of the plan, which reaches to 2031-11-25; "
            "a column created may say when it was ordered",
        ),
        17: ("", "", "it has 3 cells, the header has 8"),
    }  # fmt: skip
    assert demand.list_demand(team.ann) == ()


def test_the_good_rows_come_in_when_bad_ones_are_skipped(team: Team) -> None:
    chairs(team)
    report = brought(team.ann, BAD, skip_bad=True)
    assert (report.rows, report.created, len(report.bad)) == (17, 2, 15)
    assert [row.external_key for row in demand.list_demand(team.ann)] == ["ok-2", "ok-1"]


def test_a_dry_run_leaves_nothing_behind(team: Team) -> None:
    chairs(team)
    before = len(history.events(team.ann, limit=None))
    report = brought(team.ann, ORDERS, dry_run=True)
    assert (report.created, report.dry_run, report.txn) == (2, True, None)
    assert demand.list_demand(team.ann) == ()
    assert len(history.events(team.ann, limit=None)) == before
    assert order(team).ref == "OPS-D1"


def test_the_past_comes_in_with_its_dates(team: Team) -> None:
    """Ended lines without a date of their own are as old as their due day, so that a forecast can learn from them."""
    chairs(team)
    report = brought(
        team.ann,
        "product,quantity,due,status,created at\n"
        "chair,5,2026-03-06,delivered,\n"
        "chair,6,2026-04-03,cancelled,2026-03-01\n"
        "chair,7,2026-05-01,open,2026-04-01\n",
    )
    assert "Ended lines that do not say when they were entered got the day they were due: 1." in report.notes
    first, second, third = demand.list_demand(team.ann, all=True)
    assert (first.status, first.created_at) == (DemandStatus.DELIVERED, datetime(2026, 3, 5, 23, tzinfo=UTC))
    assert (second.status, second.created_at) == (DemandStatus.CANCELLED, datetime(2026, 2, 28, 23, tzinfo=UTC))
    assert (third.status, third.late) == (DemandStatus.OPEN, True)
    assert stores.check(team.ann).problems == ()


def test_our_own_list_is_known_again_by_its_references(team: Team) -> None:
    chairs(team)
    order(team, 10, "2026-12-04")
    report = brought(team.ann, "ref,product,quantity,due\nOPS-D1,chair,10,2026-12-04\nOPS-D9,chair,1,2026-12-05\n")
    assert (report.created, report.unchanged) == (1, 1)


def test_a_column_is_named_by_hand(team: Team) -> None:
    chairs(team)
    text = "what,how much,when,day\nchair,3,2026-12-04,x\n"
    with pytest.raises(Rejected, match="no product and no quantity and no due; it holds: what, how much, when, day"):
        brought(team.ann, text)
    report = brought(team.ann, text, mapping="product=what,quantity=how much,due=when")
    assert report.created == 1
    assert 'Columns not used: "day".' in report.notes


def test_who_may_not_plan_imports_nothing(team: Team) -> None:
    chairs(team)
    with pytest.raises(Refused, match="may not change the plan"):
        brought(team.bo, ORDERS)


def test_a_retry_answers_with_the_first_report(team: Team) -> None:
    chairs(team)
    first = brought(team.ann, ORDERS, request_id="r1")
    assert brought(team.ann, ORDERS, request_id="r1") == first


def test_an_archived_product_is_no_longer_asked_for(team: Team) -> None:
    chairs(team)
    products.archive_product(team.ann, "chair")
    with pytest.raises(Rejected, match='line 2, product "Chair": this product is archived'):
        brought(team.ann, ORDERS)


def test_a_fraction_of_what_is_counted_is_a_bad_row(team: Team) -> None:
    chairs(team)
    with pytest.raises(Rejected, match='line 1, quantity "2.5": Chair is counted in whole pcs, so 2.5 is no quantity'):
        import_demand(team.ann, [ImportDemand(1, "chair", 2.5, date(2026, 12, 4))])
