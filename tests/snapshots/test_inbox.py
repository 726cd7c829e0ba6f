"""What the inbox looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from prodtui.services import handovers, issues, talk, tasks
from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import program_for

SHOTS: dict[str, Sequence[str]] = {"new": ("E", "j", "j"), "read": ("E", "space", "A", "j")}


def fill(team: Team) -> None:
    """Let four things concern ann."""
    tasks.assign(team.bo, ["OPS-4"], add=["ann"])
    text = "The tape drive is loose again and I cannot find the screws; can you look at it before noon, @ann?"
    talk.comment(team.cy, "OPS-5", text)
    issues.raise_issue(team.bo, "Tape torn", task="OPS-5", andon=True)
    handovers.write_handover(team.lea, "All is well\nThe archive moves tomorrow.")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SHOTS)
def test_inbox(desk: Team, snap_compare: Compare, name: str, size: tuple[int, int]) -> None:
    fill(desk)
    app = program_for(desk, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press(*SHOTS[name]))


def test_the_header_counts(desk: Team, snap_compare: Compare) -> None:
    fill(desk)
    app = program_for(desk, theme="dark")
    assert picture(app, snap_compare, (120, 40), lambda ann: ann.press("4"))


def test_inbox_in_mono(desk: Team, snap_compare: Compare) -> None:
    fill(desk)
    app = program_for(desk, theme="mono", ascii=True)
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press(*SHOTS["read"]))
