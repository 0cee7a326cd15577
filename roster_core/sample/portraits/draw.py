"""A portrait from a look, and the JPEG that it becomes."""

import io

from PIL import Image

from roster_core.sample.portraits.clothes import draw_clothes
from roster_core.sample.portraits.face import Head, draw_earrings, draw_face, draw_glasses, draw_head, draw_neck
from roster_core.sample.portraits.hair import draw_before, draw_behind, draw_under
from roster_core.sample.portraits.looks import Look
from roster_core.sample.portraits.pen import Pen, backdrop


def portrait(look: Look) -> Image.Image:
    """The portrait, 480 × 600 pixels, head and shoulders."""
    pen = Pen(backdrop(*look.backdrop))
    head = Head.of(look)
    draw_behind(pen, look, head)
    draw_neck(pen, look, head)
    draw_clothes(pen, look)
    draw_under(pen, look, head)
    draw_head(pen, look, head)
    draw_face(pen, look, head)
    draw_earrings(pen, look, head)
    draw_before(pen, look, head)
    draw_glasses(pen, look, head)
    return pen.finished()


def jpeg(image: Image.Image, *, exif: Image.Exif | None = None) -> bytes:
    """The picture as a small baseline JPEG."""
    out = io.BytesIO()
    more = {"exif": exif} if exif else {}
    image.save(out, "JPEG", quality=50, optimize=True, subsampling="4:2:0", **more)
    return out.getvalue()
