"""The headers under which student information systems export what a roster has, most telling first."""

import re
from collections.abc import Iterator, Mapping

from roster_core.roster.formats.sheet import normal

# Aeries exports two letters for most columns, with or without the table's (STU.BD, BD).
_PERSON = {
    "name": "last first, lastfirst, full name, full name lfm, name lfm, last first middle, name",
    "first_name": "first name, fname, given name, legal first name, first, fn, stufn, tchtf, stffn",
    "middle_name": "middle name, mname, middle, middle initial, mi, mn, stumn",
    "last_name": "last name, lname, surname, family name, legal last name, last, ln, stuln, tchtln, stfln",
    "suffix": "suffix, name suffix, generation, sf, stusf",
    "preferred_first_name": "preferred first name, preferred name, chosen first name, chosen name, nickname, "
    "nick name, goes by, nm, stufna",
    "preferred_last_name": "preferred last name, chosen last name, stulna",
    "gender": "gender, sex, gender code, legal gender, legal sex, sx, stusx",
    "birth_date": "birth date, dob, date of birth, birthday, bd, stubd",
}
_SCHOOL = {
    "school_code": "school id, school code, school number, school num, school no, school nbr, entity id, entity, "
    "building code, building id, building number, building, campus id, campus, site id, site code, site, "
    "location code, location id, location, current school, attending school, sch, sc, stusc, mstsc, tchsc, school",
    "school_name": "school name, school description, school desc, building name, campus name, calendar name, "
    "entity name, entity description, site name, location name, building description, school",
    "school_year": "school year, year, end year, sy, academic year",
}
_STUDENT_NUMBER = (
    "student number, other id, local student id, district student id, district id, pupil number, pupil id, "
    "perm id, permanent id, student local id, sis id, student sis id, sis student id, student id, local id, stuid, "
    "student other id, student identifier, stu id, stu number, stu no, stu num, sid, student key"
)
_MARKS = {
    "is_special_ed": "special ed, special education, is special ed, sped, special ed course",
    "is_online": "online, is online, virtual",
    "is_homeroom": "is homeroom, homeroom course, homeroom flag",
    "is_attendance_only": "attendance only, is attendance only",
    "is_graded": "graded, is graded",
    **{f"user_flag_{number}": f"user flag {number}, flag {number}, userflag{number}" for number in range(1, 6)},
}
_COURSE = {
    "course_code": "course number, course code, course num, course no, course nbr, course id, course key, crs, "
    "crs num, crscn, mstcn, seccn, cn, corse, course, class code",
    "course_title": "course name, course title, course description, course desc, course long description, "
    "course long desc, course short description, course short desc, course full name, crsco, co, class name, "
    "class title, class description, course",
    "department": "department, department name, dept, dept name, department code, dept code, course department, "
    "sched department, dp, crsdp",
    "subject_code": "subject, subject area, subject name, subject code, course subject, subject area code",
}
_SCHEDULE = {
    **_SCHOOL,
    **_COURSE,
    "section_code": "section number, section, section code, section no, section num, section nbr, sec, sec no, "
    "sec number, course section, class section, class number",
    "section_id": "section id, class id, section key, section dcid, section identifier, crn, mstse, secse, se, "
    "course section id, class identifier, section guid",
    "title_override": "section name, section title, section description",
    "staff_id": "teacher number, teacher id, teacher staff id, primary teacher id, primary teacher number, "
    "primary staff id, teacher other id, teacher employee id, instructor id, instructor number, staff id, "
    "staff number, employee id, employee number, teacher 1 id, lead teacher id, teacher code, teacher num, teacher no, "
    "msttn, tchtn, stfid, tn, teacher",
    "staff_id_2": "teacher 2 id, co teacher id, co teacher number, secondary teacher id, second teacher id, "
    "additional teacher id, teacher 2 number, co teacher",
    "staff_id_3": "teacher 3 id, third teacher id, teacher 3 number",
    "teacher_name": "teacher name, teacher display, teacher last first, teacher lastfirst, teacher full name, "
    "primary teacher name, primary teacher, instructor name, instructor, staff name, teacher",
    "teacher_first_name": "teacher first name, instructor first name, teacher fname, primary teacher first name",
    "teacher_last_name": "teacher last name, instructor last name, teacher lname, primary teacher last name",
    "teacher_email": "teacher email, teacher email address, instructor email, primary teacher email",
    "role": "teacher role, staff role, teacher type, role",
    "period": "expression, period, external expression, period code, period name, period number, periods, per, pd, "
    "mstpd, block, class period, meeting pattern, period abbr, period short name",
    "print_period": "print period, printed period, period label",
    "period_order": "period order, period sort, period sequence",
    "cycle_day": "cycle day, cycle days, day, days, days meet, meeting days, meeting day, days met, day code, dy, "
    "mstdy, schedule day, rotation day, day name",
    "room": "room, room number, room name, room no, rm, mstrm, classroom",
    "term_code": "term, term code, term id, term name, term abbreviation, semester, marking period, terms, sem, sm, "
    "mstsm, trimester, quarter, term description, term desc",
    "term_start": "term start, term start date, term first day, section start date, class start date, start date, "
    "begin date",
    "term_end": "term end, term end date, term last day, section end date, class end date, end date, stop date",
    "section_status": "section status, class status, status",
    "max_students": "max enrollment, max students, maximum enrollment, max seats, maximum students, max load, "
    "max class size, capacity, seats, mx",
    "homeroom_code": "homeroom, home room, homeroom code, homeroom number",
}
_PHONES = {
    "phone_home": "home phone, home phone number, phone home, home telephone",
    "phone_cell": "cell phone, cell, mobile phone, mobile, cell phone number, phone cell, mobile phone number",
    "phone_work": "work phone, work phone number, phone work, business phone, work telephone, office phone",
    "phone": "phone, phone number, primary phone, telephone, telephone number, main phone, tl, stutl, household phone",
}
_ADDRESS = {
    "line1": "street, street address, address, home address, address line 1, address 1, home street, residence street, "
    "residence address, physical address, home address 1, stuad, ad",
    "line2": "address line 2, address 2, apartment, apt, unit, street 2, home address 2",
    "city": "city, home city, residence city, town, municipality, stucy, cy",
    "state": "state, home state, residence state, state code, stust, st",
    "zip": "zip, zip code, postal code, home zip, residence zip, home zip code, stuzc, zc",
}

