"""All situations, and the page that lists them with the rows that show them."""

from roster_core.sample.situations.courses import COURSES
from roster_core.sample.situations.district import DISTRICT
from roster_core.sample.situations.families import FAMILIES
from roster_core.sample.situations.homerooms import HOMEROOMS
from roster_core.sample.situations.inclusion import INCLUSION
from roster_core.sample.situations.placing import PLACING
from roster_core.sample.situations.records import RECORDS
from roster_core.sample.situations.staff import STAFF
from roster_core.sample.situations.students import STUDENTS
from roster_core.sample.situations.tables import Situation, Tables
from roster_core.sample.situations.teaching import TEACHING

#: Heading → the situations under it.
CATALOG: dict[str, tuple[Situation, ...]] = {
    "District and schools": DISTRICT,
    "Students": STUDENTS,
    "Where students are": PLACING,
    "What is kept of students": RECORDS,
    "Guardians": FAMILIES,
    "Staff": STAFF,
    "Sections: teachers, terms, seats": TEACHING,
    "Courses and meetings": COURSES,
    "Homerooms": HOMEROOMS,
    "Inclusion": INCLUSION,
}


def page(tables: Tables, *, shown: int = 3) -> str:
    """All situations as Markdown tables: what it is, where it is defined, how many rows show it, and the first keys."""
    lines = []
    for heading, situations in CATALOG.items():
        lines += ["", f"## {heading}", "", "| situation | what it is | defined in | rows | for instance |"]
        lines += ["|---|---|---|---|---|"]
        for situation in situations:
            keys = situation.keys(tables)
            first = ", ".join(f"`{key}`" for key in keys[:shown])
            lines.append(f"| {situation.name} | {situation.text} | {situation.source} | {len(keys)} | {first} |")
    return "\n".join(lines) + "\n"
