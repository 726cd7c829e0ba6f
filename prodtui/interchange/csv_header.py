"""Which column of a table holds which field of a thing: header words of the common tools, or as the user says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from prodtui.domain.text import nearest, quoted, scrub
from prodtui.errors import Rejected, Usage

#: field -> header words, the best first. Words are compared in lower case with single blanks for all other marks.
# fmt: off
_WORDS: Mapping[str, tuple[str, ...]] = {
    "title": (
        "title", "summary", "card name", "task name", "issue title", "name", "subject", "item name",
        "task title", "headline", "content",
    ),
    "key": (
        "external key", "external id", "issue key", "key", "uuid", "card id", "task id", "ticket id",
        "ticket number", "ticket", "issue number", "issue id", "iid", "number", "id", "reference",
        "task number", "card number", "story id", "item id",
    ),
    "ref": ("ref",),
    "notes": (
        "notes", "description", "card description", "issue description", "body", "task content", "details",
        "desc", "note",
    ),
    "step": (
        "step", "status", "list name", "bucket name", "section column", "section", "column", "column name",
        "list", "stage", "lane", "state", "task status",
    ),
    "priority": ("priority", "prio", "importance", "urgency"),
    "service_class": ("service class", "class of service"),
    "assignees": (
        "assignees", "assignee username", "assignee", "assigned to", "members", "owner", "owners",
        "responsible", "assignee name", "assigned", "person", "resource",
    ),
    "labels": ("labels", "label", "tags", "tag", "components", "component s", "component"),
    "product": ("product", "sku", "article", "part number", "part"),
    "quantity": ("quantity", "qty", "amount", "pieces"),
    "unit": ("unit", "uom", "unit of measure"),
    "estimate_hours": (
        "estimate hours", "estimated hours", "hours estimated", "original estimate", "time estimate",
        "estimate", "estimate minutes", "effort hours", "effort",
    ),
    "due": ("due", "due date", "deadline", "due on", "due at", "due by", "target date"),
    "wait_until": ("wait until", "wait", "not before", "snoozed until"),
    "planned_start": ("planned start", "planned start date", "scheduled", "scheduled start"),
    "planned_finish": ("planned finish", "planned end", "planned end date", "planned finish date", "scheduled finish"),
    "pinned_start": ("pinned start",),
    "blocked_reason": ("blocked reason", "reason blocked", "impediment"),
    "created": (
        "created", "created at", "created date", "date created", "creation date", "created on",
        "created time", "create date", "creation time", "opened", "opened at", "opened date", "date opened",
        "entry", "entered", "reported", "submitted",
    ),
    "started": (
        "started", "started at", "started date", "start", "start date", "date started", "started on",
        "actual start", "in progress", "in progress at", "in progress date", "activated date",
        "work started", "begin", "begin date",
    ),
    "finished": (
        "finished", "finished at", "finished date", "date finished", "finish", "finish date", "resolved",
        "resolved at", "resolution date", "resolutiondate", "resolved date", "date resolved", "completed",
        "completed at", "completed date", "date completed", "completion date", "closed", "closed at",
        "closed date", "date closed", "done", "done at", "done date", "date done", "merged at", "end",
        "end date", "ended", "actual finish", "actual end", "due complete",
    ),
    "archived": ("archived", "archived at", "archived date"),
    "updated": (
        "updated", "updated at", "updated date", "date updated", "last activity date", "last activity",
        "last modified", "last updated", "changed date", "modified", "modified date", "modified at",
    ),
    "parent": ("parent key", "parent", "parent id", "parent issue", "parent ref", "parent task id"),
    "depends": (
        "depends on", "depends", "blocked by", "predecessors", "predecessor", "dependencies",
        "inward issue link blocks",
    ),
    "comments": ("comment", "comments"),
}
# fmt: on
#: Words that may mean the title when no better one is there, unless the column holds nothing but numbers.
_WEAK_TITLES = (
    "task",
    "item",
    "card",
    "issue",
    "story",
    "work item",
    "activity",
    "todo",
    "to do",
    "description",
    "what",
)
_SPARE_KEYS = ("card url", "issue url", "url", "link", "short link", "shortlink")
#: Every column with such a word counts; for a key the first one that is not empty.
_MANY = frozenset({"labels", "depends", "comments", "key"})
_PLURAL = frozenset({"assignees", "members", "owners"})
_SAYS_PLANNED_START = frozenset({"card name", "section column", "bucket name"})
FIELDS = tuple(_WORDS)
DATE_FIELDS = (
    "created",
    "started",
    "finished",
    "archived",
    "updated",
    "due",
    "wait_until",
    "planned_start",
    "planned_finish",
    "pinned_start",
)
_KNOWN = frozenset(word for listed in _WORDS.values() for word in (*listed, *_WEAK_TITLES, *_SPARE_KEYS))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands: field -> indexes of columns; the header itself; what nobody asked for.

    `utc` are the columns whose header says that their times are in UTC; `width` is how many cells a row must have.
    """

    header: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    unused: tuple[str, ...]
    utc: frozenset[int]
    width: int

    def shown(self, index: int) -> str:
        """Return the header of a column as a report may print it."""
        return scrub(self.header[index], limit=60)[0]

    def words_of(self, index: int) -> str:
        """Return the header of a column as words in lower case."""
        return words(self.header[index])

    def splits_names(self, index: int) -> bool:
        """Tell whether a comma in a cell of this column divides people, and is not part of "Smith, Ann"."""
        return self.words_of(index) in _PLURAL

    def found(self) -> str:
        """Return what was recognised, as "title from Summary, due from Due Date"."""
        pairs = ((name, self.header[places[0]]) for name, places in self.places.items() if places)
        return ", ".join(f"{name} from {quoted(header, limit=40)}" for name, header in pairs)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The header words by which the fields of one kind of thing are known; `thing` names it with its article.

    Every column with a word of a field in `many` counts, for other fields the one with the best word.
    """

    thing: str
    lists: Mapping[str, tuple[str, ...]]
    many: frozenset[str]

    def knows(self, header: str) -> bool:
        """Tell whether a header is one that a field is known by."""
        name = without_utc(words(header))
        return any(name in listed for listed in self.lists.values())


TASK = Vocabulary("A task", _WORDS, _MANY)


def words(header: str) -> str:
    """Return a header in lower case with single blanks between its words; camelCase falls apart into words."""
    return _MARKS.sub(" ", _CAMEL.sub(" ", header)).strip().casefold()


def without_utc(name: str) -> str:
    """Return the words of a header without the one that says that its times are in UTC."""
    return name.removesuffix(" utc")


def is_known(header: str) -> bool:
    """Tell whether a header is one that a field of a task is known by."""
    return without_utc(words(header)) in _KNOWN


def parse_mapping(texts: Iterable[str], of: Vocabulary = TASK) -> dict[str, tuple[str, ...]]:
    """Return `title=summary,due=Deadline` as field -> headers. Raises Usage for anything else."""
    mapping: dict[str, tuple[str, ...]] = {}
    for pair in (pair for text in texts for pair in text.split(",") if pair.strip()):
        name, sign, header = pair.partition("=")
        field = field_named(name, of)
        if not sign or not header.strip():
            raise Usage(f"{quoted(pair)} maps nothing.", hint="Write it like --map title=Summary,due=Deadline.")
        mapping[field] = (*mapping.get(field, ()), header.strip())
    return mapping


def field_named(name: str, of: Vocabulary = TASK) -> str:
    """Return the field that a user means. Raises Usage with the nearest."""
    if name.strip() in of.lists:
        return name.strip()
    wanted = words(name)
    known = next((field for field, listed in of.lists.items() if wanted in listed), None)
    if known is None:
        close = nearest(name.strip(), of.lists)
        hint = f"Did you mean {quoted(close)}?" if close else f"Fields are: {', '.join(of.lists)}."
        raise Usage(f"{of.thing} has no field {quoted(name, limit=40)}.", hint=hint)
    return known


def find_columns(
    header: Sequence[str], sample: Sequence[Sequence[str]], mapping: Mapping[str, Sequence[str]]
) -> Columns:
    """Return where each field stands, by what the user says first and by the header's words then.

    `sample` are some records below the header. Raises Rejected when there is no title, Usage for an unknown header.
    """
    layout = Layout(header, mapping)
    lists = _words_for(layout.free.values())
    layout.fill(lists, _MANY)
    _spare_title_and_key(layout.places, layout.free, sample)
    if not layout.places.get("title"):
        raise _no_title(layout.header)
    return layout.columns()


class Layout:
    """A header being understood: `places` by field as far as they are known, `free` the words of the other columns."""

    def __init__(self, header: Sequence[str], mapping: Mapping[str, Sequence[str]]) -> None:
        self.header = tuple(name.strip().lstrip("\ufeff").strip() for name in header)
        self.places = {field: _named(self.header, wanted) for field, wanted in mapping.items()}
        taken = {index for indexes in self.places.values() for index in indexes}
        names = (without_utc(words(name)) for name in self.header)
        self.free = {index: name for index, name in enumerate(names) if name and index not in taken}

    def fill(self, lists: Mapping[str, tuple[str, ...]], many: Collection[str]) -> None:
        """Find the columns of each field that the user did not map, by its words."""
        for field, listed in lists.items():
            if field not in self.places:
                self.places[field] = _best(self.free, listed, many=field in many)
                for index in self.places[field]:
                    self.free.pop(index)

    def columns(self) -> Columns:
        """Return what was understood."""
        width = max((index + 1 for index, name in enumerate(self.header) if name), default=0)
        used = {index for indexes in self.places.values() for index in indexes}
        left = (name for index, name in enumerate(self.header) if name and index not in used)
        utc = frozenset(index for index, name in enumerate(self.header) if words(name).endswith(" utc"))
        places = {field: found for field, found in self.places.items() if found}
        return Columns(self.header, places, tuple(dict.fromkeys(left)), utc, width)


def _words_for(names: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the word lists; the tools that plan with a start date do not mean that work has begun."""
    if _SAYS_PLANNED_START.isdisjoint(names):
        return _WORDS
    planned = ("start date", "start")
    started = tuple(word for word in _WORDS["started"] if word not in planned)
    return {**_WORDS, "started": started, "planned_start": (*_WORDS["planned_start"], *planned)}


