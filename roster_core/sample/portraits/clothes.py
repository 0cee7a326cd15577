"""Shoulders and what is worn on them."""

from roster_core.sample.portraits.looks import Look
from roster_core.sample.portraits.pen import MIDDLE, Pen, Point, darker, lighter, mirrored

_CORD = (244, 240, 232)


def _shoulders(look: Look) -> list[Point]:
    grown = min(look.age, 1)
    wide = 150 + 38 * grown + (8 if look.age > 1 else 0)
    return mirrored(
        [
            (MIDDLE, 446),
            (MIDDLE + 60, 446),
            (MIDDLE + wide * 0.72, 474 - 6 * grown),
            (MIDDLE + wide, 530 - 8 * grown),
            (MIDDLE + wide + 14, 640),
            (MIDDLE, 660),
        ]
    )


def draw_clothes(pen: Pen, look: Look) -> None:
    """The upper body, then what makes it this kind of garment."""
    outline = _shoulders(look)
    pen.shape(outline, look.color)
    away = look.turn
    pen.shape(
        [
            (MIDDLE + away * 118, 490),
            (MIDDLE + away * 190, 560),
            (MIDDLE + away * 200, 640),
            (MIDDLE + away * 108, 640),
            (MIDDLE + away * 124, 560),
        ],
        darker(look.color, 0.1),
    )
    match look.wear:
        case "stripes":
            _stripes(pen, look)
            _neckline(pen, look, lighter(look.second, 0.2))
        case "hoodie":
            _hoodie(pen, look)
        case "collar":
            _collar(pen, look, look.color)
        case "overalls":
            _overalls(pen, look)
        case "sweater":
            _sweater(pen, look)
        case "jacket" | "cardigan":
            _open_front(pen, look)
        case "blazer":
            _blazer(pen, look)
        case "turtleneck":
            _turtleneck(pen, look)
        case _:
            _neckline(pen, look, darker(look.color, 0.16))
            if sum(look.color) % 3 == 0:
                _emblem(pen, look)


def _neckline(pen: Pen, look: Look, trim: tuple[int, int, int]) -> None:
    """A round neck with its seam."""
    wide = 37 + 8 * min(look.age, 1)
    pen.shape(mirrored([(MIDDLE, 436), (MIDDLE + wide + 12, 428), (MIDDLE + wide + 8, 468), (MIDDLE, 500)]), trim)
    pen.shape(
        mirrored([(MIDDLE, 420), (MIDDLE + wide, 420), (MIDDLE + wide - 2, 464), (MIDDLE, 488)]),
        darker(look.skin, 0.06),
    )


def _emblem(pen: Pen, look: Look) -> None:
    at = (MIDDLE, 536)
    pen.ellipse(at, 24, 24, lighter(look.second, 0.15))
    reach = ((0, -19), (5, -6), (19, -6), (8, 3), (12, 17), (0, 9), (-12, 17), (-8, 3), (-19, -6), (-5, -6))
    pen.polygon([(at[0] + x, at[1] + y) for x, y in reach], look.color)


def _stripes(pen: Pen, look: Look) -> None:
    wide = 150 + 38 * min(look.age, 1)
    for row, share in enumerate((0.8, 0.94, 1.0, 1.03, 1.06)):
        y = 500 + row * 26
        reach = wide * share
        pen.polygon(
            [(MIDDLE - reach, y), (MIDDLE + reach, y), (MIDDLE + reach + 5, y + 12), (MIDDLE - reach - 5, y + 12)],
            lighter(look.second, 0.2),
        )


def _hoodie(pen: Pen, look: Look) -> None:
    # The hood lies behind the neck; its rim runs round to the front.
    pen.shape(
        mirrored([(MIDDLE, 400), (MIDDLE + 70, 404), (MIDDLE + 108, 446), (MIDDLE + 70, 488), (MIDDLE, 500)]),
        darker(look.color, 0.26),
    )
    pen.shape(mirrored([(MIDDLE, 392), (MIDDLE + 46, 396), (MIDDLE + 50, 456), (MIDDLE, 502)]), darker(look.skin, 0.06))
    rim: list[Point] = [(MIDDLE + 84, 432), (MIDDLE + 68, 478), (MIDDLE, 514), (MIDDLE - 68, 478), (MIDDLE - 84, 432)]
    pen.stroke(rim, lighter(look.color, 0.1), 34)
    pen.stroke([(x * 0.8 + MIDDLE * 0.2, y - 8) for x, y in rim], darker(look.color, 0.12), 4)
    for side in (-1, 1):
        pen.stroke([(MIDDLE + side * 30, 512), (MIDDLE + side * 33, 544), (MIDDLE + side * 30, 572)], _CORD, 4)
        pen.ellipse((MIDDLE + side * 30, 575), 4, 6, _CORD)


def _collar(pen: Pen, look: Look, color: tuple[int, int, int]) -> None:
    pen.polygon([(MIDDLE - 50, 432), (MIDDLE + 50, 432), (MIDDLE, 512)], darker(look.skin, 0.06))
    pen.stroke([(MIDDLE, 512), (MIDDLE, 620)], darker(color, 0.2), 3)
    for side in (-1, 1):
        pen.polygon(
            [(MIDDLE + side * 46, 424), (MIDDLE + side * 74, 450), (MIDDLE + side * 44, 516), (MIDDLE, 502)],
            lighter(color, 0.2),
        )
        pen.stroke([(MIDDLE + side * 74, 450), (MIDDLE + side * 44, 516), (MIDDLE, 502)], darker(color, 0.14), 2.5)
    for y in (540, 578):
        pen.ellipse((MIDDLE + 9, y), 4, 4, lighter(color, 0.65))


