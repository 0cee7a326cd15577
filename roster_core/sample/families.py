"""Guardians of the planned pupils: persons shared by siblings, their phones and e-mail addresses."""

from itertools import groupby
from random import Random

from roster_core.sample.book import Book
from roster_core.sample.draws import happens, stream, weighted
from roster_core.sample.names import SURNAMES, first_name, plain
from roster_core.sample.pupils import Pupil

#: Area codes; in each of them 555-0100 to 555-0199 belong to nobody.
_AREAS = ("201", "551", "732", "848", "862", "908", "973")
_FIRST_CONTACT = 1001


def made_up_phone(draw: Random) -> str:
    """A phone number that is nobody's."""
    return f"{draw.choice(_AREAS)}-555-01{draw.randrange(100):02}"


def add_families(book: Book, seed: int, planned: list[Pupil]) -> None:
    """Add the guardians of `planned`, first families first; contacts are numbered from C1001."""
    contact = _FIRST_CONTACT
    for family, children in groupby(sorted(planned, key=lambda pupil: (pupil.family, pupil.number)), _family):
        draw = stream(seed, "guardians", family)
        numbers = [(pupil.number, pupil.last) for pupil in children]
        home_phone = made_up_phone(draw) if happens(draw, 0.35) else ""  # a line shared at home
        count = weighted(draw, ((1, 30), (2, 62), (3, 5), (0, 3)))
        for sequence, role in enumerate(_roles(draw, count), 1):
            source_id = f"C{contact}"
            contact += 1
            _add_person(book, draw, source_id, role, numbers[0][1])
            _add_reach(book, draw, source_id, home_phone)
            for number, _ in numbers:
                book.add(
                    "student_contacts", district_number=number, source_id=source_id, type="GUARDIAN",
                    sequence=sequence, relationship_code=role, custody_issue=False, lives_with=sequence in {1, 2},
                    receives_mail=sequence == 1,
                )  # fmt: skip
        if happens(draw, 0.2):  # one in five names somebody for emergencies
            source_id = f"C{contact}"
            contact += 1
            _add_person(book, draw, source_id, "AUNT", draw.choice(SURNAMES))
            _add_reach(book, draw, source_id, "")
            for number, _ in numbers:
                book.add(
                    "student_contacts", district_number=number, source_id=source_id, type="EMERGENCY", sequence=1,
                    relationship_code="AUNT", custody_issue=False,
                )  # fmt: skip


def _family(pupil: Pupil) -> int:
    return pupil.family


def _roles(draw: Random, count: int) -> tuple[str, ...]:
    if count == 1:
        return (weighted(draw, (("MOTHER", 70), ("FATHER", 18), ("GRANDPARENT", 6), ("GUARDIAN", 4), ("FOSTER", 2))),)
    pair = draw.choice((("MOTHER", "FATHER"), ("MOTHER", "FATHER"), ("FATHER", "MOTHER"), ("MOTHER", "STEPPARENT")))
    return (*pair, "GRANDPARENT")[:count]


def _add_person(book: Book, draw: Random, source_id: str, role: str, surname: str) -> None:
    gender = {"MOTHER": "F", "AUNT": "F", "FATHER": "M"}.get(role, draw.choice("FM"))
    last = surname if happens(draw, 0.75) else draw.choice(SURNAMES)  # the others kept their own
    book.add("contact_persons", source_id=source_id, first_name=first_name(draw, gender), last_name=last)


def _add_reach(book: Book, draw: Random, source_id: str, home_phone: str) -> None:
    phones = [("CELL", made_up_phone(draw))] if happens(draw, 0.9) else []
    if home_phone:
        phones.insert(draw.randrange(len(phones) + 1), ("HOME", home_phone))
    if happens(draw, 0.25):
        phones.append(("WORK", made_up_phone(draw)))
    for sequence, (kind, number) in enumerate(phones, 1):
        book.add(
            "phones", person_type="GUARDIAN", person_key=source_id, sequence=sequence, type=kind, number=number,
            unlisted=happens(draw, 0.05),
        )  # fmt: skip
    if happens(draw, 0.82):
        person = book.get("contact_persons", source_id)
        name = f"{plain(person['first_name'])}.{plain(person['last_name'])}"
        book.add("emails", source_id=source_id, sequence=1, address=f"{name}.{source_id.lower()}@example.org")
