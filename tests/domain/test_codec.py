"""Rows become JSON and come back as they were."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.codec import from_dict, from_json, to_dict, to_json
from prodtui.domain.enums import DependencyKind, Priority, Via
from prodtui.domain.rows import BoardRow, BoardSettings, DependencyRow, TaskRow
from prodtui.domain.rows_event import EventRow
from tests.helpers.rows import AT, a_card, a_step, a_task

BOARD = BoardRow(
    id=1,
    key="OPS",
    name="Operations",
    timezone="Europe/Berlin",
    template=None,
    settings=BoardSettings(holidays=(date(2026, 12, 25),), roles=("inspector",), person_wip_limit=3),
    archived_at=None,
    version=4,
)
EVENT = EventRow(
    id=1,
    at=AT,
    recorded_at=AT,
    board="OPS",
    actor="bo",
    typed_by="ann",
    via=Via.TUI,
    command="task.edit",
    kind="task",
    ref="OPS-1",
    before={"title": "a"},
    after={"title": "b"},
    version=2,
    txn="00ff",
    undoes=None,
    request_id=None,
    reason=None,
)
FULL = a_task(
    assignees=("ann", "bo"),
    labels=("rework",),
    due=AT,
    quantity=2.5,
    waiting_for=("OPS-2",),
    priority=Priority.URGENT,
)
ROWS = [
    BOARD,
    EVENT,
    FULL,
    a_task(),
    a_card(),
    a_step(),
    DependencyRow(1, "OPS-1", "OPS-2", DependencyKind.START_START, 1.5),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_a_row_survives_the_way_through_json_text(row: Any) -> None:
    text = json.dumps(to_dict(row))
    assert from_dict(type(row), json.loads(text)) == row


def test_moments_are_written_in_utc_with_a_z() -> None:
    local = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    assert to_json(local) == to_json(AT) == "2026-11-24T09:00:00Z"
    assert from_json(datetime, "2026-11-24T09:00:00Z") == AT


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_survives(moment: datetime) -> None:
    assert from_json(datetime | None, to_json(moment)) == moment


def test_enums_are_written_by_value_and_sets_as_lists() -> None:
    assert to_json({"kind": DependencyKind.START_START, 3: ("a", Priority.LOW)}) == {
        "kind": "start-start",
        "3": ["a", "low"],
    }
    assert to_json(frozenset({"a"})) == ["a"]
    assert to_json(date(2026, 12, 25)) == "2026-12-25"


def test_the_keys_of_a_dict_are_the_names_of_the_row() -> None:
    assert set(to_dict(FULL)) == set(TaskRow.__dataclass_fields__)


def test_unknown_keys_are_ignored_and_missing_ones_default() -> None:
    assert from_dict(BoardSettings, {"expedite_limit": 2, "from_the_future": 1}) == replace(
        BoardSettings(), expedite_limit=2
    )


def test_a_missing_field_without_a_default_is_an_error() -> None:
    with pytest.raises(TypeError):
        from_dict(DependencyRow, {"id": 1})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Priority, "soon"),
        (datetime, "yesterday"),
        (tuple[int, int], [1]),
        (date, "2026-13-01"),
        (Priority | None, "soon"),
    ],
)
def test_a_value_that_does_not_fit_is_an_error(kind: Any, value: Any) -> None:
    with pytest.raises(ValueError):
        from_json(kind, value)


@dataclass(frozen=True, slots=True)
class Nested:
    """A row within a row, in a tuple and optional."""

    boards: tuple[BoardRow, ...]
    step: DependencyRow | None = None


def test_rows_within_rows_come_back_as_rows() -> None:
    nested = Nested((BOARD,), DependencyRow(1, "OPS-1", "OPS-2", DependencyKind.FINISH_START, 0.0))
    assert from_dict(Nested, json.loads(json.dumps(to_dict(nested)))) == nested
