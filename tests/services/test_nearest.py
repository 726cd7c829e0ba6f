"""The finish that is nearest to a window in which there is none."""

from __future__ import annotations

from datetime import date, timedelta

from prodtui.services import board
from prodtui.services.nearest import NearestFinish, nearest_finish
from tests.helpers.team import NOW, Clock, Team

DAY = timedelta(days=1)


def test_the_last_before_or_else_the_first_after(team: Team, ticking: Clock) -> None:
    first = NOW.date()
    assert nearest_finish(team.ann, first, first) is None, "nothing was ever finished"
    for _ in range(2):
        board.finish(team.ann, team.task(at="doing").ref)
        ticking.forward(days=10)
    assert nearest_finish(team.ann, first, first + 3 * DAY) is None
    assert nearest_finish(team.ann, first + DAY, first + 9 * DAY) == NearestFinish(first, is_before=True)
    assert nearest_finish(team.ann, first + 11 * DAY, date(2027, 1, 1)) == NearestFinish(
        first + 10 * DAY, is_before=True
    )
    assert nearest_finish(team.ann, first - 9 * DAY, first - DAY) == NearestFinish(first, is_before=False)
