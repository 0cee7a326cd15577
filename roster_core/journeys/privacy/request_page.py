"""The page with which a record begins: every table of it to read, and links to its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2rem auto;padding:0 1rem;color:#1d2b29;background:#fff}
h1{font-size:1.5rem;margin-bottom:0}h2{font-size:1.1rem;margin-top:2rem}p{color:#4b5b58}
div{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d8e0de;vertical-align:top}th{font-weight:600}
"""


@dataclass(frozen=True)
class Part:
    """A table of the record."""

    name: str
    rows: Sequence[Mapping[str, Any]]


def page_of(
    who: str, district: str, parts: Sequence[Part], files: Sequence[str], notes: Sequence[str], *, now: datetime
) -> str:
    """The page as HTML that needs nothing else; columns without any value are left out."""
    told = "".join(f"<p>{escape(note)}</p>" for note in notes)
    linked = "".join(f'<li><a href="{escape(path)}">{escape(path)}</a></li>' for path in files)
    shown = f"<h2>Files · {len(files):,}</h2><ul>{linked}</ul>" if files else ""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(who)}</title><style>{_STYLE}</style>'
        f"<h1>{escape(who)}</h1><p>{escape(district)} · everything stored on {now:%Y-%m-%d %H:%M} UTC. The same tables"
        f" are in the folder “tables” and in record.json.</p>{told}{shown}{''.join(map(_table, parts))}</html>"
    )


def _table(part: Part) -> str:
    columns = [
        name
        for name in dict.fromkeys(name for row in part.rows for name in row)
        if any(_text(row.get(name)) for row in part.rows)
    ]
    head = "".join(f"<th>{escape(_title(name))}</th>" for name in columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(_text(row.get(name)))}</td>' for name in columns)}</tr>" for row in part.rows
    )
    return f"<h2>{escape(_title(part.name))} · {len(part.rows):,}</h2><div><table><tr>{head}</tr>{rows}</table></div>"


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _text(value: Any) -> str:
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return "" if value.year == 1 else value.isoformat()  # an open start
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
