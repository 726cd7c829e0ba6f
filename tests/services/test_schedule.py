"""The schedule of a board: made from what is stored, kept, and made again when something that matters changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from prodtui.domain.enums import StartKind
from prodtui.domain.rows_schedule import ScheduledRow, ScheduleView
from prodtui.domain.scheduling.floor import Away
from prodtui.errors import NotFound
from prodtui.services import (
    absences,
    board,
    capacity_changes,
    links,
    people,
    products,
    purge,
    resources,
    schedule,
    stock,
    talk,
    task_view,
    tasks,
)
from prodtui.services.feed import Feed
from prodtui.services.workspace import Workspace
from prodtui.storage.engine import connect
from prodtui.storage.unit_of_work import read
from tests.helpers.planning import NEXT, loaded, weeks
from tests.helpers.team import NOW, Clock, Team

HOUR = timedelta(hours=1)


@pytest.fixture
def shop(team: Team) -> Team:
    """Bo does what is to be done, and nobody else can."""
    people.edit_person(team.ann, "bo", skills=["maker"])
    team.step("doing", role="maker")
    team.task("First", assignees=("bo",), estimate_hours=2)
    team.task("Second", assignees=("bo",), estimate_hours=4, due=NOW + 3 * HOUR)
    team.task("Third", assignees=("bo",), estimate_hours=1)
    return team


def row_of(view: ScheduleView, ref: str) -> ScheduledRow:
    return next(row for row in view.tasks if row.ref == ref)


def row(ws: Workspace, ref: str) -> ScheduledRow:
    return row_of(schedule.look(ws), ref)


def stored(team: Team) -> list[tuple[int, str]]:
    with read(team.store) as session:
        return [(id, starts) for id, starts in session.execute(text("SELECT task_id, starts FROM schedule_task"))]


def test_open_tasks_are_scheduled_by_the_rule(shop: Team) -> None:
    view = schedule.look(shop.bo)
    assert [(row.ref, row.starts) for row in view.tasks] == [
        ("OPS-2", NOW),
        ("OPS-1", NOW + 5 * HOUR),
        ("OPS-3", NOW + 22 * HOUR),
    ]
    assert (row_of(view, "OPS-2").late, row_of(view, "OPS-2").slack) == (120, -120)
    reason = row_of(view, "OPS-1").parts[0].reason
    assert (reason.kind, reason.ref, reason.what) == (StartKind.BUSY, "OPS-2", "Bo Berg")


def test_everything_about_a_task_is_read(shop: Team) -> None:
    ref = shop.task(
        "Fourth", assignees=("bo", "cy"), labels=("press",), estimate_hours=3, product="P-1", quantity=2,
        priority="high", service_class="fixed-date", planned_start=NOW + 24 * HOUR, pinned_start=NOW + 48 * HOUR,
        due=NOW + 72 * HOUR,
    ).ref  # fmt: skip
    talk.log_work(shop.bo, ref, 60)
    board.block(shop.bo, ref, "no drawing")
    links.link(shop.ann, "OPS-1", ref)
    found = row(shop.bo, ref)
    assert (found.assignees, found.labels, found.product) == (("bo", "cy"), ("press",), "P-1")
    assert (found.priority, found.service_class, found.blocked) == ("high", "fixed-date", "no drawing")
    assert (found.pinned, found.starts, found.after) == (NOW + 48 * HOUR, NOW + 48 * HOUR, ("OPS-1",))
    assert found.progress == pytest.approx(1 / 3, abs=0.001)


def test_finished_and_archived_tasks_are_not_scheduled(shop: Team) -> None:
    tasks.archive(shop.ann, "OPS-1")
    board.move(shop.lea, "OPS-2", "done", override="was done")
    assert [row.ref for row in schedule.look(shop.bo).tasks] == ["OPS-3"]


def test_only_the_own_board_is_scheduled(shop: Team) -> None:
    from prodtui.services import boards

    boards.create_board(shop.ann, "LAB", "Lab", template="it-service")
    lab = shop.of("ann", board="LAB")
    tasks.add(lab, "Elsewhere")
    assert [row.ref for row in schedule.look(lab).tasks] == ["LAB-1"]
    assert "LAB-1" not in [row.ref for row in schedule.look(shop.bo).tasks]


def test_looking_stores_nothing(shop: Team) -> None:
    schedule.look(shop.bo)
    assert stored(shop) == []


def test_a_refresh_stores_it_and_a_second_one_has_nothing_to_do(shop: Team) -> None:
    assert schedule.refresh(shop.bo) is True
    assert len(stored(shop)) == 3
    assert schedule.refresh(shop.bo) is False


def test_what_is_stored_is_what_is_looked_at(shop: Team, ticking: Clock) -> None:
    computed = schedule.look(shop.bo)
    schedule.refresh(shop.bo)
    ticking.forward(minutes=4)
    looked = schedule.look(shop.bo)
    assert looked.made_at == NOW
    assert looked.tasks == computed.tasks
    assert schedule.look(shop.bo, fresh=True).made_at == ticking.now


def test_all_that_is_told_of_a_stored_task_is_what_was_told_when_it_was_made(shop: Team, ticking: Clock) -> None:
    """Begun, linked, guessed, promised or without a place: nothing of it is made again to be looked at."""
    shop.task("Guessed", assignees=("bo",))
    shop.task("Nobody's", at="review")
    shop.step("review", role="checker")
    links.link(shop.ann, "OPS-1", "OPS-3")
    links.link(shop.ann, "OPS-4", "OPS-3")
    board.start(shop.bo, "OPS-2")
    talk.log_work(shop.bo, "OPS-2", 60)
    schedule.refresh(shop.bo)
    tasks.edit(shop.bo, "OPS-1", {"estimate_hours": 3})
    computed = schedule.current(shop.bo)
    ticking.forward(minutes=4)
    assert schedule.look(shop.sam) == schedule.current(shop.bo) == computed
    assert row_of(computed, "OPS-3").after == ("OPS-1", "OPS-4")


def test_a_schedule_of_five_minutes_ago_is_made_anew(shop: Team, ticking: Clock) -> None:
    schedule.refresh(shop.bo)
    ticking.forward(minutes=5)
    assert schedule.look(shop.bo).made_at == ticking.now
    assert schedule.refresh(shop.bo) is True


@pytest.mark.parametrize("what", ["task", "step", "person", "absence", "board"])
def test_any_change_that_matters_makes_it_stale(shop: Team, ticking: Clock, what: str) -> None:
    schedule.refresh(shop.bo)
    ticking.forward(minutes=1)
    changes = {
        "task": lambda: tasks.edit(shop.bo, "OPS-1", {"estimate_hours": 9}),
        "step": lambda: shop.step("doing", wip_limit=1),
        "person": lambda: people.edit_person(shop.ann, "bo", hours_per_day=4),
        "absence": lambda: absences.add_absence(shop.bo, "2026-11-24", "2026-11-25"),
        "board": lambda: shop.settings(frozen_hours=3),
    }
    changes[what]()
    assert schedule.look(shop.bo).made_at == ticking.now


def test_what_does_not_matter_leaves_it(shop: Team, ticking: Clock) -> None:
    from prodtui.services import issues

    schedule.refresh(shop.bo)
    ticking.forward(minutes=1)
    issues.raise_issue(shop.bo, "Burr")
    assert schedule.look(shop.bo).made_at == NOW


def test_only_what_differs_is_written_and_told(shop: Team, ticking: Clock) -> None:
    schedule.refresh(shop.bo)
    feed = Feed(shop.ann)
    tasks.edit(shop.bo, "OPS-3", {"title": "Third again"})
    assert schedule.refresh(shop.bo) is False
    assert not [topic for topic in feed.poll() if topic.startswith("schedule")]
    tasks.edit(shop.bo, "OPS-3", {"estimate_hours": 5})
    assert schedule.refresh(shop.bo) is True
    assert f"schedule:{shop.bo.need_board().id}" in feed.poll()
    feed.close()


def test_a_schedule_leaves_no_trace_in_the_history(shop: Team) -> None:
    from prodtui.services import history

    last = history.last_event(shop.bo)
    schedule.refresh(shop.bo)
    assert history.last_event(shop.bo) == last


def test_whoever_may_only_look_stores_nothing(shop: Team) -> None:
    assert schedule.refresh(shop.sam) is False
    assert schedule.refresh(replace(shop.bo, read_only=True)) is False
    assert stored(shop) == []
    assert len(schedule.current(shop.sam).tasks) == 3
    assert stored(shop) == []
    schedule.current(shop.bo)
    assert len(stored(shop)) == 3


def test_looking_does_not_fail_because_somebody_writes(shop: Team, ticking: Clock) -> None:
    hurried = Team(shop.path, ticking, pragmas={"busy_timeout": 0})
    other = connect(shop.path)
    other.execute("BEGIN IMMEDIATE")
    assert len(schedule.current(hurried.bo).tasks) == 3
    other.execute("ROLLBACK")
    other.close()
    assert stored(shop) == []
    hurried.close()


def test_a_task_that_is_gone_is_gone_from_the_schedule(shop: Team) -> None:
    schedule.refresh(shop.bo)
    tasks.archive(shop.ann, "OPS-1")
    purge.purge(shop.ann, "OPS-1")
    assert len(stored(shop)) == 2
    tasks.archive(shop.ann, "OPS-2")
    assert schedule.refresh(shop.bo) is True
    assert len(stored(shop)) == 1


def test_what_is_promised_for_the_near_future_keeps_its_place_unless_told(shop: Team) -> None:
    schedule.refresh(shop.bo)
    shop.task("Urgent", assignees=("bo",), estimate_hours=1, service_class="expedite")
    assert row(shop.bo, "OPS-2").starts == NOW
    assert row(shop.bo, "OPS-4").starts != NOW
    assert schedule.refresh(shop.bo, thaw=True) is True
    assert row(shop.bo, "OPS-4").starts == NOW
    assert row(shop.bo, "OPS-2").starts == NOW + HOUR


def test_without_frozen_hours_nothing_is_promised(shop: Team) -> None:
    shop.settings(frozen_hours=0)
    schedule.refresh(shop.bo)
    shop.task("Urgent", assignees=("bo",), estimate_hours=1, service_class="expedite")
    assert row(shop.bo, "OPS-4").starts == NOW


def test_somebody_who_would_be_away(shop: Team) -> None:
    schedule.refresh(shop.bo)
    away = [Away("Bo Berg", date(2026, 11, 24), date(2026, 11, 26))]
    view = schedule.look(shop.sam, away=away)
    assert row_of(view, "OPS-2").starts == datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    assert row(shop.bo, "OPS-2").starts == NOW
    with pytest.raises(NotFound, match="no person"):
        schedule.look(shop.bo, away=[Away("zoe", date(2026, 11, 24), date(2026, 11, 26))])


def test_absences_and_overtime_count(shop: Team) -> None:
    absences.add_absence(shop.bo, "2026-11-25", "2026-11-26")
    assert row(shop.bo, "OPS-3").starts == datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    today = date(2026, 11, 24)
    capacity_changes.add(shop.ann, "person", "bo", today, today, 2)
    assert row(shop.bo, "OPS-3").starts == datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


@pytest.fixture
def stocked(shop: Team) -> Team:
    """Chairs take two boards each, of which ten lie in stock."""
    resources.add_resource(shop.ann, "Wood", "material", unit="pcs")
    products.add_product(shop.ann, "Chair", routing=["doing:0.5"], materials=["wood:2"])
    stock.receive(shop.bo, "wood", 10)
    for number in range(3):
        shop.task(f"Chairs {number}", product="chair", quantity=3, assignees=("bo",))
    return shop


def test_material_goes_to_whom_it_was_promised(stocked: Team) -> None:
    stock.reserve(stocked.bo, "wood", 6, "OPS-6")
    found = schedule.look(stocked.bo)
    assert row_of(found, "OPS-6").problem is None
    assert row_of(found, "OPS-4").problem == "Wood is short, and no delivery is expected."


def test_material_that_is_expected_is_waited_for(stocked: Team) -> None:
    for number in range(1, 4):
        tasks.archive(stocked.ann, f"OPS-{number}")
    stock.expect(stocked.bo, "wood", 20, "2026-12-01")
    found = schedule.look(stocked.bo)
    assert row_of(found, "OPS-4").parts[0].reason.kind is StartKind.NOW
    reason = row_of(found, "OPS-5").parts[0].reason
    assert (reason.kind, reason.what) == (StartKind.MATERIAL, "Wood")
    assert row_of(found, "OPS-5").starts == datetime(2026, 12, 1, 7, 0, tzinfo=UTC)


def test_what_was_issued_is_not_needed_again(stocked: Team) -> None:
    for ref in ("OPS-4", "OPS-5"):
        stock.issue(stocked.bo, "wood", 5, task=ref)
    assert row(stocked.bo, "OPS-4").problem == "Wood is short, and no delivery is expected."
    stock.receive(stocked.bo, "wood", 2)
    assert [row(stocked.bo, f"OPS-{each}").problem is None for each in (4, 5, 6)] == [True, True, False]


def test_a_task_says_when_it_is_worked_on_and_why(shop: Team, ticking: Clock) -> None:
    assert task_view.show(shop.bo, "OPS-1").schedule is None
    schedule.refresh(shop.bo)
    found = task_view.show(shop.bo, "OPS-1").schedule
    row = row_of(schedule.look(shop.bo), "OPS-1")
    assert found is not None
    assert (found.starts, found.ends, found.who, found.late) == (row.starts, row.ends, ("bo",), row.late)
    assert found.reason == row.parts[0].reason
    tasks.archive(shop.ann, "OPS-1")
    assert task_view.show(shop.bo, "OPS-1").schedule is None


def test_a_task_says_why_it_has_no_place(shop: Team) -> None:
    shop.step("review", role="checker")
    ref = shop.task("Check", at="review").ref
    schedule.refresh(shop.bo)
    found = task_view.show(shop.bo, ref).schedule
    assert found is not None
    assert (found.starts, found.reason) == (None, None)
    assert found.problem == "Nobody has the role checker that Review takes."


def test_the_load_of_the_plan_lies_where_the_schedule_finishes_a_task(shop: Team) -> None:
    """Without a schedule it lies in the period of the planned finish or the due day."""
    ref = shop.task("Late", assignees=("bo",), estimate_hours=40, due=NOW + 72 * HOUR).ref
    assert loaded(weeks(shop), "doing", NEXT) == 0
    schedule.refresh(shop.bo)
    ends = row(shop.bo, ref).ends
    assert ends is not None
    assert ends.date() > NEXT
    assert loaded(weeks(shop), "doing", NEXT) >= 40
