"""Files as they are written (export-options §3, export-engine §9)."""

import csv
import hashlib
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.clever.output import FrameOutput, into_folder

CELLS = st.one_of(st.none(), st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=6))
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8)
HEADER = ("School_id", "Name", "Ümlaut")


def frame(rows: list[tuple[str | None, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(HEADER, pl.String), orient="row")


def written(tmp_path_factory: pytest.TempPathFactory, *pieces: pl.DataFrame) -> bytes:
    folder = tmp_path_factory.mktemp("out")
    with into_folder(folder) as output:
        output.start("x.csv", HEADER)
        for piece in pieces:
            output.add(piece)
        output.publish()
    return (folder / "x.csv").read_bytes()


@settings(deadline=None)
@given(TABLES)
def test_what_is_written_reads_back_as_it_was(tmp_path_factory, rows):
    data = written(tmp_path_factory, frame(rows))
    read = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert read == [list(HEADER), *[[cell or "" for cell in row] for row in rows]]


@settings(deadline=None)
@given(TABLES, st.integers(0, 8))
def test_pieces_make_no_difference(tmp_path_factory, rows, cut):
    whole = frame(rows)
    assert written(tmp_path_factory, whole) == written(tmp_path_factory, whole[:cut], whole[cut:])


@settings(deadline=None)
@given(TABLES)
def test_a_cell_is_in_quotes_only_if_it_holds_a_comma_or_a_quote(tmp_path_factory, rows):
    def cell(text: str | None) -> str:
        quoted = '"' + (text or "").replace('"', '""') + '"'
        return quoted if text and set(text) & {",", '"'} else text or ""

    lines = [",".join(HEADER), *[",".join(cell(text) for text in row) for row in rows]]
    assert written(tmp_path_factory, frame(rows)) == "".join(f"{line}\n" for line in lines).encode()


def test_a_file_without_rows_is_its_header(tmp_path_factory):
    assert written(tmp_path_factory) == "School_id,Name,Ümlaut\n".encode()


def test_what_was_written_is_described(tmp_path):
    with into_folder(tmp_path) as output:
        output.start("a.csv", HEADER)
        output.add(frame([("1", "2", "3")]))
        output.add(frame([("1", "2", "3")]))
        output.start("b.csv", HEADER)
        first, second = output.publish()
    data = (tmp_path / "a.csv").read_bytes()
    assert (first.name, first.rows, first.size) == ("a.csv", 2, len(data))
    assert first.sha256 == hashlib.sha256(data).hexdigest()
    assert (second.name, second.rows) == ("b.csv", 0)


def test_no_name_is_seen_before_every_file_is_complete(tmp_path):
    with into_folder(tmp_path) as output:
        output.start("a.csv", HEADER)
        output.start("b.csv", HEADER)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv.part", "b.csv.part"]
        output.publish()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_an_error_leaves_the_files_of_before(tmp_path):
    (tmp_path / "a.csv").write_text("before", encoding="utf-8")

    def fail_half_way() -> None:
        with into_folder(tmp_path) as output:
            output.start("a.csv", HEADER)
            output.start("b.csv", HEADER)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"a.csv": "before"}


def test_frames_are_kept_by_file():
    output = FrameOutput()
    output.start("a.csv", HEADER)
    output.add(frame([("1", None, "3")]))
    output.start("b.csv", HEADER)
    assert output.tables["a.csv"].rows() == [("1", None, "3")]
    assert output.tables["b.csv"].columns == list(HEADER)
