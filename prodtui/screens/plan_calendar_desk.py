"""What a reader does with the calendar: days off and other hours, absences, the working week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_planning import AbsenceRow
from prodtui.errors import Rejected
from prodtui.screens import deferred
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.look import Look
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.form_fields import FormField
from prodtui.screens.plan_calendar_fields import HOURS, WEEK, Who, absence_fields, import_fields, who_may_be_away
from prodtui.screens.plan_calendar_words import absence_text
from prodtui.screens.plan_import_texts import absences_text

if TYPE_CHECKING:
    from prodtui.interchange.ics_reader import IcsFile
    from prodtui.screens.plan_calendar import CalendarScreen
    from prodtui.services.absences import Brought
    from prodtui.services.workspace import Done, Workspace

AS_USUAL = ""


class CalendarDesk:
    """Changes the calendar for a screen."""

    def __init__(self, screen: CalendarScreen) -> None:
        self._screen = screen

    async def set_hours(self, day: date) -> None:
        """Make days off, or give them other hours."""

        async def store(values: dict[str, Any]) -> Any:
            first, hours = values.get("first", day), values.get("hours", "off")
            last, name = values.get("last", max(day, first)), values.get("name", "")
            return await self._screen.submit(lambda ws: deferred.calendars.add_exception(ws, first, last, hours, name))

        before = {"hours": "off", "first": str(day), "last": str(day)}
        done = await self._ask("A day off, or other hours", HOURS, before, store, verb="set", draft=f"hours of {day}")
        if done is not None:
            self._screen.report(done, "The calendar is changed. u takes it back.")

    async def add_absence(self, day: date) -> None:
        """Say who is away, or what, and how long."""
        screen, seen = self._screen, self._screen.need_seen()
        everybody = who_may_be_away(seen.here.people, seen.resources)
        mine = self._mine(everybody)

        async def store(values: dict[str, Any]) -> Any:
            who = values.get("who", mine)
            first = values.get("first", day)
            last = values.get("last", max(day, first))
            given: dict[str, Any] = {"reason": values.get("reason", "")}
            if who is not None:
                given["resource" if who.resource else "person"] = who.key
            return await screen.submit(lambda ws: deferred.absences.add_absence(ws, first, last, **given))

        before = {"who": mine.name if mine is not None else "", "first": str(day), "last": str(day)}
        fields = absence_fields(everybody)
        done = await self._ask("Who is away?", fields, before, store, verb="add", draft=f"absence from {day}")
        if done is not None:
            said = absence_text(done.value, screen.names())
            screen.report(done, f"Away: {said}. u takes it back.")

    async def import_absences(self) -> None:
        """Bring in somebody's absences out of an .ics file, after a look at them."""
        screen, seen = self._screen, self._screen.need_seen()
        everybody = who_may_be_away(seen.here.people, seen.resources)
        mine = self._mine(everybody)

        async def look(values: dict[str, Any]) -> Any:
            who, file = values.get("who", mine), values.get("file", "")
            if who is None or not file:
                raise Rejected("The file, and whose absences they are, are needed.", hint="Such as ~/holidays.ics.")
            given = {"resource" if who.resource else "person": who.key}
            data = await screen.prodtui.bridge.call(lambda: _content(file))
            found, trial = await screen.prodtui.bridge.write(lambda ws: _bring(ws, data, given, dry_run=True))
            return who, data, given, found, trial

        before = {"who": mine.name if mine is not None else "", "file": ""}
        fields = import_fields(everybody)
        answer = await self._ask("Whose absences come in?", fields, before, look, verb="look at them", draft="")
        if answer is None:
            return
        who, data, given, found, trial = answer
        text, brought = absences_text(trial.value, found.skipped, screen.names()), trial.value
        heading = f"Absences of {who.name}"
        if not brought.added and not brought.changed and not brought.removed:
            await screen.ask(ShowText(heading, text, wide=True))
            return

        async def store(_: object) -> Any:
            return await screen.submit(lambda ws: _bring(ws, data, given, dry_run=False)[1])

        done = await screen.ask(Look(heading, text, store, verb="bring them in"))
        if done is not None:
            row = done.value
            said = f"{row.added} added, {row.changed} changed, {row.removed} taken away"
            screen.report(done, f"Absences of {who.name}: {said}. u takes it back.")

    def _mine(self, everybody: Sequence[Who]) -> Who | None:
        me = self._screen.prodtui.bridge.workspace.actor
        return next((who for who in everybody if who.key == me.login and not who.resource), None)

    async def clear(self, day: date, absences: Sequence[AbsenceRow], settings_differ: bool) -> None:
        """Take away an absence of a day, or its other hours; choose where there is more than one."""
        screen = self._screen
        choices = [Choice(row.ref, absence_text(row, screen.names()), row.ref) for row in absences]
        if settings_differ:
            choices.append(Choice(AS_USUAL, "The day is as its weekday again", f"{day:%a} {day}"))
        if not choices:
            screen.notice(f"{day:%a} {day} is no exception of this board, and nobody is away.")
            return
        ref = choices[0].value
        if len(choices) > 1:
            ref = await screen.ask(Picker("What is taken away?", choices))
        if ref is None:
            return
        async with screen.turn:
            if ref == AS_USUAL:
                done: Any = await screen.submit(lambda ws: deferred.calendars.remove_exception(ws, day))
                said = f"{day:%a} {day} is as its weekday again. u takes it back."
            else:
                done = await screen.submit(lambda ws: deferred.absences.remove_absence(ws, ref))
                said = f"Took {ref} away. u takes it back."
        screen.report(done, said)

    async def edit_week(self, board: BoardRow) -> None:
        """Change the working week and whose holidays are kept."""
        settings = board.settings

        async def store(values: dict[str, Any]) -> Any:
            return await self._screen.submit(lambda ws: deferred.calendars.set_calendar(ws, **values))

        zone = self._screen.prodtui.zone
        row = {"week": settings.workweek, "country": settings.country, "subdivision": settings.subdivision}
        before = {field.name: field.show(row[field.name], zone) for field in WEEK}
        done = await self._ask(f"The calendar of {board.key}", WEEK, before, store, verb="save", draft="working week")
        if done is not None:
            self._screen.report(done, "The working week is changed. u takes it back.")

    async def _ask(
        self, heading: str, fields: Sequence[FormField], before: Mapping[str, str], store: Any, *, verb: str, draft: str
    ) -> Any:
        screen = self._screen
        return await screen.ask(Form(heading, fields, before, screen.reading(), store, draft=draft, verb=verb))


def _content(file: str) -> bytes:
    from prodtui.interchange.files import read_file  # in a thread, like every first use of a reader

    return read_file(file)


def _bring(ws: Workspace, data: bytes, who: Mapping[str, str], *, dry_run: bool) -> tuple[IcsFile, Done[Brought]]:
    """Bring in what a calendar file says, or only look at it."""
    from prodtui.interchange.ics_reader import read_absences

    found = read_absences(data, ws.need_board().settings, ws.tz(), ws.now())
    return found, deferred.absences.import_absences(ws, found.found, dry_run=dry_run, **who)
