"""Stories of the quality list."""

from __future__ import annotations

from prodtui.screens.quality import QualityScreen
from prodtui.services import board, inspections, steps
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.quality import busy, shop, state

__all__ = ["busy", "shop"]


def cursor(reader: Reader) -> str:
    screen = reader.app.screen
    assert isinstance(screen, QualityScreen)
    return screen.list.cursor_key or ""


async def test_the_list_shows_what_is_due_running_waiting_failed_and_signed(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4")
        ann.sees(
            "4 QUALITY", "To do 1  longest waiting first, 1 holds its card", "OPS-5 Move the archive", "holds card"
        )
        ann.sees("Running 1", "OPS-Q1", "1/5", "Waiting for a signature 1  1 for you", "✍  OPS-Q2", "✓ passed")
        ann.sees("Failed 1", "✗ failed", "Signed 1", "OPS-Q4", "by hand", "quinn")


async def test_every_column_that_matters_fits_80x24(busy: Team) -> None:
    async with sitting_at(busy, size=(80, 24)) as ann:
        await ann.press("4")
        ann.sees("Ref", "Checklist", "Task", "State", "Who", "Since", "OPS-1 Rotate the ba", "1/5", "bo")
        ann.sees("enter start", "a by hand", "c lists", "/ find", "? more")


async def test_the_footer_fits_the_row_under_the_cursor(busy: Team) -> None:
    _waiting(busy)
    async with sitting_at(busy, who="bo", size=(80, 24)) as bo:
        hints = {}
        await bo.press("4")
        for _ in range(5):
            hints[cursor(bo)] = bo.lines[-1].split("  / find")[0].strip()
            await bo.press("j")
        assert hints == {
            "OPS-Q1": "enter open  a by hand  c lists",
            "OPS-Q2": "enter open  a by hand  s sign  c lists",
            "OPS-Q5": "enter open  a by hand  c lists",
            "OPS-Q3": "enter open  a by hand  s sign  c lists  p concede  ! issue",
            "OPS-Q4": "enter open  a by hand  c lists",
        }


async def test_a_failed_one_is_conceded_or_raised_from_the_list(busy: Team) -> None:
    async with sitting_at(busy, who="quinn") as quinn:
        await quinn.press("4", "/")
        await quinn.type("OPS-Q3")
        await quinn.press("enter", "!")
        quinn.sees("Raise an issue about OPS-Q3", "Weld check: Free of burrs?")
        await quinn.press("escape", "p")
        await quinn.type("Only the back side")
        await quinn.press("enter")
        assert state(busy, "OPS-Q3") == "waiting"
        quinn.sees("✓ conceded").sees_not("Failed 1")


async def test_what_was_signed_as_failed_stands_out_and_is_found_as_failed(busy: Team) -> None:
    inspections.sign(busy.quinn, "OPS-Q3")
    async with sitting_at(busy) as ann:
        await ann.press("4")
        ann.sees("Signed 2  1 failed", "✗  OPS-Q3", "✗ failed")
        await ann.press("f")
        await ann.type("failed")
        await ann.press("enter")
        ann.sees("OPS-Q3").sees_not("OPS-Q4")
        inspections.correct(busy.quinn, "OPS-Q3")
        await ann.press("escape")
        await ann.beat()
        ann.sees("corrected", "Signed 2").sees_not("✗  OPS-Q3", "1 failed")


async def test_a_step_stands_there_by_its_name(busy: Team) -> None:
    steps.edit_step(busy.ann, "doing", name="Assembly")
    async with sitting_at(busy) as ann:
        await ann.press("4")
        ann.sees("Assembly").sees_not("doing")


async def test_an_empty_list_teaches(team: Team) -> None:
    async with sitting_at(team) as ann:
        await ann.press("4")
        ann.sees("Nothing is inspected on this board yet.", "c  writes a checklist", "q  on a card")


async def test_the_board_is_a_key_away_and_keeps_its_cursor(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("j", "4", "j", "2")
        assert ann.cursor == "OPS-2"
        await ann.press("4")
        assert cursor(ann) == "OPS-Q1"


async def test_enter_starts_what_is_due(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("4", "enter")
        ann.sees("OPS-Q1", "Final check", "OPS-5 Move the archive, doing", "0 of 7 answered")
        await ann.press("escape")
        ann.sees("Running 1", "0/7").sees_not("To do")


async def test_enter_resumes_what_runs(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "j", "enter")
        ann.sees("OPS-Q1", "1 of 5 answered", "question 2 of 5")


async def test_two_who_start_the_same_one_meet_in_it(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("4")
        inspections.start(shop.bo, "final-check", "OPS-5")
        await ann.press("enter")
        ann.sees("OPS-Q1", "0 of 7 answered")
        assert len(inspections.list_inspections(shop.ann)) == 1


async def test_signing_from_the_list(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "j", "j", "s")
        ann.sees("Sign OPS-Q2 Weld check", "You sign as Ann Smith", "✓ passed")
        await ann.type("Looked at it twice")
        await ann.press("enter")
        row = inspections.show(busy.ann, "OPS-Q2").inspection
        assert (row.signed_by, row.meaning) == ("ann", "Looked at it twice")
        ann.sees("Signed 2").sees_not("Waiting for a signature")


async def test_what_i_may_not_sign_says_why_and_is_not_marked(shop: Team) -> None:
    ref = _waiting(shop)
    async with sitting_at(shop, who="bo") as bo:
        await bo.press("4")
        bo.sees("none for you").sees_not("✍")
        await bo.press("s")
        assert bo.notice.startswith(f"{ref} cannot be signed by bo: bo worked on it")
        assert bo.dialog == ""
        assert state(shop, ref) == "waiting"


def _waiting(team: Team) -> str:
    """Return the final check of OPS-5, passed by cy; bo has worked on the task."""
    ref = inspections.start(team.cy, "final-check", "OPS-5").value.ref
    for item, value, sample in (
        ("burrs", True, 1), ("clean", True, 1), ("bore", 25.01, 1), ("bore", 25.01, 2), ("bore", 25.01, 3),
        ("paint", "green", 1), ("notes", "fine", 1),
    ):  # fmt: skip
        inspections.answer(team.cy, ref, item, value, sample=sample)
    return inspections.complete(team.cy, ref).value.ref


async def test_those_that_i_may_sign_come_first(busy: Team) -> None:
    _waiting(busy)
    async with sitting_at(busy, who="bo") as bo:
        await bo.press("4")
        bo.sees("Waiting for a signature 2  1 for you")
        lines = bo.lines
        mine = next(number for number, line in enumerate(lines) if "OPS-Q2" in line)
        other = next(number for number, line in enumerate(lines) if "OPS-Q5" in line)
        assert mine < other


async def test_one_started_by_mistake_is_put_away_and_comes_back(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "j", "x")
        assert ann.notice == "Put away OPS-Q1. u takes it back."
        ann.sees_not("Running")
        await ann.press("u")
        ann.sees("Running 1", "OPS-Q1")


async def test_only_a_running_one_can_be_put_away(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "G", "x")
        assert ann.notice == "It is signed and never changes again."
        await ann.press("g", "x")
        assert ann.notice == "It has not been started, so there is nothing to put away."


async def test_find_and_filter(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "/")
        await ann.type("disk")
        await ann.press("enter")
        assert cursor(ann) == "OPS-Q3"
        await ann.press("f")
        await ann.type("weld waiting")
        ann.sees("1 of 5 inspections.")
        await ann.press("enter")
        ann.sees("OPS-Q2", "weld waiting").sees_not("OPS-Q1", "OPS-Q3")
        await ann.press("escape")
        ann.sees("OPS-Q1", "OPS-Q3")


async def test_the_filter_mine_shows_what_i_did_or_may_sign(busy: Team) -> None:
    async with sitting_at(busy, who="cy") as cy:
        await cy.press("4", "f")
        await cy.type("mine")
        await cy.press("enter")
        cy.sees("OPS-Q2", "OPS-Q3").sees_not("OPS-Q1", "OPS-Q4")
        await cy.press("f")
        await cy.paste("nothing like it")
        await cy.press("enter")
        cy.sees("Nothing matches the filter.")


async def test_old_ones_are_shown_on_demand(shop: Team) -> None:
    for _ in range(52):
        inspections.put_away(shop.bo, inspections.start(shop.bo, "final-check").value.ref)
    refs = [inspections.start(shop.bo, "final-check").value.ref for _ in range(52)]
    async with sitting_at(shop, size=(120, 70)) as ann:
        await ann.press("4")
        ann.sees("Running 50  the newest; A shows all").sees_not(f"{refs[0]} ")
        await ann.press("A")
        ann.sees("Running 52", f"{refs[0]} ")


async def test_what_others_do_shows_flashes_and_names_who(busy: Team) -> None:
    async with sitting_at(busy, size=(160, 40)) as ann:  # the header has room for all of the news
        await ann.press("4")
        inspections.answer(busy.bo, "OPS-Q1", "bore", 12.0)
        await ann.beat()
        ann.sees("2/5", "✎ bo", "bo answered in OPS-Q1")
        inspections.sign(busy.quinn, "OPS-Q2")
        await ann.beat()
        ann.sees("quinn signed OPS-Q2 and 1 more", "Signed 2")


async def test_a_card_that_comes_to_a_gate_is_due(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("4")
        ann.sees("To do 1")
        board.move(shop.bo, "OPS-3", "doing")
        await ann.beat()
        ann.sees("To do 2", "OPS-3 Replace disk 4")


async def test_my_own_change_is_no_news(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "j", "x")
        ann.sees_not("✎ ann", "ann put away")


async def test_by_hand_needs_a_published_checklist(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("4", "a")
        assert ann.notice.startswith("There is no published checklist yet")


async def test_reading_only_looks_and_changes_nothing(busy: Team) -> None:
    async with sitting_at(busy, read_only=True) as sam:
        await sam.press("4", "enter")
        assert "reading only" in sam.notice
        await sam.press("a")
        assert "reading only" in sam.notice
        await sam.press("j", "enter")
        sam.sees("OPS-Q1")
        await sam.press("y")
        assert "reading only" in sam.notice
        assert len(inspections.list_inspections(busy.ann)) == 4


async def test_a_click_opens(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4")
        row = next(number for number, line in enumerate(ann.lines) if "OPS-Q3" in line)
        await ann.pilot.click(offset=(20, row))
        await ann.settle()
        assert cursor(ann) == "OPS-Q3"
        await ann.pilot.click(offset=(20, row))
        await ann.settle()
        ann.sees("failed on Free of burrs?")


async def test_every_action_has_a_palette_entry(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "ctrl+p")
        await ann.choose("Start by hand")
        ann.sees("Inspect by hand with", "Final check", "Weld check")


async def test_the_other_board_has_a_list_of_its_own(busy: Team) -> None:
    from prodtui.services import boards

    boards.create_board(busy.ann, "LAB", "Laboratory")
    async with sitting_at(busy) as ann:
        await ann.press("4", "]")
        ann.sees("Nothing is inspected on this board yet.", "Laboratory")


async def test_the_board_shows_only_what_waits_for_my_signature(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("f")
        await ann.type("to-sign")
        ann.sees("[x] to-sign  waits for my signature", "1 of 5 cards.")
        await ann.press("enter")
        ann.sees("OPS-2").sees_not("OPS-1 ", "OPS-3 ")
        inspections.sign(busy.quinn, "OPS-Q2")
        await ann.beat()
        ann.sees("No card matches the filter.")


async def test_the_board_shows_only_what_a_gate_holds(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        ann.board.use_filter("to-check")
        await ann.settle()
        ann.sees("OPS-5", "1 shown").sees_not("OPS-1 ", "OPS-2 ")


async def test_undo_names_the_question_in_the_list_and_on_the_board(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("4", "enter", "y", "escape", "u")
        assert ann.notice == "Took back the answer to Free of burrs? of OPS-Q1. U does it again."
        await ann.press("2", "U")
        assert ann.notice == "Did the answer to Free of burrs? of OPS-Q1 again. u takes it back."