#: For each entity, the headers taken for each of its columns. Case, spaces and punctuation do not matter; `#` is read
#: as `number`.
HEADERS: Mapping[str, Mapping[str, str]] = {
    "students": {
        "district_number": _STUDENT_NUMBER + ", id",
        "state_id": "state id, state student id, state student number, state student no, state identifier, ssid, "
        "state pupil id, state assigned id, statewide student id, statewide id, njsmart id, nj smart id, nj sid, "
        "njsid, smart id, government id, state testing number, state number, uic, sasid, stucid, cid, local id, sid",
        "weblogin_id": "web login id, weblogin id, web login, web id, student web id, user name, login name, login, "
        "login id, logon, logon id, network id, network login, portal username, user id, ad username, "
        "sam account name, computer login, web access login",
        **_PERSON,
        "name": "student name, student full name, student last first, " + _PERSON["name"] + ", student",
        "school_email": "school email, student email, student school email, email, email address, e mail, "
        "student email address, district email, google email, google account, sem, stusem",
        "race_code": "race, race code, race codes, ethnicity, ethnic code, ethnicity code, race ethnicity, "
        "federal race, fed race, federal race code, race ethnicity fed, federal ethnicity race, primary race, "
        "rc1, sturc1, etn",
        "hispanic": "hispanic, hispanic latino, hispanic or latino, hispanic ethnicity, is hispanic, fed ethnicity, "
        "federal ethnicity, ethnicity hispanic, hispanic indicator, hispanic flag, eth, stueth",
        "free_reduced_lunch": "lunch status, free reduced lunch, free reduced, frl, frl status, lunch code, "
        "meal status, lunch, food service code, economic status, meal eligibility",
        "home_language_code": "home language, home language code, home lang, primary home language, primary language, "
        "native language, language, language code, hl, stuhl",
        "english_learner": "english learner, ell, ell status, lep, lep status, el, el status, "
        "english language learner, limited english, multilingual learner, ml status",
        "special_ed_status_code": "special ed status, special education status, special ed status code, sped status, "
        "special ed code, sped code, se status",
        "special_ed_status_description": "special ed description, special education description, "
        "special ed classification, sped classification, classification, special ed status description",
        "has_active_iep": "has active iep, active iep, has iep, iep, iep status, iep flag, special ed, sped, "
        "special education, is special ed, in special ed",
        "iep_start": "iep start, iep start date, iep begin date, iep effective date",
        "iep_end": "iep end, iep end date, iep expiration date, iep expires",
        "section_504": "section 504, 504, 504 plan, 504 status, has 504, 504 flag, section 504 status, is 504",
        "photo_restricted": "photo restricted, no photo, photo opt out, photo restriction, do not photograph",
        "record_confidential": "record confidential, confidential, confidential record, ferpa opt out",
        "do_not_export": "do not export, exclude from export, exclude from clever",
        **_SCHOOL,
        "entry_date": "entry date, enroll date, enrollment date, enrollment start date, school entry date, "
        "date enrolled, enter date, entered date, start date, admit date, current entry date, school enter date, ed, "
        "stued",
        "exit_date": "exit date, withdrawal date, withdraw date, enrollment end date, leave date, date withdrawn, "
        "school leave date, end date, ld, stuld",
        "enrollment_status": "enroll status, enrollment status, student status, status code, active status, active, "
        "is active, status, tg, stutg",
        "is_primary": "primary enrollment, is primary, primary school flag",
        "local_grade": "grade level, grade, current grade, current grade level, grade code, grd, gr, stugr, year level",
        "state_grade_code": "state grade, state grade code, state grade level",
        "homeroom_code": "homeroom, home room, homeroom number, homeroom code, homeroom name, hr, hr number, "
        "homeroom id, advisory",
        "homeroom_room": "homeroom room, homeroom room number",
        "homeroom_staff_id": "homeroom teacher id, homeroom teacher number, homeroom staff id, hr teacher id, "
        "advisor id, advisor number",
        "homeroom_teacher": "homeroom teacher, homeroom teacher name, hr teacher, advisor, advisor name",
        "counselor_staff_id": "counselor id, counselor staff id, counselor number, guidance counselor id",
        "next_school_code": "next school, next school id, next year school, next school code",
        "next_grade_code": "next grade, next year grade, next grade level",
        **_ADDRESS,
        **{
            f"mailing_{part}": ", ".join(
                f"{word} {alias}" for alias in aliases.split(", ") for word in ("mailing", "mail")
            )
            for part, aliases in _ADDRESS.items()
        },
        **{name: aliases for name, aliases in _PHONES.items() if name != "phone_work"},
        "weighted_gpa": "weighted gpa, gpa weighted, cumulative weighted gpa, cum weighted gpa, cum gpa weighted",
        "unweighted_gpa": "unweighted gpa, gpa unweighted, simple gpa, cumulative unweighted gpa, cum gpa unweighted",
    },
    "contacts": {
        "district_number": _STUDENT_NUMBER,
        "source_id": "contact id, contact sis id, contact person id, guardian id, parent id, person id, "
        "contact identifier, guardian key, contact key",
        **{
            name: _PERSON[name] for name in ("first_name", "middle_name", "last_name", "suffix")
        },
        "name": "contact name, guardian name, parent name, contact full name, guardian, parent, " + _PERSON["name"],
        "type": "contact type, type, contact category, guardian, is guardian",
        "sequence": "contact order, contact priority, contact sequence, priority, contact priority order, "
        "sequence, rank, order, contact number, contact rank, emergency priority",
        "relationship_code": "relationship, relation, relationship to student, relationship type, relationship code, "
        "contact relationship, rel, conrl, rl",
        "custody_issue": "custody issue, custody alert, custody flag, custody, court order",
        "lives_with": "lives with, lives with student, resides with, student lives with, lw, conlw",
        "receives_mail": "receives mail, receives mailing, mailings, mailing, receives mailings",
        **_PHONES,
        "phone_type": "phone type, type of phone",
        "email": "email, email address, e mail, contact email, guardian email, parent email, em, conem",
    },
    "staff": {
        "staff_id": "teacher number, staff id, staff number, teacher id, local staff id, district staff id, "
        "employee id, employee number, emp id, emp no, staff no, teacher no, tn, tchtn, stfid, tchid, other id, "
        "staff local id, id",
        "employee_number": "employee number, employee id, payroll id, payroll number, hr id, employee no",
        "state_staff_id": "state staff id, smid, nj smid, state teacher id, staff state id, sif stateprid, "
        "sif state prid, stateprid, state educator id, seid, educator id, state id, state identifier, "
        "state staff number",
        "logon_id": "login id, logon id, teacher login id, user name, login name, login, logon, network id, user id, "
        "ad username, network login",
        **_PERSON,
        "name": "staff name, teacher name, employee name, " + _PERSON["name"] + ", teacher",
        "work_email": "email, email address, email addr, e mail, work email, school email, staff email, teacher email, "
        "district email, em, tchem, stfem",
        "alternate_email": "alternate email, personal email, secondary email, home email",
        **_SCHOOL,
        "school_code": "home school id, home school, primary school, " + _SCHOOL["school_code"],
        "title": "title, job title, position, position title, job, assignment, job description, ti, stfti",
        "department": "department, department name, dept, dept name, department code, dept code",
        "role_code": "role, role code, staff role",
        "staff_type": "staff status, staff type, staff classification",
        "is_teaching": "is teaching, is teacher, teacher flag, teaching",
        "is_administrator": "is administrator, administrator, is admin, admin",
        "employment_status": "employment status, status, active, is active, active status",
        "terminated_on": "termination date, terminated on, separation date, exit date, end date",
        "photo_restricted": "photo restricted, no photo, photo opt out, photo restriction",
        "record_confidential": "record confidential, confidential",
        **_PHONES,
    },
    "sections": {**_SCHEDULE, **_MARKS},
    "enrollments": {
        "district_number": _STUDENT_NUMBER,
        "entry_date": "date enrolled, entry date, enroll date, enrollment date, enrollment start date, add date, "
        "enter date, date added, start date, begin date, section entry date",
        "exit_date": "date left, exit date, drop date, date dropped, enrollment end date, leave date, end date, "
        "stop date, section exit date",
        "enrollment_status": "enrollment status, enroll status, status",
        **_SCHEDULE,
        # A bare start date is that of the student's enrollment.
        "term_start": "term start, term start date, term first day",
        "term_end": "term end, term end date, term last day",
    },
    "schools": {
        "school_code": _SCHOOL["school_code"] + ", code, number, id",
        "school_number": "district school number, county school number, local school number",
        "name": _SCHOOL["school_name"] + ", name, description",
        "school_type": "school type, type, school level, level, school category",
        "state_school_id": "state school id, state school number, state id, alternate school number, state school code",
        "nces_id": "nces id, nces, nces school id, nces number",
        "address": _ADDRESS["line1"] + ", school address, school street",
        "city": _ADDRESS["city"] + ", school city",
        "state": _ADDRESS["state"] + ", school state",
        "zip": _ADDRESS["zip"] + ", school zip",
        "phone": _PHONES["phone"] + ", school phone",
        "low_grade": "low grade, grade low, lowest grade, from grade, school low grade, start grade",
        "high_grade": "high grade, grade high, highest grade, to grade, school high grade, end grade",
        "active": "active, is active",
        "do_not_export": "do not export, exclude from export",
    },
    "courses": {**_SCHOOL, **_COURSE, **_MARKS, "course_code": _COURSE["course_code"] + ", code, number, id"},
    "terms": {
        **_SCHOOL,
        "term_code": "term code, term id, abbreviation, term abbreviation, code, id, term",
        "name": "term name, name, description, term description, term",
        "start_date": "start date, first day, begin date, term start, term start date, start",
        "end_date": "end date, last day, term end, term end date, end, stop date",
        "covers_year": "is year, year term, covers year, is year rec",
    },
}  # fmt: skip

