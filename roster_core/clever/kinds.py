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
USERNAME_BAD_CHARS = Kind(
    "USERNAME_BAD_CHARS", WARNING, "The username of {name}, {username}, has a space or comma.", "Correct it in the SIS."
)
USERNAME_DUPLICATE = Kind(
    "USERNAME_DUPLICATE",
    ERROR,
    "{name} shares the username {username} with {others} in this file.",
    "Correct the data, or choose another source.",
)
TEACHER_MULTI_ROW = Kind("TEACHER_MULTI_ROW", INFO, "{teachers} with a row for each of several schools.")
SHARED_TEACHER_AS_PERSON = Kind(
    "SHARED_TEACHER_AS_PERSON",
    WARNING,
    "{name} stands for several people and is sent as one teacher, who usually cannot sign in.",
    "Turn on “Split shared teachers”.",
)

# Sections and enrollments.
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
