"""The fields of checklists, inspections, issues and improvements in a board document, each with its check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prodtui.domain.checklist_fields import content_of
from prodtui.domain.codec import to_json
from prodtui.domain.enums import (
    ActionKind,
    CauseCategory,
    Frequency,
    ImprovementState,
    InspectionResult,
    InspectionState,
    IssueState,
    Outcome,
    Severity,
)
from prodtui.domain.imports import MAX_TEXT
from prodtui.services.document_checks import (
    MOST,
    Check,
    a_day,
    a_moment,
    an_object,
    any_number,
    choice,
    flag,
    line,
    list_of,
    maybe,
    number,
    step_key,
    text,
    whole,
)  # fmt: skip

_name, _word, _version, _ID = line(200), line(60), whole(1, MOST), whole(-MOST, MOST)
_when, _day, _maybe_line = maybe(a_moment), maybe(a_day), maybe(line(200))
_count, _signed, _step = whole(0, MOST), maybe(any_number), maybe(step_key)


def _content(value: Any) -> dict[str, Any]:
    given = an_object(value)
    content = to_json(content_of(None, given.get("items") or (), given.get("sign")))
    if content != given:
        raise ValueError("is not the content of a checklist")
    return dict(content)


_USE: Mapping[str, Check] = {
    "step": _step,
    "product": _maybe_line,
    "frequency": choice(Frequency),
    "every": maybe(whole(2, 10_000)),
    "share": maybe(number(1)),
    "seed": maybe(whole(0, MOST)),
}
_CHECKLIST: Mapping[str, Check] = {
    "key": step_key,
    "name": _name,
    "draft": maybe(_content),
    "published": maybe(_version),
    "archived_at": _when,
}
_INSPECTION: Mapping[str, Check] = {
    "checklist": _name,
    "task": _maybe_line,
    "step": _step,
    "corrects": _maybe_line,
    "state": choice(InspectionState),
    "result": maybe(choice(InspectionResult)),
    "answered": _count,
    "questions": _count,
    "failed": _count,
    "started_at": a_moment,
    "started_by": _name,
    "completed_at": _when,
    "completed_by": _maybe_line,
    "reason": maybe(text(MAX_TEXT)),
    "conceded_by": _maybe_line,
    "signed_at": _when,
    "signed_by": _maybe_line,
    "signed_typed_by": _maybe_line,
    "meaning": _maybe_line,
    "archived_at": _when,
}
_READING: Mapping[str, Check] = {
    "item": step_key,
    "sample": whole(1, 1_000),
    "flag": maybe(flag),
    "number": _signed,
    "text": maybe(text(MAX_TEXT)),
    "na": flag,
    "note": text(MAX_TEXT),
    "ok": flag,
    "off": any_number,
    "at": a_moment,
    "by": _name,
}
_ISSUE: Mapping[str, Check] = {
    "task": _maybe_line,
    "step": _step,
    "inspection": _maybe_line,
    "recurs": _maybe_line,
    "title": _name,
    "notes": text(MAX_TEXT),
    "severity": choice(Severity),
    "category": _maybe_line,
    "state": choice(IssueState),
    "owner": maybe(_word),
    "andon": flag,
    "raised_at": a_moment,
    "raised_by": _name,
    "containment": text(MAX_TEXT),
    "whys": list_of(line(1_000)),
    "cause": text(MAX_TEXT),
    "cause_category": maybe(choice(CauseCategory)),
    "evidence": text(MAX_TEXT),
    "check_days": maybe(whole(1, 10_000)),
    "check_items": maybe(whole(1, 1_000_000)),
    "verifying_at": _when,
    "check_due": _when,
    "effective": maybe(flag),
    "checked_at": _when,
    "checked_by": _maybe_line,
    "closed_at": _when,
    "closed_by": _maybe_line,
    "archived_at": _when,
}
_ACTION: Mapping[str, Check] = {
    "issue": _name,
    "kind": choice(ActionKind),
    "text": text(MAX_TEXT),
    "owner": maybe(_word),
    "due": _when,
    "done_at": _when,
    "done_by": _maybe_line,
    "result": text(MAX_TEXT),
    "archived_at": _when,
}
_ISSUE_COMMENT: Mapping[str, Check] = {"issue": _name, "at": a_moment, "author": _name, "text": text(MAX_TEXT)}
_DOWNTIME: Mapping[str, Check] = {
    "step": step_key,
    "issue": _maybe_line,
    "reason": line(400),
    "started_at": a_moment,
    "started_by": _name,
    "ended_at": _when,
    "ended_by": _maybe_line,
    "archived_at": _when,
}
_IMPROVEMENT: Mapping[str, Check] = {
    "issue": _maybe_line,
    "title": _name,
    "problem": text(MAX_TEXT),
    "change": text(MAX_TEXT),
    "owner": maybe(_word),
    "state": choice(ImprovementState),
    "outcome": maybe(choice(Outcome)),
    "kpi": _name,
    "typed": flag,
    "unit": _word,
    "baseline_from": _day,
    "baseline_to": _day,
    "baseline": _signed,
    "target": _signed,
    "changed_on": _day,
    "result_from": _day,
    "result_to": _day,
    "result": _signed,
    "learned": text(MAX_TEXT),
    "created_at": a_moment,
    "created_by": _name,
    "closed_at": _when,
    "archived_at": _when,
}
_numbered: Mapping[str, Check] = {"ref": _name, "version": _version}

PARTS: Mapping[str, Mapping[str, Check]] = {
    "counters": {"kind": _word, "next_number": _version},
    "checklists": {**_CHECKLIST, "version": _version},
    "checklist_versions": {
        "checklist": step_key,
        "number": _version,
        "name": _name,
        "content": _content,
        "published_at": a_moment,
        "published_by": _name,
    },
    "checklist_uses": {"checklist": step_key, **_USE},
    "checklist_draws": {"use": _version, "task": _name, "ordinal": _version, "chosen": flag},
    "inspections": {**_numbered, **_INSPECTION},
    "readings": {"inspection": _name, **_READING},
    "issues": {**_numbered, **_ISSUE},
    "issue_actions": {**_numbered, **_ACTION},
    "issue_comments": _ISSUE_COMMENT,
    "issue_tasks": {"issue": _name, "task": _name},
    "downtimes": {**_numbered, **_DOWNTIME},
    "improvements": {**_numbered, **_IMPROVEMENT},
}
#: What an event of each kind may hold before and after.
PAYLOADS: Mapping[str, Mapping[str, Check]] = {
    "checklist": _CHECKLIST,
    "checklist_use": _USE,
    "inspection": _INSPECTION,
    "reading": _READING,
    "issue": _ISSUE,
    "issue_action": _ACTION,
    "issue_comment": {**_ISSUE_COMMENT, "id": _ID},
    "issue_task": {"task": _name},
    "downtime": _DOWNTIME,
    "improvement": _IMPROVEMENT,
}
#: Without these a whole object cannot be told, or taken back.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "checklist_use": ("frequency",),
    "reading": tuple(name for name in _READING if name not in ("flag", "number", "text")),
    "issue_comment": ("id", "at", "author", "text"),
    "issue_task": ("task",),
}
