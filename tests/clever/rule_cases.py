"""For each rule, uploads that break it and nothing else: what differs from the clean upload, and what is found."""

from collections.abc import Mapping

from tests.clever.folders import CLEAN, WITH_CONTACTS, Content, added, edited

#: Code, file, row key, column.
Found = tuple[str, str, str, str]
Case = tuple[Mapping[str, Content], list[Found]]

SCHOOLS, STUDENTS, TEACHERS = "schools.csv", "students.csv", "teachers.csv"
SECTIONS, ENROLLMENTS, STAFF = "sections.csv", "enrollments.csv", "staff.csv"


def contacts(*changes: tuple[str, str]) -> Mapping[str, Content]:
    text = WITH_CONTACTS
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return {STUDENTS: text}


def headers_only() -> Mapping[str, Content]:
    return {name: text.splitlines()[0] + "\n" for name, text in CLEAN.items()}


ADMINS = "School_id,Staff_id,Admin_email,First_name,Last_name\nMMS,2006,ghale@maplehollow.example,Grace,Hale\n"
ATTENDANCE = """\
Student_id,School_id,Section_id,Attendance_date,Attendance_type,Attendance_status,Attendance_id
0104233,MHE,,2026-09-17,daily,absent,A1
0104233,MHE,MHE-0120-04,2026-09-17T08:15:00Z,section,tardy,A2
"""

