"""The words of the filter language: reading them, and writing them back in canonical form.

A filter is groups joined by `or`; a task (or an issue) must satisfy every term of one group. Keys and their values are
checked here as far as that is possible without a board; steps, people and dates find their meaning when it is bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from prodtui.domain.dates import read_when
from prodtui.domain.enums import Priority, ServiceClass, StepKind
from prodtui.domain.text import clean_line, nearest, quoted
from prodtui.errors import Rejected, Usage

MAX_LENGTH = 1000
#: Flags that ask for what checklists and issues leave on a task, which a list reads only when it is asked for.
SIGNS = ("to-check", "to-sign", "open-issue")
FLAGS = ("late", "blocked", "waiting", "ageing", "mine", "unassigned", *SIGNS, "done", "archived")
KEYS = ("step", "due", "prio", "class", "kind", "ref", "product")
WORD, PERSON, LABEL, FLAG = "word", "person", "label", "flag"

_VALUES: dict[str, type[StrEnum]] = {"prio": Priority, "class": ServiceClass, "kind": StepKind}
_KEY_OF_SIGIL = {"@": PERSON, "#": LABEL}
_SIGIL_OF_KEY = {key: sigil for sigil, key in _KEY_OF_SIGIL.items()}

# Patterns are text: `re` compiles and keeps them at first use, so a command without a filter does not pay for them.
_KEY = r"([A-Za-z]+)(<=|>=|[:<>=])"
_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_AGE = r"([0-9]{1,5}) ?([hdw])"
_AGE_HOURS = {"h": 1, "d": 24, "w": 24 * 7}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that filters of one kind of thing know: keys, flags, and what stands behind a sigil.

    `values` maps a key to the closed list of what it may be; `dates` and `ages` can be compared.
    """

    keys: tuple[str, ...]
    flags: tuple[str, ...]
    sigils: Mapping[str, str]
    values: Mapping[str, type[StrEnum]]
    dates: tuple[str, ...] = ("due",)
    ages: tuple[str, ...] = ()


