"""Short hair."""

from roster_core.sample.portraits.face import Head
from roster_core.sample.portraits.looks import Look
from roster_core.sample.portraits.pen import MIDDLE, Pen, darker, lighter
from roster_core.sample.portraits.strands import Layer, cap, gloss, hair_line


def _crop(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.84, 62), (0.62, 46), (0.3, 40), (0, 43), (-0.3, 40), (-0.62, 46), (-0.84, 62))
    pen.shape(cap(head, rise=15, low=head.eyes - 14, line=line), look.hair_color)
    gloss(pen, look, head)


def _sidepart(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(
        head, (0.88, 76), (0.6, 58), (0.2, 50), (-0.2, 40), (-0.5, 26), (-0.66, 40), (-0.86, 70), turn=look.turn
    )
    pen.shape(cap(head, rise=22, low=head.eyes - 6, line=line), look.hair_color)
    pen.stroke(hair_line(head, (-0.5, 26), (-0.4, 6), (-0.24, -10), turn=look.turn), darker(look.hair_color, 0.3), 3)
    gloss(pen, look, head, rise=2)


def _quiff(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.86, 64), (0.66, 40), (0.3, 34), (-0.1, 38), (-0.6, 40), (-0.86, 64), turn=look.turn)
    pen.shape(cap(head, rise=13, low=head.eyes - 12, line=line), darker(look.hair_color, 0.14))
    wave = [
        (0.72, 36),
        (0.86, 4),
        (0.66, -28),
        (0.2, -40),
        (-0.34, -30),
        (-0.72, -2),
        (-0.74, 30),
        (-0.3, 22),
        (0.2, 36),
    ]
    pen.shape([(MIDDLE + look.turn * x * head.width, head.top + y) for x, y in wave], look.hair_color)
    for shift in (0, 16):
        pen.stroke(
            [
                (MIDDLE + look.turn * (0.5 * head.width - shift), head.top + 22),
                (MIDDLE + look.turn * (20 - shift), head.top - 8),
                (MIDDLE - look.turn * (30 + shift), head.top - 10),
            ],
            lighter(look.hair_color, 0.14),
            4,
        )


def _spiky(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.84, 60), (0.55, 44), (0, 50), (-0.55, 44), (-0.84, 60))
    pen.shape(cap(head, rise=8, low=head.eyes - 12, line=line), look.hair_color)
    for index in range(-4, 5):
        x = MIDDLE + index * head.width * 0.21
        base = head.top + 8 + index * index * 2.4
        pen.polygon(
            [(x - 19, base + 26), (x + index * 5 + look.turn * 5, base - 34 + abs(index) * 3), (x + 19, base + 26)],
            look.hair_color,
        )
    gloss(pen, look, head, rise=-6)


def _buzz(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.84, 58), (0.68, 42), (0.4, 37), (0, 36), (-0.4, 37), (-0.68, 42), (-0.84, 58))
    color = tuple(round(h * 0.78 + s * 0.22) for h, s in zip(look.hair_color, look.skin, strict=True))
    pen.shape(cap(head, rise=5, low=head.eyes - 20, line=line, out=3), (color[0], color[1], color[2]))


def _fringe(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.9, 100), (0.72, 80), (0.36, 84), (0, 86), (-0.36, 84), (-0.72, 80), (-0.9, 100))
    pen.shape(cap(head, rise=21, low=head.eyes + (60 if look.lashes else 22), line=line, out=10), look.hair_color)
    for x in (-0.4, -0.05, 0.3):
        pen.stroke(hair_line(head, (x, 76), (x - 0.03, 58)), darker(look.hair_color, 0.18), 2.6)
    gloss(pen, look, head, rise=-4)


