"""The daily digest: one a local day, by the local clock, and without anybody's name."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from roster_core.batches.tables import Batch
from roster_core.clock import new_id
from roster_core.journeys.alarm_rounds import go_round
from roster_core.journeys.alarm_settings import AlarmOptions, Kind
from roster_core.journeys.audit_chain import check_trail, read_anchors
from roster_core.journeys.digest import day_due
from roster_core.roster.tables.organisation import District
from roster_core.store import open_store
from tests.journeys.deliveries.alarm_desk import NOWHERE, PUPIL, asked, mails, notices, send_all, text_of, told, told_by
from tests.journeys.deliveries.test_alarms import raised
from tests.servers.mail import mail_server

NEW_YORK = ZoneInfo("America/New_York")


#: An hour is twice; there is none; an ordinary day; the edges of one.
DAYS = [
    (datetime(2026, 10, 31, 4, tzinfo=UTC), "01:30"),
    (datetime(2027, 3, 13, 5, tzinfo=UTC), "02:30"),
    (datetime(2026, 11, 20, 5, tzinfo=UTC), "07:00"),
    (datetime(2026, 11, 20, 5, tzinfo=UTC), "00:00"),
    (datetime(2026, 11, 20, 5, tzinfo=UTC), "23:59"),
]


@pytest.mark.parametrize("every", [1, 7, 60])
@pytest.mark.parametrize(("first", "at"), DAYS)
def test_each_local_day_is_due_at_its_time_whatever_the_clock_does(first, at, every):
    options = AlarmOptions.model_validate({**NOWHERE, "digest_at": at})
    moments = [first + timedelta(minutes=every * number) for number in range(3 * 24 * 60 // every)]
    due: dict[date, datetime] = {}
    for moment in moments:
        day = day_due(options, "America/New_York", moment)
        if day:
            due.setdefault(day, moment.astimezone(NEW_YORK))
    first_day = first.astimezone(NEW_YORK).date() - timedelta(days=at > "21:00")  # a late one comes after midnight
    assert list(due) == [first_day + timedelta(days=number) for number in range(len(due))]
    assert len(due) >= 3
    for day, local in list(due.items())[1:]:
        asked = datetime.combine(day, time.fromisoformat(at))
        assert timedelta() <= local.replace(tzinfo=None) - asked <= timedelta(hours=1)


def test_a_day_has_one_digest_though_the_program_starts_anew_and_an_hour_is_twice(office):
    office.now = datetime(2026, 11, 1, 4, 10, tzinfo=UTC)
    told(office, digest=True, digest_at="01:05")
    for _hour in range(28):
        go_round(office.store, 1, clock=office.clock)
        go_round(office.store, 1, clock=office.clock)
        office.store.close()
        office.store = open_store(office.store.settings)
        office.now += timedelta(hours=1)
    assert [row.about for row in notices(office)] == ["day:2026-11-01", "day:2026-11-02"]
    assert len(asked(office)) == 2
    office.store.close()


def test_a_district_whose_zone_is_none_is_told_by_utc(office, tmp_path):
    with office.store.writing(1) as session:
        session.get_one(District, 1).time_zone = "Nowhere/Zone"
    with mail_server(tmp_path) as mailbox:
        told_by(office, mailbox, digest=True, digest_at="18:00")
        raised(office)
        go_round(office.store, 1, clock=office.clock)
        send_all(office)
    assert [mail["Subject"][:5] for mail in mails(mailbox)] == ["Alarm", "Roste"]
    assert all("18:00 (UTC)" in text_of(mail) for mail in mails(mailbox))


def test_its_own_zone_counts_before_the_districts():
    options = AlarmOptions.model_validate({**NOWHERE, "digest_at": "07:00", "zone": "Asia/Tokyo"})
    now = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    assert day_due(options, "America/New_York", now) == date(2026, 11, 26)
    assert day_due(options, "America/New_York", now - timedelta(hours=1)) is None


def test_it_tells_counts_holds_and_alarms_and_nobodys_name(office, tmp_path):
    with mail_server(tmp_path) as mailbox:
        told_by(office, mailbox, digest=True, digest_at="07:00", kinds=[])
        office.folder(tmp_path / "share")
        office.sent(office.run())
        office.run()
        with office.store.writing(1) as session:
            session.add(
                Batch(district_id=1, batch_id=f"1-{new_id(office.clock)}", kind="PHOTO", target="students",
                      criterion="district_number", state="done_with_errors", by=PUPIL, error=PUPIL,
                      sources=[{"name": f"{PUPIL}.jpg"}], created_at=office.now, updated_at=office.now)
            )  # fmt: skip
        raised(office, Kind.HELD, words="A run of “Nightly” waits for an approval.\nWhy.")
        raised(office, Kind.OFF, words="“Clever” was switched off.")
        go_round(office.store, 1, clock=office.clock)
        send_all(office)
    [mail] = mails(mailbox)
    assert mail["Subject"] == "Roster Desk on 2026-11-25: 2 matters need attention"
    text = text_of(mail)
    for line in (
        "Needs attention:\n  “Clever” was switched off.",
        "Waits for an approval:\n  A run of “Nightly” waits for an approval.",
        "Clever exports: 2 made",
        "Deliveries: 1 delivered",
        "Roster loads: none",
        "Uploads: 1 done, not all of it",
        "Since 2026-11-24 13:00 (America/New_York)",
    ):
        assert line in text
    (tmp_path / "mail.txt").write_text(text)
    (anchor,) = read_anchors(tmp_path / "mail.txt")
    assert check_trail(office.store, office.user, [anchor]).wrong == ()
    assert PUPIL not in mailbox.messages[0].decode()
