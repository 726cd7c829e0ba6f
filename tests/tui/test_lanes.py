"""Which lanes fit, what their headers say, and where cards lie under swimlanes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from prodtui.domain.enums import StepKind
from prodtui.widgets.board_model import BoardModel, Grouping, LaneCount
from prodtui.widgets.lanes import (
    EMPTY,
    MIN_LANE_WIDTH,
    LaneHead,
    Layout,
    Slot,
    band_line,
    first_lane_for,
    header_line,
    lane_boxes,
)
from prodtui.widgets.signs import UNICODE
from prodtui.widgets.spans import Ink
from tests.helpers.boards import a_snapshot, cards
from tests.helpers.rows import AT, a_step


@pytest.mark.parametrize(
    ("width", "count", "shown"), [(80, 5, 4), (120, 5, 5), (200, 3, 3), (20, 5, 1), (7, 5, 1), (0, 5, 0)]
)
def test_as_many_lanes_as_fit(width: int, count: int, shown: int) -> None:
    boxes = lane_boxes(width, count, 0)
    assert len(boxes) == shown
    assert sum(box.width for box in boxes) == (width if shown else 0)


@given(st.integers(1, 300), st.integers(1, 12), st.integers(0, 20))
def test_lanes_share_the_whole_width(width: int, count: int, first: int) -> None:
    boxes = lane_boxes(width, count, first)
    assert [box.x for box in boxes] == [sum(box.width for box in boxes[:place]) for place in range(len(boxes))]
    assert sum(box.width for box in boxes) == width
    assert max(box.width for box in boxes) - min(box.width for box in boxes) <= 1
    assert len(boxes) == 1 or min(box.width for box in boxes) >= MIN_LANE_WIDTH
    assert boxes[-1].index < count


@pytest.mark.parametrize(("first", "cursor", "then"), [(0, 3, 0), (0, 4, 1), (1, 0, 0), (1, 4, 1), (9, 4, 1)])
def test_the_lane_of_the_cursor_is_shown_with_the_least_movement(first: int, cursor: int, then: int) -> None:
    assert first_lane_for(80, 5, first, cursor) == then


def head(step: Any = None, width: int = 24, **changes: Any) -> tuple[str, dict[str, Ink]]:
    """Return the text of a header and the ink of each of its words."""
    given_head = replace(LaneHead(LaneCount(4, 4, 0, 4), filtered=False, here=False), **changes)
    spans = header_line(step or a_step("ready"), given_head, width, UNICODE)
    return "".join(text for text, _ in spans), {text.strip(): ink for text, ink in spans}


def test_a_lane_says_its_name_and_how_many() -> None:
    assert head()[0] == " Ready 4" + " " * 16


@pytest.mark.parametrize(
    ("standard", "says", "ink"), [(2, "2/3", None), (3, "3/3 ▲", Ink.HEAD_SOON), (4, "4/3 ▲", Ink.HEAD_WRONG)]
)
def test_a_full_lane_has_a_sign(standard: int, says: str, ink: Ink | None) -> None:
    text, inks = head(a_step("cut", wip_limit=3), count=LaneCount(standard, standard, 0, standard))
    assert text.strip() == f"Cut {says}"
    assert inks.get("▲") is ink


def test_expedite_filter_done_and_hidden_cards_are_told() -> None:
    limited = a_step("cut", wip_limit=3)
    assert head(limited, count=LaneCount(3, 2, 1, 3))[0].strip() == "Cut 2/3 +1"
    assert head(filtered=True, count=LaneCount(4, 4, 0, 1))[0].strip() == "Ready 1 of 4"
    assert head(a_step("done", StepKind.DONE))[0].strip() == "Done 4 (7d)"
    assert head(above=2, below=17)[0] == " Ready 4         ↑2 ↓17 "
    assert head(lanes_left=True, lanes_right=True)[0] == "‹Ready 4               ›"


def test_the_count_is_shown_before_the_whole_name() -> None:
    step = a_step("x", name="A step with a very long name", wip_limit=3)
    text, _ = head(step, 20, count=LaneCount(3, 3, 0, 3), above=3)
    assert "3/3 ▲" in text


@given(st.text(max_size=20), st.integers(0, 40), st.integers(0, 20_000), st.booleans())
def test_a_header_has_exactly_its_cells(name: str, width: int, count: int, filtered: bool) -> None:
    step = a_step("x", name=name, wip_limit=3)
    counted = LaneCount(count, count, count, count)
    text, _ = head(step, width, count=counted, filtered=filtered, above=count, below=count, lanes_right=True)
    assert cell_len(text) == width


@given(st.text(max_size=30), st.integers(0, 40))
def test_a_swimlane_heading_has_exactly_its_cells(title: str, width: int) -> None:
    assert cell_len("".join(text for text, _ in band_line(title, width, UNICODE))) == width


def test_without_swimlanes_a_lane_is_a_stack() -> None:
    model = BoardModel(a_snapshot(cards(ready=2)), AT)
    layout, lane = Layout(model, 2), model.lane("ready")
    assert [layout.slot(lane, line) for line in range(-1, 5)] == [
        EMPTY,
        Slot(0, 0),
        Slot(0, 1),
        Slot(1, 0),
        Slot(1, 1),
        EMPTY,
    ]
    assert (layout.line_of(lane, 1), layout.height(lane)) == (2, 4)


def test_swimlanes_are_as_high_as_their_fullest_lane() -> None:
    rows = cards(ready=3, doing=1)
    rows[0] = replace(rows[0], assignees=("ann",))
    rows[3] = replace(rows[3], assignees=("bo",))
    model = BoardModel(a_snapshot(rows), AT, grouping=Grouping.PERSON)
    layout = Layout(model, 2)
    ready, doing = model.lane("ready"), model.lane("doing")
    assert [layout.slot(ready, line) for line in range(11)] == [
        Slot(band="ann"),
        Slot(0, 0),
        Slot(0, 1),
        Slot(band="bo"),
        EMPTY,
        EMPTY,
        Slot(band=""),
        Slot(1, 0),
        Slot(1, 1),
        Slot(2, 0),
        Slot(2, 1),
    ]
    assert layout.slot(doing, 4) == Slot(0, 0)
    assert layout.line_of(doing, 0) == 4
    assert layout.line_of(ready, 2) == 9
    assert layout.height(ready) == layout.height(doing) == 11
    assert [layout.nearest(ready, line) for line in (0, 2, 5, 8, 40)] == [0, 0, 0, 1, 2]
