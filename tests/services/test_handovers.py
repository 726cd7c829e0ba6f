"""Hand-overs between shifts: drafted from the log, written by one, taken over by another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from prodtui.errors import Changed, NotFound, Refused, Rejected
from prodtui.services import board, downtime, handovers, inspections, issues, undo
from tests.helpers.quality import publish
from tests.helpers.team import NOW, Clock, Team


def test_a_shift_begins_with_its_working_hours(team: Team, ticking: Clock) -> None:
    draft = handovers.draft_handover(team.lea)
    assert (draft.since, draft.until) == (datetime(2026, 11, 24, 7, tzinfo=UTC), NOW)  # 08:00 in Berlin
    ticking.forward(hours=-4)  # before work: that of yesterday
    assert handovers.draft_handover(team.lea).since == datetime(2026, 11, 23, 7, tzinfo=UTC)
    team.settings(holidays=["2026-11-" + str(day) for day in range(10, 25)])
    assert handovers.draft_handover(team.lea).since == ticking.now - timedelta(hours=8)


def test_the_draft_tells_what_happened_and_what_waits(team: Team, ticking: Clock) -> None:
    done, stuck = (team.task(title, assignees=("bo",)).ref for title in ("Saw", "File"))
    for ref in (done, stuck):
        board.move(team.bo, ref, "doing")
    board.move(team.bo, done, "done")
    board.block(team.bo, stuck, "no steel")
    issue = issues.raise_issue(team.cy, "Burrs").value.ref
    downtime.start_downtime(team.bo, "doing", "hose burst")
    ticking.forward(minutes=45)
    assert handovers.draft_handover(team.lea).text.split("\n") == [
        "Finished:", f"- {done} Saw (bo)", "",
        "Started:", f"- {stuck} File (bo)", "",
        "Blocked:", f"- {stuck} File (bo)", "",
        "Issues raised:", f"- {issue} Burrs (cy)", "",
        "Stood still:", "- OPS-S1 doing: hose burst, 45m, still does", "",
        "The next shift must know:", f"- {stuck} File: blocked 45m: no steel",
        "- OPS-S1 Doing: stands still for 45m: hose burst",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bore", "near"), [("12.0", False), ("12.079", False), ("12.08", True), ("11.92", True), ("12.2", False)]
)
def test_readings_near_their_limits(team: Team, bore: str, near: bool) -> None:
    publish(team)
    ref = inspections.start(team.bo, "weld-check").value.ref
    inspections.answer(team.bo, ref, "bore", bore)
    text = handovers.draft_handover(team.lea).text
    assert (f"{ref} Bore: {float(bore):.10g} mm, limits 11.9 to 12.1 (bo)" in text) is near


def test_a_quiet_shift_has_nothing_to_tell(team: Team) -> None:
    assert handovers.draft_handover(team.lea).text == ""
    with pytest.raises(Rejected, match="in the future"):
        handovers.draft_handover(team.lea, NOW + timedelta(hours=1))


def test_the_draft_begins_where_the_last_hand_over_of_the_shift_ended(team: Team, ticking: Clock) -> None:
    early, late = (team.task(title, assignees=("bo",)).ref for title in ("Saw", "File"))
    board.move(team.bo, early, "done")
    ticking.forward(hours=1)
    told = handovers.write_handover(team.lea, "Saw is done").value
    ticking.forward(minutes=5)
    board.move(team.bo, late, "done")
    ticking.forward(minutes=5)
    draft = handovers.draft_handover(team.ann)
    assert (draft.since, draft.text) == (told.until, f"Finished:\n- {late} File (bo)")
    assert handovers.write_handover(team.ann, draft.text).value.since == told.until
    ticking.forward(days=1)  # another shift begins anew
    assert handovers.draft_handover(team.lea).since == datetime(2026, 11, 25, 7, tzinfo=UTC)


def test_whoever_writes_another_is_told_that_one_waits(team: Team) -> None:
    assert handovers.write_handover(team.lea, "Press 2 runs warm").notes == ()
    assert handovers.write_handover(team.ann, "Nothing new").notes == ()  # that of lea is for her to take over
    assert handovers.write_handover(team.lea, "Press 2 is cold").notes == (
        "OPS-H1, which you wrote before, still waits as well; `prodtui handover edit OPS-H1` changes it.",
    )


def test_written_and_taken_over_by_name(team: Team, ticking: Clock) -> None:
    row = handovers.write_handover(team.lea, "Press 2 runs warm").value
    assert (row.ref, row.written_by, row.until, row.acknowledged_by) == ("OPS-H1", "lea", NOW, None)
    assert [each.ref for each in handovers.list_handovers(team.bo, waiting=True)] == ["OPS-H1"]
    with pytest.raises(Refused, match="lea wrote OPS-H1"):
        handovers.acknowledge_handover(team.lea)
    ticking.forward(minutes=10)
    taken = handovers.acknowledge_handover(team.ann).value
    assert (taken.acknowledged_by, taken.acknowledged_at) == ("ann", ticking.now)
    assert handovers.list_handovers(team.bo, waiting=True) == ()
    with pytest.raises(NotFound, match="No hand-over waits"):
        handovers.acknowledge_handover(team.ann)
    with pytest.raises(Refused, match="ann took OPS-H1 over already"):
        handovers.acknowledge_handover(team.ann, "OPS-H1")
    with pytest.raises(Refused, match="ann took OPS-H1 over already"):
        handovers.edit_handover(team.lea, "OPS-H1", "Too late")
    undo.undo(team.ann)
    assert len(handovers.list_handovers(team.bo, waiting=True)) == 1


def test_whoever_typed_for_somebody_cannot_take_over_for_another(team: Team) -> None:
    from dataclasses import replace

    handovers.write_handover(team.lea, "All is well")
    typed = replace(team.ann, actor=replace(team.ann.actor, typed_by="lea"))
    with pytest.raises(Refused, match="lea wrote OPS-H1"):
        handovers.acknowledge_handover(typed)


def test_only_leads_and_managers_hand_over(team: Team) -> None:
    for ws in (team.bo, team.quinn, team.sam):
        with pytest.raises(Refused, match="may not hand shifts over or take them over"):
            handovers.write_handover(ws, "Hello")


def test_the_text_merges_or_asks(team: Team) -> None:
    row = handovers.write_handover(team.lea, "Press 2 runs warm").value
    handovers.edit_handover(team.ann, row.ref, "Press 2 is repaired", base=row.text, version=row.version)
    with pytest.raises(Changed):
        handovers.edit_handover(team.lea, row.ref, "Press 2 is cold", base=row.text, version=row.version)
    assert handovers.show_handover(team.lea, row.ref).text == "Press 2 is repaired"
    with pytest.raises(Rejected, match="empty"):
        handovers.write_handover(team.lea, " \n ")


def test_one_by_mistake_is_put_away(team: Team) -> None:
    ref = handovers.write_handover(team.lea, "Oops").value.ref
    handovers.put_away_handover(team.lea, ref)
    assert handovers.list_handovers(team.lea) == ()
    with pytest.raises(Refused, match="was put away"):
        handovers.acknowledge_handover(team.ann, ref)
    undo.undo(team.lea)
    assert len(handovers.list_handovers(team.lea)) == 1


def test_the_oldest_that_waits_is_taken_over_first(team: Team, ticking: Clock) -> None:
    for _ in range(2):
        handovers.write_handover(team.lea, "Nothing new")
        ticking.forward(hours=8)
    assert handovers.acknowledge_handover(team.ann).value.ref == "OPS-H1"
