"""Stories of one inspection: answering, typing readings, completing, signing, correcting; alone and with others."""

from __future__ import annotations

import pytest

from prodtui.screens import inspection
from prodtui.services import inspections, talk
from prodtui.services.issues import show_issue
from prodtui.storage.sqlite import sqlite3
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.quality import at_inspection, busy, running, said, shop, state

__all__ = ["busy", "shop"]

TO_Q1 = ("4", "enter")


async def answer_all(reader: Reader, *, readings: tuple[str, ...] = ("25.01", "25.02", "25.0")) -> None:
    """Answer the final check with one key each where that is possible."""
    await reader.press("y", "x")
    for text in readings:
        await reader.type(text)
        await reader.press("enter")
    await reader.press("2", "enter")
    await reader.type("fine")
    await reader.press("enter")


async def news(reader: Reader) -> None:
    """Let one of two programs ask the feed; from within, because it is not the one that this task runs in."""
    reader.app.call_later(reader.app.pump)
    await reader.settle()


async def test_one_key_answers_and_goes_on(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1)
        ann.sees("question 1 of 7", "critical", "Free of burrs?", "Use the lamp.", "[y] Yes", "[n] No")
        await ann.press("y")
        assert said(shop, "OPS-Q1") == {("burrs", 1): True}
        ann.sees("question 2 of 7", "Clean?", "[x] Not applicable", "1 of 7 answered, saved 10:00")


async def test_a_whole_inspection_from_the_keyboard(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1)
        await answer_all(ann)
        assert said(shop, "OPS-Q1") == {
            ("burrs", 1): True, ("clean", 1): "n/a", ("bore", 1): 25.01, ("bore", 2): 25.02, ("bore", 3): 25.0,
            ("paint", 1): "green", ("notes", 1): "fine",
        }  # fmt: skip
        assert ann.notice == "All 7 questions are answered."
        await ann.press("d")
        assert state(shop, "OPS-Q1") == "waiting"
        ann.sees("passed, waits for a signature by anybody who did not work on it; you may sign")
        await ann.press("s")
        ann.sees("I checked against drawing B")
        await ann.press("enter")
        ann.sees('signed by ann 10:00: "I checked against drawing B"')
        assert state(shop, "OPS-Q1") == "signed"


async def test_keys_of_one_burst_each_answer_their_own_question(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1)
        await ann.burst(*"yn25.01", "enter", *"25", "enter")
        assert said(shop, "OPS-Q1") == {
            ("burrs", 1): True, ("clean", 1): False, ("bore", 1): 25.01, ("bore", 2): 25.0,
        }  # fmt: skip


async def test_a_reading_outside_its_limits_shows_how_far_while_it_is_typed(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "y", "y")
        ann.sees("25.000 … 25.021 mm (nominal 25.000)", "reading 1 of 3", "Measure at three places.")
        await ann.type("25.034")
        ann.sees("✗ 0.013 mm over")
        assert said(shop, "OPS-Q1").keys() == {("burrs", 1), ("clean", 1)}
        await ann.press("backspace", "backspace")
        await ann.type("1")
        ann.sees("✓ within its limits").sees_not("over")


async def test_after_saving_it_still_says_how_far(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "y", "y")
        await ann.type("24.9")
        await ann.press("enter")
        assert ann.notice == "Critical: Bore diameter is 0.100 mm under."
        ann.sees("24.900 mm -0.100", "Bore diameter failed so far", "reading 2 of 3")
        await ann.press("k")
        ann.sees("✗ 24.900 mm, 0.100 mm under", "by ann")


async def test_what_is_no_number_is_refused_and_stays_typed(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "y", "y")
        await ann.type("25.0.1")
        await ann.press("enter")
        assert '"25.0.1" is not a number' in ann.notice
        assert at_inspection(ann).sitting is not None
        assert at_inspection(ann).sitting.typed == "25.0.1"  # type: ignore[union-attr]
        await ann.press("backspace", "backspace", "enter")
        assert said(shop, "OPS-Q1")["bore", 1] == 25.0


