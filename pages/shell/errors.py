"""Errors of the program: logged by where they arose, never by the values in them; shown without a traceback."""

import logging
import secrets
import traceback

import streamlit as st

#: Streamlit writes what a script raised through this logger.
_LOGGERS = ("streamlit.error_util", "streamlit")
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


class WithoutData(logging.Filter):
    """Takes the message and the traceback out of records that carry an exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, the ones with exceptions rewritten."""
        if record.exc_info and record.exc_info[1] is not None:
            record.msg, record.args = "%s\n%s", (record.getMessage(), without_data(record.exc_info[1]))
            record.exc_info = record.exc_text = None
        return True


def keep_data_out_of_logs() -> None:
    """Make Streamlit log errors of scripts without the values in them."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, WithoutData) for known in logger.filters):
            logger.addFilter(WithoutData())


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
