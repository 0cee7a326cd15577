"""What can be wrong with a file as such: its bytes, quotes, rows and headers."""

from roster_core.findings import Kind, Severity

NOT_A_TABLE = Kind(
    "FILE_NOT_A_TABLE",
    Severity.WARNING,
    "This file holds no table that can be read: {why}. It was passed over.",
    "Save the table as CSV (UTF-8) or as an Excel workbook (.xlsx).",
)
FILE_BLANK = Kind(
    "FILE_BLANK",
    Severity.WARNING,
    "The file has no rows.",
    "Was the export finished? Run it again and look at the file.",
)
ENCODING_GUESSED = Kind(
    "ENCODING_GUESSED",
    Severity.WARNING,
    "The file is not UTF-8; it was read as Windows-1252 (Western European).",
    "Look at a few names with accents. If they are wrong, save the file as CSV UTF-8.",
)
NUL_REMOVED = Kind(
    "NUL_REMOVED",
    Severity.WARNING,
    "NUL characters were taken out of the file: {count}.",
    "Something damaged the file on its way; fetch it again.",
)
DELIMITER_READ = Kind("DELIMITER_READ", Severity.INFO, "The cells are separated by {delimiter}, not by commas.")
QUOTES_MENDED = Kind(
    "QUOTES_MENDED",
    Severity.WARNING,
    "Rows with quotes inside a quoted cell, taken as part of the text: {count} (first: row {first}).",
    "Double a quote that belongs to a text, or leave it out.",
)
QUOTE_OPEN = Kind(
    "QUOTE_OPEN",
    Severity.WARNING,
    "A quote is opened in this row and never closed; the row was read as if the quote were not there.",
    "Close the quote or take it out.",
)
ROW_WIDTH = Kind(
    "ROW_WIDTH",
    Severity.ERROR,
    "The row has {cells} cells, the header has {headers}; the row was left out.",
    "Look for a comma or line break inside a cell that is not in quotes.",
)
ROWS_PADDED = Kind(
    "ROWS_PADDED",
    Severity.WARNING,
    "Rows that end early, whose missing cells count as blank: {count} (no row of the file ends in a blank cell, so its "
    "writer leaves blank ends off).",
    "Check that no cell is missing in the middle of those rows.",
)
FILE_CUT = Kind(
    "FILE_CUT",
    Severity.ERROR,
    "The file ends in the middle of this row; the row was left out, and more rows may be missing after it.",
    "The file is not complete. Fetch or export it again.",
)
HEADER_LOWER = Kind(
    "HEADER_LOWER", Severity.INFO, "The headers stand in row {row}; what lies above was passed over.", ""
)
HEADER_TWICE = Kind(
    "HEADER_TWICE",
    Severity.WARNING,
    "The header “{header}” is there more than once; the first of these columns was read.",
    "Rename or delete the other column.",
)
HEADER_BLANK = Kind(
    "HEADER_BLANK",
    Severity.WARNING,
    "Columns with content but no header, which were passed over: {count}.",
    "Write a header over each column.",
)
SHEET_HIDDEN = Kind(
    "SHEET_HIDDEN", Severity.INFO, "The sheet “{sheet}” is hidden and was passed over.", "Show it to have it read."
)
NUMBER_ROUNDED = Kind(
    "NUMBER_ROUNDED",
    Severity.ERROR,
    "Numbers with more than 15 digits, whose further digits Excel has replaced by zeros: {count}.",
    "Format the column as text before the IDs are put in, and export again.",
)
