"""The posts of the district's staff: who is needed where, before anybody has a name."""

from collections.abc import Iterator
from dataclasses import dataclass

#: Grade → codes of its homerooms at the elementary school; 102 is a mixed-age room of kindergarten and grade 2.
HOMEROOMS: dict[str, tuple[str, ...]] = {
    "PK": ("PK1", "PK2", "PK3"),
    "K": ("101", "102", "103", "K 1"),
    "1": ("111", "112", "113", "114"),
    "2": ("102", "121", "122", "123"),
    "3": ("131", "132", "133", "134"),
    "4": ("141", "142", "143", "144"),
    "5": ("151", "152", "153", "154"),
}


@dataclass(frozen=True)
class Post:
    """One post: a key that timetables refer to, its school (blank = the whole district), role and department."""

    key: str
    school: str
    title: str
    role: str
    department: str
    teaching: bool = True


def _teachers(school: str, department: str, title: str, keys: str) -> Iterator[Post]:
    for key in keys.split():
        yield Post(f"{school} {key}", school, title, "TEACHER", department)


def _support(school: str, *posts: tuple[str, str, str, str, int]) -> Iterator[Post]:
    for key, title, role, department, count in posts:
        for number in range(1, count + 1):
            yield Post(f"{school} {key} {number}", school, title, role, department, teaching=False)


def _elementary() -> Iterator[Post]:
    known = {"102", "PK1"}
    for rooms in HOMEROOMS.values():
        for room in rooms:
            if room not in known:
                known.add(room)
                yield Post(f"MHE HR {room}", "MHE", "Teacher", "TEACHER", "ELEM")
    yield from _teachers("MHE", "ARTS", "Art Teacher", "Art")
    yield from _teachers("MHE", "ARTS", "Music Teacher", "Music")
    yield from _teachers("MHE", "PHED", "Physical Education Teacher", "PE")
    yield from _teachers("MHE", "LIB", "Library Media Specialist", "Library")
    yield from _teachers("MHE", "WLANG", "Spanish Teacher", "Spanish")
    for number in range(1, 4):
        yield Post(f"MHE Resource {number}", "MHE", "Resource Room Teacher", "RESOURCE_TEACHER", "SPED")
    yield from _support(
        "MHE",
        ("Principal", "Principal", "PRINCIPAL", "ADM", 1),
        ("VP", "Vice Principal", "VICE_PRINCIPAL", "ADM", 1),
        ("Nurse", "School Nurse", "NURSE", "HLTH", 1),
        ("Counselor", "School Counselor", "COUNSELOR", "GUID", 1),
        ("Speech", "Speech-Language Specialist", "RELATED_SERVICE", "SPED", 2),
        ("Case", "Case Manager", "CASE_MANAGER", "SPED", 1),
        ("Office", "Secretary, Main Office", "SECRETARY", "SUPP", 2),
        ("Aide", "Classroom Aide", "CLASSROOM_AIDE", "SUPP", 3),
    )


def _middle() -> Iterator[Post]:
    yield from _teachers("MMS", "ENGL", "English Teacher", "ELA-6 ELA-7 ELA-8")
    yield from _teachers("MMS", "MATH", "Mathematics Teacher", "Math-6 Math-8")
    yield from _teachers("MMS", "SCI", "Science Teacher", "Science-6 Science-7 Science-8")
    yield from _teachers("MMS", "SOC", "Social Studies Teacher", "Social-6 Social-7 Social-8")
    yield from _teachers("MMS", "PHED", "Physical Education Teacher", "PE-6 PE-7 PE-8")
    yield from _teachers("MMS", "WLANG", "World Language Teacher", "Language-6 Language-7 Language-8")
    yield from _teachers("MMS", "ARTS", "Art Teacher", "Arts-6 Arts-7 Arts-8")
    yield Post("MMS Sub", "MMS", "Long-Term Substitute", "LONG_TERM_SUB", "MATH")
    for number in range(1, 4):
        yield Post(f"MMS Resource {number}", "MMS", "Resource Room Teacher", "RESOURCE_TEACHER", "SPED")
    yield from _support(
        "MMS",
        ("Principal", "Principal", "PRINCIPAL", "ADM", 3),
        ("Discipline", "Dean of Students", "DISCIPLINARIAN", "ADM", 1),
        ("Counselor", "School Counselor", "COUNSELOR", "GUID", 1),
        ("Case", "Case Manager", "CASE_MANAGER", "SPED", 1),
        ("Office", "Secretary", "SECRETARY", "SUPP", 1),
        ("Aide", "Classroom Aide", "CLASSROOM_AIDE", "SUPP", 2),
    )


