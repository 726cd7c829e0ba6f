"""The inbox and the desktop notice in hostile text and tiny terminals: text stays text."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from prodtui.storage.tables.talk import Comment
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.test_hostile import HOSTILE, SIZES, nothing_hostile_is_drawn


def plant(team: Team, text: str) -> None:
    """Let bo mention ann on a card with a hostile title, past every check at the border."""
    with write(team.store, team.bo.actor, "test", now=NOW) as unit:
        unit.session.execute(update(table_of(Task)).values(title=text))
        board, said = team.bo.need_board().id, {"text": f"@ann {text}"}
        id = unit.insert(table_of(Comment), task_id=1, at=NOW, author="bo", **said)
        unit.record("comment", id, "OPS-1", None, {"id": id, **said}, 1, board_id=board)
        unit.touch(f"tasks:{board}")
        unit.commit()


async def look_everywhere(ann: Reader) -> None:
    await ann.press("E", "j", "k", "A", "/", "escape", "?", "escape", "ctrl+p", "escape", "enter", "escape", "space")
    await ann.press("R", "E")


@pytest.mark.crossed(text=HOSTILE, size=SIZES)
async def test_hostile_text_of_every_size(desk: Team, text: str, size: tuple[int, int]) -> None:
    plant(desk, text)
    await nothing_hostile_is_drawn(desk, look_everywhere, size)


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_desktop_notice_is_one_sequence(desk: Team, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    heard: list[str] = []
    async with sitting_at(desk, desktop_notice=True) as ann:
        ann.app.to_terminal = heard.append
        plant(desk, text)
        await ann.beat()
    (line,) = heard
    assert (line[:12], line[-1]) == ("\x1b]9;prodtui:", "\x07")
    assert line[1:-1].isprintable()


async def test_it_goes_on_at_20x5(desk: Team) -> None:
    plant(desk, "Saw")
    async with sitting_at(desk, size=(20, 5)) as ann:
        await ann.press("E")
        ann.sees("Inbox of Ann", "●  Saw")
        await ann.press("space", "E")
        assert ann.app.inbox.rows == ()
