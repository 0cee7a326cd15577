"""Mapped contacts, in rows of their own or within the students' → contact persons, links, phones and e-mails."""

from collections.abc import Mapping

import polars as pl

from roster_core.roster.formats import words
from roster_core.roster.formats.codes import digest, fitting
from roster_core.roster.formats.contacts import ContactRows, put_contacts
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.mapped_entities import CONTACT_PARTS, MAX_CONTACTS
from roster_core.roster.formats.mapped_rows import respelled, translated, whole
from roster_core.roster.formats.sheet import normal
from roster_core.roster.intake import FILE, ROW

_ID_LENGTH = 40
_KINDS = {"phone_cell": "CELL", "phone_home": "HOME", "phone_work": "WORK"}
#: What any row of a contact may say of it; other cells come from its first row.
_SAID_ONCE = ("relationship_code", "custody_issue", "lives_with", "receives_mail")
_SEQUENCE = r"^[1-9][0-9]{0,4}$"


def put_mapped_contacts(
    draft: Draft, contacts: pl.DataFrame, students: pl.DataFrame, headers: Mapping[str, str]
) -> None:
    """Fill everything about contacts. `students` are the rows of students, with the contacts that stand in them."""
    frames = [contacts.select("district_number", *CONTACT_PARTS, FILE, ROW)]
    for number in range(1, MAX_CONTACTS + 1):
        parts = {part: f"contact_{number}.{part}" for part in CONTACT_PARTS}
        here = {part: target for part, target in parts.items() if target in students.columns}
        if here:
            frames.append(students.select("district_number", *(pl.col(t).alias(p) for p, t in here.items()), FILE, ROW))
    rows = whole(frames, ("district_number", *CONTACT_PARTS))
    named = pl.any_horizontal(pl.col("name", "first_name", "last_name").is_not_null())
    rows = rows.filter(named & pl.col("district_number").is_not_null())
    if rows.is_empty():
        return
    shown = headers.get("district_number", "district_number")
    rows = respelled(draft, rows, "district_number", students["district_number"], shown)
    rows = _with_types(rows.with_columns(_name=_folded_name(rows)))
    rows = rows.with_columns(source_id=_source_ids(rows))
    link = [pl.col(name).str.to_lowercase() for name in ("district_number", "source_id")]
    rows = rows.with_columns(pl.col(_SAID_ONCE).drop_nulls().first().over(link))
    contacts = _by_phone(_in_order(rows)).drop("_name", *_KINDS)
    put_contacts(draft, ContactRows(contacts), headers)


def _folded_name(rows: pl.DataFrame) -> pl.Series:
    """The name in lower case, words in alphabetical order: one person may stand as `Luz Ortega` and `Ortega, Luz`."""
    together = pl.concat_str(["first_name", "middle_name", "last_name", "suffix"], separator=" ", ignore_nulls=True)
    said = rows.select(pl.when(pl.col("last_name").is_null()).then(pl.coalesce("name", together)).otherwise(together))
    distinct = said.to_series().drop_nulls().unique()
    folded = {name: " ".join(sorted(name.casefold().replace(",", " ").split())) for name in distinct}
    return pl.Series([folded.get(name or "", "") for name in said.to_series()], dtype=pl.String)


def _with_types(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with a type for each contact: as said, else as the relationship tells."""

    def read(said: str) -> str | None:
        if known := words.CONTACT_TYPES.get(normal(said)):
            return known
        return {"true": "GUARDIAN", "false": "OTHER"}.get(words.boolean(said) or "")

    rows = translated(rows, "type", read)
    said = rows["relationship_code"].drop_nulls().unique()
    guardians = [one for one in said if words.RELATIONSHIPS.get(normal(one), one) in words.GUARDIAN_RELATIONSHIPS]
    by_relationship = pl.when(pl.col("relationship_code").is_in(guardians)).then(text("GUARDIAN"))
    return rows.with_columns(type=pl.coalesce("type", by_relationship, text("OTHER")))


def _source_ids(rows: pl.DataFrame) -> pl.Series:
    """The contact's ID, else a code made of what tells contacts apart.

    That is the name and e-mail, else the name and a phone number, so that siblings share their guardian; else the name
    with the student alone. Within a student one name is one person.
    """
    short = fitting(rows["source_id"].drop_nulls().unique(maintain_order=True), _ID_LENGTH)
    digits = pl.coalesce("phone_cell", "phone_home", "phone", "phone_work").str.replace_all("[^0-9]", "")
    basis = (
        pl.when(pl.col("email").is_not_null())
        .then(pl.col("_name") + "\n" + pl.col("email").str.to_lowercase())
        .when(digits != "")
        .then(pl.col("_name") + "\n" + digits)
    )
    of_student = [pl.col("district_number").str.to_lowercase(), pl.col("_name")]
    alone = pl.col("_name") + "\n\n" + pl.col("district_number").str.to_lowercase()
    bases = rows.select(basis.drop_nulls().first().over(of_student).fill_null(alone).alias("basis"))["basis"]
    made = {value: f"C-{digest(value, 12)}" for value in bases.unique()}
    given = rows.select(pl.col("source_id").drop_nulls().first().over(of_student))["source_id"]
    return pl.Series(
        [
            short[own or one] if own or one else made[basis]
            for own, one, basis in zip(rows["source_id"], given, bases, strict=True)
        ],
        dtype=pl.String,
    )


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows in the order of `sequence`, which is blanked for students whose contacts it does not number."""
    number = pl.when(pl.col("sequence").str.contains(_SEQUENCE)).then("sequence").cast(pl.Int64)
    rows = rows.with_columns(_number=number).sort("_number", nulls_last=True, maintain_order=True)
    links = first_of(rows, ["district_number", "source_id"]).select("district_number", "source_id", "type", "_number")
    of_type = [pl.col("district_number").str.to_lowercase(), pl.col("type")]
    counts = pl.col("_number").is_not_null().all().over(of_type) & (
        pl.col("_number").n_unique().over(of_type) == pl.len().over(of_type)
    )
    numbered = links.filter(counts).select("district_number", "source_id", _kept=pl.col("_number").cast(pl.String))
    rows = rows.join(numbered, on=["district_number", "source_id"], how="left", maintain_order="left")
    return rows.with_columns(sequence="_kept").drop("_kept", "_number")


def _by_phone(rows: pl.DataFrame) -> pl.DataFrame:
    """A row for each number of a contact, the ones of a known kind first; contacts without a number stay."""
    frames = [
        rows.with_columns(pl.col(column).alias("phone"), text(kind).alias("phone_type"))
        for column, kind in _KINDS.items()
    ]
    whole_rows = pl.concat([*(frame.filter(pl.col("phone").is_not_null()) for frame in frames), rows])
    # The order of the contacts stays; behind each the numbers stand in the order of their kinds.
    place = rows.with_row_index("_place").select("_place", "district_number", "source_id")
    place = place.group_by("district_number", "source_id", maintain_order=True).agg(pl.col("_place").min())
    joined = whole_rows.join(place, on=["district_number", "source_id"], how="left", maintain_order="left")
    return joined.sort("_place", maintain_order=True).drop("_place")
