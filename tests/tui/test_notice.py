"""The notice takes a second line when a sentence needs it, and never a third."""

from __future__ import annotations

import pytest

from prodtui.actions import KeyHint
from prodtui.widgets.footer import KeyFooter
from prodtui.widgets.notice import Notice, broken
from tests.helpers.boards import BoardApp, a_snapshot, cards
from tests.helpers.team import Team
from tests.tui.driver import sitting_at

SHORT = "OPS-30 cannot go to Inspect."
LONG = "OPS-4 cannot go to Doing: waits for OPS-2 (not done); Doing is at its limit 1/1; bo has 3 tasks already."
ENDLESS = " ".join(f"OPS-{number} waits for OPS-{number + 1} (not done);" for number in range(1, 12))
HINTS = (KeyHint("o", "override", "override"), KeyHint("w", "all reasons", "why"))


@pytest.mark.parametrize(
    ("text", "width", "parts"),
    [
        ("one two three", 20, ("one two three", "")),
        ("one two three", 8, ("one two", "three")),
        ("one two three", 7, ("one two", "three")),
        ("in /srv/somebody/of/the/team", 20, ("in /srv/somebody/of/", "the/team")),
        ("テスト テスト", 7, ("テスト", "テスト")),
        ("one", 0, ("", "one")),
    ],
)
def test_a_line_is_broken_between_words(text: str, width: int, parts: tuple[str, str]) -> None:
    assert broken(text, width) == parts


@pytest.mark.parametrize("width", [80, 120])
async def test_a_sentence_has_as_many_lines_as_it_needs_but_two_at_most(width: int) -> None:
    app = BoardApp(a_snapshot(cards(ready=30)))
    async with app.run_test(size=(width, 24)) as pilot:
        notice, before = app.query_one(Notice), app.rows()
        for text, lines in ((SHORT, 1), (LONG, 2), (ENDLESS, 2), (SHORT, 1), ("", 0)):
            notice.say(text, hints=HINTS, wrong=True)
            await pilot.pause()
            rows = app.rows()
            assert rows[: 23 - lines] == before[: 23 - lines]
            said = " ".join(row.strip() for row in rows[23 - lines : 23])
            assert not lines or said.endswith("o override  w all reasons")
            assert text[:50] in said
            assert ("…" in said) is (text == ENDLESS)
        assert app.rows() == before


async def test_a_narrower_terminal_breaks_the_sentence() -> None:
    app = BoardApp(a_snapshot(cards(ready=30)))
    async with app.run_test(size=(160, 24)) as pilot:
        app.query_one(Notice).say(LONG, hints=HINTS)
        await pilot.pause()
        assert app.query_one(Notice).size.height == 1
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.query_one(Notice).size.height == 2
        assert app.query_one(KeyFooter).region.y == 23


async def test_keys_are_clicked_in_the_second_line_only() -> None:
    told: list[str] = []

    class Listening(BoardApp):
        def on_notice_hint_chosen(self, message: Notice.HintChosen) -> None:
            told.append(message.action)

    app = Listening(a_snapshot(cards(ready=30)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(Notice).say(LONG, hints=HINTS)
        await pilot.pause()
        for y in (0, 1):
            await pilot.click(Notice, offset=(75, y))
        assert told == ["why"]


async def test_a_refusal_with_every_reason_is_read_whole_at_80x24(desk: Team) -> None:
    desk.step("doing", wip_limit=1)
    async with sitting_at(desk, size=(80, 24)) as ann:
        await ann.press("l", "L")
        assert ann.notice == "OPS-4 cannot go to Doing: waits for OPS-2 (not done); Doing is at its limit 1/1."
        ann.sees("OPS-4 cannot go to Doing", "Doing is at its limit", "1/1.", "o override", "w all reasons")
