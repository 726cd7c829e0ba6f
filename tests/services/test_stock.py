"""The stock of materials is the sum of its movements, and nothing else changes it."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prodtui.domain.history import sentence
from prodtui.domain.rows_planning import ResourceRow
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import board, history, purge, resources, stock, tasks, undo
from tests.helpers.team import Clock, Team

TODAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)


@pytest.fixture
def steel(team: Team) -> ResourceRow:
    return resources.add_resource(team.ann, "Steel", "material", unit="kg", reorder_level=20).value


def amounts(team: Team) -> tuple[float, float, float]:
    row = resources.show_resource(team.bo, "steel").resource
    return row.stock, row.reserved, row.expected


def test_receipts_issues_and_counts_move_the_stock(team: Team, steel: ResourceRow) -> None:
    received = stock.receive(team.bo, "steel", "100", note="From the shop").value
    assert (received.ref, received.kind, received.quantity, received.day, received.by) == (
        "OPS-M1", "receipt", 100, TODAY, "bo",
    )  # fmt: skip
    stock.issue(team.bo, "steel", 30)
    assert amounts(team) == (70, 0, 0)
    assert stock.count(team.bo, "steel", 65).value.stock == 65
    assert stock.list_moves(team.bo, "steel")[0].quantity == -5
    assert stock.count(team.bo, "steel", 65).txn is None
    assert [move.kind for move in stock.list_moves(team.bo)] == ["correction", "issue", "receipt"]


def test_more_than_lies_there_is_refused(team: Team, steel: ResourceRow) -> None:
    stock.receive(team.bo, "steel", 12)
    with pytest.raises(Refused, match="There are 12 kg of Steel in stock, not 40"):
        stock.issue(team.bo, "steel", 40)
    assert amounts(team) == (12, 0, 0)


@pytest.mark.parametrize("quantity", [0, -3, "nan", "inf", 2e9, "many", None, ""])
def test_an_absurd_quantity_is_rejected(team: Team, steel: ResourceRow, quantity: object) -> None:
    for verb in (stock.receive, stock.issue):
        with pytest.raises(Rejected, match="quantity"):
            verb(team.bo, "steel", quantity)
    assert stock.list_moves(team.bo) == ()


def test_a_reservation_counts_until_the_task_got_it(team: Team, steel: ResourceRow) -> None:
    task = team.task("Turn shafts")
    stock.receive(team.bo, "steel", 100)
    stock.reserve(team.bo, "steel", 40, task.ref)
    assert amounts(team) == (100, 40, 0)
    stock.issue(team.bo, "steel", 15, task=task.ref)
    assert amounts(team) == (85, 25, 0)
    stock.issue(team.bo, "steel", 30, task=task.ref)
    assert amounts(team) == (55, 0, 0)
    assert [move.task for move in stock.list_moves(team.bo, task=task.ref)] == [task.ref] * 3


def test_a_finished_task_has_used_up_what_was_promised_to_it(team: Team, steel: ResourceRow) -> None:
    task = team.task("Turn shafts", at="doing")
    stock.receive(team.bo, "steel", 100)
    stock.reserve(team.bo, "steel", 40, task.ref)
    stock.issue(team.bo, "steel", 15, task=task.ref)
    board.move(team.ann, task.ref, "done")
    assert amounts(team) == (60, 0, 0)
    board.move(team.ann, task.ref, "doing")
    assert amounts(team) == (85, 25, 0)
    board.move(team.ann, task.ref, "done")
    tasks.archive(team.ann, task.ref)
    assert amounts(team) == (60, 0, 0)
    purge.purge(team.ann, [task.ref])
    assert amounts(team) == (60, 0, 0)
    assert [(move.kind, move.quantity) for move in stock.list_moves(team.bo)] == [
        ("issue", 15),
        ("issue", 25),
        ("receipt", 100),
    ]


def test_a_task_that_is_over_holds_nothing_back(team: Team, steel: ResourceRow) -> None:
    done, gone = team.task("Turn shafts", at="doing"), team.task("Mill plates")
    for task in (done, gone):
        stock.reserve(team.bo, "steel", 40, task.ref)
    assert amounts(team)[1] == 80
    board.move(team.ann, done.ref, "done")
    tasks.archive(team.ann, gone.ref)
    assert amounts(team)[1] == 0
    for task, word in ((done, "finished"), (gone, "archived")):
        with pytest.raises(Refused, match=f"is {word}"):
            stock.reserve(team.bo, "steel", 1, task.ref)


def test_a_delivery_is_expected_until_all_of_it_came(team: Team, steel: ResourceRow) -> None:
    delivery = stock.expect(team.bo, "steel", 100, FRIDAY).value
    assert amounts(team) == (0, 0, 100)
    stock.receive(team.bo, "steel", 60, expected=delivery.ref)
    assert amounts(team) == (60, 0, 40)
    stock.receive(team.bo, "steel", 45, expected=delivery.ref)
    assert amounts(team) == (105, 0, 0)
    with pytest.raises(Refused, match="is no delivery of Steel that is expected"):
        stock.receive(team.bo, "steel", 1, expected=delivery.ref)
    with pytest.raises(NotFound, match="no movement OPS-M9"):
        stock.receive(team.bo, "steel", 1, expected="OPS-M9")


def test_days_fit_what_they_say(team: Team, steel: ResourceRow) -> None:
    with pytest.raises(Rejected, match="still to come") as caught:
        stock.receive(team.bo, "steel", 1, day=FRIDAY)
    assert "resource expect steel" in caught.value.hint
    with pytest.raises(Rejected, match="has passed"):
        stock.expect(team.bo, "steel", 1, "2026-11-23")
    assert stock.receive(team.bo, "steel", 1, day="2026-11-20").value.day == date(2026, 11, 20)


def test_too_much_promised_and_the_reorder_level_are_told(team: Team, steel: ResourceRow) -> None:
    task = team.task()
    assert stock.receive(team.bo, "steel", 50).notes == ()
    assert stock.reserve(team.bo, "steel", 30, task.ref).notes == (
        "Steel has come down to its reorder level of 20 kg.",
    )
    assert "short of 10 kg" in stock.reserve(team.bo, "steel", 30, task.ref).notes[0]


def test_only_materials_have_a_stock(team: Team) -> None:
    resources.add_resource(team.ann, "Lathe", "machine")
    with pytest.raises(Rejected, match="Lathe is a machine"):
        stock.receive(team.bo, "lathe", 1)
    with pytest.raises(Refused, match="may not work on tasks"):
        stock.receive(team.sam, "lathe", 1)


def test_a_movement_is_put_away_and_undone(team: Team, steel: ResourceRow) -> None:
    stock.receive(team.bo, "steel", 50)
    stock.receive(team.bo, "steel", 7)
    undo.undo(team.bo)
    assert amounts(team) == (50, 0, 0)
    undo.redo(team.bo)
    assert amounts(team) == (57, 0, 0)
    stock.put_away_move(team.bo, "OPS-M1")
    assert amounts(team) == (7, 0, 0)


STEPS = st.lists(
    st.tuples(st.sampled_from(["receive", "issue", "count", "undo", "redo"]), st.integers(1, 50)), max_size=12
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_stock_is_the_sum_of_its_movements(team: Team, ticking: Clock, steps: list[tuple[str, int]]) -> None:
    name = f"Oil {ticking.forward(seconds=1)}"
    key = resources.add_resource(team.lea, name, "material").value.key
    verbs = {"receive": stock.receive, "issue": stock.issue, "count": stock.count}
    for word, quantity in steps:
        try:
            verbs[word](team.bo, key, quantity) if word in verbs else getattr(undo, word)(team.bo)
        except (Refused, NotFound):
            continue
    found = stock.list_moves(team.bo, key)
    signs = {"receipt": 1, "issue": -1, "correction": 1}
    assert resources.show_resource(team.bo, key).resource.stock == sum(signs[m.kind] * m.quantity for m in found)


def test_the_history_tells_what_moved(team: Team, steel: ResourceRow) -> None:
    task = team.task()
    stock.receive(team.bo, "steel", 100, note="From the shop")
    stock.reserve(team.bo, "steel", 40.5, task.ref)
    told = [sentence(event, UTC) for event in history.events(team.bo, newest=True, limit=2)]
    assert told == ["receipt of 100 of OPS-F1: From the shop", "reserved 40.5 of OPS-F1 for OPS-1"]