async def test_a_comma_counts_where_the_locale_has_one(shop: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "y", "y")
        await ann.type("25,01")
        await ann.press("enter")
        assert "the decimal point here is '.'" in ann.notice
        await ann.press("escape", "escape")
        monkeypatch.setattr(inspection, "decimal_comma", lambda: True)
        await ann.press("enter")
        await ann.type("25,01")
        await ann.press("enter")
        assert said(shop, "OPS-Q1")["bore", 1] == 25.01


async def test_a_key_that_is_no_answer_here_says_what_is(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "5")
        assert ann.notice == "This question takes y or n."
        await ann.press("x")
        assert ann.notice.startswith("Free of burrs? has to be answered")
        await ann.press("y", "y", "y")
        assert ann.notice == "This question takes a number: type it and press enter."
        await ann.press("j", "j", "j", "9")
        assert ann.notice == "This question takes one of its choices: 1 to 3."
        await ann.press("j", "y")
        assert ann.notice == "This question takes text: enter opens a line."


async def test_an_answer_can_be_changed_noted_and_taken_back(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "o")
        assert ann.notice.startswith("Answer the question first")
        await ann.press("y", "k", "n", "k")
        assert said(shop, "OPS-Q1") == {("burrs", 1): False}
        await ann.press("o")
        await ann.type("on the left edge")
        await ann.press("enter")
        ann.sees("note: on the left edge", "✗ no")
        await ann.press("y", "k")
        ann.sees("note: on the left edge", "✓ yes")
        await ann.press("delete")
        assert said(shop, "OPS-Q1") == {}
        await ann.press("u")
        assert said(shop, "OPS-Q1") == {("burrs", 1): True}


async def test_esc_drops_a_number_first_and_leaves_then(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "y", "y", "2", "5", "escape")
        ann.sees("type the number, enter saves it")
        await ann.press("escape")
        ann.sees("4 QUALITY")


async def test_a_click_answers(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1)
        row = next(number for number, line in enumerate(ann.lines) if "[n] No" in line)
        await ann.pilot.click(offset=(ann.lines[row].index("[n] No"), row))
        await ann.settle()
        assert said(shop, "OPS-Q1") == {("burrs", 1): False}
        await ann.press("y", "j", "j", "j")
        row = next(number for number, line in enumerate(ann.lines) if "[3] blue" in line)
        await ann.pilot.click(offset=(ann.lines[row].index("blue"), row))
        await ann.settle()
        assert said(shop, "OPS-Q1")["paint", 1] == "blue"


async def test_an_incomplete_one_is_not_completed(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "y", "d")
        assert "is not complete: 1 of 7 answered; open: Clean?, Bore diameter" in ann.notice
        await ann.press("space")
        ann.sees("question 3 of 7")


async def test_a_failed_one_passes_with_a_concession(shop: Team) -> None:
    async with sitting_at(shop, who="quinn") as quinn:
        await quinn.press(*TO_Q1)
        await answer_all(quinn, readings=("25.034", "25.01", "25.0"))
        await quinn.press("d")
        assert state(shop, "OPS-Q1") == "failed"
        quinn.sees("failed on Bore diameter; it needs a concession or a new inspection", "concede")
        await quinn.press("p")
        await quinn.type("customer agrees")
        await quinn.press("enter")
        row = inspections.show(shop.ann, "OPS-Q1").inspection
        assert (row.state.value, row.reason, row.conceded_by) == ("waiting", "customer agrees", "quinn")
        quinn.sees("passes with a concession by quinn (customer agrees), waits for a signature")


async def test_signing_a_failed_one_says_that_it_stays_failed(busy: Team) -> None:
    async with sitting_at(busy, who="quinn") as quinn:
        await quinn.press("4", "j", "j", "j", "s")
        quinn.sees("your signature makes that final", "concession instead", "enter sign as failed")
        await quinn.press("escape", "k", "s")
        quinn.sees("enter sign ").sees_not("sign as failed")


