"""Figures from rows and events: each over a window of local days, with how much it rests on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from prodtui.errors import Rejected
from prodtui.services import board, demand, downtime, figures, issues, kpi, products, tasks, undo, workflow
from tests.helpers.team import NOW, Clock, Team

DAY = timedelta(days=1)
TODAY, NEXT_WEEK = date(2026, 11, 24), date(2026, 12, 1)


@pytest.mark.parametrize("kpi", list(figures.FIGURES))
def test_nothing_measured_is_no_data(team: Team, kpi: str) -> None:
    figure = figures.measure(team.bo, kpi, TODAY, NEXT_WEEK)
    assert (figure.value, figure.n) == (None, 0)
    assert figure.unit and figure.label and figure.convention


def value(team: Team, kpi: str, first: date = TODAY, last: date = NEXT_WEEK) -> tuple[float | None, int, int]:
    figure = figures.measure(team.bo, kpi, first, last)
    return figure.value, figure.n, figure.left_out


def test_figures_of_flow(team: Team, ticking: Clock) -> None:
    first, second = (team.task(due=NOW + DAY), team.task(due=NOW + DAY))
    team.task(at="doing")
    board.move(team.bo, first.ref, "doing")
    ticking.forward(hours=12)
    board.move(team.bo, first.ref, "done")
    ticking.forward(days=2)
    board.move(team.bo, second.ref, "done")
    board.move(team.bo, team.task(at="doing").ref, "done")
    ticking.forward(days=10)
    assert value(team, "throughput") == (3 / (8 / 7), 3, 0)
    assert value(team, "cycle-time-85") == (0.5, 3, 0)
    assert value(team, "lead-time-50") == (0.5, 3, 0)
    assert value(team, "lead-time-85") == (2.5, 3, 0)
    assert value(team, "on-time") == (50.0, 2, 1)
    assert value(team, "wip") == (1.0, 8, 0)
    assert value(team, "throughput", date(2026, 12, 2), date(2026, 12, 8)) == (0.0, 0, 0)


def test_a_reopened_task_counts_once_at_its_last_finish(team: Team, ticking: Clock) -> None:
    ref = team.task(at="doing").ref
    board.move(team.bo, ref, "done")
    ticking.forward(days=1)
    board.move(team.bo, ref, "doing")
    ticking.forward(days=8)
    board.move(team.bo, ref, "done")
    assert value(team, "throughput", TODAY, date(2026, 11, 30))[0] == 0.0
    assert value(team, "throughput", date(2026, 12, 1), date(2026, 12, 7))[0] == 7 / 3, "three of its days have begun"


def test_tasks_put_away_unfinished_are_not_late(team: Team, ticking: Clock) -> None:
    ref = team.task(due=NOW + DAY).ref
    tasks.archive(team.bo, ref)
    ticking.forward(days=9)
    assert value(team, "on-time") == (None, 0, 0)


def test_figures_of_the_logs(team: Team, ticking: Clock) -> None:
    issues.raise_issue(team.bo, "Burrs", step="doing", downtime="No tool")
    issues.raise_issue(team.bo, "By mistake")
    issues.put_away_issue(team.bo, "I2")
    ticking.forward(hours=2)
    downtime.stop_downtime(team.bo, "doing")
    assert value(team, "open-issues") == (1.0, 1, 0)
    assert value(team, "issues-raised", TODAY, date(2026, 11, 30)) == (1.0, 1, 0)
    assert value(team, "downtime") == (2.0, 1, 0)
    proof = kpi.explain(team.bo, "downtime", kpi.Look(TODAY, TODAY))
    assert (proof.arithmetic, [item.value for item in proof.items]) == ("2 h of working time", [2.0])


@pytest.mark.parametrize("key", list(figures.FIGURES))
def test_of_a_window_to_come_nothing_is_told_but_what_is_due_in_it(team: Team, key: str) -> None:
    team.task(at="doing")
    products.add_product(team.ann, "Frame", unit="pcs")
    demand.add_demand(team.ann, "frame", 20, NEXT_WEEK)
    proof = kpi.explain(team.bo, key, kpi.Look(NEXT_WEEK, NEXT_WEEK))
    if key == "takt":
        assert proof.figure.value == 24.0
    else:
        assert (proof.figure.value, proof.arithmetic) == (None, "the window is to come")


def test_a_figure_that_is_none_names_the_nearest(team: Team) -> None:
    with pytest.raises(Rejected) as caught:
        figures.measure(team.bo, "on-tine", TODAY, NEXT_WEEK)
    assert "Did you mean 'on-time'?" in caught.value.hint
    with pytest.raises(Rejected, match="before it begins"):
        figures.measure(team.bo, "wip", NEXT_WEEK, TODAY)


def test_what_was_taken_back_leaves_every_figure_as_it_was(team: Team, ticking: Clock) -> None:
    moved, joined, stuck = (team.task(at="doing").ref for _ in range(3))
    ticking.forward(days=4)
    board.move(team.bo, team.task(at="doing").ref, "done")
    before = {kpi: value(team, kpi) for kpi in figures.FIGURES}
    board.move(team.bo, moved, "ready")
    undo.undo(team.bo)
    board.move(team.bo, joined, "done")
    undo.undo(team.bo)
    board.block(team.bo, stuck, "no steel")
    undo.undo(team.bo)
    workflow.join_steps(team.ann, "doing", "review")
    undo.undo(team.ann)
    assert {kpi: value(team, kpi) for kpi in figures.FIGURES} == before


def test_what_is_behind_a_figure_of_issues_has_its_title(team: Team) -> None:
    raised = issues.raise_issue(team.bo, "Burrs on the flange", severity="major").value
    [item] = kpi.explain(team.bo, "open-issues", kpi.Look(TODAY, TODAY)).items
    assert (item.ref, item.title) == (raised.ref, "Burrs on the flange")
