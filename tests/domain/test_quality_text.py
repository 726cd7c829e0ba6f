"""What a checklist asks for and what was measured, in the words of every screen and report."""

from __future__ import annotations

import pytest

from prodtui.domain.checklist_fields import clean_items
from prodtui.domain.enums import Frequency, InspectionResult, InspectionState
from prodtui.domain.quality_text import how_far, limits_text, not_begun, off_text, use_text
from prodtui.domain.rows_detail import TaskCheckRow, TaskDueRow
from prodtui.domain.rows_quality import UseRow


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


BORE = {"text": "Bore", "kind": "measurement", "unit": "mm", "decimals": 3}


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"lower": 25, "upper": 25.021}, "25.000 to 25.021 mm"),
        ({"lower": 5}, "at least 5.000 mm"),
        ({"upper": 0.2}, "at most 0.200 mm"),
        ({}, ""),
    ],
)
def test_limits(limits: dict[str, float], told: str) -> None:
    [item] = clean_items([BORE | limits])
    assert limits_text(item) == told


@pytest.mark.parametrize(("off", "told"), [(0.013, "0.013 mm over"), (-0.1, "0.100 mm under"), (0.0, "")])
def test_how_far_a_reading_lies_outside(off: float, told: str) -> None:
    [item] = clean_items([BORE])
    assert off_text(item, off) == told


@pytest.mark.parametrize(
    ("step", "product", "frequency", "number", "told"),
    [
        ("inspect", None, Frequency.EVERY, None, "leaving inspect"),
        ("inspect", "Housing", Frequency.NTH, 5, "leaving inspect, product Housing, every 5th"),
        ("inspect", None, Frequency.NTH, 3, "leaving inspect, every 3rd"),
        ("inspect", None, Frequency.NTH, 12, "leaving inspect, every 12th"),
        (None, "Housing", Frequency.RANDOM, 0.1, "product Housing, 10 % at random, seed 7"),
    ],
)
def test_a_use(step: str | None, product: str | None, frequency: Frequency, number: float | None, told: str) -> None:
    every = int(number) if number and frequency is Frequency.NTH else None
    share = number if frequency is Frequency.RANDOM else None
    assert use_text(UseRow(1, "final", step, product, frequency, every, share, 7 if share else None)) == told
