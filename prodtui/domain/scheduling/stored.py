"""How the work of a task at a step is kept in a store: by hand, because a board has ten thousand of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from prodtui.domain.enums import StartKind
from prodtui.domain.rows_schedule import PartRow, StartReason

_KINDS = {kind.value: kind for kind in StartKind}


def packed(parts: Sequence[PartRow]) -> list[dict[str, Any]]:
    """Return the parts of a task as JSON."""
    return [
        {
            "step": part.step,
            "starts": part.starts.isoformat(),
            "ends": part.ends.isoformat(),
            "minutes": part.minutes,
            "person": list(part.person),
            "resources": list(part.resources),
            "reason": {
                "kind": part.reason.kind.value,
                "ref": part.reason.ref,
                "what": part.reason.what,
                "until": None if part.reason.until is None else part.reason.until.isoformat(),
                "closed": part.reason.closed,
            },
        }
        for part in parts
    ]


def unpacked(parts: Sequence[Mapping[str, Any]]) -> tuple[PartRow, ...]:
    """Return the parts that `packed` made JSON of."""
    return tuple(
        PartRow(
            part["step"],
            datetime.fromisoformat(part["starts"]),
            datetime.fromisoformat(part["ends"]),
            part["minutes"],
            tuple(part["person"]),
            tuple(part["resources"]),
            _reason(part["reason"]),
        )
        for part in parts
    )


def _reason(reason: Mapping[str, Any]) -> StartReason:
    until = reason["until"]
    moment = None if until is None else datetime.fromisoformat(until)
    return StartReason(_KINDS[reason["kind"]], reason["ref"], reason["what"], moment, reason["closed"])
