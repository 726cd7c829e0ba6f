"""Changes of capacity: hours more or fewer, for people, roles, steps and pools."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import capacity_changes, resources, undo
from tests.helpers.planning import NEXT, a_maker, a_product, weeks
from tests.helpers.team import Team

FRIDAY = NEXT + timedelta(days=4)


def _hours(team: Team, key: str) -> float | None:
    return next(row for row in weeks(team).loads if row.key == key).cells[1].capacity


def test_hours_are_added_and_taken_away_on_working_days(team: Team) -> None:
    a_maker(team)
    resources.add_resource(team.lea, "Lathe 1", "machine", pool="lathes")
    a_product(team, routing=["doing:0.5:2:lathes"])
    assert (_hours(team, "doing"), _hours(team, "lathes")) == (40, 40)
    capacity_changes.add(team.lea, "person", "Bo", NEXT, NEXT + timedelta(days=6), 1, reason="overtime")
    capacity_changes.add(team.lea, "pool", "Lathes", NEXT, NEXT, -8, reason="repair")
    assert (_hours(team, "doing"), _hours(team, "maker"), _hours(team, "lathes")) == (45, 45, 32)
    assert [row.target for row in capacity_changes.list_changes(team.sam)] == ["bo", "lathes"]


def test_one_is_removed_and_comes_back_by_undo(team: Team) -> None:
    a_maker(team)
    change = capacity_changes.add(team.lea, "step", "Doing", NEXT, FRIDAY, -2).value
    assert (change.ref, change.target, _hours(team, "doing")) == ("OPS-C1", "doing", 30)
    capacity_changes.remove(team.lea, "C1")
    assert _hours(team, "doing") == 40
    with pytest.raises(Refused, match="was taken away already"):
        capacity_changes.remove(team.lea, "C1")
    assert [row.ref for row in capacity_changes.list_changes(team.sam, removed=True)] == ["OPS-C1"]
    undo.undo(team.lea)
    assert _hours(team, "doing") == 30


@pytest.mark.parametrize("hours", [0, "x", float("inf"), 20_000])
def test_absurd_hours_are_rejected(team: Team, hours: object) -> None:
    with pytest.raises(Rejected, match="must be a number other than 0"):
        capacity_changes.add(team.lea, "person", "bo", NEXT, FRIDAY, hours)  # type: ignore[arg-type]


def test_a_person_is_not_given_more_hours_than_a_day_has(team: Team) -> None:
    with pytest.raises(Rejected, match=r"^Bo Berg works 8 h a day; 100 more make 108 h, and a day has 24\.$"):
        capacity_changes.add(team.lea, "person", "bo", NEXT, FRIDAY, 100)
    assert capacity_changes.list_changes(team.lea) == ()
    assert capacity_changes.add(team.lea, "person", "bo", NEXT, FRIDAY, 16).value.hours == 16


def test_targets_are_known_and_days_in_order(team: Team) -> None:
    for kind, name in (("person", "zoe"), ("step", "milling"), ("role", "welder"), ("pool", "presses")):
        with pytest.raises(NotFound):
            capacity_changes.add(team.lea, kind, name, NEXT, FRIDAY, 1)
    with pytest.raises(Rejected, match="The last day, 2026-11-30, must not lie before the first, 2026-12-04"):
        capacity_changes.add(team.lea, "person", "bo", FRIDAY, NEXT, 1)
    with pytest.raises(Rejected, match="kind of capacity"):
        capacity_changes.add(team.lea, "robot", "bo", NEXT, FRIDAY, 1)
    with pytest.raises(Refused, match="may not change the plan"):
        capacity_changes.add(team.bo, "person", "bo", date(2026, 12, 1), FRIDAY, 1)
