"""What is said of a board that shows no task."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.board_words import nothing_open
from prodtui.domain.rows_board import Ended

LATE = datetime(2014, 10, 26, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        (Ended(1050, LATE, 0), "1,050 tasks are finished, the last one on 2014-10-27."),
        (Ended(1, LATE, 2), "1 task is finished since 2014-10-27; 2 tasks are archived without being finished."),
        (Ended(0, None, 1), "1 task is archived without being finished."),
    ],
)
def test_nothing_is_open_and_what_became_of_it_all(ended: Ended, told: str) -> None:
    assert nothing_open(ended, ZoneInfo("Europe/Berlin")) == ("Nothing is open.", told)
