"""The lines of the plan: how a screen is shared, and numbers that fit their column."""

from __future__ import annotations

import pytest

from prodtui.domain.rows_planning import LoadCell
from prodtui.widgets.plan_lines import Heights, PlanLook, Widths, load_cell
from prodtui.widgets.plan_words import hours, short
from prodtui.widgets.spans import Ink, width_of


def test_five_periods_fit_on_the_least_usable_screen_and_more_on_wider_ones() -> None:
    assert Widths.of(80).count == 5
    assert Widths.of(120).count == 8
    for width in range(1, 300):
        shared = Widths.of(width)
        assert shared.count >= 1 and shared.left >= 0 and shared.left + shared.count * shared.column == width


@pytest.mark.parametrize(("products", "loads"), [(1, 1), (3, 4), (200, 30), (5, 0)])
def test_every_height_is_shared_without_rest(products: int, loads: int) -> None:
    for height in range(1, 80):
        shared = Heights.of(height, products, loads)
        band = 1 if shared.loads else 0
        assert 1 + shared.products + band + shared.loads + shared.full == max(height, 1)
        assert shared.loads <= loads * shared.each
    assert Heights.of(21, products, loads).products >= 12


@pytest.mark.parametrize(
    ("value", "width", "text"),
    [
        (40, 8, "40"),
        (7.25, 8, "7.25"),
        (12345.75, 8, "12345.75"),
        (123456.78, 8, "123457"),
        (123456789.5, 8, "123.46M"),
        (1_000_000_000, 8, "1G"),
        (-2600, 4, "-3k"),
        (47.5, 4, "47.5"),
    ],
)
def test_a_quantity_becomes_as_short_as_its_cell(value: float, width: int, text: str) -> None:
    assert short(value, width) == text
    assert len(text) <= width


@pytest.mark.parametrize("load", [0.0, 7.25, 47.0, 470.5, 99_999.0, 12_345_678.0])
@pytest.mark.parametrize("capacity", [None, 0.0, 40.0, 400.5, 88_888.0])
def test_a_cell_of_load_is_exactly_as_wide_as_its_column(load: float, capacity: float | None) -> None:
    for part in (0, 1):
        assert width_of(load_cell(LoadCell(load, capacity), part, 11, PlanLook())) == 11


def test_hours_that_do_not_fit_with_their_decimals_are_rounded_half_up() -> None:
    ((text, _),) = load_cell(LoadCell(58.5, 124.5), 0, 11, PlanLook())
    assert text.strip() == "59/125 h"
    assert hours(0.25) == "0.3 h"


def test_overload_has_a_sign_and_a_colour_and_what_nobody_knows_neither() -> None:
    ((text, ink),) = load_cell(LoadCell(47, 40.0), 0, 11, PlanLook())
    assert (text.strip(), ink) == ("47/40 h▲", Ink.WRONG)
    ((text, ink),) = load_cell(LoadCell(47, None), 0, 11, PlanLook())
    assert (text.strip(), ink) == ("47/– h", Ink.TEXT)
    assert "".join(text for text, _ in load_cell(LoadCell(47, 0.0), 1, 11, PlanLook())).strip() == "████    –"
