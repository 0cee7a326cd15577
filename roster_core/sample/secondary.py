"""The timetables of the middle and the high school: teams that go from core course to core course, and electives."""

from collections.abc import Callable, Sequence

from roster_core.sample.book import Book, Cell
from roster_core.sample.district import YEAR
from roster_core.sample.draws import stream
from roster_core.sample.lessons import DAYS, Lesson, add_course, add_section, meet, seat, teach
from roster_core.sample.pupils import TEAMS

#: Course, second and third digit of its code, title, department, room: the middle school, in the order of the day.
_MIDDLE = (
    ("ELA", "01", "English Language Arts {}", "ENGL", "10{}"),
    ("Math", "11", "Math {}", "", "11{}"),
    ("PE", "40", "PE & Health {}", "PHED", "GYM"),
    ("Social", "30", "Social Studies {}", "SOC", "13{}"),
    ("Science", "20", "Science {}", "", "12{}"),
    ("Language", "50", "World Language {}", "WLANG", "15{}"),
    ("Arts", "60", "Arts {}", "ARTS", "16{}"),
)
#: The terms of the four teams' arts sections: all quarters, the first two, both halves, a half and the last quarter.
_ARTS_TERMS = (("MP1", "MP2", "MP3", "MP4"), ("MP1", "MP2"), ("S1", "S2"), ("S1", "MP4"))
#: Grade 7 in mathematics and science: section codes of the four teams, since 0711-02 and 0720-01 are the golden ones.
_GRADE_7_CODES = {"0711": ("01", "03", "04", "05"), "0720": ("03", "02", "04", "05")}
#: The five pupils of the golden sections: of which team's sections they are in the courses that fit around them.
_SMALL_GROUP = {"ELA": 3, "PE": 3, "Social": 0, "Language": 1}
#: The high school's core courses: code, title for each grade.
_HIGH = (
    ("English", "English", "03{}1", ("English 9", "English 10", "American Literature", "World Literature")),
    ("Math", "Math", "04{}0", ("Algebra I", "Geometry", "Algebra II", "Precalculus")),
    ("Science", "Science", "05{}0", ("Biology", "Chemistry", "Physics", "Environmental Science")),
    ("Social", "Social studies", "06{}0", ("World History", "U.S. History I", "U.S. History II", "Government")),
    ("PE", "PE and health", "07{}0", ("PE & Health 9", "PE & Health 10", "PE & Health 11", "PE & Health 12")),
)
#: The golden codes, where they differ from the pattern.
_HIGH_CODES = {"Algebra II": "0410", "Algebra I": "0400"}
_CORE_PERIODS = (1, 2, 3, 4, 6)
_LANGUAGES = ("Spanish", "French", "Mandarin", "Latin")
_ELECTIVES = (
    ("Drawing", "0810", ("S1", "S2")), ("Ceramics", "0815", ("MP1", "MP2", "MP3", "MP4")), ("Band", "0820", ("FY",)),
    ("Chorus", "0825", ("FY",)), ("Coding", "0830", ("FY",)), ("Robotics", "0835", ("FY",)),
    ("Business", "0840", ("S1",)),
)  # fmt: skip
LUNCH = "0990"
#: Finds the pupils of a school by grade and team.
Roll = Callable[[str, str, int], list[str]]


def add_teams(book: Book, held: dict[str, str]) -> None:
    """Add the homerooms of the middle and high school, one a team."""
    core = {"MMS": ("ELA", "Social", "Science", "PE"), "MHS": ("English", "Social", "Science", "PE")}
    for level in range(6, 13):
        school = "MMS" if f"MMS ELA-{level}" in held else "MHS"
        for team in range(TEAMS):
            key = {"school_code": school, "school_year": YEAR, "homeroom_code": f"{level}-{'ABCD'[team]}"}
            book.add("homerooms", **key, room=f"{level}0{team + 1}")
            book.add("homeroom_staff", **key, staff_id=held[f"{school} {core[school][team]}-{level}"], sequence=1)


