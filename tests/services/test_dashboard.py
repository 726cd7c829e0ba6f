"""An open dashboard: what it keeps between looks changes what a look costs, never what it shows."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from prodtui.domain.enums import Reentry, TimeKind
from prodtui.domain.flow.conventions import Conventions
from prodtui.domain.flow.lives import Life
from prodtui.services import board, boards, purge, stores, tasks
from prodtui.services.change import Change
from prodtui.services.dashboard import dashboard
from prodtui.services.flowmemory import FlowMemory
from prodtui.services.kpi import Look, look_at
from prodtui.services.workspace import Workspace
from prodtui.storage.unit_of_work import read
from tests.helpers.histories import acts, board_acts, go_on, record_acts
from tests.helpers.quality import publish
from tests.helpers.team import NOW, Clock, Team


def a_look(team: Team, draw: random.Random) -> Look:
    """Return mostly the same look, now and then another window, filter, convention, or day of the past."""
    today = team.clock.now.date()
    plain = Look(today - timedelta(days=13), today)
    others = (
        Look(today - timedelta(days=3), today),
        Look(plain.first, today, "#a"),
        Look(plain.first, today, draw.choice(("#a -@bo", "blocked or @cy", "step:doing", "done", "late", "waiting"))),
        Look(plain.first, today, conventions=Conventions(Reentry.FIRST, time=TimeKind.WORKING)),
        Look(plain.first, today - timedelta(days=2), as_of=today - timedelta(days=2)),
    )
    return draw.choice((plain, plain, plain, plain, others[0], *others))


@pytest.mark.parametrize("seed", range(3))
def test_what_it_shows_is_what_a_look_without_memory_shows(team: Team, ticking: Clock, seed: int) -> None:
    draw, memory = random.Random(seed), FlowMemory()
    publish(team)
    for _ in range(3):
        team.task(quantity=3, labels=["a"])
    happens = 2 * acts(team, draw) + 2 * record_acts(team, draw) + board_acts(team, draw)
    for turn in range(90):
        if go_on(ticking, draw, happens) and turn % 2:
            look = a_look(team, draw)
            assert dashboard(team.ann, look, memory) == dashboard(team.ann, look)


def test_what_did_not_change_is_kept(team: Team, ticking: Clock) -> None:
    refs = [team.task(at="doing").ref for _ in range(3)]
    memory = FlowMemory()

    def lives() -> dict[int, Life]:
        with read(team.store) as session:
            facts, _ = look_at(Change.looking(team.ann, session), Look(NOW.date(), NOW.date()), memory)
            return dict(facts.lives)

    before = lives()
    board.move(team.ann, refs[0], "done")
    after = lives()
    assert [after[task] is before[task] for task in sorted(after)] == [False, True, True]


def test_other_boards_and_clocks_and_stores_put_back_are_read_anew(team: Team, ticking: Clock, tmp_path: Path) -> None:
    team.task(at="doing")
    boards.create_board(team.ann, "LAB", "Laboratory")
    look, memory = Look(NOW.date(), NOW.date()), FlowMemory()
    saved = stores.backup(team.ann, tmp_path / "copy.db")

    def is_shown(ws: Workspace) -> bool:
        return dashboard(ws, look, memory) == dashboard(ws, look)

    tasks.archive(team.ann, "OPS-1")
    assert is_shown(team.ann)
    assert is_shown(team.of("ann", board="LAB"))
    assert is_shown(team.ann)
    stores.restore(team.ann, saved)
    tasks.edit(team.ann, "OPS-1", {"title": "Weld"})
    assert is_shown(team.ann)
    late = replace(team.ann, clock=lambda: NOW + timedelta(hours=9))
    board.move(late, "OPS-1", "done")
    assert is_shown(team.ann), "the move is still to come by this clock"
    ticking.forward(hours=10)
    assert is_shown(team.ann)
    assert dashboard(team.ann, look, memory).page.figures[0].figure.n == 1


def test_what_came_out_of_a_purged_task_is_gone_with_it(team: Team, ticking: Clock) -> None:
    for scrap in (1, 2):
        board.finish(team.ann, team.task(quantity=5).ref, output={"scrap": scrap})
    ticking.forward(hours=1)
    look, memory = Look(NOW.date(), NOW.date()), FlowMemory()
    dashboard(team.ann, look, memory)
    tasks.archive(team.ann, "OPS-2")
    purge.purge(team.ann, "OPS-2")
    assert dashboard(team.ann, look, memory) == dashboard(team.ann, look)


def test_looks_of_several_threads_share_one_memory(team: Team, ticking: Clock) -> None:
    for _ in range(3):
        board.move(team.ann, team.task(at="doing").ref, "done")
        ticking.forward(hours=5)
    memory = FlowMemory()
    looks = [Look(NOW.date() - timedelta(days=days), NOW.date()) for days in (0, 3, 9)] * 4
    with ThreadPoolExecutor(4) as pool:
        shown = list(pool.map(lambda look: dashboard(team.ann, look, memory), looks))
    assert shown == [dashboard(team.ann, look) for look in looks]
