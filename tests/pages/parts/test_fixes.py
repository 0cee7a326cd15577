from pages.parts.fixes import roster_fixes
from roster_core.roster import kinds
from roster_core.roster.formats import unstated


def test_the_advice_of_every_kind_of_a_load_is_known_by_its_code():
    known = roster_fixes()
    assert known[kinds.FILE_UNKNOWN.code] == kinds.FILE_UNKNOWN.fix
    assert known[unstated.CUSTODY_NOT_STATED.code] == unstated.CUSTODY_NOT_STATED.fix


def test_a_kind_without_advice_is_not_there():
    assert all(roster_fixes().values())
