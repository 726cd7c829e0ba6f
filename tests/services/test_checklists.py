"""Checklists: drafts, versions, uses, and two people at one of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prodtui.domain.rows_quality import UseRow
from prodtui.errors import Changed, NotFound, Refused, Rejected, Usage
from prodtui.services import board, checklists, history, steps, undo
from tests.helpers.quality import WELD, gate, publish
from tests.helpers.team import Team


def test_a_draft_becomes_a_version_that_stays(team: Team) -> None:
    row = checklists.add_checklist(team.quinn, "Weld check", items=WELD).value
    assert (row.key, row.published, row.has_draft) == ("weld-check", None, True)
    checklists.publish_checklist(team.quinn, row.key)
    checklists.edit_checklist(team.quinn, row.key, items=WELD[:2], sign={"rule": "role", "role": "quality"})
    draft = checklists.show_checklist(team.bo, "weld")
    assert draft.draft is not None and len(draft.draft.items) == 2
    row = checklists.publish_checklist(team.quinn, row.key).value
    found = checklists.show_checklist(team.bo, "Weld check")
    assert (row.published, row.has_draft) == (2, False)
    assert [(v.number, len(v.content.items), v.published_by) for v in found.versions] == [
        (1, 4, "quinn"),
        (2, 2, "quinn"),
    ]


def test_a_checklist_without_items_or_changes_is_not_published(team: Team) -> None:
    row = checklists.add_checklist(team.quinn, "Empty").value
    with pytest.raises(Rejected, match="has no items yet"):
        checklists.publish_checklist(team.quinn, row.key)
    publish(team)
    with pytest.raises(Refused, match="nothing to publish"):
        checklists.publish_checklist(team.quinn, "weld")


def test_only_those_who_may_write_checklists_do(team: Team) -> None:
    with pytest.raises(Refused, match="may not write checklists"):
        checklists.add_checklist(team.bo, "Mine")


def test_an_edit_of_an_older_version_is_told_who_was_faster(team: Team) -> None:
    row = checklists.add_checklist(team.quinn, "Weld check", items=WELD).value
    checklists.edit_checklist(team.lea, row.key, items=WELD[:1], version=row.version)
    with pytest.raises(Changed, match="lea changed Weld check meanwhile"):
        checklists.edit_checklist(team.quinn, row.key, items=WELD[:2], version=row.version)


def test_an_edit_that_changes_nothing_leaves_no_draft(team: Team) -> None:
    row = publish(team)
    assert checklists.edit_checklist(team.quinn, row.key, items=WELD).txn is None
    assert not checklists.show_checklist(team.quinn, row.key).checklist.has_draft


def test_undo_takes_an_edit_back_and_never_a_version(team: Team) -> None:
    row = publish(team)
    with pytest.raises(Refused, match=r"check\.publish"):
        undo.undo(team.quinn)
    checklists.edit_checklist(team.quinn, row.key, name="Weld test")
    undo.undo(team.quinn)
    assert checklists.show_checklist(team.quinn, row.key).checklist.name == "Weld check"
    assert history.events(team.quinn)[-1].command == "undo check.edit"


def test_only_a_published_one_is_attached_and_only_once_like_that(team: Team) -> None:
    row = checklists.add_checklist(team.quinn, "Weld check", items=WELD).value
    with pytest.raises(Refused, match="not published yet"):
        checklists.attach_checklist(team.quinn, row.key, step="doing")
    checklists.publish_checklist(team.quinn, row.key)
    with pytest.raises(Usage, match="step or the product"):
        checklists.attach_checklist(team.quinn, row.key)
    checklists.attach_checklist(team.quinn, row.key, step="doing")
    with pytest.raises(Refused, match="attached like that already"):
        checklists.attach_checklist(team.quinn, row.key, step="Doing")


def test_a_random_use_records_its_seed(team: Team) -> None:
    row = publish(team)
    use = checklists.attach_checklist(team.quinn, row.key, step="doing", frequency="random", share=0.2).value
    assert use.seed is not None
    event = history.events(team.quinn)[-1]
    assert event.kind == "checklist_use" and (event.after or {})["seed"] == use.seed


def test_names_and_unknown_ones(team: Team) -> None:
    publish(team)
    publish(team, "Weld test")
    with pytest.raises(Usage, match="more than one checklist"):
        checklists.show_checklist(team.bo, "weld")
    with pytest.raises(NotFound, match="no checklist") as caught:
        checklists.show_checklist(team.bo, "wled-check")
    assert caught.value.hint == "Did you mean 'weld-check'?"
    assert publish(team, "Weld check").key == "weld-check-2"
    with pytest.raises(Refused, match="has a checklist weld-test already"):
        checklists.add_checklist(team.quinn, "x", key="weld-test")


def test_people_who_sign_are_known_people(team: Team) -> None:
    with pytest.raises(NotFound, match="no person"):
        checklists.add_checklist(team.quinn, "x", items=WELD, sign={"rule": "named", "people": ["nobody"]})


def test_archived_ones_are_listed_on_request_and_come_back(team: Team) -> None:
    row = gate(team, "doing")
    checklists.archive_checklist(team.quinn, row.key)
    assert checklists.list_checklists(team.bo) == ()
    assert [r.key for r in checklists.list_checklists(team.bo, archived=True)] == ["weld-check"]
    assert checklists.restore_checklist(team.quinn, row.key).value.archived_at is None


def test_one_that_comes_back_is_needed_where_it_was(team: Team) -> None:
    row = gate(team, "doing")
    checklists.attach_checklist(team.quinn, row.key, product="pump", frequency="random", share=0.5, seed=7)
    checklists.attach_checklist(team.quinn, row.key, step="review")
    use = checklists.show_checklist(team.quinn, row.key).checklist.uses[-1]
    checklists.detach_checklist(team.quinn, row.key, use.id)
    before = uses(team)
    checklists.archive_checklist(team.quinn, row.key)
    assert uses(team) == []
    done = checklists.restore_checklist(team.quinn, row.key)
    assert uses(team) == before
    assert done.notes == ("It is needed again: leaving doing; product pump, 50 % at random, seed 7.",)
    ref = team.task(at="doing").ref
    with pytest.raises(Refused, match="Weld check"):
        board.move(team.ann, ref, "review")
    undo.undo(team.quinn)
    assert uses(team) == []
    assert checklists.list_checklists(team.bo) == ()


def test_a_use_of_a_step_that_is_gone_does_not_come_back(team: Team) -> None:
    row = gate(team, "review")
    checklists.archive_checklist(team.quinn, row.key)
    steps.archive_step(team.ann, "review")
    done = checklists.restore_checklist(team.quinn, row.key)
    assert (uses(team), done.notes) == ([], ("The step review is archived, so it is no gate there any more.",))


def uses(team: Team) -> list[UseRow]:
    """Return the uses of the weld check, whatever their numbers."""
    found = checklists.show_checklist(team.quinn, "weld-check").checklist.uses
    return [replace(use, id=0) for use in found]


def test_a_use_keeps_its_step_when_the_step_moves(team: Team) -> None:
    row = gate(team, "doing")
    steps.edit_step(team.ann, "doing", name="Building")
    assert checklists.show_checklist(team.bo, row.key).checklist.uses[0].step == "doing"
