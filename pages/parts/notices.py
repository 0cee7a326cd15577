"""Messages on screen: refusals in three sentences, and texts that must not be read as Markdown."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from roster_core.refusals import Refusal

#: Everything that Streamlit's Markdown gives a meaning: also colons (icons, colours) and dollars (formulas).
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#+\-!|~$:&=@]")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)


def plain(text: str) -> str:
    """The text such that Markdown shows it as it is: file names and cell values bring no formatting of their own."""
    return _NUMBERED.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text))


def show_refusal(refusal: Refusal) -> None:
    """What did not happen, why, and what to do about it."""
    lines = [f"**{plain(refusal.what)}** {plain(refusal.why)}"]
    if refusal.fix:
        lines.append(f":material/build: {plain(refusal.fix)}")
    st.error("\n\n".join(lines), icon=":material/block:")


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Show a refusal raised inside instead of breaking the page; the page goes on after the block."""
    try:
        yield
    except Refusal as refusal:
        show_refusal(refusal)
