"""Findings about a run as a whole: its files against each other, and against the last run that was delivered."""

from roster_core.clever.explanations.model import Explanation

_IDS = (
    "section_id_prepend_school_year",
    "section_id_prepend_teacher_name",
    "include_elementary_homerooms",
    "combine_inclusion_sections",
    "teacher_row_per_school",
)

EXPLAINED: dict[str, Explanation] = {
    "CROSS_FILE": Explanation(
        "Two files of the export contradict each other.",
        "Clever would refuse the rows. A correct export cannot do this, so it is a fault of the program.",
    ),
    "REQUIRED_BLANK": Explanation(
        "A cell that Clever requires is empty.",
        "Clever refuses the row, and with it the person or section.",
    ),
    "GUARD_REMOVED": Explanation(
        "Much more would disappear than usual.",
        "More than a tenth of some kind of row, or a whole school, was there last time and is gone. Clever deletes "
        "what a file no longer has. Often a roster was loaded only in part.",
    ),
    "GUARD_CHANGED": Explanation(
        "Most rows differ from last time.",
        "More than three quarters of some kind of row changed. That happens at a new school year, or when a column "
        "was filled from the wrong place.",
    ),
    "GUARD_IDS_CHANGED": Explanation(
        "The same people or sections come back under new IDs.",
        "Clever knows everything by its ID: it would delete the old record and create a new one, and applications "
        "lose everything that belonged to it.",
        _IDS,
    ),
    "GUARD_FIRST": Explanation(
        "A run is to be sent for the first time, or for the first time since something changed.",
        "There is nothing to compare it with that Clever has seen. So somebody should look before Clever does.",
    ),
    "FILE_BECAME_EMPTY": Explanation(
        "A file had rows last time and has none now.",
        "Clever would delete everything that the file held.",
    ),
}