def _overalls(pen: Pen, look: Look) -> None:
    _stripes(pen, look) if sum(look.second) % 2 else None
    _neckline(pen, look, darker(look.color, 0.16))
    denim = (74, 104, 150)
    pen.polygon([(MIDDLE - 78, 540), (MIDDLE + 78, 540), (MIDDLE + 92, 620), (MIDDLE - 92, 620)], denim)
    for side in (-1, 1):
        pen.polygon(
            [
                (MIDDLE + side * 66, 548),
                (MIDDLE + side * 92, 462),
                (MIDDLE + side * 116, 470),
                (MIDDLE + side * 92, 552),
            ],
            denim,
        )
        pen.ellipse((MIDDLE + side * 74, 552), 8, 8, (232, 196, 104))
    pen.stroke([(MIDDLE - 76, 546), (MIDDLE + 76, 546)], lighter(denim, 0.35), 2.5)


def _sweater(pen: Pen, look: Look) -> None:
    shirt = lighter(look.second, 0.55)
    pen.polygon([(MIDDLE - 50, 446), (MIDDLE + 50, 446), (MIDDLE, 530)], darker(look.color, 0.18))
    pen.polygon([(MIDDLE - 54, 436), (MIDDLE + 54, 436), (MIDDLE, 518)], shirt)
    pen.polygon([(MIDDLE - 40, 430), (MIDDLE + 40, 430), (MIDDLE, 492)], darker(look.skin, 0.06))
    for side in (-1, 1):
        pen.polygon(
            [(MIDDLE + side * 40, 424), (MIDDLE + side * 66, 450), (MIDDLE + side * 34, 494), (MIDDLE, 484)], shirt
        )
        pen.stroke([(MIDDLE + side * 66, 450), (MIDDLE + side * 34, 494), (MIDDLE, 484)], darker(shirt, 0.16), 2.4)
    if look.age > 1:
        return
    for row in range(3):
        for column in range(-3, 4):
            x, y = MIDDLE + column * 40 + (row % 2) * 20, 536 + row * 20
            pen.polygon([(x, y - 7), (x + 8, y), (x, y + 7), (x - 8, y)], lighter(look.color, 0.22))


def _open_front(pen: Pen, look: Look) -> None:
    inner = lighter(look.second, 0.35)
    pen.polygon([(MIDDLE - 58, 440), (MIDDLE + 58, 440), (MIDDLE + 34, 640), (MIDDLE - 34, 640)], inner)
    _neckline(pen, look, darker(inner, 0.14))
    for side in (-1, 1):
        edge: list[Point] = [(MIDDLE + side * 62, 440), (MIDDLE + side * 46, 530), (MIDDLE + side * 36, 640)]
        pen.stroke(edge, darker(look.color, 0.22), 9 if look.wear == "jacket" else 6)
    if look.wear == "jacket":
        for side in (-1, 1):
            pen.polygon(
                [(MIDDLE + side * 60, 430), (MIDDLE + side * 96, 456), (MIDDLE + side * 62, 494)],
                darker(look.color, 0.12),
            )
    else:
        for y in (556, 590):
            pen.ellipse((MIDDLE - look.turn * 50, y), 5, 5, darker(look.color, 0.4))


def _blazer(pen: Pen, look: Look) -> None:
    shirt = (244, 242, 238) if sum(look.second) % 2 else lighter(look.second, 0.5)
    pen.polygon([(MIDDLE - 60, 438), (MIDDLE + 60, 438), (MIDDLE, 628)], shirt)
    pen.polygon([(MIDDLE - 42, 430), (MIDDLE + 42, 430), (MIDDLE, 488)], darker(look.skin, 0.06))
    if not look.lashes:
        tie = darker(look.second, 0.12)
        pen.polygon([(MIDDLE - 13, 486), (MIDDLE + 13, 486), (MIDDLE + 8, 504), (MIDDLE - 8, 504)], tie)
        pen.polygon([(MIDDLE - 8, 504), (MIDDLE + 8, 504), (MIDDLE + 17, 610), (MIDDLE - 17, 610)], darker(tie, 0.1))
    for side in (-1, 1):
        pen.polygon(
            [(MIDDLE + side * 42, 422), (MIDDLE + side * 66, 448), (MIDDLE + side * 34, 500), (MIDDLE, 484)], shirt
        )
        pen.stroke([(MIDDLE + side * 66, 448), (MIDDLE + side * 34, 500), (MIDDLE, 484)], darker(shirt, 0.15), 2.4)
        pen.polygon(
            [
                (MIDDLE + side * 62, 434),
                (MIDDLE + side * 112, 474),
                (MIDDLE + side * 96, 512),
                (MIDDLE + side * 108, 526),
                (MIDDLE + side * 8, 640),
                (MIDDLE + side * 2, 626),
            ],
            darker(look.color, 0.14),
        )


def _turtleneck(pen: Pen, look: Look) -> None:
    pen.shape(
        mirrored([(MIDDLE, 408), (MIDDLE + 50, 402), (MIDDLE + 60, 452), (MIDDLE, 478)]), lighter(look.color, 0.1)
    )
    pen.stroke([(MIDDLE - 52, 428), (MIDDLE, 440), (MIDDLE + 52, 428)], darker(look.color, 0.16), 3)
    pen.stroke([(MIDDLE - 58, 452), (MIDDLE, 468), (MIDDLE + 58, 452)], darker(look.color, 0.16), 3)
