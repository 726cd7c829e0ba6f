"""Tasks read by their references."""

from __future__ import annotations

import pytest

from prodtui.errors import NotFound
from prodtui.services import tasks
from tests.helpers.team import Team


def test_several_come_in_the_order_given_each_once(team: Team) -> None:
    for title in ("Drill", "Mill", "Weld"):
        team.task(title)
    rows = tasks.get_all(team.ann, ["OPS-3", "OPS-2", "OPS-3"])
    assert [row.title for row in rows] == ["Weld", "Mill"]
    assert tasks.get_all(team.ann, []) == ()


def test_one_that_does_not_exist_is_named(team: Team) -> None:
    team.task("Drill")
    with pytest.raises(NotFound, match="OPS-99"):
        tasks.get_all(team.ann, ["OPS-1", "OPS-99"])
