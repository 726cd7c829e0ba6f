"""Who works, through what, on which board; and what a read-only workspace refuses."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from prodtui.domain.enums import Role, Via
from prodtui.errors import NotFound, Refused, StoreMissing, Usage
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
    stores,
    talk,
    task_view,
    tasks,
    undo,
)
from prodtui.services.apply import apply
from prodtui.services.stores import init_store
from prodtui.services.workspace import Workspace, open_workspace, system_login, utc_now
from tests.helpers.team import NOW, Clock, Team

ME = pwd.getpwuid(os.getuid()).pw_name


def test_the_only_board_is_the_default_one(team: Team) -> None:
    ws = open_workspace(team.path)
    assert ws.need_board().key == "OPS"
    ws.close()


def test_with_several_boards_one_must_be_named(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab")
    ws = open_workspace(team.path)
    with pytest.raises(Usage) as caught:
        tasks.add(ws, "Where?")
    assert caught.value.details == {"candidates": ["LAB", "OPS"]}
    assert open_workspace(team.path, board="lab").need_board().key == "LAB"
    ws.close()


def test_without_a_board_the_way_to_make_one_is_said(tmp_path: Path) -> None:
    from prodtui.storage.migrate import create_store

    create_store(tmp_path / "bare.db")
    ws = open_workspace(tmp_path / "bare.db")
    with pytest.raises(NotFound, match="no board yet") as caught:
        ws.need_board()
    assert "board add" in caught.value.hint
    ws.close()


def test_an_archived_board_is_no_default_but_can_be_named(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab")
    boards.archive_board(team.ann, "LAB")
    assert open_workspace(team.path).need_board().key == "OPS"
    assert open_workspace(team.path, board="LAB").need_board().key == "LAB"


def test_an_unknown_board_is_met_with_the_nearest(team: Team) -> None:
    with pytest.raises(NotFound) as caught:
        open_workspace(team.path, board="OSP")
    assert caught.value.hint == "Did you mean 'OPS'?"


def test_without_a_path_the_store_of_the_platform_is_opened(home: Path) -> None:
    with pytest.raises(StoreMissing):
        open_workspace()
    init_store(home / "prodtui" / "data" / "prodtui.db")
    ws = open_workspace()
    assert ws.store.path == home / "prodtui" / "data" / "prodtui.db"
    ws.close()


def test_the_operating_system_says_who_works_whatever_the_environment_claims(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("USER", "LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "ann")
    assert system_login() == ME
    assert open_workspace(team.path).actor.login == ME


def test_somebody_unknown_works_as_a_member_under_their_login(team: Team) -> None:
    actor = open_workspace(team.path, via=Via.TUI).actor
    assert (actor.login, actor.role, actor.person_id, actor.typed_by, actor.via) == (
        ME,
        Role.MEMBER,
        None,
        None,
        Via.TUI,
    )


def test_a_known_login_works_with_their_name_and_role(team: Team) -> None:
    people.add_person(team.ann, ME, name="Me Myself", role=Role.LEAD)
    actor = open_workspace(team.path).actor
    assert (actor.name, actor.role, actor.typed_by) == ("Me Myself", Role.LEAD, None)


def test_as_is_recorded_as_both_names(team: Team) -> None:
    ws = open_workspace(team.path, as_name="Bo Berg", clock=team.clock)
    assert (ws.actor.login, ws.actor.typed_by, ws.actor.role) == ("bo", ME, Role.MEMBER)
    tasks.add(ws, "For bo")
    (event,) = history.events(ws, newest=True, limit=1)
    assert (event.actor, event.typed_by) == ("bo", ME)
    ws.close()


def test_acting_for_nobody_goes_back_to_the_system_user(team: Team) -> None:
    ws = open_workspace(team.path, as_name="bo")
    assert ws.acting_for_nobody().actor == open_workspace(team.path).actor
    people.add_person(team.ann, ME, name="Me Myself", role=Role.LEAD)
    back = ws.acting_for_nobody().actor
    assert (back.login, back.name, back.role, back.typed_by) == (ME, "Me Myself", Role.LEAD, None)


def test_as_oneself_is_nothing_special(team: Team) -> None:
    people.add_person(team.ann, ME)
    assert open_workspace(team.path, as_name=ME).actor.typed_by is None


def test_as_somebody_unknown_is_refused_with_who_there_is(team: Team) -> None:
    with pytest.raises(NotFound) as caught:
        open_workspace(team.path, as_name="zoe")
    assert caught.value.details["candidates"] == ["ann", "bo", "cy", "lea", "quinn", "sam"]


def test_undo_keeps_the_two_hands_of_one_login_apart(team: Team) -> None:
    """What ann did for bo is not what bo did: neither takes back the other's change."""
    ref = tasks.add(team.bo, "By bo").value.ref
    for_bo = open_workspace(team.path, as_name="bo", clock=team.clock)
    with pytest.raises(NotFound, match="nothing of yours"):
        undo.undo(for_bo)
    tasks.set_priority(for_bo, ref, "high")
    with pytest.raises(Refused, match="bo"):
        undo.undo(team.bo)
    undo.undo(for_bo)
    assert team.get(ref).priority == "normal"
    for_bo.close()


