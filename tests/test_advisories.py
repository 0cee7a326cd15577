from tests.advisories import judge

SAFE = {"name": "pillow", "version": "13.0", "vulns": []}
UNKNOWN = {"name": "ours", "skip_reason": "not on the list"}
HOLE = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["1.1"]}]}


def test_a_known_hole_fails_and_says_where_it_is_mended():
    assert judge([SAFE, UNKNOWN, HOLE]) == (1, "old 1.0: PYSEC-1, mended in 1.1")


def test_what_was_compared_and_what_was_not_is_said(monkeypatch):
    assert judge([SAFE, UNKNOWN])[1] == "No hole is known in 1 packages; 1 are not on the list."
    assert judge([UNKNOWN]) == (0, "The public list of known holes told nothing of any of 1 packages.")
    monkeypatch.setattr("tests.advisories.ACCEPTED", {"CVE-1": "its part is not used"})
    assert judge([HOLE])[0] == 0
