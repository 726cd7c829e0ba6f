"""Settings: the user's file, the environment and the command line, and for each value which of them gave it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from prodtui.errors import Rejected, StoreProblem
from prodtui.hook_settings import HookSettings, hook_from, read_hooks
from prodtui.paths import Paths, find_paths, store_path, write_private

Kind = Literal["path", "text", "switch", "table"]
DEFAULT_THEME: Final = "dark"


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: `variable` is stronger than the file; `vital` ones are never replaced by a default when wrong."""

    name: str
    kind: Kind
    help: str
    variable: str = ""
    vital: bool = False


KEYS: Final = (
    Key("store", "path", "The store to open; a relative path starts at the file's folder.", "PRODTUI_STORE", True),
    Key("board", "text", "The key of the board to open.", "PRODTUI_BOARD", True),
    Key("as", "text", "Whom you act for when several people share one login.", "PRODTUI_AS", True),
    Key("read_only", "switch", "Refuse every change; automatic: off.", "PRODTUI_READ_ONLY", True),
    Key("theme", "text", "The theme of the screens."),
    Key("ascii", "switch", "Draw with ASCII signs only; automatic: when the locale is not UTF-8."),
    Key("slow", "switch", "Spare a slow link: no animation; automatic: over SSH without true colour."),
    Key("colour", "switch", "Use colours; automatic: unless NO_COLOR is set."),
    Key("bell", "switch", "Sound the terminal's bell for a new notice and for an andon; automatic: off."),
    Key("desktop_notice", "switch", "Let the terminal show new notices on the desktop; automatic: off."),
    Key("editor", "text", "The command that edits long texts; automatic: VISUAL, then EDITOR."),
    Key("keymap", "table", "Your own keys: the id of an action, and its key or a list of keys."),
    Key(
        "hooks", "table", "Commands that get events: a kind of event, or any, and a list of words; timeout in seconds."
    ),
)
_ENTRIES: Final = {"keymap": "keymap.add", "hooks": "hooks.task"}
_BY_NAME: Final = {key.name: key for key in KEYS}
_VITAL: Final = frozenset(key.name for key in KEYS if key.vital)
_SWITCH_WORDS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
    "auto": None,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the user's file, as a complete sentence."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting with the value that holds now; `sources` says by key where it came from.

    `warnings` are sentences about values in the file that were left out.
    """

    paths: Paths
    store: Path
    board: str | None
    as_name: str | None
    read_only: bool
    theme: str
    ascii: bool
    slow: bool
    colour: bool
    bell: bool
    desktop_notice: bool
    editor: str | None
    keymap: Mapping[str, tuple[str, ...]]
    hooks: HookSettings
    sources: Mapping[str, str]
    warnings: tuple[str, ...] = ()

    def entries(self) -> Iterator[tuple[str, Any, str]]:
        """Yield key, value and source of every setting, in the order of the documentation."""
        for key in KEYS:
            value = getattr(self, "as_name" if key.name == "as" else key.name)
            yield key.name, value.as_table() if isinstance(value, HookSettings) else value, self.sources[key.name]


def load_config(
    overrides: Mapping[str, Any] | None = None,
    *,
    paths: Paths | None = None,
    environ: Mapping[str, str] | None = None,
) -> Config:
    """Return the settings that hold now: command line before environment before file before automatic choice.

    `overrides` are the values of the command line by key, None where an option was not given. A wrong value in the
    file becomes a warning and the automatic choice, except one that says which store, which board or whom: opening
    something else instead would do harm. Raises Rejected for those and for a file that is not TOML, StoreProblem for
    a file that cannot be read.
    """
    env = os.environ if environ is None else environ
    found = find_paths(env) if paths is None else paths
    settings = dict(_given(overrides or {}, env))
    warnings: list[str] = []
    for item in _parsed(_read(found.config_file), found.config_file):
        if not isinstance(item, Problem):
            settings.setdefault(item[0], (item[1], str(found.config_file)))
        elif item.key in _VITAL and item.key not in settings:
            raise Rejected(item.text, hint=f"Correct {found.config_file}, then try again.")
        else:
            warnings.append(item.text)
    settings = {**dict(_automatic(found, env)), **settings}
    return Config(
        paths=found,
        as_name=settings["as"][0],
        **{name: value for name, (value, _) in settings.items() if name != "as"},
        sources=MappingProxyType({name: source for name, (_, source) in settings.items()}),
        warnings=tuple(warnings),
    )


def check_config(paths: Paths | None = None) -> None:
    """Raise Rejected with every problem of the user's file in `details["problems"]`, or return."""
    found = find_paths() if paths is None else paths
    problems: list[Problem] = []
    keymap: Mapping[str, tuple[str, ...]] = {}
    for item in _parsed(_read(found.config_file), found.config_file):
        if isinstance(item, Problem):
            problems.append(item)
        elif item[0] == "keymap":
            keymap = item[1]
        elif item[0] == "theme" and (problem := _wrong_theme(item[1], found)):
            problems.append(Problem("theme", f"In {found.config_file}, {problem}"))
    if keymap:
        from prodtui.actions import check_keymap

        problems += [Problem("keymap", sentence) for sentence in check_keymap(keymap)[1]]
    if problems:
        raise Rejected(
            " ".join(problem.text for problem in problems),
            hint=f"Correct {found.config_file}, then check it again.",
            details={"problems": [{"key": problem.key, "text": problem.text} for problem in problems]},
        )


