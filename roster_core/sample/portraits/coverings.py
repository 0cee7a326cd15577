"""Head scarf and turban."""

from roster_core.sample.portraits.face import Head
from roster_core.sample.portraits.looks import Look
from roster_core.sample.portraits.pen import MIDDLE, Pen, darker, lighter, mirrored
from roster_core.sample.portraits.strands import Layer, cap, hair_line


def _scarf_behind(pen: Pen, look: Look, head: Head) -> None:
    pen.shape(
        mirrored(
            [
                (MIDDLE, head.top - 22),
                (MIDDLE + head.width + 12, head.top + 40),
                (MIDDLE + head.width + 20, head.eyes + 60),
                (MIDDLE + 120, 470),
                (MIDDLE + 132, 540),
                (MIDDLE, 580),
            ]
        ),
        darker(look.second, 0.12),
    )


def _scarf_wrap(pen: Pen, look: Look, head: Head) -> None:
    """What is wound about the neck; the head stands before it."""
    pen.shape(
        mirrored(
            [
                (MIDDLE, head.eyes),
                (MIDDLE + head.width + 14, head.eyes + 30),
                (MIDDLE + head.width + 2, head.chin + 24),
                (MIDDLE + head.width * 1.14, 500),
                (MIDDLE + head.width * 0.6, 540),
                (MIDDLE, 552),
            ]
        ),
        look.second,
    )
    side, fold = look.turn, darker(look.second, 0.16)
    for shift in (0, 42):
        line = [(head.width * 0.86, -4), (0, 40), (-70, 84)]
        pen.stroke([(MIDDLE + side * (x - shift * 0.4), head.chin + y + shift) for x, y in line], fold, 4)


def _scarf(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.86, 96), (0.68, 62), (0.36, 46), (0, 42), (-0.36, 46), (-0.68, 62), (-0.86, 96))
    low = head.eyes + (head.chin - head.eyes) * 0.5
    pen.shape(cap(head, rise=24, low=low, line=line, out=19, inset=9), look.second)
    band = hair_line(head, (0.8, 44), (0.4, 22), (0, 16), (-0.4, 22), (-0.8, 44))
    pen.stroke(band, darker(look.second, 0.16), 3)


def _turban(pen: Pen, look: Look, head: Head) -> None:
    color, fold = look.second, darker(look.second, 0.18)
    pen.shape(
        mirrored(
            [
                (MIDDLE, head.top - 52),
                (MIDDLE + head.width * 0.72, head.top - 38),
                (MIDDLE + head.width + 20, head.top + 18),
                (MIDDLE + head.width + 8, head.top + 84),
                (MIDDLE + head.width * 0.62, head.top + 62),
                (MIDDLE, head.top + 34),
            ]
        ),
        color,
    )
    for index in range(3):
        y = head.top + 10 - index * 20
        pen.stroke(
            [
                (MIDDLE - look.turn * (head.width + 4 - index * 6), y + 42),
                (MIDDLE - look.turn * 20, y + 2),
                (MIDDLE + look.turn * (head.width * 0.5), y - 26 + index * 6),
            ],
            fold,
            4,
        )
    pen.shape(
        mirrored([(MIDDLE, head.top + 6), (MIDDLE + 26, head.top + 32), (MIDDLE, head.top + 38)]), lighter(color, 0.25)
    )


#: Behind neck and head, by style.
BEHIND: dict[str, Layer] = {"scarf": _scarf_behind}
#: On the clothes, but under the head.
UNDER: dict[str, Layer] = {"scarf": _scarf_wrap}
#: On the head.
BEFORE: dict[str, Layer] = {"scarf": _scarf, "turban": _turban}
