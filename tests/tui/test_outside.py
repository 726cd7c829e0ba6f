"""Long text in the reader's own editor, and what the screen library is told before it is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from prodtui.config import load_config
from prodtui.errors import Rejected, StoreProblem
from prodtui.process import prepare
from prodtui.screens.outside import edit_text
from tests.helpers.team import Team
from tests.tui.driver import sitting_at


def editor(tmp_path: Path, code: str) -> str:
    """Return the command of an editor that does `code` with the path in `file`."""
    script = tmp_path / "my editor.py"
    script.write_text(f"import sys, pathlib\nfile = pathlib.Path(sys.argv[1])\n{code}\n")
    return f'{sys.executable} "{script}"'


@contextmanager
def given_away(calls: list[str]) -> Iterator[None]:
    calls.append("away")
    yield
    calls.append("back")


def test_the_editor_gets_the_text_and_its_answer_comes_back(tmp_path: Path) -> None:
    calls: list[str] = []
    code = (
        "assert file.read_text() == 'before'; assert file.stat().st_mode & 0o777 == 0o600; file.write_text('after\\n')"
    )
    answer = edit_text("before", editor(tmp_path, code), tmp_path / "drafts", lambda: given_away(calls))
    assert (answer, calls) == ("after", ["away", "back"])
    assert list((tmp_path / "drafts").iterdir()) == []


def test_an_editor_that_fails_changes_nothing(tmp_path: Path) -> None:
    command = editor(tmp_path, "file.write_text('half'); sys.exit(1)")
    assert edit_text("before", command, tmp_path / "drafts", lambda: given_away([])) == "before"


@pytest.mark.parametrize(
    ("code", "kind"),
    [("file.write_bytes(b'\\xff\\xfe')", Rejected), ("file.unlink()", StoreProblem)],
)
def test_what_cannot_be_read_back_is_said(tmp_path: Path, code: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        edit_text("before", editor(tmp_path, code), tmp_path / "drafts", lambda: given_away([]))


def test_an_editor_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match='"no-such-editor"'):
        edit_text("before", "no-such-editor", tmp_path / "drafts", lambda: given_away([]))


async def test_a_terminal_that_cannot_be_given_away_is_said_in_the_form(desk: Team) -> None:
    async with sitting_at(desk, editor="true") as ann:
        await ann.press("e", "ctrl+o")
        ann.sees("cannot be given away", "They are in the safe.")


def test_a_slow_link_gets_fewer_frames_and_no_animation(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEXTUAL_FPS", "TEXTUAL_ANIMATIONS", "NO_COLOR"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    config = load_config({})
    prepare(replace(config, slow=False, colour=True))
    assert "TEXTUAL_FPS" not in os.environ
    prepare(replace(config, slow=True, colour=False))
    assert (os.environ["TEXTUAL_FPS"], os.environ["TEXTUAL_ANIMATIONS"], os.environ["NO_COLOR"]) == ("12", "none", "1")
