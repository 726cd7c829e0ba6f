"""F15, two users of one group: both can write whatever their umask, and the modes are as promised."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from prodtui.services import stores, task_view
from prodtui.services.workspace import open_workspace
from prodtui.storage import migrate
from prodtui.storage.migrate import create_store
from tests.helpers.processes import Workers
from tests.helpers.team import build_store

pytestmark = pytest.mark.soak

ANN, BO, STRANGER, GROUP = 64_001, 64_002, 64_003, 64_100
MODES = {"team.db": 0o660, "": 0o2770}


@pytest.fixture
def shared(built_store: Path) -> Iterator[Path]:
    """A group store in a folder that other users can reach, made under the narrowest umask."""
    if os.geteuid() != 0:
        pytest.skip("only root can become two other users")
    base = Path(tempfile.mkdtemp(prefix="prodtui-group-"))
    base.chmod(0o755)
    path = base / "shared" / "team.db"
    old = os.umask(0o077)
    try:
        with pytest.MonkeyPatch.context() as patch:
            # There need be no such group on this machine: its number is all that matters.
            patch.setattr(migrate, "_group_id", lambda name: GROUP)
            create_store(path, group="makers")
        build_store(path)
    finally:
        os.umask(old)
    os.chown(path, ANN, GROUP)
    os.chown(path.parent, ANN, GROUP)
    path.parent.chmod(0o2770)
    yield path
    shutil.rmtree(base)


@pytest.mark.parametrize(("first", "second"), [("077", "022"), ("022", "002"), ("002", "077")])
def test_f15_both_write_whatever_their_umask(shared: Path, workers: Workers, first: str, second: str) -> None:
    ann = workers.start("join", shared, ANN, GROUP, first)
    bo = workers.start("join", shared, BO, GROUP, second)
    for worker in (ann, bo):
        assert worker.hear() == "ready", worker.complaint()
    for turn in range(3):
        for worker, uid in ((ann, ANN), (bo, BO)):
            answer = worker.ask(f"Task {turn} of {uid}")
            assert answer["by"] == answer["actor"] == f"uid{uid}"
            for beside in shared.parent.iterdir():
                status = beside.stat()
                assert (stat.S_IMODE(status.st_mode), status.st_gid) == (0o660, GROUP), beside.name
    for worker in (ann, bo):
        worker.rest()
    assert stat.S_IMODE(shared.parent.stat().st_mode) == 0o2770
    ws = open_workspace(shared)
    assert len(task_view.list_tasks(ws)) == 6
    assert stores.check(ws).problems == ()
    ws.close()


def test_a_backup_of_a_group_store_can_be_read_by_the_group(shared: Path) -> None:
    ws = open_workspace(shared)
    saved = stores.backup(ws)
    ws.close()
    assert stat.S_IMODE(saved.stat().st_mode) == 0o640


def test_somebody_outside_the_group_gets_a_sentence(shared: Path, workers: Workers) -> None:
    stranger = workers.start("join", shared, STRANGER, STRANGER, "022")
    assert stranger.hear() == "ready", stranger.complaint()
    stranger.say("Let me in")
    assert stranger.hear() is None
    assert "prodtui.errors.StoreProblem" in stranger.complaint()
