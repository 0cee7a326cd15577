"""E-mail, username and password of students, each made after what it is made from (export-options §4.1–4.3)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.emails import is_address
from roster_core.clever.people.grades import grade
from roster_core.clever.people.login_findings import About, password_findings
from roster_core.clever.people.logins import PasswordRule, name_tokens, password, username
from roster_core.clever.people.user_texts import with_user_text
from roster_core.clever.report import found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.source.source import Source

ABOUT = About("student", "district_number", "students.csv")


def with_logins(students: pl.DataFrame, source: Source, run: Run) -> pl.DataFrame:
    """The students with what is made for them.

    `given_email` before it is judged, `completed` (the suffix was needed), `email` as written; `username`,
    `suffix_skipped`; `password`; and `…_unfoldable`, whether a name made them fail.
    """
    options = run.options
    named = _with_texts(students, source, run)
    steps = [_with_email, _with_username]
    if options.student_email_source == "username":
        steps.reverse()
    for step in steps:
        named = step(named, run)
    tokens = {
        **name_tokens(),
        "student_id": pl.col("district_number"),
        "state_id": pl.col("state_id"),
        "grade": grade(options),
        "dob:mmdd": pl.col("birth_date").dt.strftime("%m%d"),
        "dob:mmddyy": pl.col("birth_date").dt.strftime("%m%d%y"),
        "dob:mmddyyyy": pl.col("birth_date").dt.strftime("%m%d%Y"),
    }
    made = password(password_rule(run), "student", "district_number", tokens)
    return named.with_columns(made.columns("password"))


def password_rule(run: Run) -> PasswordRule:
    """What passwords of students are made from."""
    options = run.options
    return PasswordRule(options.student_password_source, options.student_password_custom_text, run.secret)


def _with_texts(students: pl.DataFrame, source: Source, run: Run) -> pl.DataFrame:
    options = run.options
    for name, chosen, code in (
        ("username_text", options.student_username_source, options.student_username_user_text),
        ("password_text", options.student_password_source, options.student_password_user_text),
        ("email_text", options.student_email_source, options.student_email_user_text),
    ):
        students = with_user_text(students, source, "STUDENT", code if chosen == "user_text" else None, name)
    return students


def _with_email(students: pl.DataFrame, run: Run) -> pl.DataFrame:
    """`given_email`: what G07 names, `completed` by G09 where it has no @."""
    options = run.options
    bases = {
        "student_email": pl.col("school_email"),
        "user_text": pl.col("email_text"),
        "student_id": pl.col("district_number"),
        "username": pl.col("username") if options.student_email_source == "username" else None,
    }
    base = bases.get(options.student_email_source)
    base = pl.lit(None, dtype=pl.String) if base is None else base
    bare = ~base.str.contains("@", literal=True).fill_null(value=True) & bool(options.student_email_suffix)
    given = pl.when(bare).then(base + options.student_email_suffix).otherwise(base)
    return students.with_columns(given_email=given, completed=bare).with_columns(
        email=pl.when(is_address(pl.col("given_email"))).then("given_email")
    )


def _with_username(students: pl.DataFrame, run: Run) -> pl.DataFrame:
    """`username`: what G01–G03 name, with the suffix of G04 behind it."""
    options = run.options
    base = username(options.student_username_source, "district_number")
    suffix = options.student_username_suffix if options.student_username_source != "none" else ""
    skipped = pl.lit(suffix.startswith("@")) & pl.col("username").str.contains("@", literal=True).fill_null(value=False)
    whole = pl.when("suffix_skipped").then("username").otherwise(pl.concat_str("username", pl.lit(suffix)))
    return (
        students.with_columns(base.columns("username"))
        .with_columns(suffix_skipped=skipped)
        .with_columns(username=whole)
    )


def login_findings(students: pl.DataFrame, run: Run) -> pl.DataFrame:
    """What is said of single students: passwords that cannot be made, suffixes left out."""
    skipped = found(
        students.filter("suffix_skipped"),
        kinds.SUFFIX_SKIPPED,
        ABOUT.file,
        pl.col(ABOUT.number),
        column="Username",
        facts={"name": full_name(), "username": pl.col("username"), "suffix": run.options.student_username_suffix},
        person=link(ABOUT.kind, ABOUT.number),
    )
    return pl.concat((skipped, password_findings(students, ABOUT, password_rule(run))))
