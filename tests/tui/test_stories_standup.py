"""Stories of the stand-up."""

from __future__ import annotations

from pathlib import Path

import pytest

from prodtui.cli.run import run_words
from prodtui.domain.enums import NoteKind
from prodtui.errors import Rejected
from prodtui.screens.standup import StandupScreen
from prodtui.screens.standup_desk import read_action
from prodtui.services import board, handovers, standup_record
from tests.helpers.team import Clock, Team
from tests.tui.driver import Reader, sitting_at, words_of
from tests.tui.standup import morning

__all__ = ["morning"]


def cursor(reader: Reader) -> str:
    screen = reader.app.screen
    assert isinstance(screen, StandupScreen)
    return screen.list.cursor_key or ""


def notes(team: Team) -> list[tuple[NoteKind, str, str | None]]:
    found = standup_record.show_standup(team.lea).notes
    return [(note.kind, note.text, note.about) for note in found]


async def test_exceptions_people_and_changes_stand_in_their_order(morning: Team) -> None:
    async with sitting_at(morning, who="lea", size=(80, 24)) as lea:
        await lea.press("8")
        lea.sees("8 STAND-UP", "0 of 8 talked about")
        lea.sees("Needs us first 3", "⛔  OPS-1 Saw", "blocked 2d: no steel", "!   OPS-2 File", "2d late", "▲   Doing")
        lea.sees("Person by person 5", "Ann Smith  nothing in hand", "Bo Berg  2 in work · 1 next · 1 finished")
        lea.sees("✓ OPS-4 Pack", "OPS-3 Paint", "next")
        await lea.press("G")
        lea.sees("Since the working day before", "finished", "OPS-4 Pack", "bo")
        lea.sees("space talked", "n note", "a add", "S finish", "enter open")


async def test_space_marks_and_goes_on_and_the_first_one_starts_the_stand_up(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "space")
        lea.sees("OPS-U1  1 of 8 talked about")
        assert cursor(lea) == "OPS-2"
        await lea.press("space")
        assert cursor(lea) == "step:doing"
        await lea.press("g", "space")  # takes the mark of the first one away again
        lea.sees("1 of 8 talked about")
        assert (cursor(lea), notes(morning)) == ("OPS-1", [(NoteKind.TALKED, "OPS-2 File: 2d late (bo)", "OPS-2")])
        await lea.press("tab")
        assert cursor(lea) == "step:doing"


async def test_a_task_of_somebody_is_talked_about_with_the_person(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "/")
        await lea.type("Paint")
        await lea.press("enter", "space")
        assert [note[2] for note in notes(morning)] == ["person:bo"]


async def test_what_stands_below_the_list_is_the_whole_row(morning: Team) -> None:
    async with sitting_at(morning, who="lea", size=(80, 24)) as lea:
        await lea.press("8")
        lea.sees("OPS-1 Saw: blocked 2d: no steel (bo)")
        await lea.press("j")
        lea.sees("OPS-2 File: 2d late")


async def test_cards_are_worked_on_without_leaving(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "b")
        assert morning.get("OPS-1").blocked_reason is None
        lea.sees_not("no steel")
        await lea.press("u")
        lea.sees("blocked 2d: no steel")
        await lea.press("/")
        await lea.type("Paint")
        await lea.press("enter", "@")
        await lea.choose("Cy Young")
        assert set(morning.get("OPS-3").assignees) == {"bo", "cy"}
        await lea.press("L")
        assert morning.get("OPS-3").step == "ready"


async def test_a_refused_move_says_why_and_is_overridden(morning: Team) -> None:
    board.move(morning.bo, "OPS-3", "ready")
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "/")
        await lea.type("Paint")
        await lea.press("enter", "L")
        lea.sees("Doing is at its limit 2/2", "o override")
        await lea.press("o")
        await lea.type("Customer waits")
        await lea.press("enter")
        assert morning.get("OPS-3").step == "doing"
        lea.sees("over its limit 3/2")


async def test_notes_decisions_and_actions(morning: Team) -> None:
    async with sitting_at(morning, who="lea", run_words=run_words) as lea:
        await lea.press("8", "D")
        lea.sees("What was decided? about OPS-1")
        await lea.type("By hand until Friday")
        await lea.press("enter", "a")
        await lea.type("Order a fixture @bo fri")
        await lea.press("enter")
        lea.sees("Written down, and OPS-5 is on the board. u takes it back.")
        await lea.press("P")
        await lea.type("A second saw?")
        await lea.press("enter", "O")
        lea.sees("Notes of OPS-U1", "By hand until Friday", "Order a fixture (Bo Berg, by Fri 27 Nov)", "A second saw?")
    assert [note[:2] for note in notes(morning)] == [
        (NoteKind.DECISION, "By hand until Friday"),
        (NoteKind.ACTION, "Order a fixture (Bo Berg, by Fri 27 Nov)"),
        (NoteKind.PARKED, "A second saw?"),
    ]  # fmt: skip
    made = morning.get("OPS-5")
    assert (made.assignees, made.notes) == (("bo",), "From stand-up U1")


