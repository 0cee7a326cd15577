"""What the name of a document's file says: whose it is, its title, and the folder it came in (batch-updates §5.2)."""

import re
from dataclasses import dataclass

from roster_core.batches.names import base_name, key_of, shown
from roster_core.text import clean

#: Two hyphens, with or without blanks around them; a third one would make them a line.
_DIVIDED = re.compile(r"(?P<key>.*?)\s*(?<!-)--(?!-)\s*(?P<title>.*)")
#: What stands before the first folder where somebody packed “this folder”.
_NO_FOLDER = frozenset({"", "."})


@dataclass(frozen=True)
class NamedFile:
    """`title` is blank if the name gives none, `folders` are those inside the ZIP, the outermost first."""

    key: str
    title: str = ""
    folders: tuple[str, ...] = ()


def read_name(path: str) -> NamedFile:
    """The parts of `{key}.pdf` or `{key}--{title}.pdf`; one hyphen belongs to the key."""
    *folders, _ = shown(path).split("/")
    stem = key_of(base_name(path))
    parts = _DIVIDED.fullmatch(stem)
    kept = tuple(folder for folder in folders if folder not in _NO_FOLDER)
    return NamedFile(stem, "", kept) if parts is None else NamedFile(parts["key"], clean(parts["title"]), kept)
