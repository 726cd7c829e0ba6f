"""What the verbs of tasks ask about products and materials: one small statement each, without their tables' classes."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_MATERIAL = text(
    "SELECT 1 FROM resource WHERE board_id = :board_id AND kind = 'material' "
    "AND (:archived OR archived_at IS NULL) LIMIT 1"
)
_PRODUCTS = text("SELECT key, name FROM product WHERE board_id = :board_id AND archived_at IS NULL ORDER BY number")


def has_materials(session: Session, board_id: int, *, archived: bool = False) -> bool:
    """Tell whether a board has any material in use; with `archived` also whether it ever had one."""
    return session.execute(_MATERIAL, {"board_id": board_id, "archived": archived}).first() is not None


def product_key(session: Session, board_id: int, name: str) -> str:
    """Return the key of the product that a name means whatever its case, the name itself where there is none."""
    wanted = name.strip().casefold()
    rows = session.execute(_PRODUCTS, {"board_id": board_id}).all()
    named = [key for key, called in rows if wanted == called.casefold()]
    return next((key for key, _ in rows if key == wanted), named[0] if named else name)
