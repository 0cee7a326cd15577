"""The elementary timetable: homerooms, and the specials to which each of them goes."""

from collections.abc import Iterator
from itertools import count

from roster_core.sample.book import Book
from roster_core.sample.district import YEAR
from roster_core.sample.lessons import DAYS, Lesson, add_course, add_section, meet, seat, seated, teach, unseat
from roster_core.sample.posts import HOMEROOMS

#: Subject, first digits of its course codes, department, user flag 2, whether its sections name their homeroom.
_SPECIALS = (
    ("Art", "012", "", True, False),
    ("Music", "013", "ARTS", True, False),
    ("PE", "014", "PHED", None, True),
    ("Library", "015", "LIB", False, True),
    ("Spanish", "016", "WLANG", True, False),
)
_ROOMS = {"Art": "12", "Music": "14", "PE": "GYM", "Library": "LIB", "Spanish": "9"}
#: The section of the golden example; it meets in the art room, so the art teacher is elsewhere at that time.
ART_K = Lesson("MHE", "0120", "04")
#: The section of export-options §7.6: 18 of its 20 pupils are in homeroom 102.
ART_2 = Lesson("MHE", "0122", "04")
_ART_2_FIRST = Lesson("MHE", "0122", "01")


def add_homerooms(book: Book, held: dict[str, str]) -> None:
    """Add the elementary homerooms with their teachers."""
    for room in dict.fromkeys(room for rooms in HOMEROOMS.values() for room in rooms):
        name = "Mixed age, K and 2" if room == "102" else ""
        book.add("homerooms", school_code="MHE", school_year=YEAR, homeroom_code=room, room=room, name=name)
        teacher = held[f"MHE HR {room}"]
        book.add(
            "homeroom_staff", school_code="MHE", school_year=YEAR, homeroom_code=room, staff_id=teacher, sequence=1
        )


def _slots(subject: str) -> Iterator[tuple[str, int]]:
    """Day and period after day and period, but for the time of the golden art section."""
    for number in count():
        day, period = DAYS[number % 4], number // 4 + 1
        if (subject, day, period) != ("Art", "B", 2):
            yield day, period


def add_specials(book: Book, held: dict[str, str]) -> None:
    """Add the specials' courses and sections with every elementary pupil in them."""
    for subject, digits, department, flag, named in _SPECIALS:
        slots = _slots(subject)
        for grade, rooms in HOMEROOMS.items():
            if grade == "PK" and subject not in {"Music", "PE"}:
                continue
            if grade == "K" and subject == "Spanish":
                continue
            course = digits + {"PK": "P", "K": "0"}.get(grade, grade)
            add_course(
                book, "MHE", course, f"{subject} {grade}", department_code=department, user_flag_2=flag,
                subject_code="" if department else "Arts and music",
            )  # fmt: skip
            # The mixed-age room comes last, so that it is section 04 in both of its grades.
            for number, room in enumerate(sorted(rooms, key=lambda room: room == "102"), 1):
                lesson = add_section(
                    book, Lesson("MHE", course, f"{number:02}"), homeroom_code=room if named else "", max_students=25
                )
                golden = lesson == ART_K
                teach(book, lesson, held["MHE HR PK1" if golden else f"MHE {subject}"])
                day, period = ("B", 2) if golden else next(slots)
                meet(book, lesson, day, [period], _ROOMS[subject])
                seat(book, lesson, _pupils(book, grade, room))
    moved = seated(book, _ART_2_FIRST)[:2]
    unseat(book, _ART_2_FIRST, moved)
    seat(book, ART_2, moved)


def _pupils(book: Book, grade: str, room: str) -> Iterator[str]:
    early = {"PK": "345", "K": "KDP"}
    for row in book.rows("student_enrollments", school_code="MHE", homeroom_code=room):
        code = row["state_grade_code"]
        if code[0] in early[grade] if grade in early else code == f"0{grade}":
            yield row["district_number"]