def test_another_board_another_way_another_clock(team: Team) -> None:
    boards.create_board(team.ann, "LAB", "Lab", timezone="Asia/Tokyo", template="it-service")
    ws = team.bo.with_board("lab").with_via(Via.TUI).with_clock(Clock(NOW + timedelta(days=1)))
    row = tasks.add(ws, "Elsewhere").value
    assert (row.ref, row.created_at, row.created_by) == ("LAB-1", NOW + timedelta(days=1), "bo")
    assert ws.tz().key == "Asia/Tokyo"
    assert history.events(ws)[-1].via is Via.TUI


def test_the_clock_is_aware_and_in_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)


CHANGES: list[Callable[[Workspace], Any]] = [
    lambda ws: tasks.add(ws, "x"),
    lambda ws: tasks.edit(ws, "OPS-1", {"title": "y"}),
    lambda ws: tasks.assign(ws, "OPS-1", add=["bo"]),
    lambda ws: tasks.label(ws, "OPS-1", add=["x"]),
    lambda ws: tasks.set_priority(ws, "OPS-1", "high"),
    lambda ws: tasks.set_due(ws, "OPS-1", NOW),
    lambda ws: tasks.archive(ws, "OPS-1"),
    lambda ws: tasks.restore(ws, "OPS-1"),
    lambda ws: purge.purge(ws, "OPS-1"),
    lambda ws: board.move(ws, "OPS-1", "ready"),
    lambda ws: board.start(ws, "OPS-1"),
    lambda ws: board.finish(ws, "OPS-1"),
    lambda ws: board.reorder(ws, "OPS-1", before="OPS-2"),
    lambda ws: board.block(ws, "OPS-1", "x"),
    lambda ws: board.unblock(ws, "OPS-1"),
    lambda ws: links.link(ws, "OPS-1", "OPS-2"),
    lambda ws: links.unlink(ws, "OPS-1", "OPS-2"),
    lambda ws: talk.comment(ws, "OPS-1", "x"),
    lambda ws: talk.log_work(ws, "OPS-1", 5),
    lambda ws: undo.undo(ws),
    lambda ws: undo.redo(ws),
    lambda ws: recurring.add_recurring(ws, "daily", {"title": "x"}),
    lambda ws: recurring.stop_recurring(ws, 1),
    lambda ws: recurring.run_due(ws),
    lambda ws: boards.create_board(ws, "LAB", "Lab"),
    lambda ws: boards.edit_board(ws, name="x"),
    lambda ws: boards.archive_board(ws, "OPS"),
    lambda ws: boards.restore_board(ws, "OPS"),
    lambda ws: steps.restore_step(ws, "doing"),
    lambda ws: steps.add_step(ws, "New"),
    lambda ws: steps.edit_step(ws, "doing", wip_limit=1),
    lambda ws: steps.move_step(ws, "doing", 1),
    lambda ws: steps.archive_step(ws, "doing"),
    lambda ws: steps.allow(ws, "doing", "review"),
    lambda ws: steps.forbid(ws, "doing", "review"),
    lambda ws: people.add_person(ws, "dee"),
    lambda ws: people.edit_person(ws, "bo", name="x"),
    lambda ws: filters.save_filter(ws, "x", "late"),
    lambda ws: filters.remove_filter(ws, "x"),
    lambda ws: apply(ws, {"tasks": [{"key": "x", "title": "x"}]}),
    lambda ws: stores.restore(ws, ws.store.path.with_suffix(".backup")),
]


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_a_read_only_workspace_refuses_every_change(team: Team, number: int) -> None:
    team.task()
    team.task()
    before = history.last_event(team.ann)
    ws = open_workspace(team.path, as_name="ann", read_only=True)
    with pytest.raises(Refused, match="read-only"):
        CHANGES[number](ws)
    assert history.last_event(team.ann) == before
    ws.close()


