"""The codes that every district starts with: meaning, and the word in Clever's files (roster-model §6).

Data alone, so that a process which only reads the roster needs no database library for it; `code_seeding` stores them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class CodeSet(StrEnum):
    """The lists of codes that a district keeps."""

    GRADE = "GRADE"
    RACE = "RACE"
    GENDER = "GENDER"
    LANGUAGE = "LANGUAGE"
    STAFF_ROLE = "STAFF_ROLE"
    ASSESSMENT_TYPE = "ASSESSMENT_TYPE"
    RELATIONSHIP = "RELATIONSHIP"


@dataclass(frozen=True)
class Code:
    """A code of a list; `clever_value` is None where Clever has no word, `sequence` counts from 1 in its list."""

    code_set: CodeSet
    code: str
    label: str
    clever_value: str | None
    sequence: int


#: §6.1 with the grades of export-options §5. Early childhood has no word of its own: it is written as it is or labelled
#: by the options.
_GRADES: tuple[tuple[str, str, str | None], ...] = (
    ("3H", "Preschool, age 3, half day", None),
    ("3F", "Preschool, age 3, full day", None),
    ("4H", "Preschool, age 4, half day", None),
    ("4F", "Preschool, age 4, full day", None),
    ("5H", "Counted with preschool, age 4, half day", None),
    ("5F", "Counted with preschool, age 4, full day", None),
    ("KH", "Kindergarten, half day", None),
    ("KF", "Kindergarten, full day", None),
    ("DH", "Counted with kindergarten, half day", None),
    ("DF", "Counted with kindergarten, full day (DF)", None),
    ("PF", "Counted with kindergarten, full day (PF)", None),
    *((f"{grade:02}", f"Grade {grade}", str(grade)) for grade in range(1, 13)),
    ("PG", "Post-graduate", "PostGraduate"),
    ("A1", "Adult (A1)", "Other"),
    ("A2", "Adult (A2)", "Other"),
    ("AD", "Adult", "Other"),
    ("UG", "Ungraded", "Ungraded"),
    ("SE", "Special education, ungraded", "Ungraded"),
)

_RACES = {
    "W": "White",
    "B": "Black or African American",
    "A": "Asian",
    "I": "American Indian / Alaska Native",
    "P": "Native Hawaiian / Pacific Islander",
    "M": "Two or more races",
}

_GENDERS: tuple[tuple[str, str, str | None], ...] = (
    ("M", "Male", "M"),
    ("F", "Female", "F"),
    ("X", "Non-binary", "X"),
    ("U", "Unknown", None),
)

_LANGUAGES = """
eng English, alb Albanian, amh Amharic, ara Arabic, ben Bengali, bos Bosnian, bur Burmese, yue Cantonese, chi Chinese,
dut Dutch, per Farsi, fre French, ger German, heb Hebrew, hin Hindi, hmn Hmong, ilo Ilocano, jpn Japanese, jav Javanese,
kar Karen, khm Khmer, kor Korean, lao Laotian, lav Latvian, may Malay, cmn Mandarin, nep Nepali, orm Oromo, pol Polish,
por Portuguese, pan Punjabi, rum Romanian, rus Russian, smo Samoan, srp Serbian, som Somali, spa Spanish, swa Swahili,
tgl Tagalog, tam Tamil, tel Telugu, tha Thai, tir Tigrinya, tur Turkish, ukr Ukrainian, urd Urdu, vie Vietnamese
"""
#: Codes of ISO 639-2/T that mean the same as one of 639-2/B.
LANGUAGE_TWINS = {
    "sqi": "alb",
    "mya": "bur",
    "zho": "chi",
    "nld": "dut",
    "fas": "per",
    "fra": "fre",
    "deu": "ger",
    "msa": "may",
    "ron": "rum",
}
#: Common in New Jersey and not accepted by Clever.
_OTHER_LANGUAGES = "guj Gujarati, hat Haitian Creole, ita Italian, gre Greek, mal Malayalam, mar Marathi"

_STAFF_ROLES = {
    "CASE_MANAGER": "Case Manager",
    "COORD_504": "504 Coordinator",
    "DISCIPLINARIAN": "Disciplinarian",
    "PRINCIPAL": "Principal",
    "NURSE": "Nurse",
    "RELATED_SERVICE": "Related Service Provider",
    "RESOURCE_TEACHER": "Resource Teacher",
    "TEACHER": "Teacher",
    "VICE_PRINCIPAL": "Vice Principal",
    "LIBRARY_ADMIN": "Library Administrator",
    "OTHER_STAFF": "Other Staff",
    "ADMINISTRATOR": "Administrator",
    "ATHLETIC_TRAINER": "Athletic Trainer",
    "LONG_TERM_SUB": "Long Term Substitute",
    "DEPT_CHAIR": "Department Chair",
    "INVESTIGATOR": "Investigator",
    "SUPERVISOR": "Supervisor",
    "CLASSROOM_AIDE": "Classroom Aide",
    "COUNSELOR": "Counselor",
    "SECRETARY": "Secretary",
    "SUPERINTENDENT": "Superintendent",
    "TECH": "Technology Staff",
}

_ASSESSMENT_TYPES = {
    "NJSLA-ELA": "NJSLA English Language Arts",
    "NJSLA-M": "NJSLA Mathematics",
    "NJSLA-S": "NJSLA Science",
    "NJGPA": "NJ Graduation Proficiency Assessment",
    "DLM": "Dynamic Learning Maps",
    "ACCESS": "ACCESS (English learners)",
    "START-STRONG": "Start Strong",
    "MAP": "MAP",
    "PSAT": "PSAT",
    "SAT": "SAT",
    "ACT": "ACT",
    "AP": "AP",
    "REPORT-CARD": "Report card",
    "PROGRESS": "Progress report",
    "OTHER": "Other",
}

#: PARENT counts as MOTHER.
_RELATIONSHIPS: tuple[tuple[str, str, str | None], ...] = (
    ("MOTHER", "Mother", "Parent"),
    ("FATHER", "Father", "Parent"),
    ("STEPPARENT", "Stepparent", "Parent"),
    ("FOSTER", "Foster parent", "Parent"),
    ("GUARDIAN", "Guardian", "Parent"),
    ("PARENT", "Parent", "Parent"),
    ("GRANDPARENT", "Grandparent", "Grandparent"),
    ("AUNT", "Aunt", "Aunt/Uncle"),
    ("UNCLE", "Uncle", "Aunt/Uncle"),
    ("SIBLING", "Sibling", "Sibling"),
    ("SELF", "The student", "Self"),
)


def _languages() -> Iterator[tuple[str, str, str | None]]:
    for listed, accepted in ((_LANGUAGES, True), (_OTHER_LANGUAGES, False)):
        for item in listed.split(","):
            code, _, name = item.strip().partition(" ")
            yield code, name, name if accepted else None


def _without_clever(labels: Mapping[str, str]) -> tuple[tuple[str, str, None], ...]:
    return tuple((code, label, None) for code, label in labels.items())


#: Every code that a district starts with, list by list, in order.
SEEDS: tuple[Code, ...] = tuple(
    Code(code_set, code, label, clever_value, place)
    for code_set, rows in (
        (CodeSet.GRADE, _GRADES),
        (CodeSet.RACE, tuple((code, label, code) for code, label in _RACES.items())),
        (CodeSet.GENDER, _GENDERS),
        (CodeSet.LANGUAGE, tuple(_languages())),
        (CodeSet.STAFF_ROLE, _without_clever(_STAFF_ROLES)),
        (CodeSet.ASSESSMENT_TYPE, _without_clever(_ASSESSMENT_TYPES)),
        (CodeSet.RELATIONSHIP, _RELATIONSHIPS),
    )
    for place, (code, label, clever_value) in enumerate(rows, 1)
)
