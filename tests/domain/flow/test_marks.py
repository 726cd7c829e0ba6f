"""The mark of an event: what it did to the flow, as text and back."""

from __future__ import annotations

from typing import Any

import pytest

from prodtui.domain.flow.marks import Mark, flow_mark, flow_text


@pytest.mark.parametrize(
    ("after", "text", "mark"),
    [
        ({"step": "machining", "entered_at": "…"}, "machining", Mark("machining", None, None)),
        ({"step": "done", "blocked_since": None}, "done -blocked", Mark("done", False, None)),
        ({"blocked_reason": "tool", "blocked_since": "…"}, "+blocked", Mark(None, True, None)),
        ({"archived_at": "…"}, "+away", Mark(None, None, True)),
        ({"archived_at": None}, "-away", Mark(None, None, False)),
        (None, "+away", Mark(None, None, True)),
    ],
)
def test_what_an_event_does_to_the_flow(after: dict[str, Any] | None, text: str, mark: Mark) -> None:
    assert flow_text("task", after) == text
    assert flow_mark(text) == mark


@pytest.mark.parametrize(("kind", "after"), [("task", {"title": "x"}), ("step", {"step": "x"}), ("comment", None)])
def test_what_leaves_the_flow_alone_has_no_mark(kind: str, after: dict[str, Any] | None) -> None:
    assert flow_text(kind, after) is None


@pytest.mark.parametrize(
    ("command", "text", "way"),
    [
        ("undo task.move", "ready ~undo", "undo"),
        ("redo", "ready ~redo", "redo"),
        ("task.move", "ready", ""),
        ("undone", "ready", ""),
    ],
)
def test_what_is_taken_back_or_done_again_says_so(command: str, text: str, way: str) -> None:
    assert flow_text("task", {"step": "ready"}, command) == text
    assert flow_mark(text) == Mark("ready", None, None, way)
    assert flow_text("task", {"title": "x"}, command) is None
