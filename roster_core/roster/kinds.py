"""What reading and checking a roster can find (roster-csv §3)."""

from roster_core.findings import Kind, Severity

FILE_MISSING = Kind(
    "FILE_MISSING",
    Severity.BLOCK,
    "{name} is missing; no roster can be loaded without it.",
    "Put the file beside the others. With no records it still needs its header line.",
)
FILE_ENCODING = Kind(
    "FILE_ENCODING",
    Severity.BLOCK,
    "{name} is not UTF-8 text: byte {position} does not fit.",
    "Save the file as CSV in UTF-8 (Excel: CSV UTF-8) and load it again.",
)
CSV_BROKEN = Kind(
    "CSV_BROKEN",
    Severity.BLOCK,
    "{name} cannot be cut into cells: in record {record}, {why}.",
    "Quotes stand round a whole cell, and a quote within such a cell is written twice. Correct the record.",
)
HEADER_MISSING = Kind(
    "HEADER_MISSING",
    Severity.BLOCK,
    "The column {header}, which every {name} needs, is missing.",
    "Add the column to the export from the student information system, or correct its header.",
)
HEADER_DUPLICATE = Kind(
    "HEADER_DUPLICATE",
    Severity.BLOCK,
    "The header {header} stands over {count} columns.",
    "Leave one of the columns out, or give it the header that it should have.",
)
FILE_UNKNOWN = Kind(
    "FILE_UNKNOWN",
    Severity.WARNING,
    "{name} is not a file of a roster and was not read.{hint}",
    "Give it the exact name of the roster file that it is, or leave it out.",
)
HEADER_UNKNOWN = Kind(
    "HEADER_UNKNOWN",
    Severity.WARNING,
    "The column {header} is not one of {name} and was not read.",
    "Correct the header if it was meant for another column, or leave the column out.",
)
DISTRICT_ROWS = Kind(
    "DISTRICT_ROWS",
    Severity.BLOCK,
    "A roster is that of one district, and {count} district records could be used.",
    "Leave exactly one record in the file, and correct it if it is refused.",
)
DISTRICT_MISMATCH = Kind(
    "DISTRICT_MISMATCH",
    Severity.BLOCK,
    "The roster is that of district {value}, but is being loaded into {expected}.",
    "Choose the roster of this district, or change to the district that it belongs to.",
)
FIELD_COUNT = Kind(
    "FIELD_COUNT",
    Severity.ERROR,
    "Cells in the record: {cells}, in the header: {headers}; the record was left out.",
    "Look for a missing comma, or for one inside a cell that has no quotes round it.",
)
CELL_REQUIRED = Kind(
    "CELL_REQUIRED",
    Severity.ERROR,
    "{column} is blank and must not be; the record was left out.",
    "Fill the cell in the student information system.",
)
CELL_BAD = Kind(
    "CELL_BAD",
    Severity.ERROR,
    "{column} is {value}, but must be {expected}; {effect}.",
    "Correct the cell in the student information system.",
)
REF_UNKNOWN = Kind(
    "REF_UNKNOWN",
    Severity.ERROR,
    "{value} is not {expected}; {effect}.",
    "Correct the reference, or see why the record that it names is missing or was left out itself.",
)
DATES_REVERSED = Kind(
    "DATES_REVERSED",
    Severity.ERROR,
    "{start} {first} lies after {end} {last}; the record was left out.",
    "Correct the dates.",
)
SHARED_MEMBER_BAD = Kind(
    "SHARED_MEMBER_BAD",
    Severity.ERROR,
    "{value} in {column} {why}; the record was left out.",
    "A shared record stands for several people: name it first, and a staff member of their own second.",
)
PRIMARY_OVERLAP = Kind(
    "PRIMARY_OVERLAP",
    Severity.ERROR,
    "Student {value} already has a primary enrollment in {year} on these dates ({other}); the record was left out.",
    "End the earlier primary enrollment before this one begins, or mark only one of them as primary.",
)
KEY_DUPLICATE = Kind(
    "KEY_DUPLICATE",
    Severity.ERROR,
    "There already is a record with {value} ({other}); this one was left out.",
    "Keep one of the two records.",
)
UNIQUE_DUPLICATE = Kind(
    "UNIQUE_DUPLICATE",
    Severity.WARNING,
    "{column} {value} already belongs to another record ({other}); the cell was left blank.",
    "Find out whose it is and correct the other.",
)
PRINT_PERIOD_MISSING = Kind(
    "PRINT_PERIOD_MISSING",
    Severity.WARNING,
    "Section meetings without print_period: {count}.",
    "Options of the Clever export that name periods need it: add the label that schedules show.",
)
STATE_ID_FORM = Kind(
    "STATE_ID_FORM",
    Severity.WARNING,
    "State IDs that are not 10 digits, as those of New Jersey are: {count}.",
    "Check that leading or trailing digits were not lost.",
)
SHARED_TOO_FEW = Kind(
    "SHARED_TOO_FEW",
    Severity.WARNING,
    "A shared record stands for at least two people; members of {value}: {count}.",
    "Add its members to shared_teacher_members.csv.",
)
DATE_OUTSIDE_YEAR = Kind(
    "DATE_OUTSIDE_YEAR",
    Severity.WARNING,
    "{column} {value} lies more than a year outside {year} ({first} to {last}).",
    "Correct the date or the school year.",
)

#: Every kind above, in the order of roster-csv §3.
KINDS: tuple[Kind, ...] = (
    FILE_MISSING,
    FILE_ENCODING,
    CSV_BROKEN,
    HEADER_MISSING,
    HEADER_DUPLICATE,
    DISTRICT_ROWS,
    DISTRICT_MISMATCH,
    FIELD_COUNT,
    CELL_REQUIRED,
    CELL_BAD,
    REF_UNKNOWN,
    DATES_REVERSED,
    SHARED_MEMBER_BAD,
    PRIMARY_OVERLAP,
    KEY_DUPLICATE,
    UNIQUE_DUPLICATE,
    FILE_UNKNOWN,
    HEADER_UNKNOWN,
    PRINT_PERIOD_MISSING,
    STATE_ID_FORM,
    SHARED_TOO_FEW,
    DATE_OUTSIDE_YEAR,
)
