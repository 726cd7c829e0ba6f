"""The demo store: alive, sound, and the same each time."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prodtui.domain.enums import Role, ServiceClass
from prodtui.domain.rows import TaskRow
from prodtui.domain.rows_event import EVENT_KINDS, EventRow
from prodtui.errors import Refused, Rejected, Usage
from prodtui.services import board, board_view, boards, filters, history, people, recurring, stores, task_view
from prodtui.services.demo import make_demo
from prodtui.services.workspace import Workspace, open_workspace, system_login
from tests.helpers.demo import NOW, ZONE

pytestmark = pytest.mark.xdist_group("demo")  # so that it is made once


@pytest.fixture(scope="module")
def everything(demo: Workspace) -> dict[str, tuple[TaskRow, ...]]:
    return {key: task_view.list_tasks(demo.with_board(key), all=True) for key in ("OPS", "IT")}


def picked(demo: Workspace, text: str) -> int:
    """Return how many open tasks of both boards a filter picks; a label may be known to one of them alone."""
    found = 0
    for key in ("OPS", "IT"):
        with suppress(Usage):
            found += len(task_view.list_tasks(demo.with_board(key), text))
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
    mine = task_view.list_tasks(me, "mine")
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
        shown = board_view.snapshot(demo.with_board(key))
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
    assert commands["task.block"] > commands["task.unblock"] >= 8
    assert commands["task.log"] > 100
    assert commands["task.link"] > 5
    assert commands["recurring.run"] > 15
    assert any(command.startswith("undo") for command in commands)
    assert sum(bool(event.reason and event.reason.startswith("override of")) for event in events) >= 5
    moves = [
        (event.before or {}, event.after or {})
        for event in events
        if event.command == "task.move" and event.kind == "task"
    ]
    assert sum((old["step"], new["step"]) == ("inspect", "machining") for old, new in moves) >= 3
    assert sum((old["step"], new["step"]) == ("review", "in-progress") for old, new in moves) >= 3
    assert sum(old["step"] == "done" for old, _ in moves) >= 1
    said = [str((event.after or {})["text"]) for event in events if event.kind == "comment"]
    assert sum("@" in text for text in said) > 20
    assert not any("{" in text for text in said)


def test_events_are_in_order_and_end_before_the_present(events: tuple[EventRow, ...]) -> None:
    times = [event.at for event in events]
    assert times == sorted(times)
    assert NOW - timedelta(days=130) < times[0]
    assert times[-1] <= NOW
    actors = {event.actor for event in events}
    assert actors == {"ann", "bo", "cy", "dee", "zoe", "ravi", "lena", system_login()}


def test_every_kind_of_event_is_one_that_a_hook_may_name(demo: Workspace) -> None:
    assert {event.kind for event in history.events_after(demo, 0, 10_000)} <= EVENT_KINDS


def test_the_store_is_sound(demo: Workspace) -> None:
    assert stores.check(demo).problems == ()


def test_rules_and_filters_are_set_up(demo: Workspace) -> None:
    for key in ("OPS", "IT"):
        ws = demo.with_board(key)
        assert len(recurring.list_recurring(ws)) == 1
        assert all(task_view.list_tasks(ws, saved.text) is not None for saved in filters.list_filters(ws))
        assert len(filters.list_filters(ws)) == 3


def test_one_seed_gives_the_same_store_each_time(tmp_path: Path) -> None:
    def events_of(name: str, seed: int) -> tuple[EventRow, ...]:
        path = make_demo(tmp_path / name, seed=seed, now=NOW, timezone=ZONE, days=7)
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
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "America/New_York", 7),  # the hour that comes twice, on a Sunday
        (datetime(2026, 3, 30, 4, 0, tzinfo=UTC), "Europe/Berlin", 7),  # before the first round of a Monday
        (datetime(2026, 11, 24, 5, 51, tzinfo=UTC), ZONE, 12),  # right after the first round, in the middle of the log
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
