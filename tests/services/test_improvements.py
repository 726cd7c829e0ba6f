"""Improvements: what each state needs, measured before and after by one definition, kept or undone."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.enums import ImprovementState, Outcome
from prodtui.domain.rows_issues import ImprovementRow
from prodtui.errors import Changed, Refused, Rejected, Usage
from prodtui.services import board, history, improvements, undo
from tests.helpers.team import Clock, Team

PLAN = {
    "problem": "Few tasks get done",
    "kpi": "throughput",
    "baseline_from": "2026-11-10",
    "baseline_to": "2026-11-23",
    "target": 2,
}


def finish(team: Team, count: int) -> None:
    for _ in range(count):
        board.move(team.bo, team.task(at="doing").ref, "done")


def planned(team: Team, ticking: Clock, **fields: object) -> ImprovementRow:
    """Two tasks finished in the fortnight before, and an improvement about it."""
    ticking.forward(days=-4)
    finish(team, 2)
    ticking.forward(days=4)
    return improvements.add_improvement(team.lea, "Smaller batches", **{**PLAN, **fields}).value


def test_from_plan_to_act_measured_by_the_same_definition(team: Team, ticking: Clock) -> None:
    row = planned(team, ticking)
    assert (row.ref, row.state, row.baseline, row.unit) == ("OPS-K1", ImprovementState.PLAN, 1.0, "tasks/week")
    improvements.advance_improvement(team.lea, "K1")
    improvements.advance_improvement(team.lea, "K1", change="Batches of five", changed_on="2026-11-24")
    finish(team, 3)
    ticking.forward(days=7)
    row = improvements.advance_improvement(
        team.lea, "K1", result_from="2026-11-24", result_to="2026-11-30", outcome="kept", learned="Less waiting"
    ).value
    assert (row.state, row.result, row.outcome) == (ImprovementState.ACT, 3.0, Outcome.KEPT)
    assert row.closed_at == ticking.now
    shown = improvements.show_improvement(team.bo, "K1")
    assert shown.baseline is not None and shown.result is not None
    assert (shown.baseline.n, shown.result.n, shown.result.convention) == (2, 3, shown.baseline.convention)
    assert shown.reached is True
    assert improvements.list_improvements(team.bo) == ()
    assert [found.ref for found in improvements.list_improvements(team.bo, "closed kpi:throughput")] == ["OPS-K1"]


def test_each_state_names_everything_that_it_lacks(team: Team) -> None:
    improvements.add_improvement(team.lea, "Smaller batches")
    with pytest.raises(Refused) as caught:
        improvements.advance_improvement(team.lea, "K1", "act")
    fields = [reason["field"] for reason in caught.value.details["reasons"]]
    assert fields == [
        "problem", "kpi", "baseline_from", "baseline", "target", "change", "changed_on", "result_from", "result",
    ]  # fmt: skip


def test_closing_needs_what_was_learned(team: Team, ticking: Clock) -> None:
    planned(team, ticking)
    days = {"result_from": "2026-11-24", "result_to": "2026-11-24"}
    improvements.advance_improvement(team.lea, "K1", "check", change="Batches", changed_on="2026-11-24")
    with pytest.raises(Refused, match="what was learned"):
        improvements.advance_improvement(team.lea, "K1", "act", outcome="undone", **days)
    open_ = improvements.advance_improvement(team.lea, "K1", "act", **days).value
    assert (open_.state, open_.closed_at) == (ImprovementState.ACT, None)
    closed = improvements.advance_improvement(team.lea, "K1", outcome="undone", learned="It did not help").value
    assert closed.closed_at is not None
    with pytest.raises(Refused, match="closed"):
        improvements.edit_improvement(team.lea, "K1", title="x")
    with pytest.raises(Rejected, match="needs a reason"):
        improvements.advance_improvement(team.lea, "K1", "check")
    back = improvements.advance_improvement(team.lea, "K1", "check", reason="Look longer").value
    assert (back.closed_at, back.outcome) == (None, None)


def test_no_data_is_no_baseline(team: Team) -> None:
    done = improvements.add_improvement(team.lea, "Faster", **{**PLAN, "kpi": "cycle-time-85"})
    assert done.value.baseline is None
    assert done.notes == ("There is no data for Cycle time, 85 % from 2026-11-10 to 2026-11-23.",)
    with pytest.raises(Refused, match="no data"):
        improvements.advance_improvement(team.lea, "K1")


def test_a_result_is_measured_once_its_window_is_over(team: Team, ticking: Clock) -> None:
    planned(team, ticking)
    days = {"result_from": "2026-11-24", "result_to": "2026-11-30"}
    done = improvements.advance_improvement(team.lea, "K1", "check", change="Batches", changed_on="2026-11-24", **days)
    assert (done.value.result, len(done.notes)) == (None, 1)
    finish(team, 1)
    ticking.forward(days=7)
    assert improvements.advance_improvement(team.lea, "K1").value.result == 1.0


def test_measuring_again_takes_what_the_store_knows_now(team: Team, ticking: Clock) -> None:
    planned(team, ticking)
    assert improvements.measure_improvement(team.lea, "K1").txn is None
    ticking.forward(days=-4)
    finish(team, 2)
    ticking.forward(days=4)
    assert improvements.measure_improvement(team.lea, "K1").value.baseline == 2.0


def test_people_type_the_numbers_of_their_own_figure(team: Team) -> None:
    typed = {**PLAN, "kpi": "Scrap", "typed": True, "unit": "kg", "baseline": "12.5", "target": "5"}
    row = improvements.add_improvement(team.lea, "Less scrap", **typed).value
    assert (row.kpi, row.unit, row.baseline) == ("Scrap", "kg", 12.5)
    assert improvements.advance_improvement(team.lea, "K1").value.state is ImprovementState.DO
    shown = improvements.show_improvement(team.lea, "K1")
    assert (shown.baseline, shown.reached) == (None, None)
    with pytest.raises(Refused, match="typed by people"):
        improvements.measure_improvement(team.lea, "K1")


@pytest.mark.parametrize(
    ("fields", "error", "text"),
    [
        ({"kpi": "thruput"}, Rejected, "no figure"),
        ({"baseline": 3}, Rejected, "is computed"),
        ({"baseline_to": "2026-11-01"}, Rejected, "before it begins"),
        ({"baseline_to": "2026-11-25"}, Rejected, "to come"),
        ({"baseline_from": "yesterday"}, Rejected, "not a day"),
        ({"target": "inf"}, Rejected, "not a number"),
        ({"colour": "red"}, Usage, "no field"),
    ],
)
def test_what_does_not_fit_is_refused(team: Team, fields: dict[str, object], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        improvements.add_improvement(team.lea, "Smaller batches", **{**PLAN, **fields})
    assert improvements.list_improvements(team.lea) == ()


def test_two_people_edit_one_improvement(team: Team, ticking: Clock) -> None:
    version = planned(team, ticking).version
    improvements.edit_improvement(team.lea, "K1", version=version, owner="cy")
    kept = improvements.edit_improvement(team.bo, "K1", version=version, problem="Too few")
    assert kept.notes == ("lea changed owner meanwhile; both changes are kept.",)
    with pytest.raises(Changed):
        improvements.edit_improvement(team.bo, "K1", version=version, owner="bo")


def test_each_verb_can_be_undone_and_done_again(team: Team, ticking: Clock) -> None:
    planned(team, ticking)
    improvements.advance_improvement(team.lea, "K1")
    improvements.edit_improvement(team.lea, "K1", baseline_from=date(2026, 11, 17))
    undo.undo(team.lea)
    undo.undo(team.lea)
    row = improvements.show_improvement(team.lea, "K1").improvement
    assert (row.state, row.baseline, row.baseline_from) == (ImprovementState.PLAN, 1.0, date(2026, 11, 10))
    undo.redo(team.lea)
    assert improvements.show_improvement(team.lea, "K1").improvement.state is ImprovementState.DO
    improvements.put_away_improvement(team.lea, "K1")
    assert improvements.list_improvements(team.lea, all=True) == ()
    undo.undo(team.lea)
    assert len(improvements.list_improvements(team.lea)) == 1
    assert history.events(team.lea, ref="K1")[0].kind == "improvement"
