"""Absences: by everybody for themselves, by leads for all, and out of calendar files."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from prodtui.domain.history import sentence
from prodtui.errors import NotFound, Refused, Rejected, Usage
from prodtui.services import absences, history, resources, undo
from prodtui.services.absences import Away
from tests.helpers.team import Team

XMAS = (date(2026, 12, 21), date(2026, 12, 23))


def test_everybody_is_away_on_their_own_word(team: Team) -> None:
    row = absences.add_absence(team.bo, *XMAS, reason="Holiday").value
    assert (row.ref, row.person, row.resource, row.starts, row.ends, row.reason) == (
        "OPS-A1", "bo", None, *XMAS, "Holiday",
    )  # fmt: skip
    assert absences.edit_absence(team.bo, row.ref, ends="2026-12-22").value.ends == date(2026, 12, 22)
    with pytest.raises(Refused, match="may not change the plan"):
        absences.add_absence(team.bo, *XMAS, person="cy")
    with pytest.raises(Refused, match="may not change the plan"):
        absences.remove_absence(team.cy, row.ref)
    assert absences.remove_absence(team.lea, row.ref).value.archived_at is not None
    assert absences.list_absences(team.sam) == ()
    assert len(absences.list_absences(team.sam, archived=True)) == 1
    with pytest.raises(Refused, match="was taken away"):
        absences.edit_absence(team.bo, row.ref, reason="x")


def test_a_resource_is_away_on_a_leads_word(team: Team) -> None:
    resources.add_resource(team.ann, "Lathe", "machine")
    row = absences.add_absence(team.lea, "2026-12-24", resource="lathe", reason="Overhaul").value
    assert (row.person, row.resource, row.starts, row.ends) == (None, "lathe", date(2026, 12, 24), date(2026, 12, 24))
    assert resources.show_resource(team.bo, "lathe").absences == (row,)
    with pytest.raises(Refused, match="may not change the plan"):
        absences.add_absence(team.bo, "2026-12-24", resource="lathe")
    with pytest.raises(Usage, match="of a person or of a resource"):
        absences.add_absence(team.lea, "2026-12-24", resource="lathe", person="bo")


def test_days_must_be_days(team: Team) -> None:
    with pytest.raises(Rejected, match="lies before the first day"):
        absences.add_absence(team.bo, "2026-12-24", "2026-12-23")
    with pytest.raises(Rejected, match="is not a day"):
        absences.add_absence(team.bo, "soon")
    with pytest.raises(Rejected, match="366 is the most"):
        absences.add_absence(team.bo, "2026-12-24", "2036-12-23")
    with pytest.raises(NotFound, match="no absence OPS-A7"):
        absences.remove_absence(team.bo, "OPS-A7")


def test_absences_are_listed_by_time_and_by_whom(team: Team) -> None:
    absences.add_absence(team.bo, "2026-12-01", "2026-12-10")
    absences.add_absence(team.cy, "2026-12-20")
    assert [row.person for row in absences.list_absences(team.sam, first=date(2026, 12, 10))] == ["bo", "cy"]
    assert [row.person for row in absences.list_absences(team.sam, first=date(2026, 12, 11))] == ["cy"]
    assert [row.person for row in absences.list_absences(team.sam, last=date(2026, 12, 1))] == ["bo"]
    assert [row.person for row in absences.list_absences(team.sam, person="cy")] == ["cy"]


def test_a_file_is_brought_in_once_whatever_comes_again(team: Team) -> None:
    holiday, course = Away("1@x", *XMAS, "Holiday"), Away("2@x", date(2027, 1, 7), date(2027, 1, 8), "Course")
    done = absences.import_absences(team.bo, [holiday, course]).value
    assert (done.added, done.changed, done.removed, done.same) == (2, 0, 0, 0)
    again = absences.import_absences(team.bo, [holiday, course])
    assert (again.value.same, again.txn) == (2, None)
    longer = Away("1@x", XMAS[0], date(2026, 12, 24), "Holiday")
    gone = Away("2@x", date(2027, 1, 7), date(2027, 1, 8), "Course", cancelled=True)
    done = absences.import_absences(team.bo, [longer, gone]).value
    assert (done.added, done.changed, done.removed) == (0, 1, 1)
    assert [(row.ref, row.ends) for row in absences.list_absences(team.bo)] == [("OPS-A1", date(2026, 12, 24))]
    undo.undo(team.bo)
    assert [row.ref for row in absences.list_absences(team.bo)] == ["OPS-A1", "OPS-A2"]


def test_what_was_removed_here_stays_removed_until_the_file_says_something_new(team: Team) -> None:
    holiday = Away("1@x", *XMAS, "Holiday")
    absences.import_absences(team.bo, [holiday])
    absences.remove_absence(team.bo, "A1")
    absences.import_absences(team.bo, [holiday])
    assert absences.list_absences(team.bo) == ()
    absences.import_absences(team.bo, [Away("1@x", XMAS[0], date(2026, 12, 24), "Holiday")])
    assert [row.ref for row in absences.list_absences(team.bo)] == ["OPS-A1"]


def test_a_trial_changes_nothing_and_a_file_belongs_to_one(team: Team) -> None:
    found = [Away("1@x", *XMAS, "Holiday")]
    assert absences.import_absences(team.bo, found, dry_run=True).value.added == 1
    assert absences.list_absences(team.bo, archived=True) == ()
    absences.import_absences(team.bo, found)
    with pytest.raises(Rejected, match="belongs to bo"):
        absences.import_absences(team.lea, found, person="cy")
    with pytest.raises(Rejected, match="lies before"):
        absences.import_absences(team.bo, [Away("2@x", XMAS[1], XMAS[0], "")])


def test_the_history_tells_who_is_away(team: Team) -> None:
    absences.add_absence(team.bo, *XMAS, reason="Holiday")
    absences.add_absence(team.bo, "2027-01-07")
    told = [sentence(event, UTC) for event in history.events(team.bo, newest=True, limit=2)]
    assert told == ["bo is away 2026-12-21 to 2026-12-23: Holiday", "bo is away 2027-01-07"]
