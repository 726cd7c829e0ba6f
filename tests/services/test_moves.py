"""Moving tasks: every rule of the board, the override with its reason, all or none."""

from __future__ import annotations

import pytest

from prodtui.errors import ExitCode, NotFound, Refused, Rejected, Usage
from prodtui.services import board, boards, history, links, people, steps, tasks
from tests.helpers.team import Clock, Team


def codes(error: Refused) -> list[str]:
    return [reason["code"] for reason in error.details["reasons"]]


def test_a_move_changes_step_clock_and_version_and_is_one_event(team: Team, ticking: Clock) -> None:
    ref = team.task(assignees=("bo",)).ref
    ticking.forward(hours=2)
    done = board.move(team.bo, ref, "doing")
    (row,) = done.value
    assert (row.step, row.version, row.entered_at, row.started_at) == ("doing", 2, ticking.now, ticking.now)
    event = history.events(team.bo, ref=ref)[-1]
    assert (event.command, event.actor, event.txn, event.version) == ("task.move", "bo", done.txn, 2)
    assert event.before | {"step": "backlog", "started_at": None} == event.before
    assert event.after | {"step": "doing"} == event.after


def test_where_there_is_no_further_step_is_one_sentence(team: Team) -> None:
    last, first = team.task(at="done").ref, team.task().ref
    with pytest.raises(Refused, match=rf"^{last} is in the last step already\.$"):
        board.move(team.bo, last, "next")
    with pytest.raises(Refused, match=rf"^{first} is in the first step already\.$"):
        board.move(team.bo, first, "prev")


@pytest.mark.parametrize(
    ("start", "to", "expected"),
    [
        ("backlog", "next", "ready"),
        ("ready", "next", "doing"),
        ("review", "next", "done"),
        ("doing", "prev", "ready"),
        ("backlog", "Review", "review"),
        ("done", "backlog", "backlog"),
    ],
)
def test_where_it_goes(team: Team, start: str, to: str, expected: str) -> None:
    ref = team.task(at=start).ref
    assert board.move(team.bo, ref, to).value[0].step == expected


@pytest.mark.parametrize(("start", "to"), [("done", "next"), ("backlog", "prev")])
def test_at_the_end_there_is_no_further(team: Team, start: str, to: str) -> None:
    ref = team.task(at=start).ref
    with pytest.raises(Refused) as caught:
        board.move(team.bo, ref, to)
    assert codes(caught.value) == ["last_step"]


def test_a_move_to_where_it_is_changes_nothing_and_says_so(team: Team) -> None:
    ref = team.task(at="doing").ref
    done = board.move(team.bo, ref, "doing")
    assert (done.txn, done.notes, done.value[0].version) == (None, ("OPS-1 is in Doing already.",), 1)


def test_an_unknown_step_is_met_with_the_nearest(team: Team) -> None:
    ref = team.task().ref
    with pytest.raises(NotFound) as caught:
        board.move(team.bo, ref, "reviev")
    assert caught.value.hint == "Did you mean 'review'?"
    with pytest.raises(Usage):
        board.move(team.bo, ref, "d")


def test_a_full_step_refuses_the_next_task(team: Team) -> None:
    team.step("doing", wip_limit=2)
    for _ in range(2):
        team.task(at="doing")
    ref = team.task().ref
    with pytest.raises(Refused, match="OPS-3 cannot go to Doing: Doing is at its limit 2/2.") as caught:
        board.move(team.bo, ref, "doing")
    assert caught.value.exit_code is ExitCode.REFUSED
    assert caught.value.details["overridable"] is True
    assert caught.value.details["reasons"][0] == {
        "ref": "OPS-3",
        "code": "wip_step",
        "text": "Doing is at its limit 2/2",
        "overridable": True,
        "details": {"step": "doing", "count": 2, "limit": 2},
    }
    assert "lead or a manager" in caught.value.hint
    assert team.get(ref).step == "backlog"


def test_several_tasks_that_would_overfill_a_step_are_refused_together(team: Team) -> None:
    team.step("doing", wip_limit=2)
    refs = [team.task().ref for _ in range(3)]
    with pytest.raises(Refused, match="1 of 3 tasks cannot move"):
        board.move(team.bo, refs, "doing")
    assert team.lane("doing") == []
    assert [row.step for row in board.move(team.bo, refs[:2], "doing").value] == ["doing", "doing"]


