"""Lines of cells: in how many of them, and in how many pieces, two lines differ."""

from __future__ import annotations

import pytest

from prodtui.wire.rows import Row, apart, differing, distance


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


def test_blanks_are_written_in_the_style_of_the_text_beside_them() -> None:
    dark = "48;5;1"
    line: Row = [(f"32;{dark}", "a"), (dark, " "), (f"33;{dark}", " "), (f"34;{dark}", "b")]
    runs = [(run.text, run.style) for run in differing(0, [(dark, " "), *line], [None] * 5)]
    assert runs == [(" a  ", f"32;{dark}"), ("b", f"34;{dark}")]


@pytest.mark.parametrize("style", ["48;5;2", "4;48;5;1", "7;48;5;1"], ids=["another ground", "underlined", "reversed"])
def test_blanks_that_look_different_stand_apart(style: str) -> None:
    line: Row = [("32;48;5;1", "a"), (style, " ")]
    assert [run.text for run in differing(0, line, [None, None])] == ["a", " "]


def test_characters_about_which_terminals_differ_are_apart_from_the_rest() -> None:
    line: Row = [("", "a"), ("", "😀"), ("", ""), ("", "b")]
    doubtful, rest = apart(0, line)
    assert [(run.x, run.text) for run in doubtful] == [(1, "😀")]
    assert [(run.x, run.text) for run in rest] == [(0, "a"), (3, "b")]
