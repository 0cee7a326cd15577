"""The guardians of a student as contact cells (export-options §4.8)."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.clever.plain.cells import is_address, phone_digits
from tests.clever.plain.findings import Findings
from tests.clever.plain.loading import Row, on
from tests.clever.plain.population import FILE
from tests.clever.plain.profile import Setting

_RELATIONSHIP = {
    **dict.fromkeys(("MOTHER", "FATHER", "STEPPARENT", "FOSTER", "GUARDIAN", "PARENT"), "Parent"),
    "GRANDPARENT": "Grandparent",
    "AUNT": "Aunt/Uncle",
    "UNCLE": "Aunt/Uncle",
    "SIBLING": "Sibling",
    "SELF": "Self",
}


@dataclass(frozen=True)
class Contact:
    """The contact cells of a row; all blank for a student without guardian."""

    name: str = ""
    type: str = ""
    phone: str = ""
    email: str = ""
    relationship: str = ""
    phone_type: str = ""
    sis_id: str = ""


def contacts(setting: Setting, number: str, findings: Findings) -> list[Contact]:
    """One for each row of the student, in order."""
    options = setting.options
    if options["hide_contact_info"]:
        return [Contact()]
    links = sorted(_links(setting, number), key=lambda row: row["sequence"])
    if not options["include_all_guardians"]:
        links = [row for row in links if row["sequence"] == 1]
    custody = options["include_custody_issue_guardians"]
    exported = [row for row in links if custody or not row["custody_issue"]]
    if links and not exported:
        findings.tell("CUSTODY_LEFT_NO_CONTACT", FILE, number)
    if len(exported) > 5:
        findings.tell("CONTACTS_OVER_FIVE", FILE, number)
    if any(row["custody_issue"] for row in exported[:5]):
        findings.tell("CUSTODY_CONTACTS_INCLUDED", FILE)
    taken: set[str] = set()
    return [_contact(setting, row, taken, findings) for row in exported[:5]] or [Contact()]


def _links(setting: Setting, number: str) -> Iterator[Row]:
    for row in setting.tables["student_contacts"]:
        counts = row["type"] == "GUARDIAN" and row["status"] == "ACTIVE" and on(setting.day, row["from"], row["to"])
        if counts and row["district_number"] == number:
            yield row


def _contact(setting: Setting, link: Row, taken: set[str], findings: Findings) -> Contact:
    source_id = link["source_id"]
    [person] = [row for row in setting.tables["contact_persons"] if row["source_id"] == source_id]
    phones = [
        row for row in setting.tables["phones"] if row["person_type"] == "GUARDIAN" and row["person_key"] == source_id
    ]
    phones.sort(key=lambda row: row["sequence"])
    phone = phones[0] if phones else None
    if setting.options["avoid_duplicate_guardian_phones"] and setting.options["include_all_guardians"]:
        free = [row for row in phones if phone_digits(row["number"]) and phone_digits(row["number"]) not in taken]
        phone = free[0] if free else phone
    digits = phone_digits(phone["number"]) if phone else ""
    if phone and not digits:
        findings.tell("PHONE_INVALID", FILE, f"{link['district_number']}/{source_id}")
    taken.add(digits)
    emails = sorted(
        (row["sequence"], row["address"]) for row in setting.tables["emails"] if row["source_id"] == source_id
    )
    code = link["relationship_code"]
    return Contact(
        name=" ".join(name for name in (person["first_name"], person["last_name"]) if name),
        type="Parent/Guardian",
        phone=digits,
        email=next((address for _, address in emails if is_address(address)), ""),
        relationship=_RELATIONSHIP.get(code.upper(), "Other") if code else "",
        phone_type=phone["type"].capitalize() if phone and digits else "",
        sis_id=source_id,
    )
