"""A system's own exports from their files to the switched roster."""

import json

import pytest

from roster_core.refusals import Refusal
from roster_core.roster.formats.guess import describe
from roster_core.roster.formats.mapping import ColumnMapping
from tests.roster.formats.sis_exports import SYSTEMS

FACTS = {"school_year": "2026-27", "district_code": "MHSD", "district_name": "Maple Hollow"}


def laid_out(folder, files):
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("system", ["PowerSchool", "Genesis"])
def test_exports_become_the_roster_through_a_mapping(desk, tmp_path, system):
    files = SYSTEMS[system]()
    mapping = ColumnMapping(sheets=tuple(part for one in describe(files) for part in one.mappings))
    source = laid_out(tmp_path / "export", files)
    request = {
        "mapping": json.loads(json.dumps(mapping.as_json())),
        "facts": FACTS,
        "assumptions": {"custody_issue": False},
    }
    view = desk.check(source, **request)
    assert (view.state, view.format, view.finding_counts["error"]) == ("previewed", "mapped", 0)
    assert desk.switch(view.load_id).state == "loaded"
    again = desk.check(source, **request)
    changed = {name: counts for name, counts in again.counts.items() if counts["rows"] != 0}
    assert all((counts["added"], counts["changed"], counts["gone"]) == (0, 0, 0) for counts in changed.values())


def test_a_load_that_is_to_find_out_its_form_never_guesses_columns(desk, tmp_path):
    source = laid_out(tmp_path / "export", SYSTEMS["PowerSchool"]())
    with pytest.raises(Refusal, match="column mapping"):
        desk.check(source, facts=FACTS)
    assert desk.check(source, format="mapped", facts=FACTS).state == "previewed"
