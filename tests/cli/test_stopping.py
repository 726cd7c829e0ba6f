"""ctrl+c keeps what was found, and pressed again it interrupts."""

from __future__ import annotations

import signal

import pytest

from prodtui.cli.stopping import Stopping


def test_the_first_interrupt_is_a_wish_and_the_second_one_an_order() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Stopping() as stopping:
        assert not stopping.wanted
        signal.raise_signal(signal.SIGINT)
        assert stopping.wanted
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
