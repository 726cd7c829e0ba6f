"""The store itself: made once however often it is asked for, described, checked, backed up, restored."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from prodtui.domain.enums import Role
from prodtui.errors import NotFound, Refused, Rejected, StoreMissing, StoreProblem
from prodtui.services import boards, history, people, steps, stores, tasks
from prodtui.services.workspace import open_workspace, system_login
from prodtui.storage.migrations import SCHEMA_VERSION
from prodtui.storage.sqlite import sqlite3
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Team
from tests.storage.test_unit_of_work import ANN


class TestInit:
    """`init` makes what is missing and nothing else."""

    def test_a_new_store_has_a_board_of_the_template_and_its_founder_as_manager(self, tmp_path: Path) -> None:
        made = stores.init_store(tmp_path / "new" / "team.db", template="shop-floor", timezone="Asia/Tokyo")
        ws = made.workspace
        assert (made.made_store, made.made_board) == (True, True)
        assert (ws.need_board().key, ws.need_board().timezone, ws.actor.role) == ("OPS", "Asia/Tokyo", Role.MANAGER)
        assert [person.login for person in people.list_people(ws)] == [system_login()]
        assert len(steps.list_steps(ws)) > 3
        assert stores.check(ws).problems == ()
        ws.close()

    def test_again_changes_nothing(self, tmp_path: Path) -> None:
        first = stores.init_store(tmp_path / "team.db")
        last = history.last_event(first.workspace)
        again = stores.init_store(tmp_path / "team.db", template="shop-floor")
        assert (again.made_store, again.made_board) == (False, False)
        assert history.last_event(again.workspace) == last
        first.workspace.close()
        again.workspace.close()

    def test_a_named_board_that_is_missing_is_added(self, tmp_path: Path) -> None:
        stores.init_store(tmp_path / "team.db").workspace.close()
        again = stores.init_store(tmp_path / "team.db", board_key="lab", board_name="Laboratory", template=None)
        assert (again.made_store, again.made_board, again.workspace.need_board().name) == (False, True, "Laboratory")
        again.workspace.close()

    def test_a_stranger_adds_no_board_to_the_store_of_others(self, team: Team) -> None:
        with pytest.raises(Refused, match="may not change boards"):
            stores.init_store(team.path, board_key="LAB")
        assert [board.key for board in boards.list_boards(team.ann)] == ["OPS"]
        assert stores.init_store(team.path).made_board is False

    def test_an_unknown_template_leaves_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(NotFound):
            stores.init_store(tmp_path / "new" / "team.db", template="it-servise")
        assert not (tmp_path / "new").exists()

    @pytest.mark.parametrize("wrong", [{"board_key": "1A"}, {"timezone": "Mars/Base"}, {"board_name": "x" * 61}])
    def test_a_wrong_word_can_be_said_again(self, tmp_path: Path, wrong: dict[str, str]) -> None:
        with pytest.raises(Rejected):
            stores.init_store(tmp_path / "team.db", **wrong)
        made = stores.init_store(tmp_path / "team.db")
        assert made.made_board
        made.workspace.close()


def test_what_a_store_is(team: Team) -> None:
    team.task()
    found = stores.info(team.bo)
    assert (found["path"], found["schema"], found["synchronous"]) == (str(team.path), SCHEMA_VERSION, 0)
    assert (found["mode"], found["bytes"]) == ("0600", team.path.stat().st_size)
    assert found["rows"]["task"] == 1
    assert found["journal_mode"] in ("truncate", "wal")


def test_a_sound_store_has_no_problems(team: Team) -> None:
    report = stores.check(team.sam)
    assert (report.problems, report.schema, report.path) == ((), SCHEMA_VERSION, str(team.path))


def test_a_check_finds_broken_references_and_broken_rules(team: Team) -> None:
    team.task()
    with write(team.store, ANN, "damage", now=NOW) as unit:
        unit.session.execute(text("UPDATE task SET version = 9"))
        unit.commit()
    connection = sqlite3.connect(team.path)
    connection.execute("INSERT INTO label (board_id, name) VALUES (77, 'orphan')")
    connection.commit()
    connection.close()
    problems = stores.check(team.ann).problems
    assert any("missing row of board" in problem for problem in problems)
    assert any("another version" in problem for problem in problems)


def test_a_backup_can_be_opened_as_a_store(team: Team, tmp_path: Path) -> None:
    ref = team.task("Sweep").ref
    saved = stores.backup(team.sam, tmp_path / "copy.db")
    ws = open_workspace(saved)
    assert tasks.get(ws, ref).title == "Sweep"
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    ws.close()


def test_a_backup_has_a_name_of_its_own_beside_the_store_or_in_a_folder(team: Team, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    beside, inside = stores.backup(team.ann), stores.backup(team.ann, tmp_path / "kept")
    assert (beside.parent, inside.parent) == (team.path.parent, tmp_path / "kept")
    assert beside.name.startswith("team-")
    assert beside.suffix == ".backup"


def test_two_backups_at_once_do_not_collide(team: Team) -> None:
    assert stores.backup(team.ann) != stores.backup(team.ann)


def test_a_restore_brings_everything_back(team: Team, tmp_path: Path) -> None:
    ref = team.task("Before").ref
    saved = stores.backup(team.ann, tmp_path / "copy.db")
    tasks.edit(team.ann, ref, {"title": "After"})
    safety = stores.restore(team.lea, saved)
    assert team.get(ref).title == "Before"
    assert stores.check(team.ann).problems == ()
    stores.restore(team.lea, safety)
    assert team.get(ref).title == "After"


def test_who_may_restore_and_what(team: Team, tmp_path: Path) -> None:
    saved = stores.backup(team.ann, tmp_path / "copy.db")
    with pytest.raises(Refused, match="may not"):
        stores.restore(team.bo, saved)
    with pytest.raises(Refused, match="from itself"):
        stores.restore(team.ann, team.path)
    with pytest.raises(StoreProblem, match="no backup"):
        stores.restore(team.ann, tmp_path / "nowhere.db")
    link = tmp_path / "link.db"
    link.symlink_to(team.path)
    with pytest.raises(Refused, match="from itself"):
        stores.restore(team.ann, link)


def test_nothing_to_migrate(team: Team) -> None:
    assert stores.migrate(team.path) is None


def test_no_store_to_migrate(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="no store") as caught:
        stores.migrate(tmp_path / "nowhere.db")
    assert isinstance(caught.value, StoreMissing) or caught.value.hint


def test_a_store_that_is_closed_leaves_nothing_beside_its_file(tmp_path: Path) -> None:
    made = stores.init_store(tmp_path / "new" / "team.db")
    tasks.add(made.workspace, "x")
    made.workspace.close()
    left = {path.name: path.stat().st_size for path in (tmp_path / "new").iterdir() if path.name != "team.db"}
    assert all(size == 0 for size in left.values()), left
