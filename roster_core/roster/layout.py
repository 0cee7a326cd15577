"""The files of a roster and their columns, keys and references, declared as data (roster-csv §4)."""

import re
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class CellType(StrEnum):
    """What a cell may hold (roster-csv §2)."""

    #: Text compared without regard to case, spelling kept.
    CODE = "c"
    TEXT = "t"
    BOOLEAN = "b"
    DATE = "d"
    #: Whole number of one to five digits.
    WHOLE = "i"
    #: The same, but not 0.
    POSITIVE = "i1"
    #: Decimal, up to three digits before and four after the point.
    DECIMAL = "n"
    #: One of the column's words.
    WORD = "e"
    #: Items separated by `;`.
    LIST = "L"

    @property
    def dtype(self) -> type[pl.DataType]:
        """The Polars type of a checked column: a decimal stays text in its shortest form, a list text joined by `;`."""
        return _DTYPES.get(self, pl.String)


_DTYPES: dict[CellType, type[pl.DataType]] = {
    CellType.BOOLEAN: pl.Boolean,
    CellType.DATE: pl.Date,
    CellType.WHOLE: pl.Int64,
    CellType.POSITIVE: pl.Int64,
}


@dataclass(frozen=True)
class Column:
    """One column. `max_length` counts code points (0: no limit), `words` stands for type WORD only.

    `required` is the mark `!`, `default` the `=x` that a blank cell means (as the word written, `""`: none), `soft`
    the `~`, `unique` the `u`. `ref` names the file that the column alone refers to (`""`: none, or only together with
    others, see `File.references`), `ref_refuses` says whether an unknown one refuses the row (`!`, `!!`).
    """

    name: str
    type: CellType
    max_length: int = 0
    words: tuple[str, ...] = ()
    required: bool = False
    default: str = ""
    soft: bool = False
    unique: bool = False
    ref: str = ""
    ref_refuses: bool = False
    #: The school_type that the school referred to must not have (`not PREG`), or blank.
    ref_not: str = ""


@dataclass(frozen=True)
class Reference:
    """Columns that together must name an accepted record of `file`.

    `columns` are compared with the columns `target` there, in order. The last of `columns` is the one that a finding
    names and, unless the reference `refuses` the row, the one that is blanked. While it is blank, nothing is referred
    to.
    """

    columns: tuple[str, ...]
    file: str
    target: tuple[str, ...]
    refuses: bool = False
    #: Holds only for rows whose column has this word: (`person_type`, `STUDENT`).
    when: tuple[str, str] | None = None
    #: The record referred to must not have this word in this column: (`school_type`, `PREG`).
    unless: tuple[str, str] | None = None


@dataclass(frozen=True)
class SecondKey:
    """A further key, held among the rows whose column has the word given."""

    columns: tuple[str, ...]
    among: tuple[str, str]


