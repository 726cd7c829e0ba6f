"""Verbs of `check` that fill an inspection, from start to signature."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import complete, complete_checks, outcome
from prodtui.cli.argv import Output
from prodtui.cli.context import Session, session_of
from prodtui.cli.output import write
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.cli.words import ChecklistWord
from prodtui.domain.codec import to_dict
from prodtui.domain.rows_quality import InspectionRow, ItemRow, ReadingRow
from prodtui.domain.text import counted, sanitize
from prodtui.errors import NotFound, ProdtuiError, Rejected, Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("check")


def _inspection(offer: Callable[[typer.Context, str], list[tuple[str, str]]]) -> Any:
    return typer.Argument(metavar="REF", help="An inspection, such as OPS-Q5.", autocompletion=offer)


Running = Annotated[str, _inspection(complete_checks.running)]
Answered = Annotated[str, _inspection(complete_checks.answered)]
Failed = Annotated[str, _inspection(complete_checks.failed)]
ToSign = Annotated[str, _inspection(complete_checks.to_sign)]
Signed = Annotated[str, _inspection(complete_checks.signed)]
Unsigned = Annotated[str, _inspection(complete_checks.unsigned)]
_FIELDS = ("item", "value", "sample", "na", "note")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it was typed; without a `sample` it is about the first one, "not applicable" about all."""

    item: str
    value: Any = None
    sample: int | None = None
    na: bool = False
    note: str = ""


@PART.verb("start", "prodtui check start weld-check --task OPS-12", "prodtui check start opening")
def start(
    ctx: typer.Context,
    checklist: ChecklistWord,
    task: Annotated[
        str | None, typer.Option("--task", metavar="REF", help="What is inspected.", autocompletion=complete.refs)
    ] = None,
) -> Result:
    """Start an inspection for a task, or by hand without one."""
    from prodtui.services import inspections

    session = session_of(ctx)
    return _changed(inspections.start(session.workspace, checklist, task, request_id=session.options.request_id))


@PART.verb(
    "answer",
    "prodtui check answer OPS-Q5 burrs=yes bore:1=12.02 bore:2=11.98 colour=green",
    'prodtui check answer Q5 seal=no --note "cracked at the flange"',
    "prodtui check answer Q5 --na seal",
    "gauge --json-lines | prodtui check answer Q5 -",
)
def answer(
    ctx: typer.Context,
    ref: Running,
    pairs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ITEM=VALUE",
            help="Answers; ITEM:2 is sample 2; - reads JSON lines.",
            autocompletion=complete_checks.answers,
        ),
    ] = None,
    na: Annotated[
        list[str] | None,
        typer.Option("--na", metavar="ITEM", help="Not applicable.", autocompletion=complete_checks.items_na),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="A remark on each of these answers.")] = "",
) -> Result:
    """Answer questions; each is saved and told as it is read, so what came before a mistake stays.

    A JSON line is like {"item": "bore", "value": 12.02, "sample": 2, "na": false, "note": ""}.
    """
    from prodtui.domain.quality_text import answered_text
    from prodtui.interchange.check_report import reading_text
    from prodtui.numbers import decimal_comma
    from prodtui.services import inspections

    session = session_of(ctx)
    ws, comma = session.workspace, decimal_comma()
    content = inspections.show(ws, ref).content
    items = {item.key: item for item in content.items}
    at_once = session.options.output is Output.TEXT and not (session.options.quiet or session.embedded)
    saved: list[ReadingRow] = []
    lines: list[str] = []
    where = ""
    try:
        for where, given in _given(session, pairs or (), na or (), note):
            for sample in _samples(given, items):
                done = inspections.answer(
                    ws, ref, given.item, given.value, sample=sample, na=given.na, note=given.note, decimal_comma=comma,
                    request_id=session.request(len(saved)),
                )  # fmt: skip
                saved.append(done.value)
                lines.append(reading_text(items[done.value.item], done.value))
                if at_once:
                    write(sys.stdout, f"{sanitize(lines.pop())}\n")
            where = ""
    except ProdtuiError as error:
        error.message = f"{where}: {error.message}" if where else error.message
        error.hint = f"{error.hint} {_saved_before(len(saved))}".strip()
        error.details["saved"] = [to_dict(row) for row in saved]
        raise
    row = inspections.show(ws, ref).inspection
    lines.append(f"{row.ref}: {answered_text(row)}, {counted(row.failed, 'item')} failed")
    return Result([to_dict(reading) for reading in saved], tuple(lines), quiet=(row.ref,))


@PART.verb("clear", "prodtui check clear OPS-Q5 bore:2")
def clear(
    ctx: typer.Context,
    ref: Running,
    item: Annotated[
        str,
        typer.Argument(metavar="ITEM", help="Its key; ITEM:2 is sample 2.", autocompletion=complete_checks.items),
    ],
) -> Result:
    """Take an answer back, so that its question is open again."""
    from prodtui.services import inspections

    session = session_of(ctx)
    key, sample = _place(item)
    return _changed(
        inspections.clear(
            session.workspace, ref, key, 1 if sample is None else sample, request_id=session.options.request_id
        )
    )


