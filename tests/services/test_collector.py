"""Work without the garbage collector leaves it as it was."""

from __future__ import annotations

import gc

import pytest

from prodtui.services.collector import without_collector


def test_the_collector_runs_again_behind_it_also_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="bad row"), without_collector():
        assert not gc.isenabled()
        raise ValueError("bad row")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    with without_collector():
        with without_collector():
            pass
        assert not gc.isenabled()
