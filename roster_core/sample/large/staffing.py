"""Schools, terms, definitions, homerooms and staff."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from roster_core.sample.large.plan import SHARED_EVERY, TYPES, YEAR, Plan
from roster_core.sample.large.words import Words, code

_ROLES = ("TEACHER", "TEACHER", "TEACHER", "TEACHER", "NURSE", "COUNSELOR", "PRINCIPAL")
_DEPARTMENTS = ("MATH", "ENGL", "SCI", "ARTS")
_HOMEROOMS_A_SCHOOL = 24
_TERMS = (("FY", "2026-09-08", "2027-06-23", "true"), ("S1", "2026-09-08", "2027-01-27", "false"),
          ("S2", "2027-01-28", "2027-06-23", "false"))  # fmt: skip


def district_parts() -> Iterator[tuple[str, pl.DataFrame]]:
    """What there is once."""
    yield "school_years", pl.DataFrame({"school_year": [YEAR], "start_date": "2026-07-01", "end_date": "2027-06-30"})
    yield (
        "district",
        pl.DataFrame(
            {
                "code": ["SCALE"],
                "name": "Scale Model Schools",
                "state": "NJ",
                "time_zone": "America/New_York",
                "student_email_domains": "stu.example.org",
                "staff_email_domains": "example.org",
                "current_school_year": YEAR,
            }
        ),
    )
    yield "departments", pl.DataFrame({"department_code": _DEPARTMENTS, "name": _DEPARTMENTS})
    for text in ("NETID", "HOMESCH"):
        yield "user_text_definitions", pl.DataFrame({"applies_to": ["STUDENT"], "user_text_code": text, "label": text})
    for gpa, weighted in (("CUM_U", "false"), ("CUM_W", "true")):
        row = {"gpa_type_code": [gpa], "name": gpa, "is_weighted": weighted, "scope": "CUMULATIVE"}
        yield "gpa_types", pl.DataFrame(row)


def school_parts(plan: Plan, seed: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """Schools with their terms, homerooms and staff."""
    schools = np.arange(plan.schools)
    codes = code("S", schools, 4)
    kinds = pl.Series([kind for kind, _, _ in TYPES]).gather(plan.kind_of(schools))
    yield (
        "schools",
        pl.DataFrame({"school_code": codes, "name": "School " + codes, "school_type": kinds}).with_columns(
            active=pl.lit("true"), do_not_export=pl.lit("false"), zip=pl.lit("07030")
        ),
    )
    for term, start, end, whole in _TERMS:
        row = {"school_year": YEAR, "term_code": term, "start_date": start, "end_date": end, "covers_year": whole}
        yield "terms", pl.DataFrame({"school_code": codes, **row})
    yield from _homerooms(plan)
    yield from _staff(plan, Words(seed, 2**32 - 2))


def _homerooms(plan: Plan) -> Iterator[tuple[str, pl.DataFrame]]:
    elementary = np.flatnonzero(plan.kind_of(np.arange(plan.schools)) == 0)
    school = np.repeat(elementary, _HOMEROOMS_A_SCHOOL)
    room = np.tile(np.arange(_HOMEROOMS_A_SCHOOL), len(elementary))
    key = {"school_code": code("S", school, 4), "school_year": YEAR, "homeroom_code": code("H", room, 2)}
    yield "homerooms", pl.DataFrame({**key, "room": code("R", room, 3)})
    teacher = plan.staff_from[school] + room % np.diff(plan.staff_from)[school]
    yield "homeroom_staff", pl.DataFrame({**key, "staff_id": code("", 10_000 + teacher, 6), "sequence": "1"})


def _staff(plan: Plan, words: Words) -> Iterator[tuple[str, pl.DataFrame]]:
    everybody = np.arange(plan.staff)
    ids, home = code("", 10_000 + everybody, 6), plan.owners(plan.staff_from)
    shared = everybody % SHARED_EVERY == SHARED_EVERY - 1
    logon = code("t", everybody, 6)
    yield (
        "staff",
        pl.DataFrame(
            {
                "staff_id": ids,
                "state_staff_id": code("8", everybody, 7),
                "logon_id": logon,
                "first_name": words.first_names(plan.staff),
                "last_name": words.surnames(plan.staff),
                "work_email": logon + "@example.org",
                "primary_school_code": code("S", home, 4),
                "is_administrator": pl.Series(words.happens(0.03, plan.staff)).cast(pl.String),
                "employment_status": words.choice(("ACTIVE",) * 30 + ("LEAVE", "TERMINATED"), plan.staff),
                "is_shared_record": pl.Series(shared).cast(pl.String),
                "photo_restricted": "false",
                "record_confidential": "false",
            }
        ),
    )
    twice = np.flatnonzero(words.happens(0.1, plan.staff)) if plan.schools > 1 else everybody[:0]
    for who, school in ((everybody, home), (twice, (home[twice] + 1) % plan.schools)):
        row = {"school_year": YEAR, "title": "Teacher", "is_teaching": "true"}
        yield "staff_schools", pl.DataFrame({"staff_id": ids.gather(who), "school_code": code("S", school, 4), **row})
    yield (
        "staff_roles",
        pl.DataFrame(
            {"staff_id": ids, "role_code": words.choice(_ROLES, plan.staff), "school_year": YEAR}
        ).with_columns(school_code=code("S", home, 4)),
    )
    yield (
        "staff_departments",
        pl.DataFrame({"staff_id": ids, "department_code": words.choice(_DEPARTMENTS, plan.staff)}),
    )
    record = np.flatnonzero(shared)
    for sequence in (1, 2):
        pair = {"shared_staff_id": ids.gather(record), "member_staff_id": ids.gather(record - sequence)}
        yield "shared_teacher_members", pl.DataFrame({**pair, "sequence": str(sequence)})
