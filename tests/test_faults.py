"""The log of faults, and the sentence about one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prodtui import faults


def test_the_log_is_rotated(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "MAX_BYTES", 10)
    for _ in range(8):
        path = faults.record(ValueError())
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "prodtui.log",
        "prodtui.log.1",
        "prodtui.log.2",
        "prodtui.log.3",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_log_that_cannot_be_written(home: Path) -> None:
    (home / "prodtui").mkdir()
    (home / "prodtui").chmod(0o500)
    assert "cannot be written" in faults.as_fault(ValueError()).message


def test_a_log_that_is_a_folder(home: Path) -> None:
    (home / "prodtui" / "state" / "log" / "prodtui.log").mkdir(parents=True)
    assert "cannot be written" in faults.as_fault(ValueError()).message
