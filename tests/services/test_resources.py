"""Resources: what each kind has, how they are found and changed."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import ResourceKind
from prodtui.errors import NotFound, Refused, Rejected, Usage
from prodtui.services import resources, undo
from tests.helpers.team import Team


def test_a_machine_has_a_pool_and_hours_of_its_own(team: Team) -> None:
    lathe = resources.add_resource(
        team.ann, "Lathe 1", "machine", pool="Lathes", parallel=2, workweek="mon-fri 6:00-14:00 14:00-22:00"
    ).value
    assert (lathe.ref, lathe.key, lathe.kind, lathe.pool, lathe.parallel) == (
        "OPS-F1", "lathe-1", ResourceKind.MACHINE, "lathes", 2,
    )  # fmt: skip
    assert lathe.workweek == (((360, 840), (840, 1320)),) * 5 + ((), ())
    hall = resources.add_resource(team.ann, "Hall", "room").value
    assert (hall.pool, hall.parallel, hall.workweek, hall.unit) == ("", 1, None, "")
    assert resources.list_resources(team.sam, kind="room") == (hall,)
    assert resources.list_resources(team.sam) == (hall, lathe)


def test_a_kind_has_its_own_fields_alone(team: Team) -> None:
    with pytest.raises(Rejected, match="A material has no parallel"):
        resources.add_resource(team.ann, "Steel", "material", parallel=2)
    with pytest.raises(Rejected, match="A tool has no reorder level"):
        resources.add_resource(team.ann, "Gauge", "tool", reorder_level=3)
    steel = resources.add_resource(team.ann, "Steel", "material", reorder_level="200").value
    assert (steel.unit, steel.reorder_level) == ("pcs", 200)
    with pytest.raises(Rejected, match="A material has no pool"):
        resources.edit_resource(team.ann, "steel", pool="metals")
    with pytest.raises(Usage, match="never changes"):
        resources.edit_resource(team.ann, "steel", kind="tool")
    with pytest.raises(Rejected, match="kind of resource 'robot' is unknown"):
        resources.add_resource(team.ann, "Arm", "robot")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"workweek": "mon-fri 8:00-7:00"}, "are not in order"),
        ({"workweek": "mon-fri"}, "The calendar has no working time"),
        ({"workweek": "fri-mon 8-16"}, "names no weekdays"),
        ({"parallel": 0}, "must be a whole number from 1"),
        ({"parallel": 5000}, "must be a whole number from 1"),
    ],
)
def test_a_value_that_does_not_fit_is_rejected(team: Team, fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(Rejected, match=sentence):
        resources.add_resource(team.ann, "Lathe", "machine", **fields)


def test_a_resource_is_changed_put_away_and_taken_back(team: Team) -> None:
    resources.add_resource(team.lea, "Lathe", "machine", workweek="mon-fri 6-14")
    resources.edit_resource(team.lea, "lathe", new_name="Big lathe", workweek=None)
    assert resources.show_resource(team.bo, "big").resource.workweek is None
    undo.undo(team.lea)
    assert resources.show_resource(team.bo, "lathe").resource.workweek == (((360, 840),),) * 5 + ((), ())
    resources.archive_resource(team.lea, "lathe")
    assert resources.list_resources(team.bo) == ()
    assert resources.restore_resource(team.lea, "F1").value.archived_at is None
    with pytest.raises(Refused, match="may not change the plan"):
        resources.add_resource(team.bo, "Drill", "tool")
    with pytest.raises(NotFound, match='no resource "mill"'):
        resources.show_resource(team.bo, "mill")
