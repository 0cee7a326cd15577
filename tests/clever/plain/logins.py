"""E-mail addresses, usernames and passwords, of students and staff alike (export-options §4.1 to §4.3, §6.1)."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping

from tests.clever.plain.cells import domain_expected, is_address
from tests.clever.plain.findings import Findings
from tests.clever.plain.folding import fold
from tests.clever.plain.profile import TOKEN, Setting

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
#: In place of a value that needs a name which folds to nothing.
UNFOLDABLE = None


def checked_address(base: str, file: str, key: str, domains: str | None, findings: Findings) -> str:
    """The address if it is one, else blank."""
    if not is_address(base):
        findings.tell("EMAIL_INVALID", file, key)
        return ""
    if not domain_expected(base, domains):
        findings.tell("EMAIL_DOMAIN_UNEXPECTED", file, key)
    return base


def tell_duplicates(code: str, values: Mapping[str, str], files: Mapping[str, str], findings: Findings) -> None:
    """Tell each of the persons whose value another has too; `files` says where."""
    counted = Counter(value.lower() for value in values.values() if value)
    for person, value in values.items():
        if value and counted[value.lower()] > 1:
            findings.tell(code, files[person], person)


def told_username(value: str | None, file: str, key: str, findings: Findings) -> str:
    """The username as written; says what is wrong with it."""
    if value is UNFOLDABLE:
        findings.tell("NAME_NOT_FOLDABLE", file, key, column="Username")
    elif not value:
        findings.tell("USERNAME_MISSING", file, key)
    elif " " in value or "," in value:
        findings.tell("USERNAME_BAD_CHARS", file, key)
    return value or ""


def told_password(value: str | None, file: str, key: str, findings: Findings) -> str:
    """The password as written; says what is wrong with it."""
    if value is UNFOLDABLE:
        findings.tell("NAME_NOT_FOLDABLE", file, key, column="Password")
    elif not value:
        findings.tell("PASSWORD_MISSING", file, key)
    return value or ""


def filled(template: str, values: Mapping[str, str | None]) -> str | None:
    """A custom text with its tokens filled in; blank if one is blank."""
    wanted = [values[token] for token in TOKEN.findall(template)]
    if UNFOLDABLE in wanted:
        return UNFOLDABLE
    if "" in wanted:
        return ""
    return TOKEN.sub(lambda match: values[match[1]] or "", template)


def name_tokens(first: str, last: str) -> dict[str, str | None]:
    """The tokens made of names."""
    first_letter, letters = fold(first)[:1], fold(last)
    return {
        "last_name": letters or UNFOLDABLE,
        "first_initial": first_letter or UNFOLDABLE,
        "last4": letters[:1].upper() + letters[1:4].lower() if letters else UNFOLDABLE,
    }


def derived(secret: str, person: str) -> str:
    """The password that the district's secret gives `student:…` or `staff:…`."""
    digest = hmac.new(secret.encode(), person.encode(), hashlib.sha256).digest()
    return "".join(_ALPHABET[byte % 32] for byte in digest[:12])


def tell_about_passwords(setting: Setting, file: str, source: str, text: str, findings: Findings) -> None:
    """What is said once per file of the passwords."""
    if source == "none":
        return
    if source not in ("user_text", "custom_text", "derived_secret"):
        findings.tell("PASSWORD_GUESSABLE", file)
    if source == "custom_text" and not TOKEN.search(text):
        findings.tell("PASSWORD_SHARED", file)
    if setting.district["sso_only"]:
        findings.tell("PASSWORD_NOT_NEEDED", file)


def local_part(address: str) -> str:
    """What stands before the first @."""
    return address.partition("@")[0]


def in_one_file(people: Iterable[str], file: str) -> dict[str, str]:
    """Every person is told about in this file."""
    return dict.fromkeys(people, file)
