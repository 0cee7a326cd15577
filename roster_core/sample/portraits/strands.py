"""The hair on the skull that most styles share."""

from collections.abc import Callable

from roster_core.sample.portraits.face import Head
from roster_core.sample.portraits.looks import Look
from roster_core.sample.portraits.pen import MIDDLE, Pen, Point, lighter

#: Draws one layer of a style.
Layer = Callable[[Pen, Look, Head], None]


def cap(head: Head, *, rise: float, low: float, line: list[Point], out: float = 7, inset: float = 6) -> list[Point]:
    """Hair on the skull: an outer rim `rise` above it and down to `low`, and inside the hair `line` (right to left)."""
    width = head.width
    outer = [
        (MIDDLE - width - out, low),
        (MIDDLE - width - out, head.top + 76),
        (MIDDLE - width * 0.92 - out * 0.6, head.top + 38 - rise * 0.4),
        (MIDDLE - width * 0.66, head.top + 6 - rise * 0.5),
        (MIDDLE, head.top - rise),
        (MIDDLE + width * 0.66, head.top + 6 - rise * 0.5),
        (MIDDLE + width * 0.92 + out * 0.6, head.top + 38 - rise * 0.4),
        (MIDDLE + width + out, head.top + 76),
        (MIDDLE + width + out, low),
    ]
    return [*outer, (MIDDLE + width - inset, low - 4), *line, (MIDDLE - width + inset, low - 4)]


def gloss(pen: Pen, look: Look, head: Head, *, rise: float = 0) -> None:
    """Light on the hair, on the side of the lamp."""
    side = -look.turn
    pen.stroke(
        [
            (MIDDLE + side * head.width * 0.2, head.top + 6 - rise),
            (MIDDLE + side * head.width * 0.52, head.top + 16 - rise),
            (MIDDLE + side * head.width * 0.76, head.top + 42 - rise),
        ],
        lighter(look.hair_color, 0.16),
        7,
    )


def hair_line(head: Head, *points: tuple[float, float], turn: int = 1) -> list[Point]:
    """A hair line from right to left; x in head widths from the middle, y in pixels below the top of the head."""
    found = [(MIDDLE + turn * x * head.width, head.top + y) for x, y in points]
    return found if turn > 0 else found[::-1]