@dataclass(frozen=True)
class File:
    """One file of the roster; `name` is without `.csv`, as intake tables are keyed.

    `required` is the mark †, `references` are all of them, single and composite, in the order of the columns they end
    in, `dates` the pairs whose start must not lie after the end. `skipped_without` names the column without which a row
    is passed over in silence.
    """

    name: str
    required: bool
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    second_key: SecondKey | None = None
    skipped_without: str = ""

    @property
    def csv_name(self) -> str:
        """The name of the file in a folder or ZIP."""
        return f"{self.name}.csv"

    @property
    def shown(self) -> str:
        """The name of the file in findings (roster-csv §3)."""
        return f"roster/{self.csv_name}"

    @property
    def headers(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column called `name`.

        Raises:
            KeyError: the file has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


#: A start and the end beside it (roster-csv §3, DATES_REVERSED).
_DATE_PAIRS = (
    ("start_date", "end_date"),
    ("start", "end"),
    ("entry_date", "exit_date"),
    ("from", "to"),
    ("iep_start", "iep_end"),
)

# The notation of roster-csv §4 in ASCII: `->` for the arrow, a comma between columns, `|` after the key.
_COLUMN = re.compile(
    r"(?P<name>\w+) (?:(?P<sized>[ct])(?P<length>\d+)|e\((?P<words>[A-Z_ ]+)\)|(?P<plain>i1|[bdinL]))"
    r"(?P<required>!)?(?P<soft>~)?(?:=(?P<default>\w+))?(?P<unique> u)?"
    r"(?:->(?P<ref>\w+)(?P<refuses>!!)?(?: not (?P<ref_not>\w+))?)?"
)


def _column(text: str) -> Column:
    found = _COLUMN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    words = tuple((found["words"] or "").split())
    required = bool(found["required"])
    return Column(
        name=found["name"],
        type=CellType(found["sized"] or found["plain"] or "e"),
        max_length=int(found["length"] or 0),
        words=words,
        required=required,
        default=found["default"] or "",
        soft=bool(found["soft"]),
        unique=bool(found["unique"]),
        ref=found["ref"] or "",
        ref_refuses=bool(found["ref"]) and (required or bool(found["refuses"])),
        ref_not=found["ref_not"] or "",
    )


def _columns(text: str) -> tuple[Column, ...]:
    return tuple(_column(" ".join(part.split())) for part in text.split(",") if part.strip())


#: The key column of each file that a single column can refer to.
_SOLE_KEYS = {
    "school_years": "school_year",
    "schools": "school_code",
    "departments": "department_code",
    "students": "district_number",
    "staff": "staff_id",
    "contact_persons": "source_id",
    "gpa_types": "gpa_type_code",
}


def _single(column: Column) -> Reference:
    unless = ("school_type", column.ref_not) if column.ref_not else None
    return Reference((column.name,), column.ref, (_SOLE_KEYS[column.ref],), column.ref_refuses, unless=unless)


def _file(
    name: str,
    columns: str,
    *together: Reference,
    required: bool = False,
    second_key: SecondKey | None = None,
    skipped_without: str = "",
) -> File:
    key, _, rest = columns.partition("|")
    key_columns = _columns(key)
    every = key_columns + _columns(rest)
    names = [column.name for column in every]
    references = [_single(column) for column in every if column.ref]
    references = sorted([*references, *together], key=lambda reference: names.index(reference.columns[-1]))
    return File(
        name=name,
        required=required,
        columns=every,
        key=tuple(column.name for column in key_columns),
        references=tuple(references),
        dates=tuple(pair for pair in _DATE_PAIRS if set(pair) <= set(names)),
        second_key=second_key,
        skipped_without=skipped_without,
    )


_SEC = "school_code c16!, school_year c9!, course_code c30!, section_code c10!"
_SEC_NAMES = ("school_code", "school_year", "course_code", "section_code")


def _of_school_and_year(column: str, file: str, *, refuses: bool) -> Reference:
    names = ("school_code", "school_year", column)
    return Reference(names, file, names, refuses)


def _person(column: str, by: str, **files: str) -> tuple[Reference, ...]:
    """One reference for each word of the column `by`."""
    return tuple(
        Reference((column,), file, (_SOLE_KEYS[file],), refuses=True, when=(by, word)) for word, file in files.items()
    )


# Where several columns refer together, they refer only together: an unknown school in homeroom_staff is one finding,
# not one for the school and one for the homeroom.
_SECTION = Reference(_SEC_NAMES, "sections", _SEC_NAMES, refuses=True)
_COURSE = Reference(_SEC_NAMES[:3], "courses", _SEC_NAMES[:3], refuses=True)
_OWNER = _person("person_key", "person_type", STUDENT="students", STAFF="staff", GUARDIAN="contact_persons")
_USER_VALUE_OWNER = _person("person_key", "applies_to", STUDENT="students", STAFF="staff")


def _definition(code: str, file: str) -> Reference:
    return Reference(("applies_to", code), file, ("applies_to", code), refuses=True)


#: Every file of a roster, in the order in which they are read: a file refers to files before it only.
FILES: tuple[File, ...] = (
    _file("school_years", "school_year c9! | start_date d!, end_date d!", required=True),
    _file(
        "district",
        "code c16! | name t120!, state c2!, time_zone t60!, lea_state_id c20~, lea_nces_id c20~,"
        "student_email_domains L, staff_email_domains L, sso_only b=false, current_school_year c9!->school_years",
        required=True,
    ),
    _file(
        "schools",
        "school_code c16! | school_number c30~, name t120!, school_type e(ELEM MIDDLE HIGH PREG OOD OTHER)!,"
        "state_school_id c30~, nces_id c12~, address t120~, city t60~, state c2~, zip c10~, phone t40~, low_grade c20~,"
        "high_grade c20~, active b!, do_not_export b!",
        required=True,
    ),
    _file(
        "terms",
        "school_code c16!->schools, school_year c9!->school_years, term_code c10! |"
        "name t60~, start_date d!, end_date d!, covers_year b=false",
    ),
    _file("departments", "department_code c20! | name t120~, clever_subject t60~"),
    _file(
        "students",
        "district_number c20! | state_id c20 u, weblogin_id c64 u, first_name t75!, middle_name t75~, last_name t75!,"
        "suffix t20~, preferred_first_name t75~, preferred_last_name t75~, gender c10~, birth_date d!,"
        "status e(ACTIVE INACTIVE)=ACTIVE, school_email t254~, race_code L, hispanic b~, free_reduced_lunch e(F R N)~,"
        "home_language_code c3~, english_learner b~, special_ed_status_code c20~, special_ed_status_description t120~,"
        "has_active_iep b!, iep_start d, iep_end d, section_504 b~, preg_transcript_school_code c16->schools not PREG,"
        "photo_restricted b!, record_confidential b!, do_not_export b!",
        required=True,
    ),
    _file(
        "staff",
        "staff_id c20! | state_staff_id c20 u, employee_number c20~, logon_id c64 u, first_name t75!, middle_name t75~,"
        "last_name t75!, suffix t20~, preferred_first_name t75~, preferred_last_name t75~, gender c10~, birth_date d,"
        "status e(ACTIVE INACTIVE)=ACTIVE, work_email t254~, alternate_email t254~, primary_school_code c16->schools,"
        "is_administrator b=false, employment_status e(ACTIVE LEAVE TERMINATED)!, terminated_on d,"
        "is_shared_record b=false, photo_restricted b!, record_confidential b!",
        required=True,
    ),
    _file(
        "staff_schools",
        "staff_id c20!->staff, school_code c16!->schools, school_year c9!->school_years |"
        "title t120~, is_teaching b!, sequence i~, start d, end d, is_active b=true",
        required=True,
    ),
    _file(
        "staff_roles",
        "staff_id c20!->staff, role_code c30!, school_code c16->schools!!, school_year c9!->school_years |",
    ),
    _file("staff_departments", "staff_id c20!->staff, department_code c20!->departments |"),
    _file("shared_teacher_members", "shared_staff_id c20!->staff, member_staff_id c20!->staff | sequence i!"),
    _file(
        "homerooms",
        "school_code c16!->schools, school_year c9!->school_years, homeroom_code c10! | room c20~, name t60~",
    ),
    _file(
        "homeroom_staff",
        "school_code c16!, school_year c9!, homeroom_code c10!, staff_id c20!->staff | sequence i!",
        _of_school_and_year("homeroom_code", "homerooms", refuses=True),
    ),
    _file(
        "student_enrollments",
        "district_number c20!->students, school_code c16!->schools, school_year c9!->school_years, entry_date d! |"
        "exit_date d, status e(ACTIVE INACTIVE PREREG GRADUATED)!, is_primary b!, local_grade c20~,"
        "state_grade_code c4~, homeroom_code c10, counselor_staff_id c20->staff,"
        "next_school_code c16->schools not PREG, next_grade_code c4~",
        _of_school_and_year("homeroom_code", "homerooms", refuses=False),
        required=True,
    ),
    _file(
        "contact_persons",
        "source_id c40! | first_name t75~, middle_name t75~, last_name t75!, suffix t20~, same_as_staff_id c20->staff",
    ),
    _file(
        "student_contacts",
        "district_number c20!->students, source_id c40!->contact_persons | type e(GUARDIAN EMERGENCY OTHER)!,"
        "sequence i1!, relationship_code c20~, custody_issue b!, lives_with b~, receives_mail b~,"
        "status e(ACTIVE INACTIVE)=ACTIVE, from d, to d",
        second_key=SecondKey(("district_number", "type", "sequence"), ("status", "ACTIVE")),
    ),
    _file(
        "addresses",
        "person_type e(STUDENT STAFF GUARDIAN)!, person_key c40!, type e(RESIDENCE MAILING)!, from d |"
        "to d, line1 t120!, line2 t120~, city t60~, state c2~, zip c10~, is_confidential b!",
        *_OWNER,
    ),
    _file(
        "phones",
        "person_type e(STUDENT STAFF GUARDIAN)!, person_key c40!, sequence i1! |"
        "type e(CELL HOME WORK OTHER)~=OTHER, number t40!, unlisted b=false",
        *_OWNER,
    ),
    _file("emails", "source_id c40!->contact_persons, sequence i1! | address t254!"),
    _file(
        "user_text_definitions",
        "applies_to e(STUDENT STAFF)!, user_text_code c20! |"
        "label t60~, value_kind e(TEXT DATE LIST)=TEXT, rolls_over b=true",
    ),
    _file(
        "user_text_values",
        "applies_to e(STUDENT STAFF)!, person_key c20!, user_text_code c20! | value t255",
        *_USER_VALUE_OWNER,
        _definition("user_text_code", "user_text_definitions"),
        skipped_without="value",
    ),
    _file(
        "user_flag_definitions",
        "applies_to e(STUDENT STAFF)!, user_flag_code c20! | label t60~, rolls_over b=true",
    ),
    _file(
        "user_flag_values",
        "applies_to e(STUDENT STAFF)!, person_key c20!, user_flag_code c20! | value b!",
        *_USER_VALUE_OWNER,
        _definition("user_flag_code", "user_flag_definitions"),
    ),
    _file("gpa_types", "gpa_type_code c20! | name t60~, is_weighted b!, scope e(CUMULATIVE YEAR TERM)!"),
    _file(
        "student_gpas",
        "district_number c20!->students, gpa_type_code c20!->gpa_types, school_year c9!->school_years |"
        "value n!, as_of d",
    ),
    _file(
        "courses",
        "school_code c16!->schools, school_year c9!->school_years, course_code c30! |"
        "title t120!, department_code c20->departments, subject_code c60~, is_special_ed b=false, user_flag_1 b~,"
        "user_flag_2 b~, user_flag_3 b~, user_flag_4 b~, user_flag_5 b~, is_homeroom b=false,"
        "is_attendance_only b=false, is_online b=false, is_graded b=true",
        required=True,
    ),
    _file(
        "sections",
        f"{_SEC} | title_override t120~, homeroom_code c10, status e(ACTIVE CANCELLED)!, max_students i~",
        _COURSE,
        _of_school_and_year("homeroom_code", "homerooms", refuses=False),
        required=True,
    ),
    _file(
        "section_terms",
        f"{_SEC}, term_code c10! |",
        _SECTION,
        _of_school_and_year("term_code", "terms", refuses=True),
    ),
    _file(
        "section_meetings",
        f"{_SEC}, cycle_day c4!, period_code c10!, term_code c10 | print_period t8, period_order i!, room c20",
        _SECTION,
        _of_school_and_year("term_code", "terms", refuses=False),
    ),
    _file(
        "section_staff",
        f"{_SEC}, staff_id c20!->staff, from d |"
        "to d, is_primary b!, sequence i!, role e(TEACHER CO_TEACHER SUPPORT SUBSTITUTE)=TEACHER",
        _SECTION,
        required=True,
    ),
    _file(
        "section_enrollments",
        f"{_SEC}, district_number c20!->students, entry_date d! | exit_date d, status e(ACTIVE INACTIVE)=ACTIVE",
        _SECTION,
        required=True,
    ),
)

#: The files by name (without `.csv`).
FILE_BY_NAME: dict[str, File] = {file.name: file for file in FILES}
