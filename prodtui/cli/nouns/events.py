"""`events`: changes as JSON lines, also while they happen."""

from __future__ import annotations

import json
import select
import sys
import time
from collections.abc import Sequence
from typing import Annotated

import typer

from prodtui.cli.argv import Output
from prodtui.cli.context import Session, session_of
from prodtui.cli.output import write
from prodtui.cli.result import Result
from prodtui.cli.tables import nothing
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.rows_event import EventRow
from prodtui.errors import Busy

NOUN = Noun("events")
#: How long a change may wait before it is printed, and how many are read at once.
POLL_SECONDS, PAGE = 0.2, 500


@NOUN.verb("", "prodtui events --after 1200", "prodtui events --follow | while read -r line; do echo changed; done")
def events(
    ctx: typer.Context,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on until interrupted.")] = False,
    after: Annotated[
        int | None,
        typer.Option("--after", metavar="ID", min=0, help="From the event after this; with --follow from now on."),
    ] = None,
) -> Result:
    """Print changes as JSON lines, of every board or of the one that --board names."""
    session = session_of(ctx)
    if not follow and (session.embedded or session.options.output is not Output.TEXT):
        return _listed(session, after or 0)
    session.standing_alone("`events --follow`")
    stream = Stream(session)
    if follow:
        stream.follow(after)
    elif not stream.drain(after or 0) and not stream.printed:
        return nothing("Nothing happened yet.")
    return Result(printed=True)


class Stream:
    """Prints events as they are found. `printed` counts them, `open` turns false when the reader has gone."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ws = session.workspace
        self._board = self._ws.need_board().key if session.options.board else None
        self.printed = 0
        self.open = True

    def drain(self, last: int) -> int:
        """Print everything after the event `last` and return the id of the newest event that was read."""
        from prodtui.services.history import events_after

        while self.open and (rows := events_after(self._ws, last, PAGE)):
            last = rows[-1].id
            self._print(rows)
        return last

    def follow(self, after: int | None) -> None:
        """Print what comes after the event `after`, from now on without one, until the reader has gone."""
        from prodtui.services.feed import Feed
        from prodtui.services.history import last_event

        self._session.runs_long()
        feed = Feed(self._ws)  # before the first look, so that nothing falls between the two
        try:
            last = self.drain(last_event(self._ws) if after is None else after)
            told = False
            while self.open:
                changed = feed.poll()
                if feed.stale_since is not None and not told:
                    write(sys.stderr, "prodtui: The store is busy; waiting for it.\n")
                told = feed.stale_since is not None
                last = self._drain_patiently(last) if changed else last
                self.open = self.open and _wait(POLL_SECONDS)
        finally:
            feed.close()

    def _drain_patiently(self, last: int) -> int:
        """Drain; when a writer holds the store for long, go on later instead of giving up."""
        while True:
            try:
                return self.drain(last)
            except Busy:
                if not _wait(POLL_SECONDS):
                    return last

    def _print(self, rows: Sequence[EventRow]) -> None:
        chosen = [row for row in rows if self._board is None or row.board == self._board]
        text = "".join(f"{json.dumps(to_dict(row))}\n" for row in chosen)
        self.printed += len(chosen)
        self.open = write(sys.stdout, text)


def _listed(session: Session, after: int) -> Result:
    from prodtui.services.history import events_after

    ws = session.workspace
    rows: list[EventRow] = []
    while page := events_after(ws, after, PAGE):
        rows += page
        after = page[-1].id
    if session.options.board:
        rows = [row for row in rows if row.board == ws.need_board().key]
    return Result([to_dict(row) for row in rows]) if rows else nothing("Nothing happened yet.")


def _wait(seconds: float) -> bool:
    """Wait and tell whether somebody still reads standard output."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):  # captured or closed: nothing to watch
        time.sleep(seconds)
        return True
    watcher = select.poll()
    watcher.register(descriptor, 0)  # a reader that goes away is reported without being asked for
    return not any(event & (select.POLLERR | select.POLLNVAL) for _, event in watcher.poll(seconds * 1000))
