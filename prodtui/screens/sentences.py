"""Errors, deltas and answers as sentences for a person. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from prodtui.errors import Busy, ProdtuiError, Refused, StoreProblem

MOST_NAMED = 3
"""How many references a sentence names before it counts the rest."""


def of_error(error: ProdtuiError, *, kept: bool = False) -> str:
    """Return what went wrong and what to do next; `kept` says that typed text still stands in its form."""
    parts = [error.message]
    if kept and isinstance(error, (Busy, StoreProblem)):
        parts.append("What you typed is kept here.")
    if error.hint:
        parts.append(error.hint)
    return " ".join(_sentence(part) for part in parts if part)


def of_refusal(error: Refused) -> str:
    """Return every reason against a move in one line, without the advice that the keys beside it give."""
    reasons = error.details.get("reasons") or ()
    if not reasons:
        return of_error(error)
    return error.message


def can_override(error: Refused) -> bool:
    """Return whether every reason of a refusal may be overridden."""
    reasons = error.details.get("reasons") or ()
    return bool(reasons) and all(reason.get("overridable") for reason in reasons)


def of_refs(refs: Sequence[str]) -> str:
    """Return references as a list that stays short: "OPS-1, OPS-2, OPS-3 and 4 more"."""
    if len(refs) <= MOST_NAMED:
        return ", ".join(refs[:-1]) + (" and " if len(refs) > 1 else "") + refs[-1] if refs else ""
    return f"{', '.join(refs[:MOST_NAMED])} and {len(refs) - MOST_NAMED} more"


def of_tasks(refs: Sequence[str], what: str = "task") -> str:
    """Return one reference as it is and several as their number: "14 tasks"."""
    return refs[0] if len(refs) == 1 else of_count(len(refs), what)


def of_count(number: int, what: str) -> str:
    """Return a number with its noun: "1 card", "5 cards"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def of_command(command: str, refs: Sequence[str]) -> str:
    """Return what a command did, in words: "move of OPS-12" for `task.move`."""
    verb = command.rpartition(".")[2].replace("_", " ")
    return f"{verb} of {of_refs(refs)}" if refs else verb


def of_changes(authors: Mapping[str, str], titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return one sentence for each person who changed something: `authors` by reference, `titles` by reference."""
    by_author: dict[str, list[str]] = defaultdict(list)
    for ref, author in authors.items():
        by_author[author].append(ref)
    return tuple(_change(author, refs, titles) for author, refs in sorted(by_author.items()))


def of_notes(notes: Iterable[str]) -> str:
    """Return the remarks of a use case as one line."""
    return " ".join(_sentence(note) for note in notes)


def _change(author: str, refs: Sequence[str], titles: Mapping[str, str]) -> str:
    if len(refs) == 1:
        title = titles.get(refs[0], "")
        return f"{author} changed {refs[0]}" + (f" {title}" if title else "")
    return f"{author} changed {of_refs(refs)}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else text + "."
