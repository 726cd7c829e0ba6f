"""Stories of the board: what somebody does with it all day."""

from __future__ import annotations

from prodtui.services import board, boards, task_view, tasks
from tests.helpers.team import Clock, Team
from tests.tui.driver import sitting_at


async def test_an_empty_board_teaches_its_keys(team: Team) -> None:
    async with sitting_at(team) as ann:
        ann.sees("This board has no cards yet.", "a  adds one", "?  lists every key")


async def test_a_board_on_which_all_is_done_says_so(team: Team, ticking: Clock) -> None:
    for _ in range(2):
        board.finish(team.ann, team.task(at="doing").ref)
    ticking.forward(days=30)
    async with sitting_at(team) as ann:
        ann.sees("Nothing is open.", "2 tasks are finished, the last one on 2026-11-24.", "a  adds a card")
        ann.sees(":  task list --all").sees_not("no cards yet")
        await ann.press("a")
        await ann.type("Sweep")
        await ann.press("enter")
        ann.sees("OPS-3").sees_not("Nothing is open")
        tasks.archive(team.bo, "OPS-3")
        await ann.beat()
        ann.sees("1 task is archived without being finished.")


async def test_a_card_is_added_by_one_line(team: Team) -> None:
    async with sitting_at(team) as ann:
        await ann.press("a")
        await ann.type("Fix the press @bo #rework !high due:fri")
        ann.sees("Fix the press  @bo  #rework  high  due 2026-11-27 23:59")
        await ann.press("enter")
        ann.sees("OPS-1 Fix", "1 open")
        card = ann.card("OPS-1")
        assert (card.title, card.assignees, card.labels) == ("Fix the press", ("bo",), ("rework",))
        assert (card.priority, ann.cursor) == ("high", "OPS-1")


