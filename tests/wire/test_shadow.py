"""Whatever is left out of a frame, the terminal shows the same as after the whole of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from prodtui.wire.desktop import notification
from prodtui.wire.shadow import BEGIN, END, Shadow
from tests.helpers.emulator import Screen, width_of

WIDTH, HEIGHT = 14, 3
STYLES = ("", "1", "38;2;9;9;9", "38;2;9;9;9;48;5;7", "48;5;7", "1;4;31;44", "97;100", "31")
SIGNS = "ab  ─●日本語é😀👍"
MARK, FAMILY, HEART = "e\u0301", "👩\u200d👧", "\u2764\ufe0f"

Piece = tuple[int, int, str, str]


def paint(*pieces: Piece, at: tuple[int, int] = (0, 0)) -> str:
    """Return a frame as the screen library writes it; a piece is line, column, style and text."""
    parts = []
    for y, x, style, text in pieces:
        text = f"\x1b[{style}m{text}\x1b[0m" if style else text
        parts.append(f"\x1b[{y + 1};{x + 1}H{text}" + "\n" * (y + 1 < HEIGHT))
    return "".join(parts) + f"\x1b[{at[1] + 1};{at[0] + 1}H"


def frame(shadow: Shadow, *parts: str) -> str:
    """Return what a frame between its marks is shortened to."""
    return "".join(shadow.shorten(part) for part in (BEGIN, *parts, END))


def known() -> Shadow:
    shadow = Shadow()
    shadow.resize(WIDTH, HEIGHT)
    return shadow


def fitting(piece: Piece) -> bool:
    return piece[1] + cell_len(piece[3]) <= WIDTH and cell_len(piece[3]) > 0


def pieces(signs: str) -> st.SearchStrategy[Piece]:
    return st.tuples(
        st.integers(0, HEIGHT - 1),
        st.integers(0, WIDTH - 1),
        st.sampled_from(STYLES),
        st.text(signs, min_size=1, max_size=6),
    ).filter(fitting)


def one_line_after_another(found: list[Piece]) -> list[Piece]:
    return sorted(found, key=lambda piece: piece[0])


frames = st.lists(st.lists(pieces(SIGNS), min_size=1, max_size=6).map(one_line_after_another), min_size=1, max_size=8)


@given(frames, st.sets(st.integers(0, 7)))
def test_a_shortened_frame_shows_what_the_whole_one_does(drawn: list[list[Piece]], forgotten: set[int]) -> None:
    shadow, whole, short = known(), Screen(WIDTH, HEIGHT), Screen(WIDTH, HEIGHT)
    for number, found in enumerate(drawn):
        if number in forgotten:
            shadow.forget()
        data = paint(*found, at=(number, 0))
        whole.feed(data.replace("\n", "\r\n"))
        short.feed(frame(shadow, data))
        assert short.cells == whole.cells
        assert (short.x, short.y) == (whole.x, whole.y)


@given(frames)
def test_a_frame_that_is_shown_already_costs_nothing(drawn: list[list[Piece]]) -> None:
    shadow = known()
    background = paint(*[(y, 0, "48;5;7", " " * WIDTH) for y in range(HEIGHT)])
    for found in drawn:
        frame(shadow, background + paint(*found))
    again = paint(*[(y, 0, "1", "x" * WIDTH) for y in range(HEIGHT)])
    assert frame(shadow, again)
    assert frame(shadow, again) == ""


@given(st.lists(st.text("ab 😀👍" + MARK + FAMILY + HEART, min_size=1, max_size=5), min_size=1, max_size=5))
def test_a_terminal_with_other_widths_never_moves_the_rest_of_a_line(titles: list[str]) -> None:
    def narrow(char: str) -> int:
        return min(width_of(char), 1)

    def apart(char: str) -> int:  # as a terminal that knows neither joiners nor marks
        return 2 if ord(char) > 0xFFFF else 1

    for widths in (narrow, apart):
        shadow, screen = known(), Screen(WIDTH, HEIGHT, widths)
        for title in titles:
            kept = title
            while cell_len(kept) > 6:
                kept = kept[:-1]
            if not kept.isascii() and cell_len(kept) == 0:
                continue
            room = " " * (7 - cell_len(kept))
            screen.feed(frame(shadow, paint((1, 0, "31", "|" + kept + room), (1, 8, "44", "AB12|"))))
            assert screen.lines[1].endswith("AB12| ")


CASES = [
    ("nothing differs", [(0, 0, "1", "abc")], [(0, 0, "1", "abc")], ""),
    ("one cell", [(0, 0, "1", "abc")], [(0, 0, "1", "aXc")], "\x1b[C\x1b[1mX\x1b[m\x1b[1H"),
    ("another style", [(0, 0, "1", "abc")], [(0, 0, "31", "abc")], "\x1b[31mabc\x1b[m\x1b[1H"),
    ("a short gap is written", [(0, 0, "", "abcd")], [(0, 0, "", "XbcX")], "XbcX\x1b[1H"),
    ("a long gap is skipped", [(0, 0, "", "abcdef")], [(0, 0, "", "XbcdeX")], "X\x1b[4CX\x1b[1H"),
    ("half of a wide character", [(0, 0, "", "日本")], [(0, 0, "", "日語")], "\x1b[2C語\x1b[1H"),
    ("the last column", [(0, 13, "", "a")], [(0, 13, "", "b"), (1, 0, "", "c")], "\x1b[13Cb\x1b[2Hc\x1b[1H"),
]


@pytest.mark.parametrize(("before", "after", "least"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_only_what_differs_is_written(before: list[Piece], after: list[Piece], least: str) -> None:
    shadow = known()
    shadow.shorten(paint(*before))
    assert shadow.shorten(paint(*after)) == least


def test_styles_that_alternate_are_written_one_after_the_other() -> None:
    red, blue = "38;2;250;0;0", "38;2;0;0;250"
    shadow = known()
    least = shadow.shorten(paint(*[(y, 7 * n, style, "word") for y in range(3) for n, style in enumerate((red, blue))]))
    assert least.count("m") - least.count("\x1b[m") == 2


def test_a_doubtful_line_is_written_whole() -> None:
    shadow = known()
    shadow.shorten(paint((0, 0, "", "ab😀cd"), (1, 0, "", "abcd")))
    least = shadow.shorten(paint((0, 0, "", "ab😀cX"), (1, 0, "", "abcX")))
    assert "a" in least and "😀" in least
    assert least.count("b") == 1


NOT_FRAMES = {
    "alternate screen": "\x1b[?1049h",
    "wrap": "\x1b[?7h",
    "cleared": "\x1b[2J",
    "scrolled": "\x1b[3S",
    "a link": "\x1b[1;1H\x1b]8;id=1;https://x.org\x1b\\a\x1b]8;;\x1b\\\x1b[1;1H",
    "an unknown style": "\x1b[1;1H\x1b[58;5;3mabc\x1b[0m\x1b[1;1H",
    "a style that stays on": "\x1b[1;1H\x1b[1mabc\x1b[1;1H",
    "text from nowhere": "abc",
    "text after a line end": "\x1b[1;1Ha\nb\x1b[1;1H",
    "a tab": "\x1b[1;1H\ta\x1b[1;1H",
    "wider than the terminal": "\x1b[1;1H" + "a" * (WIDTH + 1) + "\x1b[1;1H",
    "lower than the terminal": f"\x1b[{HEIGHT + 1};1Ha\x1b[1;1H",
    "a character cut in its own frame": "\x1b[1;1H日\x1b[1;2Ha\x1b[1;1H",
    "a mark alone": "\x1b[1;1H\u0301\x1b[1;1H",
    "a frame that leaves the cursor behind its text": "\x1b[1;1Habc",
}


@pytest.mark.parametrize("data", NOT_FRAMES.values(), ids=list(NOT_FRAMES))
def test_what_is_not_understood_goes_on_and_nothing_is_known_after_it(data: str) -> None:
    shadow, drawn = known(), paint((0, 0, "1", "abc"))
    shadow.shorten(drawn)
    assert shadow.shorten(data) == data
    assert "abc" in shadow.shorten(drawn)


SHOWS_NOTHING = {
    "bell": "\x07",
    "pointer": "\x1b]22;default\x07",
    "clipboard": "\x1b]52;c;aGk=\x07",
    "notification": notification("OPS-1 Saw; 日本", in_tmux=False),
    "notification through tmux": notification("OPS-1 Saw; 日本", in_tmux=True),
    "cursor": "\x1b[?25l",
    "mouse": "\x1b[?1003h",
    "reports of the size": "\x1b[?2048h",
}


@pytest.mark.parametrize("data", SHOWS_NOTHING.values(), ids=list(SHOWS_NOTHING))
def test_what_shows_nothing_goes_on_and_changes_nothing(data: str) -> None:
    shadow, drawn = known(), paint((0, 0, "1", "abc"))
    shadow.shorten(drawn)
    assert shadow.shorten(data) == data
    assert shadow.shorten(drawn) == ""


def test_a_resize_forgets_what_was_shown() -> None:
    shadow, drawn = known(), paint((0, 0, "1", "abc"))
    shadow.shorten(drawn)
    shadow.resize(WIDTH, HEIGHT)
    assert "abc" in shadow.shorten(drawn)


def test_before_the_size_is_known_everything_is_written() -> None:
    shadow, drawn = Shadow(), paint((0, 0, "1", "abc"))
    assert [shadow.shorten(drawn) for _ in range(2)] == [drawn, drawn]


def test_the_marks_of_a_frame_are_written_only_around_something() -> None:
    shadow, drawn = known(), paint((0, 0, "1", "abc"))
    assert frame(shadow, drawn).startswith(BEGIN)
    assert frame(shadow, drawn) == ""
    least = frame(shadow, paint((0, 0, "1", "abd")))
    assert least.startswith(BEGIN) and least.endswith(END)
    assert frame(shadow, "\x1b[2J") == BEGIN + "\x1b[2J" + END