#: Every case may also give P01, which says only that sensitive columns are filled.
CASES: dict[str, list[Case]] = {
    "F00": [
        ({STUDENTS: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"}, [("F00", STUDENTS, "", "")]),
        ({STAFF: bytes(range(256)) * 20}, [("F00", STAFF, "", "")]),
        ({SECTIONS: "a" + "," * 5_000 + "\n"}, [("F00", SECTIONS, "", "")]),
    ],
    "F01": [({SCHOOLS: None}, [("F01", SCHOOLS, "", "")])],
    "F02": [
        ({TEACHERS: None, "Teachers.CSV": CLEAN[TEACHERS]}, [("F02", "Teachers.CSV", "", "")]),
        ({"students (1).csv": CLEAN[STUDENTS]}, [("F02", "students (1).csv", "", "")]),
        ({STAFF: None, "staff.txt": CLEAN[STAFF]}, [("F02", "staff.txt", "", "")]),
    ],
    "F03": [
        ({STAFF: ""}, [("F03", STAFF, "", "")]),
        ({STAFF: "\n \n"}, [("F03", STAFF, "", "")]),
        ({STAFF: CLEAN[STAFF].replace(",", ";")}, [("F03", STAFF, "", "")]),
        ({STAFF: "MMS,2005,oberg@maplehollow.example,Ola,Berg\n"}, [("F03", STAFF, "", "")]),
    ],
    "F04": [(headers_only(), [("F04", name, "", "") for name in CLEAN if name != STAFF])],
    "F05": [({"notes.txt": "call the vendor"}, [("F05", "notes.txt", "", "")])],
    "F06": [({"admins.csv": ADMINS}, [("F06", "admins.csv", "", "")])],
    "C01": [
        ({STUDENTS: CLEAN[STUDENTS].replace("Ana", "Aña").encode("cp1252")}, [("C01", STUDENTS, "", "")]),
        ({STUDENTS: CLEAN[STUDENTS].encode("utf-16")}, [("C01", STUDENTS, "", "")]),
        ({STUDENTS: CLEAN[STUDENTS].encode("utf-16-le")}, [("C01", STUDENTS, "", "")]),
    ],
    "C02": [({STUDENTS: "\ufeff" + CLEAN[STUDENTS]}, [("C02", STUDENTS, "", "")])],
    "C03": [
        (edited(STUDENTS, ("Ortega", 'Ort"ega')), [("C03", STUDENTS, "row 2", "")]),
        (edited(STUDENTS, ("Ortega", '"Ort"ega')), [("C03", STUDENTS, "row 2", "")]),
        (edited(STUDENTS, ("Ortega", '"Ortega')), [("C03", STUDENTS, "row 2", "")]),
    ],
    "C04": [
        (edited(STUDENTS, ("Ortega", "Ortega,Ruiz")), [("C04", STUDENTS, "row 2", "")]),
        (edited(STUDENTS, ("Dunn,", "")), [("C04", STUDENTS, "row 3", "")]),
        (edited(STUDENTS, ("cdunn18@stu.maplehollow.example", "cdunn18@stu.maplehollow.example,")),
         [("C04", STUDENTS, "row 3", "")]),
    ],
    "C05": [
        ({STUDENTS: CLEAN[STUDENTS].replace("\n", "\r")}, [("C05", STUDENTS, "", "")]),
        (edited(STUDENTS, ("stu.maplehollow.example\n", "stu.maplehollow.example\r\n")), [("C05", STUDENTS, "", "")]),
    ],
    "C06": [
        (edited(STUDENTS, ("Ana", '"Ana\nMaria"')), [("C06", STUDENTS, "row 2", "First_name")]),
        (edited(STUDENTS, ("Chloe", "Chl\toe")), [("C06", STUDENTS, "row 3", "First_name")]),
        (edited(STUDENTS, ("Chloe", "Chl\u2028oe")), [("C06", STUDENTS, "row 3", "First_name")]),
        (edited(STUDENTS, ("Chloe", "Chl\0oe")), [("C06", STUDENTS, "row 3", "First_name")]),
    ],
    "C07": [
        (edited(STUDENTS, ("Ana", "Ana ")), [("C07", STUDENTS, "row 2", "First_name")]),
        (edited(STUDENTS, ("Ana", "\u00a0Ana")), [("C07", STUDENTS, "row 2", "First_name")]),
        (edited(STUDENTS, ("MMS", "\nMMS")), [("C07", STUDENTS, "row 3", "")]),
        (added(STUDENTS, ""), [("C07", STUDENTS, "row 4", "")]),
    ],
    "H01": [
        (edited(SCHOOLS, ("School_number", "ext.number")), [("H01", SCHOOLS, "", "School_number")]),
    ],
    "H02": [
        (edited(STUDENTS, ("Student_number", "student id")), [("H02", STUDENTS, "", "student id")]),
        (edited(SECTIONS, (",Name", ",Ext.room"), (",Teacher_2_id", ",ext.room")), [
            ("H02", SECTIONS, "", "Ext.room")]),
    ],
    "H03": [
        (edited(STUDENTS, ("DOB", "Dob")), [("H03", STUDENTS, "", "DOB")]),
        (edited(STUDENTS, ("Last_name", "last name")), [("H03", STUDENTS, "", "Last_name")]),
        (edited(STUDENTS, ("Student_number", "Ext.number")), [("H03", STUDENTS, "", "ext.number")]),
    ],
    "H04": [
        (edited(STUDENTS, ("Student_number", "Number")), [("H04", STUDENTS, "", "Number")]),
        ({ENROLLMENTS: CLEAN[ENROLLMENTS].replace("\n", ",x\n").replace("id,x", "id,ext.x")},
         [("H04", ENROLLMENTS, "", "ext.x")]),
        ({ENROLLMENTS: CLEAN[ENROLLMENTS].replace("\n", ",\n")}, [("H04", ENROLLMENTS, "", "")]),
    ],
    "V01": [
        (edited(STUDENTS, ("Ana", "")), [("V01", STUDENTS, "row 2", "First_name")]),
        (edited(STAFF, ("oberg@maplehollow.example", "")), [("V01", STAFF, "row 2", "Staff_email")]),
        ({"attendance.csv": ATTENDANCE.replace("MHE,MHE-0120-04", "MHE,")},
         [("V01", "attendance.csv", "row 3", "Section_id")]),
    ],
    "V02": [
        (edited(STUDENTS, (",1,", ",01,")), [("V02", STUDENTS, "row 2", "Grade")]),
        (edited(STAFF, ("School Nurse,", "School Nurse,STL")), [("V02", STAFF, "row 2", "Role")]),
        (edited(SECTIONS, (",Math,", ",math,")), [("V02", SECTIONS, "row 3", "Subject")]),
    ],
    "V03": [
        (edited(STUDENTS, ("1/2/2013", "2013-01-02")), [("V03", STUDENTS, "row 3", "DOB")]),
        (edited(STUDENTS, ("1/2/2013", "02/30/2013")), [("V03", STUDENTS, "row 3", "DOB")]),
        (edited(SECTIONS, ("09/08/2026", "9/8/26"), ("09/08/2026", "9/8/26")),
         [("V03", SECTIONS, f"row {row}", "Term_start") for row in (2, 3)]),
        ({"attendance.csv": ATTENDANCE.replace("2026-09-17,", "09/17/2026,")},
         [("V03", "attendance.csv", "row 2", "Attendance_date")]),
    ],
    "V04": [
        (edited(STUDENTS, ("aortega33@stu", "aortega33.stu")), [("V04", STUDENTS, "row 2", "Student_email")]),
        (edited(TEACHERS, ("kjones@maplehollow.example", "kjones@maplehollow")),
         [("V04", TEACHERS, "row 2", "Teacher_email")]),
    ],
    "V05": [
        (contacts(("2015550101", "201-555-0101")), [("V05", STUDENTS, "row 2", "Contact_phone")]),
    ],
    "V06": [
        (edited(STUDENTS, ("0104233,0104233", "0104233,1.04E+05")), [("V06", STUDENTS, "row 2", "Student_number")]),
        (edited(SECTIONS, (",2,FY", ",2-Jan,FY")), [("V06", SECTIONS, "row 2", "Period")]),
        (edited(SCHOOLS, ("07030\n", "7030\n")), [("V06", SCHOOLS, "row 2", "School_zip")]),
        (edited(SECTIONS, ("Art K,Arts", "#REF!,Arts")), [("V06", SECTIONS, "row 2", "Course_name")]),
    ],
    "V07": [(edited(STUDENTS, ("Ana", "A" * 256)), [("V07", STUDENTS, "row 2", "First_name")])],
    "V08": [(edited(SCHOOLS, ("07030\n", "O7030\n")), [("V08", SCHOOLS, "row 2", "School_zip")])],
    "V09": [(edited(SCHOOLS, (",6,8,", ",8,6,")), [("V09", SCHOOLS, "row 3", "High_grade")])],
    "K01": [
        (added(SCHOOLS, "MHE,Annex,103,,,"), [("K01", SCHOOLS, "row 4", "School_id")]),
        (added(ENROLLMENTS, "MHE,MHE-0120-04,0104233"), [("K01", ENROLLMENTS, "row 4", "Student_id")]),
        (added(STUDENTS, CLEAN[STUDENTS].splitlines()[1]), [("K01", STUDENTS, "row 4", "Student_id")]),
        (added(TEACHERS, CLEAN[TEACHERS].splitlines()[1]), [("K01", TEACHERS, "row 4", "Teacher_id")]),
        (contacts(("Tom Dunn,Parent/Guardian,,C3", ",,,")), [("K01", STUDENTS, "row 4", "Student_id")]),
    ],
    "K02": [(contacts(("Chloe,Tom", "Khloe,Tom")), [("K02", STUDENTS, "row 4", "First_name")])],
    "K03": [
        (
            {STUDENTS: WITH_CONTACTS + "".join(
                f"MMS,0101118,Dunn,Chloe,Aunt {place},Family,,D{place},\n" for place in range(4))},
            [("K03", STUDENTS, "row 8", "Student_id")],
        )
    ],
    "K04": [
        (contacts(("Rita Dunn,Parent/Guardian", "Rita Dunn,")), [("K04", STUDENTS, "row 3", "Contact_type")]),
        (contacts(("Rita Dunn,", ",")), [("K04", STUDENTS, "row 3", "Contact_name")]),
    ],
    "K05": [
        (contacts((",C2", ",")), [("K05", STUDENTS, "row 3", "Contact_sis_id")]),
        (contacts(("Contact_sis_id", "Contact_pickup_rights")), [("K05", STUDENTS, "", "Contact_sis_id")]),
    ],
    "K06": [(contacts((",C2", ",C1")), [("K06", STUDENTS, "row 3", "Contact_name")])],
    "K07": [
        (edited(TEACHERS, ("mrivera@", "KJONES@")), [("K07", TEACHERS, "row 3", "Teacher_email")]),
    ],
    "K08": [
        (edited(STAFF, ("2005", "2001")), [("K08", STAFF, "row 2", "Staff_id")]),
    ],
    "K09": [(edited(STUDENTS, ("cdunn18@", "AORTEGA33@")), [("K09", STUDENTS, "row 3", "Student_email")])],
    "K10": [
        (added(TEACHERS, "MMS,2002,2002,Jones,Kofi Ann,kjones@maplehollow.example"),
         [("K10", TEACHERS, "row 4", "First_name")]),
    ],
    "R01": [
        (edited(STAFF, ("MMS,", "MMX,")), [("R01", STAFF, "row 2", "School_id")]),
        (edited(STAFF, ("MMS,", "mms,")), [("R01", STAFF, "row 2", "School_id")]),
    ],
    "R02": [(edited(SECTIONS, ("2002,,", "2002,2099,")), [("R02", SECTIONS, "row 2", "Teacher_2_id")])],
    "R03": [(added(ENROLLMENTS, "MMS,MMS-0711-03,0101118"), [("R03", ENROLLMENTS, "row 4", "Section_id")])],
    "R04": [(added(ENROLLMENTS, "MMS,MMS-0711-02,0101119"), [("R04", ENROLLMENTS, "row 4", "Student_id")])],
    "R05": [(edited(ENROLLMENTS, ("MMS,", "MHE,")), [("R05", ENROLLMENTS, "row 3", "School_id")])],
    "R06": [(added(ENROLLMENTS, "MMS,MMS-0711-02,0104233"), [("R06", ENROLLMENTS, "row 4", "Student_id")])],
    "R07": [(edited(SECTIONS, ("2001,,", "2001,2002,")), [("R07", SECTIONS, "row 3", "Teacher_2_id")])],
    "R08": [
        (added(SECTIONS, "MMS,MMS-0720-01,2001,,Science,Science,Science,4,FY,09/08/2026,06/23/2027"),
         [("R08", SECTIONS, "row 4", "Section_id")]),
    ],
    "R09": [
        (added(STUDENTS, "MMS,0101900,0101900,Roe,Gil,7,,"), [("R09", STUDENTS, "row 4", "Student_id")]),
        (added(TEACHERS, "MMS,2003,2003,Park,Lena,"), [("R09", TEACHERS, "row 4", "Teacher_id")]),
    ],
    "R10": [(edited(SECTIONS, ("2002,,", "2002,2002,")), [("R10", SECTIONS, "row 2", "Teacher_2_id")])],
    "T01": [
        (edited(SECTIONS, ("Math 7,Math", ",Math")), [("T01", SECTIONS, "row 3", "Course_name")]),
        (edited(SECTIONS, (",3,FY,09/08/2026,06/23/2027", ",3,,,")), [("T01", SECTIONS, "row 3", "Term_name")]),
        (edited(SECTIONS, ("Course_name", "ext.course")), [("T01", SECTIONS, "", "Course_name")]),
    ],
    "T02": [
        (edited(SECTIONS, (",3,FY,09/08/2026,06/23/2027", ",3,S2,01/25/2027,06/23/2027")),
         [("T02", SECTIONS, "row 3", "Term_start")]),
        (edited(SECTIONS, (",3,FY,09/08/2026,06/23/2027", ",3,XX,06/23/2027,09/08/2026")),
         [("T02", SECTIONS, "row 3", "Term_start")]),
    ],
    "T03": [
        (edited(SECTIONS, ("MHE,MHE", "MMS,MHE"), ("09/08/2026", "9/8/2026"), ("06/23/2027", "06/22/2027"))
         | edited(ENROLLMENTS, ("MHE,MHE", "MMS,MHE")) | edited(TEACHERS, ("MHE,", "MMS,"))
         | edited(STUDENTS, ("MHE,", "MMS,")), [("T03", SECTIONS, "row 3", "Term_name")]),
    ],
}  # fmt: skip
