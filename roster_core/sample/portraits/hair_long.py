"""Long hair, braids and tails."""

from roster_core.sample.portraits.face import Head
from roster_core.sample.portraits.looks import Look
from roster_core.sample.portraits.pen import MIDDLE, Pen, Point, darker, lighter, mirrored
from roster_core.sample.portraits.strands import Layer, cap, gloss, hair_line


def _locs_behind(pen: Pen, look: Look, head: Head) -> None:
    for index in range(-5, 6):
        x = MIDDLE + index * (head.width + 16) / 5
        color = look.hair_color if index % 2 else darker(look.hair_color, 0.2)
        end = (head.chin + 40 if look.lashes else head.eyes + 62) - abs(index) * 3
        pen.stroke([(x * 0.7 + MIDDLE * 0.3, head.top + 30), (x, head.eyes), (x + index, end)], color, 19)


def _locs(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.86, 66), (0.5, 46), (0, 40), (-0.5, 46), (-0.86, 66))
    pen.shape(cap(head, rise=20, low=head.eyes - 4, line=line, out=12), look.hair_color)
    for index in range(-4, 5):
        x = index * 0.22
        pen.stroke(
            hair_line(head, (x, 34 + index * index * 1.2), (x * 0.9, 6), (x * 0.5, -14)),
            lighter(look.hair_color, 0.12),
            3,
        )


def _mane(head: Head, *, low: float, wide: float, wave: float = 0) -> list[Point]:
    width = head.width
    return mirrored(
        [
            (MIDDLE, head.top - 20),
            (MIDDLE + width * 0.7, head.top),
            (MIDDLE + width + 16, head.top + 76),
            (MIDDLE + width + 18 + wave, head.eyes + 40),
            (MIDDLE + width + 16 + wide - wave, (head.eyes + low) / 2 + 20),
            (MIDDLE + width + 10 + wide + wave, low - 26),
            (MIDDLE + width * 0.74 + wide, low),
            (MIDDLE + width * 0.4, low - 8),
            (MIDDLE, low - 30),
        ]
    )


def _long_behind(pen: Pen, look: Look, head: Head) -> None:
    pen.shape(_mane(head, low=535, wide=8), darker(look.hair_color, 0.12))


def _wavy_behind(pen: Pen, look: Look, head: Head) -> None:
    pen.shape(_mane(head, low=505, wide=22, wave=9), darker(look.hair_color, 0.12))


def _bob_behind(pen: Pen, look: Look, head: Head) -> None:
    pen.shape(_mane(head, low=head.chin + 16, wide=4), darker(look.hair_color, 0.14))


