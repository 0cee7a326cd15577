from pages.parts.live_effect import files_frame, findings_frame
from roster_core.clever.changes.digest_output import FileEffect
from roster_core.clever.preview.effect import Effect

TOLD = Effect(
    files={
        "staff.csv": FileEffect(148, 148, 0, 0, 0),
        "sections.csv": FileEffect(381, 390, 12, 3, 0),
        "students.csv": FileEffect(1161, 1161, 0, 0, 412),
    },
    findings={"GRADE_UNRECOGNISED": (3, 0), "NAME_NOT_SHOWN": (0, 1)},
    exact=True,
)


def test_only_files_in_which_something_happens_are_listed_in_the_order_sent():
    assert files_frame(TOLD)["File"].to_list() == ["students.csv", "sections.csv"]
    assert files_frame(TOLD).iloc[1][["Before", "After", "Added", "Removed"]].tolist() == [381, 390, 12, 3]


def test_a_new_finding_comes_first_in_words():
    frame = findings_frame(TOLD)
    assert frame["Before"].to_list() == [0, 3]
    assert str(frame["Finding"].iloc[0]).startswith("Clever may not show the section names")
