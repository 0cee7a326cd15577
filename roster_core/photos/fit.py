"""Making a photo fit: upright, in sRGB, on white, cropped and reduced; bytes in, bytes out (photos §1)."""

import io
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from PIL import Image, ImageCms

from roster_core.photos.decode import Pixels, loaded, open_image
from roster_core.photos.exif import Exif
from roster_core.photos.faces import Face
from roster_core.photos.jpeg import read_jpeg
from roster_core.photos.png import read_png
from roster_core.photos.rules import PhotoRules
from roster_core.photos.types import PhotoType, type_of

QUALITY = 90
#: The most that a small picture measures, in pixels.
THUMBNAIL = (240, 300)
#: A head is nearer to the upper edge: of what is cut off above and below, so many hundredths are cut off above.
_ABOVE = 35
#: Where the middle of a face lies in a crop, as a part of its height.
_FACE_AT = 0.45
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: Components of a JPEG in greys or colours.
_PLAIN = {1, 3}
_QUARTERS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}


class Done(StrEnum):
    """What was done to a photo; the value is the word shown."""

    STRIPPED = "metadata removed"
    FIRST_FRAME = "first picture taken"
    TURNED = "turned upright"
    COLOUR = "colours brought to sRGB"
    ON_WHITE = "put on white"
    CROPPED = "cropped"
    REDUCED = "reduced"
    MADE_ANEW = "saved as JPEG"


@dataclass(frozen=True)
class Crop:
    """A part of the upright picture, in its pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Plan:
    """How a photo becomes one of `width` × `height`: `quarters` turned clockwise, the crop of that, reduced.

    Nothing is cropped without a `crop`.
    """

    width: int
    height: int
    crop: Crop | None = None
    quarters: int = 0


@dataclass(frozen=True)
class Fitted:
    """A photo made to fit, and what was done for that."""

    data: bytes
    type: PhotoType
    width: int
    height: int
    done: tuple[Done, ...]


def propose(width: int, height: int, rules: PhotoRules, face: Face | None = None) -> Plan | None:
    """How a picture of this size (upright) comes into the limits, cropped only if reducing is not enough.

    A crop is placed around the face, if one is known, and then any picture wider than high is cropped. `None` if it
    is too small: nothing is ever enlarged.
    """
    if width < rules.min_width or height < rules.min_height:
        return None
    scale = min(1.0, rules.max_width / width, rules.max_height / height)
    whole = round(width * scale), round(height * scale)
    if rules.takes(*whole) and not (face and width > height):
        return Plan(*whole)
    ratio = rules.max_width / rules.max_height
    crop_width = max(rules.min_width, min(width, math.floor(height * ratio)))
    crop_height = max(rules.min_height, min(height, math.floor(width / ratio)))
    left, top = (width - crop_width) // 2, (height - crop_height) * _ABOVE // 100
    if face is not None:
        left = min(max(0, round(face.x * width - crop_width / 2)), width - crop_width)
        top = min(max(0, round(face.y * height - crop_height * _FACE_AT)), height - crop_height)
    return plan_crop(Crop(left, top, crop_width, crop_height), rules)


def plan_crop(crop: Crop, rules: PhotoRules, *, quarters: int = 0) -> Plan | None:
    """The plan for a crop that somebody drew, reduced as far as it must be; `None` if it is too small or too oblong."""
    scale = min(1.0, rules.max_width / crop.width, rules.max_height / crop.height)
    width, height = round(crop.width * scale), round(crop.height * scale)
    return Plan(width, height, crop, quarters) if rules.takes(width, height) else None


def fit(data: bytes, plan: Plan) -> Fitted:
    """The photo as the plan says, made anew once as a JPEG without metadata.

    Raises:
        BrokenPicture: It cannot be decoded.
        ValueError: The plan does not fit into the picture, or would enlarge it.
    """
    source, exif = _source(data)
    done: list[Done] = []
    with open_image(source) as image:
        width, height = _upright(image.size, exif, plan.quarters)
        crop = plan.crop or Crop(0, 0, width, height)
        _refuse_unfitting(crop, plan, width, height)
        scale = max(plan.width / crop.width, plan.height / crop.height)
        # A JPEG is reduced while it is decoded; `draft` never goes below what is asked for.
        image.draft(None, (math.ceil(image.width * scale), math.ceil(image.height * scale)))
        picture = _turned(_plain(loaded(image), done), exif, plan.quarters, done)
    if plan.crop is not None:
        done.append(Done.CROPPED)
    if (plan.width, plan.height) != (crop.width, crop.height):
        done.append(Done.REDUCED)
    x, y = picture.width / width, picture.height / height
    box = (crop.left * x, crop.top * y, (crop.left + crop.width) * x, (crop.top + crop.height) * y)
    if box != (0, 0, plan.width, plan.height) or picture.size != (plan.width, plan.height):
        picture = picture.resize((plan.width, plan.height), Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    return Fitted(_saved(picture), PhotoType.JPEG, plan.width, plan.height, (*done, Done.MADE_ANEW))


def thumbnail(data: bytes, plan: Plan | None = None) -> Fitted:
    """The small picture of a photo, upright and within `THUMBNAIL`, of what `plan` makes of it.

    Raises:
        BrokenPicture: It cannot be decoded.
    """
    source, exif = _source(data)
    with open_image(source) as image:
        whole = _upright(image.size, exif, plan.quarters if plan else 0)
    size = thumbnail_size(*((plan.crop.width, plan.crop.height) if plan and plan.crop else whole))
    return fit(data, Plan(*size, plan.crop if plan else None, plan.quarters if plan else 0))


def thumbnail_size(width: int, height: int) -> tuple[int, int]:
    """The size of the small picture of one of this size."""
    scale = min(1.0, THUMBNAIL[0] / width, THUMBNAIL[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def thumbnail_of(pixels: Pixels, size: tuple[int, int], exif: Exif) -> Fitted:
    """The small picture of `size` (upright) from what was decoded for the check already."""
    done: list[Done] = []
    picture = _turned(Image.fromarray(pixels), exif, 0, done)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return Fitted(_saved(picture), PhotoType.JPEG, *size, (*done, Done.REDUCED, Done.MADE_ANEW))


def normalise(data: bytes) -> Fitted:
    """The photo as it is shown and handed out: upright, sRGB, without metadata, in its own size.

    A JPEG or PNG that is all that already is stripped and otherwise untouched, nor decoded: that it can be is for
    `check_photo` to say. Anything else is made anew as a JPEG.

    Raises:
        BrokenPicture: It cannot be decoded.
    """
    if fitted := stripped(data):
        return fitted
    source, exif = _source(data)
    kind = type_of(data)
    with open_image(source) as image:
        size = image.size
        plain = image.mode in {"RGB", "L"} and not image.has_transparency_data and not _foreign_profile(image)
    if kind in {PhotoType.JPEG, PhotoType.PNG} and plain and exif.orientation == 1:
        bare = read_jpeg(data).stripped() if kind is PhotoType.JPEG else read_png(data).stripped()
        return Fitted(bare, kind, *size, (Done.STRIPPED,))
    return fit(data, Plan(*_upright(size, exif, 0)))


def stripped(data: bytes) -> Fitted | None:
    """What `normalise` makes of a usual JPEG, by its segments alone; `None` where that takes more.

    Raises:
        BrokenPicture: Its segments cannot be read.
    """
    if type_of(data) is not PhotoType.JPEG:
        return None
    jpeg = read_jpeg(data)
    if jpeg.components not in _PLAIN or jpeg.has_profile or jpeg.exif.orientation != 1:
        return None
    return Fitted(jpeg.stripped(), PhotoType.JPEG, *jpeg.size, (Done.STRIPPED,))


def _source(data: bytes) -> tuple[bytes, Exif]:
    """The bytes to decode, without metadata but for a colour profile, and how the picture lies."""
    kind = type_of(data)
    if kind is PhotoType.JPEG:
        jpeg = read_jpeg(data)
        return jpeg.stripped(keep_profile=True), jpeg.exif
    if kind is PhotoType.PNG:
        png = read_png(data)
        return png.stripped(keep_profile=True), png.exif
    return data, Exif()


def _upright(size: tuple[int, int], exif: Exif, quarters: int) -> tuple[int, int]:
    """The size of a stored picture after it was turned."""
    lying = (exif.orientation > 4) != (quarters % 2 == 1)  # noqa: PLR2004 - 5 to 8 are lying
    return (size[1], size[0]) if lying else size


def _refuse_unfitting(crop: Crop, plan: Plan, width: int, height: int) -> None:
    past = crop.left + crop.width > width or crop.top + crop.height > height
    if past or min(crop.left, crop.top) < 0 or min(crop.width, crop.height, plan.width, plan.height) < 1:
        raise ValueError("the crop lies outside of the picture")
    if plan.width > crop.width or plan.height > crop.height:
        raise ValueError("a photo is never enlarged")


def _foreign_profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Its colour profile, unless it is sRGB itself or broken: then the numbers are taken as sRGB."""
    profile = image.info.get("icc_profile")
    if not profile:
        return None
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return None if "srgb" in ImageCms.getProfileDescription(opened).lower() else opened
    except (OSError, ImageCms.PyCMSError):
        return None


