import pytest

from roster_core.batches.archive import Archive
from roster_core.batches.index_file import OLDER, STANDARD, IndexRow, Role, compare, keys_by_file, read_index
from roster_core.batches.people import Criterion
from roster_core.project import PROJECT
from tests.batches.deciding import match_names
from tests.batches.people_made import ANA, WEN, students

CELLS = ("V1", "7-A", "00000001.JPG", "07", "Chan", "Wen", "7-A", "2", "Karimi", "", "", "", "LARGE")
OLD = ("V1", "7-A", "00000001.JPG", "07", "Chan", "Wen", "Karimi", "7-A")


def lines(*rows, separator="\t"):
    return "".join(separator.join(row) + "\r\n" for row in rows).encode()


def codes(index):
    return [finding.kind.code for finding in index.findings]


@pytest.mark.parametrize(("cells", "roles"), [(CELLS, STANDARD), (OLD, OLDER)])
@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_both_forms_of_the_standard_are_known_by_their_columns(cells, roles, separator):
    index = read_index("INDEX.TXT", lines(cells, separator=separator))
    assert index.roles == roles
    assert index.rows == (IndexRow(1, "00000001.JPG", "", "Chan", "Wen", "07", "7-A"),)
    assert codes(index) == ["INDEX_NO_KEY_COLUMN"]


@pytest.mark.parametrize("cells", [CELLS, OLD])
def test_an_id_in_an_extra_column_is_found(cells):
    second = (*cells[:2], "2.jpg", *cells[3:])
    data = lines((*cells, "Mr", "0104233"), (*second, "Ms", "0104300"))
    index = read_index("MASTER.TXT", data)
    assert index.roles[-2:] == (Role.IGNORED, Role.ID)
    assert [row.key for row in index.rows] == ["0104233", "0104300"]
    assert index.findings == ()


def test_a_header_is_known_by_its_third_cell_and_read_by_its_names():
    header = ("Student ID", "Last Name", "Image File Name", "First Name")
    index = read_index("list.csv", lines(header, ("0104233", "Ortega", "1.jpg", "Ana"), separator=","))
    assert index.header == header
    assert index.rows == (IndexRow(2, "1.jpg", "0104233", "Ortega", "Ana"),)


@pytest.mark.parametrize(
    "data",
    [
        lines(("0104233", "1.jpg"), ("0104300", "2.JPG")),
        lines(("1.jpg", "0104233"), ("2.JPG", "0104300")),
        lines(("1.jpg", "0104233"), ("2.JPG", "0104300"), separator=","),
        lines(("number", "file name"), ("0104233", "photos\\1.jpg"), ("0104300", "photos/2.JPG")),
    ],
)
def test_two_columns_map_files_to_ids_in_either_order(data):
    index = read_index("map.txt", data)
    mapping, findings = keys_by_file(index)
    assert mapping == {"1.jpg": "0104233", "2.jpg": "0104300"}
    assert findings == () == index.findings
    items = match_names(["P/1.JPG", "P/2.jpg", "0101118.jpg"], students(), index=mapping)
    assert [item.person and item.person.last_name for item in items] == ["Ortega", "Chan", "Dunn"]
    assert [item.person for item in items[:2]] == [ANA, WEN]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_names_with_accents_are_read_in_any_usual_encoding(encoding):
    data = "\t".join((*CELLS[:4], "Nuñez", *CELLS[5:])).encode(encoding)
    assert read_index("INDEX.TXT", data).rows[0].last_name == "Nuñez"


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (lines(("1.jpg", "anaort"), ("2.jpg", ""), ("3.jpg", "anaort")), ["anaort", "", "anaort"]),
        (lines(("1.jpg", "07", "23"), ("2.jpg", "07", ""), ("3.jpg", "08", "24"), ("4.jpg", "07", "23")),
         ["23", "", "24", "23"]),
    ],
    ids=["two columns", "retakes and somebody without an ID"],
)  # fmt: skip
def test_ids_are_found_though_some_stand_twice_or_are_not_there(data, keys):
    assert [row.key for row in read_index("map.txt", data).rows] == keys


def test_of_several_ids_that_headers_name_each_can_be_asked_for():
    data = b"file,kind,district_number,weblogin_id\nphotos/a.jpg,student,0104233,19ortea1\nphotos/b.jpg,student,7,\n"
    index = read_index("index.csv", data)
    assert keys_by_file(index)[0] == {"a.jpg": "0104233", "b.jpg": "7"}
    assert keys_by_file(index, Criterion.WEBLOGIN_ID)[0] == {"a.jpg": "19ortea1"}
    assert keys_by_file(index, Criterion.STAFF_ID)[0] == {"a.jpg": "0104233", "b.jpg": "7"}
    assert keys_by_file(index, Criterion.STATE_ID)[0] == {}


def test_columns_can_be_relabelled():
    data = lines(("1.jpg", "Ana", "0104233", "Ortega"))
    guessed = read_index("x.txt", data)
    said = read_index("x.txt", data, (Role.FILE, Role.FIRST, Role.ID, Role.LAST))
    assert said.rows == (IndexRow(1, "1.jpg", "0104233", "Ortega", "Ana"),)
    assert guessed.preview == said.preview == (("1.jpg", "Ana", "0104233", "Ortega"),)


def test_a_picture_listed_for_two_people_is_left_to_the_coordinator():
    mapping, findings = keys_by_file(read_index("m.txt", lines(("1", "a.jpg"), ("2", "A.JPG"), ("3", "b.jpg"))))
    assert mapping == {"b.jpg": "3"}
    assert [finding.kind.code for finding in findings] == ["INDEX_FILE_TWICE"]
    assert "a.jpg" in findings[0].message


def test_what_is_missing_and_what_is_not_listed_are_both_told():
    index = read_index("m.txt", lines(("1", "a.jpg"), ("2", "b.jpg")))
    found = [(finding.kind.code, finding.facts["name"]) for finding in compare(index, ["P/A.jpg", "P/c.jpg"])]
    assert found == [("INDEX_FILE_MISSING", "b.jpg"), ("FILE_NOT_LISTED", "P/c.jpg")]


def test_short_lines_are_told_and_quotes_are_letters_between_tabs():
    index = read_index("INDEX.TXT", lines((*CELLS[:4], 'O"Brien', *CELLS[5:]), ("V1", "7-A"), ("",)))
    assert [row.last_name for row in index.rows] == ['O"Brien']
    assert codes(index) == ["INDEX_NO_KEY_COLUMN", "INDEX_ROW_SHORT"]


@pytest.mark.parametrize("data", [b"", b"\r\n", b"hello world", b"\x00\xff\xfe\x81", b'"unclosed\n1,2\n' * 3])
def test_what_is_no_index_has_no_rows_and_says_so(data):
    index = read_index("readme.csv", data)
    assert index.rows == ()
    assert "INDEX_NO_FILE_COLUMN" in codes(index)


def test_the_sample_photographers_index_lists_pictures_of_its_zip():
    with Archive(PROJECT / "data" / "sample" / "photographer.zip") as archive:
        (entry,) = archive.indexes
        index = read_index(entry.name, archive.read(entry))
        names = [one.path for one in archive.entries]
    assert index.roles == STANDARD
    assert len(index.rows) > 40
    assert {finding.kind.code for finding in compare(index, names)} == {"FILE_NOT_LISTED"}
