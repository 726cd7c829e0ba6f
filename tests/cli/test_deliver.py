"""`--out FILE`: files in one step with the mode they had, links followed, devices and pipes written through."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.helpers.team import Team


def exported(cli: Cli, out: Path) -> int:
    return cli("export", "csv", "--out", str(out)).code


@pytest.fixture(autouse=True)
def one_task(team: Team) -> None:
    team.task("Mill the plate")


def test_a_file_that_is_there_keeps_its_mode(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "tasks.csv"
    out.write_text("old")
    out.chmod(0o640)
    assert exported(cli, out) == 0
    assert "Mill the plate" in out.read_text()
    assert out.stat().st_mode & 0o777 == 0o640
    assert not list(tmp_path.glob(".*.part"))


def test_a_link_stays_and_what_it_leads_to_is_written(cli: Cli, tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    assert exported(cli, link) == 0
    assert link.is_symlink()
    assert "Mill the plate" in real.read_text()


def test_a_pipe_is_written_through(cli: Cli, tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    assert exported(cli, pipe) == 0
    reader.join(10)
    assert pipe.is_fifo()
    assert "Mill the plate" in read[0]


def test_a_device_is_written_through(cli: Cli) -> None:
    assert exported(cli, Path(os.devnull)) == 0
    assert Path(os.devnull).is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_what_cannot_be_written_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for place in (Path("/dev/full"), tmp_path, tmp_path / "missing" / "tasks.csv", tmp_path / "a"):
        ran = cli("export", "csv", "--out", str(place))
        assert ran.code == 74
        assert f"The file {place} cannot be written: " in ran.err