def _plain(image: Image.Image, done: list[Done]) -> Image.Image:
    """The picture in RGB or grey, in sRGB, with nothing to be seen through."""
    profile = _foreign_profile(image)
    if getattr(image, "is_animated", False):
        done.append(Done.FIRST_FRAME)
    if image.has_transparency_data:
        done.append(Done.ON_WHITE)
        image = _on_white(image)
    if image.mode.startswith("I"):
        image = _from_16_bits(image)
    if profile is not None and (converted := _to_srgb(image, profile)) is not None:
        done.append(Done.COLOUR)
        return converted
    if image.mode in {"RGB", "L"}:
        return image
    if image.mode == "CMYK":
        done.append(Done.COLOUR)
    return image.convert("L" if image.mode == "1" else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """Composited: merely dropping the transparency would show the colours hidden beneath it."""
    seen = image if image.mode == "RGBA" else image.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _from_16_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 bits divided; converting them would clip to white."""
    return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")


def _to_srgb(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image | None:
    """The picture in sRGB, or `None` if the profile is not for such a picture."""
    suited = image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGB")
    try:
        converted = ImageCms.profileToProfile(suited, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None
    return cast("Image.Image", converted)


def _turned(image: Image.Image, exif: Exif, quarters: int, done: list[Done]) -> Image.Image:
    turns = [_TURNS.get(exif.orientation), _QUARTERS.get(quarters % 4)]
    for turn in turns:
        if turn is not None:
            image = image.transpose(turn)
    if any(turn is not None for turn in turns):
        done.append(Done.TURNED)
    return image


def _saved(image: Image.Image) -> bytes:
    image.info.clear()  # a comment would travel along
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, subsampling="4:2:0")
    return buffer.getvalue()
