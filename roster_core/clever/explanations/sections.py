"""Findings about sections and enrollments."""

from roster_core.clever.explanations.model import Explanation

_INCLUSION = ("combine_inclusion_sections",)

EXPLAINED: dict[str, Explanation] = {
    "SECTION_NO_TEACHER": Explanation(
        "A section has no teacher on the day of the export.",
        "Clever refuses sections without a teacher, so this one is left out with its enrollments.",
    ),
    "SECTION_TEACHER_INACTIVE": Explanation(
        "Everybody who teaches a section is no longer active.",
        "People who left are not sent, and a section without a teacher is refused. So it is left out.",
    ),
    "HOMEROOM_NO_TEACHER": Explanation(
        "A homeroom has students and no active teacher.",
        "Clever refuses sections without a teacher, so the homeroom is left out.",
        ("include_elementary_homerooms",),
    ),
    "HOMEROOM_TWICE": Explanation(
        "A homeroom is sent twice: as a homeroom and as a course.",
        "The student sees two classes for one room. Leave the course out, or the homerooms.",
        ("include_elementary_homerooms", "excluded_course_codes"),
    ),
    "SECTION_NO_TERM": Explanation(
        "A section has no term.",
        "It is sent as lasting all year, so a class of one semester stays in Clever after it ended.",
    ),
    "SECTION_EMPTY": Explanation(
        "A section is sent without any student.",
        "The teacher sees an empty class. Often it was never cancelled, or its students are not enrolled yet.",
    ),
    "SECTION_EMPTIED_BY_OPTION": Explanation(
        "A section is left out because all its students are.",
        "Only pre-K or kindergarten children were in it, and the profile leaves those out.",
        ("exclude_prek_students", "exclude_kindergarten_students"),
    ),
    "SECTION_ID_DUPLICATE": Explanation(
        "Several sections have the same ID.",
        "Clever would put two classes into one. Upper and lower case count as equal there.",
        ("section_id_prepend_school_year", "section_id_prepend_teacher_name"),
    ),
    "SUBJECT_UNMAPPED": Explanation(
        "A course has no subject that Clever knows.",
        "Subject stays empty; applications that filter by subject do not find the section.",
    ),
    "TEACHERS_OVER_FOUR": Explanation(
        "A section has more than four teachers.",
        "Four columns are all there are; the fifth and later teachers do not see the class.",
        ("use_four_teacher_columns",),
    ),
    "COTEACHERS_DROPPED": Explanation(
        "Some sections have several teachers and only the first is sent.",
        "The others do not see the class in Clever.",
        ("use_four_teacher_columns",),
    ),
    "INCLUSION_COMBINED": Explanation(
        "A special-education section was merged into the regular one it meets with.",
        "Its students are enrolled in the regular section; the special-education section itself is not sent.",
        _INCLUSION,
    ),
    "INCLUSION_AMBIGUOUS": Explanation(
        "A special-education section could not be merged.",
        "It meets with several regular sections, or the regular one has no active teacher. It is sent as it is.",
        _INCLUSION,
    ),
    "INCLUSION_TEACHER_DROPPED": Explanation(
        "The teacher of a merged special-education section is not listed.",
        "There is one teacher column only; with four, the teacher follows as co-teacher.",
        ("use_four_teacher_columns", *_INCLUSION),
    ),
    "HR_TEACHER_AMBIGUOUS": Explanation(
        "No single homeroom has most of a section's students.",
        "So no homeroom teacher is put behind the section's name.",
        ("append_hr_teacher_elem",),
    ),
    "NAME_REPEATS_TEACHER": Explanation(
        "A section's name has the same teacher in front and behind.",
        "Both options act on it: the teacher before the name and the homeroom teacher behind it. Allowed, only long.",
        ("name_prepend_teacher", "append_hr_teacher_elem"),
    ),
    "ALL_SECTIONS_EXCLUDED": Explanation(
        "Only courses with User Flag 2 are sent, and no course has it.",
        "Clever would take the empty file for a district without classes and delete them all.",
        ("require_course_user_flag_2",),
    ),
    "ENROLLMENT_OUT_OF_SCOPE": Explanation(
        "Some students in exported sections are not exported themselves.",
        "They attend a class at a school that is sent, but belong to one that is not, or left. Their enrollments are "
        "left out, since Clever refuses enrollments of students it does not know.",
        ("school_ids",),
    ),
}
