"""The forms of a checklist as text and back: an item of each kind, who signs, and what needs it. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from prodtui.domain.checklist_fields import MOST_CHOICES, MOST_DECIMALS, MOST_SAMPLES, clean_frequency, clean_items
from prodtui.domain.enums import Frequency, ItemKind, Role, SignRule
from prodtui.domain.quality import parse_number
from prodtui.domain.rows_quality import ItemRow, SignRow
from prodtui.domain.text import nearest
from prodtui.errors import Rejected
from prodtui.screens.form_fields import FormField

T = TypeVar("T")
Problems = dict[str, Rejected]


def field(name: str, label: str, hint: str = "", words: Sequence[str] = ()) -> FormField:
    """Return a field whose text is read by its form as a whole."""
    return FormField(
        name, label, hint, lambda value, _: str(value), lambda text, _: text, tuple(words), name == "notes"
    )


_YES_NO = ("yes", "no")
_ASKED = (field("text", "Question", "such as Free of burrs?"), field("section", "Section", "such as Before welding"))
_MEASURED = (
    field("nominal", "Nominal", "such as 25"),
    field("lower", "Lower limit", "such as 25.000"),
    field("upper", "Upper limit", "such as 25.021"),
    field("unit", "Unit", "such as mm"),
    field("decimals", "Decimals", f"0 to {MOST_DECIMALS}"),
    field("samples", "Readings", f"how many are taken, 1 to {MOST_SAMPLES}"),
)
_CHOSEN = (
    field("choices", "Choices", "such as none, few, many"),
    field("accepted", "Good ones", "such as none, few; empty when each of them passes"),
)
_REST = (
    field("critical", "Critical", "yes or no", _YES_NO),
    field("na_allowed", "May not apply", "yes or no", _YES_NO),
    field("notes", "Guidance"),
)
_OF_KIND: Mapping[ItemKind, tuple[FormField, ...]] = {ItemKind.MEASUREMENT: _MEASURED, ItemKind.CHOICE: _CHOSEN}


def item_fields(kind: ItemKind) -> tuple[FormField, ...]:
    """Return the fields of the form for an item of a kind."""
    return (*_ASKED, *_OF_KIND.get(kind, ()), *_REST)


def item_texts(item: ItemRow) -> dict[str, str]:
    """Return an item as the texts of its form."""
    numbers = {name: getattr(item, name) for name in ("nominal", "lower", "upper", "decimals", "samples")}
    texts = {name: "" if value is None else f"{value:.15g}" for name, value in numbers.items()}
    return texts | {
        "text": item.text,
        "section": item.section,
        "unit": item.unit or "",
        "choices": ", ".join(item.choices),
        "accepted": ", ".join(item.accepted),
        "critical": "yes" if item.critical else "no",
        "na_allowed": "yes" if item.na_allowed else "no",
        "notes": item.guidance,
    }


def read_item(kind: ItemKind, texts: Mapping[str, str], key: str, *, comma: bool = False) -> tuple[ItemRow, Problems]:
    """Return the item that a form means, and by field what cannot be read; `key` is "" for a new item."""
    problems: Problems = {}

    def take(name: str, read: Callable[[str], T], empty: T) -> T:
        text = texts.get(name, "").strip()
        if not text:
            return empty
        try:
            return read(text)
        except Rejected as error:
            problems[name] = error
            return empty

    def number(text: str) -> float:
        return parse_number(text, comma, unit=texts.get("unit", "").strip() or None, what="The value")

    def whole(least: int, most: int) -> Callable[[str], int]:
        return lambda text: _whole(text, least, most)

    row = ItemRow(
        key, texts.get("text", "").strip(), kind, texts.get("section", "").strip(), take("critical", _yes, False),
        texts.get("notes", "").strip(), take("na_allowed", _yes, False), take("nominal", number, None),
        take("lower", number, None), take("upper", number, None), texts.get("unit", "").strip() or None,
        take("decimals", whole(0, MOST_DECIMALS), None), take("samples", whole(1, MOST_SAMPLES), 1),
        _listed(texts.get("choices", "")), _listed(texts.get("accepted", "")),
    )  # fmt: skip
    _check(row, problems)
    if not problems:
        try:
            row = replace(clean_items((row,))[0], key=key)
        except Rejected as error:
            problems["text"] = error
    return row, problems


def _check(row: ItemRow, problems: Problems) -> None:
    """Note what does not fit together, at the field where it is mended."""
    low, high = row.lower, row.upper
    if not row.text:
        problems["text"] = Rejected("The question is empty.", hint="Write what is looked at.")
    if low is not None and high is not None and low > high:
        problems["lower"] = Rejected(
            f"The lower limit {low:g} is above the upper limit {high:g}.", hint="Give the smaller one here."
        )
    elif row.nominal is not None and (
        (low is not None and row.nominal < low) or (high is not None and row.nominal > high)
    ):
        problems["nominal"] = Rejected(f"The nominal value {row.nominal:g} lies outside the limits.")
    if row.kind is ItemKind.CHOICE:
        if not 2 <= len(row.choices) <= MOST_CHOICES:
            problems["choices"] = Rejected(
                f"There must be 2 to {MOST_CHOICES} choices.", hint="Put commas between them."
            )
        strange = [word for word in row.accepted if word not in row.choices]
        if strange:
            problems["accepted"] = Rejected(f'"{strange[0]}" is none of the choices.')


SIGN_FIELDS = (
    field("rule", "Who signs", "any, role, named or independent", tuple(SignRule)),
    field("role", "Role", "for role: quality, lead, or a skill such as inspector", tuple(Role)),
    field("people", "People", "for named: such as ann, bo"),
    field("meaning", "Means", "such as I checked against drawing B"),
)


def sign_texts(sign: SignRow) -> dict[str, str]:
    """Return who signs as the texts of its form."""
    return {
        "rule": sign.rule.value,
        "role": sign.role or "",
        "people": ", ".join(sign.people),
        "meaning": sign.meaning,
    }


def read_sign(texts: Mapping[str, str]) -> tuple[SignRow, Problems]:
    """Return who signs, and by field what cannot be read."""
    problems: Problems = {}
    rule = _word(texts["rule"], SignRule, "rule", problems) or SignRule.ANY
    role, people = texts["role"].strip(), _listed(texts["people"])
    wanted = {SignRule.ROLE: "role", SignRule.NAMED: "people"}.get(rule)
    for name, value in (("role", role), ("people", people)):
        if name == wanted and not value:
            problems[name] = Rejected(f"The rule {rule.value} needs it.", hint="Write who it is.")
        elif name != wanted and value and "rule" not in problems:
            problems[name] = Rejected(f"The rule {rule.value} has none.", hint="Empty this field, or change the rule.")
    return SignRow(rule, role or None, people, texts["meaning"].strip()), problems


def use_fields(steps: Sequence[str]) -> tuple[FormField, ...]:
    """Return the fields of the form that says what needs a checklist."""
    return (
        field("step", "Step", "cards leave it only when they passed", steps),
        field("product", "Product", "only cards of this product; all when empty"),
        field("frequency", "How often", "every, nth or random", tuple(Frequency)),
        field("number", "Number", "for nth: 5 is every fifth; for random: 10 % of the cards"),
    )


def read_use(texts: Mapping[str, str], steps: Sequence[str]) -> tuple[dict[str, Any], Problems]:
    """Return the arguments of attaching, and by field what cannot be read."""
    problems: Problems = {}
    step, product = texts["step"].strip().casefold(), texts["product"].strip()
    if not step and not product:
        problems["step"] = Rejected("Name a step, a product, or both.", hint="Without either it is started by hand.")
    elif step and step not in steps:
        problems["step"] = Rejected(f'There is no step "{step}".', hint=f"There are: {', '.join(steps)}.")
    kind = _word(texts["frequency"], Frequency, "frequency", problems) or Frequency.EVERY
    values: dict[str, Any] = {"step": step or None, "product": product or None, "frequency": kind}
    text = texts["number"].strip()
    try:
        values |= _number_of_use(kind, text)
    except Rejected as error:
        problems["number"] = error
    return values, problems


def _number_of_use(kind: Frequency, text: str) -> dict[str, Any]:
    every = text if kind is Frequency.NTH else None
    share: float | None = None
    if kind is Frequency.RANDOM:
        share = parse_number(text, unit="%", what="The share") / (100 if text.endswith("%") else 1)
    elif kind is Frequency.EVERY and text:
        raise Rejected("Every card is inspected, so there is no number.", hint="Empty this field.")
    _, count, part = clean_frequency(kind, every, share)
    return {"every": count, "share": part}


W = TypeVar("W", SignRule, Frequency)


def _word(text: str, words: type[W], name: str, problems: Problems) -> W | None:
    wanted = text.strip().casefold()
    found: list[W] = [word for word in words if wanted and word.value.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    names = [word.value for word in words]
    if wanted:
        close = nearest(wanted, names)
        hint = f'Did you mean "{close}"?' if close else f"There are: {', '.join(names)}."
        problems[name] = Rejected(f'"{text.strip()}" is none of the words for this.', hint=hint)
    return None


def _yes(text: str) -> bool:
    for word in _YES_NO:
        if word.startswith(text.casefold()):
            return word == "yes"
    raise Rejected(f'"{text}" is neither yes nor no.', hint="Write yes or no.")


def _whole(text: str, least: int, most: int) -> int:
    if text.isdecimal() and least <= int(text) <= most:
        return int(text)
    raise Rejected(f'"{text}" is no whole number from {least} to {most}.')


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