def _high() -> Iterator[Post]:
    yield from _teachers("MHS", "ENGL", "English Teacher", "English-9 English-10 English-11 English-12")
    yield from _teachers("MHS", "MATH", "Mathematics Teacher", "Math-9 Math-10 Math-12")
    yield from _teachers("MHS", "SCI", "Science Teacher", "Science-9 Science-10 Science-11 Science-12")
    yield from _teachers("MHS", "SOC", "Social Studies Teacher", "Social-9 Social-10 Social-11 Social-12")
    yield from _teachers("MHS", "PHED", "Physical Education Teacher", "PE-9 PE-10 PE-11 PE-12")
    yield from _teachers("MHS", "WLANG", "World Language Teacher", "Spanish French Mandarin Latin")
    yield from _teachers("MHS", "ARTS", "Art Teacher", "Drawing Ceramics")
    yield from _teachers("MHS", "ARTS", "Music Teacher", "Band Chorus")
    yield from _teachers("MHS", "TECH", "Technology Teacher", "Coding Robotics")
    yield from _teachers("MHS", "BUS", "Business Teacher", "Business Marketing")
    for number in range(1, 4):
        yield Post(f"MHS Resource {number}", "MHS", "Resource Room Teacher", "RESOURCE_TEACHER", "SPED")
    yield from _support(
        "MHS",
        ("VP", "Vice Principal", "VICE_PRINCIPAL", "ADM", 2),
        ("Chair", "Department Chair, Guidance", "DEPT_CHAIR", "GUID", 1),
        ("Counselor", "School Counselor", "COUNSELOR", "GUID", 2),
        ("Nurse", "School Nurse", "NURSE", "HLTH", 1),
        ("Library", "Librarian", "LIBRARY_ADMIN", "LIB", 1),
        ("Trainer", "Athletic Trainer", "ATHLETIC_TRAINER", "PHED", 1),
        ("Case", "Case Manager", "CASE_MANAGER", "SPED", 1),
        ("Office", "Secretary", "SECRETARY", "SUPP", 2),
        ("Aide", "Classroom Aide", "CLASSROOM_AIDE", "SUPP", 2),
    )


def posts() -> tuple[Post, ...]:
    """All posts beside those of the known staff, in the order in which staff IDs are given."""
    district = _support(
        "",
        ("Superintendent", "Superintendent of Schools", "SUPERINTENDENT", "ADM", 1),
        ("Business", "Business Administrator", "ADMINISTRATOR", "ADM", 1),
        ("Supervisor", "Supervisor of Instruction", "SUPERVISOR", "ADM", 2),
        ("504", "504 Coordinator", "COORD_504", "SPED", 1),
        ("Investigator", "Residency Investigator", "INVESTIGATOR", "SUPP", 1),
        ("Tech", "Technology Coordinator", "TECH", "TECH", 2),
        ("Other", "Transportation Clerk", "OTHER_STAFF", "SUPP", 1),
    )
    return (
        *_elementary(),
        *_middle(),
        *_high(),
        Post("MHV Lead", "MHV", "Online Teacher", "TEACHER", "TECH"),
        *district,
    )
