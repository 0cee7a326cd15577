"""Alarms as tests set them up: who is told by the tests' own mail server, and what of it there is."""

import email
import email.policy
from dataclasses import replace

from sqlmodel import col, select

from roster_core.jobs.tables import Job
from roster_core.journeys.alarm_edits import save_alarms
from roster_core.journeys.alarm_mails import advance
from roster_core.journeys.alarm_settings import read_alarms
from roster_core.journeys.alarms import NOTICE
from roster_core.roster.tables.alarms import Notice
from tests.servers.mail import PASSWORD, USER

DANA = "dana@district.example"
#: What nobody may read in a mail, a log or a job.
PUPIL = "Zyxwvut Quillfeather"
#: Nobody listens there.
NOWHERE = {"host": "127.0.0.1", "port": 9, "sender": USER, "encryption": "plain", "recipients": [DANA]}


def told(office, settings=NOWHERE, secrets=None, **more):
    """Dana is told."""
    return save_alarms(office.store, office.user, {**settings, **more}, secrets or {}, clock=office.clock)


def told_by(office, mailbox, *, password=PASSWORD, **more):
    """Dana is told through the tests' mail server, which wants a password and has a certificate of its own."""
    trusting = office.store.settings.model_copy(update={"ca_file": mailbox.ca_file})
    office.store = replace(office.store, settings=trusting)
    account = {"host": "127.0.0.1", "port": mailbox.port, "sign_in": "password", "user": USER, "sender": USER}
    return told(office, {**account, "recipients": [DANA]}, {"password": password}, **more)


def as_set(office):
    """What is set, to be changed and saved anew."""
    settings = read_alarms(office.store, office.user).settings
    assert settings is not None
    return settings.model_dump()


def notices(office):
    with office.store.reading(1) as session:
        return session.exec(select(Notice).order_by(col(Notice.first_at), col(Notice.notice_id))).all()


def asked(office):
    """The notices that jobs are asked for, one entry a mail."""
    with office.store.reading(1) as session:
        return [job.subject for job in session.exec(select(Job).where(Job.handler == NOTICE).order_by(col(Job.job_id)))]


def send_all(office):
    """What a worker does."""
    for row in notices(office):
        advance(office.store, 1, row.notice_id, clock=office.clock)


def text_of(mail):
    return mail.get_content().replace("\r\n", "\n")


def mails(mailbox):
    return [email.message_from_bytes(raw, policy=email.policy.default) for raw in mailbox.messages]
