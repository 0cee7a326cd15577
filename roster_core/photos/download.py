"""Which photos go into a ZIP, under which names, and who is not in it (batch-updates §3.5)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from roster_core.downloads.file_names import Template, Wanted, clean_name, extension_for, told_apart
from roster_core.downloads.holders import Choice, Folders, Holder, by_school, folders_for

#: Everything in the ZIP but its two lists lies in this folder.
TOP = "photos"
_JPEG = "image/jpeg"


class Size(StrEnum):
    """How large the photos are handed out; the value is the word on screen and on the command line."""

    ORIGINAL = "original"
    LARGE = "480x600"
    MEDIUM = "240x300"
    SMALL = "120x150"

    @property
    def limits(self) -> tuple[int, int] | None:
        """The most that width and height may be, in pixels; `None` for no limit."""
        if self is Size.ORIGINAL:
            return None
        width, _, height = self.value.partition("x")
        return int(width), int(height)


@dataclass(frozen=True)
class Version:
    """A stored photo of somebody; `taken` is when it came in, on the district's clock."""

    person_id: int
    version: int
    key: str
    sha256: str
    size: int
    media_type: str
    width: int
    height: int
    taken: datetime
    crc32: int | None = None
    school_year: str = ""


@dataclass(frozen=True)
class Entry:
    """One photo in the ZIP, under its path in there."""

    path: str
    holder: Holder
    photo: Version
    #: Whether it is sent as it is stored; otherwise it is made smaller on the way.
    whole: bool


@dataclass(frozen=True)
class Plan:
    """What a ZIP holds, by path, and whom it does not hold."""

    entries: tuple[Entry, ...] = ()
    #: Chosen, without a photo.
    missing: tuple[Holder, ...] = ()
    #: Chosen, with a photo that may only be used inside.
    restricted: tuple[Holder, ...] = ()
    #: Chosen, with a photo that was there already.
    unchanged: int = 0
    #: Chosen, with a photo whose file cannot be read any more.
    lost: tuple[Holder, ...] = ()

    @property
    def persons(self) -> int:
        """How many are chosen."""
        return len(self.entries) + len(self.missing) + len(self.restricted) + len(self.lost) + self.unchanged

    def without(self, paths: Collection[str]) -> "Plan":
        """The same, the photos at these paths being lost."""
        lost = tuple(entry.holder for entry in self.entries if entry.path in paths)
        kept = tuple(entry for entry in self.entries if entry.path not in paths)
        return replace(self, entries=kept, lost=(*self.lost, *lost)) if lost else self


@dataclass(frozen=True)
class Form:
    """In which form the photos are handed out."""

    template: Template
    size: Size = Size.ORIGINAL
    folders: Folders = Folders.NONE
    internal_use: bool = False
    #: Of the present, for photos that do not say theirs.
    school_year: str = ""
    #: Only what came in after this.
    since: datetime | None = None


def build_plan(holders: Iterable[Holder], photos: Mapping[int, Version], choice: Choice, form: Form) -> Plan:
    """What the ZIP holds; `photos` are those in question, by person."""
    chosen = sorted((one for one in holders if choice.takes(one)), key=by_school)
    # Of a confidential record not even the name is told to whoever gets the ZIP.
    shut = [one for one in chosen if one.confidential or (one.restricted and one.person_id in photos)]
    restricted = [] if form.internal_use else shut
    out = {one.person_id for one in restricted}
    held = [one for one in chosen if one.person_id in photos and one.person_id not in out]
    given = [one for one in held if form.since is None or photos[one.person_id].taken > form.since]
    paths = told_apart(list(_wanted(given, photos, form)))
    entries = (
        Entry(f"{TOP}/{path}", one, photos[one.person_id], _is_whole(photos[one.person_id], form.size))
        for path, one in zip(paths, given, strict=True)
    )
    return Plan(
        tuple(sorted(entries, key=lambda entry: entry.path)),
        tuple(one for one in chosen if one.person_id not in photos and one.person_id not in out),
        tuple(restricted),
        len(held) - len(given),
    )


def newest_of_year(photos: Iterable[Version], school_year: str) -> dict[int, Version]:
    """By person, the newest photo of a school year."""
    newest: dict[int, Version] = {}
    for photo in photos:
        if photo.school_year == school_year and photo.version >= newest.get(photo.person_id, photo).version:
            newest[photo.person_id] = photo
    return newest


def _wanted(given: Sequence[Holder], photos: Mapping[int, Version], form: Form) -> Iterable[Wanted]:
    folder_of = folders_for(given, form.folders)
    for one in given:
        photo = photos[one.person_id]
        filled = clean_name(form.template.filled(one.tokens(photo.school_year or form.school_year)))
        media_type = photo.media_type if _is_whole(photo, form.size) else _JPEG
        yield Wanted(
            folder_of[one.person_id],
            filled or clean_name(one.weblogin_id) or clean_name(one.district_number) or "_",
            extension_for(media_type, form.template.extension),
            one.district_number,
        )


def _is_whole(photo: Version, size: Size) -> bool:
    limits = size.limits
    return limits is None or (photo.media_type == _JPEG and photo.width <= limits[0] and photo.height <= limits[1])


def fitted_size(width: int, height: int, limits: tuple[int, int]) -> tuple[int, int]:
    """The size of a photo fitted inside, never enlarged."""
    scale = min(1.0, limits[0] / width, limits[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))
