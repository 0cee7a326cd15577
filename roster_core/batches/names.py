"""Names of uploaded files: how they are shown, and the key in them (batch-updates §2.3, photos §2)."""

import unicodedata

#: Categories that are never shown: controls, zero-width and direction marks, lone surrogates.
_HIDDEN = {"Cc", "Cf", "Cs"}
#: Letters of a name that are kept for showing.
MAX_NAME = 255


def shown(name: str) -> str:
    """`name` in NFC without control, zero-width and direction marks, with `/` between folders; still to be escaped."""
    visible = "".join(sign for sign in name.replace("\\", "/") if unicodedata.category(sign) not in _HIDDEN)
    return unicodedata.normalize("NFC", visible)


def base_name(name: str) -> str:
    """What stands after the last slash or backslash, at most `MAX_NAME` letters of it; never to be used as a path."""
    return shown(name).rpartition("/")[2][-MAX_NAME:]


def extension(name: str) -> str:
    """The extension in lower case with its dot, or blank."""
    _, dot, last = base_name(name).rpartition(".")
    return f".{last.lower().strip()}" if dot else ""


def key_of(name: str) -> str:
    """The key in a file name: its last part without the last extension, in NFC, trimmed."""
    base = base_name(name)
    stem, dot, _ = base.rpartition(".")
    return (stem if dot else base).strip()


def folded(name: str) -> str:
    """The form in which two names are the same file to somebody: NFC, without regard to case."""
    return unicodedata.normalize("NFC", shown(name).casefold())
