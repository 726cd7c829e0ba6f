"""`apply`: boards, steps, people and tasks as a file says."""

from __future__ import annotations

import json
from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli.context import session_of
from prodtui.cli.result import Result, plain_cell
from prodtui.cli.verb import Noun
from prodtui.cli.words import Override
from prodtui.domain.codec import to_dict
from prodtui.domain.plan_fields import PLAN
from prodtui.errors import Rejected

if TYPE_CHECKING:
    from prodtui.services.apply import DiffLine

NOUN = Noun("apply")

#: What a new task gets by itself; in JSON it is there.
CONSEQUENCES = frozenset(
    {"rank", "created_at", "created_by", "entered_at", "started_at", "finished_at", "due_committed", "id"}
)


def fields_table() -> str:
    """Return every field of a plan as lines: the list, then each field with how to write it."""
    lines = []
    for part, fields in PLAN.items():
        heads = (part, *[""] * len(fields))
        lines += [f"{head:8}{name:16}{text}" for head, (name, text) in zip(heads, fields.items(), strict=False)]
    return "\n".join(lines)


HELP = f"""Bring boards, steps, people and tasks to what a file says, all of it or nothing.

A second time changes nothing. The file has lists people, boards (each with a list of steps) and tasks; what an entry
leaves out stays as it is. Their fields:

\b
{fields_table()}
"""


@NOUN.verb("", "prodtui apply -f plan.toml --dry-run", "prodtui apply -f - < plan.json", help=HELP)
def apply(
    ctx: typer.Context,
    file: Annotated[str, typer.Option("--file", "-f", metavar="FILE", help="TOML or JSON; - reads it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    override: Override = None,
) -> Result:
    """Bring boards, steps, people and tasks to what a file says; see HELP."""
    from prodtui.services.apply import apply as bring_about

    session = session_of(ctx)
    document = parse(session.bytes_of(file, "the plan"), file)
    request = session.options.request_id
    applied = bring_about(session.workspace, document, override=override, dry_run=dry_run, request_id=request)
    talk = ", ".join(f"{count} {what}" for what, count in applied.counts.items()) or "Nothing to change"
    stored = " (nothing was stored)" if dry_run and applied.counts else ""
    lines = tuple(diff_text(line) for line in applied.lines)
    return Result(to_dict(applied), lines, quiet=tuple(line.ref for line in applied.lines), talk=(f"{talk}{stored}.",))


def parse(data: bytes, name: str) -> dict[str, Any]:
    """Return a plan from TOML or JSON, whichever it is. Raises Rejected with the place where it cannot be read."""
    import tomllib

    try:
        text = data.decode("utf-8-sig")
        as_json = name.endswith(".json") or (not name.endswith(".toml") and text.lstrip().startswith("{"))
        document = json.loads(text) if as_json else _texts(tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        where = "Standard input" if name == "-" else f"The file {name}"
        raise Rejected(f"{where} cannot be read: {reason}.", hint="Correct that place; nothing was changed.") from None
    if not isinstance(document, dict):
        raise Rejected("The plan must be a table with people, boards or tasks.", hint="See `prodtui apply --help`.")
    return document


def diff_text(line: DiffLine) -> str:
    """Return one difference as a line: sign, kind, reference, and each field with what it was and will be."""
    fields = (
        f"{name}: {plain_cell(after)}" if line.sign == "+" else f"{name}: {_or_none(before)} -> {_or_none(after)}"
        for name, (before, after) in line.fields.items()
        if name not in CONSEQUENCES
    )
    return f"{line.sign} {line.kind} {line.ref}  {'; '.join(fields)}".rstrip()


def _texts(value: Any) -> Any:
    """Return TOML data with its dates as the texts that JSON would hold."""
    if isinstance(value, dict):
        return {name: _texts(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_texts(each) for each in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _or_none(value: Any) -> str:
    return plain_cell(value) or "none"
