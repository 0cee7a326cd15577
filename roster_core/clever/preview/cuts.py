"""Which cut of a roster is enough for some rows of a file (export-engine §7)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from roster_core.clever.preview.roll import Roll
from roster_core.clever.run import Run
from roster_core.clever.sections.plan import base_id
from roster_core.clever.source.cut import Cut
from roster_core.clever.source.source import Read

_LINKS = Read("section_enrollment", {"person_id": pl.Int64})
_TEACHERS = Read("section_staff", {"person_id": pl.Int64})
_TAUGHT = Read("section_staff", {"section_id": pl.Int64})
_LEADERS = Read("homeroom_staff", {"school_id": pl.Int64, "homeroom_code": pl.String, "person_id": pl.Int64})
_ROLES = Read("staff_role", {"person_id": pl.Int64, "role_code": pl.String})


@dataclass(frozen=True)
class Part:
    """A cut, and of which rows it is sure: those whose cells in the columns of `keys` are in a row of it.

    With `ending` the cells in its one column need only end so.
    """

    cut: Cut
    keys: pl.DataFrame
    ending: bool = False

    def sure(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Those of the rows that are as in the whole file."""
        if not self.ending:
            return rows.join(self.keys, on=self.keys.columns, how="semi", maintain_order="left")
        [(name, ends)] = self.keys.to_dict(as_series=False).items()
        return rows.filter(pl.any_horizontal([pl.lit(value=False), *(pl.col(name).str.ends_with(end) for end in ends)]))


def parts(roll: Roll, run: Run, file: str, rows: int) -> Iterator[Part]:
    """Cuts whose sure rows, one part after the other, are the file.

    The first has about `rows` of them, if no option leaves any out; each further one is twice as large.
    """
    match file:
        case "schools.csv":
            yield Part(Cut(staff=_principals(roll, run)), run.scope.select(School_id="school_code"))
        case "students.csv":
            yield from (_of_students(piece) for piece in _students(roll, run, rows))
        case "sections.csv" | "enrollments.csv":
            for school_id, code in run.scope.select("school_id", "school_code").iter_rows():
                yield Part(of_school(roll, run, school_id), pl.DataFrame({"School_id": [code]}))
        case "teachers.csv":
            for piece in _growing(roll.staff, rows):
                yield Part(of_teachers(roll, run, piece["person_id"]), piece.select(Teacher_id="staff_id"))
        case _:
            for piece in _growing(roll.staff, rows):
                yield Part(Cut(staff=tuple(piece["person_id"])), piece.select(Staff_id="staff_id"))


def of_keys(roll: Roll, run: Run, file: str, keys: Sequence[str]) -> Part:
    """A cut for the rows of some people, sections or schools; their keys are as in findings, before options."""
    match file:
        case "schools.csv":
            return Part(Cut(staff=_principals(roll, run)), pl.DataFrame({"School_id": keys}))
        case "students.csv":
            asked = roll.students.filter(pl.col("district_number").is_in(keys))
            return Part(Cut(students=_ids(asked["person_id"])), pl.DataFrame({"Student_id": keys}))
        case "enrollments.csv":
            asked = roll.students.filter(pl.col("district_number").is_in(keys))
            return Part(of_attending(roll, run, asked["person_id"]), pl.DataFrame({"Student_id": keys}))
        case "sections.csv":
            return Part(_of_bases(roll, run, keys), pl.DataFrame({"Section_id": keys}), ending=True)
        case "teachers.csv":
            asked = roll.staff.filter(pl.col("staff_id").is_in(keys))
            return Part(of_teachers(roll, run, asked["person_id"]), pl.DataFrame({"Teacher_id": keys}))
        case _:
            asked = roll.staff.filter(pl.col("staff_id").is_in(keys))
            return Part(Cut(staff=_ids(asked["person_id"])), pl.DataFrame({"Staff_id": keys}))


def _principals(roll: Roll, run: Run) -> tuple[int, ...]:
    roles = roll.source.table(_ROLES.where(school_year=run.year))
    return _ids(roles.filter(pl.col("role_code").str.to_lowercase() == "principal")["person_id"])


def _students(roll: Roll, run: Run, rows: int) -> Iterator[pl.DataFrame]:
    """The students in the order in which they may be written, with that `school_code`, about `rows` first."""
    moving = roll.moving(run)
    gathered: list[pl.DataFrame] = []
    wanted = rows
    for school_id, code in run.scope.select("school_id", "school_code").iter_rows():
        here = pl.col("school_id") == school_id
        listed = roll.students.filter(here).select("person_id", "district_number", "school_id")
        if len(moving):
            listed = pl.concat((listed, moving.filter(here))).unique().sort("district_number")
        for piece in listed.with_columns(school_code=pl.lit(code)).iter_slices(rows):
            gathered.append(piece)
            if sum(map(len, gathered)) >= wanted:
                yield pl.concat(gathered)
                gathered, wanted = [], 2 * wanted
    if gathered:
        yield pl.concat(gathered)


def _growing(people: pl.DataFrame, rows: int) -> Iterator[pl.DataFrame]:
    """Pieces of `rows` people, twice as many, and so on: where options leave many out, few pieces are enough."""
    start = 0
    while start < len(people):
        yield people.slice(start, rows)
        start, rows = start + rows, 2 * rows


def _of_students(piece: pl.DataFrame) -> Part:
    return Part(
        Cut(students=_ids(piece["person_id"])), piece.select(School_id="school_code", Student_id="district_number")
    )


