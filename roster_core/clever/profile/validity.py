"""What may stand in a profile: rules about one option or several (export-options §2.5, §9)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from roster_core.clever import kinds
from roster_core.clever.emails import DOMAIN
from roster_core.clever.profile.options import FIELDS, ExportOptions, in_use, is_default
from roster_core.findings import Finding, Kind
from roster_core.options import meta
from roster_core.text import same

#: Braces with something other than braces between them (export-options §4.2).
TOKEN = re.compile(r"\{([^{}]+)\}")
#: Tokens made from a name, and which one.
NAME_TOKENS = {"last_name": "last_name", "first_initial": "first_name", "last4": "last_name"}
_SUFFIX_REFUSED = re.compile(r"[ ,\"']")
_EMAIL_SUFFIX = re.compile(rf"@{DOMAIN}")


@dataclass(frozen=True)
class Definitions:
    """What the roster defines that options name: codes in the spelling of their records."""

    school_years: tuple[str, ...]
    current_school_year: str
    student_user_texts: tuple[str, ...] = ()
    staff_user_texts: tuple[str, ...] = ()
    #: GPA code → whether it is weighted.
    gpa_types: Mapping[str, bool] = field(default_factory=dict)
    #: Whether the district has a secret for `derived_secret`.
    secret_set: bool = False


def spelled(code: str, codes: Iterable[str]) -> str | None:
    """The one of `codes` that `code` refers to, in its own spelling; None if there is none."""
    return next((known for known in codes if same(known) == same(code)), None)


def check_profile(options: ExportOptions, known: Definitions) -> Iterator[Finding]:
    """Everything about the settings alone: all problems at once, blocks, warnings and notes."""
    for name in FIELDS:
        if in_use(options, name):
            yield from _check_field(options, name, known)
        elif not is_default(options, name):
            yield _no_effect(name, "the choice above it does not use it")
    yield from _check_secret(options, known)
    yield from _check_pairs(options)
    yield from _check_moot(options)


def _check_field(options: ExportOptions, name: str, known: Definitions) -> Iterator[Finding]:
    declared, value = meta(FIELDS[name]), getattr(options, name)
    if value in (None, ""):
        yield from _check_needed(options, name, declared)
    else:
        yield from _check_form(name, value, declared)
        yield from _check_code(name, value, known)


def _check_needed(options: ExportOptions, name: str, declared: Mapping[str, Any]) -> Iterator[Finding]:
    used_with = declared.get("used_with") or {}
    needed_with = declared.get("needed_with") or (used_with if used_with.get("required") else None)
    if needed_with and getattr(options, needed_with["option"]) in needed_with["values"]:
        yield _requires(name, f"{_title(needed_with['option'])} is “{_label(options, needed_with['option'])}”")


def _check_form(name: str, value: Any, declared: Mapping[str, Any]) -> Iterator[Finding]:
    longest = declared.get("max_length")
    if longest is not None and len(value) > longest:
        yield _invalid(name, f"it has {len(value)} characters, {longest} are allowed")
    elif name == "student_username_suffix" and _SUFFIX_REFUSED.search(value):
        yield _invalid(name, "spaces, commas and quotes are not allowed")
    elif name == "student_email_suffix" and not _EMAIL_SUFFIX.fullmatch(value):
        yield _invalid(name, _email_suffix_wanted(value))
    if "tokens" in declared and (unknown := _unknown_tokens(value, declared["tokens"])):
        yield _about(kinds.TEMPLATE_TOKEN_UNKNOWN, name, title=_title(name), tokens=", ".join(unknown))


def _email_suffix_wanted(value: str) -> str:
    offered = f"; is @{value} meant?" if _EMAIL_SUFFIX.fullmatch(f"@{value}") else ""
    return f"it must be @ and a domain such as @stu.maplehollow.example{offered}"


def _unknown_tokens(value: str, tokens: Iterable[str]) -> list[str]:
    return [f"{{{token}}}" for token in dict.fromkeys(TOKEN.findall(value)) if token not in tokens]


def _check_code(name: str, value: Any, known: Definitions) -> Iterator[Finding]:
    match meta(FIELDS[name]).get("choices"):
        case "school_years":
            codes: Iterable[str] = known.school_years
        case "student_user_texts":
            codes = known.student_user_texts
        case "staff_user_texts":
            codes = known.staff_user_texts
        case "unweighted_gpa_types" | "weighted_gpa_types":
            codes = known.gpa_types
        case _:
            return
    code = spelled(value, codes)
    if code is None:
        yield _invalid(name, f"the roster has no “{value}”")
    elif code in known.gpa_types and name.endswith("_gpa_type"):
        yield from _check_weighting(name, code, weighted=known.gpa_types[code])


def _check_weighting(name: str, code: str, *, weighted: bool) -> Iterator[Finding]:
    if weighted != (name == "weighted_gpa_type"):
        recorded = "weighted" if weighted else "unweighted"
        yield _about(kinds.GPA_WEIGHTING_MISMATCH, name, title=_title(name), code=code, recorded=recorded)


def _check_secret(options: ExportOptions, known: Definitions) -> Iterator[Finding]:
    for name in ("student_password_source", "staff_password_source"):
        if getattr(options, name) == "derived_secret" and not known.secret_set:
            yield _about(kinds.SECRET_MISSING, name, title=_title(name))


def _check_pairs(options: ExportOptions) -> Iterator[Finding]:
    if options.student_email_source == "username" and options.student_username_source == "email_local_part":
        yield _about(kinds.OPTION_CYCLE, "student_email_source")
    if options.split_shared_teachers and not options.use_four_teacher_columns:
        yield _requires("use_four_teacher_columns", f"“{_title('split_shared_teachers')}” is on")
    if both := in_both_lists(options):
        why = f"{', '.join(both)} is in the pre-K list too and counts as pre-K"
        yield _contradiction("kindergarten_state_grades", why)
    if options.staff_only_administrators and spelled("ADMINISTRATOR", options.staff_excluded_roles):
        yield _contradiction("staff_excluded_roles", "it leaves out the role Administrator, and only administrators go")
    if options.section_id_prepend_teacher_name:
        yield _about(kinds.SECTION_ID_UNSTABLE, "section_id_prepend_teacher_name")
    if options.hide_contact_info and options.populate_student_address:
        yield _about(kinds.ADDRESS_SHOWN, "populate_student_address")


def in_both_lists(options: ExportOptions) -> tuple[str, ...]:
    """The kindergarten codes that are in the pre-K list too, in order."""
    prek = {same(code) for code in options.prek_state_grades}
    return tuple(code for code in options.kindergarten_state_grades if same(code) in prek)


def _check_moot(options: ExportOptions) -> Iterator[Finding]:
    """Options that another one leaves without anything to do (export-options §9)."""
    guardians = ("include_all_guardians", "include_custody_issue_guardians", "avoid_duplicate_guardian_phones")
    if options.prek_grade_as_prekindergarten and options.exclude_prek_students:
        yield _no_effect("prek_grade_as_prekindergarten", "those students are left out")
    if options.kindergarten_grade_as_kindergarten and options.exclude_kindergarten_students:
        yield _no_effect("kindergarten_grade_as_kindergarten", "those students are left out")
    if options.hide_contact_info:
        yield from (_no_effect(name, "contacts are hidden") for name in guardians if getattr(options, name))
    elif options.avoid_duplicate_guardian_phones and not options.include_all_guardians:
        yield _no_effect("avoid_duplicate_guardian_phones", "only one guardian is written")


def unused_email_suffix() -> Finding:
    """The note for an e-mail suffix that no address needed (known only after the students are written)."""
    return _no_effect("student_email_suffix", "every address has a domain already")


def _about(kind: Kind, name: str, **facts: Any) -> Finding:
    return Finding(kind, "profile", name, facts=facts)


def _invalid(name: str, why: str) -> Finding:
    return _about(kinds.OPTION_INVALID, name, title=_title(name), why=why)


def _requires(name: str, because: str) -> Finding:
    return _about(kinds.OPTION_REQUIRES, name, title=_title(name), because=because)


def _contradiction(name: str, why: str) -> Finding:
    return _about(kinds.OPTION_CONTRADICTION, name, title=_title(name), why=why)


def _no_effect(name: str, why: str) -> Finding:
    return _about(kinds.OPTION_NO_EFFECT, name, title=_title(name), why=why)


def _title(name: str) -> str:
    return str(FIELDS[name].title)


def _label(options: ExportOptions, name: str) -> str:
    value = getattr(options, name)
    return str(meta(FIELDS[name]).get("labels", {}).get(value, value))
