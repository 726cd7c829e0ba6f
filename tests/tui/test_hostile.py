"""Text from people stays text: on every screen and in every dialog, whatever it holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import update

from prodtui.domain.text import sanitize
from prodtui.services import talk, tasks
from prodtui.storage.tables.issues import Downtime, Improvement, Issue, IssueAction, IssueComment
from prodtui.storage.tables.talk import Comment
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Team
from tests.tui.driver import Reader, sitting_at

MARKUP = [
    "[/]",
    "[todo] do it",
    "[@click=app.quit]x[/]",
    "[bold red]loud[/]",
    "[link=file:///etc]y[/]",
    "$[a]",
    "\\[b]",
]
CONTROL = [
    "\x1b[2J\x1b[Hgone",
    "\x1b]52;c;aGk=\x07",
    "\x9b31mred",
    "a\rb",
    "a\x00b\x07\x08",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "zero\u200bwidth",
    "line\u2028break",
    "tab\there",
]
LONG = ["W" * 200, "漢字" * 60, "👩‍👩‍👧‍👦" * 30, "é" * 60 + "漢字" * 30 + "👩‍👩‍👧‍👦" * 10 + "a\u0301\u0302\u0303" * 30]


def plant(team: Team, text: str) -> None:
    """Put a text into the store past every check at the border, as a damaged or foreign program could."""
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        unit.session.execute(
            update(table_of(Task)).values(title=text, notes=text, blocked_reason=text, blocked_since=NOW)
        )
        unit.session.execute(update(table_of(Comment)).values(text=text))
        unit.commit()


def plant_in_log(team: Team, text: str) -> None:
    """Put a text into everything that people type about issues, improvements and downtime."""
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        run = unit.session.execute
        run(update(table_of(Issue)).values(title=text, notes=text, containment=text, cause=text, evidence=text))
        run(update(table_of(Issue)).values(whys=[text, text], category=text))
        run(update(table_of(IssueAction)).values(text=text, result=text))
        run(update(table_of(IssueComment)).values(text=text))
        run(update(table_of(Downtime)).values(reason=text))
        run(update(table_of(Improvement)).values(title=text, problem=text, change=text, learned=text, unit=text))
        unit.commit()


async def look_at_the_log(ann: Reader) -> None:
    """Open every screen and dialog of the issue log."""
    await ann.press("5", "j", "k", "A", "G", "g", "enter", "G", "g", "e", "escape", "L", "escape", "d", "escape")
    await ann.press("i", "escape", "escape", "H", "escape", "f", "escape", "o", "escape", "P", "tab", "tab", "w")
    await ann.press("escape", "a", "escape", "tab", "enter", "G", "e", "escape", "escape", "tab", "e", "escape")
    await ann.press("ctrl+p", "escape", "?", "escape", "escape", "2", "l", "l", "i", "escape", "!", "escape")


async def look_everywhere(ann: Reader) -> None:
    """Open every screen and dialog that shows a task's text."""
    await ann.press("space", "j", "k", "S", "S", "S", "S", "C", "C")
    await ann.press("w", "escape", "L", "w", "escape", "m", "escape", "@", "escape", "p", "escape")
    await ann.press("e", "escape", "enter", "G", "escape", "escape")
    await ann.press("/")
    await ann.type("a")
    await ann.press("enter", "n", "ctrl+p")
    await ann.type("o")
    await ann.press("escape", "f")
    await ann.press("escape", "b", "u", "?", "escape")


HOSTILE = [" ".join([*MARKUP, *CONTROL]), LONG[0], LONG[3]]


#: Where they are looked at; a run looks at each text in one of the first sizes, full size at each in all of them.
SIZES = [(80, 24), (20, 5), (10, 3), (100, 30)]


@pytest.mark.crossed(text=HOSTILE, size=SIZES)
async def test_hostile_text_on_every_screen_of_every_size(desk: Team, text: str, size: tuple[int, int]) -> None:
    talk.comment(desk.ann, "OPS-1", "placeholder")
    plant(desk, text)
    await nothing_hostile_is_drawn(desk, look_everywhere, size)


@pytest.mark.crossed(text=HOSTILE, size=SIZES)
async def test_hostile_text_in_the_issue_log_of_every_size(log: Team, text: str, size: tuple[int, int]) -> None:
    plant(log, text)
    plant_in_log(log, text)
    await nothing_hostile_is_drawn(log, look_at_the_log, size)


async def nothing_hostile_is_drawn(
    team: Team, look: Callable[[Reader], Awaitable[None]], size: tuple[int, int]
) -> None:
    async with sitting_at(team, size=size) as ann:
        seen: list[str] = []
        display = ann.app._display

        def watch(screen: object, renderable: object) -> None:
            seen.extend(ann.lines)
            display(screen, renderable)  # type: ignore[arg-type]

        ann.app._display = watch  # type: ignore[method-assign]
        await look(ann)
        bad = [line for line in seen if sanitize(line) != line or any(char in line for char in "\t\n\r")]
        assert not bad, bad[:2]
        assert ann.app.is_running


@pytest.mark.parametrize("text", MARKUP)
async def test_markup_is_shown_as_it_was_typed(team: Team, text: str) -> None:
    team.task(text)
    async with sitting_at(team, size=(160, 40)) as ann:  # the header has room for all of the news
        ann.sees(text[:8])
        await ann.press("enter")
        ann.sees(text)
        await ann.press("escape")
        tasks.edit(team.bo, "OPS-1", {"notes": "touch"})
        await ann.beat()
        assert ann.news == f"bo changed OPS-1 {text}"
        ann.sees(f"bo changed OPS-1 {text}"[:28])


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\u202eb", "a\x07b"])
async def test_control_characters_are_refused_where_they_are_pasted(team: Team, text: str) -> None:
    async with sitting_at(team) as ann:
        await ann.press("a")
        await ann.paste(text)
        await ann.press("enter")
        assert ann.dialog == "QuickAdd"
        assert team.lane("backlog") == []
