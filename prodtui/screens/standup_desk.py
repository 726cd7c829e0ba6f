"""What the team does in a stand-up: marks what was talked about, writes down what came of it, ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from prodtui.domain.dates import parse_when
from prodtui.domain.enums import NoteKind
from prodtui.domain.rows_standup import StandupRow
from prodtui.errors import ProdtuiError, Rejected
from prodtui.screens import deferred
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.files import fate_of, read_path
from prodtui.screens.sentences import of_notes
from prodtui.screens.standup_rows import Spot, text_of

if TYPE_CHECKING:
    from prodtui.screens.standup import StandupScreen
    from prodtui.services.workspace import Done, Workspace

T = TypeVar("T")
END, COPY, COPY_PLAIN, FILE = "end", "copy", "copy plain", "file"
#: The option of `standup summary` for the ending of a file's name; any other gets plain text.
_FORMS = {".md": "--markdown", ".markdown": "--markdown", ".html": "--html", ".htm": "--html"}
_BEFORE_A_DAY = frozenset({"by", "due", "until"})
LAST, SHIFT, OTHER = "last", "shift", "other"
_ASKED = {
    NoteKind.NOTE: ("Note", "fixture is loose again"),
    NoteKind.DECISION: ("What was decided?", "we weld by hand until Friday"),
    NoteKind.PARKED: ("Park for later", "do we need a second saw?"),
    NoteKind.ACTION: ("What is to be done?", "order a spare fixture @bo fri"),
}


class StandupDesk:
    """Works on the stand-up for its screen."""

    def __init__(self, screen: StandupScreen) -> None:
        self._screen = screen

    async def mark(self, spot: Spot, *, talked: bool) -> None:
        """Mark what a row is about as talked about, or with `talked` False take the mark away."""
        text, during = text_of(spot), self._ref
        done = await self._running(
            lambda ws: deferred.standup_record.mark_talked(ws, spot.key, text, talked=talked, standup=during), during
        )
        if done.notes:
            self._screen.notice(of_notes(done.notes))

    async def write(self, kind: NoteKind, about: str | None) -> None:
        """Ask for a note and keep it; an action may end with who does it and by when."""
        screen, (heading, hint), during = self._screen, _ASKED[kind], self._ref
        on = f" about {about}" if about else ""

        async def store(text: str) -> Any:
            said, owner, due = text, None, None
            if kind is NoteKind.ACTION:
                said, owner, due = read_action(text)
            at = parse_when(due, screen.prodtui.now(), screen.prodtui.zone) if due else None
            return await self._running(
                lambda ws: deferred.standup_record.add_note(
                    ws, kind, said, about=about, owner=owner, due=at, standup=during
                ),
                during,
            )

        dialog = LineDialog(f"{heading}{on}", store, hint=hint, draft=f"{kind} of the stand-up")
        done = await screen.ask(dialog)
        if done is not None:
            made = done.value.made
            told = f"Written down{f', and {made} is on the board' if made else ''}. u takes it back."
            screen.notice(" ".join(filter(None, (of_notes(done.notes), told))))

    async def attend(self) -> None:
        """Ask who is there."""
        screen = self._screen
        here = screen.record.people if screen.record is not None else ()
        choices = [Choice(person.login, person.name, f"@{person.login}") for person in screen.people()]
        chosen = await screen.ask(Picker("Who is in the stand-up?", choices, chosen=set(here), several=True))
        if chosen is None:
            return
        came, left = chosen - set(here), set(here) - chosen
        if came:
            await self._running(lambda ws: deferred.standup_record.attend(ws, came))
        if left:
            await self._running(lambda ws: deferred.standup_record.attend(ws, left, there=False))

    async def finish(self) -> None:
        """End the stand-up, and copy what it came to where that is wished."""
        screen, record = self._screen, self._screen.record
        if record is None:
            screen.notice("No stand-up runs: space marks what is talked about, and starts one.")
            return
        choices = [
            Choice(END, "End it", "`standup summary` prints what it came to"),
            Choice(COPY, "End it and copy the summary", "Markdown, to the clipboard"),
            Choice(COPY_PLAIN, "End it and copy plain text", "to the clipboard"),
            Choice(FILE, "End it and write a file…", "Markdown, HTML or plain text"),
        ]
        wish = await screen.ask(Picker(f"End {record.ref}?", choices))
        if wish is None:
            return
        if wish == FILE:
            await self._finish_to_file(record)
            return
        done = await screen.submit(lambda ws: deferred.standup_record.finish_standup(ws))
        told = f"{record.ref} is over."
        if wish in (COPY, COPY_PLAIN):
            screen.app.copy_to_clipboard(await self._summary(record.ref, "--markdown" if wish == COPY else ""))
            told = f"{record.ref} is over; its summary is on the clipboard."
        screen.report(done, f"{told} u takes the end back.")

    async def _finish_to_file(self, record: StandupRow) -> None:
        """Ask for a file, end the stand-up and write its summary; one that cannot be written is asked for again."""
        screen = self._screen
        ended: Done[StandupRow] | None = None

        async def store(path: Path) -> Path:
            nonlocal ended
            if ended is None:
                ended = await screen.submit(lambda ws: deferred.standup_record.finish_standup(ws))
            await self._summary(record.ref, f"--out={path}", _FORMS.get(path.suffix.lower(), ""))
            return path

        dialog = LineDialog(
            f"End {record.ref} and write its summary to which file?",
            store,
            read=read_path,
            value=f"{record.ref}.md",
            preview=fate_of,
            keys="enter end and write   esc back",
        )
        path = await screen.ask(dialog)
        if path is not None:
            screen.notice(f"{record.ref} is over; its summary is written to {path}. u takes the end back.")
        elif ended is not None:
            screen.report(ended, f"{record.ref} is over; its summary is not written. u takes the end back.")

    async def show_notes(self) -> None:
        """Show what was written down so far, or in the last stand-up while none runs."""
        screen, record = self._screen, self._screen.record
        if record is None:
            newest = await screen.prodtui.bridge.read(lambda ws: deferred.standup_record.list_standups(ws, limit=1))
            record = next(iter(newest), None)
        if record is None:
            key = screen.prodtui.bridge.workspace.need_board().key
            screen.notice(f"There is no stand-up of {key} yet; space marks what is talked about, and starts one.")
            return
        await screen.ask(ShowText(f"Notes of {record.ref}", await self._summary(record.ref)))

    async def since(self) -> None:
        """Ask since when changes are told."""
        screen = self._screen
        choices = [
            Choice(LAST, "The last stand-up", "the working day before, without one"),
            Choice(SHIFT, "The shift before", "the last working hours that are over"),
            Choice(OTHER, "Another moment…", "yesterday 14:00, -2d, 2026-11-20"),
        ]
        wish = await screen.ask(Picker("Tell what changed since", choices, chosen={screen.since}))
        if wish == OTHER:

            async def look(text: str) -> str:
                await screen.prodtui.bridge.read(lambda ws: deferred.standup.standup(ws, text))
                return text

            wish = await screen.ask(
                LineDialog("Since when?", look, hint="yesterday 14:00", keys="enter tell   esc back")
            )
        if wish is not None:
            screen.tell_since(wish)

    @property
    def _ref(self) -> str | None:
        """Which stand-up the screen says that runs, None when none does."""
        return self._screen.record.ref if self._screen.record is not None else None

    async def _running(self, call: Callable[[Workspace], Done[T]], during: str | None = None) -> Done[T]:
        """Change the stand-up that runs, or `during` which the change was begun; the first change starts one."""
        screen = self._screen

        def start_and_call(ws: Workspace) -> Done[T]:
            started = deferred.standup_record.start_standup(ws)
            # Joining one that somebody began meanwhile is a change of it, and makes another version.
            begun = [f"{started.value.ref} begins."] if started.txn and started.value.version == 1 else []
            done = call(ws)
            return replace(done, notes=(*started.notes, *begun, *done.notes))

        return await screen.submit(call if during or screen.record is not None else start_and_call)

    async def _summary(self, ref: str, *options: str) -> str:
        """Return what the command `standup summary` prints, so that screen and shell tell it alike."""
        run, words = self._screen.prodtui.run_words, ["standup", "summary", ref, *filter(None, options)]
        return await self._screen.prodtui.bridge.read(lambda ws: run(words, ws))


def read_action(text: str) -> tuple[str, str | None, str | None]:
    """Return what is to be done, by whom and by when, of "order a fixture @bo fri", or "… @bo by fri".

    Raises Rejected for no words, and for a second person or day at the end.
    """
    words, owner, due = text.split(), None, None
    while words:
        if words[-1].startswith("@") and len(words[-1]) > 1:
            _once(owner, words[-1])
            owner = words.pop()[1:]
        elif _is_day(words[-1]):
            _once(due, words[-1])
            due = words.pop()
            if len(words) > 1 and words[-1].lower() in _BEFORE_A_DAY:
                words.pop()
        else:
            break
    if not words:
        raise Rejected("Say what is to be done.", hint="For example: order a spare fixture @bo fri")
    return " ".join(words), owner, due


def _once(known: str | None, word: str) -> None:
    if known is not None:
        raise Rejected(
            f"An action has one owner and one day, and {word!r} is another one.",
            hint="Write one action for each, or put it into the middle of the text.",
        )


def _is_day(word: str) -> bool:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    if word.isdecimal():
        return False
    try:
        parse_when(word, datetime.now(UTC), ZoneInfo("UTC"))
    except ProdtuiError:
        return False
    return True
