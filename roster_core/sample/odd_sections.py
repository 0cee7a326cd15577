"""Sections that are hard to export: without teacher, term or pupil, with too many, cancelled, not of the year."""

from datetime import date

from roster_core.sample.book import Book, Cell
from roster_core.sample.district import FIRST_DAY, YEAR
from roster_core.sample.lessons import DAYS, Lesson, add_course, add_section, meet, seat, seated, teach


def add_odd_sections(book: Book, held: dict[str, str]) -> None:
    """Add the sections and homerooms that rules about teachers, terms, names and pupils speak of."""
    _clubs(book, held)
    _excluded(book, held)
    _elementary(book, held)
    _homerooms(book, held)
    _elsewhere(book, held)
    science = Lesson("MMS", "0820", "04")
    book.drop("section_staff", *science.key.values(), held["MMS Science-8"], "")
    teach(book, science, "2204")


def _pupils(book: Book, school: str, grade: str, start: int, count: int) -> list[str]:
    rows = book.rows("student_enrollments", school_code=school, state_grade_code=grade, status="ACTIVE", exit_date="")
    return sorted(row["district_number"] for row in rows)[start : start + count]


def _clubs(book: Book, held: dict[str, str]) -> None:
    """The high school's clubs, one section for each thing that can be wrong with a section."""
    add_course(
        book, "MHS", "0880", "Clubs", user_flag_1=True, user_flag_3=False, department_code="ARTS", subject_code="other"
    )
    numbers = iter(range(1, 99))

    def club(name: str, *teachers: str, pupils: int = 9, terms: str = "FY", **more: Cell) -> Lesson:
        number = next(numbers)
        said: dict[str, Cell] = {"title_override": name, "max_students": None}
        lesson = add_section(book, Lesson("MHS", "0880", f"{number:02}"), terms=terms.split(), **(said | more))
        teach(book, lesson, *(held.get(f"MHS {teacher}", teacher) for teacher in teachers))
        meet(book, lesson, DAYS[number % 4], [9], f"3{number:02}")
        seat(book, lesson, _pupils(book, "MHS", "10", number * 3, pupils))
        return lesson

    club("Yearbook")
    gone = club("Stage Crew", "Social-9")
    book.get("section_staff", *gone.key.values(), held["MHS Social-9"], "")["to"] = "2026-09-30"
    coming = club("Debate")
    book.add(
        "section_staff", **coming.key, staff_id=held["MHS Social-9"], from_=date(2027, 2, 1), is_primary=True,
        sequence=1,
    )  # fmt: skip
    club("Model Bridges", "Aide 2")
    club("Film", "2202")
    club("Quiet Reading", "Science-10", terms="")
    club("Astronomy", "Science-11", pupils=0)
    club("Festival of Everything", "Math-9", "Math-10", "Math-12", "English-9", "English-10", max_students=60)
    club("Quartet", "Math-9", "Band", "Chorus", "Drawing")
    club("Fencing", "PE-10", status="CANCELLED")
    club("Summer Garden", "Science-12", terms="SUM")
    club("=SUM(Fun), Math Club", "Math-12")
    club('Reading "Great Books", part 1', "English-12")
    club("-Lab- @home", "2203")
    club("Calligraphy", "Mandarin")
    # Led by a counselor who does not teach, by somebody with no school at all, by a shared record and its member.
    club("Peer Leaders", "Counselor 1")
    club("Bus Buddies", held[" Other 1"])
    club("Two Voices", "2203", "English-9")
    # The primary teacher is not the first in sequence; somebody changed in October; an inactive one comes first.
    late = club("Robots at Night")
    for staff, primary, sequence in (("Coding", False, 1), ("Robotics", True, 2)):
        book.add(
            "section_staff", **late.key, staff_id=held[f"MHS {staff}"], is_primary=primary, sequence=sequence,
            role="TEACHER" if primary else "SUPPORT",
        )  # fmt: skip
    handed_over = club("Chess", "Business")
    book.get("section_staff", *handed_over.key.values(), held["MHS Business"], "")["to"] = "2026-09-30"
    book.add(
        "section_staff", **handed_over.key, staff_id=held["MHS Marketing"], from_=date(2026, 10, 1), is_primary=True,
        sequence=1, role="SUBSTITUTE",
    )  # fmt: skip
    club("Hiking", "Aide 2", "PE-12")
    club("Orchestra of Quarters", "Band", terms="MP1 MP2 MP3 MP4")
    club("Winter Songs", "Chorus", terms="MP2 MP3")
    # Seats that do not count on the day: given up, not yet taken, ended.
    seats = club("Photography", "Drawing")
    rows = list(book.rows("section_enrollments", **seats.key))
    rows[0]["status"] = "INACTIVE"
    rows[1]["exit_date"] = "2026-09-25"
    book.drop("section_enrollments", *seats.key.values(), rows[2]["district_number"], FIRST_DAY.isoformat())
    seat(book, seats, [rows[2]["district_number"]], entered=date(2027, 2, 1))
    # Given up and taken again.
    seat(book, seats, [rows[1]["district_number"]], entered=date(2026, 9, 28))