def _shag(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(
        head,
        (0.9, 104),
        (0.62, 66),
        (0.4, 80),
        (0.14, 60),
        (-0.12, 78),
        (-0.42, 58),
        (-0.66, 74),
        (-0.9, 100),
        turn=look.turn,
    )
    pen.shape(cap(head, rise=25, low=head.eyes + 34, line=line, out=15, inset=2), look.hair_color)
    gloss(pen, look, head)


def _pixie(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(
        head, (0.9, 96), (0.7, 66), (0.3, 76), (-0.1, 60), (-0.5, 34), (-0.72, 54), (-0.9, 86), turn=look.turn
    )
    pen.shape(cap(head, rise=20, low=head.eyes + 16, line=line, out=8), look.hair_color)
    gloss(pen, look, head)


def _curls(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.8, 66), (0.4, 50), (0, 54), (-0.4, 50), (-0.8, 66))
    low = head.eyes + (30 if look.lashes else -8)
    pen.shape(cap(head, rise=20, low=low, line=line, out=8), look.hair_color)
    rim = [
        (-1.08, 112),
        (-1.12, 74),
        (-1.02, 36),
        (-0.78, 4),
        (-0.44, -18),
        (0, -25),
        (0.44, -18),
        (0.78, 4),
        (1.02, 36),
        (1.12, 74),
        (1.08, 112),
        (0.74, 48),
        (0.42, 34),
        (0.1, 40),
        (-0.22, 34),
        (-0.52, 40),
        (-0.8, 56),
    ]
    for index, (x, y) in enumerate(rim):
        at = (MIDDLE + x * head.width, head.top + y)
        pen.ellipse(at, 23, 22, look.hair_color)
        pen.stroke(
            [(at[0] - 10, at[1] + 4), (at[0] - 4, at[1] - 10), (at[0] + 9, at[1] - 5)],
            lighter(look.hair_color, 0.13) if index % 2 else darker(look.hair_color, 0.22),
            3,
        )


def _afro_behind(pen: Pen, look: Look, head: Head) -> None:
    at = (MIDDLE, head.top + 62)
    pen.ellipse(at, head.width + 46, head.width + 34, look.hair_color)
    for index in range(14):
        x = (-1.32, -1.36, -1.28, -1.1, -0.84, -0.5, -0.16, 0.16, 0.5, 0.84, 1.1, 1.28, 1.36, 1.32)[index]
        y = (106, 66, 26, -8, -38, -56, -66, -66, -56, -38, -8, 26, 66, 106)[index]
        pen.ellipse((MIDDLE + x * head.width, head.top + y), 20, 20, look.hair_color)


def _afro(pen: Pen, look: Look, head: Head) -> None:
    line = hair_line(head, (0.82, 62), (0.6, 46), (0.3, 42), (0, 41), (-0.3, 42), (-0.6, 46), (-0.82, 62))
    pen.shape(cap(head, rise=30, low=head.eyes - 16, line=line, out=14), look.hair_color)
    for x, y in ((-0.7, 4), (-0.3, -22), (0.25, -28), (0.7, -2), (0, -48), (-0.95, 40), (0.98, 44)):
        at = (MIDDLE + x * head.width, head.top + y)
        pen.stroke(
            [(at[0] - 9, at[1] + 3), (at[0], at[1] - 6), (at[0] + 9, at[1] + 2)], lighter(look.hair_color, 0.12), 3.4
        )


def _bald(pen: Pen, look: Look, head: Head) -> None:
    for side in (-1, 1):
        pen.shape(
            [
                (MIDDLE + side * (head.width + 5), head.eyes - 4),
                (MIDDLE + side * (head.width + 6), head.eyes - 50),
                (MIDDLE + side * head.width * 0.9, head.eyes - 66),
                (MIDDLE + side * head.width * 0.84, head.eyes - 34),
            ],
            look.hair_color,
        )
    pen.ellipse((MIDDLE - look.turn * 34, head.top + 32), 24, 10, lighter(look.skin, 0.35), 150)


#: Behind neck and head, by style.
BEHIND: dict[str, Layer] = {"afro": _afro_behind}
#: On the head.
BEFORE: dict[str, Layer] = {
    "crop": _crop,
    "sidepart": _sidepart,
    "quiff": _quiff,
    "spiky": _spiky,
    "buzz": _buzz,
    "fringe": _fringe,
    "shag": _shag,
    "pixie": _pixie,
    "curls": _curls,
    "afro": _afro,
    "bald": _bald,
}
