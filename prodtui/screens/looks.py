"""The themes that the program offers, and the one that it starts with."""

from __future__ import annotations

import os

from textual.app import App

from prodtui.config import Config
from prodtui.themes.loader import default_name, load_folder, load_shipped, to_theme


def register_themes(app: App[int], config: Config) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Register every theme and return their names, the name to start with, and one sentence for each problem.

    NO_COLOR wins over the configuration: whoever sets it wants no colour anywhere.
    """
    shipped = load_shipped()
    own, problems = load_folder(config.paths.themes, shipped)
    palettes = {**shipped, **own}
    for palette in palettes.values():
        app.register_theme(to_theme(palette))
    wanted = config.theme if config.sources.get("theme") != "default" else default_name(os.environ)
    if not config.colour:
        wanted = "mono"
    if wanted not in palettes:
        names = ", ".join(palettes)
        problems = (*problems, f'There is no theme "{wanted}", so "dark" is used. There are: {names}.')
        wanted = "dark"
    return tuple(palettes), wanted, problems
