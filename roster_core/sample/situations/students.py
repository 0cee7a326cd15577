"""Situations of students: names, IDs, addresses, codes and grades."""

import polars as pl

from roster_core.sample.situations.tables import Situation, Tables, blank, filled, rows_of, students_with, true

_KEY = ("district_number",)
#: The syntax of batch-updates §4.2.
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_EMAIL = rf"^[A-Za-z0-9_+'-]+(\.[A-Za-z0-9_+'-]+)*@{_LABEL}(\.{_LABEL})+$"
_OURS = "@stu.maplehollow.example"
_KNOWN_RACES = ["W", "B", "A", "I", "P", "M"]
_UNMAPPED = ["guj", "hat", "ita", "gre", "mal", "mar"]


def _email() -> pl.Expr:
    return pl.col("school_email").str.to_lowercase()


def _doubled(value: pl.Expr) -> pl.Expr:
    return (value != "") & value.is_duplicated()


def _grade_situations() -> tuple[Situation, ...]:
    codes = (
        "3H 3F 4H 4F 5H 5F KH KF DH DF PF 01 02 03 04 05 06 07 08 09 10 11 12 1 2 3 4 5 6 7 8 9 PG A1 A2 AD UG SE TR"
    )
    return tuple(
        students_with(
            f"grade-{code}", "export-options §5", f"state grade code {code}", pl.col("state_grade_code") == code
        )
        for code in codes.split()
    )


def _same_name(tables: Tables) -> pl.DataFrame:
    return tables.exported.filter(pl.struct("first_name", "last_name", "school_code").is_duplicated())


def _same_number_as_staff(tables: Tables) -> pl.DataFrame:
    return tables["students"].join(tables["staff"], left_on="district_number", right_on="staff_id", how="semi")


def _local_part_doubled(tables: Tables) -> pl.DataFrame:
    parts = tables.exported.filter(_email().str.contains("@")).with_columns(part=_email().str.extract("^([^@]*)@"))
    return parts.filter(pl.col("part").is_duplicated() & ~_email().is_duplicated())


def _guardians_address(tables: Tables) -> pl.DataFrame:
    return tables.exported.join(tables["emails"], left_on="school_email", right_on="address", how="semi")


def _races_known(rule: str) -> pl.Expr:
    codes = pl.col("race_code").str.split(";").list
    known = codes.eval(pl.element().is_in(_KNOWN_RACES))
    several = codes.len() > 1
    match rule:
        case "none":
            return filled("race_code") & ~known.list.any()
        case "some":
            return several & known.list.any() & ~known.list.all()
        case _:
            return several & known.list.all()


