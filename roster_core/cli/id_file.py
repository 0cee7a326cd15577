"""A list of IDs in a file, in the encodings that programs write."""

from pathlib import Path

from roster_core.refusals import Refusal


def read_id_file(path: Path) -> str:
    """The text of the list.

    Raises:
        Refusal: There is nothing in it.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if not text.strip():
        raise Refusal("No ZIP was made.", why=f"{path.name} is empty.", fix="Give a list with an ID a line.")
    return text
