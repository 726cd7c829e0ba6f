"""A task whose material is short says so in `why`, and is started only against that; purging lets movements go."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.errors import Refused
from prodtui.services import board, checklists, history, products, purge, resources, stock, stores, tasks
from tests.helpers.team import Team


@pytest.fixture
def steel(team: Team) -> Team:
    resources.add_resource(team.ann, "Steel", "material", unit="kg")
    stock.receive(team.bo, "steel", 50)
    return team


def reasons(team: Team, ref: str, to: str = "doing") -> list[str]:
    return [reason.text for reason in board.why(team.bo, ref, to).reasons if reason.code == "material"]


def test_a_task_that_lacks_material_says_so_and_waits(steel: Team) -> None:
    first, second = steel.task("First"), steel.task("Second")
    stock.reserve(steel.bo, "steel", 40, first.ref)
    stock.reserve(steel.bo, "steel", 30, second.ref)
    stock.expect(steel.bo, "steel", 100, date(2026, 12, 4))
    assert reasons(steel, first.ref) == []
    assert reasons(steel, second.ref) == [
        "20 kg of Steel are missing (it needs 30, 10 are free; more is expected on 2026-12-04)"
    ]
    assert reasons(steel, second.ref, "ready") == []
    with pytest.raises(Refused, match="20 kg of Steel are missing"):
        board.start(steel.bo, second.ref)
    with pytest.raises(Refused, match="may not override"):
        board.move(steel.bo, second.ref, "doing", override="now")
    board.move(steel.lea, second.ref, "doing", override="Bars of the neighbour")
    assert history.events(steel.bo, ref=second.ref)[-1].reason == "override of material: Bars of the neighbour"


def test_material_that_came_or_was_issued_is_not_short(steel: Team) -> None:
    task = steel.task()
    stock.reserve(steel.bo, "steel", 60, task.ref)
    assert len(reasons(steel, task.ref)) == 1
    stock.issue(steel.bo, "steel", 50, task=task.ref)
    assert reasons(steel, task.ref) == ["10 kg of Steel are missing (it needs 10, 0 are free)"]
    stock.receive(steel.bo, "steel", 10)
    assert reasons(steel, task.ref) == []
    stock.issue(steel.bo, "steel", 10, task=task.ref)
    board.start(steel.bo, task.ref)


def test_without_a_promise_the_product_says_what_is_needed(steel: Team) -> None:
    products.add_product(steel.ann, "Pump", materials=["steel:2.5"])
    small, big = (steel.task(product=name, quantity=count) for name, count in (("pump", 20), ("PUMP", 21)))
    other = steel.task("Other")
    assert (reasons(steel, small.ref), reasons(steel, other.ref)) == ([], [])
    assert reasons(steel, big.ref) == ["2.5 kg of Steel are missing (it needs 52.5, 50 are free)"]
    stock.reserve(steel.bo, "steel", 1, other.ref)
    assert reasons(steel, small.ref) == ["1 kg of Steel are missing (it needs 50, 49 are free)"]


def test_a_board_without_materials_is_asked_nothing(team: Team) -> None:
    products.add_product(team.ann, "Pump")
    board.start(team.bo, team.task(product="pump", quantity=20).ref)


def test_a_purged_task_is_named_by_no_movement(steel: Team) -> None:
    task = steel.task()
    stock.reserve(steel.bo, "steel", 30, task.ref)
    stock.issue(steel.bo, "steel", 10, task=task.ref)
    tasks.archive(steel.ann, task.ref)
    purge.purge(steel.ann, task.ref)
    assert [(move.kind, move.task) for move in stock.list_moves(steel.bo)] == [("issue", None), ("receipt", None)]
    row = resources.show_resource(steel.bo, "steel").resource
    assert (row.stock, row.reserved) == (40, 0)
    assert stores.check(steel.ann).problems == ()


def test_a_task_names_its_product_by_key_whatever_was_typed(team: Team) -> None:
    assert team.task(product="Water pump").product == "Water pump"
    products.add_product(team.ann, "Water pump")
    products.add_product(team.ann, "Valve", key="V-7")
    assert [team.task(product=name).product for name in ("WATER PUMP", "water-pump", "valve", "Tank")] == [
        "water-pump", "water-pump", "v-7", "Tank",
    ]  # fmt: skip
    assert tasks.edit(team.bo, "OPS-1", {"product": "water pump"}).value.product == "water-pump"


def test_a_gate_of_a_product_holds_whatever_the_product_is_called_now(team: Team) -> None:
    checklists.add_checklist(team.quinn, "Final check", items=[{"text": "Clean?"}])
    checklists.publish_checklist(team.quinn, "final-check")
    checklists.attach_checklist(team.quinn, "final-check", step="doing", product="Water pump")
    old = team.task(product="Water pump", at="doing")
    products.add_product(team.ann, "Water pump")
    new = team.task(product="Water pump", at="doing")
    for task in (old, new):
        assert [reason.code for reason in board.why(team.bo, task.ref).reasons] == ["gate"]