async def test_why_somebody_may_not_sign_is_readable_at_80x24_and_so_are_the_questions(shop: Team) -> None:
    talk.log_work(shop.bo, "OPS-5", 5)
    async with sitting_at(shop, who="bo", size=(80, 24)) as bo:
        await bo.press(*TO_Q1)
        await answer_all(bo)
        await bo.press("d")
        assert "worked on it, and nobody signs their own work here." in " ".join(bo.text.split())
        bo.sees("Free of burrs?", "Clean?", "Bore diameter 1/3", "Bore diameter 3/3", "Colour", "Remarks")


async def test_a_long_signed_statement_is_shown_whole_at_80x24(busy: Team) -> None:
    meaning = "I looked at every part of this lot under the lamp, measured both bores, and compared them with drawing B"
    inspections.sign(busy.quinn, "OPS-Q2", meaning=meaning)
    async with sitting_at(busy, size=(80, 24)) as ann:
        await ann.press("4", "G", "enter")
        assert meaning in " ".join(ann.text.split())


async def test_who_may_not_concede_is_told_who_may(busy: Team) -> None:
    async with sitting_at(busy, who="bo") as bo:
        await bo.press("4", "j", "j", "j", "enter", "p")
        assert bo.notice.startswith("Only a quality or a lead or a manager may grant a concession;")
        assert bo.dialog == ""


async def test_a_failure_offers_an_issue_already_filled_in(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "j", "j", "j", "enter", "!")
        ann.sees("Raise an issue about OPS-Q3", "Weld check: Free of burrs?", "major")
        await ann.press("enter")
        assert ann.notice == "Raised OPS-I1 about OPS-Q3."
        assert inspections.show(busy.ann, "OPS-Q3").issues == ("OPS-I1",)


async def test_a_failed_critical_item_offers_its_issue_at_once(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "n")
        assert ann.notice.startswith("Critical: Free of burrs? does not pass.")
        ann.sees("! issue")
        await ann.press("!")
        ann.sees(
            "Raise an issue about OPS-Q1", "Final check: Free of burrs?", "major", "- Free of burrs? (critical): no"
        )
        await ann.press("enter")
        row = show_issue(shop.ann, "OPS-I1").issue
        assert (row.inspection, row.task, row.step, row.severity) == ("OPS-Q1", "OPS-5", "doing", "major")


async def test_an_item_that_is_not_critical_offers_no_issue(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "j", "n")
        assert ann.notice == "" and not ann.lines[-2].strip()


async def test_nothing_failed_offers_no_issue(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "j", "enter", "!")
        assert ann.notice.startswith("Nothing failed in it")


async def test_a_signed_one_is_read_only_and_corrected_by_a_new_one(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "G", "enter", "n")
        assert ann.notice == "OPS-Q4 was signed by quinn and never changes again; c begins a correction."
        await ann.press("s")
        assert ann.notice == "It is signed already and never changes again."
        await ann.press("c")
        ann.sees("Begin a correction of OPS-Q4?", "OPS-Q4 counts for no gate any more.")
        await ann.press("n")
        assert len(inspections.list_inspections(busy.ann)) == 4
        await ann.press("c", "y")
        ann.sees("OPS-Q5", "corrects OPS-Q4", "0 of 5 answered")
        await ann.press("escape", "G", "enter")
        ann.sees("corrected by OPS-Q5")


async def test_somebody_else_signs_first_and_the_second_is_told(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "j", "j", "enter", "s")
        assert ann.dialog == "SignDialog"
        inspections.sign(busy.quinn, "OPS-Q2")
        await ann.press("enter")
        ann.sees("OPS-Q2 was signed by quinn at")
        assert inspections.show(busy.ann, "OPS-Q2").inspection.signed_by == "quinn"


async def test_two_programs_fill_one_inspection(shop: Team) -> None:
    ref = running(shop).ref
    async with sitting_at(shop) as ann, sitting_at(shop, who="bo") as bo:
        await ann.press("4", "enter", "y", "j", "2", "5", ".")
        await bo.press("4", "enter")
        bo.sees("1 of 7 answered", "question 2 of 7")
        await bo.press("n")
        await news(ann)
        assert ann.notice == "bo answered Clean?."
        ann.sees("✎ bo", "2 of 7 answered", "reading 1 of 3")
        await ann.type("01")
        await ann.press("enter")
        await news(bo)
        bo.sees("25.010 mm")
        assert said(shop, ref) == {("burrs", 1): True, ("clean", 1): False, ("bore", 1): 25.01}


