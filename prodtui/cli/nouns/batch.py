"""`batch`: many commands from standard input in one process, each its own durable change."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, BinaryIO

import typer

from prodtui.cli.argv import Options, hoist
from prodtui.cli.context import Session, session_of
from prodtui.cli.output import chosen, write
from prodtui.cli.result import Result
from prodtui.cli.run import invoke_with, run
from prodtui.cli.verb import Noun
from prodtui.errors import ExitCode, ProdtuiError, Rejected, Usage
from prodtui.faults import as_fault

NOUN = Noun("batch")
KEYS = ("command", "args", "id", "request_id")
MAX_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """One line: its words, and named values when it was an object; `id` comes back with the answer."""

    words: tuple[str, ...]
    named: dict[str, Any] | None = None
    id: Any = None
    request_id: str | None = None


@NOUN.verb("", "prodtui batch < commands.jsonl", """echo '["task","add","Sweep","--due","fri"]' | prodtui batch""")
def batch(
    ctx: typer.Context,
    stop_on_error: Annotated[bool, typer.Option("--stop-on-error", help="Stop at the first line that fails.")] = False,
) -> Result:
    r"""Run commands from standard input, one JSON line each, and answer each with one JSON line.

    A line is an array of words, or an object with "command", "args" by name, and if you like "id" and "request_id".
    """
    session = session_of(ctx)
    session.standing_alone("`batch`")
    if sys.stdin is None:
        raise Usage("Standard input is closed.")
    session.workspace  # noqa: B018 (a store that cannot be opened fails the batch, not each line)
    session.runs_long()
    code = int(ExitCode.DONE)
    for number, line in enumerate(lines_of(sys.stdin.buffer), 1):
        if not line.strip():
            continue
        answer, failed = _answer(number, line, session)
        code = code or failed
        if not write(sys.stdout, answer):
            break
        session.run_hooks()
        if failed and stop_on_error:
            break
    return Result(printed=True, code=code)


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield each line; of one that is too long, a part that is still too long."""
    while line := stream.readline(MAX_LINE + 1):
        part = line
        while len(line) > MAX_LINE and not part.endswith(b"\n") and part:
            part = stream.readline(MAX_LINE)
        yield line


def parse(line: bytes) -> Request:
    """Return what a line asks for. Raises Rejected for what is not JSON, Usage for what is no command."""
    if len(line) > MAX_LINE:
        raise Rejected(f"The line is longer than {MAX_LINE} bytes.", hint="Use `import` for much data.")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Rejected(f"The line is not JSON: {reason}.", hint='Write it like ["task","list"].') from None
    if isinstance(data, list) and data and all(isinstance(word, str) for word in data):
        return Request(tuple(data))
    if isinstance(data, dict) and isinstance(data.get("command"), str) and data["command"].strip():
        args, request_id = data.get("args", {}), data.get("request_id")
        unknown = [key for key in data if key not in KEYS]
        if isinstance(args, dict) and not unknown and (request_id is None or isinstance(request_id, str)):
            return Request(tuple(data["command"].split()), args, data.get("id"), request_id)
    raise Usage(
        "The line is neither an array of words nor an object with a command.",
        hint='Write it like ["task","add","Sweep"] or {"command":"task add","args":{"title":"Sweep"},"id":1}.',
    )


def execute(request: Request, session: Session) -> Any:
    """Run one request within a session and return its data."""
    if request.named is None:
        options, rest = hoist(request.words)
        return chosen(run(rest, session.inside(options)), options.columns)
    options = replace(Options(), request_id=request.request_id)
    return invoke_with(request.words, request.named, session.inside(options)).payload()


def _answer(number: int, line: bytes, session: Session) -> tuple[str, int]:
    """Return the answer to a line and the exit code of its failure, 0 when it worked."""
    head: dict[str, Any] = {"line": number, "id": None}
    try:
        request = parse(line)
        head["id"] = request.id
        data = execute(request, session)
        return json.dumps({**head, "ok": True, "data": data}) + "\n", 0
    except ProdtuiError as error:
        return _failure(head, error)
    except Exception as error:
        return _failure(head, as_fault(error))


def _failure(head: dict[str, Any], error: ProdtuiError) -> tuple[str, int]:
    text = json.dumps({**head, "ok": False, "error": error.as_dict()}, default=str) + "\n"
    return text, int(error.exit_code)
