"""Boards, steps, people, filters, history, undo, apply: each noun from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prodtui.domain import plan_fields
from tests.cli.conftest import Cli
from tests.helpers.team import Team


def test_the_board_as_text(cli: Cli, team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task("Press", at="doing", labels=("hot",), assignees=("bo",), priority="urgent")
    team.task("Wait", wait_until=None)
    text = cli.ok("board").out
    assert text.startswith("OPS Operations\n\nBacklog 1\n  OPS-2  Wait\n")
    assert "Doing 1/1 ^\n  OPS-1  Press  urgent  @bo  #hot  started" in text
    assert cli.ok("board", "show", "ops").out == text
    assert cli.ok("board", "-q").out == "OPS-2\nOPS-1\n"
    shot = cli.data("board")
    assert [step["key"] for step in shot["steps"]] == ["backlog", "ready", "doing", "review", "done"]


def test_boards_come_and_go(cli: Cli, team: Team) -> None:
    row = cli.data("board", "add", "DEV", "Develop", "it", "--template", "it-service", "--timezone", "Europe/Paris")
    assert (row["key"], row["name"], row["timezone"]) == ("DEV", "Develop it", "Europe/Paris")
    assert cli.ok("board", "list", "-q").out == "DEV\nOPS\n"
    cli.ok("task", "add", "There", "--board", "DEV")
    assert cli("task", "list").code == 2  # two boards, none named
    assert "Add --board" in cli("task", "list").err
    assert cli.data("task", "list", "--board", "dev")[0]["ref"] == "DEV-1"
    settings = cli.data("board", "edit", "DEV", "--name", "D", "--person-limit", "3", "--done-days", "5")["settings"]
    assert (settings["person_wip_limit"], settings["done_days"]) == (3, 5)
    assert cli.data("board", "edit", "DEV", "--person-limit", "none")["settings"]["person_wip_limit"] is None
    assert cli("board", "edit", "DEV").code == 2
    assert cli("board", "edit", "DEV", "--person-limit", "0").code == 2
    cli.ok("board", "archive", "DEV")
    assert cli.ok("board", "list", "-q").out == "OPS\n"
    assert cli.ok("board", "list", "--all", "-q").out == "DEV\nOPS\n"
    assert cli("board", "show", "NONE").code == 1


def test_an_archived_board_is_only_read_until_it_is_restored(cli: Cli) -> None:
    cli.ok("board", "add", "DEV", "Develop", "--template", "it-service")
    cli.ok("task", "add", "There", "--board", "DEV")
    cli.ok("board", "archive", "DEV")
    assert cli.ok("board", "show", "DEV").out.startswith("DEV Develop (archived)\n")
    assert cli.ok("task", "list", "--board", "DEV", "-q").out == "DEV-1\n"
    refused = cli("task", "done", "DEV-1")
    assert (refused.code, "`prodtui board restore DEV`" in refused.err) == (3, True)
    assert cli.ok("task", "add", "Here").out.startswith("OPS-1")  # the only board left is the default one
    assert "2026-11-24" in cli.ok("board", "list", "--all").out
    assert cli.ok("board", "restore", "dev").out == "DEV Develop is back\n"
    assert cli.ok("board", "list", "-q").out == "DEV\nOPS\n"
    cli.ok("task", "move", "DEV-1", "ready")
    assert cli.ok("undo", "--board", "DEV").code == 0
    assert "Nothing had to change" in cli.ok("board", "restore", "DEV").err


def test_the_workflow(cli: Cli) -> None:
    made = cli.data("step", "add", "Final", "check", "--after", "review", "--wip-limit", "2", "--standard", "1h30")
    assert (made["key"], made["wip_limit"], made["standard_hours"]) == ("final-check", 2, 1.5)
    assert cli.ok("step", "list", "-q").lines == ["backlog", "ready", "doing", "review", "final-check", "done"]
    changed = cli.data("step", "edit", "final-check", "--name", "Inspect", "--wip-limit", "none", "--role", "quality")
    assert (changed["key"], changed["name"], changed["wip_limit"], changed["role"]) == (
        "final-check",
        "Inspect",
        None,
        "quality",
    )
    assert [row["key"] for row in cli.data("step", "move", "final-check", "3")][2] == "final-check"
    assert cli("step", "edit", "doing").code == 2
    cli.ok("step", "archive", "final-check")
    assert "final-check" not in cli.ok("step", "list", "-q").out
    assert "final-check" in cli.ok("step", "list", "--all", "-q").out
    assert "2026-11-24" in cli.ok("step", "list", "--all").out
    back = cli.ok("step", "restore", "inspect")
    assert (back.out, "came back without transitions" in back.err) == ("final-check Inspect is back\n", True)
    assert cli.ok("step", "list", "-q").lines[2] == "final-check"
    cli.ok("undo")
    assert "final-check" not in cli.ok("step", "list", "-q").out


def test_allowed_moves(cli: Cli, team: Team) -> None:
    team.task()
    assert cli("step", "moves").code == 1
    assert cli.ok("step", "allow", "backlog", "ready").out == "backlog leads to ready\n"
    assert cli.data("step", "allow", "review", "doing", "--rework")["kind"] == "rework"
    assert len(cli.data("step", "moves")) == 2
    assert cli("task", "move", "OPS-1", "doing").code == 3
    cli.ok("step", "forbid", "backlog", "ready")
    cli.ok("task", "move", "OPS-1", "doing")


def test_people(cli: Cli) -> None:
    made = cli.data("person", "add", "zoe", "--name", "Zoe Zed", "--role", "lead", "--skill", "welding,milling")
    assert (made["name"], made["role"], made["skills"], made["hours_per_day"]) == (
        "Zoe Zed",
        "lead",
        ["milling", "welding"],
        8.0,
    )
    changed = cli.data("person", "edit", "zoe", "--hours", "6", "--wip-limit", "2", "--inactive")
    assert (changed["hours_per_day"], changed["wip_limit"], changed["active"]) == (6.0, 2, False)
    assert "zoe" not in cli.ok("person", "list", "-q").out
    assert "zoe" in cli.ok("person", "list", "--all", "-q").out
    assert cli.data("person", "edit", "me", "--name", "Ann S.")["login"] == "ann"
    assert cli("person", "edit", "zoe").code == 2
    assert cli("person", "edit", "zeo", "--active").code == 1


def test_saved_filters(cli: Cli, team: Team) -> None:
    team.task("Press", labels=("a",)), team.task("Saw", labels=("b",), priority="high"), team.task("Saw too")
    assert cli.ok("filter", "save", "some", "#a", "or", "-#a", "prio:high").err == ""
    assert [row["text"] for row in cli.data("filter", "list")] == ["#a or -#a prio:high"]
    assert cli.ok("task", "list", "--saved", "some", "-q").lines == ["OPS-1", "OPS-2"]
    assert cli.ok("task", "list", "--saved", "some", "saw", "-q").lines == ["OPS-2"]
    missing = cli("task", "list", "--saved", "som")
    assert (missing.code, 'Did you mean "some"' in missing.err) == (2, True)
    assert cli("filter", "save", "bad", "stp:doing").code == 2
    cli.ok("filter", "remove", "some")
    assert cli("filter", "list").code == 1


def test_history_undo_and_redo(cli: Cli, team: Team) -> None:
    team.task("First"), team.task("Second")
    cli.ok("task", "priority", "OPS-2", "urgent")
    assert cli.ok("undo").out == "Took back: task priority of OPS-2\n"
    assert cli.data("task", "list", "second")[0]["priority"] == "normal"
    assert cli.ok("redo").out == "Did again: task priority of OPS-2\n"
    assert cli.data("task", "list", "second")[0]["priority"] == "urgent"
    assert cli("redo").code == 1
    told = cli.ok("history", "OPS-2", "--limit", "2").lines
    assert told[0].split() == ["AT", "ACTOR", "REF", "WHAT"]
    assert "took back: priority" in told[1]
    rows = cli.data("history", "--by", "ann", "--after", "1")
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert cli("history", "--after", "100000").code == 1


PLAN = """
[[people]]
login = "gus"
role = "member"

