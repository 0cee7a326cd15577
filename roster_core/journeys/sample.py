"""The made-up district into the database: its roster through the same load as any other, and its portraits."""

from pathlib import Path

from sqlmodel import Session, func, select

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import read_districts, require_district
from roster_core.journeys.roster_load import LoadRequest, begin, confirm
from roster_core.journeys.roster_loads import LoadView, read_load
from roster_core.journeys.work import carry_out
from roster_core.photos.keep import Picture, keep_photo
from roster_core.project import PROJECT
from roster_core.refusals import Refusal
from roster_core.roster.tables.people import Staff, Student
from roster_core.storage.objects import open_objects
from roster_core.store import Store

#: Where the sample lies: `roster/` and `photos/students`, `photos/staff`.
SAMPLE = PROJECT / "data" / "sample"
#: The code of the made-up district.
CODE = "MHSD"
#: The school year in which the portraits were taken: some are due for a new one.
PHOTOGRAPHED_IN = "2025-26"


def load_sample(store: Store, user: User, *, clock: Clock = utc_now) -> LoadView:
    """Load the sample district and give its people their portraits; nothing is done twice.

    Raises:
        Refusal: Another district is stored already: the sample is never put beside real people.
    """
    require_everywhere(user, Right.ROSTER_LOAD)
    others = [district.code for district in read_districts(store) if district.code != CODE]
    if others:
        raise Refusal(
            "The sample district was not loaded.",
            why=f"This database holds {others[0]}; made-up people do not belong beside real ones.",
            fix="Set ROSTER_DATA_DIR to a new folder, and load the sample there.",
        )
    load_id = begin(store, user, SAMPLE / "roster", LoadRequest(format="roster"), clock=clock)
    carry_out(store, "roster-check", load_id)
    view = read_load(store, user, load_id)
    if view.state == "previewed" and any(n["added"] or n["changed"] or n["gone"] for n in view.counts.values()):
        confirm(store, user, load_id, clock=clock)
        carry_out(store, "roster-switch", load_id)
    _keep_portraits(store, clock)
    return read_load(store, user, load_id)


def _keep_portraits(store: Store, clock: Clock) -> None:
    district = require_district(store, CODE)
    objects = open_objects(store.settings)
    for group in ("students", "staff"):
        with store.writing(district.district_id) as session:
            for path in sorted((SAMPLE / "photos" / group).glob("*.jpg")):
                if (person_id := _person(session, group, path)) is not None:
                    keep_photo(
                        session,
                        objects,
                        district.district_id,
                        person_id,
                        Picture(path.name, path.read_bytes()),
                        school_year=PHOTOGRAPHED_IN,
                        now=clock(),
                    )


def _person(session: Session, group: str, path: Path) -> int | None:
    if group == "students":
        student = session.exec(select(Student).where(func.lower(Student.weblogin_id) == path.stem.lower())).first()
        return student.person_id if student else None
    staff = session.exec(select(Staff).where(func.lower(Staff.staff_id) == path.stem.lower())).first()
    return staff.person_id if staff else None
