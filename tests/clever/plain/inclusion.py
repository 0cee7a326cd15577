"""Which special-education sections join which regular ones (export-options §7.8)."""

from collections.abc import Callable, Sequence

from tests.clever.plain.findings import Findings
from tests.clever.plain.loading import Row, same
from tests.clever.plain.profile import Setting
from tests.clever.plain.section import FILE, Section
from tests.clever.plain.terms import overlap, windows

_Slot = tuple[str, str, str]


def combine(
    setting: Setting, sections: Sequence[Section], teachers: Callable[[Section], list[str]], findings: Findings
) -> dict[Section, Section]:
    """Section combined → the regular section it joins."""
    regular = [section for section in sections if not section.course["is_special_ed"]]
    joins = {}
    for special in sections:
        if not special.course["is_special_ed"]:
            continue
        matches = [section for section in regular if _match(setting, special, section)]
        if len(matches) > 1 or (matches and not teachers(matches[0])):
            findings.tell("INCLUSION_AMBIGUOUS", FILE, special.base)
        elif matches:
            joins[special] = matches[0]
            findings.tell("INCLUSION_COMBINED", FILE, special.base)
            others = set(teachers(special)) - {teachers(matches[0])[0]}
            if others and not setting.options["use_four_teacher_columns"]:
                findings.tell("INCLUSION_TEACHER_DROPPED", FILE, special.base)
    return joins


def _match(setting: Setting, special: Section, regular: Section) -> bool:
    slots = _slots(special.meetings)
    return (
        special.school == regular.school
        and same(special.course["title"], regular.course["title"])
        and slots is not None
        and slots == _slots(regular.meetings)
        and any(
            overlap(one, other)
            for one in windows(setting, special.school, special.terms)
            for other in windows(setting, regular.school, regular.terms)
        )
    )


def _slots(meetings: list[Row]) -> set[_Slot] | None:
    """None if there is no meeting, or one with a blank."""
    slots = [(row["cycle_day"], row["room"], row["print_period"]) for row in meetings]
    if not slots or any(not cell for slot in slots for cell in slot):
        return None
    return {(day.lower(), room.lower(), period) for day, room, period in slots}
