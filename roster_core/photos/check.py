"""What a photo must pass, the cheap checks first (photos §1, batch-updates §3.2)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from roster_core.batches.amounts import check_size
from roster_core.batches.contents import what_else
from roster_core.batches.items import Checked
from roster_core.batches.names import extension
from roster_core.findings import Finding, Severity
from roster_core.photos import kinds
from roster_core.photos.decode import Decoded, decode, open_image
from roster_core.photos.exif import Exif
from roster_core.photos.faces import find_face
from roster_core.photos.fit import Fitted, Plan, propose, thumbnail, thumbnail_of, thumbnail_size
from roster_core.photos.jpeg import BrokenPicture, read_jpeg
from roster_core.photos.png import read_png
from roster_core.photos.rules import MAX_PIXELS, MAX_SIDE, PhotoRules
from roster_core.photos.types import EXTENSIONS, PhotoType, type_of

#: Scans of a JPEG; cameras make 1 to 15, bombs hundreds.
MAX_SCANS = 64
#: A picture whose greys spread less than this is almost one colour.
LOW_SPREAD = 4.0
_LYING = range(5, 9)


@dataclass(frozen=True)
class PhotoCheck:
    """What is known of one file. Sizes are as one sees the picture, that is, turned; 0 until they were read.

    `plan` makes a picture of the right size from it: offered, never followed unasked.
    """

    name: str
    size: int
    sha256: str = ""
    type: PhotoType | None = None
    width: int = 0
    height: int = 0
    orientation: int = 1
    has_location: bool = False
    #: By how many bits it differs from that of another photo tells how alike they are (photos §4).
    likeness: int | None = None
    findings: tuple[Finding, ...] = ()
    plan: Plan | None = None

    @property
    def usable(self) -> bool:
        """Whether it may be stored as it is."""
        return not any(one.severity in {Severity.ERROR, Severity.BLOCK} for one in self.findings)

    def as_checked(self) -> Checked:
        """The check as an item of a batch takes it."""
        return Checked(self.sha256 if self.usable else "", self.findings)


@dataclass(frozen=True)
class _Header:
    """What is known before anything is decoded; `bare` is what will be decoded."""

    width: int
    height: int
    exif: Exif
    bare: bytes = field(repr=False)
    scans: int = 1
    animated: bool = False
    damage: str = ""
    #: Its colours are not plainly sRGB, so that they have to be converted.
    has_profile: bool = False


def check_photo(name: str, data: bytes, rules: PhotoRules) -> PhotoCheck:
    """All checks of one file; each that fails makes those after it pointless, but for the last ones."""
    return _examined(name, data, rules)[0]


def examine_photo(name: str, data: bytes, rules: PhotoRules) -> tuple[PhotoCheck, Fitted | None]:
    """The same with the small picture of what can be decoded; a JPEG is decoded once for both.

    A crop that is proposed lies around the face, where the small picture shows one.
    """
    check, header, decoded = _examined(name, data, rules)
    if header is None or decoded is None:
        return check, None
    if decoded.pixels is None or header.has_profile:
        small = thumbnail(data)
    else:
        small = thumbnail_of(decoded.pixels, thumbnail_size(check.width, check.height), header.exif)
    portrayed = check.plan and (check.plan.crop or check.width > check.height)
    if portrayed and (face := find_face(small.data)):
        around = propose(check.width, check.height, rules, face)
        check = replace(check, plan=around or check.plan)
    return check, small


def _examined(name: str, data: bytes, rules: PhotoRules) -> tuple[PhotoCheck, _Header | None, Decoded | None]:
    check = PhotoCheck(name, len(data))
    kind = type_of(data)
    refused = tuple(check_size(name, len(data), rules.max_bytes)) or tuple(_check_type(name, data, rules))
    if refused or kind is None:
        return replace(check, findings=refused), None, None
    check = replace(check, sha256=hashlib.sha256(data).hexdigest(), type=kind)
    try:
        header = _header(data, kind)
        check = _with_header(check, header)
        if refused := tuple(_check_bounds(check, header)):
            return replace(check, findings=refused), None, None
        width, height = thumbnail_size(check.width, check.height)
        decoded = decode(header.bare, kind, (height, width) if _lies(header.exif) else (width, height))
    except BrokenPicture as broken:
        return replace(check, findings=(Finding(kinds.UNREADABLE, name, facts={"what": str(broken)}),)), None, None
    checked = replace(
        check,
        likeness=decoded.likeness,
        findings=tuple(_check_picture(check, header, decoded, rules)),
        plan=None if rules.takes(check.width, check.height) else propose(check.width, check.height, rules),
    )
    return checked, header, decoded


def _check_type(name: str, data: bytes, rules: PhotoRules) -> Iterator[Finding]:
    """Checks 2 and 3."""
    types = ", ".join(rules.types)
    ending, kind = extension(name), type_of(data)
    if kind is not None and kind not in rules.types:
        yield Finding(kinds.TYPE_NOT_ALLOWED, name, facts={"what": f"a {kind} picture", "types": types})
    elif kind is None:
        yield Finding(kinds.TYPE_NOT_ALLOWED, name, facts={"what": what_else(data), "types": types})
    elif ending not in EXTENSIONS:
        what = f"named as no photo type ({ending or 'no extension'})"
        yield Finding(kinds.TYPE_NOT_ALLOWED, name, facts={"what": what, "types": types})


def _header(data: bytes, kind: PhotoType) -> _Header:
    if kind is PhotoType.JPEG:
        jpeg = read_jpeg(data)
        return _Header(*jpeg.size, jpeg.exif, jpeg.stripped(), scans=jpeg.scans, has_profile=jpeg.has_profile)
    if kind is PhotoType.PNG:
        png = read_png(data)
        return _Header(*png.size, png.exif, png.stripped(), animated=png.animated, damage=png.damage)
    with open_image(data) as image:
        return _Header(*image.size, Exif(), data)


def _with_header(check: PhotoCheck, header: _Header) -> PhotoCheck:
    width, height = header.width, header.height
    if _lies(header.exif):
        width, height = height, width
    return replace(
        check,
        width=width,
        height=height,
        orientation=header.exif.orientation,
        has_location=header.exif.has_location,
    )


def _lies(exif: Exif) -> bool:
    return exif.orientation in _LYING


def _check_bounds(check: PhotoCheck, header: _Header) -> Iterator[Finding]:
    """Checks 5 and 6, before anything is decoded."""
    if check.width * check.height > MAX_PIXELS or max(check.width, check.height) > MAX_SIDE:
        limits = f"at most {MAX_PIXELS // 1_000_000} megapixels and {MAX_SIDE} px a side"
        yield _dimensions(check, limits)
    if not check.width or not check.height:
        yield Finding(kinds.UNREADABLE, check.name, facts={"what": "damaged"})
    if header.scans > MAX_SCANS:
        yield Finding(kinds.TOO_MANY_SCANS, check.name, facts={"scans": header.scans})


def _dimensions(check: PhotoCheck, limits: str) -> Finding:
    facts = {"width": check.width, "height": check.height, "limits": limits}
    return Finding(kinds.DIMENSIONS, check.name, facts=facts)


def _check_picture(check: PhotoCheck, header: _Header, decoded: Decoded, rules: PhotoRules) -> Iterator[Finding]:
    """Checks 4, 7 and 9 and what somebody should look at."""
    ending = extension(check.name)
    if EXTENSIONS[ending] is not check.type:
        facts = {"extension": ending, "what": f"a {check.type} picture"}
        yield Finding(kinds.EXTENSION_MISMATCH, check.name, facts=facts)
    if damage := header.damage or decoded.damage:
        yield Finding(kinds.DAMAGED, check.name, facts={"what": damage})
    if not rules.takes(check.width, check.height):
        yield _dimensions(check, rules.limits)
    if header.animated or decoded.animated:
        yield Finding(kinds.ANIMATED, check.name)
    if check.width > check.height:
        yield Finding(kinds.LANDSCAPE, check.name)
    if decoded.spread < LOW_SPREAD:
        yield Finding(kinds.LOW_DETAIL, check.name)
    if check.has_location:
        yield Finding(kinds.LOCATION_REMOVED, check.name)
