"""How ink looks: the theme's tokens for each meaning, put on the style that a widget has by itself.

Component classes would say the same in CSS, but every widget would look up the rules of every ink whenever a screen
opens, which was a third of the time that this took.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import Color as RichColour
from rich.style import Style
from textual.color import Color

from prodtui.widgets.spans import Ink

#: ink -> tokens of colour, ground and style; None leaves what the widget has
_LOOKS: Mapping[Ink, tuple[str, str | None, str | None]] = {
    Ink.REF: ("ref", None, "ref-style"),
    Ink.HERE: ("accent", None, "here-style"),
    Ink.MUTED: ("muted", None, "muted-style"),
    Ink.LINE: ("line", None, "line-style"),
    Ink.WRONG: ("wrong", None, "wrong-style"),
    Ink.SOON: ("soon", None, "soon-style"),
    Ink.GOOD: ("good", None, None),
    Ink.URGENT: ("urgent", None, None),
    Ink.HIGH: ("high", None, None),
    Ink.HEAD: ("head-text", "head", "head-style"),
    Ink.HEAD_HERE: ("head-here", "head", "head-here-style"),
    Ink.HEAD_COUNT: ("head-muted", "head", "head-count-style"),
    Ink.HEAD_SOON: ("head-soon", "head", "head-style"),
    Ink.HEAD_WRONG: ("head-wrong", "head", "head-style"),
    Ink.BAND: ("band", None, "band-style"),
    Ink.CURSOR: ("cursor-text", "cursor", "cursor-style"),
    Ink.CURSOR_AWAY: ("away-text", "away", "away-style"),
    Ink.MARK: ("mark-text", "mark", "mark-style"),
    Ink.FLASH: ("flash-text", "flash", "flash-style"),
    Ink.DROP: ("drop-text", "drop", "drop-style"),
    Ink.SHADE: ("head", "head", "line-style"),
}


def look_of(ink: Ink, own: Style, tokens: Mapping[str, str]) -> Style:
    """Return the style of an ink on a widget whose own style is `own`; `tokens` are those of the theme, by name."""
    if ink is Ink.TEXT:
        return own
    return worn(own, tokens, *_LOOKS[ink])


def worn(own: Style, tokens: Mapping[str, str], colour: str, ground: str | None, style: str | None) -> Style:
    """Return a widget's own style with the tokens of a colour, a ground and a text style put on it, as far as named."""
    base = own if style is None else own + Style.parse(tokens[style])
    return base + Style.from_color(_colour(tokens, colour), _colour(tokens, ground))


def _colour(tokens: Mapping[str, str], name: str | None) -> RichColour | None:
    return None if name is None else Color.parse(tokens[name]).rich_color
