"""A document that somebody uploaded, shown by the browser's own viewer within a page."""

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shell import session
from pages.shell.routes import DOCUMENT, document_url

_HERE = Path(__file__).parent


def document_address(document_id: str, version: int, *, save: bool = False) -> str:
    """Where the current user's browser finds a version; with `save` it is taken out instead of shown."""
    more = {"save": True} if save else {}
    return document_url(session.ticket(DOCUMENT, document=document_id, version=version, **more))


def document_frame(document_id: str, version: int, *, name: str, key: str) -> None:
    """Draw it; `name` is what screen readers call it."""
    _component()(key=key, data={"url": document_address(document_id, version), "name": name}, height="content")


@cache
def _component() -> Any:
    # Registered once: a component made anew at each run would be mounted anew.
    return st.components.v2.component(
        "roster_document_frame",
        html=(_HERE / "document_frame.html").read_text(encoding="utf-8"),
        css=(_HERE / "document_frame.css").read_text(encoding="utf-8"),
        js=(_HERE / "document_frame.js").read_text(encoding="utf-8"),
    )
