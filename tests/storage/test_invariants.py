"""What the check of a store finds: each invariant is broken once by hand."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from prodtui.domain.permissions import Permission
from prodtui.services import absences, board, inspections, products, resources, stock, tasks
from prodtui.services.change import begin
from prodtui.services.downtime import start_downtime
from prodtui.services.issue_actions import add_action
from prodtui.services.issues import raise_issue
from prodtui.services.links import link
from prodtui.services.recordbook import RecordBook
from prodtui.services.talk import comment
from prodtui.storage.invariants import broken, counts
from prodtui.storage.unit_of_work import read, write
from tests.helpers.fixtures import Filled
from tests.helpers.quality import inspect, publish
from tests.helpers.team import NOW, Team
from tests.storage.test_unit_of_work import ANN

DAMAGE = {
    "step of another board": "UPDATE task SET step_id = (SELECT min(id) FROM step WHERE board_id = 2) WHERE id = 1",
    "has not given out": "UPDATE board SET next_number = 1",
    "finished before they started": "UPDATE task SET started_at = '2030-01-01 00:00:00' WHERE finished_at IS NOT NULL",
    "open tasks stand in a done step": "UPDATE task SET finished_at = NULL WHERE finished_at IS NOT NULL",
    "stand in an archived step": "UPDATE step SET archived_at = '2026-11-24 09:00:00' WHERE board_id = 1",
    "lack a reason or a moment": "UPDATE task SET blocked_since = NULL WHERE blocked_since IS NOT NULL",
    "another version than their last event": "UPDATE task SET version = version + 1 WHERE id = 1",
    "no event of their beginning": (
        "INSERT INTO task (board_id, number, title, notes, step_id, rank, priority, service_class, created_at, "
        "created_by, entered_at, version) SELECT board_id, 0, title, notes, step_id, rank, priority, service_class, "
        "created_at, created_by, entered_at, 1 FROM task WHERE id = 1"
    ),
    "join tasks of two boards": "UPDATE dependency SET successor_id = (SELECT id FROM task WHERE board_id = 2)",
    "a step or a task of another board": "UPDATE issue SET task_id = (SELECT id FROM task WHERE board_id = 2)",
    "issues have a number that their board has not": "UPDATE counter SET next_number = 1 WHERE kind = 'issue'",
    "closed without a moment": "UPDATE issue SET state = 'closed' WHERE id = 1",
    "repeat one that is not older": "UPDATE issue SET recurs_id = id",
    "issues have another version": "UPDATE issue SET version = 9",
    "actions are done without a name": "UPDATE issue_action SET done_at = '2026-11-24 09:00:00'",
    "run beside another one": "UPDATE downtime SET step_id = (SELECT min(step_id) FROM downtime)",
    "inspections count other answers": "DELETE FROM reading WHERE inspection_id = 1",
    "a result or a moment that does not fit": "UPDATE inspection SET result = NULL WHERE state = 'waiting'",
    "are signed by nobody": "DROP TRIGGER inspection_no_update; UPDATE inspection SET signed_by = NULL WHERE id = 2",
    "of another board than their checklist or": "DROP TRIGGER inspection_no_update; UPDATE inspection SET board_id = 2",
    "inspections have a number that their board": "UPDATE counter SET next_number = 1 WHERE kind = 'inspection'",
    "things of the plan have a number": "UPDATE counter SET next_number = 1 WHERE kind = 'product'",
    "products or resources have another version": "UPDATE resource SET version = 9 WHERE id = 1",
    "something that is no material": "UPDATE resource SET kind = 'tool' WHERE id = 1",
    "a quantity that their kind cannot have": "UPDATE stock_move SET quantity = -1",
    "absences are of nobody": "UPDATE absence SET person_id = NULL",
    "end before they start": "UPDATE absence SET ends = '2020-01-01'",
    "lines are of another board than their product": "UPDATE plan_line SET product_id = 2",
    "lines have a quantity that is none": "UPDATE plan_line SET quantity = -1",
    "released for the plan of another board": (
        "INSERT INTO release (task_id, plan_line_id) SELECT t.id, l.id FROM task t, plan_line l WHERE t.board_id = 2"
    ),
    "downtimes end before they start": "UPDATE downtime SET ended_at = '2020-01-01 00:00:00'",
}


def fill_busily(team: Team) -> None:
    """A store in which every kind of row occurs."""
    from prodtui.services.boards import create_board

    for number in range(3):
        team.task(f"Task {number}")
    link(team.ann, "OPS-1", "OPS-2")
    board.start(team.bo, "OPS-1")
    board.finish(team.bo, "OPS-3")
    board.block(team.bo, "OPS-2", "no steel")
    comment(team.bo, "OPS-1", "hello")
    raise_issue(team.bo, "Burrs", step="doing", downtime="No tool")
    add_action(team.bo, "OPS-I1", "Sharpen")
    start_downtime(team.bo, "review", "No gauge")
    publish(team)
    for _ in range(2):
        inspect(team.bo, "OPS-1")
    inspections.sign(team.quinn, "OPS-Q2")
    create_board(team.ann, "LAB", "Lab", template="it-service")
    tasks.add(team.of("ann", board="LAB"), "Elsewhere")
    resources.add_resource(team.ann, "Steel", "material")
    stock.receive(team.bo, "steel", 5)
    absences.add_absence(team.bo, "2026-12-21")
    for ws in (team.ann, team.of("ann", board="LAB")):
        products.add_product(ws, "Pump")
    with begin(team.ann, "plan.set", need=Permission.PLAN) as change:
        line = {"product": "OPS-P1", "starts": NOW.date(), "quantity": 3.0}
        RecordBook(change).insert(change.board(), "plan_line", line)
        change.done(None)


@pytest.fixture
def busy_team(filled: Filled) -> Team:
    """A store in which every kind of row occurs."""
    return filled(fill_busily)


def test_what_the_services_make_is_sound(busy_team: Team) -> None:
    with read(busy_team.store) as session:
        assert broken(session) == []
        found = counts(session)
    assert (found["task"], found["board"], found["comment"], found["dependency"]) == (4, 2, 1, 1)


@pytest.mark.parametrize("words", DAMAGE)
def test_damage_is_named_with_how_much_and_where(busy_team: Team, words: str) -> None:
    with write(busy_team.store, ANN, "damage", now=NOW) as unit:
        for statement in DAMAGE[words].split("; "):
            unit.session.execute(text(statement))
        unit.commit()
    with read(busy_team.store) as session:
        found = broken(session)
    assert any(words in sentence and "first ids:" in sentence for sentence in found), found
