"""Cleaning of text at the border: what people may write into the store, and what may reach a terminal.

One rule decides which characters are acceptable. `clean_line` and `clean_text` refuse the others with their position;
`scrub` and `sanitize` replace them. Not acceptable are:

- control codes (C0, DEL, C1; notes keep newline and tab), line and paragraph separators, surrogates, noncharacters;
- everything that changes the direction of writing: overrides, embeddings, isolates and marks;
- characters that draw nothing: zero-width space, word joiner, byte order mark, soft hyphen, invisible operators,
  grapheme joiner, fillers, annotation anchors, musical and shorthand controls, tag characters.

Some invisible characters carry meaning where they stand, and are accepted only there: a zero-width joiner between two
emoji; joiner and non-joiner behind a character of a script whose spelling needs them (Arabic, Syriac, Mongolian, Khmer,
Myanmar, the Indic scripts); one variation selector behind a visible character; the tag letters of the three flags
that Unicode recommends (England, Scotland, Wales). Code points that this Python does not know yet are accepted, so
that next year's emoji are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from prodtui.errors import Rejected

REPLACEMENT = "\ufffd"
MAX_MARKS = 30
"""Combining marks on one base character, as in the Stream-Safe Text Format (UAX #15); no language comes near it."""

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"
_BREAK = r"\u2028\u2029"
_NONCHARACTER = r"\ufdd0-\ufdef\ufffe\uffff" + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
_DIRECTION = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    r"\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_ALWAYS = _CONTROL + _BREAK + _NONCHARACTER + _DIRECTION + _INVISIBLE
_SELECTOR = r"\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINER = r"\u200c\u200d"
_EMOJI = r"\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_JOINING_SCRIPT = (
    r"\u0600-\u061b\u061d-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\ua840-\ua8ff\ufb50-\ufdcf"
)

_BAD = (
    rf"[{_ALWAYS}]"
    r"|\r(?!\n)"
    rf"|(?<![^\s\r{_ALWAYS}{_SELECTOR}{_JOINER}])[{_SELECTOR}]"
    rf"|(?<![{_JOINING_SCRIPT}])\u200c"
    rf"|(?<![{_JOINING_SCRIPT}])(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d"
    rf"|(?<![{_JOINING_SCRIPT}])\u200d(?![{_EMOJI}])"
)


# Three flags are spelled with tag letters: the black flag, the letters of the region, the closing tag.
_FLAGS = "|".join(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)

_OUTER = " \t\r\n"
_NEWLINES = "\n\r\x0b\x0c\x85\u2028\u2029"
_NAMES = {0: "null", 7: "bell", 8: "backspace", 9: "tab", 10: "line feed", 13: "carriage return", 27: "escape"}
_BLANK = "\u2800"
_ASCII_CONTROLS = {code: REPLACEMENT for code in (*range(32), 127) if chr(code) not in "\t\n"}


def clean_line(text: str, *, limit: int = 200, what: str = "title") -> str:
    """Return one line of text in NFC without outer white space.

    Raises Rejected when it is empty, longer than `limit` characters, or holds a character that is not acceptable;
    positions count from 1 in the text as given.
    """
    line = text.strip(_OUTER)
    if not _is_plain(line, multiline=False):
        offset = len(text) - len(text.lstrip(_OUTER))
        _refuse_unacceptable(line, False, offset, what)
        line = _normal(line, offset, what).strip()
    if _is_blank(line):
        raise Rejected(f"The {what} is empty; give it at least one visible character.", details={"what": what})
    return _within(line, limit, what)


def clean_text(text: str, *, limit: int = 20_000, what: str = "notes") -> str:
    """Return text of several lines in NFC, CR LF as newline, without blank lines at either end; it may be empty.

    Raises Rejected when it is longer than `limit` characters or holds a character that is not acceptable; positions
    count from 1 in the text as given.
    """
    if not _is_plain(text, multiline=True):
        _refuse_unacceptable(text, True, 0, what)
        text = _normal(text, 0, what).replace("\r\n", "\n")
    return _within(_trim(text), limit, what)


