"""Errors of the program: logged by where they arose, never by the values in them; shown without a traceback."""

import logging
import secrets
import traceback
from typing import Any

import streamlit as st

_log = logging.getLogger("roster_desk")


def without_data(error: BaseException) -> str:
    """What happened and where, as text: types, files, lines and functions, but no message.

    A message may quote what was being worked on, and that can be a student.
    """
    lines = []
    chain: BaseException | None = error
    while chain is not None:
        frames = traceback.extract_tb(chain.__traceback__)
        lines += [f"{type(chain).__module__}.{type(chain).__qualname__}"]
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "\n".join(lines)


class DataFreeRecord(logging.LogRecord):
    """A log record that tells of an exception by where it arose, without its message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        error = self.exc_info[1] if self.exc_info else None
        if error is not None:
            self.msg, self.args = "%s\n%s", (self.getMessage().rstrip(), without_data(error))
            self.exc_info = self.exc_text = None


def keep_data_out_of_logs() -> None:
    """Make every logger of this process, the server's included, write exceptions without the values in them."""
    logging.setLogRecordFactory(DataFreeRecord)


def show_error(error: Exception) -> bool:
    """Tell the user that the program failed, with a number to quote; True: Streamlit shows nothing more."""
    number = secrets.token_hex(4)
    _log.error("error %s: %s", number, without_data(error).splitlines()[0])
    st.error(
        "**Something went wrong in Roster Desk itself.** The last step may not have been saved. "
        f"Reload the page and look; if it happens again, report error number `{number}`.",
        icon=":material/report:",
    )
    return True