async def test_a_card_is_added_to_the_lane_of_the_cursor(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("l", "a")
        ann.sees("Add to Ready")
        await ann.type("Buy tape")
        await ann.press("enter")
        assert ann.lane_of("OPS-6") == "ready"


async def test_a_line_that_cannot_be_read_stays_where_it_was_typed(team: Team) -> None:
    async with sitting_at(team) as ann:
        await ann.press("a")
        await ann.type("Fix it @nobody")
        await ann.press("enter")
        ann.sees("Fix it @nobody", "There is no person 'nobody'.")
        await ann.press("backspace", "backspace", "backspace", "backspace", "backspace", "backspace")
        await ann.type("bo")
        await ann.press("enter")
        assert ann.card("OPS-1").assignees == ("bo",)


async def test_moving_a_card_keeps_the_cursor_on_it(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("L")
        assert (ann.cursor, ann.lane_of("OPS-1"), desk.get("OPS-1").step) == ("OPS-1", "ready", "ready")
        await ann.press("H")
        assert (ann.cursor, ann.lane_of("OPS-1")) == ("OPS-1", "backlog")
        await ann.press("H")
        assert ann.notice == "OPS-1 is in the first step already."


async def test_two_quick_moves_are_two_steps(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.burst("L", "L")
        assert desk.get("OPS-1").step == "doing"


async def test_a_card_is_moved_to_a_step_by_name(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("m")
        await ann.choose("rev")
        assert desk.get("OPS-1").step == "review"


async def test_start_and_done_are_one_key_each(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("s")
        assert desk.get("OPS-1").step == "doing"
        await ann.press("d")
        assert desk.get("OPS-1").step == "done"
        assert ann.notice == "Finished OPS-1. u takes it back."


async def test_cards_change_places_within_a_lane(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("J")
        assert desk.lane("backlog") == ["OPS-2", "OPS-1", "OPS-3"]
        await ann.press("K")
        assert desk.lane("backlog") == ["OPS-1", "OPS-2", "OPS-3"]
        await ann.press("K")
        assert ann.notice == "OPS-1 is at the top of the lane already."


async def test_a_verb_works_on_all_marked_cards(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("V", "L")
        assert desk.lane("backlog") == []
        assert ann.notice == "Moved 3 tasks to Ready. u takes it back."
        ann.sees_not("3 marked")
        await ann.press("u")
        assert desk.lane("backlog") == ["OPS-1", "OPS-2", "OPS-3"]


async def test_undo_and_redo_say_what_they_did(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("L", "u")
        assert (ann.notice, desk.get("OPS-1").step) == ("Took back the move of OPS-1. U does it again.", "backlog")
        await ann.press("U")
        assert (ann.notice, desk.get("OPS-1").step) == ("Did the move of OPS-1 again. u takes it back.", "ready")


async def test_blocking_asks_why_and_the_same_key_ends_it(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("b")
        await ann.type("no key")
        await ann.press("enter")
        assert desk.get("OPS-1").blocked_reason == "no key"
        ann.sees("no key", "2 blocked")
        await ann.press("b")
        assert desk.get("OPS-1").blocked_reason is None


async def test_people_are_put_on_a_card_and_taken_off(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("@")
        await ann.type("cy")
        await ann.press("tab", "enter")
        assert desk.get("OPS-1").assignees == ("bo", "cy")
        await ann.press("@")
        await ann.type("bo")
        ann.sees("[x] Bo Berg")
        await ann.press("tab", "backspace", "backspace", "enter")
        assert desk.get("OPS-1").assignees == ("cy",)


async def test_priority_time_comment_and_link(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("p")
        await ann.choose("urg")
        assert desk.get("OPS-1").priority == "urgent"
        await ann.press("t")
        await ann.type("1h30 new keys")
        await ann.press("enter")
        assert ann.notice == "Logged 1h30 on OPS-1."
        await ann.press("c")
        await ann.type("half done")
        await ann.press("enter")
        await ann.press("+")
        await ann.type("OPS-3 +4h")
        await ann.press("enter")
        detail = task_view.show(desk.ann, "OPS-1")
        assert [row.minutes for row in detail.work] == [90]
        assert [row.text for row in detail.comments] == ["half done"]
        assert [(row.ref, row.lag_hours) for row in detail.predecessors] == [("OPS-3", 4.0)]


async def test_putting_many_away_is_asked_for_first(team: Team) -> None:
    for number in range(5):
        team.task(f"Task {number}")
    async with sitting_at(team) as ann:
        await ann.press("V", "x")
        ann.sees("Archive 5 tasks?")
        await ann.press("n")
        assert len(team.lane("backlog")) == 5
        await ann.press("x", "y")
        assert team.lane("backlog") == []
        await ann.press("u")
        assert len(team.lane("backlog")) == 5


async def test_a_drag_moves_a_card_beside_another(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        grid = ann.board.grid
        await ann.pilot.mouse_down(grid, offset=(3, 1))
        await ann.pilot.hover(grid, offset=(30, 2))
        await ann.pilot.mouse_up(grid, offset=(30, 2))
        await ann.settle()
        assert desk.lane("ready") == ["OPS-1", "OPS-4"]


async def test_the_brackets_go_from_board_to_board(desk: Team) -> None:
    boards.create_board(desk.ann, "LAB", "Laboratory", template="shop-floor", timezone="UTC")
    async with sitting_at(desk) as ann:
        ann.sees("OPS  Operations")
        await ann.press("]")
        ann.sees("LAB  Laboratory", "This board has no cards yet.")
        await ann.press("[")
        ann.sees("OPS  Operations", "OPS-1")
        await ann.press("B")
        await ann.choose("lab")
        ann.sees("LAB  Laboratory")


async def test_one_board_has_no_neighbour(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("]")
        assert ann.notice == "This store has only one board."


async def test_a_store_with_several_boards_asks_which(desk: Team) -> None:
    boards.create_board(desk.ann, "LAB", "Laboratory", timezone="UTC")
    async with sitting_at(desk, board=None) as ann:
        ann.sees("Which board?", "Laboratory", "Operations")
        await ann.choose("oper")
        ann.sees("OPS-1")


async def test_reading_only_changes_nothing_and_says_so(desk: Team) -> None:
    async with sitting_at(desk, read_only=True) as ann:
        ann.sees("read only")
        await ann.press("L")
        assert ann.notice == "The board is open for reading only, so nothing can be changed here."
        assert desk.get("OPS-1").step == "backlog"


async def test_a_card_changed_meanwhile_is_moved_by_the_step_that_was_seen(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        board.move(desk.bo, "OPS-1", "doing")
        await ann.press("L")
        assert desk.get("OPS-1").step == "ready"