def set_value(name: str, text: str, *, paths: Paths | None = None) -> Path:
    """Write one setting into the user's file, keep its comments, and return the file's path.

    `name` is a key, `keymap.` and the id of an action, or `hooks.` and a kind of event; `text` is the value as a person
    types it, several keys of an action with spaces or commas between them.
    Raises Rejected for an unknown key, a wrong value or a file that is not TOML.
    """
    found = find_paths() if paths is None else paths
    table, entry = _place(name)
    if not text.strip():
        raise Rejected(f'The value of "{name}" is empty.', hint=f"Use `prodtui config unset {name}` to take it out.")
    value: Any
    if table == "hooks":
        value = hook_from(entry, text)
    else:
        value = _keys(entry, text) if table else _from_text(_BY_NAME[entry], text)
    if entry == "theme" and (problem := _wrong_theme(text.strip(), found)):
        raise Rejected(problem[0].upper() + problem[1:], hint="Your own themes are files in the folder themes.")
    document = _document(found.config_file)
    target = document.setdefault(table, {}) if table else document
    target[entry] = "auto" if value is None else value
    _write(found.config_file, document)
    return found.config_file


def unset_value(name: str, *, paths: Paths | None = None) -> bool:
    """Take one setting out of the user's file; return whether it was there."""
    found = find_paths() if paths is None else paths
    table, entry = _place(name)
    document = _document(found.config_file)
    target = document.get(table, {}) if table else document
    if entry not in target:
        return False
    del target[entry]
    _write(found.config_file, document)
    return True


def _given(overrides: Mapping[str, Any], env: Mapping[str, str]) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Yield name, value and source of what the environment and, after it and stronger, the command line say."""
    for key in KEYS:
        text = env.get(key.variable, "").strip() if key.variable else ""
        if text and (value := _from_text(key, text, key.variable)) is not None:
            yield key.name, (Path(str(value)) if key.kind == "path" else value, key.variable)
    for name, value in overrides.items():
        if value is not None:
            yield name, (store_path(value) if name == "store" and isinstance(value, str) else value, f"--{name}")


def _automatic(paths: Paths, env: Mapping[str, str]) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Yield the value of every key when nobody gives one, and what decided it."""
    yield "store", (paths.store, f"default ({paths.sources.get('data', 'platform')})")
    yield "board", (None, "default")
    yield "as", (None, "default")
    yield "read_only", (False, "default")
    yield "theme", (DEFAULT_THEME, "default")
    yield "ascii", (not _utf8(env), "locale")
    remote = bool(env.get("SSH_CONNECTION") or env.get("SSH_TTY"))
    yield "slow", (remote and env.get("COLORTERM", "").lower() not in ("truecolor", "24bit"), "terminal")
    yield "colour", (not env.get("NO_COLOR"), "NO_COLOR" if env.get("NO_COLOR") else "default")
    yield "bell", (False, "default")
    yield "desktop_notice", (False, "default")
    editor = next((name for name in ("VISUAL", "EDITOR") if env.get(name)), None)
    yield "editor", (env[editor] if editor else None, editor or "default")
    yield "keymap", (MappingProxyType({}), "default")
    yield "hooks", (HookSettings(), "default")


def _utf8(env: Mapping[str, str]) -> bool:
    """Return whether the locale is UTF-8; one that is not set at all is taken for UTF-8, as today's terminals are."""
    character_type = env.get("LC_CTYPE", "")
    if character_type == "C.UTF-8" and env.get("LANG") in ("C", "POSIX"):
        character_type = ""  # Python itself sets LC_CTYPE when it starts in the C locale (PEP 538)
    locale = env.get("LC_ALL") or character_type or env.get("LANG") or "UTF-8"
    return "utf8" in locale.lower().replace("-", "")


