"""The rights of a board go out with it and come in again as they were."""

from __future__ import annotations

from typing import Any

import pytest

from prodtui.domain.history import sentence
from prodtui.domain.permissions import DEFAULTS
from prodtui.errors import Refused, Rejected
from prodtui.services import boards, history, rights
from prodtui.services.board_import import import_board
from prodtui.services.undo import undo
from tests.helpers.team import Team
from tests.interchange.test_round_trips_daily import exported


@pytest.fixture
def full(team: Team) -> Team:
    """A board on which members plan and quality does not work on tasks."""
    team.task("Saw")
    rights.revoke(team.lea, "quality", "work")
    rights.grant(team.ann, "member", "plan")
    return team


def test_the_same_document_comes_out_again(full: Team, other: Team) -> None:
    document = exported(full)
    import_board(other.ann, document)
    assert exported(other) == document
    table = boards.show_board(full.ann).rights
    assert len(table.changes) == 2
    assert boards.show_board(other.ann).rights == table
    undo(other.lea)
    assert boards.show_board(other.ann).rights.changes == table.changes[:1]


def test_a_file_of_before_has_those_of_every_board(full: Team, other: Team) -> None:
    document = exported(full)
    del document["board"][0]["rights"]
    document["events"] = [event for event in document["events"] if event["kind"] != "right"]
    document["version"] = 5
    import_board(other.ann, document)
    assert boards.show_board(other.ann).rights == DEFAULTS


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"role": "member"}, "not a list"),
        ([{"role": "member", "right": "plan"}], "a role, a right and whether it is granted"),
        ([{"role": "boss", "right": "plan", "granted": True}], "not one of sponsor"),
        ([{"role": "member", "right": "fly", "granted": True}], "not one of work"),
        ([{"role": "member", "right": "plan", "granted": 1}], "not true or false"),
        ([{"role": "sponsor", "right": "plan", "granted": True}], "A sponsor only looks"),
        ([{"role": "member", "right": "plan", "granted": True}] * 2, "twice"),
    ],
)
def test_what_is_no_table_of_rights_is_refused(full: Team, other: Team, wrong: Any, says: str) -> None:
    document = exported(full)
    document["board"][0]["rights"] = wrong
    with pytest.raises(Rejected, match=f"board, element 1, rights: .*{says}"):
        import_board(other.ann, document)


def test_an_event_about_no_cell_is_told_and_never_taken_back(full: Team, other: Team) -> None:
    document = exported(full)
    of_lea = next(event for event in document["events"] if event["kind"] == "right")
    of_lea["ref"] = "boss.fly"
    import_board(other.ann, document)
    told = [sentence(event, other.lea.tz()) for event in history.events(other.lea) if event.kind == "right"]
    assert sorted(told) == ["allowed a member to change the plan", "forbade boss.fly"]
    with pytest.raises(Refused, match=r"boss\.fly cannot be taken back by undo: it is gone"):
        undo(other.lea)
