"""One road from words to a result, for the shell, for `batch` and for the command line inside the screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import typer

from prodtui.cli.argv import FLAGS, VALUES, Options, Output, check_text, hoist
from prodtui.cli.context import Session
from prodtui.cli.result import Result
from prodtui.cli.tree import LazyGroup, resolve
from prodtui.cli.verb import PROGRAM, VerbCommand
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace


def run(words: Sequence[str], session: Session) -> Result:
    """Run the command that `words` name, without common options among them, and return what it answers.

    Raises every ProdtuiError; words that do not fit a command are Usage.
    """
    path, command, rest = resolve(words)
    if "--help" in before_dashes(rest) or (path == PROGRAM and not rest):
        return help_of(command, path)
    if isinstance(command, LazyGroup):
        verbs = ", ".join(command.words())
        raise Usage(f"`{path}` needs a verb: {verbs}.", hint=f"See `{path} --help`.")
    return invoke(path, command, rest, session)


def invoke(path: str, command: VerbCommand, rest: Sequence[str], session: Session) -> Result:
    """Parse the words after a verb and call its function. Raises Usage for words that do not fit."""
    try:
        with command.make_context(path, list(rest), obj=session) as context:
            return _call(command, context)
    except typer.TyperException as error:
        raise _usage(error, path, command) from error


def invoke_with(words: Sequence[str], named: Mapping[str, Any], session: Session) -> Result:
    """Call the verb that `words` name with values by the names of its parameters. Raises Usage for a wrong name."""
    path, command, rest = resolve(words)
    if rest or isinstance(command, LazyGroup):
        raise Usage(f'"{" ".join(words)}" is not a command.', hint="Name noun and verb, such as task add.")
    try:
        with command.context_of(path, named, session) as context:
            return _call(command, context)
    except typer.TyperException as error:
        raise _usage(error, path, command) from error


def _call(command: VerbCommand, context: Any) -> Result:
    """Call a verb's function, unless a value other than a file's name holds bytes that are no text."""
    for parameter in command.params:
        value = context.params.get(parameter.name)
        if parameter.metavar != "FILE":
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str):
                    check_text(text, parameter.metavar or parameter.name)
    return cast(Result, command.invoke(context))


def run_words(words: Sequence[str], workspace: Workspace) -> str:
    """Run one command line for a program that has the store open, and return what it prints; see `run`.

    What is printed for people is plain text: nothing here may touch the terminal.
    """
    from prodtui.cli.output import body

    options, rest = hoist(words)
    result = run(rest, Session(Options(), workspace=workspace, embedded=True).inside(options))
    plain = replace(options, output=Output.PLAIN if options.output is Output.TEXT else options.output)
    talk = () if options.quiet else result.talk
    return "\n".join((body(result, plain).rstrip("\n"), *talk)).strip("\n")


def help_of(command: VerbCommand | LazyGroup, path: str) -> Result:
    """Return the help of a command or group as a result."""
    text = command.get_help(typer.Context(command, info_name=path))
    return Result(data={"help": text}, lines=tuple(text.splitlines()))


def before_dashes(words: Sequence[str]) -> Sequence[str]:
    """Return the words that may be options."""
    return words[: words.index("--")] if "--" in words else words


def _usage(error: typer.TyperException, path: str, command: VerbCommand) -> Usage:
    from prodtui.domain.text import nearest

    hint = f"See `{path} --help`."
    wrong = getattr(error, "option_name", None)
    known = [word for parameter in command.params for word in (*parameter.opts, *parameter.secondary_opts)]
    if isinstance(wrong, str) and wrong[1:].isdecimal():
        return Usage(
            f"`{path}` takes no negative number.",
            hint='Give one above 0; a word that really begins with "-" goes after --.',
        )
    if isinstance(wrong, str) and wrong not in known:
        near = nearest(wrong, [word for word in (*known, *VALUES, *FLAGS) if word.startswith("-")])
        guess = f' Did you mean "{near}"?' if near else ""
        return Usage(f'`{path}` has no option "{wrong}".{guess}', hint=hint, details={"nearest": near})
    text = " ".join(error.format_message().split()).replace(": Value error,", ":")
    return Usage(text if text.endswith((".", "?", "!")) else f"{text}.", hint=hint)
