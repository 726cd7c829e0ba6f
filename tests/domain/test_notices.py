"""What of the event log concerns a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from prodtui.domain.enums import NoticeKind, Via
from prodtui.domain.notices import Reader, mentions, notice_of
from prodtui.domain.rows_event import EventRow
from tests.helpers.rows import AT

_EVENT = EventRow(
    id=1, at=AT, recorded_at=AT, board="OPS", actor="ann", typed_by=None, via=Via.CLI, command="x", kind="task",
    ref="OPS-1", before={}, after={}, version=2, txn="a", undoes=None, request_id=None, reason=None,
)  # fmt: skip
BO = Reader("bo", tasks={"OPS-1", "OPS-3"}, can_go_on={"OPS-1"}, to_sign={"OPS-Q1"}, takes_over={"OPS"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@bo please look", True),
        ("please look, @BO!", True),
        ("(@bo)", True),
        ("@bob please", False),
        ("mail bo@bo.example", False),
        ("a@bo", False),
        ("@bo-2", False),
        ("bo", False),
        ("", False),
    ],
)
def test_who_is_mentioned(text: str, named: bool) -> None:
    assert mentions(text, "bo") is named


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"kind": "comment", "before": None, "after": {"text": "@bo look"}}, NoticeKind.MENTION),
        ({"kind": "issue_comment", "before": None, "after": {"text": "@bo look"}}, NoticeKind.MENTION),
        ({"kind": "standup_note", "before": None, "after": {"text": "@bo looks"}}, NoticeKind.MENTION),
        ({"kind": "comment", "before": None, "after": {"text": "look"}}, None),
        ({"kind": "comment", "before": {"text": "@bo"}, "after": None}, None),
        ({"before": None, "after": {"title": "Saw", "assignees": ["bo"]}}, NoticeKind.ASSIGNED),
        ({"before": {"assignees": ["cy"]}, "after": {"assignees": ["cy", "bo"]}}, NoticeKind.ASSIGNED),
        ({"before": {"assignees": []}, "after": {"assignees": ["bo"]}, "ref": "OPS-2"}, None),
        ({"before": {"assignees": ["bo"]}, "after": {"assignees": ["bo", "cy"]}}, None),
        ({"before": {"blocked_reason": "no steel"}, "after": {"blocked_reason": None}}, NoticeKind.UNBLOCKED),
        ({"before": {"blocked_reason": "no steel"}, "after": {"blocked_reason": None}, "ref": "OPS-2"}, None),
        ({"before": {"blocked_reason": "no steel"}, "after": {"blocked_reason": None}, "ref": "OPS-3"}, None),
        ({"before": {"blocked_reason": None}, "after": {"blocked_reason": "no steel"}}, None),
        ({"before": {"blocked_reason": "no steel"}, "after": {"blocked_reason": "no oil"}}, None),
        ({"before": {"title": "Saw"}, "after": {"title": "File"}}, None),
        ({"kind": "issue", "before": None, "after": {"title": "Fire", "andon": True}}, NoticeKind.ANDON),
        ({"kind": "issue", "before": None, "after": {"title": "Burrs"}}, None),
        ({"kind": "inspection", "ref": "OPS-Q1", "after": {"state": "waiting"}}, NoticeKind.SIGNATURE),
        ({"kind": "inspection", "ref": "OPS-Q2", "after": {"state": "waiting"}}, None),
        ({"kind": "inspection", "ref": "OPS-Q1", "after": {"state": "signed"}}, None),
        ({"kind": "handover", "before": None, "after": {"text": "All well\nreally"}}, NoticeKind.HANDOVER),
    ],
)
def test_why_an_event_concerns_somebody(event: dict[str, Any], kind: NoticeKind | None) -> None:
    found = notice_of(replace(_EVENT, **event), BO)
    assert (found[0] if found else None) is kind
    assert notice_of(replace(_EVENT, **event, actor="bo"), BO) is None  # nobody is told of their own doing


def test_a_hand_over_concerns_those_who_take_shifts_over() -> None:
    event = replace(_EVENT, kind="handover", before=None, after={"text": "All well\nreally"})
    assert notice_of(event, BO) == (NoticeKind.HANDOVER, "All well")
    assert notice_of(event, Reader("cy")) is None


def test_what_held_a_card_back_is_told_as_past() -> None:
    event = replace(_EVENT, before={"blocked_reason": "no steel"}, after={"blocked_reason": None})
    assert notice_of(event, BO) == (NoticeKind.UNBLOCKED, "is unblocked (it was: no steel)")
