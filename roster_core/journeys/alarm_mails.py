"""The work that sends a notice by mail: tried again under the same message ID until the server has taken it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from roster_core.clock import Clock, known_zone, utc_now
from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.mail import MailDelivery, MailTarget
from roster_core.delivery.port import Outcome, Parcel, Receipt
from roster_core.jobs.handlers import Progress
from roster_core.journeys.alarm_settings import MAIL_OWNER, AlarmOptions, Kind, options_in
from roster_core.journeys.alarm_words import Sender, message_of
from roster_core.journeys.destination_settings import EmailSettings, MailAccount
from roster_core.journeys.destinations import destination_row, owner_of, settings_of
from roster_core.journeys.secret_store import open_secrets
from roster_core.journeys.ways import mail_server_of
from roster_core.refusals import Refusal
from roster_core.roster.tables.alarms import AlarmSetup, Notice
from roster_core.roster.tables.organisation import District
from roster_core.store import Store

#: After a refused sign-in the server is left alone for so long: accounts would be locked otherwise.
_LEFT_ALONE = timedelta(hours=20)
#: How many digits of a notice's ID, those that are random, stand in its message IDs.
_TAG_DIGITS = 12
_DONE = Progress(1, 1, finished=True)


def advance(store: Store, district_id: int, notice_id: str, *, clock: Clock = utc_now) -> Progress:
    """Send the mail that a notice has come to; what became of it is noted there."""
    with store.reading(district_id) as session:
        row = session.get(Notice, (district_id, notice_id))
        if row is None or row.state != "waiting":
            return _DONE
        told, receipt, way = row.told, Receipt(Outcome.NOT_DELIVERED, ""), None
        try:
            way = _way(store, session, row, clock)
        except Refusal as refusal:
            receipt = receipt.failed(Fault(FaultKind.CONFIG, f"{refusal.what} {refusal.why}", refusal.fix))
        except Fault as fault:
            receipt = receipt.failed(fault)
    if way is not None:
        receipt = way.deliver(Parcel((), tag=tag_of(notice_id, told)))
    with store.writing(district_id) as session:
        now = clock()
        _note(session, district_id, notice_id, told, receipt, now)
        if way is not None and receipt.fault is FaultKind.AUTH:
            session.get_one(AlarmSetup, district_id).refused_at = now
    return _DONE


def tag_of(notice_id: str, told: int) -> str:
    """What stands in the message ID of a mail: short, since some servers do not understand one that is folded."""
    return f"{notice_id[-_TAG_DIGITS:]}.{told}"


def fail(store: Store, district_id: int, notice_id: str, why: str, *, clock: Clock = utc_now) -> None:
    """Note that the work ended in another way."""
    with store.writing(district_id) as session:
        row = session.get(Notice, (district_id, notice_id), with_for_update=True)
        if row is not None and row.state == "waiting":
            row.state, row.fault, row.error, row.fix, row.updated_at = "failed", "local", why, "", clock()


@dataclass(frozen=True)
class Account:
    """By which mail server it goes: under which name its secrets are kept, and when it was last changed."""

    settings: MailAccount
    owner: str
    changed_at: datetime

    def target(self, store: Store, session: Session, district_id: int, options: AlarmOptions) -> MailTarget:
        """The recipients, and the server with its secrets; to be used at once and kept nowhere.

        Raises:
            Refusal: A secret cannot be opened.
        """
        server = mail_server_of(store, self.settings, open_secrets(store, session, district_id, self.owner))
        return MailTarget(server, self.settings.sender, options.recipients)


def account_of(session: Session, setup: AlarmSetup, options: AlarmOptions) -> Account:
    """The mail server that sends: its own, or that of an e-mail destination.

    Raises:
        Refusal: There is no such destination any more.
    """
    if not options.through:
        return Account(options, MAIL_OWNER, setup.updated_at)
    row = destination_row(session, options.through)
    settings = settings_of(row)
    if not isinstance(settings, EmailSettings):
        why = f"“{row.name}” sends no e-mails."
        raise Refusal("Nobody was told.", why=why, fix="Choose an e-mail destination on the page Alarms.")
    return Account(settings, owner_of(row), max(row.updated_at, setup.updated_at))


def _way(store: Store, session: Session, row: Notice, clock: Clock) -> MailDelivery:
    options = options_in(session, row.district_id)
    if options is None:
        raise Fault(FaultKind.CONFIG, "It is not set who is told.", "Set it on the page Alarms.")
    setup = session.get_one(AlarmSetup, row.district_id)
    account, refused = account_of(session, setup, options), setup.refused_at
    if refused is not None and account.changed_at <= refused and clock() - refused < _LEFT_ALONE:
        text = "The mail server refused to sign in; it is left alone for a day, or its account might be locked."
        raise Fault(FaultKind.AUTH, text, "Give the right password, then send a test mail on the page Alarms.")
    district = session.get_one(District, row.district_id)
    zone = (options.zone if row.kind == Kind.DIGEST else "") or known_zone(district.time_zone)
    message = message_of(row, Sender(district.name, zone, options.app_address))
    target = account.target(store, session, row.district_id, options)
    return MailDelivery(target, message.subject, message.text, now=clock)


def _note(session: Session, district_id: int, notice_id: str, told: int, receipt: Receipt, now: datetime) -> None:
    row = session.get_one(Notice, (district_id, notice_id), with_for_update=True)
    arrived = receipt.outcome is Outcome.DELIVERED
    row.attempts += 1
    if row.told == told:  # else it has come to another mail meanwhile, which is on its way
        row.state = "sent" if arrived else "failed"
    row.fault, row.error, row.fix = receipt.fault or "", receipt.error, receipt.fix
    row.message_id, row.updated_at = receipt.message_id, now
    if arrived:
        row.sent_at = now
