"""Finding what somebody named."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_board import TitleRow
from prodtui.errors import NotFound, Usage
from prodtui.services.lookup import (
    first_step,
    pick_step,
    pick_task,
    split_ref,
    task_names,
    unknown_board,
    unknown_task,
)
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
def test_what_is_no_reference(ref: str) -> None:
    assert split_ref(ref) is None


TASKS = tuple(
    TitleRow(number, f"OPS-{number}", title, number < 8)
    for number, title in enumerate(
        ["Calibrate press 3", "Calibrate", "Press die", "Clean 100% of it", "Rüste um", "Move", "Move", "Weld", "Move"],
        start=1,
    )
)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("CALIBRATE", 2),  # the very title goes before a beginning
        ("calibrate  p", 1),
        ("press d", 3),
        ("press", 3),  # a beginning goes before a part
        ("s d", 3),
        ("100%", 4),
        ("RÜSTE", 5),
        ("weld", 8),  # finished, but the very title
    ],
)
def test_a_task_by_its_title(name: str, number: int) -> None:
    assert pick_task(TASKS, name).number == number


def test_a_title_that_may_be_several_tasks_is_asked_for() -> None:
    with pytest.raises(Usage) as caught:
        pick_task(TASKS, "move")
    assert caught.value.hint == "Say which: OPS-6 Move; OPS-7 Move."
    assert caught.value.details["candidates"] == [{"ref": "OPS-6", "title": "Move"}, {"ref": "OPS-7", "title": "Move"}]


def test_of_many_tasks_twelve_are_listed() -> None:
    many = [TitleRow(number, f"OPS-{number}", f"Sweep {number}", True) for number in range(1, 21)]
    with pytest.raises(Usage) as caught:
        pick_task(many, "sweep")
    assert len(caught.value.details["candidates"]) == 12
    assert caught.value.hint.endswith("OPS-12 Sweep 12 and 8 more.")


@pytest.mark.parametrize(("name", "hint"), [("Calibrat3", "OPS-2 Calibrate"), ("wel", "part of"), ("_", "part of")])
def test_a_title_that_is_none(name: str, hint: str) -> None:
    with pytest.raises(NotFound) as caught:
        pick_task(TASKS, name)
    assert hint in caught.value.hint


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_an_empty_title_names_no_task(name: str) -> None:
    with pytest.raises(Usage, match="No task was named"):
        pick_task(TASKS, name)


def test_hostile_names_of_tasks_are_said_without_their_control_characters() -> None:
    with pytest.raises(NotFound) as caught:
        pick_task(TASKS, "x\x1b[31m\u202e")
    assert "\x1b" not in caught.value.message + caught.value.hint
    assert "\u202e" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("OPS-1,2  #3", ("OPS-1", "2", "#3")),
        (" Clean, then oil ", ("Clean, then oil",)),
        ("OPS-1 weld", ("OPS-1 weld",)),
        ("", ("",)),
    ],
)
def test_what_names_several_tasks(text: str, names: tuple[str, ...]) -> None:
    assert task_names(text) == names


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
