"""The stand-up as rows of a list: what needs the team, each person with what they carry, what changed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from prodtui.domain.dates import human_minutes
from prodtui.domain.day_words import in_work
from prodtui.domain.enums import Concern, NoteKind
from prodtui.domain.rows_standup import CarriedTask, StandupChange, StandupItem, StandupPage, StandupPerson
from prodtui.interchange.standup_page import item_line
from prodtui.widgets.columns import Column, fit, row_line
from prodtui.widgets.row_list import Section
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, clip, line, plain

#: Of each kind of change so many are listed; the summary and the command line list all.
MOST_CHANGES = 30
_INKS = {
    **dict.fromkeys(
        (Concern.BLOCKED, Concern.STANDSTILL, Concern.ISSUE, Concern.FAILED, Concern.LATE, Concern.ACTION), Ink.WRONG
    ),
    **dict.fromkeys((Concern.DUE, Concern.LIMIT, Concern.AGEING, Concern.SHORTAGE, Concern.BEHIND), Ink.SOON),
    Concern.SIGNATURE: Ink.HERE,
    Concern.ABSENCE: Ink.MUTED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """Something that changed, with the word for what happened to it."""

    word: str
    change: StandupChange


@dataclass(frozen=True, slots=True)
class Spot:
    """A row: what it tells, the key under which it is talked about, what enter opens, the card that verbs are for."""

    key: str
    of: StandupItem | StandupPerson | CarriedTask | Told
    ref: str | None
    task: str | None

    @property
    def is_topic(self) -> bool:
        """Whether it is gone through: an exception or a person."""
        return isinstance(self.of, (StandupItem, StandupPerson))


def sections(page: StandupPage) -> list[Section[Spot]]:
    """Return the rows of a stand-up in its three parts."""
    changed = sum(len(group.changes) for group in page.changes)
    return [
        Section("Needs us first", [Spot(item.key, item, item.ref, item.task) for item in page.needs]),
        Section("Person by person", list(_people(page)), count=len(page.people)),
        Section(f"Since {page.since_what}", list(_changes(page)), count=changed),
    ]


def talked_of(page: StandupPage) -> frozenset[str]:
    """Return the keys of what was talked about in the stand-up that runs."""
    notes = page.record.notes if page.record is not None else ()
    return frozenset(note.about for note in notes if note.kind is NoteKind.TALKED and note.about)


def clock_words(page: StandupPage, minutes: int) -> str:
    """Return which stand-up runs, and where the team wants a clock how much of its minutes it has taken."""
    if page.record is None:
        return ""
    taken = max((page.at - page.record.started_at) // timedelta(minutes=1), 0)
    return f"{page.record.ref} {human_minutes(taken)} of {human_minutes(minutes)}" if minutes else page.record.ref


def progress(page: StandupPage, talked: Collection[str]) -> str:
    """Return how many of the exceptions and people were talked about."""
    keys = [*(item.key for item in page.needs), *(_person_key(person) for person in page.people)]
    return f"{sum(key in talked for key in keys)} of {len(keys)} talked about"


def draw(spot: Spot, width: int, signs: Signs, talked: Collection[str]) -> Line:
    """Return a row as a line of some width; what was talked about stands back."""
    row = spot.of
    done = spot.key in talked and spot.is_topic
    mark: Span = (signs.done if done else " ", Ink.MUTED)
    if isinstance(row, StandupItem):
        return _need(row, width, signs, mark, quiet=done)
    if isinstance(row, StandupPerson):
        return line([(" ", Ink.TEXT), mark, (" ", Ink.TEXT), *_person(row, signs, quiet=done)], width, signs.more)
    if isinstance(row, CarriedTask):
        return _carried(row, width, signs)
    return _change(row, width, signs)


def words_of(spot: Spot) -> str:
    """Return what a row is found by."""
    row = spot.of
    if isinstance(row, StandupItem):
        parts = (row.concern.value, row.ref, row.task, row.title, row.text, *(f"@{login}" for login in row.who))
        return " ".join(part for part in parts if part)
    if isinstance(row, StandupPerson):
        return f"{row.name} @{row.login} {row.away}"
    if isinstance(row, CarriedTask):
        return f"{row.ref} {row.title} {row.step} {row.stuck}"
    return f"{row.word} {row.change.ref} {row.change.title}"


def text_of(spot: Spot) -> str:
    """Return all that a row says, for the lines below the list and for the record."""
    row = spot.of
    if isinstance(row, StandupPerson):
        return row.name + (f": {row.away}" if row.away else "")
    if isinstance(row, CarriedTask):
        return f"{row.ref} {row.title}: {row.step}" + (f", {row.stuck}" if row.stuck else "")
    if isinstance(row, Told):
        return f"{row.word} {row.change.ref} {row.change.title} ({row.change.by})"
    return item_line(row)


def _people(page: StandupPage) -> Iterator[Spot]:
    for person in page.people:
        yield Spot(_person_key(person), person, None, None)
        for task in person.carries:
            yield Spot(f"{person.login} {task.ref}", task, task.ref, task.ref)


def _person_key(person: StandupPerson) -> str:
    return f"person:{person.login}"


def _changes(page: StandupPage) -> Iterator[Spot]:
    for group in page.changes:
        for change in group.changes[:MOST_CHANGES]:
            told = Told(group.word, change)
            yield Spot(f"{group.word} {change.ref}", told, change.ref, change.ref if _is_task(change.ref) else None)


def _is_task(ref: str) -> bool:
    return ref.rpartition("-")[2].isdecimal()


def _need(row: StandupItem, width: int, signs: Signs, mark: Span, *, quiet: bool) -> Line:
    ink = Ink.MUTED if quiet else _INKS[row.concern]
    text = Ink.MUTED if quiet else Ink.TEXT
    ref = row.task or (row.ref if row.concern is not Concern.ABSENCE else None)
    what: list[Span] = [(f"{ref} ", Ink.MUTED if quiet else Ink.REF)] if ref else []
    helpers = f"{', '.join(row.helpers)} can help" if row.helpers else ""
    texts = {
        "mark": [(" ", text), mark],
        "sign": [(clip(_sign(row.concern, signs), 2), ink)],
        "what": [*what, (plain(row.title), text)],
        "why": [(plain(_shorter(row)), ink)],
        "who": [(plain(", ".join(row.who)), Ink.MUTED)],
        "help": [(plain(helpers), Ink.MUTED)],
    }
    return row_line(texts, fit(_need_columns(width), width), width, signs.more)


def _need_columns(width: int) -> Sequence[Column]:
    return (
        Column("mark", "", 2, 95),
        Column("sign", "", 2, 95),
        Column("what", "", max(width * 2 // 5, 12), 90),
        Column("why", "", 20, wide=True),
        Column("who", "", 8, 60),
        Column("help", "", 20, 40),
    )


def _shorter(row: StandupItem) -> str:
    """Return what is wrong without the name of whoever carries it, which has a place of its own."""
    return row.text.removeprefix(f"{row.ref} ") if row.ref != row.task and row.ref else row.text


def _sign(concern: Concern, signs: Signs) -> str:
    return {
        Concern.BLOCKED: signs.blocked,
        Concern.STANDSTILL: signs.blocked,
        Concern.FAILED: signs.failed,
        Concern.SIGNATURE: signs.signature,
        Concern.DUE: signs.fixed_date,
        Concern.LIMIT: signs.over,
        Concern.AGEING: signs.age,
        Concern.ABSENCE: signs.nobody,
        Concern.SHORTAGE: signs.down,
        Concern.BEHIND: signs.down,
    }.get(concern, signs.past_most)


def _person(row: StandupPerson, signs: Signs, *, quiet: bool) -> list[Span]:
    begun = sum(task.days is not None for task in row.carries)
    counts = ((begun, "in work"), (len(row.carries) - begun, "next"), (len(row.finished), "finished"))
    told = f" {signs.between} ".join(f"{count} {word}" for count, word in counts if count) or "nothing in hand"
    spans: list[Span] = [(f"{plain(row.name)}  ", Ink.MUTED if quiet else Ink.HERE), (told, Ink.MUTED)]
    if row.away:
        spans.append((f"  {plain(row.away)}", Ink.MUTED if quiet else Ink.SOON))
    if row.finished:
        names = ", ".join(f"{task.ref} {task.title}" for task in row.finished)
        spans.append((f"  {signs.done} {plain(names)}", Ink.MUTED))
    return spans


def _carried(row: CarriedTask, width: int, signs: Signs) -> Line:
    state: Span = ("next", Ink.MUTED)
    if row.stuck:
        state = (plain(row.stuck), Ink.WRONG)
    elif row.days is not None:
        state = (in_work(row.days), Ink.MUTED)
    texts: dict[str, Sequence[Span]] = {
        "in": [],
        "what": [(f"{row.ref} ", Ink.REF), (plain(row.title), Ink.TEXT)],
        "step": [(plain(row.step), Ink.MUTED)],
        "state": [state],
    }
    columns = (
        Column("in", "", 4, 95),
        Column("what", "", max(width * 2 // 5, 12), 90),
        Column("step", "", 10, 60),
        Column("state", "", 12, wide=True),
    )
    return row_line(texts, fit(columns, width), width, signs.more)


def _change(row: Told, width: int, signs: Signs) -> Line:
    change = row.change
    texts: dict[str, Sequence[Span]] = {
        "word": [("  ", Ink.TEXT), (row.word, Ink.MUTED)],
        "what": [(f"{change.ref} ", Ink.REF), (plain(change.title), Ink.TEXT)],
        "by": [(plain(change.by), Ink.MUTED)],
    }
    columns = (Column("word", "", 14, 80), Column("what", "", 20, wide=True), Column("by", "", 8, 40))
    return row_line(texts, fit(columns, width), width, signs.more)
