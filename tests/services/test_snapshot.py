"""What a screen reads: the board whole, and then only what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prodtui.domain.rows import TaskRow
from prodtui.domain.rows_board import CardRow
from prodtui.errors import ProdtuiError
from prodtui.services import (
    board,
    board_view,
    boards,
    filters,
    history,
    links,
    people,
    purge,
    recurring,
    steps,
    talk,
    tasks,
    undo,
)
from prodtui.services.board_view import BoardDelta
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Clock, Team


def refs(delta: BoardDelta) -> list[str]:
    return [card.ref for card in delta.cards]


class TestSnapshot:
    """The board as it stands."""

    def test_it_holds_steps_people_and_cards_in_order(self, team: Team) -> None:
        team.task(at="doing")
        team.task()
        team.task(at="doing")
        people.edit_person(team.ann, "cy", active=False)
        shown = board_view.snapshot(team.sam)
        assert [card.ref for card in shown.cards] == ["OPS-2", "OPS-1", "OPS-3"]
        assert [step.key for step in shown.steps] == ["backlog", "ready", "doing", "review", "done"]
        assert [person.login for person in shown.people] == ["ann", "bo", "lea", "quinn", "sam"]
        assert (shown.board.key, shown.last_event) == ("OPS", history.last_event(team.ann))

    def test_a_card_says_the_same_as_the_task(self, team: Team) -> None:
        team.task()
        ref = team.task(
            at="doing", notes="n", assignees=("bo", "ann"), labels=("b", "a"), due=NOW, wait_until=NOW, priority="low"
        ).ref
        links.link(team.ann, "OPS-1", ref)
        board.block(team.bo, ref, "no steel")
        (card,) = [card for card in board_view.snapshot(team.bo).cards if card.ref == ref]
        task = team.get(ref)
        names = [name for name in CardRow.__dataclass_fields__ if name in TaskRow.__dataclass_fields__]
        assert {name: getattr(card, name) for name in names} == {name: getattr(task, name) for name in names}
        assert card.waiting_for == ("OPS-1",)

    def test_finished_tasks_leave_after_some_days(self, team: Team, ticking: Clock) -> None:
        team.task(at="done")
        ticking.forward(days=7)
        assert len(board_view.snapshot(team.bo).cards) == 1
        ticking.forward(seconds=1)
        assert board_view.snapshot(team.bo).cards == ()
        assert len(board_view.snapshot(team.bo, done_days=8).cards) == 1
        team.settings(done_days=30)
        assert len(board_view.snapshot(team.bo).cards) == 1

    def test_archived_tasks_are_shown_when_asked_for(self, team: Team) -> None:
        tasks.archive(team.bo, team.task().ref)
        assert board_view.snapshot(team.bo).cards == ()
        assert len(board_view.snapshot(team.bo, archived=True).cards) == 1

    def test_the_settings_are_read_anew(self, team: Team) -> None:
        ws = team.bo
        boards.edit_board(team.ann, name="Shop")
        assert board_view.snapshot(ws).board.name == "Shop"

    def test_age_lines_come_from_the_tasks_finished_last(self, team: Team, ticking: Clock) -> None:
        for days in range(1, 11):
            ref = team.task(at="doing").ref
            ticking.forward(days=days)
            assert board_view.snapshot(team.bo).age_lines is None
            board.finish(team.bo, ref)
        assert board_view.snapshot(team.bo, done_days=0).age_lines == (5.0, 9.0)

    @pytest.mark.parametrize(
        ("days", "lines"),
        [
            ([1.0] * 9, None),
            ([float(n) for n in range(1, 11)], (5.0, 9.0)),
            ([float(n) for n in range(20)], (9.0, 16.0)),
        ],
    )
    def test_percentiles_by_nearest_rank(self, days: list[float], lines: tuple[float, float] | None) -> None:
        assert board_view.percentiles(list(reversed(days))) == lines


#: what happens, and which cards must be read again
DELTAS: dict[str, tuple[Callable[[Workspace], Any], list[str]]] = {
    "nothing": (lambda ws: None, []),
    "a new task": (lambda ws: tasks.add(ws, "New"), ["OPS-5"]),
    "an edit": (lambda ws: tasks.edit(ws, "OPS-1", {"title": "New"}), ["OPS-1"]),
    "several": (lambda ws: tasks.set_priority(ws, ["OPS-1", "OPS-2"], "high"), ["OPS-1", "OPS-2"]),
    "a move": (lambda ws: board.move(ws, "OPS-4", "doing"), ["OPS-4"]),
    "a comment": (lambda ws: talk.comment(ws, "OPS-4", "x"), ["OPS-4"]),
    "logged time": (lambda ws: talk.log_work(ws, "OPS-4", 5), ["OPS-4"]),
    "a finished predecessor": (lambda ws: board.finish(ws, "OPS-3"), ["OPS-2", "OPS-3"]),
    "a new link": (lambda ws: links.link(ws, "OPS-4", "OPS-1"), ["OPS-1"]),
    "a link that is gone": (lambda ws: links.unlink(ws, "OPS-3", "OPS-2"), ["OPS-2"]),
    "a saved filter": (lambda ws: filters.save_filter(ws, "OPS-1", "late"), []),
    "a rule": (lambda ws: recurring.add_recurring(ws, "daily", {"title": "x"}, start=NOW + timedelta(days=1)), []),
    "somebody new": (lambda ws: people.add_person(ws, "dee"), []),
    "another board": (lambda ws: boards.create_board(ws, "LAB", "Lab", template="it-service"), []),
}


class TestChanges:
    """Only what was touched is read."""

    @pytest.fixture(autouse=True)
    def rows(self, team: Team) -> None:
        for _ in range(4):
            team.task()
        links.link(team.ann, "OPS-3", "OPS-2")

    @pytest.mark.parametrize("name", DELTAS)
    def test_what_is_read_again(self, team: Team, name: str) -> None:
        act, expected = DELTAS[name]
        seen = board_view.snapshot(team.bo)
        act(team.ann)
        delta = board_view.changes_since(team.bo, seen.last_event)
        now = {card.ref: card for card in board_view.snapshot(team.bo).cards}
        assert not delta.reload
        assert sorted(refs(delta)) == expected
        assert all(now[card.ref] == card for card in delta.cards)
        assert (delta.gone, delta.last_event) == ((), history.last_event(team.ann))
        assert board_view.changes_since(team.bo, delta.last_event).cards == ()

    @pytest.mark.parametrize(
        "act",
        [
            lambda ws: steps.edit_step(ws, "doing", wip_limit=2),
            lambda ws: steps.allow(ws, "doing", "review"),
            lambda ws: boards.edit_board(ws, settings={"expedite_limit": 3}),
        ],
    )
    def test_a_board_set_up_anew_is_read_anew(self, team: Team, act: Callable[[Workspace], Any]) -> None:
        seen = history.last_event(team.ann)
        act(team.ann)
        delta = board_view.changes_since(team.bo, seen)
        assert (delta.reload, delta.cards, delta.last_event) == (True, (), history.last_event(team.ann))

    def test_many_changes_at_once_are_read_as_a_whole(self, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(board_view, "MOST_CHANGES", 3)
        seen = history.last_event(team.ann)
        for title in "abc":
            tasks.edit(team.bo, "OPS-1", {"title": title})
        assert not board_view.changes_since(team.bo, seen).reload
        tasks.edit(team.bo, "OPS-1", {"title": "d"})
        assert board_view.changes_since(team.bo, seen).reload

    def test_a_store_that_went_back_in_time_is_read_anew(self, team: Team) -> None:
        assert board_view.changes_since(team.bo, history.last_event(team.ann) + 5).reload

    def test_what_is_archived_or_long_finished_is_gone(self, team: Team, ticking: Clock) -> None:
        ids = {ref: team.get(ref).id for ref in ("OPS-1", "OPS-4")}
        seen = history.last_event(team.ann)
        tasks.archive(team.bo, "OPS-1")
        board.finish(team.bo, "OPS-4")
        ticking.forward(days=8)
        delta = board_view.changes_since(team.bo, seen)
        assert (refs(delta), set(delta.gone)) == ([], set(ids.values()))
        assert refs(board_view.changes_since(team.bo, seen, done_days=9)) == ["OPS-4"]

    def test_what_was_archived_and_purged_between_two_looks_is_gone(self, team: Team) -> None:
        id = team.get("OPS-1").id
        seen = history.last_event(team.ann)
        tasks.archive(team.ann, "OPS-1")
        purge.purge(team.ann, "OPS-1")
        delta = board_view.changes_since(team.bo, seen)
        assert (delta.gone, delta.reload) == ((id,), False)

    def test_what_waited_for_a_purged_task_is_read_again(self, team: Team) -> None:
        seen = history.last_event(team.ann)
        tasks.archive(team.ann, "OPS-3")
        purge.purge(team.ann, "OPS-3")
        delta = board_view.changes_since(team.bo, seen)
        assert [(card.ref, card.waiting_for) for card in delta.cards] == [("OPS-2", ())]

    def test_a_restored_task_comes_back(self, team: Team) -> None:
        tasks.archive(team.bo, "OPS-1")
        seen = history.last_event(team.ann)
        tasks.restore(team.bo, "OPS-1")
        assert refs(board_view.changes_since(team.bo, seen)) == ["OPS-1"]

    def test_who_changed_a_card_last_is_named_but_not_for_those_that_only_wait(self, team: Team) -> None:
        seen = history.last_event(team.ann)
        tasks.edit(team.bo, "OPS-1", {"title": "x"})
        tasks.edit(team.cy, "OPS-1", {"title": "y"})
        board.finish(team.bo, "OPS-3")
        delta = board_view.changes_since(team.ann, seen)
        named = {card.ref: delta.authors.get(card.id) for card in delta.cards}
        assert named == {"OPS-1": "cy", "OPS-3": "bo", "OPS-2": None}


VERBS: list[Callable[[Workspace, str, str], Any]] = [
    lambda ws, a, b: tasks.add(ws, "New"),
    lambda ws, a, b: tasks.edit(ws, a, {"title": f"{b} now"}),
    lambda ws, a, b: board.move(ws, a, "next"),
    lambda ws, a, b: board.move(ws, [a, b], "doing"),
    lambda ws, a, b: board.finish(ws, a),
    lambda ws, a, b: board.reorder(ws, a, before=b),
    lambda ws, a, b: links.link(ws, a, b),
    lambda ws, a, b: links.unlink(ws, a, b),
    lambda ws, a, b: board.block(ws, a, "no steel"),
    lambda ws, a, b: board.unblock(ws, a),
    lambda ws, a, b: tasks.archive(ws, a),
    lambda ws, a, b: tasks.restore(ws, a),
    lambda ws, a, b: purge.purge(ws, a),
    lambda ws, a, b: talk.comment(ws, a, "hm"),
    lambda ws, a, b: undo.undo(ws),
    lambda ws, a, b: undo.redo(ws),
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(VERBS), st.integers(1, 5), st.integers(1, 5), st.sampled_from(["ann", "bo"]), st.booleans()
        ),
        max_size=25,
    )
)
def test_a_board_that_applies_changes_equals_one_that_is_read_anew(team: Team, story: list[Any]) -> None:
    for _ in range(4):
        team.task()
    base = int(team.task().ref.removeprefix("OPS-")) - 5
    seen = board_view.snapshot(team.cy)
    shown, last = {card.id: card for card in seen.cards}, seen.last_event
    for verb, first, second, login, look in story:
        try:
            verb(team.of(login), f"OPS-{base + first}", f"OPS-{base + second}")
        except ProdtuiError:
            continue
        finally:
            if look:
                delta = board_view.changes_since(team.cy, last)
                assert not delta.reload
                for gone in delta.gone:
                    shown.pop(gone, None)
                shown.update({card.id: card for card in delta.cards})
                last = delta.last_event
                assert shown == {card.id: card for card in board_view.snapshot(team.cy).cards}


def test_what_the_reader_did_has_no_author_and_what_others_did_at_once_has(team: Team) -> None:
    for _ in range(2):
        team.task()
    seen = history.last_event(team.ann)
    own = board.move(team.bo, "OPS-1", "ready").txn
    board.move(team.bo, "OPS-2", "ready")  # by the same person, in another window
    delta = board_view.changes_since(team.bo, seen, own={own or ""})
    assert {card.ref: delta.authors.get(card.id) for card in delta.cards} == {"OPS-1": None, "OPS-2": "bo"}