def _center(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(
        head,
        (0.93, 130),
        (0.86, 88),
        (0.6, 54),
        (0.24, 34),
        (0, 20),
        (-0.24, 34),
        (-0.6, 54),
        (-0.86, 88),
        (-0.93, 130),
    )
    pen.shape(cap(head, rise=21, low=head.eyes + 74, line=line, out=13, inset=-2), look.hair_color)
    pen.stroke(hair_line(head, (0, 20), (0.01, 0), (0, -16)), darker(look.hair_color, 0.28), 2.6)
    gloss(pen, look, head)


def _sweep(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(
        head,
        (0.95, 126),
        (0.88, 92),
        (0.6, 70),
        (0.2, 58),
        (-0.2, 40),
        (-0.46, 18),
        (-0.7, 52),
        (-0.9, 92),
        (-0.96, 126),
        turn=look.turn,
    )
    pen.shape(cap(head, rise=23, low=head.eyes + 66, line=line, out=14, inset=-1), look.hair_color)
    pen.stroke(
        hair_line(head, (-0.46, 18), (-0.36, 0), (-0.2, -14), turn=look.turn), darker(look.hair_color, 0.28), 2.6
    )
    gloss(pen, look, head)


def _pulled_back(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.88, 80), (0.72, 50), (0.4, 36), (0, 31), (-0.4, 36), (-0.72, 50), (-0.88, 80))
    pen.shape(cap(head, rise=14, low=head.eyes + 4, line=line, out=5), look.hair_color)
    for x in (-0.5, 0.05, 0.5):
        pen.stroke(hair_line(head, (x, 32), (x * 0.8, 10), (x * 0.5, -6)), lighter(look.hair_color, 0.12), 3)


def _ponytail_behind(pen: Pen, look: Look, head: Head) -> None:
    side = look.turn
    tail = [(0.5, -8), (1.1, 8), (1.5, 70), (1.46, 160), (1.2, 232), (1.06, 262), (1.08, 200), (1.14, 130), (1.0, 70)]
    pen.shape([(MIDDLE + side * x * head.width, head.top + y) for x, y in tail], darker(look.hair_color, 0.1))
    pen.stroke(
        [
            (MIDDLE + side * 1.28 * head.width, head.top + 70),
            (MIDDLE + side * 1.3 * head.width, head.top + 140),
            (MIDDLE + side * 1.18 * head.width, head.top + 210),
        ],
        lighter(look.hair_color, 0.1),
        4,
    )


def _ponytail(pen: Pen, look: Look, head: Head) -> None:
    _pulled_back(pen, look, head)
    at = (MIDDLE + look.turn * head.width * 0.82, head.top + 10)
    pen.ellipse(at, 13, 15, look.color)


def _bunch(pen: Pen, look: Look, head: Head, side: int) -> None:
    shape = [(1.0, 70), (1.3, 66), (1.52, 120), (1.5, 190), (1.3, 226), (1.18, 190), (1.1, 130)]
    pen.shape([(MIDDLE + side * x * head.width, head.top + y) for x, y in shape], darker(look.hair_color, 0.08))


def _pigtails_behind(pen: Pen, look: Look, head: Head) -> None:
    for side in (-1, 1):
        _bunch(pen, look, head, side)


def _pigtails(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.9, 92), (0.7, 62), (0.3, 44), (0, 24), (-0.3, 44), (-0.7, 62), (-0.9, 92))
    pen.shape(cap(head, rise=17, low=head.eyes + 8, line=line, out=7), look.hair_color)
    pen.stroke(hair_line(head, (0, 24), (0, -12)), darker(look.hair_color, 0.28), 2.6)
    for side in (-1, 1):
        pen.ellipse((MIDDLE + side * head.width * 1.1, head.top + 84), 12, 12, look.color)
    gloss(pen, look, head)


def _buns_behind(pen: Pen, look: Look, head: Head) -> None:
    for side in (-1, 1):
        at = (MIDDLE + side * head.width * 0.76, head.top - 10)
        pen.ellipse(at, 40, 38, look.hair_color)
        pen.ring(at, 24, 22, darker(look.hair_color, 0.2), 3)


def _topbun_behind(pen: Pen, look: Look, head: Head) -> None:
    at = (MIDDLE, head.top - 30)
    pen.ellipse(at, 48, 42, darker(look.hair_color, 0.08))
    pen.stroke(
        [(at[0] - 28, at[1] + 8), (at[0], at[1] - 22), (at[0] + 28, at[1] + 4)], lighter(look.hair_color, 0.12), 4
    )


def _topbun(pen: Pen, look: Look, head: Head) -> None:
    _pulled_back(pen, look, head)
    pen.stroke([(MIDDLE - 26, head.top - 6), (MIDDLE, head.top), (MIDDLE + 26, head.top - 6)], look.color, 9)


def _braids(pen: Pen, look: Look, head: Head) -> None:
    _pigtails(pen, look, head)
    for side in (-1, 1):
        for index in range(7):
            at = (MIDDLE + side * (head.width * 1.08 + 5 - index), head.eyes + 18 + index * 25)
            size = 17 - index * 0.8
            pen.ellipse(at, size, 17, look.hair_color)
            pen.stroke(
                [(at[0] - size * 0.7, at[1] - 8), (at[0], at[1] + 7), (at[0] + size * 0.7, at[1] - 8)],
                darker(look.hair_color, 0.24),
                2.8,
            )
        pen.ellipse((MIDDLE + side * (head.width * 1.08 - 2), head.eyes + 190), 11, 9, look.second)


#: Behind neck and head, by style.
BEHIND: dict[str, Layer] = {
    "locs": _locs_behind,
    "long": _long_behind,
    "wavy": _wavy_behind,
    "bob": _bob_behind,
    "ponytail": _ponytail_behind,
    "pigtails": _pigtails_behind,
    "buns": _buns_behind,
    "topbun": _topbun_behind,
}
#: On the head.
BEFORE: dict[str, Layer] = {
    "locs": _locs,
    "long": _center,
    "wavy": _sweep,
    "bob": _sweep,
    "ponytail": _ponytail,
    "pigtails": _pigtails,
    "buns": _pulled_back,
    "topbun": _topbun,
    "braids": _braids,
}