@PART.verb("complete", "prodtui check complete OPS-Q5")
def complete_(ctx: typer.Context, ref: Answered) -> Result:
    """End an inspection: it passes and waits for its signature, or it has failed."""
    from prodtui.services import inspections

    session = session_of(ctx)
    return _changed(inspections.complete(session.workspace, ref, request_id=session.options.request_id))


@PART.verb("concede", 'prodtui check concede OPS-Q5 "customer accepts the scratch, mail of 12 May"')
def concede(
    ctx: typer.Context,
    ref: Failed,
    reason: Annotated[list[str], typer.Argument(metavar="REASON", help="Why it may pass all the same.")],
) -> Result:
    """Let a failed inspection pass with a reason; takes the right concede."""
    from prodtui.services import inspections

    session = session_of(ctx)
    text = session.text(reason, "the reason")
    return _changed(inspections.concede(session.workspace, ref, text, request_id=session.options.request_id))


@PART.verb("sign", "prodtui check sign OPS-Q5", 'prodtui check sign OPS-Q5 --meaning "I checked against drawing B"')
def sign(
    ctx: typer.Context,
    ref: ToSign,
    meaning: Annotated[
        str | None, typer.Option("--meaning", metavar="TEXT", help="What your signature says; else the checklist does.")
    ] = None,
) -> Result:
    """Sign an inspection; it never changes again."""
    from prodtui.services import inspections

    session = session_of(ctx)
    return _changed(inspections.sign(session.workspace, ref, meaning=meaning, request_id=session.options.request_id))


@PART.verb("correct", "prodtui check correct OPS-Q5")
def correct(ctx: typer.Context, ref: Signed) -> Result:
    """Start a new inspection that replaces a signed one."""
    from prodtui.services import inspections

    session = session_of(ctx)
    return _changed(inspections.correct(session.workspace, ref, request_id=session.options.request_id))


@PART.verb("put-away", "prodtui check put-away OPS-Q5")
def put_away(ctx: typer.Context, ref: Unsigned) -> Result:
    """Take away an inspection that was started by mistake; its history stays."""
    from prodtui.services import inspections

    session = session_of(ctx)
    return _changed(inspections.put_away(session.workspace, ref, request_id=session.options.request_id))


def _changed(done: Done[InspectionRow]) -> Result:
    from prodtui.domain.quality_text import how_far

    row = done.value
    task = f" for {row.task}" if row.task else ""
    return outcome.of(done, f"{row.ref} {row.name}{task}: {how_far(row)}", row.ref)


def _samples(given: Given, items: Mapping[str, ItemRow]) -> Sequence[int]:
    """Return the samples that an answer is about: "not applicable" without a number means all of them."""
    if given.sample is not None:
        return (given.sample,)
    most = items[given.item].samples if given.na and given.item in items else 1
    return range(1, most + 1)


def _saved_before(count: int) -> str:
    if count == 0:
        return "No answer was saved."
    return "The answer before it is saved." if count == 1 else f"The {count} answers before it are saved."


def _given(session: Session, pairs: Sequence[str], na: Sequence[str], note: str) -> Iterator[tuple[str, Given]]:
    """Yield the answers of a command line, or those of standard input as they come, each with where it stands."""
    if list(pairs) == ["-"]:
        number = 0
        for number, line in session.standard_lines("the answers"):
            yield f"Line {number}", _from_json(number, line)
        if not number:
            raise NotFound("Standard input holds no answer.", hint="Nothing was changed.")
        return
    if not pairs and not na:
        raise Usage("Name at least one answer.", hint="Write it like `prodtui check answer OPS-Q5 burrs=yes`.")
    for pair in pairs:
        item, equals, value = pair.partition("=")
        if not equals:
            raise Usage(f'"{pair}" is no answer.', hint="Write it like burrs=yes, or --na burrs.")
        key, sample = _place(item)
        yield f"Answer {pair}", Given(key, value, sample, note=note)
    for item in na:
        key, sample = _place(item)
        yield f"--na {item}", Given(key, sample=sample, na=True, note=note)


def _place(word: str) -> tuple[str, int | None]:
    key, colon, sample = word.strip().partition(":")
    if colon and not sample.isdecimal():
        raise Usage(f'"{word}" names no sample.', hint="Write it like bore:2.")
    return key.lower(), int(sample) if colon else None


def _from_json(number: int, line: str) -> Given:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Rejected(f"Line {number} is no JSON: {error}.") from None
    strange = [name for name in found if name not in _FIELDS] if isinstance(found, dict) else ["?"]
    kinds = {"item": str, "value": str | int | float | bool | None, "sample": int, "na": bool, "note": str}
    wrong = strange or "item" not in found or any(not isinstance(found[name], kinds[name]) for name in found)
    if wrong or isinstance(found.get("sample"), bool):
        raise Rejected(
            f"Line {number} is no answer.", hint='Write it like {"item": "bore", "value": 12.02, "sample": 2}.'
        )
    return Given(**found)
