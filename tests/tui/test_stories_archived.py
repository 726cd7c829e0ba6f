"""Stories of an archived board: it is looked at, not worked on, and nobody gets there by switching."""

from __future__ import annotations

from prodtui.services import boards
from tests.helpers.team import Team
from tests.tui.driver import sitting_at

WORDS = "Board OPS is archived; `prodtui board restore OPS` brings it back."


async def test_a_board_that_somebody_archives_is_read_only_from_then_on(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        ann.sees_not("(archived)")
        boards.archive_board(desk.lea, "OPS")
        await ann.beat()
        ann.sees("Operations (archived)", "OPS-1")
        await ann.press("L")
        assert ann.notice == WORDS
        assert ann.lane_of("OPS-1") == "backlog"
        boards.restore_board(desk.lea, "OPS")
        await ann.beat()
        ann.sees_not("(archived)")
        await ann.press("L")
        assert ann.lane_of("OPS-1") == "ready"


async def test_the_ways_to_other_boards_pass_an_archived_one_by(desk: Team) -> None:
    for key in ("DEV", "LAB"):
        boards.create_board(desk.ann, key, f"Board {key}", template="it-service")
    boards.archive_board(desk.ann, "LAB")
    async with sitting_at(desk, board="LAB") as ann:
        ann.sees("Board LAB (archived)")
        await ann.press("B")
        assert ann.dialog == "Picker"
        ann.sees("DEV", "OPS").sees_not("Board LAB  ")
        await ann.press("escape", "]")
        ann.sees("Board DEV")
        await ann.press("]", "]", "]")
        ann.sees("Operations").sees_not("Board LAB")


async def test_the_first_board_is_never_an_archived_one(desk: Team) -> None:
    for key in ("DEV", "LAB"):
        boards.create_board(desk.ann, key, f"Board {key}", template="it-service")
    boards.archive_board(desk.ann, "LAB")
    async with sitting_at(desk, board=None) as ann:
        ann.sees("Which board?", "Operations", "Board DEV").sees_not("Board LAB")
