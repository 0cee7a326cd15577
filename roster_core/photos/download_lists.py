"""The lists that go with the photos: what each file is, who has none, and the index that yearbook programs read."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import chain

from roster_core.photos.download import Entry, Holder, Plan

#: The columns of `index.csv` and `missing.csv`.
INDEX = (
    "file", "kind", "district_number", "weblogin_id", "state_id", "last_name", "first_name", "grade", "homeroom",
    "school", "photo_date", "school_year", "stored_sha256",
)  # fmt: skip
MISSING = (*INDEX[1:10], "why")
#: The largest photo that a PSPA index calls small, in pixels (photos §5).
_SMALL = (320, 400)
#: A cell that begins so is run by a spreadsheet program.
_RUN = ("=", "+", "-", "@", "\t", "\r")


def index_csv(plan: Plan) -> bytes:
    """One line for each photo, in the order of the ZIP."""
    return as_csv(INDEX, (_index_row(entry) for entry in plan.entries))


def missing_csv(plan: Plan) -> bytes:
    """One line for each person without a photo."""
    told = [((*_person(one), "no photo") for one in plan.missing), ((*_person(one), "file lost") for one in plan.lost)]
    return as_csv(MISSING, chain.from_iterable(told))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV that spreadsheet programs open as text: UTF-8 with its mark, CRLF, no cell that would be run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if cell.startswith(_RUN) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def pspa_index(plan: Plan, volume: str) -> bytes:
    """`INDEX.TXT` as yearbook publishers and photographers read it: 13 columns, tab-separated, then our number."""
    lines = []
    for entry in plan.entries:
        one = entry.holder
        folder, _, file = entry.path.rpartition("/")
        small = entry.photo.width <= _SMALL[0] and entry.photo.height <= _SMALL[1]
        staff = "Staff" if one.kind == "staff" else ""
        cells = [
            volume, folder.replace("/", "\\"), file, one.grade, one.last_name, one.first_name, one.homeroom,
            "", "", "", staff, "", "SMALL" if small else "LARGE", one.district_number,
        ]  # fmt: skip
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    return "".join(f"{line}\r\n" for line in lines).encode()


def _index_row(entry: Entry) -> tuple[str, ...]:
    photo = entry.photo
    return (entry.path, *_person(entry.holder), photo.taken.date().isoformat(), photo.school_year, photo.sha256)


def _person(one: Holder) -> tuple[str, ...]:
    return (
        one.kind, one.district_number, one.weblogin_id, one.state_id, one.last_name, one.first_name, one.grade,
        one.homeroom, one.school,
    )  # fmt: skip
