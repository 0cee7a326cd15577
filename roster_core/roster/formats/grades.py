"""Grade words and numbers of all programs → the state's grade codes (roster-model §6.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

STATE_CODES = frozenset(
    ["3H", "3F", "4H", "4F", "5H", "5F", "KH", "KF", "DH", "DF", "PF", "PG", "A1", "A2", "AD", "UG", "SE"]
    + [f"{number:02d}" for number in range(1, 13)]
)
_LAST_GRADE = 12
_NUMBER = re.compile(r"(?:grade|gr|g)?0*(\d{1,2})(?:st|nd|rd|th)?(?:grade|gr)?(?:\.0)?")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
_YOUNG = {
    "preschool": ("ps3", "preschool", "pk3", "prek3", "p3", "ps", "pr", "-2", "prek3yearold"),
    "prekindergarten": ("pk", "prek", "prekindergarten", "prekinder", "pk4", "prek4", "p4", "p", "-1", "vpk", "upk"),
    "transitional": ("tk", "transitionalkindergarten", "transitionalk", "prefirst", "p1"),
    "kindergarten": ("k", "kg", "kn", "kdg", "kinder", "kindergarten", "0", "00", "k5", "0k", "kk"),
}
_OTHERS = {
    "KF": ("kindergartenfullday", "fulldaykindergarten", "kindergartenfull", "kfull"),
    "KH": ("kindergartenhalfday", "halfdaykindergarten", "kindergartenhalf", "khalf"),
    "PG": ("pg", "postgraduate", "postgrad", "postsecondary", "13", "14"),
    "UG": ("ug", "ungraded", "un", "nongraded", "ng", "other", "ot"),
    "12": ("twelfth", "senior", "sr"),
    "11": ("junior", "jr"),
    "10": ("sophomore", "so"),
    "09": ("freshman", "fr", "freshmen"),
    "AD": ("adult", "ae", "adulteducation"),
}
#: OneRoster grades are CEDS codes, in which PS is post-secondary and PR preschool; infants have no state code.
CEDS = {"ps": "PG", "pr": "preschool", "it": "", "kg": "kindergarten", "tk": "transitional", "pk": "prekindergarten"}


@dataclass(frozen=True)
class GradeCodes:
    """The state's codes for the grades below first, of which each has several (half day, full day …)."""

    preschool: str = "3F"
    prekindergarten: str = "4F"
    transitional: str = "DF"
    kindergarten: str = "KF"


@dataclass(frozen=True)
class Grade:
    """A grade as read: its state code (blank: none fits), and whether that was a decision worth telling."""

    code: str
    decided: bool = False


def _words() -> dict[str, str]:
    words = {word: code for code, several in (*_YOUNG.items(), *_OTHERS.items()) for word in several}
    words |= {word: f"{number:02d}" for number, word in enumerate(_ORDINALS, start=1)}
    return words


_WORDS = _words()


def read_grade(text: str, codes: GradeCodes, special: Mapping[str, str] | None = None) -> Grade:
    """The state code of a grade; `special` are words that mean something else in the format at hand (`CEDS`).

    A state code stays itself, 1 to 12 get their zero; anything else that is understood is `decided`.
    """
    folded = _folded(text)
    if special and folded in special:
        word = special[folded]
        return Grade(getattr(codes, word, word), decided=True)
    if folded.upper() in STATE_CODES:
        return Grade(folded.upper())
    word = _WORDS.get(folded, "")
    if not word and (found := _NUMBER.fullmatch(folded)) and 1 <= int(found[1]) <= _LAST_GRADE:
        return Grade(f"{int(found[1]):02d}")
    return Grade(getattr(codes, word, word), decided=True)


def _folded(text: str) -> str:
    """Lower case without spaces and punctuation, but with the minus of `-1`."""
    if text.strip() in {"-1", "-2"}:
        return text.strip()
    lower = text.casefold().replace("(", "").replace(")", "")
    bare = re.sub(r"[^a-z0-9.]", "", lower).removesuffix(".0").replace(".", "")
    return re.sub(r"^(?:grade|gr(?!ade))(?=[a-z])|(?<=[a-z])(?:grade|gr)$", "", bare) or bare


_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RANGE = re.compile(r"(?P<low>[A-Za-z0-9]{1,4})(?: ?(?:-|to|–|—|/|thru|through) ?)(?P<high>[A-Za-z0-9]{1,4})")
_AS_DATE = re.compile(r"(?P<day>\d{1,2})-(?P<month>[A-Za-z]{3})|(?P<month_first>[A-Za-z]{3})-(?P<year>\d{2})")
_AS_ISO = re.compile(r"\d{4}-(?P<month>\d{2})-(?P<day>\d{2})(?:T.*)?")


@dataclass(frozen=True)
class GradeRange:
    """A range of grades in one cell: `K-5`; `was_date` if a spreadsheet had made a date of it (`5-Jan`)."""

    low: str
    high: str
    was_date: bool = False


def read_range(text: str) -> GradeRange | None:
    """The range of grades that `text` writes, or None: a single grade is no range."""
    if found := _AS_DATE.fullmatch(text):
        name, other = (found["month"], found["day"]) if found["month"] else (found["month_first"], found["year"])
        return _from_date(_MONTHS.index(name.lower()), int(other)) if name.lower() in _MONTHS else None
    if found := _AS_ISO.fullmatch(text):
        # A year alone is kept on the first of a month: Jan-05 is 2005-01-01, and its 5 is in the year.
        month, day = int(found["month"]), int(found["day"])
        return _from_date(month, day if day > 1 else int(text[2:4]))
    found = _RANGE.fullmatch(text)
    if found and all(read_grade(found[end], GradeCodes()).code for end in ("low", "high")):
        return GradeRange(found["low"], found["high"])
    return None


def _from_date(month: int, other: int) -> GradeRange | None:
    if not 1 <= other <= _LAST_GRADE:
        return None
    low, high = sorted((month, other))
    return GradeRange(str(low), str(high), was_date=True)
