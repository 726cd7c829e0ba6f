"""Making, describing and keeping a store; settings; the demo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prodtui import __version__
from tests.cli.conftest import Cli, login
from tests.helpers.team import Team


def test_without_a_store_every_command_says_how_to_make_one(bare: Cli) -> None:
    for words in (["task", "list"], ["board"], ["history"], ["undo"], ["db", "check"]):
        ran = bare(*words)
        assert (ran.code, ran.out) == (74, "")
        assert "prodtui init" in ran.err
    assert bare("task", "list", "--json").error["code"] == "no_store"


def test_init_makes_a_store_once(bare: Cli, home: Path) -> None:
    made = bare.data("init", "--template", "shop-floor", "--key", "PRS", "--name", "Press", "--timezone", "Europe/Rome")
    assert (made["made_store"], made["made_board"], made["board"]["key"]) == (True, True, "PRS")
    assert made["board"]["timezone"] == "Europe/Rome"
    again = bare.ok("init", "--key", "PRS")
    assert "nothing had to change" in again.err
    assert bare.data("person", "list")[0]["role"] == "manager"
    assert bare.ok("task", "add", "First").out == "PRS-1 First\n"


def test_init_takes_a_place_and_refuses_nonsense(bare: Cli, tmp_path: Path) -> None:
    store = tmp_path / "deep" / "team.db"
    assert bare.ok("--store", str(store), "init", "-q").out == f"{store}\n"
    assert bare.ok("db", "path", "--store", str(store)).out == f"{store}\n"
    assert bare("init", "--template", "nosuch").code != 0
    assert bare("init", "--store", "postgres://x").code == 5
    assert bare("task", "list", "--store", str(tmp_path)).code == 74


@pytest.mark.usefixtures("short_demo")
def test_nothing_is_made_where_nothing_may_be_changed(
    bare: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "team.db"
    for words in (["init"], ["demo", "--no-open"]):
        ran = bare("--read-only", "--store", str(store), *words)
        assert (ran.code, f"`{words[0]}` makes a store, and --read-only refuses every change." in ran.err) == (3, True)
    settings = Path(bare.data("config", "path")["path"])
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("read_only = true\n", "utf-8")
    assert f"read_only in {settings} refuses" in bare("--store", str(store), "init").err
    settings.unlink()
    monkeypatch.setenv("PRODTUI_READ_ONLY", "1")
    assert "PRODTUI_READ_ONLY refuses every change" in bare("--store", str(store), "init").err
    assert not store.exists()
    monkeypatch.delenv("PRODTUI_READ_ONLY")
    bare.ok("--store", str(store), "init")


def test_the_store_described_checked_and_copied(cli: Cli, team: Team, store_path: Path, tmp_path: Path) -> None:
    team.task("Kept")
    assert cli.data("db", "path") == {"path": str(store_path), "source": "PRODTUI_STORE", "exists": True}
    assert cli.data("db", "info")["rows"]["task"] == 1
    assert "is sound" in cli.ok("db", "check").out
    copy = tmp_path / "copy.db"
    assert cli.data("db", "backup", str(copy)) == {"path": str(copy)}
    cli.ok("task", "add", "Lost")
    asked = cli("db", "restore", str(copy))
    assert (asked.code, "--yes" in asked.err) == (2, True)
    kept = Path(cli.data("db", "restore", str(copy), "--yes")["safety_copy"])
    assert kept.exists()
    assert [row["title"] for row in cli.data("task", "list")] == ["Kept"]
    assert "up to date" in cli.ok("db", "migrate").out


def test_a_damaged_store_has_its_exit_code(cli: Cli, team: Team, store_path: Path) -> None:
    from prodtui.storage.sqlite import sqlite3

    team.task()
    with sqlite3.connect(store_path) as connection:
        connection.execute("pragma foreign_keys=off")
        connection.execute("update task set step_id = 9999")
    connection.close()
    ran = cli("db", "check")
    assert ran.code == 74
    assert ran.out
    assert cli("db", "check", "--json").data["problems"]


def test_read_only_refuses_every_change(cli: Cli, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    team.task()
    changes = (
        ["task", "add", "x"],
        ["task", "done", "1"],
        ["undo"],
        ["person", "add", "zoe"],
        ["board", "edit", "--name", "x"],
    )
    for words in changes:
        assert cli("--read-only", *words).code == 3, words
    monkeypatch.setenv("PRODTUI_READ_ONLY", "1")
    assert cli("task", "add", "x").code == 3
    assert len(cli.data("task", "list")) == 1


def test_acting_for_somebody_is_recorded(cli: Cli) -> None:
    cli.ok("task", "add", "For bo", "--as", "bo")
    [event] = cli.data("history", "--limit", "1")
    assert (event["actor"], event["typed_by"]) == ("bo", login())
    assert cli("task", "add", "x", "--as", "nobody").code == 1


def test_info_tells_every_place_version_and_source(cli: Cli, store_path: Path, home: Path) -> None:
    data = cli.data("info", "--board", "OPS")
    assert data["versions"]["prodtui"] == __version__
    assert {"textual", "sqlmodel", "typer"} <= data["versions"].keys()
    assert data["paths"]["state"] == str(home / "prodtui" / "state")
    assert data["path_sources"]["state"] == "PRODTUI_HOME"
    assert data["settings"]["store"] == {"value": str(store_path), "source": "PRODTUI_STORE"}
    assert data["settings"]["board"] == {"value": "OPS", "source": "--board"}
    assert data["store"]["path"] == str(store_path)
    assert data["you"]["login"] == "ann"
    assert str(store_path) in cli.ok("info").out


def test_info_works_without_a_store(bare: Cli) -> None:
    ran = bare.ok("info", "--json")
    assert ran.data["store"]["error"]["code"] == "no_store"
    assert "prodtui init" in ran.err


def test_settings_are_listed_set_and_taken_out(bare: Cli, home: Path) -> None:
    file = Path(bare.ok("config", "path").out.strip())
    assert "There is no" in bare.ok("config", "check").out
    bare.ok("config", "set", "theme", "light")
    assert bare.ok("config", "get", "theme").out == "light\n"
    listed = {row["key"]: row for row in bare.data("config", "list")}
    assert listed["theme"] == {"key": "theme", "value": "light", "source": str(file)}
    assert bare.data("config") == bare.data("config", "show")
    assert "is in order" in bare.ok("config", "check").out
    bare.ok("config", "unset", "theme")
    assert "nothing had to change" in bare.ok("config", "unset", "theme").err
    assert bare("config", "get", "them").code == 5
    assert bare("config", "set", "them", "x").code == 5


def test_a_broken_settings_file_is_told_and_can_be_repaired(bare: Cli) -> None:
    file = Path(bare.ok("config", "path").out.strip())
    file.parent.mkdir(parents=True)
    file.write_text("theme = \n")
    assert bare("task", "list").code == 5
    assert bare("config", "check").code == 5
    assert bare.ok("config", "path").out.strip() == str(file)


@pytest.mark.usefixtures("short_demo")
def test_the_demo_is_made_where_it_is_asked_for(bare: Cli, tmp_path: Path) -> None:
    store = tmp_path / "demo.db"
    ran = bare.ok("demo", "--no-open", "--store", str(store))
    assert ran.out == f"{store}\n"
    assert f"prodtui --store {store}" in ran.err
    assert json.loads(bare("board", "list", "--store", str(store), "--json").out)["data"]
    assert bare("demo", "--no-open", "--store", str(store)).code == 3


@pytest.mark.usefixtures("short_demo")
def test_the_demo_without_a_place_or_a_terminal_is_temporary_and_stays_closed(bare: Cli) -> None:
    ran = bare.ok("demo", "-q")
    assert Path(ran.out.strip()).exists()
