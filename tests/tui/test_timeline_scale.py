"""Minutes and columns of the timeline: there and back at every zoom, in every zone, over every change of the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.dates import day_begins
from prodtui.widgets.timeline_scale import STRIDE, ZOOMS, Scale, Shade, Zoom, shades, span_title, units

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Chatham", "America/Sao_Paulo")
BERLIN = ZoneInfo("Europe/Berlin")
SUMMER_ENDS, SUMMER_BEGINS = date(2026, 10, 25), date(2027, 3, 28)

scales = st.builds(
    lambda zoom, zone, day: Scale(zoom, ZoneInfo(zone), day_begins(day, ZoneInfo(zone))),
    st.sampled_from(ZOOMS),
    st.sampled_from(ZONES),
    st.dates(date(2015, 1, 1), date(2040, 1, 1)),
)
minutes = st.integers(-600_000, 2_000_000)


def scale_of(zoom: Zoom, day: date = date(2026, 11, 27), zone: ZoneInfo = BERLIN) -> Scale:
    return Scale(zoom, zone, day_begins(day, zone))


@given(scales, minutes)
def test_a_minute_lies_in_its_column(scale: Scale, minute: int) -> None:
    column = scale.column(minute)
    assert scale.edge(column) <= minute < scale.edge(column + 1)


@given(scales, st.integers(-3000, 8000))
def test_a_column_begins_where_the_one_before_ends(scale: Scale, column: int) -> None:
    assert scale.edge(column) < scale.edge(column + 1)
    assert scale.column(scale.edge(column)) == column
    assert scale.column(scale.edge(column + 1) - 1) == column


@given(scales, minutes, minutes)
def test_later_is_never_further_left(scale: Scale, one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert scale.column(early) <= scale.column(late)
    assert scale.half(early) <= scale.half(late)
    assert scale.half(early) // 2 == scale.column(early)


@given(scales, st.integers(-500, 500), st.integers(1, 200))
def test_heads_cover_every_column_once(scale: Scale, first: int, count: int) -> None:
    heads = list(units(scale, first, count, 0))
    assert [head.first for head in heads] == [sum(each.width for each in heads[:at]) for at in range(len(heads))]
    assert sum(head.width for head in heads) == count
    assert sum(head.here for head in heads) <= 1


@given(scales, st.integers(-5000, 5000))
def test_turning_by_strides_keeps_heads_at_the_edge(scale: Scale, column: int) -> None:
    opens = scale.opens(column)
    assert opens <= column < opens + STRIDE[scale.zoom]
    assert scale.opens(opens) == opens
    assert scale.opens(opens + STRIDE[scale.zoom]) == opens + STRIDE[scale.zoom]


@pytest.mark.parametrize(("day", "hours"), [(SUMMER_ENDS, 25), (SUMMER_BEGINS, 23)])
@pytest.mark.parametrize("zoom", [Zoom.HOUR, Zoom.DAY, Zoom.WEEK])
def test_days_begin_at_midnight_when_the_clock_changes(day: date, hours: int, zoom: Zoom) -> None:
    scale = scale_of(zoom, day - timedelta(days=1))
    count = {Zoom.HOUR: 96, Zoom.DAY: 8, Zoom.WEEK: 1}[zoom]
    begin, end = scale.edge(count), scale.edge(2 * count)
    assert end - begin == hours * 60
    assert scale.local(begin) == datetime(day.year, day.month, day.day, tzinfo=BERLIN)
    assert scale.local(end).date() == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("zoom", "titles"),
    [
        (Zoom.HOUR, ["Fri 27", "2:00", "4:00", "6:00"]),
        (Zoom.DAY, ["Fri 27", "Sat 28", "Sun 29", "Mon 30"]),
        (Zoom.WEEK, ["23 Nov", "30 Nov", "7 Dec", "14 Dec"]),
        (Zoom.MONTH, ["Nov", "Dec", "'27", "Feb"]),
    ],
)
def test_heads_name_what_they_cover(zoom: Zoom, titles: list[str]) -> None:
    scale = scale_of(zoom)
    first = -4 if zoom is Zoom.MONTH else scale.opens(0)
    heads = list(units(scale, first, 60, 600))
    shown = [head.title for head in heads if head.title]
    assert shown[: len(titles)] == titles
    assert next(head for head in heads if head.here).title == ("10:00" if zoom is Zoom.HOUR else titles[0])


def test_half_of_a_title_is_not_shown() -> None:
    heads = list(units(scale_of(Zoom.WEEK), -1, 20, 0))
    assert [head.width for head in heads][:2] == [4, 7]
    assert heads[0].title == ""


def test_the_days_that_are_seen() -> None:
    assert span_title(scale_of(Zoom.DAY), 0, 56) == "27 Nov - 3 Dec '26"
    assert span_title(scale_of(Zoom.HOUR), 0, 96) == "Fri 27 Nov '26"


def test_nights_and_days_off_are_told_apart() -> None:
    friday, monday = (480, 1020), (3 * 1440 + 480, 3 * 1440 + 1020)
    working = [friday, monday]
    found = shades(scale_of(Zoom.DAY), working, 0, 32)
    assert found[:8] == [Shade.NIGHT] * 2 + [Shade.WORK] * 4 + [Shade.NIGHT] * 2
    assert set(found[8:24]) == {Shade.DAY_OFF}
    assert found[24:30] == found[:6]
    assert shades(scale_of(Zoom.WEEK), working, 0, 4) == [Shade.WORK, Shade.DAY_OFF, Shade.DAY_OFF, Shade.WORK]
    assert set(shades(scale_of(Zoom.MONTH), working, -5, 20)) == {Shade.WORK}


def test_nothing_is_shaded_where_working_time_is_not_known() -> None:
    known = shades(scale_of(Zoom.WEEK), [(480, 1020)], -3, 10)
    assert known == [Shade.WORK] * 10


@given(scales, st.integers(-300, 300), st.integers(1, 120), st.integers(0, 2000), st.integers(1, 600))
def test_a_column_with_a_minute_of_work_has_no_shade(
    scale: Scale, first: int, count: int, opens: int, length: int
) -> None:
    working = [(opens, opens + length), (opens + length + 5000, opens + length + 5400)]
    found = shades(scale, working, first, count)
    assert len(found) == count
    for column, shade in enumerate(found, start=first):
        begin, end = scale.edge(column), scale.edge(column + 1)
        works = any(a < end and begin < b for a, b in working)
        assert not works or shade is Shade.WORK
