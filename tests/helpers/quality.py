"""Builders: checklists, inspections answered and signed, and issues solved, through the services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prodtui.domain.rows_issues import IssueRow
from prodtui.domain.rows_quality import ChecklistRow, InspectionRow
from prodtui.services import checklists, inspections, issue_actions, issues
from prodtui.services.workspace import Workspace
from tests.helpers.team import Team

WELD: tuple[Mapping[str, Any], ...] = (
    {"key": "burrs", "text": "Free of burrs?", "critical": True},
    {
        "key": "bore", "text": "Bore", "kind": "measurement", "nominal": 12.0, "lower": 11.9, "upper": 12.1,
        "unit": "mm", "decimals": 2, "samples": 2,
    },
    {"key": "paint", "text": "Colour", "kind": "choice", "choices": ["red", "green"], "accepted": ["green"]},
    {"key": "notes", "text": "Remarks", "kind": "text", "na_allowed": True},
)  # fmt: skip
"""One item of each kind; five readings."""

GOOD = (("burrs", True, 1), ("bore", 12.0, 1), ("bore", "12.05", 2), ("paint", "green", 1), ("notes", "fine", 1))


def publish(team: Team, name: str = "Weld check", items: Any = WELD, **sign: Any) -> ChecklistRow:
    """Write and publish a checklist as quinn; `sign` are the fields of who may sign."""
    row = checklists.add_checklist(team.quinn, name, items=items, sign=sign or None).value
    return checklists.publish_checklist(team.quinn, row.key).value


def gate(team: Team, step: str, name: str = "Weld check", items: Any = WELD, **sign: Any) -> ChecklistRow:
    """Publish a checklist and attach it to a step."""
    row = publish(team, name, items, **sign)
    checklists.attach_checklist(team.quinn, row.key, step=step)
    return row


def fill(ws: Workspace, ref: str, **answers: Any) -> None:
    """Answer every question of an inspection well, but for those in `answers`, by item."""
    for item, value, sample in GOOD:
        inspections.answer(ws, ref, item, answers.get(item, value), sample=sample)


def inspect(ws: Workspace, task: str | None, checklist: str = "weld-check", **answers: Any) -> InspectionRow:
    """Start, answer and complete an inspection of `WELD`."""
    ref = inspections.start(ws, checklist, task).value.ref
    fill(ws, ref, **answers)
    return inspections.complete(ws, ref).value


def solved(team: Team, ref: str, **fields: object) -> IssueRow:
    """Take an issue all the way to closed."""
    given = {"containment": "Sorted", "owner": "bo", "cause": "Blunt tool", "cause_category": "machine", **fields}
    issues.advance_issue(team.bo, ref, "acting", **given)
    action = issue_actions.add_action(team.bo, ref, "Change the tool each shift", kind="corrective", owner="cy").value
    issue_actions.finish_action(team.cy, f"{ref}.{action.number}", "Changed")
    issues.advance_issue(team.bo, ref)
    issues.check_effect(team.quinn, ref, True, "No burr in 40 parts", early="Seen at once")
    return issues.advance_issue(team.bo, ref).value
