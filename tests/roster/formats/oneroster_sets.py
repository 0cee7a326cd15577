"""Small OneRoster sets: the same two schools in version 1.1 and 1.2."""
# ruff: noqa: E501 - these are lines of files

ORGS = """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
d1,,,Maple Hollow Schools,district,MHSD,
s1,,,Millbrook Middle School,school,MMS,d1
s2,,,Maple Hollow High School,school,MHS,d1
dep1,,,Mathematics,department,MATH,d1
s9,tobedeleted,,Old School,school,OLD,d1
"""
SESSIONS = """sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
y27,,,2026-2027,schoolYear,2026-09-01,2027-06-25,,2027
t1,,,Semester 1,semester,2026-09-01,2027-01-29,y27,2027
t2,,,Semester 2,semester,2027-02-01,2027-06-25,y27,2027
mp1,,,Marking Period 1,gradingPeriod,2026-09-01,2026-11-06,t1,2027
"""
COURSES = """sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes
c1,,,y27,Math 7,0711,07,s1,Math,02
c2,,,y27,Homeroom,HR,,s1,,
c3,,,y27,Algebra II,0410,11,s2,"Math,Algebra",02
"""
CLASSES = """sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods
k1,,,Math 7 - 02,07,c1,0711-02,scheduled,114,s1,"t1,t2",Math,02,"3,4"
k2,,,Homeroom 7A,07,c2,7A,homeroom,120,s1,y27,,,
k3,,,Honors Algebra II,11,c3,0410-01,scheduled,201,s2,t1,Math,02,1
k4,tobedeleted,,Gone,11,c3,0410-09,scheduled,201,s2,t1,,,
"""
ENROLLMENTS = """sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
e1,,,k1,s1,u-chloe,student,false,2026-09-08,
e2,,,k1,s1,u-gil,student,,,
e3,,,k2,s1,u-chloe,student,,2026-09-08,2027-06-25
e4,,,k3,s2,u-dev,student,,2026-09-08,
e5,,,k1,s1,u-park,teacher,false,2026-09-08,
e6,,,k1,s1,u-rivera,teacher,true,2026-09-01,
e7,,,k2,s1,u-park,teacher,,,
e8,,,k3,s2,u-rivera,teacher,true,,
e9,,,k1,s1,u-hale,administrator,,,
"""
DEMOGRAPHICS = """sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode
u-chloe,,,2013-11-02,female,false,false,true,false,true,true,false,US
u-gil,,,2014-05-05,male,false,false,false,false,false,true,true,
u-dev,,,2010-02-14,unspecified,,true,,,,,,
"""
USERS_11 = """sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
u-chloe,,,true,s1,student,cdunn18,"{LDAP:cdunn},{stateId:7012345678}",Chloe,Dunn,May,0101118,cdunn18@stu.maplehollow.example,,,"u-rita,u-tom",07,secret
u-gil,,,false,s1,student,groe,,Gil,Roe,,0101900,groe@stu.maplehollow.example,201-555-0190,,,7,
u-dev,,,true,"s2,s1",student,dpatel,,Dev,Patel,,0100502,dpatel@stu.maplehollow.example,,,,11,
u-rita,,,true,s1,parent,,,Rita,Dunn,,,rita@example.org,201-555-0110,201-555-0199,,,
u-tom,,,true,s1,guardian,,,Tom,Dunn,,,tom@example.org,,201-555-0123,,,
u-uncle,,,true,s1,relative,,,Al,Roe,,,,,,u-gil,,
u-rivera,,,true,"s1,s2",teacher,mrivera,"{stateId:80010001}",Maria,Rivera,,2001,mrivera@maplehollow.example,,,,,
u-park,,,true,"s1,dep1",teacher,lpark,,Lena,Park,,2003,lpark@maplehollow.example,,,,,
u-hale,,,true,s2,administrator,ghale,,Grace,Hale,,2006,ghale@maplehollow.example,,,,,
u-gone,tobedeleted,,true,s1,student,gone,,Old,Pupil,,0100001,,,,,07,
"""
USERS_12 = """sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns
u-chloe,,,true,cdunn18,"{LDAP:cdunn},{stateId:7012345678}",Chloe,Dunn,May,0101118,cdunn18@stu.maplehollow.example,,,"u-rita,u-tom",07,,,,Clo,,,s1,
u-gil,,,false,groe,,Gil,Roe,,0101900,groe@stu.maplehollow.example,201-555-0190,,,7,,,,,,,s1,
u-dev,,,true,dpatel,,Dev,Patel,,0100502,dpatel@stu.maplehollow.example,,,,11,,,,,,,s2,
u-rita,,,true,,,Rita,Dunn,,,rita@example.org,201-555-0110,201-555-0199,,,,,,,,,,
u-tom,,,true,,,Tom,Dunn,,,tom@example.org,,201-555-0123,,,,,,,,,,
u-uncle,,,true,,,Al,Roe,,,,,,u-gil,,,,,,,,,
u-rivera,,,true,mrivera,"{stateId:80010001}",Maria,Rivera,,2001,mrivera@maplehollow.example,,,,,,,,,,,s1,
u-park,,,true,lpark,,Lena,Park,,2003,lpark@maplehollow.example,,,,,,,,,,,s1,
u-hale,,,true,ghale,,Grace,Hale,,2006,ghale@maplehollow.example,,,,,,,,,,,s2,
"""
ROLES_12 = """sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
r1,,,u-chloe,primary,student,,,s1,
r2,,,u-gil,primary,student,,,s1,
r3,,,u-dev,secondary,student,,,s1,
r4,,,u-dev,primary,student,,,s2,
r5,,,u-rita,primary,parent,,,s1,
r6,,,u-tom,primary,guardian,,,s1,
r7,,,u-uncle,primary,relative,,,s1,
r8,,,u-rivera,primary,teacher,,,s1,
r9,,,u-rivera,secondary,teacher,,,s2,
r10,,,u-park,primary,teacher,,,s1,
r11,,,u-park,secondary,teacher,,,dep1,
r12,,,u-hale,primary,principal,,,s2,
r13,,,u-hale,secondary,districtAdministrator,,,d1,
"""
MANIFEST = """propertyName,value
manifest.version,1.0
oneroster.version,{version}
file.academicSessions,bulk
file.categories,absent
file.classes,bulk
file.courses,bulk
file.demographics,bulk
file.enrollments,bulk
file.lineItems,absent
file.orgs,bulk
file.results,absent
file.users,bulk
"""
_COMMON = {
    "orgs.csv": ORGS,
    "academicSessions.csv": SESSIONS,
    "courses.csv": COURSES,
    "classes.csv": CLASSES,
    "enrollments.csv": ENROLLMENTS,
    "demographics.csv": DEMOGRAPHICS,
}
SET_11 = {**_COMMON, "users.csv": USERS_11, "manifest.csv": MANIFEST.format(version="1.1")}
SET_12 = {
    **_COMMON,
    "users.csv": USERS_12,
    "roles.csv": ROLES_12,
    "manifest.csv": MANIFEST.format(version="1.2") + "file.roles,bulk\n",
}
