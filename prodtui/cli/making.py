"""What is asked before a store is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prodtui.errors import Refused

if TYPE_CHECKING:
    from prodtui.cli.context import Session

_SAID = {"--read_only": "--read-only", "PRODTUI_READ_ONLY": "PRODTUI_READ_ONLY"}


def may_make(session: Session, what: str) -> None:
    """Raise Usage when a command that makes a store runs inside another one, Refused where nothing may be changed."""
    session.standing_alone(what)
    if session.config.read_only:
        source = session.config.sources["read_only"]
        raise Refused(
            f"{what} makes a store, and {_SAID.get(source, f'read_only in {source}')} refuses every change.",
            hint="Run it without that; nothing was made.",
        )
