"""A wanted state, applied: one transaction, a diff, and nothing the second time."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from prodtui.domain import plan_fields
from prodtui.domain.task_fields import EDITABLE
from prodtui.errors import ProdtuiError, Refused, Rejected
from prodtui.services import boards, history, people, steps, stores, task_view, tasks, undo
from prodtui.services.apply import apply
from prodtui.services.boards import list_boards
from tests.helpers.team import Team

PLAN = """
[[people]]
login = "dee"
name = "Dee Day"
skills = ["welder"]

[[boards]]
key = "MILL"
name = "Mill"
timezone = "Europe/Berlin"
settings = { expedite_limit = 2, person_wip_limit = 3 }

[[boards.steps]]
name = "To do"
kind = "queue"

[[boards.steps]]
name = "Milling"
wip_limit = 2

[[boards.steps]]
name = "Done"
kind = "done"

[[tasks]]
key = "casting"
board = "MILL"
title = "Cast the bracket"
due = 2026-12-01
assignees = ["dee"]

[[tasks]]
key = "milling"
board = "MILL"
title = "Mill the bracket"
step = "milling"
due = 2026-12-02T15:00:00Z
labels = ["line 2"]

[[tasks]]
key = "packing"
board = "MILL"
title = "Pack the bracket"
after = ["casting", "milling"]
due = 2026-12-03T10:00:00
"""


def document() -> dict[str, Any]:
    return tomllib.loads(PLAN)


def test_a_plan_becomes_boards_people_and_tasks(team: Team) -> None:
    done = apply(team.ann, document())
    mill = team.of("ann", board="MILL")
    assert boards.show_board(mill).settings.expedite_limit == 2
    assert [(s.key, s.kind, s.wip_limit) for s in steps.list_steps(mill)] == [
        ("to-do", "queue", None),
        ("milling", "active", 2),
        ("done", "done", None),
    ]
    rows = {row.external_key: row for row in task_view.list_tasks(mill)}
    assert rows["casting"].assignees == ("dee",)
    assert rows["casting"].due == datetime(2026, 12, 1, 22, 59, tzinfo=UTC)
    assert rows["milling"].due == datetime(2026, 12, 2, 15, 0, tzinfo=UTC)
    assert (rows["milling"].step, rows["milling"].labels) == ("milling", ("line-2",))
    assert rows["packing"].due == datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
    assert rows["packing"].waiting_for == (rows["casting"].ref, rows["milling"].ref)
    assert (
        done.counts | {"new person": 1, "new board": 1, "new step": 3, "new task": 3, "new dependency": 2}
        == done.counts
    )
    assert {event.txn for event in history.events(mill, limit=None)} == {done.txn}
    assert stores.check(team.ann).problems == ()


def test_dates_that_begin_something_lie_at_the_beginning_of_their_day(team: Team) -> None:
    days = {"wait_until": "2026-12-01", "planned_start": "2026-12-02", "pinned_start": "2026-12-03 9:30"}
    ends = {"due": "2026-12-04", "planned_finish": "2026-12-04"}
    apply(team.ann, {"tasks": [{"key": "x", "title": "x", **days, **ends}]})
    row = team.get("OPS-1")
    assert [row.wait_until, row.planned_start, row.pinned_start] == [
        datetime(2026, 11, 30, 23, 0, tzinfo=UTC),
        datetime(2026, 12, 1, 23, 0, tzinfo=UTC),
        datetime(2026, 12, 3, 8, 30, tzinfo=UTC),
    ]
    assert {row.due, row.planned_finish} == {datetime(2026, 12, 4, 22, 59, tzinfo=UTC)}


def test_a_second_time_changes_nothing(team: Team) -> None:
    apply(team.ann, document())
    last = history.last_event(team.ann)
    again = apply(team.ann, document())
    assert (again.lines, again.counts, again.txn) == ((), {}, None)
    assert history.last_event(team.ann) == last


def test_only_what_differs_changes_and_is_shown(team: Team) -> None:
    apply(team.ann, document())
    plan = document()
    plan["tasks"][0] |= {"title": "Cast two", "step": "Milling"}
    plan["boards"][0]["steps"][1]["wip_limit"] = 4
    plan["people"][0]["skills"] = ["welder", "caster"]
    done = apply(team.ann, plan)
    shown = [(line.sign, line.kind, line.ref, set(line.fields)) for line in done.lines]
    assert shown == [
        ("~", "person", "dee", {"skills"}),
        ("~", "step", "milling", {"wip_limit"}),
        ("~", "task", "MILL-1", {"title"}),
        ("~", "task", "MILL-1", {"step"}),
    ]
    assert done.lines[2].fields == {"title": ("Cast the bracket", "Cast two")}


def test_a_trial_shows_the_same_and_stores_nothing(team: Team) -> None:
    last = history.last_event(team.ann)
    trial = apply(team.ann, document(), dry_run=True)
    assert (history.last_event(team.ann), len(list_boards(team.ann)), trial.txn) == (last, 1, None)
    real = apply(team.ann, document())
    assert trial.lines == real.lines
    assert (trial.dry_run, real.dry_run) == (True, False)


def test_a_retry_gets_the_first_answer(team: Team) -> None:
    first = apply(team.ann, document(), request_id="r1")
    last = history.last_event(team.ann)
    again = apply(team.ann, document(), request_id="r1")
    assert [line.ref for line in again.lines] == [line.ref for line in first.lines]
    assert history.last_event(team.ann) == last


def test_it_can_be_taken_back_where_it_made_no_board(team: Team) -> None:
    plan = {"tasks": [{"key": "a", "title": "A"}, {"key": "b", "title": "B", "after": ["a"]}]}
    apply(team.bo, plan)
    undo.undo(team.bo)
    assert task_view.list_tasks(team.bo) == ()
    undo.redo(team.bo)
    assert [row.waiting_for for row in task_view.list_tasks(team.bo)] == [(), ("OPS-1",)]


def test_a_board_that_it_made_can_be_taken_back_with_all_that_is_on_it(team: Team) -> None:
    apply(team.ann, document())
    mill = team.of("ann", board="MILL")
    undo.undo(mill)
    assert [board.key for board in list_boards(team.ann)] == ["OPS"]
    assert task_view.list_tasks(mill) == ()
    undo.redo(mill)
    assert [row.external_key for row in task_view.list_tasks(mill)] == ["casting", "packing", "milling"]
    assert stores.check(team.ann).problems == ()


def test_all_or_nothing(team: Team) -> None:
    plan = document()
    plan["tasks"][2]["after"] = ["nothing-like-it"]
    last = history.last_event(team.ann)
    with pytest.raises(Rejected, match=r"Entry 3 of tasks \(packing\), after: It waits for 'nothing-like-it'"):
        apply(team.ann, plan)
    assert history.last_event(team.ann) == last
    assert len(list_boards(team.ann)) == 1


@pytest.mark.parametrize(
    ("plan", "error", "words"),
    [
        ([], Rejected, "must be a table"),
        ({"task": []}, Rejected, "unknown section"),
        ({"tasks": {}}, Rejected, "must be a list"),
        ({"tasks": ["x"]}, Rejected, "Entry 1 of tasks must be a table"),
        ({"tasks": [{"title": "x"}]}, Rejected, "key is missing"),
        ({"tasks": [{"key": "x"}]}, Rejected, "title is missing"),
        ({"tasks": [{"key": "x", "title": None}]}, Rejected, "title"),
        ({"tasks": [{"key": "x", "title": "x", "titel": "y"}]}, Rejected, "no field"),
        ({"tasks": [{"key": "x", "title": "x", "after": "y"}]}, Rejected, "list of keys"),
        ({"tasks": [{"key": "x", "title": "x", "board": "NONE"}]}, Rejected, "no board"),
        ({"tasks": [{"key": "x", "title": "x", "step": "nowhere"}]}, Rejected, "no step"),
        ({"tasks": [{"key": "x", "title": "x", "assignees": 5}]}, Rejected, "list of words"),
        ({"tasks": [{"key": "x", "title": "x", "due": "someday"}]}, Rejected, "."),
        ({"tasks": [{"key": "bell\x07", "title": "x"}]}, Rejected, "."),
        ({"tasks": [{"key": "x" * 201, "title": "x"}]}, Rejected, "."),
        ({"tasks": [{"key": "a", "title": "x", "after": ["a"]}]}, Refused, "cannot wait for itself"),
        ({"people": [{"name": "x"}]}, Rejected, "login is missing"),
        ({"people": [{"login": "x", "role": "boss"}]}, Rejected, "boss"),
        ({"people": [{"login": "ann", "role": "member"}]}, Refused, "last manager"),
        ({"boards": [{"key": "1A"}]}, Rejected, "."),
        ({"boards": [{"key": "OPS", "nmae": "x"}]}, Rejected, "no field"),
        ({"boards": [{"key": "OPS", "name": "bell\x07"}]}, Rejected, "."),
        ({"boards": [{"key": "LAB", "name": "x" * 61}]}, Rejected, "."),
        ({"boards": [{"key": "OPS", "timezone": "Mars"}]}, Rejected, "time zone"),
        ({"boards": [{"key": "LAB", "template": "nothing"}]}, Rejected, "."),
        ({"boards": [{"key": "LAB", "template": 5}]}, Rejected, "."),
        ({"boards": [{"key": "OPS", "settings": []}]}, Rejected, "."),
        ({"boards": [{"key": "OPS", "settings": "x"}]}, Rejected, "table of names"),
        ({"boards": [{"key": "OPS", "settings": {"expedite_limit": "x"}}]}, Rejected, "."),
        ({"boards": [{"key": "OPS", "steps": 5}]}, Rejected, "."),
        ({"boards": [{"key": "OPS", "steps": [{"kind": "done"}]}]}, Rejected, "name is missing"),
        (
            {"boards": [{"key": "OPS", "steps": [{"name": "X", "wip_limit": 0}]}]},
            Rejected,
            "Entry 1 of boards .OPS.: Entry 1",
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_does_not_fit_is_said_with_its_place_and_leaves_nothing(
    team: Team, plan: Any, error: type[ProdtuiError], words: str
) -> None:
    last = history.last_event(team.ann)
    with pytest.raises(error, match=words):
        apply(team.ann, plan)
    assert history.last_event(team.ann) == last


@pytest.mark.parametrize(
    ("plan", "place"),
    [
        ({"task": []}, ("task", 0, "")),
        ({"tasks": {}}, ("tasks", 0, "")),
        ({"tasks": ["x"]}, ("tasks", 1, "")),
        ({"tasks": [{"title": "x"}]}, ("tasks", 1, "key")),
        ({"tasks": [{"key": "x"}]}, ("tasks", 1, "title")),
        ({"tasks": [{"key": "x", "title": "x", "titel": "y"}]}, ("tasks", 1, "titel")),
        ({"tasks": [{"key": "a", "title": "x"}, {"key": "x", "title": "x", "due": "someday"}]}, ("tasks", 2, "due")),
        ({"tasks": [{"key": "x", "title": "x", "assignees": ["zoe"]}]}, ("tasks", 1, "assignees")),
        ({"tasks": [{"key": "x", "title": "x", "parent": "OPS-77"}]}, ("tasks", 1, "parent")),
        ({"tasks": [{"key": "x", "title": "x", "step": "nowhere"}]}, ("tasks", 1, "step")),
        ({"tasks": [{"key": "x", "title": "x", "board": "NONE"}]}, ("tasks", 1, "board")),
        ({"tasks": [{"key": "x", "title": "x", "priority": "hihg"}]}, ("tasks", 1, "priority")),
        ({"tasks": [{"key": "x", "title": "x", "after": ["y"]}]}, ("tasks", 1, "after")),
        (
            {"tasks": [{"key": "x", "title": "x", "planned_start": "+3d", "planned_finish": "+1d"}]},
            ("tasks", 1, "planned_finish"),
        ),
        ({"people": [{"login": "a b"}]}, ("people", 1, "login")),
        ({"people": [{"login": "x", "role": "boss"}]}, ("people", 1, "role")),
        ({"people": [{"login": "x", "skils": []}]}, ("people", 1, "skils")),
        ({"boards": [{"key": "1A"}]}, ("boards", 1, "key")),
        ({"boards": [{"key": "OPS", "timezone": "Mars"}]}, ("boards", 1, "timezone")),
        ({"boards": [{"key": "OPS", "settings": {"expedite": 1}}]}, ("boards", 1, "settings")),
        ({"boards": [{"key": "LAB", "template": "nothing"}]}, ("boards", 1, "template")),
        (
            {"boards": [{"key": "OPS", "steps": [{"name": "X"}, {"name": "Y", "wip_limit": 0}]}]},
            ("steps", 2, "wip_limit"),
        ),
        ({"boards": [{"key": "OPS", "steps": [{"name": "X", "kind": "parked"}]}]}, ("steps", 1, "kind")),
    ],
    ids=lambda value: str(value)[:60],
)
def test_every_fault_of_the_file_is_rejected_with_its_place(team: Team, plan: Any, place: tuple[str, int, str]) -> None:
    with pytest.raises(Rejected) as caught:
        apply(team.ann, plan)
    assert caught.value.exit_code == 5
    assert tuple(caught.value.details[name] for name in ("part", "element", "field")) == place


def test_a_wrong_field_is_refused_with_the_nearest(team: Team) -> None:
    with pytest.raises(Rejected) as caught:
        apply(team.ann, {"boards": [{"key": "OPS", "steps": [{"name": "X", "wip": 2}]}]})
    assert caught.value.hint == "Did you mean wip_limit?"
    assert caught.value.message.startswith("Entry 1 of boards (OPS): Entry 1 of steps (X), wip: ")


def test_every_field_of_the_table_is_taken_and_none_is_missing(team: Team) -> None:
    assert {*plan_fields.PLAN["tasks"], "external_key"} == {*EDITABLE, "key", "board", "step", "after"}
    person = {"login": "dee", "name": "Dee", "initials": "dd", "role": "lead", "skills": ["x"], "hours_per_day": 8}
    person |= {"wip_limit": 2, "active": True, "workweek": "mon-wed 8:00-14:00"}
    step = {
        "key": "x",
        "name": "X",
        "kind": "active",
        "wip_limit": 2,
        "role": "x",
        "criteria": "c",
        "standard_hours": 1,
    }
    lab = {"key": "LAB", "name": "Lab", "timezone": "UTC", "template": "it-service", "settings": {"done_days": 3}}
    lab |= {"steps": [step], "rights": {"member": ["work", "plan"]}}
    assert (set(person), set(lab), set(step)) == tuple(
        set(plan_fields.PLAN[part]) for part in ("people", "boards", "steps")
    )
    apply(team.ann, {"people": [person], "boards": [lab]})
    assert steps.list_steps(team.of("ann", board="LAB"))
    assert people.resolve_person(team.ann, "dee").workweek == (((480, 840),),) * 3 + ((),) * 4
    apply(team.ann, {"people": [{"login": "dee", "workweek": None}]})
    assert people.resolve_person(team.ann, "dee").workweek is None


class TestRules:
    """The rules of the board hold."""

    def test_limits(self, team: Team) -> None:
        team.step("doing", wip_limit=1)
        plan = {"tasks": [{"key": key, "title": key, "step": "doing"} for key in "ab"]}
        with pytest.raises(Refused, match="Entry 2 of tasks .b.: .*limit 1/1"):
            apply(team.bo, plan)
        assert team.lane("doing") == []

    def test_limits_of_a_person_when_a_task_is_given_to_them(self, team: Team) -> None:
        people.edit_person(team.ann, "bo", wip_limit=1)
        team.task(at="doing", assignees=("bo",))
        team.task(at="doing", external_key="a")
        with pytest.raises(Refused, match="bo already has 1 of 1"):
            apply(team.cy, {"tasks": [{"key": "a", "assignees": ["bo"]}]})

    def test_predecessors(self, team: Team) -> None:
        plan = {"tasks": [{"key": "a", "title": "A"}, {"key": "b", "title": "B", "after": ["a"]}]}
        apply(team.bo, plan)
        plan["tasks"][1]["step"] = "doing"
        with pytest.raises(Refused, match="waits for OPS-1"):
            apply(team.bo, plan)

    def test_a_lead_passes_limits_and_predecessors_with_a_reason_that_is_recorded(self, team: Team) -> None:
        team.step("doing", wip_limit=1)
        team.task(at="doing")
        plan = {"tasks": [{"key": "a", "title": "A", "step": "doing"}, {"key": "b", "title": "B", "after": ["a"]}]}
        apply(team.lea, plan, override="customer waits")
        plan["tasks"][1]["step"] = "review"
        with pytest.raises(Refused) as caught:
            apply(team.lea, plan)
        assert "--override" in caught.value.hint
        with pytest.raises(Refused, match="may not"):
            apply(team.bo, plan, override="I say so")
        apply(team.lea, plan, override="customer waits")
        assert team.lane("review") == ["OPS-3"]
        reasons = [event.reason for event in history.events(team.ann, limit=None) if event.reason]
        assert reasons == ["override of wip_step: customer waits", "override of predecessor: customer waits"]

    def test_the_kind_of_a_step_with_tasks(self, team: Team) -> None:
        team.task(at="review")
        with pytest.raises(Refused, match="clocks would be wrong"):
            apply(team.ann, {"boards": [{"key": "OPS", "steps": [{"key": "review", "kind": "done"}]}]})
        assert stores.check(team.ann).problems == ()

    def test_only_who_may_set_up_sets_up(self, team: Team) -> None:
        with pytest.raises(Refused, match="may not change boards"):
            apply(team.bo, {"people": [{"login": "dee"}]})
        with pytest.raises(Refused, match="may not work"):
            apply(team.sam, {"tasks": [{"key": "a", "title": "A"}]})
        assert apply(team.bo, {"tasks": [{"key": "a", "title": "A"}]}).counts == {"new task": 1}


def test_a_task_is_known_by_its_key_even_when_archived(team: Team) -> None:
    apply(team.bo, {"tasks": [{"key": "a", "title": "A"}]})
    tasks.archive(team.bo, "OPS-1")
    apply(team.bo, {"tasks": [{"key": "a", "title": "B"}]})
    assert team.get("OPS-1").title == "B"
