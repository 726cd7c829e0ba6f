"""Files that are named in a dialog: where they are, and what becomes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from prodtui.errors import Rejected
from prodtui.screens.files import fate_of, read_path


def test_a_file_is_named_and_what_becomes_of_it(tmp_path: Path) -> None:
    assert read_path(" ~/x.html ") == Path.home() / "x.html"
    place = tmp_path / "x.html"
    assert fate_of(str(place)).endswith("will be made.")
    place.write_text("x")
    assert "replaced" in fate_of(str(place))
    for text in ("", "~nobody-of-that-name/x"):
        with pytest.raises(Rejected):
            read_path(text)
