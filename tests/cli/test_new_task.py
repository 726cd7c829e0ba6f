"""The options of a new task, which every verb that makes tasks shares."""

from __future__ import annotations

from dataclasses import fields

import pytest

from prodtui.cli.new_task import NewTask
from prodtui.cli.tree import resolve
from tests.cli.conftest import Cli

WORDS = (
    "--notes N --step ready --priority high --class expedite --assign bo,me --label Line-2 --product P --quantity 4 "
    "--unit pc --estimate 1h30"
).split()
EXPECTED = {
    "notes": "N",
    "step": "ready",
    "priority": "high",
    "service_class": "expedite",
    "assignees": ["ann", "bo"],
    "labels": ["line-2"],
    "product": "P",
    "quantity": 4.0,
    "unit": "pc",
    "estimate_hours": 1.5,
}


@pytest.mark.parametrize("words", ["task add", "task repeat add"])
def test_every_verb_that_makes_tasks_has_the_same_options(words: str) -> None:
    _, command, _ = resolve(words.split())
    helps = {parameter.name: (parameter.opts, parameter.help) for parameter in command.params}
    _, other, _ = resolve(["task", "add"])
    assert {each.name for each in fields(NewTask)} <= set(helps)
    for parameter in other.params:
        if parameter.name in {each.name for each in fields(NewTask)}:
            assert helps[parameter.name] == (parameter.opts, parameter.help)


def test_they_mean_the_same_for_one_task_and_for_a_rule(cli: Cli) -> None:
    one = cli.data("task", "add", "Sweep", *WORDS)
    rule = cli.data("task", "repeat", "add", "daily", "Sweep", *WORDS)
    assert {name: one[name] for name in EXPECTED} == EXPECTED
    assert {name: rule["fields"][name] for name in EXPECTED} == EXPECTED


def test_what_is_not_said_is_left_to_the_store(cli: Cli) -> None:
    row = cli.data("task", "add", "Sweep")
    assert (row["priority"], row["service_class"], row["notes"], row["labels"]) == ("normal", "standard", "", [])
    assert cli.data("task", "repeat", "add", "daily", "Sweep")["fields"] == {"title": "Sweep"}
