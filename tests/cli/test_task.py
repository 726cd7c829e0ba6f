"""The life of tasks from the shell."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Cli
from tests.helpers.team import Team


def refs(rows: list[dict[str, object]]) -> list[object]:
    return [row["ref"] for row in rows]


def test_adding_prints_reference_and_title(cli: Cli) -> None:
    assert cli.ok("task", "add", "Calibrate", "press", "3").out == "OPS-1 Calibrate press 3\n"
    assert cli.ok("task", "add", "Sweep", "-q").out == "OPS-2\n"
    assert cli.data("task", "add", "Paint")["ref"] == "OPS-3"


def test_adding_with_every_field(cli: Cli) -> None:
    words = "--step ready --priority high --class fixed-date --assign bo,cy --assign me --label q4,Line-2"
    words += " --product P-7 --quantity 40 --unit pc --estimate 1h30 --due 2026-11-27 --key X-9 --wait 2026-11-25"
    words += " --parent OPS-1 --notes Drawing"
    cli.ok("task", "add", "Parent")
    row = cli.data("task", "add", "Whole", *words.split())
    expected = {
        "title": "Whole",
        "step": "ready",
        "priority": "high",
        "service_class": "fixed-date",
        "assignees": ["ann", "bo", "cy"],
        "labels": ["line-2", "q4"],
        "product": "P-7",
        "quantity": 40.0,
        "unit": "pc",
        "estimate_hours": 1.5,
        "due": "2026-11-27T22:59:00Z",  # 23:59 in Berlin
        "external_key": "X-9",
        "wait_until": "2026-11-24T23:00:00Z",
        "parent": "OPS-1",
        "notes": "Drawing",
    }
    assert {name: row[name] for name in expected} == expected


def test_adding_one_task_for_each_line(cli: Cli) -> None:
    ran = cli.ok("task", "add", "-", "--label", "a", stdin="\ufeffOne\n\nTwo\n")
    assert ran.lines == ["OPS-1 One", "OPS-2 Two"]
    assert refs(cli.data("task", "list", "#a")) == ["OPS-1", "OPS-2"]


def test_one_bad_line_adds_nothing(cli: Cli) -> None:
    ran = cli("task", "add", "-", stdin="One\nTwo\x1b[2J\n")
    assert ran.code == 5
    assert "title in line 2" in ran.err
    assert cli("task", "list").code == 1


def test_notes_come_from_standard_input(cli: Cli) -> None:
    assert cli.data("task", "add", "T", "--notes", "-", stdin="first\nsecond\n")["notes"] == "first\nsecond"
    assert cli.data("task", "edit", "OPS-1", "--notes", "-", stdin="third")["notes"] == "third"
    ran = cli("task", "add", "-", "--notes", "-", stdin="x")
    assert (ran.code, "cannot both" in ran.err) == (2, True)


def test_standard_input_must_be_text(cli: Cli) -> None:
    ran = cli("task", "add", "T", "--notes", "-", stdin=b"ok\xff")
    assert ran.code == 5
    assert "byte 3 is 0xff" in ran.err


def test_a_title_may_begin_with_dashes(cli: Cli) -> None:
    assert cli.ok("task", "add", "--", "--json").out == "OPS-1 --json\n"


def test_listing_shows_what_is_open(cli: Cli, team: Team) -> None:
    open_one, done, gone = (team.task(title) for title in ("Open", "Done", "Gone"))
    cli.ok("task", "done", done.ref)
    cli.ok("task", "archive", gone.ref)
    assert refs(cli.data("task", "list")) == [open_one.ref]
    assert set(refs(cli.data("task", "list", "--all"))) == {open_one.ref, done.ref, gone.ref}


def test_listing_takes_a_filter_with_negation(cli: Cli) -> None:
    cli.ok("task", "add", "Press", "--label", "a", "--assign", "bo")
    cli.ok("task", "add", "Press two", "--label", "b")
    assert refs(cli.data("task", "list", "press", "-#a")) == ["OPS-2"]
    assert refs(cli.data("task", "list", "-@bo")) == ["OPS-2"]
    assert refs(cli.data("task", "list", "@bo", "or", "#b", "--limit", "1")) == ["OPS-1"]


def test_a_list_without_a_match_is_empty_and_says_so(cli: Cli) -> None:
    ran = cli("task", "list", "nothing")
    assert (ran.code, ran.out, ran.err) == (1, "", "No task matches.\n")
    told = cli("task", "list", "nothing", "--json")
    assert (told.code, told.data) == (1, [])


def test_a_list_as_text_for_people(cli: Cli) -> None:
    cli.ok("task", "add", "Press", "--due", "2020-01-01", "--priority", "urgent", "--assign", "bo")
    cli.ok("task", "add", "Kleber für Gehäuse 接着剤")
    cli.ok("task", "block", "OPS-2", "no glue")
    head, first, second = cli.ok("task", "list").lines
    assert head.split() == ["REF", "TITLE", "STEP", "PRIORITY", "ASSIGNEES", "DUE", "STATE"]
    assert first.split()[:5] == ["OPS-1", "Press", "backlog", "urgent", "bo"]
    assert first.endswith(" late")
    assert second.endswith("blocked: no glue")


def test_moving_with_words_of_the_board(cli: Cli, team: Team) -> None:
    team.task(), team.task()
    assert cli.ok("task", "move", "OPS-1", "2", "ready").lines == [
        "OPS-1 Sweep the hall: ready",
        "OPS-2 Sweep the hall: ready",
    ]
    assert [row["step"] for row in cli.data("task", "move", "OPS-1", "next")] == ["doing"]
    assert cli.data("task", "start", "OPS-2")[0]["assignees"] == ["ann"]
    assert cli.data("task", "done", "OPS-1,OPS-2")[1]["step"] == "done"


def test_references_come_from_standard_input(cli: Cli, team: Team) -> None:
    team.task(), team.task()
    listed = cli.ok("task", "list", "-q").out
    assert listed == "OPS-1\nOPS-2\n"
    assert len(cli.data("task", "done", "-", stdin=listed)) == 2
    assert cli("task", "done", "-", stdin="").code == 1


def test_a_refusal_names_every_reason(cli: Cli, team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing"), team.task()
    ran = cli("task", "move", "OPS-2", "doing")
    assert (ran.code, ran.out) == (3, "")
    assert "Doing is at its limit 1/1" in ran.err
    told = cli("task", "move", "OPS-2", "doing", "--json")
    assert told.code == 3
    assert [reason["code"] for reason in told.error["details"]["reasons"]] == ["wip_step"]
    assert cli.ok("task", "move", "OPS-2", "doing", "--override", "customer waits").lines == [
        "OPS-2 Sweep the hall: doing"
    ]


def test_why_lists_reasons_and_answers_with_their_code(cli: Cli, team: Team) -> None:
    team.task()
    assert cli.ok("task", "why", "OPS-1").out == "OPS-1 can move to ready.\n"
    cli.ok("task", "block", "OPS-1", "no steel")
    ran = cli("task", "why", "OPS-1", "doing")
    assert (ran.code, ran.out) == (3, "OPS-1 is blocked: no steel\n")
    told = cli("task", "why", "OPS-1", "--json")
    assert (told.code, told.data["reasons"][0]["code"]) == (3, "blocked")


def test_blocking_and_unblocking(cli: Cli, team: Team) -> None:
    team.task()
    assert cli.ok("task", "block", "OPS-1", "no steel").out == "OPS-1 Sweep the hall: blocked: no steel\n"
    assert cli.ok("task", "unblock", "OPS-1").err == ""
    assert "was not blocked" in cli.ok("task", "unblock", "OPS-1").err


def test_links_in_both_directions(cli: Cli, team: Team) -> None:
    team.task(), team.task(), team.task()
    assert cli.ok("task", "link", "OPS-2", "--after", "OPS-1").out == "OPS-2 waits for OPS-1\n"
    link = cli.data("task", "link", "OPS-2", "--before", "OPS-3", "--kind", "start-start", "--lag", "4h")
    assert (link["predecessor"], link["successor"], link["lag_hours"]) == ("OPS-2", "OPS-3", 4.0)
    assert cli("task", "link", "OPS-1", "--after", "OPS-3").code == 3
    assert cli.ok("task", "unlink", "OPS-3", "--after", "OPS-2").out == "OPS-3 no longer waits for OPS-2\n"
    assert cli("task", "link", "OPS-1").code == 2
    assert cli("task", "link", "OPS-1", "--after", "OPS-2", "--before", "OPS-3").code == 2


def test_people_labels_priority_and_dates(cli: Cli, team: Team) -> None:
    team.task(), team.task()
    assert cli.ok("task", "assign", "OPS-1", "OPS-2", "bo,me").lines[1] == "OPS-2 Sweep the hall: ann, bo"
    assert cli.ok("task", "unassign", "OPS-1", "me").lines == ["OPS-1 Sweep the hall: bo"]
    assert cli.ok("task", "unassign", "OPS-1", "all").lines == ["OPS-1 Sweep the hall: nobody"]
    assert cli.ok("task", "label", "OPS-1", "--add", "a,b", "--remove", "c").lines == ["OPS-1 Sweep the hall: a, b"]
    assert cli.ok("task", "priority", "OPS-1", "low").lines == ["OPS-1 Sweep the hall: low"]
    assert cli.ok("task", "due", "OPS-1", "2026-12-01 14:00").lines == ["OPS-1 Sweep the hall: 2026-12-01 14:00"]
    assert cli.ok("task", "due", "OPS-1", "none").lines == ["OPS-1 Sweep the hall: no due date"]


@pytest.mark.parametrize("words", [["move", "OPS-1"], ["assign", "OPS-1"], ["due", "OPS-1"], ["block", "OPS-1"]])
def test_a_missing_last_word_is_told_with_an_example(words: list[str], cli: Cli) -> None:
    ran = cli("task", *words)
    assert ran.code == 2
    assert f"For example: prodtui task {words[0]}" in ran.err


def test_an_unknown_or_ambiguous_name_is_told(cli: Cli, team: Team) -> None:
    team.task()
    unknown = cli("task", "assign", "OPS-1", "quin", "--json")
    assert unknown.code == 0  # a beginning that only one person has
    nobody = cli("task", "assign", "OPS-1", "bob")
    assert nobody.code == 1
    assert "There is no person 'bob'" in nobody.err
    several = cli("task", "move", "OPS-1", "d", "--json")
    assert several.code == 2
    assert set(several.error["details"]["candidates"]) == {"doing", "done"}
    assert cli("task", "show", "OPS-77").code == 1
    assert cli("task", "show", "nonsense").code == 1


def test_archive_restore_purge(cli: Cli, team: Team) -> None:
    team.task()
    assert cli("task", "purge", "OPS-1", "--yes").code == 3
    cli.ok("task", "archive", "OPS-1")
    asked = cli("task", "purge", "OPS-1")
    assert (asked.code, asked.out) == (2, "")
    assert "--yes" in asked.err
    cli.ok("task", "restore", "OPS-1")
    cli.ok("task", "archive", "OPS-1")
    assert cli.data("task", "purge", "OPS-1", "--yes") == [{"ref": "OPS-1"}]
    assert cli("task", "show", "OPS-1").code == 1


def test_editing_and_emptying_fields(cli: Cli, team: Team) -> None:
    team.task(product="P-1", estimate_hours=2.0)
    row = cli.data(
        "task", "edit", "OPS-1", "--title", "New", "--product", "none", "--estimate", "none", "--quantity", "3"
    )
    assert (row["title"], row["product"], row["estimate_hours"], row["quantity"]) == ("New", None, None, 3.0)
    row = cli.data("task", "edit", "OPS-1", "--planned-start", "2026-12-01", "--planned-finish", "2026-12-02")
    assert (row["planned_start"], row["planned_finish"]) == ("2026-11-30T23:00:00Z", "2026-12-02T22:59:00Z")
    row = cli.data("task", "edit", "OPS-1", "--pin", "2026-12-01 9:00")
    assert row["pinned_start"] == "2026-12-01T08:00:00Z"
    assert "  pinned      2026-12-01 09:00" in cli.ok("task", "show", "OPS-1").out
    assert cli.data("task", "edit", "OPS-1", "--unpin")["pinned_start"] is None
    assert cli("task", "edit", "OPS-1", "--unpin", "--pin", "mon").code == 2
    assert cli("task", "edit", "OPS-1").code == 2
    assert cli("task", "edit", "OPS-1", "--quantity", "many").code == 5


def test_an_edit_of_an_old_version_is_a_conflict_only_in_the_same_field(cli: Cli, team: Team) -> None:
    version = team.task().version
    cli.ok("task", "edit", "OPS-1", "--title", "Theirs")
    merged = cli("task", "edit", "OPS-1", "--product", "P", "--if-version", str(version))
    assert (merged.code, "both changes are kept" in merged.err) == (0, True)
    ran = cli("task", "edit", "OPS-1", "--title", "Mine", "--if-version", str(version), "--json")
    assert ran.code == 4
    field = ran.error["details"]["fields"]["title"]
    assert (field["theirs"], field["mine"], field["by"]) == ("Theirs", "Mine", "ann")


def test_talk_and_time(cli: Cli, team: Team) -> None:
    team.task()
    assert cli.ok("task", "comment", "OPS-1", "Fixture", "loose").out == "OPS-1 ann: Fixture loose\n"
    assert cli.data("task", "comment", "OPS-1", "-", stdin="a\nb")["text"] == "a\nb"
    assert cli.ok("task", "log", "OPS-1", "1h30", "--note", "set-up").out == "OPS-1 ann 1h30\n"
    assert cli("task", "log", "OPS-1", "soon").code == 5
    assert cli.data("task", "list")[0]["spent_hours"] == 1.5


def test_showing_everything_about_a_task(cli: Cli, team: Team) -> None:
    team.task("Frame"), team.task("Paint", notes="Red\nnot blue", estimate_hours=4.5)
    cli.ok("task", "link", "OPS-2", "--after", "OPS-1")
    cli.ok("task", "comment", "OPS-2", "Primer first")
    cli.ok("task", "log", "OPS-2", "45m")
    text = cli.ok("task", "show", "OPS-2").out
    for part in ("OPS-2 Paint", "Red\nnot blue", "Waits for\n  OPS-1 Frame", "ann: Primer first", "ann 45m", "4h30"):
        assert part in text
    data = cli.data("task", "show", "OPS-2")
    assert [each["ref"] for each in data["predecessors"]] == ["OPS-1"]
    assert len(data["events"]) >= 3


def test_reordering(cli: Cli, team: Team) -> None:
    team.task(), team.task(), team.task()
    cli.ok("task", "reorder", "OPS-3", "--before", "OPS-1")
    assert team.lane("backlog") == ["OPS-3", "OPS-1", "OPS-2"]
    cli.ok("task", "reorder", "OPS-3", "--after", "OPS-1")
    assert team.lane("backlog") == ["OPS-1", "OPS-3", "OPS-2"]
    assert cli("task", "reorder", "OPS-3").code == 2


def test_repeating_tasks(cli: Cli) -> None:
    words = ["task", "repeat", "add", "daily", "Sweep", "--start", "2026-11-01 07:00", "--label", "hall"]
    rule = cli.data(*words, "--due-days", "2", "--estimate", "30m")
    assert rule["fields"] == {"title": "Sweep", "labels": ["hall"], "due_days": 2, "estimate_hours": 0.5}
    made = cli.ok("task", "repeat", "run")
    assert made.lines == ["OPS-1 Sweep"]
    assert cli.data("task", "repeat", "run") == []
    assert [row["id"] for row in cli.data("task", "repeat", "list")] == [rule["id"]]
    cli.ok("task", "repeat", "stop", str(rule["id"]))
    assert cli("task", "repeat", "list").code == 1
    assert len(cli.data("task", "repeat", "list", "--all")) == 1
    assert cli("task", "repeat", "add", "sometimes", "Sweep").code == 5


def test_a_request_id_gives_the_first_answer_again(cli: Cli) -> None:
    first = cli.data("task", "add", "Once", "--request-id", "r-1")
    again = cli.ok("task", "add", "Once", "--request-id", "r-1", "--json")
    assert again.data == first
    assert "answered before" in again.err
    assert len(cli.data("task", "list")) == 1
    other = cli("task", "add", "Other", "--request-id", "r-1")
    assert other.code != 0
    cli.ok("task", "add", "-", "--request-id", "r-2", stdin="A\nB\n")
    cli.ok("task", "add", "-", "--request-id", "r-2", stdin="A\nB\n")
    assert len(cli.data("task", "list")) == 3
    assert cli("task", "add", "Else", "--request-id", "r-2").code == 3


def test_verbs_for_several_always_answer_a_list(cli: Cli, team: Team) -> None:
    team.task()
    for words in (["move", "OPS-1", "ready"], ["label", "OPS-1", "--add", "x"], ["archive", "OPS-1"]):
        assert isinstance(cli.data("task", *words), list)
    assert isinstance(cli.data("task", "edit", "OPS-1", "--title", "T"), dict)


def test_field_names_in_json_are_those_of_the_domain(cli: Cli, team: Team) -> None:
    from dataclasses import fields

    from prodtui.domain.rows import TaskRow

    team.task()
    assert list(cli.data("task", "list")[0]) == [field.name for field in fields(TaskRow)]
    assert json.loads(cli.ok("task", "list", "--json").out)["prodtui"] == 1


@pytest.mark.parametrize(
    ("word", "code", "said"),
    [
        ("@nobody", 2, 'The board knows no person "nobody"'),
        ("step:doin", 2, "did you mean doing?"),
        ("#prss", 2, "did you mean press?"),
        ("prio:hihg", 2, "did you mean high?"),
        ("stp:doing", 2, "did you mean step?"),
    ],
)
def test_a_filter_that_names_nothing_is_refused(cli: Cli, team: Team, word: str, code: int, said: str) -> None:
    team.task(labels=("press",))
    ran = cli("task", "list", word)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    answer = json.loads(cli("batch", stdin=json.dumps(["task", "list", word])).out)
    assert said in answer["error"]["message"]
