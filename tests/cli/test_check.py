"""`check` from the shell: templates, inspections, gates with exit code 3, reports."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from prodtui.domain.checklist_words import ITEM_WORDS, SIGN_WORDS
from prodtui.domain.rows_quality import ItemRow, SignRow
from prodtui.services import inspections
from tests.cli.conftest import Cli, Start
from tests.helpers.quality import fill, gate, inspect, publish
from tests.helpers.team import Team

TOML = """
[[checklists]]
name = "Weld check"
[checklists.sign]
rule = "role"
role = "quality"
[[checklists.items]]
key = "burrs"
text = "Free of burrs?"
critical = true
[[checklists.items]]
key = "bore"
text = "Bore"
kind = "measurement"
lower = 11.9
upper = 12.1
unit = "mm"
decimals = 2
samples = 2
"""


def test_from_a_template_to_a_signed_release(cli: Cli, team: Team) -> None:
    cli.ok("check", "template", "import", "-", "--publish", stdin=TOML)
    cli.ok("check", "template", "attach", "weld-check", "--step", "doing")
    ref = team.task(at="doing").ref
    refused = cli("task", "move", ref, "review")
    assert refused.code == 3
    assert "Weld check to leave Doing: not started; the role quality may sign" in refused.err
    assert cli.data("check", "due")[0]["task"] == ref
    assert "Checks\n  Weld check: not started, gate\n" in cli.ok("task", "show", ref).out
    due = [{"checklist": "weld-check", "name": "Weld check", "gate": True}]
    assert cli.data("task", "show", ref)["checks_due"] == due
    assert cli.ok("check", "start", "weld", "--task", ref, "-q").out == "OPS-Q1\n"
    assert "Checks\n  OPS-Q1 Weld check: 0 of 3 answered\n" in cli.ok("task", "show", ref).out
    assert cli.data("task", "show", ref)["checks_due"] == []
    told = cli.ok("check", "answer", "q1", "burrs=y", "bore:1=12.02 mm", "bore:2=12.3").out
    assert "bore: 12.30 mm  0.20 mm over" in told and "3 of 3 answered, 1 item failed" in told
    cli.ok("check", "answer", "Q1", "bore:2=12.05")
    cli.ok("check", "complete", "Q1")
    assert cli("check", "sign", "Q1").code == 3
    cli.ok("check", "sign", "Q1", "--meaning", "Released", "--as", "quinn")
    assert cli("check", "sign", "Q1", "--as", "quinn").code == 4
    assert cli.ok("task", "move", ref, "review").code == 0
    assert "OPS-Q1 Weld check: pass, signed by quinn" in cli.ok("task", "show", ref).out


def test_undo_names_the_question(cli: Cli, team: Team) -> None:
    publish(team)
    cli.ok("check", "start", "weld")
    cli.ok("check", "answer", "Q1", "burrs=y")
    assert cli.ok("undo").out == "Took back: check answer to Free of burrs? of OPS-Q1\n"
    assert cli.ok("redo").out == "Did again: check answer to Free of burrs? of OPS-Q1\n"


def test_json_lines_are_saved_one_by_one(cli: Cli, team: Team) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    lines = ['{"item": "burrs", "value": true}', '{"item": "bore", "value": 12.01, "sample": 2}', '{"item": "bore"']
    ran = cli("check", "answer", "Q1", "-", "--json", stdin="\n".join(lines))
    assert (ran.code, ran.error["message"].startswith("Line 3 is no JSON")) == (5, True)
    assert [reading["item"] for reading in cli.data("check", "show", "Q1")["readings"]] == ["burrs", "bore"]
    assert cli("check", "answer", "Q1", "-", stdin='{"item": "burrs", "wert": 1}').code == 5
    assert cli("check", "answer", "Q1", "-").code == 1


def test_each_answer_is_told_as_it_is_saved(start: Start, cli: Cli, team: Team) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    running = start("check", "answer", "Q1", "-")
    assert running.stdin is not None and running.stdout is not None and running.stderr is not None
    running.stdin.write(b'{"item": "burrs", "value": true}\n')
    assert running.stdout.readline() == b"burrs: yes  ok\n"
    assert cli.data("check", "show", "Q1")["inspection"]["answered"] == 1
    running.stdin.write(b'\n{"item": "bore", "value": "wide"}\n')
    assert running.wait(30) == 5
    told = running.stderr.read().decode()
    assert "prodtui: Line 3: " in told and "The answer before it is saved." in told


def test_an_error_says_which_answer_it_is_about(cli: Cli, team: Team) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    ran = cli("check", "answer", "Q1", "burrs=y", "bore=12", "paint=grey", "notes=x")
    assert (ran.code, ran.out.splitlines()[0].split(":")[0], len(ran.lines)) == (5, "burrs", 2)
    assert "Answer paint=grey: " in ran.err and "The 2 answers before it are saved." in ran.err
    assert "No answer was saved." in cli("check", "answer", "Q1", "nothing=1").err


def test_a_request_id_of_answers_is_of_these_answers_alone(cli: Cli, team: Team) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    words = ("check", "answer", "Q1", "burrs=yes", "bore=12", "--request-id", "r-1")
    first = cli.data(*words)
    assert cli.data(*words) == first
    for other in (
        ("check", "clear", "Q1", "burrs"), ("check", "answer", "Q1", "burrs=no"), ("task", "add", "Once"),
        ("check", "answer", "Q1", "bore=12", "burrs=yes"),
    ):  # fmt: skip
        ran = cli(*other, "--request-id", "r-1")
        assert (ran.code, "was used before for a different request" in ran.err) == (3, True)
    cli.ok("check", "start", "weld", "--request-id", "r-2")
    assert cli("check", "answer", "Q1", "burrs=yes", "--request-id", "r-2").code == 3
    assert cli("check", "answer", "Q2", "burrs=yes", "bore=wide", "--request-id", "r-3").code == 5
    assert len(cli.data("check", "answer", "Q2", "burrs=yes", "bore=12", "--request-id", "r-3")) == 2


@pytest.mark.parametrize("sample", ["0", "-1", "3", "true", "1.5"])
def test_a_sample_that_there_is_not_is_refused(cli: Cli, team: Team, sample: str) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    cli.ok("check", "answer", "Q1", "bore:1=12.01")
    ran = cli("check", "answer", "Q1", "-", stdin=f'{{"item": "bore", "value": 12.04, "sample": {sample}}}')
    assert ran.code == 5
    assert [row["number"] for row in cli.data("check", "show", "Q1")["readings"]] == [12.01]


def test_a_checklist_comes_back_with_its_uses(cli: Cli, team: Team) -> None:
    gate(team, "doing")
    cli.ok("check", "template", "archive", "weld-check")
    told = cli.ok("check", "template", "restore", "weld-check").err
    assert told == "It is needed again: leaving doing.\n"
    assert cli.ok("check", "template", "restore", "weld-check").err == "Nothing had to change.\n"
    cli.ok("undo")
    assert cli("check", "template", "list").code == 1


def test_a_role_that_nobody_has_is_noted_with_the_nearest(cli: Cli) -> None:
    told = cli.ok("check", "template", "add", "Release", "--sign", "role", "--role", "qualty").err
    assert "Nobody has the role or skill qualty yet, so nobody can sign it; did you mean quality?" in told
    assert "qualty" in cli.ok("check", "template", "edit", "release", "--item", "Clean?").err
    toml = TOML.replace('role = "quality"', 'role = "qualty"')
    assert "Weld check: Nobody has" in cli.ok("check", "template", "import", "-", "--dry-run", stdin=toml).err
    assert "Nobody has" not in cli.ok("check", "template", "import", "-", stdin=TOML).err


def test_a_file_with_a_field_that_there_is_not_is_rejected(cli: Cli) -> None:
    for bad in (TOML.replace("lower =", "lowest ="), TOML.replace("role =", "roll ="), TOML.replace("name =", "nam =")):
        ran = cli("check", "template", "import", "-", stdin=bad)
        assert (ran.code, "has no field" in ran.err) == (5, True)


def test_the_fields_of_a_checklist_file_are_listed_in_help_and_guide(cli: Cli) -> None:
    told = cli.ok("check", "template", "import", "--help").lines
    guide = Path("docs/guides/quality.md").read_text("utf-8")
    for row, words in ((ItemRow, ITEM_WORDS), (SignRow, SIGN_WORDS)):
        assert [field.name for field in fields(row)] == list(words)
        for name, text in words.items():
            assert f"  {name:<11} {text}" in told
            assert f"| `{name}` | {text} |" in guide


def test_sample_0_overwrites_nothing(cli: Cli, team: Team) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    cli.ok("check", "answer", "Q1", "bore:1=12.01")
    for verb, word in (("answer", "bore:0=12.04"), ("clear", "bore:0")):
        ran = cli("check", verb, "Q1", word)
        assert ran.code == 5
        assert "Its samples go from 1 to 2." in ran.err
    assert [row["number"] for row in cli.data("check", "show", "Q1")["readings"]] == [12.01]


def test_a_mistake_keeps_what_came_before_it(cli: Cli, team: Team) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    ran = cli("check", "answer", "Q1", "burrs=y", "bore=12,4", "paint=green", "--json")
    assert (ran.code, "decimal point here" in ran.error["message"]) == (5, True)
    assert [row["item"] for row in ran.error["details"]["saved"]] == ["burrs"]
    assert cli.data("check", "show", "Q1")["inspection"]["answered"] == 1


def test_a_decimal_comma_where_the_locale_has_one(cli: Cli, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    monkeypatch.setattr("locale.localeconv", lambda: {"decimal_point": ","})
    assert cli.data("check", "answer", "Q1", "bore=12,04")[0]["number"] == 12.04
    assert cli.data("check", "answer", "Q1", "bore=12.05")[0]["number"] == 12.05


def test_words_that_are_no_answer(cli: Cli, team: Team) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    assert (cli("check", "answer", "Q1").code, cli("check", "answer", "Q1", "burrs").code) == (2, 2)
    assert cli("check", "answer", "Q1", "bore:x=1").code == 2
    assert cli("check", "answer", "Q9", "burrs=y").code == 1
    assert cli("check", "show", "OPS-I1").code == 2


def test_not_applicable_clear_concede_correct_and_put_away(cli: Cli, team: Team) -> None:
    publish(team)
    inspections.start(team.bo, "weld")
    cli.ok("check", "answer", "Q1", "--na", "notes", "burrs=n", "bore=12", "bore:2=12", "paint=red")
    assert "0 of 5" not in cli.ok("check", "clear", "Q1", "paint").out
    cli.ok("check", "answer", "Q1", "paint=green")
    assert "Critical, and failed: Free of burrs?" in cli.ok("check", "complete", "Q1").err
    assert "with concession" in cli.ok("check", "concede", "Q1", "customer", "agreed").out
    cli.ok("check", "sign", "Q1")
    assert cli("check", "answer", "Q1", "burrs=y").code == 3
    assert cli.ok("check", "correct", "Q1", "-q").out == "OPS-Q2\n"
    assert "put away" in cli.ok("check", "put-away", "Q2").out
    assert cli.ok("check", "list", "-q").out == "OPS-Q1\n"
    assert cli.ok("check", "list", "--all", "-q").out == "OPS-Q2\nOPS-Q1\n"
    assert cli("check", "list", "--state", "running").code == 1


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("", "Paint: The checklist has no items yet, so it cannot be published. Add at least one item."),
        (
            '[[checklists.items]]\ntext = "Gap"\nkind = "measurement"\nlower = 2\nupper = 1',
            "Paint: Item 1 (Gap): the lower limit 2 is above the upper limit 1. "
            "Give the smaller one as the lower limit.",
        ),
    ],
)
def test_a_fault_of_a_file_names_its_checklist(cli: Cli, second: str, told: str) -> None:
    ran = cli(
        "check", "template", "import", "-", "--publish", stdin=f'{TOML}\n[[checklists]]\nname = "Paint"\n{second}'
    )
    assert (ran.code, ran.err) == (5, f"prodtui: {told}\n")
    assert cli("check", "template", "list").code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("check", "list", "--checklist", "weld-chek"),
        ("check", "list", "--task", "OPS-99"),
        ("check", "list", "--state", "singed"),
        ("check", "report", "--checklist", "weld-chek"),
        ("issue", "action", "list", "--owner", "qinn"),
        ("issue", "downtime", "list", "--step", "dong"),
    ],
)
def test_a_name_that_nobody_knows_is_no_empty_list(cli: Cli, team: Team, words: tuple[str, ...]) -> None:
    publish(team)
    ref = team.task().ref
    known = {"weld-chek": "weld-check", "OPS-99": ref, "singed": "signed", "qinn": "quinn", "dong": "doing"}
    assert cli(*words).code == 2
    assert cli(*(known.get(word, word) for word in words)).code == 1


def test_templates_are_written_changed_and_put_away(cli: Cli, team: Team) -> None:
    cli.ok("check", "template", "add", "Weld", "check", "--item", "Clean?", "--item", "Dry?", "--sign", "independent")
    assert cli("check", "template", "publish", "weld").code == 0
    cli.ok("check", "template", "edit", "weld-check", "--remove", "dry", "--item", "Warm?", "--meaning", "Seen")
    detail = cli.data("check", "template", "show", "weld-check")
    assert [item["text"] for item in detail["draft"]["items"]] == ["Clean?", "Warm?"]
    assert detail["draft"]["sign"] == {"rule": "independent", "role": None, "people": [], "meaning": "Seen"}
    assert cli("check", "template", "edit", "weld-check").code == 2
    assert cli("check", "template", "edit", "weld-check", "--remove", "x").code == 1
    use = cli.data("check", "template", "attach", "weld-check", "--step", "doing", "--every", "3")
    assert (use["frequency"], use["every"]) == ("nth", 3)
    assert "leaving doing, every 3rd" in cli.ok("check", "template", "list").out
    cli.ok("check", "template", "detach", "weld-check", str(use["id"]))
    cli.ok("check", "template", "archive", "weld-check")
    assert cli("check", "template", "list").code == 1
    cli.ok("check", "template", "restore", "weld-check")
    assert "may not write checklists" in cli("check", "template", "add", "x", "--as", "bo").err


def test_export_and_import_and_what_differs(cli: Cli, team: Team, tmp_path: Path) -> None:
    cli.ok("check", "template", "import", "-", stdin=TOML)
    path = tmp_path / "checks.toml"
    cli.ok("check", "template", "export", "--out", str(path))
    assert cli.ok("check", "template", "export").out == path.read_text()
    path.write_text(path.read_text().replace("upper = 12.1", "upper = 12.2"))
    dry = cli.ok("check", "template", "import", str(path), "--dry-run")
    assert "~ item bore  upper: 12.1 -> 12.2" in dry.out and "Nothing was stored" in dry.err
    bad = cli("check", "template", "import", "-", stdin=TOML.replace("lower = 11.9", "lower = 13"))
    assert (bad.code, "above the upper limit" in bad.err) == (5, True)


def test_reports_in_every_form(cli: Cli, team: Team, tmp_path: Path) -> None:
    gate(team, "doing", meaning="as drawn")
    ref = team.task("<script>alert(1)</script>", at="doing").ref
    check = inspections.start(team.bo, "weld", ref).value.ref
    inspections.answer(team.bo, check, "bore", "12.4")
    fill(team.bo, check)
    inspections.complete(team.bo, check)
    inspections.sign(team.quinn, check)
    inspect(team.bo, None, paint="red")
    text = cli.ok("check", "report").out
    made = "made 2026-11-24 10:00 (Europe/Berlin) by Ann Smith."
    assert text.splitlines()[:2] == ["Inspections of Operations", f"All there is, {made}"]
    lead = f"Since 2026-11-24 00:00, what matches weld-check, {made}"
    words = ("--since", "2026-11-24", "--checklist", "weld-check")
    for form in ("--markdown", "--html"):
        assert lead in cli.ok("check", "report", *words, form).out.replace("\\", "")
    assert "Weld check  2          1               50.0 %" in text
    assert "Earlier: Bore 1/2: 12.40 mm (bo" in text and re.search(r"meaning +as drawn", text)
    found = cli.data("check", "report", "--task", ref)
    assert [row["inspection"]["ref"] for row in found["inspections"]] == [check]
    rows = list(csv.DictReader(io.StringIO(cli.ok("check", "report", check, "--csv").out)))
    assert (len(rows), rows[1]["item"], rows[1]["number"], rows[1]["signed_by"]) == (5, "bore", "12", "quinn")
    page = tmp_path / "r.html"
    cli.ok("check", "report", "--html", "--out", str(page))
    html = page.read_text()
    assert (
        "<script" not in html
        and "&lt;script&gt;" in html
        and "signed</dt>" in html
        and "http:" not in html
        and "https:" not in html
    )
    assert "\\<script\\>" in cli.ok("check", "report", "--markdown").out
    assert cli("check", "report", "--markdown", "--html").code == 2
    assert cli("check", "report", "--since", "2027-01-01").code == 1


def test_a_list_says_when_there_are_more(cli: Cli, team: Team) -> None:
    publish(team)
    for _ in range(3):
        inspections.start(team.bo, "weld")
    ran = cli.ok("check", "list", "--limit", "2", "-q")
    assert ran.out == "OPS-Q3\nOPS-Q2\n"
    assert "These are the newest 2" in cli.ok("check", "list", "--limit", "2").err
    assert cli.ok("check", "list").err == ""


def test_stats_of_a_measurement(cli: Cli, team: Team) -> None:
    publish(team)
    assert "no data" in cli.ok("check", "stats", "weld", "bore").out
    for value in (11.9, 12.0, 12.1, 12.4):
        inspect(team.bo, None, bore=value)
    found = cli.data("check", "stats", "weld", "bore")
    assert (len(found["points"]), found["outside"], found["chart"]["n"]) == (8, 2, 8)
    assert "Cpk" in cli.ok("check", "stats", "weld", "bore").out
    assert cli("check", "stats", "weld", "burrs").code == 5


def test_a_batch_meets_the_gate_as_well(cli: Cli, team: Team) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    ran = cli("batch", stdin=json.dumps(["task", "move", ref, "review"]) + "\n")
    assert ran.code == 3 and "Weld check" in ran.out


def test_history_says_it_in_words(cli: Cli, team: Team) -> None:
    publish(team)
    check = inspections.start(team.bo, "weld", team.task().ref).value.ref
    inspections.answer(team.bo, check, "bore", 12.3, sample=2)
    inspections.answer(team.bo, check, "bore", 12, sample=2)
    told = cli.ok("history", check).out
    assert "started weld-check@1 for OPS-1" in told
    assert "answered bore 2: 12.3, +0.2 outside" in told and "changed bore 2: 12.3 → 12" in told
