"""The tree of commands: nouns are imported and verbs are built only when their words are used."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from importlib import import_module
from typing import Any, cast

from typer.core import TyperGroup

from prodtui.cli.argv import FLAGS, VALUES
from prodtui.cli.verb import PROGRAM, Noun, Offer, VerbCommand, command_of
from prodtui.errors import Usage

#: nouns whose module cannot have the same name
MODULES = {"import": "import_"}
#: noun -> what it is for; its module is prodtui.cli.nouns.<noun>, imported when the noun is used
NOUNS: dict[str, str] = {
    "task": "Add, find, change, move and finish tasks.",
    "board": "Boards: make, list, show as text, change.",
    "step": "The workflow of a board: steps and allowed moves.",
    "person": "Who works here.",
    "check": "Quality: inspections, checklists, gates, signatures.",
    "issue": "What went wrong, what is done about it, downtime.",
    "improve": "What we try, measured before and after.",
    "standup": "The stand-up: exceptions first, person by person, what changed.",
    "mine": "My next task, what I have in hand, what waits on me.",
    "today": "What this day holds: due, planned, actions, absences.",
    "inbox": "What concerns me: mentions, assignments, andons, signatures.",
    "timer": "My clock: start and stop it, and the time is logged.",
    "handover": "What one shift tells the next, and who took it over.",
    "kpi": "How well we do: figures, trends, what is behind them.",
    "forecast": "When it will be done, and how much by when.",
    "demand": "What is asked for: orders, forecasts, repeating demand.",
    "plan": "Demand against capacity: quantities, load, promises, release.",
    "schedule": "Who does what when, why then, what will be late.",
    "product": "What is made or done: its way, its materials.",
    "resource": "Machines, tools, rooms, materials and their stock.",
    "calendar": "Working hours, holidays, exceptions, absences.",
    "filter": "Saved filters of a board.",
    "history": "What happened, newest last.",
    "undo": "Take my last change back.",
    "redo": "Make the change again that I took back.",
    "events": "Changes as JSON lines, also while they happen.",
    "batch": "Many commands from standard input in one process.",
    "apply": "Bring boards, steps, people and tasks to what a file says.",
    "import": "Read tasks from CSV, Taskwarrior or our own JSON, and event logs.",
    "export": "Write a board as JSON, CSV or Markdown.",
    "db": "The store's file: check, backup, restore, migrate.",
    "init": "Make a store and a first board.",
    "demo": "Make a store full of example work and open it.",
    "info": "Every path, version and setting in use.",
    "config": "Your settings.",
    "completion": "Completion of commands and references in your shell.",
}


#: where a context keeps the common option whose value is typed now
_WAITING = "prodtui.waiting"


class LazyGroup(TyperGroup):
    """A group that builds what stands below it when it is asked for, once in the life of the process."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(rich_markup_mode=None, **attributes)
        self._built: dict[str, VerbCommand | LazyGroup | None] = {}

    def find(self, word: str) -> VerbCommand | LazyGroup | None:
        """Return the command or group that `word` means here, None for an unknown word."""
        if word not in self._built:
            self._built[word] = self.build(word)
        return self._built[word]

    def build(self, word: str) -> VerbCommand | LazyGroup | None:
        """Make the command or group for `word`."""
        raise NotImplementedError

    def words(self) -> list[str]:
        """Return every word that may follow, in the order of the help."""
        raise NotImplementedError

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the words that may follow."""
        return self.words()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command for a word, None for an unknown one."""
        return self.find(cmd_name)


class NounGroup(LazyGroup):
    """A noun, or a noun below it."""

    noun: Noun

    def words(self) -> list[str]:
        """Return the verbs, then the nouns below."""
        return [*self.noun.verbs, *self.noun.groups]

    def build(self, word: str) -> VerbCommand | LazyGroup | None:
        """Make the command of a verb, or the group of a noun below."""
        if word in self.noun.groups:
            return _group(self.noun.groups[word], word, self.noun.groups[word].help)
        verb = self.noun.verbs.get(self.noun.aliases.get(word, word))
        return None if verb is None else command_of(verb)


