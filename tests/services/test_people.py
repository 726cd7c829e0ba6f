"""People of the store, and finding whom somebody means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prodtui.domain.enums import Role
from prodtui.errors import NotFound, Refused, Rejected, Usage
from prodtui.services import people, tasks, undo
from prodtui.services.apply import apply
from prodtui.services.workspace import Workspace
from tests.helpers.team import Team


def test_somebody_new_is_a_member_with_initials(team: Team) -> None:
    row = people.add_person(team.ann, "dee", name="Dee Day").value
    assert (row.login, row.name, row.initials, row.role, row.active) == ("dee", "Dee Day", "dd", Role.MEMBER, True)
    assert (row.skills, row.hours_per_day, row.wip_limit, row.version) == ((), 8.0, None, 1)
    assert row in people.list_people(team.bo)


def test_every_field(team: Team) -> None:
    fields = {"role": "lead", "skills": "Welder, Crane driver", "hours_per_day": 6.5, "wip_limit": 2, "initials": "DX"}
    row = people.add_person(team.ann, "dee", **fields).value
    assert (row.role, row.skills, row.hours_per_day, row.wip_limit, row.initials) == (
        Role.LEAD,
        ("crane-driver", "welder"),
        6.5,
        2,
        "dx",
    )


@pytest.mark.parametrize("login", ["", "two words", "a,b", "a#b", "ann", "ANN", "x" * 61, "bell\x07"])
def test_a_login_is_one_free_word(team: Team, login: str) -> None:
    with pytest.raises(Rejected):
        people.add_person(team.ann, login)
    assert len(people.list_people(team.ann)) == 6


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"role": "boss"},
        {"hours_per_day": 25},
        {"hours_per_day": -1},
        {"hours_per_day": None},
        {"wip_limit": 0},
        {"wip_limit": 1.5},
        {"initials": "abcd"},
        {"skills": 5},
        {"skills": ["x" * 41]},
        {"active": "no"},
    ],
    ids=str,
)
def test_what_does_not_fit_is_rejected(team: Team, changes: dict[str, Any]) -> None:
    before = people.list_people(team.ann)
    with pytest.raises(Rejected):
        people.edit_person(team.ann, "bo", **changes)
    assert people.list_people(team.ann) == before


def test_a_login_never_changes(team: Team) -> None:
    with pytest.raises(Usage):
        people.edit_person(team.ann, "bo", login="bob")


def test_an_edit_that_changes_nothing_is_none(team: Team) -> None:
    assert people.edit_person(team.ann, "bo", name="Bo Berg", skills=[]).txn is None


def test_somebody_who_left_is_off_the_list_and_stays_in_history(team: Team) -> None:
    ref = team.task(assignees=("bo",)).ref
    people.edit_person(team.ann, "bo", active=False)
    assert "bo" not in [row.login for row in people.list_people(team.ann)]
    assert "bo" in [row.login for row in people.list_people(team.ann, inactive=True)]
    assert team.get(ref).assignees == ("bo",)
    people.edit_person(team.ann, "bo", active=True)
    assert people.resolve_person(team.ann, "bo").active


def test_the_last_manager_stays_one(team: Team) -> None:
    for change in ({"role": "lead"}, {"active": False}):
        with pytest.raises(Refused, match="last manager"):
            people.edit_person(team.ann, "ann", **change)
    people.edit_person(team.ann, "lea", role="manager")
    assert people.edit_person(team.ann, "ann", role="member").value.role is Role.MEMBER


@pytest.mark.parametrize(
    "change",
    [
        lambda ws: people.add_person(ws, "dee", role="manager"),
        lambda ws: people.edit_person(ws, "bo", role="manager"),
        lambda ws: people.edit_person(ws, "lea", role="manager"),
        lambda ws: people.edit_person(ws, "ann", role="lead"),
        lambda ws: people.edit_person(ws, "ann", active=False),
        lambda ws: people.edit_person(ws, "quinn", active=True),
        lambda ws: apply(ws, {"people": [{"login": "dee", "role": "manager"}]}),
        lambda ws: apply(ws, {"people": [{"login": "lea", "role": "manager"}]}),
        lambda ws: apply(ws, {"people": [{"login": "ann", "role": "member"}]}),
    ],
)
def test_only_a_manager_decides_who_is_one(team: Team, change: Callable[[Workspace], object]) -> None:
    people.edit_person(team.ann, "cy", role="manager")
    people.edit_person(team.ann, "quinn", role="manager")
    people.edit_person(team.ann, "quinn", active=False)
    before = people.list_people(team.ann, inactive=True)
    with pytest.raises(Refused, match=r"lea \(lead\) may not decide who is a manager; only a manager does") as refused:
        change(team.lea)
    assert (refused.value.hint, people.list_people(team.ann, inactive=True)) == ("Ask ann or cy.", before)
    change(team.ann)


def test_a_lead_may_change_what_else_there_is_about_a_manager(team: Team) -> None:
    assert people.edit_person(team.lea, "ann", name="Ann S", role="manager").value.name == "Ann S"
    assert people.add_person(team.lea, "dee", role="lead").value.role is Role.LEAD


def test_who_is_a_manager_no_more_takes_back_none_of_it(team: Team) -> None:
    promoted = people.edit_person(team.ann, "bo", role="manager")
    people.edit_person(team.ann, "cy", role="manager")
    people.edit_person(team.cy, "ann", role="lead")
    with pytest.raises(Refused, match="may not decide who is a manager"):
        undo.undo(team.ann, promoted.txn)


@pytest.mark.parametrize(
    ("name", "login"),
    [
        ("ann", "ann"),
        ("ANN", "ann"),
        ("@ann", "ann"),
        ("Ann Smith", "ann"),
        ("as", "ann"),
        ("qu", "quinn"),
        ("Cy Y", "cy"),
    ],
)
def test_whom_somebody_means(team: Team, name: str, login: str) -> None:
    assert people.resolve_person(team.bo, name).login == login


def test_whom_nobody_can_tell(team: Team) -> None:
    people.add_person(team.ann, "quentin", name="Quentin Blake")
    with pytest.raises(Usage) as caught:
        people.resolve_person(team.bo, "qu")
    assert caught.value.details == {"candidates": ["quentin", "quinn"]}
    with pytest.raises(NotFound) as missing:
        people.resolve_person(team.bo, "quin n")
    assert missing.value.hint
    with pytest.raises(NotFound):
        people.resolve_person(team.bo, "")


def test_an_exact_login_goes_before_a_beginning(team: Team) -> None:
    people.add_person(team.ann, "annette", name="Annette Z")
    assert people.resolve_person(team.bo, "ann").login == "ann"


def test_a_beginning_never_means_somebody_who_left(team: Team) -> None:
    people.edit_person(team.ann, "quinn", active=False)
    with pytest.raises(NotFound):
        people.resolve_person(team.bo, "qui")
    assert tasks.add(team.bo, "x", assignees=("quinn",)).value.assignees == ("quinn",)


def test_somebody_may_have_hours_of_their_own(team: Team) -> None:
    row = people.edit_person(team.ann, "bo", workweek="mon-wed 8:00-14:00").value
    assert row.workweek == (((480, 840),),) * 3 + ((),) * 4
    assert people.add_person(team.ann, "di", workweek="fri 8-12").value.workweek is not None
    with pytest.raises(Rejected, match="no working time"):
        people.edit_person(team.ann, "bo", workweek="mon")
    undo.undo(team.ann)
    undo.undo(team.ann)
    assert people.resolve_person(team.ann, "bo").workweek is None
