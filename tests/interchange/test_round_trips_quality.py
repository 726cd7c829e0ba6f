"""Checklists, inspections, issues and improvements go out with a board and come in again as they were."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from prodtui.errors import Rejected
from prodtui.interchange.board_json import write_board
from prodtui.services import (
    board,
    checklists,
    daily_fields,
    downtime,
    history,
    inspections,
    issue_actions,
    issues,
    planning_fields,
)
from prodtui.services.board_import import import_board
from prodtui.services.undo import undo
from prodtui.storage import invariants
from prodtui.storage.unit_of_work import read
from tests.helpers.fixtures import Filled
from tests.helpers.team import Team

ITEMS = (
    {"key": "bore", "text": "Bore", "kind": "measurement", "lower": 24.9, "upper": 25.1, "unit": "mm", "samples": 2},
    {"key": "burrs", "text": "Free of burrs", "critical": True, "na_allowed": True},
)


def exported(team: Team, key: str = "OPS") -> dict[str, Any]:
    out = io.StringIO()
    write_board(team.of("ann", board=key), out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def find_faults(team: Team) -> None:
    """A board on which everything of quality and of the issue log has happened at least once."""
    task, other = team.task("Housing", at="doing"), team.task("Other")
    quinn, bo = team.quinn, team.bo
    checklists.add_checklist(quinn, "Release", items=ITEMS, sign={"rule": "named", "people": ["cy", "ann"]})
    checklists.publish_checklist(quinn, "release")
    checklists.edit_checklist(quinn, "release", items=ITEMS[:1])
    checklists.attach_checklist(quinn, "release", step="doing", frequency="random", share=1.0, seed=7)
    team.clock.forward(hours=1)
    first = inspections.start(bo, "release", task.ref).value.ref
    for sample, value in ((1, "25.01"), (2, "25.3")):
        inspections.answer(bo, first, "bore", value, sample=sample, note="cold" if sample == 2 else "")
    inspections.answer(bo, first, "burrs", True)
    inspections.complete(bo, first)
    inspections.concede(quinn, first, "Agreed with the customer")
    inspections.sign(team.cy, first, meaning="I looked")
    inspections.correct(bo, first)
    raised = issues.raise_issue(
        bo, "Bore too wide", severity="major", inspection=first, task=task.ref, step="doing", andon=True,
        downtime="Stopped for the gauge",
    ).value.ref  # fmt: skip
    issues.edit_issue(bo, raised, notes="Look at\nthe gauge", owner="bo")
    issue_actions.add_action(bo, raised, "Quarantine", kind="containment", owner="cy")
    issue_actions.comment_issue(quinn, raised, "=looks bad")
    issue_actions.link_task(bo, raised, other.ref)
    issue_actions.comment_issue(bo, raised, "wrong place")
    undo(bo)
    team.clock.forward(hours=2)
    downtime.stop_downtime(bo, "doing")
    board.block(bo, other.ref, "waits")


@pytest.fixture
def full(filled: Filled) -> Team:
    """A board on which everything of quality and of the issue log has happened; see `find_faults`."""
    return filled(find_faults)


def test_everything_comes_back_under_the_same_references(full: Team, other: Team) -> None:
    first = exported(full)
    later = ("filters", "recurrences", *planning_fields.PARTS, *daily_fields.PARTS)
    assert [part for part, rows in first.items() if rows == [] and part not in later] == [
        "transitions", "labels", "dependencies", "comments", "work", "improvements",
    ]  # fmt: skip
    import_board(other.ann, first)
    assert exported(other) == first
    assert inspections.show(other.bo, "OPS-Q1").inspection.signed_by == "cy"
    assert [event.command for event in history.events(other.bo, ref="OPS-I1")][:1] == ["issue.raise"]
    with read(other.store) as session:
        assert invariants.broken(session) == []


def test_under_another_key_every_reference_follows(full: Team) -> None:
    import_board(full.ann, exported(full), key="NEW")
    second = exported(full, "NEW")
    assert "OPS-" not in json.dumps(second)
    assert issues.show_issue(full.of("bo", board="NEW"), "NEW-I1").issue.inspection == "NEW-Q1"


def test_numbers_go_on_after_an_import(full: Team, other: Team) -> None:
    import_board(other.ann, exported(full))
    assert issues.raise_issue(other.bo, "Another").value.ref == "OPS-I2"


def test_a_file_of_the_first_version_still_comes_in(team: Team, other: Team) -> None:
    team.task()
    whole = exported(team)
    old = {name: rows for name, rows in whole.items() if name == "version" or rows != []} | {"version": 1}
    for part in ("transitions", "labels", "filters", "recurrences", "dependencies", "comments", "work"):
        old.setdefault(part, [])
    import_board(other.ann, old)
    assert exported(other) == whole


@pytest.mark.parametrize(
    ("part", "field", "value", "says"),
    [
        ("inspections", "checklist", "release@9", 'checklist: there is no checklist version "release@9"'),
        ("inspections", "ref", "LAB-Q1", "is not a reference of board OPS"),
        ("inspections", "state", "lost", "is not one of running"),
        ("readings", "inspection", "OPS-Q9", "there is no inspection"),
        ("checklist_versions", "content", {"items": [], "sign": {}}, "is not the content of a checklist"),
        ("checklist_draws", "use", 5, "there is no use 5 in the file"),
        ("issues", "task", "OPS-99", "there is no task"),
        ("issues", "whys", ["a", "a"], "names something twice"),
        ("issue_actions", "kind", "magic", "is not one of containment"),
        ("downtimes", "step", "nowhere", "there is no step"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_place(
    full: Team, other: Team, part: str, field: str, value: Any, says: str
) -> None:
    document = exported(full)
    document[part][0][field] = value
    with pytest.raises(Rejected) as caught:
        import_board(other.ann, document)
    assert says in caught.value.message
    assert caught.value.details["part"] == part
