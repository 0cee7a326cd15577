"""Special-education sections beside regular ones: those that combine, and everything that keeps two apart."""

from roster_core.sample.book import Book, Cell
from roster_core.sample.lessons import DAYS, Lesson, add_course, add_section, meet, seat, seated, teach, unseat


def add_inclusion(book: Book, held: dict[str, str]) -> None:
    """Add the pairs of export-options §7.8 beside the golden one."""
    _combining(book, held)
    _apart(book, held)
    _ambiguous(book, held)


def _twin(book: Book, regular: Lesson, number: int, *teachers: str, **meeting: Cell) -> Lesson:
    """A special-education section beside `regular`: same title, and the same meetings but for what `meeting` says."""
    course = book.get("courses", regular.school, regular.year, regular.course)
    code = f"8{regular.course[1:]}"
    if not book.has("courses", regular.school, regular.year, code):
        add_course(
            book, regular.school, code, course["title"].upper() if number % 2 else course["title"],
            subject_code=course["subject_code"], department_code=course["department_code"], is_special_ed=True,
            user_flag_2=None,
        )  # fmt: skip
    terms = [row["term_code"] for row in book.rows("section_terms", **regular.key)]
    lesson = add_section(book, Lesson(regular.school, code, f"{number:02}"), terms=terms, max_students=12)
    teach(book, lesson, *teachers)
    for row in book.rows("section_meetings", **regular.key):
        book.add("section_meetings", **(row | lesson.key | meeting))
    return lesson


def _move(book: Book, regular: Lesson, special: Lesson, count: int, *, stay: int = 0) -> None:
    """Seat `count` pupils of `regular` in `special`; `stay` of them remain in both."""
    pupils = [number for number in seated(book, regular) if _free(book, regular, number)][:count]
    unseat(book, regular, pupils[stay:])
    seat(book, special, pupils)


def _free(book: Book, lesson: Lesson, number: str) -> bool:
    """Whether the seat was taken on the first day, as almost all are."""
    return book.has("section_enrollments", *lesson.key.values(), number, "2026-09-08")


def _combining(book: Book, held: dict[str, str]) -> None:
    resource = [held[f"MMS Resource {number}"] for number in (1, 2, 3)]
    ela = Lesson("MMS", "0601", "01")
    _move(book, ela, _twin(book, ela, 1, resource[0]), 4)
    # Two beside one.
    math = Lesson("MMS", "0811", "01")
    for number in (1, 2):
        _move(book, math, _twin(book, math, number, resource[number]), 3)
    # A pupil in both; two co-teachers.
    science = Lesson("MMS", "0820", "02")
    _move(book, science, _twin(book, science, 1, resource[0], held["MMS Aide 1"]), 4, stay=1)
    # The teacher of both is one person; nobody is dropped.
    english = Lesson("MHS", "0311", "01")
    _move(book, english, _twin(book, english, 1, held["MHS English-9"]), 3)
    # Only the regular course is flagged, as everywhere; here it is the other way round.
    biology = Lesson("MHS", "0510", "02")
    special = _twin(book, biology, 2, held["MHS Resource 1"])
    book.get("courses", "MHS", special.year, special.course)["user_flag_2"] = "true"
    book.get("courses", "MHS", biology.year, biology.course)["user_flag_2"] = "false"
    _move(book, biology, special, 3)


def _apart(book: Book, held: dict[str, str]) -> None:
    """Pairs that one thing keeps apart: room, label, days, title, term, or a blank among the meetings."""
    mates = [held[f"MHS Resource {number}"] for number in (1, 2, 3)]
    room = Lesson("MMS", "0630", "01")
    _move(book, room, _twin(book, room, 1, held["MMS Resource 1"], room="13B"), 3)
    algebra = Lesson("MHS", "0400", "02")
    _move(book, algebra, _twin(book, algebra, 1, mates[0], print_period="2R"), 2)
    history = Lesson("MHS", "0610", "03")
    fewer = _twin(book, history, 1, mates[1])
    for row in list(book.rows("section_meetings", **fewer.key))[3:]:
        book.drop("section_meetings", *fewer.key.values(), row["cycle_day"], row["period_code"], "")
    _move(book, history, fewer, 2)
    chemistry = Lesson("MHS", "0520", "01")
    titled = _twin(book, chemistry, 1, mates[2])
    book.get("courses", "MHS", titled.year, titled.course)["title"] = "Chemistry in Steps"
    _move(book, chemistry, titled, 2)
    # One meets in the first half of the year, the other in the second.
    halves = add_section(book, Lesson("MHS", "0620", "05"), terms=("S1",))
    teach(book, halves, held["MHS Social-10"])
    meet(book, halves, DAYS, [8], "241")
    seat(book, halves, seated(book, Lesson("MHS", "0620", "01"))[:5])
    later = _twin(book, halves, 5, mates[0])
    book.drop("section_terms", *later.key.values(), "S1")
    book.add("section_terms", **later.key, term_code="S2")
    seat(book, later, seated(book, Lesson("MHS", "0620", "02"))[:2])
    blank = Lesson("MMS", "0730", "02")
    _move(book, blank, _twin(book, blank, 1, held["MMS Resource 2"], room=""), 2)


def _ambiguous(book: Book, held: dict[str, str]) -> None:
    # Two regular sections in the gym at one time; and one whose regular section has no active teacher.
    gym = Lesson("MMS", "0840", "01")
    second = add_section(book, Lesson("MMS", "0840", "05"))
    teach(book, second, held["MMS Sub"])
    meeting = next(book.rows("section_meetings", **gym.key))
    meet(book, second, DAYS, [int(meeting["period_order"])], meeting["room"])
    _move(book, gym, second, 8)
    _move(book, gym, _twin(book, gym, 1, held["MMS Resource 3"]), 2)
    abandoned = add_section(book, Lesson("MHS", "0640", "05"))
    teach(book, abandoned, held["MHS Aide 2"])
    meet(book, abandoned, DAYS, [8], "244")
    government = seated(book, Lesson("MHS", "0640", "01"))
    seat(book, abandoned, government[:5])
    seat(book, _twin(book, abandoned, 1, held["MHS Resource 3"]), government[5:7])
