"""How numbers are written where the reader lives."""

from __future__ import annotations

import locale


def decimal_comma() -> bool:
    """Tell whether the decimal point of the reader's locale is a comma."""
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return locale.localeconv()["decimal_point"] == ","
    except locale.Error:  # a locale that this machine does not have
        return False
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)
