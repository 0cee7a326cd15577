"""Situations of guardians."""

import polars as pl

from roster_core.sample.situations.tables import Situation, Tables, above, blank, equals, filled, rows_of, true

_CONTACT = ("district_number", "source_id")
_VALID = r"^1?\d{10}$"
_ROLE = "export-options §4.8"


def _digits(column: str) -> pl.Expr:
    return pl.col(column).str.replace("(?i)x.*$", "").str.replace_all(r"\D", "")


def _guardian(name: str, text: str, shown_by: pl.Expr) -> Situation:
    return Situation(name, text, _ROLE, lambda tables: tables.guardians.filter(shown_by), _CONTACT)


def _count(name: str, text: str, fits: pl.Expr) -> Situation:
    """`count` is the number of a student's guardians, none included."""

    def find(tables: Tables) -> pl.DataFrame:
        counted = tables.guardians.group_by("district_number").len("count")
        return tables.exported.join(counted, on="district_number", how="left").filter(fits)

    return Situation(name, text, _ROLE, find, ("district_number",))


def _left_without(tables: Tables) -> pl.DataFrame:
    """Students whose first guardian has a custody issue, so that nobody is written."""
    return tables.guardians.filter((pl.col("sequence") == "1") & true("custody_issue"))


def _nobody_first(tables: Tables) -> pl.DataFrame:
    rows = tables.guardians
    return rows.filter((pl.col("sequence") != "1").all().over("district_number"))


def _phone(name: str, text: str, shown_by: pl.Expr) -> Situation:
    def find(tables: Tables) -> pl.DataFrame:
        first = tables["phones"].filter((pl.col("person_type") == "GUARDIAN") & (pl.col("sequence") == "1"))
        return tables.guardians.join(first, left_on="source_id", right_on="person_key").filter(shown_by)

    return Situation(name, text, _ROLE, find, _CONTACT)


def _no_phone(tables: Tables) -> pl.DataFrame:
    return tables.guardians.join(tables["phones"], left_on="source_id", right_on="person_key", how="anti")


def _second_phone_valid(tables: Tables) -> pl.DataFrame:
    phones = tables["phones"].filter(pl.col("person_type") == "GUARDIAN")
    valid = _digits("number").str.contains(_VALID)
    first = phones.filter((pl.col("sequence") == "1") & ~valid)
    second = phones.filter((pl.col("sequence") == "2") & valid)
    people = first.join(second, on="person_key", how="semi")
    return tables.guardians.join(people, left_on="source_id", right_on="person_key", how="semi")


def _shared_phone(tables: Tables, *, way_out: bool) -> pl.DataFrame:
    """Second guardians whose first phone is the first guardian's; `way_out`: whether another phone would be free."""
    phones = tables["phones"].filter(pl.col("person_type") == "GUARDIAN").with_columns(digits=_digits("number"))
    phones = phones.filter(pl.col("digits").str.contains(_VALID))
    rows = tables.guardians.join(phones, left_on="source_id", right_on="person_key", suffix="_phone")
    first = rows.filter((pl.col("sequence") == "1") & (pl.col("sequence_phone") == "1"))
    pairs = rows.filter(pl.col("sequence") == "2").join(
        first.select("district_number", taken="digits"), on="district_number"
    )
    clash = pairs.filter((pl.col("sequence_phone") == "1") & (pl.col("digits") == pl.col("taken")))
    free = pairs.filter(pl.col("digits") != pl.col("taken"))
    return clash.join(free, on=_CONTACT, how="semi" if way_out else "anti")


def _email(name: str, text: str, *, first_good: bool, second: bool) -> Situation:
    good = pl.col("address").str.contains(r"^[\w.+'-]+@[\w-]+(\.[\w-]+)+$")

    def find(tables: Tables) -> pl.DataFrame:
        first = tables["emails"].filter((pl.col("sequence") == "1") & (good if first_good else ~good))
        more = tables["emails"].filter((pl.col("sequence") == "2") & good)
        people = first.join(more, on="source_id", how="semi" if second else "anti")
        return tables.guardians.join(people, on="source_id", how="semi")

    return Situation(name, text, _ROLE, find, _CONTACT)


def _no_email(tables: Tables) -> pl.DataFrame:
    return tables.guardians.join(tables["emails"], on="source_id", how="anti")


def _of_siblings(tables: Tables) -> pl.DataFrame:
    links = tables.guardians
    return links.filter(pl.col("source_id").is_duplicated())


def _of_step_siblings(tables: Tables) -> pl.DataFrame:
    links = tables.guardians.join(tables.exported.select("district_number", "last_name"), on="district_number")
    return links.filter(pl.col("last_name").n_unique().over("source_id") > 1)


def _person(name: str, text: str, shown_by: pl.Expr, *, source: str = _ROLE) -> Situation:
    def find(tables: Tables) -> pl.DataFrame:
        return tables["contact_persons"].filter(shown_by).join(tables.guardians, on="source_id", how="semi")

    return Situation(name, text, source, find, ("source_id",))


