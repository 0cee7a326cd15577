"""Every rule that a folder of Clever files is held against: its ID is the finding's code (clever-sftp-spec §4).

`OWN` are rules that the list of the specification lacks: what its columns' notes say, and files that cannot be read.
"""

from roster_core.findings import Kind, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# Files.
F00 = Kind(
    "F00",
    ERROR,
    "It cannot be read: {why}.",
    "Export it again as CSV (UTF-8), and check that the copy or upload was complete.",
)
F01 = Kind(
    "F01",
    ERROR,
    "The file is missing; Clever reads the five core files together or none of them.",
    "Export it and put it beside the others.",
)
F02 = Kind(
    "F02",
    ERROR,
    "Clever looks for the exact name {wanted}; {what}.",
    "Give the file exactly that name: lower case, .csv and nothing else.",
)
F03 = Kind(
    "F03",
    ERROR,
    "The file has no header row: {why}.",
    "Write the column names in the first row, separated by commas.",
)
F04 = Kind(
    "F04",
    WARNING,
    "The file has a header and no rows; Clever would delete all {things}.",
    "Was the export finished? Run it again and look at the file.",
)
F05 = Kind("F05", WARNING, "Clever knows no file of this name and passes it over.", "Take it out of the folder.")
F06 = Kind(
    "F06",
    WARNING,
    "admins.csv is the old form of staff.csv{both}.",
    "Send staff.csv, and no admins.csv beside it.",
)

# Characters and records.
C01 = Kind(
    "C01",
    ERROR,
    "The file is not UTF-8: it looks like {encoding} (first seen in line {line}).",
    "Save it as CSV UTF-8; names with accents are damaged otherwise.",
)
C02 = Kind(
    "C02",
    WARNING,
    "The file begins with a byte order mark; Clever may not recognise the first column name.",
    "Save it as UTF-8 without a byte order mark.",
)
C03 = Kind(
    "C03",
    ERROR,
    "The quotes of this row do not fit: {why}.",
    "Put the whole value in quotes and double every quote in it, or leave the quote out.",
)
C04 = Kind(
    "C04",
    ERROR,
    "The row has {cells} cells, the header has {width}.",
    "Look for a comma or line break in a value that is not in quotes, or for a comma too many at the end.",
)
C05 = Kind(
    "C05",
    WARNING,
    "The lines end in {ends}; Clever expects LF or CRLF, and one of them only.",
    "Export the file anew instead of pasting files together, or save it with one kind of line end.",
)
C06 = Kind(
    "C06",
    ERROR,
    "{column} holds a line break, tab or control character (shown as ·): “{value}”.",
    "Take it out in the SIS; a space can stand in its place.",
)
C07 = Kind(
    "C07",
    WARNING,
    "{what}.",
    "Take blank lines and spaces round values out; an ID with a space matches nothing.",
)

# Headers.
H01 = Kind("H01", ERROR, "The column {column} is missing; Clever needs it in every row.", "Add it to the export.")
H02 = Kind(
    "H02",
    ERROR,
    "The column {column} is there twice (columns {first} and {again}); the first one was checked.",
    "Rename or delete one of them.",
)
H03 = Kind(
    "H03",
    WARNING,
    "The header is spelled “{text}” instead of “{column}”.",
    "Spell it exactly so, upper and lower case too.",
)
H04 = Kind(
    "H04",
    WARNING,
    "Clever has no column “{text}” in {file} (column {position}){why}.",
    "Leave it out; where Clever takes columns of your own, their names begin with ext.",
)

# Values.
V01 = Kind("V01", ERROR, "{column} is empty, and Clever refuses the row without it{why}.", "Fill it in in the SIS.")
V02 = Kind(
    "V02",
    WARNING,
    "“{value}” is no value that Clever takes for {column} ({allowed}){hint}.",
    "Map it to one of the values, or leave the cell empty.",
)
V03 = Kind(
    "V03",
    WARNING,
    "“{value}” in {column} is not a date of the form {form}.",
    "Write the date in that form, or leave the cell empty.",
)
V04 = Kind(
    "V04",
    WARNING,
    "“{value}” in {column} is not an e-mail address.",
    "Write one @ and a domain with a dot; sign-in by e-mail fails otherwise.",
)
V05 = Kind(
    "V05",
    WARNING,
    "“{value}” in {column} is not a phone number of 10 or 11 digits.",
    "Write digits only, without spaces, dashes, brackets or extension.",
)
V06 = Kind(
    "V06",
    WARNING,
    "“{value}” in {column} looks damaged by a spreadsheet program: {why}.",
    "Do not open and save the file in a spreadsheet program; export it again.",
)
V07 = Kind(
    "V07",
    WARNING,
    "{column} has {length} characters{value}; applications may keep only 255.",
    "Shorten it.",
)
V08 = Kind(
    "V08",
    WARNING,
    "“{value}” in {column} is not {form}.",
    "Write it in that form, or leave the cell empty.",
)
V09 = Kind(
    "V09",
    WARNING,
    "High_grade “{high}” is below Low_grade “{low}”.",
    "Exchange or correct them.",
)

