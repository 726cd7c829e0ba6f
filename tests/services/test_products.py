"""Products: added, found by what people type, edited by several people, put away and taken back."""

from __future__ import annotations

import pytest

from prodtui.domain.rows_planning import NeedRow, RoutingRow
from prodtui.errors import Changed, NotFound, Refused, Rejected, Usage
from prodtui.services import (
    checklists,
    demand,
    demand_rules,
    history,
    plan,
    plan_promise,
    plan_release,
    products,
    resources,
    undo,
)
from tests.helpers.planning import LATER, NEXT, a_product, an_order
from tests.helpers.team import Team


def test_a_product_has_a_key_a_number_and_a_way(team: Team) -> None:
    resources.add_resource(team.ann, "Steel", "material", unit="kg")
    resources.add_resource(team.ann, "Lathe 1", "machine", pool="lathes")
    checklists.add_checklist(team.ann, "Final check", items=[{"text": "Clean?"}])
    done = products.add_product(
        team.ann, "Water pump", unit="pcs", routing=["Doing:0.5:2:Lathes", "review:0.25"], materials=["steel:2.5"],
        checklist="final", lot_size=10, task_title="Build pumps",
    )  # fmt: skip
    assert done.notes == (
        "Final check is not published yet, so no task needs it before `prodtui check template publish final-check`.",
    )
    pump = done.value
    assert (pump.ref, pump.key, pump.name, pump.unit) == ("OPS-P1", "water-pump", "Water pump", "pcs")
    assert pump.routing == (RoutingRow("doing", 0.5, 2.0, "lathes"), RoutingRow("review", 0.25))
    assert pump.materials == (NeedRow("steel", 2.5),)
    assert (pump.checklist, pump.lot_size, pump.task_title) == ("final-check", 10, "Build pumps")
    assert products.list_products(team.sam) == (pump,)
    assert products.show_product(team.sam, "water").events[0].kind == "product"


def test_a_product_is_found_by_key_name_beginning_and_reference(team: Team) -> None:
    pump = products.add_product(team.ann, "Water pump").value
    valve = products.add_product(team.ann, "Valve", key="V-7").value
    for word in ("water-pump", "WATER PUMP", "wat", "Water p", "OPS-P1", "p1"):
        assert products.show_product(team.bo, word).product == pump
    assert products.show_product(team.bo, "v-7").product == valve
    with pytest.raises(NotFound, match='no product "pumpe" on OPS') as caught:
        products.show_product(team.bo, "pumpe")
    assert "prodtui product list" in caught.value.hint or "Did you mean" in caught.value.hint
    with pytest.raises(NotFound, match="no product OPS-P9"):
        products.show_product(team.bo, "OPS-P9")
    products.add_product(team.ann, "Water tank")
    with pytest.raises(Usage, match="more than one product"):
        products.show_product(team.bo, "water")


