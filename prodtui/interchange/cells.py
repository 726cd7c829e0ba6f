"""From a text of a file to a clean value of a task: titles, notes, labels, people, priorities, numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from prodtui.domain.enums import Priority
from prodtui.domain.imports import MAX_KEY, MAX_NAME, MAX_TEXT, MAX_TITLE, ImportComment
from prodtui.domain.text import scrub, slug

#: What other programs call their priorities, in the words of `slug`.
_PRIORITIES = {
    Priority.URGENT: "urgent highest blocker immediate emergency p0 p1 1 a",
    Priority.HIGH: "high critical important h p2 2 b",
    Priority.NORMAL: "normal medium major moderate default standard none no-priority no-value m p3 3 0 c",
    Priority.LOW: "low lowest minor trivial l p4 p5 4 5 d",
}
_PRIORITY = {word: priority for priority, words in _PRIORITIES.items() for word in words.split()}
_TRUE = frozenset(("true", "yes", "y", "x", "1", "t", "done", "completed", "complete", "closed", "✓", "✔", "☑"))
_FALSE = frozenset(("false", "no", "n", "0", "f", "-", "open", "☐"))
_NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GAPS = re.compile(r"(?<=\d)[ '\u00a0\u2009\u202f](?=\d{3})")
_MOST = 1e9
_BREAKS = re.compile(r"\s*[\t\n\v\f\r\x85\u2028\u2029]\s*")


class BadValue(ValueError):
    """A value that will not do; the message completes "it …"."""


@dataclass(slots=True)
class Texts:
    """Cleans the texts of one row and remembers what was lost on the way."""

    remarks: list[str] = field(default_factory=list)

    def line(self, text: str, what: str, limit: int) -> str:
        """Return one clean line; raises BadValue for a text over the limit, because a cut name is another name."""
        if text.isascii() and text.isprintable() and len(text) <= limit:
            return text.strip()
        if len(text.strip()) > limit:
            raise BadValue(f"has {len(text.strip())} characters; at most {limit} are taken")
        return self._scrubbed(text, what, limit, multiline=False)

    def title(self, text: str) -> tuple[str, str]:
        """Return a clean title and what has to go to the notes: the whole of a title that is too long for its line."""
        if text.isascii() and text.isprintable() and len(text) <= MAX_TITLE:
            return text.strip(), ""
        line = _BREAKS.sub(" ", text).strip()
        if len(line) <= MAX_TITLE:
            return self._scrubbed(line, "title", MAX_TITLE, multiline=False), ""
        self.remarks.append(f"the title has {len(line)} characters; it was cut and stands whole in the notes")
        return scrub(line, limit=MAX_TITLE)[0], text

    def notes(self, text: str) -> tuple[str, tuple[ImportComment, ...]]:
        """Return clean notes, and comments that hold what is over the limit of the notes."""
        if text.isascii() and text.isprintable() and len(text) <= MAX_TEXT:
            return text.strip(), ()
        parts = [self._scrubbed(part, "notes", MAX_TEXT, multiline=True) for part in _pieces(text)]
        if len(parts) > 1:
            self.remarks.append(f"the notes have {len(text)} characters; what is over {MAX_TEXT} stands in comments")
        return parts[0], tuple(ImportComment(part) for part in parts[1:] if part)

    def long_text(self, text: str, what: str) -> tuple[str, ...]:
        """Return a text of several lines in pieces that fit; empty pieces are left out."""
        pieces = (self._scrubbed(part, what, MAX_TEXT, multiline=True) for part in _pieces(text))
        return tuple(piece for piece in pieces if piece)

    def key(self, text: str) -> str | None:
        """Return a clean key, None for an empty one."""
        return self.line(text, "key", MAX_KEY) or None

    def labels(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return labels as the store keeps them, sorted, each once."""
        found = set()
        for text in texts:
            label = slug(self.line(text, "label", 2 * MAX_NAME).lstrip("#"))
            if len(label) > MAX_NAME:
                raise BadValue(f"has {len(label)} characters; a label has at most {MAX_NAME}")
            if label:
                found.add(label)
            elif text.strip():
                self.remarks.append("a label without a letter or digit was left out")
        return tuple(sorted(found))

    def people(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return names of people as the file gives them, each once."""
        names = (self.line(text, "name of a person", MAX_NAME).lstrip("@").strip() for text in texts)
        return tuple(dict.fromkeys(name for name in names if name))

    def _scrubbed(self, text: str, what: str, limit: int, *, multiline: bool) -> str:
        clean, lost = scrub(text, limit=limit, multiline=multiline)
        if lost:
            self.remarks.append(f"characters in the {what} that cannot be shown were replaced")
        return clean


def priority(text: str) -> Priority | None:
    """Return the priority that a word of any common tool means, None for a word of its own."""
    return _PRIORITY.get(slug(text))


def flag(text: str) -> bool | None:
    """Return yes or no for the usual words and marks, None for anything else."""
    word = text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def number(text: str) -> float:
    """Return a number of at least 0, with a point or a comma for decimals. Raises BadValue."""
    digits = _GAPS.sub("", text.strip())
    if not _NUMBER.fullmatch(digits):
        raise BadValue("is not a number; write it like 40 or 2.5")
    try:
        return checked_number(float(_plain(digits)))
    except ValueError as error:
        raise error if isinstance(error, BadValue) else BadValue("is not a number; write it like 40 or 2.5") from None


def checked_number(value: float) -> float:
    """Return a number that a task may hold. Raises BadValue for negative, infinite and absurd ones."""
    if not math.isfinite(value) or not 0 <= value <= _MOST:
        raise BadValue(f"must lie between 0 and {_MOST:.0f}")
    return float(value)


def split_list(text: str, marks: str) -> list[str]:
    """Return the parts of a cell that holds several values, divided by any of `marks`."""
    return re.split(f"[{re.escape(marks)}]", text) if marks else [text]


def _plain(digits: str) -> str:
    """Return digits with one decimal point: the last of two marks, or a single one that cannot be thousands."""
    point, comma = digits.rfind("."), digits.rfind(",")
    if point >= 0 and comma >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        return digits.replace(thousands, "").replace(decimal, ".")
    mark = "," if comma >= 0 else "."
    if digits.count(mark) > 1:
        if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
            raise BadValue("is not a number; write it like 40 or 2.5")
        return digits.replace(mark, "")
    if mark == "," and re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        raise BadValue("could be thousands or decimals; write it without a mark for thousands")
    return digits.replace(",", ".")


def _pieces(text: str) -> list[str]:
    """Cut a text into pieces of at most MAX_TEXT characters, at line ends where there are any."""
    pieces = []
    while len(text) > MAX_TEXT:
        cut = text.rfind("\n", MAX_TEXT // 2, MAX_TEXT) + 1 or MAX_TEXT
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]
