"""Every finding of the export: code, severity, what is said and what to do (export-options §9b)."""

from roster_core.findings import Kind, Severity

BLOCK, ERROR, WARNING, INFO = Severity.BLOCK, Severity.ERROR, Severity.WARNING, Severity.INFO

# About the settings. The codes in `ENDS_RUN` are met before anything is written: no file, and no other finding.
OPTION_INVALID = Kind("OPTION_INVALID", BLOCK, "{title}: {why}.", "Correct the value in the profile.")
OPTION_REQUIRES = Kind(
    "OPTION_REQUIRES", BLOCK, "{title} is needed because {because}.", "Fill it in, or choose something else there."
)
OPTION_CYCLE = Kind(
    "OPTION_CYCLE",
    BLOCK,
    "The e-mail is made from the username and the username from the e-mail.",
    "Choose another source for one of the two.",
)
TEMPLATE_TOKEN_UNKNOWN = Kind(
    "TEMPLATE_TOKEN_UNKNOWN", BLOCK, "{title} has {tokens}, which cannot be filled in.", "Use only the tokens listed."
)
GPA_WEIGHTING_MISMATCH = Kind(
    "GPA_WEIGHTING_MISMATCH",
    BLOCK,
    "{title} is set to {code}, which the roster has as {recorded}.",
    "Choose a GPA of the right kind.",
)
SECRET_MISSING = Kind(
    "SECRET_MISSING",
    BLOCK,
    "{title} is to be made from the district's secret, and none is set.",
    "Set the district's secret, or choose another source.",
)
SCOPE_EMPTY = Kind("SCOPE_EMPTY", BLOCK, "No school is left to export.", "Choose at least one active school.")
SCHOOL_UNKNOWN = Kind(
    "SCHOOL_UNKNOWN", BLOCK, "The roster has no school {code}.", "Take it off the list, or correct the code."
)
SCHOOL_NOT_EXPORTED = Kind(
    "SCHOOL_NOT_EXPORTED",
    WARNING,
    "{code} is chosen but {why}, so nothing of it is exported.",
    "Take it off the list, or correct the school in the SIS.",
)
OPTION_CONTRADICTION = Kind("OPTION_CONTRADICTION", WARNING, "{title}: {why}.", "Keep one of the two.")
OPTION_NO_EFFECT = Kind("OPTION_NO_EFFECT", INFO, "{title} has no effect: {why}.")
SECTION_ID_UNSTABLE = Kind(
    "SECTION_ID_UNSTABLE",
    WARNING,
    "A section gets a new ID when its teacher changes; Clever then sees one section end and another begin.",
    "Leave the teacher's name out of Section_id.",
)
ADDRESS_SHOWN = Kind(
    "ADDRESS_SHOWN", INFO, "Contacts are hidden, but the students' addresses are written.", "Check that this is meant."
)

# Schools.
PHONE_INVALID = Kind(
    "PHONE_INVALID",
    WARNING,
    "{number} is not a phone number of ten digits; the cell stays empty.",
    "Correct the number in the SIS.",
)
ZIP_INVALID = Kind(
    "ZIP_INVALID",
    WARNING,
    "{zip} is no zip code (nnnnn or nnnnn-nnnn); the cell stays empty.",
    "Correct it in the SIS.",
)
PRINCIPAL_MISSING = Kind(
    "PRINCIPAL_MISSING", INFO, "{name} has no active principal; both columns stay empty.", "Give somebody the role."
)

