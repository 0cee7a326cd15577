"""Maple Hollow itself: years, schools, terms, departments, and the district's own definitions."""

from datetime import date

from roster_core.sample.book import Book

YEAR = "2026-27"
LAST_YEAR = "2025-26"
FIRST_DAY = date(2026, 9, 8)
LAST_DAY = date(2027, 6, 23)
#: The school days from which and to which every situation of the sample holds, so that demonstrations do not go stale.
HOLDS_FROM = date(2026, 10, 1)
HOLDS_TO = date(2027, 1, 22)

#: code, number, name, type, state number, NCES number, street, zip, phone, lowest and highest grade, active, kept in.
_SCHOOLS = (
    ("MHE", "050", "Maple Hollow Elementary", "ELEM", "030-1234-050", "340000000050", "40 Maple Ave", "07030",
     "(201) 555-0150", "3H", "05", True, False),
    # The zip lost its zero in a spreadsheet; no number of its own, so the code stands for it.
    ("MMS", "", "Millbrook Middle", "MIDDLE", "030-1234-055", "340000000055", "7 Brook St", "7030",
     "1-201-555-0155 ext. 4", "06", "08", True, False),
    # The phone has no area code.
    ("MHS", "060", "Maple Hollow High", "HIGH", "030-1234-060", "340000000060", "1 Hollow Rd", "07030-1100",
     "555-0160", "09", "12", True, False),
    ("PREG", "", "Pre-registration", "PREG", "", "", "", "", "", "", "", True, False),
    ("OOD", "", "Out of District", "OOD", "", "", "", "", "", "", "", True, False),
    # Online, two semesters and no term for the whole year.
    ("MHV", "070", 'Maple Hollow Virtual "Anywhere"', "OTHER", "030-1234-070", "", "1 Hollow Rd, Room 9",
     "07030-1100", "201-555-0170", "09", "12", True, False),
    ("MAC", "080", "Maple Hollow Adult Center", "OTHER", "030-1234-080", "", "22 Station Pl", "07030",
     "201-555-0180", "A1", "AD", True, True),
    ("HRS", "040", "Hollow Road School", "ELEM", "030-1234-040", "340000000040", "88 Hollow Rd", "07030",
     "201-555-0140", "KF", "05", False, False),
)  # fmt: skip
_FULL = ("FY", "Full year", FIRST_DAY, LAST_DAY, True)
_HALVES = (
    ("S1", "Semester 1", FIRST_DAY, date(2027, 1, 27), False),
    ("S2", "Semester 2", date(2027, 1, 28), LAST_DAY, False),
)
_QUARTERS = (
    ("MP1", "Marking period 1", FIRST_DAY, date(2026, 11, 13), False),
    ("MP2", "Marking period 2", date(2026, 11, 16), date(2027, 1, 27), False),
    ("MP3", "Marking period 3", date(2027, 1, 28), date(2027, 4, 9), False),
    ("MP4", "Marking period 4", date(2027, 4, 12), LAST_DAY, False),
)
_THIRDS = (
    ("T1", "Trimester 1", FIRST_DAY, date(2026, 12, 4), False),
    ("T2", "Trimester 2", date(2026, 12, 7), date(2027, 3, 19), False),
    ("T3", "Trimester 3", date(2027, 3, 22), LAST_DAY, False),
)
#: After the school year has ended: a section that has only this term is not of the year.
_SUMMER = ("SUM", "Summer session", date(2027, 7, 6), date(2027, 8, 6), False)
#: A second term for the whole year; the same start, so the lower code (FY) is the year.
_SECOND_YEAR = ("YR", "Year, as the old system called it", FIRST_DAY, date(2027, 6, 18), True)
_TERMS = {
    "MHE": (_FULL, *_THIRDS),
    "MMS": (_FULL, *_HALVES, *_QUARTERS, _SECOND_YEAR),
    "MHS": (_FULL, *_HALVES, *_QUARTERS, _SUMMER),
    "PREG": (_FULL,),
    "OOD": (_FULL,),
    "MHV": _HALVES,
    "MAC": (_FULL,),
}
_DEPARTMENTS = (
    ("MATH", "MATH", ""), ("ELEM", "ELEM", ""), ("SPED", "SPED", ""), ("HLTH", "HLTH", ""), ("ADM", "ADM", ""),
    ("GUID", "GUID", ""),
    ("ENGL", "English", "English/language arts"), ("SCI", "Science", "Science"),
    ("SOC", "Social studies", "Social studies"), ("WLANG", "World languages", "Language"),
    ("ARTS", "Visual and performing arts", "Arts and music"), ("PHED", "Physical education", "PE and health"),
    ("TECH", "Technology", "Technology and engineering"), ("LIB", "Library", "other"),
    # The district's own word, which is none of Clever's subjects.
    ("BUS", "Business, careers and “work-ready”", "Career readiness"),
    ("SUPP", "Support services", ""),
)  # fmt: skip
_STUDENT_TEXTS = (
    ("HOMESCH", "Home school", "TEXT", True), ("NETID", "Network ID", "TEXT", True),
    ("LIBPIN", "Library PIN", "TEXT", True), ("EMAIL2", "Second e-mail", "TEXT", True),
    ("BUSDATE", "Bus pass valid to", "DATE", False), ("CLUBS", "Clubs", "LIST", False),
)  # fmt: skip
_STAFF_TEXTS = (
    ("BADGE", "Badge number", "TEXT", True), ("SSO", "Sign-on name", "TEXT", True),
    ("MAIL2", "E-mail for applications", "TEXT", True), ("CERT", "Certificate ends", "DATE", True),
)  # fmt: skip
_GPA_TYPES = (
    ("CUM_U", "Cumulative, unweighted", False, "CUMULATIVE"), ("CUM_W", "Cumulative, weighted", True, "CUMULATIVE"),
    ("YR_U", "Year, unweighted", False, "YEAR"), ("YR_W", "Year, weighted", True, "YEAR"),
    ("S1_U", "Semester 1, unweighted", False, "TERM"),
)  # fmt: skip


