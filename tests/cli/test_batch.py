"""Many commands in one process: one answer for each line, each change its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import Cli, Ran
from tests.helpers.team import Team


def run(cli: Cli, *requests: Any, words: tuple[str, ...] = ()) -> tuple[Ran, list[Any]]:
    lines = (each if isinstance(each, str) else json.dumps(each) for each in requests)
    ran = cli("batch", *words, stdin="\n".join(lines) + "\n")
    return ran, [json.loads(line) for line in ran.lines]


def test_words_and_named_values_mean_the_same(cli: Cli) -> None:
    words = ["task", "add", "Press it", "--due", "2026-11-27", "--label", "a", "--label", "b", "--class", "expedite"]
    named = {"title": "Press it", "due": "2026-11-27", "label": ["a", "b"], "class": "expedite", "notes": None}
    ran, (first, second) = run(cli, words, {"command": "task add", "args": named, "id": {"any": 1}})
    assert ran.code == 0
    assert (first["line"], first["id"], first["ok"]) == (1, None, True)
    assert (second["line"], second["id"]) == (2, {"any": 1})
    for name in ("title", "due", "labels", "service_class", "notes"):
        assert first["data"][name] == second["data"][name]


def test_values_are_never_taken_for_options(cli: Cli) -> None:
    _, (answer,) = run(cli, {"command": "task add", "args": {"title": "--json", "notes": "-q"}})
    assert (answer["data"]["title"], answer["data"]["notes"]) == ("--json", "-q")


def test_names_are_those_of_the_options_too(cli: Cli, team: Team) -> None:
    team.task()
    requests = [
        {
            "command": "task edit",
            "args": {"ref": "OPS-1", "if-version": 1, "quantity": 2.5, "planned_start": "2026-12-01"},
        },
        {"command": "task list", "args": {"all": True, "words": "sweep"}},
        {"command": "task move", "args": {"refs": "OPS-1", "to": "ready"}},
        {"command": "task repeat list", "args": {}},
        {"command": "history"},
    ]
    ran, answers = run(cli, *requests)
    assert ran.code == 0, answers
    assert answers[0]["data"]["quantity"] == 2.5
    assert [row["ref"] for row in answers[1]["data"]] == ["OPS-1"]
    assert answers[2]["data"][0]["step"] == "ready"
    assert answers[3]["data"] == []


def test_each_line_is_its_own_change_and_a_bad_one_stops_nothing(cli: Cli) -> None:
    ran, answers = run(cli, ["task", "add", "A"], ["task", "show", "OPS-9"], "", "{not json", ["task", "add", "B"])
    assert [(answer["line"], answer["ok"]) for answer in answers] == [(1, True), (2, False), (4, False), (5, True)]
    assert ran.code == 1  # that of the first failure
    assert [answer["error"]["code"] for answer in answers if not answer["ok"]] == ["not_found", "rejected"]
    assert len({event["txn"] for event in cli.data("history", "--limit", "2")}) == 2


def test_stopping_at_the_first_error(cli: Cli) -> None:
    ran, answers = run(cli, ["task", "nope"], ["task", "add", "B"], words=("--stop-on-error",))
    assert (ran.code, len(answers)) == (2, 1)
    assert cli("task", "list").code == 1


def test_a_request_id_answers_a_retry(cli: Cli) -> None:
    request = {"command": "task add", "args": {"title": "Once"}, "request_id": "r1"}
    _, answers = run(cli, request, request, ["task", "add", "Once", "--request-id", "r1"])
    assert [answer["data"]["ref"] for answer in answers] == ["OPS-1"] * 3
    assert len(cli.data("task", "list")) == 1


def test_columns_and_boards_hold_for_their_line(cli: Cli, team: Team) -> None:
    team.task()
    cli.ok("board", "add", "DEV", "D", "--template", "it-service")
    cli_board = ["--board", "OPS"]
    ran, answers = run(
        cli,
        ["task", "list", "--columns", "ref", *cli_board],
        ["task", "add", "There", "--board", "DEV"],
        ["task", "show", "OPS-1", "--json"],
    )
    assert ran.code == 0, answers
    assert answers[0]["data"] == [{"ref": "OPS-1"}]
    assert answers[1]["data"]["ref"] == "DEV-1"
    assert answers[2]["data"]["task"]["ref"] == "OPS-1"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (["batch"], "cannot be used inside"),
        (["events", "--follow"], "cannot be used inside"),
        (["init"], "cannot be used inside"),
        (["task", "add", "-"], "cannot come from standard input"),
        (["task", "add", "T", "--store", "x.db"], "--store holds for a whole process"),
        (["task", "add", "T", "--as", "bo"], "--as holds for a whole process"),
        (["task", "purge", "OPS-1"], "needs a yes"),
        ({"command": "task add", "args": {"titel": "T"}}, 'Did you mean "title"'),
        ({"command": "task add", "args": {}}, "Missing argument 'TITLE'"),
        ({"command": "task add", "args": {"title": "T", "priority": "hgih"}}, "'urgent', 'high'"),
        ({"command": "task add --json", "args": {}}, "is not a command"),
        ({"command": "task"}, "is not a command"),
        ({"command": "task add", "arguments": {}}, "neither an array"),
        ({"command": "task add", "args": [1]}, "neither an array"),
        ([], "neither an array"),
        ([1], "neither an array"),
        ("7", "neither an array"),
        ('"x"', "neither an array"),
        ("[" * 100_000, "not JSON"),
        ('["task","add","\\ud800"]', "U+D800"),
    ],
)
def test_what_cannot_be_run_is_told(request_: Any, said: str, cli: Cli) -> None:
    ran, (answer,) = run(cli, request_)
    assert not answer["ok"]
    assert said in answer["error"]["message"]
    assert ran.code in (2, 5)
    assert ran.out.isascii()


def test_a_line_that_is_no_text_or_too_long_is_told(cli: Cli) -> None:
    ran = cli("batch", stdin=b'["task","add","\xff"]\n["task","add","OK"]\n')
    answers = [json.loads(line) for line in ran.lines]
    assert [answer["ok"] for answer in answers] == [False, True]
    ran = cli("batch", stdin=b'["task","add","' + b"x" * 2_500_000 + b'"]\n["task","add","OK"]\n')
    answers = [json.loads(line) for line in ran.lines]
    assert (answers[0]["line"], answers[0]["ok"], "longer than" in answers[0]["error"]["message"]) == (1, False, True)
    assert (answers[-1]["line"], answers[-1]["ok"]) == (2, True)
    assert len(answers) == 2


def test_nothing_to_do_is_fine(cli: Cli) -> None:
    assert cli("batch", stdin="\n  \n").code == 0


def test_a_store_that_is_not_there_fails_the_batch(bare: Cli) -> None:
    ran = bare("batch", stdin='["task","list"]\n')
    assert (ran.code, ran.out) == (74, "")


def test_a_wrong_name_of_a_value_lists_the_right_ones(cli: Cli) -> None:
    line = json.dumps({"command": "task add", "args": {"title": "Sweep", "prioritee": "high"}})
    error = json.loads(cli("batch", stdin=line).out)["error"]
    assert error["message"] == '`prodtui task add` has no argument "prioritee". Did you mean "priority"?'
    assert "title, notes, step, priority" in error["hint"]
    assert (error["details"]["nearest"], "due" in error["details"]["known"]) == ("priority", True)
