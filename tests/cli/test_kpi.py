"""`kpi` and `board --as-of`: figures with their trends, what is behind them, and the past as it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from prodtui.services import board, issues, tasks
from tests.cli.conftest import Cli
from tests.helpers.team import NOW, Clock, Team


@pytest.fixture
def worked(team: Team, ticking: Clock) -> Team:
    """Three tasks were done in the last days, in one, two and four; one is under way."""
    for took in (1, 2, 4):
        ref = team.task(f"Part {took}", at="doing", labels=["line-1"] if took > 1 else ()).ref
        ticking.forward(days=took)
        board.move(team.ann, ref, "done")
    team.task("Slow", at="doing")
    ticking.forward(hours=12)
    return team


def test_every_figure_with_its_trend_and_how_it_is_counted(cli: Cli, worked: Team) -> None:
    out = cli.ok("kpi", "--window", "8d").out
    figures, _, _ = out.partition("How they are counted")
    lines = {line.split("  ")[1].strip(): line for line in figures.splitlines() if line.startswith("  ")}
    assert lines["Cycle time, 85 %"].split()[4:6] == ["4", "days"]
    assert lines["On-time delivery"].split("  ")[-1].strip() == "3", "no due date: left out, and counted"
    assert "no data" in lines["First-pass yield"]
    assert "2026-11-24 to 2026-12-01, last entry after a move back, calendar time, elapsed" in out
    assert "tasks finished, zero weeks included" in out


def test_one_figure_as_data(cli: Cli, worked: Team) -> None:
    page = cli.data("kpi", "cycle-time-50", "--window", "8d")
    (row,) = page["figures"]
    assert (row["value"], row["n"], row["before"], row["better"]) == (2.0, 3, None, 0)
    assert len(row["course"]) == 8
    columns = cli.ok("kpi", "--window", "8d", "--csv").lines[0].split(",")
    assert list(row) == columns, "JSON and CSV have the same names"
    proof = cli.data("kpi", "cycle-time-50", "--explain", "--window", "8d")
    assert (proof["value"], proof["items"][0]["ref"], proof["excluded"]) == (2.0, "OPS-1", [])
    assert cli.data("kpi", "report")["page"]["figures"][0].keys() == row.keys()
    assert cli.ok("kpi", "throughput", "--window", "8d", "--csv", "--columns", "kpi,value").out.splitlines() == [
        "kpi,value",
        "throughput,2.625",
    ]


def test_a_figure_explained(cli: Cli, worked: Team) -> None:
    out = cli.ok("kpi", "cycle-time-85", "--explain", "--window", "8d").out
    assert "3 values in order, the 3rd is at 85%: ceil(3 x 0.85)" in out
    assert [line.split()[0] for line in out.splitlines() if line.startswith("  OPS-")] == ["OPS-1", "OPS-2", "OPS-3"]
    out = cli.ok("kpi", "on-time", "--explain", "--window", "8d").out
    assert out.count("it had no due date") == 3


def test_filters_and_conventions(cli: Cli, worked: Team) -> None:
    assert cli.ok("kpi", "throughput", "--window", "8d", "--filter", "#line-1", "--json").data["figures"][0]["n"] == 2
    figure = cli.ok("kpi", "cycle-time-85", "--window", "8d", "--days", "inclusive", "--json").data["figures"][0]
    assert (figure["value"], figure["convention"].endswith("first and last day included")) == (5.0, True)
    cli.ok("board", "edit", "--count-time", "working")
    figure = cli.ok("kpi", "cycle-time-85", "--window", "8d", "--json").data["figures"][0]
    assert figure["unit"] == "working days"
    assert cli.ok("kpi", "throughput", "--filter", '"nothing like it"', "--json").data["figures"][0]["value"] is None


def test_the_past_as_it_was(cli: Cli, worked: Team) -> None:
    day = (NOW + timedelta(days=2)).date().isoformat()
    out = cli.ok("board", "--as-of", day).out
    assert "OPS-2  Part 2" in out and "OPS-3" not in out
    assert cli.ok("kpi", "throughput", "--window", "3d", "--as-of", day, "--json").data["figures"][0]["n"] == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("kpi", "cycle-tme-85"), 2, 'Did you mean "cycle-time-85"?'),
        (("kpi", "--window", "soon"), 2, "'soon' is no window. Write it like 30d, 8w or 2026-10-01..2026-10-31."),
        (("kpi", "--window", "0d"), 2, "is no window"),
        (("kpi", "--window", "2026-11-30..2026-11-01"), 5, "before it begins"),
        (("kpi", "--as-of", "+3d"), 5, "is to come"),
        (("kpi", "--explain"), 2, "--explain explains one figure"),
        (("kpi", "--filter", "@nobody"), 2, "nobody"),
        (("board", "--as-of", "2020-01-01"), 1, "Nothing is recorded of OPS on 2020-01-01 or before."),
    ],
)
def test_bad_input_is_one_sentence(cli: Cli, words: tuple[str, ...], code: int, told: str) -> None:
    said = cli(*words)
    assert said.code == code
    assert told in said.err
    assert len(said.err.splitlines()) == 1


def test_a_report_is_a_page_without_scripts(cli: Cli, worked: Team) -> None:
    page = cli.ok("kpi", "--html").out
    assert page.startswith("<!doctype html>") and "<script" not in page
    assert cli.ok("kpi", "--markdown").out.startswith("# Figures of Operations")


def test_the_workflow_as_a_map(cli: Cli, worked: Team) -> None:
    out = cli.ok("step", "map", "--window", "8d").out
    doing = next(line for line in out.splitlines() if line.strip().startswith("Doing"))
    assert doing.split()[:3] == ["Doing", "active", "1"]
    assert cli.ok("step", "map", "--mermaid").out.startswith("flowchart LR\n")
    picture = cli.ok("step", "map", "--svg").out
    assert picture.startswith("<svg ") and ">Workflow of Operations<" in picture
    assert picture.partition(">half in")[0].split("<rect")[-1] in cli.ok("kpi", "report").out, "the page has it too"
    assert cli.data("step", "map", "--window", "8d")["steps"][0]["kind"] == "queue"


def test_open_issues_by_severity(cli: Cli, worked: Team) -> None:
    for severity in ("major", "major", "critical"):
        issues.raise_issue(worked.ann, "Burrs", severity=severity)
    (row,) = cli.data("kpi", "open-issues", "--window", "8d")["figures"]
    assert row["parts"] == [["critical", 1], ["major", 2], ["minor", 0]]
    told = "Open issues, what they are\n  critical  1\n  major     2\n  minor     0\n"
    assert told in cli.ok("kpi", "--window", "8d").out
    assert "critical,1;major,2;minor,0" in cli.ok("kpi", "open-issues", "--csv", "--columns", "parts").out
    assert "- critical: 1\n- major: 2\n" in cli.ok("kpi", "--markdown").out
    assert "<dt>critical</dt><dd>1</dd>" in cli.ok("kpi", "report").out
    assert "parts" in cli.data("kpi", "throughput")["figures"][0]


def test_a_step_from_near(cli: Cli, worked: Team, ticking: Clock) -> None:
    ref = team_task(worked, ticking)
    out = cli.ok("step", "show", "Doing").out
    assert "here      1 task\n" in out and "36.0 h, 85 % in 96.0 h, 0% of it waiting" in out
    assert out.splitlines()[-1].split() == ["bo", "doing", "cy", "review", "1", "3.0", "3.0"]
    (row,) = cli.data("step", "show", "review", "--window", "8d")["handovers"]
    assert (row["giver"], row["taker"], row["median"]) == (["bo"], ["cy"], 3.0)
    listed = cli.ok("step", "show", "review", "--csv", "--columns", "ref,who,hours").out
    assert listed.splitlines() == ["ref,who,hours", f"{ref},cy,7"]
    assert "no step" in cli("step", "show", "paint").err


def team_task(team: Team, ticking: Clock) -> str:
    """Let bo work on a task for a day, and cy have it three hours after it came to the next step."""
    ref = team.task(at="doing", assignees=["bo"]).ref
    ticking.forward(hours=36)
    board.move(team.bo, ref, "review")
    ticking.forward(hours=3)
    tasks.assign(team.ann, ref, ["cy"], ["all"])
    ticking.forward(hours=4)
    return ref


def test_a_filter_may_ask_for_issues_and_not_of_the_past(cli: Cli, worked: Team) -> None:
    issues.raise_issue(worked.ann, "Burrs", task="OPS-4")
    words = ("kpi", "wip", "--window", "1d", "--filter", "open-issue")
    assert cli.ok(*words, "--json").data["figures"][0]["value"] == 1.0
    said = cli(*words, "--as-of", "-1d")
    assert (said.code, "not told of a past day" in said.err) == (5, True)


def test_charts_as_rows(cli: Cli, worked: Team) -> None:
    lines = cli.ok("kpi", "chart", "flow", "--window", "8d", "--csv").lines
    assert lines[0] == "day,Backlog,Ready,Doing,Review,Done,under_way"
    assert lines[-1] == "2026-12-01,4,4,4,3,3,1"
    assert "OPS-2  Part 2" in cli.ok("kpi", "chart", "cycle", "--window", "8d").out
    assert cli.data("kpi", "chart", "throughput", "--window", "8d")["values"] == [0, 1, 0, 1, 0, 0, 0, 1]
    ageing = cli.data("kpi", "chart", "ageing", "--window", "8d")["steps"]
    assert [task["ref"] for step in ageing for task in step["tasks"]] == ["OPS-4"]
    assert "lower limit" in cli.ok("kpi", "chart", "control", "--window", "8d").out


@pytest.mark.parametrize("name", ["issues", "histogram", "steps", "ageing", "flow", "cycle", "throughput"])
def test_a_chart_of_nothing_is_empty(cli: Cli, name: str) -> None:
    cli.ok("kpi", "chart", name)
    rows = cli.ok("kpi", "chart", name, "--csv").lines[1:]
    assert all(set(row.split(",")[1:]) <= {"0"} for row in rows), "days and weeks without anything, or no row at all"


def test_charts_that_are_none(cli: Cli) -> None:
    said = cli("kpi", "chart", "pie")
    assert (said.code, "There are: flow, cycle" in said.err) == (5, True)
    said = cli("kpi", "chart", "control")
    assert (said.code, "too little in this window" in said.err) == (1, True)


def test_the_workflow_reshaped(cli: Cli, worked: Team) -> None:
    seen = cli.ok("step", "join", "review", "--into", "doing", "--dry-run")
    assert seen.out.splitlines() == ["doing Doing", "  Nothing stands in Review."]
    assert "leave --dry-run out" in seen.err
    assert cli.data("step", "split", "doing", "Dry", "out", "--kind", "queue")["step"]["key"] == "dry-out"
    assert cli.ok("step", "join", "review", "--into", "doing").out.startswith("doing Doing")


def test_one_page_with_figures_and_charts(cli: Cli, worked: Team, tmp_path: Path) -> None:
    cli.ok("kpi", "report", "--window", "8d", "--out", str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.count("<svg") == 9 and "<script" not in page and "http://" not in page.replace("http://www.w3.org", "")
    assert "Cumulative flow" in page and "Cycle time, 85 %" in page
    assert "<svg" not in cli.ok("kpi", "report", "--markdown").out
    assert set(cli.data("kpi", "report")) == {"page", "charts"}
    assert cli.ok("kpi", "chart", "cycle", "--window", "8d", "--svg").out.startswith("<svg")


def test_a_board_on_which_nothing_is_open_says_so(cli: Cli, worked: Team, ticking: Clock) -> None:
    assert "Nothing is open" not in cli.ok("board").out
    board.finish(worked.ann, "OPS-4")
    ticking.forward(days=30)
    assert cli.ok("board").lines[-1].startswith("Nothing is open. 4 tasks are finished, the last one on 2026-12-01")