def _relations() -> tuple[Situation, ...]:
    codes = "MOTHER FATHER STEPPARENT FOSTER GUARDIAN GRANDPARENT AUNT UNCLE SIBLING SELF PARENT OTHER COACH"
    return tuple(
        rows_of(
            "student_contacts",
            f"relation-{code.lower()}",
            "roster-model §6.7",
            f"relationship {code}",
            pl.col("relationship_code") == code,
        )
        for code in codes.split()
    )


FAMILIES: tuple[Situation, ...] = (
    _count("guardians-none", "no guardian: one row with blank contact cells", pl.col("count").is_null()),
    _count("guardians-two", "two guardians", equals("count", 2)),
    _count("guardians-over-five", "more than five guardians (CONTACTS_OVER_FIVE)", above("count", 5)),
    Situation(
        "custody-first",
        "a custody issue of the first guardian (CUSTODY_LEFT_NO_CONTACT without G22)",
        _ROLE,
        _left_without,
        _CONTACT,
    ),
    _guardian(
        "custody-second", "a custody issue of a later guardian", true("custody_issue") & (pl.col("sequence") != "1")
    ),
    Situation("nobody-first", "no guardian has the sequence 1", _ROLE, _nobody_first, _CONTACT),
    rows_of(
        "student_contacts",
        "guardian-inactive",
        _ROLE,
        "an inactive guardian",
        (pl.col("type") == "GUARDIAN") & (pl.col("status") == "INACTIVE"),
    ),
    rows_of(
        "student_contacts",
        "guardian-until",
        _ROLE,
        "a guardian until August",
        filled("to") & (pl.col("to") < "2026-10-01"),
    ),
    rows_of("student_contacts", "guardian-from", _ROLE, "a guardian from spring on", pl.col("from") > "2027-01-22"),
    rows_of(
        "student_contacts",
        "emergency-contact",
        _ROLE,
        "somebody for emergencies, never exported",
        pl.col("type") == "EMERGENCY",
    ),
    rows_of("student_contacts", "other-contact", _ROLE, "another contact, never exported", pl.col("type") == "OTHER"),
    _phone("phone-extension", "a phone with extension", pl.col("number").str.contains(r"(?i)\dx|x\d|ext")),
    _phone("phone-eleven-digits", "eleven digits, the first a 1", _digits("number").str.contains(r"^1\d{10}$")),
    _phone("phone-seven-digits", "seven digits (PHONE_INVALID)", _digits("number").str.len_chars().is_in([7])),
    _phone("phone-short", "too few digits (PHONE_INVALID)", _digits("number").str.len_chars().is_in([8])),
    _phone("phone-words", "no digits at all (PHONE_INVALID)", _digits("number") == ""),
    _phone("phone-punctuation", "brackets, dots or spaces", pl.col("number").str.contains(r"[().]")),
    _phone("phone-unlisted", "an unlisted phone", true("unlisted")),
    Situation("phone-none", "a guardian without phone", _ROLE, _no_phone, _CONTACT),
    Situation(
        "phone-second-valid", "the first phone is none, the second would do (G24)", _ROLE, _second_phone_valid, _CONTACT
    ),
    Situation(
        "phone-shared",
        "both have one phone, the second has another (G24)",
        _ROLE,
        lambda tables: _shared_phone(tables, way_out=True),
        _CONTACT,
    ),
    Situation(
        "phone-shared-only",
        "both have one phone and no other (G24 when possible)",
        _ROLE,
        lambda tables: _shared_phone(tables, way_out=False),
        _CONTACT,
    ),
    _email("guardian-email-second", "the first e-mail is none, the second is written", first_good=False, second=True),
    _email("guardian-email-bad", "no valid e-mail", first_good=False, second=False),
    _email("guardian-email-two", "two e-mail addresses", first_good=True, second=True),
    Situation("guardian-email-none", "a guardian without e-mail", _ROLE, _no_email, _CONTACT),
    Situation("siblings", "one guardian of several students", "roster-model §3", _of_siblings, _CONTACT),
    Situation(
        "step-siblings",
        "one guardian of students with different last names",
        "roster-model §3",
        _of_step_siblings,
        _CONTACT,
    ),
    _person("guardian-one-name", "a guardian with one name", blank("first_name"), source="roster-model §3"),
    _person("guardian-other-script", "a guardian in another script", pl.col("last_name").str.contains(r"^\p{Han}+$")),
    _person(
        "guardian-quotes",
        "comma and quotation marks in the name",
        pl.col("last_name").str.contains('"') & pl.col("last_name").str.contains(","),
    ),
    _person(
        "guardian-formula",
        "a spreadsheet would run this name",
        pl.col("last_name").str.contains("^[=+@-]"),
        source="export-options §3",
    ),
    _person("guardian-is-staff", "a guardian who is staff", filled("same_as_staff_id"), source="roster-model §3"),
    *_relations(),
    _guardian("relation-blank", "no relationship recorded", blank("relationship_code")),
)
