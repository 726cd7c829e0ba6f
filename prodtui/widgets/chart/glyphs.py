"""The signs that charts are drawn with, each one cell wide, with and without Unicode."""

from __future__ import annotations

from dataclasses import dataclass, replace

from prodtui.widgets.signs import UNICODE, Signs


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs.

    `up` and `across` fill a cell from nothing to all in eighths; `layers` tell stacked bands apart without colour, from
    the axis up, and `solid` says that colours do it instead. `dots` says that points may be braille dots, `few` are the
    signs for one, two or three, and more points in a cell without them. `zones` lie between percentile lines.
    """

    up: str
    across: str
    layers: str
    solid: bool
    dots: bool
    point: str
    few: str
    marked: str
    blocked: str
    selected: str
    here: str
    level: str
    mean: str
    axis: str
    corner: str
    tick: str
    side: str
    waiting: str
    working: str
    reach: str
    end: str
    so_far: str
    vital: str
    zones: str
    between: str
    more: str


_UNICODE = Glyphs(
    up=" ▁▂▃▄▅▆▇█",
    across=" ▏▎▍▌▋▊▉█",
    layers="█░▓·▚─▒┊",
    solid=False,
    dots=True,
    point="●",
    few="•●●",
    marked="▲",
    blocked="×",
    selected="◆",
    here="▲",
    level="┄",
    mean="─",
    axis="─",
    corner="└",
    tick="┬",
    side="│",
    waiting="░",
    working="█",
    reach="─",
    end="┤",
    so_far="░",
    vital="●",
    zones=" ·:░▒",
    between=" · ",
    more="…",
)
_ASCII = Glyphs(
    up=" ...:::##",
    across=" ...:::##",
    layers="#.%-=:+~",
    solid=False,
    dots=False,
    point="o",
    few="o8#",
    marked="!",
    blocked="x",
    selected="@",
    here="^",
    level="-",
    mean="=",
    axis="-",
    corner="+",
    tick="+",
    side="|",
    waiting=":",
    working="#",
    reach="-",
    end="|",
    so_far=":",
    vital="*",
    zones=" .:;=",
    between=" - ",
    more="~",
)


def glyphs_for(signs: Signs, *, solid: bool) -> Glyphs:
    """Return the signs of charts that go with a set of signs; `solid` where colours may tell bands apart."""
    return replace(_UNICODE, solid=solid) if signs is UNICODE else _ASCII
