"""Our tables of the specification against the specification."""

import json
from pathlib import Path

import pytest

from roster_core.clever.check import kinds as check_kinds
from roster_core.clever.spec.files import BY_NAME, CORE, FILES
from roster_core.clever.spec.model import EXTENSION_PREFIX, Required

SPEC = Path(__file__).resolve().parents[3] / "shared" / "reference" / "clever-sftp-spec.json"
REQUIRED = {True: Required.YES, False: Required.NO, "conditional": Required.CONDITIONAL}


@pytest.fixture(scope="module")
def spec():
    if not SPEC.is_file():
        pytest.skip("the specification does not lie beside this checkout")
    return json.loads(SPEC.read_text(encoding="utf-8"))


def test_every_file_is_declared_in_order(spec):
    assert [file.name for file in FILES] == [name for name in spec if not name.startswith("_")]
    assert [file.name for file in CORE] == spec["_meta"]["core_files"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_what_the_specification_says(spec, file):
    wanted = spec[file.name]
    assert file.presence.value == wanted["presence"]
    assert list(file.key) == wanted["key"]
    assert file.extensible == wanted["extension_columns"]["allowed"]
    assert wanted["extension_columns"].get("prefix", EXTENSION_PREFIX) == EXTENSION_PREFIX
    assert file.since == wanted.get("since", "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_column_is_what_the_specification_says(spec, file):
    wanted = spec[file.name]["columns"]
    assert [column.name for column in file.columns] == [column["name"] for column in wanted]
    for column, said in zip(file.columns, wanted, strict=True):
        references = said["references"] or {}
        declared = {
            "required": column.required,
            "type": column.type.value,
            "allowed": column.allowed,
            "pattern": column.pattern,
            "unique": column.unique.value if column.unique else None,
            "references": column.refers_to,
            "since": column.since,
            "aliases": column.aliases,
            "deprecated": bool(column.deprecated),
        }
        assert declared == {
            "required": REQUIRED[said["required"]],
            "type": said["type"],
            "allowed": tuple(said["allowed"] or ()),
            "pattern": said["pattern"] or "",
            "unique": said["unique"],
            "references": (references["file"], references["column"]) if references else None,
            "since": said["since"] or "",
            "aliases": tuple(said["aliases"] or ()),
            "deprecated": bool(said["deprecated"]),
        }, column.name


def test_columns_whose_note_says_sensitive_are_so(spec):
    for file in FILES:
        for column, said in zip(file.columns, spec[file.name]["columns"], strict=True):
            if (said["note"] or "").startswith("Sensitive"):
                assert column.sensitive, (file.name, column.name)


def test_every_rule_is_a_kind_with_its_severity(spec):
    declared = {code: kind.severity.value for code, kind in check_kinds.KINDS.items() if code not in check_kinds.OWN}
    assert declared == {rule["id"]: rule["severity"] for rule in spec["_rules"]}


def test_other_spellings_lead_to_values_that_are_allowed():
    for file in FILES:
        for column in file.columns:
            assert set(column.meant.values()) <= set(column.allowed), (file.name, column.name)
            assert all(spelling == spelling.casefold() for spelling in column.meant)


def test_every_reference_leads_to_a_column():
    for file in FILES:
        for column in file.columns:
            if column.refers_to:
                assert column.refers_to[1] in BY_NAME[column.refers_to[0]].by_name