def test_every_reason_of_every_task_is_in_the_answer(team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    blocked, waiting, first = (team.task().ref for _ in range(3))
    board.block(team.bo, blocked, "no steel")
    links.link(team.bo, first, waiting)
    with pytest.raises(Refused, match="3 of 3 tasks cannot move") as caught:
        board.move(team.bo, [blocked, waiting, first], "doing")
    found = [(reason["ref"], reason["code"]) for reason in caught.value.details["reasons"]]
    assert found == [
        (blocked, "blocked"),
        (blocked, "wip_step"),
        (waiting, "predecessor"),
        (waiting, "wip_step"),
        (first, "wip_step"),
    ]
    assert caught.value.details["overridable"] is False


@pytest.mark.parametrize("login", ["lea", "ann"])
def test_a_lead_overrides_with_a_reason_that_is_recorded(team: Team, login: str) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    first, ref = team.task().ref, team.task().ref
    links.link(team.ann, first, ref)
    board.move(team.of(login), ref, "doing", override="the customer waits")
    event = history.events(team.ann, ref=ref)[-1]
    assert (event.actor, event.reason) == (login, "override of predecessor, wip_step: the customer waits")


@pytest.mark.parametrize("login", ["bo", "quinn"])
def test_others_may_not_override(team: Team, login: str) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    ref = team.task().ref
    with pytest.raises(Refused, match="may not override a limit"):
        board.move(team.of(login), ref, "doing", override="because")
    assert team.get(ref).step == "backlog"


def test_without_a_rule_broken_the_reason_of_an_override_is_not_recorded(team: Team) -> None:
    ref = team.task().ref
    board.move(team.bo, ref, "doing", override="just in case")
    assert history.events(team.ann, ref=ref)[-1].reason is None


@pytest.mark.parametrize("reason", ["  ", "two\nlines", "bell\x07", "x" * 201])
def test_the_reason_of_an_override_is_one_clean_line(team: Team, reason: str) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    ref = team.task().ref
    with pytest.raises((Rejected, Refused)):
        board.move(team.lea, ref, "doing", override=reason)
    with pytest.raises((Rejected, Refused)):
        tasks.add(team.lea, "x", step="doing", override=reason)


@pytest.mark.parametrize("rule", ["blocked", "transition", "role", "archived"])
def test_nobody_overrides_what_is_no_limit(team: Team, rule: str) -> None:
    ref = team.task(at="ready").ref
    if rule == "blocked":
        board.block(team.bo, ref, "no steel")
    elif rule == "transition":
        steps.allow(team.ann, "ready", "review")
    elif rule == "role":
        team.step("ready", role="inspector")
    else:
        tasks.archive(team.bo, ref)
    who = team.bo if rule == "role" else team.ann
    with pytest.raises(Refused) as caught:
        board.move(who, ref, "doing", override="please")
    assert codes(caught.value) == [rule]
    assert "--override" not in caught.value.hint


def test_only_listed_transitions_are_legal_once_any_is_listed(team: Team) -> None:
    steps.allow(team.ann, "doing", "review")
    steps.allow(team.ann, "doing", "ready", "rework")
    ref = team.task(at="doing").ref
    with pytest.raises(Refused, match=r"Doing does not lead to Done \(it leads to ready, review\)"):
        board.move(team.ann, ref, "done")
    assert board.move(team.bo, ref, "ready").value[0].step == "ready"
    assert board.move(team.bo, ref, "done").value[0].step == "done"


def test_a_step_is_free_again_when_its_last_transition_is_taken_away(team: Team) -> None:
    steps.allow(team.ann, "doing", "review")
    steps.forbid(team.ann, "doing", "review")
    steps.archive_step(team.ann, "review")
    ref = team.task(at="doing").ref
    assert board.move(team.bo, ref, "done").value[0].step == "done"


@pytest.mark.parametrize(
    ("login", "skills", "moves"),
    [("bo", [], False), ("bo", ["inspector"], True), ("quinn", [], False), ("lea", [], True), ("ann", [], True)],
)
def test_a_step_with_a_role_is_passed_on_by_those_who_have_it(
    team: Team, login: str, skills: list[str], moves: bool
) -> None:
    team.step("review", role="inspector")
    people.edit_person(team.ann, login, skills=skills)
    ref = team.task(at="review").ref
    if moves:
        assert board.move(team.of(login), ref, "done").value[0].step == "done"
    else:
        with pytest.raises(Refused, match="only the role inspector may pass it on"):
            board.move(team.of(login), ref, "done")
    assert board.move(team.cy, ref, "doing").value[0].step == "doing"


class TestPersonLimit:
    """A person carries no more than agreed in active steps, over all boards."""

    @pytest.fixture(autouse=True)
    def limit(self, team: Team) -> None:
        people.edit_person(team.ann, "bo", wip_limit=1)
        team.task(at="doing", assignees=("bo",))

    def test_the_next_task_is_refused(self, team: Team) -> None:
        ref = team.task(assignees=("bo", "cy")).ref
        with pytest.raises(Refused, match="bo already has 1 of 1 tasks under way") as caught:
            board.move(team.cy, ref, "doing")
        assert codes(caught.value) == ["wip_person"]

    def test_starting_a_free_task_puts_it_on_the_starter_whose_limit_counts(self, team: Team) -> None:
        ref = team.task().ref
        with pytest.raises(Refused, match="bo already has 1 of 1"):
            board.start(team.bo, ref)
        assert board.start(team.cy, ref).value[0].assignees == ("cy",)

    def test_moving_a_task_that_is_under_way_is_not_asked(self, team: Team) -> None:
        assert board.move(team.bo, "OPS-1", "review").value[0].step == "review"

    def test_finished_and_archived_and_waiting_tasks_do_not_count(self, team: Team) -> None:
        board.finish(team.bo, "OPS-1")
        team.task(assignees=("bo",))
        tasks.archive(team.bo, team.task(at="review", assignees=("bo",)).ref)
        assert team.task(at="doing", assignees=("bo",)).step == "doing"

    def test_tasks_of_other_boards_count(self, team: Team) -> None:
        boards.create_board(team.ann, "LAB", "Lab", template="it-service")
        lab = team.of("ann", board="LAB")
        ref = tasks.add(lab, "Elsewhere", assignees=("bo",)).value.ref
        with pytest.raises(Refused, match="bo already has 1 of 1"):
            board.start(lab, ref)

    def test_two_at_once_are_counted_one_after_the_other(self, team: Team) -> None:
        people.edit_person(team.ann, "bo", wip_limit=2)
        refs = [team.task(assignees=("bo",)).ref for _ in range(2)]
        with pytest.raises(Refused, match="bo already has 2 of 2"):
            board.move(team.bo, refs, "doing")

    def test_the_limit_of_the_board_holds_for_everybody_without_one(self, team: Team) -> None:
        team.settings(person_wip_limit=1)
        team.task(at="doing", assignees=("cy",))
        with pytest.raises(Refused, match="cy already has 1 of 1"):
            board.move(team.cy, team.task(assignees=("cy",)).ref, "doing")

    def test_an_own_limit_goes_before_the_boards(self, team: Team) -> None:
        team.settings(person_wip_limit=1)
        people.edit_person(team.ann, "bo", wip_limit=2)
        assert board.move(team.bo, team.task(assignees=("bo",)).ref, "doing").value[0].step == "doing"


class TestExpedite:
    """Expedite passes the other limits and has a small one of its own."""

    def test_it_passes_a_full_step_and_a_full_person(self, team: Team) -> None:
        team.step("doing", wip_limit=1)
        people.edit_person(team.ann, "bo", wip_limit=1)
        team.task(at="doing", assignees=("bo",))
        ref = team.task(service_class="expedite", assignees=("bo",)).ref
        assert board.move(team.bo, ref, "doing").value[0].step == "doing"

    def test_it_takes_no_place_of_others(self, team: Team) -> None:
        team.step("doing", wip_limit=1)
        team.task(at="doing", service_class="expedite")
        assert team.task(at="doing").step == "doing"

    def test_the_next_one_is_refused_and_may_be_overridden(self, team: Team) -> None:
        team.task(at="review", service_class="expedite")
        ref = team.task(service_class="expedite").ref
        with pytest.raises(
            Refused, match="1 expedite tasks are under way, the limit is 1|1 expedite task is under way"
        ):
            board.start(team.bo, ref)
        board.start(team.lea, ref, override="two fires")
        assert history.events(team.ann, ref=ref)[-1].reason == "override of expedite_limit: two fires"

    def test_the_limit_is_the_boards(self, team: Team) -> None:
        team.settings(expedite_limit=2)
        for _ in range(2):
            team.task(at="doing", service_class="expedite")
        with pytest.raises(Refused, match="the limit is 2"):
            team.task(at="doing", service_class="expedite")

    def test_it_may_move_on_and_the_place_is_free_when_it_is_done(self, team: Team) -> None:
        ref = team.task(at="doing", service_class="expedite").ref
        board.move(team.bo, ref, "review")
        board.finish(team.bo, ref)
        assert team.task(at="doing", service_class="expedite").step == "doing"

    def test_a_task_does_not_stay_behind_a_limit_by_changing_its_class(self, team: Team) -> None:
        team.step("doing", wip_limit=1)
        team.task(at="doing")
        ref = team.task(at="doing", service_class="expedite").ref
        with pytest.raises(Refused, match="cannot become standard where it stands: Doing is at its limit 1/1"):
            tasks.edit(team.bo, ref, {"service_class": "standard"})
        assert tasks.edit(team.bo, "OPS-1", {"service_class": "fixed-date"}).value.service_class == "fixed-date"

    def test_a_task_under_way_becomes_expedite_only_within_the_limit(self, team: Team) -> None:
        team.task(at="doing", service_class="expedite")
        ref = team.task(at="doing").ref
        with pytest.raises(Refused, match="the limit is 1"):
            tasks.edit(team.bo, ref, {"service_class": "expedite"})
        assert tasks.edit(team.bo, team.task().ref, {"service_class": "expedite"}).value.service_class == "expedite"
