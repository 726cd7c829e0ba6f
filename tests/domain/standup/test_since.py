"""What changed since the last stand-up: each thing once, for what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from prodtui.domain.enums import StepKind, Via
from prodtui.domain.rows_event import EventRow
from prodtui.domain.standup.since import changes, standing
from tests.helpers.rows import AT, a_step

STEPS = (
    a_step("ready", StepKind.QUEUE, 0),
    a_step("cut", StepKind.ACTIVE, 1),
    a_step("weld", StepKind.ACTIVE, 2),
    a_step("done", StepKind.DONE, 3),
)
_EVENT = EventRow(
    id=1, at=AT, recorded_at=AT, board="OPS", actor="ann", typed_by=None, via=Via.CLI, command="task.move", kind="task",
    ref="OPS-1", before={}, after={}, version=2, txn="a", undoes=None, request_id=None, reason=None,
)  # fmt: skip


def moved(source: str, target: str, txn: str = "a", **more: Any) -> EventRow:
    return replace(_EVENT, before={"step": source}, after={"step": target}, txn=txn, **more)


def told(*events: EventRow) -> dict[str, list[str]]:
    return {group.word: [each.ref for each in group.changes] for group in changes(events, STEPS, {})}


@pytest.mark.parametrize(
    ("event", "word"),
    [
        (moved("ready", "cut"), "started"),
        (moved("weld", "done"), "finished"),
        (moved("weld", "cut"), "sent back"),
        (moved("cut", "ready"), "sent back"),
        (moved("done", "weld"), "reopened"),
        (replace(_EVENT, before=None, after={"title": "Saw"}), "added"),
        (replace(_EVENT, after={"blocked_reason": "no steel"}), "blocked"),
        (replace(_EVENT, after={"blocked_reason": None}), "unblocked"),
        (replace(_EVENT, after={"archived_at": "2026-11-24"}), "put away"),
        (replace(_EVENT, kind="issue", ref="OPS-I1", before=None, after={"title": "Burrs"}), "issue raised"),
        (replace(_EVENT, kind="issue", ref="OPS-I1", after={"state": "closed"}), "issue closed"),
        (replace(_EVENT, kind="inspection", ref="OPS-Q1", after={"state": "failed"}), "check failed"),
        (replace(_EVENT, kind="inspection", ref="OPS-Q1", after={"state": "signed"}), "check signed"),
        (replace(_EVENT, kind="downtime", ref="OPS-S1", before=None, after={"reason": "hose"}), "stood still"),
        (replace(_EVENT, kind="demand", ref="OPS-D1", before=None, after={"product": "saw"}), "asked for"),
        (replace(_EVENT, kind="plan_line", ref="OPS-L1", after={"planned": 4}), "planned"),
    ],
)
def test_what_an_event_is_told_as(event: EventRow, word: str) -> None:
    assert told(event) == {word: [event.ref]}


@pytest.mark.parametrize(
    "event",
    [
        moved("cut", "weld"),
        replace(_EVENT, after={"title": "Another"}),
        replace(_EVENT, after={"archived_at": None}),
        replace(_EVENT, kind="comment", before=None, after={"text": "hello"}),
        replace(_EVENT, kind="plan_line", ref="OPS-L1", before=None, after={"planned": 4, "what_if": "OPS-W1"}),
    ],
)
def test_what_is_no_news(event: EventRow) -> None:
    assert told(event) == {}


def test_a_thing_is_told_once_for_the_last_that_happened() -> None:
    new = replace(_EVENT, before=None, after={"title": "Saw"}, txn="z")
    assert told(new, moved("ready", "cut"), moved("cut", "done", "b")) == {"finished": ["OPS-1"]}
    assert told(moved("weld", "done"), moved("done", "weld", "b")) == {}
    blocked = replace(_EVENT, after={"blocked_reason": "no steel"}, txn="b")
    assert told(moved("ready", "cut"), blocked) == {"started": ["OPS-1"], "blocked": ["OPS-1"]}


def test_latest_first_with_titles_and_who() -> None:
    events = (moved("cut", "done"), moved("weld", "done", "b", ref="OPS-2", actor="bo"))
    (group,) = changes(events, STEPS, {"OPS-1": "Saw", "OPS-2": "File"})
    assert [(each.ref, each.title, each.by) for each in group.changes] == [
        ("OPS-2", "File", "bo"), ("OPS-1", "Saw", "ann"),
    ]  # fmt: skip


def test_what_was_taken_back_is_not_told_and_what_was_done_again_is() -> None:
    done = moved("cut", "done")
    undone = moved("done", "cut", "b", undoes="a")
    again = moved("cut", "done", "c", undoes="b")
    assert told(done, undone) == {}
    assert told(done, undone, again) == {"finished": ["OPS-1"]}
    assert standing((done, undone, again)) == [done]
    older = replace(undone, undoes="before the window")
    assert standing((older,)) == [older]
