"""What only moved is moved by the terminal, which shows in any case the same as after the whole frame."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import set_cell_size

from prodtui.wire.shadow import Shadow
from tests.helpers.emulator import Screen, width_of

WIDTH, HEIGHT, LEFT, COLUMN = 60, 12, 10, 5
MOVES = re.compile(r"\x1b\[\d+[LMP@]")
INKS = ("38;2;9;9;9", "1;31")


class Table:
    """Numbers with names on the left and a line of their own above and below; `name` is what the names begin with."""

    def __init__(self, name: str = "row") -> None:
        self.name = name

    def cell(self, line: int, column: int) -> str:
        value = (line * 7919 + column * 104729) % 9973
        return f"{value if value % 3 else '·':>{COLUMN - 1}} "

    def frame(self, top: int, first: int, cursor: tuple[int, int] | None = None) -> str:
        parts = [f"\x1b[1;1H\x1b[1m{f'{top} above, {first} before':<{WIDTH}}\x1b[0m"]
        for y in range(1, HEIGHT - 1):
            line = top + y - 1
            parts.append(f"\x1b[{y + 1};1H\x1b[31m{set_cell_size(f'{self.name} {line}', LEFT)}\x1b[0m")
            for column in range(first, first + (WIDTH - LEFT) // COLUMN):
                here = (line, column) == cursor
                parts.append(f"\x1b[{'7' if here else INKS[line % 2]}m{self.cell(line, column)}\x1b[0m")
        parts.append(f"\x1b[{HEIGHT};1H{f'at {cursor}':<{WIDTH}}\x1b[1;1H")
        return "".join(parts)


def shortened(frames: list[str]) -> list[str]:
    shadow = Shadow()
    shadow.resize(WIDTH, HEIGHT)
    return [shadow.shorten(frame) for frame in frames]


@settings(deadline=None)
@given(
    st.sampled_from(["row", "日本", "é", "😀"]),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20), st.integers(0, 9), st.integers(0, 9)), max_size=6),
)
def test_a_view_that_scrolls_anywhere_shows_what_the_whole_frame_does(
    name: str, views: list[tuple[int, int, int, int]]
) -> None:
    table = Table(name)
    frames = [table.frame(top, first, (top + down, first + right)) for top, first, down, right in views]
    whole, short = Screen(WIDTH, HEIGHT), Screen(WIDTH, HEIGHT)
    for frame, least in zip(frames, shortened(frames), strict=True):
        whole.feed(frame)
        short.feed(least)
        assert short.cells == whole.cells
        assert (short.x, short.y) == (whole.x, whole.y)


@pytest.mark.parametrize(
    ("before", "after", "most"),
    [
        ((0, 0), (1, 0), 1 / 6),
        ((9, 3), (6, 3), 1 / 3),
        ((0, 0), (0, 1), 1 / 2),
        ((0, 5), (0, 3), 2 / 3),
    ],
    ids=["down", "up", "right", "left"],
)
def test_a_view_that_scrolls_writes_only_what_comes_in(
    before: tuple[int, int], after: tuple[int, int], most: float
) -> None:
    frames = [Table().frame(*before), Table().frame(*after)]
    least = shortened(frames)[1]
    assert MOVES.search(least)
    written = sum(len(text) for text in re.split(r"\x1b\[[0-9;]*[a-zA-Z@]", least))
    assert written < most * WIDTH * (HEIGHT - 2)


def test_a_pattern_that_repeats_moves_too() -> None:
    def frame(first: int) -> str:
        rows = (f"{name}{name}  {name}{name}  ////" * (WIDTH // 12 + 1) for name in "abcdefghijkl"[:HEIGHT])
        return "".join(f"\x1b[{y};1H{row[first:][:WIDTH]}" for y, row in enumerate(rows, 1)) + "\x1b[1;1H"

    for before, after in ((4, 0), (0, 4)):
        least = shortened([frame(before), frame(after)])[1]
        assert MOVES.search(least)
        assert len(least) < HEIGHT * 30


@pytest.mark.parametrize("at_most", [1, 2, 3], ids=["narrower", "as laid out", "wider"])
def test_lines_about_which_terminals_differ_move_whole_but_not_within(at_most: int) -> None:
    def drawn(char: str) -> int:
        return at_most if char == "😀" else width_of(char)

    table, screen = Table("😀"), Screen(WIDTH, HEIGHT, drawn)
    frames = [table.frame(0, 0), table.frame(1, 0), table.frame(1, 1), table.frame(0, 1)]
    for least, (top, first), way in zip(
        shortened(frames), [(0, 0), (1, 0), (1, 1), (0, 1)], ["", "ML", "", "ML"], strict=True
    ):
        assert "".join(found[-1] for found in MOVES.findall(least)) == way
        screen.feed(least)
        for y in range(1, HEIGHT - 1):
            row = "".join(table.cell(top + y - 1, first + column) for column in range(10))
            assert "".join(char for char, _ in screen.cells[y][LEFT:]).rstrip() == row.rstrip()


def test_what_came_from_before_the_first_difference_is_written() -> None:
    shadow, screen = Shadow(), Screen(WIDTH, HEIGHT)
    shadow.resize(WIDTH, HEIGHT)
    names = [f"{number * 7919:<15}" for number in range(1, HEIGHT)]
    for middle, end in ((".", "." * 15), ("-", "")):
        rows = [f"at {name}same{middle * 23}{end or name}" for name in names]
        screen.feed(shadow.shorten("".join(f"\x1b[{y};1H{row}" for y, row in enumerate(rows, start=1)) + "\x1b[1;1H"))
    assert screen.lines[: len(rows)] == rows


def test_of_lines_that_are_not_known_nothing_moves() -> None:
    shadow = Shadow()
    shadow.resize(WIDTH, HEIGHT)
    shadow.shorten(Table().frame(0, 0))
    shadow.forget()
    assert not MOVES.search(shadow.shorten(Table().frame(1, 0)))
