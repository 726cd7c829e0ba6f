"""A stand-up as a page: to read in a terminal, to mail from cron, to paste into a chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from prodtui.domain.day_words import in_work
from prodtui.domain.enums import Concern
from prodtui.domain.rows_standup import CarriedTask, StandupItem, StandupPage, StandupPerson
from prodtui.domain.text import quoted
from prodtui.errors import NotFound
from prodtui.interchange.report import NOTHING, Page, Section

#: Of each kind so many are told unless all are asked for.
_MOST = 8


def standup_page(found: StandupPage, zone: ZoneInfo, *, everything: bool = False) -> Page:
    """Return a stand-up as a page; of long lists only the first, unless `everything` is asked for."""
    most = None if everything else _MOST
    return Page(
        f"Stand-up of {found.name}, {_moment(found.at, zone)}",
        [
            _section("Needs us first", _needs(found.needs, most)),
            _section("Person by person", [(each.name, line) for each in found.people for line in _person(each, most)]),
            _section("Since last time", _changes(found, most)),
        ],
        f"Since {_moment(found.since, zone)}, {found.since_what}.",
    )


def _moment(at: datetime, zone: ZoneInfo) -> str:
    there = at.astimezone(zone)
    return f"{there:%a} {there.day} {there:%b %H:%M}"


def _section(title: str, facts: Sequence[tuple[str, str]]) -> Section:
    return Section(title, facts, () if facts else (NOTHING,))


def _needs(items: Sequence[StandupItem], most: int | None) -> list[tuple[str, str]]:
    found = []
    for concern, group in groupby(items, key=lambda item: item.concern):
        found += [(concern.value, line) for line in _cut([item_line(row) for row in group], most)]
    return found


def pick_item(found: StandupPage, word: str) -> tuple[str, str]:
    """Return key and text of what a stand-up tells about something: an item, by reference or name, or a person.

    Raises NotFound for what it tells nothing about.
    """
    wanted = word.strip().casefold()
    for item in found.needs:
        refs = [ref for ref in (item.ref, item.task) if ref]
        if wanted in {name.casefold() for name in (item.key, item.title, *refs)}:
            return item.key, item_line(item)
    for person in found.people:
        if wanted in (person.login.casefold(), person.name.casefold()):
            return f"person:{person.login}", person.name
    raise NotFound(f"The stand-up tells nothing about {quoted(word)}.", hint="See `prodtui standup`.")


def item_line(item: StandupItem) -> str:
    """Return something that needs the team as one line."""
    ref = item.task or item.ref
    about = f"{ref} {item.title}" if ref and item.concern is not Concern.ABSENCE else item.title
    who = f" ({', '.join(item.who)})" if item.who and item.concern is not Concern.ABSENCE else ""
    helpers = f"; {', '.join(item.helpers)} can help" if item.helpers else ""
    return f"{about}: {item.text}{who}{helpers}"


def _person(person: StandupPerson, most: int | None) -> list[str]:
    lines = [person.away] if person.away else []
    lines += _cut([_carried(task) for task in person.carries], most)
    lines += [f"finished {line}" for line in _cut([f"{task.ref} {task.title}" for task in person.finished], most)]
    return lines or ["nothing in hand"]


def _carried(task: CarriedTask) -> str:
    if task.days is None:
        return f"{task.ref} {task.title}: next" + (f", {task.stuck}" if task.stuck else "")
    days = in_work(task.days)
    return f"{task.ref} {task.title}: {task.step}, {task.stuck or days}"


def _changes(found: StandupPage, most: int | None) -> list[tuple[str, str]]:
    told = []
    for group in found.changes:
        lines = [f"{each.ref} {each.title} ({each.by})" for each in group.changes]
        told += [(group.word, line) for line in _cut(lines, most)]
    return told


def _cut(lines: Sequence[str], most: int | None) -> list[str]:
    """Return the first of some lines, and how many more there are."""
    if most is None or len(lines) <= most:
        return list(lines)
    return [*lines[:most], f"and {len(lines) - most:,} more"]
