"""Head, neck and face."""

from dataclasses import dataclass

from roster_core.sample.portraits.looks import Look
from roster_core.sample.portraits.pen import MIDDLE, Color, Pen, Point, darker, lighter, mirrored, mix

_INK: Color = (58, 38, 42)
_LIP: Color = (178, 74, 80)
#: Where the face stands; everything else is measured from it.
_EYE_LINE = 286.0


@dataclass(frozen=True)
class Head:
    """The measures of a head, in pixels of the finished picture."""

    width: float
    top: float
    chin: float
    eyes: float
    jaw: float

    @classmethod
    def of(cls, look: Look) -> "Head":
        """Small children have rounder heads with the eyes further down."""
        grown = min(look.age, 1)
        return cls(
            width=104 - 11 * grown + look.width,
            top=160 - 4 * grown,
            chin=376 + 17 * grown,
            eyes=_EYE_LINE - 10 * grown,
            jaw=look.jaw + (0.5 if look.age > 1 else 0),
        )

    def outline(self) -> list[Point]:
        """The outline of head and chin."""
        width, low = self.width, self.chin - self.eyes
        return mirrored(
            [
                (MIDDLE, self.top),
                (MIDDLE + width * 0.58, self.top + 14),
                (MIDDLE + width * 0.93, self.top + 66),
                (MIDDLE + width, self.eyes),
                (MIDDLE + width * 0.92, self.eyes + low * 0.42),
                (MIDDLE + width * (0.66 + 0.05 * self.jaw), self.eyes + low * 0.78),
                (MIDDLE + width * (0.27 + 0.06 * self.jaw), self.chin - 4),
                (MIDDLE, self.chin),
            ]
        )


def draw_neck(pen: Pen, look: Look, head: Head) -> None:
    """Neck and the skin above the collar."""
    wide = 36 + 8 * min(look.age, 1)
    pen.shape(
        mirrored([(MIDDLE + wide, head.chin - 60), (MIDDLE + wide, 440), (MIDDLE + wide + 34, 480), (MIDDLE, 540)]),
        darker(look.skin, 0.06),
    )
    pen.shape(
        mirrored([(MIDDLE + wide, head.chin - 50), (MIDDLE + wide, head.chin + 8), (MIDDLE, head.chin + 30)]),
        darker(look.skin, 0.19),
    )


def draw_head(pen: Pen, look: Look, head: Head) -> None:
    """Ears, head and the shade on one side of it."""
    for side in (-1, 1):
        at = (MIDDLE + side * (head.width + 2), head.eyes + 12)
        pen.ellipse(at, 17, 25, look.skin)
        pen.ellipse((at[0] + side * 2, at[1] + 1), 9, 15, darker(look.skin, 0.13))
    pen.shape(head.outline(), look.skin)
    # A soft shade along the cheek away from the lamp.
    away, reach = look.turn, head.width
    pen.shape(
        [
            (MIDDLE + away * reach * 0.995, head.eyes - 30),
            (MIDDLE + away * reach * 0.92, head.eyes + (head.chin - head.eyes) * 0.42),
            (MIDDLE + away * reach * 0.64, head.eyes + (head.chin - head.eyes) * 0.79),
            (MIDDLE + away * reach * 0.2, head.chin - 3),
            (MIDDLE + away * reach * 0.55, head.eyes + (head.chin - head.eyes) * 0.66),
            (MIDDLE + away * reach * 0.83, head.eyes + 20),
        ],
        darker(look.skin, 0.09),
    )


def draw_face(pen: Pen, look: Look, head: Head) -> None:
    """Cheeks, eyes, brows, nose and mouth."""
    _draw_cheeks(pen, look, head)
    for side in (-1, 1):
        _draw_eye(pen, look, head, side)
    _draw_nose(pen, look, head)
    if look.beard:
        _draw_beard(pen, look, head)
    _draw_mouth(pen, look, head)


def _apart(look: Look) -> float:
    return 43 - 3 * min(look.age, 1) + look.width * 0.3


def _draw_cheeks(pen: Pen, look: Look, head: Head) -> None:
    blush = mix(look.skin, (226, 92, 88), 0.3)
    for side in (-1, 1):
        at = (MIDDLE + side * head.width * 0.6, head.eyes + 44)
        pen.ellipse(at, 23, 15, blush, 120)
        pen.ellipse(at, 15, 10, blush, 120)
        if look.freckles:
            for dx, dy in ((-14, -6), (-4, -10), (5, -4), (-9, 3), (12, -9), (2, 5)):
                pen.ellipse((at[0] + dx, at[1] + dy - 4), 1.9, 1.9, darker(look.skin, 0.3))


