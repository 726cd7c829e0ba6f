"""Bringing a whole board back from its document: every row and every event, as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from prodtui.domain.enums import StepKind, Via
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.errors import Refused, Rejected, Usage
from prodtui.services import entities
from prodtui.services.board_document import BoardDocument, read_document
from prodtui.services.board_names import TASK_KINDS, BoardNames
from prodtui.services.boards import clean_key
from prodtui.services.change import Change, begin
from prodtui.services.lookup import split_ref
from prodtui.services.people import make_person
from prodtui.services.workspace import Workspace
from prodtui.storage import invariants
from prodtui.storage.bulk import BulkInsert, roomy
from prodtui.storage.queries import boards as board_queries
from prodtui.storage.tables.boards import Board, SavedFilter, Step, Transition
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Assignment, Comment, Dependency, Label, Recurrence, Task, TaskLabel, Work
from prodtui.storage.tables.types import table_of

_board, _step, _way, _filter = (table_of(t) for t in (Board, Step, Transition, SavedFilter))
_event, _person, _task, _recurrence = (table_of(t) for t in (Event, Person, Task, Recurrence))
_label, _task_label, _assignment = (table_of(t) for t in (Label, TaskLabel, Assignment))
_dep, _comment, _work = (table_of(t) for t in (Dependency, Comment, Work))
