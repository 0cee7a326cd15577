"""The findings of a run, each once for its key, with the severities of export-options §9b."""

from collections import Counter

_SEVERITIES = {
    "block": """OPTION_INVALID OPTION_REQUIRES OPTION_CYCLE TEMPLATE_TOKEN_UNKNOWN GPA_WEIGHTING_MISMATCH SECRET_MISSING
        SCOPE_EMPTY SCHOOL_UNKNOWN STAFF_FILE_EMPTY SECTION_ID_DUPLICATE ALL_SECTIONS_EXCLUDED""",
    "error": """SCHOOL_OVERRIDE_UNKNOWN PREG_NO_TRANSCRIPT_SCHOOL GRADE_MISSING EMAIL_INVALID EMAIL_DUPLICATE
        USERNAME_DUPLICATE SECTION_NO_TEACHER SECTION_TEACHER_INACTIVE HOMEROOM_NO_TEACHER""",
    "warning": """OPTION_CONTRADICTION SECTION_ID_UNSTABLE SCHOOL_NOT_EXPORTED DEPARTMENT_UNKNOWN ROLE_UNKNOWN
        COURSE_CODE_UNKNOWN PHONE_INVALID ZIP_INVALID EMAIL_DOMAIN_UNEXPECTED USERNAME_MISSING USERNAME_BAD_CHARS
        PASSWORD_MISSING NAME_NOT_FOLDABLE CODE_UNMAPPED CUSTODY_LEFT_NO_CONTACT CONTACTS_OVER_FIVE
        HOME_LANGUAGE_UNMAPPED GPA_ORDER_ODD GRADE_UNRECOGNISED GRADE_EC_UNCLASSIFIED IEP_NOT_YN
        CUSTODY_CONTACTS_INCLUDED PASSWORD_GUESSABLE PASSWORD_SHARED PASSWORD_NOT_NEEDED STAFF_EMAIL_MISSING
        SHARED_TEACHER_AS_PERSON ROLE_FOR_ALL ROLE_VALUE_UNCONFIRMED SECTION_NO_TERM SECTION_EMPTY TEACHERS_OVER_FOUR
        HOMEROOM_TWICE INCLUSION_AMBIGUOUS SHARED_MEMBER_INACTIVE""",
    "info": """OPTION_NO_EFFECT ADDRESS_SHOWN PRINCIPAL_MISSING SUFFIX_SKIPPED ADDRESS_CONFIDENTIAL TEACHER_MULTI_ROW
        SECTION_EMPTIED_BY_OPTION INCLUSION_COMBINED INCLUSION_TEACHER_DROPPED HR_TEACHER_AMBIGUOUS NAME_REPEATS_TEACHER
        SUBJECT_UNMAPPED COTEACHERS_DROPPED NAME_NOT_SHOWN ENROLLMENT_OUT_OF_SCOPE""",
}
SEVERITY = {code: severity for severity, codes in _SEVERITIES.items() for code in codes.split()}

#: Severity, code, file, row key.
Told = tuple[str, str, str, str]


class Findings:
    """What was told so far."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str, str, str], str] = {}

    def tell(self, code: str, file: str, key: str = "", *, column: str = "", severity: str = "") -> None:
        """Tell once; `column` tells apart what is told per column."""
        self._told.setdefault((code, file, key, column), severity or SEVERITY[code])

    def forget(self, code: str, file: str, key: str) -> None:
        """Take back what was told."""
        self._told.pop((code, file, key, ""), None)

    def profile(self, code: str, key: str) -> None:
        """Tell about the settings."""
        self.tell(code, "profile", key)

    @property
    def blocked(self) -> bool:
        """Whether something told so far is a block."""
        return "block" in self._told.values()

    def blocks(self) -> Counter[Told]:
        """The blocks alone."""
        return Counter({told: times for told, times in self.all().items() if told[0] == "block"})

    def all(self) -> Counter[Told]:
        """Everything told, with how many times."""
        return Counter((severity, code, file, key) for (code, file, key, _), severity in self._told.items())
