"""Undo and redo of what is done to tasks: only one's own, only what nobody changed since, both ways for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from prodtui.domain.codec import to_dict
from prodtui.errors import NotFound, Refused
from prodtui.services import board, boards, filters, history, links, purge, steps, talk, task_view, tasks, undo
from prodtui.services.workspace import Workspace
from tests.helpers.fixtures import Filled
from tests.helpers.team import NOW, Clock, Team

VOLATILE = {"version", "rank"}


def state(team: Team) -> dict[str, Any]:
    """Return all that the board's tasks say, versions and ranks left out: they never go back."""
    found = {}
    for row in task_view.list_tasks(team.ann, all=True):
        detail = task_view.show(team.ann, row.ref)
        found[row.ref] = {
            "task": {name: value for name, value in to_dict(row).items() if name not in VOLATILE},
            "before": [(link.ref, link.kind, link.lag_hours) for link in detail.predecessors],
            "comments": [(said.author, said.text, said.at) for said in detail.comments],
            "work": [(spent.person, spent.minutes, spent.at, spent.note) for spent in detail.work],
        }
    return found


#: each is done by bo on a board with OPS-1 (backlog), OPS-2 (doing), OPS-3 (done), OPS-4 (archived), OPS-1 → OPS-2
CHANGES: dict[str, Callable[[Workspace], Any]] = {
    "edit": lambda ws: tasks.edit(
        ws, "OPS-1", {"title": "New", "notes": "n", "due": NOW, "quantity": 2.5, "priority": "high"}
    ),
    "clear": lambda ws: tasks.edit(ws, "OPS-2", {"due": None, "assignees": (), "labels": (), "parent": None}),
    "parent": lambda ws: tasks.edit(ws, "OPS-3", {"parent": "OPS-1"}),
    "wait": lambda ws: tasks.edit(ws, "OPS-1", {"wait_until": NOW + timedelta(days=1)}),
    "due": lambda ws: tasks.set_due(ws, "OPS-1", NOW + timedelta(days=1)),
    "priority of several": lambda ws: tasks.set_priority(ws, ["OPS-1", "OPS-2", "OPS-3"], "urgent"),
    "assign": lambda ws: tasks.assign(ws, ["OPS-1", "OPS-2"], add=["cy"], remove=["bo"]),
    "label": lambda ws: tasks.label(ws, "OPS-2", add=["new"], remove=["line-1"]),
    "move": lambda ws: board.move(ws, "OPS-1", "ready"),
    "move back": lambda ws: board.move(ws, "OPS-2", "backlog"),
    "start": lambda ws: board.start(ws, "OPS-1"),
    "finish": lambda ws: board.finish(ws, "OPS-1"),
    "reopen": lambda ws: board.move(ws, "OPS-3", "doing"),
    "block": lambda ws: board.block(ws, "OPS-2", "no steel"),
    "archive": lambda ws: tasks.archive(ws, ["OPS-1", "OPS-3"]),
    "restore": lambda ws: tasks.restore(ws, "OPS-4"),
    "add": lambda ws: tasks.add(ws, "New", labels=("x",), assignees=("bo",)),
    "comment": lambda ws: talk.comment(ws, "OPS-1", "hello"),
    "log": lambda ws: talk.log_work(ws, "OPS-1", 30, note="drilling"),
    "link": lambda ws: links.link(ws, "OPS-3", "OPS-2", lag_hours=2),
    "change of a link": lambda ws: links.link(ws, "OPS-1", "OPS-2", kind="start-start", lag_hours=3),
    "unlink": lambda ws: links.unlink(ws, "OPS-1", "OPS-2"),
}


def fill_busily(team: Team) -> None:
    """A board on which every change of CHANGES is possible."""
    team.task("Backlog")
    team.task(
        "Doing",
        at="doing",
        assignees=("bo",),
        labels=("line-1",),
        due=NOW + timedelta(days=5),
        parent="OPS-1",
        notes="n",
    )
    team.task("Done", at="done")
    tasks.archive(team.ann, team.task("Archived").ref)
    links.link(team.ann, "OPS-1", "OPS-2", lag_hours=1)


@pytest.fixture
def busy_team(filled: Filled) -> Team:
    """A board on which every change of CHANGES is possible."""
    return filled(fill_busily)


@pytest.mark.parametrize("name", CHANGES)
def test_undo_and_redo_lead_back_and_forth(busy_team: Team, ticking: Clock, name: str) -> None:
    team = busy_team
    before = state(team)
    ticking.forward(minutes=5)
    change = CHANGES[name](team.bo)
    after = state(team)
    assert after != before

    for _ in range(2):
        ticking.forward(minutes=5)
        undone = undo.undo(team.bo)
        if name == "add":
            new = after.keys() - before.keys()
            assert all(team.get(ref).archived_at is not None for ref in new)
            assert {ref: kept for ref, kept in state(team).items() if ref not in new} == before
        else:
            assert state(team) == before
        redone = undo.redo(team.bo)
        assert state(team) == after
        assert set(undone.value.refs) == set(redone.value.refs)
    assert change.txn is not None


