"""The plan on the command line: looked at in every form, changed, released, promised."""

from __future__ import annotations

import json

import pytest

from prodtui.services import task_view
from tests.cli.conftest import Cli, Start
from tests.helpers.planning import LATER, NEXT, a_maker, a_product, an_order
from tests.helpers.team import Team


@pytest.fixture
def planned(cli: Cli, team: Team) -> Cli:
    """Brackets for next week: 100 planned of 120 ordered, in 52 of 40 hours."""
    a_maker(team)
    bracket = a_product(team)
    an_order(team, bracket, 120, LATER)
    cli.ok("plan", "set", "bracket", "2026-12-02", "100")
    return cli


def test_a_quantity_is_planned_and_shown(planned: Cli) -> None:
    ran = planned.ok("plan", "show", "--periods", "3")
    lines = [" ".join(line.split()) for line in ran.lines]
    assert "By week from 2026-11-23 to 2026-12-13, made 2026-11-24 10:00 (Europe/Berlin) by Ann Smith." in lines
    assert "PRODUCT 11-23 11-30 12-07" in lines
    assert "Bracket (pcs) demand 120" in lines
    assert "backlog -100 20" in lines
    assert "step Doing 0/30 0% 52/40 130%! 0/40 0%" in lines


def test_every_form_says_the_same(planned: Cli) -> None:
    words = ("plan", "show", "--periods", "2")
    data = planned.data(*words)
    assert [cell["planned"] for cell in data["products"][0]["cells"]] == [0, 100]
    assert data["loads"][0]["cells"][1] == {"load": 52, "capacity": 40}
    assert data["lines"][0]["ref"] == "OPS-L1"
    csv = planned.ok(*words, "--csv", "--columns", "product,starts,planned,backlog").lines
    assert csv == ["product,starts,planned,backlog", "bracket,2026-11-23,0,0", "bracket,2026-11-30,100,-100"]
    assert "| Bracket (pcs) | demand |  |  |" in planned.ok(*words, "--markdown").out
    html = planned.ok(*words, "--html").out
    assert html.startswith("<!doctype html>") and "<td>52/40 130%!</td>" in html
    assert planned.ok(*words, "--plain").out.startswith("Plan of Operations\n")
    assert planned("plan", "show", "--html", "--markdown").code == 2


def test_only_some_products_are_shown_while_load_is_that_of_all(planned: Cli, team: Team) -> None:
    a_product(team, "Lever")
    data = planned.data("plan", "show", "lever", "--periods", "2")
    assert [row["key"] for row in data["products"]] == ["lever"]
    assert data["loads"][0]["cells"][1]["load"] == 52
    assert planned("plan", "show", "lewer").code == 1


def test_load_is_a_table_with_its_share(planned: Cli) -> None:
    ran = planned.ok("plan", "load", "--periods", "2", "--csv", "--columns", "key,starts,load,capacity,percent,over")
    assert ran.lines[2] == "doing,2026-11-30,52,40,130,yes"
    assert "review,2026-11-30,0,,,no" in ran.lines
    assert planned.data("plan", "load", "--period", "month", "--periods", "1")[0]["load"] == 52


def test_a_period_outside_the_horizon_is_a_sentence(planned: Cli) -> None:
    for words in (("show", "--periods", "0"), ("show", "--periods", "600"), ("set", "bracket", "2150-01-01", "4")):
        ran = planned("plan", *words)
        assert (ran.code, ran.out) == (5, "") and ran.err.count("\n") == 1, ran
    for quantity in ("-3", "1e12", "many", "nan"):
        assert planned("plan", "set", "bracket", "mon", "--", quantity).code == 5
    ran = planned("plan", "set", "bracket", "mon", "4", "--unit", "kg")
    assert (ran.code, "Bracket is counted in pcs" in ran.err) == (5, True)


def test_levelling_is_looked_at_then_applied(planned: Cli) -> None:
    shown = planned.ok("plan", "level", "--plain")
    assert "PRODUCT  STARTS" in shown.lines[0] and "add --apply" in shown.err
    assert planned.data("plan", "show")["products"][0]["cells"][1]["planned"] == 100
    edits = planned.data("plan", "level", "--apply")
    assert sum(edit["after"] - edit["before"] for edit in edits) == 0
    assert planned.data("plan", "load", "--periods", "2")[1]["over"] is False
    assert planned("plan", "level").code == 1
    planned.ok("undo")
    assert planned.data("plan", "show")["products"][0]["cells"][1]["planned"] == 100


