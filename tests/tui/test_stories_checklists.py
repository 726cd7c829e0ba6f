"""Stories of writing checklists: items, who signs, what needs them, versions."""

from __future__ import annotations

from prodtui.domain.enums import Frequency, ItemKind, SignRule
from prodtui.domain.rows_quality import ChecklistDetail
from prodtui.services import checklists, inspections
from tests.helpers.team import Team
from tests.tui.driver import sitting_at
from tests.tui.quality import busy, shop

__all__ = ["busy", "shop"]

TO_FINAL = ("4", "c", "enter")


def detail(team: Team, key: str = "final-check") -> ChecklistDetail:
    return checklists.show_checklist(team.ann, key)


def draft(team: Team, key: str = "final-check") -> list[str]:
    """Return the questions of a draft in their order."""
    content = detail(team, key).draft
    return [item.text for item in content.items] if content is not None else []


async def test_no_checklist_teaches_how_to_write_one(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("4", "c")
        ann.sees("There is no checklist yet.", "a  writes one", "+  attaches it")


async def test_the_list_shows_version_items_and_what_needs_it(busy: Team) -> None:
    async with sitting_at(busy) as ann:
        await ann.press("4", "c")
        ann.sees("Checklists of OPS", "Final check", "v1", "leaving doing", "Weld check", "by hand")


async def test_from_nothing_to_a_published_gate(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("4", "c", "a")
        await ann.type("Weld check")
        await ann.press("enter")
        ann.sees("Weld check", "draft", "This checklist has no items yet.")
        await ann.press("P")
        assert ann.notice == "A checklist without items cannot be published; a adds one."
        await ann.press("a")
        await ann.choose("yes/no")
        await ann.type("Free of burrs?")
        await ann.press("enter")
        await ann.press("a")
        await ann.choose("measurement")
        await ann.type("Bore")
        await ann.press("tab", "tab", "tab")
        await ann.type("25")
        await ann.press("tab")
        await ann.type("25.021")
        await ann.press("tab")
        await ann.type("mm")
        await ann.press("enter")
        ann.sees("Free of burrs?", "Bore", "25 … 25.021 mm")
        await ann.press("P")
        ann.sees("Publish Weld check as version 1?", "new inspections use it", "No inspection of it runs now.")
        await ann.press("y")
        assert ann.notice == "Published Weld check version 1. + attaches it to a step or product."
        await ann.press("+")
        await ann.type("doing")
        await ann.press("enter")
        assert ann.notice == "Attached: leaving doing. Cards that stand there need it from now on."
        ann.sees("needed by leaving doing")
        await ann.press("escape", "escape")
        ann.sees("To do 1", "OPS-5")


async def test_limits_the_wrong_way_round_are_told_at_the_field(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "j", "j", "e", "tab", "tab", "tab", "end")
        await ann.type("9")
        ann.sees("259")
        await ann.press("enter")
        ann.sees("The lower limit 259 is above the upper limit 25.021. Give the smaller one here.")
        assert ann.app.focused is not None
        assert ann.app.focused.id == "field-lower"
        assert draft(shop) == []
        await ann.press("backspace", "enter")
        assert ann.dialog == ""


async def test_what_a_field_cannot_mean_is_told_there(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "a")
        await ann.choose("choice")
        await ann.press("enter")
        ann.sees("The question is empty.", "There must be 2 to 20 choices.")
        await ann.type("Colour of the cap")
        await ann.press("tab", "tab")
        await ann.type("red, green")
        await ann.press("tab")
        await ann.type("pink")
        await ann.press("tab")
        await ann.paste("perhaps")
        await ann.press("enter")
        ann.sees('"pink" is none of the choices.', '"perhaps" is neither yes nor no.').sees_not(
            "The question is empty."
        )


async def test_a_new_item_stands_below_the_cursor_in_its_section(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "a")
        await ann.choose("yes/no")
        await ann.type("Cool?")
        await ann.press("enter")
        assert draft(shop)[:3] == ["Free of burrs?", "Cool?", "Clean?"]
        ann.sees("v1 + draft", "changed since: P publishes the draft", "Before 3")


async def test_items_are_put_in_order_and_change_sections_at_their_border(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "J")
        assert draft(shop)[:3] == ["Clean?", "Free of burrs?", "Bore diameter"]
        await ann.press("J")
        ann.sees("Before 1", "Sizes 2")
        await ann.press("g", "K")
        assert ann.notice == "Clean? is the first item already."


async def test_an_item_is_taken_out_and_comes_back(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "x")
        assert draft(shop)[0] == "Clean?"
        await ann.press("u")
        ann.sees("Free of burrs?")


async def test_publishing_says_what_it_means_for_running_ones(shop: Team) -> None:
    ref = inspections.start(shop.bo, "final-check", "OPS-5").value.ref
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "x", "P")
        ann.sees("Publish Final check as version 2?", "1 running one keeps its version to the end.")
        await ann.press("y")
        assert detail(shop).checklist.published == 2
        assert inspections.show(shop.ann, ref).inspection.checklist_version == 1
        await ann.press("P")
        assert ann.notice == "Version 2 holds all of it; change something first."


async def test_who_signs_is_asked_with_what_belongs_to_it(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "s")
        await ann.paste("named")
        await ann.press("enter")
        ann.sees("The rule named needs it.")
        await ann.type("quinn, lea")
        await ann.press("enter")
        content = detail(shop).draft
        assert content is not None
        assert (content.sign.rule, content.sign.people) == (SignRule.NAMED, ("lea", "quinn"))
        ann.sees("signed by lea or quinn")


async def test_every_fifth_of_a_product(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "+", "tab")
        await ann.type("Housing")
        await ann.press("tab")
        await ann.paste("nth")
        await ann.press("enter")
        ann.sees("The number of tasks must be a whole number from 2")
        await ann.paste("5")
        await ann.press("enter")
        use = detail(shop).checklist.uses[-1]
        assert (use.product, use.frequency, use.every) == ("Housing", Frequency.NTH, 5)
        await ann.press("-")
        await ann.choose("Housing")
        assert len(detail(shop).checklist.uses) == 1


async def test_a_share_at_random_may_be_written_in_percent(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "+")
        await ann.type("review")
        await ann.press("tab", "tab")
        await ann.paste("random")
        await ann.press("tab")
        await ann.paste("10 %")
        await ann.press("enter")
        use = detail(shop).checklist.uses[-1]
        assert (use.step, use.share) == ("review", 0.1)
        ann.sees("leaving review, 10 % at random")


async def test_archiving_names_what_it_ends_and_can_be_taken_back(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press("4", "c", "x")
        ann.sees("Archive Final check?", "It is attached once; that use is taken away")
        await ann.press("y")
        ann.sees_not("Final check  ")
        await ann.press("A", "x")
        assert ann.notice == "Final check is back. It is needed again: leaving doing."


async def test_somebody_else_changed_it_meanwhile(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "e")
        await ann.type(" and scale")
        items = [item for item in detail(shop).versions[-1].content.items if item.key != "notes"]
        checklists.edit_checklist(shop.quinn, "final-check", items=items)
        await ann.beat()
        await ann.press("enter")
        assert draft(shop) == ["Free of burrs? and scale", "Clean?", "Bore diameter", "Colour"]


async def test_the_same_item_changed_by_somebody_else_is_not_written_over(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "e")
        await ann.type(" mine")
        items = list(detail(shop).versions[-1].content.items)
        checklists.edit_checklist(shop.quinn, "final-check", items=[{"text": "Theirs", "key": "burrs"}, *items[1:]])
        await ann.beat()
        await ann.press("enter")
        ann.sees("quinn changed Final check meanwhile.", "Free of burrs? mine")
        assert draft(shop)[0] == "Theirs"


async def test_a_half_written_item_is_asked_about_before_it_is_lost(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "a")
        await ann.choose("text")
        await ann.type("Half")
        await ann.press("escape")
        ann.sees("Throw away what you typed?")
        await ann.press("n", "enter")
        assert "Half" in draft(shop)


async def test_members_may_look_and_are_told_who_may_write(shop: Team) -> None:
    async with sitting_at(shop, who="bo") as bo:
        await bo.press(*TO_FINAL, "x")
        assert "bo" in bo.notice
        assert "quality" in bo.notice
        assert draft(shop) == []


async def test_reading_only_lets_nobody_write(shop: Team) -> None:
    async with sitting_at(shop, read_only=True) as ann:
        await ann.press("4", "c", "a")
        assert "reading only" in ann.notice
        await ann.press("enter")
        for key in ("a", "e", "x", "J", "s", "+", "-", "r", "P"):
            await ann.press(key)
            assert "reading only" in ann.notice, key


async def test_a_new_name(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "r")
        await ann.paste("Release check")
        await ann.press("enter")
        ann.sees("Release check")
        assert detail(shop).checklist.name == "Release check"


async def test_4_goes_back_to_the_list_of_inspections(shop: Team) -> None:
    async with sitting_at(shop) as ann:
        await ann.press(*TO_FINAL, "4")
        ann.sees("4 QUALITY")
        await ann.press("2")
        assert ann.cursor == "OPS-1"


def test_every_kind_has_a_form() -> None:
    from prodtui.screens.checklist_fields import item_fields

    for kind in ItemKind:
        assert [field.name for field in item_fields(kind)][:2] == ["text", "section"]
