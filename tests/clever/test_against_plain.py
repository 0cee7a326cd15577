"""The engine and the plain export of the same definition give the same files and findings (export-options, whole)."""

import os
import typing
from collections import Counter
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.clever.profile.options import FIELDS
from tests.clever.exporting import TODAY, export_source, source_of
from tests.clever.plain.export import export_with
from tests.clever.rich_options import rich_options
from tests.clever.rich_rosters import rich_roster
from tests.clever.small import EMPTY

#: How many rosters are compared; a search for differences asks for thousands.
EXAMPLES = int(os.environ.get("ROSTER_PLAIN_EXAMPLES", "25"))
SECRET = "a district's secret"  # noqa: S105 - of a made-up district
DEFAULTS = {name: info.default for name, info in FIELDS.items()}
WORDS = {
    name: list(typing.get_args(info.annotation))
    for name, info in FIELDS.items()
    if typing.get_origin(info.annotation) is typing.Literal
}


def differences(roster: dict[str, Any], options: dict[str, Any], secret: str | None = SECRET) -> dict[str, Any]:
    """What the engine gives and what the plain export gives, where they differ."""
    whole = {"column_layout": "genesis", **options}
    engine = export_source(source_of({**EMPTY, **roster}), secret=secret, **whole)
    plain = export_with(roster, whole, today=TODAY, secret=secret)
    told = Counter(engine.told)
    found: dict[str, Any] = {
        name: (engine.files.get(name), plain.files.get(name))
        for name in sorted({*engine.files, *plain.files})
        if engine.files.get(name) != plain.files.get(name)
    }
    if told != plain.told:
        found["findings"] = (sorted((told - plain.told).elements()), sorted((plain.told - told).elements()))
    return found


@settings(max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES == 25, database=None)
@given(st.randoms(use_true_random=False))
def test_both_exports_agree(chance: Random):
    roster, options = rich_roster(chance).roster, rich_options(chance, DEFAULTS, WORDS)
    assert differences(roster, options) == {}