def _draw_eye(pen: Pen, look: Look, head: Head, side: int) -> None:
    x, y = MIDDLE + side * _apart(look), head.eyes
    tall = 14.5 - 2.5 * min(look.age, 1)
    wide = 18.5 - 1.5 * min(look.age, 1)
    white = (252, 250, 248)
    pen.shape(
        [
            (x - wide, y + 2),
            (x - wide * 0.4, y - tall),
            (x + wide * 0.5, y - tall),
            (x + wide, y + 2),
            (x + wide * 0.4, y + tall * 0.75),
            (x - wide * 0.5, y + tall * 0.75),
        ],
        white,
    )
    pen.ellipse((x, y - 1), tall * 0.88, tall * 0.95, look.eyes)
    pen.ellipse((x, y - 1), tall * 0.5, tall * 0.55, (24, 18, 22))
    pen.ellipse((x + 4, y - 6), 3.4, 3.4, white)
    pen.ellipse((x - 4, y + 4), 1.7, 1.7, white, 170)
    ink = mix(_INK, look.hair_color, 0.3)
    pen.stroke(
        [(x - wide - 1, y + 1), (x - wide * 0.45, y - tall), (x + wide * 0.45, y - tall), (x + wide + 1, y + 1)],
        ink,
        3.6 if look.lashes else 2.8,
    )
    if look.lashes:
        for reach, rise in ((1.0, 7), (0.8, 11)):
            from_x, from_y = x + side * wide * reach, y - tall * (1.15 - reach)
            pen.stroke([(from_x, from_y), (from_x + side * 6, from_y - rise * 0.7)], ink, 2.4)
    lift = y - tall - 17 - 2 * min(look.age, 1)
    pen.stroke(
        [(x - side * 20, lift + 1), (x + side * 3, lift - 5), (x + side * 24, lift + 6)],
        darker(look.hair_color, 0.25) if look.hair_color < (150, 150, 150) else darker(look.hair_color, 0.35),
        6.2 * look.brow,
    )


def _draw_nose(pen: Pen, look: Look, head: Head) -> None:
    shade = darker(look.skin, 0.24)
    y = head.eyes + 40 + 6 * min(look.age, 1)
    match look.nose:
        case "button":
            pen.ellipse((MIDDLE, y - 3), 11, 8, darker(look.skin, 0.07))
            pen.stroke([(MIDDLE - 8, y + 2), (MIDDLE, y + 6), (MIDDLE + 8, y + 2)], shade, 3.2)
        case "hook":
            turn = -look.turn
            pen.stroke(
                [
                    (MIDDLE + turn, y - 22),
                    (MIDDLE + turn * 8, y - 2),
                    (MIDDLE + turn * 5, y + 5),
                    (MIDDLE - turn * 6, y + 4),
                ],
                shade,
                3.2,
            )
        case _:
            pen.shape([(MIDDLE, y - 20), (MIDDLE + 12, y), (MIDDLE, y + 6), (MIDDLE - 12, y)], darker(look.skin, 0.08))
            for side in (-1, 1):
                pen.ellipse((MIDDLE + side * 5, y + 2), 2.6, 1.8, shade)


