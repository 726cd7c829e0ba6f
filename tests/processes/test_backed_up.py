"""F13: a backup under writers is sound and a prefix of the log; a restore into a live store harms no reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from prodtui.services import history, stores, task_view, tasks
from prodtui.services.workspace import open_workspace
from prodtui.storage.engine import connect
from tests.helpers import soak
from tests.helpers.processes import Workers
from tests.helpers.team import Team

pytestmark = pytest.mark.soak


def log_of(path: Path) -> list[tuple[object, ...]]:
    connection = connect(path)
    events = connection.execute('SELECT id, at, actor, command, ref, "after", txn FROM event ORDER BY id').fetchall()
    connection.close()
    return events


def test_f13_backups_under_writers_are_sound_prefixes(
    team: Team, tmp_path: Path, workers: Workers, full_size: bool
) -> None:
    """Big enough that a copy made bit by bit would begin again with every change."""
    connection = connect(team.path)
    connection.execute("INSERT INTO meta VALUES ('ballast', ?)", ["n" * 20_000_000])
    connection.close()
    writers = workers.ready("follow", team.path, count=soak.WRITERS.of(full_size))
    for writer in writers:
        writer.say()
        writer.hear()
    saved = [stores.backup(team.ann, tmp_path / f"{number}.backup") for number in range(soak.BACKUPS.of(full_size))]
    for writer in writers:
        writer.kill()

    final = log_of(team.path)
    lengths = []
    for path in saved:
        events = log_of(path)
        lengths.append(len(events))
        assert events == final[: len(events)]
        copy = open_workspace(path)
        assert stores.check(copy).problems == ()
        assert len(task_view.list_tasks(copy)) == sum(1 for event in events if event[3] == "task.add")
        copy.close()
    assert lengths == sorted(lengths)
    assert lengths[-1] <= len(final)
    assert stores.check(team.ann).problems == ()


def test_f13_a_restore_into_a_live_store_harms_no_reader(
    team: Team, tmp_path: Path, workers: Workers, full_size: bool
) -> None:
    for number in range(40):
        team.task(f"Task {number}")
    saved = stores.backup(team.ann, tmp_path / "copy.backup")
    for number in range(40):
        team.task(f"Later {number}", notes="n" * 2000)
    now = log_of(team.path)
    readers = workers.ready("look", team.path, 10, count=soak.READERS.of(full_size))
    for reader in readers:
        assert reader.ask()[:2] == [80, 80]
    for turn in range(3):
        for reader in readers:
            reader.say()
        safety = stores.restore(team.ann, saved)
        if turn == 0:
            assert log_of(safety) == now
        for reader in readers:
            cards, rows, _ = reader.hear()
            assert (cards, rows) in ((80, 80), (80, 40), (40, 40))
    for reader in readers:
        assert reader.ask()[:2] == [40, 40]
        reader.rest()
    assert stores.check(team.ann).problems == ()
    assert log_of(team.path) == now[: len(log_of(team.path))]
    assert tasks.add(team.bo, "On we go").value.ref == "OPS-41"
    assert history.last_event(team.ann) == len(log_of(team.path))
