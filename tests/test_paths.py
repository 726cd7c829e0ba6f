"""Where files live, and how a small private file is written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from prodtui.errors import Rejected, StoreProblem
from prodtui.paths import find_paths, private_folder, store_path, write_private


def test_one_variable_puts_everything_below_one_folder(tmp_path: Path) -> None:
    paths = find_paths({"PRODTUI_HOME": str(tmp_path / "all")})
    assert paths.store == tmp_path / "all/data/prodtui.db"
    assert paths.drafts == tmp_path / "all/state/drafts"
    assert paths.config_file == tmp_path / "all/config/config.toml"
    assert set(paths.sources.values()) == {"PRODTUI_HOME"}
    assert not (tmp_path / "all").exists()


def test_a_relative_home_starts_at_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_paths({"PRODTUI_HOME": "here"}).data == tmp_path / "here/data"


def test_an_empty_home_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODTUI_HOME", "")
    assert "PRODTUI_HOME" not in find_paths().sources.values()


@pytest.mark.skipif(os.name != "posix", reason="XDG folders are a habit of POSIX systems")
def test_platform_folders_name_the_variable_that_moved_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRODTUI_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "moved"))
    monkeypatch.delenv("XDG_STATE_HOME")
    paths = find_paths()
    assert paths.data == tmp_path / "moved/prodtui"
    assert paths.sources["data"] == "XDG_DATA_HOME"
    assert paths.sources["state"] == "platform"
    assert paths.state.is_relative_to(Path.home())


def test_store_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert store_path(" team.db ") == tmp_path / "team.db"
    assert store_path("team.db", base=Path("/srv")) == Path("/srv/team.db")
    assert store_path("~/team.db") == Path.home() / "team.db"
    for wrong in ("", "  ", "postgresql://host/team"):
        with pytest.raises(Rejected):
            store_path(wrong)


def test_private_files_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new/folder/note.txt"
    before = os.umask(0)
    try:
        write_private(file, "först\n")
    finally:
        os.umask(before)
    assert file.read_text("utf-8") == "först\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.parent.parent.stat().st_mode) == 0o700


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    write_private(file, "long old text\n" * 100)
    write_private(file, "new\n")
    assert file.read_text() == "new\n"
    assert list(tmp_path.glob(".note*")) == []


def test_a_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("old")
    (tmp_path / "link.toml").symlink_to(tmp_path / "real.toml")
    write_private(tmp_path / "link.toml", "new")
    assert (tmp_path / "link.toml").is_symlink()
    assert (tmp_path / "real.toml").read_text() == "new"


def test_a_refusal_of_the_system_is_one_sentence_and_keeps_the_old_text(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(StoreProblem, match="cannot be made"):
        write_private(tmp_path / "file/below", "text")
    with pytest.raises(StoreProblem, match="cannot be made"):
        private_folder(tmp_path / "file")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreProblem, match="cannot be written"):
        write_private(tmp_path / "folder", "text")
    assert (tmp_path / "file").read_text() == "kept"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder", "home"]
