"""How strictly e-mail batches are judged in a district, and what its users chose last."""

from typing import Literal

from roster_core.access.audit import Deed, record
from roster_core.access.rights import People, Right, User, require, require_everywhere
from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.batches.tables import BatchRules, UserChoice
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import require_district
from roster_core.options import Options, option
from roster_core.roster.tables.organisation import District
from roster_core.store import Store
from roster_core.updates.email_check import Domains

_SUBJECT = "email-batch"
_RULES = "emails"


class EmailRules(Options):
    """What a district decides about new addresses of students."""

    other_domains: Literal["rejected", "warning"] = option(
        "rejected",
        "Addresses of other domains",
        "Whether an address outside the district's domains for students is rejected, or a warning to be accepted.",
        source="batch-updates §4.2",
        labels={"rejected": "Rejected", "warning": "A warning"},
    )


def read_email_rules(store: Store, user: User) -> EmailRules:
    """The rules in force.

    Raises:
        Refusal: The user may not, or there is no district.
    """
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    district_id = require_district(store).district_id
    with store.reading(district_id) as session:
        row = session.get(BatchRules, (district_id, _RULES))
        return EmailRules() if row is None else EmailRules.model_validate(row.rules)


def save_email_rules(store: Store, user: User, rules: EmailRules, *, clock: Clock = utc_now) -> None:
    """Let these hold for batches begun from now on.

    Raises:
        Refusal: The user is no administrator, or there is no district.
    """
    require_everywhere(user, Right.ADMIN, Right.BATCH_ADMIN)
    before = read_email_rules(store, user)
    if rules == before:
        return
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = session.get(BatchRules, (district_id, _RULES)) or BatchRules(
            district_id=district_id, rule_set=_RULES, by=user.login, created_at=now, updated_at=now
        )
        row.rules, row.by, row.updated_at = rules.model_dump(mode="json"), user.login, now
        session.add(row)
        told = {name: [old, getattr(rules, name)] for name, old in before if old != getattr(rules, name)}
        record(session, district_id, Deed(user.login, "email_rules_changed", f"rules:{_RULES}", facts=told), now=now)


def read_domains(store: Store, user: User) -> Domains:
    """The domains that addresses of students may have, and what becomes of others.

    Raises:
        Refusal: The user may not, or there is no district.
    """
    rules, district_id = read_email_rules(store, user), require_district(store).district_id
    with store.reading(district_id) as session:
        told = session.get_one(District, district_id).student_email_domains
    return Domains(tuple(one for one in told.split(";") if one), only_warns=rules.other_domains == "warning")


def read_criterion(store: Store, user: User) -> Criterion:
    """The ID that the user chose last for a list that does not name one; the district number at first.

    Raises:
        Refusal: The user may not, or there is no district.
    """
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    district_id = require_district(store).district_id
    with store.reading(district_id) as session:
        row = session.get(UserChoice, (district_id, user.login, _SUBJECT))
        told = "" if row is None else row.choice.get("criterion", "")
    return next((one for one in OFFERED[Target.STUDENTS] if one.value == told), Criterion.DISTRICT_NUMBER)


def keep_criterion(store: Store, user: User, criterion: Criterion, *, clock: Clock = utc_now) -> None:
    """Offer this first the next time.

    Raises:
        Refusal: The user may not, or there is no district.
    """
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = session.get(UserChoice, (district_id, user.login, _SUBJECT)) or UserChoice(
            district_id=district_id, login=user.login, subject=_SUBJECT, created_at=now, updated_at=now
        )
        row.choice, row.updated_at = {"criterion": criterion.value}, now
        session.add(row)
