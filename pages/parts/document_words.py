"""Documents in words: who sees one, what kind of file it is, and a table of several."""

from collections.abc import Sequence

import pandas as pd

from pages.parts.states import day
from pages.parts.tables import harmless
from pages.shell.download_link import in_bytes
from roster_core.documents.download import DOCX
from roster_core.journeys.documents import DocumentView

FILES = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", DOCX: "Word"}


def file_word(media_type: str, size: int, pages: int | None) -> str:
    """A file in a few words: `PDF, 3 pages, 212 kB`."""
    told = [FILES.get(media_type, "File"), in_bytes(size)]
    if pages is not None:
        told.insert(1, "1 page" if pages == 1 else f"{pages:,} pages")
    return ", ".join(told)


def documents_frame(documents: Sequence[DocumentView], time_zone: str, *, people: bool) -> pd.DataFrame:
    """A line for each document, with whose it is if `people`."""
    whose = {
        "Student": [f"{one.holder.last_name}, {one.holder.first_name}" for one in documents],
        "ID": [one.holder.district_number for one in documents],
        "School": [one.holder.school for one in documents],
        "Grade": [one.holder.grade for one in documents],
    }
    frame = pd.DataFrame(
        {
            **(whose if people else {}),
            "Title": [one.title for one in documents],
            "Type": [one.type for one in documents],
            "School year": [one.school_year for one in documents],
            "Period": [one.period for one in documents],
            "Version": [str(one.version) for one in documents],
            "Added": [day(one.added_at, time_zone) for one in documents],
            "Withdrawn": [day(one.withdrawn_at, time_zone) if one.withdrawn_at else "" for one in documents],
        }
    )
    empty = [name for name in ("Period", "Withdrawn") if not any(frame[name])]
    return frame.drop(columns=empty).map(harmless)
