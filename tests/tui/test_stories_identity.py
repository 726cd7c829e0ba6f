"""Stories of one shared login: act as somebody else, and as oneself again."""

from __future__ import annotations

from prodtui.services import history, people
from prodtui.services.workspace import system_login
from tests.helpers.team import Team
from tests.tui.driver import sitting_at, starting

ME = system_login()


async def test_changes_are_recorded_as_one_for_another_until_one_is_oneself_again(desk: Team) -> None:
    async with sitting_at(desk, size=(80, 24)) as ann:
        await ann.press("A")
        ann.sees("Act as", "myself", "Bo Berg")
        await ann.choose("bo")
        assert ann.notice == f"Your changes are recorded as those of {ME} for bo from now on."
        assert f"{ME} for bo" in ann.lines[0]
        await ann.press("s", "enter")
        await ann.settle()
        [event] = history.events(desk.ann, newest=True, limit=1)
        assert (event.ref, event.actor, event.typed_by) == ("OPS-1", "bo", ME)
        await ann.press("A")
        ann.sees(f"myself  @{ME}")
        await ann.choose("myself")
        assert f"{ME} for" not in ann.lines[0]
        await ann.press("escape", "c")
        await ann.type("Mine")
        await ann.press("enter")
        [event] = history.events(desk.ann, newest=True, limit=1)
        assert (event.actor, event.typed_by) == (ME, None)


async def test_the_palette_knows_it_and_turning_back_changes_nothing(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("ctrl+p")
        await ann.choose("act as")
        ann.sees("Act as", "Quinn")
        await ann.press("escape")
        assert ann.app.bridge.workspace.actor.login == "ann"


async def test_the_filter_for_my_cards_follows(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        ann.board.use_filter("mine")
        await ann.settle()
        ann.sees("OPS-3")
        ann.sees_not("OPS-1")
        await ann.press("A")
        await ann.choose("bo")
        ann.sees("OPS-1", "OPS-5")
        ann.sees_not("OPS-3")


async def test_it_works_on_the_detail_screen_and_read_only(desk: Team) -> None:
    async with sitting_at(desk, read_only=True) as ann:
        await ann.press("enter", "A")
        await ann.choose("cy")
        assert ann.notice.startswith(f"Your changes are recorded as those of {ME} for cy")
        await ann.press("escape")
        assert f"{ME} for cy" in ann.lines[0]
        ann.sees("read only")


async def test_inactive_people_are_not_offered_and_alone_there_is_nobody(desk: Team) -> None:
    for person in people.list_people(desk.ann):
        if person.login not in ("ann", "bo"):
            people.edit_person(desk.ann, person.login, active=False)
    async with sitting_at(desk) as ann:
        await ann.press("A")
        ann.sees("Bo Berg")
        ann.sees_not("Quinn")
    people.edit_person(desk.ann, "bo", active=False)
    async with sitting_at(desk) as ann:
        await ann.press("A")
        assert ann.dialog == ""
        assert ann.notice == "There is nobody else to act as; add people with the command person add LOGIN."


async def test_who_was_named_when_the_program_was_started_is_in_the_header(desk: Team) -> None:
    async with starting(desk.path, as_name="bo", board="OPS") as bo:
        assert f"{ME} for bo" in bo.lines[0]