def _best(free: Mapping[int, str], listed: Sequence[str], *, many: bool) -> tuple[int, ...]:
    """Return the columns with the best word; with `many` those of every word."""
    found: list[int] = []
    for word in listed:
        found += [index for index, name in free.items() if name == word]
        if found and not many:
            break
    return tuple(found)


def _spare_title_and_key(
    places: dict[str, tuple[int, ...]], free: dict[int, str], sample: Sequence[Sequence[str]]
) -> None:
    """Fill in a missing title by a weak word, the notes or the key; and a missing key by an address."""
    if not places.get("key"):
        places["key"] = _best(free, _SPARE_KEYS, many=False)
    if places.get("title"):
        return
    weak = [index for word in _WEAK_TITLES for index, name in free.items() if name == word]
    places["title"] = tuple(index for index in weak if not _only_numbers(index, sample))[:1]
    if not places["title"] and places.get("notes"):
        places["title"], places["notes"] = places["notes"][:1], ()
    if not places["title"]:
        places["title"] = places["key"][:1] or places.get("ref", ())[:1]


def _only_numbers(index: int, sample: Sequence[Sequence[str]]) -> bool:
    cells = [record[index].strip() for record in sample if index < len(record) and record[index].strip()]
    return bool(cells) and all(cell.replace(".", "", 1).isdecimal() for cell in cells)


def _named(header: Sequence[str], wanted: Sequence[str]) -> tuple[int, ...]:
    found: list[int] = []
    for name in wanted:
        same = [index for index, each in enumerate(header) if each == name]
        same = same or [index for index, each in enumerate(header) if words(each) == words(name) and each]
        if not same:
            close = nearest(name, header)
            hint = f"Did you mean {quoted(close)}?" if close else f"The header holds: {listed_names(header)}."
            raise Usage(f"The file has no column {quoted(name)}.", hint=hint, details={"header": list(header)})
        found += same
    return tuple(found)


def _no_title(header: Sequence[str]) -> Rejected:
    first = next((scrub(name, limit=60)[0] for name in header if name), "Summary")
    return Rejected(
        f"The header has no title and no key; it holds: {listed_names(header)}.",
        hint=f"Say which column is the title, such as --map 'title={first[:40]}'. The first line must be the header.",
        details={"header": list(header), "fields": list(FIELDS)},
    )


def listed_names(header: Sequence[str]) -> str:
    """Return the names of columns as a sentence shows them."""
    shown = [scrub(name, limit=40)[0] for name in header if name]
    return ", ".join(shown[:20]) + (f" and {len(shown) - 20} more" if len(shown) > 20 else "") or "nothing"
