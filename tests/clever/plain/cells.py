"""Cells that several files have: dates, phones, zips, e-mail addresses, and rows as CSV (export-options §3, §4)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

_LOCAL = re.compile(r"[A-Za-z0-9._+'-]{1,64}")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")


def day_cell(day: date) -> str:
    """MM/DD/YYYY."""
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


def phone_digits(number: str) -> str:
    """The ten digits of a phone, else blank."""
    before = re.split("[xX]", number)[0]
    digits = "".join(sign for sign in before if sign in "0123456789")
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    return digits if len(digits) == 10 else ""


def is_zip(text: str) -> bool:
    """Whether a zip has five digits or five and four."""
    return _ZIP.fullmatch(text) is not None


def is_domain(text: str) -> bool:
    """Whether the text is a domain with a dot."""
    labels = text.split(".")
    return len(labels) > 1 and all(_LABEL.fullmatch(part) for part in labels)


def is_address(text: str) -> bool:
    """EMAIL_SYNTAX of batch-updates §4.2."""
    local, at, domain = text.partition("@")
    return (
        bool(at)
        and len(text) <= 254
        and _LOCAL.fullmatch(local) is not None
        and not local.startswith(".")
        and not local.endswith(".")
        and ".." not in local
        and is_domain(domain)
    )


def domain_expected(address: str, domains: str | None) -> bool:
    """Whether the domain is in the district's list; an empty list allows every domain."""
    listed = [item.lower() for item in (domains or "").split(";") if item]
    domain = address.partition("@")[2].lower()
    return not listed or any(domain.endswith(item[1:]) if item.startswith("*.") else domain == item for item in listed)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The bytes of a file, as text."""
    return "".join(",".join(map(_quoted, row)) + "\n" for row in [header, *rows])


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if "," in cell or '"' in cell else cell
