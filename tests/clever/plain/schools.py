"""schools.csv (export-options §3)."""

from tests.clever.plain.cells import csv_text, is_zip, phone_digits
from tests.clever.plain.findings import Findings
from tests.clever.plain.people import Staff, principal

FILE = "schools.csv"


def write(staff: Staff, findings: Findings) -> str:
    """The file, and what is said of it."""
    clever = staff.setting.options["column_layout"] == "clever"
    rows = []
    for code, school in sorted(staff.setting.scope.items()):
        zip_code, phone, number = school["zip"] or "", "", school["school_number"] or code
        if zip_code and not is_zip(zip_code):
            findings.tell("ZIP_INVALID", FILE, code)
            zip_code = ""
        if school["phone"]:
            phone = phone_digits(school["phone"])
            if not phone:
                findings.tell("PHONE_INVALID", FILE, code)
        row = [code, school["name"], *([number] if clever else [])]
        row += [school[name] or "" for name in ("state_school_id", "nces_id", "address", "city", "state")]
        row += [zip_code, phone, "", ""]
        staff_id = principal(staff, code)
        if staff_id is None:
            findings.tell("PRINCIPAL_MISSING", FILE, code)
            row += ["", ""]
        else:
            person = staff.everybody[staff_id]
            row += [f"{person['first_name']} {person['last_name']}", staff.email(staff_id)]
        rows.append(row)
    header = f"School_id,School_name,{'School_number,' if clever else ''}State_id,Nces_id,School_address,School_city,"
    header += "School_state,School_zip,School_phone,Low_grade,High_grade,Principal,Principal_email"
    return csv_text(header.split(","), rows)
