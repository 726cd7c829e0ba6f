"""Rules of quality control: what an answer is worth, what was found, who may sign, what a gate waits for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from prodtui.domain.enums import InspectionResult, ItemKind, SignRule
from prodtui.domain.rows import Actor
from prodtui.domain.rows_quality import ContentRow, ItemRow, ReadingRow, SignRow
from prodtui.domain.text import clean_text, nearest, quoted
from prodtui.errors import Rejected

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:[.,][0-9]{1,15})?|[.,][0-9]{1,15})(?:[eE][+-]?[0-9]{1,2})?")
_MOST = 1e15
_YES, _NO = frozenset({"y", "yes", "true", "ok", "1"}), frozenset({"n", "no", "false", "0"})
_NOT_APPLICABLE = frozenset({"n/a", "na"})
#: So much of a tolerance lies near its limits on either side.
_OUTER = 0.1


def parse_number(
    text: str, decimal_comma: bool = False, *, unit: str | None = None, what: str = "The reading"
) -> float:
    """Return the number that somebody typed; `unit` may stand behind it, and a comma counts where the locale has one.

    Raises Rejected for anything that could be read in two ways or is no finite number.
    """
    bare = text.strip().replace("\u2212", "-")
    if unit and bare.casefold().endswith(unit.casefold()):
        bare = bare[: -len(unit)].rstrip()
    if not _NUMBER.fullmatch(bare):
        raise Rejected(f"{what} {quoted(text, limit=40)} is not a number.", hint=_how(decimal_comma, unit))
    if "," in bare and not decimal_comma:
        raise Rejected(
            f"{what} {quoted(text, limit=40)} is not a number: the decimal point here is '.', not ','.",
            hint=f"Write {bare.replace(',', '.')}, or set a locale whose decimal point is a comma.",
        )
    number = float(bare.replace(",", "."))
    if not math.isfinite(number) or abs(number) > _MOST:
        raise Rejected(f"{what} {quoted(text, limit=40)} is too large.", hint="Check the number and its unit.")
    return number


def _how(decimal_comma: bool, unit: str | None) -> str:
    example = "12.4 or 12,4" if decimal_comma else "12.4"
    behind = f", or with its unit: 12.4 {unit}" if unit else ""
    return f"Write it like {example}{behind}; without a mark between thousands."


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered, read: exactly one of flag, number and text, or `na`; and what it is worth.

    `off` is how far a measurement lies outside its limits, in its unit, negative below them.
    """

    flag: bool | None = None
    number: float | None = None
    text: str | None = None
    na: bool = False
    ok: bool = True
    off: float = 0.0


def read_answer(item: ItemRow, value: object, *, na: bool = False, decimal_comma: bool = False) -> Answer:
    """Return the answer to an item with its worth. `value` is text as typed, a bool, or a number.

    Raises Rejected for a value that does not fit the item, or "not applicable" where the item does not allow it.
    """
    typed = str(value).strip().casefold()
    if na or (typed in _NOT_APPLICABLE and item.kind is not ItemKind.TEXT and value not in item.choices):
        if not item.na_allowed:
            raise Rejected(
                f"{item.text}: this item has to be answered.",
                hint="Only some items may be not applicable; this may not.",
            )
        return Answer(na=True)
    if item.kind is ItemKind.YES_NO:
        flag = _read_flag(item, value, typed)
        return Answer(flag=flag, ok=flag)
    if item.kind is ItemKind.MEASUREMENT:
        return judge_number(item, _read_number(item, value, decimal_comma))
    if item.kind is ItemKind.CHOICE:
        word = _read_choice(item, str(value))
        return Answer(text=word, ok=not item.accepted or word in item.accepted)
    text = clean_text(str(value), limit=2000, what="answer")
    if not text.strip():
        raise Rejected(f"{item.text}: the answer is empty.", hint="Write a few words.")
    return Answer(text=text)


def judge_number(item: ItemRow, number: float) -> Answer:
    """Return a measured value with its worth: limits belong to what passes; one without limits always passes."""
    off = 0.0
    if item.lower is not None and number < item.lower:
        off = _difference(number, item.lower)
    elif item.upper is not None and number > item.upper:
        off = _difference(number, item.upper)
    return Answer(number=number, ok=off == 0.0, off=off)