def add_middle(book: Book, held: dict[str, str], roll: Roll, small_group: Sequence[str]) -> None:
    """Add the middle school's timetable. `small_group` are the pupils of the golden sections, in that order."""
    for grade in (6, 7, 8):
        for index, (subject, digits, title, department, room) in enumerate(_MIDDLE):
            code = f"0{grade}{digits}"
            own = "" if department else subject
            add_course(book, "MMS", code, title.format(grade), department_code=department, subject_code=own)
            codes = _GRADE_7_CODES.get(code, ("01", "02", "03", "04"))
            for team in range(TEAMS):
                period = (index + 2 * team) % 7 + 1
                terms = _ARTS_TERMS[team] if subject == "Arts" else ("FY",)
                lesson = add_section(book, Lesson("MMS", code, codes[team]), terms=terms)
                teach(book, lesson, held[_middle_post(subject, grade, period)])
                meet(book, lesson, DAYS, [period], room.format(4 if code == "0711" else grade - 5))
                members = [pupil for pupil in roll("MMS", f"{grade:02}", team) if pupil not in small_group]
                seat(book, lesson, members)
                if grade == 7 and _SMALL_GROUP.get(subject) == team:  # noqa: PLR2004 - the golden grade
                    seat(book, lesson, small_group)
    _add_golden_middle(book, held, small_group)


def _middle_post(subject: str, grade: int, period: int) -> str:
    # In period 6 the teacher of Math 7 is in the shared science class.
    return "MMS Sub" if (subject, grade, period) == ("Math", 7, 6) else f"MMS {subject}-{grade}"


def _add_golden_middle(book: Book, held: dict[str, str], small_group: Sequence[str]) -> None:
    chloe, gil, wen, ivy, noor = small_group
    math = add_section(book, Lesson("MMS", "0711", "02"))
    teach(book, math, held["MMS Math-7"])
    meet(book, math, DAYS, [3], "114")
    seat(book, math, (chloe, wen, noor))
    add_course(book, "MMS", "8711", "MATH 7", subject_code="Math", is_special_ed=True, user_flag_2=False)
    support = add_section(book, Lesson("MMS", "8711", "01"))
    teach(book, support, held["MMS Park"])
    meet(book, support, DAYS, [3], "114")
    seat(book, support, (gil, ivy))
    science = add_section(book, Lesson("MMS", "0720", "01"))
    teach(book, science, "2010")
    meet(book, science, DAYS, [5, 6], "120")
    seat(book, science, small_group)
    # The example of export-options §7.9: a shared record, then somebody else.
    second = Lesson("MMS", "0720", "02")
    book.drop("section_staff", *second.key.values(), held["MMS Science-7"], "")
    teach(book, second, "2010", held["MMS Science-7"])


def add_high(book: Book, held: dict[str, str], roll: Roll, seed: int) -> None:
    """Add the high school's timetable."""
    for index, (post, subject, digits, titles) in enumerate(_HIGH):
        for grade, title in zip(range(9, 13), titles, strict=True):
            code = _HIGH_CODES.get(title, digits.format(grade - 8))
            add_course(book, "MHS", code, title, subject_code="English/language arts" if index == 0 else subject)
            for team in range(TEAMS):
                lesson = add_section(book, Lesson("MHS", code, f"{team + 1:02}"))
                teach(book, lesson, held[f"MHS {post}-{grade}"])
                # Grade 11 begins one period earlier: Algebra II - 01 meets in period 1.
                period = _CORE_PERIODS[(index + team + (4 if grade == 11 else 0)) % 5]  # noqa: PLR2004 - that grade
                room = {"PE": "GYM", "Math": f"20{12 - grade}"}.get(post, f"2{index + 1}{grade - 8}")
                meet(book, lesson, DAYS, [period], room)
                seat(book, lesson, roll("MHS", f"{grade:02}", team))
    _add_choices(book, held, roll, seed)
    _add_seminars(book, held, roll)
    lunch: dict[str, Cell] = {"user_flag_2": False, "is_graded": False}
    add_course(book, "MHS", LUNCH, "Lunch", **lunch)
    for section, grades, teacher in (("01", "11 12", "Math-11"), ("02", "09", "Math-9"), ("03", "10", "Math-10")):
        lesson = add_section(book, Lesson("MHS", LUNCH, section), max_students=260)
        teach(book, lesson, held[f"MHS {teacher}"])
        meet(book, lesson, DAYS, [5], "CAF")
        for level in grades.split():
            for team in range(TEAMS):
                seat(book, lesson, roll("MHS", level, team))


