"""What somebody's own day looks like, and the question that comes with a timer that turns to another task."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from prodtui.services import issue_actions, issues, timers
from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import program_for
from tests.tui.standup import morning

__all__ = ["morning"]

SHOTS: dict[str, Sequence[str]] = {"day": ("0",), "turn": ("0", "ctrl+t"), "stop": ("0", "j", "ctrl+t")}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SHOTS)
def test_day(morning: Team, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    raised = issues.raise_issue(morning.lea, "Burrs", severity="major").value
    issue_actions.add_action(morning.lea, raised.ref, "Deburr all plates", owner="bo", due=morning.clock())
    timers.start_timer(morning.bo, "OPS-2")
    morning.clock.forward(minutes=95)
    app = program_for(morning, who="bo", theme="dark")
    assert picture(app, snap_compare, size, lambda bo: bo.press(*SHOTS[name]))
