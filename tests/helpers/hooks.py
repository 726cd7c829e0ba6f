"""Commands for hooks: small real programs, and the settings that name them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from prodtui.hook_settings import HookSettings

KEEP = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read())"


class Kept:
    """A file to which a hook appends what it gets; `command` is that hook."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "kept.jsonl"
        self.command = (sys.executable, "-c", KEEP, str(self.file))

    @property
    def lines(self) -> list[str]:
        """What was kept so far, line by line."""
        return self.file.read_text("utf-8").splitlines() if self.file.exists() else []

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events that were kept so far."""
        return [json.loads(line) for line in self.lines]


def python(code: str, *words: str) -> tuple[str, ...]:
    """Return the command that runs a piece of Python."""
    return (sys.executable, "-c", code, *words)


def settings(timeout: float = 10.0, **commands: tuple[str, ...]) -> HookSettings:
    """Return the settings of hooks by the kind of event."""
    return HookSettings(commands, timeout)
