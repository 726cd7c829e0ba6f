"""What needs the team first, and in which order."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.enums import ActionKind, Concern, ExceptionKind, IssueState, Role, ServiceClass, Severity, StepKind
from prodtui.domain.rows import PersonRow
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_issues import ActionRow, DowntimeRow, IssueRow
from prodtui.domain.rows_planning import AbsenceRow, ExceptionRow, ShortageRow
from prodtui.domain.standup.facts import facts_of
from prodtui.domain.standup.needs import needs
from prodtui.domain.standup.situation import Situation
from prodtui.domain.standup.walk import walk
from tests.helpers.rows import AT, a_card, a_step

TODAY = date(2026, 11, 24)
STEPS = (
    a_step("ready", StepKind.QUEUE, 0),
    a_step("doing", StepKind.ACTIVE, 1, role="welder"),
    a_step("done", StepKind.DONE, 2),
)


def person(login: str, *skills: str) -> PersonRow:
    return PersonRow(1, login, login.capitalize(), login[:2], Role.MEMBER, skills, 8.0, None, True, 1)


PEOPLE = (person("ann"), person("bo", "welder"), person("cy", "welder"))


def away(login: str | None, first: date, last: date, reason: str = "", resource: str | None = None) -> AbsenceRow:
    return AbsenceRow(1, 1, "OPS-A1", login, resource, first, last, reason, None, None, 1)


def an_issue(**known: Any) -> IssueRow:
    nothing = dict.fromkeys(field.name for field in fields(IssueRow))
    return IssueRow(**nothing | {"state": IssueState.OPEN, "whys": ()} | known)


def at(*cards: CardRow, **changes: Any) -> Situation:
    plain: dict[str, Any] = {"now": AT, "tz": ZoneInfo("UTC"), "steps": STEPS, "cards": cards, "people": PEOPLE}
    return Situation(**plain | changes)


@pytest.mark.parametrize(
    ("card", "told"),
    [
        (
            {"blocked_reason": "no steel", "blocked_since": AT - timedelta(days=2)},
            [("blocked", "blocked 2d: no steel")],
        ),
        ({"waiting_for": ("OPS-2", "OPS-3")}, [("blocked", "waits for OPS-2, OPS-3")]),
        ({"waiting_for": ("OPS-2",), "step": "ready"}, []),
        ({"due": AT - timedelta(days=3)}, [("late", "3d late")]),
        ({"due": AT + timedelta(hours=5)}, [("due today", "due today")]),
        ({"due": AT + timedelta(days=1)}, []),
        ({"due": AT - timedelta(days=3), "wait_until": AT + timedelta(days=1)}, []),
        ({"started_at": AT - timedelta(days=6)}, [("ageing", "6 d in work, 85 % take 4 d or less")]),
        ({"started_at": AT - timedelta(days=4)}, []),
        (
            {"blocked_reason": "x", "due": AT - timedelta(days=1), "started_at": AT - timedelta(days=9)},
            [("blocked", "blocked: x"), ("late", "1d late"), ("ageing", "9 d in work, 85 % take 4 d or less")],
        ),
    ],
)
def test_what_is_wrong_with_a_task(card: dict[str, Any], told: list[tuple[str, str]]) -> None:
    found = facts_of(a_card(**card), at(age_lines=(2.0, 4.0)))
    assert [(fact.concern.value, fact.text) for fact in found] == told


def test_a_task_stands_once_for_what_matters_most() -> None:
    card = a_card(blocked_reason="no steel", due=AT - timedelta(days=1))
    (item,) = needs(at(card))
    assert (item.key, item.concern, item.text) == (
        "OPS-1", Concern.BLOCKED, "blocked: no steel, 1d late, nobody on it",
    )  # fmt: skip


def test_the_order_is_that_of_the_concerns_then_of_age() -> None:
    late = a_card(ref="OPS-2", due=AT - timedelta(days=1), assignees=("bo",))
    later = a_card(ref="OPS-3", due=AT - timedelta(days=5), assignees=("bo",))
    blocked = a_card(ref="OPS-4", blocked_reason="x", blocked_since=AT)
    assert [item.ref for item in needs(at(late, later, blocked))] == ["OPS-4", "OPS-3", "OPS-2"]


def test_helpers_have_the_role_are_there_and_the_least_busy_come_first() -> None:
    stuck = a_card(assignees=("ann",), blocked_reason="x")
    busy = a_card(ref="OPS-2", assignees=("bo",))
    assert needs(at(stuck, busy))[0].helpers == ("cy", "bo")
    gone = (away("cy", TODAY, TODAY),)
    assert needs(at(stuck, busy, absences=gone))[0].helpers == ("bo",)


def test_who_works_on_what_a_task_waits_for_can_help() -> None:
    waiting = a_card(waiting_for=("OPS-2",), assignees=("bo",))
    before = a_card(ref="OPS-2", assignees=("ann",))
    assert needs(at(waiting, before))[0].helpers == ("ann",)


@pytest.mark.parametrize(
    ("limit", "told"), [(3, []), (2, ["at its limit 2/2"]), (1, ["over its limit 2/1"]), (None, [])]
)
def test_steps_at_their_limit(limit: int | None, told: list[str]) -> None:
    cards = (a_card(entered_at=AT - timedelta(hours=3)), a_card(ref="OPS-2", entered_at=AT - timedelta(hours=1)))
    steps = (a_step("doing", wip_limit=limit),)
    found = needs(at(*cards, steps=steps))
    assert [item.text for item in found] == told
    since = {2: AT - timedelta(hours=1), 1: AT - timedelta(hours=3)}
    assert [item.since for item in found] == [since[limit or 0] for _ in found]


def test_actions_absences_shortages_and_the_plan() -> None:
    action = ActionRow(
        1, "OPS-I3", 2, ActionKind.CORRECTIVE, "Grind the edge", None, AT - timedelta(days=2), None, None, "", None, 1
    )
    absences = (
        away("bo", TODAY, date(2026, 11, 27), "holiday"),
        away("cy", date(2026, 11, 26), date(2026, 11, 26)),
        away(None, TODAY, TODAY, resource="press"),
    )
    short = ShortageRow("steel", "Steel", "kg", date(2026, 11, 26), None, "OPS-9", 20, 12, date(2026, 11, 30))
    behind = ExceptionRow(ExceptionKind.LATE, "OPS-D1", "saw", TODAY, 4, "pc", "4 pc come late.")
    found = needs(
        at(a_card(assignees=("bo",)), actions=(action,), absences=absences, shortages=(short,), behind=(behind,))
    )
    assert [(item.concern.value, item.ref, item.title, item.text) for item in found] == [
        ("late action", "OPS-I3.2", "Grind the edge", "corrective action, 2d late, nobody on it"),
        ("absence", "OPS-A1", "Bo", "away until Fri 27 Nov: holiday, carries OPS-1"),
        ("absence", "OPS-A1", "press", "away today"),
        ("absence", "OPS-A1", "Cy", "away on Thu 26 Nov"),
        ("shortage", "OPS-9", "Steel for OPS-9", "12 kg short on Thu 26 Nov, until Mon 30 Nov"),
        ("behind plan", "OPS-D1", "saw", "4 pc come late."),
    ]


def test_nothing_is_wrong_on_an_empty_board() -> None:
    assert needs(at()) == ()


def test_the_walk_goes_from_the_right_to_the_left() -> None:
    cards = (
        a_card(ref="OPS-1", step="ready", rank=1, assignees=("bo",), started_at=None),
        a_card(ref="OPS-2", rank=2, started_at=AT - timedelta(days=1), assignees=("bo",)),
        a_card(ref="OPS-3", rank=1, started_at=AT, due=AT - timedelta(days=1), assignees=("bo", "ann")),
    )
    found = {row.login: row for row in walk(at(*cards, absences=(away("ann", TODAY, TODAY, "ill"),)), {})}
    assert [(task.ref, task.days, task.stuck) for task in found["bo"].carries] == [
        ("OPS-3", 0.0, "1d late"), ("OPS-2", 1.0, ""), ("OPS-1", None, ""),
    ]  # fmt: skip
    assert (found["ann"].away, found["cy"].carries) == ("away today: ill", ())


def test_what_stands_still_and_critical_issues_come_before_checks() -> None:
    down = DowntimeRow(
        1, "OPS", 2, "OPS-S2", "doing", "OPS-I1", "hose burst", AT - timedelta(hours=7), "bo", None, None, None, 1
    )
    issue = an_issue(ref="OPS-I1", title="Hose burst", severity=Severity.CRITICAL, raised_at=AT - timedelta(days=1))
    found = needs(at(downs=(down,), issues=(issue,)))
    assert [(item.concern.value, item.ref, item.title, item.text) for item in found] == [
        ("stands still", "OPS-I1", "Doing", "stands still for 7h: hose burst"),
        ("critical issue", "OPS-I1", "Hose burst", "open for 1d, nobody sees to it"),
    ]
    assert found[0].helpers == ("bo", "cy")


def test_a_limit_does_not_count_what_is_expedited() -> None:
    cards = (a_card(), a_card(ref="OPS-2", service_class=ServiceClass.EXPEDITE))
    assert [item.text for item in needs(at(*cards, steps=(a_step("doing", wip_limit=2),)))] == []
    assert [item.text for item in needs(at(*cards, steps=(a_step("doing", wip_limit=1),)))] == ["at its limit 1/1"]
