from roster_core.clever.kinds import KINDS
from roster_core.clever.profile.options import FIELDS
from roster_core.clever.reference import as_markdown, option_entries
from roster_core.cli.reference import DOCUMENT
from tests.cli.conftest import Run


def test_the_documentation_is_what_the_declarations_say() -> None:
    # `python -m roster_core reference --write` brings it up to date.
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown()


def test_every_option_and_every_finding_is_in_the_reference(run: Run) -> None:
    told = run("reference").stdout
    assert [name for name in FIELDS if f"`{name}`" not in told] == []
    assert [code for code in KINDS if f"`{code}`" not in told] == []


def test_an_option_is_found_by_each_of_the_words_it_is_known_by() -> None:
    (entry,) = [entry for entry in option_entries() if entry.name == "frl_short_codes"]
    assert all(entry.says(sought) for sought in ("G14", "frl_status", "lunch letters", "students.csv", ""))
    assert not entry.says("lunch zebra")