STUDENTS: tuple[Situation, ...] = (
    students_with("preferred-name", "export-options X08", "goes by another first name", filled("preferred_first_name")),
    students_with(
        "preferred-last-name", "export-options X08", "goes by another last name", filled("preferred_last_name")
    ),
    students_with("suffix", "roster-model §3", "a suffix such as Jr.", filled("suffix")),
    students_with("accents", "export-options §1", "accents in the name", pl.col("first_name").str.contains("[À-ɏẠ-ỹ]")),
    students_with(
        "name-not-foldable",
        "export-options §1",
        "nothing left of the last name when folded (NAME_NOT_FOLDABLE)",
        pl.col("last_name").str.contains(r"^[^A-Za-z0-9À-ɏ]+$"),
    ),
    students_with(
        "apostrophe", "export-options §4.2", "an apostrophe in the name", pl.col("last_name").str.contains("'")
    ),
    students_with(
        "curly-apostrophe", "export-options §1", "a typographic apostrophe", pl.col("last_name").str.contains("’")
    ),
    students_with("comma-in-name", "roster-csv §1", "a comma in the name", pl.col("last_name").str.contains(",")),
    students_with(
        "quotes-in-name", "roster-csv §1", "quotation marks in the name", pl.col("first_name").str.contains('"')
    ),
    students_with(
        "formula-in-name",
        "export-options §3",
        "a spreadsheet would run this name",
        pl.concat_list("first_name", "middle_name", "last_name")
        .list.eval(pl.element().str.contains(r"^[=+@-]"))
        .list.any(),
    ),
    students_with(
        "longest-name", "roster-csv §4", "a last name of 75 characters", pl.col("last_name").str.len_chars().eq(75)
    ),
    Situation("two-of-one-name", "two of one name in one school", "batch-updates §2.3", _same_name, _KEY),
    Situation(
        "number-of-staff", "a student number that is also a staff ID", "batch-updates §6", _same_number_as_staff, _KEY
    ),
    students_with(
        "numeric-login",
        "batch-updates §2.3",
        "a login of digits with leading zeros (LEADING_ZEROS)",
        pl.col("weblogin_id").str.contains(r"^0\d+$"),
    ),
    students_with(
        "login-missing",
        "batch-updates §2.3",
        "no web login from grade 5 on",
        blank("weblogin_id") & pl.col("state_grade_code").str.contains("^(0[5-9]|1)"),
    ),
    students_with(
        "login-upper-case",
        "batch-updates §2.3",
        "a web login in upper case",
        pl.col("weblogin_id").str.contains("[A-Z]"),
    ),
    students_with(
        "state-id-missing",
        "export-options §4.2",
        "no government number (PASSWORD_MISSING with state_id)",
        blank("state_id"),
    ),
    students_with(
        "state-id-short",
        "roster-csv §3",
        "a government number without ten digits (STATE_ID_FORM)",
        filled("state_id") & ~pl.col("state_id").str.contains(r"^\d{10}$"),
    ),
    students_with(
        "email-missing",
        "export-options §4.3",
        "no e-mail in grade 3 or higher (EMAIL_MISSING, warning)",
        blank("school_email") & pl.col("state_grade_code").is_in([f"{level:02}" for level in range(3, 13)]),
    ),
    students_with(
        "email-missing-young",
        "export-options §4.3",
        "no e-mail in a lower grade (EMAIL_MISSING, info)",
        blank("school_email") & pl.col("state_grade_code").is_in(["KF", "01", "02"]),
    ),
    students_with(
        "email-double", "export-options §4.3", "one address for two students (EMAIL_DUPLICATE)", _doubled(_email())
    ),
    students_with(
        "email-domain",
        "export-options §4.3",
        "an address of another domain (EMAIL_DOMAIN_UNEXPECTED)",
        pl.col("school_email").str.contains(_EMAIL) & ~_email().str.ends_with(_OURS),
    ),
    students_with(
        "email-invalid",
        "batch-updates §4.2",
        "an address against the syntax (EMAIL_INVALID)",
        pl.col("school_email").str.contains("@") & ~pl.col("school_email").str.contains(_EMAIL),
    ),
    students_with(
        "email-without-at",
        "export-options §4.3",
        "an address without @, to be completed by G09",
        filled("school_email") & ~pl.col("school_email").str.contains("@"),
    ),
    students_with(
        "email-upper-case", "export-options §1", "an address in upper case", pl.col("school_email").str.contains("@STU")
    ),
    Situation(
        "email-local-part-double",
        "the same before the @ in two addresses (USERNAME_DUPLICATE with G03)",
        "export-options §4.1",
        _local_part_doubled,
        _KEY,
    ),
    Situation(
        "email-of-guardian",
        "the address of a guardian (IN_USE_GUARDIAN)",
        "batch-updates §4.2",
        _guardians_address,
        _KEY,
    ),
    students_with("gender-x", "roster-model §6.2", "gender X", pl.col("gender") == "X"),
    students_with("gender-unknown", "roster-model §6.2", "gender U, written blank", pl.col("gender") == "U"),
    students_with(
        "gender-unmapped",
        "roster-model §6.2",
        "a gender code of no table (CODE_UNMAPPED)",
        ~pl.col("gender").is_in(["", "M", "F", "X", "U"]),
    ),
    students_with(
        "race-unmapped", "roster-model §6.2", "only unknown race codes (CODE_UNMAPPED)", _races_known("none")
    ),
    students_with(
        "race-partly-mapped", "export-options §3", "an unknown race code beside a known one", _races_known("some")
    ),
    students_with("race-two", "roster-model §6.2", "two known race codes, written M", _races_known("all")),
    students_with("race-m", "roster-model §6.2", "race code M", pl.col("race_code") == "M"),
    students_with(
        "language-unmapped",
        "roster-model §6.3",
        "a home language without Clever name (HOME_LANGUAGE_UNMAPPED)",
        pl.col("home_language_code").is_in(_UNMAPPED),
    ),
    students_with("language-blank", "export-options §4.9", "no home language recorded", blank("home_language_code")),
    students_with("lunch-unknown", "export-options §4.5", "lunch status not recorded", blank("free_reduced_lunch")),
    students_with("lunch-free", "export-options §4.5", "free lunch", pl.col("free_reduced_lunch") == "F"),
    students_with("lunch-reduced", "export-options §4.5", "reduced lunch", pl.col("free_reduced_lunch") == "R"),
    students_with("lunch-paid", "export-options §4.5", "not eligible", pl.col("free_reduced_lunch") == "N"),
    students_with("hispanic-unknown", "roster-model §3", "ethnicity not recorded", blank("hispanic")),
    *_grade_situations(),
    students_with("grade-blank", "export-options §5", "no state grade (GRADE_MISSING)", blank("state_grade_code")),
    rows_of("students", "do-not-export", "export-options §3", "kept out of every file", true("do_not_export")),
    rows_of(
        "students", "photo-restricted", "batch-updates §3.5", "no photo outside the school", true("photo_restricted")
    ),
    rows_of("students", "record-confidential", "roster-model §3", "a confidential record", true("record_confidential")),
)
