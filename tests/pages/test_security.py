from roster_core.access.threats import THREATS


def test_every_threat_says_what_is_done_and_what_remains(open_page):
    page = open_page("security.py")
    assert [one.value for one in page.header] == [threat.title for threat in THREATS]
    told = "\n".join(one.value for one in page.markdown)
    assert all(threat.done in told and threat.left in told for threat in THREATS)
