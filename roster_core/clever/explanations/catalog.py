"""All explanations: by topic, and by the code of the finding."""

from collections.abc import Mapping

from roster_core.clever.explanations import runs, sections, settings, staff, students
from roster_core.clever.explanations.model import Explanation
from roster_core.clever.profile.options import FIELDS

#: What the findings of a topic are about, in the order in which they are listed.
TOPICS: Mapping[str, Mapping[str, Explanation]] = {
    "Settings of a profile": settings.EXPLAINED,
    "Schools, students and contacts": students.EXPLAINED,
    "Teachers and staff": staff.EXPLAINED,
    "Sections and enrollments": sections.EXPLAINED,
    "The run as a whole": runs.EXPLAINED,
}
EXPLANATIONS: Mapping[str, Explanation] = {
    code: explanation for topic in TOPICS.values() for code, explanation in topic.items()
}


def option_of(code: str, row_key: str) -> str | None:
    """The option that a finding about the settings leads to: the one it names, else the one that the code is about."""
    if row_key in FIELDS:
        return row_key
    explanation = EXPLANATIONS.get(code)
    return explanation.options[0] if explanation and explanation.options else None
