"""Settings: who wins, what a wrong value does, and that a file keeps what a person wrote into it."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from prodtui import themes
from prodtui.config import KEYS, Config, check_config, load_config, set_value, theme_names, unset_value
from prodtui.errors import Rejected, StoreProblem
from prodtui.paths import Paths, paths_below


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_below(tmp_path / "own")


def write(paths: Paths, text: str) -> Path:
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.config_file.write_text(text, "utf-8")
    return paths.config_file


def load(paths: Paths, env: dict[str, str] | None = None, **overrides: object) -> Config:
    return load_config(overrides, paths=paths, environ=env or {})


def test_without_a_file_every_value_is_automatic(paths: Paths) -> None:
    config = load(paths)
    assert config.store == paths.store
    assert (config.board, config.as_name, config.editor) == (None, None, None)
    assert (config.ascii, config.slow, config.colour, config.read_only) == (False, False, True, False)
    assert config.warnings == ()
    assert config.sources["theme"] == "default"
    assert config.sources["store"] == "default (PRODTUI_HOME)"


def test_every_setting_is_listed_with_its_source(paths: Paths) -> None:
    assert [name for name, _, _ in load(paths).entries()] == [key.name for key in KEYS]
    assert all(source for _, _, source in load(paths).entries())


def test_command_line_before_environment_before_file(paths: Paths) -> None:
    file = write(paths, 'board = "FILE"\nas = "file"\nstore = "file.db"\n')
    env = {"PRODTUI_BOARD": "ENV", "PRODTUI_AS": "env"}
    config = load(paths, env, board="LINE")
    assert (config.board, config.sources["board"]) == ("LINE", "--board")
    assert (config.as_name, config.sources["as"]) == ("env", "PRODTUI_AS")
    assert (config.store, config.sources["store"]) == (paths.config / "file.db", str(file))


def test_an_option_that_was_not_given_and_an_empty_variable_say_nothing(paths: Paths) -> None:
    assert load(paths, {"PRODTUI_BOARD": " "}, board=None).board is None


def test_paths_of_stores(paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(paths, {"PRODTUI_STORE": "team.db"}).store == tmp_path / "team.db"
    assert load(paths, store="other.db").store == tmp_path / "other.db"
    write(paths, 'store = "~/team.db"\n')
    assert load(paths).store == Path.home() / "team.db"


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "de_DE.utf8"}, False),
        ({"LANG": "de_DE.ISO-8859-1"}, True),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LC_CTYPE": "UTF-8"}, False),
        ({}, False),
    ],
)
def test_ascii_follows_the_locale(paths: Paths, env: dict[str, str], expected: bool) -> None:
    assert load(paths, env).ascii is expected
    write(paths, f"ascii = {str(not expected).lower()}\n")
    assert load(paths, env).ascii is not expected


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"SSH_CONNECTION": "a b c d"}, True),
        ({"SSH_TTY": "/dev/pts/1", "COLORTERM": "truecolor"}, False),
        ({"COLORTERM": ""}, False),
    ],
)
def test_slow_follows_the_link(paths: Paths, env: dict[str, str], expected: bool) -> None:
    assert load(paths, env).slow is expected


def test_colour_and_editor_come_from_the_environment_unless_the_file_says_so(paths: Paths) -> None:
    env = {"NO_COLOR": "1", "EDITOR": "vi", "VISUAL": "nano"}
    assert (load(paths, env).colour, load(paths, env).editor) == (False, "nano")
    assert load(paths, env).sources["editor"] == "VISUAL"
    write(paths, 'colour = true\neditor = "hx"\n')
    assert (load(paths, env).colour, load(paths, env).editor) == (True, "hx")
    write(paths, 'colour = "auto"\n')
    assert load(paths, env).colour is False


def test_read_only_from_the_environment(paths: Paths) -> None:
    assert load(paths, {"PRODTUI_READ_ONLY": "1"}).read_only is True
    assert load(paths, {"PRODTUI_READ_ONLY": "no"}).read_only is False
    with pytest.raises(Rejected, match="PRODTUI_READ_ONLY"):
        load(paths, {"PRODTUI_READ_ONLY": "perhaps"})


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ('thme = "light"', "thme", 'did you mean "theme"'),
        ("ascii = 3", "ascii", 'true, false or "auto"'),
        ('slow = "yes"', "slow", "and 'yes' is not"),
        ("theme = ['dark']", "theme", "a text in quotes"),
        ("theme = ''", "theme", "a text in quotes"),
        ("keymap = 'a'", "keymap", "must be a table"),
        ("[keymap]\nadd = 3", "keymap.add", "must be a key"),
        ("[keymap]\nadd = []", "keymap.add", "must be a key"),
        ("hooks = 'a'", "hooks", "must be a table"),
        ("[hooks]\ntask = 'notify-send prodtui'", "hooks.task", "no shell takes a text apart"),
        ("[hooks]\ntask = []", "hooks.task", "a list of words"),
        ("[hooks]\ntask = ['']", "hooks.task", "a list of words"),
        ("[hooks]\ntask = ['a', 1]", "hooks.task", "a list of words"),
        ("[hooks]\ncoment = ['a']", "hooks.coment", 'did you mean "comment"'),
        ("[hooks]\nxxxxxx = ['a']", "hooks.xxxxxx", "any gets all of them"),
        ("[hooks]\ntimeout = 0", "hooks.timeout", "a number of seconds"),
        ("[hooks]\ntimeout = true", "hooks.timeout", "a number of seconds"),
        ("[hooks]\ntimeout = 9999", "hooks.timeout", "up to 600"),
    ],
)
def test_a_wrong_value_is_one_sentence_with_file_and_key(paths: Paths, text: str, key: str, words: str) -> None:
    file = write(paths, f'{text}\n[unrelated]\nsub = "x"\n')
    warnings = load(paths).warnings
    assert len(warnings) == 2
    assert str(file) in warnings[0] and f'"{key}"' in warnings[0] and words in warnings[0]
    with pytest.raises(Rejected) as caught:
        check_config(paths)
    assert [problem["key"] for problem in caught.value.details["problems"]] == [key, "unrelated"]
    assert load(paths).theme == "dark"


@pytest.mark.parametrize("text", ["store = 3", 'store = "postgresql://host/x"', "board = ['OPS']", "as = true"])
def test_a_wrong_store_board_or_name_is_never_replaced_by_a_default(paths: Paths, text: str) -> None:
    file = write(paths, text)
    with pytest.raises(Rejected, match=text.partition(" ")[0]) as caught:
        load(paths)
    assert str(file) in caught.value.message
    given = {"store": "x.db", "board": "OPS", "as": "ann"}
    assert len(load(paths, **given).warnings) == 1


def test_a_file_that_is_not_toml_is_named_with_the_line(paths: Paths) -> None:
    file = write(paths, 'theme = "dark"\nboard = \n')
    for reader in (lambda: load(paths), lambda: check_config(paths), lambda: set_value("theme", "light", paths=paths)):
        with pytest.raises(Rejected, match="line 2") as caught:
            reader()
        assert str(file) in caught.value.message
    assert file.read_text() == 'theme = "dark"\nboard = \n'
    file.write_bytes(b"theme = '\xff'\n")
    with pytest.raises(Rejected, match="TOML"):
        load(paths)


def test_a_file_that_cannot_be_read_is_a_problem_of_the_system(paths: Paths) -> None:
    paths.config_file.mkdir(parents=True)
    with pytest.raises(StoreProblem, match="cannot be read"):
        load(paths)


def test_a_byte_order_mark_is_no_problem(paths: Paths) -> None:
    write(paths, '\ufefftheme = "light"\n')
    assert load(paths).theme == "light"


def test_keymap(paths: Paths) -> None:
    write(paths, '[keymap]\nadd = "Z"\nundo = ["Y", "ctrl+y"]\n')
    assert dict(load(paths).keymap) == {"add": ("Z",), "undo": ("Y", "ctrl+y")}
    check_config(paths)
    write(paths, '[keymap]\nadda = "Z"\n')
    with pytest.raises(Rejected, match='did you mean "add"'):
        check_config(paths)


def test_hooks(paths: Paths) -> None:
    assert (dict(load(paths).hooks.commands), load(paths).hooks.timeout) == ({}, 10.0)
    write(paths, '[hooks]\ntask = ["notify-send", "prodtui"]\nany = ["log"]\ntimeout = 2\n')
    hooks = load(paths).hooks
    assert (dict(hooks.commands), hooks.timeout) == ({"task": ("notify-send", "prodtui"), "any": ("log",)}, 2.0)
    check_config(paths)
    set_value("hooks.comment", "'my hook' --quiet", paths=paths)
    set_value("hooks.timeout", "0.5", paths=paths)
    assert load(paths).hooks.commands["comment"] == ("my hook", "--quiet")
    assert load(paths).hooks.timeout == 0.5
    assert unset_value("hooks.task", paths=paths) is True
    assert sorted(load(paths).hooks.commands) == ["any", "comment"]


def test_check_is_silent_about_a_good_file_and_about_none(paths: Paths) -> None:
    check_config(paths)
    write(paths, 'theme = "light"\nascii = "auto"\n')
    check_config(paths)


def test_writing_a_value_keeps_comments_and_order(paths: Paths) -> None:
    file = write(paths, '# mine\ntheme = "dark"  # at night\nboard = "OPS"\n\n[keymap]\n# left hand\nadd = "Z"\n')
    set_value("theme", "light", paths=paths)
    set_value("keymap.undo", "Y ctrl+y", paths=paths)
    set_value("ascii", "yes", paths=paths)
    text = file.read_text()
    assert '# mine\ntheme = "light"  # at night\nboard = "OPS"\n' in text
    assert '# left hand\nadd = "Z"\nundo = ["Y", "ctrl+y"]\n' in text
    config = load(paths)
    assert (config.theme, config.ascii, config.keymap["undo"]) == ("light", True, ("Y", "ctrl+y"))


def test_a_first_value_makes_a_private_file(paths: Paths) -> None:
    assert set_value("slow", "auto", paths=paths) == paths.config_file
    assert paths.config_file.read_text() == 'slow = "auto"\n'
    assert stat.S_IMODE(paths.config_file.stat().st_mode) == 0o600


def test_a_store_is_written_as_the_path_it_means_now(paths: Paths, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    set_value("store", "team.db", paths=paths)
    assert load(paths).store == tmp_path / "team.db"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("them", "dark", 'did you mean "theme"'),
        ("keymap", "x", "is a table"),
        ("keymap.adda", "x", 'did you mean "add"'),
        ("keymap.add", "nokey", "is not a key"),
        ("hooks", "x", "is a table"),
        ("hooks.tsk", "x", 'did you mean "task"'),
        ("hooks.task", "'x", "a command line"),
        ("hooks.timeout", "soon", "a number of seconds"),
        ("ascii", "perhaps", 'true, false or "auto"'),
        ("theme", "  ", "is empty"),
        ("theme.dark", "x", "is not known"),
        ("theme", "drak", 'There is no theme "drak"; did you mean "dark"'),
        ("theme", "zzz", "The themes are colour-blind, dark, high-contrast, light, mono, terminal16"),
        ("store", "postgresql://host/x", "is an address"),
    ],
)
def test_a_wrong_value_is_not_written(paths: Paths, name: str, value: str, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        set_value(name, value, paths=paths)
    assert not paths.config_file.exists()


def test_the_themes_that_may_be_set_are_those_that_the_screens_offer(paths: Paths) -> None:
    assert set(theme_names(paths)) == {path.stem for path in Path(themes.__file__).parent.glob("*.toml")}
    assert set(theme_names(paths)) == set(themes.DEFAULT_NAMES)


def test_a_theme_of_ones_own_may_be_set_and_checked(paths: Paths) -> None:
    paths.themes.mkdir(parents=True)
    (paths.themes / "mine.toml").write_text('name = "evening"\nbase = "dark"\n')
    (paths.themes / "broken.toml").write_text("name = ")
    set_value("theme", "evening", paths=paths)
    check_config(paths)
    (paths.themes / "mine.toml").unlink()
    with pytest.raises(Rejected, match='there is no theme "evening"') as caught:
        check_config(paths)
    assert [problem["key"] for problem in caught.value.details["problems"]] == ["theme"]


def test_taking_a_value_out(paths: Paths) -> None:
    write(paths, 'theme = "light"\n[keymap]\nadd = "Z"\n')
    assert unset_value("theme", paths=paths) is True
    assert unset_value("theme", paths=paths) is False
    assert unset_value("keymap.add", paths=paths) is True
    assert unset_value("keymap.undo", paths=paths) is False
    assert load(paths).theme == "dark"
    assert dict(load(paths).keymap) == {}


def test_importing_settings_is_cheap() -> None:
    code = "import sys, prodtui.config; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"platformdirs", "tomllib", "tomlkit", "tempfile", "prodtui.actions"} & set(loaded)
