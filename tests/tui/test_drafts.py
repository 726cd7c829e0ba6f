"""Drafts: typed text is on disk, comes back after a crash, and goes when it has served."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from prodtui.drafts import DraftBook
from prodtui.errors import StoreProblem
from tests.helpers.team import Team
from tests.tui.driver import sitting_at

GONE = 2**22 + 1
"""A process number that no process has: above the highest that Linux gives."""


def book(folder: Path, store: str = "team.db") -> DraftBook:
    return DraftBook(folder, store, clock=lambda: datetime(2026, 11, 24, 9, 2, tzinfo=UTC))


def left_behind(folder: Path, key: str, fields: Mapping[str, str], store: str = "team.db") -> None:
    """Keep a draft and make its file that of a process which has ended."""
    drafts = book(folder, store)
    drafts.watch(key, lambda: fields)
    drafts.collect(key)()
    for path in folder.glob(f"*.{os.getpid()}.json"):
        path.rename(path.with_name(path.name.replace(f".{os.getpid()}.", f".{GONE}.")))


async def test_a_draft_is_on_disk_while_the_form_is_open_and_gone_when_it_is_saved(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("a")
        await ann.type("Half a title")
        await ann.app.screen.keep_draft().wait()  # type: ignore[attr-defined]
        [file] = ann.app.config.paths.drafts.glob("*.json")
        assert "Half a title" in file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        await ann.press("enter")
        assert list(ann.app.config.paths.drafts.glob("*")) == []


async def test_a_draft_is_written_a_second_after_the_last_key(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("c")
        await ann.type("x")
        timer = ann.app.screen._draft_timer  # type: ignore[attr-defined]
        assert timer._interval == 1.0
        await ann.type("y")
        assert ann.app.screen._draft_timer is not timer  # type: ignore[attr-defined]


async def test_throwing_away_on_purpose_takes_the_draft_away(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("a")
        await ann.type("Half")
        await ann.app.screen.keep_draft().wait()  # type: ignore[attr-defined]
        await ann.press("escape", "y")
        assert list(ann.app.config.paths.drafts.glob("*")) == []


@pytest.mark.parametrize(
    ("key", "typed", "shown"),
    [
        ("new task", {"line": "Half a title @bo"}, "Half a title @bo"),
        ("comment on OPS-1", {"text": "Half a thought"}, "Half a thought"),
        ("edit of OPS-1", {"title": "Half an edit", "due": "fri"}, "Half an edit"),
        ("time spent on OPS-1", {"line": "1h30 half"}, "1h30 half"),
        ("block reason of OPS-1", {"line": "half a reason"}, "half a reason"),
    ],
)
async def test_a_lost_form_is_offered_again(
    desk: Team, home: Path, key: str, typed: dict[str, str], shown: str
) -> None:
    keys = {"new task": "a", "comment": "c", "edit": "e", "time": "t", "block": "b"}
    left_behind(home / "prodtui" / "state" / "drafts", key, typed, str(desk.path))
    async with sitting_at(desk) as ann:
        assert ann.toasts == (f"Not saved last time: {key}. Open the form again to go on.",)
        await ann.press(next(letter for name, letter in keys.items() if key.startswith(name)))
        ann.sees(shown, "This is your draft from ")
        await ann.press("escape", "y")
        assert list(ann.app.config.paths.drafts.glob("*")) == []


def test_a_draft_of_a_running_process_is_not_offered_to_another_window(tmp_path: Path) -> None:
    drafts = book(tmp_path)
    drafts.watch("new task", lambda: {"line": "mine"})
    drafts.collect("new task")()
    assert drafts.left_over() == ()


def test_the_newest_left_over_comes_first_and_stores_do_not_mix(tmp_path: Path) -> None:
    left_behind(tmp_path, "new task", {"line": "one"})
    left_behind(tmp_path, "new task", {"line": "other"}, store="other.db")
    [draft] = book(tmp_path).left_over("new task")
    assert (draft.fields, draft.saved_at) == ({"line": "one"}, datetime(2026, 11, 24, 9, 2, tzinfo=UTC))
    assert book(tmp_path).left_over("edit of OPS-1") == ()
    assert [each.key for each in book(tmp_path, "other.db").left_over()] == ["new task"]


def test_a_file_that_is_no_draft_is_left_alone(tmp_path: Path) -> None:
    left_behind(tmp_path, "new task", {"line": "one"})
    [file] = tmp_path.glob("*.json")
    file.write_text('{"key": "new task"')
    assert book(tmp_path).left_over() == ()
    assert file.exists()


def test_a_write_that_comes_after_the_form_was_saved_leaves_nothing(tmp_path: Path) -> None:
    drafts = book(tmp_path)
    drafts.watch("new task", lambda: {"line": "saved"})
    late = drafts.collect("new task")
    drafts.close("new task")
    late()
    assert list(tmp_path.glob("*.json")) == []


def test_a_disk_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file where the folder should be")
    drafts = book(tmp_path / "drafts")
    drafts.watch("new task", lambda: {"line": "x"})
    with pytest.raises(StoreProblem):
        drafts.collect("new task")()


def test_one_form_that_cannot_be_read_does_not_cost_the_others(tmp_path: Path) -> None:
    def broken() -> dict[str, str]:
        raise RuntimeError("the widget is gone")

    drafts = book(tmp_path)
    drafts.watch("comment on OPS-1", broken)
    drafts.watch("new task", lambda: {"line": "kept"})
    assert drafts.flush() == 1


def test_a_killed_process_leaves_its_draft_whole(tmp_path: Path) -> None:
    code = """
import os, signal, sys
from pathlib import Path
from prodtui.drafts import DraftBook
drafts = DraftBook(Path(sys.argv[1]), "team.db")
drafts.watch("new task", lambda: {"line": "typed"})
drafts.collect("new task")()
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    [draft] = book(tmp_path).left_over("new task")
    assert draft.fields == {"line": "typed"}
