"""Finding people by IDs and by names, typing mistakes forgiven."""

import polars as pl
import pytest

from roster_core.roster.search import Directory, find, index_names

PEOPLE = [
    # kind, key, state ID, weblogin, logon, last, first, preferred
    ("STUDENT", "0104233", "7012345678", "26ortegaa1", None, "Ortega-Ruiz", "Ana Lucia", None),
    ("STUDENT", "0104234", None, "26ortegb1", None, "Ortega", "Ben", None),
    ("STUDENT", "104233", None, None, None, "Dunn", "Chloe", None),
    ("STAFF", "2001", None, None, "mrivera", "Rivera", "María José", "Majo"),
    ("STAFF", "2002", None, None, "kjones", "王", "李", None),
]


@pytest.fixture
def directory() -> Directory:
    names = ("kind", "person_key", "state_id", "weblogin_id", "logon_id", "last_name", "first_name")
    people = pl.DataFrame(PEOPLE, schema=[*names, "preferred_first_name"], orient="row").with_columns(
        person_id=pl.int_range(pl.len()), state_staff_id=pl.lit(None, pl.String),
        employee_number=pl.lit(None, pl.String), email=pl.lit(None, pl.String),
    )  # fmt: skip
    return index_names(people)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("0104233", ["0104233"]),
        ("104233", ["104233"]),
        ("7012345678", ["0104233"]),
        ("26ORTEGAA1", ["0104233"]),
        ("mrivera", ["2001"]),
        ("26orteg", ["0104233", "0104234"]),
        ("ana ortega", ["0104233"]),
        ("Ortega, Ana", ["0104233"]),
        ("ruiz", ["0104233"]),
        ("maria", ["2001"]),
        ("MAJO riv", ["2001"]),
        ("王", ["2002"]),
        ("ortga ben", ["0104234"]),
        ("chole dunn", ["104233"]),
        ("rivra", ["2001"]),
        ("ortga", ["0104233", "0104234"]),
        ("", []),
        ("   ", []),
        ("zzzz", []),
        ("(.*", []),
    ],
)
def test_people_are_found_best_first(directory: Directory, text: str, keys: list[str]) -> None:
    assert find(directory, text)["person_key"].to_list()[: len(keys) or None] == keys


def test_a_whole_id_goes_before_a_name_and_says_why(directory: Directory) -> None:
    assert find(directory, "2001").select("person_key", "why").rows()[0] == ("2001", "ID")
    assert find(directory, "ortega")["why"].to_list() == ["name", "name"]


def test_no_more_than_asked_for_are_given(directory: Directory) -> None:
    assert find(directory, "ortega", limit=1).height == 1