def test_a_name_or_key_in_use_is_refused(team: Team) -> None:
    products.add_product(team.ann, "Pump")
    with pytest.raises(Refused, match="has a product named Pump already"):
        products.add_product(team.ann, "pump")
    with pytest.raises(Refused, match="with the key pump already"):
        products.add_product(team.ann, "Second", key="Pump")
    products.add_product(team.ann, "Valve")
    with pytest.raises(Refused, match="named Pump already"):
        products.edit_product(team.ann, "valve", new_name="PUMP")
    assert products.edit_product(team.ann, "valve", new_name="Valve 2").value.key == "valve"
    products.archive_product(team.ann, "pump")
    assert products.add_product(team.ann, "Pump").value.key == "pump-2"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"routing": ["doing:1", "Doing:2"]}, "comes to \"Doing\" twice, which is a circle"),
        ({"routing": ["doing:1", "doi:2"]}, "twice, which is a circle"),
        ({"routing": ["doing"]}, "is no entry of the routing"),
        ({"routing": ["doing:-1"]}, "must lie between 0 and"),
        ({"routing": ["doing:nan"]}, "must lie between 0 and"),
        ({"routing": [{"step": "doing", "hours": 1, "speed": 2}]}, "has no field 'speed'"),
        ({"routing": [{"step": "doing"}]}, "lacks 'hours'"),
        ({"materials": ["steel:0"]}, "must lie above 0"),
        ({"materials": ["steel:1", "STEEL:2"]}, "twice in the list of materials"),
        ({"lot_size": 0}, "lot size 0 must lie above 0"),
        ({"lot_size": "1e12"}, "must lie above 0 and up to 1,000,000,000"),
        ({"lot_size": "nan"}, "must lie above 0"),
        ({"unit": ""}, "unit"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_rejected(team: Team, fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(Rejected, match=sentence):
        products.add_product(team.ann, "Pump", **fields)
    assert products.list_products(team.ann) == ()


def test_a_step_or_material_that_nobody_knows_is_named(team: Team) -> None:
    with pytest.raises(NotFound, match="no step 'paint'"):
        products.add_product(team.ann, "Pump", routing=["paint:1"])
    with pytest.raises(NotFound, match='no resource "steel"'):
        products.add_product(team.ann, "Pump", materials=["steel:1"])
    resources.add_resource(team.ann, "Lathe", "machine")
    with pytest.raises(Rejected, match="Lathe is a machine; only a material"):
        products.add_product(team.ann, "Pump", materials=["lathe:1"])


def test_a_pool_without_resources_is_told(team: Team) -> None:
    done = products.add_product(team.ann, "Pump", routing=["doing:1::lathes", "review:1::lathes"])
    assert len(done.notes) == 1
    assert "No resource belongs to the pool lathes yet" in done.notes[0]


def test_leads_plan_and_members_look(team: Team) -> None:
    products.add_product(team.lea, "Pump")
    for ws in (team.bo, team.quinn, team.sam):
        with pytest.raises(Refused, match="may not change the plan"):
            products.add_product(ws, "Valve")
        with pytest.raises(Refused, match="may not change the plan"):
            products.archive_product(ws, "pump")


def test_edits_of_different_fields_merge_and_of_the_same_are_asked(team: Team) -> None:
    old = products.add_product(team.ann, "Pump").value
    products.edit_product(team.lea, "pump", unit="sets")
    done = products.edit_product(team.ann, "pump", lot_size=5, base={"lot_size": None}, version=old.version)
    assert (done.value.unit, done.value.lot_size) == ("sets", 5)
    assert done.notes == ("lea changed unit meanwhile; both changes are kept.",)
    with pytest.raises(Changed):
        products.edit_product(team.ann, "pump", unit="pairs", base={"unit": "pcs"}, version=old.version)


def test_changes_are_taken_back_and_made_again(team: Team) -> None:
    products.add_product(team.ann, "Pump", routing=["doing:1"])
    products.edit_product(team.ann, "pump", routing=["doing:2", "review:1"])
    undo.undo(team.ann)
    assert [row.hours for row in products.show_product(team.ann, "pump").product.routing] == [1]
    undo.redo(team.ann)
    assert [row.hours for row in products.show_product(team.ann, "pump").product.routing] == [2, 1]
    products.archive_product(team.ann, "pump")
    assert products.list_products(team.ann) == ()
    undo.undo(team.ann)
    assert [row.key for row in products.list_products(team.ann)] == ["pump"]
    assert len(history.events(team.ann, ref="OPS-P1")) == 6


def test_a_request_is_answered_once(team: Team) -> None:
    first = products.add_product(team.ann, "Pump", routing=["doing:1"], request_id="r1")
    again = products.add_product(team.ann, "Pump", routing=["doing:1"], request_id="r1")
    assert again.replayed
    assert again.value == first.value
    assert len(products.list_products(team.ann)) == 1


def test_a_quantity_is_counted_in_the_unit_of_the_product(team: Team) -> None:
    pump = products.add_product(team.ann, "Pump", unit="pcs").value
    products.check_quantity(pump, 12)
    products.check_quantity(pump, None, "PCS")
    with pytest.raises(Rejected, match="Pump is counted in pcs, not in 'kg'") as caught:
        products.check_quantity(pump, 12, "kg")
    assert "in pcs" in caught.value.hint


@pytest.mark.parametrize("unit", ["pcs", "PCS", "pc.", "Each"])
def test_what_is_counted_has_no_fractions(team: Team, unit: str) -> None:
    pump = products.add_product(team.ann, "Pump", unit=unit).value
    products.check_quantity(pump, 12.0)
    for enter in (
        lambda: demand.add_demand(team.ann, "pump", 7.5, LATER),
        lambda: demand_rules.add_rule(team.ann, "every week on fri", "pump", 7.5),
        lambda: plan.set_quantity(team.ann, "pump", NEXT, 7.5),
        lambda: plan_promise.promise(team.ann, "pump", 7.5, LATER),
        lambda: plan_release.release(team.ann, "pump", NEXT, lot=7.5),
        lambda: products.edit_product(team.ann, "pump", lot_size=7.5),
        lambda: products.add_product(team.ann, "Pump", key="second", unit=unit, lot_size=7.5),
    ):
        with pytest.raises(Rejected, match=f"Pump is counted in whole {unit}, so 7.5 is no quantity of it."):
            enter()
    products.edit_product(team.ann, "pump", unit="kg")
    assert demand.add_demand(team.ann, "pump", 7.5, LATER).value.quantity == 7.5


def test_archiving_says_what_is_left_behind(team: Team) -> None:
    row = a_product(team)
    assert products.archive_product(team.ann, "bracket").notes == ()
    products.restore_product(team.ann, "bracket")
    an_order(team, row, 30, NEXT)
    an_order(team, row, 12.5, LATER)
    plan.set_quantity(team.ann, "bracket", NEXT, 40)
    plan_release.release(team.ann, "bracket", NEXT, quantity=10)
    done = products.archive_product(team.ann, "bracket")
    assert done.notes == (
        "Bracket is archived, but 42.5 pcs are still asked for by 2 orders and 30 pcs are planned and not released; "
        "cancel and unplan that, or bring Bracket back.",
    )
    assert done.value.archived_at is not None
    assert products.archive_product(team.ann, "bracket").notes == ()


def test_what_was_put_away_is_no_candidate(team: Team) -> None:
    for name in ("Water pump", "Water tank", "Bracket"):
        products.add_product(team.ann, name)
    products.archive_product(team.ann, "water-tank")
    assert products.show_product(team.ann, "water").product.key == "water-pump"
    with pytest.raises(NotFound) as caught:
        products.show_product(team.ann, "wotar-tank")
    assert caught.value.details["candidates"] == ["bracket", "water-pump"]
    undo.undo(team.ann)
    undo.undo(team.ann)
    with pytest.raises(NotFound, match='no product "brackt"') as caught:
        products.show_product(team.ann, "brackt")
    assert "bracket" not in caught.value.hint
