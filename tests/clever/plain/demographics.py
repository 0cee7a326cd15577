"""What is known of a student, in Clever's words (export-options §3, §4.5, §4.6, §4.9 to §4.11)."""

from datetime import date
from decimal import Decimal

from tests.clever.plain.cells import is_zip
from tests.clever.plain.findings import Findings
from tests.clever.plain.loading import Row, on, same
from tests.clever.plain.population import FILE, Student
from tests.clever.plain.profile import Setting

_LANGUAGES = """eng English · alb Albanian · amh Amharic · ara Arabic · ben Bengali · bos Bosnian · bur Burmese ·
yue Cantonese · chi Chinese · dut Dutch · per Farsi · fre French · ger German · heb Hebrew · hin Hindi · hmn Hmong ·
ilo Ilocano · jpn Japanese · jav Javanese · kar Karen · khm Khmer · kor Korean · lao Laotian · lav Latvian · may Malay ·
cmn Mandarin · nep Nepali · orm Oromo · pol Polish · por Portuguese · pan Punjabi · rum Romanian · rus Russian ·
smo Samoan · srp Serbian · som Somali · spa Spanish · swa Swahili · tgl Tagalog · tam Tamil · tel Telugu · tha Thai ·
tir Tigrinya · tur Turkish · ukr Ukrainian · urd Urdu · vie Vietnamese"""
LANGUAGE = dict(item.split() for item in _LANGUAGES.split("·"))
for _twin, _code in zip(
    ["sqi", "mya", "zho", "nld", "fas", "fra", "deu", "msa", "ron"],
    ["alb", "bur", "chi", "dut", "per", "fre", "ger", "may", "rum"],
    strict=True,
):
    LANGUAGE[_twin] = LANGUAGE[_code]


def gender(student: Student, findings: Findings) -> str:
    """M, F, X or blank."""
    code = (student.record["gender"] or "").upper()
    if code in ("M", "F", "X"):
        return code
    if code not in ("", "U"):
        findings.tell("CODE_UNMAPPED", FILE, student.number, column="Gender")
    return ""


def race(setting: Setting, student: Student, findings: Findings) -> str:
    """One letter; several known codes are M."""
    if setting.options["mask_race"]:
        return ""
    codes = {code.upper() for code in (student.record["race_code"] or "").split(";") if code}
    known = {code for code in codes if code in ("W", "B", "A", "I", "P", "M")}
    if codes - known:
        findings.tell("CODE_UNMAPPED", FILE, student.number, column="Race")
    return "M" if len(known) > 1 else "".join(known)


def lunch(setting: Setting, record: Row) -> str:
    """Frl_status."""
    code = record["free_reduced_lunch"] or ""
    if setting.options["mask_frl_status"]:
        return ""
    if setting.options["frl_short_codes"]:
        return str(code)
    return {"F": "Free", "R": "Reduced"}.get(code, "")


def iep(setting: Setting, record: Row) -> str:
    """Iep_status."""
    if setting.options["mask_iep_status"]:
        return ""
    if not setting.options["iep_yes_no"]:
        return record["special_ed_status_description"] or ""
    active = record["has_active_iep"] and on(setting.day, record["iep_start"], record["iep_end"])
    return "Y" if active else "N"


def language(student: Student, findings: Findings) -> str:
    """Home_language."""
    code = student.record["home_language_code"]
    word = LANGUAGE.get((code or "").lower(), "")
    if code and not word:
        findings.tell("HOME_LANGUAGE_UNMAPPED", FILE, student.number)
    return word


def gpa(setting: Setting, number: str, code: str) -> str:
    """The value of a GPA definition, with at least two places."""
    [scope] = [row["scope"] for row in setting.tables["gpa_types"] if same(row["gpa_type_code"], code)]
    start = {row["school_year"]: row["start_date"] for row in setting.tables["school_years"]}
    values = {
        row["school_year"]: row["value"]
        for row in setting.tables["student_gpas"]
        if row["district_number"] == number and same(row["gpa_type_code"], code)
    }
    year = setting.year
    if year not in values and scope == "CUMULATIVE":
        earlier = [other for other in values if start[other] < start[year]]
        year = max(earlier, key=lambda other: start[other], default=year)
    if year not in values:
        return ""
    whole, _, places = values[year].partition(".")
    return f"{whole}.{places:0<2}"


def gpas(setting: Setting, number: str, findings: Findings) -> list[str]:
    """The cells of the definitions chosen."""
    chosen = [setting.options[name] for name in ("unweighted_gpa_type", "weighted_gpa_type")]
    cells = [gpa(setting, number, code) for code in chosen if code]
    if len(cells) == 2 and all(cells) and Decimal(cells[0]) > Decimal(cells[1]):
        findings.tell("GPA_ORDER_ODD", FILE, number)
    return cells


def address(setting: Setting, number: str, findings: Findings) -> list[str]:
    """Street, city, state and zip."""
    lived = [
        row
        for row in setting.tables["addresses"]
        if (row["person_type"], row["person_key"], row["type"]) == ("STUDENT", number, "RESIDENCE")
        and on(setting.day, row["from"], row["to"])
    ]
    if not lived:
        return [""] * 4
    row = max(lived, key=lambda row: row["from"] or date.min)
    if row["is_confidential"]:
        findings.tell("ADDRESS_CONFIDENTIAL", FILE, number)
        return [""] * 4
    zip_code = row["zip"] or ""
    if zip_code and not is_zip(zip_code):
        findings.tell("ZIP_INVALID", FILE, number)
        zip_code = ""
    street = row["line1"] + (f", {row['line2']}" if row["line2"] else "")
    return [street, row["city"] or "", row["state"] or "", zip_code]
