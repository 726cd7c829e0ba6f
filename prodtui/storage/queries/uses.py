"""For which tasks the checklists of a board are meant: asked in every change, so without the classes of its tables."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from prodtui.domain.enums import Frequency

_USES = text(
    "SELECT u.id, c.id AS checklist_id, c.key AS checklist, c.name, c.published, u.step_id, u.product, u.frequency, "
    "u.every, u.share, u.seed FROM checklist c JOIN checklist_use u ON u.checklist_id = c.id "
    "WHERE c.board_id = :board_id AND c.archived_at IS NULL AND c.published IS NOT NULL ORDER BY c.name, u.id"
)


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a published checklist, with what a change needs to judge it."""

    id: int
    checklist_id: int
    checklist: str
    name: str
    published: int
    step_id: int | None
    product: str | None
    frequency: Frequency
    every: int | None
    share: float | None
    seed: int | None


def uses(session: Session, board_id: int) -> tuple[Use, ...]:
    """Return the uses of a board's checklists; archived ones and those never published bind nobody."""
    rows = session.execute(_USES, {"board_id": board_id}).mappings()
    return tuple(Use(**(dict(row) | {"frequency": Frequency(row["frequency"])})) for row in rows)
