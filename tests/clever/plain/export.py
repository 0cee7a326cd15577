"""The whole export in plain Python, in the order of work of export-options §8: nothing but dictionaries and loops."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.clever.plain import names, people, population, profile, schools, students
from tests.clever.plain.findings import Findings, Told
from tests.clever.plain.loading import load
from tests.clever.plain.sections import Plan
from tests.roster.golden_roster import Roster


@dataclass(frozen=True)
class Plain:
    """What a run gives: files as text, and how often each finding is told."""

    files: dict[str, str]
    told: Counter[Told]


def export(roster: Roster, *, today: date, secret: str | None = None, **options: Any) -> Plain:
    """Export a roster of text rows."""
    return export_with(roster, options, today=today, secret=secret)


def export_with(roster: Roster, options: Mapping[str, Any], *, today: date, secret: str | None = None) -> Plain:
    """The same with options in a mapping."""
    findings = Findings()
    setting = profile.settle(load(roster), options, today, secret, findings)
    if findings.blocked:
        return Plain({}, findings.blocks())
    chosen = population.choose(setting, findings)
    staff = people.read_staff(setting)
    plan = Plan(setting, chosen, staff, findings)
    sections, enrollments = names.write(plan, chosen, findings)
    written = people.choose(staff, plan.in_sections(), findings)
    files = {
        "schools.csv": schools.write(staff, findings),
        "students.csv": students.write(setting, chosen.exported, findings),
        "teachers.csv": people.write_teachers(staff, written, findings),
        "sections.csv": sections,
        "enrollments.csv": enrollments,
        "staff.csv": people.write_staff(staff, written, findings),
    }
    if setting.options["write_admins_file"]:
        files["admins.csv"] = people.write_admins(staff, written)
    return Plain(files, findings.all())