# Students.
GRADE_MISSING = Kind(
    "GRADE_MISSING", ERROR, "{name} has no state grade; Grade stays empty.", "Enter the state grade on the enrollment."
)
GRADE_UNRECOGNISED = Kind(
    "GRADE_UNRECOGNISED",
    WARNING,
    "The state grade {code} of {students} is none of Clever's words; it is written as it is.",
    "Turn on the options that write pre-K and kindergarten as Clever's words.",
)
GRADE_EC_UNCLASSIFIED = Kind(
    "GRADE_EC_UNCLASSIFIED",
    WARNING,
    "The state grade {code} of {students} is in neither grade list; it is written as it is.",
    "Put the code into the pre-K or the kindergarten list.",
)
CODE_UNMAPPED = Kind(
    "CODE_UNMAPPED",
    WARNING,
    "{name} has {what} {code}, which Clever's table does not have; it is left out.",
    "Correct the code in the SIS.",
)
IEP_NOT_YN = Kind(
    "IEP_NOT_YN",
    WARNING,
    "The IEP status of {students} is the text of the special-education status; applications expect Y or N.",
    "Turn on “Write the IEP status as Y or N”.",
)
EMAIL_MISSING = Kind("EMAIL_MISSING", INFO, "{name} has no e-mail address.", "Enter it in the SIS.")
EMAIL_INVALID = Kind(
    "EMAIL_INVALID", ERROR, "The e-mail of {name}, {email}, is no address; it is left out.", "Correct it in the SIS."
)
EMAIL_DOMAIN_UNEXPECTED = Kind(
    "EMAIL_DOMAIN_UNEXPECTED",
    WARNING,
    "The e-mail of {name}, {email}, is in none of the district's domains.",
    "Correct the address, or add the domain to the district.",
)
EMAIL_DUPLICATE = Kind(
    "EMAIL_DUPLICATE",
    ERROR,
    "{name} shares the e-mail {email} with {others}; applications take them for one person.",
    "Give each their own address.",
)
SCHOOL_OVERRIDE_UNKNOWN = Kind(
    "SCHOOL_OVERRIDE_UNKNOWN",
    ERROR,
    "{name} has {code} in the User Text {text}, and no school has that code; the student stays where enrolled.",
    "Correct the value in the SIS.",
)
PREG_NO_TRANSCRIPT_SCHOOL = Kind(
    "PREG_NO_TRANSCRIPT_SCHOOL",
    ERROR,
    "{name} is pre-registered without a transcript school or next school and is not exported.",
    "Enter the transcript school or the next school in the SIS.",
)
HOME_LANGUAGE_UNMAPPED = Kind(
    "HOME_LANGUAGE_UNMAPPED",
    WARNING,
    "{name} has the home language {code}, for which Clever has no name; the cell stays empty.",
    "Nothing to do, unless the code is a mistake in the SIS.",
)
GPA_ORDER_ODD = Kind(
    "GPA_ORDER_ODD",
    WARNING,
    "{name} has an unweighted GPA of {unweighted}, above the weighted one of {weighted}.",
    "Check that the two GPA options are not swapped.",
)
ADDRESS_CONFIDENTIAL = Kind(
    "ADDRESS_CONFIDENTIAL", INFO, "The address of {name} is marked confidential; its four cells stay empty."
)
CONTACTS_OVER_FIVE = Kind(
    "CONTACTS_OVER_FIVE",
    WARNING,
    "{name} has more than the five guardians that Clever takes; {left_out} left out.",
    "Check in the SIS which five come first.",
)
CUSTODY_CONTACTS_INCLUDED = Kind(
    "CUSTODY_CONTACTS_INCLUDED",
    WARNING,
    "{guardians} with a custody issue are written.",
    "Check that somebody entitled to has approved this, or turn the option off.",
)
CUSTODY_LEFT_NO_CONTACT = Kind(
    "CUSTODY_LEFT_NO_CONTACT",
    WARNING,
    "{name} is sent without any contact: the guardian who would be written has a custody issue.",
    "Check who should be the first guardian.",
)

# Staff and teachers.
STAFF_EMAIL_MISSING = Kind(
    "STAFF_EMAIL_MISSING", WARNING, "{name} has no e-mail address; Clever cannot sign them in.", "Enter it in the SIS."
)
USERNAME_MISSING = Kind(
    "USERNAME_MISSING", WARNING, "{name} has nothing to make a username from; it stays empty.", "Enter it in the SIS."
)
SUFFIX_SKIPPED = Kind(
    "SUFFIX_SKIPPED", INFO, "The username of {name}, {username}, has an @ already; {suffix} is not put behind it."
)
PASSWORD_MISSING = Kind(
    "PASSWORD_MISSING",
    WARNING,
    "{name} lacks something that the password is made from; it stays empty.",
    "Enter it in the SIS, or choose another source.",
)
PASSWORD_GUESSABLE = Kind(
    "PASSWORD_GUESSABLE",
    WARNING,
    "The passwords are made from what classmates and colleagues know of each other.",
    "Choose the district's secret as source, or leave passwords out where single sign-on is used.",
)
PASSWORD_SHARED = Kind(
    "PASSWORD_SHARED",
    WARNING,
    "Everybody in the file has the same password.",
    "Put a token such as the ID into the text, or choose another source.",
)
PASSWORD_NOT_NEEDED = Kind(
    "PASSWORD_NOT_NEEDED",
    WARNING,
    "The district uses single sign-on only, and passwords are sent all the same.",
    "Set the password source to none.",
)
USERNAME_BAD_CHARS = Kind(
    "USERNAME_BAD_CHARS", WARNING, "The username of {name}, {username}, has a space or comma.", "Correct it in the SIS."
)
USERNAME_DUPLICATE = Kind(
    "USERNAME_DUPLICATE",
    ERROR,
    "{name} shares the username {username} with {others} in this file.",
    "Correct the data, or choose another source.",
)
DEPARTMENT_UNKNOWN = Kind(
    "DEPARTMENT_UNKNOWN",
    WARNING,
    "The roster has no department {code}, so nobody is chosen by it.",
    "Correct the code, or take it off the list.",
)
ROLE_UNKNOWN = Kind(
    "ROLE_UNKNOWN",
    WARNING,
    "No role has the code {code}, so nobody is left out by it.",
    "Correct the code, or take it off the list.",
)
STAFF_FILE_EMPTY = Kind(
    "STAFF_FILE_EMPTY",
    BLOCK,
    "The choices of administrators, departments and roles leave nobody in staff.csv.",
    "Widen one of the three.",
)
ROLE_FOR_ALL = Kind(
    "ROLE_FOR_ALL",
    WARNING,
    "Everybody in staff.csv gets a role that lets them see and support their school in Clever.",
    "Narrow staff.csv to the people who should, or leave Role empty.",
)
ROLE_VALUE_UNCONFIRMED = Kind(
    "ROLE_VALUE_UNCONFIRMED",
    WARNING,
    "Role is written as STL; whether Clever reads that is not known.",
    "Choose School Tech Lead, the words that Clever uses.",
)
TEACHER_MULTI_ROW = Kind("TEACHER_MULTI_ROW", INFO, "{teachers} with a row for each of several schools.")
SHARED_TEACHER_AS_PERSON = Kind(
    "SHARED_TEACHER_AS_PERSON",
    WARNING,
    "{name} stands for several people and is sent as one teacher, who usually cannot sign in.",
    "Turn on “Split shared teachers”.",
)

