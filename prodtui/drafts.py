"""Drafts: what somebody typed and has not saved, kept on disk until it is saved or thrown away on purpose.

Each open form is one file of its own process, so two windows of one user never write over each other; a file whose
process is gone is a left-over that the same form offers again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from prodtui.paths import write_private

Reader = Callable[[], Mapping[str, str]]
"""Tells what stands in a form now, field by field; empty when nothing was typed."""


LAST_WAIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was left: `key` names it in words ("edit of OPS-12"), `fields` hold text as typed."""

    key: str
    fields: Mapping[str, str]
    saved_at: datetime
    path: Path


class DraftBook:
    """All drafts of one store: those of forms that are open now, and those left over by an ended process."""

    def __init__(self, folder: Path, store: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._folder = folder
        self._store = store
        self._clock = clock
        self._open: dict[str, Reader] = {}
        # Re-entrant, because the handler of a signal may need it while the interrupted main thread has it.
        self._lock = threading.RLock()

    def watch(self, key: str, reader: Reader) -> None:
        """Begin to keep the form `key`; `reader` is asked at every save and when the process is told to end."""
        self._open[key] = reader

    def collect(self, key: str) -> Callable[[], None]:
        """Read the form now and return the call that writes it, so that the writing can happen in a thread.

        The returned call raises StoreProblem when the draft cannot be written.
        """
        return partial(self._write, key, dict(self._open[key]()) if key in self._open else {})

    def close(self, key: str) -> None:
        """Forget the form and its file: it was saved, or thrown away on purpose. Raises OSError."""
        with self._lock:
            self._open.pop(key, None)
            self._path(key).unlink(missing_ok=True)

    def flush(self) -> int:
        """Write every open form at once and return how many are on disk; for the last moment of a process."""
        kept = 0
        # A thread whose write hangs must not keep the process from ending.
        locked = self._lock.acquire(timeout=LAST_WAIT_SECONDS)
        for key in tuple(self._open):
            # The process is about to end and nobody can be told; one form that cannot be written must not
            # cost the others, so each failure stays with its own form.
            with contextlib.suppress(Exception):
                self._put(key, dict(self._open[key]()))
                kept += self._path(key).exists()
        if locked:
            self._lock.release()
        return kept

    def left_over(self, key: str | None = None) -> tuple[Draft, ...]:
        """Return the drafts of ended processes, newest first; only those of one form when `key` is given."""
        pattern = f"{self._digest(key)}.*.json" if key else f"{self._digest('')[:8]}-*.json"
        found = [draft for path in self._folder.glob(pattern) if (draft := self._load(path)) is not None]
        if key:
            found = [draft for draft in found if draft.key == key]
        return tuple(sorted(found, key=lambda draft: draft.saved_at, reverse=True))

    def adopt(self, draft: Draft) -> None:
        """Make a left-over the draft of this process: its text stands in a form again. Raises OSError."""
        draft.path.replace(self._path(draft.key))

    def _digest(self, key: str) -> str:
        store = hashlib.sha256(self._store.encode()).hexdigest()[:8]
        return f"{store}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"

    def _path(self, key: str) -> Path:
        return self._folder / f"{self._digest(key)}.{os.getpid()}.json"

    def _write(self, key: str, fields: Mapping[str, str]) -> None:
        """Write a draft, unless its form was closed while this call waited in a thread."""
        with self._lock:
            if key in self._open:
                self._put(key, fields)

    def _put(self, key: str, fields: Mapping[str, str]) -> None:
        if not any(fields.values()):
            self._path(key).unlink(missing_ok=True)
            return
        body = {"key": key, "store": self._store, "saved_at": self._clock().isoformat(), "fields": fields}
        write_private(self._path(key), json.dumps(body))

    def _load(self, path: Path) -> Draft | None:
        """Return the draft in `path`, or None when its process still runs or the file is not a draft of this store."""
        try:
            if _alive(int(path.name.split(".")[1])):
                return None
            body = json.loads(path.read_text(encoding="utf-8"))
            fields = {str(name): str(text) for name, text in body["fields"].items()}
            draft = Draft(str(body["key"]), fields, datetime.fromisoformat(body["saved_at"]), path)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # A file that is no draft (cut short by a full disk, or not ours) is left where it is for a person to read.
            return None
        return draft if body.get("store") == self._store else None


def _alive(pid: int) -> bool:
    """Return whether the process runs; one of another user counts as running."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