async def test_it_is_resumed_where_it_was_left(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "y", "y")
    async with sitting_at(shop, who="bo") as bo:
        await bo.press(*TO_Q1)
        bo.sees("2 of 7 answered", "reading 1 of 3")


@pytest.mark.usefixtures("rollback_journal")
async def test_a_busy_store_keeps_the_answer_and_says_so(shop: Team) -> None:
    async with sitting_at(shop, pragmas={"synchronous": "OFF", "busy_timeout": 1}) as ann:
        await ann.press(*TO_Q1)
        lock = sqlite3.connect(shop.path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        await ann.press("y")
        ann.sees("1 NOT SAVED").sees_not("saved 10")
        assert "The answer is kept here; enter saves it again." in ann.notice
        await ann.press("escape")
        ann.sees("1 answer is not saved. Leave all the same?")
        await ann.press("n", "k")
        ann.sees("not saved:", "yes")
        lock.execute("ROLLBACK")
        lock.close()
        await ann.press("enter")
        assert said(shop, "OPS-Q1") == {("burrs", 1): True}
        ann.sees("1 of 7 answered, saved 10:00")


@pytest.mark.usefixtures("rollback_journal")
async def test_when_one_answer_gets_through_the_others_follow(shop: Team) -> None:
    async with sitting_at(shop, pragmas={"synchronous": "OFF", "busy_timeout": 1}) as ann:
        await ann.press(*TO_Q1)
        lock = sqlite3.connect(shop.path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        await ann.press("y", "n")
        ann.sees("2 NOT SAVED")
        lock.execute("ROLLBACK")
        lock.close()
        await ann.type("25.01")
        await ann.press("enter")
        assert said(shop, "OPS-Q1") == {("burrs", 1): True, ("clean", 1): False, ("bore", 1): 25.01}
        ann.sees("3 of 7 answered").sees_not("NOT SAVED")


async def test_an_answer_is_called_saved_only_when_it_is_on_disk(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1)
        lock = sqlite3.connect(shop.path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        await ann.pilot.press("y")
        await ann.pilot.pause()
        ann.sees("saving…", "question 2 of 7").sees_not("saved 10")
        lock.execute("ROLLBACK")
        lock.close()
        await ann.settle()
        ann.sees("saved 10:00")


async def test_undo_takes_back_the_last_answer(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_Q1, "y", "u")
        assert said(shop, "OPS-Q1") == {}
        assert ann.notice == "Took back the answer to Free of burrs? of OPS-Q1. U does it again."
        ann.sees("0 of 7 answered")


# --- from a card


async def test_q_opens_what_is_due_at_once_and_esc_returns_to_the_board(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("l", "l", "q")
        ann.sees("OPS-Q1", "Final check", "OPS-5 Move the archive")
        await ann.press("escape")
        assert ann.cursor == "OPS-5"


async def test_q_without_anything_due_chooses_a_checklist(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("q")
        ann.sees("Inspect OPS-1 with", "Final check", "version 1")
        await ann.press("enter")
        ann.sees("OPS-Q1", "OPS-1 Rotate the backup keys")


async def test_q_lets_choose_among_several(busy: Team) -> None:
    inspections.start(busy.bo, "final-check", "OPS-1")
    async with sitting_at(busy) as ann:
        await ann.press("q")
        ann.sees("Inspections of OPS-1", "OPS-Q1 Weld check", "1 of 5 answered", "Another checklist…")
        await ann.choose("final")
        ann.sees("OPS-Q5", "0 of 7 answered")


async def test_q_works_in_the_detail_view(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("l", "l", "enter", "q")
        ann.sees("OPS-Q1", "Final check")
        await ann.press("escape")
        ann.sees("OPS-5 Move the archive", "talk and history")


async def test_q_without_a_checklist_says_where_to_write_one(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("q")
        assert ann.notice == "There is no published checklist yet; 4 shows Quality, and c there writes one."