NAME_NOT_FOLDABLE = Kind(
    "NAME_NOT_FOLDABLE",
    WARNING,
    "{column} cannot be made from the name {name}, which has no letter from A to Z.",
    "Choose another source, or enter a spelling in Latin letters in the SIS.",
)
SHARED_MEMBER_INACTIVE = Kind(
    "SHARED_MEMBER_INACTIVE",
    WARNING,
    "{name}, for whom {shared} stands too, is not active and is left out.",
    "Take the person out of the shared record, or correct their employment.",
)

# Sections and enrollments.
COURSE_CODE_UNKNOWN = Kind(
    "COURSE_CODE_UNKNOWN",
    WARNING,
    "No course {where} has the code {code} this year, so leaving it out does nothing.",
    "Check the code for a typing error, or take it off the list.",
)
ALL_SECTIONS_EXCLUDED = Kind(
    "ALL_SECTIONS_EXCLUDED",
    BLOCK,
    "Only courses with User Flag 2 are sent, and no course of the schools exported has it.",
    "Set User Flag 2 on the courses to send, or turn the option off.",
)
HOMEROOM_NO_TEACHER = Kind(
    "HOMEROOM_NO_TEACHER",
    ERROR,
    "{name} has {students} and no active teacher, and is not exported.",
    "Enter a teacher for the homeroom in the SIS.",
)
HOMEROOM_TWICE = Kind(
    "HOMEROOM_TWICE",
    WARNING,
    "{name} goes as a homeroom, and {students} of it are in a section of a homeroom course as well.",
    "Leave out the homeroom course, or turn “Include elementary homerooms” off.",
)
INCLUSION_COMBINED = Kind(
    "INCLUSION_COMBINED", INFO, "{name} meets with {regular_name} ({regular}) and is sent as part of it."
)
INCLUSION_AMBIGUOUS = Kind(
    "INCLUSION_AMBIGUOUS",
    WARNING,
    "{name} meets with {why}, so it is not combined.",
    "Correct rooms, periods or teachers in the SIS if it should be combined.",
)
INCLUSION_TEACHER_DROPPED = Kind(
    "INCLUSION_TEACHER_DROPPED",
    INFO,
    "{name} is sent as part of {regular_name} ({regular}) without its own teacher.",
    "Turn on “Use four teacher columns”.",
)
HR_TEACHER_AMBIGUOUS = Kind(
    "HR_TEACHER_AMBIGUOUS",
    INFO,
    "The name of {name} stays without a homeroom teacher: no homeroom has most of its students, or it has no teacher.",
    "Link the section to a homeroom in the SIS if one should be named.",
)
NAME_REPEATS_TEACHER = Kind(
    "NAME_REPEATS_TEACHER", INFO, "The name {written} has the same teacher in front and behind."
)
NAME_NOT_SHOWN = Kind(
    "NAME_NOT_SHOWN",
    INFO,
    "Clever shows a name of its own, made of course, teacher and period, where Course_name is filled.",
    "Turn on “Blank Course_name where the name is composed” if Clever should show Name.",
)
SECTION_EMPTIED_BY_OPTION = Kind(
    "SECTION_EMPTIED_BY_OPTION",
    INFO,
    "{name} is left out: all of its students are pre-K or kindergarten students who are left out.",
)
SECTION_NO_TEACHER = Kind(
    "SECTION_NO_TEACHER",
    ERROR,
    "{name} has no teacher on {day} and is not exported.",
    "Enter a teacher in the SIS.",
)
SECTION_TEACHER_INACTIVE = Kind(
    "SECTION_TEACHER_INACTIVE",
    ERROR,
    "{name} is taught only by staff who are not active ({teachers}) and is not exported.",
    "Enter an active teacher in the SIS.",
)
SECTION_NO_TERM = Kind(
    "SECTION_NO_TERM", WARNING, "{name} has no term and is sent as lasting all year.", "Enter its term in the SIS."
)
SECTION_EMPTY = Kind("SECTION_EMPTY", WARNING, "{name} is sent without any student.", "Cancel it, or enroll students.")
SECTION_ID_DUPLICATE = Kind(
    "SECTION_ID_DUPLICATE",
    BLOCK,
    "{count} sections have the same Section_id {id} (upper and lower case count as equal).",
    "Change one of the course or section codes.",
)
SUBJECT_UNMAPPED = Kind(
    "SUBJECT_UNMAPPED",
    INFO,
    "The course {title} ({recorded}) has no subject that Clever knows; Subject stays empty.",
    "Give its department a Clever subject.",
)
TEACHERS_OVER_FOUR = Kind(
    "TEACHERS_OVER_FOUR",
    WARNING,
    "{name} has more than four teachers; {left_out} left out.",
    "Check which four should be sent.",
)
COTEACHERS_DROPPED = Kind(
    "COTEACHERS_DROPPED",
    INFO,
    "Of {sections} with several teachers only the first is sent.",
    "Turn on “Use four teacher columns”.",
)
ENROLLMENT_OUT_OF_SCOPE = Kind(
    "ENROLLMENT_OUT_OF_SCOPE",
    INFO,
    "{enrollments} in exported sections left out: the student is not exported.",
)