async def test_who_is_there_and_the_end(morning: Team) -> None:
    async with sitting_at(morning, who="lea", run_words=run_words) as lea:
        await lea.press("8", "space", "W")
        await lea.choose("Bo Berg")
        assert standup_record.show_standup(morning.lea).people == ("lea", "bo")
        await lea.press("S")
        lea.sees("End OPS-U1?", "End it and copy the summary")
        await lea.press("down", "enter")
        lea.sees("OPS-U1 is over; its summary is on the clipboard.")
        assert "There: Lea Brand, Bo Berg." in lea.app.clipboard
        lea.sees("0 of 8 talked about")
        await lea.press("u")
        assert standup_record.show_standup(morning.lea).ended_at is None
        lea.sees("1 of 8 talked about")


async def test_nothing_to_end_is_said(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "S")
        assert lea.notice == "No stand-up runs: space marks what is talked about, and starts one."
        await lea.press("O")
        assert lea.notice == "There is no stand-up of OPS yet; space marks what is talked about, and starts one."


async def test_the_summary_is_copied_as_plain_text(morning: Team) -> None:
    async with sitting_at(morning, who="lea", run_words=run_words) as lea:
        await lea.press("8", "space", "S")
        await lea.choose("plain text")
        assert lea.app.clipboard.startswith("Stand-up OPS-U1")
        await lea.press("O")
        lea.sees("Notes of OPS-U1", "OPS-1 Saw")  # the last one, while none runs


@pytest.mark.parametrize(("name", "begins"), [("u.md", "# Stand-up OPS-U1"), ("u.txt", "Stand-up OPS-U1")])
async def test_the_summary_is_written_to_a_file(
    morning: Team, tmp_path: Path, name: str, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with sitting_at(morning, who="lea", run_words=run_words) as lea:
        await lea.press("8", "space", "S")
        await lea.choose("file")
        await lea.press("ctrl+u")
        await lea.type(f"nowhere/{name}")
        await lea.press("enter")
        lea.sees("cannot be written: no such file or directory")  # asked for again; the stand-up is over
        await lea.press("ctrl+u")
        await lea.type(name)
        assert "will be made." in words_of(lea)
        await lea.press("enter")
        lea.sees("OPS-U1 is over; its summary is written to")
    assert Path(name).read_text().startswith(begins)
    assert standup_record.show_standup(morning.lea).ended_at is not None


async def test_enter_opens_what_has_a_page(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "enter")
        lea.sees("no steel (2d, by Bo Berg)", "talk and history")
        await lea.press("escape", "j", "j", "enter")
        assert lea.notice == "There is nothing more to show about it."


async def test_two_terminals_are_in_one_stand_up(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "space")
        standup_record.start_standup(morning.bo)
        standup_record.mark_talked(morning.bo, "person:bo", "Bo Berg")
        board.block(morning.bo, "OPS-2", "no files")
        await lea.beat()
        lea.sees("OPS-U1  2 of 8 talked about", "blocked 0m: no files", "bo")
        assert standup_record.show_standup(morning.lea).people == ("lea", "bo")


async def test_two_who_press_space_on_one_row_mark_it_once(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea, sitting_at(morning, who="bo") as bo:
        await bo.press("8")
        await lea.press("8", "space")
        await bo.press("space")  # his screen does not show her mark yet
        assert '"OPS-1 Saw: blocked 2d: no steel (bo)" was marked already.' in bo.notice
        assert [note[2] for note in notes(morning)] == ["OPS-1"]


async def test_a_stand_up_that_begins_is_told(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "space")
        assert lea.notice == "OPS-U1 begins."
        standup_record.finish_standup(morning.lea)
        await lea.beat()
        await lea.press("D")
        await lea.type("By hand")
        await lea.press("enter")
        assert lea.notice == "OPS-U2 begins. Written down. u takes it back."


async def test_a_note_goes_where_it_was_begun_though_somebody_ended_that_stand_up(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "space", "P")
        await lea.type("A second saw?")
        standup_record.finish_standup(morning.bo)
        await lea.beat()
        await lea.press("enter")
        told = "OPS-U1 was ended meanwhile; it is written down there."
        assert lea.notice == f"{told} Written down. u takes it back."
    kept = standup_record.show_standup(morning.lea)
    assert (kept.ref, [note.text for note in kept.written]) == ("OPS-U1", ["A second saw?"])


async def test_a_team_that_wants_a_clock_sees_how_much_of_its_time_is_gone(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "space")
        lea.sees("OPS-U1  1 of 8 talked about")  # off unless somebody asked for it
        morning.settings(standup_minutes=10)
        await lea.beat()
        lea.sees("OPS-U1 0m of 10m  1 of 8 talked about")
        morning.clock.forward(minutes=12)
        await lea.press("space")
        lea.sees("OPS-U1 12m of 10m  2 of 8 talked about")


async def test_what_the_reader_writes_down_is_no_news(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "space", "D")  # the first one starts the stand-up as well
        await lea.type("By hand")
        await lea.press("enter")
        lea.sees_not("lea changed")
        standup_record.add_note(morning.lea, "decision", "in her other window")
        await lea.beat()
        lea.sees("lea changed OPS-U1.3")


async def test_since_another_moment(morning: Team, ticking: Clock) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "F")
        await lea.press("down", "enter", "G")
        lea.sees("Since the shift before")
        await lea.press("F", "down", "down", "enter")
        await lea.type("tomorrow")
        await lea.press("enter")
        lea.sees("lies ahead")
        await lea.press("escape")


async def test_a_sponsor_looks_and_is_told_why_nothing_is_written(morning: Team) -> None:
    async with sitting_at(morning, who="sam") as sam:
        await sam.press("8", "space")
        assert sam.notice == "A sponsor only looks at this board, so nothing can be changed here."
        sam.sees("0 of 8 talked about")


async def test_an_empty_board_teaches(team: Team, ticking: Clock) -> None:
    ticking.forward(days=9)
    async with sitting_at(team, who="lea") as lea:
        await lea.press("8")
        lea.sees("Person by person 5", "nothing in hand").sees_not("Needs us first", "Since the")


def test_an_action_ends_with_who_and_when() -> None:
    assert read_action("order a fixture @bo fri") == ("order a fixture", "bo", "fri")
    assert read_action("order a fixture fri @bo") == ("order a fixture", "bo", "fri")
    assert read_action("count to 10") == ("count to 10", None, None)
    assert read_action("mail @ 10") == ("mail @ 10", None, None)
    assert read_action("buy rods @cy due wed") == ("buy rods", "cy", "wed")
    assert read_action("tell @cy what is due") == ("tell @cy what is due", None, None)
    for text in ("sweep @cy @bo fri", "sweep mon @bo fri"):
        with pytest.raises(Rejected, match="is another one"):
            read_action(text)


async def test_a_shift_is_handed_over_and_every_board_says_so_until_it_is_taken(morning: Team) -> None:
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "X")
        lea.sees("Hand over the shift since 2026-11-24 08:00", "Finished:", "- OPS-4 Pack (bo)")
        await lea.press("enter")
        lea.sees("OPS-H1 waits to be taken over; every open board says so.", "▲ H1 waits")
        assert handovers.show_handover(morning.lea, "OPS-H1").text.startswith("Finished:\n- OPS-4 Pack (bo)")
        await lea.press("2")
        lea.sees("▲ H1 waits")
        handovers.acknowledge_handover(morning.ann)
        await lea.beat()
        lea.sees_not("H1 waits")


