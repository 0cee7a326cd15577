"""A link, drawn as a button, to a file that the download route sends: it never passes through the script."""

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shell import session
from pages.shell.routes import DOWNLOAD, download_url

_HERE = Path(__file__).parent


def download_link(label: str, *, key: str, note: str = "", primary: bool = False, **claims: Any) -> None:
    """Draw the link; `claims` are those of the ticket, `kind` and what its resolver needs.

    `note` stands behind the label in a smaller type, such as a size.
    """
    save_link(label, download_url(session.ticket(DOWNLOAD, **claims)), key=key, note=note, primary=primary)


def save_link(label: str, url: str, *, key: str, note: str = "", primary: bool = False) -> None:
    """The same link to any of our addresses that sends a file to be saved."""
    _component()(
        key=key, data={"url": url, "label": label, "note": note, "primary": primary}, width="content", height="content"
    )


def in_bytes(size: int) -> str:
    """A size as people read it: 830 bytes, 15 kB, 2.4 MB."""
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)):
        if size >= factor:
            amount = size / factor
            return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:.0f} {unit}"  # noqa: PLR2004 - two digits are enough
    return f"{size} bytes"


@cache
def _component() -> Any:
    # Registered once: a component made anew at each run would be mounted anew.
    return st.components.v2.component(
        "roster_download_link",
        html=(_HERE / "download_link.html").read_text(encoding="utf-8"),
        css=(_HERE / "download_link.css").read_text(encoding="utf-8"),
        js=(_HERE / "download_link.js").read_text(encoding="utf-8"),
    )
