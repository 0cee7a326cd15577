"""What is set of a district's alarms: who is told of what, by which mail server; declared once for form and storage."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import ValidationError, field_validator, model_validator
from sqlmodel import Session

from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import known_zone
from roster_core.delivery.port import Tried
from roster_core.journeys.destination_settings import SECRETS, MailAccount, Method, require_account, require_recipients
from roster_core.journeys.districts import find_district
from roster_core.journeys.secret_store import SecretNote, read_notes
from roster_core.options import option
from roster_core.roster.tables.alarms import AlarmSetup
from roster_core.store import Store

LOG = logging.getLogger(__name__)
#: The names under which the secrets of the mail server, and the address that is pinged, are kept.
MAIL_OWNER, PING_OWNER, PING = "alarms", "heartbeat", "heartbeat"
#: What a secret is called on screen.
ALARM_SECRETS: Mapping[str, str] = {
    **{name: title for name, title in SECRETS[Method.EMAIL].items() if name != "zip_passphrase"},
    PING: "Address to ping",
}
_OWN_SERVER = {"option": "through", "values": [""]}
_WITH_DIGEST = {"option": "digest", "values": [True]}
#: A year: longer than any pause that is one.
_MOST_HOURS = 366 * 24


class Kind(StrEnum):
    """What people are told of; the value is what is stored."""

    FAILED = "failed"
    HELD = "held"
    MIXED = "mixed"
    MISSED = "missed"
    INTERRUPTED = "interrupted"
    OFF = "off"
    LOAD = "load"
    #: No alarms: a scheduled run whose files arrived, and what happened in a day.
    DONE = "done"
    DIGEST = "digest"


#: Every kind of alarm with what it is called on screen.
ALARMS: Mapping[Kind, str] = {
    Kind.FAILED: "Files did not arrive",
    Kind.HELD: "A run waits for an approval",
    Kind.MIXED: "New files beside old ones",
    Kind.MISSED: "Nothing arrived for too long",
    Kind.INTERRUPTED: "A run or delivery was cut off",
    Kind.OFF: "A destination was switched off",
    Kind.LOAD: "A roster load failed",
}


#: What is told once and never over, with what it is called on screen; each has a switch of its own.
REPORTS: Mapping[Kind, str] = {Kind.DONE: "A scheduled run arrived", Kind.DIGEST: "Daily digest"}
#: What people are reminded of every day until somebody has seen to it.
REMINDED = (Kind.HELD, Kind.MIXED)


class AlarmOptions(MailAccount):
    """Who is told of what, when, and by which mail server."""

    recipients: tuple[str, ...] = option((), "Recipients", "Who is told.", placeholder="Write an address, press Enter")
    through: str = option(
        "",
        "Sent through",
        "An e-mail destination whose mail server, sender and password are used. Empty: a mail server of its own.",
    )
    kinds: tuple[Kind, ...] = option(
        tuple(ALARMS), "Told of", "Each is told at once, at most once a day, and once when it is over."
    )
    outcomes: bool = option(
        default=False,
        title="Also when all went well",
        help="A mail after each scheduled run whose files arrived: how many rows, and how many of them changed.",
    )
    missed_hours: int = option(
        26,
        "Hours without a delivery",
        "Where files of a profile arrived before, they have to arrive again within so many hours. 26 suits a delivery "
        "every night; 74 leaves weekends out.",
    )
    app_address: str = option(
        "",
        "Address of this app",
        "Where people open it, such as https://roster.maplehollow.example, for links in mails; without it they name "
        "the page.",
        placeholder="Not known: mails name the page",
    )
    digest: bool = option(
        default=False, title="Daily digest", help="One mail a day: what ran, what arrived, what waits for somebody."
    )
    digest_at: str = option(
        "07:00", "Digest at", "Hour and minute, such as 07:00; it comes within the hour.", used_with=_WITH_DIGEST
    )
    zone: str = option(
        "",
        "Time zone of the digest",
        "Such as America/New_York. Empty: the district's own.",
        used_with=_WITH_DIGEST,
    )

    @field_validator("through", "digest_at", "zone")
    @classmethod
    def _trimmed(cls, value: str) -> str:
        return value.strip()

    @field_validator("app_address")
    @classmethod
    def _bare(cls, value: str) -> str:
        return value.strip().rstrip("/")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        require_recipients(self.recipients)
        if not self.through:
            require_account(self)
        if reports := [REPORTS[kind] for kind in self.kinds if kind in REPORTS]:
            raise ValueError(f"“{reports[0]}” has a switch of its own")
        if not 1 <= self.missed_hours <= _MOST_HOURS:
            raise ValueError("the hours without a delivery are between 1 and those of a year")
        self._require_address()
        self._require_moment()
        return self

    def _require_address(self) -> None:
        if not self.app_address:
            return
        parts = urlsplit(self.app_address)
        extra = parts.query or parts.fragment or parts.username or parts.password
        if parts.scheme not in ("http", "https") or not parts.hostname or extra:
            raise ValueError(
                "the address of this app begins with https:// or http:// and ends with the host or a folder"
            )

    def _require_moment(self) -> None:
        try:
            moment = time.fromisoformat(self.digest_at)
        except ValueError:
            moment = None
        if moment is None or len(self.digest_at) != len("07:00"):
            raise ValueError(f"“{self.digest_at}” is no time; write hour and minute, such as 07:00")
        if self.zone and known_zone(self.zone) != self.zone:
            raise ValueError(f"“{self.zone}” is no time zone; write one such as America/New_York")


@dataclass(frozen=True)
class AlarmsView:
    """The alarms of a district as they are set; without `settings` nobody is told of anything."""

    settings: AlarmOptions | None = None
    secrets: tuple[SecretNote, ...] = ()
    #: That an address is pinged; the address itself is never shown.
    heartbeat: SecretNote | None = None
    tested_at: datetime | None = None
    tested: tuple[Tried, ...] = ()
    pinged: str = ""
    pinged_at: datetime | None = None
    ping_error: str = ""


def read_alarms(store: Store, user: User) -> AlarmsView:
    """What is set.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_VIEW)
    district = find_district(store)
    if district is None:
        return AlarmsView()
    with store.reading(district.district_id) as session:
        return alarms_view(session, district.district_id)


def alarms_view(session: Session, district_id: int) -> AlarmsView:
    """The same in a session."""
    row = session.get(AlarmSetup, district_id)
    if row is None:
        return AlarmsView()
    return AlarmsView(
        settings=_options(row),
        secrets=read_notes(session, MAIL_OWNER),
        heartbeat=next(iter(read_notes(session, PING_OWNER)), None),
        tested_at=row.tested_at,
        tested=tuple(Tried(**one) for one in row.tested),
        pinged=row.pinged,
        pinged_at=row.pinged_at,
        ping_error=row.ping_error,
    )


def options_in(session: Session, district_id: int) -> AlarmOptions | None:
    """What is set, for journeys; None = nobody is told."""
    row = session.get(AlarmSetup, district_id)
    return None if row is None else _options(row)


def _options(row: AlarmSetup) -> AlarmOptions | None:
    if not row.settings:
        return None
    try:
        return AlarmOptions.model_validate(row.settings)
    except ValidationError as exc:  # of another version: what people would be told of goes on all the same
        LOG.warning("what is set of alarms is not understood (%d errors); save it anew", exc.error_count())
        return None


def stored(options: AlarmOptions) -> dict[str, Any]:
    """The options as they are stored."""
    return options.model_dump(mode="json")
