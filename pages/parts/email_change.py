"""An address and the one that takes its place, with what differs marked."""

from html import escape

from pages.parts.notices import plain

_LINE = "display:flex;flex-wrap:wrap;gap:.1rem .5rem;overflow-wrap:anywhere;line-height:1.5"
_OLD, _NEW = "background:rgba(208,69,59,.18)", "background:rgba(31,143,127,.28);font-weight:600"


def changed(old: str, new: str) -> str:
    """HTML of `old → new`, what is in one and not in the other marked; a blank address is told as none.

    HTML, since Markdown makes links of addresses.
    """
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    if old == new:
        return f'<div style="{_LINE}"><span>{_address(old)}</span></div>'
    if not old or not new:
        return f'<div style="{_LINE}"><span>{_address(old)}</span><span>→ {_address(new)}</span></div>'
    before = f'<span style="opacity:.75">{_marked(old, start, end, _OLD)}</span>'
    return f'<div style="{_LINE}">{before}<span>→ {_marked(new, start, end, _NEW)}</span></div>'


def unlinked(text: str) -> str:
    """Plain text for Markdown in which no address becomes a link: a character that is not seen stands behind each @."""
    return plain(text).replace("@", "@\u2060")


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _marked(address: str, start: int, end: int, style: str) -> str:
    stop = len(address) - end
    middle = f'<mark style="color:inherit;border-radius:3px;{style}">{escape(address[start:stop])}</mark>'
    return f"{escape(address[:start])}{middle if stop > start else ''}{escape(address[stop:])}"


def _address(address: str) -> str:
    return escape(address) if address else '<span style="opacity:.6">none</span>'
