"""The Clever files of export-options §12.1 as the export writes them, with the columns that the page leaves out."""
# ruff: noqa: E501 - these are lines of files

SCHOOLS = """School_id,School_name,State_id,Nces_id,School_address,School_city,School_state,School_zip,School_phone,Low_grade,High_grade,Principal,Principal_email
MHE,Maple Hollow Elementary,,,,,,,,,,,
MHS,Maple Hollow High,,,,,,,,,,Grace Hale,ghale@maplehollow.example
MMS,Millbrook Middle,,,,,,,,,,,
"""
STUDENTS = """School_id,Student_id,Student_number,State_id,Last_name,Middle_name,First_name,Gender,Dob,Grade,Race,Hispanic_Latino,Ell_status,Frl_status,Iep_status,Student_zip,Student_email,Contact_name,Contact_type,Contact_phone,Contact_email,Username,Password
MHE,0104233,0104233,,Ortega,,Ana,,03/09/2021,KF,,,,Free,,,aortega33@stu.maplehollow.example,Luz Ortega,Parent/Guardian,2015550101,luz@example.org,,
MHE,0104871,0104871,,Okafor,,Ben,,07/21/2022,4F,,,,,,,,,,,,,
MHS,0100502,0100502,,Patel,,Dev,,02/14/2010,11,,,,,,,dpatel@stu.maplehollow.example,,,,,,
MMS,0101118,0101118,,Dunn,,Chloe,,11/02/2013,7,,,,Reduced,Eligible - Specific Learning Disability,,cdunn18@stu.maplehollow.example,Rita Dunn,Parent/Guardian,2015550110,rita@example.org,,
MMS,0101900,0101900,,Roe,,Gil,,05/05/2014,7,,,,,Referred - evaluation pending,,groe@stu.maplehollow.example,,,,,,
"""
TEACHERS = """School_id,Teacher_id,Teacher_number,State_teacher_id,Last_name,Middle_name,First_name,Teacher_email,Title,Username,Password
MMS,2001,2001,80010001,Rivera,,Maria,mrivera@maplehollow.example,,mrivera@maplehollow.example,
MHE,2002,2002,80010002,Jones,,Kofi,kjones@maplehollow.example,,kjones@maplehollow.example,
MMS,2003,2003,80010003,Park,,Lena,lpark@maplehollow.example,,lpark@maplehollow.example,
MHS,2004,2004,80010004,Ortiz,,Paul,portiz@maplehollow.example,,portiz@maplehollow.example,
MHE,2007,2007,80010007,Ives,,Sam,sives@maplehollow.example,,sives@maplehollow.example,
MMS,2010,2010,,Park (shared),,Rivera,,,,
"""
SECTIONS = """School_id,Section_id,Teacher_id,Name,Course_name,Course_number,Subject,Term_name,Term_start,Term_end
MHE,MHE-0120-04,2007,Art K - 04,Art K,0120,Arts and music,FY,09/08/2026,06/23/2027
MHS,MHS-0410-01,2004,Algebra II - 01,Algebra II,0410,Math,FY,09/08/2026,06/23/2027
MHS,MHS-0990-01,2004,Lunch - 01,Lunch,0990,,FY,09/08/2026,06/23/2027
MMS,MMS-0711-02,2001,Math 7 - 02,Math 7,0711,Math,FY,09/08/2026,06/23/2027
MMS,MMS-0720-01,2010,Science 7 - 01,Science 7,0720,Science,FY,09/08/2026,06/23/2027
MMS,MMS-8711-01,2003,MATH 7 - 01,MATH 7,8711,Math,FY,09/08/2026,06/23/2027
"""
ENROLLMENTS = """School_id,Section_id,Student_id
MHE,MHE-0120-04,0104233
MHS,MHS-0410-01,0100502
MHS,MHS-0990-01,0100502
MMS,MMS-0711-02,0101118
MMS,MMS-0720-01,0101118
MMS,MMS-0720-01,0101900
MMS,MMS-8711-01,0101900
"""
STAFF = """School_id,Staff_id,Staff_email,First_name,Last_name,Title,Username,Password,Role
MMS,2001,mrivera@maplehollow.example,Maria,Rivera,Teacher,mrivera@maplehollow.example,,
MHS,2001,mrivera@maplehollow.example,Maria,Rivera,Teacher,mrivera@maplehollow.example,,
MHE,2002,kjones@maplehollow.example,Kofi,Jones,Teacher,kjones@maplehollow.example,,
MMS,2003,lpark@maplehollow.example,Lena,Park,Teacher,lpark@maplehollow.example,,
MHS,2004,portiz@maplehollow.example,Paul,Ortiz,Teacher,portiz@maplehollow.example,,
MMS,2005,oberg@maplehollow.example,Ola,Berg,School Nurse,oberg@maplehollow.example,,
MHS,2006,ghale@maplehollow.example,Grace,Hale,Principal,ghale@maplehollow.example,,
MHE,2007,sives@maplehollow.example,Sam,Ives,Teacher,sives@maplehollow.example,,
"""
FILES = {
    "schools.csv": SCHOOLS,
    "students.csv": STUDENTS,
    "teachers.csv": TEACHERS,
    "sections.csv": SECTIONS,
    "enrollments.csv": ENROLLMENTS,
    "staff.csv": STAFF,
}
#: Students with a row for each contact and phone.
CONTACTS = """School_id,Student_id,Last_name,First_name,DOB,Grade,Contact_relationship,Contact_type,Contact_name,Contact_phone,Contact_phone_type,Contact_email,Contact_sis_id
MMS,1,Dunn,Chloe,11/02/2013,7,Parent,Parent/Guardian,Rita Dunn,201-555-0110,Cell,rita@example.org,C-1
MMS,1,Dunn,Chloe,11/02/2013,7,Parent,Parent/Guardian,Rita Dunn,201-555-0199,Work,rita@example.org,C-1
MMS,1,Dunn,Chloe,11/02/2013,7,Parent,Primary,Tom Dunn,,,tom@example.org,
MMS,1,Dunn,Chloe,11/02/2013,7,Grandparent,Emergency,"Dunn, Ida",2015550177,Home,,
MMS,2,Dunn,Max,01/02/2015,6,,Mother,Rita Dunn,2015550110,,rita@example.org,C-1
MMS,2,Dunn,Max,01/02/2015,6,Parent,Parent/Guardian,Tom Dunn,,,TOM@example.org,
MMS,3,Vale,Sam,01/02/2015,6,,,,,,,
"""
#: Students with the columns that came after version 1.
NEWER_STUDENTS = """School_id,Student_id,Last_name,First_name,DOB,Grade,Home_language,Frl_status,Student_street,Student_city,Student_state,Student_zip,Unweighted_gpa,Weighted_gpa,Section_504_status,Race,Graduation_year
MHS,0100502,Patel,Dev,02/14/2010,11,Hindi,N,70 Bay Ave,Maple Hollow,NJ,7030,3.90,4.3667,N,A,2028
MHS,0100503,Poe,Ida,02/14/2010,Kindergarten,Spanish,Paid,,Maple Hollow,NJ,07030,,,Y,M,2028
"""
