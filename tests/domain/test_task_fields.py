"""What each field of a task takes from outside, and what it refuses with a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.task_fields import EDITABLE, amount, choice, clean_field, clean_fields, label, moment
from prodtui.errors import Rejected, Usage


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("title", "  Sweep the hall ", "Sweep the hall"),
        ("title", "x" * 200, "x" * 200),
        ("title", 2026, "2026"),
        ("notes", "two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("notes", None, ""),
        ("priority", "HIGH", Priority.HIGH),
        ("priority", Priority.LOW, Priority.LOW),
        ("service_class", "fixed-date", ServiceClass.FIXED_DATE),
        ("assignees", "bo, @ann,,bo", ("ann", "bo")),
        ("assignees", None, ()),
        ("assignees", ("cy", "ann"), ("ann", "cy")),
        ("labels", ["#Line 2", "rework"], ("line-2", "rework")),
        ("product", "", None),
        ("product", "Bracket", "Bracket"),
        ("quantity", "40", 40.0),
        ("quantity", 0, 0.0),
        ("quantity", "", None),
        ("unit", "pcs", "pcs"),
        ("estimate_hours", 1.5, 1.5),
        ("due", "2026-11-24T15:00:00Z", datetime(2026, 11, 24, 15, tzinfo=UTC)),
        ("due", None, None),
        (
            "wait_until",
            datetime(2026, 11, 24, 16, tzinfo=timezone(timedelta(hours=1))),
            datetime(2026, 11, 24, 15, tzinfo=UTC),
        ),
        ("parent", "OPS-3", "OPS-3"),
        ("parent", None, None),
        ("external_key", "JIRA-77", "JIRA-77"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_value_becomes_what_the_domain_keeps(name: str, value: Any, kept: Any) -> None:
    cleaned = clean_field(name, value)
    assert cleaned == kept
    assert type(cleaned) is type(kept)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", "   "),
        ("title", None),
        ("title", "x" * 201),
        ("title", "bell\x07"),
        ("title", "two\nlines"),
        ("notes", "x" * 20_001),
        ("notes", "esc \x1b[31m"),
        ("priority", "soon"),
        ("priority", None),
        ("service_class", "vip"),
        ("assignees", 5),
        ("labels", 5),
        ("labels", ["!!!"]),
        ("labels", ["x" * 61]),
        ("product", "x" * 101),
        ("quantity", "many"),
        ("quantity", -1),
        ("quantity", float("nan")),
        ("quantity", float("inf")),
        ("quantity", 1e12),
        ("unit", "x" * 21),
        ("estimate_hours", "two"),
        ("due", "someday"),
        ("due", datetime(2026, 11, 24, 15)),
        ("due", "2026-11-24T15:00:00"),
        ("due", 20261124),
        ("due", datetime(1850, 1, 1, tzinfo=UTC)),
        ("due", datetime(2500, 1, 1, tzinfo=UTC)),
        ("external_key", "x" * 201),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_value_that_does_not_fit_is_rejected_with_a_sentence(name: str, value: Any) -> None:
    with pytest.raises(Rejected) as caught:
        clean_field(name, value)
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize("name", ["step", "rank", "version", "blocked_reason", "finished_at", "id", "nonsense"])
def test_a_field_that_a_verb_moves_cannot_be_edited(name: str) -> None:
    with pytest.raises(Usage):
        clean_field(name, "x")


def test_a_misspelt_field_is_met_with_the_nearest_one() -> None:
    with pytest.raises(Usage) as caught:
        clean_field("titel", "x")
    assert caught.value.hint == "Did you mean 'title'?"


def test_every_editable_field_is_documented_by_this_list() -> None:
    assert set(EDITABLE) == {
        *("title", "notes", "priority", "service_class", "assignees", "labels", "product", "quantity", "unit"),
        *("estimate_hours", "due", "planned_start", "planned_finish", "parent", "external_key", "wait_until"),
        "pinned_start",
    }


def test_several_fields_at_once() -> None:
    assert clean_fields({"title": " a ", "quantity": "2"}) == {"title": "a", "quantity": 2.0}


def test_a_misspelt_choice_is_met_with_the_nearest_one_and_all_of_them() -> None:
    with pytest.raises(Rejected) as caught:
        choice(Priority, "hihg", "The priority")
    assert caught.value.hint == "Did you mean 'high'? Choose one of urgent, high, normal, low."


def test_labels_are_one_spelling() -> None:
    assert label("Line 2") == label("#line-2") == "line-2"


def test_amounts_and_moments_may_be_absent() -> None:
    assert amount(None, "The quantity") is None
    assert moment("", "The due date") is None
