"""How pens look: the theme's tokens for each meaning, put on the style that a chart has by itself."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style

from prodtui.widgets.chart.picture import BANDS, Pen
from prodtui.widgets.looks import worn

#: colour, ground and text style
_Tokens = tuple[str, str | None, str | None]
_LOOKS: Mapping[Pen, _Tokens] = {
    Pen.TITLE: ("accent", None, "here-style"),
    Pen.QUIET: ("muted", None, "muted-style"),
    Pen.AXIS: ("line", None, "line-style"),
    Pen.LINE: ("muted", None, "muted-style"),
    Pen.LIMIT: ("soon", None, "soon-style"),
    Pen.POINT: ("accent", None, "here-style"),
    Pen.MARKED: ("soon", None, "soon-style"),
    Pen.SIGNAL: ("wrong", None, "wrong-style"),
    Pen.SELECTED: ("cursor-text", "cursor", "cursor-style"),
    Pen.BAR: ("layer-6", None, None),
    Pen.REST: ("muted", None, "muted-style"),
    **{band: (f"layer-{place}", None, None) for place, band in enumerate(BANDS, start=1)},
}
#: What looks otherwise while the keys go elsewhere.
_AWAY: Mapping[Pen, _Tokens] = {
    Pen.TITLE: ("ref", None, "ref-style"),
    Pen.SELECTED: ("away-text", "away", "away-style"),
}


def pen_style(pen: Pen, ground: Pen | None, own: Style, tokens: Mapping[str, str], *, focused: bool) -> Style:
    """Return the style of a pen, on the colour of another where there is one, on a chart whose own style is `own`."""
    look = _LOOKS.get(pen) if focused else _AWAY.get(pen, _LOOKS.get(pen))
    style = own if look is None else worn(own, tokens, *look)
    return style if ground is None else style + Style(bgcolor=worn(own, tokens, *_LOOKS[ground]).color)