def _excluded(book: Book, held: dict[str, str]) -> None:
    """Courses that a coordinator may name as excluded, one code at two schools, and what is not a class at all."""
    for school, code, title, more in (
        ("MMS", "LUNCH", "Lunch", {"is_graded": False, "user_flag_2": None}),
        ("MMS", "0455", "Study Hall", {"is_graded": False, "user_flag_2": False}),
        ("MHS", "0455", "Study Hall", {"is_graded": False, "user_flag_2": False}),
        ("MHE", "0990", "Lunch", {"is_graded": False, "user_flag_2": False, "is_attendance_only": True}),
        ("MHS", "ATT-AM", "Morning Attendance", {"is_attendance_only": True, "user_flag_2": None}),
    ):
        add_course(book, school, code, title, **more)
        lesson = add_section(book, Lesson(school, code, "01"), max_students=99)
        teacher, grade = {"MMS": ("ELA-6", "06"), "MHS": ("PE-11", "11"), "MHE": ("HR 151", "05")}[school]
        teach(book, lesson, held[f"{school} {teacher}"])
        meet(book, lesson, DAYS, [0 if code == "ATT-AM" else 9], "CAF", prints="HR" if code == "ATT-AM" else None)
        seat(book, lesson, _pupils(book, school, grade, 10, 24))
    for level in (6, 7, 8):
        _advisories(book, held, level)


def _advisories(book: Book, held: dict[str, str], grade: int) -> None:
    """The middle school's homerooms as sections; they have no label on schedules, so their names get none."""
    course = f"0{grade}90"
    add_course(book, "MMS", course, f"Advisory {grade}", subject_code="Homeroom/advisory", is_homeroom=True)
    for number, post in enumerate(("ELA", "Social", "Science", "PE"), 1):
        room = f"{grade}-{'ABCD'[number - 1]}"
        lesson = add_section(book, Lesson("MMS", course, f"{number:02}"), homeroom_code=room)
        teach(book, lesson, held[f"MMS {post}-{grade}"])
        meet(book, lesson, DAYS, [8], f"{grade}0{number}", prints="")
        rows = book.rows("student_enrollments", school_code="MMS", homeroom_code=room, school_year=YEAR)
        seat(book, lesson, {row["district_number"] for row in rows})


def _elementary(book: Book, held: dict[str, str]) -> None:
    """Sections across homerooms: no majority, exactly half, and a course that is itself the homeroom."""
    add_course(book, "MHE", "0170", "Chorus", department_code="ARTS")
    rooms = {
        room: [row["district_number"] for row in book.rows("student_enrollments", homeroom_code=room, exit_date="")]
        for room in ("141", "142", "143", "151", "152")
    }
    mixed = add_section(book, Lesson("MHE", "0170", "01"))
    seat(book, mixed, rooms["141"][:7] + rooms["142"][:7] + rooms["143"][:7])
    half = add_section(book, Lesson("MHE", "0170", "02"))
    seat(book, half, rooms["151"][:8] + rooms["152"][:8])
    # No room and day yet, so no meetings.
    for lesson in (mixed, half):
        teach(book, lesson, held["MHE Music"])
    add_course(book, "MHE", "0195", "Class Meeting", is_homeroom=True, subject_code="Homeroom/advisory")
    meeting = add_section(book, Lesson("MHE", "0195", "01"), homeroom_code="151")
    teach(book, meeting, held["MHE HR 151"])
    meet(book, meeting, "A", [1], "151")
    seat(book, meeting, rooms["151"])
    # A homeroom named by the section though most of its pupils are in another.
    guests = add_section(book, Lesson("MHE", "0170", "03"), homeroom_code="143")
    teach(book, guests, held["MHE Music"], "2201")
    meet(book, guests, "D", [7], "14")
    seat(book, guests, rooms["142"][7:] + rooms["143"][7:9])


