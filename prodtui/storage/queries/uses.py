"""For which tasks the checklists of a board are meant: asked in every change, so without the classes of its tables."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from prodtui.domain.enums import Frequency

_LIST = "c.id AS checklist_id, c.key AS checklist, c.name, c.published"
_IN_FORCE = "c.board_id = :board_id AND c.archived_at IS NULL AND c.published IS NOT NULL"
#: What is attached by hand, and what products name as their checklist; those have no number of their own.
_USES = text(
    f"SELECT u.id, {_LIST}, u.step_id, u.product, u.frequency, u.every, u.share, u.seed "  # noqa: S608 (no value in it)
    f"FROM checklist c JOIN checklist_use u ON u.checklist_id = c.id WHERE {_IN_FORCE} "
    f"UNION ALL SELECT 0, {_LIST}, NULL, p.key, 'every', NULL, NULL, NULL "
    f"FROM product p JOIN checklist c ON c.id = p.checklist_id WHERE {_IN_FORCE} ORDER BY 4, 1, 7"
)


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a published checklist, with what a change needs to judge it; `id` is 0 for that of a product."""

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
    """Return the uses of a board's checklists; archived ones and those never published bind nobody.

    A product's own checklist is like one that is attached to the product, unless it is attached for its tasks already.
    """
    rows = session.execute(_USES, {"board_id": board_id}).mappings()
    found = [Use(**(dict(row) | {"frequency": Frequency(row["frequency"])})) for row in rows]
    attached = [use for use in found if use.id and use.frequency is Frequency.EVERY]
    return tuple(use for use in found if use.id or not any(_covers(each, use) for each in attached))


def _covers(attached: Use, own: Use) -> bool:
    """Tell whether a use holds for all tasks of a product that names the same checklist as its own."""
    if attached.checklist_id != own.checklist_id or attached.product is None:
        return attached.checklist_id == own.checklist_id
    from prodtui.domain.gates import same_product  # few boards attach a checklist to a product

    return same_product(attached.product, own.product)