def test_a_read_only_workspace_looks_at_everything(team: Team) -> None:
    ref = team.task().ref
    ws = open_workspace(team.path, read_only=True)
    assert tasks.get(ws, ref) == task_view.show(ws, ref).task == task_view.list_tasks(ws)[0]
    assert board.why(ws, ref).reasons == ()
    assert board_view.snapshot(ws).cards[0].ref == ref
    ws.close()


#: (what, roles that may); everybody else is refused
RIGHTS: list[tuple[Callable[[Workspace], Any], set[str]]] = [
    (lambda ws: tasks.add(ws, "x"), {"bo", "quinn", "lea", "ann"}),
    (lambda ws: talk.comment(ws, "OPS-1", "x"), {"bo", "quinn", "lea", "ann"}),
    (lambda ws: board.move(ws, "OPS-1", "ready"), {"bo", "quinn", "lea", "ann"}),
    (lambda ws: steps.edit_step(ws, "doing", wip_limit=1), {"lea", "ann"}),
    (lambda ws: steps.allow(ws, "doing", "review"), {"lea", "ann"}),
    (lambda ws: people.add_person(ws, "dee"), {"lea", "ann"}),
    (lambda ws: boards.create_board(ws, "LAB", "Lab"), {"lea", "ann"}),
    (lambda ws: purge.purge(ws, "OPS-2"), {"ann"}),
]


@pytest.mark.parametrize("login", ["sam", "bo", "quinn", "lea", "ann"])
@pytest.mark.parametrize("number", range(len(RIGHTS)))
def test_roles_may_what_the_table_says(team: Team, number: int, login: str) -> None:
    team.task()
    tasks.archive(team.ann, team.task().ref)
    act, allowed = RIGHTS[number]
    if login in allowed:
        act(team.of(login))
    else:
        with pytest.raises(Refused, match=f"{login} .* may not") as caught:
            act(team.of(login))
        assert caught.value.details["role"] == team.of(login).actor.role.value
        assert caught.value.hint.startswith("Ask somebody whose role is ")


def test_a_workspace_is_renewed_with_board_and_role_of_now(team: Team) -> None:
    ws = replace(team.bo, actor=replace(team.bo.actor, typed_by="root"))
    people.edit_person(team.ann, "bo", role="lead")
    boards.edit_board(team.ann, name="Works")
    new = ws.renewed()
    assert (new.actor.role, new.actor.typed_by, new.need_board().name) == (Role.LEAD, "root", "Works")
    assert replace(ws, board=None).renewed().board is None


def test_nobody_acts_as_somebody_who_is_gone(team: Team) -> None:
    people.edit_person(team.ann, "cy", active=False)
    with pytest.raises(Refused, match="Cy Young is not active any more"):
        open_workspace(team.path, as_name="cy")
