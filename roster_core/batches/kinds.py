"""What matching, settling and reading archives can find, in a coordinator's words (batch-updates §2.2–2.4)."""

from roster_core.findings import Kind, Severity

NO_MATCH = Kind(
    "NO_MATCH",
    Severity.WARNING,
    "Nobody has {key} as {criterion}.",
    "Pick the person by hand, skip the item, or correct the name and add it again.",
)
OUT_OF_SCOPE = Kind(
    "OUT_OF_SCOPE",
    Severity.WARNING,
    "{key} is not in your schools.",
    "Give the file to a colleague of that school, or ask for the right to it.",
)
PERSON_LEFT = Kind(
    "PERSON_LEFT",
    Severity.WARNING,
    "{key} belongs to a person who left.",
    "Tick “include left students” if it is meant for somebody who left; otherwise skip it.",
)
SEVERAL_PEOPLE = Kind(
    "SEVERAL_PEOPLE",
    Severity.WARNING,
    "{key} may be any of {count} people.",
    "Pick the person by hand.",
)
SEVERAL_FILES = Kind(
    "SEVERAL_FILES",
    Severity.WARNING,
    "{count} items are for the same person: {names}.",
    "Choose the one to use; the others are then skipped.",
)
NOT_CHOSEN = Kind(
    "NOT_CHOSEN",
    Severity.INFO,
    "{chosen} was chosen for this person instead.",
    "Choose this one if it is the better one.",
)
SET_ASIDE = Kind("SET_ASIDE", Severity.INFO, "It was skipped by hand.", "Take it up again if it is needed after all.")
UNCHANGED = Kind("UNCHANGED", Severity.INFO, "It is the same as what is stored; there is nothing to do.")
NO_CHANGE = Kind("NO_CHANGE", Severity.INFO, "It is what is stored already; there is nothing to do.")
STALE = Kind(
    "STALE",
    Severity.ERROR,
    "The list expects {told} to be stored; stored is {stored}.",
    "Somebody changed it since the list was made: look which is right, and correct the list.",
)
SAME_TARGET_TWICE = Kind(
    "SAME_TARGET_TWICE",
    Severity.WARNING,
    "{count} files are for the same student, type, year and title: {names}.",
    "Choose the one to use, or give the other another title.",
)
NEEDS_TYPE = Kind(
    "NEEDS_TYPE",
    Severity.WARNING,
    "“{type}” is not an assessment type of the district that is in use.",
    "Choose the type of the document.",
)
NEEDS_TITLE = Kind(
    "NEEDS_TITLE",
    Severity.WARNING,
    "Its title has {length} letters; at least 1 and at most {limit} are taken.",
    "Give it another title.",
)
EXISTING_KEPT = Kind(
    "EXISTING_KEPT",
    Severity.INFO,
    "It is skipped, as was chosen for the batch.",
    "Store it as a new version if it is the better one.",
)
SAME_STUDENT_TWICE = Kind(
    "SAME_STUDENT_TWICE",
    Severity.ERROR,
    "{names} are for the same student; {what}.",
    "Leave the right row in: set the others aside, or correct the file.",
)
LEADING_ZEROS = Kind(
    "LEADING_ZEROS",
    Severity.WARNING,
    "{key} is {value} but for leading zeros, which spreadsheets and photographers' programs drop.",
    "Look whether it is the right person, then accept the warning.",
)
PERSON_INACTIVE = Kind(
    "PERSON_INACTIVE",
    Severity.WARNING,
    "The person left the district or is not active.",
    "Accept the warning if it is meant for somebody who left.",
)

EMPTY = Kind("EMPTY", Severity.ERROR, "The file is empty.", "Upload it again; the copy may have been interrupted.")
TOO_LARGE = Kind(
    "TOO_LARGE",
    Severity.ERROR,
    "The file is larger than {limit} bytes (10,485,760 are 10 MB).",
    "Ask whoever made it for a smaller one.",
)
BATCH_FULL = Kind(
    "BATCH_FULL",
    Severity.ERROR,
    "A batch holds at most {limit} files; this one came after them.",
    "Put it into another batch; one year group at a time is easiest to look through.",
)

TOGETHER_TOO_LARGE = Kind(
    "TOGETHER_TOO_LARGE",
    Severity.ERROR,
    "The files of a batch hold at most {limit} MB together; this one came after them.",
    "Put it into another batch.",
)
TYPE_NOT_ALLOWED = Kind(
    "TYPE_NOT_ALLOWED",
    Severity.ERROR,
    "It is {what}; this rule set takes {types}.",
    "Save it as one of these types, or choose another rule set.",
)
EXTENSION_MISMATCH = Kind(
    "EXTENSION_MISMATCH",
    Severity.WARNING,
    "Its name ends in {extension}, but it is {what}; it is stored as what it is.",
    "Look at it, then accept the warning.",
)
UNREADABLE = Kind(
    "UNREADABLE",
    Severity.ERROR,
    "It cannot be read completely: it is {what}.",
    "Upload it again from the original; if that does not help, ask whoever made it for another copy.",
)
TOOK_TOO_LONG = Kind(
    "TOOK_TOO_LONG",
    Severity.ERROR,
    "Reading it took too long and was stopped.",
    "Open it in a program that shows such files and save it again.",
)
TOOK_TOO_MUCH = Kind(
    "TOOK_TOO_MUCH",
    Severity.ERROR,
    "Reading it needed too much memory and was stopped.",
    "Open it in a program that shows such files and save it again, smaller.",
)

