"""Usernames and passwords of teachers.csv and staff.csv, each by options of its own (export-options §6.1)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever.people.login_findings import About, password_findings, password_notes, username_findings
from roster_core.clever.people.logins import PasswordRule, name_tokens, password, username
from roster_core.clever.people.user_texts import with_user_text
from roster_core.clever.run import Run
from roster_core.clever.source.source import Source
from roster_core.findings import to_frame


@dataclass(frozen=True)
class StaffLogins:
    """How the people of one file sign in; the columns hold values of User Texts, null unless they are used."""

    file: str
    username_source: str
    username_text: str
    password: PasswordRule
    password_text: str

    def made(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with `username`, `password`, and `…_unfoldable`, whether a name made them fail."""
        given = rows.with_columns(password_text=pl.col(self.password_text))
        name = username(self.username_source, "staff_id", text=self.username_text)
        tokens = {**name_tokens(), "staff_id": pl.col("staff_id"), "logon_id": pl.col("logon_id")}
        word = password(self.password, "staff", "staff_id", tokens)
        return given.with_columns(name.columns("username")).with_columns(word.columns("password"))

    def findings(self, persons: pl.DataFrame, run: Run) -> pl.DataFrame:
        """What is said of `persons`, each of whom has one row."""
        about = About("staff", "staff_id", self.file)
        return pl.concat(
            (
                username_findings(persons, about, source=self.username_source),
                password_findings(persons, about, self.password),
                to_frame(password_notes(self.file, self.password, run.district)),
            )
        )


def teacher_logins(run: Run) -> StaffLogins:
    """Those of teachers.csv (G32, G35)."""
    options = run.options
    text = options.teacher_password_custom_text
    rule = PasswordRule("custom_text" if text else "none", text)
    return StaffLogins("teachers.csv", options.teacher_username_source, "teacher_username_text", rule, "no_text")


def staff_logins(run: Run) -> StaffLogins:
    """Those of staff.csv (G26–G28)."""
    options = run.options
    rule = PasswordRule(options.staff_password_source, options.staff_password_custom_text, run.secret)
    return StaffLogins("staff.csv", options.staff_username_source, "staff_username_text", rule, "staff_password_text")


def with_staff_texts(staff: pl.DataFrame, source: Source, run: Run) -> pl.DataFrame:
    """The staff with the User Texts that options use: usernames, passwords, `email_text`, `number_text`."""
    options = run.options
    for name, chosen, code in (
        ("staff_username_text", options.staff_username_source, options.staff_username_user_text),
        ("teacher_username_text", options.teacher_username_source, options.teacher_username_user_text),
        ("staff_password_text", options.staff_password_source, options.staff_password_user_text),
        ("email_text", options.staff_email_source, options.staff_email_user_text),
        ("number_text", options.teacher_number_source, options.teacher_number_user_text),
    ):
        staff = with_user_text(staff, source, "STAFF", code if chosen == "user_text" else None, name)
    return staff.with_columns(no_text=pl.lit(None, dtype=pl.String))
