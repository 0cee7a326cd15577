"""Which phone a guardian is written with, and how guardians of a student get different ones (export-options §4.8)."""

import polars as pl

from roster_core.clever.people.phones import phone_digits

_STUDENT, _GUARDIAN = "person_id", "contact_person_id"


def with_phones(guardians: pl.DataFrame, phones: pl.DataFrame, *, no_duplicates: bool) -> pl.DataFrame:
    """The guardians with `number` as entered, `phone_type`, and `contact_phone`, the ten digits written.

    `guardians` have `person_id` of the student, `contact_person_id` and `rank`; `phones` have `contact_person_id`,
    `sequence`, `type`, `number`. The first phone counts; with `no_duplicates` (G24) the first that no guardian before
    is written with, if there is one.
    """
    ordered = phones.sort(_GUARDIAN, "sequence").select(
        _GUARDIAN, "number", phone_type="type", contact_phone=phone_digits(pl.col("number"))
    )
    first = ordered.unique(_GUARDIAN, keep="first", maintain_order=True)
    if not no_duplicates:
        return guardians.join(first, on=_GUARDIAN, how="left")
    return _one_after_the_other(guardians, ordered.filter(pl.col("contact_phone").is_not_null()), first)


def _one_after_the_other(guardians: pl.DataFrame, valid: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """Rank by rank, all students at once: there are few ranks, and each depends on what those before were given."""
    given: list[pl.DataFrame] = [guardians.clear().join(first, on=_GUARDIAN, how="left")]
    taken = given[0].select(_STUDENT, "contact_phone")
    for rank in guardians["rank"].unique().sort():
        here = guardians.filter(pl.col("rank") == rank)
        free = (
            here.select(_STUDENT, _GUARDIAN)
            .join(valid, on=_GUARDIAN, maintain_order="left_right")
            .join(taken, on=[_STUDENT, "contact_phone"], how="anti", maintain_order="left")
            .unique(_STUDENT, keep="first", maintain_order=True)
        )
        unlucky = here.join(free, on=_STUDENT, how="anti").join(first, on=_GUARDIAN, how="left")
        lucky = here.join(free.drop(_GUARDIAN), on=_STUDENT)
        given += [lucky, unlucky]
        taken = pl.concat([taken, *(part.select(_STUDENT, "contact_phone").drop_nulls() for part in (lucky, unlucky))])
    return pl.concat(given)
