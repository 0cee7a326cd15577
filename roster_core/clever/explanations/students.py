"""Findings about schools, students and their contacts."""

from roster_core.clever.explanations.model import Explanation

_GUARDIANS = ("include_all_guardians", "include_custody_issue_guardians")

EXPLAINED: dict[str, Explanation] = {
    "PHONE_INVALID": Explanation(
        "A phone number does not have ten digits.",
        "Clever refuses other numbers, so the cell stays empty and the school or guardian cannot be called.",
    ),
    "ZIP_INVALID": Explanation(
        "A zip code is not five digits, or five and four.",
        "Clever refuses other forms, so the cell stays empty. Often a leading zero was lost in a spreadsheet.",
        ("populate_student_address",),
    ),
    "PRINCIPAL_MISSING": Explanation(
        "A school has nobody with the role Principal.",
        "Principal and Principal_email in schools.csv stay empty. Clever does without them.",
    ),
    "SCHOOL_OVERRIDE_UNKNOWN": Explanation(
        "The User Text that should name a student's school names none that exists.",
        "The student keeps the school of the enrollment, which may be one that is not exported.",
        ("school_override_user_text",),
    ),
    "PREG_NO_TRANSCRIPT_SCHOOL": Explanation(
        "A pre-registered student has no school for Clever.",
        "Pre-registration is no school that Clever knows. Without a transcript school or next school the student "
        "cannot be placed and is left out.",
        ("preg_use_transcript_school",),
    ),
    "GRADE_MISSING": Explanation(
        "A student has no state grade.",
        "Applications offer content and licences by grade; without one the student often sees nothing.",
    ),
    "GRADE_UNRECOGNISED": Explanation(
        "An early-childhood grade is sent as the state's code.",
        "Clever's words are PreKindergarten and Kindergarten. A code such as KF is shown as it is, and applications "
        "that sort by grade leave those children out.",
        ("prek_grade_as_prekindergarten", "kindergarten_grade_as_kindergarten"),
    ),
    "GRADE_EC_UNCLASSIFIED": Explanation(
        "An early-childhood grade is in neither of the two grade lists.",
        "The export cannot know whether it is pre-K or kindergarten, so it is written as the state's code.",
        ("prek_state_grades", "kindergarten_state_grades"),
    ),
    "CODE_UNMAPPED": Explanation(
        "A code for race or gender has no word in Clever.",
        "Clever takes its own codes only; the cell is written without it.",
    ),
    "IEP_NOT_YN": Explanation(
        "The special-education status is sent as text.",
        "Applications expect Y or N. A text is refused by some, and tells more about the child than it must.",
        ("iep_yes_no",),
    ),
    "EMAIL_MISSING": Explanation(
        "A student has no e-mail address.",
        "Applications that sign in by e-mail cannot be used. For the youngest that is usual, so from grade 3 on it "
        "counts as a warning.",
        ("student_email_source",),
    ),
    "EMAIL_INVALID": Explanation(
        "What stands as an e-mail address is none.",
        "Clever would refuse it, so the cell stays empty and the person has no address in Clever.",
        ("student_email_source", "student_email_suffix", "staff_email_source"),
    ),
    "EMAIL_DOMAIN_UNEXPECTED": Explanation(
        "An e-mail address is not in the district's own domains.",
        "A private address may belong to anybody; sign-in with the district's accounts will not work with it.",
        ("student_email_source", "staff_email_source"),
    ),
    "EMAIL_DUPLICATE": Explanation(
        "Several people have the same e-mail address.",
        "Applications that know people by e-mail take them for one person: they see each other's work.",
        ("student_email_source", "staff_email_source"),
    ),
    "USERNAME_MISSING": Explanation(
        "There is nothing to make a username from.",
        "The person has no username in Clever and cannot sign in with one.",
        ("student_username_source", "staff_username_source", "teacher_username_source"),
    ),
    "USERNAME_BAD_CHARS": Explanation(
        "A username has a space or a comma in it.",
        "It is sent as it is, but people rarely manage to type it, and some applications refuse it.",
        ("student_username_source", "staff_username_source", "teacher_username_source"),
    ),
    "USERNAME_DUPLICATE": Explanation(
        "Several people have the same username.",
        "Clever cannot tell them apart at sign-in. No number is added on purpose: a number given today could belong to "
        "somebody else tomorrow.",
        ("student_username_source", "staff_username_source", "teacher_username_source"),
    ),
    "PASSWORD_MISSING": Explanation(
        "There is nothing to make a password from.",
        "The cell stays empty, so the person gets no first password.",
        ("student_password_source", "staff_password_source"),
    ),
    "NAME_NOT_FOLDABLE": Explanation(
        "A name has no letters from A to Z.",
        "Usernames and IDs made from names use those letters only. Nothing is left of this name, so the value stays "
        "empty.",
        ("student_username_source", "staff_username_source", "teacher_username_source"),
    ),
    "SUFFIX_SKIPPED": Explanation(
        "The suffix was left out because the username has an @ already.",
        "With it the username would have two, such as ana@mh.example@mh.example.",
        ("student_username_suffix",),
    ),
    "CUSTODY_LEFT_NO_CONTACT": Explanation(
        "A student is sent without any contact because of a custody issue.",
        "The first guardian has a custody issue and is held back; nobody takes that place by itself, since who may be "
        "contacted is for the school to say.",
        _GUARDIANS,
    ),
    "CUSTODY_CONTACTS_INCLUDED": Explanation(
        "Guardians with a custody issue are sent.",
        "Applications may write to them or show them the child's work. Somebody should have approved that.",
        ("include_custody_issue_guardians",),
    ),
    "CONTACTS_OVER_FIVE": Explanation(
        "A student has more than five guardians to send.",
        "Clever takes five at most; those after the fifth are left out.",
        ("include_all_guardians",),
    ),
    "HOME_LANGUAGE_UNMAPPED": Explanation(
        "A home language has no name in Clever.",
        "Clever takes 47 languages by name. For others the cell stays empty.",
        ("include_home_language",),
    ),
    "GPA_ORDER_ODD": Explanation(
        "A student's unweighted GPA is above the weighted one.",
        "Weights only add. Usually the two definitions are swapped in the SIS.",
        ("unweighted_gpa_type", "weighted_gpa_type"),
    ),
    "ADDRESS_CONFIDENTIAL": Explanation(
        "An address is confidential and not sent.",
        "The family asked for it, or a court did. The four cells stay empty.",
        ("populate_student_address",),
    ),
}
