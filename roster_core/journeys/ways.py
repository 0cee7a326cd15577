"""From a stored destination to the way out that it is; the one place where its secrets are opened."""

from dataclasses import dataclass

from sqlmodel import Session

from roster_core.clock import Clock, utc_now
from roster_core.delivery.mail import MailDelivery, MailTarget
from roster_core.delivery.mail_server import MailServer, OAuth
from roster_core.delivery.port import Delivery
from roster_core.delivery.sftp.publish import SftpDelivery
from roster_core.delivery.sftp.target import SftpTarget
from roster_core.journeys.destination_settings import EmailSettings, FolderSettings, MailAccount, SftpSettings
from roster_core.journeys.destinations import folder_of, owner_of, settings_of
from roster_core.journeys.secret_store import open_secrets
from roster_core.roster.tables.delivery import Destination
from roster_core.store import Store


@dataclass(frozen=True)
class Message:
    """What an e-mail says: no data about people is in it."""

    subject: str = ""
    text: str = ""


def way_out(
    store: Store, session: Session, row: Destination, message: Message | None = None, *, clock: Clock = utc_now
) -> Delivery:
    """The way out, with its secrets; to be used at once and kept nowhere.

    Raises:
        Refusal: A secret cannot be opened.
    """
    settings = settings_of(row)
    if isinstance(settings, FolderSettings):
        return folder_of(settings, row.destination_id)
    secrets = open_secrets(store, session, row.district_id, owner_of(row))
    if isinstance(settings, SftpSettings):
        return SftpDelivery(_sftp(settings, row, secrets))
    told = message or Message()
    return MailDelivery(_mail(store, settings, secrets), told.subject, told.text, now=clock)


def _sftp(settings: SftpSettings, row: Destination, secrets: dict[str, str]) -> SftpTarget:
    return SftpTarget(
        host=settings.host,
        user=settings.user,
        port=settings.port,
        folder=settings.folder,
        host_keys=tuple(key["line"] for key in row.host_keys),
        password=secrets.get("password"),
        key=secrets.get("key"),
        passphrase=secrets.get("passphrase"),
        mode=settings.mode,
        verify=settings.verify,
        quiet_minutes=settings.quiet_minutes,
    )


def _mail(store: Store, settings: EmailSettings, secrets: dict[str, str]) -> MailTarget:
    server = mail_server_of(store, settings, secrets)
    domains = tuple(domain.strip().lower().lstrip("@") for domain in settings.domains)
    return MailTarget(
        server, settings.sender, settings.recipients, settings.content, domains, secrets.get("zip_passphrase")
    )


def mail_server_of(store: Store, account: MailAccount, secrets: dict[str, str]) -> MailServer:
    """The mail server of an account, with its secrets; to be used at once and kept nowhere."""
    oauth = None
    if account.sign_in == "oauth2":
        oauth = OAuth(
            account.token_url,
            account.client_id,
            secrets.get("client_secret"),
            secrets.get("refresh_token"),
            account.scope,
        )
    return MailServer(
        host=account.host,
        port=account.port,
        mode=account.encryption,
        user=account.user if account.sign_in != "none" else "",
        password=secrets.get("password") if account.sign_in == "password" else None,
        oauth=oauth,
        ca_file=store.settings.ca_file,
    )
