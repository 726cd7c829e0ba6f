"""The demo's inspections, issues, downtime and improvements: something in every state, and told as it happens."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.calendar import working_minutes
from prodtui.domain.enums import (
    ActionKind,
    ImprovementState,
    InspectionResult,
    InspectionState,
    IssueState,
    ItemKind,
    Outcome,
)
from prodtui.domain.improvements import reached
from prodtui.domain.quality import judge_number
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_issues import ImprovementRow, IssueRow
from prodtui.domain.rows_quality import InspectionRow, ItemRow
from prodtui.services import downtime, figures, improvements, inspections, issues
from prodtui.services.demo.agenda import Agenda
from prodtui.services.demo.inspector import measured
from prodtui.services.workspace import Workspace, system_login
from tests.helpers.demo import NOW, ZONE

pytestmark = pytest.mark.xdist_group("demo")  # so that it is made once


@pytest.fixture(scope="module")
def inspected(demo: Workspace) -> dict[str, tuple[InspectionRow, ...]]:
    return {key: inspections.list_inspections(demo.with_board(key)) for key in ("OPS", "IT")}


@pytest.fixture(scope="module")
def log(demo: Workspace) -> dict[str, tuple[IssueRow, ...]]:
    return {key: issues.list_issues(demo.with_board(key), all=True) for key in ("OPS", "IT")}


@pytest.fixture(scope="module")
def improved(demo: Workspace) -> tuple[ImprovementRow, ...]:
    return improvements.list_improvements(demo.with_board("OPS"), all=True)


def test_tasks_stand_at_the_gate_and_everybody_passed_it_with_a_signature_of_somebody_else(
    demo: Workspace, events: tuple[EventRow, ...]
) -> None:
    ws = demo.with_board("OPS")
    due = inspections.due(ws)
    assert len(due) >= 2
    assert {(row.checklist, row.step, row.gate) for row in due} == {("release", "release", True)}
    since = next(event.at for event in events if event.command == "check.attach")
    passed = [
        event.ref
        for event in events
        if event.command == "task.move"
        and event.at > since
        and (event.before or {}).get("step") == "release"
        and (event.after or {}).get("step") == "done"
    ]
    assert len(passed) >= 10
    for ref in passed:
        made = inspections.list_inspections(ws, task=ref, checklist="release", state=InspectionState.SIGNED)
        assert any(row.result is not InspectionResult.FAIL for row in made), ref
        assert all(row.signed_by not in (row.started_by, row.completed_by) for row in made), ref


def test_inspections_are_in_every_state(demo: Workspace, inspected: dict[str, tuple[InspectionRow, ...]]) -> None:
    rows = inspected["OPS"]
    by_state = {state: [row for row in rows if row.state is state] for state in InspectionState}
    assert [(row.checklist, row.answered, row.questions) for row in by_state[InspectionState.RUNNING]] == [
        ("in-process-check", 4, 8)
    ]
    signers = {
        row.checklist: inspections.show(demo.with_board("OPS"), row.ref).may_sign
        for row in by_state[InspectionState.WAITING]
    }
    assert signers == {"first-article-inspection": "the role inspector", "in-process-check": "anybody"}
    [failed] = by_state[InspectionState.FAILED]
    detail = inspections.show(demo.with_board("OPS"), failed.ref)
    assert [(row.item, row.off) for row in detail.readings if not row.ok] == [("bore", 0.013)]
    assert detail.issues
    signed = by_state[InspectionState.SIGNED]
    assert {row.checklist for row in signed} == {"release", "first-article-inspection", "in-process-check"}
    assert {row.state for row in inspected["IT"]} >= {InspectionState.WAITING, InspectionState.SIGNED}
    assert {row.checklist for row in inspected["IT"]} == {"peer-review", "deployment-verification"}


def test_few_inspections_fail_and_then_they_are_conceded_or_made_again(
    inspected: dict[str, tuple[InspectionRow, ...]],
) -> None:
    signed = [row for row in inspected["OPS"] if row.state is InspectionState.SIGNED]
    conceded = [row for row in signed if row.result is InspectionResult.CONCESSION]
    failed = [row for row in signed if row.result is InspectionResult.FAIL]
    assert 0 < len(conceded) + len(failed) < len(signed) / 8
    assert {row.conceded_by for row in conceded} == {"cy"}
    assert all(row.reason for row in conceded)
    assert failed
    for row in failed:
        again = [other for other in signed if (other.task, other.checklist) == (row.task, row.checklist)]
        assert any(other.number > row.number and other.result is InspectionResult.PASS for other in again), row.ref


def test_issues_are_in_every_state_and_most_are_closed(log: dict[str, tuple[IssueRow, ...]]) -> None:
    rows = log["OPS"]
    assert {row.state for row in rows} == set(IssueState)
    assert sum(row.state is IssueState.CLOSED for row in rows) > len(rows) / 2
    assert (len(rows), len(log["IT"])) == (15, 6)
    assert NOW - min(row.raised_at for row in rows) > timedelta(days=100)
    assert sum(row.actions_overdue for row in rows) == 1
    assert [row.state for row in rows if row.check_ready] == [IssueState.VERIFYING]
    assert all(row.effective and row.evidence for row in rows if row.state is IssueState.CLOSED)
    assert all(3 <= len(row.whys) <= 5 for row in rows if row.cause)
    assert all(row.task for row in rows)


def test_one_issue_came_back_and_one_tells_of_the_failed_inspection(
    demo: Workspace, log: dict[str, tuple[IssueRow, ...]]
) -> None:
    [again] = [row for row in log["OPS"] if row.recurs]
    old = issues.show_issue(demo.with_board("OPS"), again.recurs or "")
    assert old.issue.state is IssueState.CLOSED
    assert old.recurrences == (again.ref,)
    assert again.inspection is not None
    assert inspections.show(demo.with_board("OPS"), again.inspection).inspection.state is InspectionState.FAILED


def test_issues_have_actions_of_each_kind_talk_and_further_tasks(
    demo: Workspace, log: dict[str, tuple[IssueRow, ...]]
) -> None:
    details = [issues.show_issue(demo.with_board(row.board), row.ref) for rows in log.values() for row in rows]
    actions = [action for detail in details for action in detail.actions]
    assert {action.kind for action in actions} == set(ActionKind)
    assert all(action.owner and action.due for action in actions)
    assert any(action.owner == system_login() and action.done_at is None for action in actions)
    assert sum(len(detail.comments) for detail in details) > 8
    assert sum(bool(detail.tasks) for detail in details) >= 2


def test_causes_differ_in_how_often_they_come(demo: Workspace) -> None:
    known = demo.with_board("OPS").need_board().settings.issue_categories
    bars = issues.pareto(demo.with_board("OPS"))
    assert {bar.name for bar in bars} <= set(known)
    assert [bar.count for bar in bars][:3] == [5, 3, 2]
    assert len(bars) >= 6


def test_steps_stood_still_and_one_does_now(demo: Workspace, log: dict[str, tuple[IssueRow, ...]]) -> None:
    ws = demo.with_board("OPS")
    downs = downtime.list_downtime(ws)
    [running] = [down for down in downs if down.ended_at is None]
    [andon] = [row for row in log["OPS"] if row.andon and row.state is IssueState.OPEN]
    assert (running.step, running.issue) == ("machining", andon.ref)
    ended = [down for down in downs if down.ended_at is not None]
    assert len(ended) >= 8
    assert len({down.reason for down in ended}) == len(ended)
    settings = ws.need_board().settings
    lasted = [working_minutes(down.started_at, down.ended_at or NOW, settings, ZoneInfo(ZONE)) for down in ended]
    assert min(lasted) >= 60
    assert max(lasted) < 16 * 60


def test_improvements_are_in_every_state_with_figures_of_the_history(
    demo: Workspace, improved: tuple[ImprovementRow, ...]
) -> None:
    open_ = [row for row in improved if row.closed_at is None]
    assert Counter(row.state for row in open_) == Counter(ImprovementState)
    closed = {row.outcome: row for row in improved if row.closed_at is not None}
    assert set(closed) == set(Outcome)
    for row in closed.values():
        assert row.learned
        assert row.baseline_from
        assert row.baseline_to
        assert row.baseline_from > (NOW - timedelta(days=122)).date()
        again = figures.measure(demo.with_board("OPS"), row.kpi, row.baseline_from, row.baseline_to)
        assert again.value == row.baseline
    good = {outcome: reached(row.baseline, row.target, row.result) for outcome, row in closed.items()}
    assert good == {Outcome.KEPT: True, Outcome.UNDONE: False}
    assert [row.unit for row in improved if row.typed] == ["min"]


@pytest.mark.parametrize(
    ("lower", "upper", "decimals"),
    [
        (25.0, 25.021, 3),
        (39.975, 39.991, 3),
        (119.9, 120.1, None),
        (None, 0.2, None),
        (None, 500.0, None),
        (3.0, None, 1),
    ],
)
def test_measured_values_pass(lower: float | None, upper: float | None, decimals: int | None) -> None:
    item = ItemRow("size", "Size", ItemKind.MEASUREMENT, lower=lower, upper=upper, decimals=decimals)
    random = Random(1)
    values = [measured(item, random) for _ in range(300)]
    assert all(judge_number(item, float(value)).ok for value in values)
    assert len(set(values)) > 5


def test_a_value_without_width_is_the_limit() -> None:
    item = ItemRow("tests", "Tests that pass", ItemKind.MEASUREMENT, lower=100.0, upper=100.0)
    assert measured(item, Random(1)) == "100"


def test_an_agenda_does_what_is_due_in_order_and_late_rather_than_never() -> None:
    agenda, done = Agenda(), list[str]()
    for days_left, number, word in ((2, 3, "late"), (3, 0, "first"), (3, 0, "second"), (1, 0, "today")):
        agenda.put(days_left, number, lambda at, word=word: done.append(word))

    agenda.round(NOW, 3, 0)
    assert done == ["first", "second"]
    agenda.round(NOW, 2, 2)
    assert done == ["first", "second"]
    agenda.round(NOW, 1, 0)
    assert done == ["first", "second", "late", "today"]
