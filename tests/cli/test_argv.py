"""Options that every command understands, wherever they stand."""

from __future__ import annotations

import pytest

from prodtui.cli.argv import Options, Output, hoist, wants_json
from prodtui.errors import Usage


@pytest.mark.parametrize(
    "words",
    [
        ["--json", "--board", "OPS", "task", "list"],
        ["task", "--board=OPS", "list", "--json"],
        ["task", "list", "--json", "--board", "OPS"],
    ],
)
def test_options_mean_the_same_before_the_noun_and_after_the_verb(words: list[str]) -> None:
    assert hoist(words) == (Options(output=Output.JSON, board="OPS"), ["task", "list"])


def test_every_option_is_taken_out() -> None:
    words = "--store s.db --board B --as ann --request-id k --columns a,b --csv --no-headers --raw-cells".split()
    words += "--no-input -q --read-only --slow".split()
    options, rest = hoist(words)
    assert rest == []
    assert options == Options(
        store="s.db",
        board="B",
        as_name="ann",
        output=Output.CSV,
        columns=("a", "b"),
        headers=False,
        raw_cells=True,
        no_input=True,
        quiet=True,
        read_only=True,
        slow=True,
        request_id="k",
    )


def test_options_are_settings_where_they_say_something() -> None:
    assert hoist(["--slow", "--store", "s.db"])[0].settings() == {
        "store": "s.db",
        "board": None,
        "as": None,
        "read_only": None,
        "slow": True,
    }


def test_nothing_is_taken_from_behind_two_dashes() -> None:
    assert hoist(["task", "add", "--", "--json", "-q"]) == (Options(), ["task", "add", "--", "--json", "-q"])
    assert not wants_json(["task", "add", "--", "--json"])


def test_a_value_may_look_like_an_option() -> None:
    assert hoist(["--as", "--json", "task", "list"]) == (Options(as_name="--json"), ["task", "list"])


def test_other_words_keep_their_order() -> None:
    assert hoist(["task", "list", "-late", "--all", "--json", "-"])[1] == ["task", "list", "-late", "--all", "-"]


def test_the_short_word_for_help_is_the_long_one() -> None:
    assert hoist(["task", "-h"])[1] == ["task", "--help"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["task", "list", "--board"], "--board needs a value"),
        (["--json", "--csv", "task", "list"], "--json and --csv exclude each other"),
        (["--json=yes", "task", "list"], "--json takes no value"),
        (["--store", " ", "task", "list"], "--store is empty"),
    ],
)
def test_words_that_do_not_fit_are_said(words: list[str], said: str) -> None:
    with pytest.raises(Usage, match=said):
        hoist(words)


def test_the_same_form_twice_is_no_mistake() -> None:
    assert hoist(["--json", "task", "list", "--json"])[0].output is Output.JSON
