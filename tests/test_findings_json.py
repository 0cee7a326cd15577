"""Findings as a JSON file."""

import json

from hypothesis import given
from hypothesis import strategies as st

from roster_core.findings import json_text

TEXT = st.text(max_size=6) | st.sampled_from(['", "', "{}", "é\n\t", "}, {"])


@given(st.lists(st.fixed_dictionaries({"code": TEXT, "message": TEXT}), max_size=4))
def test_rows_are_written_as_the_usual_writer_would(rows):
    assert json_text(rows) == json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
