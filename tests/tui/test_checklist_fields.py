"""The forms of a checklist: every item comes back from its texts as it was, and what is wrong is told at its field."""

from __future__ import annotations

import pytest

from prodtui.domain.checklist_fields import clean_items
from prodtui.domain.enums import ItemKind, SignRule
from prodtui.domain.quality_text import number_text
from prodtui.domain.rows_quality import ItemRow, SignRow
from prodtui.screens.checklist_fields import (
    SIGN_FIELDS,
    item_texts,
    read_item,
    read_sign,
    read_use,
    sign_texts,
)
from prodtui.screens.form_fields import FIELDS
from prodtui.screens.inspection_text import sizes_text
from prodtui.widgets.big import big_number
from prodtui.widgets.signs import ASCII
from tests.tui.quality import BORE


@pytest.mark.parametrize("item", clean_items(BORE), ids=lambda item: item.key)
def test_an_item_comes_back_as_it_was(item: ItemRow) -> None:
    assert read_item(item.kind, item_texts(item), item.key) == (item, {})


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("lower", "26", "above the upper limit"),
        ("nominal", "24", "outside the limits"),
        ("upper", "12 bar", "not a number"),
        ("decimals", "7", "no whole number from 0 to 6"),
        ("samples", "0", "no whole number from 1 to 50"),
        ("critical", "x", "neither yes nor no"),
        ("text", " ", "is empty"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(field: str, text: str, says: str) -> None:
    bore = next(item for item in clean_items(BORE) if item.kind is ItemKind.MEASUREMENT)
    _, problems = read_item(bore.kind, item_texts(bore) | {field: text}, bore.key)
    assert list(problems) == [field]
    assert says in problems[field].message


def test_limits_with_a_comma_where_the_locale_has_one() -> None:
    bore = next(item for item in clean_items(BORE) if item.kind is ItemKind.MEASUREMENT)
    row, problems = read_item(bore.kind, item_texts(bore) | {"upper": "25,03"}, bore.key, comma=True)
    assert (row.upper, problems) == (25.03, {})


@pytest.mark.parametrize(
    "sign",
    [SignRow(), SignRow(SignRule.ROLE, "quality"), SignRow(SignRule.NAMED, None, ("ann", "bo"), "I looked")],
    ids=lambda sign: sign.rule.value,
)
def test_who_signs_comes_back_as_it_was(sign: SignRow) -> None:
    assert read_sign(sign_texts(sign)) == (sign, {})


def test_a_rule_is_asked_for_what_belongs_to_it() -> None:
    assert list(read_sign(sign_texts(SignRow()) | {"rule": "role"})[1]) == ["role"]
    assert list(read_sign(sign_texts(SignRow()) | {"people": "ann"})[1]) == ["people"]
    assert list(read_sign(sign_texts(SignRow()) | {"rule": "nobody"})[1]) == ["rule"]


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({}, "step"),
        ({"step": "nowhere"}, "step"),
        ({"step": "doing", "frequency": "often"}, "frequency"),
        ({"step": "doing", "number": "5"}, "number"),
        ({"step": "doing", "frequency": "nth", "number": "1"}, "number"),
        ({"step": "doing", "frequency": "random", "number": "120 %"}, "number"),
    ],
)
def test_a_use_that_means_nothing_is_told_at_its_field(texts: dict[str, str], field: str) -> None:
    empty = {"step": "", "product": "", "frequency": "every", "number": ""}
    assert list(read_use(empty | texts, ["doing"])[1]) == [field]


def test_numbers_keep_what_makes_them_other_numbers() -> None:
    bore = next(item for item in clean_items(BORE) if item.kind is ItemKind.MEASUREMENT)
    assert number_text(bore, 25.0) == "25.000"
    assert number_text(bore, 25.02149) == "25.02149"


def test_limits_in_words() -> None:
    bore = clean_items(BORE)[2]
    assert sizes_text(bore) == "25.000 … 25.021 mm (nominal 25.000)"
    assert sizes_text(bore, ASCII) == "25.000 to 25.021 mm (nominal 25.000)"
    one_sided = {"text": "Force", "kind": "measurement", "unit": "N", "lower": 5}
    assert sizes_text(clean_items((one_sided,))[0]) == "at least 5 N"
    free = {"text": "Temperature", "kind": "measurement", "unit": "°C"}
    assert sizes_text(clean_items((free,))[0]) == "a number of °C, without limits"


@pytest.mark.parametrize("unicode", [True, False])
def test_big_numbers_have_three_lines_of_one_width(unicode: bool) -> None:
    lines = big_number("-1234567890.,", unicode=unicode)
    assert len({len(line) for line in lines}) == 1
    assert unicode or all(line.isascii() for line in lines)


def test_examples_in_empty_fields_do_not_look_like_values() -> None:
    hints = {each.name: each.hint for each in (*FIELDS, *SIGN_FIELDS)}
    examples = ("assignees", "due", "quantity", "unit", "parent", "meaning")
    assert all(hints[name].startswith("such as ") for name in examples)
    assert all(word in hints["rule"] for word in ("any", "role", "named", "independent"))
