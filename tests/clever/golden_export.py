"""What the golden roster is exported to with every option off (export-options §12.1), as written there."""
# ruff: noqa: E501 - rows of a file are as long as they are

FILES = {
    "students.csv": """\
School_id,Student_id,Student_number,Last_name,First_name,Grade,Frl_status,Iep_status,Student_zip,Student_email,Contact_name,Contact_type,Contact_phone,Contact_email,Username,Password
MHE,0104233,0104233,Ortega,Ana,KF,Free,,,aortega33@stu.maplehollow.example,Luz Ortega,Parent/Guardian,2015550101,luz@example.org,,
MHE,0104871,0104871,Okafor,Ben,4F,,,,,,,,,,
MHS,0100502,0100502,Patel,Dev,11,,,,dpatel@stu.maplehollow.example,,,,,,
MMS,0101118,0101118,Dunn,Chloe,7,Reduced,Eligible - Specific Learning Disability,,cdunn18@stu.maplehollow.example,Rita Dunn,Parent/Guardian,2015550110,rita@example.org,,
MMS,0101900,0101900,Roe,Gil,7,,Referred - evaluation pending,,groe@stu.maplehollow.example,,,,,,
""",
    "teachers.csv": """\
School_id,Teacher_id,Teacher_number,State_teacher_id,Last_name,Middle_name,First_name,Teacher_email,Title,Username,Password
MMS,2001,2001,80010001,Rivera,,Maria,mrivera@maplehollow.example,,mrivera@maplehollow.example,
MHE,2002,2002,80010002,Jones,,Kofi,kjones@maplehollow.example,,kjones@maplehollow.example,
MMS,2003,2003,80010003,Park,,Lena,lpark@maplehollow.example,,lpark@maplehollow.example,
MHS,2004,2004,80010004,Ortiz,,Paul,portiz@maplehollow.example,,portiz@maplehollow.example,
MHE,2007,2007,80010007,Ives,,Sam,sives@maplehollow.example,,sives@maplehollow.example,
MMS,2010,2010,,Park (shared),,Rivera,,,,
""",
    "sections.csv": """\
School_id,Section_id,Teacher_id,Name,Course_name,Course_number,Subject,Term_name,Term_start,Term_end
MHE,MHE-0120-04,2007,Art K - 04,Art K,0120,Arts and music,FY,09/08/2026,06/23/2027
MHS,MHS-0410-01,2004,Algebra II - 01,Algebra II,0410,Math,FY,09/08/2026,06/23/2027
MHS,MHS-0990-01,2004,Lunch - 01,Lunch,0990,,FY,09/08/2026,06/23/2027
MMS,MMS-0711-02,2001,Math 7 - 02,Math 7,0711,Math,FY,09/08/2026,06/23/2027
MMS,MMS-0720-01,2010,Science 7 - 01,Science 7,0720,Science,FY,09/08/2026,06/23/2027
MMS,MMS-8711-01,2003,MATH 7 - 01,MATH 7,8711,Math,FY,09/08/2026,06/23/2027
""",
    "enrollments.csv": """\
School_id,Section_id,Student_id
MHE,MHE-0120-04,0104233
MHS,MHS-0410-01,0100502
MHS,MHS-0990-01,0100502
MMS,MMS-0711-02,0101118
MMS,MMS-0720-01,0101118
MMS,MMS-0720-01,0101900
MMS,MMS-8711-01,0101900
""",
    "staff.csv": """\
School_id,Staff_id,Staff_email,First_name,Last_name,Title,Username,Password,Role
MMS,2001,mrivera@maplehollow.example,Maria,Rivera,Teacher,mrivera@maplehollow.example,,
MHS,2001,mrivera@maplehollow.example,Maria,Rivera,Teacher,mrivera@maplehollow.example,,
MHE,2002,kjones@maplehollow.example,Kofi,Jones,Teacher,kjones@maplehollow.example,,
MMS,2003,lpark@maplehollow.example,Lena,Park,Teacher,lpark@maplehollow.example,,
MHS,2004,portiz@maplehollow.example,Paul,Ortiz,Teacher,portiz@maplehollow.example,,
MMS,2005,oberg@maplehollow.example,Ola,Berg,School Nurse,oberg@maplehollow.example,,
MHS,2006,ghale@maplehollow.example,Grace,Hale,Principal,ghale@maplehollow.example,,
MHE,2007,sives@maplehollow.example,Sam,Ives,Teacher,sives@maplehollow.example,,
""",
}
#: Columns of students.csv that the listing above leaves out.
NOT_SHOWN = ("State_id", "Middle_name", "Gender", "Dob", "Race", "Hispanic_Latino", "Ell_status")
#: Severity, code, file, row key.
FINDINGS = {
    ("warning", "CUSTODY_LEFT_NO_CONTACT", "students.csv", "0104871"),
    ("warning", "GRADE_UNRECOGNISED", "students.csv", "KF"),
    ("warning", "GRADE_UNRECOGNISED", "students.csv", "4F"),
    ("warning", "IEP_NOT_YN", "students.csv", ""),
    ("warning", "SHARED_TEACHER_AS_PERSON", "teachers.csv", "2010"),
    ("warning", "STAFF_EMAIL_MISSING", "teachers.csv", "2010"),
    ("warning", "USERNAME_MISSING", "teachers.csv", "2010"),
    ("info", "EMAIL_MISSING", "students.csv", "0104871"),
    ("info", "PRINCIPAL_MISSING", "schools.csv", "MHE"),
    ("info", "PRINCIPAL_MISSING", "schools.csv", "MMS"),
}
