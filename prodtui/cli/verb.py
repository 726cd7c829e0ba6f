"""Verbs: a function with words in its signature, and the command that parses them and explains itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import typer
from typer.core import TyperArgument, TyperCommand
from typer.main import get_command

from prodtui.cli.argv import FLAGS, VALUES
from prodtui.cli.result import Result
from prodtui.errors import Usage

PROGRAM = "prodtui"
Function = Callable[..., Result]


@dataclass(frozen=True, slots=True)
class Verb:
    """One command: its function holds the words in its signature and the help in its docstring."""

    name: str
    function: Function
    examples: tuple[str, ...]
    settings: Mapping[str, Any]


@dataclass(slots=True)
class Noun:
    """The verbs of a noun. A verb named "" makes the noun a command of its own; `default` runs without a verb.

    `aliases` are other words for verbs; help does not list them. `subjects` gives the words that may follow the noun at
    once, as what its default verb is about.
    """

    name: str
    help: str = ""
    default: str | None = None
    subjects: Callable[[], Collection[str]] = tuple
    aliases: Mapping[str, str] = field(default_factory=dict)
    verbs: dict[str, Verb] = field(default_factory=dict)
    groups: dict[str, Noun] = field(default_factory=dict)

    def verb(self, name: str, *examples: str, **settings: Any) -> Callable[[Function], Function]:
        """Register a function as the verb `name`, with whole command lines as examples."""

        def register(function: Function) -> Function:
            self.verbs[name] = Verb(name, function, examples, settings)
            return function

        return register


@dataclass(frozen=True, slots=True)
class Offer:
    """A word that the shell may complete to, with the fields that the completion of every shell reads."""

    value: str
    type: str = "plain"
    help: str | None = None


class VerbCommand(TyperCommand):
    """A verb: its help ends with examples and the place to read about the common options."""

    examples: tuple[str, ...] = ()

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the options' place, then each argument by its name, in brackets when it may be left out."""
        arguments = [each for each in self.params if isinstance(each, TyperArgument)]
        return ["[OPTIONS]", *(_argument_name(each, brackets=True) for each in arguments)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """List arguments by the name that the usage line gives them, then options."""
        arguments = [(_argument_name(each), each.help or "") for each in self.params if isinstance(each, TyperArgument)]
        records = [each.get_help_record(ctx) for each in self.get_params(ctx) if not isinstance(each, TyperArgument)]
        for title, rows in (("Arguments", arguments), ("Options", [record for record in records if record])):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write what the verb adds to its help, then the examples as they are typed."""
        if self.epilog:
            formatter.write(f"\n{self.epilog}\n")
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")
        formatter.write(f"\nOptions for every command, such as --json and --board: {PROGRAM} --help\n")

    def context_of(self, path: str, named: Mapping[str, Any], obj: Any) -> typer.Context:
        """Return a context as if the values had been words. Raises Usage for a name that no parameter has."""
        context = cast(typer.Context, self.context_class(self, info_name=path, obj=obj))
        given = {self._parameter(name, path): value for name, value in named.items() if value is not None}
        with context.scope(cleanup=False):
            for parameter in self.params:
                value = given.get(parameter.name)
                parameter.handle_parse_result(context, {parameter.name: _as_typed(parameter, value)}, [])
        return context

    def _parameter(self, name: str, path: str) -> str:
        """Return the parameter that is called `name` in the signature, or by a long option."""
        for parameter in self.params:
            if name in (parameter.name, parameter.name.rstrip("_")) or f"--{name.replace('_', '-')}" in parameter.opts:
                return parameter.name
        from prodtui.domain.text import nearest, quoted

        known = [parameter.name.rstrip("_") for parameter in self.params]
        near = nearest(name, known)
        guess = f" Did you mean {quoted(near)}?" if near else ""
        raise Usage(
            f"`{path}` has no argument {quoted(name)}.{guess}",
            hint=f"It takes {', '.join(known) or 'none'}.",
            details={"nearest": near, "known": known},
        )

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Complete the common options as well as the command's own."""
        found: list[Any] = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            found += [Offer(word) for word in (*VALUES, *FLAGS) if word.startswith(incomplete)]
        return found


def _argument_name(argument: TyperArgument, *, brackets: bool = False) -> str:
    name = f"{argument.metavar or argument.name.upper()}{'...' if argument.nargs == -1 else ''}"
    return f"[{name}]" if brackets and not argument.required else name


def _as_typed(parameter: Any, value: Any) -> Any:
    """Return a JSON value as the parser would have left it: texts, lists of texts where several are taken, flags."""
    if value is None or isinstance(value, bool):
        return value
    if parameter.multiple or parameter.nargs == -1:
        values = value if isinstance(value, list) else [value]
        return [str(each) for each in values] or None
    return str(value)


def command_of(verb: Verb) -> VerbCommand:
    """Return the command of a verb, built from the signature of its function."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(verb.name or None, cls=VerbCommand, **verb.settings)(verb.function)
    command = cast(VerbCommand, get_command(app))
    command.examples = verb.examples
    return command
