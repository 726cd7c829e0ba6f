"""Finding what somebody named."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import StepKind
from prodtui.errors import NotFound, Usage
from prodtui.services.lookup import first_step, pick_step, split_ref, unknown_board, unknown_task
from tests.helpers.rows import a_step

STEPS = (
    a_step("backlog", StepKind.QUEUE, 0),
    a_step("in-progress", StepKind.ACTIVE, 1, name="In progress"),
    a_step("in-review", StepKind.ACTIVE, 2, name="Look again"),
    a_step("done", StepKind.DONE, 3),
)


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("OPS-12", ("OPS", 12)),
        ("ops-12", ("OPS", 12)),
        ("12", (None, 12)),
        ("#12", (None, 12)),
        ("LINE2-7", ("LINE2", 7)),
        (" 12\n", (None, 12)),
        ("007", (None, 7)),
    ],
)
def test_references(ref: str, expected: tuple[str | None, int]) -> None:
    assert split_ref(ref) == expected


@pytest.mark.parametrize("ref", ["", "OPS", "OPS12", "2OPS-1", "OPS-1x", "OPS--1", "١٢", "1e3", "OPS-\x1b[31m1"])
def test_what_is_no_reference_is_said_without_its_control_characters(ref: str) -> None:
    with pytest.raises(Usage) as caught:
        split_ref(ref)
    assert "\x1b" not in caught.value.message


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("backlog", "backlog"),
        ("IN PROGRESS", "in-progress"),
        ("in-p", "in-progress"),
        ("look", "in-review"),
        ("In pro", "in-progress"),
    ],
)
def test_steps(name: str, key: str) -> None:
    assert pick_step(STEPS, name).key == key


def test_a_step_that_may_be_several_is_asked_for() -> None:
    with pytest.raises(Usage) as caught:
        pick_step(STEPS, "in")
    assert caught.value.details == {"candidates": ["in-progress", "in-review"]}


@pytest.mark.parametrize("name", ["", "  ", "!!", "nowhere"])
def test_a_step_that_is_none(name: str) -> None:
    with pytest.raises(NotFound) as caught:
        pick_step(STEPS, name)
    assert caught.value.details["candidates"] == ["backlog", "in-progress", "in-review", "done"]


def test_errors_name_what_there_is() -> None:
    assert unknown_board("OPZ", ["OPS"]).hint == "Did you mean 'OPS'?"
    assert unknown_board("X", []).hint == "There is no board yet."
    assert unknown_task("OPS-9").details == {"ref": "OPS-9"}


def test_the_first_step_of_a_kind() -> None:
    assert first_step(STEPS, StepKind.ACTIVE) is STEPS[1]
    assert first_step(STEPS[:1], StepKind.DONE) is None


def test_an_exact_key_wins_over_a_name() -> None:
    found = [a_step("done-2", name="Done"), a_step("done", name="Finished")]
    assert pick_step(found, "done").key == "done"