def _read(file: Path) -> dict[str, Any]:
    """Return the file's content, nothing when there is no file."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreProblem(f"The settings in {file} cannot be read: {error.strerror}.") from error

    import tomllib  # about 10 ms that only people with a file pay

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Rejected(
            f"The settings in {file} are not TOML: {error}.", hint="Correct that place, or move the file away."
        ) from error


def _parsed(raw: Mapping[str, Any], file: Path) -> Iterator[tuple[str, Any] | Problem]:
    """Yield each setting of the file as name and value, or as what is wrong with it."""
    for name, value in raw.items():
        key = _BY_NAME.get(name)
        if key is None:
            yield Problem(name, f"In {file}, {_unknown(name)}")
        elif key.kind == "table":
            yield from _parsed_table(name, value, file)
        elif key.kind == "switch" and (isinstance(value, bool) or value == "auto"):
            if value != "auto":
                yield name, value
        elif key.kind == "text" and isinstance(value, str) and value.strip():
            yield name, value.strip()
        elif key.kind == "path" and isinstance(value, str) and value.strip() and "://" not in value:
            yield name, store_path(value, base=file.parent)
        else:
            yield Problem(name, f'In {file}, "{name}" must be {_EXPECTED[key.kind]}, and {value!r} is not.')


def _parsed_table(name: str, value: Any, file: Path) -> Iterator[tuple[str, Any] | Problem]:
    if not isinstance(value, dict):
        problem = Problem(name, f'In {file}, "{name}" must be a table: write [{name}] on a line and the keys below it.')
        yield problem
        if name == "hooks":
            yield name, HookSettings(wrong=(problem.text,))
        return
    if name == "hooks":
        hooks, wrong = read_hooks(value)
        problems = [Problem(f"hooks.{entry}", f"In {file}, {words}") for entry, words in wrong.items()]
        yield from problems
        yield name, replace(hooks, wrong=tuple(problem.text for problem in problems))
        return
    good = {}
    for entry, given in value.items():
        keys = [given] if isinstance(given, str) else given
        if isinstance(keys, list) and keys and all(isinstance(each, str) and each for each in keys):
            good[entry] = tuple(keys)
        else:
            where = f"{name}.{entry}"
            yield Problem(where, f'In {file}, "{where}" must be a key such as "Z", or a list such as ["Z", "ctrl+n"].')
    yield name, MappingProxyType(good)


_EXPECTED: Final[Mapping[Kind, str]] = {
    "path": "the path of a store file in quotes",
    "text": "a text in quotes",
    "switch": 'true, false or "auto"',
}


def _unknown(name: str) -> str:
    """Return the words about a key that does not exist, with the nearest one that does."""
    from prodtui.domain.text import nearest

    near = nearest(name, list(_BY_NAME))
    return f'the key "{name}" is not known' + (f'; did you mean "{near}"?' if near else ".")


def theme_names(paths: Paths) -> tuple[str, ...]:
    """Return the names of the themes that come with the program, then of the user's own; whole ones or not."""
    import tomllib
    from importlib import resources

    # Not through prodtui.themes: that loads Textual, which a command must not pay for.
    files = (resources.files("prodtui") / "themes").iterdir()
    shipped = sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))
    own = []
    for file in sorted(paths.themes.glob("*.toml")):
        with suppress(OSError, ValueError):
            own.append(str(tomllib.loads(file.read_text("utf-8")).get("name", file.stem)))
    return tuple(dict.fromkeys((*shipped, *own)))


def _wrong_theme(name: str, paths: Paths) -> str | None:
    """Return the words about a theme that does not exist, with the nearest one that does; None when it does."""
    from prodtui.domain.text import nearest, quoted

    known = theme_names(paths)
    if name in known:
        return None
    near = nearest(name, known)
    guess = f'; did you mean "{near}"?' if near else "."
    return f"there is no theme {quoted(name)}{guess} The themes are {', '.join(known)}."


def _place(name: str) -> tuple[str, str]:
    """Return the table (empty for the top) and the entry that `name` means."""
    table, _, entry = name.partition(".")
    if entry and table in _BY_NAME and _BY_NAME[table].kind == "table":
        return table, entry
    if name in _BY_NAME and _BY_NAME[name].kind != "table":
        return "", name
    if name in _BY_NAME:
        raise Rejected(f'"{name}" is a table.', hint=f"Name one entry of it, such as {_ENTRIES[name]}.")
    sentence = _unknown(name)
    raise Rejected(sentence[0].upper() + sentence[1:], hint="See `prodtui config show` for every key.")


def _from_text(key: Key, text: str, called: str = "") -> str | bool | None:
    """Return what a person typed for `key` as its value in the file, None for `auto`; `called` is its name there."""
    if key.kind != "switch":
        return str(store_path(text)) if key.kind == "path" else text.strip()
    word = text.strip().lower()
    if word not in _SWITCH_WORDS:
        raise Rejected(f'"{called or key.name}" must be {_EXPECTED["switch"]}, and "{text}" is not.')
    return _SWITCH_WORDS[word]


def _keys(action: str, text: str) -> str | list[str]:
    """Return the keys that a person typed for `action` as the file has them: one, or a list."""
    from prodtui.actions import check_keymap

    words = [","] if text.strip() == "," else text.replace(",", " ").split()
    _, problems = check_keymap({action: words})
    if problems:
        raise Rejected(problems[0])
    return words[0] if len(words) == 1 else words


def _document(file: Path) -> Any:
    """Return the file as a document that keeps comments and order; an empty one when there is no file."""
    import tomlkit

    _read(file)  # says what is wrong in our own words when it is not TOML
    return tomlkit.parse(file.read_text("utf-8-sig")) if file.exists() else tomlkit.document()


def _write(file: Path, document: Any) -> None:
    import tomlkit

    write_private(file, tomlkit.dumps(document))
