import io
import threading
import zipfile

import pytest

from pages.shell.streaming import pieces_of


def test_a_zip_made_on_the_way_is_whole():
    content = bytes(range(256)) * 10_000

    def write(to):
        with zipfile.ZipFile(to, "w") as archive:
            with archive.open("a.csv", "w") as inside:
                for start in range(0, len(content), 100_000):
                    inside.write(content[start : start + 100_000])
            archive.writestr("b.csv", b"")

    pieces = list(pieces_of(write))
    assert len(pieces) > 5
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.read("a.csv") == content


def test_an_error_of_the_writer_breaks_the_answer_off():
    def write(to):
        to.write(b"x" * 300_000)
        raise OSError("the disk is gone")

    taken: list[bytes] = []
    with pytest.raises(OSError, match="the disk is gone"):
        taken.extend(pieces_of(write))


def test_what_is_written_is_limited_by_what_is_taken():
    written = []

    def write(to):
        for _block in range(100):
            to.write(b"x" * (1 << 18))
            written.append(1)

    pieces = pieces_of(write)
    next(pieces)
    pieces.close()
    for thread in threading.enumerate():
        if thread.name == "download":
            thread.join(10)
            assert not thread.is_alive()
    assert len(written) < 30
