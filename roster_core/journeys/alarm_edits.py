"""Setting alarms up, and a mail that shows whether they arrive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, new_id, utc_now
from roster_core.delivery.faults import Fault
from roster_core.delivery.heartbeat import require_address
from roster_core.delivery.mail import MailDelivery
from roster_core.delivery.port import Outcome, Parcel, Tried
from roster_core.journeys.alarm_mails import account_of, tag_of
from roster_core.journeys.alarm_settings import (
    ALARM_SECRETS,
    MAIL_OWNER,
    PING,
    PING_OWNER,
    REPORTS,
    AlarmOptions,
    AlarmsView,
    alarms_view,
    options_in,
    stored,
)
from roster_core.journeys.alarms import ask, close
from roster_core.journeys.destination_settings import parse_options, ties_changed
from roster_core.journeys.districts import require_district
from roster_core.journeys.secret_store import forget_secrets, write_secrets
from roster_core.refusals import Refusal
from roster_core.roster.tables.alarms import AlarmSetup, Notice
from roster_core.roster.tables.organisation import District
from roster_core.store import Store

_NOT_SAVED = "The alarms were not saved."
_SUBJECT = "Test: alarms of Roster Desk arrive here"


def save_alarms(
    store: Store,
    user: User,
    given: Mapping[str, Any],
    secrets: Mapping[str, str] | None = None,
    *,
    clock: Clock = utc_now,
) -> AlarmsView:
    """Set who is told of what; secrets that are left out stay, blank ones are forgotten.

    Another mail server forgets its password. Mails that did not get out are tried again with what is set now.

    Raises:
        Refusal: The user may not, or what is set does not go together.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    options = parse_options(AlarmOptions, given, _NOT_SAVED)
    known = _checked(secrets or {})
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = _setup_row(session, district_id, user, now)
        before = options_in(session, district_id)
        if row.settings and (before is None or ties_changed(before, options)):
            forget_secrets(session, MAIL_OWNER)
            session.flush()
        row.settings, row.by, row.updated_at = stored(options), user.login, now
        row.tested_at, row.tested = None, []
        account_of(session, row, options)  # which refuses if the destination is none that sends
        mail = {name: text for name, text in known.items() if name != PING}
        write_secrets(store, session, district_id, MAIL_OWNER, mail, user.login, now=now)
        if PING in known:
            write_secrets(store, session, district_id, PING_OWNER, {PING: known[PING]}, user.login, now=now)
            row.pinged, row.pinged_at, row.ping_error = "", None, ""
        _ask_again(session, clock)
        facts = {"recipients": list(options.recipients), "kinds": [kind.value for kind in options.kinds]}
        record(session, district_id, Deed(user.login, "alarms_saved", f"district:{district_id}", facts=facts), now=now)
        return alarms_view(session, district_id)


def send_again(store: Store, user: User, *, clock: Clock = utc_now) -> int:
    """Try every mail once more that did not get out; how many these are.

    Raises:
        Refusal: The user may not.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    with store.writing(require_district(store).district_id) as session:
        return _ask_again(session, clock)


def close_alarm(store: Store, user: User, notice_id: str, *, clock: Clock = utc_now) -> None:
    """Say that somebody has seen to an alarm that nothing will end by itself; whoever was told of it is told so.

    Raises:
        Refusal: The user may not, or it is not open.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = session.get(Notice, (district_id, notice_id), with_for_update=True)
        if row is None or row.recovered_at is not None or row.kind in REPORTS:
            raise Refusal("Nothing was closed.", why="No such alarm is open.", fix="Look at the page Alarms.")
        close(session, row, f"{user.login} has seen to it.", clock)
        facts = {"kind": row.kind, "about": row.about}
        record(session, district_id, Deed(user.login, "alarm_closed", f"notice:{notice_id}", facts=facts), now=now)


def send_test(store: Store, user: User, *, clock: Clock = utc_now) -> tuple[Tried, ...]:
    """Send a mail to everybody who would be told, here and now; what works, step by step.

    Raises:
        Refusal: The user may not, nothing is set, or a secret cannot be opened.
    """
    require_everywhere(user, Right.EXPORT_EDIT)
    district_id = require_district(store).district_id
    with store.reading(district_id) as session:
        row = session.get(AlarmSetup, district_id)
        options = options_in(session, district_id)
        if row is None or options is None:
            raise Refusal(
                "No mail was sent.", why="It is not set who is told.", fix="Set recipients and a mail server."
            )
        name = session.get_one(District, district_id).name
        target = account_of(session, row, options).target(store, session, district_id, options)
    text = (
        f"If you read this, alarms of Roster Desk of {name} reach you.\n\n{user.login} sent it from the page Alarms.\n"
    )
    way = MailDelivery(target, _SUBJECT, text, now=clock)
    tried = way.test()
    if all(one.good for one in tried):
        receipt = way.deliver(Parcel((), tag=tag_of(new_id(clock), 0)))
        arrived = receipt.outcome is Outcome.DELIVERED
        took = f"It took a mail for {', '.join(options.recipients)}. Look whether it is there, also among junk mail."
        tried = (*tried, Tried(arrived, took if arrived else receipt.error, receipt.fix))
    with store.writing(district_id) as session:
        row = session.get_one(AlarmSetup, district_id)
        row.tested_at, row.tested = clock(), [vars(one) for one in tried]
        if all(one.good for one in tried):
            row.refused_at = None
            _ask_again(session, clock)
    return tried


def _checked(secrets: Mapping[str, str]) -> Mapping[str, str]:
    if unknown := set(secrets) - set(ALARM_SECRETS):
        why = f"They have no secret called {', '.join(sorted(unknown))}."
        raise Refusal(_NOT_SAVED, why=why, fix="Leave it out.")
    if address := secrets.get(PING, "").strip():
        try:
            require_address(address)
        except Fault as fault:
            raise Refusal(_NOT_SAVED, why=fault.message, fix=fault.fix) from None  # its cause may quote the address
    return {name: text.strip() if name == PING else text for name, text in secrets.items()}


def _setup_row(session: Session, district_id: int, user: User, now: datetime) -> AlarmSetup:
    row = session.get(AlarmSetup, district_id, with_for_update=True)
    if row is None:
        row = AlarmSetup(district_id=district_id, by=user.login, created_at=now, updated_at=now)
        session.add(row)
        session.flush()
    return row


def _ask_again(session: Session, clock: Clock) -> int:
    rows = session.exec(select(Notice).where(Notice.state == "failed").with_for_update()).all()
    for row in rows:
        ask(session, row, clock)
    return len(rows)
