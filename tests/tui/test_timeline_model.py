"""The rows of a timeline: order, groups, what is left out, and where a cursor can stand."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.rows_planning import RoutingRow
from prodtui.domain.rows_schedule import ScheduledRow
from prodtui.widgets.timeline_model import Entry, Grouped, GroupHead, timeline_model
from tests.helpers.floors import a_floor, a_machine, a_routing, at, away, made, waits, work

TASKS = (
    work(1, labels=("urgent", "apple"), demand="OPS-D2"),
    work(2, assignees=("bo",), step="weld", due=at("11-26 9:00"), demand="OPS-D1"),
    work(3, labels=("apple",)),
    work(4, assignees=("bo",), step="weld"),
)


def said(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.title if isinstance(entry, GroupHead) else entry.ref for entry in entries]


@pytest.mark.parametrize(
    ("grouped", "rows"),
    [
        (Grouped.NOTHING, ["OPS-1", "OPS-2", "OPS-3", "OPS-4"]),
        (Grouped.PERSON, ["Ann", "OPS-1", "OPS-3", "Bo", "OPS-2", "OPS-4"]),
        (Grouped.DEMAND, ["OPS-D1", "OPS-2", "OPS-D2", "OPS-1", "for no demand", "OPS-3", "OPS-4"]),
        (Grouped.LABEL, ["#apple", "OPS-1", "OPS-3", "no label", "OPS-2", "OPS-4"]),
        (Grouped.RESOURCE, ["no machine, tool or room", "OPS-1", "OPS-2", "OPS-3", "OPS-4"]),
    ],
)
def test_rows_are_grouped_and_each_stands_once(grouped: Grouped, rows: list[str]) -> None:
    model = timeline_model(made(a_floor(*TASKS)), grouped)
    assert said(model.entries) == rows
    stops = [model.entries[at] for at in model.stops]
    assert stops == [entry for entry in model.entries if isinstance(entry, ScheduledRow)]
    assert all(said(model.entries)[place] == f"OPS-{id}" for id, place in model.places.items())


def test_a_head_counts_its_tasks_and_the_late_ones() -> None:
    entries = timeline_model(made(a_floor(*TASKS)), Grouped.PERSON).entries
    heads = [entry for entry in entries if isinstance(entry, GroupHead)]
    assert heads == [GroupHead("Ann", 2, 0), GroupHead("Bo", 2, 1)]


def test_tasks_on_a_machine_are_grouped_by_it() -> None:
    product = a_routing(RoutingRow("cut", 4.0, pool="saw"))
    tasks = work(1, product="chair", quantity=1.0), work(2)
    entries = timeline_model(
        made(a_floor(*tasks, resources=[a_machine("saw")], products={"chair": product})), Grouped.RESOURCE
    ).entries
    assert said(entries) == ["Saw", "OPS-1", "no machine, tool or room", "OPS-2"]


def test_among_groups_of_resources_the_load_is_that_of_the_resource() -> None:
    product = a_routing(RoutingRow("cut", 4.0, pool="saw"))
    tasks = work(1, product="chair", quantity=1.0), work(2)
    view = made(a_floor(*tasks, resources=[a_machine("saw")], products={"chair": product}))
    for grouped, names in ((Grouped.RESOURCE, ["Saw", "Ann"]), (Grouped.PERSON, ["Ann", "Ann"])):
        model = timeline_model(view, grouped)
        lanes = [model.lane_of(model.by_ref[ref]) for ref in ("OPS-1", "OPS-2")]
        assert [lane.name for lane in lanes if lane is not None] == names


def test_a_group_is_what_stands_between_two_heads() -> None:
    model = timeline_model(made(a_floor(*TASKS)), Grouped.PERSON)
    groups = [[row.ref for row in model.group_at(place)] for place in (1, 2, 4)]
    assert groups == [["OPS-1", "OPS-3"], ["OPS-1", "OPS-3"], ["OPS-2", "OPS-4"]]


def test_without_a_place_come_last_in_any_grouping() -> None:
    floor = a_floor(work(1), work(2), work(3, assignees=("bo",), step="weld"), waits=[waits(1, 2), waits(2, 1)])
    entries = timeline_model(made(floor), Grouped.PERSON).entries
    assert said(entries) == ["Bo", "OPS-3", "without a place", "OPS-1", "OPS-2"]


def test_a_filter_leaves_rows_out_but_keeps_what_they_book_and_wait_for() -> None:
    model = timeline_model(made(a_floor(*TASKS, waits=[waits(1, 3)])), keep={3})
    assert said(model.entries) == ["OPS-3"]
    assert model.tally.open == 4 and len(model.booked["ann"]) == 2
    assert model.followers == {"OPS-1": ["OPS-3"]}


def test_the_lane_of_a_task_is_whoever_does_most_of_it() -> None:
    model = timeline_model(made(a_floor(*TASKS)))
    lane = model.lane_of(model.by_ref["OPS-2"])
    assert lane is not None and lane.name == "Bo"


def test_what_if_knows_the_places_that_differ() -> None:
    before = made(a_floor(*TASKS))
    after = made(a_floor(*TASKS, absences=[away("ann", date(2026, 11, 27), date(2026, 11, 27))]))
    model = timeline_model(after, before=before)
    assert set(model.ghosts) == {1, 3}
    assert model.ghosts[1][0] == at("11-27 8:00")


def test_the_reach_holds_every_bar_and_due_date() -> None:
    view = made(a_floor(work(1, due=at("12-24 12:00")), work(2, due=at("11-2 12:00"))))
    model = timeline_model(view)
    assert model.reach == (model.minute(at("11-2 12:00")), model.minute(at("12-24 12:00")))
