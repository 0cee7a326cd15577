"""Whole names in one cell → their parts."""

from dataclasses import dataclass

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v"})
#: Words that belong to the last name that follows them.
_PARTICLES = frozenset(
    {"de", "del", "de la", "la", "las", "los", "da", "das", "do", "dos", "di", "van", "von", "der", "den", "ter", "st"}
    | {"saint", "san", "santa", "el", "al", "bin", "ben", "ibn", "le", "du", "mac", "mc", "o'"}
)
#: Nearly all names are two words.
_COMMON = 2


@dataclass(frozen=True)
class Name:
    """The parts of a name; what is not there is blank."""

    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""


def split_name(text: str, *, middle: bool = False) -> Name:
    """The parts of `Ortega, Ana Lucia`, `Ana Ortega` or `Ortega`, a lone word being the last name.

    Without a comma the last word is the last name, with particles before it (`Ana de la Cruz`). With `middle` the words
    after the first given name are the middle name, else all given names are the first name.
    """
    words = text.split()
    if len(words) == _COMMON and "," not in text and _bare(words[1]) not in _SUFFIXES:
        return Name(words[0], "", words[1])
    last, comma, given = text.partition(",")
    suffix = ""
    if comma:
        last_words, given_words = last.split(), given.replace(",", " ").split()
        if len(given_words) > 1 and _bare(given_words[0]) in _SUFFIXES:
            suffix, given_words = given_words[0], given_words[1:]
    else:
        last_words, given_words = [], text.split()
    for words in (given_words, last_words):
        if len(words) > 1 and _bare(words[-1]) in _SUFFIXES:
            suffix = words.pop()
    if not comma and given_words:
        place = len(given_words) - 1
        while place > 1 and _bare(given_words[place - 1]) in _PARTICLES:
            place -= 1
        given_words, last_words = given_words[:place], given_words[place:]
    first = given_words[:1] if middle else given_words
    rest = given_words[1:] if middle else []
    return Name(" ".join(first), " ".join(rest), " ".join(last_words), suffix)


def _bare(word: str) -> str:
    return word.casefold().rstrip(".")