async def test_a_shift_is_taken_over_after_it_was_read(morning: Team) -> None:
    handovers.write_handover(morning.lea, "Press 2 runs warm")
    async with sitting_at(morning, who="ann") as ann:
        ann.sees("▲ H1 waits")
        await ann.press("8", "X")
        ann.sees("OPS-H1 of lea", "Press 2 runs warm", "enter take the shift over", "e write another")
        await ann.press("e", "escape", "X", "enter")
        assert handovers.show_handover(morning.ann, "OPS-H1").acknowledged_by == "ann"
        ann.sees_not("H1 waits")
        await ann.press("u")
        ann.sees("▲ H1 waits")


async def test_a_shift_is_taken_over_from_the_board(morning: Team) -> None:
    handovers.write_handover(morning.lea, "Press 2 runs warm")
    async with sitting_at(morning, who="ann") as ann:
        await ann.press("2")
        ann.sees("▲ H1 waits").sees_not("X hand-over")
        await ann.press("X", "enter")
        assert ann.notice == "You took OPS-H1 over. u takes it back."
        ann.sees_not("H1 waits")


async def test_what_one_wrote_and_nobody_took_over_is_edited(morning: Team) -> None:
    handovers.write_handover(morning.lea, "Press 2 runs warm")
    async with sitting_at(morning, who="lea") as lea:
        await lea.press("8", "X")
        lea.sees("OPS-H1 of lea", "waits to be taken over", "Press 2 runs warm", "enter edit it", "e write another")
        await lea.press("enter")
        lea.sees("Edit OPS-H1")
        await lea.press("end")
        await lea.type(" and slow")
        await lea.press("enter")
        assert lea.notice == "OPS-H1 is changed. u takes it back."
        assert handovers.show_handover(morning.lea, "OPS-H1").text == "Press 2 runs warm and slow"
        await lea.press("X", "e")
        lea.sees("Hand over the shift since")
        await lea.type("Nothing more")
        await lea.press("enter")
        assert lea.notice == "OPS-H2 waits to be taken over; every open board says so."


async def test_a_member_is_told_who_hands_over(morning: Team) -> None:
    async with sitting_at(morning, who="bo") as bo:
        await bo.press("8", "X")
        assert bo.notice.startswith("Only a lead or a manager may hand shifts over or take them over;")
