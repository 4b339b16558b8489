"""An attempt may be passed or not without a score: of a conversation nothing else is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCORED = "ck_attempts_scored_when_submitted"
PASSED = "ck_attempts_passed_or_not_when_submitted"
BEFORE = {SCORED: "(score is null) = (submitted_at is null or mode = 'practice')"}
AFTER = {
    PASSED: "(passed is null) = (submitted_at is null or mode = 'practice')",
    SCORED: "score is null or passed is not null",
}


def upgrade() -> None:
    _replace_checks(BEFORE, AFTER)


def downgrade() -> None:
    op.execute(
        "update attempts set score = case when passed then 100 else 0 end where score is null and passed is not null"
    )
    _replace_checks(AFTER, BEFORE)


def _replace_checks(old: dict[str, str], new: dict[str, str]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(new)
        return
    for name in old:
        op.drop_constraint(op.f(name), "attempts", type_="check")
    for name, rule in new.items():
        op.create_check_constraint(op.f(name), "attempts", rule)


def _rebuild(checks: dict[str, str]) -> None:
    """SQLite cannot change a constraint, so the table is made anew under its old declaration.

    Dropping the old one empties `answers` by its foreign key, and forgets which numbers were ever given: both are
    put aside and back in the same transaction.
    """
    bind = op.get_bind()
    declared = bind.scalar(sa.text("select sql from sqlite_master where name = 'attempts' and type = 'table'"))
    kept = [line for line in declared.splitlines() if "CONSTRAINT ck_attempts" not in line or _stays(line)]
    rules = [f"\tCONSTRAINT {name} CHECK ({rule}), " for name, rule in checks.items()]
    anew = "\n".join([kept[0].replace("attempts", "attempts_anew", 1), *kept[1:-1], *rules, kept[-1]])
    anew = _without_comma_before_the_end(anew)
    last = bind.scalar(sa.text("select seq from sqlite_sequence where name = 'attempts'"))
    for statement in (
        "create temporary table answers_aside as select * from answers",
        anew,
        "insert into attempts_anew select * from attempts",
        "drop table attempts",
        "alter table attempts_anew rename to attempts",
        "create index ix_attempts_subject_submitted_at on attempts (subject, submitted_at)",
        "delete from answers",
        "insert into answers select * from answers_aside",
        "drop table answers_aside",
    ):
        op.execute(statement)
    if last is not None:
        bind.execute(sa.text("delete from sqlite_sequence where name = 'attempts'"))
        bind.execute(sa.text("insert into sqlite_sequence (name, seq) values ('attempts', :last)"), {"last": last})


def _stays(line: str) -> bool:
    return not any(name in line for name in AFTER)


def _without_comma_before_the_end(statement: str) -> str:
    body, _, end = statement.rpartition(")")
    return f"{body.rstrip().rstrip(',')}\n){end}"
