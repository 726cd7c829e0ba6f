"""Release of a whole period: one change for all that is planned, never twice, and a reason for what is not made."""

from __future__ import annotations

from datetime import date

import pytest

from prodtui.domain.rows_release import ReleaseShare
from prodtui.errors import Refused, Rejected
from prodtui.services import history, plan, plan_release, plan_release_all, products, resources, task_view, undo
from tests.helpers.planning import LATER, NEXT, a_product, cell, weeks
from tests.helpers.team import Team


def kept(shares: tuple[ReleaseShare, ...]) -> dict[str, str]:
    """Return why nothing is made of some products."""
    return {share.product: share.why for share in shares if share.why}


def a_week(team: Team) -> None:
    """Plan 40 brackets in lots of 15, and 5 covers, of which 2 kg steel each are needed, for the next week."""
    resources.add_resource(team.lea, "Steel", "material", unit="kg")
    a_product(team, lot_size=15)
    a_product(team, "Cover", materials=["steel:2"])
    a_product(team, "Lever")
    plan.set_quantity(team.lea, "bracket", NEXT, 40)
    plan.set_quantity(team.lea, "cover", NEXT, 5)
    plan.set_quantity(team.lea, "lever", LATER, 7)


def test_all_that_is_planned_for_a_week_becomes_tasks_as_one_change(team: Team) -> None:
    a_week(team)
    before = plan_release_all.preview_all(team.sam, NEXT)
    assert [(share.product, share.quantity, share.lots, share.tasks) for share in before] == [
        ("bracket", 40, 3, ()), ("cover", 5, 1, ()),
    ]  # fmt: skip
    done = plan_release_all.release_all(team.lea, date(2026, 12, 3))
    assert [share.tasks for share in done.value] == [("OPS-1", "OPS-2", "OPS-3"), ("OPS-4",)]
    assert done.notes == ("Steel is short: 10 kg are missing for this release.",)
    assert {event.txn for event in history.events(team.ann, limit=50) if event.kind == "task"} == {done.txn}
    assert [cell(weeks(team), key, NEXT).released for key in ("bracket", "cover")] == [40, 5]
    assert cell(weeks(team), "lever", LATER).released == 0
    undo.undo(team.lea)
    assert task_view.list_tasks(team.sam) == ()
    assert cell(weeks(team), "bracket", NEXT).released == 0


def test_nothing_of_a_week_is_released_twice(team: Team) -> None:
    a_week(team)
    plan_release.release(team.lea, "bracket", NEXT, quantity=10)
    shares = plan_release_all.release_all(team.lea, NEXT).value
    assert [(share.quantity, share.lots) for share in shares] == [(30, 2), (5, 1)]
    again = plan_release_all.release_all(team.ann, NEXT)
    assert again.txn is None
    assert kept(again.value) == {
        "bracket": "All 40 pcs of Bracket planned for the week of 30 Nov are released already.",
        "cover": "All 5 pcs of Cover planned for the week of 30 Nov are released already.",
    }
    assert len(task_view.list_tasks(team.sam)) == 4


def test_what_cannot_be_made_stays_planned_and_says_why(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    a_week(team)
    a_product(team, "Bolt", lot_size=1)
    plan.set_quantity(team.lea, "bolt", NEXT, 500)
    products.archive_product(team.ann, "cover")
    monkeypatch.setattr(plan_release_all, "MOST_TASKS", 3)
    a_product(team, "Nut", lot_size=1)
    plan.set_quantity(team.lea, "nut", NEXT, 3)
    done = plan_release_all.release_all(team.lea, NEXT)
    assert kept(done.value) == {
        "bolt": "Lots of 1 would make 500 tasks; one release makes 200 at most.",
        "cover": "The product Cover is archived.",
        "nut": "One release makes 3 tasks at most; release the rest again.",
    }
    assert [cell(weeks(team), key, NEXT).released for key in ("bracket", "bolt", "nut")] == [40, 0, 0]
    assert kept(plan_release_all.release_all(team.lea, NEXT).value).keys() == {"bolt", "bracket", "cover"}


def test_a_product_that_a_full_step_refuses_leaves_nothing_behind(team: Team) -> None:
    a_week(team)
    team.step("backlog", wip_limit=2)
    done = plan_release_all.release_all(team.lea, NEXT)
    assert "Backlog" in kept(done.value)["bracket"]
    assert [(task.ref, task.product) for task in task_view.list_tasks(team.sam)] == [("OPS-1", "cover")]
    assert cell(weeks(team), "bracket", NEXT).released == 0
    made = plan_release_all.release_all(team.lea, NEXT, override="It is urgent").value
    assert [share.lots for share in made] == [3, 0]


def test_a_retry_with_its_request_id_answers_the_same(team: Team) -> None:
    a_week(team)
    first = plan_release_all.release_all(team.lea, NEXT, request_id="r1")
    again = plan_release_all.release_all(team.lea, NEXT, request_id="r1")
    assert (again.replayed, again.value) == (True, first.value)


def test_a_week_without_a_plan_says_so_and_only_planners_release(team: Team) -> None:
    a_week(team)
    done = plan_release_all.release_all(team.lea, date(2027, 3, 1))
    assert (done.value, done.notes) == ((), ("Nothing is planned for the week of 1 Mar.",))
    with pytest.raises(Refused, match="may not change the plan"):
        plan_release_all.release_all(team.bo, NEXT)
    with pytest.raises(Rejected, match="lies outside the plan"):
        plan_release_all.release_all(team.lea, date(2090, 1, 1))
