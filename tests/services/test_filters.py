"""Saved filters, and the list that a filter gives."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.errors import NotFound, ProdtuiError, Usage
from prodtui.services import board, boards, filters, links, people, steps, tasks
from tests.helpers.team import NOW, Clock, Team


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
        assert [row.number for row in tasks.list_tasks(team.bo, text)] == expected

    def test_all_adds_what_is_finished_and_archived(self, team: Team) -> None:
        assert sorted(row.number for row in tasks.list_tasks(team.bo, all=True)) == [1, 2, 3, 4]

    def test_a_limit_is_about_what_was_found(self, team: Team) -> None:
        assert [row.number for row in tasks.list_tasks(team.bo, limit=1)] == [1]
        assert [row.number for row in tasks.list_tasks(team.bo, "@cy or @bo", limit=1)] == [1]
        assert [row.number for row in tasks.list_tasks(team.bo, "paint", limit=1)] == [2]

    def test_rows_are_whole(self, team: Team) -> None:
        assert tasks.list_tasks(team.bo, all=True) == tuple(
            sorted(map(team.get, ["OPS-1", "OPS-2", "OPS-3", "OPS-4"]), key=lambda row: [1, 4, 2, 3].index(row.number))
        )

    def test_what_cannot_be_read_is_said(self, team: Team) -> None:
        with pytest.raises(Usage):
            tasks.list_tasks(team.bo, "stp:doing")
        with pytest.raises(Usage):
            tasks.list_tasks(team.bo, "step:nowhere")

    def test_late_depends_on_the_clock(self, team: Team, ticking: Clock) -> None:
        ticking.now = NOW - timedelta(days=2)
        assert tasks.list_tasks(team.bo, "late") == ()


def test_more_rows_than_a_statement_takes_variables(team: Team) -> None:
    """Past a size the people and labels of the whole board are read at once; the rows must not differ."""
    from prodtui.storage.queries import tasks as queries

    for number in range(6):
        team.task(f"{number}", assignees=("bo",), labels=(f"l{number}",))
    links.link(team.ann, "OPS-1", "OPS-6")
    few = tasks.list_tasks(team.bo)
    snapshot = board.snapshot(team.bo)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "_MOST_IDS", 3)
        assert tasks.list_tasks(team.bo) == few
        assert board.snapshot(team.bo) == snapshot


def test_archived_steps_and_inactive_people_and_unused_labels_stay_known(team: Team) -> None:
    ref = team.task(labels=("idea",)).ref
    tasks.label(team.ann, ref, remove=("idea",))
    people.edit_person(team.ann, "cy", active=False)
    steps.archive_step(team.ann, "review")
    for text in ("#idea", "@cy", "step:review"):
        assert tasks.list_tasks(team.bo, text) == ()


@pytest.mark.parametrize(("text", "nearest"), [("@an", "ann"), ("#ide", "idea"), ("step:doin", "doing")])
def test_an_unknown_name_is_a_wrong_use(team: Team, text: str, nearest: str) -> None:
    team.task(labels=("idea",))
    with pytest.raises(Usage, match=f"did you mean {nearest}") as caught:
        tasks.list_tasks(team.bo, text)
    assert caught.value.details["nearest"] == nearest
