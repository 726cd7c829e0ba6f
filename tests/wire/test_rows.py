"""Lines of cells: in how many of them, and in how many pieces, two lines differ."""

from __future__ import annotations

import pytest

from prodtui.wire.rows import Row, differing, distance


def row(text: str) -> Row:
    return [None if char == "?" else ("", char) for char in text]


@pytest.mark.parametrize(
    ("now", "before", "cells", "pieces"),
    [
        ("abc", "abc", 0, 0),
        ("xbc", "abc", 1, 1),
        ("xbz", "abc", 2, 2),
        ("abz", "ab?", 1, 1),
        ("xyz", "???", 3, 1),
        ("", "", 0, 0),
    ],
)
def test_what_differs_is_counted(now: str, before: str, cells: int, pieces: int) -> None:
    assert distance(row(now), row(before)) == (cells, pieces)


def test_runs_of_one_style_are_joined_over_a_few_equal_cells() -> None:
    runs = [(run.x, run.text) for run in differing(0, row("xbcdyfghijkz"), row("abcdefghijkl"))]
    assert runs == [(0, "xbcdy"), (11, "z")]


def test_a_wide_character_is_never_cut() -> None:
    wide: Row = [("", "漢"), ("", ""), ("", "a")]
    narrow: Row = [("", "x"), ("", ""), ("", "a")]
    assert [(run.x, run.text, run.size) for run in differing(0, wide, narrow)] == [(0, "漢", 2)]
