"""The golden roster with cells changed, rows added and rows gone."""

from tests.roster.golden_roster import golden, load


def cell(file, record, column, text):
    """Change one cell; the first row is record 2."""

    def change(roster):
        roster[file][record - 2][column] = text

    return change


def again(file, record, **cells):
    """Append a copy of a record with some cells changed."""

    def change(roster):
        roster[file].append(roster[file][record - 2] | {name.rstrip("_"): text for name, text in cells.items()})

    return change


def judged(*changes, code="MHSD"):
    roster = golden()
    for change in changes:
        change(roster)
    return load(roster, code)


def error(code, file, record, column=""):
    return ("error", code, file, f"#{record}", column)
