"""The codes that every district starts with (roster-model §6), on SQLite and PostgreSQL where they are stored."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, select

from roster_core.journeys.districts import write_district
from roster_core.roster.code_seeding import seed
from roster_core.roster.codes import SEEDS, CodeSet
from roster_core.roster.tables.records import CodeValue
from roster_core.roster.tables.updates import AssessmentType
from roster_core.store import Store

FOUNDED = datetime(2026, 9, 1, 6, tzinfo=UTC)
LATER = datetime(2026, 10, 1, 6, tzinfo=UTC)
FIELDS = {
    "code": "MHSD",
    "name": "Maple Hollow",
    "state": "NJ",
    "time_zone": "America/New_York",
    "current_school_year": "2026-27",
}


def codes_of(code_set: CodeSet) -> list[str]:
    return [code.code for code in SEEDS if code.code_set is code_set]


def words_of(code_set: CodeSet) -> dict[str, str | None]:
    return {code.code: code.clever_value for code in SEEDS if code.code_set is code_set}


def found(store: Store, district_id: int = 1, code: str = "MHSD") -> None:
    with store.writing(district_id) as session:
        write_district(session, district_id, {**FIELDS, "code": code}, now=FOUNDED)


def kept(session: Session) -> list[CodeValue]:
    return list(session.exec(select(CodeValue).order_by(col(CodeValue.code_set), col(CodeValue.sequence))))


def as_stored(session: Session) -> list[dict[str, object]]:
    return [row.model_dump() for row in kept(session)]


def test_every_list_of_the_definition_is_there_whole() -> None:
    assert Counter(code.code_set.value for code in SEEDS) == {
        "GRADE": 29,
        "RACE": 6,
        "GENDER": 4,
        "LANGUAGE": 53,
        "STAFF_ROLE": 22,
        "ASSESSMENT_TYPE": 15,
        "RELATIONSHIP": 11,
    }
    assert sum(word is not None for word in words_of(CodeSet.LANGUAGE).values()) == 47


@pytest.mark.parametrize("code_set", CodeSet)
def test_no_code_comes_twice_and_the_order_is_counted_from_one(code_set: CodeSet) -> None:
    codes = codes_of(code_set)
    assert len({code.lower() for code in codes}) == len(codes)
    assert [code.sequence for code in SEEDS if code.code_set is code_set] == list(range(1, len(codes) + 1))


def test_codes_stand_in_the_order_of_the_definition() -> None:
    grades = "3H 3F 4H 4F 5H 5F KH KF DH DF PF 01 02 03 04 05 06 07 08 09 10 11 12 PG A1 A2 AD UG SE"
    assert codes_of(CodeSet.GRADE) == grades.split()
    assert codes_of(CodeSet.RACE) == list("WBAIPM")
    assert codes_of(CodeSet.GENDER) == list("MFXU")
    assert codes_of(CodeSet.LANGUAGE)[:4] == ["eng", "alb", "amh", "ara"]
    assert codes_of(CodeSet.STAFF_ROLE)[-5:] == ["CLASSROOM_AIDE", "COUNSELOR", "SECRETARY", "SUPERINTENDENT", "TECH"]
    assert codes_of(CodeSet.ASSESSMENT_TYPE)[:3] == ["NJSLA-ELA", "NJSLA-M", "NJSLA-S"]


@pytest.mark.parametrize(
    ("code_set", "code", "word"),
    [
        (CodeSet.GRADE, "01", "1"),
        (CodeSet.GRADE, "PG", "PostGraduate"),
        (CodeSet.GRADE, "KF", None),
        (CodeSet.RACE, "I", "I"),
        (CodeSet.GENDER, "X", "X"),
        (CodeSet.GENDER, "U", None),
        (CodeSet.LANGUAGE, "per", "Farsi"),
        (CodeSet.LANGUAGE, "cmn", "Mandarin"),
        (CodeSet.LANGUAGE, "vie", "Vietnamese"),
        (CodeSet.LANGUAGE, "hat", None),
        (CodeSet.STAFF_ROLE, "PRINCIPAL", None),
        (CodeSet.RELATIONSHIP, "STEPPARENT", "Parent"),
        (CodeSet.RELATIONSHIP, "UNCLE", "Aunt/Uncle"),
    ],
)
def test_a_code_has_the_word_of_the_definition(code_set: CodeSet, code: str, word: str | None) -> None:
    assert words_of(code_set)[code] == word


def test_the_code_of_a_language_is_apart_from_its_name() -> None:
    labels = {code.code: code.label for code in SEEDS if code.code_set is CodeSet.LANGUAGE}
    assert labels["hat"] == "Haitian Creole"
    assert all(len(code) == 3 for code in labels)


def test_a_founded_district_has_its_codes_and_its_neighbour_has_its_own(store: Store) -> None:
    found(store)
    found(store, 2, "OTHER")
    for district_id in (1, 2):
        with store.reading(district_id) as session:
            rows, types = kept(session), session.exec(select(AssessmentType)).all()
        stored = [(row.code_set, row.code, row.label, row.clever_value, row.sequence) for row in rows]
        stored += [("ASSESSMENT_TYPE", row.code, row.name, None, row.sequence) for row in types]
        assert len(stored) == len(SEEDS)
        assert set(stored) == {
            (code.code_set.value, code.code, code.label, code.clever_value, code.sequence) for code in SEEDS
        }
        assert {(row.district_id, row.created_at, row.updated_at) for row in (*rows, *types)} == {
            (district_id, FOUNDED, FOUNDED)
        }
        assert all(row.active and row.default_visibility == "STAFF" for row in types)


def test_seeding_again_changes_nothing(store: Store) -> None:
    found(store)
    with store.reading(1) as session:
        before = as_stored(session)
    with store.writing(1) as session:
        seed(session, 1, LATER)
    with store.reading(1) as session:
        assert as_stored(session) == before


def test_an_edit_outlives_seeding_and_only_what_is_lacking_is_added(store: Store) -> None:
    found(store)
    with store.writing(1) as session:
        session.get_one(CodeValue, (1, "RACE", "P")).clever_value = "A"
        session.delete(session.get_one(CodeValue, (1, "GENDER", "X")))
        unknown = session.get_one(CodeValue, (1, "GENDER", "U"))
        session.delete(unknown)
        session.add(CodeValue(**{**unknown.model_dump(), "code": "u", "label": "Not told"}))
        session.delete(session.get_one(AssessmentType, (1, "SAT")))
        session.get_one(AssessmentType, (1, "ACT")).retention_years = 3
    with store.writing(1) as session:
        seed(session, 1, LATER)
    with store.reading(1) as session:
        assert session.get_one(CodeValue, (1, "RACE", "P")).clever_value == "A"
        assert session.get_one(CodeValue, (1, "GENDER", "X")).created_at == LATER
        assert {row.code for row in kept(session) if row.code_set == "GENDER"} == {"M", "F", "X", "u"}
        assert session.get_one(AssessmentType, (1, "SAT")).created_at == LATER
        assert session.get_one(AssessmentType, (1, "ACT")).retention_years == 3


def test_a_code_taken_out_does_not_come_back_with_the_next_load(store: Store) -> None:
    found(store)
    with store.writing(1) as session:
        session.delete(session.get_one(CodeValue, (1, "GENDER", "X")))
    with store.writing(1) as session:
        write_district(session, 1, {**FIELDS, "name": "Maple Hollow Schools"}, now=LATER)
    with store.reading(1) as session:
        assert session.get(CodeValue, (1, "GENDER", "X")) is None
