"""The signs of bars, lines and shades of a timeline, each one cell wide, with and without Unicode."""

from __future__ import annotations

from dataclasses import dataclass

from prodtui.widgets.signs import UNICODE, Signs


@dataclass(frozen=True, slots=True)
class BarSigns:
    """What a chart is drawn with.

    `done`, `rest`, `critical` and `late` fill bars; `opens` and `closes` are halves of a cell. `left_down` and the like
    are corners of lines, `above` and `below` say where one goes on. `mark`, `pinned` and `guessed` stand beside a name:
    critical, pinned, of guessed length. `levels` are columns of load from almost nothing to full.
    """

    done: str
    rest: str
    critical: str
    late: str
    opens: str
    closes: str
    gap: str
    ghost: str
    night: str
    day_off: str
    now: str
    across: str
    upright: str
    left_down: str
    left_up: str
    right_down: str
    right_up: str
    into: str
    above: str
    below: str
    mark: str
    pinned: str
    guessed: str
    levels: str


_UNICODE = BarSigns(
    done="█",
    rest="▒",
    critical="▓",
    late="▚",
    opens="▐",
    closes="▌",
    gap="─",
    ghost="┄",
    night=".",
    day_off="░",
    now="┊",
    across="─",
    upright="│",
    left_down="┐",
    left_up="┘",
    right_down="┌",
    right_up="└",
    into="▶",
    above="↑",
    below="↓",
    mark="■",
    pinned="⊤",
    guessed="≈",
    levels="▁▂▃▄▅▆▇█",
)
_ASCII = BarSigns(
    done="#",
    rest="=",
    critical="%",
    late="!",
    opens="[",
    closes="]",
    gap="-",
    ghost="_",
    night=".",
    day_off=":",
    now="|",
    across="-",
    upright="|",
    left_down="+",
    left_up="+",
    right_down="+",
    right_up="+",
    into=">",
    above="^",
    below="v",
    mark="C",
    pinned="P",
    guessed="~",
    levels="._-=+*%#",
)


def bar_signs(signs: Signs) -> BarSigns:
    """Return the signs of charts that go with a set of signs."""
    return _UNICODE if signs is UNICODE else _ASCII