# What a correct run cannot raise.
CROSS_FILE = Kind("CROSS_FILE", BLOCK, "{what}.", "Report this: the export contradicts itself.")
STAFF_EMAIL_MISMATCH = Kind(
    "STAFF_EMAIL_MISMATCH",
    BLOCK,
    "{key} has different e-mails in teachers.csv and staff.csv.",
    "Report this: the export contradicts itself.",
)
REQUIRED_BLANK = Kind("REQUIRED_BLANK", ERROR, "{column} is empty; Clever will refuse the row.", "Enter it in the SIS.")

# Against an earlier run: what holds a delivery until somebody approves it.
_LOOK = "Look at what changed. If it is right, approve the run and say why."
GUARD_REMOVED = Kind(
    "GUARD_REMOVED", BLOCK, "{gone} of {before} {things} ({percent} %) would be deleted; {limit}.", _LOOK
)
GUARD_CHANGED = Kind(
    "GUARD_CHANGED",
    BLOCK,
    "{changed} of {before} {things} ({percent} %) would change; more than {limit} % is held.",
    _LOOK,
)
GUARD_IDS_CHANGED = Kind(
    "GUARD_IDS_CHANGED",
    BLOCK,
    "{count} {things} look the same under another ID, such as {example}; Clever would delete and create them.",
    "Restore the IDs in the SIS or the options. If the new IDs are right, approve the run and say why.",
)
GUARD_FIRST = Kind("GUARD_FIRST", BLOCK, "{because}", _LOOK)
FILE_BECAME_EMPTY = Kind(
    "FILE_BECAME_EMPTY",
    BLOCK,
    "{name} had {before} {things} last time and has none now.",
    "Check the roster and the options. If it is right, approve the run and say why.",
)

#: Codes about the profile that end a run before anything is written (export-options §2.5).
ENDS_RUN = frozenset(
    kind.code
    for kind in (
        OPTION_INVALID,
        OPTION_REQUIRES,
        OPTION_CYCLE,
        TEMPLATE_TOKEN_UNKNOWN,
        GPA_WEIGHTING_MISMATCH,
        SECRET_MISSING,
        SCOPE_EMPTY,
        SCHOOL_UNKNOWN,
    )
)
#: Every kind by its code.
KINDS: dict[str, Kind] = {kind.code: kind for kind in list(globals().values()) if isinstance(kind, Kind)}
