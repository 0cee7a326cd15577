"""Who has no photo or an old one: on screen, as CSV for the photographer, and as a page to print."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel import select

from roster_core.access.audit import Deed
from roster_core.access.rights import User
from roster_core.clock import Clock, utc_now
from roster_core.downloads.holders import grade_word, group_heading
from roster_core.downloads.lists import as_csv, page_to_print
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.photo_holders import read_holders, read_photos
from roster_core.journeys.seeing import note_taken
from roster_core.photos.gaps import Coverage, Gap, find_gaps
from roster_core.roster.tables.organisation import SchoolYear
from roster_core.store import Store

#: The columns of the CSV.
COLUMNS = (
    "school", "grade", "homeroom", "last_name", "first_name", "district_number", "weblogin_id", "state_id", "kind",
    "photo", "photo_date", "photo_school_year",
)  # fmt: skip


@dataclass(frozen=True)
class Gaps:
    """Whose photo is missing or older than the school year, and how many have which, by school and grade."""

    district: DistrictView
    school_year: str
    gaps: tuple[Gap, ...]
    coverage: tuple[Coverage, ...]

    def of(self, school: str = "", grade: str = "") -> tuple[Gap, ...]:
        """Those of a school and grade, blank for every one."""
        return tuple(gap for gap in self.gaps if _is_in(gap, school, grade))


def read_gaps(store: Store, user: User) -> Gaps:
    """How it stands with the photos of the user's schools.

    Raises:
        Refusal: The user may not take out whose photo is missing, or there is no roster.
    """
    district, holders = read_holders(store, user)
    photos = read_photos(store, district)
    gaps, coverage = find_gaps(holders, photos, district.current_school_year, _starts(store, district))
    return Gaps(district, district.current_school_year, gaps, coverage)


def take_gaps(
    store: Store, user: User, form: str, school: str = "", grade: str = "", *, clock: Clock = utc_now
) -> Gaps:
    """The same, about to be taken out as CSV or, of one school and grade, as a page to print (`form` `html`).

    Raises:
        Refusal: As `read_gaps`.
    """
    told = read_gaps(store, user)
    kept = [gap for gap in _handed_out(told) if form == "csv" or _is_in(gap, school, grade)]
    persons, facts = tuple(gap.holder.reference for gap in kept), {"form": form, "school": school, "grade": grade}
    deed = Deed(user.login, "photo_gaps_downloaded", "photos:gaps", persons, facts)
    note_taken(store, told.district.district_id, deed, clock=clock)
    return told


def gaps_csv(gaps: Gaps) -> bytes:
    """One line for each person, for the photographer; nobody whose record is confidential."""
    return as_csv(COLUMNS, (_row(gap) for gap in _handed_out(gaps)))


def gaps_page(gaps: Gaps, school: str = "", grade: str = "") -> bytes:
    """A page to print: for each school and grade those to be photographed, with a box to tick."""
    kept = [gap for gap in _handed_out(gaps) if _is_in(gap, school, grade)]
    title = f"Photos to be taken, {gaps.district.name}, {gaps.school_year}"
    groups = (
        (group_heading(*place), (_printed(gap) for gap in some))
        for place, some in groupby(kept, key=lambda gap: (gap.holder.school, grade_word(gap.holder)))
    )
    told = f"{len(kept):,} people without a photo of this school year."
    return page_to_print(title, told, ("Name", "ID", "Homeroom", "Photo"), groups)


def _handed_out(gaps: Gaps) -> tuple[Gap, ...]:
    return tuple(gap for gap in gaps.gaps if not gap.holder.confidential)


def _is_in(gap: Gap, school: str, grade: str) -> bool:
    return (not school or gap.holder.school == school) and (not grade or grade_word(gap.holder) == grade)


def _printed(gap: Gap) -> tuple[str, ...]:
    one = gap.holder
    return f"{one.last_name}, {one.first_name}", one.district_number, one.homeroom, _photo(gap)


def _photo(gap: Gap) -> str:
    return gap.state.value if gap.taken is None else f"{gap.school_year or gap.taken.isoformat()}"


def _row(gap: Gap) -> tuple[str, ...]:
    one = gap.holder
    taken = gap.taken.isoformat() if gap.taken else ""
    return (
        one.school, grade_word(one), one.homeroom, one.last_name, one.first_name, one.district_number,
        one.weblogin_id, one.state_id, one.kind, gap.state.value.replace("’", "'"), taken, gap.school_year,
    )  # fmt: skip


def _starts(store: Store, district: DistrictView) -> date | None:
    with store.reading(district.district_id) as session:
        year = session.exec(select(SchoolYear).where(SchoolYear.school_year == district.current_school_year)).first()
        return None if year is None else year.start_date
