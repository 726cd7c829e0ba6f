"""The signs that stand beside every colour, for terminals with and without Unicode."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from prodtui.domain.enums import Priority


@dataclass(frozen=True, slots=True)
class Signs:
    """One set of signs; each value is one or two cells wide, `priority` exactly one."""

    priority: Mapping[Priority, str]
    blocked: str
    over: str
    age: str
    past_half: str
    past_most: str
    done: str
    failed: str
    signature: str
    fixed_date: str
    expedite: str
    marked: str
    drop: str
    by: str
    nobody: str
    rule: str
    side: str
    more: str
    left: str
    right: str
    up: str
    down: str
    live: str
    not_live: str
    between: str
    changed: str
    none: str
    unknown: str
    caret: str


UNICODE = Signs(
    priority=MappingProxyType({Priority.URGENT: "█", Priority.HIGH: "▌", Priority.NORMAL: "▎", Priority.LOW: "▏"}),
    blocked="⛔",
    over="▲",
    age="⏱",
    past_half="+",
    past_most="!",
    done="✓",
    failed="✗",
    signature="✍",
    fixed_date="◇",
    expedite="»",
    marked="●",
    drop="▶",
    by="✎",
    nobody="—",
    rule="─",
    side="│",
    more="…",
    left="‹",
    right="›",
    up="↑",
    down="↓",
    live="●",
    not_live="○",
    between="·",
    changed="✎",
    none="·",
    unknown="–",
    caret="▏",
)

ASCII = Signs(
    priority=MappingProxyType({Priority.URGENT: "#", Priority.HIGH: "=", Priority.NORMAL: "-", Priority.LOW: "."}),
    blocked="X",
    over="^",
    age="@",
    past_half="+",
    past_most="!",
    done="v",
    failed="x",
    signature="s",
    fixed_date="<>",
    expedite=">>",
    marked="*",
    drop=">",
    by="by",
    nobody="-",
    rule="-",
    side="|",
    more="~",
    left="<",
    right=">",
    up="^",
    down="v",
    live="*",
    not_live="o",
    between="-",
    changed="*",
    none=".",
    unknown="-",
    caret="_",
)


def speaks_unicode(encoding: str | None = None) -> bool:
    """Tell whether an output encoding, by default this process's, has every character."""
    name = encoding if encoding is not None else (getattr(sys.__stdout__, "encoding", None) or "ascii")
    return name.lower().replace("-", "").replace("_", "") in {"utf8", "utf16", "utf32"}


def signs_for(encoding: str | None = None, terminal: str | None = None) -> Signs:
    """Return the signs for an output encoding and a TERM; by default those of this process.

    The text console of Linux speaks UTF-8 but has no glyph for most signs, so it gets the ASCII set too.
    """
    terminal = terminal if terminal is not None else os.environ.get("TERM", "")
    return UNICODE if speaks_unicode(encoding) and terminal not in {"linux", "dumb", "vt100"} else ASCII
