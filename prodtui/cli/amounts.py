"""Quantities and hours as cells of a table for people."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from prodtui.domain.planning.periods import amount_text


def amounts(*names: str) -> dict[str, Callable[[Any], str]]:
    """Return how the fields of a row read that are quantities or hours, for `tables.cells_in`; nothing for null."""
    return {name: partial(_amount, name) for name in names}


def _amount(name: str, row: Any) -> str:
    value = getattr(row, name)
    return "" if value is None else amount_text(value)