def test_an_undo_is_a_new_change_that_names_what_it_takes_back(team: Team) -> None:
    ref = team.task().ref
    done = tasks.set_priority(team.bo, ref, "high")
    undone = undo.undo(team.bo)
    assert (undone.value.command, undone.value.refs, undone.value.undid) == ("task.priority", (ref,), done.txn)
    event = history.events(team.bo, ref=ref)[-1]
    assert (event.txn, event.undoes, event.version) == (undone.txn, done.txn, 3)
    assert (event.before, event.after) == ({"priority": "high"}, {"priority": "normal"})


def test_changes_are_taken_back_one_by_one_and_done_again_in_order(team: Team) -> None:
    ref = tasks.add(team.bo, "0").value.ref
    for number in range(1, 5):
        tasks.edit(team.bo, ref, {"title": str(number)})
    seen = [undo.undo(team.bo) and team.get(ref).title for _ in range(3)]
    assert seen == ["3", "2", "1"]
    seen = [undo.redo(team.bo) and team.get(ref).title for _ in range(3)]
    assert seen == ["2", "3", "4"]
    with pytest.raises(NotFound, match="nothing of yours to redo"):
        undo.redo(team.bo)


def test_redo_is_impossible_after_a_new_change(team: Team) -> None:
    ref = team.task().ref
    tasks.set_priority(team.bo, ref, "high")
    undo.undo(team.bo)
    tasks.edit(team.bo, ref, {"title": "New"})
    with pytest.raises(NotFound, match="nothing of yours to redo"):
        undo.redo(team.bo)
    undo.undo(team.bo)
    with pytest.raises(NotFound, match="nothing of yours to undo"):
        undo.undo(team.bo)


def test_a_new_change_of_somebody_else_does_not_forbid_redo(team: Team) -> None:
    ref = team.task().ref
    tasks.set_priority(team.bo, ref, "high")
    undo.undo(team.bo)
    tasks.edit(team.cy, ref, {"title": "New"})
    undo.redo(team.bo)
    assert (team.get(ref).priority, team.get(ref).title) == ("high", "New")


def test_everybody_takes_back_only_their_own(team: Team) -> None:
    ref = team.task().ref
    tasks.set_priority(team.bo, ref, "high")
    tasks.edit(team.cy, ref, {"title": "By cy"})
    undo.undo(team.bo)
    assert (team.get(ref).priority, team.get(ref).title) == ("normal", "By cy")
    with pytest.raises(NotFound, match="nothing of yours"):
        undo.undo(team.bo)
    with pytest.raises(NotFound, match="nothing of yours"):
        undo.undo(team.quinn)


def test_a_sponsor_has_nothing_to_take_back_and_may_not(team: Team) -> None:
    with pytest.raises(Refused, match="may not"):
        undo.undo(team.sam)


