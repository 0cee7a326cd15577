"""Guardians who are hard to export: too many, restricted, expired, or not to be reached."""

from collections import Counter
from datetime import date

from roster_core.sample.book import Book, Cells
from roster_core.sample.picks import Picks

#: Phones as people write them; all but the last three give ten digits.
_PHONES = (
    "201-555-0111 x22", "(201) 555-0112 ext. 9", "1-201-555-0113", "+1 201 555 0114 X7", "201.555.0116",
    "555-0115", "201-555-01", "call the office",
)  # fmt: skip


def add_odd_families(book: Book, pick: Picks) -> None:
    """Change guardians of students not chosen before."""
    new, families = _Guardians(book), _Families(book, pick)
    _many(new, pick)
    _custody(new, pick, families)
    _reach(book, families)
    _names(book, families)
    _adults(new, pick)


class _Guardians:
    """Adds guardians of their own to a student, numbered from C9001."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._count = 9000

    def add(
        self, number: str, sequence: int, first: str, last: str, *, phone: str = "", **more: str | bool | date
    ) -> str:
        """Add a person and the link to the student; returns the person's source ID."""
        self._count += 1
        source_id = f"C{self._count}"
        self._book.add("contact_persons", source_id=source_id, first_name=first, last_name=last)
        said: dict[str, str | bool | date] = {"type": "GUARDIAN", "custody_issue": False, "relationship_code": "OTHER"}
        self._book.add(
            "student_contacts", district_number=number, source_id=source_id, sequence=sequence, **(said | more)
        )
        if phone:
            self._book.add(
                "phones", person_type="GUARDIAN", person_key=source_id, sequence=1, type="CELL", number=phone
            )
        return source_id

    def clear(self, number: str) -> None:
        """Take all contacts from a student."""
        for row in self._book.rows("student_contacts", district_number=number):
            self._book.drop("student_contacts", number, row["source_id"])


class _Families:
    """Who are whose guardians, as it is before anything is changed, and students chosen by that."""

    def __init__(self, book: Book, pick: Picks) -> None:
        self._pick = pick
        self._links: dict[str, list[Cells]] = {}
        links = list(book.rows("student_contacts", type="GUARDIAN"))
        for link in links:
            self._links.setdefault(link["district_number"], []).append(link)
        self._children = Counter(link["source_id"] for link in links)

    def of(self, count: int) -> list[Cells]:
        """The links of a student with `count` guardians whom nobody else has."""
        student = self._pick.student("MMS", of=lambda row: self._alone(row["district_number"], count))
        return self._links[student["district_number"]]

    def _alone(self, number: str, count: int) -> bool:
        links = self._links.get(number, [])
        return len(links) == count and all(self._children[link["source_id"]] == 1 for link in links)


def _many(new: _Guardians, pick: Picks) -> None:
    for school, count in (("MHE", 6), ("MHS", 7)):
        number = pick.student(school, "01 02 10 11")["district_number"]
        new.clear(number)
        for sequence in range(1, count + 1):
            names = ("Amy", "Burt", "Cleo", "Dov", "Elsa", "Fred", "Gwen")
            relation = ("MOTHER", "FATHER", "GRANDPARENT", "AUNT", "UNCLE", "SIBLING", "COACH")
            new.add(
                number, sequence, names[sequence - 1], "Quill" if school == "MHE" else "Sparrow",
                phone=f"201-555-01{20 + sequence}", relationship_code=relation[sequence - 1],
            )  # fmt: skip


def _custody(new: _Guardians, pick: Picks, families: _Families) -> None:
    # The first has a custody issue: nobody is promoted. The second has one. The only one has one.
    first, second = families.of(2), families.of(2)
    first[0]["custody_issue"] = "true"
    second[1]["custody_issue"] = "true"
    families.of(1)[0]["custody_issue"] = "true"
    # Nobody is first: the sequence begins with 2. The first is inactive. The first was one until August.
    families.of(1)[0]["sequence"] = "2"
    families.of(2)[0]["status"] = "INACTIVE"
    families.of(2)[0]["to"] = "2026-08-31"
    families.of(2)[1]["from"] = "2027-02-01"
    number = pick.student("MHS", "09")["district_number"]
    new.clear(number)
    new.add(number, 1, "Hanne", "Bell", phone="201-555-0131", type="EMERGENCY")
    new.add(number, 1, "Ivo", "Bell", phone="201-555-0132", type="OTHER")


def _reach(book: Book, families: _Families) -> None:
    def own(source_id: str, *numbers: str) -> None:
        for row in book.rows("phones", person_type="GUARDIAN", person_key=source_id):
            book.drop("phones", "GUARDIAN", source_id, row["sequence"])
        for sequence, number in enumerate(numbers, 1):
            book.add(
                "phones", person_type="GUARDIAN", person_key=source_id, sequence=sequence, type="CELL", number=number
            )

    def mail(source_id: str, *addresses: str) -> None:
        for row in book.rows("emails", source_id=source_id):
            book.drop("emails", source_id, row["sequence"])
        for sequence, address in enumerate(addresses, 1):
            book.add("emails", source_id=source_id, sequence=sequence, address=address)

    for number in _PHONES:
        own(families.of(1)[0]["source_id"], number)
    own(families.of(1)[0]["source_id"])
    # The first phone is none; the second would do.
    own(families.of(1)[0]["source_id"], "n/a", "201-555-0117")
    # Both parents have one phone and no other; then with a second that is no number.
    for further in ((), ("555-0119",)):
        one, other = families.of(2)
        own(one["source_id"], "201-555-0118")
        own(other["source_id"], "201-555-0118", *further)
    mail(families.of(1)[0]["source_id"], "no e-mail", "p.garden@example.org")
    mail(families.of(1)[0]["source_id"], "rosa@@example.org")
    mail(families.of(1)[0]["source_id"], "Lou.Bay@example.org", "lou.bay.work@example.org")


def _names(book: Book, families: _Families) -> None:
    for cells in (
        {"first_name": "", "last_name": "Lestari"},
        {"first_name": "李娜", "last_name": "张"},
        {"first_name": "Pat", "last_name": 'Quinn, "PQ"', "suffix": "Sr."},
        {"first_name": "@home", "last_name": "+Sorrel"},
    ):
        book.get("contact_persons", families.of(1)[0]["source_id"]).update(cells)
    families.of(1)[0]["relationship_code"] = ""
    families.of(1)[0]["relationship_code"] = "PARENT"
    # A teacher of the district whose child is a pupil.
    teacher = book.one("staff", first_name="Dana", last_name="Jones")
    person = book.get("contact_persons", families.of(1)[0]["source_id"])
    person.update(first_name="Dana", last_name="Jones", same_as_staff_id=teacher["staff_id"])
    # Step-siblings with different names share the second guardian.
    link = families.of(2)[1]
    other = families.of(1)[0]
    book.add(
        "student_contacts", district_number=other["district_number"], source_id=link["source_id"], type="GUARDIAN",
        sequence=2, relationship_code="STEPPARENT", custody_issue=False, lives_with=True,
    )  # fmt: skip


def _adults(new: _Guardians, pick: Picks) -> None:
    """A student who is of age and stands for himself, and one without anybody."""
    adult = pick.student("MHS", "A1 AD")
    new.clear(adult["district_number"])
    new.add(
        adult["district_number"], 1, adult["first_name"], adult["last_name"], phone="201-555-0133",
        relationship_code="SELF",
    )  # fmt: skip
    new.clear(pick.student("MMS", "07")["district_number"])
