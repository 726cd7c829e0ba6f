"""What people may write into the store, and what may reach a terminal."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from prodtui.domain.text import clean_line, clean_text, holds, initials, nearest, quoted, sanitize, scrub, slug
from prodtui.errors import Rejected

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
HEART_ON_FIRE = "\u2764\ufe0f\u200d\U0001f525"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
SINHALA = "\u0dc1\u0dca\u200d\u0dbb\u0dd3"

# Format characters that can be seen: number signs and the like of Arabic, Syriac, Kaithi, and hieroglyph composition.
VISIBLE_FORMAT = {
    *(chr(code) for code in (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)),
    *(chr(code) for code in range(0x13430, 0x13439)),
}
NEVER = [
    *(chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))),
    *"\u2028\u2029\ud800\udfff\ufdd0\ufffe\uffff\U0001ffff",
    *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *"\u00ad\u034f\u115f\u1160\u180e\u200b\u2060\u2061\u2064\u206a\u206f\u3164\ufeff\uffa0\ufff9\ufffb",
    *"\U0001d173\U0001bca0\U000e0001\U000e0020\U000e0041\U000e007f",
]

PIECES = [
    *(*NEVER, *"\u200c\u200d\ufe0e\ufe0f\u180b\U000e0100\u0344\u0301\u0316\u0645\u0dca\u2800 ae\t\n\r"),
    *("\U0001f468", "\u2764", "\U0001f3f4", SCOTLAND, FAMILY, "\r\n", "\u0301" * 20),
]
MILD = st.lists(
    st.characters(exclude_categories=("C", "Zl", "Zp")) | st.sampled_from(PIECES[len(NEVER) :]), max_size=6
).map("".join)
HOSTILE = st.lists(st.characters(exclude_categories=()) | st.sampled_from(PIECES), max_size=40).map("".join)


def rejection(text: str, clean=clean_line, **options) -> Rejected:
    with pytest.raises(Rejected) as caught:
        clean(text, **options)
    return caught.value


@pytest.mark.parametrize("char", NEVER, ids=lambda char: f"U+{ord(char):04X}")
@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_forbidden_character_is_refused_with_its_code_and_position(clean, char):
    error = rejection(f"ab{char}c", clean)
    code = f"U+{ord(char):04X}"
    assert code in error.message
    assert "position 3" in error.message
    assert error.details["position"] == 3
    assert error.details["character"] == code
    error.message.encode()  # the message itself can be printed anywhere


def test_position_counts_from_one_in_the_text_as_given():
    assert rejection("\x1b]0;x").details["position"] == 1
    assert rejection("  \tab\x1b").details["position"] == 6
    assert rejection("one\r\ntwo\x07", clean_text).details["position"] == 9


def test_message_names_field_and_character():
    assert "The label must not contain U+001B (escape)" in rejection("a\x1b", what="label").message
    assert "right-to-left override" in rejection("a\u202eb").message


def test_line_has_no_tab_or_newline_inside():
    assert rejection("a\tb").details["character"] == "U+0009"
    assert rejection("a\nb").details["character"] == "U+000A"
    assert rejection("a\r\nb").details["character"] == "U+000D"


def test_line_loses_outer_white_space_and_is_nfc():
    assert clean_line("  Cafe\u0301\n") == "Caf\u00e9"
    assert clean_line("\u00a0x\u3000") == "x"


@pytest.mark.parametrize("text", ["", "   ", "\n", "\u00a0", "\u2800", "\u3000\u2800", "\u0301"])
def test_line_without_a_visible_character_is_refused(text):
    assert "The title is empty" in rejection(text).message


@pytest.mark.parametrize(
    "text", [FAMILY, HEART_ON_FIRE, SCOTLAND, PERSIAN, SINHALA, "1\ufe0f\u20e3", "\u845b\U000e0100", "\U0001fae8 new"]
)
def test_invisible_characters_stay_where_they_carry_meaning(text):
    assert clean_line(text) == text
    assert scrub(text, limit=50) == (text, False)
    assert sanitize(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("a\u200db", "a\u200cb", "\u200d", "\U0001f468\u200d", "\u200d\U0001f468", "\U0001f468\u200d\u200d\U0001f469"),
        *("\u0645\u200c\u200cx", "x \ufe0f", "\ufe0fx", "x\ufe0f\ufe0f", "\U0001f3f4\U000e0067\U000e007f"),
    ],
)
def test_invisible_characters_are_refused_elsewhere(text):
    assert "must not contain" in rejection(text).message


@pytest.mark.parametrize(
    "text", ["[/]", "[@click=app.quit]x[/]", "=1+1", "日本語", "straße", "\U00010ffd", "\ue0b0", "�"]
)
def test_ordinary_text_stays_as_it_is(text):
    assert clean_line(text) == text


def test_length_is_counted_after_normalisation_and_named():
    assert clean_line("e\u0301" * 200) == "é" * 200
    error = rejection("x" * 240)
    assert "240" in error.message
    assert "200" in error.message
    assert error.details == {"what": "title", "limit": 200, "length": 240}
    assert "20,001 characters long and the limit is 20,000" in rejection("x" * 20_001, clean_text).message


def test_every_code_point_is_refused_or_accepted_by_what_it_is():
    draws_nothing = set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
    chars = {chr(code) for code in range(0x110000)}
    hidden = {char for char in chars if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - VISIBLE_FORMAT
    for char in hidden | draws_nothing:
        assert rejection(f"a{char}b").details["position"] == 2, f"U+{ord(char):04X}"
        assert char in "\t\n" or char in draws_nothing or sanitize(f"a{char}b") == "a\ufffdb"
    seen = {char for char in chars if unicodedata.category(char)[0] in "LNPS"} - draws_nothing
    text = "".join(sorted(seen | VISIBLE_FORMAT))
    assert scrub(text, limit=2 * len(text)) == (unicodedata.normalize("NFC", text), False)


def test_stacked_marks_are_refused_and_cost_little():
    assert clean_line("e" + "\u0301" * 30)
    assert rejection("e" + "\u0301" * 40).details["position"] == 32
    assert "combining marks" in rejection("x" + "\u0344" * 20).message  # each becomes two in NFC
    begun = time.perf_counter()
    rejection("e" + "\u0301\u0316" * 500_000, clean_text)
    scrub("e" + "\u0301\u0316" * 500_000, limit=20_000, multiline=True)
    assert time.perf_counter() - begun < 5


def test_notes_keep_lines_tabs_and_indentation():
    assert clean_text("\n \n  a\tb\r\n\r\nc  \n\n") == "  a\tb\n\nc"
    assert clean_text("  \n ") == ""
    assert rejection("a\rb", clean_text).details["character"] == "U+000D"


def test_scrub_replaces_and_says_so():
    assert scrub("plain", limit=20) == ("plain", False)
    assert scrub("  Cafe\u0301\r\n", limit=20) == ("Café", False)
    assert scrub("a\x1b[2Jb", limit=20) == ("a�[2Jb", True)
    assert scrub("a\u202eb\ufeff\u200bc", limit=20) == ("abc", True)
    assert scrub("one\ntwo\tthree\u2028four", limit=20) == ("one two three four", True)
    assert scrub("one\ntwo\tthree", limit=20, multiline=True) == ("one\ntwo\tthree", False)
    assert scrub("a\rb\x0cc", limit=20, multiline=True) == ("a\nb\nc", True)
    assert scrub("\u200b", limit=20) == ("", True)
    assert scrub("   ", limit=20) == ("", False)


def test_scrub_cuts_to_the_limit_and_shows_it():
    assert scrub("x" * 30, limit=10) == ("x" * 9 + "…", True)
    assert scrub("x" * 10, limit=10) == ("x" * 10, False)
    assert scrub("aaa" + FAMILY, limit=6) == ("aaa\U0001f468…", True)
    assert scrub(SCOTLAND * 3, limit=10) == (SCOTLAND + "\U0001f3f4…", True)


@settings(deadline=None)
@given(MILD | HOSTILE)
@example("\U0001f468\u200b\u200d\U0001f469")
def test_cleaning_twice_changes_nothing_and_lets_nothing_through(text):
    for clean in (clean_line, clean_text):
        try:
            cleaned = clean(text)
        except Rejected:
            continue
        assert clean(cleaned) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        hidden = {char for char in cleaned if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
        assert hidden <= VISIBLE_FORMAT | {*"\u200c\u200d", *SCOTLAND} | (
            {"\t", "\n"} if clean is clean_text else set()
        )
        assert scrub(cleaned, limit=20_000, multiline=clean is clean_text) == (cleaned, False)


@settings(deadline=None)
@given(HOSTILE, st.integers(1, 70))
def test_what_scrub_returns_is_acceptable(text, limit):
    line, _ = scrub(text, limit=limit)
    assert line == "" or clean_line(line, limit=limit) == line
    lines, _ = scrub(text, limit=limit, multiline=True)
    assert clean_text(lines, limit=limit) == lines


@settings(deadline=None)
@given(HOSTILE)
def test_sanitized_text_holds_no_control_or_bidi_characters(text):
    safe = sanitize(text)
    assert len(safe) == len(text)
    assert not set(safe) & (set(NEVER) - set(SCOTLAND) - set("\u034f\u115f\u1160\u3164\uffa0"))
    assert all(char in "\t\n" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") for char in safe)
    assert sanitize(safe) == safe


def test_sanitize_leaves_lines_and_replaces_one_for_one():
    assert sanitize("a\tb\nc\x1b\r\n") == "a\tb\nc��\n"
    assert sanitize("é\x9b\u202e\r\n") == "é���\n"


def test_quoted_is_short_and_safe():
    assert quoted("a\x1bb") == '"a�b"'
    assert quoted("x" * 100, limit=10) == '"xxxxxxxxx…"'


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("In progress", "in-progress"),
        ("  To do / later ", "to-do-later"),
        ("Prüfung", "prufung"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("snake_case", "snake-case"),
        ("हिन्दी है", "हिन्दी-है"),
        ("検査 2", "検査-2"),
        ("!!!", ""),
    ],
)
def test_slug(name, key):
    assert slug(name) == key


@settings(deadline=None)
@given(st.text())
def test_slug_is_a_key_of_itself(name):
    key = slug(name)
    assert slug(key) == key
    assert not key or clean_line(key, limit=20_000) == key


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ann Smith", "as"),
        ("ann", "an"),
        ("Ann-Marie van Dam", "ad"),
        ("bo.li", "bl"),
        ("x", "x"),
        ("", "?"),
        ("!", "?"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("prioo", "prio"),
        ("DUE", "due"),
        ("cla", "class"),
        ("priority", "prio"),
        ("stpe", "step"),
        ("zebra", None),
        ("", None),
    ],
)
def test_nearest(word, found):
    assert nearest(word, ("step", "due", "prio", "class")) == found


@pytest.mark.parametrize(
    ("words", "held"), [("", True), ("pump", True), ("STRASSE  pump", True), ("pump lid", False), ("  ", True)]
)
def test_words_are_found_in_any_order_and_case(words: str, held: bool) -> None:
    assert holds("Pump in the Hauptstraße", words) is held
