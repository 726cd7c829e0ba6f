"""`person rights`, `grant` and `revoke`: who may do what on a board, in a shell."""

from __future__ import annotations

import pytest

from prodtui.domain.permissions import DEFAULTS, Permission
from prodtui.services import boards
from tests.cli.conftest import Cli
from tests.helpers.team import Team


def test_the_table_says_what_each_role_may(cli: Cli, team: Team) -> None:
    said = cli.ok("person", "rights")
    assert said.lines == [
        "ROLE     WORK  OVERRIDE  SET-UP  PURGE  CHECKLISTS  CONCEDE  PLAN  HAND-OVER",
        "sponsor  no    no        no      no     no          no       no    no",
        "member   yes   no        no      no     no          no       no    no",
        "quality  yes   no        no      no     yes         yes      no    no",
        "lead     yes   yes       yes     no     yes         yes      yes   yes",
        "manager  yes   yes       yes     yes    yes         yes      yes   yes",
    ]
    assert said.err == ""
    rows = cli.data("person", "rights")
    assert rows[1] == {"role": "member"} | {right.value: right is Permission.WORK for right in Permission}
    assert cli.ok("person", "rights", "--csv", "--columns", "role,set-up").lines[-2:] == ["lead,yes", "manager,yes"]


def test_a_right_is_given_taken_and_taken_back(cli: Cli, team: Team) -> None:
    said = cli.ok("person", "grant", "member", "plan")
    assert (said.lines, said.err) == (["a member may change the plan"], "")
    assert "Nothing had to change" in cli.ok("person", "grant", "member", "plan").err
    assert cli.data("person", "revoke", "lead", "hand-over") == {"role": "lead", "right": "hand-over", "granted": False}
    told = "Otherwise than on a new board: a member may change the plan, a lead may not hand shifts over"
    assert told in cli.ok("person", "rights").err
    assert "forbade a lead to hand shifts over" in cli.ok("history").out
    cli.ok("undo")
    cli.ok("undo")
    assert boards.show_board(team.ann).rights == DEFAULTS


def test_each_board_has_its_own(cli: Cli, team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab")
    cli.ok("person", "grant", "member", "plan", "--board", "LAB")
    assert [row["plan"] for row in cli.data("person", "rights", "--board", "LAB")][1] is True
    assert [row["plan"] for row in cli.data("person", "rights", "--board", "OPS")][1] is False


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("grant", "membr", "plan"), 5, "Did you mean 'member'?"),
        (("grant", "member", "plans"), 5, "Did you mean 'plan'?"),
        (("grant", "member"), 2, "RIGHT"),
        (("grant", "sponsor", "work"), 3, "A sponsor only looks"),
        (("revoke", "manager", "set-up"), 3, "A manager may always"),
    ],
)
def test_what_cannot_be_is_one_sentence(cli: Cli, words: tuple[str, ...], code: int, told: str) -> None:
    said = cli("person", *words)
    assert (said.code, told in said.err) == (code, True), said


def test_a_refusal_names_the_board_and_who_may(cli: Cli, team: Team) -> None:
    said = cli("--as", "bo", "person", "grant", "member", "plan")
    assert said.code == 3
    assert "On OPS bo (member) may not change boards, steps and people." in said.err
    assert "Ask somebody whose role is lead or manager." in said.err


def test_a_retry_is_safe(cli: Cli, team: Team) -> None:
    cli.ok("person", "grant", "member", "plan", "--request-id", "r1")
    assert "answered before" in cli.ok("person", "grant", "member", "plan", "--request-id", "r1").err


def test_why_names_who_may_override_on_this_board(cli: Cli, team: Team) -> None:
    team.task("Fifth", at="doing")
    team.step("doing", wip_limit=1)
    ref = team.task().ref
    assert "(a lead or a manager may override this)" in cli("task", "why", ref, "doing").out
    cli.ok("person", "revoke", "lead", "override")
    assert "(a manager may override this)" in cli("task", "why", ref, "doing").out
