"""`schedule`: looked at, explained, bettered, exported."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from prodtui.services import board, links, people, tasks
from prodtui.storage.engine import connect
from tests.cli.conftest import Cli
from tests.helpers.team import NOW, Team

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def shop(team: Team) -> Team:
    """Bo and Cy make, with a task that is late, one that waits for it and one that nobody can do."""
    people.edit_person(team.ann, "bo", skills=["maker"])
    people.edit_person(team.ann, "cy", skills=["maker"])
    team.step("doing", role="maker")
    team.step("review", role="checker")
    team.task("Frame", assignees=("bo",), estimate_hours=4)
    team.task("Paint", assignees=("bo",), estimate_hours=2, due=NOW + 3 * HOUR, priority="high")
    team.task("Pack", assignees=("cy",), due=NOW + 48 * HOUR)
    team.task("Check", at="review")
    links.link(team.ann, "OPS-1", "OPS-2")
    return team


def test_tasks_by_start_with_who_and_what_matters(cli: Cli) -> None:
    lines = cli.ok("schedule", "show").out.splitlines()
    assert lines[0].split() == ["REF", "TITLE", "WHO", "STARTS", "ENDS", "DUE", "STATE"]
    assert [line.split()[0] for line in lines[1:]] == ["OPS-1", "OPS-3", "OPS-2", "OPS-4"]
    assert "Tue 10:00  Tue 15:00" in lines[1]
    assert "critical" in lines[1]
    assert "makes others late" in lines[1]
    assert "1.5 d to spare, guessed" in lines[2]
    assert "4 h late, critical" in lines[3]
    assert lines[4].endswith("Nobody has the role checker that Review takes.")


def test_data_holds_the_parts_who_and_why(cli: Cli) -> None:
    rows = {row["ref"]: row for row in cli.data("schedule", "show")}
    assert rows["OPS-2"]["who"] == ["bo"]
    assert rows["OPS-2"]["why"] == "because OPS-1 comes before it"
    assert rows["OPS-2"]["parts"][0]["reason"]["kind"] == "predecessor"
    assert (rows["OPS-2"]["late"], rows["OPS-2"]["starts"]) == (240, "2026-11-24T14:00:00Z")
    out = cli.ok("schedule", "show", "--csv", "--columns", "ref,who,late").out
    assert out.splitlines()[:2] == ["ref,who,late", "OPS-1,bo,0"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--person", "cy"), ["OPS-3"]),
        (("--person", "Bo Berg"), ["OPS-1", "OPS-2"]),
        (("--filter", "prio:high"), ["OPS-2"]),
        (("--days", "1"), ["OPS-1", "OPS-3", "OPS-2", "OPS-4"]),
        (("--from", "tomorrow"), ["OPS-4"]),
        (("--to", "2026-11-24 12:00"), ["OPS-1", "OPS-3", "OPS-4"]),
    ],
)
def test_only_what_is_asked_for(cli: Cli, words: tuple[str, ...], wanted: list[str]) -> None:
    assert cli.ok("schedule", "show", *words, "-q").out.split() == wanted


def test_a_task_is_explained_to_its_root(cli: Cli) -> None:
    text = cli.ok("schedule", "explain", "OPS-2").out
    for part in (
        "OPS-2 Paint\n  Tue 15:00 to Tue 17:00, due Tue 13:00; 4 h late, critical",
        "  doing  Bo Berg  Tue 15:00 to Tue 17:00  2 h",
        "Why it ends Tue 17:00\n  OPS-2  doing  starts Tue 15:00 because OPS-1 comes before it\n"
        "  OPS-1  doing  starts Tue 10:00 at once",
        "  OPS-1 done sooner, or OPS-2 not waiting for it.",
    ):
        assert part in text
    data = cli.data("schedule", "explain", "paint")
    assert [each["ref"] for each in data["chain"]] == ["OPS-2", "OPS-1"]
    assert len(data["sooner"]) == 2
    assert "It has no place in the schedule. Nobody has the role" in cli.ok("schedule", "explain", "OPS-4").out


def test_what_cannot_be_explained(cli: Cli, team: Team) -> None:
    unknown = cli("schedule", "explain", "OPS-77")
    assert (unknown.code, "There is no task OPS-77" in unknown.err) == (1, True)
    tasks.archive(team.ann, "OPS-3")
    gone = cli("schedule", "explain", "OPS-3")
    assert (gone.code, "OPS-3 is archived, so it has no place" in gone.err) == (1, True)


def test_only_what_is_late_with_why_in_one_line(cli: Cli, team: Team) -> None:
    lines = cli.ok("schedule", "late").out.splitlines()
    assert [line.split()[0] for line in lines] == ["REF", "OPS-2", "OPS-4"]
    assert lines[1].endswith("4 h       OPS-1 comes before it")
    for ref in ("OPS-2", "OPS-4"):
        tasks.archive(team.ann, ref)
    nothing = cli("schedule", "late")
    assert (nothing.code, nothing.out, nothing.err) == (1, "", "Nothing will be late.\n")


def test_what_is_booked(cli: Cli) -> None:
    lines = cli.ok("schedule", "load", "--periods", "2").out.splitlines()
    assert "  Bo Berg     6/6 100%   0/8 0%" in lines
    rows = cli.data("schedule", "load", "--by", "week", "--periods", "1")
    mine = next(row for row in rows if row["key"] == "bo")
    assert (mine["starts"], mine["booked"], mine["hours"], mine["percent"]) == ("2026-11-23", 6.0, 30.0, 20)
    assert "<table" in cli.ok("schedule", "load", "--html").out


def test_a_better_order_is_shown_and_agreed_on(cli: Cli, team: Team) -> None:
    team.settings(frozen_hours=0)
    team.task("Urgent thing", assignees=("bo",), estimate_hours=1, due=NOW + 4 * HOUR)
    team.task("Long", assignees=("bo",), estimate_hours=7, due=NOW + HOUR)
    text = cli.ok("schedule", "optimise", "--steps", "40")
    assert "Weighted hours late: " in text.out
    assert "Nothing was changed" in text.err
    assert team.get("OPS-5").sequence is None
    assert cli.data("schedule", "optimise", "--steps", "40", "--apply")["applied"] is True
    assert team.get("OPS-5").sequence is not None
    assert "sequence" in cli.ok("task", "show", "OPS-5").out
    assert "have no agreed place" in cli.ok("schedule", "clear").out
    assert team.get("OPS-5").sequence is None


def test_when_there_is_no_better_order(cli: Cli, team: Team) -> None:
    for number in (1, 2, 3):
        tasks.archive(team.ann, f"OPS-{number}")
    ran = cli("schedule", "optimise", "--steps", "3", "--apply")
    assert (ran.code, "No better order was found" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("optimise", "--seconds", "0"), 2, "--seconds 0 leaves nothing to search with"),
        (("optimise", "--seconds", "-1"), 2, "--seconds -1 leaves nothing"),
        (("optimise", "--seconds", "nan"), 2, "--seconds nan leaves nothing"),
        (("optimise", "--seconds", "abs"), 2, "'--seconds'"),
        (("optimise", "--steps", "0"), 2, "--steps 0 leaves nothing"),
        (("optimise", "--goal", "joy"), 2, "'--goal'"),
        (("what-if",), 2, "Nothing was named to try"),
        (("what-if", "--overtime", "bo=mon"), 2, "does not say how many hours longer"),
        (("what-if", "--overtime", "bo:2h"), 2, "does not say who and when"),
        (("what-if", "--overtime", "zed=mon:2h"), 1, "There is no person 'zed'"),
        (("what-if", "--one-more", "cook"), 1, "No step takes the role"),
        (("what-if", "--done", "OPS-77"), 1, "There is no task OPS-77"),
        (("what-if", "--away", "nonsense"), 2, "does not say who is away"),
        (("what-if", "--away", "ann="), 2, "does not say who is away"),
        (("what-if", "--away", "ann=2026-12-05..2026-12-01"), 2, "ends before it begins"),
        (("what-if", "--away", "ann=someday"), 5, "is not a date"),
        (("what-if", "--away", "zed=mon"), 1, "There is no person 'zed'"),
        (("show", "--person", "zed"), 2, "There is no person 'zed'"),
        (("show", "--resource", "zed"), 2, "zed"),
        (("show", "--filter", "#zed"), 2, "zed"),
        (("show", "--days", "2", "--to", "fri"), 2, "--days and --to"),
        (("export",), 2, "No form was named"),
        (("export", "--mermaid", "--ics", "x"), 2, "either a chart or calendars"),
        (("export", "--csv", "--out", "x"), 2, "--out is for the chart"),
    ],
)
def test_bad_input_is_one_clear_sentence(cli: Cli, words: tuple[str, ...], code: int, says: str) -> None:
    ran = cli("schedule", *words)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_what_if_somebody_is_away(cli: Cli, team: Team) -> None:
    text = cli.ok("schedule", "what-if", "--away", "bo=today").out
    assert text.startswith("Late tasks: 1 → 1\nWeighted hours late: 8 → ")
    assert "OPS-1" in text
    data = cli.data("schedule", "what-if", "--away", "bo=tue..mon")
    assert [move["starts"] for move in data["moves"] if move["ref"] == "OPS-1"] == ["2026-12-01T07:00:00Z"]
    rows = cli.data("schedule", "show", "--away", "bo=today..wed")
    assert next(row["starts"] for row in rows if row["ref"] == "OPS-1") == "2026-11-26T07:00:00Z"
    assert cli.ok("schedule", "what-if", "--away", "ann=today").out.endswith("No task moves.\n")


def test_what_if_a_task_is_done_early_or_there_are_more_hours_and_people(cli: Cli) -> None:
    """Each task that moves says what let it."""
    done = cli.ok("schedule", "what-if", "--done", "frame").out.splitlines()
    assert done[0] == "Late tasks: 1 → 0"
    assert done[4].split()[-1] == "WHY"
    assert [line.rpartition("  ")[2] for line in done[5:]] == ["OPS-1 is done"]
    longer = cli.data("schedule", "what-if", "--overtime", "bo=today:2h", "--done", "OPS-3")
    assert longer["moves"] == []
    cli.ok("task", "edit", "OPS-1", "--estimate", "8h")
    moves = cli.data("schedule", "what-if", "--overtime", "bo=today..fri:2h")["moves"]
    assert [(move["ref"], move["why"]) for move in moves] == [
        ("OPS-1", "Bo Berg works then"),
        ("OPS-2", "OPS-1 ends sooner"),
    ]
    checked = cli.data("schedule", "what-if", "--one-more", "checker")["moves"]
    assert [(move["ref"], move["why"]) for move in checked] == [
        ("OPS-4", "it had no place: Nobody has the role checker that Review takes.")
    ]


def test_a_refresh_keeps_it_and_thaws_what_is_promised(cli: Cli, team: Team) -> None:
    assert cli.ok("schedule", "refresh").out == "The schedule has moved.\n"
    assert cli.ok("schedule", "refresh").out == "The schedule is as it was.\n"
    team.task("Now", assignees=("cy",), estimate_hours=1, service_class="expedite")
    before = cli.data("schedule", "show", "--filter", "now")[0]["starts"]
    assert cli.data("schedule", "refresh", "--thaw") == {"moved": True}
    assert cli.data("schedule", "show", "--filter", "now")[0]["starts"] < before
    assert cli("schedule", "refresh", "--read-only").code == 3


def test_it_is_exported_as_a_chart(cli: Cli, tmp_path: Path) -> None:
    out = cli.ok("schedule", "export", "--mermaid").out
    assert out.startswith("gantt\n    title Schedule of Operations\n")
    cli.ok("schedule", "export", "--mermaid", "--out", str(tmp_path / "plan.mmd"))
    assert (tmp_path / "plan.mmd").read_text("utf-8") == out


def test_it_is_exported_as_calendars_that_keep_their_events(cli: Cli, team: Team, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "calendars"
    paths = cli.data("schedule", "export", "--ics", str(folder))
    assert [Path(each["path"]).name for each in paths] == ["ann.ics", "bo.ics", "cy.ics", "lea.ics", "quinn.ics"]
    before = [event["uid"] for event in Calendar.from_ical((folder / "bo.ics").read_bytes()).walk("VEVENT")]
    tasks.edit(team.bo, "OPS-1", {"estimate_hours": 1})
    cli.ok("schedule", "export", "--ics", str(folder))
    after = [event["uid"] for event in Calendar.from_ical((folder / "bo.ics").read_bytes()).walk("VEVENT")]
    assert (len(before), before) == (2, after)
    assert sorted(path.name for path in folder.iterdir()) == sorted(Path(each["path"]).name for each in paths)
    (tmp_path / "file").touch()
    assert cli("schedule", "export", "--ics", str(tmp_path / "file")).code == 74


def test_it_is_exported_as_data(cli: Cli) -> None:
    data = cli.data("schedule", "export")
    assert (data["board"], len(data["tasks"]), data["lanes"][0]["key"]) == ("OPS", 4, "ann")
    assert cli.ok("schedule", "export", "--csv", "--columns", "ref,ends").out.startswith(
        "ref,ends\nOPS-1,2026-11-24T14:"
    )


def test_hostile_titles_stay_text(cli: Cli, team: Team) -> None:
    team.task("=cmd()|' /C calc", assignees=("cy",))
    assert "'=cmd()" in cli.ok("schedule", "export", "--csv", "--columns", "title").out


def test_blocked_pinned_and_begun_work_is_marked(cli: Cli, team: Team) -> None:
    tasks.edit(team.bo, "OPS-3", {"pinned_start": NOW + HOUR})
    board.block(team.bo, "OPS-3", "no boxes")
    board.start(team.bo, "OPS-1")
    out = cli.ok("schedule", "show").out
    assert "pinned, guessed, blocked: no boxes" in out
    assert "under way" in out


def test_a_task_is_shown_with_its_place_in_the_schedule(cli: Cli) -> None:
    assert "scheduled" not in cli.ok("task", "show", "OPS-2").out
    cli.ok("schedule", "refresh")
    text = cli.ok("task", "show", "OPS-2").out
    assert "  scheduled   2026-11-24 15:00 to 2026-11-24 17:00, bo, 4 h late\n" in text
    assert "              starts then because OPS-1 comes before it\n" in text
    assert "  scheduled   Nobody has the role checker that Review takes.\n" in cli.ok("task", "show", "OPS-4").out
    assert cli.data("task", "show", "OPS-2")["schedule"]["late"] == 240


@pytest.fixture
def hopeless(team: Team, cli: Cli) -> dict[str, str]:
    """Tasks that cannot be scheduled, by reference, with what is to be said of each."""
    for title in ("A", "B", "C", "Behind"):
        team.task(title, assignees=("cy",), estimate_hours=1)
    for before, after in (("OPS-6", "OPS-5"), ("OPS-7", "OPS-6"), ("OPS-5", "OPS-8")):
        links.link(team.ann, before, after)
    with connect(team.path) as db:  # no command closes a circle
        db.execute(
            "INSERT INTO dependency (predecessor_id, successor_id, kind, lag_hours) VALUES (5, 7, 'finish-start', 0)"
        )
    cli.ok("product", "add", "Ghost", "--route", "doing:1:0:laser")
    cli.ok("task", "add", "Cut by laser", "--product", "ghost")
    cli.ok("person", "add", "dan", "--skill", "painter", "--hours", "0")
    team.step("ready", role="painter")
    cli.ok("task", "add", "Far", "--estimate", "1h", "--assign", "cy")
    cli.ok("task", "edit", "OPS-10", "--planned-start", "2190-01-01")
    cli.ok("task", "add", "Nothing to do of it", "--assign", "cy")
    return {
        "OPS-4": "Nobody has the role checker that Review takes.",
        "OPS-5": "It waits for itself: OPS-5 waits for OPS-6 waits for OPS-7 waits for OPS-5.",
        "OPS-6": "It waits for itself: OPS-6 waits for OPS-7 waits for OPS-5 waits for OPS-6.",
        "OPS-7": "It waits for itself: OPS-7 waits for OPS-5 waits for OPS-6 waits for OPS-7.",
        "OPS-8": "It waits for OPS-5, which has no place.",
        "OPS-9": "Doing takes one of laser, and there is none.",
        "OPS-10": "It cannot start before 2190-01-01, and the schedule ends on 2036-12-01.",
    }


def test_bad_input_is_said_of_each_task_and_the_rest_is_scheduled(cli: Cli, hopeless: dict[str, str]) -> None:
    rows = {row["ref"]: row for row in cli.data("schedule", "show")}
    assert {ref: row["problem"] for ref, row in rows.items() if row["problem"]} == hopeless
    assert all(rows[ref]["starts"] for ref in ("OPS-1", "OPS-2", "OPS-3", "OPS-11"))
    assert rows["OPS-11"]["guessed"] is True
    shown = cli.ok("schedule", "show").out.splitlines()
    for ref, said in hopeless.items():
        assert next(line for line in shown if line.startswith(f"{ref} ")).endswith(said)
        assert cli.ok("schedule", "explain", ref).out.endswith(f"It has no place in the schedule. {said}\n")
        assert cli.data("schedule", "explain", ref)["why"] == said
        why = cli("task", "why", ref)
        assert f"{ref} has no place in the schedule: {said}\n" in why.out
    assert "guessed" in next(line for line in shown if line.startswith("OPS-11 "))
    assert cli.data("schedule", "late")[-1]["problem"] == hopeless["OPS-10"]


def test_somebody_or_something_without_working_time(cli: Cli, team: Team) -> None:
    cli.ok("person", "edit", "cy", "--hours", "0")
    assert "Cy Young has no working time." in cli.ok("schedule", "explain", "OPS-3").out
    cli.ok("person", "edit", "cy", "--hours", "8")
    none = cli("resource", "add", "Booth", "--kind", "machine", "--hours", "mon-fri off")
    assert (none.code, "The calendar has no working time" in none.err) == (5, True)
    cli.ok("resource", "add", "Booth", "--kind", "machine", "--hours", "sat 8:00-12:00")
    cli.ok("product", "add", "Frame", "--route", "doing:1:0:booth")
    cli.ok("task", "add", "Framed", "--product", "frame")
    said = "Bo Berg, Cy Young and Booth never work at the same time."
    assert said in cli.ok("schedule", "explain", "OPS-5").out


def test_a_step_that_whom_the_task_was_given_to_cannot_do(cli: Cli, team: Team) -> None:
    team.task("Dye", assignees=("ann",), estimate_hours=1)
    assert "which Ann Smith cannot do" in cli.ok("schedule", "explain", "OPS-5").out
    assert "cannot do" not in cli.ok("schedule", "explain", "OPS-1").out
