"""The past out of the event log: a board and its figures as they were, whatever came after."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from prodtui.domain.codec import to_dict
from prodtui.domain.flow.window import window
from prodtui.domain.imports import ImportTask, Moment
from prodtui.domain.rows_board import BoardSnapshot, CardSigns
from prodtui.errors import NotFound, Rejected
from prodtui.services import board, board_view, kpi, purge, steps, tasks
from prodtui.services.as_of import Past, snapshot_as_of
from prodtui.services.change import Change
from prodtui.services.charts import CHARTS
from prodtui.services.figures import FIGURES
from prodtui.services.flowfacts import FlowFacts
from prodtui.services.imports import ImportWishes, import_tasks
from prodtui.services.kpi import Look, tasks_that_pass
from prodtui.storage.unit_of_work import read
from tests.helpers.histories import acts, go_on, record_acts
from tests.helpers.quality import publish
from tests.helpers.team import NOW, Clock, Team


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
    happens = acts(team, draw)
    for turn in range(60):
        if go_on(ticking, draw, happens) and turn % 6 == 0:
            seen.append((ticking.now, shown(board_view.snapshot(team.ann, done_days=3650))))
    assert len(seen) > 4
    with read(team.store) as session:
        change = Change.looking(team.ann, session)
        for at, then in seen:
            past = Past(change, change.board(), at)
            cards = past.cards(lambda task: not task.get("archived_at"))
            told = BoardSnapshot(change.board(), past.steps, (), tuple(cards), None, 0, None)  # type: ignore[arg-type]
            assert shown(told) == then


def page_at(team: Team, text: str, at: datetime | None = None) -> Any:
    """Return figures and charts of two weeks up to now, or up to a moment out of the log alone."""
    with read(team.store) as session:
        change = Change.looking(team.ann, session)
        past = Past(change, change.board(), at) if at else None
        only = tasks_that_pass(change, change.board(), text, past) if text else None
        today = (at or change.now).date()
        facts = FlowFacts(change, change.board(), today - timedelta(days=27), only=only, past=past)
        over = window(today - timedelta(days=13), today, facts.zone)
        page = kpi.page_of(facts, over, Look(over.first, over.last, text), FIGURES.values())
        return page, {key: kind.draw(facts, over) for key, kind in CHARTS.items()}


@pytest.mark.parametrize("seed", range(4))
def test_what_figures_and_charts_were_at_a_moment_is_told_by_the_log(team: Team, ticking: Clock, seed: int) -> None:
    draw, seen = random.Random(seed), list[tuple[datetime, str, Any]]()
    publish(team)
    for _ in range(4):
        team.task(quantity=3, labels=["a"])
    happens = acts(team, draw) + 2 * record_acts(team, draw)
    for turn in range(100):
        if go_on(ticking, draw, happens) and turn % 6 == 0:
            text = draw.choice(("", "", "#a"))
            seen.append((ticking.now, text, page_at(team, text)))
    assert len(seen) > 4
    for at, text, then in seen:
        assert page_at(team, text, at) == then


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
