"""What must hold in every store beyond what the database enforces by itself."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_PLANNING = (
    "product", "resource", "stock_move", "absence", "demand_rule", "demand", "what_if", "plan_line", "capacity_change",
)  # fmt: skip
_CHECKS: tuple[tuple[str, str], ...] = (
    (
        "{} tasks stand in a step of another board",
        "SELECT t.id FROM task t JOIN step s ON t.step_id = s.id WHERE s.board_id <> t.board_id",
    ),
    (
        "{} tasks have a number that their board has not given out",
        "SELECT t.id FROM task t JOIN board b ON t.board_id = b.id WHERE t.number >= b.next_number",
    ),
    (
        "{} tasks finished before they started",
        "SELECT id FROM task WHERE finished_at IS NOT NULL AND (started_at IS NULL OR started_at > finished_at)",
    ),
    (
        "{} open tasks stand in a done step, or finished ones in an open step",
        "SELECT t.id FROM task t JOIN step s ON t.step_id = s.id "
        "WHERE (s.kind = 'done') <> (t.finished_at IS NOT NULL)",
    ),
    (
        "{} tasks on the board stand in an archived step",
        "SELECT t.id FROM task t JOIN step s ON t.step_id = s.id "
        "WHERE s.archived_at IS NOT NULL AND t.archived_at IS NULL",
    ),
    (
        "{} blocked tasks lack a reason or a moment",
        "SELECT id FROM task WHERE (blocked_reason IS NULL) <> (blocked_since IS NULL)",
    ),
    (
        "{} tasks have another version than their last event",
        "SELECT t.id FROM task t JOIN board b ON t.board_id = b.id WHERE t.version <> "
        "(SELECT max(e.version) FROM event e WHERE e.ref = b.key || '-' || t.number AND e.kind = 'task')",
    ),
    (
        "{} tasks have no event of their beginning",
        "SELECT t.id FROM task t JOIN board b ON t.board_id = b.id WHERE NOT EXISTS "
        "(SELECT 1 FROM event e WHERE e.ref = b.key || '-' || t.number AND e.kind = 'task' AND e.before IS NULL)",
    ),
    (
        "{} inspections count other answers than they have",
        "SELECT id FROM inspection i WHERE "
        "answered <> (SELECT count(*) FROM reading r WHERE r.inspection_id = i.id) OR "
        "failed <> (SELECT count(DISTINCT item) FROM reading r WHERE r.inspection_id = i.id AND NOT r.ok)",
    ),
    (
        "{} inspections have a result or a moment that does not fit their state",
        "SELECT id FROM inspection WHERE (state = 'running') <> (completed_at IS NULL) OR "
        "(completed_at IS NULL) <> (result IS NULL) OR (state = 'waiting' AND result = 'fail') OR "
        "(state = 'failed' AND result <> 'fail') OR (state <> 'running' AND answered <> questions)",
    ),
    (
        "{} inspections are signed by nobody, or carry a signature without being signed",
        "SELECT id FROM inspection WHERE (state = 'signed') <> (signed_at IS NOT NULL) OR "
        "(signed_at IS NULL) <> (signed_by IS NULL) OR (result = 'concession') <> (conceded_by IS NOT NULL)",
    ),
    (
        "{} inspections are of another board than their checklist or their task",
        "SELECT i.id FROM inspection i JOIN checklist_version v ON i.version_id = v.id JOIN checklist c "
        "ON v.checklist_id = c.id LEFT JOIN task t ON i.task_id = t.id "
        "WHERE c.board_id <> i.board_id OR t.board_id <> i.board_id",
    ),
    (
        "{} inspections have a number that their board has not given out",
        "SELECT i.id FROM inspection i LEFT JOIN counter c ON c.board_id = i.board_id AND c.kind = 'inspection' "
        "WHERE c.next_number IS NULL OR i.number >= c.next_number",
    ),
    (
        "{} dependencies join tasks of two boards",
        "SELECT d.id FROM dependency d JOIN task a ON d.predecessor_id = a.id JOIN task b ON d.successor_id = b.id "
        "WHERE a.board_id <> b.board_id",
    ),
    (
        "{} issues were found at a step or a task of another board",
        "SELECT i.id FROM issue i LEFT JOIN step s ON i.step_id = s.id LEFT JOIN task t ON i.task_id = t.id "
        "WHERE s.board_id <> i.board_id OR t.board_id <> i.board_id",
    ),
    (
        "{} issues have a number that their board has not given out",
        "SELECT i.id FROM issue i LEFT JOIN counter c ON c.board_id = i.board_id AND c.kind = 'issue' "
        "WHERE c.next_number IS NULL OR i.number >= c.next_number",
    ),
    (
        "{} issues are closed without a moment, or open with one",
        "SELECT id FROM issue WHERE (state = 'closed') <> (closed_at IS NOT NULL)",
    ),
    (
        "{} issues repeat one that is not older",
        "SELECT i.id FROM issue i JOIN issue o ON i.recurs_id = o.id "
        "WHERE o.board_id <> i.board_id OR o.number >= i.number",
    ),
    (
        "{} issues have another version than their last event",
        "SELECT i.id FROM issue i JOIN board b ON i.board_id = b.id WHERE i.version <> "
        "(SELECT max(e.version) FROM event e WHERE e.ref = b.key || '-I' || i.number AND e.kind = 'issue')",
    ),
    (
        "{} actions are done without a name, or open with one",
        "SELECT id FROM issue_action WHERE (done_at IS NULL) <> (done_by IS NULL)",
    ),
    (
        "{} downtimes run beside another one at their step",
        "SELECT max(id) FROM downtime WHERE ended_at IS NULL AND archived_at IS NULL "
        "GROUP BY step_id HAVING count(*) > 1",
    ),
    ("{} downtimes end before they start", "SELECT id FROM downtime WHERE ended_at < started_at"),
    (
        "{} things of the plan have a number that their board has not given out",
        " UNION ALL ".join(
            f"SELECT t.id FROM {kind} t LEFT JOIN counter c ON c.board_id = t.board_id AND c.kind = '{kind}' "  # noqa: S608
            "WHERE c.next_number IS NULL OR t.number >= c.next_number"
            for kind in _PLANNING
        ),
    ),
    (
        "{} products or resources have another version than their last event",
        " UNION ALL ".join(
            f"SELECT t.id FROM {kind} t JOIN board b ON t.board_id = b.id WHERE t.version <> "  # noqa: S608
            f"(SELECT max(e.version) FROM event e WHERE e.ref = b.key || '-{letter}' || t.number AND e.kind = '{kind}')"
            for kind, letter in (("product", "P"), ("resource", "F"))
        ),
    ),
    (
        "{} movements are of something that is no material, or of another board than their material or task",
        "SELECT m.id FROM stock_move m JOIN resource r ON m.resource_id = r.id LEFT JOIN task t ON m.task_id = t.id "
        "WHERE r.kind <> 'material' OR r.board_id <> m.board_id OR t.board_id <> m.board_id",
    ),
    (
        "{} movements have a quantity that their kind cannot have",
        "SELECT id FROM stock_move WHERE kind <> 'correction' AND quantity <= 0",
    ),
    (
        "{} absences are of nobody or of two, or end before they start",
        "SELECT id FROM absence WHERE (person_id IS NULL) = (resource_id IS NULL) OR ends < starts",
    ),
    (
        "{} demand or plan lines are of another board than their product",
        "SELECT d.id FROM demand d JOIN product p ON d.product_id = p.id WHERE p.board_id <> d.board_id "
        "UNION ALL SELECT l.id FROM plan_line l JOIN product p ON l.product_id = p.id WHERE p.board_id <> l.board_id",
    ),
    (
        "{} demand or plan lines have a quantity that is none",
        "SELECT id FROM demand WHERE quantity <= 0 UNION ALL SELECT id FROM plan_line WHERE quantity < 0",
    ),
    (
        "{} tasks were released for the plan of another board, or for a what-if",
        "SELECT r.task_id FROM release r JOIN task t ON r.task_id = t.id JOIN plan_line l ON r.plan_line_id = l.id "
        "WHERE t.board_id <> l.board_id OR l.what_if_id IS NOT NULL",
    ),
)


def broken(session: Session) -> list[str]:
    """Return a sentence for each invariant that does not hold, with how many rows break it and the first ids."""
    found = []
    for sentence, query in _CHECKS:
        ids = [row[0] for row in session.execute(text(query))]
        if ids:
            found.append(f"{sentence.format(len(ids))} (first ids: {', '.join(map(str, ids[:5]))})")
    return found


def counts(session: Session) -> dict[str, int]:
    """Return how many rows the main tables hold."""
    tables = (
        "board",
        "step",
        "person",
        "task",
        "dependency",
        "comment",
        "work",
        "checklist",
        "inspection",
        "issue",
        "product",
        "resource",
        "demand",
        "event",
    )
    return {name: session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables}  # noqa: S608
