"""What a student is written with beyond the plain columns: home language, GPA, address (export-options §4.9–4.11)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.people.phones import zip_code
from roster_core.clever.profile.validity import spelled
from roster_core.clever.report import found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.source.source import Read, Source
from roster_core.findings import Kind

_GPA_TYPES = Read("gpa_type", {"gpa_type_code": pl.String, "scope": pl.String})
_GPAS = Read("student_gpa", {"person_id": pl.Int64, "school_year": pl.String, "value": pl.String})
_YEARS = Read("school_year", {"school_year": pl.String, "start_date": pl.Date})
_ADDRESSES = Read(
    "address",
    {
        "person_id": pl.Int64,
        "from_date": pl.Date,
        **dict.fromkeys(("line1", "line2", "city", "state", "zip"), pl.String),
        "is_confidential": pl.Boolean,
    },
)
_FEWEST_PLACES = 2
#: Columns of an address as written, in the order of the file.
ADDRESS = ("street", "city", "state", "zip_cell")


def with_extras(students: pl.DataFrame, source: Source, run: Run, low: int, high: int) -> pl.DataFrame:
    """The students, of keys from `low` to `high`, with `language`, `unweighted_gpa`, `weighted_gpa` and address cells.

    What an option leaves out is null.
    """
    options = run.options
    years = _years_up_to(source, run)
    for name, code in (("unweighted_gpa", options.unweighted_gpa_type), ("weighted_gpa", options.weighted_gpa_type)):
        students = _with_gpa(students, source, years, name, code, (low, high))
    return _with_address(students.with_columns(language=_language(run)), source, run, low, high)


def _language(run: Run) -> pl.Expr:
    """Clever's name of the home language; null if it has none."""
    code = pl.col("home_language_code").str.to_lowercase()
    name = code.replace_strict(run.codes.languages, default=None, return_dtype=pl.String)
    return pl.when(name != "").then(name)


def _years_up_to(source: Source, run: Run) -> pl.DataFrame:
    """The run's year and those before: `school_year`, `age` (0 is the run's)."""
    ours = pl.col("school_year") == run.year
    years = source.table(_YEARS).filter(ours | (pl.col("start_date") < run.year_start))
    return years.sort("start_date", descending=True).with_columns(age=pl.int_range(pl.len()))


def _with_gpa(
    students: pl.DataFrame, source: Source, years: pl.DataFrame, name: str, code: str | None, keys: tuple[int, int]
) -> pl.DataFrame:
    types = dict(source.table(_GPA_TYPES).iter_rows()) if code else {}
    known = spelled(code, types) if code else None
    if known is None:
        return students.with_columns(pl.lit(None, dtype=pl.String).alias(name))
    usable = years if types[known] == "CUMULATIVE" else years.filter(pl.col("age") == 0)
    values = source.table(_GPAS.where(gpa_type_code=known).between("person_id", *keys))
    newest = (
        values.filter(pl.col("value").is_not_null())
        .join(usable, on="school_year")
        .sort("person_id", "age")
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", _decimals("value").alias(name))
    )
    return students.join(newest, on="person_id", how="left")


def _decimals(column: str) -> pl.Expr:
    """A decimal number with no zeros at its end beyond two places: 4 → 4.00, 3.7 → 3.70, 3.6667 as it is."""
    whole = pl.col(column).str.extract(r"^([0-9]+)", 1)
    places = pl.col(column).str.extract(r"\.([0-9]*?)0*$", 1).fill_null("")
    return pl.concat_str(whole, places.str.pad_end(_FEWEST_PLACES, "0"), separator=".")


def _with_address(students: pl.DataFrame, source: Source, run: Run, low: int, high: int) -> pl.DataFrame:
    if not run.options.populate_student_address:
        return students.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in ADDRESS)
    in_force = _ADDRESSES.where(type="RESIDENCE").on("from_date", "to_date", run.as_of).between("person_id", low, high)
    latest = (
        source.table(in_force)
        .sort("person_id", "from_date", descending=[False, True], nulls_last=True)
        .unique("person_id", keep="first", maintain_order=True)
    )
    shown = ~pl.col("is_confidential")
    cells = {
        "street": pl.concat_str("line1", "line2", separator=", ", ignore_nulls=True),
        "city": pl.col("city"),
        "state": pl.col("state"),
        "zip_cell": zip_code(pl.col("zip")),
    }
    written = latest.with_columns(pl.when(shown).then(cell).alias(name) for name, cell in cells.items())
    return students.join(written.select("person_id", "is_confidential", "zip", *ADDRESS), on="person_id", how="left")


def extras_findings(students: pl.DataFrame, run: Run) -> pl.DataFrame:
    """What is said of languages, GPAs and addresses; the students come from `with_extras`."""
    options = run.options
    nobody = students.clear()
    unmapped = students.filter(pl.col("home_language_code").is_not_null() & pl.col("language").is_null())
    unweighted, weighted = (pl.col(name).cast(pl.Decimal(12, 6)) for name in ("unweighted_gpa", "weighted_gpa"))
    parts = [
        _about(
            unmapped if options.include_home_language else nobody,
            kinds.HOME_LANGUAGE_UNMAPPED,
            "Home_language",
            {"code": pl.col("home_language_code")},
        ),
        _about(
            students.filter(unweighted > weighted),
            kinds.GPA_ORDER_ODD,
            "Unweighted_gpa",
            {"unweighted": pl.col("unweighted_gpa"), "weighted": pl.col("weighted_gpa")},
        ),
    ]
    if options.populate_student_address:
        secret = pl.col("is_confidential").fill_null(value=False)
        wrong = students.filter(~secret & pl.col("zip").is_not_null() & pl.col("zip_cell").is_null())
        parts.append(_about(students.filter(secret), kinds.ADDRESS_CONFIDENTIAL, "Student_street", {}))
        parts.append(_about(wrong, kinds.ZIP_INVALID, "Student_zip", {"zip": pl.col("zip")}))
    return pl.concat(parts)


def _about(students: pl.DataFrame, kind: Kind, column: str, facts: dict[str, pl.Expr]) -> pl.DataFrame:
    return found(
        students,
        kind,
        "students.csv",
        pl.col("district_number"),
        column=column,
        facts={"name": full_name(), **facts},
        person=link("student", "district_number"),
    )
