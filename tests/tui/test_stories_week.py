"""A week of stand-ups and hand-overs of three people: one on the screens all day, the others from the shell."""

from __future__ import annotations

from prodtui.domain.enums import NoteKind
from prodtui.services import board, handovers, inbox, issues, my_day, standup_record, talk
from prodtui.services.standup import standup
from tests.helpers.team import Clock, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.standup import morning

__all__ = ["morning"]


async def talk_about_everything(lea: Reader) -> None:
    """Go to the stand-up and mark what there is, one by one."""
    await lea.press("8", "g", *("space",) * len(standup(lea.app.bridge.workspace).needs))


async def test_a_week(morning: Team, ticking: Clock) -> None:
    async with sitting_at(morning, who="lea") as lea:
        # Tuesday: exceptions first; what stops the saw becomes a card, and the shift is handed over.
        await talk_about_everything(lea)
        await lea.press("g", "a")
        await lea.type("Order steel @cy wed")
        await lea.press("enter", "S", "enter")
        lea.sees("OPS-U1 is over.")
        ticking.forward(hours=7)
        await lea.press("X", "enter")
        handovers.acknowledge_handover(morning.ann)

        # Wednesday: cy sees the card in the inbox, does it, and the stand-up tells what changed since Tuesday's.
        ticking.forward(hours=15)
        assert [row.ref for row in inbox.inbox(morning.cy)] == ["OPS-5"]
        assert [task.ref for task in my_day.my_day(morning.bo).carries] == ["OPS-1", "OPS-2"]
        board.move(morning.cy, "OPS-5", "done")
        board.unblock(morning.bo, "OPS-1")
        await lea.beat()
        await lea.press("G")
        lea.sees("Since the last stand-up, OPS-U1", "OPS-5 Order steel", "unblocked", "0 of ")
        await talk_about_everything(lea)
        await lea.press("S", "enter")

        # Thursday: two start it on two terminals and are in one; what both write stands beside each other.
        ticking.forward(days=1)
        joined = standup_record.start_standup(morning.bo).value.ref
        await lea.beat()
        await lea.press("D")
        await lea.type("Bo goes on with the saw")
        await lea.press("enter")
        standup_record.add_note(morning.bo, NoteKind.PARKED, "A second saw?")
        await lea.beat()
        record = standup_record.show_standup(morning.ann)
        assert (record.ref, [note.kind for note in record.notes]) == (joined, [NoteKind.DECISION, NoteKind.PARKED])
        standup_record.finish_standup(morning.bo)

        # Friday: nobody held one; an andon rings, and the hand-over of the evening tells the weekend's lead.
        ticking.forward(days=1)
        issues.raise_issue(morning.cy, "Hose burst", andon=True)
        talk.comment(morning.cy, "OPS-2", "@lea the press stands still")
        handovers.write_handover(morning.lea, handovers.draft_handover(morning.lea).text)
        await lea.beat()
        lea.sees("ANDON OPS-I1, cy")
        await lea.press("escape")
        lea.sees("▲ H2 waits")
        assert "Hose burst" in handovers.show_handover(morning.ann, "OPS-H2").text
        assert [row.kind.value for row in inbox.inbox(morning.lea)][:2] == ["mention", "andon"]

        # Monday: the next one tells of Friday too, and what was never taken over still stands in the header.
        ticking.forward(days=3)
        page = standup(morning.lea)
        assert page.since_what == f"the last stand-up, {joined}"
        assert [each.ref for group in page.changes if group.word == "issue raised" for each in group.changes] == [
            "OPS-I1"
        ]
        await lea.press("2")
        lea.sees("▲ H2 waits")
        handovers.acknowledge_handover(morning.ann)
        await lea.beat()
        lea.sees_not("H2 waits")
    assert [row.ref for row in standup_record.list_standups(morning.ann)] == ["OPS-U3", "OPS-U2", "OPS-U1"]
    assert [row.acknowledged_by for row in handovers.list_handovers(morning.ann)] == ["ann", "ann"]
