"""Profiles of the export as files: written for another installation or for the command line, and read back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clever.profile.file import parse_file, parse_options, write_file
from roster_core.clock import Clock, utc_now
from roster_core.findings import Finding
from roster_core.journeys.export_profile_edits import Draft, save_profile
from roster_core.journeys.export_profiles import ProfileView, read_profile
from roster_core.journeys.profile_checks import InvalidProfile, forbids
from roster_core.store import Store

#: The forms of such a file, as its name ends.
FORMS = ("toml", "json")


@dataclass(frozen=True)
class ProfileFile:
    """A profile to be imported: the content of a file and its name, of which the ending tells the form.

    `name` stands in for the profile's name that the file has; `based_on` and `acknowledged` as in a draft: what was
    confirmed elsewhere is asked again here.
    """

    file_name: str
    content: bytes
    name: str = ""
    based_on: int | None = None
    acknowledged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Imported:
    """The profile as it was saved, and what was said of the file beside."""

    profile: ProfileView
    findings: tuple[Finding, ...]


def write_profile(
    store: Store,
    user: User,
    name: str,
    *,
    version: int | None = None,
    form: str = "toml",
    district_code: str | None = None,
) -> str:
    """A profile as a TOML or JSON file, which `clever export --options` reads too.

    Raises:
        Refusal: The user may not, or there is no such profile or version.
    """
    profile = read_profile(store, user, name, version=version, district_code=district_code)
    about: dict[str, str | int] = {"name": profile.name, "version": profile.version, "note": profile.note}
    return write_file(profile.values, about, form=form)


def import_profile(
    store: Store, user: User, file: ProfileFile, *, district_code: str | None = None, clock: Clock = utc_now
) -> Imported:
    """Save what a file says as a new profile, or as the next version of one.

    Raises:
        InvalidProfile: No run is possible with what it says.
        Refusal: The user may not, the file cannot be read, or as `save_profile`.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    read = parse_file(file.file_name, file.content)
    given = parse_options(read.raw)
    if invalid := forbids(given.findings):
        raise InvalidProfile("The profile was not imported.", invalid)
    draft = Draft(
        given.options.model_dump(mode="json"), file.based_on, read.note or f"From {file.file_name}.", file.acknowledged
    )
    saved = save_profile(store, user, file.name or read.name, draft, district_code=district_code, clock=clock)
    return Imported(saved, given.findings)
