"""A wanted state, applied: one transaction, a diff, and nothing the second time."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from prodtui.errors import NotFound, ProdtuiError, Refused, Rejected, Usage
from prodtui.services import boards, history, people, steps, stores, tasks, undo
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
    rows = {row.external_key: row for row in tasks.list_tasks(mill)}
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
    assert tasks.list_tasks(team.bo) == ()
    undo.redo(team.bo)
    assert [row.waiting_for for row in tasks.list_tasks(team.bo)] == [(), ("OPS-1",)]


def test_a_board_that_it_made_can_be_taken_back_with_all_that_is_on_it(team: Team) -> None:
    apply(team.ann, document())
    mill = team.of("ann", board="MILL")
    undo.undo(mill)
    assert [board.key for board in list_boards(team.ann)] == ["OPS"]
    assert tasks.list_tasks(mill) == ()
    undo.redo(mill)
    assert [row.external_key for row in tasks.list_tasks(mill)] == ["casting", "packing", "milling"]
    assert stores.check(team.ann).problems == ()


def test_all_or_nothing(team: Team) -> None:
    plan = document()
    plan["tasks"][2]["after"] = ["nothing-like-it"]
    last = history.last_event(team.ann)
    with pytest.raises(Rejected, match=r"Entry 3 of tasks \(packing\): It waits for 'nothing-like-it'"):
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
        ({"tasks": [{"key": "x", "title": "x", "titel": "y"}]}, Usage, "no field"),
        ({"tasks": [{"key": "x", "title": "x", "after": "y"}]}, Rejected, "list of keys"),
        ({"tasks": [{"key": "x", "title": "x", "board": "NONE"}]}, NotFound, "no board"),
        ({"tasks": [{"key": "x", "title": "x", "step": "nowhere"}]}, NotFound, "no step"),
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
        ({"boards": [{"key": "LAB", "template": "nothing"}]}, NotFound, "."),
        ({"boards": [{"key": "LAB", "template": 5}]}, ProdtuiError, "."),
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
