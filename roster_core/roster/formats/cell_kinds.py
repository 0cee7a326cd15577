"""What is told of cells that were read as something else than they say, or cannot be right."""

from roster_core.findings import Kind, Severity

GRADE_READ_AS = Kind(
    "GRADE_READ_AS",
    Severity.INFO,
    "Grade “{old}” in {column} was read as state grade {new} (rows: {count}).",
    "If your state counts these students under another code, choose it among the load's assumptions.",
)
GRADE_UNKNOWN = Kind(
    "GRADE_UNKNOWN",
    Severity.WARNING,
    "Grade “{old}” in {column} fits no state grade; the state grade was left blank (rows: {count}).",
    "Correct the grade in the student information system, or give the state's own code.",
)
GRADE_WAS_DATE = Kind(
    "GRADE_WAS_DATE",
    Severity.WARNING,
    "“{old}” in {column} is a grade range that a spreadsheet turned into a date; it was read as {new} (rows: {count}).",
    "Format the column as text before the grades are put in.",
)
DATE_DAY_FIRST = Kind(
    "DATE_DAY_FIRST",
    Severity.WARNING,
    "Dates in {column} were read with the day before the month, since some cannot be read otherwise: “{old}” is {new}.",
    "If that is wrong, correct the dates whose first number is above 12.",
)
DATE_SHORT_YEAR = Kind(
    "DATE_SHORT_YEAR",
    Severity.INFO,
    "Dates in {column} have two digits for the year; the century was added: “{old}” is {new} (rows: {count}).",
    "Export dates with four digits for the year.",
)
DATE_SERIAL = Kind(
    "DATE_SERIAL",
    Severity.WARNING,
    "{column} holds numbers where dates belong; they were read as Excel's day numbers: “{old}” is {new} "
    "(rows: {count}).",
    "Format the column as a date before the file is saved.",
)
ZIP_ZERO = Kind(
    "ZIP_ZERO_RESTORED",
    Severity.WARNING,
    "Zip codes in {column} have lost their leading zero; it was put back: “{old}” is {new} (rows: {count}).",
    "Format the column as text before the zip codes are put in.",
)
EMAIL_NO_AT = Kind(
    "EMAIL_NO_AT",
    Severity.WARNING,
    "E-mail addresses in {column} have no @, such as “{old}”; they were loaded as they are (rows: {count}).",
    "Correct them in the student information system: nobody can sign in with them.",
)
ID_AS_NUMBER = Kind(
    "ID_AS_NUMBER",
    Severity.WARNING,
    "{column} was written as decimal numbers: “{old}” was read as {new} (rows: {count}). Leading zeros are lost.",
    "Export the column as text.",
)
ID_SCIENTIFIC = Kind(
    "ID_SCIENTIFIC",
    Severity.ERROR,
    "{column} holds numbers in scientific notation, such as “{old}”: the digits are lost (rows: {count}).",
    "Format the column as text in the spreadsheet, or export again without opening the file in one.",
)