def scrub(text: str, *, limit: int, multiline: bool = False) -> tuple[str, bool]:
    """Return the nearest acceptable text and whether anything was lost; never raises.

    Controls become U+FFFD, a break becomes a space (a newline with `multiline`), what is invisible goes, and text over
    `limit` characters is cut and ends in "…". Unicode form, line ends and outer white space do not count as lost.
    A result that is not empty passes `clean_line` (`clean_text` with `multiline`) at the same limit.
    """
    text = text.rstrip(_OUTER) if multiline else text.strip(_OUTER)
    if len(text) <= limit and _is_plain(text, multiline=multiline):
        return (_trim(text) if multiline else text), False
    given = text[: _raw_limit(limit)].replace("\r\n", "\n")
    replaced = _thin(_replace(given, multiline))
    normal = _thin(unicodedata.normalize("NFC", replaced))
    clean = _trim(normal) if multiline else normal.strip()
    too_long = len(clean) > limit or len(text) > _raw_limit(limit)
    if too_long:
        # A cut can leave half of a flag or a joiner without its neighbour, so the head is cleaned once more.
        clean = _replace(clean[: limit - 1], multiline).rstrip() + "…"
    elif not multiline and _is_blank(clean):
        return "", bool(replaced != given or clean)
    return clean, too_long or replaced != given


def sanitize(text: str) -> str:
    """Return text that is safe to print: each control, bidirectional or format character becomes U+FFFD.

    Newline and tab stay, the number of characters does not change and nothing is normalised: this is the last line of
    defence on output, for text that came past `clean_line` and `clean_text`.
    """
    if text.isprintable():
        return text
    if text.isascii():
        return text.translate(_ASCII_CONTROLS)
    text = text.replace("\r", REPLACEMENT)
    return _pattern(True).sub(lambda match: REPLACEMENT if match[1] else match[0], text)


def quoted(text: str, *, limit: int = 60) -> str:
    """Return what somebody wrote as a quotation in a message: one safe line, cut at `limit` characters, in quotes."""
    return f'"{scrub(text, limit=limit)[0]}"'


def counted(number: int, what: str) -> str:
    """Return a number of things in words: 1 item, 2,000 items."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def slug(name: str) -> str:
    """Return the name as a key: lower case, words joined by hyphens, Latin letters without accents; may be empty."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()):
        category = unicodedata.category(char)
        if category[0] == "M" and (not letters or letters[-1].isascii()):
            continue
        if category[0] in "LNM":
            letters.append(char)
        elif category != "Cf" and letters and letters[-1] != "-":
            letters.append("-")
    return unicodedata.normalize("NFC", "".join(letters).rstrip("-"))


def initials(name: str) -> str:
    """Return two lower-case letters for a name: "Ann Smith" gives "as", "ann" gives "an"; "?" when it has no letter."""
    parts = slug(name).split("-")
    if not parts[0]:
        return "?"
    return parts[0][:2] if len(parts) == 1 else parts[0][0] + parts[-1][0]


