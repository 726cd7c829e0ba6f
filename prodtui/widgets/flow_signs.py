"""The signs of the workflow map, for terminals with and without Unicode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from prodtui.domain.enums import StepKind
from prodtui.widgets.signs import Signs


@dataclass(frozen=True, slots=True)
class FlowSigns:
    """One set of signs, most of one cell; `on` (two cells) leads to the next step, `shut` stands where no task may go.

    `narrow` marks the bottleneck, `edge` stands left of it; a way back is `up` and `tip` at its target, `bend` at its
    source; `works` and `waits` fill bars; `back` and `leave` stand before words.
    """

    kinds: Mapping[StepKind, str]
    on: str
    shut: str
    narrow: str
    edge: str
    up: str
    tip: str
    bend: str
    back: str
    leave: str
    works: str
    waits: str


UNICODE = FlowSigns(
    kinds=MappingProxyType({StepKind.QUEUE: "○", StepKind.ACTIVE: "●", StepKind.DONE: "✓"}),
    on="─▶",
    shut="✗ ",
    narrow="⋈",
    edge="┃",
    up="╰",
    tip="◀",
    bend="╯",
    back="↩",
    leave="→",
    works="█",
    waits="░",
)
ASCII = FlowSigns(
    kinds=MappingProxyType({StepKind.QUEUE: "o", StepKind.ACTIVE: "*", StepKind.DONE: "v"}),
    on="->",
    shut="x ",
    narrow="%",
    edge="|",
    up="`",
    tip="<",
    bend="'",
    back="<-",
    leave="->",
    works="#",
    waits=".",
)


def flow_signs(signs: Signs) -> FlowSigns:
    """Return the signs of the map that go with the others."""
    return ASCII if signs.none.isascii() else UNICODE