#: What systems write before the headers of one entity, longest first, and what may therefore be left off there.
PREFIXES: Mapping[str, tuple[str, ...]] = {
    "students": ("students", "student", "stu", "pupil"),
    "contacts": ("contacts", "contact", "guardian", "parent", "con"),
    "staff": ("teachers", "teacher", "staff", "employee", "emp"),
    "sections": ("coursesection", "sections", "section", "class"),
    "enrollments": ("coursesection", "cc"),
    "schools": ("schools", "school"),
    "courses": ("courses", "course"),
    "terms": ("terms", "term"),
}
#: Tables, as before a dot, whose columns stand beside those of an entity.
_TABLES: Mapping[str, tuple[str, ...]] = {
    "sections": ("course", "schedule", "term"),
    "enrollments": ("student", "course", "section", "schedule", "roster", "class"),
    "contacts": ("student",),
}
_OTHERS = ("teacher", "staff", "guardian", "parent", "contact", "counselor", "mother", "father", "homeroom", "school",
           "course", "section", "student", "doctor", "physician", "sibling", "family")  # fmt: skip
_TABLE = re.compile(r"^\[[^\]]*\]\s*(.+)$")


def _ranked(target: str, aliases: str) -> dict[str, int]:
    """Normal forms of a column's headers with their places; `number` may be written `no`, `num` or `nbr`."""
    places: dict[str, int] = {normal(target): 0}
    for place, alias in enumerate(aliases.split(", "), start=1):
        for word in ("number", "no", "num", "nbr"):
            places.setdefault(normal(re.sub(r"\bnumber\b", word, alias)), place)
    return places


#: The same as data: entity → column → normal forms of headers → their places, the most telling one's being lowest.
ALIASES: Mapping[str, Mapping[str, Mapping[str, int]]] = {
    entity: {target: _ranked(target, aliases) for target, aliases in columns.items()}
    for entity, columns in HEADERS.items()
}


def spellings(header: str, entity: str) -> Iterator[tuple[str, int]]:
    """The normal forms under which a header may be known in `entity`, each with how far it is from what is written."""
    written = header.replace("#", " number ")
    if table := _TABLE.match(written):
        written = table[1]
    yield normal(written), 0
    before, dot, after = written.rpartition(".")
    own = PREFIXES[entity]
    qualifier = normal(before)
    tables = (*own, *_TABLES.get(entity, ()))
    if dot and after.strip() and (qualifier.startswith(tables) or not any(word in qualifier for word in _OTHERS)):
        yield normal(after), 3
    whole = normal(written)
    for prefix in own:
        if whole.startswith(prefix) and len(whole) > len(prefix):
            yield whole.removeprefix(prefix), 5
            break
