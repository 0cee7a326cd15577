"""Options of sections.csv and enrollments.csv (export-options §2.5: G38–G49)."""

from functools import partial

from roster_core.clever.profile.fields import Switch, Text
from roster_core.clever.profile.fields import switch as declare_switch
from roster_core.options import Options
from roster_core.options import option as declare_option

_BOTH = "Section and Enrollment"
option = partial(declare_option, group=_BOTH, file="sections.csv")
switch = partial(declare_switch, group=_BOTH, file="sections.csv")
section_switch = partial(declare_switch, group="Section", file="sections.csv")


class SectionOptions(Options):
    """Which sections go, what their IDs and names are made of, who teaches them."""

    section_id_prepend_school_year: Switch = switch(
        "School year before Section_id",
        "IDs such as 2026-27-MMS-0711-02, so that none is used again in another year.",
        source="G38",
    )
    section_id_prepend_teacher_name: Switch = switch(
        "Teacher's name before Section_id",
        "A new teacher then gives the section a new ID, and Clever sees one section end and another begin.",
        source="G39",
    )
    require_course_user_flag_2: Switch = switch(
        "Only courses with User Flag 2", "Sections of other courses are left out.", source="G40"
    )
    excluded_course_codes: Text = option(
        "",
        "Course codes to leave out",
        "Separated by commas: 0990 leaves the course out everywhere, MHS@0990 at that school only.",
        source="G41",
    )
    include_elementary_homerooms: Switch = switch(
        "Include elementary homerooms",
        "Each homeroom of an elementary school becomes a section with its students.",
        source="G42",
    )
    append_hr_teacher_elem: Switch = switch(
        "Homeroom teacher behind the name (elementary)",
        "Section names end with the homeroom teacher, such as Art 2 - 04 - Jones, K.",
        source="G43",
    )
    append_print_periods_middle: Switch = switch(
        "Print periods behind the name (middle)",
        "Section names end with the periods as printed on schedules, such as Math 7 - 02 - Per 3.",
        source="G44 G46",
        also_in="Section",
    )
    combine_inclusion_sections: Switch = switch(
        "Combine inclusion courses",
        "A special-education section that meets with a regular one of the same title is merged into it.",
        source="G45",
    )
    use_four_teacher_columns: Switch = section_switch(
        "Use four teacher columns",
        "Up to four teachers of a section instead of the first only.",
        source="G47",
    )
    split_shared_teachers: Switch = section_switch(
        "Split shared teachers",
        "A record that stands for several people is replaced by those people. Needs the four teacher columns.",
        source="G48",
    )
    name_prepend_teacher: Switch = section_switch(
        "Teacher before the name", "Section names such as Rivera, M. - Math 7 - 02.", source="G49"
    )
    leave_out_empty_sections: Switch = section_switch(
        "Leave out sections without students",
        "Sections that no exported student attends are left out instead of being sent empty.",
        source="X01",
    )
    blank_course_name_if_composed: Switch = section_switch(
        "Blank Course_name where the name is composed",
        "Where one of the options above put something before or behind Name, Course_name stays empty, so that Clever "
        "shows Name instead of a name of its own.",
        source="X25",
    )
