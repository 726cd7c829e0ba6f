"""The demo store: alive, sound, and the same each time."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
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
    Role,
    ServiceClass,
)
from prodtui.domain.improvements import reached
from prodtui.domain.quality import judge_number
from prodtui.domain.rows import EventRow, TaskRow
from prodtui.domain.rows_issues import ImprovementRow, IssueRow
from prodtui.domain.rows_quality import InspectionRow, ItemRow
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import (
    board,
    boards,
    downtime,
    figures,
    filters,
    history,
    improvements,
    inspections,
    issues,
    people,
    recurring,
    stores,
    tasks,
)
from prodtui.services.demo import make_demo
from prodtui.services.demo.agenda import Agenda
from prodtui.services.demo.inspector import measured
from prodtui.services.workspace import Workspace, open_workspace, system_login

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
ZONE = "Europe/Berlin"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    path = make_demo(tmp_path_factory.mktemp("demo") / "demo.db", now=NOW, timezone=ZONE)
    return open_workspace(path, clock=lambda: NOW)


@pytest.fixture(scope="module")
def everything(demo: Workspace) -> dict[str, tuple[TaskRow, ...]]:
    return {key: tasks.list_tasks(demo.with_board(key), all=True) for key in ("OPS", "IT")}


@pytest.fixture(scope="module")
def events(demo: Workspace) -> tuple[EventRow, ...]:
    return history.events(demo, limit=100_000)


@pytest.fixture(scope="module")
def inspected(demo: Workspace) -> dict[str, tuple[InspectionRow, ...]]:
    return {key: inspections.list_inspections(demo.with_board(key)) for key in ("OPS", "IT")}


@pytest.fixture(scope="module")
def log(demo: Workspace) -> dict[str, tuple[IssueRow, ...]]:
    return {key: issues.list_issues(demo.with_board(key), all=True) for key in ("OPS", "IT")}


@pytest.fixture(scope="module")
def improved(demo: Workspace) -> tuple[ImprovementRow, ...]:
    return improvements.list_improvements(demo.with_board("OPS"), all=True)


def picked(demo: Workspace, text: str) -> int:
    """Return how many open tasks of both boards a filter picks; a label may be known to one of them alone."""
    found = 0
    for key in ("OPS", "IT"):
        with suppress(NotFound):
            found += len(tasks.list_tasks(demo.with_board(key), text))
    return found


def test_two_boards_of_two_trades_with_people_of_every_role(demo: Workspace) -> None:
    assert [(row.key, row.template) for row in boards.list_boards(demo)] == [
        ("IT", "it-service"),
        ("OPS", "shop-floor"),
    ]
    roles = {person.login: person.role for person in people.list_people(demo)}
    assert len(roles) == 9
    assert set(roles.values()) == set(Role)


def test_who_makes_it_may_act_in_it_and_has_work(demo: Workspace) -> None:
    me = demo.with_board("OPS")
    assert me.actor.role is Role.MANAGER
    mine = tasks.list_tasks(me, "mine")
    assert mine
    assert board.move(me, mine[0].ref, "next", override="shown to the test").value[0].ref == mine[0].ref
    board.move(me, mine[0].ref, "prev", override="and put back")


def test_months_of_work_are_finished_and_a_board_full_is_open(everything: dict[str, tuple[TaskRow, ...]]) -> None:
    rows = [row for board_rows in everything.values() for row in board_rows]
    finished = [row for row in rows if row.finished_at]
    open_ = [row for row in rows if not row.finished_at and not row.archived_at]
    assert 120 <= len(finished) <= 190
    assert 20 <= len(open_) <= 40
    assert any(row.archived_at for row in finished)
    first = min(row.finished_at for row in finished if row.finished_at)
    assert NOW - first > timedelta(days=100)
    assert all(row.started_at and row.finished_at and row.started_at <= row.finished_at for row in finished)


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("late", 3),
        ("due:today", 3),
        ("due:none", 1),
        ("blocked", 2),
        ("waiting", 3),
        ("ageing", 2),
        ("class:expedite", 2),
        ("class:fixed-date", 2),
        ("prio:urgent", 3),
        ("prio:low", 1),
        ("unassigned", 5),
        ("mine", 2),
        ("#tooling", 3),
    ],
)
def test_every_state_that_a_card_can_have_is_there(demo: Workspace, text: str, least: int) -> None:
    assert picked(demo, text) >= least


def test_every_lane_but_the_last_ones_holds_something(demo: Workspace) -> None:
    for key, busy in (("OPS", 5), ("IT", 5)):
        shown = board.snapshot(demo.with_board(key))
        lanes = Counter(card.step for card in shown.cards)
        assert len(lanes) >= busy
        assert shown.age_lines is not None
        median, late = shown.age_lines
        assert 1 < median < late < 20


def test_tasks_carry_products_parents_waiting_and_titles_of_the_world(
    everything: dict[str, tuple[TaskRow, ...]],
) -> None:
    rows = [row for board_rows in everything.values() for row in board_rows]
    titles = [row.title for row in rows]
    assert {row.unit for row in rows if row.product and row.quantity} >= {"pc", "kg"}
    assert any(row.parent for row in rows)
    assert any(row.wait_until and row.wait_until > NOW for row in rows)
    assert any(row.recurrence_id for row in rows)
    assert any(row.due and row.due_committed and row.due > row.due_committed for row in rows)
    assert any(row.spent_hours for row in rows)
    assert any(row.service_class is ServiceClass.EXPEDITE and row.finished_at for row in rows)
    assert max(len(title) for title in titles) > 150
    assert any("フ" in title for title in titles)
    assert any("ط" in title for title in titles)
    assert any("П" in title for title in titles)


def test_the_history_tells_of_rework_overrides_blocks_talk_and_undo(events: tuple[EventRow, ...]) -> None:
    commands = Counter(event.command for event in events)
    assert commands["task.block"] > commands["task.unblock"] > 10
    assert commands["task.log"] > 100
    assert commands["task.link"] > 5
    assert commands["recurring.run"] > 15
    assert any(command.startswith("undo") for command in commands)
    assert sum(bool(event.reason and event.reason.startswith("override of")) for event in events) >= 5
    moves = [(event.before or {}, event.after or {}) for event in events if event.command == "task.move"]
    assert sum((old["step"], new["step"]) == ("inspect", "machining") for old, new in moves) >= 3
    assert sum((old["step"], new["step"]) == ("review", "in-progress") for old, new in moves) >= 3
    assert sum(old["step"] == "done" for old, _ in moves) >= 1
    said = [str((event.after or {})["text"]) for event in events if event.kind == "comment"]
    assert sum("@" in text for text in said) > 20
    assert not any("{" in text for text in said)


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
    assert [(row.item, row.off) for row in detail.readings if not row.ok] == [("bore-25-h7", 0.013)]
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


def test_events_are_in_order_and_end_before_the_present(events: tuple[EventRow, ...]) -> None:
    times = [event.at for event in events]
    assert times == sorted(times)
    assert NOW - timedelta(days=130) < times[0]
    assert times[-1] <= NOW
    actors = {event.actor for event in events}
    assert actors == {"ann", "bo", "cy", "dee", "zoe", "ravi", "lena", system_login()}


def test_the_store_is_sound(demo: Workspace) -> None:
    assert stores.check(demo).problems == ()


def test_rules_and_filters_are_set_up(demo: Workspace) -> None:
    for key in ("OPS", "IT"):
        ws = demo.with_board(key)
        assert len(recurring.list_recurring(ws)) == 1
        assert all(tasks.list_tasks(ws, saved.text) is not None for saved in filters.list_filters(ws))
        assert len(filters.list_filters(ws)) == 3


def test_one_seed_gives_the_same_store_each_time(tmp_path: Path) -> None:
    def events_of(name: str, seed: int) -> tuple[EventRow, ...]:
        path = make_demo(tmp_path / name, seed=seed, now=NOW, timezone=ZONE, days=12)
        ws = open_workspace(path)
        try:
            return history.events(ws, limit=100_000)
        finally:
            ws.close()

    first = events_of("one.db", 7)
    assert events_of("again.db", 7) == first
    assert events_of("other.db", 8) != first


@pytest.mark.parametrize(
    ("now", "zone", "days"),
    [
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "America/New_York", 12),  # the hour that comes twice, on a Sunday
        (datetime(2026, 3, 30, 4, 0, tzinfo=UTC), "Europe/Berlin", 12),  # before the first round of a Monday
        (datetime(2026, 11, 24, 5, 51, tzinfo=UTC), ZONE, 30),  # right after the first round, in the middle of the log
    ],
)
def test_it_ends_well_at_odd_hours(tmp_path: Path, now: datetime, zone: str, days: int) -> None:
    ws = open_workspace(make_demo(tmp_path / "demo.db", now=now, timezone=zone, days=days), clock=lambda: now)
    try:
        assert picked(ws, "due:today") >= 2
        assert picked(ws, "blocked") >= 2
        assert max(event.at for event in history.events(ws, limit=100_000)) <= now
    finally:
        ws.close()


def test_a_store_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    stores.init_store(path).workspace.close()

    with pytest.raises(Refused, match="There is a store at"):
        make_demo(path, now=NOW)

    ws = open_workspace(path)
    assert [row.key for row in boards.list_boards(ws)] == ["OPS"]
    ws.close()


def test_nothing_is_left_when_it_fails(tmp_path: Path) -> None:
    with pytest.raises(Rejected):
        make_demo(tmp_path / "demo.db", now=NOW, timezone="Mars/Olympus")
    with pytest.raises(OverflowError):
        make_demo(tmp_path / "demo.db", now=datetime(1, 1, 2, tzinfo=UTC), timezone=ZONE)

    assert list(tmp_path.glob("demo.db*")) == []
