"""How the user's locale writes numbers."""

from __future__ import annotations

import locale


def decimal_comma() -> bool:
    """Tell whether the decimal point of the user's locale is a comma; the locale of the process stays as it is."""
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return locale.localeconv()["decimal_point"] == ","
    except locale.Error:  # the environment names a locale that is not installed
        return False
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)
