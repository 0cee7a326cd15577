import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.roster.archive import Sources, open_sources
from roster_core.roster.checks.roster import check
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILES
from roster_core.roster.reading import read_roster_csv
from tests.roster.golden_roster import FOLDER, golden, load, told

FILES_OF_GOLDEN = {path.name: path.read_bytes() for path in FOLDER.iterdir()}


def changed(**contents):
    """The golden files with some of them replaced (None: taken away)."""
    files = FILES_OF_GOLDEN | {f"{name}.csv": content for name, content in contents.items()}
    return {name: content for name, content in files.items() if content is not None}


def rows_of(intake, name, *columns):
    return intake.tables[name].select(ROW, *columns).rows()


def test_the_golden_roster_is_read_without_a_finding():
    intake = read_roster_csv(open_sources(FOLDER))
    assert intake.format == "roster"
    assert intake.findings.is_empty()
    assert set(intake.tables) == {file.name for file in FILES}
    assert [file.name for file in intake.sources] == [file.csv_name for file in FILES]
    assert rows_of(intake, "schools", FILE, "school_code", "phone")[:2] == [
        (2, "roster/schools.csv", "MHE", None),
        (3, "roster/schools.csv", "MMS", None),
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_only_some_files_must_be_there(file):
    found = told(load(changed(**{file.name: None})))
    missing = ("block", "FILE_MISSING", file.name, "", "")
    assert (found == [missing]) if file.required else (missing not in found)


def test_a_file_that_may_be_missing_counts_as_header_only():
    names = {file.name: None for file in FILES if not file.required}
    intake = read_roster_csv(changed(**names))
    assert intake.findings.is_empty()
    assert not set(names) & set(intake.tables)


def test_unknown_files_are_told_and_ignored_with_a_hint_at_what_was_meant():
    files = changed() | {"Students.csv": b"", "notes.txt": b"\xff", "half\udc80.csv": b""}
    found = read_roster_csv(Sources({name: lambda: b"" for name in files}, ("photos/",))).findings
    unknown = found.filter(pl.col("code") == "FILE_UNKNOWN")
    assert unknown["file"].to_list() == [
        "roster/Students.csv",
        "roster/half?.csv",
        "roster/notes.txt",
        "roster/photos/",
    ]
    assert unknown["severity"].unique().to_list() == ["warning"]
    assert "Did you mean students.csv?" in unknown["message"][0]
    assert told(load(changed() | {"notes.txt": b""})) == [("warning", "FILE_UNKNOWN", "notes.txt", "", "")]


@pytest.mark.parametrize(
    ("file", "content", "code", "says"),
    [
        ("terms", "school_code,é".encode("cp1252"), "FILE_ENCODING", "byte 13"),
        ("terms", "school_code".encode("utf-16"), "FILE_ENCODING", "byte 1 "),
        ("terms", b'school_code\n"MHE', "CSV_BROKEN", "record 2, a quote is opened and never closed"),
        ("terms", b'school_code\n\nMHE "x"', "CSV_BROKEN", "record 3, a quote stands inside"),
        ("terms", b'school_code\n"MHE"x', "CSV_BROKEN", "record 2, text follows"),
    ],
)
def test_files_that_cannot_be_read_block_the_load(file, content, code, says):
    checked = load(changed(**{file: content}))
    assert told(checked) == [("block", code, file, "", "")]
    assert says in checked.findings["message"][0]
    assert checked.refused


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.replace(b"\n", b"\r"),
        lambda content: content.rstrip(b"\n"),
        lambda content: content.replace(b"\n", b"\n\n\n"),
        lambda content: content.replace(b",", b" ,\t"),
        lambda content: b"\n".join(
            b",".join(b'"' + cell + b'"' for cell in line.split(b",")) for line in content.splitlines()
        ),
        lambda content: content.split(b"\n")[0].upper() + content[content.index(b"\n") :],
        lambda content: b"\n".join(b",".join(reversed(line.split(b","))) for line in content.splitlines()),
    ],
    ids=["bom", "crlf", "cr", "no end", "blank lines", "blanks", "quotes", "capital headers", "columns reversed"],
)
def test_the_ways_of_writing_csv_make_no_difference(rewritten):
    as_written, expected = load({name: rewritten(content) for name, content in FILES_OF_GOLDEN.items()}), load(golden())
    assert as_written.findings.is_empty()
    for file in FILES:
        assert as_written.tables[file.name].drop(ROW).equals(expected.tables[file.name].drop(ROW))


