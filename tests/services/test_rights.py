"""The rights of a board: changed one by one, kept apart from those of other boards."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import Role
from prodtui.domain.history import sentence
from prodtui.domain.permissions import DEFAULTS, Permission, RightRow
from prodtui.domain.plan_fields import PLAN
from prodtui.errors import ProdtuiError, Refused, Rejected
from prodtui.services import (
    board,
    boards,
    demand_rules,
    handovers,
    history,
    inbox,
    my_day,
    people,
    products,
    purge,
    recurring,
    rights,
    schedule,
    tasks,
    timers,
    undo,
)
from prodtui.services.apply import apply
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Team

# One cell after the other


def test_a_right_is_given_and_taken(team: Team) -> None:
    with pytest.raises(Refused):
        products.add_product(team.bo, "Chair")
    assert rights.grant(team.ann, "Member", "plan").value == RightRow(Role.MEMBER, Permission.PLAN, granted=True)
    products.add_product(team.bo, "Chair")
    rights.revoke(team.ann, "member", "plan")
    with pytest.raises(Refused):
        products.add_product(team.bo, "Table")
    assert boards.show_board(team.ann).rights == DEFAULTS


def test_what_holds_already_leaves_no_trace(team: Team) -> None:
    assert rights.grant(team.ann, "lead", "plan").txn is None
    assert rights.revoke(team.ann, "sponsor", "work").txn is None


def test_a_retry_answers_with_the_first_result(team: Team) -> None:
    first = rights.grant(team.ann, "member", "plan", request_id="r1")
    assert rights.grant(team.ann, "member", "plan", request_id="r1").value == first.value
    assert len([e for e in history.events(team.ann) if e.kind == "right"]) == 1


@pytest.mark.parametrize(("role", "right", "near"), [("membre", "plan", "member"), ("member", "plans", "plan")])
def test_unknown_words_are_answered_with_the_nearest(team: Team, role: str, right: str, near: str) -> None:
    with pytest.raises(Rejected) as caught:
        rights.grant(team.ann, role, right)
    assert f"Did you mean '{near}'?" in caught.value.hint


def test_nobody_locks_a_board_out_and_a_sponsor_only_looks(team: Team) -> None:
    with pytest.raises(Refused, match="locks a board"):
        rights.revoke(team.ann, "manager", "set-up")
    with pytest.raises(Refused, match="only looks"):
        rights.grant(team.ann, "sponsor", "work")


def test_a_right_that_no_role_has_says_how_to_give_it(team: Team) -> None:
    rights.revoke(team.ann, "manager", "purge")
    with pytest.raises(Refused, match="On OPS ann .manager. may not purge") as caught:
        purge.purge(team.ann, "OPS-1")
    assert "prodtui person grant ROLE purge" in caught.value.hint


def test_a_lead_may_give_away_their_own_right_to_set_up(team: Team) -> None:
    rights.revoke(team.lea, "lead", "set-up")
    with pytest.raises(Refused, match="On OPS lea"):
        rights.grant(team.lea, "lead", "set-up")
    rights.grant(team.ann, "lead", "set-up")
    boards.edit_board(team.lea, name="Works")


# Boards apart


@pytest.fixture
def lab(team: Team) -> Workspace:
    """Another board, on which members plan and do not work on tasks."""
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    ws = team.of("ann", board="LAB")
    tasks.add(ws, "Probe")
    rights.grant(ws, "member", "plan")
    rights.revoke(ws, "member", "work")
    return team.of("bo", board="LAB")


def test_each_board_has_rights_of_its_own(team: Team, lab: Workspace) -> None:
    products.add_product(lab, "Chair")
    team.task()
    with pytest.raises(Refused, match="On LAB bo .member. may not work on tasks"):
        tasks.add(lab, "x")
    with pytest.raises(Refused, match="On OPS bo .member. may not change the plan"):
        products.add_product(team.bo, "Chair")
    tasks.add(team.bo, "x")


def test_a_reference_goes_by_the_rights_of_its_own_board(team: Team, lab: Workspace) -> None:
    here = team.task().ref
    with pytest.raises(Refused, match="On LAB bo"):
        tasks.set_priority(team.bo, [here, "LAB-1"], "high")
    assert team.get(here).priority == "normal"
    assert tasks.set_priority(lab, here, "high").value[0].priority == "high"


def test_people_and_new_boards_go_by_the_rights_of_a_new_board(team: Team) -> None:
    rights.grant(team.ann, "member", "set-up")
    rights.revoke(team.ann, "lead", "set-up")
    people.add_person(team.lea, "dee")
    boards.create_board(team.lea, "LAB", "Lab")
    for call in (
        lambda ws: people.add_person(ws, "eve"),
        lambda ws: people.edit_person(ws, "bo", role="manager"),
        lambda ws: boards.create_board(ws, "NEW", "New"),
        lambda ws: apply(ws, {"people": [{"login": "eve"}]}),
        lambda ws: apply(ws, {"boards": [{"key": "NEW"}]}),
    ):
        with pytest.raises(Refused, match=r"bo \(member\) may not change boards, steps and people\."):
            call(team.bo)
    boards.edit_board(team.bo, name="Works")


def test_what_runs_by_itself_and_what_waits_asks_the_board(team: Team, lab: Workspace) -> None:
    recurring.add_recurring(team.of("ann", board="LAB"), "daily", {"title": "Sweep"}, start=NOW)
    assert recurring.catch_up(lab).value == ()
    assert demand_rules.catch_up(lab).value == ()
    assert schedule.refresh(lab) is False
    handovers.write_handover(team.lea, "All is well")
    assert [item.kind for item in my_day.my_day(team.bo).waits] == []
    assert inbox.inbox(team.bo) == ()
    rights.grant(team.ann, "member", "hand-over")
    assert [item.ref for item in my_day.my_day(team.bo).waits] == ["OPS-H1"]
    assert [notice.ref for notice in inbox.inbox(team.bo)] == ["OPS-H1"]


def test_a_timer_is_dropped_by_whom_the_right_was_taken(team: Team) -> None:
    timers.start_timer(team.bo, team.task().ref)
    rights.revoke(team.ann, "member", "work")
    with pytest.raises(Refused, match="may not work on tasks"):
        timers.stop_timer(team.bo, minutes=5)
    timers.drop_timer(team.bo)
    assert timers.timer(team.bo) is None


def test_the_words_of_a_refused_move_name_who_may_override_here(team: Team) -> None:
    team.task("Fifth", at="doing")
    team.step("doing", wip_limit=1)
    rights.revoke(team.ann, "lead", "override")
    with pytest.raises(Refused) as caught:
        board.move(team.lea, team.task().ref, "doing")
    assert caught.value.hint == "A manager may override this with a reason."


# On record


def test_a_change_is_on_record_and_told(team: Team) -> None:
    rights.grant(team.ann, "member", "plan")
    rights.revoke(team.ann, "member", "plan")
    told = [(e.command, e.ref, sentence(e, team.ann.tz())) for e in history.events(team.ann) if e.kind == "right"]
    assert sorted(told) == [
        ("person.grant", "member.plan", "allowed a member to change the plan"),
        ("person.revoke", "member.plan", "forbade a member to change the plan"),
    ]


def test_it_is_taken_back_and_done_again(team: Team) -> None:
    rights.grant(team.ann, "member", "plan")
    undo.undo(team.ann)
    assert boards.show_board(team.ann).rights == DEFAULTS
    undo.redo(team.ann)
    assert boards.show_board(team.ann).rights.may(Role.MEMBER, Permission.PLAN)


def test_another_cell_is_no_hindrance_and_the_same_one_is(team: Team) -> None:
    rights.grant(team.ann, "member", "plan")
    rights.grant(team.lea, "member", "concede")
    undo.undo(team.ann)
    assert boards.show_board(team.ann).rights.of(Role.MEMBER) == (Permission.WORK, Permission.CONCEDE)
    rights.revoke(team.ann, "member", "concede")
    with pytest.raises(Refused, match="ann changed it since"):
        undo.undo(team.lea)


def test_who_lost_the_right_to_set_up_takes_no_right_back(team: Team) -> None:
    rights.grant(team.lea, "member", "plan")
    rights.revoke(team.ann, "lead", "set-up")
    with pytest.raises(Refused, match="On OPS lea"):
        undo.undo(team.lea)


def test_a_manager_who_does_not_work_on_tasks_takes_it_back(team: Team) -> None:
    rights.revoke(team.ann, "manager", "work")
    undo.undo(team.ann)
    assert boards.show_board(team.ann).rights == DEFAULTS


# A wanted state


def test_apply_gives_the_roles_that_it_names_their_rights(team: Team) -> None:
    wanted = {"boards": [{"key": "OPS", "rights": {"member": ["work", "plan"], "quality": []}}]}
    tried = apply(team.ann, wanted, dry_run=True)
    assert [(line.sign, line.kind, line.ref, line.fields) for line in tried.lines] == [
        ("~", "right", "member.plan", {"granted": (False, True)}),
        ("~", "right", "quality.work", {"granted": (True, False)}),
        ("~", "right", "quality.checklists", {"granted": (True, False)}),
        ("~", "right", "quality.concede", {"granted": (True, False)}),
    ]
    assert boards.show_board(team.ann).rights == DEFAULTS
    apply(team.ann, wanted)
    table = boards.show_board(team.ann).rights
    assert (table.of(Role.MEMBER), table.of(Role.QUALITY)) == ((Permission.WORK, Permission.PLAN), ())
    assert table.of(Role.LEAD) == DEFAULTS.of(Role.LEAD)
    assert apply(team.ann, wanted).txn is None
    assert "rights" in PLAN["boards"]


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (["member"], "must be a table of roles"),
        ({"member": "work"}, "The rights of 'member' must be a list"),
        ({"boss": []}, "The role 'boss' is unknown"),
        ({"member": ["fly"]}, "The right 'fly' is unknown"),
        ({"sponsor": ["work"]}, "A sponsor only looks"),
        ({"manager": ["work"]}, "A manager may always"),
    ],
)
def test_apply_says_where_rights_do_not_fit(team: Team, wanted: object, says: str) -> None:
    with pytest.raises(ProdtuiError, match=f"Entry 1 of boards .OPS.*{says}"):
        apply(team.ann, {"boards": [{"key": "OPS", "rights": wanted}]})
    assert boards.show_board(team.ann).rights == DEFAULTS