def holds(text: str, words: str) -> bool:
    """Return whether a text holds every one of the words that somebody looks for, case aside."""
    text = text.casefold()
    return all(word in text for word in words.casefold().split())


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that was probably meant (same but for case, a beginning, a near spelling), or None."""
    known = {candidate.casefold(): candidate for candidate in candidates}
    wanted = word.strip().casefold()
    if not wanted:
        return None
    if wanted in known:
        return known[wanted]
    begun = [key for key in known if key.startswith(wanted) or (len(key) > 1 and wanted.startswith(key))]
    if begun:
        return known[min(begun, key=lambda key: abs(len(key) - len(wanted)))]
    from difflib import get_close_matches  # only a failing command pays for it

    close = get_close_matches(wanted[:100], known, n=1, cutoff=0.6)
    return known[close[0]] if close else None


@cache
def _pattern(multiline: bool) -> re.Pattern[str]:
    """Return the pattern whose group 1 is one unacceptable character; compiled late because most text is plain."""
    return re.compile(rf"(?:{_FLAGS})|({_BAD})" if multiline else rf"(?:{_FLAGS})|([\t\n\r]|{_BAD})")


def _is_plain(text: str, *, multiline: bool) -> bool:
    """Whether text is of printable ASCII (and newlines and tabs), which needs no further look."""
    if not text.isascii():
        return False
    return (text.translate({9: None, 10: None}) if multiline else text).isprintable()


def _refuse_unacceptable(text: str, multiline: bool, offset: int, what: str) -> None:
    for match in _pattern(multiline).finditer(text):
        char = match[1]
        if not char:
            continue
        code = f"U+{ord(char):04X}"
        name = _NAMES.get(ord(char)) or unicodedata.name(char, "").lower()
        position = match.start() + offset + 1
        raise Rejected(
            f"The {what} must not contain {code}{f' ({name})' if name else ''}, found at position {position}; "
            "remove this control or invisible character and try again.",
            details={"what": what, "position": position, "character": code},
        )


def _normal(text: str, offset: int, what: str) -> str:
    """Return the text in NFC; looks at marks before (sorting many takes quadratic time) and after (NFC splits some)."""
    _refuse_stacked_marks(text, offset, what)
    normal = unicodedata.normalize("NFC", text)
    _refuse_stacked_marks(normal, offset, what)
    return normal


def _refuse_stacked_marks(text: str, offset: int, what: str) -> None:
    for index in _excess_marks(text)[:1]:
        position = index + offset + 1
        raise Rejected(
            f"The {what} puts more than {MAX_MARKS} combining marks on one character, the next at position {position}; "
            "remove some and try again.",
            details={"what": what, "position": position, "character": f"U+{ord(text[index]):04X}"},
        )


def _excess_marks(text: str) -> list[int]:
    """Return the indexes of the combining marks beyond `MAX_MARKS` in a row."""
    excess = []
    for run in re.finditer(rf"[^\x00-\x7f\w]{{{MAX_MARKS + 1},}}", text):  # a quick look: no mark is a word character
        marks = 0
        for index in range(run.start(), run.end()):
            marks = marks + 1 if unicodedata.combining(text[index]) else 0
            if marks > MAX_MARKS:
                excess.append(index)
    return excess


def _thin(text: str) -> str:
    excess = set(_excess_marks(text))
    return "".join(char for index, char in enumerate(text) if index not in excess) if excess else text


def _replace(text: str, multiline: bool) -> str:
    if _is_plain(text, multiline=multiline):
        return text
    return _pattern(multiline).sub(lambda match: _replacement(match, multiline), text)


def _replacement(match: re.Match[str], multiline: bool) -> str:
    char = match[1]
    if not char:
        return match[0]
    if char in _NEWLINES:
        return "\n" if multiline else " "
    if char == "\t":
        return " "
    return REPLACEMENT if unicodedata.category(char) in ("Cc", "Cs", "Cn") else ""


def _raw_limit(limit: int) -> int:
    """How much of a text to look at: no character of NFC is made of more than four."""
    return 4 * limit


def _trim(text: str) -> str:
    """Drop blank lines at the front and white space at the end; the first line keeps its indentation."""
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text.rstrip())


def _is_blank(line: str) -> bool:
    """Whether nothing of the line can be seen: only spaces, marks without a letter, the empty Braille pattern."""
    if any(char.isalnum() for char in line):
        return False
    return all(char == _BLANK or unicodedata.category(char)[0] in "ZM" for char in line)


def _within(text: str, limit: int, what: str) -> str:
    if len(text) > limit:
        raise Rejected(
            f"The {what} is {len(text):,} characters long and the limit is {limit:,}; "
            f"shorten it by {len(text) - limit:,}.",
            details={"what": what, "limit": limit, "length": len(text)},
        )
    return text
