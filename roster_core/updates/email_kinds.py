"""What the rows of an e-mail batch can have wrong with them, in a coordinator's words (batch-updates §4.1, §4.2)."""

from roster_core.findings import Kind, Severity

ROW_UNREADABLE = Kind(
    "ROW_UNREADABLE",
    Severity.ERROR,
    "The row cannot be read: {why}",
    "Correct the row in the file and give the file again.",
)
FORMULA_EMPTY = Kind(
    "FORMULA_EMPTY",
    Severity.ERROR,
    "The cell {cell} holds a formula whose value the file does not have.",
    "Open the workbook in a spreadsheet program and save it, or put the value in place of the formula.",
)
ID_MANGLED = Kind(
    "ID_MANGLED",
    Severity.ERROR,
    "{key} is an ID that a spreadsheet wrote as a number in scientific notation: its digits are lost.",
    "Format the column as text before the IDs are put in, and give the file again.",
)
EMAIL_BLANK = Kind(
    "EMAIL_BLANK",
    Severity.ERROR,
    "The new address is blank.",
    "Write the address, or CLEAR if the student is to have none; a blank cell never removes one.",
)
EMAIL_SYNTAX = Kind("EMAIL_SYNTAX", Severity.ERROR, "{address} is no e-mail address: {why}.", "Correct the address.")
DOMAIN_NOT_ALLOWED = Kind(
    "DOMAIN_NOT_ALLOWED",
    Severity.ERROR,
    "{domain} is not a domain of students' addresses here ({domains}).",
    "Correct the address; the list of domains comes with the roster.",
)
SAME_EMAIL_TWICE = Kind(
    "SAME_EMAIL_TWICE",
    Severity.ERROR,
    "{names} give {address} to different students.",
    "Correct the address of all but one of them.",
)
IN_USE_STUDENT = Kind(
    "IN_USE_STUDENT",
    Severity.ERROR,
    "{address} would still be that of {holder}.",
    "Give another address, or change that student's in the same batch.",
)
IN_USE_FORMER = Kind(
    "IN_USE_FORMER",
    Severity.WARNING,
    "{address} was that of {holder}, who left.",
    "Old mail and accounts may hang on it: look, then accept the warning or give another address.",
)
IN_USE_STAFF = Kind(
    "IN_USE_STAFF", Severity.ERROR, "{address} is the address of {holder}.", "Give the student another address."
)
IN_USE_GUARDIAN = Kind(
    "IN_USE_GUARDIAN",
    Severity.WARNING,
    "{address} is the address of {holder}.",
    "A parent's address may have been typed as the student's: look, then accept the warning or correct the address.",
)
NOT_FREE_YET = Kind(
    "NOT_FREE_YET",
    Severity.WARNING,
    "{address} becomes free only by {row}, about which nothing is decided yet.",
    "Decide about that row: as long as it is left out, this one is too.",
    waits=True,
)
CASE_ONLY = Kind("CASE_ONLY", Severity.INFO, "Only upper and lower case change.")
NAME_DIFFERS = Kind(
    "NAME_DIFFERS",
    Severity.WARNING,
    "The file says {told}; the student is {name}.",
    "Look whether the ID is the right one, then accept the warning or pick the student.",
)
NUMBERED = Kind("NUMBERED", Severity.INFO, "{taken} is taken, so a number was added.")
FEEDS_CLEVER = Kind(
    "FEEDS_CLEVER",
    Severity.WARNING,
    "{usernames} a new Clever username, and {emails} another e-mail address in Clever ({profiles}).",
    "Applications may take a changed login for somebody new: tell the schools before the next export.",
)
COLUMNS_IGNORED = Kind("COLUMNS_IGNORED", Severity.INFO, "Columns that were not used: {columns}.")
SHEETS_IGNORED = Kind(
    "SHEETS_IGNORED",
    Severity.WARNING,
    "Only the first sheet was read; the workbook has {count} more.",
    "Give rows of other sheets as a file of their own.",
)

#: Every kind above that a row can have.
KINDS: tuple[Kind, ...] = (
    ROW_UNREADABLE,
    FORMULA_EMPTY,
    ID_MANGLED,
    EMAIL_BLANK,
    EMAIL_SYNTAX,
    DOMAIN_NOT_ALLOWED,
    SAME_EMAIL_TWICE,
    IN_USE_STUDENT,
    IN_USE_FORMER,
    IN_USE_STAFF,
    IN_USE_GUARDIAN,
    NOT_FREE_YET,
    CASE_ONLY,
    NAME_DIFFERS,
    NUMBERED,
)
