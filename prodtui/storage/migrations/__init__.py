"""Numbered schema steps; all that are missing run in one immediate transaction with the version itself."""

from __future__ import annotations

from collections.abc import Callable

from prodtui.storage.migrations import (
    m0001_first,
    m0002_quality,
    m0003_planning,
    m0004_schedule,
    m0005_flow,
    m0006_daily,
    m0007_rights,
)
from prodtui.storage.sqlite import sqlite3

STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    m0001_first.apply,
    m0002_quality.apply,
    m0003_planning.apply,
    m0004_schedule.apply,
    m0005_flow.apply,
    m0006_daily.apply,
    m0007_rights.apply,
)
SCHEMA_VERSION = len(STEPS)
