"""`issue` and `improve`: the whole life of an issue in words, refusals with their codes, reports in every form."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.helpers.team import Clock, Team


def closed_issue(cli: Cli) -> None:
    """Take an issue from raising to closing."""
    cli.ok("issue", "add", "Burrs", "at", "the", "edge", "--step", "doing", "--severity", "major", "--category", "Burr")
    cli.ok("issue", "contain", "OPS-I1", "Lot 7 locked")
    cli.ok("issue", "analyse", "I1", "--owner", "me", "--why", "Blunt tool", "--why", "Nobody counts")
    cli.ok("issue", "act", "I1", "--cause", "No tool life", "--cause-category", "method")
    cli.ok("issue", "action", "add", "I1", "Set a tool life", "--owner", "bo", "--due", "+3d")
    cli.ok("issue", "action", "done", "I1.1", "Set to 500")
    cli.ok("issue", "verify", "I1", "--check-items", "3")
    cli.ok("issue", "check", "I1", "--effective", "No burr", "--early", "500 made in a day")
    cli.ok("issue", "close", "I1", "--evidence", "Audit")


def test_an_issue_from_raising_to_closing(cli: Cli) -> None:
    closed_issue(cli)
    detail = cli.data("issue", "show", "OPS-I1")
    issue = detail["issue"]
    assert (issue["state"], issue["whys"], issue["evidence"], issue["owner"]) == (
        "closed", ["Blunt tool", "Nobody counts"], "Audit", "ann",
    )  # fmt: skip
    assert detail["actions"][0]["result"] == "Set to 500"
    text = cli.ok("issue", "show", "I1").out
    for part in ("method – No tool life", "1. Blunt tool", "OPS-I1.1  corrective  Set a tool life", "done: Set to 500"):
        assert part in text
    assert cli("issue", "list").code == 1
    assert cli.ok("issue", "list", "--all", "-q").lines == ["OPS-I1"]


def test_a_step_too_far_lists_everything_with_exit_code_three(cli: Cli) -> None:
    cli.ok("issue", "raise", "Burrs")
    ran = cli("issue", "close", "I1", "--json")
    assert ran.code == 3
    assert [reason["field"] for reason in ran.error["details"]["reasons"]][:2] == ["containment", "owner"]
    assert cli("issue", "back", "I1", "open", "--reason", "x").code == 3
    assert cli("issue", "contain", "I1").code == 2
    assert cli.ok("issue", "contain", "I1", "--nothing").out == "OPS-I1 Burrs: contained\n"
    assert cli("issue", "check", "I1").code == 2


def test_an_effect_before_its_day_and_a_clock_that_runs_are_told(cli: Cli) -> None:
    cli.ok("issue", "add", "Burrs", "--step", "doing", "--downtime", "No tool")
    cli.ok("issue", "contain", "I1", "--nothing")
    cli.ok("issue", "act", "I1", "--owner", "bo", "--cause", "Blunt", "--cause-category", "machine")
    cli.ok("issue", "action", "add", "I1", "Sharpen")
    cli.ok("issue", "action", "done", "I1.1")
    cli.ok("issue", "verify", "I1", "--check-days", "7")
    words = ("issue", "check", "I1", "--effective", "No burr", "--close")
    ran = cli(*words)
    assert (ran.code, "is looked at on 2026-12-01" in ran.err, "--early" in ran.err) == (3, True, True)
    ran = cli(*words, "--early", "500 made in a day")
    assert (ran.code, "`prodtui issue downtime stop OPS-S1`" in ran.err) == (3, True)
    assert cli.data("issue", "show", "I1")["issue"]["effective"] is None
    cli.ok("issue", "downtime", "stop", "OPS-S1")
    assert cli.ok(*words, "--early", "500 made in a day").out == "OPS-I1 Burrs: closed\n"


def test_an_issue_blocks_its_task_in_the_same_act(cli: Cli, team: Team) -> None:
    ref = team.task().ref
    assert cli("issue", "add", "Wrong steel", "--block").code == 5
    cli.ok("issue", "add", "Wrong steel", "--task", ref, "--block")
    assert cli.data("task", "show", ref)["task"]["blocked_reason"] == "OPS-I1 Wrong steel"
    cli.ok("undo")
    assert cli.data("task", "show", ref)["task"]["blocked_reason"] is None


def test_a_downtime_that_somebody_corrected_meanwhile_is_not_written_over(cli: Cli) -> None:
    cli.ok("issue", "downtime", "start", "doing", "No pwoer")
    cli.ok("issue", "downtime", "edit", "S1", "--reason", "No power")
    assert cli("issue", "downtime", "edit", "S1", "--reason", "Fuse", "--if-version", "1").code == 4


def test_the_way_back_leads_to_an_earlier_state(cli: Cli) -> None:
    cli.ok("issue", "add", "Burrs")
    cli.ok("issue", "contain", "I1", "--nothing")
    for state in ("contained", "analysing", "closed"):
        ran = cli("issue", "back", "I1", state, "--reason", "x")
        assert (ran.code, f"OPS-I1 is contained, and {state} is no earlier state." in ran.err) == (3, True)
    assert cli.ok("issue", "back", "I1", "open", "--reason", "x").out == "OPS-I1 Burrs: open\n"


@pytest.mark.parametrize("words", [("contain", "I1", "x"), ("analyse", "I1"), ("act", "I1"), ("verify", "I1")])
def test_a_closed_issue_names_the_way_to_reopen_it(cli: Cli, words: tuple[str, ...]) -> None:
    closed_issue(cli)
    ran = cli("issue", *words)
    assert ran.code == 3
    assert "prodtui issue reopen OPS-I1" in ran.err


def test_an_action_that_there_is_not_names_the_list_of_actions(cli: Cli) -> None:
    cli.ok("issue", "add", "Burrs")
    ran = cli("issue", "action", "done", "I1.9")
    assert (ran.code, "`prodtui issue action list --all`" in ran.err) == (1, True)


def test_what_is_put_away_says_so(cli: Cli) -> None:
    cli.ok("issue", "add", "Burrs")
    cli.ok("improve", "add", "Less scrap")
    assert cli.ok("issue", "put-away", "I1").out == "OPS-I1 Burrs: put away\n"
    assert cli.ok("improve", "put-away", "K1").out == "OPS-K1 Less scrap: put away\n"


@pytest.mark.parametrize("noun", ["issue", "improve"])
def test_a_person_whom_nobody_knows_is_told_with_the_nearest(cli: Cli, noun: str) -> None:
    cli.ok(noun, "add", "Burrs", "--owner", "bo")
    ran = cli(noun, "list", "@quin")
    assert (ran.code, 'The board knows no person "quin"; did you mean quinn?' in ran.err) == (2, True)
    assert len(cli.data(noun, "list", "@bo")) == 1


def test_names_are_suggested(cli: Cli) -> None:
    cli.ok("board", "edit", "--issue-categories", "Burr, Missing part")
    ran = cli("issue", "add", "x", "--category", "burrs")
    assert (ran.code, "Did you mean 'Burr'?" in ran.err) == (5, True)
    assert "Did you mean" in cli("issue", "add", "x", "--step", "dong").err
    assert "Did you mean" in cli("issue", "add", "x", "--owner", "anne").err
    assert "Did you mean" in cli("issue", "list", "--sort", "sevrity").err


def test_what_comes_back_is_reopened_with_its_actions(cli: Cli, ticking: Clock) -> None:
    cli.ok("board", "edit", "--recurrence-days", "20")
    closed_issue(cli)
    ticking.forward(days=20)
    ran = cli.ok("issue", "add", "Burrs again", "--step", "doing", "--category", "Burr")
    assert "Same step and cause as OPS-I1" in ran.err and "prodtui issue reopen OPS-I1" in ran.err
    ran = cli.ok("issue", "reopen", "OPS-I1", "--reason", "Burrs again", "--again", "1")
    assert ran.out == "OPS-I1 Burrs at the edge: analysing\n"
    assert [row["number"] for row in cli.data("issue", "action", "list")] == [2]
    cli.ok("issue", "put-away", "I2")
    ticking.forward(days=21)
    assert cli.data("issue", "add", "Burrs once more", "--step", "doing", "--category", "Burr")["recurs"] is None


def test_a_retry_answers_with_the_first_issue(cli: Cli) -> None:
    first = cli.data("issue", "add", "Burrs", "--request-id", "r-1")
    assert cli.data("issue", "add", "Burrs", "--request-id", "r-1") == first
    assert len(cli.data("issue", "list")) == 1


def test_filters_sorts_and_columns(cli: Cli) -> None:
    for severity in ("minor", "critical"):
        cli.ok("issue", "add", "Burrs", "--severity", severity)
    assert cli.ok("issue", "list", "-q").lines == ["OPS-I2", "OPS-I1"]
    assert cli.ok("issue", "list", "-sev:critical", "-q").lines == ["OPS-I1"]
    assert cli.ok("issue", "list", "--columns", "ref,age", "--no-headers").lines == ["OPS-I2  0m", "OPS-I1  0m"]
    assert cli("issue", "list", "--sort", "ref", "--limit", "1", "-q").lines == ["OPS-I1"]
    assert cli("issue", "list", "--colour").code == 2


def test_actions_comments_and_links(cli: Cli, team: Team) -> None:
    task = team.task()
    cli.ok("issue", "add", "Burrs", "--andon")
    assert cli.ok("issue", "action", "add", "I1", "Sort", "--kind", "containment", "-q").out == "OPS-I1.1\n"
    cli.ok("issue", "action", "edit", "I1.1", "--due", "yesterday", "--owner", "bo")
    assert cli.data("issue", "action", "list", "--overdue", "--owner", "bo")[0]["text"] == "Sort"
    cli.ok("issue", "action", "put-away", "I1.1")
    assert cli("issue", "action", "list").code == 1
    cli.ok("issue", "comment", "I1", "-", stdin="two\nlines")
    cli.ok("issue", "link", "I1", task.ref)
    assert f"{task.ref}" in cli.ok("issue", "show", "I1").out
    assert "OPS-I1 Burrs (minor, open)" in cli.ok("task", "show", task.ref).out
    assert cli.data("task", "show", task.ref)["issues"][0]["ref"] == "OPS-I1"
    cli.ok("issue", "unlink", "I1", task.ref)
    assert cli("issue", "unlink", "I1", task.ref).code == 1


def test_downtime(cli: Cli) -> None:
    cli.ok("issue", "downtime", "start", "doing", "No oil pressure")
    assert cli("issue", "downtime", "start", "doing", "Again").code == 3
    assert "stands still" in cli.ok("issue", "downtime", "edit", "S1", "--started", "-2h").out
    assert "stood still for 2h" in cli.ok("issue", "downtime", "stop", "doing").out
    assert cli.data("issue", "downtime", "list", "--since", "-1d")[0]["reason"] == "No oil pressure"


def test_pareto_as_bars_and_as_data(cli: Cli) -> None:
    for category in ("Burr", "Burr", "Burr", "Shape"):
        cli.ok("issue", "add", "x", "--category", category)
    assert cli.data("issue", "pareto")[0] == {
        "name": "Burr", "count": 3, "share": 0.75, "cumulative": 0.75, "vital": True,
    }  # fmt: skip
    assert "#" * 30 in cli.ok("issue", "pareto").lines[1]
    assert cli("issue", "pareto", "--by", "colour").code == 2


@pytest.mark.parametrize("noun", ["issue", "improve"])
def test_a_report_in_every_form(cli: Cli, tmp_path: Path, noun: str) -> None:
    closed_issue(cli)
    cli.ok("improve", "add", "<b>Less</b>", "--kpi", "Scrap", "--typed", "--baseline-value", "3", "--target", "1")
    ref = "OPS-I1" if noun == "issue" else "OPS-K1"
    assert ref in cli.ok(noun, "report").out
    assert f"## {ref}" in cli.ok(noun, "report", "--markdown").out
    page = cli.ok(noun, "report", "--html").out
    assert page.startswith("<!doctype html>") and f"<h2>{ref}" in page and "<b>" not in page
    data = cli.data(noun, "report")
    assert data["board"] == "OPS"
    rows = list(csv.DictReader(io.StringIO(cli.ok(noun, "report", "--csv").out)))
    assert [row["ref"] for row in rows] == [ref]
    file = tmp_path / "report.html"
    cli.ok(noun, "report", "--html", "--out", str(file))
    assert file.read_text("utf-8") == page
    assert cli(noun, "report", "--html", "--markdown").code == 2


def test_a_report_of_a_window_holds_what_was_raised_in_it(cli: Cli) -> None:
    cli.ok("issue", "add", "Burrs")
    assert len(cli.data("issue", "report", "--since", "-1d")["issues"]) == 1
    data = cli.data("issue", "report", "--since", "+1d")
    assert (data["issues"], data["pareto"]["category"]) == ([], [])


def test_an_improvement_in_words(cli: Cli) -> None:
    cli.ok("improve", "add", "Less scrap", "--kpi", "Scrap", "--typed", "--unit", "kg", "--baseline-value", "12.5",
           "--target", "5", "--problem", "Too much", "--baseline", "-30d..-1d")  # fmt: skip
    assert cli("improve", "check", "K1").code == 3
    cli.ok("improve", "do", "K1")
    cli.ok("improve", "check", "K1", "--change", "New cutter", "--on", "today")
    ran = cli("improve", "act", "K1", "--result", "today..today")
    assert (ran.code, "--result-value" in ran.err, "no data" in ran.err) == (3, True, False)
    cli.ok(
        "improve", "act", "K1", "--result", "today..today", "--result-value", "4", "--outcome", "kept", "--learned", "x"
    )
    text = cli.ok("improve", "show", "K1").out
    assert "closed, kept" in text and "target reached" in text
    assert cli.ok("improve", "list", "--all", "-q").lines == ["OPS-K1"]
    assert cli("improve", "add", "x", "--kpi", "thruput").code == 5
    assert cli("improve", "add", "x", "--baseline", "today").code == 2


def test_figures_say_no_data(cli: Cli) -> None:
    found = {row["kpi"]: row["value"] for row in cli.data("improve", "figures", "--window", "-7d..today")}
    assert set(found.values()) == {None}
    assert "no data" in cli.ok("improve", "figures").out


def test_every_line_of_json_is_ascii_and_safe(cli: Cli) -> None:
    cli.ok("issue", "add", "Grat ü [bold]")
    ran = cli("issue", "list", "--json")
    assert ran.out.isascii()
    assert json.loads(ran.out)["data"][0]["title"] == "Grat ü [bold]"


def test_a_result_of_too_few_items_is_no_verdict(cli: Cli) -> None:
    cli.ok("task", "add", "Saw")
    cli.ok("task", "done", "OPS-1")
    cli.ok("improve", "add", "Quicker", "--kpi", "throughput", "--target", "5", "--problem", "Slow",
           "--baseline", "today..today")  # fmt: skip
    cli.ok("improve", "do", "K1")
    cli.ok("improve", "check", "K1", "--change", "Two shifts", "--on", "today", "--result", "today..today")
    assert "1 day and 1 item: too little to judge" in cli.ok("improve", "show", "K1").out