def _homerooms(book: Book, held: dict[str, str]) -> None:
    """Homerooms with two teachers, with an inactive one first, without teacher, without pupils."""
    for room, staff_id, sequence in (
        ("111", held["MHE Aide 2"], 2), ("122", held["MHE Resource 1"], 1), ("134", "2201", 1),
    ):  # fmt: skip
        book.add(
            "homeroom_staff", school_code="MHE", school_year=YEAR, homeroom_code=room, staff_id=staff_id,
            sequence=sequence,
        )  # fmt: skip
    # Homeroom 134 is led by a shared record.
    book.get("homeroom_staff", "MHE", YEAR, "134", held["MHE HR 134"])["sequence"] = "2"
    key = ("MHE", YEAR, "144", held["MHE HR 144"])
    book.get("homeroom_staff", *key)["sequence"] = "2"
    book.add(
        "homeroom_staff", school_code="MHE", school_year=YEAR, homeroom_code="144", staff_id=held["MHE Principal 1"],
        sequence=1,
    )  # fmt: skip
    book.add("homerooms", school_code="MHE", school_year=YEAR, homeroom_code="199", room="199", name="Kept free")
    book.add(
        "homeroom_staff", school_code="MHE", school_year=YEAR, homeroom_code="199", staff_id=held["MHE Resource 2"],
        sequence=1,
    )  # fmt: skip
    # Nobody was ever entered for this room, though pupils are in it.
    book.drop("homeroom_staff", "MHE", YEAR, "133", held["MHE HR 133"])
    # Their meetings have no label on schedules.
    for row in book.rows("section_meetings", school_code="MHE", course_code="0151"):
        row["print_period"] = ""


def _elsewhere(book: Book, held: dict[str, str]) -> None:
    """Sections in which pupils of other schools sit, codes with blanks, and two codes that give one ID."""
    add_course(book, "MHV", "V100", "Online Algebra", department_code="MATH", subject_code="Math", is_online=True)
    add_course(book, "MHV", "V200", "Online Health", department_code="HLTH", is_online=True, user_flag_2=None)
    online = [
        row["district_number"]
        for row in book.rows("student_enrollments", school_code="MHV", school_year=YEAR, exit_date="")
    ]
    for code, terms in (("V100", ("S1", "S2")), ("V200", ("S1",))):
        lesson = add_section(book, Lesson("MHV", code, "01"), terms=terms)
        teach(book, lesson, held["MHV Lead"])
        seat(book, lesson, online)
    # Grade 8 goes to the high school for geometry; a pupil placed out of district comes for ceramics.
    geometry = Lesson("MHS", "0420", "01")
    seat(book, geometry, _pupils(book, "MMS", "08", 5, 4))
    seat(book, Lesson("MHS", "0815", "01"), _pupils(book, "OOD", "11", 0, 1))
    spaced = add_section(book, Lesson("MHS", "0420", "1 H"), title_override="Geometry Honors")
    teach(book, spaced, held["MHS Math-10"])
    meet(book, spaced, DAYS, [8], "202")
    seat(book, spaced, seated(book, geometry)[:6])
    add_course(book, "OOD", "OOD 1", "Tuition placement", user_flag_2=None)
    for code in ("1 A", "1_A"):
        lesson = add_section(book, Lesson("OOD", "OOD 1", code))
        teach(book, lesson, held["MHS French"])
        seat(book, lesson, _pupils(book, "OOD", "09", 0, 2))
