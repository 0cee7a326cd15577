"""`audit`: looked through, taken out, checked against an anchor that is kept elsewhere."""

import json

from roster_core.settings import Settings
from roster_core.store import open_store
from tests.documents.small import ANA, small_district


def test_the_trail_is_read_taken_out_anchored_and_verified(run, data_dir, tmp_path):
    store = open_store(Settings(data_dir=data_dir))
    small_district(store)
    run("people", "show", "student", ANA)
    (seen,) = json.loads(run("audit", "list", "--about", ANA, "--kind", "saw", "--limit", "1", "--json").stdout)
    assert (seen["action"], seen["persons"]) == ("audit_seen", [f"student:{ANA}"])
    assert "opened the page of a person · student:0104233 · Ortega, Ana" in run("audit", "list").stdout
    run("audit", "export", "trail.csv", "--action", "person_seen")
    assert (tmp_path / "trail.csv").read_bytes().count(b"\r\n") == 2
    run("audit", "anchor", "anchors.jsonl")
    assert json.loads(run("audit", "anchor").stdout)["event"] == 4
    whole = run("audit", "verify", "--anchor", "anchors.jsonl")
    assert whole.stdout == "Every event from 1 to 4 is what was written, and has what 1 anchor knows.\n"
    with store.writing(1) as session:
        for statement in ("drop trigger audit_event_no_delete", "delete from audit_event where event > 2"):
            session.connection().exec_driver_sql(statement)
    cut = run("audit", "verify", "--anchor", "anchors.jsonl", "--json", code=1)
    (sentence,) = json.loads(cut.stdout)["sentences"]
    assert "it was cut off" in sentence
    store.close()
