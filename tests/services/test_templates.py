"""Board templates: what ships is sound, and a broken file is refused with its place."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import StepKind, TransitionKind
from prodtui.errors import NotFound, Rejected
from prodtui.services.templates import BoardTemplate, list_templates, load_template, read_template, template_names

TRADES = ("customer-service", "finance-close", "it-service", "shop-floor", "supply-chain")

SMALL = """
title = "Small"
description = "As little as a template can hold."
roles = ["inspector"]
issue_categories = ["Burr"]
[workweek]
mon = ["08:00-12:00", "13:00-17:00"]
[[step]]
name = "To do"
kind = "queue"
[[step]]
name = "In work"
kind = "active"
wip_limit = 3
role = "inspector"
next = ["done"]
rework = ["to-do"]
[[step]]
name = "Done"
kind = "done"
[[checklist]]
name = "Final"
step = "in-work"
[[checklist.item]]
text = "Bore"
kind = "measurement"
nominal = 25.0
lower = 24.9
upper = 25.1
unit = "mm"
[[checklist.item]]
text = "Finish"
kind = "choice"
choices = ["raw", "polished"]
"""


def test_one_template_for_each_trade_ships() -> None:
    assert template_names() == TRADES
    assert tuple(template.name for template in list_templates()) == TRADES


@pytest.mark.parametrize("name", TRADES)
def test_a_shipped_template_is_complete(name: str) -> None:
    template = load_template(name)

    assert template.title
    assert template.description.endswith(".")
    assert len(template.settings.roles) >= 4
    assert len(template.settings.issue_categories) >= 5
    assert any(template.settings.workweek)
    assert 2 <= len(template.checklists) <= 3
    assert all(step.criteria for step in template.steps if step.kind is not StepKind.DONE)
    assert all(step.wip_limit for step in template.steps if step.kind is StepKind.ACTIVE)
    kinds = {item.kind for checklist in template.checklists for item in checklist.content.items}
    assert kinds == {"yes/no", "measurement", "choice", "text"}


@pytest.mark.parametrize("name", TRADES)
def test_a_question_of_a_shipped_template_is_named_by_a_short_word(name: str) -> None:
    keys = [item.key for checklist in load_template(name).checklists for item in checklist.content.items]

    assert [key for key in keys if len(key) > 12 or key.count("-") > 1] == []


@pytest.mark.parametrize("name", TRADES)
def test_every_step_of_a_shipped_template_can_be_reached_and_leads_to_done(name: str) -> None:
    template = load_template(name)
    first, last = template.steps[0].key, template.steps[-1].key

    assert reachable(template, first) == {step.key for step in template.steps}
    assert all(last in reachable(template, step.key) for step in template.steps)


@pytest.mark.parametrize("name", TRADES)
def test_a_new_task_can_be_started_at_once_and_finished_work_can_come_back(name: str) -> None:
    template = load_template(name)
    active = next(step.key for step in template.steps if step.kind is StepKind.ACTIVE)
    ways = {(way.from_step, way.to_step): way.kind for way in template.transitions}

    assert ways[template.steps[0].key, active] is TransitionKind.NORMAL
    back = {kind for (source, _), kind in ways.items() if source == template.steps[-1].key}
    assert back == {TransitionKind.REWORK}


def test_a_template_is_read_into_rows() -> None:
    template = read_template("small", SMALL)

    assert [(step.key, step.kind, step.wip_limit, step.role) for step in template.steps] == [
        ("to-do", StepKind.QUEUE, None, None),
        ("in-work", StepKind.ACTIVE, 3, "inspector"),
        ("done", StepKind.DONE, None, None),
    ]
    assert [(way.from_step, way.to_step, way.kind) for way in template.transitions] == [
        ("in-work", "done", TransitionKind.NORMAL),
        ("in-work", "to-do", TransitionKind.REWORK),
    ]
    assert template.settings.workweek == (((480, 720), (780, 1020)), (), (), (), (), (), ())
    assert template.settings.expedite_limit == 1
    bore, finish = template.checklists[0].content.items
    assert (bore.nominal, bore.lower, bore.upper, bore.unit, bore.critical) == (25.0, 24.9, 25.1, "mm", False)
    assert finish.choices == ("raw", "polished")
    assert not template.checklists[0].gate


def test_an_unknown_template_suggests_the_nearest() -> None:
    with pytest.raises(NotFound) as caught:
        load_template("shopfloor")

    assert caught.value.hint == 'Did you mean "shop-floor"?'


@pytest.mark.parametrize("name", ["../secrets", "it-service.toml", "", "IT-SERVICE"])
def test_only_the_names_that_are_listed_are_opened(name: str) -> None:
    with pytest.raises(NotFound):
        load_template(name)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "Small"', "title = Small", "is not TOML"),
        ('title = "Small"\n', "", 'The template small needs "title" as a text.'),
        ('title = "Small"', 'titel = "S"\ntitle = "T"', 'has the unknown key "titel"; did you mean "title".'),
        ('roles = ["inspector"]', 'roles = ["a", "a"]', 'names something twice in "roles"'),
        ('roles = ["inspector"]', 'roles = ["setter"]', '("In work") has "inspector" as role; use one of setter.'),
        ('roles = ["inspector"]', 'roles = ["Lead Inspector"]', "write lower-case words joined by hyphens."),
        ('kind = "active"', 'kind = "activ"', '("In work") has "activ" as kind; use one of queue, active, done.'),
        ('kind = "active"', 'kind = "queue"', "has no active step, so no clock would start."),
        ('name = "Done"\nkind = "done"', 'name = "Done"\nkind = "queue"', "must end with a done step"),
        ("wip_limit = 3", "wip_limit = 0", 'needs "wip_limit" as a whole number of 1 or more.'),
        ("wip_limit = 3", "wip_limit = true", 'needs "wip_limit" as a whole number of 1 or more.'),
        ("wip_limit = 3", "standard_hours = 0", 'needs "standard_hours" above 0.'),
        ("wip_limit = 3", "standard_hours = nan", 'needs "standard_hours" as a number.'),
        ('name = "Done"', 'name = "To do"', 'has two steps with the key "to-do".'),
        ('name = "To do"', 'name = "→"', 'needs a "key" of lower-case letters'),
        ('next = ["done"]', 'next = ["finished"]', 'has "finished" as next; use one of to-do, done.'),
        ('next = ["done"]', 'next = ["in-work"]', 'has "in-work" as next'),
        ('next = ["done"]', 'next = ["to-do"]', 'names "to-do" both as next and as rework.'),
        ('next = ["done"]\n', "", "can only be left by rework"),
        ('"08:00-12:00"', '"8-12"', '[workweek] has "8-12" on mon; write a shift like "08:00-12:00".'),
        ('"08:00-12:00"', '"08:00-14:00"', "times on mon that overlap or run backwards"),
        ('"13:00-17:00"', '"13:00-24:30"', 'has "13:00-24:30" on mon'),
        ("mon = [", "mo = [", "has the unknown key"),
        ('step = "in-work"', 'step = "packing"', 'checklist 1 ("Final") has "packing" as step'),
        ('unit = "mm"', 'units = "mm"', 'has no field "units"'),
        ("lower = 24.9", "lower = 25.2", "the lower limit 25.2 is above the upper limit 25.1"),
        ('choices = ["raw", "polished"]', 'choices = ["raw"]', "needs 2 to 20 choices"),
        ('choices = ["raw", "polished"]', 'choices = ["a", "b"]\nunit = "mm"', "so it has no unit"),
        ('step = "in-work"', 'step = "in-work"\n[checklist.sign]\nrule = "role"', "A role belongs to the rule"),
        ('text = "Bore"', 'text = "Bo\\u202ere"', "U+202E"),
    ],
)
def test_a_broken_template_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    broken = SMALL.replace(old, new, 1)
    assert broken != SMALL

    with pytest.raises(Rejected) as caught:
        read_template("small", broken)

    assert message in caught.value.message
    assert "template small" in caught.value.message


def reachable(template: BoardTemplate, start: str) -> set[str]:
    ways: dict[str, set[str]] = {}
    for way in template.transitions:
        ways.setdefault(way.from_step, set()).add(way.to_step)
    everything = {step.key for step in template.steps}
    seen, waiting = set[str](), [start]
    while waiting:
        step = waiting.pop()
        if step not in seen:
            seen.add(step)
            waiting.extend(ways.get(step, everything))
    return seen
