"""A small upload that no rule finds fault with, and ways to make folders of it."""

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

TODAY = date(2026, 10, 1)

CLEAN: Mapping[str, str] = {
    "schools.csv": """\
School_id,School_name,School_number,Low_grade,High_grade,School_zip
MHE,Maple Hollow Elementary,101,Kindergarten,5,07030
MMS,Maple Hollow Middle,102,6,8,07030-1102
""",
    "students.csv": """\
School_id,Student_id,Student_number,Last_name,First_name,Grade,DOB,Student_email
MHE,0104233,0104233,Ortega,Ana,1,09/17/2019,aortega33@stu.maplehollow.example
MMS,0101118,0101118,Dunn,Chloe,7,1/2/2013,cdunn18@stu.maplehollow.example
""",
    "teachers.csv": """\
School_id,Teacher_id,Teacher_number,Last_name,First_name,Teacher_email
MHE,2002,2002,Jones,Kofi,kjones@maplehollow.example
MMS,2001,2001,Rivera,Maria,mrivera@maplehollow.example
""",
    "sections.csv": """\
School_id,Section_id,Teacher_id,Teacher_2_id,Name,Course_name,Subject,Period,Term_name,Term_start,Term_end
MHE,MHE-0120-04,2002,,Art K - 04,Art K,Arts and music,2,FY,09/08/2026,06/23/2027
MMS,MMS-0711-02,2001,,"Math 7, advanced",Math 7,Math,3,FY,09/08/2026,06/23/2027
""",
    "enrollments.csv": """\
School_id,Section_id,Student_id
MHE,MHE-0120-04,0104233
MMS,MMS-0711-02,0101118
""",
    "staff.csv": """\
School_id,Staff_id,Staff_email,First_name,Last_name,Title,Role
MMS,2005,oberg@maplehollow.example,Ola,Berg,School Nurse,
""",
}

#: students.csv with contacts, of which Clever takes no exception to any.
WITH_CONTACTS = """\
School_id,Student_id,Last_name,First_name,Contact_name,Contact_type,Contact_phone,Contact_sis_id,Password
MHE,0104233,Ortega,Ana,Luz Ortega,Parent/Guardian,2015550101,C1,
MMS,0101118,Dunn,Chloe,Rita Dunn,Parent/Guardian,2015550110,C2,
MMS,0101118,Dunn,Chloe,Tom Dunn,Parent/Guardian,,C3,
"""

Content = str | bytes | None


def write_folder(path: Path, files: Mapping[str, Content] | None = None) -> Path:
    """The clean upload with `files` in place of its own, or beside them; None leaves one out."""
    path.mkdir(exist_ok=True)
    for name, content in {**CLEAN, **(files or {})}.items():
        if content is None:
            (path / name).unlink(missing_ok=True)
        else:
            (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_zip(path: Path, files: Mapping[str, Content] | None = None) -> Path:
    """The same as a ZIP."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**CLEAN, **(files or {})}.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def edited(name: str, *changes: tuple[str, str]) -> dict[str, Content]:
    """One file of the clean upload with texts replaced, each of which must be there."""
    text = CLEAN[name]
    for old, new in changes:
        assert old in text, f"{name} has no {old!r}"
        text = text.replace(old, new, 1)
    return {name: text}


def added(name: str, *rows: str) -> dict[str, Content]:
    """One file of the clean upload with further rows."""
    return {name: CLEAN[name] + "".join(f"{row}\n" for row in rows)}
