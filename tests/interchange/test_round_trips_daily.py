"""Stand-ups and hand-overs go out with a board and come in again as they were."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from prodtui.errors import Rejected
from prodtui.interchange.board_json import write_board
from prodtui.services import daily_fields, handovers, standup_record
from prodtui.services.board_import import import_board
from prodtui.services.undo import undo
from prodtui.storage import invariants
from prodtui.storage.unit_of_work import read
from tests.helpers.fixtures import Filled
from tests.helpers.team import Team


def exported(team: Team, key: str = "OPS") -> dict[str, Any]:
    out = io.StringIO()
    write_board(team.of("ann", board=key), out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def meet_daily(team: Team) -> None:
    """A board with two stand-ups, notes of every kind among them, and a hand-over."""
    team.task("Saw")
    standup_record.start_standup(team.lea)
    for kind in ("decision", "action", "parked", "note"):
        standup_record.add_note(team.bo, kind, f"A {kind}", about="OPS-1")
    standup_record.mark_talked(team.lea, "person:bo", "Bo Berg")
    standup_record.put_away_note(team.bo, "OPS-U1.3")
    team.clock.forward(minutes=10)
    standup_record.finish_standup(team.lea)
    standup_record.start_standup(team.cy)
    handovers.write_handover(team.lea, "Press 2 runs warm")
    handovers.acknowledge_handover(team.ann)


@pytest.fixture
def full(filled: Filled) -> Team:
    """A board with two stand-ups and a hand-over; see `meet_daily`."""
    return filled(meet_daily)


def test_the_same_document_comes_out_again(full: Team, other: Team) -> None:
    document = exported(full)
    assert [len(document[part]) for part in daily_fields.PARTS] == [2, 5, 1]
    import_board(other.ann, document)
    assert exported(other) == document
    running = standup_record.show_standup(other.lea)
    assert (running.ref, running.people) == ("OPS-U2", ("cy",))
    with read(other.store) as session:
        assert invariants.broken(session) == []
    undo(other.cy)
    assert standup_record.show_standup(other.lea).ref == "OPS-U1"
    assert handovers.show_handover(other.lea, "OPS-H1").acknowledged_by == "ann"


def test_under_another_key_every_reference_follows(full: Team) -> None:
    import_board(full.ann, exported(full), key="NEW")
    second = exported(full, "NEW")
    assert "OPS-" not in json.dumps(second)
    notes = standup_record.show_standup(full.of("lea", board="NEW"), "NEW-U1").notes
    assert [(note.about, note.made) for note in notes[:2]] == [("NEW-1", None), ("NEW-1", "NEW-2")]


def test_a_file_of_before_has_none(full: Team, other: Team) -> None:
    document = exported(full)
    for part in daily_fields.PARTS:
        del document[part]
    kinds = daily_fields.NUMBERED
    document["events"] = [event for event in document["events"] if event["kind"] not in kinds]
    document["version"] = 4
    import_board(other.ann, document)
    assert standup_record.list_standups(other.lea) == ()


def test_a_note_of_no_stand_up_is_refused(full: Team, other: Team) -> None:
    document = exported(full)
    document["standup_notes"][0]["standup"] = "OPS-U9"
    with pytest.raises(Rejected, match="standup_notes, element 1, standup"):
        import_board(other.ann, document)
