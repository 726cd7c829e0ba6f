"""The past out of the event log: a board and its figures as they were, whatever came after."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from prodtui.domain.codec import to_dict
from prodtui.domain.imports import ImportTask, Moment
from prodtui.domain.rows_board import BoardSnapshot, CardSigns
from prodtui.errors import NotFound, ProdtuiError, Rejected
from prodtui.services import board, board_view, kpi, links, purge, steps, tasks, undo
from prodtui.services.as_of import Past, snapshot_as_of
from prodtui.services.change import Change
from prodtui.services.imports import ImportWishes, import_tasks
from prodtui.services.kpi import Look
from prodtui.storage.unit_of_work import read
from tests.helpers.team import NOW, Clock, Team

STEPS = ("ready", "doing", "done")


def acts(team: Team, draw: random.Random) -> list[Callable[[str], Any]]:
    """Return what may happen to a task."""
    return [
        lambda ref: board.move(team.ann, ref, draw.choice(STEPS), override="because"),
        lambda ref: board.move(team.ann, ref, draw.choice(STEPS), override="because"),
        lambda ref: tasks.edit(team.ann, ref, {"title": f"Title {draw.random()}", "due": NOW + timedelta(days=3)}),
        lambda ref: tasks.edit(team.ann, ref, {"labels": draw.sample(["a", "b", "c"], 2)}),
        lambda ref: tasks.edit(team.ann, ref, {"assignees": draw.sample(["bo", "cy"], 1)}),
        lambda ref: board.block(team.ann, ref, "no tool"),
        lambda ref: board.unblock(team.ann, ref),
        lambda ref: tasks.archive(team.ann, ref),
        lambda ref: tasks.restore(team.ann, ref),
        lambda ref: links.link(team.ann, "OPS-1", ref),
        lambda ref: undo.undo(team.ann),
        lambda ref: purge.purge(team.ann, ref),
        lambda ref: team.step("doing", name=f"Doing {draw.random():.3f}", wip_limit=draw.randint(2, 9)),
        lambda ref: team.task(at=draw.choice(STEPS[:2]), priority="high", notes="Mind the edge"),
    ]


def shown(shot: BoardSnapshot) -> list[dict[str, Any]]:
    """Return everything of the cards but the marks of checklists and issues, and the steps."""
    plain = to_dict(CardSigns())
    cards = [to_dict(card) | plain for card in shot.cards]
    return [*sorted(cards, key=lambda card: card["id"]), *(to_dict(step) | {"version": 0} for step in shot.steps)]


@pytest.mark.parametrize("seed", range(4))
def test_what_the_log_tells_of_a_moment_is_what_was_shown_then(team: Team, ticking: Clock, seed: int) -> None:
    draw, seen = random.Random(seed), list[tuple[datetime, list[dict[str, Any]]]]()
    for _ in range(4):
        team.task()
    for turn in range(60):
        ticking.forward(hours=draw.choice((1, 5, 20)))
        act = draw.choice(acts(team, draw))
        try:
            act(f"OPS-{draw.randint(1, 8)}")
        except ProdtuiError:
            continue
        if turn % 6 == 0:
            seen.append((ticking.now, shown(board_view.snapshot(team.ann, done_days=3650))))
    assert len(seen) > 4
    with read(team.store) as session:
        change = Change.looking(team.ann, session)
        for at, then in seen:
            past = Past(change, change.board(), at)
            cards = past.cards(lambda task: not task.get("archived_at"))
            told = BoardSnapshot(change.board(), past.steps, (), tuple(cards), None, 0, None)  # type: ignore[arg-type]
            assert shown(told) == then


def test_a_day_is_told_as_it_ended(team: Team, ticking: Clock) -> None:
    ref = team.task("Weld", at="doing").ref
    ticking.forward(days=1)
    board.move(team.ann, ref, "done")
    tasks.edit(team.ann, ref, {"title": "Welded"})
    yesterday, at = snapshot_as_of(team.ann, NOW.date())
    assert [(card.title, card.step) for card in yesterday.cards] == [("Weld", "doing")]
    assert at == datetime(2026, 11, 24, 22, 59, 59, 999999, tzinfo=UTC)
    today, _ = snapshot_as_of(team.ann, NOW.date() + timedelta(days=1))
    assert [(card.title, card.step) for card in today.cards] == [("Welded", "done")]


def test_imported_history_may_be_older_than_its_board(team: Team, ticking: Clock) -> None:
    early, later = NOW - timedelta(days=9), NOW - timedelta(days=2)
    old = ImportTask(2, "Old", created=Moment(early), started=Moment(later))
    import_tasks(team.ann, "old.csv", (old,), wishes=ImportWishes())
    shot, _ = snapshot_as_of(team.ann, NOW.date() - timedelta(days=5))
    assert [(card.title, card.step) for card in shot.cards] == [("Old", "backlog")]
    assert "backlog" in [step.key for step in shot.steps]


def test_days_that_cannot_be_told_of(team: Team) -> None:
    with pytest.raises(Rejected, match="is to come"):
        snapshot_as_of(team.ann, NOW.date() + timedelta(days=1))
    with pytest.raises(NotFound, match="Nothing is recorded of OPS on 2020-01-01"):
        snapshot_as_of(team.ann, date(2020, 1, 1))


def test_figures_of_the_past_stay_whatever_happens_later(team: Team, ticking: Clock) -> None:
    for hours in (2, 30, 50):
        ref = team.task(at="doing", labels=["line"], due=NOW + timedelta(days=2)).ref
        ticking.forward(hours=hours)
        board.move(team.ann, ref, "done")
    open_ = team.task(at="doing", labels=["line"]).ref
    day = ticking.now.date()
    look = Look(day - timedelta(days=6), day, "#line", as_of=day)
    ticking.forward(days=1)
    then = kpi.figures(team.ann, look)

    board.move(team.ann, "OPS-1", "ready")
    tasks.edit(team.ann, "OPS-2", {"labels": [], "due": NOW + timedelta(days=90)})
    tasks.archive(team.ann, "OPS-3")
    purge.purge(team.ann, "OPS-3")
    board.move(team.ann, open_, "done")
    team.step("doing", name="Welding")
    ticking.forward(days=4)

    assert kpi.figures(team.ann, look) == replace(then, at=kpi.figures(team.ann, look).at)
    assert kpi.figures(team.ann, look).at == then.at
    counts = {row.figure.kpi: (row.figure.value, row.figure.n) for row in then.figures}
    assert counts["throughput"] == (3.0, 3)
    assert counts["age-50"][1] == 1


def test_a_step_of_another_kind_leaves_what_was_measured(team: Team, ticking: Clock) -> None:
    steps.add_step(team.ann, "Dry", kind="queue", after="ready")
    ref = team.task(at="dry").ref
    ticking.forward(days=1)
    board.move(team.ann, ref, "doing")
    ticking.forward(days=1)
    board.move(team.ann, ref, "done")
    ticking.forward(days=1)
    look = Look(NOW.date(), ticking.now.date())
    before = kpi.explain(team.ann, "cycle-time-50", look).figure.value
    team.step("dry", kind="active")
    assert kpi.explain(team.ann, "cycle-time-50", look).figure.value == before
