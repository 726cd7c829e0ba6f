"""What the timeline reads: the schedule again only where something may have changed it."""

from __future__ import annotations

from datetime import timedelta

from prodtui.screens.timeline_log import LASTING, Wish, read_first_page, read_timeline
from prodtui.services import schedule, tasks
from prodtui.widgets.timeline_model import Grouped
from tests.helpers.team import Clock, Team

BY_PERSON = Wish(grouped=Grouped.PERSON)


def test_other_groups_stand_on_the_schedule_that_was_read(desk: Team) -> None:
    shown = read_timeline(desk.ann, Wish(), None)
    grouped = read_timeline(desk.ann, BY_PERSON, shown)
    assert grouped.schedule is shown.schedule
    assert len(grouped.model.entries) > len(shown.model.entries)


def test_after_a_change_it_is_read_again(desk: Team) -> None:
    shown = read_timeline(desk.ann, Wish(), None)
    tasks.edit(desk.bo, "OPS-1", {"estimate_hours": 30.0})
    grouped = read_timeline(desk.ann, BY_PERSON, shown)
    assert grouped.schedule != shown.schedule
    assert read_timeline(desk.ann, BY_PERSON, grouped).schedule is not grouped.schedule


def test_an_old_one_is_made_anew(desk: Team, ticking: Clock) -> None:
    shown = read_timeline(desk.ann, Wish(), None)
    ticking.forward(minutes=LASTING / timedelta(minutes=1))
    assert read_timeline(desk.ann, BY_PERSON, shown).schedule.made_at > shown.schedule.made_at


def test_a_page_is_not_taken_for_the_whole(desk: Team) -> None:
    schedule.current(desk.ann)
    page = read_first_page(desk.ann, 1)
    assert page is not None and not page.outline
    assert len(read_timeline(desk.ann, BY_PERSON, page).schedule.tasks) == 5
