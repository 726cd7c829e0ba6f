"""Columns of a list: what fits, how wide, and rows that are exactly as wide as the screen."""

from __future__ import annotations

import pytest

from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.spans import Ink, width_of

COLUMNS = (
    Column("ref", "ref", 7, weight=90),
    Column("title", "title", 10, wide=True),
    Column("owner", "who", 4, weight=20),
    Column("age", "age", 4, weight=70, right=True),
)


def names(width: int) -> list[str]:
    return [each.column.name for each in fit(COLUMNS, width)]


@pytest.mark.parametrize(
    ("width", "wanted"),
    [
        (80, ["ref", "title", "owner", "age"]),
        (31, ["ref", "title", "owner", "age"]),
        (30, ["ref", "title", "age"]),
        (20, ["ref", "title"]),
        (10, ["title"]),
        (1, ["title"]),
    ],
)
def test_the_least_important_column_goes_first_and_the_wide_one_never(width: int, wanted: list[str]) -> None:
    assert names(width) == wanted


@pytest.mark.parametrize("width", [80, 41, 31])
def test_the_wide_column_takes_what_is_left(width: int) -> None:
    placed = fit(COLUMNS, width)
    assert sum(each.width for each in placed) + 2 * (len(placed) - 1) == width


@pytest.mark.parametrize("width", [80, 30, 12, 5, 1])
def test_every_line_is_as_wide_as_asked(width: int) -> None:
    placed = fit(COLUMNS, width)
    texts = {
        "ref": (("OPS-I3", Ink.REF),),
        "title": (("日本 " * 40, Ink.TEXT),),
        "owner": (("ann", Ink.TEXT),),
        "age": (("3", Ink.SOON), ("d!", Ink.WRONG)),
    }
    assert width_of(row_line(texts, placed, width)) == width
    assert width_of(heading(placed, width)) == width


def test_numbers_stand_right_and_long_texts_are_cut() -> None:
    placed = fit(COLUMNS, 31)
    texts = {"title": (("a title that is too long", Ink.TEXT),), "age": (("3d", Ink.TEXT),)}
    text = "".join(part for part, _ in row_line(texts, placed, 31))
    assert text.endswith("  3d")
    assert "a title t…" in text
