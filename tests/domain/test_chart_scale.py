"""Scales of charts: round ticks that hold all values, labels that never touch."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.chart_scale import Scale, day_labels, number, span_words, spread, stride

FLOATS = st.floats(-1e6, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("least", "most", "ticks", "whole", "said"),
    [
        (0, 10, 5, False, ["0", "2", "4", "6", "8", "10"]),
        (0, 1, 4, False, ["0.0", "0.5", "1.0"]),
        (0, 3, 10, True, ["0", "1", "2", "3"]),
        (0, 12_000, 3, False, ["0", "5,000", "10,000"]),
        (45.2, 63, 5, False, ["45", "50", "55", "60"]),
        (-3, 4, 8, False, ["-3", "-2", "-1", "0", "1", "2", "3", "4"]),
        (25.0, 25.021, 5, False, ["25.000", "25.005", "25.010", "25.015", "25.020"]),
        (7, 7, 4, False, ["6", "8", "10", "12", "14"]),
        (0, 0, 4, True, ["0", "1"]),
    ],
)
def test_ticks(least: float, most: float, ticks: int, whole: bool, said: list[str]) -> None:
    scale = Scale.over(least, most, ticks, whole=whole)
    assert [scale.tick(value) for value in scale.ticks] == said


@given(FLOATS, st.floats(1e-3, 1e6), st.integers(1, 30), st.booleans())
def test_a_scale_holds_its_values_with_few_ticks(least: float, size: float, ticks: int, whole: bool) -> None:
    scale = Scale.over(least, least + size, ticks, whole=whole)
    assert scale.low <= least + 1e-6 * (abs(least) + size) and scale.high >= least + size
    assert 1 <= len(scale.ticks) <= ticks + 1
    texts = [scale.tick(value) for value in scale.ticks]
    assert len(set(texts)) == len(texts)
    assert scale.share(least) >= 0 and scale.share(least + size) == 1


def test_a_value_is_told_finer_than_the_ticks() -> None:
    assert Scale.over(45, 63, 10).exact(60.888) == "60.89"
    assert Scale.over(0, 5, 5).exact(4.0) == "4"
    assert Scale.over(0, 5_000, 5).exact(1234.56) == "1,235"
    assert number(-0.001, 1) == "0.0"


@given(st.lists(st.integers(0, 30)), st.integers(0, 40), st.integers(1, 5))
def test_labels_get_a_place_of_their_own(wanted: list[int], room: int, gap: int) -> None:
    places = spread(sorted(wanted), room, gap)
    assert len(places) == min(len(wanted), -(-room // gap))
    assert all(before + gap <= after for before, after in pairwise(places))
    assert all(0 <= place < room for place in places)
    if all(a + gap <= b for a, b in pairwise(sorted(wanted))) and all(want < room for want in wanted):
        assert list(places) == sorted(wanted)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 12)), min_size=1))
def test_kept_labels_do_not_touch(labels: list[tuple[int, int]]) -> None:
    places, at = [], 0
    for step, _ in labels:
        places.append(at)
        at += step
    widths = [width for _, width in labels]
    every = stride(places, widths)
    kept = range(0, len(labels), every)
    assert all(places[a] + widths[a] + 2 <= places[b] for a, b in pairwise(kept))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 20_000), st.integers(12, 200))
def test_days_below_an_axis_do_not_touch(first: date, days: int, room: int) -> None:
    last = first + timedelta(days=days)
    labels = day_labels(first, last, room)
    assert all(first <= day <= last for day, _ in labels)
    places = [((day - first).days * room / (days + 1), len(text)) for day, text in labels]
    assert all(int(x) + width < int(after) + 1 for (x, width), (after, _) in pairwise(places))


def test_days_are_weeks_then_months() -> None:
    first = date(2026, 9, 1)
    assert [text for _, text in day_labels(first, date(2026, 9, 4), 60)] == ["1 Sep", "2 Sep", "3 Sep", "4 Sep"]
    assert [text for _, text in day_labels(first, date(2026, 9, 30), 40)] == ["7 Sep", "14 Sep", "21 Sep", "28 Sep"]
    assert [text for _, text in day_labels(first, date(2027, 2, 3), 60)] == [
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "Jan 2027",
        "Feb",
    ]
    assert span_words(first, date(2026, 11, 27)) == "1 Sep to 27 Nov 2026"
    assert span_words(date(2025, 12, 30), first) == "30 Dec 2025 to 1 Sep 2026"
