"""What the plan looks like, at the least size that is fully usable and at the design size."""

from __future__ import annotations

import pytest

from prodtui.services import plan, what_ifs
from tests.helpers.plan import NEXT
from tests.helpers.team import Team
from tests.snapshots.test_screens import SIZES, Compare, picture
from tests.tui.driver import Reader, program_for


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_grid(mill: Team, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = program_for(mill, theme="dark")
    assert picture(app, snap_compare, size, lambda ann: ann.press("1", "l"))


def test_writing(mill: Team, snap_compare: Compare) -> None:
    app = program_for(mill, theme="light")
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("1", "l", "e", "4", "2"))


def test_exceptions(mill: Team, snap_compare: Compare) -> None:
    app = program_for(mill, theme="dark")
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("1", "x"))


@pytest.mark.parametrize("theme", ["dark", "mono"])
def test_plans_side_by_side(mill: Team, snap_compare: Compare, theme: str) -> None:
    for name, quantity in (("Night shift", 24), ("More", 48)):
        what_ifs.add(mill.ann, name)
        plan.set_quantity(mill.ann, "housing", NEXT, quantity, what_if=name)

    async def compare(ann: Reader) -> None:
        await ann.press("1", "w")
        await ann.choose("up to 3")
        await ann.press("enter")

    assert picture(program_for(mill, theme=theme), snap_compare, (80, 24), compare)


def test_what_came_out(team: Team, snap_compare: Compare) -> None:
    team.task("Housing", product="housing", quantity=40, unit="pc", at="review")
    app = program_for(team, theme="light")
    assert picture(app, snap_compare, (80, 24), lambda ann: ann.press("l", "l", "l", "d", "tab", "3"))
