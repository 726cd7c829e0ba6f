"""Patterns of what a release makes: what they may hold, and what becomes of them."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import Priority
from prodtui.domain.rows_planning import TaskTemplate
from prodtui.domain.task_template import PLACES, TASK_TEMPLATE, TITLE_LIMIT, filled, with_amount
from prodtui.errors import Rejected, Usage

VALUES = dict(
    zip(PLACES, ("Pump {lot} [b]", "2", "3", "7.5", "pcs", "2026-12-04", "OPS-D2"), strict=True)
)  # a name is never read as a pattern


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("", "Pump {lot} [b], 7.5 pcs"),
        ("Build", "Build"),
        ("{product} {lot}/{of}", "Pump {lot} [b] 2/3"),
        ("{quantity} {unit} by {due} for {demand}", "7.5 pcs by 2026-12-04 for OPS-D2"),
        ("Set { lot} }{", "Set { lot} }{"),
    ],
)
def test_a_pattern_is_filled(pattern: str, title: str) -> None:
    assert filled(TaskTemplate(TASK_TEMPLATE.clean("title", pattern)), VALUES).title == title


def test_what_is_missing_leaves_no_gap_and_no_empty_title() -> None:
    values = {**VALUES, "product": "Pump", "demand": ""}
    assert filled(TaskTemplate("{product} for {demand} now"), values).title == "Pump for now"
    assert filled(TaskTemplate("{demand}"), values).title == "Pump, 7.5 pcs"


def test_a_quantity_is_said_once() -> None:
    assert with_amount("Pump, 20 pcs", "20 pcs") == "Pump, 20 pcs"
    assert with_amount("Make pumps", "20 pcs") == "Make pumps: 20 pcs"
    assert with_amount("Pump, 120 pcs", "20 pcs") == "Pump, 120 pcs: 20 pcs"


def test_notes_keep_their_lines_and_a_long_title_is_cut() -> None:
    found = filled(TaskTemplate("{product}" * 20, "For {demand}\n\n  lot {lot}"), VALUES | {"product": "x" * 100})
    assert found.notes == "For OPS-D2\n\n  lot 2"
    assert len(found.title) <= TITLE_LIMIT


@pytest.mark.parametrize("name", ["title", "notes"])
def test_a_word_that_stands_for_nothing_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(Rejected, match=r'"\{lots\}" in the (title|notes) of tasks stands for nothing') as caught:
        TASK_TEMPLATE.clean(name, "Part {lots}")
    assert "{product}, {lot}, {of}, {quantity}, {unit}, {due}, {demand}" in caught.value.hint


def test_labels_priority_and_people_are_as_those_of_a_task() -> None:
    clean = TASK_TEMPLATE.clean_all({"labels": "Rush, Line 2", "priority": "HIGH", "assignees": "@bo, ann"})
    assert clean == {"labels": ("line-2", "rush"), "priority": Priority.HIGH, "assignees": ("ann", "bo")}
    assert TASK_TEMPLATE.clean("priority", "") is None
    with pytest.raises(Rejected, match="priority"):
        TASK_TEMPLATE.clean("priority", "soon")
    with pytest.raises(Usage, match="no field 'colour'"):
        TASK_TEMPLATE.clean("colour", "red")
