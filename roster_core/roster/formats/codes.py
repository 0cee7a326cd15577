"""Codes that fit the roster's lengths, made of longer ones so that the same text always gets the same code."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z]+|[0-9]+(?:[-/][0-9]+)*")


def fitting(texts: Iterable[str], max_length: int) -> dict[str, str]:
    """A code of at most `max_length` for each text, different ones for texts that differ (case aside).

    A text that fits is its own code. A longer one of several words is shortened to initials and numbers (`Full Year
    2026-27` → `FY2026-27`); where that is too long or taken, and for a long single word, the code is a digest. It does
    not depend on the other texts' order, so that a later load gives the same.
    """
    distinct = list(dict.fromkeys(texts))
    short = {text: text for text in distinct if len(text) <= max_length}
    long = {text: _initials(text) for text in distinct if text not in short}
    taken = Counter(code.lower() for code in (*short.values(), *long.values()))
    return {
        text: short[text] if text in short else _or_digest(text, long[text], taken, max_length) for text in distinct
    }


def digest(text: str, length: int) -> str:
    """The first `length` hex digits of the text's SHA-256, letters in upper case."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length].upper()


def _initials(text: str) -> str:
    words = _WORD.findall(text)
    if len(text.split()) == 1:
        return ""
    return "".join(word if word[0].isdigit() else word[0].upper() for word in words)


def _or_digest(text: str, initials: str, taken: Counter[str], max_length: int) -> str:
    usable = initials and len(initials) <= max_length and taken[initials.lower()] == 1
    return initials if usable else digest(text, max_length)
