"""What checking documents can find, in a coordinator's words (batch-updates §5.3)."""

from roster_core.findings import Kind, Severity

PDF_ENCRYPTED = Kind(
    "PDF_ENCRYPTED",
    Severity.ERROR,
    "It needs a password to open.",
    "Save it without a password and add it again.",
)
PDF_ACTIVE = Kind(
    "PDF_ACTIVE",
    Severity.ERROR,
    "It holds {what}, which could do something on the computer of whoever opens it.",
    "Print it to a new PDF, which leaves such parts out, and add that one.",
)
DOCX_ACTIVE = Kind(
    "DOCX_ACTIVE",
    Severity.ERROR,
    "It holds {what}, which could do something on the computer of whoever opens it.",
    "Save it as a PDF and add that one.",
)
EXISTS = Kind(
    "EXISTS",
    Severity.INFO,
    "The student has “{title}” of that type and year already, version {version}. {then}",
)
ONE_PER_YEAR = Kind(
    "ONE_PER_YEAR",
    Severity.WARNING,
    "A student has one document of this type in a school year, and this one would have another: {titles}.",
    "Give it that title if it is a new version; accept the warning if both are wanted.",
)
SAME_BYTES_TWO_STUDENTS = Kind(
    "SAME_BYTES_TWO_STUDENTS",
    Severity.WARNING,
    "The same file is {where}.",
    "One of the two is most likely wrong, as after a mistake in splitting: look whose it is.",
)
OTHER_STUDENT_IN_TEXT = Kind(
    "OTHER_STUDENT_IN_TEXT",
    Severity.WARNING,
    "Its first pages name {names}, and not the student it would be stored for.",
    "Open the page and look whose it is. Pick the right student, or accept it if it belongs here all the same.",
    one_by_one=True,
)
NO_STUDENT_IN_TEXT = Kind(
    "NO_STUDENT_IN_TEXT",
    Severity.INFO,
    "Its first pages name neither the student's last name nor an ID of theirs.",
)
NO_TEXT = Kind("NO_TEXT", Severity.INFO, "It holds no text, only pictures, so whose it is could not be checked.")
INDEX_CELL = Kind(
    "INDEX_CELL",
    Severity.WARNING,
    "The index says {value} as {column}, which is {why}; what was chosen for the batch is used.",
    "Accept it if that is right, or correct the index and add the ZIP again.",
)
INDEX_NO_FILE_NAME = Kind(
    "INDEX_NO_FILE_NAME",
    Severity.ERROR,
    "{name} has no column file_name, so it was not used.",
    "Call the column with the names of the files file_name.",
)
LISTED_FILE_MISSING = Kind(
    "LISTED_FILE_MISSING",
    Severity.WARNING,
    "The index lists {name}, which is not in the ZIP.",
    "Add the file, or go on without it.",
)
LISTED_TWICE = Kind(
    "LISTED_TWICE",
    Severity.WARNING,
    "{name} stands in the index more than once; neither line was used.",
    "Correct the index and add the ZIP again, or pick the student by hand.",
)

#: Every kind above.
KINDS: tuple[Kind, ...] = (
    PDF_ENCRYPTED,
    PDF_ACTIVE,
    DOCX_ACTIVE,
    EXISTS,
    ONE_PER_YEAR,
    SAME_BYTES_TWO_STUDENTS,
    OTHER_STUDENT_IN_TEXT,
    NO_STUDENT_IN_TEXT,
    NO_TEXT,
    INDEX_CELL,
    INDEX_NO_FILE_NAME,
    LISTED_FILE_MISSING,
    LISTED_TWICE,
)
