"""F11 and F12: a migration that is killed leaves the old store or the new one; whoever has it open stops cleanly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from prodtui.services import history, tasks
from prodtui.services.workspace import open_workspace
from prodtui.storage.engine import connect
from prodtui.storage.migrations import SCHEMA_VERSION
from tests.helpers import soak
from tests.helpers.contents import content
from tests.helpers.processes import Workers
from tests.helpers.team import Team

pytestmark = pytest.mark.soak

#: more than the migration of `workers.py` needs, so that this one lives
NEVER = 1_000_000_000


def test_f11_a_killed_migration_leaves_old_or_new_and_its_backup_opens(
    team: Team, tmp_path: Path, workers: Workers, full_size: bool
) -> None:
    for number in range(30):
        team.task(f"Task {number}", notes="n" * 300, labels=(f"l{number}",))
    team.close()
    old = content(team.path)
    whole = tmp_path / "whole" / "team.db"
    whole.parent.mkdir()
    shutil.copyfile(team.path, whole)
    ticks = NEVER - workers.ready("migrate", whole, NEVER, count=1)[0].ask()
    new = content(whole)
    assert (old["version"], new["version"]) == (SCHEMA_VERSION, SCHEMA_VERSION + 1)
    assert ticks > 10

    half_way = team.path
    kills = soak.MIGRATION_KILLS.of(full_size)
    ends = {SCHEMA_VERSION: 0, SCHEMA_VERSION + 1: 0}
    for turn in range(kills):
        path = tmp_path / f"turn{turn}" / "team.db"
        path.parent.mkdir()
        shutil.copyfile(team.path, path)
        (migration,) = workers.ready("migrate", path, max(1, round(ticks * (turn + 1) / kills)), count=1)
        migration.say()
        assert migration.hear() is None or turn == kills - 1
        migration.process.wait()

        found = content(path)
        assert found in (old, new)
        ends[found["version"]] += 1
        (backup,) = path.parent.glob("*.backup")
        assert content(backup) == old
        half_way = path if found == old else half_way
    assert ends[SCHEMA_VERSION] > 0
    workers.ready("migrate", half_way, NEVER, count=1)[0].ask()
    assert content(half_way) == new


def test_f12_a_program_that_is_still_open_stops_with_a_message_and_loses_nothing(team: Team, workers: Workers) -> None:
    here = team.bo
    mine = tasks.add(here, "Mine").value.ref
    (writer,) = workers.ready("follow", team.path, count=1)
    writer.say()
    said = [writer.hear() for _ in range(5)]
    (migration,) = workers.ready("migrate", team.path, NEVER, count=1)
    migration.ask()

    while isinstance(answer := writer.hear(), str):
        said.append(answer)
    assert answer["code"] == "io"
    assert "made by a newer prodtui" in answer["message"]
    with pytest.raises(Exception, match="made by a newer prodtui"):
        tasks.add(here, "Too late")
    with pytest.raises(Exception, match="made by a newer prodtui"):
        open_workspace(team.path)

    connection = connect(team.path)
    refs = [f"OPS-{number}" for (number,) in connection.execute("SELECT number FROM task ORDER BY number")]
    moved = connection.execute("SELECT count(*) FROM task WHERE notes LIKE '% (moved)'").fetchone()[0]
    events = connection.execute("SELECT count(*) FROM event WHERE command = 'task.add'").fetchone()[0]
    connection.close()
    assert refs == [mine, *said]
    assert moved == events == len(refs)
    assert history.last_event(here) > 0  # looking is still possible where the schema allows it
