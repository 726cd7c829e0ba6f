"""The shortest way from one style of a terminal to another.

A style is the numbers of its escape sequence (SGR, ECMA-48 8.3.117), such as "1;38;2;9;9;9"; "" is the default one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

RESET = "\x1b[m"
_COLOUR_WORDS = {"2": 5, "5": 3}  # numbers of a colour: 38;2;red;green;blue and 38;5;index
_ATTRIBUTES = frozenset("1 2 3 4 5 6 7 8 9 21 51 52 53".split())
_UNSEEN_ON_BLANKS = frozenset("1 2 3 8".split())


@dataclass(frozen=True, slots=True)
class _Look:
    attributes: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""


@lru_cache(4096)
def change(before: str, after: str) -> str:
    """Return the sequence that turns one style into another. Raises ValueError for numbers that are not known."""
    if before == after:
        return ""
    if not after:
        return RESET
    old, new = _look(before), _look(after)
    whole = f"\x1b[0;{after}m" if before else f"\x1b[{after}m"
    # Only a reset takes away an attribute or a colour on every terminal.
    if old.attributes - new.attributes or (old.ink and not new.ink) or (old.ground and not new.ground):
        return whole
    parts = sorted(new.attributes - old.attributes)
    parts += [now for was, now in ((old.ink, new.ink), (old.ground, new.ground)) if now != was]
    return min(f"\x1b[{';'.join(parts)}m", whole, key=len) if parts else ""


@lru_cache(4096)
def of_blanks(style: str) -> str:
    """Return what a style looks like where there is no ink: its ground alone, unless more of it shows on blanks."""
    look = _look(style)
    return look.ground if look.attributes <= _UNSEEN_ON_BLANKS else style


@lru_cache(4096)
def is_known(style: str) -> bool:
    """Return whether a style has only numbers that `change` knows."""
    try:
        _look(style)
    except ValueError:
        return False
    return True


@lru_cache(4096)
def _look(style: str) -> _Look:
    attributes: set[str] = set()
    ink = ground = ""
    words = style.split(";") if style else []
    while words:
        word = words[0]
        size = _COLOUR_WORDS.get(words[1], 0) if word in ("38", "48") and len(words) > 1 else 1
        taken, words = words[:size], words[size:]
        colour = ";".join(taken)
        if word in _ATTRIBUTES:
            attributes.add(word)
        elif word in ("38", "48") and len(taken) == size > 1:
            ink, ground = (colour, ground) if word == "38" else (ink, colour)
        elif len(word) == 2 and word[0] in "39" and word[1] in "01234567":
            ink = word
        elif len(word) in (2, 3) and word[:-1] in ("4", "10") and word[-1] in "01234567":
            ground = word
        elif word == "39":
            ink = ""
        elif word == "49":
            ground = ""
        else:
            raise ValueError(f"The style {style!r} has a number that is not known: {word}.")
    return _Look(frozenset(attributes), ink, ground)
