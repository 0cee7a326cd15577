"""Columns whose values are never shown."""

MASK = "•••"
_SECRET = ("password", "passwd", "pwd", "passcode")


def is_secret(column: str) -> bool:
    """Whether values of the column are never shown."""
    return any(word in column.casefold() for word in _SECRET)
