"""What goes wrong inside, and what the log may say about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from prodtui.services import task_view
from tests.cli.conftest import Cli

SECRET = "what a task says"


def break_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ZeroDivisionError(SECRET) from error

    monkeypatch.setattr(task_view, "list_tasks", broken)


def test_a_fault_is_one_line_with_the_place_of_the_log(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_listing(monkeypatch)
    ran = cli("task", "list")
    log = home / "prodtui" / "state" / "log" / "prodtui.log"
    assert (ran.code, ran.out, ran.err.count("\n")) == (70, "", 1)
    assert "ZeroDivisionError" in ran.err
    assert str(log) in ran.err
    text = log.read_text()
    assert "test_faults.py" in text
    assert "KeyError" in text
    assert SECRET not in text + ran.err
    assert log.stat().st_mode & 0o077 == 0
    told = cli("task", "list", "--json")
    assert (told.code, told.error["code"], told.error["details"]["log"]) == (70, "fault", str(log))


def test_messages_are_logged_only_when_asked_for(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_listing(monkeypatch)
    monkeypatch.setenv("PRODTUI_DEBUG", "1")
    assert SECRET in cli("task", "list").err
    assert SECRET in (home / "prodtui" / "state" / "log" / "prodtui.log").read_text()


def test_an_interrupt_has_its_code(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(task_view, "list_tasks", interrupted)
    ran = cli("task", "list")
    assert (ran.code, ran.out, ran.err) == (130, "", "")
