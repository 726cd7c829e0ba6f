"""An issue filled in from what a failed inspection found."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from prodtui.domain.codec import to_json
from prodtui.domain.enums import ItemKind, Severity
from prodtui.domain.rows_quality import ContentRow, ItemRow, SignRow
from prodtui.errors import NotFound, Refused
from prodtui.services import issues
from prodtui.services.change import begin
from prodtui.services.issue_prefill import from_failed
from prodtui.services.recordbook import RecordBook
from prodtui.storage.tables.quality import Checklist, ChecklistVersion, Reading
from prodtui.storage.tables.types import table_of
from tests.helpers.team import NOW, Team

ITEMS = (
    ItemRow("edge", "Edges are free of burrs", ItemKind.YES_NO),
    ItemRow("bore", "Bore", ItemKind.MEASUREMENT, critical=True, lower=12.3, upper=12.4, unit="mm", decimals=2,
            samples=2),
    ItemRow("mark", "Mark", ItemKind.CHOICE, choices=("A", "B"), accepted=("A",)),
)  # fmt: skip

READINGS: tuple[dict[str, Any], ...] = (
    {"item": "edge", "flag": False, "note": "left side", "ok": False},
    {"item": "bore", "sample": 1, "number": 12.35, "ok": True},
    {"item": "bore", "sample": 2, "number": 12.41, "ok": False, "off": 0.01},
    {"item": "mark", "text": "B", "ok": False},
)


def inspect(team: Team, task: str, *readings: dict[str, Any]) -> str:
    """Store an inspection of a task with these readings and return its reference."""
    with begin(team.bo, "check.start") as change:
        board = change.board()
        checklist = change.unit.insert(
            table_of(Checklist), board_id=board.id, key="final", name="Final check", published=1, version=1
        )
        content = ContentRow(ITEMS, SignRow())
        version = change.unit.insert(
            table_of(ChecklistVersion),
            checklist_id=checklist,
            number=1,
            name="Final check",
            content=to_json(asdict(content)),
            published_at=NOW,
            published_by="quinn",
        )
        assert version
        records = RecordBook(change)
        values = {"checklist": "final@1", "task": task, "step": "review", "state": "failed", "result": "fail"}
        values |= {"answered": 4, "questions": 4, "failed": 3, "started_at": NOW, "started_by": "bo"}
        inspection = records.insert(board, "inspection", values)
        plain = {"sample": 1, "na": False, "note": "", "off": 0.0, "at": NOW, "by": "bo"}
        for reading in readings:
            change.unit.insert(table_of(Reading), inspection_id=inspection.id, **(plain | reading))
        return change.done(records.ref(board, "inspection", inspection)).value


def test_what_failed_is_told_critical_items_first_with_how_far_outside(team: Team) -> None:
    task = team.task(at="review").ref
    ref = inspect(team, task, *READINGS)
    fields = from_failed(team.bo, ref)
    assert fields == {
        "title": "Final check: Bore and 2 more",
        "notes": "Inspection OPS-Q1, Final check version 1\n\n"
        "- Bore (critical), reading 2: 12.41 mm, 0.01 mm over\n"
        "- Edges are free of burrs: no – left side\n"
        "- Mark: B",
        "severity": Severity.MAJOR,
        "inspection": "OPS-Q1",
        "step": "review",
        "task": task,
    }
    issue = issues.raise_issue(team.bo, fields.pop("title"), **fields).value
    assert (issue.inspection, issue.task, issue.step) == ("OPS-Q1", task, "review")


def test_a_reading_finer_than_its_limits_keeps_what_makes_it_fail(team: Team) -> None:
    fine = READINGS[2] | {"number": 12.404, "off": 0.004}
    ref = inspect(team, team.task(at="review").ref, fine)
    assert "12.404 mm, 0.004 mm over" in from_failed(team.bo, ref)["notes"]


def test_an_inspection_in_which_nothing_failed_fills_in_nothing(team: Team) -> None:
    ref = inspect(team, team.task().ref, READINGS[1])
    with pytest.raises(Refused, match="Nothing failed in OPS-Q1"):
        from_failed(team.bo, ref)
    with pytest.raises(NotFound):
        from_failed(team.bo, "OPS-Q9")
