"""Every command has its place, its help and its examples."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest

from prodtui.cli.argv import hoist
from prodtui.cli.tree import NOUNS, LazyGroup, resolve, root
from prodtui.cli.verb import VerbCommand
from tests.cli.conftest import Cli


def verbs(node: LazyGroup | VerbCommand, path: str = "") -> Iterator[tuple[str, VerbCommand]]:
    if isinstance(node, LazyGroup):
        for word in node.words():
            found = node.find(word)
            assert found is not None
            yield from verbs(found, f"{path} {word}".strip())
    else:
        yield path, node


VERBS = dict(verbs(root()))


def command_lines(example: str) -> Iterator[list[str]]:
    """Yield the words behind each `prodtui` of a shell line, redirections left out."""
    tokens = shlex.shlex(example, posix=True, punctuation_chars="|<>;")
    tokens.whitespace_split = True
    words: list[str] = []
    for token in [*tokens, "|"]:
        if token in ("|", ";"):
            if words[:1] == ["prodtui"]:
                yield words[1 : next((at for at, word in enumerate(words) if word in ("<", ">")), None)]
            words = []
        else:
            words.append(token)


@pytest.mark.parametrize("path", VERBS)
def test_every_verb_explains_itself_with_an_example(path: str, bare: Cli) -> None:
    ran = bare.ok(*path.split(), "--help")
    assert re.search(r"^Usage: prodtui " + path, ran.out)
    assert (VERBS[path].help or "").strip()
    examples = ran.out.partition("Examples:\n")[2]
    assert re.search(rf"prodtui (--\S+ \S+ )?{path.split()[0]}", examples), ran.out


@pytest.mark.parametrize("path", VERBS)
def test_every_example_is_a_command_line_that_fits(path: str) -> None:
    assert VERBS[path].examples
    own = False
    for example in VERBS[path].examples:
        for words in command_lines(example):
            found, command, rest = resolve(hoist(words)[1])
            assert isinstance(command, VerbCommand), example
            command.make_context(found, rest)  # raises for an option that is not there
            own |= command is VERBS[path]
    assert own, f"no example of {path} shows {path}"


@pytest.mark.parametrize("path", VERBS)
def test_every_parameter_is_explained(path: str) -> None:
    unexplained = [parameter.name for parameter in VERBS[path].params if not getattr(parameter, "help", "")]
    assert unexplained == []


def test_no_verb_defines_a_common_option_again() -> None:
    from prodtui.cli.argv import FLAGS, VALUES

    common = {*FLAGS, *VALUES}
    again = {path for path, verb in VERBS.items() for parameter in verb.params if common & {*parameter.opts}}
    assert again == set()


def test_the_program_lists_its_nouns_and_common_options(bare: Cli) -> None:
    ran = bare.ok("--help")
    for word in (*NOUNS, "--store PATH", "--json", "--request-id KEY"):
        assert word in ran.out


@pytest.mark.parametrize("noun", [word for word in NOUNS if isinstance(root().find(word), LazyGroup)])
def test_a_noun_lists_its_verbs(noun: str, bare: Cli) -> None:
    group = root().find(noun)
    assert isinstance(group, LazyGroup)
    ran = bare.ok(noun, "--help")
    for word in group.words():
        assert re.search(rf"^  {word} ", ran.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["taks", "list"], 'Did you mean "task"'),
        (["task", "lst"], 'Did you mean "list"'),
        (["task", "repeat", "ad"], 'Did you mean "add"'),
        (["task", "add", "x", "--lable", "y"], 'Did you mean "--label"'),
        (["task", "list", "--jsn"], "has no option"),
        (["task", "edit", "OPS-1", "--jsn"], 'Did you mean "--json"'),
        (["demand", "add", "pump", "-35", "--due", "fri"], "takes no negative number"),
        (["task"], "needs a verb: add, "),
        (["task", "show"], "Missing argument 'REF'"),
        (["task", "show", "OPS-1", "OPS-2"], "unexpected extra argument"),
        (["task", "list", "--limit", "many"], "'--limit'"),
        (["task", "priority", "OPS-1", "hgih"], "'urgent', 'high'"),
        (["--bogus"], '"--bogus" is not known'),
    ],
)
def test_a_wrong_word_is_one_line_with_the_nearest_right_one(words: list[str], said: str, cli: Cli) -> None:
    ran = cli(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("prodtui: ")
    assert ran.err.count("\n") == 1
    assert said in ran.err
    told = cli(*words, "--json")
    assert (told.code, told.error["code"]) == (2, "usage")
