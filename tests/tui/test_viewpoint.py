"""The cursor and scrolling of a board, as data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prodtui.domain.rows_board import CardRow
from prodtui.widgets.board_model import BoardModel, Grouping
from prodtui.widgets.viewpoint import Direction, Viewpoint
from tests.helpers.boards import a_snapshot, cards
from tests.helpers.rows import AT


def a_viewpoint(rows: list[CardRow], width: int = 80, height: int = 9, card_height: int = 2) -> Viewpoint:
    """Return a viewpoint over four lanes; nine rows are a header and four cards of two lines."""
    viewpoint = Viewpoint(BoardModel(a_snapshot(rows), AT), card_height)
    viewpoint.resize(width, height)
    return viewpoint


def walk(viewpoint: Viewpoint, keys: str) -> int | None:
    """Press h, j, k and l, and return the id of the card under the cursor."""
    ways = dict(zip("hjkl", (Direction.LEFT, Direction.DOWN, Direction.UP, Direction.RIGHT), strict=True))
    for key in keys:
        viewpoint.move(ways[key])
    return viewpoint.cursor_id


def test_it_begins_on_the_first_card() -> None:
    assert a_viewpoint(cards(ready=2)).cursor_id == 1


def test_cursor_keys_stop_at_the_edges() -> None:
    viewpoint = a_viewpoint(cards(ready=2, doing=1, check=1, done=1))
    assert walk(viewpoint, "kkhh") == 1
    assert walk(viewpoint, "jjjj") == 2
    assert walk(viewpoint, "llllll") == 5


def test_sideways_keeps_the_height_on_the_screen() -> None:
    viewpoint = a_viewpoint(cards(ready=4, doing=1, check=4))
    assert walk(viewpoint, "jj") == 3
    assert walk(viewpoint, "l") == 5
    assert walk(viewpoint, "l") == 8
    assert walk(viewpoint, "hh") == 3


def test_a_lane_without_cards_can_be_stood_in() -> None:
    viewpoint = a_viewpoint(cards(ready=2, check=2))
    assert walk(viewpoint, "jl") is None
    assert viewpoint.cursor_step == "doing"
    assert walk(viewpoint, "l") == 4


def test_a_lane_turns_by_a_page_with_one_card_of_context() -> None:
    viewpoint = a_viewpoint(cards(ready=20))
    walk(viewpoint, "jjj")
    assert viewpoint.offsets["ready"] == 0
    assert walk(viewpoint, "j") == 5
    assert viewpoint.offsets["ready"] == 6
    assert walk(viewpoint, "k") == 4
    assert viewpoint.offsets["ready"] == 6
    assert walk(viewpoint, "k") == 3
    assert viewpoint.offsets["ready"] == 0


@pytest.mark.parametrize("height", range(9))
@pytest.mark.parametrize("card_height", [1, 2])
def test_the_cursor_is_on_the_screen_whatever_its_height(height: int, card_height: int) -> None:
    viewpoint = a_viewpoint(cards(ready=12), 20, height, card_height)
    for key in "jjjjjjjjjjjkkkkkkkkkkk":
        walk(viewpoint, key)
        line = viewpoint.layout.line_of(viewpoint.model.lane("ready"), (viewpoint.cursor_id or 0) - 1)
        assert 0 <= line - viewpoint.offsets["ready"] <= max(height - 1 - card_height, 0)


def test_first_last_and_half_pages() -> None:
    viewpoint = a_viewpoint(cards(ready=20))
    viewpoint.move_to_edge(last=True)
    assert (viewpoint.cursor_id, viewpoint.offsets["ready"]) == (20, 32)
    viewpoint.half_page(-1)
    assert viewpoint.cursor_id == 18
    viewpoint.move_to_edge(last=False)
    assert (viewpoint.cursor_id, viewpoint.offsets["ready"]) == (1, 0)


def test_narrow_screens_scroll_sideways() -> None:
    viewpoint = a_viewpoint(cards(ready=1, doing=1, check=1, done=1), width=45)
    walk(viewpoint, "ll")
    assert viewpoint.first_lane == 1
    walk(viewpoint, "hh")
    assert viewpoint.first_lane == 0


def test_the_cursor_follows_its_card_into_another_lane() -> None:
    rows = cards(ready=3, doing=3)
    viewpoint = a_viewpoint(rows)
    walk(viewpoint, "j")
    anchors = viewpoint.anchors()
    viewpoint.model.apply([replace(rows[1], step="doing", rank=999, version=2)])
    viewpoint.hold(anchors)
    assert (viewpoint.cursor_step, viewpoint.cursor_id) == ("doing", 2)


def test_when_its_card_goes_the_next_one_takes_the_cursor() -> None:
    viewpoint = a_viewpoint(cards(ready=3))
    walk(viewpoint, "j")
    for gone, then in ((2, 3), (3, 1), (1, None)):
        viewpoint.model.apply([], [gone])
        viewpoint.hold({})
        assert viewpoint.cursor_id == then
    assert viewpoint.cursor_step == "ready"


def test_what_is_read_stays_where_it_is_when_something_changes_above() -> None:
    rows = cards(ready=30)
    viewpoint = a_viewpoint(rows)
    viewpoint.go_to(20)
    top = viewpoint.hit(0, 1)
    anchors = viewpoint.anchors()
    viewpoint.model.apply([replace(rows[0], id=99, rank=1)], [2, 3])
    viewpoint.hold(anchors)
    assert top is not None and top.card is not None
    after = viewpoint.hit(0, 1)
    assert after is not None and after.card == top.card
    assert viewpoint.cursor_id == 20


def test_a_lane_that_shrinks_scrolls_back() -> None:
    viewpoint = a_viewpoint(cards(ready=30))
    viewpoint.go_to(30)
    viewpoint.model.apply([], range(5, 31))
    viewpoint.hold(viewpoint.anchors())
    assert viewpoint.offsets["ready"] == 0
    assert viewpoint.cursor_id == 4


def test_the_wheel_moves_one_lane_and_not_the_cursor() -> None:
    viewpoint = a_viewpoint(cards(ready=30, doing=30))
    viewpoint.scroll("doing", 5)
    assert (viewpoint.offsets["ready"], viewpoint.offsets["doing"], viewpoint.cursor_id) == (0, 10, 1)
    viewpoint.scroll("doing", -50)
    assert viewpoint.offsets["doing"] == 0
    viewpoint.scroll("ready", 5)
    assert not viewpoint.is_cursor_visible()
    walk(viewpoint, "j")
    assert viewpoint.is_cursor_visible()


def test_swimlanes_scroll_together() -> None:
    rows = [replace(row, assignees=("ann",) if row.id % 2 else ("bo",)) for row in cards(ready=20, doing=6)]
    viewpoint = a_viewpoint(rows)
    viewpoint.rearrange(BoardModel(a_snapshot(rows), AT, grouping=Grouping.PERSON), 2)
    viewpoint.move_to_edge(last=True)
    assert viewpoint.cursor_id == 20
    assert len(set(viewpoint.offsets.values())) == 1
    assert viewpoint.is_cursor_visible()


def test_what_lies_under_the_pointer() -> None:
    viewpoint = a_viewpoint(cards(ready=2, doing=1))
    over = [viewpoint.hit(x, y) for x, y in ((0, 0), (0, 1), (19, 2), (20, 1), (0, 5), (0, -1), (80, 1))]
    assert [None if hit is None else (hit.step, hit.ordinal, hit.header) for hit in over] == [
        ("ready", None, True),
        ("ready", 0, False),
        ("ready", 0, False),
        ("doing", 0, False),
        ("ready", None, False),
        None,
        None,
    ]


def test_find_goes_round_in_reading_order() -> None:
    viewpoint = a_viewpoint(cards(ready=3, doing=3))

    def odd(card: CardRow) -> bool:
        return card.id in (2, 5)

    found = []
    for step in (1, 1, 1, -1, -1):
        assert viewpoint.find(odd, step)
        found.append(viewpoint.cursor_id)
    assert found == [2, 5, 2, 5, 2]
    assert not viewpoint.find(lambda card: False, 1)
    assert viewpoint.cursor_id == 2


def test_neighbours() -> None:
    viewpoint = a_viewpoint(cards(ready=3))
    above, below = viewpoint.neighbours(2)
    assert above is not None and below is not None
    assert (above.id, below.id) == (1, 3)
    assert viewpoint.neighbours(1)[0] is None
    assert viewpoint.neighbours(99) == (None, None)


def test_a_board_without_steps_or_cards_is_no_trouble() -> None:
    viewpoint = Viewpoint(BoardModel(a_snapshot([], ()), AT), 2)
    viewpoint.resize(80, 24)
    assert walk(viewpoint, "hjkl") is None
    viewpoint.half_page(1)
    viewpoint.move_to_edge(last=True)
    assert not viewpoint.find(lambda card: True, 1)
    assert viewpoint.hit(3, 3) is None