[[tasks]]
key = "T-1"
title = "From the plan"
due = 2026-12-01
step = "ready"

[[tasks]]
key = "T-2"
title = "Afterwards"
after = ["T-1"]
"""


def test_apply_shows_stores_and_then_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN)
    dry = cli.ok("apply", "-f", str(file), "--dry-run")
    assert "nothing was stored" in dry.err
    assert any(line.startswith("+ task") and "From the plan" in line for line in dry.lines)
    assert cli("task", "list").code == 1
    assert cli.ok("apply", "-f", str(file)).lines == dry.lines
    assert [row["external_key"] for row in cli.data("task", "list")] == ["T-2", "T-1"]
    again = cli.ok("apply", "-f", str(file))
    assert (again.out, again.err) == ("", "Nothing to change.\n")


def test_apply_reads_json_and_standard_input(cli: Cli) -> None:
    plan = {"tasks": [{"key": "J-1", "title": "From JSON"}]}
    assert cli.data("apply", "-f", "-", stdin=json.dumps(plan))["counts"] == {"new task": 1}
    assert cli.data("apply", "-f", "-", stdin=PLAN)["txn"]
    changed = cli.ok("apply", "-f", "-", stdin=PLAN.replace("From the plan", "Renamed"))
    assert changed.lines == ["~ task OPS-2  title: From the plan -> Renamed"]


@pytest.mark.parametrize("text", ["[[tasks]\n", '{"tasks": [}', "[1]", "\xff", '{"tasks":' + "[" * 100_000])
def test_a_plan_that_cannot_be_read_changes_nothing(text: str, cli: Cli) -> None:
    ran = cli("apply", "-f", "-", stdin=text.encode("latin-1"))
    assert ran.code == 5, ran
    assert cli("task", "list").code == 1


def test_a_plan_file_that_is_not_there(cli: Cli) -> None:
    assert cli("apply", "-f", "/nowhere/plan.toml").code == 74
    assert cli("apply").code == 2


def test_an_overridden_move_is_done_again_with_its_reason(cli: Cli, team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing"), team.task()
    cli.ok("task", "move", "OPS-2", "doing", "--override", "the customer waits")
    cli.ok("undo")
    again = cli.ok("redo")
    assert again.out == "Did again: task move of OPS-2\n"
    assert "OPS-2 was overridden again for the reason given before: the customer waits." in again.err
    assert "override of wip_step: the customer waits" in cli.ok("history", "OPS-2").out


def test_the_help_of_apply_names_every_field(cli: Cli) -> None:
    words = cli.ok("apply", "--help").out.split()
    for part, fields in plan_fields.PLAN.items():
        assert {part, *fields} <= set(words)


def test_a_plan_with_faults_of_other_kinds_is_rejected_too(cli: Cli) -> None:
    for entry in ({"titel": "x"}, {"board": "NONE"}, {"step": "nowhere"}, {"assignees": ["zoe"]}):
        plan = {"tasks": [{"key": "x", "title": "x", **entry}]}
        ran = cli("--json", "apply", "-f", "-", stdin=json.dumps(plan))
        assert ran.code == 5
        assert (ran.error["code"], ran.error["details"]["field"]) == ("rejected", next(iter(entry)))


def test_a_plan_passes_a_limit_with_a_reason(cli: Cli, team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    plan = json.dumps({"tasks": [{"key": "x", "title": "x", "step": "doing"}]})
    ran = cli("apply", "-f", "-", stdin=plan)
    assert (ran.code, "--override" in ran.err) == (3, True)
    cli.ok("apply", "-f", "-", "--override", "customer waits", stdin=plan)
    assert "customer waits" in cli.ok("history", "OPS-2", "--json").out


def test_a_new_task_passes_a_limit_with_a_reason(cli: Cli, team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    ran = cli("task", "add", "Weld", "--step", "doing")
    assert (ran.code, "--override" in ran.err) == (3, True)
    cli.ok("task", "add", "Weld", "--step", "doing", "--override", "customer waits")
    assert "customer waits" in cli.ok("history", "OPS-2", "--json").out


def test_a_dry_run_of_a_step_says_what_would_follow(cli: Cli) -> None:
    cli.ok("task", "add", "One", "--step", "doing")
    cli.ok("task", "add", "Two", "--step", "doing")
    said = cli.ok("step", "edit", "doing", "--wip-limit", "1", "--dry-run")
    assert "Doing is over its limit then, 2/1" in said.err
    assert "Nothing is changed yet; leave --dry-run out to do it." in said.err
    assert all(step["wip_limit"] is None for step in cli.data("step", "list"))
    assert "Nothing is changed yet" in cli.ok("step", "archive", "review", "--dry-run").err
    assert "review" in {step["key"] for step in cli.data("step", "list")}
