"""The morning that stories of the stand-up begin with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.services import board
from tests.helpers.team import NOW, Clock, Team


@pytest.fixture
def morning(team: Team, ticking: Clock) -> Team:
    """One card is blocked for two days, one is late, one waits its turn, one is finished; one step is full."""
    late = NOW - timedelta(days=2)
    for title, due in (("Saw", None), ("File", late), ("Paint", None), ("Pack", None)):
        team.task(title, assignees=("bo",), due=due)
    ticking.forward(days=-2)
    board.move(team.bo, "OPS-1", "doing")
    board.block(team.bo, "OPS-1", "no steel")
    board.move(team.bo, "OPS-2", "doing")
    team.step("doing", wip_limit=2)
    ticking.forward(days=2)
    board.move(team.bo, "OPS-4", "done")
    return team