ENTRY_ENCRYPTED = Kind(
    "ENTRY_ENCRYPTED",
    Severity.ERROR,
    "It is password-protected inside the ZIP.",
    "Pack the files without a password.",
)
ENTRY_NOT_A_FILE = Kind(
    "ENTRY_NOT_A_FILE",
    Severity.ERROR,
    "Inside the ZIP it is {what}, not a file.",
    "Pack the files themselves, from a folder.",
)
ENTRY_TOO_LARGE = Kind(
    "ENTRY_TOO_LARGE",
    Severity.ERROR,
    "It unpacks to more than {limit} bytes.",
    "Ask for a smaller export of this file.",
)
ENTRY_BOMB = Kind(
    "ENTRY_BOMB",
    Severity.ERROR,
    "It unpacks to {ratio} times its packed size, as no picture or document does.",
    "Leave it out and pack the files again.",
)
ENTRY_METHOD = Kind(
    "ENTRY_METHOD",
    Severity.ERROR,
    "It is packed with {method}, which cannot be read here.",
    "Pack the files as an ordinary ZIP (method Deflate).",
)
ENTRY_DAMAGED = Kind(
    "ENTRY_DAMAGED",
    Severity.ERROR,
    "It is damaged inside the ZIP: {why}.",
    "Pack the files again and upload the new ZIP.",
)
NESTED_ARCHIVE = Kind(
    "NESTED_ARCHIVE",
    Severity.ERROR,
    "It is an archive inside the ZIP and was not opened.",
    "Unpack it and upload the files themselves.",
)
NAME_REPEATED = Kind(
    "NAME_REPEATED",
    Severity.WARNING,
    "{count} files in the ZIP have this name, but for case or the way accents are written: {names}.",
    "See which one is right, and skip the others.",
)

INDEX_NO_FILE_COLUMN = Kind(
    "INDEX_NO_FILE_COLUMN",
    Severity.ERROR,
    "No column of {name} holds names of pictures.",
    "Say which column holds them, or go on without the index.",
)
INDEX_NO_KEY_COLUMN = Kind(
    "INDEX_NO_KEY_COLUMN",
    Severity.WARNING,
    "No column of {name} holds IDs, so its rows can only be offered by name.",
    "Say which column holds the ID, if one does.",
)
INDEX_ROW_SHORT = Kind(
    "INDEX_ROW_SHORT",
    Severity.WARNING,
    "Line {line} has {cells} cells where the others have {columns}; it was not used.",
    "Correct the line, or pick the person by hand.",
)
INDEX_FILE_TWICE = Kind(
    "INDEX_FILE_TWICE",
    Severity.WARNING,
    "{name} stands in the index for several people ({keys}); neither was used.",
    "Pick the person by hand.",
)
INDEX_FILE_MISSING = Kind(
    "INDEX_FILE_MISSING",
    Severity.WARNING,
    "The index names {name}, which is not among the files.",
    "Ask the photographer for the file.",
)
FILE_NOT_LISTED = Kind(
    "FILE_NOT_LISTED",
    Severity.INFO,
    "{name} is not in the index; its file name was used.",
)

#: Every kind above.
KINDS: tuple[Kind, ...] = (
    NO_MATCH,
    OUT_OF_SCOPE,
    PERSON_LEFT,
    SEVERAL_PEOPLE,
    SEVERAL_FILES,
    NOT_CHOSEN,
    SET_ASIDE,
    UNCHANGED,
    NO_CHANGE,
    STALE,
    SAME_TARGET_TWICE,
    NEEDS_TYPE,
    NEEDS_TITLE,
    EXISTING_KEPT,
    SAME_STUDENT_TWICE,
    LEADING_ZEROS,
    PERSON_INACTIVE,
    EMPTY,
    TOO_LARGE,
    BATCH_FULL,
    TOGETHER_TOO_LARGE,
    TYPE_NOT_ALLOWED,
    EXTENSION_MISMATCH,
    UNREADABLE,
    TOOK_TOO_LONG,
    TOOK_TOO_MUCH,
    ENTRY_ENCRYPTED,
    ENTRY_NOT_A_FILE,
    ENTRY_TOO_LARGE,
    ENTRY_BOMB,
    ENTRY_METHOD,
    ENTRY_DAMAGED,
    NESTED_ARCHIVE,
    NAME_REPEATED,
    INDEX_NO_FILE_COLUMN,
    INDEX_NO_KEY_COLUMN,
    INDEX_ROW_SHORT,
    INDEX_FILE_TWICE,
    INDEX_FILE_MISSING,
    FILE_NOT_LISTED,
)
