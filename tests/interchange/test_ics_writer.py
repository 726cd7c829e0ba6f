"""The schedule as calendars."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from prodtui.domain.rows_schedule import ScheduleView
from prodtui.interchange.ics_writer import calendars
from tests.helpers.floors import ANN, NOW, a_floor, a_person, at, made, work


def events(view: ScheduleView, name: str = "ann.ics", store: str = "s1") -> list[Calendar]:
    whole = calendars(view, view.tasks, store)[name]
    return list(Calendar.from_ical(whole).walk("VEVENT"))


def test_each_person_has_a_calendar_also_without_work() -> None:
    view = made(a_floor(work(1)))
    assert list(calendars(view, view.tasks, "s")) == ["ann.ics", "bo.ics", "cy.ics"]
    assert events(view, "bo.ics") == []


def test_an_event_says_what_when_and_why() -> None:
    (event,) = events(made(a_floor(work(1, due=at("11-27 11:00")))))
    assert event.decoded("dtstart") == at("11-27 8:00")
    assert event.decoded("dtend") == at("11-27 12:00")
    assert str(event["summary"]) == "OPS-1 Task 1 (cut)"
    assert "4 h of work, starts then at once. Due 2026-11-27 11:00, 1 h late." in str(event["description"])


def test_the_same_work_keeps_its_uid_and_a_later_schedule_has_a_greater_sequence() -> None:
    before = events(made(a_floor(work(1), work(2))))
    later = made(a_floor(work(1, estimate_hours=2.0), work(2), now=NOW + timedelta(hours=1)))
    after = events(later)
    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert len({event["uid"] for event in before}) == 2
    assert all(int(old["sequence"]) < int(new["sequence"]) for old, new in zip(before, after, strict=True))
    assert after[0].decoded("last-modified") == NOW + timedelta(hours=1)
    assert {event["uid"] for event in events(later, store="s2")}.isdisjoint(event["uid"] for event in after)


@pytest.mark.parametrize(
    "text", ["a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "a;b,c\\d", "x\nATTACH:http://y", "\u2028", "é" * 90]
)
def test_no_text_breaks_out_of_its_property(text: str) -> None:
    view = made(a_floor(work(1, title=text), people=[a_person("ann", "cutter", name=text)]))
    whole = calendars(view, view.tasks, "s")["ann.ics"].decode()
    assert whole.split("\r\n").count("BEGIN:VEVENT") == 1
    assert "\nATTACH" not in whole
    assert all(len(line.encode()) <= 75 for line in whole.split("\r\n"))


def test_the_name_of_a_file_is_a_name_and_its_own() -> None:
    people = [
        ANN,
        a_person("../up", "cutter"),
        a_person("..%up", "cutter"),
        a_person("", "cutter"),
        a_person("ANN", "x"),
    ]
    view = made(a_floor(people=people))
    assert list(calendars(view, view.tasks, "s")) == ["ann.ics", "up.ics", "up-2.ics", "person.ics", "ANN-2.ics"]