def test_a_release_is_previewed_done_once_and_retried_safely(planned: Cli) -> None:
    ran = planned.ok("plan", "release", "bracket", "2026-11-30", "--lot", "40", "--dry-run")
    assert ran.lines[0] == "100 pcs of Bracket would become:" and len(ran.lines) == 4
    words = ("plan", "release", "bracket", "2026-11-30", "--quantity", "40", "--lot", "20", "--request-id", "r")
    assert planned.ok(*words).lines == ["OPS-1 Bracket, 20 pcs", "OPS-2 Bracket, 20 pcs"]
    assert planned.ok(*words).lines == ["OPS-1 Bracket, 20 pcs", "OPS-2 Bracket, 20 pcs"]
    assert planned.ok("plan", "release", "bracket", "2026-11-30", "-q").lines == ["OPS-3"]
    again = planned.ok("plan", "release", "bracket", "2026-11-30")
    assert again.out == "" and "are released already" in again.err
    assert planned("plan", "release", "bracket", "2026-11-30", "--quantity", "1").code == 3
    assert "for OPS-D1" in planned.ok("task", "show", "OPS-3").out


def test_what_came_out_is_said_when_a_task_is_done(planned: Cli) -> None:
    planned.ok("plan", "release", "bracket", "2026-11-30", "--lot", "50")
    planned.ok("task", "done", "OPS-1", "--scrap", "3", "--rework", "2")
    assert "  output      45 good, 3 scrap, 2 rework" in planned.ok("task", "show", "OPS-1").lines
    planned.ok("task", "done", "OPS-1", "--good", "47", "--rework", "0")
    assert planned.data("task", "show", "OPS-1")["plan"]["good"] == 47
    assert planned.data("plan", "show")["products"][0]["cells"][0]["actual"] == 47
    for words in (("OPS-2", "--scrap", "51"), ("OPS-2", "--scrap", "-1"), ("OPS-2", "--good", "x")):
        assert planned("task", "done", *words).code == 5, words
    assert planned("task", "done", "OPS-1", "OPS-2", "--scrap", "1").code == 2
    assert planned.data("task", "show", "OPS-2")["task"]["finished_at"] is None
    assert "47 good, 3 scrap" in planned.ok("history", "OPS-1").out


def test_a_promise_answers_yes_or_no_with_the_reason(planned: Cli) -> None:
    ran = planned("plan", "promise", "bracket", "90", "--by", "2026-12-04")
    assert ran.code == 3
    assert ran.lines[0].startswith("No: 90 of bracket cannot be delivered by 2026-12-04. The first day that works is ")
    assert any("capacity of step Doing is full" in line or "Step Doing has" in line for line in ran.lines[1:])
    assert (
        planned.ok("plan", "promise", "bracket", "20", "--by", "2026-12-18").lines[0].startswith("Yes: 20 of bracket")
    )
    document = json.loads(planned("--json", "plan", "promise", "bracket", "90", "--by", "2026-12-04").out)
    assert document["data"]["yes"] is False and document["data"]["first"]
    assert planned("plan", "promise", "bracket", "0", "--by", "fri").code == 5
    assert planned("plan", "promise", "bracket", "4", "--by", "2026-11-01").code == 5


def test_a_great_quantity_is_written_out(planned: Cli) -> None:
    ran = planned("plan", "promise", "bracket", "1e9", "--by", "2026-12-04")
    assert ran.lines[0].startswith("No: 1000000000 of bracket cannot be delivered by 2026-12-04.")
    assert planned.ok("plan", "set", "bracket", "2026-12-14", "1234567").lines == [
        "OPS-L2 bracket 2026-12-14: 1234567 planned"
    ]


def test_exceptions_are_listed_with_their_reason(planned: Cli) -> None:
    rows = planned.data("plan", "exceptions")
    assert [row["kind"] for row in rows] == ["overload", "unplanned demand"]
    assert rows[0]["reason"] == "Doing is 12 h over in the week of 30 Nov (52 of 40 h)."
    assert planned.ok("plan", "exceptions", "-q").lines == ["doing", "OPS-D1"]
    assert "12 h over" in planned.ok("plan", "exceptions", "--html").out
    assert planned("plan", "shortages").code == 1


