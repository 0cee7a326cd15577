"""Who of the staff goes into staff.csv: marks, departments, roles (export-options §6.3)."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.people.staff import People
from roster_core.clever.report import full_name
from roster_core.clever.run import Run
from roster_core.clever.source.source import Read, Source
from roster_core.findings import Finding, to_frame
from roster_core.roster.codes import SEEDS, CodeSet
from roster_core.text import same

_DEPARTMENTS = Read("department", {"department_code": pl.String})
_MEMBERS = Read("staff_department", {"person_id": pl.Int64, "department_code": pl.String})
_ROLES = Read("staff_role", {"role_code": pl.String})
_CODES = Read("code_value", {"code": pl.String})
_EXCLUSIONS = dict.fromkeys(("staff_id", "name", "reason", "roles_excluded", "other_roles"), pl.String)


@dataclass(frozen=True)
class Chosen:
    """Who was left out of `offered` people and why.

    `people` has the `person_id` of those who stay; `exclusions` a row for each left out: `staff_id`, `name`, `reason`
    (the option), and for G31 `roles_excluded` and `other_roles`, joined by commas; `findings` is a findings frame.
    """

    people: pl.DataFrame
    exclusions: pl.DataFrame
    findings: pl.DataFrame


def no_exclusions() -> pl.DataFrame:
    """The table of exclusions where nobody is left out."""
    return pl.DataFrame(schema=_EXCLUSIONS)


def choose_staff(source: Source, run: Run, people: People, offered: pl.DataFrame) -> Chosen:
    """Narrow the `offered` staff (one row each) by G30, G29, G31 and X03, in that order."""
    staying, parts = offered, [no_exclusions()]
    for reason, left_out in _steps(source, run, people, offered):
        gone = staying.join(left_out, on="person_id").sort("staff_id")
        named = gone.with_columns(name=full_name(), reason=pl.lit(reason))
        roles = [pl.lit(None, dtype=pl.String).alias(name) for name in _EXCLUSIONS if name not in named.columns]
        parts.append(named.with_columns(roles).select(list(_EXCLUSIONS)))
        staying = staying.join(left_out, on="person_id", how="anti")
    exclusions = pl.concat(parts)
    told = list(_unknown(source, run))
    if len(offered) == exclusions.filter(pl.col("reason") != "X03").height > 0:
        told.append(Finding(kinds.STAFF_FILE_EMPTY, "staff.csv"))
    return Chosen(staying.select("person_id"), exclusions, to_frame(told))


def _steps(source: Source, run: Run, people: People, offered: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The option and the people whom it leaves out, for each option that is on."""
    options = run.options
    if options.staff_only_administrators:
        yield "G30", offered.filter(~pl.col("is_administrator")).select("person_id")
    if wanted := _departments(run):
        members = source.table(_MEMBERS).filter(pl.col("department_code").str.to_lowercase().is_in(list(wanted)))
        yield "G29", offered.join(members, on="person_id", how="anti").select("person_id")
    if options.staff_excluded_roles:
        yield "G31", _by_role(run, people)
    if options.leave_out_staff_without_email:
        yield "X03", offered.filter(pl.col("email").is_null()).select("person_id")


def _by_role(run: Run, people: People) -> pl.DataFrame:
    """Whoever holds an excluded role (with X16 no other) at a school in scope or district-wide, with their roles."""
    here = people.roles.join(run.scope.select("school_id"), on="school_id", how="semi")
    held = pl.concat((here, people.roles.filter(pl.col("school_id").is_null())))
    excluded = pl.col("role_code").str.to_lowercase().is_in([same(code) for code in run.options.staff_excluded_roles])

    def codes(which: pl.Expr) -> pl.Expr:
        return pl.col("role_code").filter(which).unique().sort().str.join(", ")

    by_person = held.group_by("person_id").agg(
        roles_excluded=codes(excluded), other_roles=codes(~excluded), any=excluded.any(), all=excluded.all()
    )
    return by_person.filter(pl.col(run.options.staff_role_exclusion)).drop("any", "all")


def _departments(run: Run) -> dict[str, str]:
    """The department codes of G29 as they are compared → as typed."""
    typed = [code.strip() for code in run.options.staff_department_codes.split(";")]
    return {same(code): code for code in reversed(typed) if code}


def _unknown(source: Source, run: Run) -> Iterator[Finding]:
    departments = {same(code) for code in source.table(_DEPARTMENTS)["department_code"]}
    for key, code in _departments(run).items():
        if key not in departments:
            yield Finding(kinds.DEPARTMENT_UNKNOWN, "profile", code, facts={"code": code})
    roles = {same(code.code) for code in SEEDS if code.code_set is CodeSet.STAFF_ROLE}
    roles |= {same(code) for code in source.table(_CODES.where(code_set=CodeSet.STAFF_ROLE.value))["code"]}
    roles |= {same(code) for code in source.table(_ROLES)["role_code"].unique()}
    for code in run.options.staff_excluded_roles:
        if same(code) not in roles:
            yield Finding(kinds.ROLE_UNKNOWN, "profile", code, facts={"code": code})
