"""Findings about teachers and staff."""

from roster_core.clever.explanations.model import Explanation

EXPLAINED: dict[str, Explanation] = {
    "STAFF_EMAIL_MISSING": Explanation(
        "A teacher or member of the staff has no e-mail address.",
        "Staff sign in to Clever by e-mail. Without one they cannot, and Clever lists them as incomplete.",
        ("staff_email_source",),
    ),
    "TEACHER_MULTI_ROW": Explanation(
        "Some teachers have a row for each of their schools.",
        "That is how Clever learns that a teacher works at several schools. It is no duplicate.",
        ("teacher_row_per_school",),
    ),
    "SHARED_TEACHER_AS_PERSON": Explanation(
        "A record that stands for two people is sent as one teacher.",
        "Nobody can sign in as “Rivera / Park”, and the two who teach do not see the class.",
        ("split_shared_teachers", "use_four_teacher_columns"),
    ),
    "SHARED_MEMBER_INACTIVE": Explanation(
        "One of the people behind a shared teacher is no longer active.",
        "That person is left out; the others are sent in the shared teacher's place.",
        ("split_shared_teachers",),
    ),
    "STAFF_FILE_EMPTY": Explanation(
        "The filters leave nobody in staff.csv.",
        "Clever would take an empty file for a district without staff and remove them all.",
        ("staff_only_administrators", "staff_department_codes", "staff_excluded_roles"),
    ),
    "STAFF_EMAIL_MISMATCH": Explanation(
        "One person has two different e-mail addresses in teachers.csv and staff.csv.",
        "Clever joins the two records by e-mail; with different ones it makes two people of one. A correct export "
        "cannot do this.",
    ),
}
