"""A few made-up people to match against."""

from itertools import count as numbers

from roster_core.batches.people import Criterion, People, Person

_numbers = numbers(1)


def student(district_number, last="Doe", first="Jo", *, weblogin="", state="", **more):
    keys = {Criterion.DISTRICT_NUMBER: district_number, Criterion.WEBLOGIN_ID: weblogin, Criterion.STATE_ID: state}
    return Person(next(_numbers), {at: key for at, key in keys.items() if key}, last, first, **more)


def staff(staff_id, last="Doe", first="Jo", *, logon="", **more):
    keys = {Criterion.STAFF_ID: staff_id, Criterion.LOGON_ID: logon}
    return Person(next(_numbers), {at: key for at, key in keys.items() if key}, last, first, **more)


ANA = student("0104233", "Ortega", "Ana", state="7012345678", weblogin="aortega33", grade="03")
WEN = student("0104300", "Chan", "Wen", weblogin="19chanw1", grade="07", current="old-photo")
CHLOE = student("0101118", "Dunn", "Chloe", weblogin="19dunnc1", grade="07")
LEFT = student("0100999", "Moss", "Ida", weblogin="18mossi1", active=False)
ANA_LIKE = student("2001", "Two", "Thousand")
MARIA = staff("2001", "Rivera", "Maria", logon="mrivera")

STUDENTS = (ANA, WEN, CHLOE, LEFT, ANA_LIKE)


def students(criterion=Criterion.DISTRICT_NUMBER, *more, **options):
    return People(criterion, (*STUDENTS, *more), **options)
