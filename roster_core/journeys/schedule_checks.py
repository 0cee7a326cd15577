"""What has to be right before a schedule runs by itself, and profiles that no schedule may run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from roster_core.access.rights import User
from roster_core.journeys.deliveries import OPTION_OF
from roster_core.journeys.destinations import view as destination_view
from roster_core.journeys.export_profiles import view as profile_view
from roster_core.journeys.profile_checks import check_options, forbids
from roster_core.journeys.schedule_sources import source_hindrance
from roster_core.journeys.schedules import source_of
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Destination, DestinationProfile
from roster_core.roster.tables.profiles import ExportProfile
from roster_core.roster.tables.records import ExportRun
from roster_core.roster.tables.schedules import Schedule
from roster_core.store import Store


@dataclass(frozen=True)
class Check:
    """What was looked at, in words; `hinders` = it must not run by itself as long as that is so."""

    what: str
    fix: str = ""
    good: bool = False
    hinders: bool = False


def require_allowed(profile: ExportProfile, what: str) -> None:
    """Raise a refusal that begins with `what` if no schedule may run the profile.

    Raises:
        Refusal: Somebody noted so, or it was put away.
    """
    if profile.archived_at is not None:
        raise Refusal(what, why=f"The profile “{profile.name}” was put away.", fix="Choose another profile.")
    if profile.not_to_schedule:
        raise Refusal(
            what,
            why=f"The profile “{profile.name}” must not be scheduled: {profile.not_to_schedule}",
            fix="Ask whoever wrote that; the note is taken off on the page Clever export (More, Do not schedule).",
        )


def check_first(store: Store, session: Session, row: Schedule, user: User) -> tuple[Check, ...]:
    """Everything that is looked at before a schedule runs by itself."""
    profile = session.get_one(ExportProfile, (row.district_id, row.profile_id))
    return (*_of_profile(store, session, profile, user), *_of_ways(session, profile), *_of_source(session, row))


def hindrances(checks: Sequence[Check]) -> str:
    """Why it must not run by itself, in one text; blank = it may."""
    return " ".join(check.what for check in checks if check.hinders)


def _of_profile(store: Store, session: Session, profile: ExportProfile, user: User) -> Iterator[Check]:
    if profile.archived_at is not None or profile.not_to_schedule:
        why = profile.not_to_schedule or "It was put away."
        yield Check(f"The profile “{profile.name}” must not be scheduled: {why}", hinders=True)
        return
    wrong = forbids(check_options(store, user, profile_view(session, profile).options))
    if wrong:
        told = " ".join(finding.message for finding in wrong)
        yield Check(f"The profile cannot run: {told}", "Correct its options on the page Clever export.", hinders=True)
    ever = select(ExportRun).where(ExportRun.profile_id == profile.profile_id, ExportRun.state == "previewed")
    runs = session.exec(ever.limit(1)).first()
    delivered = session.exec(ever.where(col(ExportRun.delivered_at).is_not(None)).limit(1)).first()
    if runs is None:
        yield Check(
            f"“{profile.name}” was never run: its first files wait for an approval.",
            "Preview it on the page Clever export first, and look at what it makes.",
        )
    elif delivered is None:
        yield Check(
            f"Nothing of “{profile.name}” was delivered yet: its first files wait for an approval.",
            "Deliver a run by hand first.",
        )
    else:
        yield Check(f"Files of “{profile.name}” were made and delivered before.", good=True)


def _of_ways(session: Session, profile: ExportProfile) -> Iterator[Check]:
    linked = select(Destination).join(
        DestinationProfile, col(DestinationProfile.destination_id) == col(Destination.destination_id)
    )
    rows = session.exec(
        linked.where(
            DestinationProfile.district_id == profile.district_id,
            DestinationProfile.profile_id == profile.profile_id,
            col(Destination.deleted_at).is_(None),
        )
    ).all()
    options = profile_view(session, profile).options
    ways = [destination_view(session, row) for row in sorted(rows, key=lambda row: row.name_key)]
    wrong = {one.name: one.hindrance or _off(options.get(OPTION_OF[one.method])) for one in ways}
    if not ways:
        yield Check(
            f"No destination is set up for the profile “{profile.name}”.",
            "Add one on the page Destinations and tick the profile there.",
            hinders=True,
        )
    for name, why in wrong.items():
        if why:
            nowhere = all(wrong.values())
            yield Check(f"“{name}”: {why}", "Settle that on the page Destinations.", hinders=nowhere)
        else:
            yield Check(f"“{name}” is ready.", good=True)


def _off(option: object) -> str:
    return "" if option else "The profile's option that sends there is off."


def _of_source(session: Session, row: Schedule) -> Iterator[Check]:
    source = source_of(row)
    if not source.picks_up:
        return
    if why := source_hindrance(session, row.district_id, source):
        yield Check(why, "Settle that on the page Destinations or in the schedule.", hinders=True)
    else:
        yield Check("The roster is picked up before each run.", good=True)
