"""Importing tasks: all or nothing, never twice, and each with the history that its dates tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from prodtui.domain.codec import to_json
from prodtui.domain.enums import Role, ServiceClass, Via
from prodtui.domain.imports import BadRow, ImportComment, ImportReport, ImportTask, LeftOut, Moment
from prodtui.errors import Refused, Rejected
from prodtui.interchange.csv_reader import read_csv
from prodtui.interchange.reading import ReadOptions
from prodtui.services import boards, people, stores, task_view, tasks, undo
from prodtui.services.history import events
from prodtui.services.imports import ImportWishes, import_tasks
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Team

FIXTURES = Path(__file__).parents[1] / "fixtures"


def day(number: int, hour: int = 8) -> Moment:
    """Return a moment in November 2026."""
    return Moment(datetime(2026, 11, number, hour, tzinfo=UTC))


def row(line: int = 2, title: str = "Fix it", **fields: Any) -> ImportTask:
    return ImportTask(line, title, **fields)


def put(ws: Workspace, *rows: Any, **wishes: Any) -> ImportReport:
    return import_tasks(ws, "test", rows, wishes=ImportWishes(**wishes))


def only(team: Team) -> Any:
    (task,) = task_view.list_tasks(team.ann, all=True)
    return task


def replayed(team: Team, ref: str) -> dict[str, Any]:
    """Return the state of a task as its events tell it."""
    state: dict[str, Any] = {}
    for event in events(team.ann, ref=ref, limit=None):
        if event.kind == "task":
            state |= event.after or {}
    return state


def test_a_finished_task_gets_its_whole_history(team: Team) -> None:
    report = put(team.ann, row(key="K1", created=day(1), started=day(3), finished=day(5), labels=("a",)))
    assert (report.created, report.finished, report.steps) == (1, 1, (("done", 1),))
    task = only(team)
    assert (task.step, task.external_key, task.labels) == ("done", "K1", ("a",))
    assert (task.created_at, task.started_at, task.finished_at) == (day(1).at, day(3).at, day(5).at)
    told = [(e.at, e.recorded_at, e.via, (e.after or {})["step"]) for e in events(team.ann, ref=task.ref)]
    assert told == [
        (day(1).at, NOW, Via.IMPORT, "backlog"),
        (day(3).at, NOW, Via.IMPORT, "doing"),
        (day(5).at, NOW, Via.IMPORT, "done"),
    ]
    assert stores.check(team.ann).problems == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"created": day(1), "started": day(3), "finished": day(5)},
        {"created": day(1), "finished": day(5)},
        {"finished": day(5)},
        {"started": day(3), "blocked_reason": "no tools"},
        {"step": "review"},
        {"step": "ready", "created": day(1), "started": day(3)},
        {"step": "done", "updated": day(9)},
        {"archived": day(6), "finished": day(5), "assignees": ("ann", "bo"), "due": day(20).at, "quantity": 2.5},
    ],
)
def test_the_events_lead_to_the_row(team: Team, fields: dict[str, Any]) -> None:
    put(team.ann, row(key="K", notes="n", **fields))
    task = only(team)
    state = replayed(team, task.ref)
    assert {name: to_json(getattr(task, name)) for name in state} == state
    assert task.version == len(events(team.ann, ref=task.ref))
    assert stores.check(team.ann).problems == ()


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({}, "backlog"),
        ({"started": day(3)}, "doing"),
        ({"finished": day(3)}, "done"),
        ({"done": True}, "done"),
        ({"step": "Review"}, "review"),
        ({"step": "REVIEW", "started": day(3)}, "review"),
        ({"step": "In Progress"}, "doing"),
        ({"step": "Closed"}, "done"),
        ({"step": "Selected for Development"}, "backlog"),
        ({"step": "Code Review"}, "review"),
    ],
)
def test_where_a_task_stands(team: Team, fields: dict[str, Any], step: str) -> None:
    put(team.ann, row(**fields))
    assert only(team).step == step


def test_an_unknown_step_leaves_a_label_and_a_note(team: Team) -> None:
    report = put(team.ann, row(step="Awaiting parts"), row(3, "Other", step="Awaiting parts", finished=day(3)))
    assert {task.step: task.labels for task in task_view.list_tasks(team.ann, all=True)} == {
        "backlog": ("awaiting-parts",),
        "done": ("awaiting-parts",),
    }
    assert any('"Awaiting parts" (2 rows)' in note and "--create-steps" in note for note in report.notes)


def test_words_of_a_file_can_be_given_steps(team: Team) -> None:
    put(team.ann, row(step="Awaiting parts"), steps={"awaiting PARTS": "ready"})
    assert (only(team).step, only(team).labels) == ("ready", ())


def test_missing_steps_are_made_on_request(team: Team) -> None:
    rows = [
        row(2, "a", step="Ideas"),
        row(3, "b", step="Soldering", started=day(3)),
        row(4, "c", step="Sent out", finished=day(3)),
    ]
    report = put(team.lea, *rows, create_steps=True)
    assert report.steps == (("ideas", 1), ("soldering", 1), ("sent-out", 1))
    with pytest.raises(Refused, match="may not"):
        put(team.bo, row(step="Painting"), create_steps=True)


def test_a_finish_date_in_an_open_step_is_a_contradiction(team: Team) -> None:
    with pytest.raises(Rejected, match="finish date") as error:
        put(team.ann, row(step="Doing", finished=day(3)))
    assert error.value.details["rows"][0]["field"] == "step"


def test_a_cancelled_task_is_done_and_says_so(team: Team) -> None:
    put(team.ann, row(step="Cancelled", finished=day(3)))
    assert (only(team).step, only(team).labels) == ("done", ("cancelled",))


def test_a_finish_without_a_date_is_the_last_change_or_the_import(team: Team) -> None:
    report = put(team.ann, row(2, "a", step="done", updated=day(7)), row(3, "b", step="done"))
    found = {task.title: task.finished_at for task in task_view.list_tasks(team.ann, all=True)}
    assert found == {"a": day(7).at, "b": NOW}
    assert any("1 got the date of their last change, 1 the moment of the import" in note for note in report.notes)


def test_days_without_a_time_never_lie_before_what_came_earlier(team: Team) -> None:
    midnight = Moment(datetime(2026, 11, 3, 23, tzinfo=UTC), day_only=True)
    evening = Moment(midnight.at + timedelta(hours=18))
    put(team.ann, row(created=evening, started=midnight, finished=midnight))
    task = only(team)
    assert (task.created_at, task.started_at, task.finished_at) == (evening.at,) * 3


def test_a_second_import_changes_nothing(team: Team) -> None:
    rows = [row(2, "a", key="K1"), row(3, "b"), row(4, "b"), row(5, "c", created=day(1))]
    first = put(team.ann, *rows)
    before = task_view.list_tasks(team.ann, all=True)
    again = put(team.ann, *rows)
    assert (first.created, again.created, again.unchanged, again.txn) == (4, 0, 4, None)
    moved = put(team.ann, *[row(r.line + 7, r.title, key=r.key, created=r.created) for r in rows])
    assert moved.unchanged == 4
    assert task_view.list_tasks(team.ann, all=True) == before


def test_what_the_team_did_since_stays(team: Team) -> None:
    put(team.ann, row(key="K1"))
    tasks.edit(team.bo, "OPS-1", {"title": "Our words"})
    assert put(team.ann, row(key="K1", title="Their words")).unchanged == 1
    assert only(team).title == "Our words"


def test_tasks_of_this_board_come_back_by_their_reference(team: Team) -> None:
    team.task("Ours")
    rows = (
        row(ref="ops-1", title="Ours"),
        row(3, "New", ref="OPS-7", parent="OPS-1", depends=("OPS-8",)),
        row(4, "X", ref="OPS-8"),
    )
    report = put(team.ann, *rows)
    assert (report.created, report.unchanged, report.dependencies) == (2, 1, 1)
    assert team.get("OPS-2").parent == "OPS-1"


def test_a_key_of_another_program_is_never_a_reference_of_ours(team: Team) -> None:
    team.task("Ours")
    report = put(team.ann, row(key="OPS-1", title="Theirs", parent="OPS-2"))
    assert (report.created, report.unchanged) == (1, 0)
    assert team.get("OPS-2").external_key == "OPS-1"
    assert put(team.ann, row(key="OPS-1", title="Theirs")).unchanged == 1


def test_all_or_nothing(team: Team) -> None:
    rows = [row(2, "a"), BadRow(3, "due", "soon", "it is not a date"), LeftOut(4, "it was deleted"), row(5, "b")]
    with pytest.raises(Rejected, match='1 of 4 rows cannot be imported, so nothing was: line 3, due "soon"') as error:
        put(team.ann, *rows)
    assert error.value.details["rows"] == [{"line": 3, "field": "due", "value": "soon", "reason": "it is not a date"}]
    assert "--skip-bad to import the other 2" in error.value.hint
    assert task_view.list_tasks(team.ann, all=True) == ()
    report = put(team.ann, *rows, skip_bad=True)
    assert (report.rows, report.created, len(report.bad), len(report.left_out)) == (4, 2, 1, 1)


def test_a_dry_run_tells_everything_and_stores_nothing(team: Team) -> None:
    rows = [row(2, "a", assignees=("Zoe Quick",), step="Ideas")]
    report = put(team.ann, *rows, dry_run=True, create_steps=True)
    assert (report.created, report.people, report.steps, report.txn) == (1, ("zoe-quick",), (("ideas", 1),), None)
    assert task_view.list_tasks(team.ann, all=True) == ()
    assert [person.login for person in people.list_people(team.ann)] == ["ann", "bo", "cy", "lea", "quinn", "sam"]
    with pytest.raises(Rejected):
        put(team.ann, BadRow(3, "due", "", "it is empty"), dry_run=True)


def test_the_same_key_twice_in_a_file_is_a_bad_row(team: Team) -> None:
    report = put(team.ann, row(2, "a", key="K"), row(9, "b", key="K"), skip_bad=True)
    assert report.created == 1
    assert report.bad == (BadRow(9, "key", "K", "line 2 has the same key already"),)


def test_people_are_found_by_login_name_or_address_and_added_when_new(team: Team) -> None:
    put(team.ann, row(assignees=("BO", "Cy Young", "lea@example.org", "Zoe Quick", "zoe quick")))
    assert only(team).assignees == ("bo", "cy", "lea", "zoe-quick")
    zoe = people.resolve_person(team.ann, "zoe-quick")
    assert (zoe.name, zoe.role, zoe.active) == ("Zoe Quick", Role.MEMBER, True)
    with pytest.raises(Refused, match="may not"):
        put(team.bo, row(title="x", assignees=("Somebody else",)))


def test_the_sponsor_may_not_import(team: Team) -> None:
    with pytest.raises(Refused):
        put(team.sam, row())


def test_dependencies_parents_and_comments(team: Team) -> None:
    team.task("Here before", external_key="OLD")
    report = put(
        team.ann,
        row(2, "child", key="B", depends=("A", "OLD", "LOST"), parent="A"),
        row(3, "parent", key="A", comments=(ImportComment("Seen", day(2).at, "Bo Berg"), ImportComment("Mine"))),
        row(4, "far", key="C", comments=(ImportComment("Hi", day(1).at, "stranger"),)),
    )
    child = task_view.show(team.ann, "OPS-2")
    assert (child.task.title, child.task.parent) == ("child", "OPS-3")
    assert [link.ref for link in child.predecessors] == ["OPS-1", "OPS-3"]
    said = task_view.show(team.ann, "OPS-3").comments
    assert [(c.author, c.text, c.at) for c in said] == [("bo", "Seen", day(2).at), ("ann", "Mine", NOW)]
    assert task_view.show(team.ann, "OPS-4").comments[0].author == "stranger"
    assert (report.dependencies, report.comments) == (2, 3)
    assert any("1 link to a task" in note and "LOST" in note for note in report.notes)
    assert stores.check(team.ann).problems == ()


def test_circles_are_bad_rows(team: Team) -> None:
    rows = [
        row(2, "a", key="A", depends=("B",)),
        row(3, "b", key="B", depends=("C",)),
        row(4, "c", key="C", depends=("A",)),
        row(5, "d", key="D", depends=("D",)),
        row(6, "e", key="E", parent="E"),
        row(7, "f", key="F", depends=("A", "B")),
    ]
    report = put(team.ann, *rows, skip_bad=True)
    assert [(bad.line, bad.field) for bad in report.bad] == [(4, "depends"), (5, "depends"), (6, "parent")]
    assert "closes a circle" in report.bad[0].reason
    assert report.created == 3
    assert stores.check(team.ann).problems == ()


def test_limits_of_the_board_hold_for_an_import_too(team: Team) -> None:
    team.step("doing", wip_limit=2)
    team.task("Here before", at="doing")
    rows = [row(n, f"t{n}", step="doing") for n in (2, 3, 4)]
    with pytest.raises(Refused, match="at its limit 2/2") as error:
        put(team.ann, *rows)
    assert [bad["line"] for bad in error.value.details["rows"]] == [3, 4]
    with pytest.raises(Rejected, match="3 of 4 rows"):
        put(team.ann, *rows, BadRow(9, "due", "never", "it is no date"))
    assert "--override" in error.value.hint
    assert put(team.ann, *rows, skip_bad=True).created == 1
    report = put(team.lea, *rows, override="taken over from Jira")
    assert (report.created, report.unchanged) == (2, 1)
    move = events(team.ann, ref="OPS-3")[-1]
    assert move.reason == "override of wip_step: taken over from Jira"
    with pytest.raises(Refused, match="may not override"):
        put(team.bo, row(), override="because")


def test_limits_of_people_and_of_expedite_work_hold_too(team: Team) -> None:
    team.settings(person_wip_limit=1, expedite_limit=1)
    urgent = {"service_class": ServiceClass.EXPEDITE, "step": "doing"}
    report = put(
        team.ann,
        row(2, "a", step="doing", assignees=("bo",)),
        row(3, "b", step="review", assignees=("bo",)),
        row(4, "c", **urgent),
        row(5, "d", **urgent),
        row(6, "e", step="doing", assignees=("bo",), archived=day(3)),
        row(7, "f", finished=day(3), assignees=("bo",)),
        skip_bad=True,
    )
    assert [(bad.line, bad.reason) for bad in report.bad] == [
        (3, "bo already has 1 of 1 tasks under way"),
        (5, "1 expedite tasks are under way, the limit is 1"),
    ]


def test_an_import_cannot_be_undone_by_accident(team: Team) -> None:
    put(team.ann, row())
    with pytest.raises(Refused, match="import"):
        undo.undo(team.ann)


def test_a_request_id_gives_the_first_answer_again(team: Team) -> None:
    def again() -> ImportReport:
        return import_tasks(team.ann, "test", [row(key="K", remarks=("odd",))], request_id="r1")

    first = again()
    assert first.created == 1
    assert again() == first


def test_progress_goes_through_reading_and_writing(team: Team) -> None:
    seen: list[tuple[str, int, int]] = []
    rows = (row(n, f"t{n}") for n in range(2, 2502))
    import_tasks(team.ann, "test", rows, total=2500, progress=lambda *step: seen.append(step))
    assert seen[0] == ("reading", 1000, 2500)
    assert ("reading", 2500, 2500) in seen
    assert seen[-1] == ("writing", 2500, 2500)


def test_lanes_keep_the_order_of_the_file_and_the_newest_finish_is_on_top(team: Team) -> None:
    put(team.ann, row(2, "a"), row(3, "b"), row(4, "c", finished=day(3)), row(5, "d", finished=day(9)))
    assert team.lane("backlog") == ["OPS-1", "OPS-2"]
    assert team.lane("done") == ["OPS-4", "OPS-3"]


def test_dates_in_the_future_are_taken_and_told(team: Team) -> None:
    report = put(team.ann, row(created=Moment(NOW + timedelta(days=400))))
    assert any("in the future" in note for note in report.notes)


def test_a_board_without_steps_says_what_to_do(team: Team) -> None:
    boards.create_board(team.ann, "BARE", "Bare")
    with pytest.raises(Refused, match="no step yet"):
        put(team.of("ann", board="BARE"), row())


def test_no_row_at_all_is_no_change(team: Team) -> None:
    report = put(team.ann)
    assert (report.rows, report.created, report.txn) == (0, 0, None)


def read(path: Path, ws: Workspace) -> Iterable[Any]:
    return read_csv(path.read_bytes(), ReadOptions(ws.now(), ws.tz())).rows


def test_the_sample_of_cycle_times(team: Team) -> None:
    with pytest.raises(Rejected, match="14 of 41 rows"):
        put(team.ann, *read(FIXTURES / "cycle-times.csv", team.ann))
    report = put(team.ann, *read(FIXTURES / "cycle-times.csv", team.ann), skip_bad=True)
    assert (report.created, report.finished, len(report.bad)) == (27, 27, 14)
    assert stores.check(team.ann).problems == ()


def test_a_row_that_is_planned_to_finish_before_it_starts_is_said(team: Team) -> None:
    report = put(team.ann, row(planned_start=day(5).at, planned_finish=day(4).at), skip_bad=True)
    reason = "it is before the planned start 2026-11-05 09:00"
    assert report.bad == (BadRow(2, "planned_finish", "2026-11-04 09:00", reason),)
