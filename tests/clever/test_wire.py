import io

import polars as pl

from roster_core.clever.wire import Message, receive, send


def test_messages_come_out_as_they_went_in():
    pipe = io.BytesIO()
    table = pl.DataFrame({"a": ["x", None], "b": [1, 2]})
    send(pipe, Message({"ask": "ä", "rows": [1, None]}, {"one": table, "none": table.clear()}))
    send(pipe, Message({"ask": "again"}))
    pipe.seek(0)
    first, second = receive(pipe), receive(pipe)
    assert first is not None
    assert first.said == {"ask": "ä", "rows": [1, None]}
    assert first.tables["one"].equals(table)
    assert first.tables["none"].equals(table.clear())
    assert second == Message({"ask": "again"})
    assert receive(pipe) is None


def test_a_message_that_breaks_off_is_none():
    pipe = io.BytesIO()
    send(pipe, Message({"ask": "x"}, {"t": pl.DataFrame({"a": [1]})}))
    whole = pipe.getvalue()
    for length in (0, 2, 10, len(whole) - 1):
        assert receive(io.BytesIO(whole[:length])) is None
