"""Files of a made-up system and what becomes of them through a mapping."""

from roster_core.roster.formats.choices import Assumptions, Facts
from roster_core.roster.formats.mapped import read_mapped
from roster_core.roster.formats.mapping import read_mapping
from tests.roster.formats.sis_exports import written

STATED = Assumptions(custody_issue=False)

YEAR = Facts(school_year="2026-27")

HEADER = ["Student Number", "Last Name", "First Name", "Birth Date", "Grade", "School"]

ANA = ["104233", "Ortega", "Ana", "03/09/2021", "KG", "101"]

#: The mapping of another system, as somebody saved it.
SAVED = read_mapping(
    {
        "name": "ours",
        "sheets": [
            {
                "file": "students_2025-09-01.csv",
                "feeds": "students",
                "columns": {
                    "district_number": "Student Number", "last_name": "Last Name", "first_name": "First Name",
                    "birth_date": "Birth Date", "local_grade": "Grade", "school_code": "School",
                },
            }
        ],
    }
)  # fmt: skip


def load(files, mapping=None, facts=YEAR, assumptions=STATED):
    """The intake of files; texts and rows become CSV files."""
    sources = {
        name: content if isinstance(content, bytes) else written(content[0], content[1:])
        for name, content in files.items()
    }
    return read_mapped(sources, mapping, facts, assumptions)


def students(*more, rows=(ANA,), header=HEADER):
    """A file of students with further columns, each (header, value of every row)."""
    return [[*header, *(name for name, _ in more)], *([*row, *(value for _, value in more)] for row in rows)]


def loaded(*more, name="students.csv", **files):
    """The intake of one file of students with further columns, and of other files."""
    return load({name: students(*more), **{f"{stem}.csv": content for stem, content in files.items()}})


SECTIONS = [["School", "Course Number", "Course Name", "Section", "Teacher ID", "Period"],
            ["101", "0711", "Math 7", "02", "2001", "5"]]  # fmt: skip

STAFF = [["Staff ID", "Last Name", "First Name", "Email", "School", "Title"],
         ["2001", "Rivera", "Maria", "m@x.example", "101", "Teacher"]]  # fmt: skip


def in_sections(number="104233", *more):
    return [["Student Number", "School", "Course Number", "Section", *(name for name, _ in more)],
            [number, "101", "0711", "02", *(value for _, value in more)]]  # fmt: skip
