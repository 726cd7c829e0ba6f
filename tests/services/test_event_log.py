"""Event logs as boards: the figures are those that plain arithmetic finds in the raw log."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prodtui.domain.chart_words import stop
from prodtui.domain.enums import Reentry, StepKind, Via
from prodtui.domain.event_log import LogRow
from prodtui.domain.flow.conventions import Conventions
from prodtui.domain.flow.lives import Visit
from prodtui.domain.rows_flow import HandOvers
from prodtui.errors import Refused, Rejected
from prodtui.interchange.board_json import write_board
from prodtui.interchange.json_text import parse_document
from prodtui.interchange.svg import chart_svg
from prodtui.services import boards, kpi, steps, stores, task_view
from prodtui.services.as_of import snapshot_as_of
from prodtui.services.board_import import import_board
from prodtui.services.change import Change
from prodtui.services.charts import chart
from prodtui.services.event_log import LogWishes, import_event_log
from prodtui.services.event_log_report import LogReport
from prodtui.services.flowfacts import FlowFacts
from prodtui.services.history import events
from prodtui.services.kpi import Look
from prodtui.services.step_look import step_look
from prodtui.services.workflow_map import workflow_map
from prodtui.storage.unit_of_work import read
from tests.helpers.event_logs import LOGS, Did, as_csv, as_xes, at, bring, measured
from tests.helpers.team import Clock, Team

REPAIRS = (LOGS / "repairs.xes").read_bytes()


def figure(team: Team, report: LogReport, name: str) -> float | None:
    """Return a figure over all the days of a log."""
    return kpi.explain(team.of("ann", board=report.board), name, Look(report.first, report.last)).figure.value


def visits(team: Team, report: LogReport) -> dict[str, list[Visit]]:
    """Return the visits of each case as the figures see them."""
    ws = team.of("ann", board=report.board)
    with read(team.store) as session:
        change = Change.looking(ws, session)
        facts = FlowFacts(change, change.board(), report.first)
        lives = {facts.traits[id].title: life for id, life in facts.lives.items()}
    assert not any(life.fault for life in lives.values())
    return {case: list(life.visits) for case, life in lives.items()}


def test_a_log_with_starts_becomes_work_and_waiting(team: Team) -> None:
    report = bring(team.ann, REPAIRS, zone="Europe/Berlin")
    ws = team.of("ann", board="LOG")
    assert (report.cases, report.rows, report.open, report.steps) == (2, 15, 0, 6)
    assert (report.first, report.last) == (date(2026, 3, 2), date(2026, 3, 29))
    assert [(each.name, each.times, each.cases, each.again) for each in report.activities] == [
        ("Register", 2, 2, 0), ("Repair", 3, 2, 1), ("Test", 3, 2, 1)
    ]  # fmt: skip
    assert [(step.key, step.kind.value) for step in steps.list_steps(ws)] == [
        ("register", "active"), ("waiting-for-repair", "queue"), ("repair", "active"),
        ("waiting-for-test", "queue"), ("test", "active"), ("done", "done"),
    ]  # fmt: skip
    task = task_view.show(ws, "LOG-1").task
    assert (task.title, task.external_key, task.step) == ("R1", "R1", "done")
    assert task.created_at == task.started_at == datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert task.finished_at == datetime(2026, 3, 3, 11, tzinfo=UTC)
    told = [(e.via, (e.after or {})["step"], e.reason) for e in events(ws, ref="LOG-1", limit=None)]
    assert told == [
        (Via.IMPORT, "register", "by Ann"), (Via.IMPORT, "waiting-for-repair", None), (Via.IMPORT, "repair", "by Bo"),
        (Via.IMPORT, "waiting-for-test", None), (Via.IMPORT, "test", "by Cy"), (Via.IMPORT, "waiting-for-repair", None),
        (Via.IMPORT, "repair", "by Bo"), (Via.IMPORT, "test", "by Cy"), (Via.IMPORT, "done", None),
    ]  # fmt: skip
    # R1: 28 h with 3 + 1 + 2 + 1 h of work; R2 over the night in which the clock is put forward: 13 h with 9 + 2 h.
    assert figure(team, report, "cycle-time-50") == 13 / 24
    assert figure(team, report, "cycle-time-85") == 28 / 24
    assert figure(team, report, "flow-efficiency") == pytest.approx(100 * (7 + 11) / (28 + 13))
    assert stores.check(ws).problems == ()


def test_whoever_did_an_activity_hands_it_over(team: Team) -> None:
    rows = [
        "case,activity,start,end,resource",
        "1,Cut,2026-03-02 08:00,2026-03-02 10:00,Pat",
        "1,Weld,2026-03-02 13:00,2026-03-02 15:00,Kim",
        "2,Cut,2026-03-02 09:00,2026-03-02 10:00,Pat",
        "2,Weld,2026-03-02 15:00,2026-03-02 16:00,Kim",
        "3,Cut,2026-03-02 09:00,2026-03-02 10:00,Kim",
        "3,Weld,2026-03-02 16:00,2026-03-02 17:00,Kim",
    ]
    report = bring(team.ann, "\n".join(rows).encode(), zone="UTC")
    found = step_look(team.of("ann", board="LOG"), "weld", Look(report.first, report.last))
    assert found.handovers == (HandOvers("cut", "weld", ("Pat",), ("Kim",), 2, 3.0, 5.0),)


def test_a_log_without_starts_stands_in_each_activity_until_the_next(team: Team) -> None:
    done = [Did("7", "A", 0), Did("7", "B", 5), Did("8", "A", 30), Did("7", "A", 9), Did("7", "C", 10)]
    report = bring(team.ann, as_csv(done))
    assert [step.kind for step in steps.list_steps(team.of("ann", board="LOG"))] == [StepKind.ACTIVE] * 3 + [
        StepKind.DONE
    ]
    assert [(v.step, v.since, v.until) for v in visits(team, report)["7"]] == [
        ("a", at(0), at(5)), ("b", at(5), at(9)), ("a", at(9), at(10)), ("c", at(10), at(10)), ("done", at(10), None),
    ]  # fmt: skip
    assert (figure(team, report, "cycle-time-50"), figure(team, report, "cycle-time-85")) == (0, 10 / 24)
    assert "flow efficiency is no data" in " ".join(report.notes)


@pytest.mark.parametrize("starts", [False, True])
def test_a_log_without_durations_tells_no_work_from_waiting(team: Team, starts: bool) -> None:
    done = [Did("7", name, hours, hours if starts else None) for name, hours in (("A", 0), ("B", 5), ("C", 10))]
    report = bring(team.ann, as_csv(done))
    ws, look = team.of("ann", board="LOG"), Look(report.first, report.last)
    proof = kpi.explain(ws, "flow-efficiency", look)
    assert (proof.figure.value, proof.figure.n, proof.figure.left_out) == (None, 0, 1)
    assert [item.note for item in proof.excluded] == ["its record does not tell work from waiting"]
    assert "flow efficiency is no data" in " ".join(report.notes)
    active = [step for step in workflow_map(ws, look).steps if step.kind is StepKind.ACTIVE]
    assert [(step.n, step.waiting, step.queue) for step in active] == [(1, None, None)] * 3
    drawn = chart(ws, "steps", look)
    words = stop(drawn, [step.name for step in drawn.steps].index("A")).words
    assert words.startswith("A: half within") and "waiting" not in words
    assert words in chart_svg(drawn, "Time in step")
    boards.edit_board(ws, settings={"count_work": "known"})
    assert kpi.explain(ws, "flow-efficiency", look).figure.value is not None


SPANS = st.tuples(
    st.sampled_from(["1", "2", "3", "44"]),
    st.sampled_from(["Check", "Make", "Pack", "Send"]),
    st.integers(0, 300),
    st.integers(0, 60),
)
numbers = count()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spans=st.lists(SPANS, min_size=1, max_size=25), timed=st.booleans(), xes=st.booleans(),
    entry=st.sampled_from(Reentry),
)  # fmt: skip
def test_figures_are_those_of_plain_arithmetic(
    team: Team, spans: list[tuple[str, str, int, int]], timed: bool, xes: bool, entry: Reentry
) -> None:
    done = [Did(case, name, (end + length) / 4, end / 4 if timed else None) for case, name, end, length in spans]
    report = bring(team.ann, as_xes(done) if xes else as_csv(done), f"T{next(numbers)}")
    told = measured(done)
    ws = team.of("ann", board=report.board)
    for as_of in (None, report.last):
        look = Look(report.first, report.last, conventions=Conventions(entry), as_of=as_of)
        for share in (50, 85):
            for name in ("cycle-time", "lead-time"):
                value = kpi.explain(ws, f"{name}-{share}", look).figure.value
                assert value == pytest.approx(told.percentile(share / 100), abs=1e-9)
        efficiency = kpi.explain(ws, "flow-efficiency", look).figure
        if timed and told.efficiency is not None:
            assert efficiency.value == pytest.approx(told.efficiency)
        finished = kpi.explain(ws, "throughput", look).figure
        assert finished.n == len(told.hours)
    found = visits(team, report)
    step_of = {each.name: each.step for each in report.activities}
    for (case, name), times in told.visits.items():
        assert sum(visit.step == step_of[name] for visit in found[case]) == times
    kinds = Counter(visit.kind for case in found.values() for visit in case)
    assert kinds[StepKind.DONE] == len(found)
    assert timed or not kinds[StepKind.QUEUE]
    assert {each.name: each.times for each in report.activities} == Counter(each.activity for each in done)


def test_service_and_waiting_of_each_activity_are_those_of_the_log(team: Team) -> None:
    done = [
        Did("1", "Cut", 3, 0), Did("1", "Weld", 9, 5), Did("1", "Cut", 12, 11), Did("1", "Weld", 13, 12),
        Did("2", "Cut", 7, 4), Did("2", "Weld", 30, 29),
    ]  # fmt: skip
    report = bring(team.ann, as_xes(done))
    hours = Counter[str]()
    for case in visits(team, report).values():
        for visit in case:
            if visit.until is not None:
                hours[visit.step] += (visit.until - visit.since) / timedelta(hours=1)  # type: ignore[assignment]
    assert hours == {
        "start": 0, "cut": 3 + 1 + 3, "weld": 4 + 1 + 1, "waiting-for-weld": 2 + 0 + 22, "waiting-for-cut": 2,
    }  # fmt: skip
    found = workflow_map(team.of("ann", board="LOG"), Look(report.first, report.last))
    assert {step.key: (step.median, step.queue) for step in found.steps if step.key in ("cut", "weld")} == {
        "cut": (3, 2 / 3), "weld": (1, 24 / 3)
    }  # fmt: skip
    assert [(way.source, way.target, way.count, way.stays) for way in found.rework] == [
        ("weld", "waiting-for-cut", 1, 3)
    ]  # fmt: skip
    assert found.bottleneck == "weld"


def test_the_board_of_a_past_day_is_told(team: Team) -> None:
    report = bring(team.ann, REPAIRS, zone="Europe/Berlin")
    ws = team.of("ann", board="LOG")
    then, _ = snapshot_as_of(ws, report.first)
    assert [(card.title, card.step) for card in then.cards] == [("R1", "waiting-for-repair")]
    assert [step.key for step in then.steps] == [step.key for step in steps.list_steps(ws)]


def test_a_second_import_changes_nothing_and_another_log_is_refused(team: Team) -> None:
    bring(team.ann, REPAIRS)
    before = stores.check(team.ann).counts
    again = bring(team.ann, REPAIRS)
    assert (again.created, again.cases, again.txn) == (False, 2, None)
    assert "here already" in again.notes[0]
    for data, wishes in ((as_csv([Did("1", "A", 0)]), {}), (REPAIRS, {"open_after": at(0)})):
        with pytest.raises(Refused, match="is a board LOG already, and it was not made of this log"):
            bring(team.ann, data, **wishes)
    with pytest.raises(Refused, match="is a board OPS already"):
        bring(team.ann, REPAIRS, "OPS")
    assert stores.check(team.ann).counts == before
    assert bring(team.ann, REPAIRS, "LOG2").created


def test_cases_after_a_moment_stay_open_where_they_are(team: Team, ticking: Clock) -> None:
    done = [Did("1", "A", 2, 0), Did("2", "A", 30, 28), Did("2", "B", 40, 35)]
    report = bring(team.ann, as_csv(done), open_after=at(30))
    ws = team.of("ann", board="LOG")
    assert report.open == 1
    assert [(task.title, task.step) for task in task_view.list_tasks(ws, all=True)] == [("2", "b"), ("1", "done")]
    assert task_view.show(ws, "LOG-2").task.finished_at is None
    assert stores.check(ws).problems == ()


def test_events_that_are_still_to_come_are_told(team: Team) -> None:
    report = bring(team.ann, as_csv([Did("1", "A", 0), Did("2", "A", 24 * 365)]))
    assert "Cases with events that are still to come, which no figure counts before: 1." in report.notes


def test_a_dry_run_leaves_nothing_and_says_the_same(team: Team) -> None:
    before = stores.check(team.ann).counts
    tried = bring(team.ann, REPAIRS, dry_run=True)
    assert stores.check(team.ann).counts == before
    made = bring(team.ann, REPAIRS)
    assert (tried.activities, tried.notes, tried.cases) == (made.activities, made.notes, made.cases)
    assert (tried.dry_run, tried.txn) == (True, None)


BAD = "case,activity,time\n1,A,2026-03-02T08:00:00Z\n1,B,2026-02-30\n2,A,2026-03-03T08:00:00Z\n"


def test_bad_rows_hold_everything_back_unless_they_are_skipped(team: Team) -> None:
    before = stores.check(team.ann).counts
    with pytest.raises(Rejected, match='1 of 3 rows cannot be imported, so nothing was: line 3, time "2026-02-30"'):
        bring(team.ann, BAD)
    assert stores.check(team.ann).counts == before
    report = bring(team.ann, BAD, skip_bad=True)
    assert (report.rows, report.cases, [row.line for row in report.bad]) == (3, 2, [3])


@pytest.mark.parametrize("data", ["<log/>", "<log><trace/></log>", "case,activity,time\n"])
def test_a_log_without_an_event_is_refused(team: Team, data: str) -> None:
    with pytest.raises(Rejected, match="The file holds no event"):
        bring(team.ann, data)


def test_a_column_that_cannot_be_the_activities_is_refused(team: Team) -> None:
    done = [Did("1", f"text {number}", number) for number in range(1_001)]
    with pytest.raises(Rejected, match="has 1,001 different activities, such as .text 0., .*takes at most 1,000"):
        bring(team.ann, as_csv(done))


def test_an_error_half_way_leaves_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prodtui.services.event_log_write.CHUNK", 2)
    before = stores.check(team.ann).counts

    def stop(phase: str, done: int, total: int) -> None:
        if phase == "writing" and done < total:
            raise KeyboardInterrupt

    rows = [LogRow(case, f"{case}", "A", at(case)) for case in range(20)]
    with pytest.raises(KeyboardInterrupt):
        import_event_log(team.ann, rows, LogWishes("LOG", "A log", "UTC"), progress=stop)
    assert stores.check(team.ann).counts == before


def test_only_who_may_set_up_boards_may_bring_one(team: Team) -> None:
    with pytest.raises(Refused, match=r"bo \(member\) may not"):
        bring(team.bo, REPAIRS)


def test_a_retry_is_answered_like_the_first_try(team: Team) -> None:
    def once() -> LogReport:
        rows = [LogRow(2, "1", "A", at(0)), LogRow(3, "1", "B", at(2))]
        return import_event_log(team.ann, rows, LogWishes("LOG", "A log", "UTC"), request_id="r1")

    assert once() == once()
    assert [board.key for board in boards.list_boards(team.ann)] == ["LOG", "OPS"]


def test_a_board_of_a_log_goes_out_and_in_again(team: Team, tmp_path: Path) -> None:
    report = bring(team.ann, REPAIRS, zone="Europe/Berlin")
    file = tmp_path / "log.json"
    with file.open("w", encoding="utf-8") as out:
        write_board(team.of("ann", board="LOG"), out)
    import_board(team.ann, parse_document(file.read_bytes()), key="COPY")
    copy = team.of("ann", board="COPY")
    look = Look(report.first, report.last)
    assert kpi.explain(copy, "cycle-time-85", look).figure.value == 28 / 24
    assert kpi.explain(copy, "flow-efficiency", look).figure.value == pytest.approx(100 * 18 / 41)


HOSTILE = (
    "=1+1", "[/]", "[@click=app.quit]x", "a'b\"c", "née \u202ex", "x" * 200, "\u200b1", "完成", "-blocked", "+away",
)  # fmt: skip


def test_hostile_names_are_text(team: Team) -> None:
    done = [Did(f"case {name[:50]}", name, number) for number, name in enumerate(HOSTILE)]
    report = bring(team.ann, as_xes(done))
    ws = team.of("ann", board="LOG")
    names = [step.name for step in steps.list_steps(ws)]
    assert len(set(names)) == len(names) == len(done) + 1
    assert not any("\u202e" in name or "\u200b" in name for name in names)
    assert {len(found) for found in visits(team, report).values()} == {2}
    assert stores.check(ws).problems == ()
