"""The way from one style to another leads to the same style as a reset and the whole of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.wire.styles import change, is_known
from tests.helpers.emulator import Screen

STYLES = ("", "1", "2;3", "1;4;7", "38;2;9;9;9", "1;38;5;12;48;5;7", "38;5;12;48;5;8", "48;2;1;2;3", "31;44", "97;100")


@given(st.lists(st.sampled_from(STYLES), min_size=1, max_size=6))
def test_each_style_is_reached_from_each(way: list[str]) -> None:
    changed, whole = Screen(1, 1), Screen(1, 1)
    before = ""
    for style in way:
        changed.feed(f"{change(before, style)}\x1b[1;1Hx")
        whole.feed(f"\x1b[0;{style}m\x1b[1;1Hx" if style else "\x1b[0m\x1b[1;1Hx")
        assert changed.cells == whole.cells
        before = style


CASES = [
    ("", "31", "\x1b[31m"),
    ("31", "", "\x1b[m"),
    ("38;2;1;2;3;48;5;7", "38;2;3;2;1;48;5;7", "\x1b[38;2;3;2;1m"),
    ("38;2;1;2;3;48;5;7", "1;38;2;1;2;3;48;5;7", "\x1b[1m"),
    ("1;31", "31", "\x1b[0;31m"),
    ("31;44", "31", "\x1b[0;31m"),
    ("31;44", "1;31;44", "\x1b[1m"),
]


@pytest.mark.parametrize(("before", "after", "sequence"), CASES)
def test_only_what_differs_is_said(before: str, after: str, sequence: str) -> None:
    assert change(before, after) == sequence


@pytest.mark.parametrize("style", ["58;5;3", "38", "38;2;1;2", "38;7;1", "1;;2", "11", "4:3"])
def test_numbers_that_are_not_known_are_refused(style: str) -> None:
    assert not is_known(style)
    with pytest.raises(ValueError, match="not known"):
        change("", style)