def of_school(roll: Roll, run: Run, school_id: int) -> Cut:
    """The sections and homerooms of a school, who teaches and who attends them."""
    here = pl.col("school_id") == school_id
    cut = of_sections(roll, run, roll.sections.filter(here)["section_id"], students=True)
    leaders = _leaders(roll, run).filter(here)
    pupils = roll.students.filter(here & pl.col("homeroom_code").is_not_null()) if _homerooms(run) else leaders.clear()
    staff = with_members(roll, leaders["person_id"]) if _homerooms(run) else ()
    return cut | Cut(students=_ids(pupils["person_id"]), staff=staff, schools=(school_id,))


def of_sections(roll: Roll, run: Run, section_ids: pl.Series, *, students: bool) -> Cut:
    """Some sections and who teaches them; with `students` also who attends them."""
    ids = _ids(section_ids)
    attending = _LINKS.where(status="ACTIVE").on("entry_date", "exit_date", run.as_of).only("section_id", ids)
    teaching = _TEACHERS.on("from_date", "to_date", run.as_of).only("section_id", ids)
    return Cut(
        students=_ids(roll.source.table(attending)["person_id"]) if students else (),
        sections=ids,
        staff=with_members(roll, roll.source.table(teaching)["person_id"]),
        schools=_ids(roll.sections.filter(pl.col("section_id").is_in(ids))["school_id"]),
    )


def of_teachers(roll: Roll, run: Run, person_ids: pl.Series) -> Cut:
    """Some of the staff, the sections and homerooms that they are in, and who else decides about those."""
    who = pl.concat((person_ids, _shared_by(roll, person_ids)))
    taught = roll.source.table(_TAUGHT.on("from_date", "to_date", run.as_of).only("person_id", _ids(who)))
    sections = _that_may_combine(roll, run, taught["section_id"])
    options = run.options
    emptied = options.exclude_prek_students or options.exclude_kindergarten_students or options.leave_out_empty_sections
    cut = of_sections(roll, run, sections, students=emptied) | Cut(staff=with_members(roll, who))
    return cut | _led_by(roll, run, who) if options.include_elementary_homerooms else cut


def of_attending(roll: Roll, run: Run, person_ids: pl.Series) -> Cut:
    """Some students and their sections; others in those sections are left out."""
    attended = Read("section_enrollment", {"section_id": pl.Int64}).where(status="ACTIVE")
    theirs = roll.source.table(attended.on("entry_date", "exit_date", run.as_of).only("person_id", _ids(person_ids)))
    cut = of_sections(roll, run, _that_may_combine(roll, run, theirs["section_id"]), students=False)
    schools = roll.students.filter(pl.col("person_id").is_in(person_ids.implode()))["school_id"]
    leaders = _leaders(roll, run).filter(pl.col("school_id").is_in(schools.implode()))
    return cut | Cut(students=_ids(person_ids), staff=with_members(roll, leaders["person_id"]), schools=_ids(schools))


def _of_bases(roll: Roll, run: Run, bases: Sequence[str]) -> Cut:
    """The sections with these codes (`school-course-section`), and the homerooms with codes that start with `HR-`."""
    codes = roll.sections.join(run.schools.select("school_id", "school_code"), on="school_id")
    base = base_id("school_code", "course_code", "section_code")
    asked = codes.filter(base.is_in(bases))["section_id"]
    cut = of_sections(roll, run, _that_may_combine(roll, run, asked), students=True)
    for school_id, code in run.scope.select("school_id", "school_code").iter_rows():
        if any(each.startswith(f"HR-{code.replace(' ', '_')}-") for each in bases):
            cut |= of_school(roll, run, school_id)
    return cut


def with_members(roll: Roll, person_ids: pl.Series) -> tuple[int, ...]:
    """These people, and the members of the shared records among them: a record is active through its members."""
    members = roll.members.filter(pl.col("shared_person_id").is_in(person_ids.implode()))["member_person_id"]
    return _ids(pl.concat((person_ids, members)))


def _shared_by(roll: Roll, person_ids: pl.Series) -> pl.Series:
    return roll.members.filter(pl.col("member_person_id").is_in(person_ids.implode()))["shared_person_id"]


def _that_may_combine(roll: Roll, run: Run, section_ids: pl.Series) -> pl.Series:
    """The sections, with G45 also those that are alike in school and title."""
    if not run.options.combine_inclusion_sections:
        return section_ids.unique()
    alike = ["school_id", "compared_title"]
    ours = roll.sections.filter(pl.col("section_id").is_in(section_ids.implode())).select(alike)
    return roll.sections.join(ours, on=alike, how="semi")["section_id"]


def _homerooms(run: Run) -> bool:
    return run.options.include_elementary_homerooms or run.options.append_hr_teacher_elem


def _leaders(roll: Roll, run: Run) -> pl.DataFrame:
    return roll.source.table(_LEADERS.where(school_year=run.year))


def _led_by(roll: Roll, run: Run, who: pl.Series) -> Cut:
    leaders = _leaders(roll, run)
    place = ["school_id", "homeroom_code"]
    rooms = leaders.filter(pl.col("person_id").is_in(who.implode())).select(place).unique()
    return Cut(
        students=_ids(roll.students.join(rooms, on=place)["person_id"]),
        staff=with_members(roll, leaders.join(rooms, on=place, how="semi")["person_id"]),
        schools=_ids(rooms["school_id"]),
    )


def _ids(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(values)))