def _draw_mouth(pen: Pen, look: Look, head: Head) -> None:
    y = head.eyes + (head.chin - head.eyes) * 0.69
    half = 30 + 3 * min(look.age, 1)
    lip = mix(_LIP, look.skin, 0.25)
    match look.mouth:
        case "open" | "grin":
            deep = 24 if look.mouth == "open" else 17
            inside = [
                (MIDDLE - half, y - 5),
                (MIDDLE, y),
                (MIDDLE + half, y - 5),
                (MIDDLE + half * 0.62, y + deep * 0.75),
                (MIDDLE, y + deep),
                (MIDDLE - half * 0.62, y + deep * 0.75),
            ]
            pen.shape(inside, (122, 44, 54))
            if look.mouth == "open":
                pen.ellipse((MIDDLE, y + deep - 5), half * 0.45, 6, (214, 110, 112))
            reach = 0.84
            pen.shape(
                [
                    (MIDDLE - half * reach, y - 3.5),
                    (MIDDLE, y + 0.5),
                    (MIDDLE + half * reach, y - 3.5),
                    (MIDDLE + half * 0.66, y + 6),
                    (MIDDLE, y + 9.5),
                    (MIDDLE - half * 0.66, y + 6),
                ],
                (253, 251, 246),
            )
            if look.age < 0.4 and look.turn > 0:  # noqa: PLR2004 - up to grade 2 or so a tooth is missing
                pen.polygon(
                    [(MIDDLE + 2, y), (MIDDLE + 12, y - 1), (MIDDLE + 11, y + 9), (MIDDLE + 3, y + 9.5)], (122, 44, 54)
                )
            pen.stroke([(MIDDLE - half - 2, y - 6), (MIDDLE, y), (MIDDLE + half + 2, y - 6)], darker(lip, 0.25), 2.8)
        case "smile":
            pen.stroke([(MIDDLE - half, y - 5), (MIDDLE, y + 10), (MIDDLE + half, y - 5)], darker(lip, 0.2), 4.4)
            for side in (-1, 1):
                pen.stroke(
                    [(MIDDLE + side * (half + 2), y - 9), (MIDDLE + side * (half - 2), y - 3)], darker(lip, 0.2), 3
                )
            pen.stroke([(MIDDLE - 9, y + 18), (MIDDLE, y + 20), (MIDDLE + 9, y + 18)], darker(look.skin, 0.16), 2.6)
        case _:
            pen.stroke([(MIDDLE - half * 0.7, y), (MIDDLE, y + 5), (MIDDLE + half * 0.7, y - 1)], darker(lip, 0.2), 4.2)
            pen.stroke([(MIDDLE - 8, y + 14), (MIDDLE, y + 16), (MIDDLE + 8, y + 14)], darker(look.skin, 0.16), 2.6)


def _draw_beard(pen: Pen, look: Look, head: Head) -> None:
    y = head.eyes + (head.chin - head.eyes) * 0.69
    color = mix(look.hair_color, look.skin, 0.12 if look.beard == "full" else 0.42)
    if look.beard in {"full", "short"}:
        width, low = head.width, head.chin - head.eyes
        pen.shape(
            mirrored(
                [
                    (MIDDLE + 18, y - 20),
                    (MIDDLE + 46, y - 12),
                    (MIDDLE + width * 0.97, head.eyes + low * 0.2),
                    (MIDDLE + width * 0.93, head.eyes + low * 0.5),
                    (MIDDLE + width * 0.68, head.eyes + low * 0.82),
                    (MIDDLE + width * 0.28, head.chin + (8 if look.beard == "full" else 1)),
                ]
            ),
            color,
        )
        pen.ellipse((MIDDLE, y + 6), 38, 22, look.skin if look.beard == "short" else mix(color, look.skin, 0.25))
    else:
        pen.shape(mirrored([(MIDDLE, y - 19), (MIDDLE + 24, y - 18), (MIDDLE + 38, y - 6), (MIDDLE, y - 8)]), color)


def draw_glasses(pen: Pen, look: Look, head: Head) -> None:
    """Glasses, if any."""
    if not look.glasses:
        return
    frame = darker(look.second, 0.55)
    apart, y = _apart(look), head.eyes + 1
    for side in (-1, 1):
        x = MIDDLE + side * apart
        rim = [(x - 31, y - 20), (x + 31, y - 20), (x + 29, y + 21), (x - 29, y + 21)]
        if look.glasses == "cat":
            rim = [
                (x - 29, y - 16 - (7 if side < 0 else 0)),
                (x + 29, y - 16 - (7 if side > 0 else 0)),
                (x + 24, y + 20),
                (x - 24, y + 20),
            ]
        if look.glasses == "round":
            pen.ellipse((x, y), 31, 30, (255, 255, 255), 46)
            pen.ring((x, y), 32, 31, frame, 4)
        else:
            pen.polygon(rim, (255, 255, 255), 46)
            for start, end in zip(rim, [*rim[1:], rim[0]], strict=True):
                pen.stroke([start, end], frame, 4.6)
        pen.stroke([(x + side * 31, y - 5), (MIDDLE + side * (head.width + 2), y - 8)], frame, 4)
        pen.stroke([(x - 14, y + 12), (x - 4, y - 12)], lighter(look.skin, 0.6), 2)
    pen.stroke([(MIDDLE - apart + 31, y - 4), (MIDDLE, y - 9), (MIDDLE + apart - 31, y - 4)], frame, 4)


def draw_earrings(pen: Pen, look: Look, head: Head) -> None:
    """Small earrings, if any."""
    if look.earrings:
        for side in (-1, 1):
            pen.ellipse((MIDDLE + side * (head.width + 8), head.eyes + 40), 5, 5, (236, 196, 96))
