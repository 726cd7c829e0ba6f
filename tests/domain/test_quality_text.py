"""Inspections in words."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import InspectionResult, InspectionState
from prodtui.domain.quality_text import how_far, not_begun
from prodtui.domain.rows_detail import TaskCheckRow, TaskDueRow


@pytest.mark.parametrize(
    ("state", "result", "text"),
    [
        ("running", None, "3 of 8 answered"),
        ("waiting", "pass", "waits for a signature"),
        ("waiting", "concession", "waits for a signature with concession"),
        ("failed", "fail", "failed"),
        ("signed", "concession", "concession, signed by quinn"),
    ],
)
def test_how_far_an_inspection_is(state: str, result: str | None, text: str) -> None:
    found = None if result is None else InspectionResult(result)
    assert how_far(TaskCheckRow("OPS-Q1", "Weld", InspectionState(state), found, 3, 8, 0, "quinn")) == text


def test_a_checklist_that_nobody_has_begun() -> None:
    assert [not_begun(TaskDueRow("weld", "Weld", gate)) for gate in (True, False)] == [
        "not started, gate",
        "not started",
    ]
