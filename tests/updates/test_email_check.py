"""Every code of batch-updates §4.2 by the smallest list that has it."""

from dataclasses import replace

import pytest

from roster_core.batches.items import Choice, Item, Manner, accept_kind, settle
from roster_core.batches.kinds import NO_CHANGE
from roster_core.batches.people import Criterion, Person
from roster_core.findings import Severity
from roster_core.updates.email_check import Domains, Holder, Role, Told, check_row, check_together

MANNER = Manner(same=NO_CHANGE, one_each=False)
OURS = Domains(("stu.example",))


def person(number, current="", **more):
    return Person(
        number, {Criterion.DISTRICT_NUMBER: f"010{number}"}, f"Last{number}", f"First{number}", current=current, **more
    )


ANA, BEN, LEFT = person(1, "ana@stu.example"), person(2, "ben@stu.example"), person(3, "old@stu.example", active=False)
OTHERS = {
    "eve@stu.example": [Holder(7, Role.STUDENT, "Eve (0107)")],
    "hid@stu.example": [Holder(8, Role.STUDENT)],
    "gone@stu.example": [Holder(9, Role.FORMER, "Gone (0109)")],
    "boss@stu.example": [Holder(10, Role.STAFF, "Boss")],
    "mum@stu.example": [Holder(11, Role.GUARDIAN)],
    "ana@stu.example": [Holder(1, Role.STUDENT, "Ana")],
    "ben@stu.example": [Holder(2, Role.STUDENT, "Ben")],
}


def judged(*rows, domains=OURS):
    """Rows (person, typed, what else it says) as settled items."""
    items, told = [], {}
    for number, (whose, typed, *more) in enumerate(rows, start=1):
        checked = check_row(f"row {number}", typed, domains)
        items.append(Item(number, f"row {number}", "1", whose, content=checked.content, own=checked.findings))
        told[number] = Told(**more[0]) if more else Told()

    def find(addresses):
        return {one: OTHERS.get(one, []) for one in addresses}

    return settle(items, lambda those: check_together(those, told, find), MANNER)


def said(items):
    return [(item.state.value, *(one.kind.code for one in item.findings)) for item in items]


CASES = {
    "ready": ([(ANA, "new@stu.example")], [("ready",)]),
    "blank": ([(ANA, "  ")], [("rejected", "EMAIL_BLANK")]),
    "syntax": ([(ANA, "a b@stu.example")], [("rejected", "EMAIL_SYNTAX")]),
    "domain": ([(ANA, "ana@mail.example")], [("rejected", "DOMAIN_NOT_ALLOWED")]),
    "removed": ([(ANA, "CLEAR")], [("ready",)]),
    "removed, there was none": ([(person(5), "CLEAR")], [("unchanged", "NO_CHANGE")]),
    "no change": ([(ANA, "ana@STU.example")], [("unchanged", "NO_CHANGE")]),
    "case only": ([(ANA, "Ana@stu.example")], [("ready", "CASE_ONLY")]),
    "left": ([(LEFT, "new@stu.example")], [("warning", "PERSON_INACTIVE")]),
    "twice the same": (
        [(ANA, "n@stu.example"), (ANA, "N@stu.example")], [("ready",), ("skipped", "SAME_STUDENT_TWICE")],
    ),
    "twice, different": (
        [(ANA, "n@stu.example"), (ANA, "m@stu.example")], [("rejected", "SAME_STUDENT_TWICE")] * 2,
    ),
    "twice, one of them unusable": (
        [(ANA, "n@stu.example"), (ANA, "")],
        [("rejected", "SAME_STUDENT_TWICE"), ("rejected", "EMAIL_BLANK", "SAME_STUDENT_TWICE")],
    ),
    "one address, two students": (
        [(ANA, "n@stu.example"), (BEN, "N@stu.example")], [("rejected", "SAME_EMAIL_TWICE")] * 2,
    ),
    "in use": ([(ANA, "eve@stu.example")], [("rejected", "IN_USE_STUDENT")]),
    "swap": ([(ANA, "ben@stu.example"), (BEN, "ana@stu.example")], [("ready",)] * 2),
    "handed on": ([(ANA, "ben@stu.example"), (BEN, "CLEAR")], [("ready",)] * 2),
    "handed on by a row that is rejected": (
        [(ANA, "ben@stu.example"), (BEN, "eve@stu.example")], [("rejected", "IN_USE_STUDENT")] * 2,
    ),
    "handed on by a row that meets the staff": (
        [(ANA, "ben@stu.example"), (BEN, "boss@stu.example")],
        [("rejected", "IN_USE_STUDENT"), ("rejected", "IN_USE_STAFF")],
    ),
    "handed on by a row that is undecided": (
        [(ANA, "ben@stu.example"), (BEN, "gone@stu.example")],
        [("warning", "NOT_FREE_YET"), ("warning", "IN_USE_FORMER")],
    ),
    "handed on along a row that waits itself": (
        [(person(5), "ana@stu.example"), (ANA, "ben@stu.example"), (BEN, "gone@stu.example")],
        [("warning", "NOT_FREE_YET"), ("warning", "NOT_FREE_YET"), ("warning", "IN_USE_FORMER")],
    ),
    "former": ([(ANA, "gone@stu.example")], [("warning", "IN_USE_FORMER")]),
    "staff": ([(ANA, "boss@stu.example")], [("rejected", "IN_USE_STAFF")]),
    "guardian": ([(ANA, "mum@stu.example")], [("warning", "IN_USE_GUARDIAN")]),
    "stale": ([(ANA, "n@stu.example", {"current_email": "x@stu.example"})], [("rejected", "STALE")]),
    "not stale": ([(ANA, "n@stu.example", {"current_email": "ANA@stu.example"})], [("ready",)]),
    "another name": ([(ANA, "n@stu.example", {"last_name": "Rowe"})], [("warning", "NAME_DIFFERS")]),
    "the same name": ([(ANA, "n@stu.example", {"last_name": "LAST1", "first_name": "first1"})], [("ready",)]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "wanted"), CASES.values(), ids=CASES)
