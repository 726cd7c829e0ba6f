"""prodtui: production boards for a team that works in a terminal."""

__version__ = "0.1.0"
