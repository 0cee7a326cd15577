"""A section as the steps of §8 pass it on: of the roster, or a homeroom (export-options §3, §7.5)."""

from dataclasses import dataclass, field

from tests.clever.plain.loading import Row, Tables

FILE = "sections.csv"
_KEY = ("school_code", "school_year", "course_code", "section_code")


@dataclass(eq=False)
class Section:
    """One that may be written; `course` and `record` are blank for a homeroom."""

    school: str
    base: str
    base_name: str
    course: Row = field(default_factory=dict)
    record: Row = field(default_factory=dict)
    homeroom: str = ""
    terms: list[Row] = field(default_factory=list)
    meetings: list[Row] = field(default_factory=list)
    joined: list["Section"] = field(default_factory=list)
    #: Teachers of its own, everybody after G45 and G48, and those written.
    own: list[str] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)
    pupils: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, ...]:
        """The natural key in the roster."""
        return tuple(self.record[name] for name in _KEY)


def of_section(row: Row) -> tuple[str, ...]:
    """The key of the section that a row belongs to."""
    return tuple(row[name] for name in _KEY)


def from_roster(tables: Tables, record: Row) -> Section:
    """The section of a row of sections.csv of the roster."""
    key = of_section(record)
    [course] = [row for row in tables["courses"] if tuple(row[name] for name in _KEY[:3]) == key[:3]]
    codes = {row["term_code"] for row in tables["section_terms"] if of_section(row) == key}
    terms = [
        row
        for row in tables["terms"]
        if (row["school_code"], row["school_year"]) == key[:2] and row["term_code"] in codes
    ]
    title = record["title_override"] or course["title"]
    return Section(
        school=key[0],
        base="-".join((key[0], key[2], key[3])).replace(" ", "_"),
        base_name=f"{title} - {key[3]}",
        course=course,
        record=record,
        terms=terms,
        meetings=[row for row in tables["section_meetings"] if of_section(row) == key],
    )


def from_homeroom(school: str, code: str) -> Section:
    """The section that G42 makes of a homeroom."""
    return Section(school, f"HR-{school}-{code}".replace(" ", "_"), f"Homeroom {code}", homeroom=code)
