"""What reading files through a column mapping can find."""

from roster_core.findings import Kind, Severity

MAPPING_FILE_GONE = Kind(
    "MAPPING_FILE_GONE",
    Severity.BLOCK,
    "The mapping takes {feeds} from {name}, but no such file is here.",
    "Add the file, or take it out of the mapping.",
)
MAPPING_COLUMN_GONE = Kind(
    "MAPPING_COLUMN_GONE",
    Severity.BLOCK,
    "The mapping takes {column} from the column “{header}”, which {name} does not have.{hint}",
    "Correct the mapping if the column has another name now, or export the column again.",
)
MAPPING_NEEDS = Kind(
    "MAPPING_NEEDS",
    Severity.BLOCK,
    "Nothing in {name} is mapped to {column}, without which {feeds} cannot be read.",
    "Map one of its columns to it, or give a value that holds for the whole file.",
)
MAPPING_GUESSED = Kind(
    "MAPPING_GUESSED",
    Severity.WARNING,
    "There is no saved mapping; {name} was taken for {feeds}, with these columns: {columns}.",
    "Look at the columns, correct what is wrong and save the mapping.",
)
MAPPING_FILE_TAKEN = Kind(
    "MAPPING_FILE_TAKEN",
    Severity.INFO,
    "{name} was read as the mapping says for {old}.",
)
FILE_NOT_MAPPED = Kind(
    "FILE_NOT_MAPPED",
    Severity.WARNING,
    "The mapping says nothing of {name}; it was not read.",
    "Map the file if it belongs to the roster, else leave it out.",
)
COLUMN_NOT_MAPPED = Kind(
    "COLUMN_NOT_MAPPED",
    Severity.INFO,
    "These columns are not mapped and were not read: {columns}.",
    "Map those that are wanted.",
)
NOT_FED = Kind(
    "ENTITY_NOT_FED",
    Severity.WARNING,
    "No file feeds {things}; the roster will be without them.",
    "Export and map such a file, if the district has one.",
)
OTHER_YEAR = Kind(
    "ROWS_OF_OTHER_YEAR",
    Severity.INFO,
    "Rows of another school year than {year}, which were left out: {count}.",
    "If they are the ones wanted, state the school year of the load.",
)
SCHOOL_NAMES = Kind(
    "SCHOOL_CODE_MADE",
    Severity.WARNING,
    "School “{school}” is known by its name only; it got the code {code}.",
    "Export and map the schools' codes, or a file with codes and names.",
)
ROWS_DIFFER = Kind(
    "PERSON_ROWS_DIFFER",
    Severity.WARNING,
    "This row says something else of {person} than the first one ({columns}); the first row counts.",
    "Correct the source: one ID must belong to one person.",
)
ENTRY_BLANK = Kind(
    "ENTRY_DATE_BLANK",
    Severity.INFO,
    "Enrollments without an entry date, which begin on {value}, the first day of the school year: {count}.",
    "Map the entry date if the dates matter.",
)
ZEROS_MATCHED = Kind(
    "ZEROS_MATCHED",
    Severity.WARNING,
    "{column} has lost or gained leading zeros against the other files; “{old}” was taken for {new} (rows: {count}).",
    "Export the column as text from every file.",
)
TEACHER_UNKNOWN = Kind(
    "TEACHER_UNKNOWN",
    Severity.WARNING,
    "“{name}” is the name of nobody or of several among the staff; it was passed over (rows: {count}).",
    "Export and map the ID of the teacher instead of the name.",
)
STAFF_DERIVED = Kind(
    "STAFF_DERIVED",
    Severity.INFO,
    "Teachers whom no file of staff has, taken from the sections that name them: {count}.",
    "Export and map a file of staff, which also says their e-mail and title.",
)
SECTIONS_DERIVED = Kind(
    "SECTIONS_DERIVED",
    Severity.INFO,
    "No file feeds sections; they were taken from the rows of students in sections: {count}.",
    "Map a file of sections to have their teachers, periods and terms.",
)
HISPANIC_AS_RACE = Kind(
    "HISPANIC_AS_RACE",
    Severity.INFO,
    "Students whose race is given as Hispanic, which is an ethnicity beside race: {count}.",
    "Export and map the race codes of the federal report, if the district records them.",
)
NUMBER_OF_STATUS = Kind(
    "STATUS_BY_NUMBER",
    Severity.INFO,
    "{column} holds numbers, which were read as PowerSchool writes them: 0 active, -1 and -2 pre-registered, "
    "3 graduated, others inactive.",
    "If the numbers mean something else, export the words.",
)
