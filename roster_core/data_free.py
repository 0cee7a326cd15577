"""Errors told by where they arose and never by the values in them: a message may quote a student."""

import logging
import sys
import threading
import traceback
from typing import Any

_log = logging.getLogger("roster_desk")


def without_data(error: BaseException) -> str:
    """What happened and where, as text: types, files, lines and functions of the whole chain, but no message."""
    lines = []
    chain: BaseException | None = error
    while chain is not None:
        frames = traceback.extract_tb(chain.__traceback__)
        lines += [f"{type(chain).__module__}.{type(chain).__qualname__}"]
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "\n".join(lines)


def places(error: BaseException) -> str:
    """The kind of `error` and where in our own program it happened, innermost first, in one line."""
    own = [place for place in traceback.extract_tb(error.__traceback__) if "site-packages" not in place.filename]
    return f"{type(error).__name__} at " + " < ".join(f"{place.name} ({place.lineno})" for place in own[:-5:-1])


class DataFreeRecord(logging.LogRecord):
    """A log record that tells of an exception by where it arose, without its message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        error = self.exc_info[1] if self.exc_info else None
        if error is not None:
            self.msg, self.args = "%s\n%s", (self.getMessage().rstrip(), without_data(error))
            self.exc_info = self.exc_text = None


def keep_data_out_of_logs() -> None:
    """Make this process write exceptions without the values in them: its loggers, and threads that end by one."""
    logging.setLogRecordFactory(DataFreeRecord)
    threading.excepthook = _thread_ended


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None and not isinstance(ended.exc_value, SystemExit):
        name = ended.thread.name if ended.thread else "?"
        _log.error("the thread %s ended: %s", name, without_data(ended.exc_value))


def tell_failure(error: BaseException) -> None:
    """Say on standard error that the program failed, and where; what it worked on stays unsaid."""
    sys.stderr.write(
        "Roster Desk itself failed; the last step may not have been done.\n"
        "Look at what is stored before you try again. For a report:\n"
        f"{without_data(error)}\n"
    )