class RootGroup(LazyGroup):
    """The program: a group whose nouns are modules."""

    def words(self) -> list[str]:
        """Return every noun."""
        return list(NOUNS)

    def build(self, word: str) -> VerbCommand | LazyGroup | None:
        """Import the noun's module and make its group, or its command when the noun has no verbs."""
        if word not in NOUNS:
            return None
        noun = cast(Noun, import_module(f"prodtui.cli.nouns.{MODULES.get(word, word)}").NOUN)
        return command_of(noun.verbs[""]) if "" in noun.verbs else _group(noun, word, NOUNS[word])

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the nouns without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(NOUNS.items()))

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Explain the options that every command understands, and show where to start."""
        rows = [(f"{word} {metavar}", text) for word, (_, metavar, text) in VALUES.items()]
        flags = {word: text for word, (_, _, text) in FLAGS.items() if word != "-q"}
        rows += [("-q, --quiet" if word == "--quiet" else word, text) for word, text in flags.items()]
        with formatter.section("Options before the noun or after the verb"):
            formatter.write_dl(rows)
        with formatter.section("Examples"):
            for example in ROOT_EXAMPLES:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the common options out first, so that completion finds the verb behind them."""
        if ctx.resilient_parsing:
            from prodtui.cli.complete import completing

            ctx.obj, args, ctx.meta[_WAITING] = completing(args)
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Complete the value of a common option that waits for it, else a noun."""
        from prodtui.cli.complete import common

        option = ctx.meta[_WAITING]
        if option is None:
            return super().shell_complete(ctx, incomplete)
        return [Offer(value, help=text) for value, text in common(option, ctx, incomplete)]


ROOT_EXAMPLES = (
    "prodtui                                     open the board",
    "prodtui demo                                look around in a store full of work",
    'prodtui task add "Calibrate press 3" --due fri',
    "prodtui task list late @ann --json",
)
ROOT_HELP = "Production boards for a team that works in a terminal. Without a command, the board opens."


@cache
def root() -> RootGroup:
    """Return the whole tree."""
    return RootGroup(name=PROGRAM, help=ROOT_HELP, subcommand_metavar="NOUN VERB [WORDS]...")


def resolve(words: Sequence[str]) -> tuple[str, VerbCommand | LazyGroup, list[str]]:
    """Return the path, the command and the words after it; a group when the words end or ask for help before a verb.

    Raises Usage with the nearest word for one that means nothing.
    """
    node: VerbCommand | LazyGroup = root()
    path = PROGRAM
    rest = list(words)
    while isinstance(node, LazyGroup):
        default = node.noun.default if isinstance(node, NounGroup) else None
        if default and _goes_without_verb(node, rest):
            word = default
        elif not rest or rest[0] == "--help":
            return path, node, rest
        else:
            word = rest.pop(0)
        found = node.find(word)
        if found is None:
            raise _unknown(node, path, word)
        node, path = found, f"{path} {word}"
    return path, node, rest


def _goes_without_verb(node: LazyGroup, rest: Sequence[str]) -> bool:
    """Tell whether words after a noun with a default verb leave the verb out."""
    if not rest:
        return True
    if rest[0].startswith("-"):
        return rest[0] != "--help"
    return rest[0] not in node.words() and rest[0] in _subjects(node)


def _subjects(node: LazyGroup) -> Collection[str]:
    return node.noun.subjects() if isinstance(node, NounGroup) else ()


def _group(noun: Noun, name: str, help_text: str) -> NounGroup:
    group = NounGroup(name=name, help=help_text, subcommand_metavar="VERB [WORDS]...")
    group.noun = noun
    return group


def _unknown(node: LazyGroup, path: str, word: str) -> Usage:
    from prodtui.domain.text import nearest

    if word.startswith("-"):
        return Usage(f'The option "{word}" is not known here.', hint=f"See `{path} --help`.")
    near = nearest(word, (*node.words(), *_subjects(node)))
    guess = f' Did you mean "{near}"?' if near else ""
    what = f'"{word}" is not a verb of `{path}`.' if isinstance(node, NounGroup) else f'"{word}" is not a command.'
    return Usage(what + guess, hint=f"See `{path} --help`.", details={"nearest": near})
