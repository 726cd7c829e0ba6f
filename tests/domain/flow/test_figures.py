"""Figures of flow: nearest rank, zero against no data, what is left out, working time, changes of the clock."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.enums import DayCount, TimeKind
from prodtui.domain.flow.conventions import Conventions
from prodtui.domain.flow.figures import (
    age,
    cycle_time,
    flow_efficiency,
    lead_time,
    littles_law,
    throughput,
    work_in_progress,
)
from prodtui.domain.flow.outcome import Item, Outcome, percentile
from tests.helpers.flow import FIRST, START, at, days, flow_of, life

WEEK = days(0, 6)


@pytest.mark.parametrize(("share", "wanted"), [(0.5, 5), (0.85, 9), (0.95, 10), (1.0, 10), (0.0, 1)])
def test_percentiles_are_by_nearest_rank(share: float, wanted: float) -> None:
    assert percentile([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], share) == wanted
    assert percentile([], share) is None


def test_the_85th_of_a_hundred_is_the_85th() -> None:
    assert percentile(list(range(1, 101)), 0.85) == 85


def test_throughput_counts_zero_days_and_leaves_those_to_come_out() -> None:
    lives = [life((0, "weld"), (1, "done"), task=1), life((0, "weld"), (9, "done"), task=2)]
    assert throughput(flow_of(lives, 20), WEEK).value == 1.0
    assert throughput(flow_of(lives, 20), days(2, 8)).value == 0.0
    assert throughput(flow_of(lives[:1], 1.1), WEEK).value == 3.5, "two of its days have begun"
    assert throughput(flow_of(lives, 20), days(30, 36)).value is None, "nothing is known of the future"


def test_times_are_from_start_and_from_creation() -> None:
    lives = [life((0, "ready"), (1, "weld"), (1 + took, "done"), task=took) for took in (1, 2, 3, 4)]
    flow = flow_of(lives, 20)
    came_to = cycle_time(flow, WEEK, 0.5)
    assert (came_to.value, came_to.n) == (2.0, 4)
    assert came_to.arithmetic == "4 values in order, the 2nd is at 50%: ceil(4 x 0.5)"
    assert [item.value for item in came_to.items] == [1.0, 2.0, 3.0, 4.0]
    assert lead_time(flow, WEEK, 1.0).value == 5.0
    assert cycle_time(flow, days(30, 36), 0.5) == Outcome(None, 0)


def test_a_faulty_record_is_left_out_and_named() -> None:
    flow = flow_of([life((0, "weld"), (2, "done"))], 20)
    bad = type(flow)(flow.passages, flow.chain, flow.ruler, flow.now, ((at(1), Item(7, None, "goes back")),))
    assert cycle_time(bad, WEEK, 0.5).excluded == (Item(7, None, "goes back"),)
    assert cycle_time(bad, days(2, 6), 0.5).left_out == 0, "it happened before that window"


def test_days_may_be_counted_first_and_last_included() -> None:
    flow = flow_of([life((0, "weld"), (2.1, "done"))], 20, Conventions(days=DayCount.INCLUSIVE))
    assert cycle_time(flow, WEEK, 0.5).value == 3.0


def test_working_time_counts_the_hours_of_the_calendar() -> None:
    """Monday 9:00 to Tuesday 11:00 of 8:00-12:00 and 13:00-17:00: 7 h and 3 h are 1.25 days of 8 h."""
    flow = flow_of([life((0, "weld"), (26 / 24, "done"))], 20, Conventions(time=TimeKind.WORKING))
    assert cycle_time(flow, WEEK, 0.5).value == pytest.approx(1.25)
    assert flow.ruler.conventions.unit == "working days"
    over_weekend = flow_of(
        [life((4, "weld"), (7, "done"))],
        20,
        Conventions(FIRST, DayCount.INCLUSIVE, TimeKind.WORKING),
    )
    assert cycle_time(over_weekend, days(0, 9), 0.5).value == 2.0, "Friday and Monday"


def test_a_day_of_25_hours_is_one_day_longer_by_an_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    autumn = days(-9, -7, berlin)
    flow = flow_of([life((-9, "weld"), (-7, "done"))], 20, zone=berlin)
    assert cycle_time(flow, autumn, 0.5).value == 2.0
    assert (autumn.ends - autumn.begins) == timedelta(days=3, hours=1)


def test_work_in_progress_is_the_average_of_the_ends_of_days() -> None:
    flow = flow_of([life((0, "weld"), task=1), life((0, "weld"), (1, "done"), task=2)], 1.2)
    came_to = work_in_progress(flow, WEEK)
    assert (came_to.value, came_to.n) == (1.5, 2), "2 at the end of Monday, 1 now"
    assert flow.under_way(START) == 2


@given(
    st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10) | st.none(), st.booleans()), min_size=1, max_size=12),
    st.floats(0, 12),
)
def test_counting_under_way_at_once_is_asking_each(told: list[tuple[float, float | None, bool]], when: float) -> None:
    lives = []
    for task, (start, took, away) in enumerate(told, 1):
        end = () if took is None else ((start + took, "+away" if away else "done"),)
        lives.append(life((start, "weld"), *end, task=task))
    flow = flow_of(lives, 30)
    assert flow.under_way(at(when)) == sum(each.under_way(at(when)) for each in flow.passages)


def test_age_is_since_the_start_at_the_end_of_the_window() -> None:
    lives = [
        life((0, "weld"), task=1),
        life((1, "ready"), (2, "weld"), (4, "test"), task=2),
        life((1, "ready"), task=3),
    ]
    came_to = age(flow_of(lives, 5), days(0, 6), 1.0)
    assert (came_to.value, came_to.n) == (5.0, 2)
    assert [item.note for item in came_to.items] == ["in test", "in weld"]
    assert age(flow_of(lives, 9), days(0, 2), 0.5).n == 2, "both were under way then"


def test_efficiency_leaves_queues_and_blocked_times_out_and_never_averages_percentages() -> None:
    short = life((0, "weld"), (1, "done"), task=1)
    long = life((0, "weld"), (1, "+blocked"), (2, "-blocked"), (3, "dry"), (5, "test"), (9, "done"), task=2)
    came_to = flow_efficiency(flow_of([short, long], 20), days(0, 13))
    assert came_to.value == pytest.approx(100 * (1 + 2 + 4) / (1 + 9))
    at_once = life((0, "ready"), (1, "done"), task=3)
    assert flow_efficiency(flow_of([at_once], 20), WEEK).excluded == (Item(3, None, "it took no time"),)


def test_littles_law_holds_for_a_steady_flow_and_tells_what_breaks_it() -> None:
    steady = [life((start, "weld"), (start + 3, "done"), task=start + 40) for start in range(-30, 30)]
    came_to = littles_law(flow_of(steady, 40), days(0, 13))
    assert came_to.value == pytest.approx(1.0)
    assert "balance" not in came_to.arithmetic
    growing = [*steady, *(life((start, "weld"), task=start + 100) for start in range(12))]
    assert "not in balance" in littles_law(flow_of(growing, 40), days(0, 13)).arithmetic
