"""The checklist of a product is in force for its tasks, as if it were attached to the product."""

from __future__ import annotations

import pytest

from prodtui.errors import Refused
from prodtui.services import (
    board,
    board_view,
    checklists,
    inspections,
    plan,
    plan_release,
    products,
    task_view,
    undo,
)
from tests.helpers.planning import NEXT, a_product
from tests.helpers.quality import WELD, inspect, publish
from tests.helpers.team import Team


def started(team: Team, **fields: object) -> str:
    """Release one bracket, start its task, and return the task."""
    plan.set_quantity(team.lea, "bracket", NEXT, 1)
    [task] = plan_release.release(team.lea, "bracket", NEXT).value
    board.move(team.bo, task.ref, "doing")
    return task.ref


def due(team: Team) -> list[tuple[str, str, bool]]:
    return [(row.task, row.checklist, row.gate) for row in inspections.due(team.bo)]


def test_a_released_task_needs_the_checklist_of_its_product(team: Team) -> None:
    publish(team)
    a_product(team, checklist="weld")
    ref = started(team)
    assert due(team) == [(ref, "weld-check", False)]
    assert [row.checklist for row in task_view.show(team.bo, ref).checks_due] == ["weld-check"]
    assert [card.check for card in board_view.snapshot(team.bo).cards] == ["due"]
    [note] = board.why(team.bo, ref).notes
    assert note == "needs the checklist Weld check for its product, which is not started; that holds nothing back"
    inspections.sign(team.quinn, inspect(team.bo, ref).ref)
    assert (due(team), board.why(team.bo, ref).notes) == ([], ())


def test_the_checklist_cannot_be_gone_round_by_skipping_the_start(team: Team) -> None:
    publish(team)
    checklists.attach_checklist(team.quinn, "weld", product="valve", step="doing")
    a_product(team, checklist="weld")
    plan.set_quantity(team.lea, "bracket", NEXT, 2)
    [task] = plan_release.release(team.lea, "bracket", NEXT).value
    for finish in (
        lambda ws: board.finish(ws, task.ref),
        lambda ws: board.move(ws, task.ref, "done", override="Hurry"),
    ):
        with pytest.raises(Refused) as caught:
            finish(team.lea)
        assert (
            "needs the checklist Weld check to be finished without being started: not started" in caught.value.message
        )
        assert caught.value.hint == f"Go on with `prodtui check start weld-check --task {task.ref}`."
    [reason] = board.why(team.bo, task.ref, "done").reasons
    assert reason.text.startswith("needs the checklist Weld check to be finished without being started")
    board.move(team.bo, task.ref, "ready")
    inspections.sign(team.quinn, inspect(team.bo, task.ref).ref)
    assert board.finish(team.lea, task.ref).value[0].finished_at is not None


def test_a_task_that_was_started_is_finished_as_before(team: Team) -> None:
    publish(team)
    a_product(team, checklist="weld")
    ref = started(team)
    assert board.move(team.bo, ref, "done").value[0].finished_at is not None


def test_other_products_do_not_need_it(team: Team) -> None:
    publish(team)
    a_product(team, checklist="weld")
    for product in (None, "valve"):
        team.task(at="doing", product=product)
    assert due(team) == []


@pytest.mark.parametrize(
    "attached", [{"product": "bracket"}, {"product": "Bracket", "step": "doing"}, {"step": "doing"}]
)
def test_what_is_attached_already_is_asked_for_once(team: Team, attached: dict[str, str]) -> None:
    publish(team)
    checklists.attach_checklist(team.quinn, "weld", **attached)
    a_product(team, checklist="weld")
    ref = started(team)
    assert due(team) == [(ref, "weld-check", "step" in attached)]
    assert len(task_view.show(team.bo, ref).checks_due) == 1
    verdict = board.why(team.bo, ref)
    assert (len(verdict.reasons), len(verdict.notes)) == ((1, 0) if "step" in attached else (0, 1))


def test_a_sample_of_the_board_does_not_stand_for_every_piece_of_the_product(team: Team) -> None:
    publish(team)
    checklists.attach_checklist(team.quinn, "weld", product="bracket", frequency="nth", every=5)
    a_product(team, checklist="weld")
    ref = started(team)
    assert due(team) == [(ref, "weld-check", False)]


def test_a_checklist_that_is_not_published_or_put_away_binds_nobody(team: Team) -> None:
    checklists.add_checklist(team.quinn, "Weld check", items=WELD)
    a_product(team, checklist="weld")
    ref = started(team)
    assert due(team) == []
    checklists.publish_checklist(team.quinn, "weld")
    assert due(team) == [(ref, "weld-check", False)]
    checklists.archive_checklist(team.quinn, "weld")
    assert due(team) == []
    done = products.edit_product(team.lea, "bracket", checklist=None)
    assert done.notes == ()
    assert products.edit_product(team.lea, "bracket", checklist="weld").notes == (
        "Weld check is archived, so no task needs it before `prodtui check template restore weld-check`.",
    )


def test_naming_it_repaints_the_cards_and_undo_too(team: Team) -> None:
    publish(team)
    a_product(team)
    ref = started(team)
    last = board_view.snapshot(team.bo).last_event
    products.edit_product(team.lea, "bracket", checklist="weld")
    delta = board_view.changes_since(team.bo, last)
    assert (delta.reload, due(team)) == (True, [(ref, "weld-check", False)])
    undo.undo(team.lea)
    assert (board_view.changes_since(team.bo, delta.last_event).reload, due(team)) == (True, [])


def test_a_checklist_says_whose_own_it_is(team: Team) -> None:
    publish(team)
    assert checklists.show_checklist(team.bo, "weld").checklist.products == ()
    a_product(team, checklist="weld")
    assert checklists.show_checklist(team.bo, "weld").checklist.products == ("bracket",)
