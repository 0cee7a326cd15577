"""Shared teachers: one staff record that stands for several people (export-options G48)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.people.staff import People
from roster_core.clever.report import found, full_name, link
from roster_core.clever.run import Run


def ordered(teachers: pl.DataFrame, group: list[str], *by: str) -> pl.DataFrame:
    """The teachers of each group in the order of `by`, each person once, with `place` counted from 0."""
    return (
        teachers.sort(*group, *by)
        .unique([*group, "person_id"], keep="first", maintain_order=True)
        .with_columns(place=pl.int_range(pl.len()).over(group))
        .select(*group, "place", "person_id", "staff_id")
    )


def split_shared(teachers: pl.DataFrame, group: list[str], people: People, run: Run) -> pl.DataFrame:
    """With G48 the active members in place of each shared record, later duplicates left out."""
    if not run.options.split_shared_teachers:
        return teachers
    active = _members(people).filter("active")
    members = active.select(person_id="shared_id", member_id="person_id", member_staff_id="staff_id", turn="sequence")
    spread = teachers.join(members, on="person_id", how="left").with_columns(
        person_id=pl.coalesce("member_id", "person_id"), staff_id=pl.coalesce("member_staff_id", "staff_id")
    )
    return ordered(spread, group, "place", "turn", "staff_id")


def _members(people: People) -> pl.DataFrame:
    """Each member's staff columns with `shared_id`, `shared_staff_id`, `shared_name` and the member's `sequence`."""
    shared = people.staff.filter("is_shared_record").select(
        shared_id="person_id", shared_staff_id="staff_id", shared_name=full_name()
    )
    members = people.members.select(shared_id="shared_person_id", person_id="member_person_id", sequence="sequence")
    return members.join(shared, on="shared_id").join(people.staff, on="person_id")


def inactive_members(teachers: pl.DataFrame, people: People, run: Run) -> pl.DataFrame:
    """With G48 a warning for each member who was skipped; `teachers` are those before splitting."""
    used = teachers.select(shared_id="person_id").unique()
    skipped = _members(people).filter(~pl.col("active")).join(used, on="shared_id")
    return found(
        skipped if run.options.split_shared_teachers else skipped.clear(),
        kinds.SHARED_MEMBER_INACTIVE,
        "sections.csv",
        pl.concat_str("shared_staff_id", "staff_id", separator="/"),
        facts={"shared": pl.col("shared_name"), "name": full_name()},
        person=link("staff", "staff_id"),
    )
