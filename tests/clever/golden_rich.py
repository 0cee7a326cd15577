"""What the golden roster is exported to with a rich profile (export-options §12.2), as written there."""
# ruff: noqa: E501 - rows of a file are as long as they are

from typing import Any

#: The profile: every option that the example turns on.
OPTIONS: dict[str, Any] = {
    "student_username_source": "email_local_part",
    "prek_grade_as_prekindergarten": True,
    "kindergarten_grade_as_kindergarten": True,
    "frl_short_codes": True,
    "iep_yes_no": True,
    "school_override_user_text": "HOMESCH",
    "preg_use_transcript_school": True,
    "include_home_language": True,
    "unweighted_gpa_type": "CUM_U",
    "weighted_gpa_type": "CUM_W",
    "include_all_guardians": True,
    "avoid_duplicate_guardian_phones": True,
    "populate_student_address": True,
    "staff_username_source": "logon_id",
    "staff_excluded_roles": ["NURSE"],
    "staff_role_mode": "stl",
    "teacher_username_source": "logon_id",
    "teacher_number_source": "state_staff_id",
    "include_non_teaching_staff": True,
    "teacher_row_per_school": True,
    "section_id_prepend_school_year": True,
    "excluded_course_codes": "0990",
    "include_elementary_homerooms": True,
    "append_hr_teacher_elem": True,
    "append_print_periods_middle": True,
    "combine_inclusion_sections": True,
    "use_four_teacher_columns": True,
    "split_shared_teachers": True,
    "name_prepend_teacher": True,
}
FILES = {
    "students.csv": """\
School_id,Student_id,Student_number,Last_name,First_name,Grade,Frl_status,Iep_status,Student_street,Student_city,Student_state,Student_zip,Student_email,Contact_name,Contact_type,Contact_phone,Contact_email,Username,Password,Home_language,Unweighted_gpa,Weighted_gpa
MHE,0104233,0104233,Ortega,Ana,Kindergarten,F,N,12 Elm St,Maple Hollow,NJ,07030,aortega33@stu.maplehollow.example,Luz Ortega,Parent/Guardian,2015550101,luz@example.org,aortega33,,Spanish,,
MHE,0104871,0104871,Okafor,Ben,PreKindergarten,N,N,"3 Oak Rd, Apt 2",Maple Hollow,NJ,07030,,,,,,,,English,,
MHE,0105900,0105900,Marsh,Eli,Kindergarten,,N,1 Pier Rd,Maple Hollow,NJ,07030,,,,,,,,English,,
MHS,0100502,0100502,Patel,Dev,11,,N,70 Bay Ave,Maple Hollow,NJ,07030,dpatel@stu.maplehollow.example,,,,,dpatel,,Hindi,3.90,4.3667
MHS,0103310,0103310,Lind,Fay,9,N,Y,5 Dune Ct,Maple Hollow,NJ,07030,flind@stu.maplehollow.example,,,,,flind,,English,,
MMS,0101118,0101118,Dunn,Chloe,7,R,Y,9 Hill Ln,Maple Hollow,NJ,07030-1102,cdunn18@stu.maplehollow.example,Rita Dunn,Parent/Guardian,2015550110,rita@example.org,cdunn18,,English,,
MMS,0101118,0101118,Dunn,Chloe,7,R,Y,9 Hill Ln,Maple Hollow,NJ,07030-1102,cdunn18@stu.maplehollow.example,Tom Dunn,Parent/Guardian,2015550123,tom@example.org,cdunn18,,English,,
MMS,0101900,0101900,Roe,Gil,7,N,N,9 Mill St,Maple Hollow,NJ,07030,groe@stu.maplehollow.example,,,,,groe,,,,
""",
    "teachers.csv": """\
School_id,Teacher_id,Teacher_number,State_teacher_id,Last_name,Middle_name,First_name,Teacher_email,Title,Username,Password
MMS,2001,80010001,80010001,Rivera,,Maria,mrivera@maplehollow.example,,mrivera,
MHS,2001,80010001,80010001,Rivera,,Maria,mrivera@maplehollow.example,,mrivera,
MHE,2002,80010002,80010002,Jones,,Kofi,kjones@maplehollow.example,,kjones,
MMS,2003,80010003,80010003,Park,,Lena,lpark@maplehollow.example,,lpark,
MHS,2004,80010004,80010004,Ortiz,,Paul,portiz@maplehollow.example,,portiz,
MMS,2005,80010005,80010005,Berg,,Ola,oberg@maplehollow.example,,oberg,
MHS,2006,80010006,80010006,Hale,,Grace,ghale@maplehollow.example,,ghale,
MHE,2007,80010007,80010007,Ives,,Sam,sives@maplehollow.example,,sives,
""",
    "sections.csv": """\
School_id,Section_id,Teacher_id,Teacher_2_id,Teacher_3_id,Teacher_4_id,Name,Course_name,Course_number,Subject,Term_name,Term_start,Term_end
MHE,2026-27-HR-MHE-102,2002,,,,"Jones, K. - Homeroom 102 - Jones, K.",Homeroom,HR,Homeroom/advisory,FY,09/08/2026,06/23/2027
MHE,2026-27-HR-MHE-PK1,2007,,,,"Ives, S. - Homeroom PK1 - Ives, S.",Homeroom,HR,Homeroom/advisory,FY,09/08/2026,06/23/2027
MHE,2026-27-MHE-0120-04,2007,,,,"Ives, S. - Art K - 04 - Jones, K.",Art K,0120,Arts and music,FY,09/08/2026,06/23/2027
MHS,2026-27-MHS-0410-01,2004,,,,"Ortiz, P. - Algebra II - 01",Algebra II,0410,Math,FY,09/08/2026,06/23/2027
MMS,2026-27-MMS-0711-02,2001,2003,,,"Rivera, M. - Math 7 - 02 - Per 3",Math 7,0711,Math,FY,09/08/2026,06/23/2027
MMS,2026-27-MMS-0720-01,2001,2003,,,"Rivera, M. - Science 7 - 01 - Per 5,6",Science 7,0720,Science,FY,09/08/2026,06/23/2027
""",
    "enrollments.csv": """\
School_id,Section_id,Student_id
MHE,2026-27-HR-MHE-102,0104233
MHE,2026-27-HR-MHE-PK1,0104871
MHE,2026-27-MHE-0120-04,0104233
MHS,2026-27-MHS-0410-01,0100502
MMS,2026-27-MMS-0711-02,0101118
MMS,2026-27-MMS-0711-02,0101900
MMS,2026-27-MMS-0720-01,0101118
MMS,2026-27-MMS-0720-01,0101900
""",
    "staff.csv": """\
School_id,Staff_id,Staff_email,First_name,Last_name,Title,Username,Password,Role
MMS,2001,mrivera@maplehollow.example,Maria,Rivera,Teacher,mrivera,,STL
MHS,2001,mrivera@maplehollow.example,Maria,Rivera,Teacher,mrivera,,STL
MHE,2002,kjones@maplehollow.example,Kofi,Jones,Teacher,kjones,,STL
MMS,2003,lpark@maplehollow.example,Lena,Park,Teacher,lpark,,STL
MHS,2004,portiz@maplehollow.example,Paul,Ortiz,Teacher,portiz,,STL
MHS,2006,ghale@maplehollow.example,Grace,Hale,Principal,ghale,,STL
MHE,2007,sives@maplehollow.example,Sam,Ives,Teacher,sives,,STL
""",
}
#: Severity, code, file, row key.
FINDINGS = {
    ("warning", "HOME_LANGUAGE_UNMAPPED", "students.csv", "0101900"),
    ("warning", "CUSTODY_LEFT_NO_CONTACT", "students.csv", "0104871"),
    ("info", "EMAIL_MISSING", "students.csv", "0104871"),
    ("info", "EMAIL_MISSING", "students.csv", "0105900"),
    ("warning", "USERNAME_MISSING", "students.csv", "0104871"),
    ("warning", "USERNAME_MISSING", "students.csv", "0105900"),
    ("warning", "ROLE_FOR_ALL", "staff.csv", ""),
    ("warning", "ROLE_VALUE_UNCONFIRMED", "staff.csv", ""),
    ("info", "TEACHER_MULTI_ROW", "teachers.csv", ""),
    ("info", "NAME_REPEATS_TEACHER", "sections.csv", "HR-MHE-102"),
    ("info", "NAME_REPEATS_TEACHER", "sections.csv", "HR-MHE-PK1"),
    ("info", "NAME_NOT_SHOWN", "sections.csv", ""),
    ("info", "INCLUSION_COMBINED", "sections.csv", "MMS-8711-01"),
    ("info", "PRINCIPAL_MISSING", "schools.csv", "MHE"),
    ("info", "PRINCIPAL_MISSING", "schools.csv", "MMS"),
}
