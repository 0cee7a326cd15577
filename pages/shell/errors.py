"""Errors of the program: logged by where they arose, shown without a traceback."""

import logging
import secrets

import streamlit as st

from roster_core.data_free import without_data

_log = logging.getLogger("roster_desk")


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
