"""What a checklist may hold: the one place where questions from outside become rows of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from prodtui.domain.enums import Frequency, ItemKind, SignRule
from prodtui.domain.quality import parse_number
from prodtui.domain.rows_quality import ContentRow, ItemRow, SignRow
from prodtui.domain.task_fields import choice
from prodtui.domain.text import clean_line, clean_text, nearest, quoted, slug
from prodtui.errors import Rejected

MOST_ITEMS, MOST_SAMPLES, MOST_DECIMALS, MOST_CHOICES = 200, 50, 6, 20
_ITEM_FIELDS = tuple(field.name for field in fields(ItemRow))
_SIGN_FIELDS = tuple(field.name for field in fields(SignRow))
_OF_MEASUREMENTS = ("nominal", "lower", "upper", "unit", "decimals")


def clean_name(name: object) -> str:
    """Return the name of a checklist as the store keeps it. Raises Rejected."""
    return clean_line(str(name), limit=80, what="name of the checklist")


def clean_items(items: Iterable[Mapping[str, Any] | ItemRow]) -> tuple[ItemRow, ...]:
    """Return questions as the store keeps them; one without a key gets its own from its text.

    Raises Rejected for a value that does not fit or a field that there is not, saying of which item.
    """
    found: list[ItemRow] = []
    for place, item in enumerate(items, start=1):
        if place > MOST_ITEMS:
            raise Rejected(f"A checklist holds at most {MOST_ITEMS} items.", hint="Make two checklists of it.")
        found.append(_clean_item(item, place, {row.key for row in found}))
    return tuple(found)


def clean_sign(sign: Mapping[str, Any] | SignRow | None) -> SignRow:
    """Return who may sign as the store keeps it, anybody for None. Raises Rejected."""
    given = _plain(sign or SignRow())
    _known(given, _SIGN_FIELDS, "The signature of a checklist")
    rule = choice(SignRule, given.get("rule", SignRule.ANY), "The rule of signing")
    people = given.get("people") or ()
    names = people.split(",") if isinstance(people, str) else people
    row = SignRow(
        rule,
        slug(clean_line(str(given["role"]), limit=40, what="role")) if given.get("role") else None,
        tuple(sorted({clean_line(str(name), limit=60, what="login").lstrip("@") for name in names if str(name)})),
        clean_line(str(given["meaning"]), what="meaning of the signature") if given.get("meaning") else "",
    )
    if (row.role is not None) != (rule is SignRule.ROLE):
        raise Rejected(
            "A role belongs to the rule of signing `role`, and to no other.", hint="Give rule and role together."
        )
    if bool(row.people) != (rule is SignRule.NAMED):
        raise Rejected(
            "People belong to the rule of signing `named`, and to no other.", hint="Give the rule and logins together."
        )
    return row


def clean_frequency(
    frequency: object, every: object, share: object
) -> tuple[Frequency, int | None, float | None]:  # fmt: skip
    """Return how often a checklist is used, with only the number that belongs to it. Raises Rejected."""
    kind = choice(Frequency, frequency, "The frequency")
    if (every is not None) != (kind is Frequency.NTH) or (share is not None) != (kind is Frequency.RANDOM):
        raise Rejected(
            "The frequency `nth` needs a number of tasks, `random` a share, and `every` neither.",
            hint="Give frequency nth with every 5, or frequency random with share 0.1.",
        )
    if kind is Frequency.NTH:
        return kind, _whole(every, "The number of tasks", 2, 10_000), None
    if kind is Frequency.RANDOM:
        number = _number(share, "The share")
        if number is None or not 0 < number <= 1:
            raise Rejected(f"The share {str(share)[:40]} must lie above 0 and not above 1.", hint="Write 0.1 for 10 %.")
        return kind, None, number
    return kind, None, None


def check_complete(content: ContentRow) -> None:
    """Raise Rejected for a content that cannot be published: one without items."""
    if not content.items:
        raise Rejected("The checklist has no items yet, so it cannot be published.", hint="Add at least one item.")


def _clean_item(item: Mapping[str, Any] | ItemRow, place: int, taken: set[str]) -> ItemRow:
    given = _plain(item)
    what = f"Item {place}"
    _known(given, _ITEM_FIELDS, what)
    text = clean_line(str(given.get("text") or ""), what=f"text of item {place}")
    row = ItemRow(
        key=_key(given.get("key"), text, what, taken),
        text=text,
        kind=choice(ItemKind, given.get("kind", ItemKind.YES_NO), f"{what}: the kind"),
        section=_line(given.get("section"), 80, f"section of item {place}"),
        critical=_flag(given.get("critical"), f"{what}: critical"),
        guidance=clean_text(str(given.get("guidance") or ""), limit=2000, what=f"guidance of item {place}"),
        na_allowed=_flag(given.get("na_allowed"), f"{what}: na_allowed"),
        nominal=_number(given.get("nominal"), f"{what}: the nominal value"),
        lower=_number(given.get("lower"), f"{what}: the lower limit"),
        upper=_number(given.get("upper"), f"{what}: the upper limit"),
        unit=_line(given.get("unit"), 20, f"unit of item {place}") or None,
        decimals=_optional_whole(given.get("decimals"), f"{what}: decimals", 0, MOST_DECIMALS),
        samples=_whole(given.get("samples", 1), f"{what}: samples", 1, MOST_SAMPLES),
        choices=_words(given.get("choices"), f"choice of item {place}"),
        accepted=_words(given.get("accepted"), f"accepted choice of item {place}"),
    )
    _check_measurement(row, given, what)
    _check_choices(row, what)
    return row


def _check_measurement(row: ItemRow, given: Mapping[str, Any], what: str) -> None:
    if row.kind is not ItemKind.MEASUREMENT:
        wrong = [name for name in _OF_MEASUREMENTS if given.get(name) is not None]
        wrong += ["samples"] if row.samples != 1 else []
        if wrong:
            raise Rejected(
                f"{what} is {row.kind.value}, so it has no {wrong[0]}.", hint="Only a measurement has; change its kind."
            )
        return
    # The nominal size may lie outside the limits: a shaft 40 g6 is always smaller than 40.
    if row.lower is not None and row.upper is not None and row.lower > row.upper:
        raise Rejected(
            f"{what} ({row.text}): the lower limit {row.lower:g} is above the upper limit {row.upper:g}.",
            hint="Give the smaller one as the lower limit.",
            details={"item": row.key, "lower": row.lower, "upper": row.upper},
        )


def _check_choices(row: ItemRow, what: str) -> None:
    if row.kind is not ItemKind.CHOICE:
        if row.choices or row.accepted:
            raise Rejected(f"{what} is {row.kind.value}, so it has no choices.", hint="Change its kind to choice.")
        return
    if not 2 <= len(row.choices) <= MOST_CHOICES:
        raise Rejected(
            f"{what} ({row.text}) needs 2 to {MOST_CHOICES} choices, not {len(row.choices)}.",
            hint='Write them like choices = ["red", "green"].',
        )
    if len({word.casefold() for word in row.choices}) < len(row.choices):
        raise Rejected(f"{what} ({row.text}) names a choice twice.", hint="Name each choice once.")
    strange = [word for word in row.accepted if word not in row.choices]
    if strange:
        raise Rejected(
            f"{what} ({row.text}) accepts {quoted(strange[0])}, which is none of its choices.",
            hint=f"Choose among {', '.join(row.choices)}.",
        )


def _plain(given: Mapping[str, Any] | ItemRow | SignRow) -> Mapping[str, Any]:
    """Return a row or mapping as a mapping of what is given."""
    if isinstance(given, Mapping):
        return given
    if isinstance(given, (ItemRow, SignRow)):
        return {field.name: getattr(given, field.name) for field in fields(given)}
    raise Rejected(f"{quoted(str(given))} holds no fields.", hint='Write it like {text = "Free of burrs?"}.')


def _known(given: Mapping[str, Any], names: tuple[str, ...], what: str) -> None:
    for name in given:
        if name not in names:
            close = nearest(str(name), names)
            hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(names)}."
            raise Rejected(f"{what} has no field {quoted(str(name), limit=40)}.", hint=hint)


def _key(given: object, text: str, what: str, taken: set[str]) -> str:
    if given:
        key = slug(clean_line(str(given), limit=40, what=f"key of {what.lower()}"))
        if key in taken:
            raise Rejected(f"{what} has the key {key}, and so has one before it.", hint="Give each item its own key.")
        if not key:
            raise Rejected(
                f"{what}: the key {quoted(str(given))} holds no letter or digit.", hint="Write it like bore."
            )
        return key
    base = slug(text)[:40].strip("-") or "item"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


def _line(value: object, limit: int, what: str) -> str:
    return clean_line(str(value), limit=limit, what=what) if value else ""


def _flag(value: object, what: str) -> bool:
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Rejected(f"{what} is true or false, not {quoted(str(value), limit=40)}.", hint="Write true or false.")
    return value


def _number(value: object, what: str) -> float | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise Rejected(f"{what} must be a number, not {value}.", hint="Write it like 12.4.")
    return parse_number(str(value), what=what)


def _optional_whole(value: object, what: str, least: int, most: int) -> int | None:
    return None if value is None else _whole(value, what, least, most)


def _whole(value: object, what: str, least: int, most: int) -> int:
    number = _number(value, what)
    if number is None or number != int(number) or not least <= number <= most:
        raise Rejected(
            f"{what} must be a whole number from {least} to {most}, not {quoted(str(value), limit=40)}.",
            hint=f"Give a number from {least} to {most}.",
        )
    return int(number)


def _words(value: object, what: str) -> tuple[str, ...]:
    if not value:
        return ()
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, Iterable):
        raise Rejected(f"The {what} {quoted(str(value))} is no list.", hint='Write it like ["red", "green"].')
    return tuple(clean_line(str(word), limit=60, what=what) for word in words)


def content_of(
    old: ContentRow | None,
    items: Iterable[Mapping[str, Any] | ItemRow] | None,
    sign: Mapping[str, Any] | SignRow | None,
) -> ContentRow:
    """Return a content with items, signing rule or both replaced (None: as in `old`). Raises Rejected."""
    base = old or ContentRow((), SignRow())
    if items is not None:
        base = replace(base, items=clean_items(items))
    return base if sign is None else replace(base, sign=clean_sign(sign))
