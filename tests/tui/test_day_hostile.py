"""Somebody's own day in hostile text, in tiny and plain terminals, without colour: it stays text and goes on."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from prodtui.services import handovers, issue_actions, issues, tasks, timers
from prodtui.storage.tables.daily import Handover
from prodtui.storage.tables.issues import IssueAction
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.standup import morning
from tests.tui.test_hostile import HOSTILE, SIZES, nothing_hostile_is_drawn

__all__ = ["morning"]


def plant(team: Team, text: str) -> None:
    """Put a text wherever people's words stand in a day of ann, past every check at the border."""
    tasks.assign(team.ann, ("OPS-1", "OPS-2"), add=("ann",))
    raised = issues.raise_issue(team.lea, "placeholder", severity="major").value
    issue_actions.add_action(team.lea, raised.ref, "placeholder", owner="ann", due=team.clock())
    handovers.write_handover(team.lea, "placeholder", since=team.clock())
    timers.start_timer(team.ann, "OPS-2")
    with write(team.store, team.ann.actor, "test", now=NOW) as unit:
        unit.session.execute(update(table_of(Task)).values(title=text))
        unit.session.execute(update(table_of(Task)).where(table_of(Task).c.number == 1).values(blocked_reason=text))
        unit.session.execute(update(table_of(IssueAction)).values(text=text))
        unit.session.execute(update(table_of(Handover)).values(text=text))
        unit.commit()


async def look_everywhere(ann: Reader) -> None:
    """Go through every row of the day, and through the dialogs of the timer."""
    await ann.press("0", *("j",) * 8, "G", "g", "ctrl+t", "escape", "j", "ctrl+t", "escape", "2", "g", "ctrl+t")
    await ann.press("escape", "0", "/", "escape", "?", "escape", "2")


@pytest.mark.crossed(text=HOSTILE, size=SIZES)
async def test_hostile_text_of_every_size(morning: Team, text: str, size: tuple[int, int]) -> None:
    plant(morning, text)
    await nothing_hostile_is_drawn(morning, look_everywhere, size)


async def test_it_goes_on_at_20x5(morning: Team) -> None:
    async with sitting_at(morning, who="bo", size=(20, 5)) as bo:
        await bo.press("0", "ctrl+t")
        row = timers.timer(morning.bo)
        assert row is not None and row.ref == "OPS-1"


async def test_a_plain_terminal_gets_plain_signs(morning: Team) -> None:
    timers.start_timer(morning.bo, "OPS-2")
    async with sitting_at(morning, who="bo", ascii=True) as bo:
        await bo.press("0")
        bo.sees("@ OPS-2 0m", "@   OPS-2 File", "timer 0m - 2d late", "!   OPS-1 Saw")
        assert all(line.isascii() for line in bo.lines)
