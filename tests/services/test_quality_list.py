"""The quality work of a board at one moment."""

from __future__ import annotations

import pytest

from prodtui.errors import NotFound
from prodtui.services import inspections, signing
from prodtui.services.change import Change
from prodtui.services.quality_list import against_signing, quality_list
from prodtui.storage.unit_of_work import read
from tests.helpers.quality import gate, inspect, publish
from tests.helpers.team import Team


def test_inspections_by_state_and_what_is_due(team: Team) -> None:
    gate(team, "doing", "Final check")
    publish(team)
    team.task(at="doing")
    running = inspections.start(team.bo, "weld-check").value.ref
    waiting, failed = inspect(team.bo, None).ref, inspect(team.bo, None, burrs=False).ref
    signed = inspect(team.bo, None).ref
    inspections.sign(team.cy, signed)
    found = quality_list(team.ann)
    assert [(row.checklist, row.task) for row in found.due] == [("final-check", "OPS-1")]
    states = (found.running, found.waiting, found.failed, found.signed)
    assert [[row.ref for row in rows] for rows in states] == [[running], [waiting], [failed], [signed]]


def test_only_the_newest_of_each_state(team: Team) -> None:
    publish(team)
    refs = [inspections.start(team.bo, "weld-check").value.ref for _ in range(4)]
    assert [row.ref for row in quality_list(team.ann, newest=2).running] == [refs[3], refs[2]]
    assert len(quality_list(team.ann).running) == 4


def test_who_may_sign_is_judged_for_the_reader(team: Team) -> None:
    publish(team, rule="independent")
    team.task(assignees=("bo",))
    ref = inspect(team.cy, "OPS-1").ref
    failed = inspect(team.cy, "OPS-1", burrs=False).ref
    assert quality_list(team.ann).against == {}
    assert set(quality_list(team.bo).against) == {ref, failed}
    assert "bo worked on it" in quality_list(team.bo).against[ref]
    assert against_signing(team.ann, ref) is None
    assert "bo worked on it" in (against_signing(team.bo, ref) or "")


def test_who_only_looks_signs_nothing(team: Team) -> None:
    publish(team)
    ref = inspect(team.bo, None).ref
    assert "a sponsor may not work on tasks" in (against_signing(team.sam, ref) or "")
    with read(team.store) as session:
        change = Change.looking(team.ann, session)
        board = change.board()
        found = signing.signers(change, board, quality_list(team.ann).waiting)
    assert found == {ref: ("ann", "bo", "cy", "lea", "quinn")}


def test_news_since_the_last_look(team: Team) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld-check").value.ref
    first = quality_list(team.ann)
    assert first.events == ()
    inspections.answer(team.cy, ref, "burrs", True)
    team.task()
    second = quality_list(team.ann, after=first.last_event)
    assert {(event.actor, event.ref) for event in second.events} == {("cy", ref)}
    assert quality_list(team.ann, after=second.last_event).events == ()


def test_an_inspection_that_is_not_there(team: Team) -> None:
    with pytest.raises(NotFound):
        against_signing(team.ann, "OPS-Q9")
