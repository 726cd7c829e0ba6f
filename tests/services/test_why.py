"""`why` lists every reason against a move, and a move is refused for exactly these."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prodtui.errors import NotFound, Refused
from prodtui.services import board, history, links, people, steps, tasks
from tests.helpers.team import Team


def codes(team: Team, ref: str, to: str | None = None, login: str = "bo") -> list[str]:
    return [reason.code.value for reason in board.why(team.of(login), ref, to).reasons]


def test_nothing_against_a_free_move(team: Team) -> None:
    verdict = board.why(team.bo, team.task().ref)
    assert (verdict.ref, verdict.to, verdict.reasons) == ("OPS-1", "ready", ())


def test_all_reasons_at_once_the_final_ones_first(team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.step("ready", role="planner")
    steps.allow(team.ann, "ready", "review")
    people.edit_person(team.ann, "bo", wip_limit=1)
    team.task(at="doing", assignees=("bo",))
    ref, first = team.task(at="ready", assignees=("bo",)).ref, team.task().ref
    links.link(team.ann, first, ref)
    board.block(team.ann, ref, "no steel")
    tasks.archive(team.ann, ref)
    assert codes(team, ref, "doing") == [
        "archived",
        "blocked",
        "transition",
        "role",
        "predecessor",
        "wip_step",
        "wip_person",
    ]


def test_without_a_step_it_is_about_the_next_one(team: Team) -> None:
    team.step("review", wip_limit=1)
    team.task(at="review")
    ref = team.task(at="doing").ref
    assert board.why(team.bo, ref).to == "review"
    assert codes(team, ref) == ["wip_step"]
    assert codes(team, ref, "done") == []


def test_in_the_last_step_there_is_no_next_one(team: Team) -> None:
    verdict = board.why(team.bo, team.task(at="done").ref)
    assert (verdict.to, [reason.code.value for reason in verdict.reasons]) == (None, ["last_step"])


def test_the_role_of_who_asks_counts(team: Team) -> None:
    team.step("review", role="inspector")
    ref = team.task(at="review").ref
    assert codes(team, ref, login="bo") == ["role"]
    assert codes(team, ref, login="lea") == []


def test_asking_changes_nothing(team: Team) -> None:
    ref = team.task().ref
    before = history.last_event(team.ann)
    board.why(team.sam, ref)
    assert history.last_event(team.ann) == before


def test_what_does_not_exist_is_said(team: Team) -> None:
    with pytest.raises(NotFound):
        board.why(team.bo, "OPS-1")
    with pytest.raises(NotFound):
        board.why(team.bo, team.task().ref, "nowhere")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_move_is_refused_for_exactly_the_reasons_that_why_gives(team: Team, data: st.DataObject) -> None:
    keys = ["backlog", "ready", "doing", "review", "done"]
    for key in keys[1:]:
        limit = data.draw(st.sampled_from([None, 1, 2]))
        team.step(key, wip_limit=limit, role=data.draw(st.sampled_from([None, "planner"])))
    rows = [
        tasks.add(
            team.ann,
            "x",
            step=data.draw(st.sampled_from(keys)),
            assignees=data.draw(st.sampled_from([(), ("bo",), ("bo", "cy")])),
            service_class=data.draw(st.sampled_from(["standard", "expedite"])),
            override="set-up of the test",
        ).value
        for _ in range(3)
    ]
    if data.draw(st.booleans()):
        links.link(team.ann, rows[0].ref, rows[1].ref)
    if data.draw(st.booleans()):
        board.block(team.ann, rows[2].ref, "no steel")
    for row in rows:
        for to in keys:
            if to == row.step:
                continue
            expected = codes(team, row.ref, to)
            try:
                board.move(team.bo, row.ref, to)
            except Refused as error:
                assert [reason["code"] for reason in error.details["reasons"]] == expected
            else:
                assert expected == []
                break
