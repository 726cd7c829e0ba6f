"""Repeating demand: its lines are made ahead, each once, whoever runs it and however often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from prodtui.domain.enums import Priority
from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import demand, demand_rules, history, products, recurring, repeats, stores, undo
from tests.helpers.demand import chairs
from tests.helpers.team import Clock, Team

FRIDAYS = "FREQ=WEEKLY;BYDAY=FR"


def days(team: Team, text: str = "") -> list[str]:
    return [row.due.isoformat() for row in demand.list_demand(team.ann, text, limit=None)]


def test_lines_are_made_ahead_and_go_on_as_days_pass(team: Team, ticking: Clock) -> None:
    chairs(team)
    done = demand_rules.add_rule(team.lea, FRIDAYS, "Chair", 40, ahead=14, customer="Acme", priority="high", unit="pcs")
    rule = done.value
    assert (rule.ref, rule.product, rule.quantity, rule.start) == ("OPS-E1", "chair", 40, date(2026, 11, 24))
    assert (rule.last_due, rule.next_due) == (date(2026, 12, 4), date(2026, 12, 11))
    assert done.notes == ("2 lines made, the last for 2026-12-04.",)
    assert days(team) == ["2026-11-27", "2026-12-04"]
    line = demand.list_demand(team.ann)[0]
    assert (line.rule, line.quantity, line.customer, line.priority) == ("OPS-E1", 40, "Acme", Priority.HIGH)
    assert repeats.catch_up(team.bo).value == 0
    ticking.forward(days=3)
    assert repeats.catch_up(team.bo).value == 1
    assert days(team) == ["2026-11-27", "2026-12-04", "2026-12-11"]
    assert demand_rules.list_rules(team.sam)[0].last_due == date(2026, 12, 11)


def test_missed_days_were_asked_for_all_the_same(team: Team, ticking: Clock) -> None:
    chairs(team)
    demand_rules.add_rule(team.ann, FRIDAYS, "chair", 1, ahead=1)
    ticking.forward(days=21)
    made = demand_rules.run_due(team.bo).value
    assert [row.due.isoformat() for row in made] == ["2026-11-27", "2026-12-04", "2026-12-11"]
    assert [row.late for row in made] == [True, True, True]


def test_many_programs_at_once_make_each_line_once(team: Team, ticking: Clock) -> None:
    chairs(team)
    demand_rules.add_rule(team.ann, "daily", "chair", 1, ahead=1)
    ticking.forward(days=10)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda who: repeats.catch_up(team.of(who)).value, ["ann", "lea", "bo", "cy"] * 4))
    assert sum(made) == 10
    assert len(days(team)) == len(set(days(team))) == 12
    assert stores.check(team.ann).problems == ()


def test_an_occurrence_is_made_once_whatever_became_of_its_line(team: Team, ticking: Clock) -> None:
    chairs(team)
    demand_rules.add_rule(team.ann, FRIDAYS, "chair", 1, ahead=10)
    first, second = demand.list_demand(team.ann)
    demand.edit_demand(team.ann, first.ref, due="2026-12-11")  # the day of an occurrence that is to come
    demand.archive_demand(team.ann, second.ref)
    ticking.forward(days=7)
    assert [row.due.isoformat() for row in demand_rules.run_due(team.ann).value] == ["2026-12-11"]
    assert demand_rules.run_due(team.ann).txn is None
    assert days(team) == ["2026-12-11", "2026-12-11"]


def test_a_retry_adds_one_rule(team: Team) -> None:
    chairs(team)
    for _ in range(2):
        demand_rules.add_rule(team.ann, FRIDAYS, "chair", 1, ahead=10, request_id="r1")
    assert len(demand_rules.list_rules(team.ann)) == 1
    assert len(days(team)) == 2


def test_a_rule_is_taken_back_with_the_lines_that_it_made_at_once(team: Team) -> None:
    chairs(team)
    demand_rules.add_rule(team.ann, FRIDAYS, "chair", 1)
    undo.undo(team.ann)
    assert (days(team), demand_rules.list_rules(team.ann)) == ([], ())
    undo.redo(team.ann)
    assert len(days(team)) == 4
    assert demand_rules.run_due(team.ann).txn is None


def test_what_a_rule_makes_later_is_nobodys_own_change(team: Team, ticking: Clock) -> None:
    chairs(team)
    demand_rules.add_rule(team.ann, FRIDAYS, "chair", 1, ahead=10)
    team.task("Sweep")
    ticking.forward(days=7)
    demand_rules.run_due(team.ann)
    assert undo.undo(team.ann).value.command == "task.add"
    assert len(days(team)) == 3


def test_a_rule_rests_while_its_product_is_archived(team: Team, ticking: Clock) -> None:
    chairs(team)
    demand_rules.add_rule(team.ann, FRIDAYS, "chair", 1, ahead=10)
    products.archive_product(team.ann, "chair")
    ticking.forward(days=7)
    before = len(history.events(team.ann, limit=None))
    sentence = "The rule OPS-E1 rests until this is mended: Chair is archived."
    assert repeats.catch_up(team.ann).notes == (sentence,)
    assert demand_rules.run_due(team.ann).notes == (sentence,)
    assert demand_rules.list_rules(team.ann)[0].resting == "Chair is archived."
    assert len(history.events(team.ann, limit=None)) == before
    products.restore_product(team.ann, "chair")
    assert repeats.catch_up(team.ann).value == 1
    assert demand_rules.list_rules(team.ann)[0].resting is None


def test_a_stopped_rule_makes_no_more_and_says_what_stays(team: Team, ticking: Clock) -> None:
    chairs(team)
    demand_rules.add_rule(team.ann, FRIDAYS, "chair", 1, ahead=10)
    done = demand_rules.stop_rule(team.lea, "e1")
    assert done.notes == ("2 lines that it made ahead stay; find them with rule:OPS-E1.",)
    assert done.value.next_due is None
    with pytest.raises(Refused, match="OPS-E1 is stopped already"):
        demand_rules.stop_rule(team.ann, "OPS-E1")
    ticking.forward(days=30)
    assert repeats.catch_up(team.ann).value == 0
    assert demand_rules.list_rules(team.ann) == ()
    assert [row.ref for row in demand_rules.list_rules(team.ann, stopped=True)] == ["OPS-E1"]
    assert len(days(team, "rule:OPS-E1")) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"rule": "sometimes"}, "cannot be read"),
        ({"rule": "hourly"}, "names hours"),
        ({"rule": "FREQ=DAILY;BYHOUR=9,12"}, "names hours"),
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "never comes true"),
        ({"rule": "FREQ=DAILY;UNTIL=20200101"}, "never comes true"),
        ({"quantity": -1}, "must lie above 0"),
        ({"unit": "kg"}, "is counted in pcs"),
        ({"start": "2026-11-23"}, "The first day 2026-11-23 lies before today"),
        ({"ahead": 0}, "must be a whole number from 1 to 730"),
        ({"ahead": 731}, "must be a whole number from 1 to 730"),
    ],
)
def test_a_rule_that_will_not_do_is_rejected(team: Team, wrong: dict[str, Any], sentence: str) -> None:
    chairs(team)
    values: dict[str, Any] = {"rule": "weekly", "product": "chair", "quantity": 1, **wrong}
    with pytest.raises(Rejected) as caught:
        demand_rules.add_rule(team.ann, **values)
    assert sentence in caught.value.message
    assert demand_rules.list_rules(team.ann, stopped=True) == ()


def test_who_may_not_plan_makes_no_rules_but_lets_them_run(team: Team, ticking: Clock) -> None:
    chairs(team)
    with pytest.raises(Refused, match="may not change the plan"):
        demand_rules.add_rule(team.bo, "weekly", "chair", 1)
    demand_rules.add_rule(team.ann, "weekly", "chair", 1, ahead=1)
    with pytest.raises(Refused, match="may not change the plan"):
        demand_rules.stop_rule(team.bo, "E1")
    with pytest.raises(NotFound, match="no demand rule OPS-E7"):
        demand_rules.stop_rule(team.ann, "E7")
    ticking.forward(days=7)
    assert repeats.catch_up(team.sam).value == 0
    assert repeats.catch_up(team.bo).value == 1


def test_tasks_and_demand_come_by_the_same_pump(team: Team, ticking: Clock) -> None:
    chairs(team)
    recurring.add_recurring(team.ann, "daily", {"title": "Sweep"})
    demand_rules.add_rule(team.ann, "daily", "chair", 1, ahead=1)
    ticking.forward(days=1)
    assert repeats.catch_up(team.bo).value == 2
    assert repeats.catch_up(team.bo).value == 0


def test_a_rule_with_an_end_has_no_next_day(team: Team, ticking: Clock) -> None:
    chairs(team)
    rule = demand_rules.add_rule(team.ann, "FREQ=WEEKLY;COUNT=3", "chair", 1, ahead=60).value
    assert (rule.last_due, rule.next_due) == (date(2026, 12, 8), None)
    ticking.forward(days=400)
    assert demand_rules.run_due(team.ann).value == ()
