"""What charts show: a cumulative flow that never falls, ages and times by step, whole weeks, and nothing of nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.enums import Reentry
from prodtui.domain.flow.charts import (
    StepName,
    ageing,
    control,
    cumulative_flow,
    histogram,
    scatter,
    stay_classes,
    step_times,
    throughput_run,
)
from prodtui.domain.flow.conventions import Conventions
from prodtui.domain.flow.lives import Life
from prodtui.domain.flow.passage import Passage
from prodtui.domain.rows_charts import Bar, Line
from tests.helpers.flow import CHAIN, START, STEPS, at, days, flow_of, life

NAMES = [StepName(key, key.title(), kind) for key, kind in STEPS]
TWO_WEEKS = days(0, 13)
moves = st.tuples(st.floats(0.1, 4), st.sampled_from([*(key for key, _ in STEPS), "+away", "-away", "+blocked"]))
histories = st.tuples(st.floats(-5, 10), st.lists(moves, max_size=7))


def named(task: int) -> tuple[str, str]:
    return f"OPS-{task}", f"Part {task}"


def lived(task: int, begins: float, way: list[tuple[float, str]]) -> Life:
    told, when = [(begins, "ready")], begins
    for gap, flow in way:
        when += gap
        told.append((when, flow))
    return life(*told, task=task)


@given(st.lists(histories, max_size=8), st.sampled_from(Reentry))
def test_no_line_of_a_cumulative_flow_falls_and_the_distance_is_work_in_progress(
    told: list[tuple[float, list[tuple[float, str]]]], entry: Reentry
) -> None:
    flow = flow_of([lived(task, *each) for task, each in enumerate(told, 1)], 30, Conventions(entry))
    bands = cumulative_flow(flow, TWO_WEEKS, NAMES)
    assert len(bands.days) == 14
    for row in bands.reached:
        assert list(row) == sorted(row)
    for above, below in zip(bands.reached, bands.reached[1:], strict=False):
        assert all(more >= fewer for more, fewer in zip(above, below, strict=True))
    begun, done = bands.reached[CHAIN.work], bands.reached[CHAIN.done]
    assert tuple(a - b for a, b in zip(begun, done, strict=True)) == bands.under_way
    assert bands.under_way == tuple(sum(each.under_way(end) for each in flow.passages) for end in TWO_WEEKS.day_ends())


def test_what_had_left_before_the_window_is_in_no_row() -> None:
    flow = flow_of([life((-9, "weld"), (-8, "done"), task=1), life((1, "weld"), (2, "done"), task=2)], 30)
    bands = cumulative_flow(flow, days(0, 3), NAMES)
    assert (bands.reached[0], bands.reached[-1]) == ((0, 1, 1, 1), (0, 0, 1, 1))


def test_the_running_day_ends_now() -> None:
    bands = cumulative_flow(flow_of([life((0, "weld"))], 1.2), days(0, 6), NAMES)
    assert bands.days == (START.date(), START.date() + timedelta(days=1))
    assert cumulative_flow(flow_of([], 1), days(5, 9), NAMES).days == ()


def test_points_stand_in_the_order_of_their_finish_with_lines_of_enough_of_them() -> None:
    lives = [life((12 - took, "weld"), (13 - took / 20, "done"), task=took) for took in range(1, 11)]
    found = scatter(flow_of(lives, 30), TWO_WEEKS, named)
    assert [point.ref for point in found.points] == [f"OPS-{took}" for took in range(10, 0, -1)]
    assert [line.label for line in found.lines] == ["50%", "85%", "95%"]
    assert found.lines[0].value == sorted(point.value for point in found.points)[4]
    assert scatter(flow_of(lives[:9], 30), TWO_WEEKS, named).lines == (), "too few to say"


def test_weeks_end_with_the_window_and_zero_is_shown() -> None:
    lives = [life((day, "weld"), (day, "done"), task=at) for at, day in enumerate((2, 10, 11, 27), 1)]
    found = throughput_run(flow_of(lives, 40), days(0, 29))
    assert found.starts == tuple(date(2026, 11, 4) + timedelta(days=7 * at) for at in range(4))
    assert (found.values, found.lines, found.running) == ((1, 2, 0, 1), (Line("mean", 1.0),), False)
    running = throughput_run(flow_of(lives[:1], 3), days(0, 6))
    assert (running.values, running.running, running.unit) == ((0, 0, 1, 0), True, "tasks a day")


def test_ages_by_step_against_those_that_left_it() -> None:
    done = [life((0, "weld"), (1 + task / 10, "test"), (3, "done"), task=task) for task in range(1, 11)]
    here = [life((2, "weld"), task=20), life((1, "weld"), (3, "test"), (4, "+blocked"), task=21)]
    found = ageing(flow_of([*done, *here], 5), TWO_WEEKS, NAMES, named)
    assert [step.step for step in found.steps] == ["weld", "dry", "test"]
    weld, _, test = found.steps
    assert [(aged.ref, aged.value, aged.blocked) for aged in (*weld.tasks, *test.tasks)] == [
        ("OPS-20", 3.0, False), ("OPS-21", 4.0, True),
    ]  # fmt: skip
    assert [line.value for line in weld.bands] == pytest.approx([1.5, 1.7, 1.9, 2.0])
    assert found.lines[0] == Line("50%", 3.0)


def test_time_in_a_step_is_the_sum_of_all_visits_and_tells_what_of_it_was_waiting() -> None:
    told = life((0, "weld"), (1, "+blocked"), (2, "-blocked"), (3, "dry"), (4, "weld"), (5, "test"), (6, "done"))
    rows = {row.step: row for row in step_times(flow_of([told], 20), TWO_WEEKS, NAMES).steps}
    assert (rows["weld"].median, rows["weld"].waiting, rows["weld"].n) == (96.0, 0.25, 1)
    assert (rows["dry"].median, rows["dry"].waiting) == (24.0, 1.0)
    assert "ready" not in rows and "done" not in rows


def test_a_histogram_counts_whole_days_and_a_control_chart_needs_two() -> None:
    lives = [life((0, "weld"), (took, "done"), task=at) for at, took in enumerate((0.5, 1.2, 1.9, 3.0), 1)]
    assert histogram(flow_of(lives, 20), TWO_WEEKS).bars == (
        Bar("0", 1, 0.25), Bar("1", 2, 0.75), Bar("2", 0, 0.75), Bar("3", 1, 1.0),
    )  # fmt: skip
    assert histogram(flow_of([], 20), TWO_WEEKS).bars == ()
    assert control(flow_of(lives[:1], 20), TWO_WEEKS, named) is None
    chart = control(flow_of(lives, 20), TWO_WEEKS, named)
    assert chart is not None and (chart.values, chart.lower, chart.provisional) == ((0.5, 1.2, 1.9, 3.0), 0.0, True)


def test_long_times_share_classes() -> None:
    flow = flow_of([life((0, "weld"), (39.5, "done"))], 60)
    assert [bar.name for bar in histogram(flow, days(0, 50)).bars][-1] == "38-39"
    assert isinstance(flow.passages[0], Passage) and at(0) == START


def test_stays_are_told_in_hours_and_very_long_ones_in_days() -> None:
    assert [bar.name for bar in stay_classes([0.5, 1.2, 3.9]).bars] == ["0 h", "1 h", "2 h", "3 h"]
    assert [(bar.name, bar.value) for bar in stay_classes([0, 3.9, 4, 70]).bars][:2] == [("0-3 h", 2), ("4-7 h", 1)]
    assert [bar.name for bar in stay_classes([1, 240]).bars][-1] == "10 d"
    assert stay_classes([]).bars == ()