TASKS = Vocabulary(KEYS, FLAGS, _KEY_OF_SIGIL, _VALUES)


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. `key` is one of KEYS, "word", "person", "label" or "flag"; `op` is ":" or a comparison of due."""

    key: str
    value: str
    op: str = ":"
    negated: bool = False

    def __str__(self) -> str:
        if self.key == FLAG:
            text = self.value
        elif self.key == WORD:
            text = self.value if _reads_as_word(self.value) else _quote(self.value)
        else:
            prefix = _SIGIL_OF_KEY.get(self.key) or self.key + self.op
            text = prefix + (self.value if _is_unbroken(self.value) else _quote(self.value))
        return "-" + text if self.negated else text


Groups = tuple[tuple[Term, ...], ...]


def parse_groups(text: str, words: Vocabulary = TASKS) -> Groups:
    """Return the groups of a filter text; no group at all for an empty one.

    Raises Usage for an unknown key or value, a bad date, an open quote, a lonely `or`, Rejected for text that is too
    long or holds control characters.
    """
    rest = clean_line(text, limit=MAX_LENGTH, what="filter") if text.strip() else ""
    groups: list[list[Term]] = []
    joined = True
    while rest:
        term, rest = _read_term(rest, words)
        if term is None:
            if joined:
                raise Usage(_lonely_or("before"))
            joined = True
            continue
        if joined:
            groups.append([])
            joined = False
        groups[-1].append(term)
    if joined and groups:
        raise Usage(_lonely_or("after"))
    return tuple(tuple(group) for group in groups)


def write_groups(groups: Groups) -> str:
    """Return the canonical text of groups; `parse_groups` gives the same groups back."""
    return " or ".join(" ".join(str(term) for term in group) for group in groups)


def _read_term(text: str, words: Vocabulary) -> tuple[Term | None, str]:
    """Return the term at the start of the text, None for the word `or`, and the rest behind it."""
    negated = text[0] == "-" and text[1:2].strip() != ""
    body = text[1:] if negated else text
    if body[0] == '"':
        word, rest = _take_value(body)
        return Term(WORD, _need(word, body), negated=negated), rest
    if body[0] in words.sigils:
        value, rest = _take_value(body[1:])
        return _sigil_term(words.sigils[body[0]], _need(value, body), negated), rest
    key = re.match(_KEY, body)
    if key and _is_key(key, words):
        value, rest = _take_value(body[key.end() :])
        return _key_term(words, key[1].lower(), key[2], _need(value, body), negated), rest
    word, rest = _take_value(body)
    name = word.lower()
    if name == "or" and not negated:
        return None, rest
    return (Term(FLAG, name, negated=negated) if name in words.flags else Term(WORD, word, negated=negated)), rest


def _take_value(text: str) -> tuple[str, str]:
    """Return a quoted or unbroken value at the start of the text, and the rest from the next term on."""
    if not text.startswith('"'):
        value = re.match(r"\S*", text)
        taken = value[0] if value else ""
        return taken, text[len(taken) :].lstrip()
    found = re.match(_QUOTED, text)
    if not found:
        raise Usage(f"The quote that begins {quoted(text)} is not closed; end it with another quotation mark.")
    return re.sub(r"\\(.)", r"\1", found[1]), text[found.end() :].lstrip()


def _need(value: str, term: str) -> str:
    if not value.strip():
        raise Usage(
            f"The filter term {quoted(term)} lacks a value; write it right behind, as in step:doing or @ann.",
            details={"term": term},
        )
    return value


def _is_key(key: re.Match[str], words: Vocabulary = TASKS) -> bool:
    """A web address is a search word, and so is an unknown name before "="."""
    return key[1].lower() in words.keys or (key[2] != "=" and not key.string.startswith("//", key.end()))


def _sigil_term(key: str, value: str, negated: bool) -> Term:
    value = value.strip().casefold()
    if key == PERSON and value == "me":
        return Term(FLAG, "mine", negated=negated)
    return Term(key, value, negated=negated)


def _key_term(words: Vocabulary, key: str, op: str, value: str, negated: bool) -> Term:
    op = ":" if op == "=" else op
    value = value.strip().casefold()
    shown = quoted(f"{key}{op}{value}")
    if key in words.flags:
        raise Usage(f"{shown} is not a filter term: {key} takes no value, write {key} alone.")
    if key not in words.keys:
        raise Usage(
            f"{shown} is not a filter term: there is no key {quoted(key)}{_suggestion(key, words.keys + words.flags)} "
            f"The keys are {', '.join(words.keys)}; to search for the text itself put it in quotes.",
            details={"key": key, "known": list(words.keys)},
        )
    if key in words.dates:
        value = _due_value(op, value, shown)
    elif key in words.ages:
        _age_value(op, value, shown)
    elif op != ":":
        compared = " and ".join(words.dates + words.ages)
        raise Usage(f"{shown} is not a filter term: only {compared} can be compared with {op}, write {key}:{value}.")
    elif key in words.values:
        known = [member.value for member in words.values[key]]
        if value not in known:
            raise Usage(
                f"{shown} is not a filter term: {key} knows {', '.join(known)}{_suggestion(value, known)}",
                details={"key": key, "known": known},
            )
    return Term(key, value, op, negated)


def age_hours(value: str) -> int | None:
    """Return the hours of an age such as 12h, 5d or 2w, None for what is none."""
    found = re.fullmatch(_AGE, value)
    return int(found[1]) * _AGE_HOURS[found[2]] if found else None


def _age_value(op: str, value: str, shown: str) -> None:
    if op == ":" or age_hours(value) is None:
        raise Usage(f"{shown} is not a filter term: compare an age with hours, days or weeks, as in age>5d.")


def _due_value(op: str, value: str, shown: str) -> str:
    value = " ".join(value.split())
    if value == "none":
        if op != ":":
            raise Usage(f"{shown} is not a filter term: write due:none for tasks without a due date.")
        return value
    try:
        read_when(value)
    except Rejected as error:
        raise Usage(f"In the filter term {shown}: {error.message}", details=error.details) from None
    return value


def _suggestion(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return f"; did you mean {near}?" if near else "."


def _lonely_or(side: str) -> str:
    return f'The filter needs a term {side} each "or"; to search for the word itself put it in quotes.'


def _is_unbroken(value: str) -> bool:
    """Whether a value behind its key reads back as itself without quotes."""
    return not value.startswith('"') and not re.search(r"\s", value)


def _reads_as_word(value: str) -> bool:
    """Whether a search word reads back as itself without quotes."""
    key = re.match(_KEY, value)
    return (
        _is_unbroken(value)
        and value[0] not in "-@#"
        and value.lower() not in (*FLAGS, "or")
        and not (key and _is_key(key))
    )


def _quote(value: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
