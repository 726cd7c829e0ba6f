"""Answers and what they are worth, draws, signatures, gates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.checklist_fields import clean_items
from prodtui.domain.enums import InspectionResult, Role, SignRule, Via
from prodtui.domain.quality import (
    against_signing,
    judge_number,
    parse_number,
    read_answer,
    result_of,
)
from prodtui.domain.rows import Actor
from prodtui.domain.rows_quality import SignRow
from prodtui.errors import Rejected

[FLAG, BORE, FREE, COLOUR, ANY_COLOUR, TEXT] = clean_items(
    [
        {"text": "Clean?", "na_allowed": True},
        {"text": "Bore", "kind": "measurement", "lower": 11.9, "upper": 12.3, "unit": "mm"},
        {"text": "Weight", "kind": "measurement"},
        {"text": "Colour", "kind": "choice", "choices": ["Red", "Green", "n/a"], "accepted": ["Green"]},
        {"text": "Any", "kind": "choice", "choices": ["Red", "Green"]},
        {"text": "Notes", "kind": "text", "na_allowed": True},
    ]
)
ANN = Actor("ann", "Ann", Role.MEMBER, 1, None, Via.CLI)


@pytest.mark.parametrize(
    ("text", "comma", "number"),
    [
        ("12.4", False, 12.4), ("12.4", True, 12.4), ("12,4", True, 12.4), (" -3 ", False, -3.0), ("+.5", False, 0.5),
        ("12 mm", False, 12.0), ("12,4MM", True, 12.4), ("1e-3", False, 0.001), ("\u22125", False, -5.0),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, comma: bool, number: float) -> None:
    assert parse_number(text, comma, unit="mm") == number


@pytest.mark.parametrize(
    "text",
    ["", "x", "12,4,1", "1,234.5", "1.234,5", "1 234", "12 cm", "inf", "-inf", "nan", "1e999", "0x10", "1_000",
     "\u0661\u0662", "12.", "--1", "1e99"],
)  # fmt: skip
@pytest.mark.parametrize("comma", [False, True])
def test_what_is_no_number_is_refused(text: str, comma: bool) -> None:
    with pytest.raises(Rejected):
        parse_number(text, comma, unit="mm")


def test_a_comma_where_the_locale_has_none_names_both() -> None:
    with pytest.raises(Rejected, match=r"the decimal point here is '\.', not ','") as caught:
        parse_number("12,4")
    assert caught.value.hint.startswith("Write 12.4,")


@given(st.floats(-1e6, 1e6), st.booleans())
def test_every_number_is_read_back(number: float, comma: bool) -> None:
    text = f"{number:.6f}"
    assert parse_number(text.replace(".", ",") if comma else text, comma) == float(text)


def test_a_measurement_tells_how_far_it_is_off() -> None:
    assert [judge_number(BORE, n).off for n in (11.9, 12.3, 12.4, 11.8)] == [0.0, 0.0, 0.1, -0.1]
    assert judge_number(FREE, 1e9).ok
    assert not judge_number(replace(BORE, lower=None), 12.31).ok
    assert judge_number(replace(BORE, lower=None), -5).ok


@pytest.mark.parametrize("text", ["y", "Yes", "true", "1", True])
def test_yes(text: object) -> None:
    answer = read_answer(FLAG, text)
    assert (answer.flag, answer.ok) == (True, True)


@pytest.mark.parametrize("text", ["n", "NO", "false", "0", False])
def test_no_fails(text: object) -> None:
    answer = read_answer(FLAG, text)
    assert (answer.flag, answer.ok) == (False, False)


def test_choices_pass_when_accepted_and_all_of_them_when_none_is_named() -> None:
    assert (read_answer(COLOUR, "green").text, read_answer(COLOUR, "GREEN").ok) == ("Green", True)
    assert not read_answer(COLOUR, "Red").ok
    assert read_answer(ANY_COLOUR, "red").ok
    assert read_answer(COLOUR, "n/a").text == "n/a"  # here it is one of the choices


def test_text_never_fails_and_is_never_taken_for_not_applicable() -> None:
    assert (read_answer(TEXT, "n/a").text, read_answer(TEXT, "n/a").ok) == ("n/a", True)
    assert read_answer(TEXT, None, na=True).na


def test_not_applicable_where_it_is_allowed() -> None:
    assert (read_answer(FLAG, "n/a").na, read_answer(FLAG, "", na=True).ok) == (True, True)
    with pytest.raises(Rejected, match="has to be answered"):
        read_answer(BORE, "na")


def test_one_failed_item_is_a_failure() -> None:
    assert (result_of(0), result_of(1)) == (InspectionResult.PASS, InspectionResult.FAIL)


def test_who_may_sign() -> None:
    role = SignRow(SignRule.ROLE, "inspector")
    assert against_signing(role, ANN, (), ()) == "ann is not of the role inspector."
    assert against_signing(role, ANN, ("inspector",), ()) is None
    assert against_signing(replace(role, role="member"), ANN, (), ()) is None
    assert against_signing(SignRow(SignRule.NAMED, people=("bo",)), ANN, (), ()) is not None
    assert against_signing(SignRow(SignRule.INDEPENDENT), ANN, (), ("bo",)) is None
    assert against_signing(SignRow(SignRule.INDEPENDENT), replace(ANN, typed_by="bo"), (), ("bo",)) is not None
    assert against_signing(SignRow(), ANN, (), ("ann",)) is None