def test_only_what_was_done_on_this_board_is_next(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    here = tasks.add(team.bo, "Here").value.ref
    there = tasks.add(team.of("bo", board="LAB"), "There").value.ref
    assert undo.undo(team.bo).value.refs == (here,)
    assert undo.undo(team.of("bo", board="LAB")).value.refs == (there,)


def test_a_change_can_be_named(team: Team) -> None:
    ref = team.task().ref
    done = tasks.set_priority(team.bo, ref, "high")
    tasks.edit(team.bo, ref, {"title": "New"})
    undo.undo(team.bo, done.txn)
    assert (team.get(ref).priority, team.get(ref).title) == ("normal", "New")
    for txn in (done.txn, "nonsense", tasks.edit(team.cy, ref, {"title": "x"}).txn):
        with pytest.raises(NotFound, match="no change"):
            undo.undo(team.bo, txn)


class TestChangedSince:
    """What somebody changed since is not overwritten in silence."""

    def refused(self, team: Team, words: str, login: str = "bo") -> None:
        before = state(team)
        last = history.last_event(team.ann)
        with pytest.raises(Refused, match=words) as caught:
            undo.undo(team.of(login))
        assert caught.value.details["reasons"]
        assert state(team) == before
        assert history.last_event(team.ann) == last

    def test_the_same_field(self, team: Team) -> None:
        ref = team.task().ref
        tasks.edit(team.bo, ref, {"title": "Mine"})
        tasks.edit(team.cy, ref, {"title": "Theirs"})
        self.refused(team, "cy changed title since")

    def test_another_field_is_no_hindrance(self, team: Team) -> None:
        ref = team.task("Old").ref
        tasks.edit(team.bo, ref, {"title": "Mine"})
        tasks.edit(team.cy, ref, {"notes": "Theirs"})
        undo.undo(team.bo)
        assert (team.get(ref).title, team.get(ref).notes) == ("Old", "Theirs")

    def test_a_value_that_came_back_is_no_hindrance(self, team: Team) -> None:
        ref = team.task("Old").ref
        tasks.edit(team.bo, ref, {"title": "Mine"})
        tasks.edit(team.cy, ref, {"title": "Theirs"})
        tasks.edit(team.cy, ref, {"title": "Mine"})
        undo.undo(team.bo)
        assert team.get(ref).title == "Old"

    def test_one_of_several_tasks(self, team: Team) -> None:
        refs = [team.task().ref for _ in range(3)]
        tasks.set_priority(team.bo, refs, "high")
        tasks.set_priority(team.cy, refs[1], "low")
        self.refused(team, "cy changed priority since")

    def test_a_redo_too(self, team: Team) -> None:
        ref = team.task().ref
        tasks.edit(team.bo, ref, {"title": "Mine"})
        undo.undo(team.bo)
        tasks.edit(team.cy, ref, {"title": "Theirs"})
        with pytest.raises(Refused, match="cy changed title since"):
            undo.redo(team.bo)

    def test_a_task_that_somebody_worked_on_since_its_creation(self, team: Team) -> None:
        ref = tasks.add(team.bo, "Mine").value.ref
        talk.comment(team.cy, ref, "hello")
        self.refused(team, "cy worked on it since")

    def test_a_filter_that_is_named_like_the_task_is_no_hindrance(self, team: Team) -> None:
        ref = tasks.add(team.bo, "Mine").value.ref
        filters.save_filter(team.cy, ref, "late")
        undo.undo(team.bo)
        assert team.get(ref).archived_at is not None

    def test_ones_own_words_about_a_new_task_are_taken_back_first(self, team: Team) -> None:
        ref, other = tasks.add(team.bo, "Mine").value.ref, team.task().ref
        talk.comment(team.bo, ref, "hello")
        links.link(team.bo, ref, other)
        created = history.events(team.bo, ref=ref)[0].txn
        with pytest.raises(Refused, match="bo worked on it since"):
            undo.undo(team.bo, created)
        for _ in range(3):
            undo.undo(team.bo)
        assert team.get(ref).archived_at is not None

    def test_a_task_that_was_moved_on(self, team: Team) -> None:
        ref = team.task().ref
        board.start(team.bo, ref)
        board.move(team.cy, ref, "review")
        self.refused(team, "cy changed")

    def test_a_link_that_was_changed(self, team: Team) -> None:
        first, second = team.task().ref, team.task().ref
        links.link(team.bo, first, second)
        links.link(team.cy, first, second, lag_hours=4)
        self.refused(team, "cy changed")

    def test_a_changed_link_that_was_changed_again(self, team: Team) -> None:
        first, second = team.task().ref, team.task().ref
        links.link(team.ann, first, second)
        links.link(team.bo, first, second, lag_hours=2)
        links.link(team.cy, first, second, lag_hours=4)
        self.refused(team, "cy changed")

    def test_a_link_that_was_taken_away(self, team: Team) -> None:
        first, second = team.task().ref, team.task().ref
        links.link(team.bo, first, second)
        links.unlink(team.cy, first, second)
        self.refused(team, "does not wait|is gone|cy changed")

    def test_an_unlinked_pair_that_was_linked_again(self, team: Team) -> None:
        first, second = team.task().ref, team.task().ref
        links.link(team.ann, first, second)
        links.unlink(team.bo, first, second)
        links.link(team.cy, first, second, lag_hours=4)
        self.refused(team, "cy changed")

    def test_a_link_that_would_close_a_circle_now(self, team: Team) -> None:
        first, second = team.task().ref, team.task().ref
        links.link(team.ann, first, second)
        links.unlink(team.bo, first, second)
        links.link(team.cy, second, first)
        self.refused(team, "circle")

    def test_a_task_that_was_purged(self, team: Team) -> None:
        ref = tasks.add(team.bo, "Mine").value.ref
        tasks.set_priority(team.bo, ref, "high")
        tasks.archive(team.ann, ref)
        purge.purge(team.ann, ref)
        self.refused(team, "no task|purged")

    def test_a_parent_that_was_purged(self, team: Team) -> None:
        parent, ref = team.task().ref, team.task().ref
        tasks.edit(team.bo, ref, {"parent": parent})
        tasks.edit(team.bo, ref, {"parent": None})
        tasks.archive(team.ann, parent)
        purge.purge(team.ann, parent)
        self.refused(team, "no task")


class TestLimits:
    """An undo respects the limits as they are now."""

    @pytest.fixture(autouse=True)
    def limit(self, team: Team) -> None:
        team.step("doing", wip_limit=1)

    def test_a_task_does_not_go_back_into_a_full_step(self, team: Team) -> None:
        ref = team.task(at="doing").ref
        board.move(team.bo, ref, "review")
        team.task(at="doing")
        with pytest.raises(Refused, match="cannot go back to Doing: Doing is at its limit 1/1") as caught:
            undo.undo(team.bo)
        assert caught.value.details["overridable"] is False
        assert team.get(ref).step == "review"

    @pytest.mark.parametrize("how", ["archive", "add"])
    def test_a_task_does_not_come_back_onto_the_board_into_a_full_step(self, team: Team, how: str) -> None:
        if how == "archive":
            ref = team.task(at="doing").ref
            tasks.archive(team.bo, ref)
        else:
            ref = tasks.add(team.bo, "Mine", step="doing").value.ref
            undo.undo(team.bo)
        team.task(at="doing")
        with pytest.raises(Refused, match="Doing is at its limit 1/1"):
            undo.undo(team.bo) if how == "archive" else undo.redo(team.bo)
        assert team.get(ref).archived_at is not None

    def test_a_step_that_is_gone_takes_nothing_back(self, team: Team) -> None:
        ref = team.task(at="review").ref
        board.move(team.bo, ref, "done")
        steps.archive_step(team.ann, "review")
        with pytest.raises(Refused, match="review"):
            undo.undo(team.bo)

    def test_a_task_is_not_brought_back_into_a_step_that_is_gone(self, team: Team) -> None:
        ref = team.task(at="review").ref
        tasks.archive(team.bo, ref)
        steps.archive_step(team.ann, "review")
        with pytest.raises(Refused, match=r"[Rr]eview"):
            undo.undo(team.bo)
        assert tasks.restore(team.bo, ref).value[0].step == "doing"

    def test_a_blocked_or_waiting_task_goes_back_all_the_same(self, team: Team) -> None:
        ref = team.task(at="review").ref
        board.move(team.bo, ref, "done")
        board.block(team.cy, ref, "recall")
        undo.undo(team.bo)
        assert team.get(ref).step == "review"


class TestNeverTakenBack:
    """Some changes are not for one key press."""

    def test_a_purge(self, team: Team) -> None:
        ref = team.task().ref
        tasks.archive(team.ann, ref)
        purge.purge(team.ann, ref)
        with pytest.raises(Refused, match="task.purge.*cannot be taken back"):
            undo.undo(team.ann)

    def test_an_import(self, team: Team) -> None:
        from prodtui.domain.enums import Via

        tasks.add(team.bo.with_via(Via.IMPORT), "Imported")
        with pytest.raises(Refused, match="an import, which cannot be taken back"):
            undo.undo(team.bo)

    def test_a_new_board(self, team: Team) -> None:
        boards.create_board(team.ann, "LAB", "Lab")
        with pytest.raises(Refused, match="board.add.*cannot be taken back"):
            undo.undo(team.of("ann", board="LAB"))


def test_the_stacks_are_a_pure_matter() -> None:
    assert undo.stacks({}) == ([], [])
    assert undo.stacks({"a": None, "b": None}) == (["a", "b"], [])
    assert undo.stacks({"a": None, "b": None, "c": "b"}) == (["a"], ["c"])
    assert undo.stacks({"a": None, "b": None, "c": "b", "d": "c"}) == (["a", "d"], [])
    assert undo.stacks({"a": None, "b": "a", "c": None}) == (["c"], [])
    assert undo.stacks({"b": "a"}) == ([], ["b"])


def test_a_change_that_is_back_already_is_passed_over(team: Team) -> None:
    """Another hand may have put a task back to its place; the next undo then takes back what came before."""
    refs = [team.task(at="doing").ref for _ in range(3)]
    tasks.set_priority(team.bo, refs[0], "high")
    board.reorder(team.bo, refs[2], before=refs[0])
    board.reorder(team.cy, refs[2], after=refs[1])
    assert undo.undo(team.bo).value.command == "task.priority"
    assert team.get(refs[0]).priority == "normal"
    assert team.lane("doing") == refs


def test_a_key_that_is_used_by_now_does_not_come_back(team: Team) -> None:
    ref = team.task(external_key="SO-7").ref
    tasks.edit(team.ann, ref, {"external_key": "SO-8"})
    tasks.add(team.bo, "Another", external_key="SO-7")
    with pytest.raises(Refused, match='the external key "SO-7" is in use by now'):
        undo.undo(team.ann)
    assert team.get(ref).external_key == "SO-8"
