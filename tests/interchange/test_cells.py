"""From a text of a file to a clean value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.enums import Priority
from prodtui.domain.imports import MAX_TEXT, MAX_TITLE
from prodtui.domain.text import clean_line, clean_text
from prodtui.interchange.cells import BadValue, Texts, flag, number, priority


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", 1), ("2.5", 2.5), ("2,5", 2.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1 000", 1000),
     ("1,234,567", 1234567), (" 7 ", 7), ("0,125", 0.125), ("1e3", 1000), ("12'500", 12500)],
)  # fmt: skip
def test_numbers_of_both_worlds(text: str, expected: float) -> None:
    assert number(text) == expected


@pytest.mark.parametrize("text", ["", "x", "1,234", "1.2.3", "-1", "inf", "nan", "1e400", "٣", "1,2,3", "--1"])
def test_what_is_no_number_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Highest", Priority.URGENT), ("Blocker", Priority.URGENT), ("P1", Priority.URGENT), ("Critical", Priority.HIGH),
     ("Medium", Priority.NORMAL), ("No priority", Priority.NORMAL), ("Trivial", Priority.LOW),
     ("normal", Priority.NORMAL), ("Should have", None)],
)  # fmt: skip
def test_priorities_of_other_tools(text: str, expected: Priority | None) -> None:
    assert priority(text) is expected


def test_flags() -> None:
    assert [flag(text) for text in ("TRUE", "x", "no", "", "2021-01-01")] == [True, True, False, None, None]


def test_a_title_keeps_what_can_be_shown_and_says_what_was_lost() -> None:
    texts = Texts()
    assert texts.title("Fix\x1b[31m the\x00 press\u202e ") == ("Fix\ufffd[31m the\ufffd press", "")
    assert texts.remarks == ["characters in the title that cannot be shown were replaced"]


def test_line_ends_in_a_title_become_blanks_without_a_remark() -> None:
    texts = Texts()
    assert texts.title("First line\r\n second\tthird") == ("First line second third", "")
    assert not texts.remarks


def test_a_title_that_is_too_long_goes_whole_to_the_notes() -> None:
    texts, long = Texts(), "word " * 60
    title, notes = texts.title(long)
    assert len(title) <= MAX_TITLE
    assert title.endswith("…")
    assert notes == long
    assert "stands whole in the notes" in texts.remarks[0]


def test_notes_that_are_too_long_go_on_in_comments() -> None:
    texts, long = Texts(), "\n".join(f"line {number}" for number in range(6000))
    notes, comments = texts.notes(long)
    assert len(notes) <= MAX_TEXT
    assert "\n".join([notes, *(comment.text for comment in comments)]) == long
    assert "in comments" in texts.remarks[0]


def test_labels_are_keys_and_each_once() -> None:
    texts = Texts()
    assert texts.labels(["#Bug", "bug ", "Ünï cöde", "", "???"]) == ("bug", "uni-code")
    assert texts.remarks == ["a label without a letter or digit was left out"]


def test_names_are_refused_rather_than_cut() -> None:
    with pytest.raises(BadValue, match="at most 60"):
        Texts().people(["x" * 61])
    with pytest.raises(BadValue, match="at most 200"):
        Texts().key("k" * 201)


@given(st.text(max_size=300))
def test_whatever_comes_out_is_clean(text: str) -> None:
    texts = Texts()
    title, overflow = texts.title(text)
    assert title == "" or clean_line(title) == title
    notes, comments = texts.notes(overflow or text)
    for each in (notes, *(comment.text for comment in comments)):
        assert clean_text(each) == each
