"""Event logs: what belongs together in a case, where the case stood, and the chain of steps that comes of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from prodtui.domain.enums import StepKind
from prodtui.domain.event_log import EventLog, LogRow, Phase, phase_of
from prodtui.domain.event_log_flow import Workflow, courses, survey
from tests.helpers.event_logs import at


def log_of(*told: tuple[str, str, float, str] | tuple[str, str, float, float]) -> EventLog:
    """Return a log of (case, activity, hours, word of its life or hours of its begin)."""
    log = EventLog()
    for line, (case, activity, hours, more) in enumerate(told, start=2):
        began: datetime | None = None if isinstance(more, str) else at(more)
        phase = phase_of(more) if isinstance(more, str) else Phase.ENDED
        log.add(LogRow(line, case, activity, at(hours), began, phase))
    return log


def turns_of(log: EventLog) -> dict[str, list[tuple[str, float]]]:
    """Return where each case stood since which hour, "…A" for waiting for A; its end is told as "."."""
    found = {}
    for course in courses(log):
        told = [("…" * turn.waits + log.activities[turn.activity], hours(turn.since)) for turn in course.turns]
        found[course.case] = [*told, (".", hours(course.end))]
    return found


def hours(moment: datetime) -> float:
    return (moment - at(0)).total_seconds() / 3600


def steps_of(log: EventLog) -> list[tuple[str, StepKind]]:
    return [(plan.name, plan.kind) for plan in Workflow(log.activities, survey(courses(log))).plans]


QUEUE, ACTIVE, DONE = StepKind.QUEUE, StepKind.ACTIVE, StepKind.DONE


def test_with_one_time_for_each_activity_a_case_stands_in_it_until_the_next() -> None:
    log = log_of(("1", "A", 0, ""), ("1", "B", 2, ""), ("1", "B", 3, ""), ("1", "A", 7, ""))
    assert turns_of(log) == {"1": [("A", 0), ("B", 2), ("B", 3), ("A", 7), (".", 7)]}
    assert steps_of(log) == [("A", ACTIVE), ("B", ACTIVE), ("Done", DONE)]


def test_with_starts_there_is_waiting_between_and_work_within() -> None:
    log = log_of(("1", "A", 2, 0.0), ("1", "B", 9, 5.0), ("1", "C", 10, 9.0))
    assert turns_of(log) == {"1": [("A", 0), ("…B", 2), ("B", 5), ("C", 9), (".", 10)]}
    assert steps_of(log) == [
        ("A", ACTIVE), ("Waiting for B", QUEUE), ("B", ACTIVE), ("C", ACTIVE), ("Done", DONE)
    ]  # fmt: skip


def test_starts_and_ends_of_their_own_are_paired_in_order() -> None:
    log = log_of(
        ("1", "A", 0, "start"), ("1", "A", 1, "START"), ("1", "A", 4, "complete"), ("1", "A", 6, "complete")
    )  # fmt: skip
    (course,) = courses(log)
    assert [(hours(stint.begin), hours(stint.end)) for stint in course.stints] == [(0, 4), (1, 6)]
    assert turns_of(log) == {"1": [("A", 0), ("A", 1), (".", 6)]}


def test_of_what_overlaps_the_one_that_began_last_has_the_time() -> None:
    log = log_of(("1", "A", 8, 0.0), ("1", "B", 3, 2.0), ("1", "C", 11, 10.0))
    assert turns_of(log) == {"1": [("A", 0), ("B", 2), ("…C", 8), ("C", 10), (".", 11)]}
    assert survey(courses(log)).overlaps == 1


def test_what_takes_no_time_within_something_else_comes_behind_it() -> None:
    log = log_of(
        ("1", "A", 8, 0.0), ("1", "B", 3, ""), ("1", "C", 4, ""), ("1", "D", 8, ""),
        ("1", "A", 12, 10.0), ("1", "B", 11, ""),
    )  # fmt: skip
    assert turns_of(log) == {"1": [("A", 0), ("B", 8), ("C", 8), ("D", 8), ("…A", 8), ("A", 10), ("B", 12), (".", 12)]}
    log = log_of(("1", "A", 8, 0.0), ("1", "B", 3, ""), ("1", "C", 6, 4.0))
    assert turns_of(log) == {"1": [("A", 0), ("B", 4), ("C", 4), (".", 8)]}
    told = survey(courses(log))
    assert (told.inside, told.overlaps) == (1, 1)


def test_a_start_without_an_end_lasts_until_its_last_event() -> None:
    log = log_of(("1", "A", 0, "start"), ("1", "A", 3, "suspend"), ("1", "B", 5, "complete"))
    assert turns_of(log) == {"1": [("A", 0), ("…B", 3), ("B", 5), (".", 5)]}
    assert survey(courses(log)).endless == 1


def test_a_log_of_starts_alone_has_one_time_for_each_activity() -> None:
    log = log_of(("1", "A", 0, "start"), ("1", "B", 2, "start"), ("1", "B", 5, "start"))
    assert turns_of(log) == {"1": [("A", 0), ("B", 2), ("B", 5), (".", 5)]}
    assert not log.timed


def test_what_is_scheduled_first_or_last_counts_for_the_begin_and_the_end_of_a_case() -> None:
    log = log_of(
        ("1", "A", 0, "schedule"), ("1", "A", 2, "start"), ("1", "A", 3, "complete"), ("1", "A", 9, "schedule"),
        ("2", "A", 4, "schedule"),
    )  # fmt: skip
    assert turns_of(log) == {
        "1": [("…A", 0), ("A", 2), ("…A", 3), (".", 9)],
        "2": [("…A", 4), (".", 4)],
    }
    assert log.between == 3


def test_scheduled_work_in_a_log_without_starts_begins_its_case() -> None:
    log = log_of(("1", "A", 0, "schedule"), ("1", "A", 2, "complete"), ("2", "A", 1, "assign"))
    assert turns_of(log) == {"1": [("A", 0), (".", 2)], "2": [("A", 1), (".", 1)]}


def test_words_of_another_kind_end_an_activity_and_so_does_the_only_word_there_is() -> None:
    assert [phase_of(word) for word in ("ate_abort", "withdraw", "In Progress", "")] == [Phase.ENDED] * 4
    log = log_of(("1", "A", 0, "schedule"), ("1", "B", 2, "schedule"))
    assert turns_of(log) == {"1": [("A", 0), ("B", 2), (".", 2)]}
    assert log.between == 0


def test_events_out_of_order_are_put_in_order() -> None:
    log = log_of(("1", "B", 5, ""), ("1", "A", 1, ""), ("1", "C", 5, ""))
    assert turns_of(log) == {"1": [("A", 1), ("B", 5), ("C", 5), (".", 5)]}
    assert log.disordered == 1


def test_steps_are_in_the_order_in_which_cases_first_come_to_them() -> None:
    log = log_of(
        ("1", "C", 9, ""), ("1", "A", 0, ""), ("1", "B", 1, ""), ("1", "A", 2, ""), ("1", "A", 3, ""),
        ("2", "A", 0, ""), ("2", "C", 4, ""),
    )  # fmt: skip
    assert [name for name, _ in steps_of(log)] == ["A", "B", "C", "Done"]
    told = survey(courses(log))
    assert {log.activities[each]: (told.times[each], told.cases[each]) for each in told.order} == {
        "A": (4, 2), "B": (1, 1), "C": (2, 2)
    }  # fmt: skip


def test_no_queue_lies_before_the_first_active_step() -> None:
    log = log_of(("1", "A", 1, 0.0), ("1", "B", 3, 1.0), ("1", "A", 6, 5.0))
    assert steps_of(log)[:3] == [("Start", ACTIVE), ("Waiting for A", QUEUE), ("A", ACTIVE)]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["x" * 41, "x" * 42], ["x" * 39 + "…", "x" * 35 + "… (2)"]),
        (["Done", "done", "DONE (2)"], ["Done", "done (2)", "DONE (2) (2)", "Done (3)"]),
        (["订单", "付款"], ["订单", "付款"]),
        (["A b", "A-B"], ["A b", "A-B"]),
    ],
)
def test_every_step_has_a_name_and_a_key_of_its_own(names: list[str], shown: list[str]) -> None:
    log = log_of(*(("1", name, float(place), "") for place, name in enumerate(names)))
    plans = Workflow(log.activities, survey(courses(log))).plans
    assert [plan.name for plan in plans][: len(shown)] == shown
    assert len({plan.key for plan in plans}) == len({plan.name.casefold() for plan in plans}) == len(plans)
    assert all(plan.key for plan in plans)


def test_the_same_log_has_the_same_digest_and_another_one_has_not() -> None:
    rows = [("1", "A", 0.0, ""), ("1", "B", 2.0, "")]
    assert log_of(*rows).digest() == log_of(*rows).digest()
    others = [
        log_of(rows[0]),
        log_of(rows[0], ("1", "B", 3.0, "")),
        log_of(rows[0], ("2", "B", 2.0, "")),
        log_of(rows[0], ("1", "C", 2.0, "")),
        log_of(rows[0], ("1", "B", 2.0, "start")),
        log_of(rows[0], ("1", "B", 2.0, 1.0)),
    ]
    assert len({each.digest() for each in [*others, log_of(*rows)]}) == 7


def test_moments_are_kept_to_the_microsecond_also_before_1970() -> None:
    log, early = EventLog(), datetime.fromisoformat("1931-05-01T00:00:00.000001+00:00")
    log.add(LogRow(2, "1", "A", at(0), early))
    ((_, (event,)),) = log.cases()
    assert (event.at, event.began) == (at(0), early)
