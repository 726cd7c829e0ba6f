"""A plan that was really played with goes out with its board and comes in again as it was."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from prodtui.interchange.board_json import write_board
from prodtui.services import board, capacity_changes, people, plan, plan_release, stores, undo, what_ifs
from prodtui.services.board_import import import_board
from prodtui.services.workspace import Workspace
from tests.helpers.fixtures import Filled
from tests.helpers.planning import LATER, MONDAY, NEXT, a_maker, a_product, an_order, cell, weeks
from tests.helpers.team import Team


def _exported(ws: Workspace) -> dict[str, Any]:
    out = io.StringIO()
    write_board(ws, out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def play(team: Team) -> None:
    """Make a plan with an order, releases, one taken back, outputs, what-ifs that were applied and dropped."""
    a_maker(team)
    bracket = a_product(team, lot_size=10)
    an_order(team, bracket, 30, LATER)
    plan.set_quantity(team.lea, "bracket", MONDAY, 20)
    plan.set_quantity(team.lea, "bracket", NEXT, 25)
    capacity_changes.add(team.lea, "person", "bo", NEXT, NEXT, 2, reason="overtime")
    what_ifs.add(team.lea, "More")
    plan.set_quantity(team.lea, "bracket", LATER, 40, what_if="More")
    what_ifs.apply(team.lea, "More")
    what_ifs.add(team.lea, "Less")
    plan_release.release(team.lea, "bracket", MONDAY)
    board.finish(team.bo, "OPS-1", output={"scrap": 2})
    plan_release.release(team.lea, "bracket", NEXT)
    undo.undo(team.lea)


@pytest.fixture
def played(filled: Filled) -> Team:
    """A plan that was played with; see `play`."""
    return filled(play)


def test_the_store_is_sound(played: Team) -> None:
    assert stores.check(played.ann).problems == ()


def test_the_plan_comes_back_as_it_was(played: Team, other: Team) -> None:
    document = _exported(played.ann)
    people.edit_person(other.ann, "bo", skills=["maker"])  # whom a store knows stays as they are
    import_board(other.ann, document, key="NEW")
    ws = other.of("lea", board="NEW")
    before, after = weeks(played), weeks(other, ws=ws)
    assert (after.products, after.loads) == (before.products, before.loads)
    assert [line.ref.replace("NEW", "OPS") for line in after.lines] == [line.ref for line in before.lines]
    assert [row.name for row in what_ifs.list_what_ifs(ws)] == ["Less"]
    assert weeks(other, ws=ws, what_if="Less").products == weeks(played, what_if="Less").products
    assert stores.check(ws).problems == ()
    assert len(plan_release.release(ws, "bracket", NEXT).value) == 3
    assert cell(weeks(other, ws=ws), "bracket", NEXT).released == 25
