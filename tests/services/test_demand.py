"""Demand: entered, found, edited by several people, ended and opened again, with what plan and board make of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from prodtui.domain.enums import DemandKind, DemandStatus, Priority
from prodtui.errors import Changed, NotFound, Refused, Rejected, Usage
from prodtui.services import demand, history, products, undo
from tests.helpers.demand import chairs, make, order
from tests.helpers.team import NOW, Clock, Team

TODAY = NOW.date()


def test_an_order_says_what_of_which_product_until_when(team: Team) -> None:
    chairs(team, unit="pcs")
    row = demand.add_demand(
        team.lea, "cha", "40", "2026-12-04", unit="PCS", customer="Acme", source="web", priority="high", notes="Blue",
        external_key="SO-7",
    ).value  # fmt: skip
    assert (row.ref, row.product, row.quantity, row.unit, row.due) == (
        "OPS-D1", "chair", 40.0, "pcs", date(2026, 12, 4),
    )  # fmt: skip
    assert (row.kind, row.status, row.priority, row.late) == (DemandKind.ORDER, DemandStatus.OPEN, Priority.HIGH, False)
    assert (row.customer, row.source, row.notes, row.external_key) == ("Acme", "web", "Blue", "SO-7")
    assert (row.created_by, row.created_at) == ("lea", team.clock())
    assert demand.list_demand(team.sam) == (row,)
    detail = demand.show_demand(team.sam, "d1")
    assert (detail.demand, [event.kind for event in detail.events], detail.tasks) == (row, ["demand"], ())


def test_an_order_that_came_in_earlier_may_be_late_already(team: Team) -> None:
    chairs(team)
    row = demand.add_demand(team.lea, "chair", 5, "2026-11-20", created="2026-11-17").value
    assert (row.late, row.due) == (True, date(2026, 11, 20))
    assert row.created_at == datetime(2026, 11, 16, 23, tzinfo=UTC)  # midnight in Berlin
    assert demand.edit_demand(team.lea, row.ref, due="2026-11-18").value.due == date(2026, 11, 18)
    with pytest.raises(Rejected, match="lies before the day on which it was made, 2026-11-17"):
        demand.edit_demand(team.lea, row.ref, due="2026-11-16")
    assert demand.add_demand(team.lea, "chair", 5, "2026-12-04", created=TODAY).value.created_at == NOW
    undo.undo(team.lea)
    undo.undo(team.lea)
    assert [line.due for line in demand.list_demand(team.sam)] == [row.due]


def test_a_due_day_of_the_past_names_the_way_to_enter_it(team: Team) -> None:
    chairs(team)
    with pytest.raises(Rejected) as caught:
        order(team, due="2026-11-23")
    assert "give the day on which it really came in" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"created": "2026-11-25"}, "The day on which it came in, 2026-11-25, lies ahead."),
        ({"created": "before"}, "The day on which it came in 'before' is not a day."),
        ({"created": "2026-11-20", "due": "2026-11-19"}, "lies before the day on which it was made, 2026-11-20"),
        ({"quantity": 0}, "must lie above 0"),
        ({"quantity": -3}, "must lie above 0"),
        ({"quantity": "inf"}, "must lie above 0"),
        ({"quantity": 2e9}, "must lie above 0"),
        ({"quantity": "many"}, "is not a number"),
        ({"quantity": ""}, "needs a quantity"),
        ({"due": ""}, "needs the day on which it is due"),
        ({"due": "soon"}, "is not a day"),
        ({"due": "2026-11-23"}, "The due day 2026-11-23 lies before today, 2026-11-24."),
        ({"due": "2062-11-23"}, "beyond the horizon of the plan, which reaches to 2031-11-25"),
        ({"unit": "kg"}, "Chair is counted in pcs, not in 'kg'."),
        ({"priority": "huge"}, "The priority 'huge' is unknown"),
        ({"kind": "wish"}, "The kind of demand 'wish' is unknown"),
    ],
)
def test_what_cannot_be_asked_for_is_rejected_with_a_sentence(team: Team, wrong: dict[str, Any], sentence: str) -> None:
    chairs(team)
    values: dict[str, Any] = {"product": "chair", "quantity": 1, "due": "2026-12-04", **wrong}
    with pytest.raises(Rejected) as caught:
        demand.add_demand(team.ann, **values)
    assert sentence in caught.value.message
    assert demand.list_demand(team.ann) == ()


def test_today_is_that_of_the_board(team: Team, ticking: Clock) -> None:
    chairs(team)
    ticking.forward(hours=14.5)  # 00:30 on the 25th in Berlin, still the 24th in UTC
    with pytest.raises(Rejected, match="lies before today, 2026-11-25"):
        order(team, due="2026-11-24")
    assert order(team, due="2026-11-25").late is False


def test_demand_is_of_a_product_in_use_on_the_board(team: Team) -> None:
    with pytest.raises(NotFound, match='no product "chair"'):
        order(team)
    chairs(team)
    row = order(team)
    products.archive_product(team.ann, "chair")
    with pytest.raises(Refused, match="Chair is archived"):
        order(team)
    assert demand.edit_demand(team.ann, row.ref, quantity=5, product="chair").value.quantity == 5


def test_only_leads_and_managers_change_demand(team: Team) -> None:
    chairs(team)
    row = order(team)
    for ws in (team.bo, team.sam, team.quinn):
        with pytest.raises(Refused, match="may not change the plan"):
            demand.add_demand(ws, "chair", 1, "2026-12-04")
        for change in (demand.cancel_demand, demand.close_demand, demand.archive_demand):
            with pytest.raises(Refused, match="may not change the plan"):
                change(ws, row.ref)


def test_an_external_key_names_one_line(team: Team) -> None:
    chairs(team)
    first, second = order(team, external_key="SO-7"), order(team, external_key="SO-8")
    demand.archive_demand(team.ann, first.ref)
    for change in (
        lambda: order(team, external_key="SO-7"),
        lambda: demand.edit_demand(team.ann, second.ref, external_key="SO-7"),
    ):
        with pytest.raises(Rejected, match="'SO-7' belongs to OPS-D1 already"):
            change()
    assert demand.edit_demand(team.ann, second.ref, external_key="SO-8").txn is None


def test_two_people_edit_different_fields_and_are_asked_about_the_same(team: Team) -> None:
    chairs(team)
    row = order(team)
    demand.edit_demand(team.lea, row.ref, customer="Acme", version=1)
    done = demand.edit_demand(team.ann, row.ref, quantity=12, base={"quantity": 10}, version=1)
    assert (done.value.quantity, done.value.customer) == (12, "Acme")
    assert done.notes == ("lea changed customer meanwhile; both changes are kept.",)
    with pytest.raises(Changed, match="ann changed quantity"):
        demand.edit_demand(team.lea, row.ref, quantity=9, base={"quantity": 10}, version=1)
    chairs(team, "Table")
    done = demand.edit_demand(team.ann, row.ref, product="table", base={"product": "chair"}, version=3)
    assert done.value.product == "table"


def test_a_line_is_not_due_before_it_was_entered(team: Team, ticking: Clock) -> None:
    chairs(team)
    row = order(team)
    ticking.forward(days=12)
    assert demand.edit_demand(team.ann, row.ref, due="2026-11-24").value.late is True
    with pytest.raises(Rejected, match="before the day on which it was made, 2026-11-24"):
        demand.edit_demand(team.ann, row.ref, due="2026-11-23")


def test_finished_work_delivers_what_is_due_first(team: Team) -> None:
    chairs(team)
    late, soon = order(team, 10, "2026-12-11"), order(team, 10, "2026-12-04")
    make(team, 14)
    found = {row.ref: row for row in demand.list_demand(team.ann, all=True)}
    assert (found[soon.ref].delivered, found[soon.ref].status) == (10, DemandStatus.DELIVERED)
    assert (found[late.ref].delivered, found[late.ref].status) == (4, DemandStatus.OPEN)
    assert [row.ref for row in demand.list_demand(team.ann)] == [late.ref]


def test_a_line_is_late_once_its_day_has_passed_undelivered(team: Team, ticking: Clock) -> None:
    chairs(team)
    row = order(team)
    ticking.forward(days=10)
    assert demand.show_demand(team.ann, row.ref).demand.late is False
    ticking.forward(days=1)
    assert [found.ref for found in demand.list_demand(team.ann, "late")] == [row.ref]
    assert demand.close_demand(team.ann, row.ref).value.late is False


def test_delivered_and_cancelled_by_hand_and_opened_again(team: Team) -> None:
    chairs(team)
    row = order(team)
    assert demand.close_demand(team.ann, row.ref).value.status is DemandStatus.DELIVERED
    with pytest.raises(Refused, match="OPS-D1 is delivered, so it stays as it is"):
        demand.cancel_demand(team.ann, row.ref)
    with pytest.raises(Refused, match="is delivered"):
        demand.edit_demand(team.ann, row.ref, quantity=2)
    assert demand.reopen_demand(team.ann, row.ref, "came back").value.status is DemandStatus.OPEN
    assert demand.cancel_demand(team.ann, row.ref, "customer changed their mind").value.status is DemandStatus.CANCELLED
    assert demand.list_demand(team.ann) == ()
    assert [found.ref for found in demand.list_demand(team.ann, "status:cancelled")] == [row.ref]
    reasons = [event.reason for event in history.events(team.ann, ref=row.ref)]
    assert reasons[-2:] == ["came back", "customer changed their mind"]
    demand.reopen_demand(team.ann, row.ref)
    with pytest.raises(Refused, match="OPS-D1 is open and was not ended by hand"):
        demand.reopen_demand(team.ann, row.ref)


def test_nobody_delivers_a_forecast(team: Team) -> None:
    chairs(team)
    row = order(team, kind="forecast")
    with pytest.raises(Refused, match="OPS-D1 is a forecast"):
        demand.close_demand(team.ann, row.ref)
    make(team, 10)
    assert demand.show_demand(team.ann, row.ref).demand.status is DemandStatus.OPEN


def test_an_archived_line_asks_for_nothing_until_it_comes_back(team: Team) -> None:
    chairs(team)
    first, second = order(team, 10, "2026-12-01"), order(team, 10)
    make(team, 10)
    demand.archive_demand(team.ann, first.ref)
    assert demand.show_demand(team.ann, second.ref).demand.status is DemandStatus.DELIVERED
    assert demand.list_demand(team.ann, all=True, text="archived")[0].ref == first.ref
    with pytest.raises(Refused, match="OPS-D1 is archived"):
        demand.edit_demand(team.ann, first.ref, quantity=1)
    assert demand.archive_demand(team.ann, first.ref).txn is None
    demand.restore_demand(team.ann, first.ref)
    assert demand.show_demand(team.ann, second.ref).demand.status is DemandStatus.OPEN


def test_every_change_is_taken_back_and_done_again(team: Team) -> None:
    chairs(team)
    row = order(team)
    demand.edit_demand(team.ann, row.ref, quantity=12)
    demand.cancel_demand(team.ann, row.ref)
    undo.undo(team.ann)
    assert demand.show_demand(team.ann, row.ref).demand.status is DemandStatus.OPEN
    undo.undo(team.ann)
    assert demand.show_demand(team.ann, row.ref).demand.quantity == 10
    undo.redo(team.ann)
    assert demand.show_demand(team.ann, row.ref).demand.quantity == 12
    undo.undo(team.ann)
    with pytest.raises(Refused):  # it has a history by now
        undo.undo(team.ann)


def test_a_key_that_is_used_by_now_does_not_come_back(team: Team) -> None:
    chairs(team)
    row = order(team, external_key="SO-7")
    demand.edit_demand(team.ann, row.ref, external_key="SO-8")
    demand.add_demand(team.lea, "chair", 1, "2026-12-04", external_key="SO-7")
    with pytest.raises(Refused, match='the external key "SO-7" is in use by now'):
        undo.undo(team.ann)


def test_a_new_line_that_nobody_touched_goes_by_undo(team: Team) -> None:
    chairs(team)
    row = order(team)
    undo.undo(team.ann)
    assert demand.list_demand(team.ann) == ()
    assert demand.show_demand(team.ann, row.ref).demand.archived_at is not None


def test_a_retry_under_the_same_request_id_adds_one_line(team: Team) -> None:
    chairs(team)
    first = demand.add_demand(team.ann, "chair", 1, "2026-12-04", request_id="r1")
    again = demand.add_demand(team.ann, "chair", 1, "2026-12-04", request_id="r1")
    assert (again.value, again.replayed) == (first.value, True)
    assert len(demand.list_demand(team.ann)) == 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", [2, 1, 3]),
        ("product:chair", [2, 1]),
        ('product:"big table"', [3]),
        ("customer:ac", [1]),
        ("customer:none", [2, 3]),
        ("source:web", [2]),
        ("prio:high", [2]),
        ("kind:forecast", [3]),
        ("-kind:forecast", [2, 1]),
        ("due<=2026-12-04", [2, 1]),
        ("due<2026-12-04", [2]),
        ("due:2026-12-04", [1]),
        ("due>2026-12-04", [3]),
        ("ref:OPS-D2 or ref:d3", [2, 3]),
        ("rule:none product:chair", [2, 1]),
        ("big", [3]),
        ("SO-7", [1]),
        ("status:cancelled", [4]),
        ("closed", [4]),
        ("late", []),
    ],
)
def test_filters_of_demand(team: Team, text: str, numbers: list[int]) -> None:
    chairs(team)
    chairs(team, "Big table")
    order(team, 10, "2026-12-04", customer="Acme", external_key="SO-7")
    order(team, 10, "2026-12-03", source="web", priority="high")
    order(team, 10, "2026-12-31", "big-table", kind="forecast")
    demand.cancel_demand(team.ann, order(team).ref)
    assert [row.number for row in demand.list_demand(team.bo, text)] == numbers


def test_a_filter_or_sort_that_means_nothing_is_told(team: Team) -> None:
    chairs(team)
    with pytest.raises(Usage, match='knows no product "chairs"; did you mean chair'):
        demand.list_demand(team.ann, "product:chairs")
    with pytest.raises(Usage, match="status knows open, planned"):
        demand.list_demand(team.ann, "status:opened")
    with pytest.raises(Usage, match="write a reference, like ref:OPS-D3"):
        demand.list_demand(team.ann, "ref:x")
    with pytest.raises(Usage, match="cannot be sorted by 'dew'"):
        demand.list_demand(team.ann, sort="dew")


def test_lists_are_sorted_and_cut(team: Team) -> None:
    chairs(team)
    for quantity, due, priority in ((5, "2026-12-03", "low"), (50, "2026-12-02", "normal"), (20, "2026-12-03", "high")):
        order(team, quantity, due, priority=priority)

    def numbers(**how: Any) -> list[int]:
        return [row.number for row in demand.list_demand(team.ann, **how)]

    assert numbers() == [2, 3, 1]
    assert numbers(sort="quantity") == [2, 3, 1]
    assert numbers(sort="priority") == [3, 2, 1]
    assert numbers(sort="newest") == [3, 2, 1]
    assert numbers(limit=1, skip=1) == [3]


def test_pages_of_a_list_by_day_follow_one_another(team: Team) -> None:
    chairs(team)
    days = ["2026-12-04", "2026-12-01", "2026-12-04", "2026-12-04"]
    for day, priority in zip(days, ("low", "normal", "urgent", "normal"), strict=True):
        order(team, 3, day, priority=priority)
    pages = [demand.list_demand(team.ann, limit=2, skip=skip) for skip in (0, 2, 4)]
    assert [[row.number for row in page] for page in pages] == [[2, 3], [4, 1], []]
    assert demand.list_demand(team.ann, limit=None) == pages[0] + pages[1]


def test_events_hold_what_the_record_book_reads(team: Team) -> None:
    """The form in which an import, which does not go through the record book, must write its events."""
    chairs(team)
    order(team, customer="Acme")
    assert history.events(team.ann, ref="OPS-D1")[0].after == {
        "product": "OPS-P1", "quantity": 10.0, "due": "2026-12-04", "kind": "order", "priority": "normal",
        "customer": "Acme", "created_at": "2026-11-24T09:00:00Z", "created_by": "ann",
    }  # fmt: skip
