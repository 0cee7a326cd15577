import logging
import threading

import pytest

from roster_core.cli import app
from roster_core.data_free import DataFreeRecord, keep_data_out_of_logs, without_data


def _fail_with_a_name():
    try:
        dict[str, str]()["Ana Lucia"]
    except KeyError as error:
        raise ValueError("no student 0104233") from error


@pytest.fixture
def failure():
    with pytest.raises(ValueError, match="0104233") as raised:
        _fail_with_a_name()
    return raised.value


def test_an_error_is_described_by_where_it_arose_and_never_by_its_values(failure):
    text = without_data(failure)
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "_fail_with_a_name" in text
    assert "0104233" not in text
    assert "Ana" not in text


@pytest.fixture
def data_free():
    before, hook = logging.getLogRecordFactory(), threading.excepthook
    keep_data_out_of_logs()
    yield
    logging.setLogRecordFactory(before)
    threading.excepthook = hook


@pytest.mark.usefixtures("data_free")
def test_no_log_holds_values_of_an_error(failure, caplog):
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=failure)
    assert "Exception in ASGI application" in caplog.text
    assert "_fail_with_a_name" in caplog.text
    assert "0104233" not in caplog.text
    assert "Ana" not in caplog.text


@pytest.mark.usefixtures("data_free")
def test_a_record_without_an_error_stays_as_it_is(caplog):
    logging.getLogger("tests.errors").warning("%s of %s", 1, 2)
    assert caplog.messages == ["1 of 2"]
    assert isinstance(caplog.records[0], DataFreeRecord)


@pytest.mark.usefixtures("data_free")
def test_a_thread_that_ends_by_an_error_tells_no_values(caplog):
    thread = threading.Thread(target=_fail_with_a_name, name="reading")
    thread.start()
    thread.join()
    assert "the thread reading ended" in caplog.text
    assert "_fail_with_a_name" in caplog.text
    assert "0104233" not in caplog.text


def test_a_command_that_fails_by_itself_says_where_and_no_values(monkeypatch, capsys):
    monkeypatch.setattr(app, "app", lambda **_: _fail_with_a_name())
    with pytest.raises(SystemExit) as ended:
        app.main()
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (app.FAILED, "")
    assert "_fail_with_a_name" in told.err
    assert "0104233" not in told.err
