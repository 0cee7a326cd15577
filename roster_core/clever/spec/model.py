"""The words in which the specification of a file is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Required(StrEnum):
    """Whether every row must have a value."""

    YES = "yes"
    #: On some rows only; the rule that checks it says on which.
    CONDITIONAL = "conditional"
    NO = "no"


class Type(StrEnum):
    """What a value is; all of them are text in the file."""

    ID = "id-string"
    STRING = "string"
    ENUM = "enum"
    EMAIL = "email"
    DATE = "date"
    DATE_ISO = "date-iso"
    STATE = "us-state"
    ZIP = "us-zip"
    PHONE = "phone"
    PHONE_DIGITS = "phone-digits"
    YEAR = "year"
    DECIMAL = "decimal"


#: The form of the types that have one.
PATTERNS: Mapping[Type, str] = {
    Type.EMAIL: r"^[^@\s,]+@[^@\s,]+\.[^@\s,]+$",
    Type.DATE: r"^(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])/[0-9]{4}$",
    Type.DATE_ISO: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?$",
    Type.STATE: r"^[A-Z]{2}$",
    Type.ZIP: r"^[0-9]{5}(-?[0-9]{4})?$",
    Type.PHONE_DIGITS: r"^[0-9]{10,11}$",
    Type.YEAR: r"^(19|20)[0-9]{2}$",
    Type.DECIMAL: r"^[0-9]+(\.[0-9]+)?$",
}


class Unique(StrEnum):
    """Among which rows a value stands once."""

    IN_FILE = "file"
    WITH_SCHOOL = "with School_id"
    WITH_SECTION = "with Section_id"
    #: Repeats only for further contacts of the student.
    BY_STUDENT = "student (repeats only for extra contacts)"
    BY_STUDENT_IF_FILLED = "student (when present)"
    #: Clever loads it twice, but sign-in goes to one of the two.
    BY_STUDENT_ADVICE = "student (advice)"
    BY_USER_ADVICE = "user (advice)"


@dataclass(frozen=True)
class Column:
    """One column: its header as it must be spelled, and what its values are.

    `allowed` are the values of an enum, in the order of the specification, `meant` what other spellings stand for (in
    lower case). `refers_to` is the file and column where the value must exist. `number` marks text in which a date can
    only be a spreadsheet's mistake, `sensitive` what is sent only when an application needs it.
    """

    name: str
    type: Type = Type.STRING
    required: Required = Required.NO
    allowed: tuple[str, ...] = ()
    meant: Mapping[str, str] = field(default_factory=dict)
    unique: Unique | None = None
    refers_to: tuple[str, str] | None = None
    aliases: tuple[str, ...] = ()
    since: str = ""
    deprecated: str = ""
    form: str = ""
    number: bool = False
    sensitive: bool = False

    @property
    def pattern(self) -> str:
        """The regular expression that a value must match; blank if any text will do."""
        return self.form or PATTERNS.get(self.type, "")

    @property
    def is_password(self) -> bool:
        """Whether no value may be shown."""
        return self.name == "Password"


class Presence(StrEnum):
    """Whether a file must be there."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    BY_ARRANGEMENT = "optional (by arrangement with Clever)"
    DEPRECATED = "deprecated"


@dataclass(frozen=True)
class File:
    """One file: what a row is, by which columns it is known, and its columns in the order of the specification.

    `entity` are the columns that make one school, student, teacher …, of which a file may have several rows.
    """

    name: str
    presence: Presence
    things: str
    key: tuple[str, ...]
    entity: tuple[str, ...]
    columns: tuple[Column, ...]
    extensible: bool = False
    since: str = ""

    @property
    def is_core(self) -> bool:
        """Whether it belongs in every upload."""
        return self.presence is Presence.REQUIRED

    @property
    def by_name(self) -> dict[str, Column]:
        """The columns by header."""
        return {column.name: column for column in self.columns}


#: How a district names columns of its own, where a file takes any.
EXTENSION_PREFIX = "ext."


def school_id(deprecated: str = "") -> Column:
    """The school of a row, in every file but schools.csv."""
    return Column("School_id", Type.ID, Required.YES, refers_to=("schools.csv", "School_id"), deprecated=deprecated)
