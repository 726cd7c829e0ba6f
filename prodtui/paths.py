"""Where prodtui keeps its files, why there, and the one way to write a small private file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prodtui.errors import Rejected, StoreProblem

HOME_VARIABLE = "PRODTUI_HOME"
STORE_FILE = "prodtui.db"


@dataclass(frozen=True, slots=True)
class Paths:
    """The four folders of one user; `sources` says for each of data, state, config and cache where it came from."""

    data: Path
    state: Path
    config: Path
    cache: Path
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Path:
        """The store that is opened when nobody names another."""
        return self.data / STORE_FILE

    @property
    def backups(self) -> Path:
        """Folder of the backups of the default store."""
        return self.data / "backups"

    @property
    def config_file(self) -> Path:
        """The user's settings."""
        return self.config / "config.toml"

    @property
    def themes(self) -> Path:
        """Folder of the user's own themes."""
        return self.config / "themes"

    @property
    def drafts(self) -> Path:
        """Folder of texts that were typed but not saved yet."""
        return self.state / "drafts"

    @property
    def log_file(self) -> Path:
        """What went wrong inside the program, rotated; holds no text of tasks."""
        return self.state / "log" / "prodtui.log"


def find_paths(environ: Mapping[str, str] | None = None) -> Paths:
    """Return the folders for this user; makes none of them.

    `PRODTUI_HOME` puts all four below one folder; otherwise they are where the platform keeps such files.
    """
    env = os.environ if environ is None else environ
    if home := env.get(HOME_VARIABLE):
        return paths_below(Path(home).expanduser().absolute())

    import platformdirs  # costs a few milliseconds and is not needed below one folder

    folders = {
        "data": platformdirs.user_data_path("prodtui", appauthor=False),
        "state": platformdirs.user_state_path("prodtui", appauthor=False),
        "config": platformdirs.user_config_path("prodtui", appauthor=False),
        "cache": platformdirs.user_cache_path("prodtui", appauthor=False),
    }
    return Paths(**folders, sources={name: _platform_source(name, folder, env) for name, folder in folders.items()})


def paths_below(home: Path) -> Paths:
    """Return the folders when all of them lie below `home`."""
    sources = dict.fromkeys(("data", "state", "config", "cache"), HOME_VARIABLE)
    return Paths(home / "data", home / "state", home / "config", home / "cache", sources)


def _platform_source(name: str, folder: Path, env: Mapping[str, str]) -> str:
    variable = f"XDG_{name.upper()}_HOME"
    base = env.get(variable, "").strip()
    return variable if base and folder.is_relative_to(base) else "platform"


def store_path(text: str, *, base: Path | None = None) -> Path:
    """Return the path of the store that `text` names, relative to `base` or to the working directory.

    Raises Rejected for an empty name and for the address of a server.
    """
    name = text.strip()
    if not name:
        raise Rejected("The path of the store is empty.", hint="Give the path of a store file, such as team.db.")
    if "://" in name:
        raise Rejected(f'The store "{name}" is an address, and a store is a file.', hint="Give the path of a file.")
    path = Path(name).expanduser()
    return path.absolute() if base is None else (base / path).absolute()


def private_folder(folder: Path) -> Path:
    """Make `folder` and its parents, readable by the user alone where they are new, and return it.

    Raises StoreProblem when the system refuses.
    """
    try:
        for each in reversed([folder, *folder.parents]):
            if not each.is_dir():
                each.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreProblem(
            f"The folder {folder} cannot be made: {_why(error)}.",
            hint=f"Make it yourself, or name another place with {HOME_VARIABLE}.",
        ) from error
    return folder


def write_private(path: Path, text: str) -> None:
    """Replace the file at `path` by `text` in one step, readable by the user alone; a symbolic link stays one.

    After a crash the file holds the old text or the new one, whole. Never for a store: that file is SQLite's alone.
    Raises StoreProblem when the system refuses; the old text is then kept.
    """
    import tempfile  # only writers pay for it

    target = path.resolve()
    private_folder(target.parent)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # made with mode 0600
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreProblem(
            f"The file {path} cannot be written: {_why(error)}. It is as it was before.",
            hint="Free some space or correct the permissions, then try again.",
        ) from error


def _why(error: OSError) -> str:
    """Return the system's reason as it stands inside a sentence."""
    return (error.strerror or str(error)).rstrip(".").lower()
