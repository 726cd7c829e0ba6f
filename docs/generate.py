"""Write the pages that follow from the program itself: keys.md, cli.md and config.md.

`python docs/generate.py` writes them; with `--check` it only says which differ, and answers 1 if one does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import typer

from prodtui import actions
from prodtui.cli.argv import FLAGS, VALUES
from prodtui.cli.tree import NOUNS, LazyGroup, root
from prodtui.cli.verb import PROGRAM
from prodtui.config import KEYS
from prodtui.domain.dates import DURATION_EXAMPLES, WHEN_EXAMPLES
from prodtui.domain.enums import Priority, ServiceClass, StepKind
from prodtui.errors import ExitCode

FOLDER = Path(__file__).parent
MADE = "<!-- Made by `make docs` from the program; edits here are lost. -->"
WIDTH = 100
EXIT_CODES = {
    ExitCode.DONE: "done",
    ExitCode.NOT_FOUND: "nothing found: a list has no rows, or what was named to be shown or changed does not exist",
    ExitCode.USAGE: "the words of the command do not fit together, or narrow a list by a name that nobody knows",
    ExitCode.REFUSED: "refused by a rule of the board; `prodtui task why REF` lists the reasons",
    ExitCode.CHANGED: "somebody else changed the same thing",
    ExitCode.REJECTED: "a value or an input file is not acceptable; nothing of it was stored",
    ExitCode.FAULT: "a fault of the program; the message names the log",
    ExitCode.IO: "the store or a file cannot be read or written",
    ExitCode.BUSY: "another program holds the store; nothing was changed, try again",
}
FILTERS = (
    ("press", "the word stands in the title, the reference or the notes; quotes keep words together"),
    ("@ann", "ann works on it"),
    ("#tls", "it has the label"),
    ("step:doing", "it stands in the step"),
    ("kind:active", f"its step is of the kind {', '.join(StepKind)}"),
    ("prio:high", f"its priority is {', '.join(Priority)}"),
    ("class:expedite", f"its class of service is {', '.join(ServiceClass)}"),
    ("due<+3d", "it is due before then; also `<=`, `>`, `>=`, `due:today` and `due:none`"),
    ("ref:OPS-12", "it is this task"),
    ("product:bracket", "it makes this product"),
    ("late", "it is due and not done"),
    ("blocked", "somebody said what stops it"),
    ("waiting", "a task that it depends on is not done"),
    ("ageing", "it takes longer than 85 % of the finished ones did"),
    ("mine", "I work on it"),
    ("unassigned", "nobody works on it"),
    ("to-check", "a gate of its step is not met: its checklist is due, runs, failed or is not signed"),
    ("to-sign", "an inspection of it waits for a signature that I may give"),
    ("open-issue", "it has an issue that is not closed"),
    ("done", "it is finished"),
    ("archived", "it is put away"),
    ("-#idea", "a minus turns any of these round"),
    ("blocked or late", "either group; terms without `or` must all hold"),
)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table; bars inside cells are escaped."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def keys_page() -> Iterator[str]:
    """Yield the lines of keys.md: every action with its keys and the id that a keymap names."""
    yield from ("# Keys", "", MADE, "")
    yield "`?` shows the keys that work where you are. Your own keys go into the file that `prodtui config path` names:"
    yield from ("", "```toml", "[keymap]", 'add = "Z"', 'undo = ["Y", "ctrl+y"]', "```", "")
    for group in actions.GROUPS:
        rows = [
            (
                " ".join(f"`{actions.key_name(key)}`" for key in action.keys),
                action.label,
                action.help,
                "everywhere" if action.screens == actions.EVERYWHERE else ", ".join(sorted(action.screens)),
                f"`{action.id}`",
            )
            for action in actions.ACTIONS
            if action.group == group
        ]
        if rows:
            yield from (f"## {group}", "", *table(("keys", "action", "what it does", "where", "id"), rows))


def cli_page() -> Iterator[str]:
    """Yield the lines of cli.md: options for all, exit codes, and the help of every command."""
    yield from ("# Command line", "", MADE, "")
    yield 'stdout is data, stderr is talk. `--json` prints one document, `{"prodtui": 1, "ok": true, "data": …}` or'
    yield '`{"prodtui": 1, "ok": false, "error": {"code", "message", "hint", "details"}}`; its field names are stable.'
    yield from ("", "## Options before the noun or after the verb", "")
    options = [(f"`{word} {value}`", text) for word, (_, value, text) in VALUES.items()]
    options += [(f"`{word}`", text) for word, (_, _, text) in FLAGS.items()]
    yield from table(("option", "what it does"), options)
    yield from ("## Exit codes", "")
    yield from table(("code", "meaning"), [(str(int(code)), EXIT_CODES[code]) for code in ExitCode])
    yield from ("## Dates and durations", "")
    yield f"A date is year-month-day, or one of {code_list(WHEN_EXAMPLES)};"
    yield "without a time of day the day's last minute is meant, in the board's time zone."
    yield f"A duration is one of {code_list(DURATION_EXAMPLES)}; a day has eight hours."
    yield from ("", "## Filters", "", "`task list`, saved filters and the board's filter line read the same words.")
    yield "A person, step, label or value that nobody knows is wrong use (2), told with the nearest one; a list without"
    yield from ("rows is 1.", "")
    yield from table(("words", "a task is shown when"), [(f"`{words}`", text) for words, text in FILTERS])
    for noun, text in NOUNS.items():
        yield from (f"## {noun}", "", text, "")
        yield from command_lines(f"{PROGRAM} {noun}", root().find(noun))


def code_list(examples: str) -> str:
    """Return examples with commas between them as Markdown code."""
    return ", ".join(f"`{example}`" for example in examples.split(", "))


def command_lines(path: str, command: object) -> Iterator[str]:
    """Yield the help of a command, or of every command below a group."""
    if isinstance(command, LazyGroup):
        for word in command.words():
            yield from command_lines(f"{path} {word}", command.find(word))
        return
    if not isinstance(command, typer.core.TyperCommand):
        raise TypeError(f"{path} is neither a command nor a group")
    context = typer.Context(command, info_name=path, terminal_width=WIDTH, color=False)
    text = command.get_help(context).partition("\nOptions for every command")[0]  # they stand above, once
    lines = [line.rstrip() for line in text.strip().splitlines()]
    yield from (f"### {path}", "", "```text", *lines, "```", "")


def config_page() -> Iterator[str]:
    """Yield the lines of config.md: every setting."""
    yield from ("# Settings", "", MADE, "")
    yield "`prodtui config path` names the file; `prodtui config show` shows every value and where it came from;"
    yield "`prodtui config set KEY VALUE` changes one and keeps your comments. The command line is stronger than the"
    yield from ("environment, and the environment than the file. `PRODTUI_HOME` puts all folders below one.", "")
    kinds = {"path": "path", "text": "text", "switch": 'true, false, "auto"', "table": "table"}
    rows = [(f"`{key.name}`", kinds[key.kind], f"`{key.variable}`" if key.variable else "", key.help) for key in KEYS]
    yield from table(("key", "value", "variable", "what it does"), rows)


PAGES: Mapping[str, Callable[[], Iterator[str]]] = {
    "keys.md": keys_page,
    "cli.md": cli_page,
    "config.md": config_page,
}


def page(name: str) -> str:
    """Return the text of a page as the program says it now."""
    return "\n".join(PAGES[name]()).rstrip("\n") + "\n"


def stale() -> list[str]:
    """Return the names of pages whose file differs from what the program says now."""
    return [name for name in PAGES if not (FOLDER / name).is_file() or (FOLDER / name).read_text("utf-8") != page(name)]


def main(words: Sequence[str]) -> int:
    """Write the stale pages, or with `--check` only name them and return 1 when there is one."""
    names = stale()
    if words == ["--check"]:
        for name in names:
            print(f"docs/{name} is not what the program says; run `make docs`.", file=sys.stderr)
        return 1 if names else 0
    for name in names:
        (FOLDER / name).write_text(page(name), "utf-8")
        print(f"docs/{name} written.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
