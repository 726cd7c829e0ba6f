"""Saved filters, and the list that a filter gives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from prodtui.domain.filters import FilterContext, parse_filter
from prodtui.errors import NotFound, ProdtuiError, Usage
from prodtui.services import (
    board,
    board_view,
    boards,
    checklists,
    filters,
    inspections,
    issues,
    links,
    people,
    steps,
    task_view,
    tasks,
)
from prodtui.services.workspace import Workspace
from tests.helpers.quality import gate, inspect, publish
from tests.helpers.team import NOW, Clock, Team


def context_of(ws: Workspace) -> FilterContext:
    """Return what a board reads a filter against, as its screen does."""
    known = board_view.snapshot(ws)
    by_key = {step.key: step for step in known.names.steps}
    return FilterContext(ws.now(), ws.tz(), ws.actor.login, by_key, known.names.people, known.names.labels)


def test_a_filter_is_kept_in_its_plain_form_and_replaced_under_its_name(team: Team) -> None:
    first = filters.save_filter(team.bo, " mine ", "mine   prio:high").value
    assert (first.name, first.text) == ("mine", "mine prio:high")
    assert filters.save_filter(team.bo, "mine", "mine prio:high").txn is None
    filters.save_filter(team.cy, "mine", "late")
    filters.save_filter(team.cy, "blocked", "blocked")
    assert [(row.name, row.text) for row in filters.list_filters(team.ann)] == [
        ("blocked", "blocked"),
        ("mine", "late"),
    ]


@pytest.mark.parametrize(("name", "text"), [("", "late"), ("x" * 41, "late"), ("x", "prio:soon"), ("x", "stp:doing")])
def test_a_filter_that_cannot_be_read_is_not_kept(team: Team, name: str, text: str) -> None:
    with pytest.raises(ProdtuiError):
        filters.save_filter(team.bo, name, text)
    assert filters.list_filters(team.bo) == ()


def test_a_filter_belongs_to_its_board(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab")
    filters.save_filter(team.of("ann", board="LAB"), "mine", "mine")
    assert filters.list_filters(team.bo) == ()


def test_forgetting_a_filter(team: Team) -> None:
    filters.save_filter(team.bo, "mine", "mine")
    assert filters.remove_filter(team.cy, "mine").value.text == "mine"
    with pytest.raises(NotFound, match="no saved filter 'mine'"):
        filters.remove_filter(team.cy, "mine")


class TestList:
    """What `task list` shows."""

    @pytest.fixture(autouse=True)
    def rows(self, team: Team) -> None:
        team.task("Drill holes", notes="use the blue drill", labels=("line-1",), priority="high", assignees=("bo",))
        team.task("Paint", at="doing", due=NOW - timedelta(days=1), assignees=("cy",))
        team.task("Pack", at="done")
        tasks.archive(team.ann, team.task("Old").ref)
        links.link(team.ann, "OPS-2", "OPS-1")
        board.block(team.ann, "OPS-2", "no paint")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", [1, 2]),
            ("   ", [1, 2]),
            ("drill", [1]),
            ("BLUE", [1]),
            ("@bo", [1]),
            ("mine", [1]),
            ("#line-1", [1]),
            ("prio:high", [1]),
            ("step:doing", [2]),
            ("late", [2]),
            ("blocked", [2]),
            ("waiting", [1]),
            ("-blocked", [1]),
            ("drill or paint", [1, 2]),
            ("done", [3]),
            ("archived", [4]),
            ("ref:OPS-2", [2]),
            ("kind:active", [2]),
            ("nothing-like-it", []),
        ],
    )
    def test_what_a_filter_picks(self, team: Team, text: str, expected: list[int]) -> None:
        assert [row.number for row in task_view.list_tasks(team.bo, text)] == expected

    def test_all_adds_what_is_finished_and_archived(self, team: Team) -> None:
        assert sorted(row.number for row in task_view.list_tasks(team.bo, all=True)) == [1, 2, 3, 4]

    def test_a_limit_is_about_what_was_found(self, team: Team) -> None:
        assert [row.number for row in task_view.list_tasks(team.bo, limit=1)] == [1]
        assert [row.number for row in task_view.list_tasks(team.bo, "@cy or @bo", limit=1)] == [1]
        assert [row.number for row in task_view.list_tasks(team.bo, "paint", limit=1)] == [2]

    def test_rows_are_whole(self, team: Team) -> None:
        assert task_view.list_tasks(team.bo, all=True) == tuple(
            sorted(map(team.get, ["OPS-1", "OPS-2", "OPS-3", "OPS-4"]), key=lambda row: [1, 4, 2, 3].index(row.number))
        )

    def test_what_cannot_be_read_is_said(self, team: Team) -> None:
        with pytest.raises(Usage):
            task_view.list_tasks(team.bo, "stp:doing")
        with pytest.raises(Usage):
            task_view.list_tasks(team.bo, "step:nowhere")

    def test_late_depends_on_the_clock(self, team: Team, ticking: Clock) -> None:
        ticking.now = NOW - timedelta(days=2)
        assert task_view.list_tasks(team.bo, "late") == ()


def test_archived_steps_and_inactive_people_and_unused_labels_stay_known(team: Team) -> None:
    ref = team.task(labels=("idea",)).ref
    tasks.label(team.ann, ref, remove=("idea",))
    people.edit_person(team.ann, "cy", active=False)
    steps.archive_step(team.ann, "review")
    for text in ("#idea", "@cy", "step:review"):
        assert task_view.list_tasks(team.bo, text) == ()


@pytest.mark.parametrize(("text", "nearest"), [("@an", "ann"), ("#ide", "idea"), ("step:doin", "doing")])
def test_an_unknown_name_is_a_wrong_use(team: Team, text: str, nearest: str) -> None:
    team.task(labels=("idea",))
    with pytest.raises(Usage, match=f"did you mean {nearest}") as caught:
        task_view.list_tasks(team.bo, text)
    assert caught.value.details["nearest"] == nearest


def test_more_rows_than_a_statement_takes_variables(team: Team) -> None:
    """Past a size the people and labels of the whole board are read at once; the rows must not differ."""
    from prodtui.storage.queries import tasks as queries

    for number in range(6):
        team.task(f"{number}", assignees=("bo",), labels=(f"l{number}",))
    links.link(team.ann, "OPS-1", "OPS-6")
    few = task_view.list_tasks(team.bo)
    snapshot = board_view.snapshot(team.bo)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "_MOST_IDS", 3)
        assert task_view.list_tasks(team.bo) == few
        assert board_view.snapshot(team.bo) == snapshot


class TestSigns:
    """What checklists and issues leave on tasks can be asked for; the board and the list answer the same."""

    def found(self, ws: Workspace, text: str) -> list[str]:
        listed = [row.ref for row in task_view.list_tasks(ws, text)]
        passes, cards = parse_filter(text).bind(context_of(ws)), board_view.snapshot(ws).cards
        assert [card.ref for card in cards if passes(card)] == listed
        return listed

    def test_a_gate_that_is_not_met(self, team: Team, ticking: Clock) -> None:
        gate(team, "doing")
        held, passed = team.task(at="doing").ref, team.task(at="doing").ref
        team.task(at="ready")
        check = inspect(team.bo, passed).ref
        inspections.start(team.cy, "weld-check", held)
        assert self.found(team.bo, "to-check") == [held, passed]
        inspections.sign(team.cy, check)
        assert self.found(team.bo, "to-check") == [held]
        assert self.found(team.bo, "kind:active -to-check") == [passed]
        ticking.forward(minutes=1)
        board.move(team.bo, passed, "review")
        board.move(team.bo, passed, "doing")
        assert self.found(team.bo, "to-check") == [held, passed]

    def test_a_checklist_that_is_no_gate_holds_nothing(self, team: Team) -> None:
        row = publish(team)
        checklists.attach_checklist(team.quinn, row.key, product="gear")
        ref = team.task(at="doing", product="gear").ref
        assert [card.check for card in board_view.snapshot(team.bo).cards if card.ref == ref] == ["due"]
        assert self.found(team.bo, "to-check") == []

    def test_a_signature_that_i_may_give(self, team: Team) -> None:
        publish(team, rule="independent")
        ref = team.task(at="doing", assignees=("bo",)).ref
        check = inspect(team.bo, ref).ref
        assert (self.found(team.bo, "to-sign"), self.found(team.cy, "to-sign")) == ([], [ref])
        inspections.sign(team.cy, check)
        assert self.found(team.cy, "to-sign") == []

    def test_an_issue_that_is_not_closed(self, team: Team) -> None:
        ref, other = team.task().ref, team.task().ref
        issue = issues.raise_issue(team.bo, "Burrs", task=ref).value.ref
        assert (self.found(team.bo, "open-issue"), self.found(team.bo, "-open-issue")) == ([ref], [other])
        issues.put_away_issue(team.bo, issue)
        assert self.found(team.bo, "open-issue") == []

    def test_a_list_asks_a_fixed_number_of_times(self, team: Team) -> None:
        gate(team, "doing", rule="independent")

        def asked() -> int:
            found: list[str] = []

            def keep(*args: object) -> None:
                found.append(str(args[2]))

            event.listen(team.store.reading, "before_cursor_execute", keep)
            task_view.list_tasks(team.cy, "to-check or to-sign or open-issue")
            event.remove(team.store.reading, "before_cursor_execute", keep)
            return len(found)

        inspect(team.bo, team.task(at="doing").ref)
        few = asked()
        for _ in range(5):
            inspect(team.bo, team.task(at="doing").ref)
        assert asked() == few
