"""Taskwarrior's export: every field in its place, every odd element with a reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from prodtui.domain.enums import Priority
from prodtui.domain.imports import ImportTask
from prodtui.errors import Rejected
from prodtui.interchange.reading import ReadOptions
from prodtui.interchange.taskwarrior import read_taskwarrior
from tests.helpers.import_files import bad, left_out, only_tasks, reading, warrior_rows

SAMPLE = Path(__file__).parents[1] / "fixtures" / "taskwarrior-git-big.json"
UUID = "69bf185f-13ae-447d-bbf3-b6ac9955859b"


def export(*tasks: dict[str, Any]) -> str:
    return json.dumps([{"description": "x", **task} for task in tasks])


def one(**fields: Any) -> ImportTask:
    return only_tasks(warrior_rows(export(fields)))[0]


def test_the_sample() -> None:
    tasks = only_tasks(warrior_rows(SAMPLE.read_bytes()))
    assert (len(tasks), sum(task.done for task in tasks)) == (13, 6)
    fetch = tasks[7]
    assert (fetch.line, fetch.title, fetch.key) == (8, "fetch <dir> - find all gig symlinks and push each", UUID)
    assert fetch.created is not None
    assert fetch.finished is not None
    assert fetch.created.at == datetime(2016, 2, 7, 9, 18, 54, tzinfo=UTC)
    assert fetch.finished.at == datetime(2016, 2, 8, 18, 29, 30, tzinfo=UTC)


def test_every_field_has_its_place() -> None:
    task = one(
        uuid=UUID, status="pending", priority="H", project="Home.Garden", tags=["Next", "out side"],
        entry="20260101T080000Z", start="20260102T080000Z", due="20260110T225900Z", wait="20260103T000000Z",
        scheduled="20260104T000000Z", depends=["a", "b"], urgency=12.5, id=4, until="20270101T000000Z", estimate=3,
        jira={"key": "X-1"},
        annotations=[{"entry": "20260102T090000Z", "description": "See https://x"}, {"description": "no date"}],
    )  # fmt: skip
    assert (task.key, task.priority, task.labels) == (UUID, Priority.HIGH, ("home-garden", "next", "out-side"))
    assert task.started is not None
    assert task.started.at == datetime(2026, 1, 2, 8, tzinfo=UTC)
    assert task.due == datetime(2026, 1, 10, 22, 59, tzinfo=UTC)
    assert task.wait_until == datetime(2026, 1, 3, tzinfo=UTC)
    assert task.planned_start == datetime(2026, 1, 4, tzinfo=UTC)
    assert task.depends == ("a", "b")
    assert task.notes == 'until: 20270101T000000Z\nestimate: 3\njira: {"key": "X-1"}'
    assert [(comment.text, comment.at) for comment in task.comments] == [
        ("See https://x", datetime(2026, 1, 2, 9, tzinfo=UTC)),
        ("no date", None),
    ]


def test_older_versions_write_depends_as_one_text() -> None:
    assert one(depends="a,b").depends == ("a", "b")


@pytest.mark.parametrize(
    "text", ['{"description": "a"}\n{"description": "b"}\n', '{"description": "a"},\n{"description": "b"}']
)
def test_one_object_a_line_is_read_too(text: str) -> None:
    assert [task.title for task in only_tasks(warrior_rows(text))] == ["a", "b"]


def test_deleted_tasks_and_templates_are_left_out_and_said_so() -> None:
    rows = warrior_rows(
        export({"status": "deleted"}, {"status": "recurring", "recur": "weekly"}, {"status": "waiting"})
    )
    assert [(row.line, row.reason.split(";")[0]) for row in left_out(rows)] == [
        (1, "it was deleted in Taskwarrior"),
        (2, "it is the template of a recurring task"),
    ]
    assert isinstance(rows[2], ImportTask)


def test_a_priority_of_ones_own_is_kept_as_a_label() -> None:
    task = one(priority="Someday")
    assert (task.priority, task.labels) == (Priority.NORMAL, ("someday",))


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"description": ""}, "description", "the title is empty"),
        ({"description": 5}, "description", "it is not a text"),
        ({"status": "lost"}, "status", "it is not one of completed, deleted"),
        ({"entry": "yesterday"}, "entry", "it is not a date"),
        ({"entry": 20160101}, "entry", "it is not a text"),
        (
            {"status": "completed", "entry": "20260102T000000Z", "end": "20260101T000000Z"},
            "end",
            "before it was created",
        ),
        ({"end": "20260101T000000Z"}, "end", "its status is pending"),
        ({"tags": "a", "annotations": 3}, "annotations", "not a list of annotations"),
        ({"tags": [1]}, "tags", "not a list of texts"),
        ({"depends": {}}, "depends", "not a list of texts"),
        ({"annotations": [{"description": "a", "entry": "x"}]}, "annotations", "not a date"),
        ({"uuid": "u" * 201}, "uuid", "at most 200"),
    ],
)
def test_a_bad_element_says_which_field_and_why(fields: dict[str, Any], field: str, reason: str) -> None:
    rows = warrior_rows(export({}, fields, {}))
    (wrong,) = bad(rows)
    assert (wrong.line, wrong.field) == (2, field)
    assert reason in wrong.reason
    assert len(rows) == 3


def test_what_is_no_object_is_a_bad_element() -> None:
    assert [row.line for row in bad(warrior_rows('[1, "a", null, [], {"description": "x"}]'))] == [1, 2, 3, 4]


def test_an_element_that_is_nested_too_deep_is_refused_alone() -> None:
    deep = '{"description": "a", "x": ' + "[" * 70 + "]" * 70 + "}"
    assert "deeper than 64" in bad(warrior_rows(f'[{deep}, {{"description": "b"}}]'))[0].reason


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("[]", "holds no task"),
        ("[{]", "line 1, column 3"),
        ('{"a": 1}\n{"b"', "line 2, column 5"),
        ("[" * 100_000, "nested deeper"),
        ('[{"description": "a", "id": ' + "9" * 5000 + "}]", "too many digits"),
        ("[NaN]", "NaN is not a number"),
        ("PK\x03\x04", "zip archive"),
    ],
)
def test_a_file_that_is_no_json_is_refused_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(Rejected, match=message) as error:
        warrior_rows(text)
    assert error.value.message.endswith(".")


def test_lone_surrogates_and_controls_are_replaced_and_told() -> None:
    (task,) = only_tasks(warrior_rows('[{"description": "a\\ud800b\\u0007c"}]'))
    assert task.title == "a\ufffdb\ufffdc"
    assert "replaced" in task.remarks[0]


def test_limits() -> None:
    with pytest.raises(Rejected, match="more than 2 rows"):
        reading(export({}, {}, {}), read_taskwarrior, max_rows=2)
    with pytest.raises(Rejected, match="larger than"):
        reading(export({}, {}, {}), read_taskwarrior, max_bytes=10)


def test_a_csv_file_is_told_apart_at_once() -> None:
    with pytest.raises(Rejected, match="not JSON") as caught:
        read_taskwarrior(b"title,created\nOil,2026-11-24\n", ReadOptions(datetime(2026, 11, 24, 9, tzinfo=UTC)))
    assert "import csv" in caught.value.hint
