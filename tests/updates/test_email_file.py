"""Lists as registrars send them: encodings, separators, workbooks with typed cells, headers that do not fit."""

import io
from datetime import date

import openpyxl  # type: ignore[import-untyped] # it comes without types
import pytest
import xlsxwriter

from roster_core.batches.people import Criterion
from roster_core.refusals import Refusal
from roster_core.updates import email_file
from roster_core.updates.email_file import read_table
from tests.roster.formats.workbooks import workbook

TEXT = "student_key,last_name,new_email\n0104233,Muñoz,ana@stu.example\n\n101118,,ben@stu.example\n"


def told(table):
    return [(row.number, row.key, row.last_name, row.new_email) for row in table.rows]


ROWS = [(2, "0104233", "Muñoz", "ana@stu.example"), (4, "101118", "", "ben@stu.example")]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.encode("cp1252"), ["ENCODING_GUESSED"]),
        (TEXT.encode("utf-16"), []),
        (TEXT.replace(",", ";").encode(), []),
        (TEXT.replace(",", "\t").replace("\n", "\r\n").encode(), []),
    ],
    ids=["utf-8", "with its mark", "windows-1252", "utf-16", "semicolons", "tabs"],
)
def test_any_usual_text_is_read(content, codes):
    table = read_table("list.csv", content)
    assert told(table) == ROWS
    assert [one["code"] for one in table.notices] == codes


@pytest.mark.parametrize(
    ("header", "criterion"),
    [("student_key", None), ("Student Key", None), ("WEBLOGIN-ID", Criterion.WEBLOGIN_ID),
     ("StudentID", Criterion.DISTRICT_NUMBER), ("state id", Criterion.STATE_ID)],
)  # fmt: skip
def test_the_header_says_which_id_it_is_in_any_spelling(header, criterion):
    table = read_table("list.csv", f"{header},New E-mail\n1,a@b.example\n".replace("E-mail", "_EMAIL").encode())
    assert (table.criterion, table.rows[0].key) == (criterion, "1")


REFUSED = {
    "no key": ("name,new_email\nx,a@b.c\n", "no column student_key"),
    "no address": ("student_key,mail\nx,a@b.c\n", "no column new_email"),
    "neither": ("a,b\nx,y\n", "student_key and no column new_email"),
    "a column twice": ("student_key,new_email,New Email\n1,a@b.c,d@e.f\n", "more than once"),
    "one that need not be there twice": ("student_key,new_email,last_name,Last Name\n1,a@b.c,d,e\n", "more than once"),
    "twice, spelled alike": ("student_key,new_email,new_email\n1,a@b.c,d@e.f\n", "more than once"),
    "two keys": ("student_key,weblogin_id,new_email\n1,2,a@b.c\n", "Several columns"),
    "no row": ("student_key,new_email\n", "no row below"),
    "nothing": ("", "no rows"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(600), "old form"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 40, "not text"),
    "a damaged workbook": (b"PK\x03\x04 no", "damaged"),
    "too large": (b"x" * (email_file.MAX_BYTES + 1), "bytes"),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_list_is_refused_with_the_reason(content, why):
    with pytest.raises(Refusal) as refused:
        read_table("list.csv", content.encode() if isinstance(content, str) else content)
    assert why in refused.value.why
    assert refused.value.fix


def test_so_many_rows_and_no_more(monkeypatch):
    monkeypatch.setattr(email_file, "MAX_ROWS", 3)
    rows = "".join(f"{number},a{number}@b.example\n" for number in range(4))
    with pytest.raises(Refusal, match="4 rows"):
        read_table("list.csv", f"student_key,new_email\n{rows}".encode())


def test_other_columns_are_told_once_but_those_of_a_template_are_not():
    table = read_table("x.csv", b"student_key,Notes,grade,new_email,Bus\n1,x,07,a@b.example,y\n2,x,07,b@b.example,y\n")
    assert [one["message"] for one in table.notices] == ["Columns that were not used: Notes, Bus."]


def test_a_column_that_is_not_used_may_be_there_twice():
    table = read_table("x.csv", b"student_key,Notes,new_email,notes,#,%,Notes\n1,x,a@b.example,y,1,2,z\n")
    assert told(table) == [(2, "1", "", "a@b.example")]


def test_a_workbook_gives_values_as_text():
    book = workbook(
        ("List", [["student_key", "new_email", "Since"], [104233, "ana@stu.example", date(2026, 9, 1)],
                  ["0101118", "ben@stu.example", None], [1.5, True, None]]),
        ("More", [["student_key", "new_email"], ["9", "x@y.example"]]),
    )  # fmt: skip
    table = read_table("list.xlsx", book)
    assert [(row.key, row.new_email) for row in table.rows] == [
        ("104233", "ana@stu.example"),
        ("0101118", "ben@stu.example"),
        ("1.5", "true"),
    ]
    assert [one["code"] for one in table.notices] == ["SHEETS_IGNORED", "COLUMNS_IGNORED"]


def test_the_value_of_a_formula_counts_and_one_without_a_value_is_told():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("List")
        sheet.write_row(0, 0, ["student_key", "new_email"])
        sheet.write_string(1, 0, "0104233")
        sheet.write_formula(1, 1, '="ana@"&"stu.example"', value="ana@stu.example")
    assert read_table("list.xlsx", out.getvalue()).rows[0].new_email == "ana@stu.example"
    plain = openpyxl.Workbook()
    for row in (["student_key", "x", "new_email", "Note"], ["0104233", None, '="ana@"&"stu.example"', "=1+1"],
                ["0101118", None, "ben@stu.example", "=1+1"]):  # fmt: skip
        plain.active.append(row)
    out = io.BytesIO()
    plain.save(out)
    rows = read_table("list.xlsx", out.getvalue()).rows
    assert [[one.message for one in row.findings] for row in rows] == [
        ["The cell C2 holds a formula whose value the file does not have."], []
    ]  # fmt: skip


def test_what_keeps_excel_from_dropping_zeros_is_taken_off():
    assert read_table("x.csv", b'student_key,new_email\n"=""0104233""",a@b.example\n').rows[0].key == "0104233"


def test_a_row_that_cannot_be_read_stays_in_its_place_with_the_reason():
    table = read_table("x.csv", b"student_key,new_email,n\n1,a@b.example,x\n2,b,b@b.example,y,z\n3,c@b.example,x\n")
    assert [row.number for row in table.rows] == [2, 3, 4]
    assert "5 cells" in table.rows[1].findings[0].message