def is_near_limit(item: ItemRow, number: float) -> bool:
    """Tell whether a measurement passes, but only just: in the outer tenth of its tolerance.

    The tolerance lies between both limits, or between the nominal size and the only one; else nothing is near.
    """
    low = item.nominal if item.lower is None else item.lower
    high = item.nominal if item.upper is None else item.upper
    if low is None or high is None or not judge_number(item, number).ok:
        return False
    margin = (high - low) * _OUTER
    near_low = item.lower is not None and number <= low + margin
    return near_low or (item.upper is not None and number >= high - margin)


def _difference(number: float, limit: float) -> float:
    """Return the distance as people write it: 12.4 - 12.3 is 0.1."""
    return float(Decimal(str(number)) - Decimal(str(limit)))


def _read_flag(item: ItemRow, value: object, typed: str) -> bool:
    if isinstance(value, bool):
        return value
    if typed in _YES or typed in _NO:
        return typed in _YES
    raise Rejected(f"{item.text}: {quoted(str(value), limit=40)} is neither yes nor no.", hint="Answer yes or no.")


def _read_number(item: ItemRow, value: object, decimal_comma: bool) -> float:
    if isinstance(value, bool):
        raise Rejected(f"{item.text}: a number is needed, not {value}.", hint=_how(decimal_comma, item.unit))
    return parse_number(str(value), decimal_comma, unit=item.unit, what=f"{item.text}: the reading")


def _read_choice(item: ItemRow, value: str) -> str:
    known = {word.casefold(): word for word in item.choices}
    word = known.get(value.strip().casefold())
    if word is None:
        close = nearest(value, item.choices)
        hint = f"Did you mean {close!r}? " if close else ""
        raise Rejected(
            f"{item.text}: {quoted(value, limit=40)} is none of its choices.",
            hint=f"{hint}There are: {', '.join(item.choices)}.",
        )
    return word


def count_questions(content: ContentRow) -> int:
    """Return how many readings a content asks for: each sample is one."""
    return sum(item.samples for item in content.items)


def failed_items(content: ContentRow, readings: Iterable[ReadingRow]) -> tuple[ItemRow, ...]:
    """Return the items with a reading that does not pass, in the order of the checklist."""
    bad = {reading.item for reading in readings if not reading.ok}
    return tuple(item for item in content.items if item.key in bad)


def missing_items(content: ContentRow, readings: Iterable[ReadingRow]) -> tuple[ItemRow, ...]:
    """Return the items that lack a reading, in the order of the checklist."""
    given = {(reading.item, reading.sample) for reading in readings}
    wanted = ((item, sample) for item in content.items for sample in range(1, item.samples + 1))
    return tuple(dict.fromkeys(item for item, sample in wanted if (item.key, sample) not in given))


def result_of(failed: int) -> InspectionResult:
    """Return what an inspection found whose `failed` items do not pass: a single one is enough, critical or not."""
    return InspectionResult.FAIL if failed else InspectionResult.PASS


def who_signs(sign: SignRow) -> str:
    """Return who may sign, as a part of a sentence."""
    if sign.rule is SignRule.ROLE:
        return f"the role {sign.role}"
    if sign.rule is SignRule.NAMED:
        return " or ".join(sign.people)
    return "anybody who did not work on it" if sign.rule is SignRule.INDEPENDENT else "anybody"


def against_signing(sign: SignRow, actor: Actor, skills: Sequence[str], workers: Sequence[str]) -> str | None:
    """Return why the actor may not sign, as a sentence, None when they may.

    `workers` are the logins of those who did the work. Somebody who types for another signs with both hands: neither
    may have worked on it.
    """
    me = actor.login
    if sign.rule is SignRule.ROLE and sign.role != actor.role and sign.role not in skills:
        return f"{me} is not of the role {sign.role}."
    if sign.rule is SignRule.NAMED and me not in sign.people:
        return f"{me} is not one of those who sign it."
    if sign.rule is SignRule.INDEPENDENT:
        own = next((hand for hand in (me, actor.typed_by) if hand in workers), None)
        if own is not None:
            return f"{own} worked on it, and nobody signs their own work here."
    return None
