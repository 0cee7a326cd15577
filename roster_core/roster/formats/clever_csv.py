"""Clever's SFTP files (1.x and 2.x) → an intake."""

from collections.abc import Mapping, Sequence

from roster_core.findings import Finding, Kind, Severity, sorted_frame, to_frame
from roster_core.roster import kinds
from roster_core.roster.formats.beside import take_beside
from roster_core.roster.formats.cells import read_days
from roster_core.roster.formats.choices import Assumptions, Facts
from roster_core.roster.formats.clever_classes import put_classes
from roster_core.roster.formats.clever_columns import COLUMNS, CORE, NEEDED, NOT_CARRIED, OLD_NAMES, TELLING
from roster_core.roster.formats.clever_people import put_staff
from roster_core.roster.formats.clever_students import put_students
from roster_core.roster.formats.draft import Draft
from roster_core.roster.formats.finish import finished
from roster_core.roster.formats.gather import tell_headers, together
from roster_core.roster.formats.sheet import Sheet
from roster_core.roster.formats.years import settled_year, usual_year
from roster_core.roster.intake import FILE, ROW, Intake, SourceFile

FORMAT = "clever"

ENTRY_ASSUMED = Kind(
    "ENTRY_DATE_ASSUMED",
    Severity.INFO,
    "The format has no entry dates; enrollments begin on {value}, the first day of the school year (rows: {count}).",
    "Load student_enrollments.csv and section_enrollments.csv in roster CSV if the dates matter.",
)

_SCHOOLS = {
    "school_code": "School_id",
    "school_number": "School_number",
    "name": "School_name",
    "state_school_id": "State_id",
    "nces_id": "Nces_id",
    "address": "School_address",
    "city": "School_city",
    "state": "School_state",
    "zip": "School_zip",
    "phone": "School_phone",
    "low_grade": "Low_grade",
    "high_grade": "High_grade",
}


def kind_of(sheet: Sheet) -> str:
    """Which of Clever's files a sheet is, by its name and else by its headers; blank if none."""
    stem = OLD_NAMES.get(sheet.stem, sheet.stem)
    telling = dict(TELLING)
    if stem in telling and sheet.has(*telling[stem][:1]):
        return stem
    found = next((kind for kind, headers in TELLING if sheet.has(*headers)), "")
    return "staff" if not found and sheet.has("School_id", "Staff_id", "Admin_email") else found


def read_clever(
    sheets: Sequence[Sheet], assumptions: Assumptions, facts: Facts, sources: tuple[SourceFile, ...] = ()
) -> Intake:
    """The intake that Clever's files make.

    The school year is the one that most sections' terms begin in, unless `facts` state it. Enrollments begin on its
    first day.

    Raises:
        Refusal: Neither the files nor `facts` tell the school year.
    """
    by_kind: dict[str, list[Sheet]] = {kind: [] for kind in COLUMNS}
    others: list[Sheet] = []
    for sheet in [sheet.under(FORMAT) for sheet in sheets]:
        if kind := kind_of(sheet):
            by_kind[kind].append(sheet)
        else:
            others.append(sheet)
    if blocks := _missing(by_kind):
        return Intake(
            FORMAT,
            {},
            sorted_frame([to_frame(blocks), *(sheet.findings for some in by_kind.values() for sheet in some)]),
            sources,
        )
    rows = {kind: together(by_kind[kind], columns) for kind, columns in COLUMNS.items()}
    draft = Draft(FORMAT, settled_year(facts, usual_year(read_days(rows["sections"], "Term_start"))))
    for kind, some in by_kind.items():
        for sheet in some:
            draft.findings += [sheet.findings, tell_headers(sheet, COLUMNS[kind], NOT_CARRIED.get(kind, ()))]
    draft.put("schools", rows["schools"].select(FILE, ROW, **_SCHOOLS), _SCHOOLS)
    put_students(draft, rows["students"], assumptions)
    put_staff(draft, rows["teachers"], rows["staff"], rows["schools"])
    put_classes(draft, rows["sections"], rows["enrollments"], rows["students"], assumptions)
    _tell_entry_dates(draft)
    take_beside(draft, others, carried=("schools", "students", "staff", "courses", "sections"))
    return finished(draft, assumptions, facts, sources=sources)


def _missing(by_kind: Mapping[str, Sequence[Sheet]]) -> list[Finding]:
    """What blocks the load: files that are not there, columns without which no row of a file means anything."""
    found = []
    for kind in CORE:
        file = f"{FORMAT}/{kind}.csv"
        if not by_kind[kind]:
            found.append(Finding(kinds.FILE_MISSING, file, facts={"name": f"{kind}.csv"}))
        for sheet in by_kind[kind]:
            for name in NEEDED[kind]:
                if not any(sheet.has(alias) for alias in (name, *COLUMNS[kind][name])):
                    facts = {"header": name, "name": sheet.name}
                    found.append(Finding(kinds.HEADER_MISSING, sheet.shown, name.lower(), name, facts))
    return found


def _tell_entry_dates(draft: Draft) -> None:
    for table in ("student_enrollments", "section_enrollments"):
        frame = draft.tables[table]
        if frame.height:
            facts = {"count": frame.height, "value": draft.year.start.isoformat()}
            draft.note(Finding(ENTRY_ASSUMED, str(frame[FILE][0]), "", "entry_date", facts))
