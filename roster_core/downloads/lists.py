"""Lists that go with what is handed out: CSV that spreadsheet programs open as text, and pages to print."""

import csv
import io
from collections.abc import Iterable, Sequence
from html import escape

from roster_core.downloads.holders import Holder

#: The columns that tell of a person.
PERSON = (
    "kind", "district_number", "weblogin_id", "state_id", "last_name", "first_name", "grade", "homeroom", "school",
)  # fmt: skip
#: A cell that begins so is run by a spreadsheet program.
_RUN = ("=", "+", "-", "@", "\t", "\r")
_STYLE = """
body { font: 11pt/1.35 system-ui, sans-serif; margin: 2rem; color: #111; background: #fff }
h1 { font-size: 16pt; margin: 0 } h2 { font-size: 12pt; margin: 1.2rem 0 .3rem; break-after: avoid }
p { color: #444; margin: .2rem 0 } tr { break-inside: avoid } th:first-child { width: 2rem }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { text-align: left; padding: .2rem .5rem; border-bottom: 1px solid #ccc }
td.box::before { content: ""; display: inline-block; width: .8rem; height: .8rem; border: 1px solid #555 }
@media print { body { margin: 0 } }
"""


def person_cells(one: Holder) -> tuple[str, ...]:
    """The cells of `PERSON`."""
    return (
        one.kind, one.district_number, one.weblogin_id, one.state_id, one.last_name, one.first_name, one.grade,
        one.homeroom, one.school,
    )  # fmt: skip


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV that spreadsheet programs open as text: UTF-8 with its mark, CRLF, no cell that would be run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as a spreadsheet program takes it for text."""
    return f"'{cell}" if cell.startswith(_RUN) else cell


def page_to_print(
    title: str, told: str, columns: Sequence[str], groups: Iterable[tuple[str, Iterable[Sequence[str]]]]
) -> bytes:
    """An HTML page: under each heading of `groups` its rows as a table, each row with a box to tick."""
    head = f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{escape(title)}</title><style>{_STYLE}</style>"
    parts = [head, f"<h1>{escape(title)}</h1><p>{escape(told)}</p>"]
    names = "".join(f"<th>{escape(name)}</th>" for name in columns)
    for heading, rows in groups:
        cells = "".join(f"<tr><td class='box'></td>{_cells(row)}</tr>" for row in rows)
        parts.append(f"<h2>{escape(heading)}</h2><table><tr><th></th>{names}</tr>{cells}</table>")
    return "".join(parts).encode()


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)
