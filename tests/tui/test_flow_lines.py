"""The workflow map as lines: how steps wrap, what each of them says, and which way lines back take."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_flow import MapStep, WorkflowMap
from prodtui.widgets.flow_layout import DEEP, FLAT, Shape, bands, fitting, height_of, reach
from prodtui.widgets.flow_lines import FlowLook, band_rows, head_lines
from prodtui.widgets.flow_words import stay, waiting_words
from prodtui.widgets.signs import ASCII, UNICODE, Signs
from prodtui.widgets.spans import Ink, width_of
from tests.helpers.maps import chain, map_step, workflow


def drawn(shown: WorkflowMap, width: int, height: int = 60, signs: Signs = UNICODE, cursor: int = 0) -> list[str]:
    """Return the lines of a whole map as text."""
    shape, rows = fitting(shown, width, height)
    look = FlowLook(cursor=cursor, signs=signs)
    lines = [row for band in rows for row in band_rows(shown, band, shape, look)]
    return ["".join(text for cell in row for text, _ in cell.line).rstrip() for row in lines]


def one(step: MapStep, width: int = 40) -> list[str]:
    return drawn(workflow([step]), width)


@pytest.mark.parametrize("signs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_line_is_as_wide_as_the_screen(signs: Signs) -> None:
    steps = [map_step("漢字" * 9, here=12, blocked=3, wip_limit=12, criteria="x" * 90, gates=("Gate " * 9,)), *chain(9)]
    steps[0] = map_step("漢字" * 9, here=12, blocked=3, wip_limit=12, median=1e4, most=1e6, waiting=0.5, n=99_999)
    shown = workflow(steps, ("s8", "s7", 3, 9), ("s8", "漢字" * 9, 1, 9), ("s7", "s2", 2, 9), bottleneck="s3")
    for width in range(1, 230):
        shape, rows = fitting(shown, width, 30)
        for band in rows:
            for row in band_rows(shown, band, shape, FlowLook(signs=signs)):
                assert [cell.width for cell in row] == [width_of(cell.line) for cell in row]
                assert sum(cell.width for cell in row) == width
                assert all(a.x + a.width == b.x for a, b in pairwise(row))
        assert all(width_of(each) == width for each in head_lines(shown, width, FlowLook(signs=signs)))


def test_steps_wrap_to_the_width_and_every_one_is_there_once() -> None:
    shown = workflow(chain(7))
    assert [band.count for band in bands(shown, Shape.of(80, 7))] == [3, 3, 1]
    assert [band.count for band in bands(shown, Shape.of(120, 7))] == [4, 3]
    assert [band.count for band in bands(shown, Shape.of(200, 7))] == [7]
    assert [band.count for band in bands(shown, Shape.of(20, 7))] == [1] * 7
    for width in range(1, 230):
        assert [at for band in bands(shown, Shape.of(width, 7)) for at in band.steps] == list(range(7))


def test_a_low_screen_makes_steps_flatter() -> None:
    steps = [map_step("Weld", criteria="Deburred", gates=("Check",)), *chain(6)]
    shown = workflow(steps)
    assert fitting(shown, 120, 40)[0].lines == DEEP
    shape, rows = fitting(shown, 120, 10)
    assert (shape.lines, height_of(rows)) == (FLAT, 11)


def test_what_a_step_says() -> None:
    step = map_step(
        "Weld", role="welder", here=4, wip_limit=4, blocked=1, median=20.4, most=67.0, waiting=0.042, n=28,
        standard_hours=6.0, criteria="All parts are made, deburred and counted.", gates=("Release", "Weld check"),
    )  # fmt: skip
    assert one(step) == [
        " ● Weld                     ⛔1 4/4 ▲",
        " welder · standard 6 h",
        " median 20 h · 85 % 2.8 d  n 28",
        " ███████░ 4 % waiting",
        " → All parts are made, deburred and…",
        " ✍ Release, Weld check",
        "",
    ]
    assert one(step, 25)[1:3] == [" welder · standard 6 h", " 20 h 85 % 2.8 d n 28"]


def test_a_queue_waits_and_in_a_done_step_work_ends() -> None:
    assert one(map_step("Ready", StepKind.QUEUE, here=5, median=2.0, most=7.0, waiting=1.0, n=3))[:4] == [
        " ○ Ready                            5", " queue", " median 2 h · 85 % 7 h  n 3", " ░░░░░░░░ all waiting",
    ]  # fmt: skip
    assert one(map_step("Done", StepKind.DONE, here=900))[:3] == [" ✓ Done", " done", " work ends here"]
    assert one(map_step("New"))[2] == " nothing left it"


@pytest.mark.parametrize(
    ("share", "bar"), [(0.0, "████████"), (0.01, "███████░"), (0.5, "████░░░░"), (0.99, "█░░░░░░░")]
)
def test_a_bar_is_full_only_of_what_is_all_of_it(share: float, bar: str) -> None:
    assert one(map_step("Weld", median=1.0, most=1.0, waiting=share, n=1))[3].split()[0] == bar


def test_the_bottleneck_is_marked_by_sign_and_edge_and_told() -> None:
    shown = workflow(chain(3), bottleneck="s1", reasons=["tasks wait 9 h for it", "it is at its limit"])
    lines = drawn(shown, 80)
    assert "┃● S1 ⋈" in lines[0] and lines[1].count("┃") == 1
    said = head_lines(shown, 80, FlowLook("30 days"))[1]
    text = "".join(text for text, _ in said).strip()
    assert text == "⋈ S1 holds the others up: tasks wait 9 h for it; it is at its limit."
    assert said[0][1] is Ink.WRONG
    nothing = head_lines(workflow([map_step("Weld", here=2)]), 120, FlowLook())[1]
    assert "No step holds the others up" in nothing[0][0]
    new = head_lines(workflow(chain(3)), 120, FlowLook())[1]
    assert "Cards that move on the board tell here how long they stay" in new[0][0]


def test_the_cursor_is_a_bar_over_the_title() -> None:
    shape, rows = fitting(workflow(chain(3)), 80, 40)
    row = band_rows(workflow(chain(3)), rows[0], shape, FlowLook(cursor=1))[0]
    inks = {text.strip(): ink for cell in row for text, ink in cell.line if ink is Ink.CURSOR}
    assert [text.split()[1] for text in inks] == ["S1"]


def test_a_way_back_in_a_row_is_drawn_from_step_to_step() -> None:
    lines = drawn(workflow(chain(3), ("s1", "s0", 6, 36)), 80)
    assert lines[5] == "       ╰◀─ ↩ S0 17 %, 6 of 36 ───────────╯"
    assert lines[5].index("╰") < lines[0].index("─▶") < lines[5].index("╯")


def test_ways_back_to_rows_above_leave_at_the_left() -> None:
    lines = drawn(workflow(chain(7), ("s3", "s2", 3, 37), ("s3", "s0", 1, 37)), 80)
    assert lines[11] == "◀──────────────╯ ↩ S2 8 %, 3 of 37 · S0 3 %, 1 of 37"


def test_too_many_ways_back_are_counted() -> None:
    back = [(f"s{source}", f"s{target}", 1, 9) for source in range(1, 7) for target in range(source)]
    lines = drawn(workflow(chain(7), *back), 200)
    assert any("rarer ways back; enter shows those of a step" in line for line in lines)


def test_where_no_task_may_go_on_the_arrow_is_shut() -> None:
    shown = workflow(chain(3), allowed=[("s0", "s2"), ("s1", "s2")])
    assert drawn(shown, 80)[0].count("─▶") == 1
    assert "✗" in drawn(shown, 80)[0].split("S1")[0]


@given(
    width=st.integers(1, 200),
    count=st.integers(2, 12),
    ways=st.lists(st.tuples(st.integers(1, 11), st.integers(0, 10)), max_size=12, unique=True),
)
def test_ways_back_never_lie_over_each_other(width: int, count: int, ways: list[tuple[int, int]]) -> None:
    back = [(f"s{a}", f"s{b}", 1, 9) for a, b in ways if b < a < count]
    shape = Shape.of(width, count)
    found = bands(workflow(chain(count), *back), shape)
    for band in found:
        for lane in band.lanes:
            assert all(reach(one, width) < other.left for one, other in pairwise(lane))
    told = sum(len(loop.ways) for band in found for lane in band.lanes for loop in lane)
    assert told + sum(band.hidden for band in found) == len(back)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.0, "0 min"), (0.5, "30 min"), (0.99, "59 min"), (0.999, "1 h"), (4.46, "4.5 h"), (9.96, "10 h"),
        (47.4, "47 h"), (48.0, "2 d"), (67.2, "2.8 d"), (24_000.0, "1,000 d"),
    ],
)  # fmt: skip
def test_stays_in_human_units(hours: float, words: str) -> None:
    assert stay(hours) == words


def test_hours_of_work_are_not_told_in_days() -> None:
    assert stay(67.2, working=True) == "67 h"


def test_waiting_in_words() -> None:
    assert [waiting_words(share) for share in (0.0, 0.042, 1.0)] == ["0 % waiting", "4 % waiting", "all waiting"]
