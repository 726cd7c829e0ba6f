"""A palette: few colours with a meaning, read from TOML and checked so that text can be read on every ground."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textual.color import Color, ColorParseError

from prodtui.domain.text import nearest

COLOURS = (
    "background",
    "surface",
    "panel",
    "text",
    "muted",
    "line",
    "accent",
    "ref",
    "urgent",
    "wrong",
    "soon",
    "good",
    "cursor",
    "cursor-text",
    "away",
    "away-text",
    "mark",
    "mark-text",
    "flash",
    "flash-text",
    "drop",
    "drop-text",
)
STYLES = (
    "ref",
    "here",
    "muted",
    "line",
    "wrong",
    "soon",
    "head",
    "head-here",
    "head-count",
    "band",
    "cursor",
    "away",
    "mark",
    "flash",
    "drop",
    "selection",
)
_WORDS = frozenset({"none", "bold", "dim", "italic", "underline", "reverse", "strike"})
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_KEYS = frozenset({"name", "label", "base", "dark", "ansi", "contrast", "colours", "styles"})
LEAST_CONTRAST = 4.5
LEAST_SIGN_CONTRAST = 3.0

# (ink, ground) pairs that must be readable; a sign needs less than text does (WCAG 2.2, 1.4.3 and 1.4.11).
_TEXT_PAIRS = (
    *(
        (ink, ground)
        for ink in ("text", "muted", "accent", "wrong", "soon")
        for ground in ("background", "surface", "panel")
    ),
    ("ref", "background"),
    ("good", "background"),
    *((f"{ground}-text", ground) for ground in ("cursor", "away", "mark", "flash", "drop")),
)
_SIGN_PAIRS = (("urgent", "background"),)


class BrokenTheme(ValueError):
    """A palette cannot be used; the message is one sentence for the reader."""


@dataclass(frozen=True, slots=True)
class Palette:
    """A checked palette: every colour and every style is there. `ansi` ones use the terminal's own colours."""

    name: str
    label: str
    dark: bool
    ansi: bool
    contrast: float
    colours: Mapping[str, str]
    styles: Mapping[str, str]


def parse_palette(text: str, source: str, bases: Mapping[str, Palette] | None = None) -> Palette:
    """Return the palette of a TOML document; `base` names one of `bases` that gives what the document leaves out.

    Raises BrokenTheme with a sentence that names `source`.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenTheme(f"The theme {source} is not valid TOML: {error}.") from error
    problem = next(_shape_problems(document), None)
    if problem:
        raise BrokenTheme(f"The theme {source} {problem}.")
    base = _base(document, source, bases or {})
    palette = Palette(
        name=document["name"],
        label=document.get("label", document["name"]),
        dark=document.get("dark", base.dark if base else True),
        ansi=document.get("ansi", base.ansi if base else False),
        contrast=float(document.get("contrast", LEAST_CONTRAST)),
        colours={**(base.colours if base else {}), **document.get("colours", {})},
        styles={**dict.fromkeys(STYLES, "none"), **(base.styles if base else {}), **document.get("styles", {})},
    )
    problem = next(_problems(palette), None)
    if problem:
        raise BrokenTheme(f"The theme {source} {problem}.")
    return palette


def contrast(ink: str, ground: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, by the WCAG 2.2 formula for relative luminance."""
    lighter, darker = sorted((_luminance(Color.parse(ink)), _luminance(Color.parse(ground))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def _base(document: Mapping[str, Any], source: str, bases: Mapping[str, Palette]) -> Palette | None:
    name = document.get("base")
    if name is None:
        return None
    if name not in bases:
        raise BrokenTheme(
            f'The theme {source} builds on "{name}", which does not exist; choose one of {", ".join(bases)}.'
        )
    return bases[name]


def _shape_problems(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the types and names of a document."""
    name = document.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield 'needs a name of small letters, digits and hyphens, as in name = "evening"'
    for key in document:
        if key not in _KEYS:
            yield f'has the unknown entry "{key}"{_meant(key, _KEYS)}'
    for key, kind in (("label", str), ("base", str), ("dark", bool), ("ansi", bool)):
        if key in document and not isinstance(document[key], kind):
            yield f'needs {"a text" if kind is str else "true or false"} for "{key}"'
    ratio = document.get("contrast", LEAST_CONTRAST)
    if not isinstance(ratio, int | float) or isinstance(ratio, bool) or not LEAST_CONTRAST <= ratio <= 21:
        yield f'needs a number from {LEAST_CONTRAST} to 21 for "contrast"'
    for table, known in (("colours", COLOURS), ("styles", STYLES)):
        yield from _table_problems(document.get(table, {}), table, known)


def _table_problems(values: object, table: str, known: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(values, dict):
        yield f"needs [{table}] to be a table"
        return
    for key, value in values.items():
        if key not in known:
            yield f'has the unknown entry "{key}" in [{table}]{_meant(key, known)}'
        elif not isinstance(value, str):
            yield f'needs a text for "{key}" in [{table}]'


def _meant(key: str, known: tuple[str, ...] | frozenset[str]) -> str:
    near = nearest(key, sorted(known))
    return f'; did you mean "{near}"?' if near else ""


def _problems(palette: Palette) -> Iterator[str]:
    """Yield what is wrong with the values of a palette."""
    for key in COLOURS:
        if key not in palette.colours:
            yield f'has no colour for "{key}"; add it, or name a base'
            return
        yield from _colour_problems(key, palette.colours[key], ansi=palette.ansi)
    for key, style in palette.styles.items():
        if not style.split() or not _WORDS.issuperset(style.split()):
            yield f'has "{style}" as the style of "{key}"; use {", ".join(sorted(_WORDS))}'
    if not palette.ansi:
        yield from _contrast_problems(palette)


def _colour_problems(key: str, value: str, *, ansi: bool) -> Iterator[str]:
    try:
        colour = Color.parse(value)
    except ColorParseError:
        yield f'has "{value}" as the colour "{key}"; write it as #rrggbb{" or ansi_red" if ansi else ""}'
        return
    if ansi and colour.ansi is None:
        yield f'uses the terminal\'s own colours, so "{key}" must be one of them, such as ansi_red or ansi_default'
    if not ansi and (colour.ansi is not None or colour.a != 1):
        yield f'needs a solid colour for "{key}", written as #rrggbb'


def _contrast_problems(palette: Palette) -> Iterator[str]:
    """Yield each pair that is hard to read; colours of the terminal cannot be judged."""
    wanted = [(pair, palette.contrast) for pair in _TEXT_PAIRS] + [(pair, LEAST_SIGN_CONTRAST) for pair in _SIGN_PAIRS]
    for (ink, ground), least in wanted:
        ratio = contrast(palette.colours[ink], palette.colours[ground])
        if ratio < least:
            yield f'has too little contrast: "{ink}" on "{ground}" is {ratio:.1f}, at least {least:g} is needed'
