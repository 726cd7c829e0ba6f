"""Figures against the published answers that they must give."""

from __future__ import annotations

import pytest

from prodtui.domain.metrics import (
    Rule,
    capability,
    dpmo,
    dpu,
    rolled_yield,
    rolled_yield_of_defects,
    share,
    xmr,
)

HARDNESS = [51, 52, 54, 55, 55, 51, 52, 50, 51, 56, 51, 57, 58, 50, 53, 52, 54, 50, 56, 53]
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]


def test_the_published_hardness_chart() -> None:
    chart = xmr(HARDNESS)
    assert chart is not None
    found = (chart.mean, chart.upper, chart.lower, chart.range_limit)
    assert found == pytest.approx((53.05, 60.888, 45.212, 9.628), abs=0.01)
    assert chart.signals == ()


def test_the_published_flow_chart() -> None:
    chart = xmr(FLOW)
    assert chart is not None
    assert (chart.mean, chart.upper, chart.lower) == pytest.approx((50.81, 55.804, 45.816), abs=0.01)
    assert not chart.is_provisional


def test_published_yields_and_defects() -> None:
    assert share(80, 100) == pytest.approx(0.8)
    assert rolled_yield([0.9, 0.9, 0.9]) == pytest.approx(0.729)
    assert rolled_yield_of_defects([0.10, 0.05, 0.008]) == pytest.approx(0.85385, abs=1e-5)
    assert dpu(20, 500) == pytest.approx(0.04)
    assert dpmo(20, 500, 7) == pytest.approx(5714, abs=1)


def test_no_data_is_no_figure() -> None:
    assert (share(0, 0), rolled_yield([]), dpu(0, 0), dpmo(1, 0, 7), xmr([1.0]), xmr([])) == (None,) * 6
    assert rolled_yield_of_defects([]) is None


def test_a_point_outside_is_a_signal_and_limits_stay_frozen() -> None:
    before, after = xmr(HARDNESS), xmr([*HARDNESS, 70.0])
    assert before is not None and after is not None
    assert (after.mean, after.upper, after.n, after.baseline) == (before.mean, before.upper, 21, 20)
    assert [(signal.point, signal.rule) for signal in after.signals] == [(20, Rule.OUTSIDE)]


def test_eight_in_a_row_on_one_side_and_a_point_on_the_mean_breaks_the_run() -> None:
    base = [9.0, 11.0] * 10

    def runs(more: list[float]) -> list[int]:
        chart = xmr([*base, *more])
        assert chart is not None and chart.mean == 10
        return [signal.point for signal in chart.signals if signal.rule is Rule.RUN]

    assert runs([10.5] * 7) == [26]  # the last point of the baseline lies above as well
    assert runs([10.5, 10.0, *[10.5] * 7]) == []
    assert runs([10.5, 10.0, *[10.5] * 8]) == [29]


def test_three_of_four_nearer_the_limit_than_the_mean() -> None:
    base = [9.0, 11.0] * 10  # limits 4.68 and 15.32
    chart = xmr([*base, 13.0, 9.5, 13.0, 13.0])
    assert chart is not None
    assert [(signal.point, signal.rule) for signal in chart.signals] == [(23, Rule.NEAR_LIMIT)]


def test_counts_have_no_limit_below_nothing() -> None:
    chart = xmr([0.0, 5.0, 0.0, 5.0], floor=0.0)
    assert chart is not None and chart.lower == 0.0 and chart.is_provisional


def test_capability_with_both_limits_and_with_one() -> None:
    both = capability([9.0, 10.0, 11.0], 4.0, 13.0)
    assert both is not None
    assert (both.s, both.cp, both.cpk) == pytest.approx((1.0, 1.5, 1.0))
    one = capability([9.0, 10.0, 11.0], None, 13.0)
    assert one is not None and (one.cp, one.cpk) == (None, pytest.approx(1.0))
    assert capability([10.0, 10.0], 9.0, 11.0) is None
    assert capability([9.0, 11.0], None, None) is None