def test_a_what_if_is_played_with_compared_and_applied(planned: Cli) -> None:
    planned.ok("plan", "whatif", "add", "Two", "shifts")
    planned.ok("plan", "capacity", "add", "role", "maker", "8", "--from", str(NEXT), "--what-if", "Two shifts")
    planned.ok("plan", "set", "bracket", str(NEXT), "90", "--what-if", "two shifts")
    text = planned.ok("plan", "whatif", "compare", "two shifts", "--periods", "2").out
    assert "Bracket (pcs)  2026-11-30  100   90" in text and "step Doing  2026-11-30  52/40 130%!  47/48 98%" in text
    shown = planned.data("plan", "whatif", "compare", "two shifts", "--periods", "2")
    assert [(side["name"], side["over"], side["late"]) for side in shown["sides"]] == [
        (None, 12, 0), ("Two shifts", 0, 0),
    ]  # fmt: skip
    assert shown["products"][0]["planned"] == [100, 90]
    assert shown["loads"][0]["cells"] == [
        {"load": 52, "capacity": 40, "percent": 130, "over": True},
        {"load": 47, "capacity": 48, "percent": 98, "over": False},
    ]
    rows = planned.ok("plan", "whatif", "compare", "two shifts", "--csv", "--columns", "key,plan,planned,percent").lines
    assert rows[:5] == ["key,plan,planned,percent", "bracket,,100,", "bracket,Two shifts,90,", "doing,,,130",
                        "doing,Two shifts,,98"]  # fmt: skip
    planned.ok("plan", "whatif", "apply", "Two shifts")
    assert planned.data("plan", "load", "--periods", "2")[1] == {
        "kind": "step", "key": "doing", "name": "Doing", "starts": "2026-11-30", "ends": "2026-12-07",
        "load": 47, "capacity": 48, "percent": 98, "over": False,
    }  # fmt: skip
    assert planned("plan", "whatif", "apply", "Two shifts").code == 3
    assert planned.data("plan", "whatif", "list", "--all")[0]["applied_at"] is not None
    planned.ok("plan", "whatif", "add", "Other")
    assert planned.ok("plan", "whatif", "drop", "other").lines == ["OPS-W2 Other: thrown away, 1 planned"]


def test_changes_of_capacity_are_listed_and_removed(planned: Cli) -> None:
    ran = planned.ok("plan", "capacity", "add", "person", "bo", "-2", "--from", str(NEXT), "--reason", "course")
    assert ran.lines == ["OPS-C1 person bo: -2 h a day on 2026-11-30 (course)"]
    assert [row["hours"] for row in planned.data("plan", "capacity", "list")] == [-2]
    mine = planned.ok("plan", "capacity", "add", "person", "me", "1", "--from", str(NEXT)).lines
    assert mine == ["OPS-C2 person ann: +1 h a day on 2026-11-30"]
    planned.ok("plan", "capacity", "remove", "OPS-C2")
    planned.ok("plan", "capacity", "remove", "OPS-C1")
    assert planned("plan", "capacity", "list").code == 1
    assert (
        planned("plan", "capacity", "add", "person", "bo", "2", "--from", "2026-12-04", "--to", "2026-12-01").code == 5
    )


def test_history_tells_it_in_words(planned: Cli) -> None:
    planned.ok("plan", "set", "bracket", str(NEXT), "90")
    planned.ok("plan", "release", "bracket", str(NEXT))
    planned.ok("plan", "whatif", "add", "Idea")
    told = planned.ok("history").out
    for words in (
        "planned 100 of OPS-P1 for 2026-11-30",
        "planned 90 instead of 100",
        "released from OPS-L1 for OPS-D1",
        "copied the plan as Idea",
    ):
        assert words in told, told


def test_programs_that_release_at_once_make_the_tasks_once(team: Team, start: Start) -> None:
    a_product(team, lot_size=25)
    assert start("plan", "set", "bracket", "+7d", "100").wait(60) == 0
    programs = [start("plan", "release", "bracket", "+7d", "--json") for _ in range(3)]
    answers = [json.loads(program.communicate(timeout=120)[0]) for program in programs]
    assert sorted(len(answer["data"]) for answer in answers) == [0, 0, 4]
    assert [task.quantity for task in task_view.list_tasks(team.sam)] == [25] * 4


