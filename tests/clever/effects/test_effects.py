import pytest

from roster_core.clever.profile.options import ExportOptions
from roster_core.options import each_option
from tests.clever.effects import basics, sections, staff, students

EFFECTS = {
    **basics.EFFECTS,
    **students.EFFECTS,
    **staff.ADMIN_EFFECTS,
    **staff.TEACHER_EFFECTS,
    **sections.EFFECTS,
}


def test_every_option_has_an_effect():
    declared = [name for name, _info in each_option(ExportOptions) if name not in basics.WITHOUT_CELL]
    assert list(EFFECTS) == declared


@pytest.mark.parametrize("option", EFFECTS)
def test_the_option_changes_the_cell(option):
    effect = EFFECTS[option]
    assert effect.seen(option) == (effect.before, effect.after)
