"""The stand-up of a board, from what the store holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from prodtui.domain.enums import Concern
from prodtui.errors import Rejected
from prodtui.services import absences, board, boards, downtime, issue_actions, issues, people, tasks, undo
from prodtui.services.standup import standup
from tests.helpers.quality import gate, inspect
from tests.helpers.team import NOW, Clock, Team


def told(team: Team, since: str = "last") -> dict[str, list[str]]:
    return {group.word: [each.ref for each in group.changes] for group in standup(team.lea, since).changes}


def test_without_an_earlier_one_it_begins_with_the_working_day_before(team: Team, ticking: Clock) -> None:
    page = standup(team.lea)
    assert (page.board, page.at, page.since_what) == ("OPS", NOW, "the working day before")
    assert page.since == datetime(2026, 11, 22, 23, tzinfo=UTC)  # Monday 00:00 in Berlin
    ticking.forward(days=-1)  # on a Monday that is Friday
    assert standup(team.lea).since == datetime(2026, 11, 19, 23, tzinfo=UTC)


def test_a_board_on_which_nobody_works_begins_a_day_ago(team: Team) -> None:
    team.settings(holidays=[f"{date(2026, 11, 24) - timedelta(days=back)}" for back in range(40)])
    assert (standup(team.lea).since_what, standup(team.lea, "shift").since_what) == ("a day ago", "a day ago")


def test_since_the_shift_before_or_a_moment(team: Team, ticking: Clock) -> None:
    page = standup(team.lea, "shift")  # Tuesday 10:00: that of Monday, with its break at noon
    assert (page.since, page.since_what) == (datetime(2026, 11, 23, 7, tzinfo=UTC), "the shift before")
    ticking.forward(hours=3)
    assert standup(team.lea, "shift").since == page.since
    ticking.forward(hours=5)
    assert standup(team.lea, "shift").since == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert standup(team.lea, "2026-11-20 08:00").since == datetime(2026, 11, 20, 7, tzinfo=UTC)
    with pytest.raises(Rejected, match="lies ahead"):
        standup(team.lea, "tomorrow")
    with pytest.raises(Rejected):
        standup(team.lea, "soon")


def test_what_changed_and_who_finished_it(team: Team, ticking: Clock) -> None:
    first, second = (team.task(assignees=("bo",)).ref for _ in range(2))
    ticking.forward(hours=1)
    board.move(team.bo, first, "doing")
    board.move(team.bo, first, "done")
    board.move(team.bo, second, "doing")
    board.block(team.bo, second, "no steel")
    moment = "2026-11-24 10:30"
    assert told(team, moment) == {"finished": [first], "started": [second], "blocked": [second]}
    bo = next(row for row in standup(team.lea, moment).people if row.login == "bo")
    assert ([each.ref for each in bo.finished], [each.ref for each in bo.carries]) == ([first], [second])
    undo.undo(team.bo)
    assert "blocked" not in told(team, moment)
    board.move(team.bo, first, "doing")
    bo = next(row for row in standup(team.lea, moment).people if row.login == "bo")
    assert bo.finished == ()


def test_what_needs_the_team(team: Team, ticking: Clock) -> None:
    gate(team, "doing", rule="independent")
    checked, failed = (team.task(at="doing", assignees=("bo",)).ref for _ in range(2))
    waiting, bad = inspect(team.bo, checked).ref, inspect(team.bo, failed, burrs=False).ref
    late = team.task(due="2026-11-25T12:00:00Z").ref
    issue = issues.raise_issue(team.cy, "Burrs").value.ref
    action = issue_actions.add_action(team.lea, issue, "Grind the edge", due="2026-11-25T12:00:00Z", owner="cy").value
    absences.add_absence(team.cy, "2026-11-27", reason="course")
    team.step("doing", wip_limit=2)
    ticking.forward(days=2)
    found = {item.concern: item for item in standup(team.lea).needs}
    assert set(found) == {
        Concern.FAILED, Concern.SIGNATURE, Concern.LATE, Concern.LIMIT, Concern.ACTION, Concern.ABSENCE,
    }  # fmt: skip
    assert (found[Concern.FAILED].ref, found[Concern.FAILED].task) == (bad, failed)
    assert (found[Concern.SIGNATURE].ref, found[Concern.SIGNATURE].task) == (waiting, checked)
    assert "bo" not in found[Concern.SIGNATURE].helpers
    assert found[Concern.LATE].ref == late
    assert found[Concern.ACTION].ref == f"{issue}.{action.number}"
    assert (found[Concern.ABSENCE].who, found[Concern.ABSENCE].text) == (("cy",), "away on Fri 27 Nov: course")


def test_a_check_that_passed_at_last_needs_nobody(team: Team) -> None:
    gate(team, "doing")
    ref = team.task(at="doing").ref
    inspect(team.bo, ref, burrs=False)
    assert [item.concern for item in standup(team.lea).needs] == [Concern.FAILED]
    inspect(team.bo, ref)
    assert Concern.FAILED not in [item.concern for item in standup(team.lea).needs]


def test_a_machine_that_stands_still_and_an_issue_are_news(team: Team) -> None:
    stopped = downtime.start_downtime(team.bo, "doing", "hose burst").value.ref
    issue = issues.raise_issue(team.cy, "Burrs").value.ref
    page = standup(team.lea)
    assert [(group.word, [(row.ref, row.title, row.by) for row in group.changes]) for group in page.changes] == [
        ("issue raised", [(issue, "Burrs", "cy")]),
        ("stood still", [(stopped, "hose burst", "bo")]),
    ]


def test_the_team_of_the_only_board_is_everybody_but_sponsors(team: Team) -> None:
    assert [row.login for row in standup(team.lea).people] == ["ann", "bo", "cy", "lea", "quinn"]
    people.edit_person(team.ann, "bo", active=False)
    assert "bo" not in [row.login for row in standup(team.lea).people]


def test_beside_other_boards_it_is_who_carries_or_did_something_here(team: Team, ticking: Clock) -> None:
    boards.create_board(team.ann, "QA", "Quality")
    ticking.forward(days=40)
    assert standup(team.lea).people == ()
    tasks.add(team.bo, "Saw", assignees=("cy",))
    assert [row.login for row in standup(team.lea).people] == ["bo", "cy"]


def test_the_day_of_a_clock_change(team: Team, ticking: Clock) -> None:
    ticking.now = datetime(2026, 10, 26, 8, tzinfo=UTC)  # Monday after the clocks went back
    assert standup(team.lea).since == datetime(2026, 10, 22, 22, tzinfo=UTC)
