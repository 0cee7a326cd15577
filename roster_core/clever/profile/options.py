"""All options of the Clever export in one frozen set, with its presets (export-options §2)."""

from typing import Any

from roster_core.clever.profile.groups.admin import AdminFileOptions
from roster_core.clever.profile.groups.basics import BasicOptions
from roster_core.clever.profile.groups.section import SectionOptions
from roster_core.clever.profile.groups.student import StudentFileOptions
from roster_core.clever.profile.groups.teacher import TeacherFileOptions
from roster_core.options import Options, each_option, meta

#: The groups in the order of the form.
GROUPS: tuple[type[Options], ...] = (
    BasicOptions,
    StudentFileOptions,
    AdminFileOptions,
    TeacherFileOptions,
    SectionOptions,
)


# pydantic collects fields from the last base to the first, so the bases stand in reverse.
class ExportOptions(SectionOptions, TeacherFileOptions, AdminFileOptions, StudentFileOptions, BasicOptions):
    """Every option of a profile; the default of each is "off" (export-options §2.5)."""


#: The presets for a new profile, the one offered first at the top (export-options §2.6).
PRESETS: dict[str, ExportOptions] = {
    "clever_recommended": ExportOptions(
        prek_grade_as_prekindergarten=True,
        kindergarten_grade_as_kindergarten=True,
        frl_short_codes=True,
        iep_yes_no=True,
        teacher_row_per_school=True,
        use_four_teacher_columns=True,
    ),
    "source_defaults": ExportOptions(),
}
FIELDS = dict(each_option(ExportOptions))


def default_of(name: str) -> Any:
    """The default of the option `name`."""
    return FIELDS[name].default


def is_default(options: ExportOptions, name: str) -> bool:
    """Whether the option has its default."""
    return bool(getattr(options, name) == default_of(name))


def in_use(options: ExportOptions, name: str) -> bool:
    """Whether the option can have an effect: a companion has none while its source does not use it."""
    used_with = meta(FIELDS[name]).get("used_with")
    return used_with is None or getattr(options, used_with["option"]) in used_with["values"]