def test_a_release_says_what_its_tasks_are_like(planned: Cli) -> None:
    words = ("plan", "release", "bracket", "2026-11-30", "--quantity", "40", "--lot", "20")
    like = ("--title", "{product} {lot}/{of} for {demand}", "--label", "rush,line 2", "--priority", "high", "-a", "bo")
    ran = planned.ok(*words, *like, "--dry-run")
    assert "  Bracket 1/2 for OPS-D1: 20 pcs for OPS-D1, planned 2026-11-30 to 2026-12-04, due 2026-12-07" in ran.lines
    assert ran.lines[3:] == ["  Priority: high", "  Labels: line-2, rush", "  Assigned to: bo"]
    assert planned.ok(*words, *like, "--notes", "Due {due}").lines == [
        "OPS-1 Bracket 1/2 for OPS-D1: 20 pcs", "OPS-2 Bracket 2/2 for OPS-D1: 20 pcs",
    ]  # fmt: skip
    task = planned.data("task", "show", "OPS-2")["task"]
    assert (task["notes"], task["labels"], task["priority"], task["assignees"]) == (
        "Due 2026-12-07", ["line-2", "rush"], "high", ["bo"],
    )  # fmt: skip
    wrong = planned(*words, "--title", "{lots}")
    assert wrong.code == 5
    assert '"{lots}" in the title of tasks stands for nothing' in wrong.err


@pytest.mark.parametrize("verb", ["show", "load", "exceptions", "level"])
@pytest.mark.parametrize("day", ["2099-01-01", "1999-01-01"])
def test_a_period_outside_the_horizon_is_refused_with_its_reach(planned: Cli, verb: str, day: str) -> None:
    ran = planned("plan", verb, "--from", day)
    assert ran.code == 5
    assert f"1 Jan {day[:4]} lies outside the plan, which reaches from 2021-11-" in ran.err


@pytest.mark.parametrize("quantity", ["-5", "nan", "inf", "1e12", "many"])
@pytest.mark.parametrize(
    "words",
    [
        ("plan", "set", "bracket", "mon", "--", "?"),
        ("plan", "promise", "bracket", "--by", "fri", "--", "?"),
        ("plan", "release", "bracket", "2026-11-30", "--quantity", "?"),
        ("plan", "release", "bracket", "2026-11-30", "--lot", "?"),
        ("demand", "add", "bracket", "--due", "fri", "--", "?"),
        ("demand", "repeat", "add", "weekly", "bracket", "--", "?"),
        ("product", "edit", "bracket", "--lot", "?"),
        ("product", "edit", "bracket", "--route", "doing:?"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_a_quantity_that_cannot_be_is_one_sentence(planned: Cli, words: tuple[str, ...], quantity: str) -> None:
    before = planned.ok("history", "-q").out
    ran = planned(*(word.replace("?", quantity) for word in words))
    assert ran.code == 5
    assert ran.err.startswith("prodtui: The ") and quantity in ran.err and len(ran.err.splitlines()) == 1
    assert planned.ok("history", "-q").out == before


def test_a_whole_week_is_released_at_once_and_says_what_is_not_made(planned: Cli, team: Team) -> None:
    a_product(team, "Lever", lot_size=1)
    planned.ok("plan", "set", "lever", "2026-12-02", "300")
    trial = planned.ok("plan", "release-all", "2026-12-02", "--dry-run", "--csv", "--columns", "product,lots,tasks")
    assert trial.lines == ["product,lots,tasks", "bracket,1,", "lever,0,"]
    assert task_view.list_tasks(team.ann) == ()
    data = planned.data("plan", "release-all", "2026-12-02")
    assert [(row["product"], row["tasks"]) for row in data] == [("bracket", ["OPS-1"]), ("lever", [])]
    assert data[1]["why"] == "Lots of 1 would make 300 tasks; one release makes 200 at most."
    again = planned.ok("plan", "release-all", "2026-12-02")
    assert "are released already." in again.out and "Nothing had to change." in again.err
    assert planned.ok("plan", "release-all", "2027-03-01").err.startswith("Nothing is planned for the week of 1 Mar.")


def test_levelling_says_why_overload_stays(planned: Cli) -> None:
    planned.ok("plan", "set", "bracket", "2026-12-02", "200")
    ran = planned.ok("plan", "level", "--periods", "2", "--apply")
    assert "Doing stays" in ran.err and "no earlier week has room" in ran.err
    again = planned("plan", "level", "--periods", "2")
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith("Doing stays") and again.err.count("h over in the week of 30 Nov") == 1
    planned.ok("plan", "set", "bracket", "2026-12-02", "0")
    planned.ok("plan", "set", "bracket", "2026-11-25", "0")
    assert planned("plan", "level").err == "There is no overload.\n"


def test_by_day_the_plan_of_a_week_is_said_to_stand_on_its_first_day(planned: Cli) -> None:
    said = "a week's plan stands on its first day."
    assert said in planned.ok("plan", "show", "--period", "day").out
    assert said in planned.ok("plan", "load", "--period", "day").out
    for kind in ("week", "month"):
        assert said not in planned.ok("plan", "show", "--period", kind).out
