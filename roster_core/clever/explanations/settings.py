"""Findings about the settings of a profile."""

from roster_core.clever.explanations.model import Explanation

_PASSWORDS = ("student_password_source", "staff_password_source", "teacher_password_custom_text")

EXPLAINED: dict[str, Explanation] = {
    "OPTION_INVALID": Explanation(
        "A value in the profile is not one that the option takes.",
        "With a value that nobody can interpret, the files would be a guess. So nothing is written until it is right. "
        "It happens when a profile comes from a file, or names a User Text, GPA or year that the roster no longer has.",
    ),
    "OPTION_REQUIRES": Explanation(
        "A choice needs a second field, and that one is empty.",
        "“From a User Text” cannot be carried out without knowing which User Text, and shared teachers can only be "
        "split where there are columns for more than one teacher.",
    ),
    "OPTION_CYCLE": Explanation(
        "Username and e-mail are each to be made from the other.",
        "Neither can be made first, so nothing is written.",
        ("student_email_source", "student_username_source"),
    ),
    "TEMPLATE_TOKEN_UNKNOWN": Explanation(
        "A password text has a word in braces that the export cannot fill in.",
        "Everybody would get a password with the braces in it, and nobody would notice before the first sign-in fails.",
        ("student_password_custom_text", "staff_password_custom_text", "teacher_password_custom_text"),
    ),
    "GPA_WEIGHTING_MISMATCH": Explanation(
        "A weighted GPA is chosen for the unweighted column, or the other way round.",
        "The numbers look right in either column, so nobody would notice that they are swapped.",
        ("unweighted_gpa_type", "weighted_gpa_type"),
    ),
    "SECRET_MISSING": Explanation(
        "Passwords are to be made from the district's secret, and the district has none.",
        "Without the secret anybody could work the passwords out, so none are made.",
        ("student_password_source", "staff_password_source"),
    ),
    "SCOPE_EMPTY": Explanation(
        "No school is left to export.",
        "Every school chosen is inactive or marked “do not export”. Clever would take empty files for a district "
        "without schools and delete everything.",
        ("school_ids",),
    ),
    "SCHOOL_UNKNOWN": Explanation(
        "The profile names a school that the roster does not have.",
        "The code may be mistyped, or the school was renamed; its students would be missing without a word.",
        ("school_ids",),
    ),
    "SCHOOL_NOT_EXPORTED": Explanation(
        "A school is chosen but never goes to Clever.",
        "Inactive schools and schools marked “do not export” are left out whatever the profile says.",
        ("school_ids",),
    ),
    "DEPARTMENT_UNKNOWN": Explanation(
        "A department in the list is not in the roster.",
        "Nobody is in it, so the code does nothing: probably a typing mistake, and people are missing from staff.csv.",
        ("staff_department_codes",),
    ),
    "ROLE_UNKNOWN": Explanation(
        "A role to leave out is not one that the district uses.",
        "Nobody holds it, so nobody is left out by it: probably a typing mistake.",
        ("staff_excluded_roles",),
    ),
    "COURSE_CODE_UNKNOWN": Explanation(
        "A course to leave out does not exist this year at the schools exported.",
        "The course that was meant is still sent, because its code is written differently.",
        ("excluded_course_codes",),
    ),
    "OPTION_CONTRADICTION": Explanation(
        "Two settings say opposite things.",
        "The export follows a fixed rule, written in the finding, but it may not be the one that you meant.",
    ),
    "OPTION_NO_EFFECT": Explanation(
        "An option is set and changes nothing.",
        "Another option decides the matter already. Harmless, but somebody may believe that it works.",
    ),
    "SECTION_ID_UNSTABLE": Explanation(
        "Section IDs change when teachers change.",
        "Clever knows a section by its ID alone. With the teacher's name in it, a new teacher makes one section end "
        "and another begin: applications lose the class's work and settings.",
        ("section_id_prepend_teacher_name",),
    ),
    "ADDRESS_SHOWN": Explanation(
        "Contacts are hidden, but home addresses are sent.",
        "The two options are separate; hiding contacts alone does not keep a family's address back.",
        ("hide_contact_info", "populate_student_address"),
    ),
    "PASSWORD_GUESSABLE": Explanation(
        "Passwords are made from something that others can know.",
        "Birth dates, IDs and names are on class lists and in yearbooks. A classmate can sign in as somebody else.",
        _PASSWORDS,
    ),
    "PASSWORD_SHARED": Explanation(
        "Everybody in the file gets the same password.",
        "One person who knows it can sign in as everyone.",
        ("student_password_custom_text", "staff_password_custom_text", "teacher_password_custom_text"),
    ),
    "PASSWORD_NOT_NEEDED": Explanation(
        "Passwords are sent, though the district signs in with single sign-on only.",
        "They are of no use and can only leak.",
        _PASSWORDS,
    ),
    "ROLE_FOR_ALL": Explanation(
        "Everybody in staff.csv gets the same special role.",
        "Clever's School Tech Lead sees and supports a whole school: students, classes and sign-ins. It is meant for "
        "a few people.",
        ("staff_role_mode",),
    ),
    "ROLE_VALUE_UNCONFIRMED": Explanation(
        "The word STL may mean nothing to Clever.",
        "Clever's own word for the role is “School Tech Lead”; with STL, people may not get the role at all.",
        ("staff_role_mode",),
    ),
    "NAME_NOT_SHOWN": Explanation(
        "Clever may not show the section names that are composed here.",
        "Where Course_name is filled, Clever builds a name of its own from course, teacher and period. Applications "
        "that read the column Name still see yours.",
        ("append_hr_teacher_elem", "append_print_periods_middle", "name_prepend_teacher"),
    ),
}