def test_rows_are_judged(rows, wanted):
    assert said(judged(*rows)) == wanted


@pytest.mark.parametrize(("key", "codes"), [("1.04E+05", ["ID_MANGLED"]), ("1,04e5", ["ID_MANGLED"]), ("0104", [])])
def test_an_id_that_a_spreadsheet_mangled_is_told(key, codes):
    item = Item(1, "row 1", key, None, content="n@stu.example")
    found = check_together([item], {}, lambda _: {})
    assert [one.kind.code for one in found.get(1, ())] == codes


def test_a_row_set_aside_stands_in_nobodys_way():
    first, second = judged((ANA, "n@stu.example"), (ANA, "m@stu.example"))
    items = settle(
        [first, Item(2, "row 2", "1", ANA, content=second.content, choice=Choice(skip=True))],
        lambda those: check_together(those, {}, lambda _: {}), MANNER,
    )  # fmt: skip
    assert said(items) == [("ready",), ("skipped", "SET_ASIDE")]


def test_a_row_waits_until_the_one_that_frees_its_address_is_decided():
    def look(those):
        return check_together(those, {}, lambda addresses: {one: OTHERS.get(one, []) for one in addresses})

    waits, frees = judged((ANA, "ben@stu.example"), (BEN, "gone@stu.example"))
    assert waits.findings[0].message.startswith("ben@stu.example becomes free only by row 2,")
    assert accept_kind([waits, frees], "NOT_FREE_YET") == {}
    insisted = replace(waits, choice=Choice(accepted=frozenset({"NOT_FREE_YET"})))
    assert [insisted.confirmable, insisted.unresolved] == [False, True]
    decided = replace(frees, choice=Choice(accepted=frozenset({"IN_USE_FORMER"})))
    assert said(settle([waits, decided], look, MANNER)) == [("ready",), ("warning", "IN_USE_FORMER")]
    aside = replace(frees, choice=Choice(skip=True))
    assert said(settle([waits, aside], look, MANNER)) == [("rejected", "IN_USE_STUDENT"), ("skipped", "SET_ASIDE")]


def test_the_holder_is_named_only_where_that_is_allowed():
    messages = [judged((ANA, f"{who}@stu.example"))[0].findings[0].message for who in ("eve", "hid", "mum")]
    assert ["Eve (0107)" in messages[0], "another student" in messages[1], "a guardian" in messages[2]] == [True] * 3


def test_a_district_may_let_other_domains_pass_with_a_warning():
    item = judged((ANA, "ana@mail.example"), domains=Domains(("stu.example",), only_warns=True))[0]
    assert said([item]) == [("warning", "DOMAIN_NOT_ALLOWED")]
    assert item.findings[0].severity is Severity.WARNING
