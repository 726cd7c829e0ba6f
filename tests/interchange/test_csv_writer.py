"""CSV for spreadsheets: nothing runs in them, and our own import reads it back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.text import clean_line
from prodtui.errors import Rejected
from prodtui.interchange.csv_writer import COLUMNS, write_csv
from tests.helpers.import_files import csv_tasks
from tests.helpers.rows import a_task

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "=cmd|' /C calc'!A0"]


def written(*titles: str, guard: bool = True) -> str:
    out = io.StringIO()
    write_csv([a_task(title=title, notes="") for title in titles], out, guard=guard)
    return out.getvalue()


@pytest.mark.parametrize("title", FORMULAS)
def test_a_formula_is_a_text_and_comes_back_as_it_was(title: str) -> None:
    text = written(title)
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["title"] == f"'{title}"
    assert csv_tasks(text)[0].title == title


def test_the_guard_can_be_left_off() -> None:
    (row,) = csv.DictReader(io.StringIO(written("=1+1", guard=False)))
    assert row["title"] == "=1+1"


def test_the_header_names_every_column() -> None:
    assert written().strip() == ",".join(COLUMNS)


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs", "M")), min_size=1, max_size=80))
def test_any_title_comes_back(text: str) -> None:
    try:
        title = clean_line(text)
    except Rejected:
        return
    (task,) = csv_tasks(written(title))
    assert task.title == title
