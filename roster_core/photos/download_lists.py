"""The lists that go with the photos: what each file is, who has none, and the index that yearbook programs read."""

from itertools import chain

from roster_core.downloads.lists import PERSON, as_csv, person_cells
from roster_core.photos.download import Entry, Plan

#: The columns of `index.csv` and `missing.csv`.
INDEX = ("file", *PERSON, "photo_date", "school_year", "stored_sha256")
MISSING = (*PERSON, "why")
#: The largest photo that a PSPA index calls small, in pixels (photos §5).
_SMALL = (320, 400)


def index_csv(plan: Plan) -> bytes:
    """One line for each photo, in the order of the ZIP."""
    return as_csv(INDEX, (_index_row(entry) for entry in plan.entries))


def missing_csv(plan: Plan) -> bytes:
    """One line for each person without a photo."""
    told = [
        ((*person_cells(one), "no photo") for one in plan.missing),
        ((*person_cells(one), "file lost") for one in plan.lost),
    ]
    return as_csv(MISSING, chain.from_iterable(told))


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
    return (entry.path, *person_cells(entry.holder), photo.taken.date().isoformat(), photo.school_year, photo.sha256)
