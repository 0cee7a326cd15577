"""Small Excel workbooks made for tests."""

import io
from datetime import date

import openpyxl  # type: ignore[import-untyped] # it comes without types


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name.removeprefix("hidden "))
        if name.startswith("hidden "):
            sheet.sheet_state = "hidden"
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BOOK = workbook(("Students", [["ID", "Name", "Born"], *([f"{n:07d}", f"N{n}", date(2015, 8, 1)] for n in range(20))]))
