"""A line of the table that the benchmarks print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the table: what, measured, the bound, and whether it holds (None where there is no bound)."""

    what: str
    measured: str
    bound: str
    holds: bool | None
