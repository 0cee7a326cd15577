"""A pen that draws smooth flat shapes at twice the size, in the coordinates of the finished picture."""

from collections.abc import Iterable, Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

#: The finished size in pixels.
WIDTH, HEIGHT = 480, 600
#: The middle line about which faces are symmetric.
MIDDLE = WIDTH / 2
_SCALE = 2
#: Figures are designed around this point and stand this much larger in the picture.
_FOCUS = (WIDTH / 2, 318.0)
_ZOOM = 1.12
#: Straight pieces drawn between two given points of a curve.
_PIECES = 12

Color = tuple[int, int, int]
Point = tuple[float, float]


def mix(one: Color, other: Color, share: float) -> Color:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def darker(color: Color, share: float) -> Color:
    """`color` with some warm black in it."""
    return mix(color, (40, 20, 30), share)


def lighter(color: Color, share: float) -> Color:
    """`color` with some white in it."""
    return mix(color, (255, 255, 255), share)


def mirrored(right: Sequence[Point]) -> list[Point]:
    """A closed outline from its right half, given from top to bottom; points on the middle line are not doubled."""
    left = [(2 * MIDDLE - x, y) for x, y in reversed(right) if x != MIDDLE]
    return [*right, *left]


def curve(points: Sequence[Point], *, closed: bool) -> list[Point]:
    """Points on a smooth line (Catmull-Rom) through `points`."""
    count = len(points)
    ends = [points[index % count] for index in range(-1, count + 2)]
    around = ends if closed else [points[0], *points, points[-1]]
    found: list[Point] = []
    for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False):
        for step in range(_PIECES):
            t = step / _PIECES
            found.append((_blend(a[0], b[0], c[0], d[0], t), _blend(a[1], b[1], c[1], d[1], t)))
    return found if closed else [*found, points[-1]]


def _blend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


class Pen:
    """Draws on a picture of its own; all numbers are pixels of the finished picture before the zoom."""

    def __init__(self, background: Image.Image) -> None:
        """Draw on `background`, which has twice the finished size."""
        self._image = background
        self._draw = ImageDraw.Draw(background, "RGBA")

    def finished(self) -> Image.Image:
        """The picture in its finished size, as soft as a lens draws it, which also makes for small files."""
        return self._image.reduce(_SCALE).filter(ImageFilter.GaussianBlur(0.75))

    def shape(self, points: Sequence[Point], color: Color, alpha: int = 255) -> None:
        """A filled shape with a smooth outline through `points`."""
        self.polygon(curve(points, closed=True), color, alpha)

    def polygon(self, points: Iterable[Point], color: Color, alpha: int = 255) -> None:
        """A filled shape with corners."""
        self._draw.polygon([_pixel(point) for point in points], fill=(*color, alpha))

    def ellipse(self, at: Point, width: float, height: float, color: Color, alpha: int = 255) -> None:
        """A filled ellipse, `width` and `height` from its middle to its rim."""
        left, top = _pixel((at[0] - width, at[1] - height))
        right, bottom = _pixel((at[0] + width, at[1] + height))
        self._draw.ellipse((left, top, right, bottom), fill=(*color, alpha))

    def ring(self, at: Point, width: float, height: float, color: Color, thick: float) -> None:
        """The rim of an ellipse."""
        left, top = _pixel((at[0] - width, at[1] - height))
        right, bottom = _pixel((at[0] + width, at[1] + height))
        self._draw.ellipse((left, top, right, bottom), outline=(*color, 255), width=_thickness(thick))

    def stroke(self, points: Sequence[Point], color: Color, thick: float) -> None:
        """A smooth line with round ends."""
        line = [_pixel(point) for point in curve(points, closed=False)]
        self._draw.line(line, fill=(*color, 255), width=_thickness(thick), joint="curve")
        for x, y in (line[0], line[-1]):
            radius = _thickness(thick) / 2
            self._draw.ellipse((x - radius, y - radius, x + radius - 1, y + radius - 1), fill=(*color, 255))


def _pixel(point: Point) -> tuple[int, int]:
    x, y = ((at - focus) * _ZOOM + focus for at, focus in zip(point, _FOCUS, strict=True))
    return round(x * _SCALE), round(y * _SCALE)


def _thickness(thick: float) -> int:
    return max(1, round(thick * _SCALE * _ZOOM))


def backdrop(light: Color, dark: Color) -> Image.Image:
    """A photographer's backdrop of twice the finished size: `light` in the middle, `dark` in the corners."""
    return _backdrop(light, dark).copy()


@cache
def _backdrop(light: Color, dark: Color) -> Image.Image:
    size = (WIDTH * _SCALE, HEIGHT * _SCALE)
    shade = Image.radial_gradient("L").resize(size, Image.Resampling.BILINEAR)
    return Image.composite(Image.new("RGB", size, dark), Image.new("RGB", size, light), shade)
