"""The stand-up as rows: what needs the team first, person by person, and what changed since; manners as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prodtui.domain.enums import Concern, NoteKind


@dataclass(frozen=True, slots=True)
class StandupItem:
    """Something that needs the team; `key` names it for as long as it lasts.

    `ref` is what it is about, None where it is about a step or a material; `task` is the task concerned, if it is one.
    `text` says what is wrong, `who` carries it, `helpers` are those who could help, the least busy first.
    """

    key: str
    concern: Concern
    ref: str | None
    task: str | None
    title: str
    text: str
    since: datetime | None
    who: tuple[str, ...]
    helpers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarriedTask:
    """A task in somebody's hands: where it stands, for how many days it is started, and where it is stuck.

    `days` is None for one that is not started; `stuck` is empty where nothing is wrong.
    """

    ref: str
    title: str
    step: str
    days: float | None
    stuck: str


@dataclass(frozen=True, slots=True)
class NamedTask:
    """A task by reference and title."""

    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class StandupPerson:
    """A person of the team: what they carry, from the last step back to the first, and what they finished since.

    `away` says until when and why they are not there, empty when they are.
    """

    login: str
    name: str
    away: str
    carries: tuple[CarriedTask, ...]
    finished: tuple[NamedTask, ...]


@dataclass(frozen=True, slots=True)
class StandupChange:
    """Something that happened since; `by` is who did it last."""

    ref: str
    title: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """What happened since of one kind, such as "finished", latest first."""

    word: str
    changes: tuple[StandupChange, ...]


@dataclass(frozen=True, slots=True)
class StandupNoteRow:
    """What was said, decided or gone through in a stand-up.

    `about` is the reference of what it is about, or the key of an item of the stand-up; `made` is the task or action
    that came of it.
    """

    id: int
    standup: str
    number: int
    ref: str
    kind: NoteKind
    text: str
    about: str | None
    made: str | None
    at: datetime
    by: str
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class StandupRow:
    """A stand-up that runs (`ended_at` None) or is over: who was there (logins), and its notes without those put away.

    It told what had changed since the moment `since`.
    """

    id: int
    board: str
    number: int
    ref: str
    started_at: datetime
    started_by: str
    since: datetime
    people: tuple[str, ...]
    ended_at: datetime | None
    ended_by: str | None
    notes: tuple[StandupNoteRow, ...]
    archived_at: datetime | None
    version: int

    @property
    def written(self) -> tuple[StandupNoteRow, ...]:
        """Return the notes that somebody wrote down, without the marks of what was talked about."""
        return tuple(note for note in self.notes if note.kind is not NoteKind.TALKED)


@dataclass(frozen=True, slots=True)
class StandupPage:
    """The stand-up of a board at a moment; `since_what` says what `since` is, such as "the last stand-up".

    `record` is the stand-up that runs now, None when none does.
    """

    board: str
    name: str
    at: datetime
    since: datetime
    since_what: str
    needs: tuple[StandupItem, ...]
    people: tuple[StandupPerson, ...]
    changes: tuple[ChangeGroup, ...]
    record: StandupRow | None = None


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """What one shift told the next; it is taken over once somebody else acknowledged it by name."""

    id: int
    board: str
    number: int
    ref: str
    since: datetime
    until: datetime
    text: str
    written_at: datetime
    written_by: str
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class NearReading:
    """A measurement that passed in the outer tenth of its tolerance; `where` is its inspection, `by` who measured."""

    where: str
    item: str
    number: float
    lower: float | None
    upper: float | None
    unit: str
    by: str


@dataclass(frozen=True, slots=True)
class HandoverDraft:
    """A hand-over that nobody has written yet, made from the events of a shift."""

    since: datetime
    until: datetime
    text: str
