"""Products, resources, stock, absences, demand and the plan go out with a board and come in again as they were."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest

from prodtui.domain.permissions import Permission
from prodtui.errors import Rejected
from prodtui.interchange.board_json import write_board
from prodtui.services import absences, calendars, checklists, people, planning_fields, products, resources, stock, undo
from prodtui.services.board_import import import_board
from prodtui.services.change import begin
from prodtui.services.recordbook import RecordBook
from prodtui.storage import invariants
from prodtui.storage.tables.planning import Output, Release
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read
from tests.helpers.fixtures import Filled
from tests.helpers.team import NOW, Team


def exported(team: Team, key: str = "OPS") -> dict[str, Any]:
    out = io.StringIO()
    write_board(team.of("ann", board=key), out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def plan_by_hand(team: Team, task: str) -> None:
    """Put one of each thing of demand and plan into the store, as their verbs do."""
    day, today = date(2026, 12, 1), date(2026, 11, 24)
    with begin(team.ann, "plan", need=Permission.PLAN) as change:
        board, records = change.board(), RecordBook(change)
        who: dict[str, Any] = {"created_at": change.now, "created_by": "ann"}
        records.insert(
            board,
            "demand_rule",
            {"rule": "FREQ=WEEKLY", "start": today, "ahead": 14, "fields": {"product": "water-pump", "quantity": 5}},
        )
        demand = {"product": "OPS-P1", "quantity": 40.0, "due": day, "customer": "Ace", "external_key": "A-1"}
        records.insert(board, "demand", {**demand, "rule": "OPS-E1", "occurrence": day, **who})
        records.insert(board, "what_if", {"name": "Overtime", **who})
        line = records.insert(board, "plan_line", {"product": "OPS-P1", "starts": day, "quantity": 40.0})
        records.insert(board, "plan_line", {"product": "P1", "starts": day, "quantity": 60.0, "what_if": "OPS-W1"})
        change_of = {"kind": "person", "target": "bo", "starts": today, "ends": day, "hours": -2.0}
        records.insert(board, "capacity_change", {**change_of, "what_if": "OPS-W1", "reason": "Course"})
        book_id = RecordBook(change)._id(board, "task", task)
        change.unit.insert(table_of(Release), task_id=book_id, plan_line_id=line.id, demand_id=1)
        change.unit.insert(table_of(Output), task_id=book_id, good=38.0, scrap=2.0, rework=0.0)
        change.done(None)


def plan_all(team: Team) -> None:
    """A board on which everything of the plan has happened at least once."""
    task = team.task("Pumps", product="Water pump", quantity=40, pinned_start=NOW + timedelta(days=6)).ref
    checklists.add_checklist(team.quinn, "Final check", items=[{"text": "Clean?"}])
    resources.add_resource(team.ann, "Lathe 1", "machine", pool="lathes", workweek="mon-fri 6-14 14-22")
    resources.add_resource(team.ann, "Steel", "material", unit="kg", reorder_level=20)
    products.add_product(
        team.ann, "Water pump", routing=["doing:0.5:2:lathes", "review:0.25"], materials=["steel:2.5"],
        checklist="final-check", lot_size=10,
    )  # fmt: skip
    products.edit_product(
        team.lea, "water-pump", task_title="Build {lot}/{of}", task_notes="For {demand}", task_labels=["pump"],
        task_priority="high", task_assignees=["bo"], materials=["steel:2"],
    )  # fmt: skip
    stock.receive(team.bo, "steel", 100)
    stock.reserve(team.bo, "steel", 80, task)
    stock.count(team.bo, "steel", 97.5, note="Year end")
    stock.receive(team.bo, "steel", 1)
    undo.undo(team.bo)
    absences.add_absence(team.cy, "2026-12-21", "2026-12-23", reason="Holiday")
    absences.add_absence(team.lea, "2026-12-28", resource="lathe-1")
    calendars.set_calendar(team.lea, country="DE", subdivision="BY")
    calendars.add_exception(team.lea, date(2026, 12, 24), date(2026, 12, 31), "off", "Shutdown")
    people.edit_person(team.ann, "bo", workweek="mon-wed 8-14")
    plan_by_hand(team, task)


@pytest.fixture
def full(filled: Filled) -> Team:
    """A board on which everything of the plan has happened at least once."""
    return filled(plan_all)


def test_everything_comes_back_under_the_same_references(full: Team, other: Team) -> None:
    first = exported(full)
    assert [part for part in planning_fields.PARTS if not first[part]] == []
    assert first["version"] == 6
    import_board(other.ann, first)
    second = exported(other)
    mine = {person["login"]: person["workweek"] for person in first["people"]}
    assert mine["bo"] == [[[480, 840]]] * 3 + [[]] * 4
    for part in first:
        assert (part, second[part]) == (part, first[part]) or part == "people"  # people of the store stay as they are
    assert products.show_product(other.bo, "water").product == products.show_product(full.bo, "water").product
    assert resources.show_resource(other.bo, "steel").resource.stock == 97.5
    with read(other.store) as session:
        assert invariants.broken(session) == []


def test_under_another_key_every_reference_follows(full: Team) -> None:
    import_board(full.ann, exported(full), key="NEW")
    assert "OPS-" not in json.dumps(exported(full, "NEW"))
    ws = full.of("bo", board="NEW")
    assert stock.list_moves(ws, "steel", kind="reserved")[0].task == "NEW-1"
    assert products.add_product(full.of("lea", board="NEW"), "Valve").value.ref == "NEW-P2"


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_file_of_an_earlier_version_still_comes_in(team: Team, other: Team, version: int) -> None:
    team.task()
    whole = exported(team)
    old = dict(whole) | {"version": version}
    if version < 3:
        old = {part: rows for part, rows in old.items() if part not in planning_fields.PARTS}
        old["people"] = [{name: value for name, value in each.items() if name != "workweek"} for each in old["people"]]
    later = ("pinned_start", "sequence")
    old["tasks"] = [{name: value for name, value in each.items() if name not in later} for each in old["tasks"]]
    import_board(other.ann, old)
    assert exported(other) == whole


@pytest.mark.parametrize(
    ("part", "field", "value", "says"),
    [
        ("products", "routing", [{"step": "a", "hours": 1}, {"step": "a", "hours": 1}], "which is a circle"),
        ("products", "materials", "steel", "is not a list"),
        ("products", "checklist", "nowhere", 'there is no checklist "nowhere"'),
        ("products", "lot_size", -1, "is not a number from 0"),
        ("resources", "kind", "robot", "is not one of tool"),
        ("resources", "workweek", [[[600, 500]]] * 7, "are not in order"),
        ("stock_moves", "resource", "OPS-F1", "no material"),
        ("stock_moves", "quantity", -5.0, "quantity that their kind cannot have"),
        ("stock_moves", "task", "OPS-99", "there is no task"),
        ("absences", "person", "nobody", 'there is no person "nobody"'),
        ("absences", "ends", "2020-01-01", "end before they start"),
        ("demands", "product", "OPS-P9", "there is no product"),
        ("demand_rules", "rule", "sometimes", "cannot be read"),
        ("demand_rules", "rule", "FREQ=DAILY;BYDAY=ZZ", "cannot be read"),
        ("demand_rules", "fields", {"quantity": 5}, "names no product or no quantity"),
        ("demand_rules", "fields", {"product": "water-pump", "quantity": -5}, "must lie above 0"),
        ("demands", "quantity", 0, "quantity that is none"),
        ("plan_lines", "starts", "soon", "is not a day"),
        ("releases", "plan_line", "OPS-L2", "or for a what-if"),
        ("outputs", "good", "many", "is not a number"),
        ("counters", "next_number", 1, "has not given out"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(
    full: Team, other: Team, part: str, field: str, value: Any, says: str
) -> None:  # fmt: skip
    document = exported(full)
    rows = [row for row in document["counters"] if row["kind"] == "resource"] if part == "counters" else document[part]
    rows[0][field] = value
    before = exported(other)
    with pytest.raises(Rejected, match=says):
        import_board(other.ann, document)
    assert exported(other) == before
