"""Gates: which tasks are drawn, what opens one, and what a closed one says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prodtui.domain.enums import Frequency, InspectionResult, InspectionState
from prodtui.domain.gates import GateFacts, Missing, gate_reason, is_drawn, is_of_visit, opens_gate
from tests.helpers.rows import AT


def test_draws_are_the_same_each_time() -> None:
    def drawn(frequency: Frequency, **numbers: float | None) -> list[int]:
        values = {"every": None, "share": None, "seed": None} | numbers
        return [n for n in range(1, 101) if is_drawn(frequency, n, **values)]  # type: ignore[arg-type]

    assert drawn(Frequency.EVERY) == list(range(1, 101))
    assert drawn(Frequency.NTH, every=25) == [25, 50, 75, 100]
    tenth = drawn(Frequency.RANDOM, share=0.1, seed=7)
    assert tenth == drawn(Frequency.RANDOM, share=0.1, seed=7) != drawn(Frequency.RANDOM, share=0.1, seed=8)
    assert 3 <= len(tenth) <= 20
    assert drawn(Frequency.RANDOM, share=1.0, seed=1) == list(range(1, 101))


def test_a_gate_opens_for_a_signed_pass_of_the_present_visit() -> None:
    earlier = AT.replace(year=2020)
    passed = (InspectionState.SIGNED, InspectionResult.PASS)
    assert opens_gate(*passed, AT, AT) and opens_gate(passed[0], InspectionResult.CONCESSION, AT, AT)
    assert not opens_gate(*passed, earlier, AT)
    assert not opens_gate(passed[0], InspectionResult.FAIL, AT, AT)
    assert not opens_gate(InspectionState.WAITING, InspectionResult.PASS, AT, AT)
    assert is_of_visit(None, AT)


@pytest.mark.parametrize(
    ("state", "missing", "following"),
    [
        (None, Missing.START, "prodtui check start weld --task OPS-1"),
        (InspectionState.RUNNING, Missing.ANSWERS, "prodtui check answer OPS-Q1"),
        (InspectionState.WAITING, Missing.SIGNATURE, "prodtui check sign OPS-Q1"),
        (InspectionState.FAILED, Missing.PASS, "prodtui check show OPS-Q1"),
        (InspectionState.SIGNED, Missing.PASS, "prodtui check start weld --task OPS-1"),
    ],
)
def test_a_gate_says_what_to_do_next(state: InspectionState | None, missing: Missing, following: str) -> None:
    gate = GateFacts("OPS-1", "weld", "Weld check", "Doing", "anybody", state and "OPS-Q1", state, questions=5)
    reason = gate_reason(gate)
    assert (reason.details["missing"], reason.details["next"], reason.overridable) == (missing, following, False)
    assert gate_reason(replace(gate, task=None, ref=None)).details["next"] is None


def test_a_gate_whose_inspection_is_answered_asks_to_complete_it() -> None:
    running = InspectionState.RUNNING
    gate = GateFacts("OPS-1", "weld", "Weld check", "Doing", "anybody", "OPS-Q1", running, answered=5, questions=5)
    assert gate_reason(gate).details["next"] == "prodtui check complete OPS-Q1"
