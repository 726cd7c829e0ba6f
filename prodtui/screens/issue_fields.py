"""The fields of forms about issues and actions: which ones a state needs, and how text is read. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.enums import ActionKind, CauseCategory, IssueState, Severity
from prodtui.domain.fields import FieldSet
from prodtui.domain.issue_fields import ACTION, ISSUE, MOST_WHYS
from prodtui.domain.issues import CHECK_DAYS, NOTHING_TO_CONTAIN, Missing
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_issues import IssueRow
from prodtui.errors import Rejected
from prodtui.screens.form_fields import FIELDS, FormField, Reading, person

DUE = next(field for field in FIELDS if field.name == "due")


def shown(value: Any, _: ZoneInfo) -> str:
    """Return a value as it stands in a field."""
    return "" if value is None else str(value)


def cleaned(fields: FieldSet, name: str) -> Callable[[str, Reading], Any]:
    """Return how the text of a field is read: as the domain cleans it."""
    return lambda text, _: fields.clean(name, text.strip())


def owner_of(text: str, reading: Reading) -> str | None:
    """Return the login that a field means, None for an empty one. Raises Rejected."""
    return person(text.strip(), reading.people) if text.strip() else None


OWNER = FormField("owner", "Owner", "such as ann", shown, owner_of)


def words_of(kind: type[Severity] | type[CauseCategory] | type[ActionKind]) -> tuple[str, ...]:
    """Return the values of an enum as words to choose from."""
    return tuple(each.value for each in kind)


def _of_issue(name: str, label: str, hint: str = "", words: tuple[str, ...] = (), *, long: bool = False) -> FormField:
    hint = hint or ", ".join(words)
    return FormField(name, label, hint, shown, cleaned(ISSUE, name), words, long)


SEVERITY = _of_issue("severity", "Severity", words=words_of(Severity))
TITLE = _of_issue("title", "What", "what deviated")
NOTES = _of_issue("notes", "Notes", long=True)
FOUND_FIELDS = (TITLE, SEVERITY, NOTES)
"""What is asked about an issue that an inspection has filled in."""
CONTAINMENT = _of_issue(
    "containment", "Contained by", f'what was done so that nothing gets worse, or "{NOTHING_TO_CONTAIN}"'
)
CAUSE = _of_issue("cause", "Cause", "what all this comes from")
CAUSE_CATEGORY = _of_issue("cause_category", "Lies with", words=words_of(CauseCategory))
EVIDENCE = _of_issue("evidence", "Evidence", "how we know that it is solved: counts, readings, references")
CHECK_DAYS_FIELD = _of_issue("check_days", "Check after", f"days, {CHECK_DAYS} without a number")
CHECK_ITEMS = _of_issue("check_items", "or after", "so many finished cards")
WHYS = tuple(
    FormField(f"why_{number}", f"{number} why?", hint, shown, lambda text, _: text.strip())
    for number, hint in enumerate(("why did it happen?", "and why that?", *("" for _ in range(MOST_WHYS - 2))), start=1)
)
ACTION_FIELDS = (
    FormField("text", "Action", "what is to be done", shown, cleaned(ACTION, "text")),
    FormField("kind", "Kind", ", ".join(words_of(ActionKind)), shown, cleaned(ACTION, "kind"), words_of(ActionKind)),
    OWNER,
    DUE,
)


def log_fields(steps: Sequence[StepRow], categories: Sequence[str]) -> tuple[FormField, ...]:
    """Return the fields with which an issue is raised on a board."""
    names = tuple(step.name for step in steps)
    keys = {step.key: step.name for step in steps}
    step = replace(_of_issue("step", "Found at", words=names), show=lambda value, _: keys.get(value, value or ""))
    return (
        TITLE,
        SEVERITY,
        _of_issue("category", "Category", words=tuple(categories)),
        step,
        _of_issue("task", "Card", "OPS-12"),
        OWNER,
        NOTES,
    )


def edit_fields(issue: IssueRow, steps: Sequence[StepRow], categories: Sequence[str]) -> tuple[FormField, ...]:
    """Return every field of an issue that can be edited; one that holds several lines gets room for them."""

    def roomy(field: FormField) -> FormField:
        return replace(field, long="\n" in getattr(issue, field.name))

    whys = FormField(
        "whys", "Five whys", "", lambda value, _: "\n".join(value or ()), cleaned(ISSUE, "whys"), long=True
    )
    return (
        *log_fields(steps, categories),
        roomy(CONTAINMENT),
        whys,
        roomy(CAUSE),
        CAUSE_CATEGORY,
        roomy(EVIDENCE),
        CHECK_DAYS_FIELD,
        CHECK_ITEMS,
        _of_issue("inspection", "Inspection", "OPS-Q5"),
        _of_issue("recurs", "Repeats", "such as OPS-I2"),
    )


def fields_for(to: IssueState, missing: Sequence[Missing]) -> tuple[FormField, ...]:
    """Return the fields that an issue needs to go to a state; none when nothing is missing and nothing to be said."""
    lacks = {each.field for each in missing}
    fields: list[FormField] = []
    if "containment" in lacks:
        fields.append(CONTAINMENT)
    if "owner" in lacks:
        fields.append(OWNER)
    if lacks & {"cause", "cause_category"}:
        fields += [*WHYS, CAUSE, CAUSE_CATEGORY]
    if to is IssueState.VERIFYING:
        fields += [CHECK_DAYS_FIELD, CHECK_ITEMS]
    return tuple(fields)


def before_of(issue: IssueRow, fields: Sequence[FormField], tz: ZoneInfo) -> dict[str, str]:
    """Return what stands in the fields of a state's form before anybody types."""
    whys = {f"why_{number}": why for number, why in enumerate(issue.whys, start=1)}
    plain = [field for field in fields if not field.name.startswith("why_")]
    # A field that a form asks for again is filled with what is there, so that nobody types it twice.
    return whys | {field.name: field.show(getattr(issue, field.name), tz) for field in plain}


def with_whys(values: Mapping[str, Any], before: Sequence[str]) -> dict[str, Any]:
    """Return the values of a form with its single answers to "why?" as the one field that an issue has."""
    plain = {name: value for name, value in values.items() if not name.startswith("why_")}
    if len(plain) == len(values):
        return plain
    old = dict(enumerate(before, start=1))
    whys = [values.get(f"why_{number}", old.get(number, "")) for number in range(1, MOST_WHYS + 1)]
    return plain | {"whys": tuple(why for why in whys if why)}


def read_yes_no(text: str, _: Reading) -> bool:
    """Return what somebody answers. Raises Rejected for anything but yes and no."""
    word = text.strip().casefold()
    if word and "yes".startswith(word):
        return True
    if word and "no".startswith(word):
        return False
    raise Rejected("Say whether it helped.", hint="Write yes or no.")


HELPED = FormField("effective", "It helped", "yes or no", lambda value, _: "", read_yes_no, ("yes", "no"))
EARLY = FormField("early", "Why already", "", lambda value, _: "", lambda text, _: text.strip())
