"""The lists that go with documents: what each file is, and who has none."""

from collections.abc import Iterator

from roster_core.documents.download import Entry, Plan
from roster_core.downloads.lists import PERSON, as_csv, person_cells

#: The first columns are those by which an upload of documents takes such a list (batch-updates §5.2).
INDEX = (
    "file_name", "student_key", "assessment_type_code", "title", "school_year", "assessment_period",
    "assessment_date", "version", *PERSON[1:], "added", "stored_sha256",
)  # fmt: skip
MISSING = (*PERSON[1:], "title", "why")


def index_csv(plan: Plan) -> bytes:
    """One line for each document, in the order of the ZIP."""
    return as_csv(INDEX, (_row(entry) for entry in plan.entries))


def missing_csv(plan: Plan) -> bytes:
    """One line for each person without a document, and for each document whose file is lost."""
    return as_csv(MISSING, _missing(plan))


def _missing(plan: Plan) -> Iterator[tuple[str, ...]]:
    for one in plan.missing:
        yield (*person_cells(one)[1:], "", "no document")
    for entry in plan.lost:
        yield (*person_cells(entry.holder)[1:], entry.document.title, "file lost")


def _row(entry: Entry) -> tuple[str, ...]:
    one = entry.document
    day = one.assessment_date.isoformat() if one.assessment_date else ""
    return (
        entry.path, entry.holder.district_number, one.type, one.title, one.school_year, one.period, day,
        str(one.version), *person_cells(entry.holder)[1:], one.added.date().isoformat(), one.sha256,
    )  # fmt: skip
