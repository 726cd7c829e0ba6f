"""What a checklist may hold, and every refusal with its item."""

from __future__ import annotations

from typing import Any

import pytest

from prodtui.domain.checklist_fields import clean_frequency, clean_items, clean_name, clean_sign
from prodtui.domain.enums import Frequency, SignRule
from prodtui.errors import ProdtuiError, Rejected

BORE = {"text": "Bore", "kind": "measurement"}
COLOUR = {"text": "Colour", "kind": "choice", "choices": ["red", "green"]}


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (BORE | {"lower": 12.1, "upper": 11.9}, r"the lower limit 12.1 is above the upper limit 11.9"),
        (BORE | {"lower": "12,4"}, "decimal point here is '.'"),
        (BORE | {"lower": True}, "must be a number"),
        (BORE | {"upper": float("inf")}, "is not a number"),
        (BORE | {"samples": 0}, "whole number from 1 to 50"),
        (BORE | {"samples": 51}, "whole number from 1 to 50"),
        (BORE | {"samples": 1.5}, "whole number from 1 to 50"),
        (BORE | {"decimals": 7}, "whole number from 0 to 6"),
        (BORE | {"decimals": -1}, "whole number from 0 to 6"),
        (BORE | {"choices": ["a", "b"]}, "so it has no choices"),
        (BORE | {"unit": "mm\x1b[31m"}, "must not contain"),
        ({"text": "x", "kind": "yes/no", "upper": 1}, "so it has no upper"),
        ({"text": "x", "samples": 2}, "so it has no samples"),
        (COLOUR | {"choices": ["red"]}, "needs 2 to 20 choices, not 1"),
        (COLOUR | {"choices": ["red", "Red"]}, "names a choice twice"),
        (COLOUR | {"accepted": ["blue"]}, 'accepts "blue", which is none of its choices'),
        ({"text": ""}, "text of item 1 is empty"),
        ({"text": "x" * 201}, "201 characters long"),
        ({"text": "a\u202eb"}, "must not contain"),
        ({"text": "x", "section": "s" * 81}, "81 characters long"),
        ({"text": "x", "guidance": "g" * 2001}, "limit is 2,000"),
        ({"text": "x", "kind": "number"}, "kind 'number' is unknown"),
        ({"text": "x", "critical": "yes"}, "critical is true or false"),
        ({"text": "x", "key": "!!"}, "holds no letter or digit"),
        (["x"], "holds no fields"),
    ],
)
def test_an_item_that_does_not_fit_is_refused(item: Any, message: str) -> None:
    with pytest.raises(ProdtuiError, match=message):
        clean_items([item])


def test_an_unknown_field_names_the_nearest() -> None:
    with pytest.raises(Rejected) as caught:
        clean_items([{"text": "x", "uper": 1}])
    assert caught.value.hint == "Did you mean 'upper'?"


def test_keys_are_made_and_a_key_twice_is_refused() -> None:
    made = clean_items([{"text": "Free of burrs?"}, {"text": "Free of burrs!"}, {"text": "???", "key": "third"}])
    assert [item.key for item in made] == ["free-of-burrs", "free-of-burrs-2", "third"]
    with pytest.raises(ProdtuiError, match="Item 2 has the key bore, and so has one before it"):
        clean_items([{"text": "a", "key": "bore"}, {"text": "b", "key": "Bore"}])


def test_rows_and_mappings_are_cleaned_to_the_same() -> None:
    rows = clean_items([BORE | {"lower": 1, "upper": 2, "decimals": 1}, COLOUR | {"accepted": ["green"]}])
    assert clean_items(rows) == rows


def test_too_many_items() -> None:
    with pytest.raises(ProdtuiError, match="at most 200 items"):
        clean_items({"text": f"Question {number}"} for number in range(201))


@pytest.mark.parametrize(
    ("sign", "message"),
    [
        ({"rule": "role"}, "A role belongs to"),
        ({"rule": "any", "role": "quality"}, "A role belongs to"),
        ({"rule": "named"}, "People belong to"),
        ({"people": ["ann"]}, "People belong to"),
        ({"rule": "boss"}, "'boss' is unknown"),
        ({"who": "ann"}, "has no field"),
        ({"meaning": "m" * 201}, "201 characters long"),
    ],
)
def test_who_signs_must_fit_together(sign: dict[str, Any], message: str) -> None:
    with pytest.raises(ProdtuiError, match=message):
        clean_sign(sign)


def test_who_signs_is_kept_plain() -> None:
    assert clean_sign(None).rule is SignRule.ANY
    assert clean_sign({"rule": "named", "people": "cy, @ann"}).people == ("ann", "cy")
    assert clean_sign({"rule": "role", "role": "Line Inspector"}).role == "line-inspector"


@pytest.mark.parametrize(
    "given", [("nth", None, None), ("nth", 1, None), ("random", None, 0), ("random", None, 1.1), ("every", 3, None),
              ("random", 3, None), ("often", None, None), ("nth", 2.5, None)],
)  # fmt: skip
def test_a_frequency_with_the_wrong_number_is_refused(given: tuple[Any, Any, Any]) -> None:
    with pytest.raises(ProdtuiError):
        clean_frequency(*given)


def test_a_frequency_keeps_its_own_number() -> None:
    assert clean_frequency("nth", 5, None) == (Frequency.NTH, 5, None)
    assert clean_frequency("random", None, 0.1) == (Frequency.RANDOM, None, 0.1)
    assert clean_frequency("every", None, None) == (Frequency.EVERY, None, None)


def test_a_name_is_one_clean_line() -> None:
    assert clean_name("  Weld check ") == "Weld check"
    with pytest.raises(ProdtuiError, match="81 characters"):
        clean_name("x" * 81)


def test_a_nominal_size_may_lie_outside_its_limits_as_in_a_fit() -> None:
    (shaft,) = clean_items(
        [{"text": "Shaft 40 g6", "kind": "measurement", "nominal": 40, "lower": 39.975, "upper": 39.991}]
    )
    assert (shaft.nominal, shaft.upper) == (40.0, 39.991)
