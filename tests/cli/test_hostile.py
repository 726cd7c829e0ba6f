"""Text from people is text: no control code reaches a terminal, whatever way it came in."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator

import pytest

from prodtui.domain.text import sanitize
from tests.cli.conftest import Cli
from tests.helpers.team import Team

HOSTILE = (
    "\x1b[2J\x1b[H",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]8;;http://evil\x07click\x1b]8;;\x07",
    "\x9b31m",
    "\x07bell",
    "back\x08space",
    "carriage\rreturn",
    "null\x00byte",
    "del\x7f",
    "line\u2028separator",
    "\u202eright to left",
    "\u2066isolate\u2069",
    "zero\u200bwidth",
    "byte order\ufeffmark",
    "soft\xadhyphen",
    "lone \udcff surrogate",
    "tag \U000e0041 letter",
    "vertical\x0btab",
    "form\x0cfeed",
    "next\x85line",
)
MARKUP = (
    "[/]",
    "[todo]",
    "[@click=app.quit]quit[/]",
    "[bold red]x",
    "$(rm -rf ~)",
    "`id`",
    "%s %n {0} {x}",
    "=cmd|'/c calc'!A1",
    "'; DROP TABLE task; --",
    "../../etc/passwd",
)


def controls(text: str) -> set[str]:
    """Return what a terminal would obey in a text of several lines."""
    return {char for char in text if char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")} | {
        char for char in text if char in "\u202e\u2066\u2069\u200b\ufeff\xad"
    }


def entries(text: str) -> Iterator[tuple[str, ...]]:
    yield ("task", "add", f"x {text}")
    yield ("task", "add", "x", "--notes", f"x {text}")
    yield ("task", "add", "x", "--product", f"x {text}")
    yield ("task", "add", "x", "--label", f"x {text}")
    yield ("task", "add", "x", "--key", f"x {text}")
    yield ("task", "block", "OPS-1", f"x {text}")
    yield ("task", "comment", "OPS-1", f"x {text}")
    yield ("task", "log", "OPS-1", "1h", "--note", f"x {text}")
    yield ("task", "show", f"x {text}")
    yield ("task", "assign", "OPS-1", f"x {text}")
    yield ("task", "move", "OPS-1", f"x {text}")
    yield ("task", "due", "OPS-1", f"x {text}")
    yield ("task", "priority", "OPS-1", f"x {text}")
    yield ("task", "list", f"x{text}")
    yield ("task", "list", "--columns", f"x {text}")
    yield ("task", f"x {text}")
    yield (f"x {text}",)
    yield ("task", "add", "x", f"--x{text}")
    yield ("board", "add", "NEW", f"x {text}")
    yield ("board", "add", f"x{text}", "Name")
    yield ("step", "add", f"x {text}")
    yield ("step", "edit", "doing", "--criteria", f"x {text}")
    yield ("person", "add", "zoe", "--name", f"x {text}")
    yield ("filter", "save", f"x {text}", "late")
    yield ("task", "repeat", "add", f"x {text}", "Sweep")
    yield ("config", "get", f"x {text}")
    yield ("product", "add", f"x {text}", "--route", f"x {text}:1")
    yield ("product", "add", "Pump", "--material", f"x {text}:1")
    yield ("product", "show", f"x {text}")
    yield ("resource", "add", f"x {text}", "--kind", "tool", "--hours", f"x {text}")
    yield ("resource", "receive", f"x {text}", f"1{text}")
    yield ("calendar", "set", "--week", f"mon {text}", "--country", f"x{text}")
    yield ("calendar", "add", "2026-12-24", "off", "--name", f"x {text}")
    yield ("calendar", "absence", "add", f"x {text}", "--reason", f"x {text}")
    yield ("task", "list", "--board", f"x {text}")
    yield ("task", "list", "--as", f"x {text}")


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_controls_never_reach_the_terminal_on_their_way_in(text: str, cli: Cli, team: Team) -> None:
    team.task()
    for words in entries(text):
        ran = cli(*words)
        assert not controls(ran.out + ran.err), words
        assert ran.code != 70, (words, ran.err)
        told = cli(*words, "--json")
        assert told.out.isascii()
        json.loads(told.out)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_and_formulas_are_just_text(text: str, cli: Cli, team: Team) -> None:
    row = cli.data("task", "add", "--", text)
    assert row["title"] == text
    cli.ok("task", "comment", row["ref"], "--", text)
    cli.ok("task", "block", row["ref"], "--", text)
    for words in (["task", "list"], ["task", "show", row["ref"]], ["board"], ["history"]):
        assert text in cli.ok(*words).out
    cell = cli.ok("task", "list", "--csv", "--no-headers", "--columns", "title").out
    assert not cell.lstrip('"').startswith(("=", "+", "-", "@"))


def test_what_got_into_the_store_is_made_safe_on_the_way_out(cli: Cli, team: Team, store_path) -> None:
    """An older version, or another program, may have written it."""
    from prodtui.storage.sqlite import sqlite3

    team.task(), team.task()
    cli.ok("task", "comment", "OPS-1", "x")
    evil = "evil\x1b[2J\u202e\x9b\x07"
    with sqlite3.connect(store_path) as connection:
        connection.execute("update task set title = ?, notes = ?, blocked_reason = ?, product = ?", (evil,) * 4)
        connection.execute("update comment set text = ?", (evil,))
        connection.execute("update step set name = ?", (evil,))
        connection.execute("update board set name = ?", (evil,))
    connection.close()
    lists = (["task", "list"], ["board"], ["board", "list"], ["step", "list"], ["task", "show", "1"], ["history"])
    for words in lists:
        for form in ((), ("--csv",), ("--plain",)):
            ran = cli(*words, *form)
            assert not controls(ran.out + ran.err), words
            assert ran.code == 0
        assert cli.ok(*words, "--json").out.isascii()
    assert sanitize(evil) in cli.ok("task", "list").out


def test_a_terminal_table_holds_no_control_of_ours(cli: Cli, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    from prodtui.cli import output
    from prodtui.storage.sqlite import sqlite3

    team.task()
    with sqlite3.connect(team.path) as connection:
        connection.execute("update task set title = ?", ("[/] [bold]evil\x1b[2J",))
    connection.close()
    monkeypatch.setattr(output, "is_terminal", lambda stream: True)
    drawn = cli.ok("task", "list").out
    assert "[/] [bold]evil\ufffd[2J" in drawn
    assert cli.ok("task", "list", "--plain").out.startswith("REF    TITLE")
