"""Whatever the bytes are, checking gives findings and comparing gives a difference or a refusal."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster_core.clever.changes.diff import diff_folders
from roster_core.clever.check.kinds import KINDS
from roster_core.clever.check.run import check_folder
from roster_core.findings import FRAME_SCHEMA
from roster_core.refusals import Refusal
from tests.clever.folders import CLEAN, TODAY, WITH_CONTACTS, write_folder, write_zip

FILES = {**CLEAN, "students.csv": WITH_CONTACTS}
JUNK = st.one_of(
    st.sampled_from([b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe9", b" ", b"\t"]),
    st.sampled_from(["\u2028", "\u00a0", "\u0085", "*", "^x$", "1E+5", "#REF!", "é"]).map(str.encode),
    st.binary(max_size=6),
)
EDIT = st.tuples(st.sampled_from(sorted(FILES)), st.floats(0, 1), st.integers(0, 40), JUNK)


def mutated(edits):
    files = {name: text.encode() for name, text in FILES.items()}
    for name, share, cut, junk in edits:
        content = files[name]
        at = int(share * len(content))
        files[name] = content[:at] + junk + content[at + cut :]
    return files


def check_shape(frame):
    assert dict(frame.schema) == FRAME_SCHEMA
    assert frame.null_count().sum_horizontal().item() == 0
    assert set(frame["code"]) <= set(KINDS)
    assert all(re.fullmatch(r"(row \d+)?", key) for key in frame["row_key"].unique())
    assert all(frame["message"].str.len_chars() > 0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDIT, min_size=1, max_size=6))
def test_damaged_files_give_findings(tmp_path, edits):
    folder = write_folder(tmp_path / "upload", mutated(edits))
    frame = check_folder(folder, today=TODAY, previous=folder)
    check_shape(frame)
    # Compared with itself an upload has lost and changed nothing.
    assert not set(frame["code"]) & {"D01", "D02", "D03"}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDIT, min_size=1, max_size=4))
def test_damaged_files_are_compared_both_ways_alike(tmp_path, edits):
    old = write_folder(tmp_path / "old", FILES)
    new = write_folder(tmp_path / "new", mutated(edits))
    try:
        forth, back = diff_folders(old, new), diff_folders(new, old)
    except Refusal as refusal:
        assert "cannot be read" in refusal.why  # noqa: PT017 - a refusal is one of two right answers
        return
    for name, diff in forth.files.items():
        assert (diff.added, diff.removed) == (back.files[name].removed, back.files[name].added)
        assert diff.changed == back.files[name].changed
    assert diff_folders(new, new).is_empty


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=8))
def test_damaged_zips_give_findings(tmp_path, at, junk):
    archive = write_zip(tmp_path / "upload.zip", FILES)
    content = archive.read_bytes()
    place = int(at * len(content))
    archive.write_bytes(content[:place] + junk + content[place + len(junk) :])
    check_shape(check_folder(archive, today=TODAY))
