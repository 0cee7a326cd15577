"""One small made-up district, written in the ways in which five student information systems export theirs."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from tests.roster.formats.workbooks import workbook


@dataclass(frozen=True)
class Pupil:
    number: str
    state_id: str
    last: str
    first: str
    born: date
    gender: str
    #: The state's code of the grade.
    grade: str
    school: str
    homeroom: str
    email: str
    guardian: tuple[str, str, str, str]


@dataclass(frozen=True)
class Teacher:
    number: str
    state_id: str
    last: str
    first: str
    email: str
    school: str
    title: str


@dataclass(frozen=True)
class Lesson:
    school: str
    course: str
    title: str
    section: str
    teacher: str
    period: str
    room: str
    pupils: tuple[str, ...]


PUPILS = (
    Pupil("0104233", "7012345678", "Ortega", "Ana", date(2021, 3, 9), "F", "KF", "101", "K1",
          "ana.ortega@stu.example", ("Luz", "Ortega", "201-555-0101", "luz@example.org")),
    Pupil("0104240", "7012345685", "Ortega", "Leo", date(2015, 12, 1), "M", "05", "101", "5A",
          "leo.ortega@stu.example", ("Luz", "Ortega", "201-555-0101", "luz@example.org")),
    Pupil("0101118", "7087654321", "Dunn", "Chloe", date(2013, 11, 2), "F", "07", "202", "201",
          "chloe.dunn@stu.example", ("Rita", "Dunn", "201-555-0110", "rita@example.org")),
    Pupil("0101900", "7055554444", "O'Roe", "Gil", date(2014, 5, 5), "M", "07", "202", "201",
          "gil.roe@stu.example", ("Max", "O'Roe", "201-555-0120", "max@example.org")),
)  # fmt: skip
TEACHERS = (
    Teacher("2001", "80010001", "Rivera", "Maria", "mrivera@staff.example", "202", "Math Teacher"),
    Teacher("2003", "80010003", "Park", "Lena", "lpark@staff.example", "202", "Teacher"),
    Teacher("2007", "80010007", "Ives", "Sam", "sives@staff.example", "101", "Teacher"),
    Teacher("2006", "80010006", "Hale", "Grace", "ghale@staff.example", "202", "Principal"),
)
LESSONS = (
    Lesson("202", "0711", "Math 7", "02", "2001", "5", "120", ("0101118", "0101900")),
    Lesson("202", "0720", "Science 7", "01", "2003", "6", "122", ("0101118",)),
    Lesson("101", "0120", "Art K", "04", "2007", "2", "A1", ("0104233", "0104240")),
)
SCHOOLS = {"101": "Maple Hollow Elementary School", "202": "Millbrook Middle School"}
BY_NUMBER = {pupil.number: pupil for pupil in PUPILS}
NAMES = {teacher.number: f"{teacher.last}, {teacher.first}" for teacher in TEACHERS}


def american(day):
    return f"{day.month:02d}/{day.day:02d}/{day.year}"


def written(header, rows, delimiter=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def powerschool():
    """Tab-delimited quick exports, with table numbers before fields of other tables."""
    grades = {"KF": "0", "05": "5", "07": "7"}
    return {
        "student.export.text": written(
            ["Student_Number", "State_StudentNumber", "LastFirst", "DOB", "Gender", "Grade_Level", "SchoolID",
             "Home_Room", "EntryDate", "ExitDate", "Enroll_Status", "FedEthnicity", "LunchStatus", "Student_Web_ID",
             "Mother", "[5]Mother_Home_Phone", "GuardianEmail", "Guardian_FN", "Guardian_LN", "U_STUDENT.Email",
             "Bus_Route"],
            [[p.number, p.state_id, f"{p.last}, {p.first}", american(p.born), p.gender, grades[p.grade], p.school,
              p.homeroom, "09/08/2026", "06/24/2027", "0", "0", "F", p.email.split("@")[0],
              f"{p.guardian[1]}, {p.guardian[0]}", p.guardian[2], p.guardian[3],
              p.guardian[0], p.guardian[1], p.email, "7"] for p in PUPILS], "\t"),
        "teachers.text": written(
            ["ID", "TeacherNumber", "SIF_StatePrid", "Last_Name", "First_Name", "Email_Addr", "HomeSchoolId", "Title",
             "Status", "StaffStatus"],
            [[str(n), t.number, t.state_id, t.last, t.first, t.email, t.school, t.title, "1",
              "2" if t.title == "Principal" else "1"] for n, t in enumerate(TEACHERS, 900)], "\t"),
        "sections.text": written(
            ["ID", "SchoolID", "Course_Number", "[2]Course_Name", "Section_Number", "TermID", "[5]TeacherNumber",
             "Expression", "Room", "MaxEnrollment"],
            [[str(n), s.school, s.course, s.title, s.section, "3600", s.teacher, f"{s.period}(A-B)", s.room, "25"]
             for n, s in enumerate(LESSONS, 70)], "\t"),
        "cc.text": written(
            ["[1]Student_Number", "SchoolID", "Course_Number", "Section_Number", "TermID", "DateEnrolled", "DateLeft"],
            [[number, s.school, s.course, s.section, "3600", "09/08/2026", "06/24/2027"]
             for s in LESSONS for number in s.pupils], "\t"),
    }  # fmt: skip


def skyward():
    """Data-mining reports: names in one cell, entities for schools, words for grades."""
    grades = {"KF": "KG", "05": "05", "07": "07"}
    return {
        "Student Data Mining.csv": written(
            ["Other ID", "Alphakey", "Student Full Name LFM", "Birth Date", "Gender", "Grd", "Entity ID", "Entity Name",
             "Homeroom Number", "Advisor", "School Email", "State ID", "Guardian 1 Name", "Guardian 1 Home Phone",
             "Guardian 1 Home Email"],
            [[p.number, p.last.upper()[:5] + "000", f"{p.last}, {p.first}", american(p.born), p.gender, grades[p.grade],
              p.school, SCHOOLS[p.school], p.homeroom, NAMES["2007" if p.school == "101" else "2001"], p.email,
              p.state_id, f"{p.guardian[0]} {p.guardian[1]}", p.guardian[2], p.guardian[3]] for p in PUPILS]),
        "Staff List.csv": written(
            ["Name ID", "Staff Name", "Email Address", "Entity", "Title", "Employee Number", "SMID"],
            [[str(n), f"{t.last}, {t.first}", t.email, t.school, t.title, t.number, t.state_id]
             for n, t in enumerate(TEACHERS, 5)]),
        "Master Schedule.csv": written(
            ["Entity ID", "Course Key", "Course Short Desc", "Section", "Teacher Name", "Period", "Days Meet", "Term",
             "Term Start Date", "Term End Date", "Room Number"],
            [[s.school, s.course, s.title, s.section, NAMES[s.teacher], s.period, "AB", "YR", "09/08/2026",
              "06/24/2027", s.room] for s in LESSONS]),
        "Student Schedule.csv": written(
            ["Other ID", "Entity ID", "Course Key", "Section", "Start Date", "Stop Date"],
            [[number, s.school, s.course, s.section, "09/08/2026", "06/24/2027"]
             for s in LESSONS for number in s.pupils]),
    }  # fmt: skip


def infinite_campus():
    """Ad hoc exports: the table and a dot before each field, ISO dates, sections by their ID."""
    grades = {"KF": "KG", "05": "05", "07": "07"}
    return {
        "students.csv": written(
            ["student.studentNumber", "student.stateID", "student.lastName", "student.firstName", "student.birthdate",
             "student.gender", "student.grade", "student.schoolNumber", "student.schoolName", "student.startDate",
             "student.endDate", "student.homeroomTeacher", "student.email", "student.homeLanguage"],
            [[p.number, p.state_id, p.last, p.first, p.born.isoformat(), p.gender, grades[p.grade], p.school,
              SCHOOLS[p.school], "2026-09-08", "", NAMES["2001"], p.email, "Spanish"] for p in PUPILS]),
        "census contacts.csv": written(
            ["studentNumber", "personID", "contactLastName", "contactFirstName", "relationship", "homePhone", "email",
             "guardian", "mailing", "emergencyPriority"],
            [[p.number, "7" + p.guardian[2][-3:], p.guardian[1], p.guardian[0], "Mother", p.guardian[2], p.guardian[3],
              "Y", "Y", "1"] for p in PUPILS]),
        "staff.csv": written(
            ["staffNumber", "staffStateID", "lastName", "firstName", "email", "schoolNumber", "title"],
            [[t.number, t.state_id, t.last, t.first, t.email, t.school, t.title] for t in TEACHERS]),
        "sections.csv": written(
            ["courseSection.courseNumber", "courseSection.courseName", "courseSection.sectionNumber",
             "courseSection.sectionID", "courseSection.teacherDisplay", "courseSection.roomName",
             "courseSection.periodName", "courseSection.termName", "courseSection.schoolNumber"],
            [[s.course, s.title, s.section, str(n), NAMES[s.teacher], s.room, s.period, "Full Year", s.school]
             for n, s in enumerate(LESSONS, 9911)]),
        "roster.csv": written(
            ["student.studentNumber", "courseSection.sectionID", "roster.startDate", "roster.endDate"],
            [[number, str(n), "2026-09-08", ""] for n, s in enumerate(LESSONS, 9911) for number in s.pupils]),
    }  # fmt: skip


@cache  # a workbook holds the time at which it was made, and tests that repeat themselves want the same bytes
def genesis():
    """New Jersey's own: the state's grade codes, guardians as G1, a workbook with a sheet for each list."""
    students = [
        ["Student ID", "State Student ID", "Last Name", "First Name", "Date of Birth", "Gender", "Grade Level",
         "School Code", "Homeroom", "Student Email", "School Entry Date", "District Entry Date", "G1 First Name",
         "G1 Last Name", "G1 Relationship", "G1 Cell Phone", "G1 Email", "G1 Custody Issue", "504", "IEP"],
        *([p.number, p.state_id, p.last, p.first, p.born, p.gender, p.grade, p.school, p.homeroom, p.email,
           date(2026, 9, 8), date(2024, 9, 5), p.guardian[0], p.guardian[1], "MOTHER", p.guardian[2], p.guardian[3],
           "N", False, p.number == "0101118"] for p in PUPILS),
    ]  # fmt: skip
    staff = [
        ["Staff ID", "SMID", "Last Name", "First Name", "Email", "School Code", "Job Title"],
        *([int(t.number), t.state_id, t.last, t.first, t.email, int(t.school), t.title] for t in TEACHERS),
    ]
    sections = [
        ["School Code", "Course Code", "Course Description", "Course Section", "Semester", "Cycle Days", "Period",
         "Room", "Primary Teacher ID", "Department"],
        *([s.school, s.course, s.title, s.section, "FY", "AB", int(s.period), s.room, int(s.teacher), "MATH"]
          for s in LESSONS),
    ]  # fmt: skip
    enrolled = [
        ["Student ID", "School Code", "Course Code", "Course Section", "Entry Date"],
        *([number, s.school, s.course, s.section, date(2026, 9, 8)] for s in LESSONS for number in s.pupils),
    ]
    return {
        "genesis.xlsx": workbook(
            ("Students", students), ("Staff", staff), ("Course Sections", sections), ("Student Schedules", enrolled)
        )
    }


def aeries():
    """Two letters for each field, dates without zeros, a teacher number that only the schedule knows beside the ID."""
    grades = {"KF": "0", "05": "5", "07": "7"}

    def short(day):
        return f"{day.month}/{day.day}/{day.year}"

    return {
        "STU.csv": written(
            ["STU.SC", "STU.SN", "STU.ID", "STU.CID", "STU.LN", "STU.FN", "STU.MN", "STU.BD", "STU.SX", "STU.GR",
             "STU.TG", "STU.SEM", "STU.PG", "STU.TL", "STU.PEM", "STU.ED"],
            [[p.school, str(n), p.number, p.state_id, p.last, p.first, "", short(p.born), p.gender, grades[p.grade], "",
              p.email, f"{p.guardian[0]} {p.guardian[1]}", p.guardian[2], p.guardian[3], "9/8/2026"]
             for n, p in enumerate(PUPILS, 50)]),
        "STF.csv": written(
            ["STF.ID", "STF.LN", "STF.FN", "STF.EM", "STF.TI", "STF.SC", "SEID"],
            [[t.number, t.last, t.first, t.email, t.title, t.school, t.state_id] for t in TEACHERS]),
        "MST.csv": written(
            ["MST.SC", "MST.SE", "MST.CN", "CRS.CO", "STF.ID", "MST.PD", "MST.RM", "MST.SM", "MST.DY"],
            [[s.school, s.section, s.course, s.title, s.teacher, s.period, s.room, "Y", "AB"] for s in LESSONS]),
        "SEC.csv": written(
            ["SEC.SC", "SEC.SE", "STU.ID"],
            [[s.school, s.section, number] for s in LESSONS for number in s.pupils]),
    }  # fmt: skip


SYSTEMS: dict[str, Callable[[], dict[str, bytes]]] = {
    "PowerSchool": powerschool,
    "Skyward": skyward,
    "Infinite Campus": infinite_campus,
    "Genesis": genesis,
    "Aeries": aeries,
}