def header(name, edit):
    first, _, rest = FILES_OF_GOLDEN[f"{name}.csv"].partition(b"\n")
    return {name: edit(first) + b"\n" + rest}


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (
            {"departments": b"name\nMath\n"},
            [("block", "HEADER_MISSING", "departments", "department_code", "department_code")],
        ),
        ({"departments": b""}, [("block", "HEADER_MISSING", "departments", "department_code", "department_code")]),
        (
            header("schools", lambda first: first.replace(b"active,do_not_export", b"Active,ACTIVE")),
            [
                ("block", "HEADER_MISSING", "schools", "do_not_export", "do_not_export"),
                ("block", "HEADER_DUPLICATE", "schools", "active", "active"),
            ],
        ),
        (
            header("gpa_types", lambda first: first.replace(b"name", b"Long Name")),
            [("warning", "HEADER_UNKNOWN", "gpa_types", "long name", "long name")],
        ),
        (
            {"gpa_types": b"gpa_type_code,name,is_weighted,scope,,x,X\n"},
            [
                ("block", "HEADER_DUPLICATE", "gpa_types", "x", "x"),
                ("warning", "HEADER_UNKNOWN", "gpa_types", "", ""),
                ("warning", "HEADER_UNKNOWN", "gpa_types", "x", "x"),
            ],
        ),
    ],
)
def test_headers(files, found):
    if "gpa_types" in files:
        files = files | {"student_gpas": None}
    assert sorted(told(load(changed(**files)))) == sorted(found)


def test_an_absent_optional_column_is_blank():
    assert load(changed(departments=b"department_code\nMATH\nELEM\nADM\nSPED\nSCI\nLIB\n")).tables[
        "departments"
    ].select("name", "clever_subject").unique().rows() == [(None, None)]


def test_records_are_counted_with_those_that_are_skipped_and_cells_must_be_as_many_as_headers():
    content = b'department_code,name\nMATH,Math\n\n," "\nELEM\n"AD\nM",x\nSCI,Science,\n,,,\n'
    files = changed(departments=content, staff_departments=None)
    checked = load(files)
    assert told(checked) == [
        ("error", "FIELD_COUNT", "departments", "#5", ""),
        ("error", "FIELD_COUNT", "departments", "#7", ""),
    ]
    assert "record: 1, in the header: 2" in checked.findings["message"][0]
    assert checked.tables["departments"].select(ROW, "department_code").rows() == [(2, "MATH"), (6, "AD M")]


def test_a_load_that_is_blocked_says_nothing_of_rows():
    checked = load(changed(departments=b"department_code,name\nMATH\n", students=b'"', terms=None))
    assert told(checked) == [("block", "CSV_BROKEN", "students", "", "")]
    assert all(table.is_empty() for table in checked.tables.values())
    assert [list(table.columns) for table in checked.tables.values()] == [[*file.headers, FILE, ROW] for file in FILES]


def test_cells_are_under_the_text_rule_before_anything_else():
    roster = golden()
    roster["schools"][0] |= {"name": " Maple\r\nHollow \u00a0 E\u0301cole ", "low_grade": "\t\x00", "zip": "\u2003"}
    row = load(roster).tables["schools"].row(0, named=True)
    assert (row["name"], row["low_grade"], row["zip"]) == ("Maple Hollow École", None, None)


NAMES = sorted(FILES_OF_GOLDEN)


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_golden_files_with_other_bytes_in_them_are_judged_and_never_an_accident(data):
    name = data.draw(st.sampled_from(NAMES))
    content = bytearray(FILES_OF_GOLDEN[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    checked = load(FILES_OF_GOLDEN | {name: bytes(content)})
    assert_sound(checked)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(NAMES), st.lists(st.lists(st.text(max_size=5), min_size=1, max_size=5), max_size=5))
def test_any_text_below_a_header_is_judged_and_never_an_accident(name, rows):
    first = FILES_OF_GOLDEN[name].partition(b"\n")[0]
    text = "\n".join(",".join(row) for row in rows)
    assert_sound(load(FILES_OF_GOLDEN | {name: first + b"\n" + text.encode("utf-8", "replace")}))


def assert_sound(checked):
    """No accepted row breaks a rule: keys are unique, references lead somewhere, required cells are filled."""
    assert not checked.findings.select(pl.any_horizontal(pl.all().is_null().any())).item()
    for file in FILES:
        table = checked.tables[file.name]
        assert dict(table.schema) == {
            **{column.name: column.type.dtype for column in file.columns},
            FILE: pl.String,
            ROW: pl.Int64,
        }
        assert not table.select(pl.col(file.key).cast(pl.String).str.to_lowercase()).is_duplicated().any()
        required = [column.name for column in file.columns if column.required or column.default]
        assert not table.select(pl.any_horizontal(pl.col(required).is_null())).to_series().any()
        for reference in file.references:
            rows = table.drop_nulls(reference.columns[-1])
            if reference.when:
                rows = rows.filter(pl.col(reference.when[0]) == reference.when[1])
            target = checked.tables[reference.file]
            assert rows.join(target, left_on=reference.columns, right_on=reference.target, how="anti").is_empty()


def test_tables_of_another_format_are_checked_alike():
    intake = read_roster_csv(FILES_OF_GOLDEN)
    students = intake.tables["students"].with_columns(pl.lit("clever/students.csv").alias(FILE), gender=pl.lit(""))
    broken = students.with_columns(birth_date=pl.lit("1/2/2012"))
    other = type(intake)("clever", dict(intake.tables) | {"students": broken.drop("suffix")})
    found = check(other, district_code=None).findings
    assert found.filter(pl.col("code") == "CELL_BAD").select("file", "row_key", "column").row(0) == (
        "clever/students.csv",
        "#2",
        "birth_date",
    )
    assert check(
        type(intake)("x", dict(intake.tables) | {"students": students}), district_code=None
    ).findings.is_empty()