def add_district(book: Book) -> None:
    """Add everything that is there before any person."""
    book.add("school_years", school_year=LAST_YEAR, start_date=date(2025, 7, 1), end_date=date(2026, 6, 30))
    book.add("school_years", school_year=YEAR, start_date=date(2026, 7, 1), end_date=date(2027, 6, 30))
    book.add(
        "district", code="MHSD", name="Maple Hollow Schools", state="NJ", time_zone="America/New_York",
        lea_state_id="1234", lea_nces_id="3400000", student_email_domains="stu.maplehollow.example",
        staff_email_domains="maplehollow.example", sso_only=False, current_school_year=YEAR,
    )  # fmt: skip
    for code, number, name, kind, state_id, nces, street, zip_code, phone, low, high, active, kept_in in _SCHOOLS:
        book.add(
            "schools", school_code=code, school_number=number, name=name, school_type=kind, state_school_id=state_id,
            nces_id=nces, address=street, city=street and "Maple Hollow", state=street and "NJ", zip=zip_code,
            phone=phone, low_grade=low, high_grade=high, active=active, do_not_export=kept_in,
        )  # fmt: skip
    for school, terms in _TERMS.items():
        for code, name, start, end, whole in terms:
            book.add(
                "terms", school_code=school, school_year=YEAR, term_code=code, name=name, start_date=start,
                end_date=end, covers_year=whole,
            )  # fmt: skip
    for school in ("MHE", "MMS", "MHS", "HRS"):
        book.add(
            "terms", school_code=school, school_year=LAST_YEAR, term_code="FY", name="Full year",
            start_date=date(2025, 9, 4), end_date=date(2026, 6, 19), covers_year=True,
        )  # fmt: skip
    for code, name, subject in _DEPARTMENTS:
        book.add("departments", department_code=code, name=name, clever_subject=subject)
    for people, texts in (("STUDENT", _STUDENT_TEXTS), ("STAFF", _STAFF_TEXTS)):
        for code, label, kind, rolls in texts:
            book.add(
                "user_text_definitions", applies_to=people, user_text_code=code, label=label, value_kind=kind,
                rolls_over=rolls,
            )  # fmt: skip
    for people, code, label in (
        ("STUDENT", "DEVICE", "Has a district laptop"), ("STUDENT", "BAND", "Plays in the band"),
        ("STAFF", "KEYS", "Holds a building key"),
    ):  # fmt: skip
        book.add("user_flag_definitions", applies_to=people, user_flag_code=code, label=label, rolls_over=True)
    for code, name, is_weighted, scope in _GPA_TYPES:
        book.add("gpa_types", gpa_type_code=code, name=name, is_weighted=is_weighted, scope=scope)