# Keys and people.
K01 = Kind(
    "K01",
    ERROR,
    "{key} is there already, in row {first}{what}.",
    "Keep one of the rows, or give each its own ID.",
)
K02 = Kind(
    "K02",
    ERROR,
    "{column} of student {student} is “{value}” here and “{other}” in row {first}.",
    "Only the contact columns may differ between rows of one student.",
)
K03 = Kind(
    "K03",
    ERROR,
    "Student {student} has {count} contacts, this is no. {place}; Clever takes five.",
    "Send the five that matter most.",
)
K04 = Kind(
    "K04",
    ERROR,
    "The row has a contact without {column}; Clever does not create it.",
    "Fill in both Contact_name and Contact_type.",
)
K05 = Kind(
    "K05",
    WARNING,
    "{what}; every later edit deletes the contact and creates another.",
    "Send a stable ID of the contact person, from the first upload on.",
)
K06 = Kind(
    "K06",
    WARNING,
    "Contact_sis_id {id} is “{value}” here and “{other}” in row {first}; Clever makes them one person.",
    "Give each person an ID of their own, and one person one spelling.",
)
K07 = Kind(
    "K07",
    WARNING,
    "“{value}” belongs to {id} here and to {other} in row {first} of {file}; Clever makes them one user.",
    "Correct the address, or use one ID for the person.",
)
K08 = Kind(
    "K08",
    WARNING,
    "{id} is in teachers.csv too (row {first}), with the same {by}; Clever makes them one user.",
    "Nothing, if it is the same person.",
)
K09 = Kind(
    "K09",
    WARNING,
    "“{value}” in {column} belongs to {id} here and to {other} in row {first}.",
    "Two people cannot share it: sign-in and matching go to one of them.",
)
K10 = Kind(
    "K10",
    WARNING,
    "{column} of {id} is “{value}” here and “{other}” in row {first}.",
    "Rows of one person must agree; if these are two people, give each an ID.",
)

# References.
R01 = Kind(
    "R01",
    ERROR,
    "School_id “{value}” is not in schools.csv.",
    "Add the school, or correct the ID; Clever refuses the row.",
)
R02 = Kind(
    "R02",
    ERROR,
    "{column} “{value}” is not in teachers.csv.",
    "Add the teacher, or take the ID out of the section.",
)
R03 = Kind("R03", ERROR, "Section_id “{value}” is not in sections.csv.", "Add the section, or drop the row.")
R04 = Kind("R04", ERROR, "Student_id “{value}” is not in students.csv.", "Add the student, or drop the row.")
R05 = Kind(
    "R05",
    WARNING,
    "The row says school “{value}”, its section {section} is at “{other}”.",
    "Write the section's school in enrollments.csv.",
)
R06 = Kind(
    "R06",
    WARNING,
    "Section {section} is at school “{value}”, student {student} at “{other}”.",
    "Nothing, if the student visits both schools: Clever lists the student under each.",
)
R07 = Kind(
    "R07",
    WARNING,
    "{column} {teacher} has no row in teachers.csv for school “{value}”.",
    "Send a row for every school where the teacher has a section.",
)
R08 = Kind("R08", WARNING, "Section {section} has no students.", "Leave it out, or enroll students.")
R09 = Kind("R09", INFO, "{who} has no section.", "Nothing, if that is so.")
R10 = Kind(
    "R10",
    WARNING,
    "{column} repeats {teacher}, who is in {other} of the section already.",
    "Write every teacher of a section once.",
)

# Terms.
T01 = Kind("T01", WARNING, "{what}; Clever creates no {thing}.", "Fill in Course_name and at least one term column.")
T02 = Kind(
    "T02",
    WARNING,
    "{today} is not within the section's term ({start} to {end}){why}.",
    "Check the dates; applications may hide the section.",
)
T03 = Kind(
    "T03",
    WARNING,
    "Term “{term}” of school “{school}” runs from {start} to {end} here, and from {first_start} to {first_end} in row "
    "{first}; Clever makes two terms of it.",
    "Give the term one pair of dates, or the other term another name.",
)

# Against the previous upload.
D01 = Kind(
    "D01",
    ERROR,
    "{lost} of {before} {things} of the previous upload are gone ({percent} %); above 10 % Clever stops and waits for "
    "an administrator.",
    "Check that the export is complete. If it is right, approve the sync at Clever.",
)
D02 = Kind(
    "D02",
    WARNING,
    "{changed} of {before} rows of the previous upload have changed ({percent} %); above 75 % applications may hold "
    "the district.",
    "Look at the comparison of the two uploads.",
)
D03 = Kind(
    "D03",
    ERROR,
    "{column} has changed its form: {what}. Clever would delete those {things} and create others.",
    "Go back to the IDs of the previous upload.",
)

# Privacy.
P01 = Kind(
    "P01",
    WARNING,
    "{column} is filled in {count} rows; it is sensitive.",
    "Send it only if an application needs it.",
)
P02 = Kind(
    "P02",
    WARNING,
    "Only current people and classes belong in the files.",
    "Leave former students, staff and sections out.",
)

#: Every kind by its code.
KINDS: dict[str, Kind] = {kind.code: kind for kind in list(globals().values()) if isinstance(kind, Kind)}
#: Rules of ours; all others have the ID and the severity of the specification.
OWN = frozenset({"F00", "F06", "V08", "V09", "K09", "K10", "R10"})
#: Rules that no machine can check, with the reason; they are advice.
NOT_CHECKED = {"P02": "Nothing in the files says who left: whoever makes the export must see to it."}
