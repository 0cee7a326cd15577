"""Addresses proposed from a pattern; what is taken gets the next number (batch-updates §4.4)."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from roster_core.refusals import Refusal
from roster_core.text import same
from roster_core.updates.email_address import why_not

#: What a pattern can hold, with what stands for it.
TOKENS: Mapping[str, str] = {
    "first": "first name",
    "first1": "its first letter",
    "last": "last name",
    "last1": "its first letter",
    "yy": "year of entry, two digits",
    "grad": "year of graduation, two digits",
    "number": "district number",
    "weblogin": "weblogin ID",
}
_TOKEN = re.compile(r"\{([^{}]*)\}")
_DOMAIN = re.compile(r"[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Candidate:
    """A student who has no address; `tokens` lacks what is not known of them."""

    person_id: int
    tokens: Mapping[str, str]


@dataclass(frozen=True)
class Proposed:
    """A proposal: `taken` is the address that somebody has already, if a number was added; blank address = none."""

    person_id: int
    address: str = ""
    taken: str = ""
    why_none: str = ""


def check_pattern(pattern: str, domain: str) -> None:
    """Accept a pattern for the part before the @, and a domain.

    Raises:
        Refusal: The pattern has no or an unknown token or what no address can hold, or the domain is none.
    """
    known = ", ".join(f"{{{token}}}" for token in TOKENS)
    used = _TOKEN.findall(pattern)
    if not used:
        raise _refused("The pattern has no token, so all would get the same address.", f"Use {known}.")
    if unknown := [token for token in used if token not in TOKENS]:
        raise _refused(f"There is no token {{{unknown[0]}}}.", f"Use {known}.")
    if not _DOMAIN.fullmatch(domain) or (why := why_not(f"{_TOKEN.sub('x', pattern)}@{domain}")):
        told = why if _DOMAIN.fullmatch(domain) else f"“{domain}” is no domain"
        raise _refused(f"{pattern}@{domain} makes no addresses: {told}.", "Such as {first1}{last}{yy}.")


def propose(people: Sequence[Candidate], pattern: str, domain: str, taken: Collection[str]) -> list[Proposed]:
    """An address for each, in order; `taken` are those that anybody has, as they are compared.

    Names must be folded already. Of two who would get the same the second gets the first number from 2 on that is
    free.

    Raises:
        Refusal: As `check_pattern`.
    """
    check_pattern(pattern, domain)
    given = set(taken)
    return [_proposed(one, pattern, domain.lower(), given) for one in people]


def _proposed(one: Candidate, pattern: str, domain: str, given: set[str]) -> Proposed:
    if missing := [token for token in _TOKEN.findall(pattern) if not one.tokens.get(token)]:
        return Proposed(one.person_id, why_none=f"no {TOKENS[missing[0]]} is known")
    local = _TOKEN.sub(lambda found: one.tokens[found[1]], pattern).lower()
    first = address = f"{local}@{domain}"
    number = 1
    while same(address) in given:
        number += 1
        address = f"{local}{number}@{domain}"
    if why := why_not(address):
        return Proposed(one.person_id, why_none=f"of {address}, {why}")
    given.add(same(address))
    return Proposed(one.person_id, address, "" if address == first else first)


def _refused(why: str, fix: str) -> Refusal:
    return Refusal("No addresses were proposed.", why=why, fix=fix)
