"""`profiles`: the saved settings of the export, their versions, and profiles as files."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from roster_core.clever.profile.file import read_option_file
from roster_core.clever.profile.options import PRESETS
from roster_core.cli.context import json_option, opened, tell_findings, write_json
from roster_core.findings import Finding, to_frame, to_json_rows
from roster_core.journeys.export_profile_edits import (
    Draft,
    archive_profile,
    duplicate_profile,
    forbid_schedules,
    rename_profile,
    save_profile,
)
from roster_core.journeys.export_profile_files import FORMS, ProfileFile, import_profile, write_profile
from roster_core.journeys.export_profiles import ProfileView, read_profile, read_profiles, read_versions
from roster_core.journeys.profile_checks import check_options

_district = click.option("--district", help="Code of the district, where there are several.")
_file = click.Path(path_type=Path, exists=True, dir_okay=False)
_confirm = click.option("--confirm", "confirmed", multiple=True, metavar="CODE[=WORDS]",
                        help="Confirm what has to be confirmed first; again for each code.")  # fmt: skip


@click.group()
def profiles() -> None:
    """Profiles of the Clever export: options saved under a name, in versions."""


@profiles.command("list")
@click.option("--all", "with_archived", is_flag=True, help="The deleted ones too.")
@_district
@json_option
def show_list(district: str | None, *, with_archived: bool, as_json: bool) -> None:
    """Every profile with its newest version."""
    with opened() as session:
        found = read_profiles(session.store, session.user, archived=with_archived, district_code=district)
    if as_json:
        write_json([_as_json(profile) for profile in found])
        return
    for profile in found:
        gone = "  (deleted)" if profile.archived_at else ""
        click.echo(f"{profile.name}  version {profile.version} of {profile.at:%Y-%m-%d} by {profile.by}{gone}")
    if not found:
        click.echo("No profile is saved yet.")


@profiles.command("show")
@click.argument("name")
@click.option("--version", type=int, help="Another version than the newest.")
@_district
@json_option
def show(name: str, version: int | None, district: str | None, *, as_json: bool) -> None:
    """The options of a profile: as the file that “clever export --options” and “profiles import” read."""
    with opened() as session:
        profile = read_profile(session.store, session.user, name, version=version, district_code=district)
        text = write_profile(session.store, session.user, name, version=version, district_code=district)
    if as_json:
        write_json({**_as_json(profile), "options": profile.options, "acknowledged": profile.acknowledged})
    else:
        click.echo(text, nl=False)


@profiles.command("versions")
@click.argument("name")
@_district
@json_option
def versions(name: str, district: str | None, *, as_json: bool) -> None:
    """The versions of a profile, newest first: who saved each, when, and what it changed."""
    with opened() as session:
        found = read_versions(session.store, session.user, name, district_code=district)
    if as_json:
        write_json([{**vars(version), "changes": [vars(change) for change in version.changes]} for version in found])
        return
    for version in found:
        note = f": {version.note}" if version.note else ""
        click.echo(f"Version {version.version}, {version.at:%Y-%m-%d %H:%M} UTC by {version.by}{note}")
        for change in version.changes:
            click.echo(f"  {change}")


@profiles.command("save")
@click.argument("name")
@click.option("--options", "path", type=_file, help="TOML or JSON file with option names and values.")
@click.option(
    "--preset", type=click.Choice(list(PRESETS)), help="Start from a preset; the file's options stand over it."
)
@click.option("--based-on", type=int, help="The version that was edited; the newest one if absent.")
@click.option("--note", default="", help="Why, for whoever reads the versions.")
@_confirm
@_district
@json_option
def save(name: str, path: Path | None, preset: str | None, based_on: int | None, note: str,
         confirmed: Iterable[str], district: str | None, *, as_json: bool) -> None:  # fmt: skip
    """Save options under a name: a new profile, or the next version of one."""
    if path is None and preset is None:
        raise click.UsageError("Give --options FILE, --preset NAME, or both.")
    start = PRESETS[preset].model_dump(mode="json") if preset else {}
    options = {**start, **(read_option_file(path).raw if path else {})}
    with opened() as session:
        known = read_profiles(session.store, session.user, district_code=district)
        newest = next((profile.version for profile in known if profile.name.lower() == name.strip().lower()), None)
        base = newest if based_on is None else based_on
        draft = Draft(options, base, note, _confirmations(confirmed))
        profile = save_profile(session.store, session.user, name, draft, district_code=district)
        found = check_options(session.store, session.user, options, district_code=district)
    _tell_saved(profile, found, as_json=as_json)


@profiles.command("import")
@click.argument("path", type=_file)
@click.option("--name", default="", help="Another name than the file has.")
@click.option("--based-on", type=int, help="Save it as the version after this one, instead of as a new profile.")
@_confirm
@_district
@json_option
def import_file(path: Path, name: str, based_on: int | None, confirmed: Iterable[str], district: str | None, *,
                as_json: bool) -> None:  # fmt: skip
    """Save a file that “profiles export” wrote, here or elsewhere."""
    file = ProfileFile(path.name, path.read_bytes(), name, based_on, _confirmations(confirmed))
    with opened() as session:
        imported = import_profile(session.store, session.user, file, district_code=district)
    _tell_saved(imported.profile, imported.findings, as_json=as_json)


@profiles.command("export")
@click.argument("name")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False),
              help="The file to write; .json makes it JSON, anything else TOML.")  # fmt: skip
@click.option("--version", type=int, help="Another version than the newest.")
@_district
def export_file(name: str, out: Path, version: int | None, district: str | None) -> None:
    """Write a profile as a file, which “clever export --options” reads too."""
    form = FORMS[out.suffix.lower() == ".json"]
    with opened() as session:
        text = write_profile(session.store, session.user, name, version=version, form=form, district_code=district)
    out.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"Written to {out}.")


@profiles.command("duplicate")
@click.argument("name")
@click.argument("new_name")
@_district
def duplicate(name: str, new_name: str, district: str | None) -> None:
    """Save the newest version of a profile under another name too."""
    with opened() as session:
        made = duplicate_profile(session.store, session.user, name, new_name, district_code=district)
    click.echo(f"“{made.name}” is saved.")


@profiles.command("rename")
@click.argument("name")
@click.argument("new_name")
@_district
def rename(name: str, new_name: str, district: str | None) -> None:
    """Give a profile another name; its versions and runs stay."""
    with opened() as session:
        made = rename_profile(session.store, session.user, name, new_name, district_code=district)
    click.echo(f"It is called “{made.name}” now.")


@profiles.command("do-not-schedule")
@click.argument("name")
@click.option("--note", default="", help="Why no schedule may run it; without one, schedules may again.")
@_district
def do_not_schedule(name: str, note: str, district: str | None) -> None:
    """Note why no schedule may run a profile, or take that back."""
    with opened() as session:
        made = forbid_schedules(session.store, session.user, name, note, district_code=district)
    told = f"must not be scheduled: {made.not_to_schedule}" if made.not_to_schedule else "may be scheduled."
    click.echo(f"“{made.name}” {told}")


@profiles.command("delete")
@click.argument("name")
@_district
def delete(name: str, district: str | None) -> None:
    """Delete a profile; its runs keep the options that they used."""
    with opened() as session:
        archive_profile(session.store, session.user, name, district_code=district)
    click.echo(f"“{name}” is deleted.")


def _confirmations(given: Iterable[str]) -> dict[str, str]:
    parts = (text.partition("=") for text in given)
    return {code.strip(): words for code, _, words in parts}


def _as_json(profile: ProfileView) -> Mapping[str, Any]:
    return {
        "name": profile.name,
        "version": profile.version,
        "by": profile.by,
        "at": profile.at.isoformat(),
        "note": profile.note,
        "archived": profile.archived_at is not None,
        "not_to_schedule": profile.not_to_schedule,
    }


def _tell_saved(profile: ProfileView, found: tuple[Finding, ...], *, as_json: bool) -> None:
    frame = to_frame(found)
    if as_json:
        write_json({**_as_json(profile), "findings": to_json_rows(frame)})
    else:
        tell_findings(frame)
        click.echo(f"“{profile.name}” is saved as version {profile.version}.")
