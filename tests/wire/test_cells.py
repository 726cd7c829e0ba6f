"""Text takes as many cells as the screen library lays it out in, whatever terminals make of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from prodtui.wire.cells import cells_of, has_doubt


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_text_takes_the_cells_that_it_is_laid_out_in(text: str) -> None:
    assert len(cells_of(text, "1")) == cell_len(text)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(lambda text: cell_len(text) > 0))
def test_no_text_is_lost(text: str) -> None:
    assert "".join(part for _, part in cells_of(text, "1")) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ab", ["a", "b"]),
        ("─●…", ["─", "●", "…"]),
        ("日a", ["日", "", "a"]),
        ("ae\u0301b", ["a", "e\u0301", "b"]),
        ("a😀😀b", ["a", "😀", "", "😀", "", "b"]),
        ("👩\u200d👧!", ["👩\u200d👧", "", "!"]),
        ("日\ufe0f", ["日\ufe0f", ""]),
        ("\u0301", []),
    ],
)
def test_what_terminals_do_not_agree_about_stays_together(text: str, parts: list[str]) -> None:
    assert [part for _, part in cells_of(text, "")] == parts


@pytest.mark.parametrize(("text", "doubtful"), [("abc", False), ("日本─●", False), ("e\u0301", True), ("a😀", True)])
def test_pictures_marks_and_joiners_are_doubtful(text: str, doubtful: bool) -> None:
    assert has_doubt(text) is doubtful
