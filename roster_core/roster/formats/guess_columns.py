"""Which column of a file is which of a roster's, guessed by header and by what the cells look like."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz.distance import OSA

from roster_core.roster.formats.contact_headers import ContactGroup, contact_header
from roster_core.roster.formats.looks import Look, fit
from roster_core.roster.formats.mapped_entities import MAX_CONTACTS
from roster_core.roster.formats.mapped_entities import entity as entity_of
from roster_core.roster.formats.synonyms import ALIASES, spellings

#: What a header that is the most telling one scores; every later one scores a point less.
_FULL = 100.0
_ENOUGH = 40.0
_SOLE = 10.0
_TYPO = 15
#: Headers shorter than this are too like one another to forgive a wrong letter.
_TYPO_LENGTH = 7
_MOST = 0.9
_NEARLY_ALL = 0.95
_FEW_ROWS = 5
_ID_LENGTH = 12
#: Words of headers that say what a column is, so that its values must not be taken for something else.
_TOLD = re.compile(
    r"entry|exit|enter|start|end|begin|update|modif|iep|last|next|test|effective|leave|withdr|expir|phone|fax|cell|tel|"
    r"guardian|parent|mother|father|contact|emerg|alternate|personal|secondary|physical|immun|review|504",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Columns:
    """Headers by roster column, constants that belong to them, and which columns only their values told."""

    of: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    by_value: frozenset[str] = frozenset()

    def __contains__(self, target: str) -> bool:
        return target in self.of


def guess_columns(entity: str, looks: Mapping[str, Look]) -> Columns:
    """The columns that a file with these headers has if it feeds `entity`; each header is used once."""
    pairs = sorted(_scored(entity, looks), key=lambda pair: -pair[0])
    found: dict[str, str] = {}
    for _, target, header in pairs:
        if target not in found and header not in found.values():
            found[target] = header
    found = {target: header for of in looks for target, header in found.items() if header == of}
    constants: dict[str, str] = {}
    if entity == "students":
        contacts, constants = _contacts([header for header in looks if header not in found.values()])
        found |= contacts
    by_value = dict(_by_value(entity, looks, found))
    return Columns({**found, **by_value}, constants, frozenset(by_value))


def _scored(entity: str, looks: Mapping[str, Look]) -> Iterator[tuple[float, str, str]]:
    """Score, column and header of every pair that may be meant."""
    of = entity_of(entity)
    # What cannot be done without goes before what would be nice to have: a lone employee number is the staff ID.
    sole = {group[0] for group in of.needed if len(group) == 1} if of else set()
    for header, seen in looks.items():
        for target, points in _by_header(header, entity).items():
            score = points + fit(target, seen) + (_SOLE if target in sole else 0)
            if score >= _ENOUGH:
                yield score, target, header


@cache
def _ranks(entity: str) -> dict[str, list[tuple[str, int]]]:
    """Normal header → the columns that it is taken for, with its place among their headers."""
    ranks: dict[str, list[tuple[str, int]]] = {}
    for target, aliases in ALIASES.get(entity, {}).items():
        for alias, place in aliases.items():
            ranks.setdefault(alias, []).append((target, place))
    return ranks


def _by_header(header: str, entity: str) -> dict[str, float]:
    """Columns that a header may mean, with points."""
    ranks = _ranks(entity)
    points: dict[str, float] = {}
    for spelling, distance in spellings(header, entity):
        for target, place in ranks.get(spelling, ()):
            points[target] = max(points.get(target, 0.0), _FULL - place - distance)
    if points or (entity == "students" and contact_header(header)):
        return points
    for spelling, distance in spellings(header, entity):
        if len(spelling) >= _TYPO_LENGTH and spelling.isalpha():
            for alias, targets in ranks.items():
                if len(alias) >= _TYPO_LENGTH and OSA.distance(spelling, alias, score_cutoff=1) <= 1:
                    for target, place in targets:
                        points[target] = max(points.get(target, 0.0), _FULL - place - distance - _TYPO)
    return points


def _contacts(headers: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Columns and constants of the contacts that stand in a student's row: guardians, parents, emergency contacts."""
    groups: dict[ContactGroup, dict[str, str]] = {}
    for header in headers:
        if found := contact_header(header):
            group, part = found
            groups.setdefault(group, {}).setdefault(part, header)
    named = [(group, parts) for group, parts in sorted(groups.items()) if parts.keys() & {"name", "last_name"}]
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    for number, (group, parts) in enumerate(named[:MAX_CONTACTS], start=1):
        columns |= {f"contact_{number}.{part}": header for part, header in parts.items()}
        if "type" not in parts and group.kind != "contact":
            constants[f"contact_{number}.type"] = "EMERGENCY" if group.kind == "emergency" else "GUARDIAN"
        if "relationship_code" not in parts and group.kind in ("mother", "father"):
            constants[f"contact_{number}.relationship_code"] = group.kind.upper()
    return columns, constants


def _by_value(entity: str, looks: Mapping[str, Look], found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Columns whose headers say nothing but whose values do."""
    rules = _VALUES.get(entity, {})
    free = [header for header in looks if header not in found.values() and not _TOLD.search(header)]
    for target, is_meant in rules.items():
        if target in found:
            continue
        meant = [header for header in free if len(looks[header].values) >= _FEW_ROWS and is_meant(looks[header])]
        if len(meant) == 1:
            free.remove(meant[0])
            yield target, meant[0]


def _is_state_id(seen: Look) -> bool:
    return seen.ten_digits >= _NEARLY_ALL and seen.different == 1


def _is_id(seen: Look) -> bool:
    return seen.numbers >= _NEARLY_ALL and seen.different == 1 and seen.longest <= _ID_LENGTH and seen.ten_digits == 0


def _is_birth_date(seen: Look) -> bool:
    return seen.dates >= _MOST and seen.numbers == 0 and seen.different >= _MOST


def _is_email(seen: Look) -> bool:
    return seen.emails >= _MOST and seen.different >= _MOST


def _is_gender(seen: Look) -> bool:
    return seen.genders >= _NEARLY_ALL and len(set(seen.values)) > 1


_VALUES = {
    "students": {
        "state_id": _is_state_id,
        "district_number": _is_id,
        "birth_date": _is_birth_date,
        "school_email": _is_email,
        "gender": _is_gender,
    },
    "staff": {"staff_id": _is_id, "work_email": _is_email},
}
