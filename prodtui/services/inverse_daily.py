"""What taking back a change of a stand-up must know: who came meanwhile, and which other one runs; see `inverse`."""

from __future__ import annotations

from collections.abc import Sequence

from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_event import EventRow
from prodtui.errors import Refused
from prodtui.services.change import Change
from prodtui.storage.queries import daily as queries
from prodtui.storage.tables.daily import Standup
from prodtui.storage.tables.types import table_of

_standup = table_of(Standup)


def people_back(event: EventRow, now: Sequence[str]) -> list[str]:
    """Return who is in a stand-up once an event is taken back; whoever came or left by another change stays so."""
    before, after = ((values or {}).get("people", []) for values in (event.before, event.after))
    stay = [login for login in now if login in before or login not in after]
    return list(dict.fromkeys([*stay, *(login for login in before if login not in after)]))


def must_run_alone(change: Change, board: BoardRow, row: Standup) -> None:
    """Raise Refused when a stand-up would run again while another one does."""
    if row.ended_at is not None or row.archived_at is not None:
        return
    running = _standup.c.ended_at.is_(None) & (_standup.c.id != row.id)
    for other in queries.standups(change.session, board, running, limit=1):
        raise Refused(
            f"{board.key}-U{row.number} cannot run again: {other.ref} runs, and there is one stand-up at a time.",
            hint=f"End {other.ref} first.",
        )
