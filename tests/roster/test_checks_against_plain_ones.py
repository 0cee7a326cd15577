"""Any roster is judged by the column-wise checks as by plain ones, finding by finding and row by row."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILES
from roster_core.roster.notation import CellType, Column
from tests.roster.golden_roster import Roster, golden, load, told
from tests.roster.plain_checks import PlainChecker

_POOLS = {
    CellType.BOOLEAN: ["true", "FALSE", "yes", "1", ""],
    CellType.DATE: [
        *("", "2026-09-08", "2026-09-09", "2027-06-30", "2027-02-01", "2026-01-01", "2025-06-30", "2028-07-01"),
        *("2026-02-30", "1899-12-31", "2101-01-01", "9/8/2026", "2026-9-8", "2025-07-01", "2028-06-29"),
    ],
    CellType.WHOLE: ["", "0", "1", "01", "2", "99999", "100000", "-1", "1.0", "x"],
    CellType.POSITIVE: ["", "0", "1", "01", "2", "3", "00", "-1", "\u0661"],
    CellType.DECIMAL: ["", "3.9", "03.90", "4.", ".5", "999.9999", "1000", "0.00000", "0", "000.0"],
    CellType.LIST: ["", ";", " W ; ;B;", "a"],
}
_KEYS = {name for file in FILES for name in file.key}
_STATES = ["7012345678", "123", "7012345678 ", ""]


_REFERRED = {"staff": "staff_id", "schools": "school_code", "students": "district_number"}


def _pool(column: Column, rows: list[dict[str, str]], everywhere: dict[str, list[str]]) -> list[str]:
    if column.type is CellType.WORD:
        return [*column.words, column.words[0].lower(), "NONE", ""]
    if column.type in _POOLS:
        return _POOLS[column.type]
    held = [row[column.name] for row in rows]
    known = [*held, *everywhere.get(column.name, []), *everywhere.get(_REFERRED.get(column.ref, ""), [])]
    spelled = [text.lower() for text in known[:3]] + [text.swapcase() for text in known[-3:]]
    long = ["x" * column.max_length, "y" * (column.max_length + 1)]
    return [*known, *spelled, *long, "", " ", "\u00c9", "e\u0301", *_STATES[: 4 * (column.name == "state_id")]]


def _rich() -> Roster:
    """The golden roster with more to go wrong: a second year and shared record, more terms, IDs, moves, user fields."""
    roster = golden()
    roster["school_years"].append({"school_year": "2025-26", "start_date": "2025-07-01", "end_date": "2026-06-30"})
    roster["terms"] += [row | {"term_code": "s1", "covers_year": ""} for row in roster["terms"]]
    for number, row in enumerate(roster["students"]):
        row |= {"state_id": f"701234567{number}", "weblogin_id": f"login{number}", "iep_end": "2027-02-01"}
    roster["staff"].append(roster["staff"][-1] | {"staff_id": "s2011"})
    members = [{"shared_staff_id": "S2011", "member_staff_id": staff, "sequence": "1"} for staff in ("2001", "2004")]
    roster["shared_teacher_members"] += members
    moves = [
        row | {"entry_date": "2026-01-01", "exit_date": "2026-06-30", "school_year": "2025-26", "homeroom_code": ""}
        for row in roster["student_enrollments"]
    ]
    roster["student_enrollments"] += moves
    roster["sections"][0]["homeroom_code"] = "102"
    for row in roster["section_meetings"][::3]:
        row |= {"term_code": "S1"}
    flag = {"applies_to": "STAFF", "user_flag_code": "ESL", "label": "", "rolls_over": ""}
    roster["user_flag_definitions"].append(flag)
    for staff in ("2001", "2002"):
        value = {"applies_to": "staff", "person_key": staff, "user_flag_code": "esl", "value": "TRUE"}
        roster["user_flag_values"].append(value)
    return roster


#: Files that all others hang on are changed less often, or little else would be left to judge.
_WEIGHTS = [1 if file.name in {"school_years", "district", "schools"} else 5 for file in FILES]


def _changed(seed: int, changes: int) -> Roster:
    """The roster above after some changes, each of one row of one file."""
    draw = random.Random(seed)  # noqa: S311 - a test's own dice
    roster = _rich()
    everywhere = {name: [row[name] for rows in roster.values() for row in rows if name in row] for name in _KEYS}
    for _ in range(changes):
        file = draw.choices(FILES, _WEIGHTS)[0]
        rows = roster[file.name]
        kind = draw.choice(["cell", "cell", "cell", "again", "again", "gone", "moved", "new"])
        if kind == "new" or not rows:
            row = {column.name: draw.choice(_pool(column, rows, everywhere)) for column in file.columns}
            rows.insert(draw.randint(0, len(rows)), row)
        elif kind == "cell":
            column = draw.choice(file.columns)
            draw.choice(rows)[column.name] = draw.choice(_pool(column, rows, everywhere))
        elif kind == "again":
            row = dict(draw.choice(rows))
            for column in draw.choices(file.columns, k=draw.randint(0, 3)):
                row[column.name] = draw.choice(_pool(column, rows, everywhere))
            rows.insert(draw.randint(0, len(rows)), row)
        elif kind == "gone":
            rows.remove(draw.choice(rows))
        else:
            rows.insert(draw.randint(0, len(rows) - 1), rows.pop(draw.randrange(len(rows))))
    return roster


def _compare(roster: Roster, code: str | None) -> None:
    plain = PlainChecker(roster, code).run()
    checked = load(roster, code)
    assert sorted(told(checked)) == sorted(plain.found)
    for file in FILES:
        rows = [{"#": row.pop(ROW), **row} for row in checked.tables[file.name].drop(FILE).to_dicts()]
        assert rows == plain.tables[file.name], file.name


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 40), code=st.sampled_from(["MHSD", "mhsd", None, "OTHER"]))
def test_any_changed_roster_is_judged_as_by_the_plain_checks(seed, changes, code):
    _compare(_changed(seed, changes), code)


_DATES = ["2026-09-08", "2026-10-01", "2026-10-02", "2026-12-01", "2027-02-01"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["0104233", "0104871"]),
            st.sampled_from(["MHE", "MMS"]),
            st.sampled_from(_DATES),
            st.sampled_from(["", "", *_DATES]),
            st.sampled_from(["ACTIVE", "ACTIVE", "INACTIVE"]),
            st.sampled_from(["true", "true", "false"]),
        ),
        max_size=12,
    )
)
def test_any_primary_enrollments_are_judged_as_by_the_plain_checks(enrollments):
    roster = golden()
    template = roster["student_enrollments"][0] | {"homeroom_code": ""}
    names = ("district_number", "school_code", "entry_date", "exit_date", "status", "is_primary")
    roster["student_enrollments"] = [template | dict(zip(names, row, strict=True)) for row in enrollments]
    _compare(roster, "MHSD")


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["0104233", "0104871"]),
            st.sampled_from(["C1", "c1", "C2", "C3", "C4", "C5"]),
            st.sampled_from(["GUARDIAN", "guardian", "OTHER"]),
            st.sampled_from(["1", "01", "2"]),
            st.sampled_from(["", "ACTIVE", "INACTIVE"]),
        ),
        max_size=12,
    )
)
def test_any_contacts_are_judged_as_by_the_plain_checks(contacts):
    roster = golden()
    template = roster["student_contacts"][0]
    names = ("district_number", "source_id", "type", "sequence", "status")
    roster["student_contacts"] = [template | dict(zip(names, row, strict=True)) for row in contacts]
    _compare(roster, "MHSD")