def _spread(book: Book, lessons: Sequence[Lesson], pupils: list[str], seed: int) -> None:
    """Seat everybody in one of `lessons`, evenly, as chance has it."""
    order = sorted(pupils)
    stream(seed, "choice", *lessons[0]).shuffle(order)
    for index, lesson in enumerate(lessons):
        seat(book, lesson, order[index :: len(lessons)])


def _add_choices(book: Book, held: dict[str, str], roll: Roll, seed: int) -> None:
    """World languages in grades 9 and 10, electives for two grades at a time."""

    def grades(*wanted: str) -> list[str]:
        return [pupil for grade in wanted for team in range(TEAMS) for pupil in roll("MHS", grade, team)]

    for level, (grade, period) in enumerate((("09", 7), ("10", 8)), 1):
        lessons = []
        for number, language in enumerate(_LANGUAGES):
            code = f"09{number}{level}"
            add_course(book, "MHS", code, f"{language} {'I' * level}", department_code="WLANG")
            lesson = add_section(book, Lesson("MHS", code, "01"))
            teach(book, lesson, held[f"MHS {language}"])
            meet(book, lesson, DAYS, [period], f"26{number}")
            lessons.append(lesson)
        _spread(book, lessons, grades(grade), seed)
    for number, (title, code, _) in enumerate(_ELECTIVES):
        own = "Robotics & Fabrication" if title == "Robotics" else ""
        department = ("ARTS", "ARTS", "ARTS", "ARTS", "TECH", "TECH", "BUS")[number]
        add_course(book, "MHS", code, title, department_code=department, subject_code=own)
    add_course(book, "MHS", "0841", "Marketing", department_code="BUS")
    for section, period, pair in (("01", 7, ("10", "12")), ("02", 8, ("09", "11"))):
        lessons = []
        for number, (title, code, terms) in enumerate(_ELECTIVES):
            lesson = add_section(book, Lesson("MHS", code, section), terms=terms)
            teach(book, lesson, held[f"MHS {title}"])
            meet(book, lesson, DAYS, [period], f"28{number}")
            lessons.append(lesson)
        _spread(book, lessons, grades(*pair), seed)
        # In the second semester the business class goes on to marketing; those seats begin then.
        later = add_section(book, Lesson("MHS", "0841", section), terms=("S2",))
        teach(book, later, held["MHS Marketing"])
        meet(book, later, DAYS, [period], "286")
        start = book.get("terms", "MHS", YEAR, "S2")["start_date"]
        for row in book.rows("section_enrollments", **lessons[-1].key):
            book.add("section_enrollments", **later.key, district_number=row["district_number"], entry_date=start)


def _add_seminars(book: Book, held: dict[str, str], roll: Roll) -> None:
    """Seminars of grades 11 and 12, led by those who teach their other courses; no subject and no department."""
    for grade, period in ((11, 7), (12, 8)):
        add_course(book, "MHS", f"08{grade}", f"Seminar {grade}", user_flag_2=None)
        for team, post in enumerate(("English", "Social", "Science", "PE")):
            lesson = add_section(book, Lesson("MHS", f"08{grade}", f"{team + 1:02}"))
            teach(book, lesson, held[f"MHS {post}-{grade}"])
            meet(book, lesson, DAYS, [period], f"29{team}")
            seat(book, lesson, roll("MHS", f"{grade:02}", team))
