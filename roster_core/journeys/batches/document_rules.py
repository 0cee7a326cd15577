"""The rules for documents that hold in a district, its assessment types, and what its users chose last."""

from dataclasses import dataclass

from sqlmodel import col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import People, Right, User, require, require_everywhere
from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.batches.tables import BatchRules, UserChoice
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import require_district
from roster_core.roster.tables.updates import AssessmentType
from roster_core.store import Store
from roster_core.updates.document_rules import DocumentRules, TypeTerms, Visibility

_SUBJECT = "document-batch"
_RULE_SET = "documents"


@dataclass(frozen=True)
class DocumentChoice:
    """What is offered first to somebody who begins a batch of documents; a blank type for none chosen yet."""

    criterion: Criterion = Criterion.DISTRICT_NUMBER
    type: str = ""


def read_rules(store: Store, user: User) -> DocumentRules:
    """The rules with the district's own numbers.

    Raises:
        Refusal: The user may not, or there is no district.
    """
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    district_id = require_district(store).district_id
    with store.reading(district_id) as session:
        row = session.get(BatchRules, (district_id, _RULE_SET))
    return DocumentRules() if row is None else DocumentRules.model_validate(row.rules)


def save_rules(store: Store, user: User, rules: DocumentRules, *, clock: Clock = utc_now) -> None:
    """Let these rules hold for batches begun from now on.

    Raises:
        Refusal: The user is no administrator, or there is no district.
    """
    require_everywhere(user, Right.ADMIN, Right.BATCH_ADMIN)
    district_id, now = require_district(store).district_id, clock()
    told = rules.model_dump(mode="json")
    with store.writing(district_id) as session:
        row = session.get(BatchRules, (district_id, _RULE_SET)) or BatchRules(
            district_id=district_id, rule_set=_RULE_SET, by=user.login, created_at=now, updated_at=now
        )
        before = DocumentRules.model_validate(row.rules).model_dump(mode="json")
        row.rules, row.by, row.updated_at = told, user.login, now
        session.add(row)
        facts = {name: [before[name], value] for name, value in told.items() if before[name] != value}
        if facts:
            record(
                session,
                district_id,
                Deed(user.login, "document_rules_changed", "rules:documents", facts=facts),
                now=now,
            )


def read_types(store: Store) -> dict[str, TypeTerms]:
    """The assessment types of the district that are in use, in its order."""
    district_id = require_district(store).district_id
    with store.reading(district_id) as session:
        rows = session.exec(
            select(AssessmentType).where(AssessmentType.active).order_by(col(AssessmentType.sequence))
        ).all()
        return {
            row.code: TypeTerms(row.name, Visibility(row.default_visibility), one_per_year=row.one_per_year)
            for row in rows
        }


def read_choice(store: Store, user: User) -> DocumentChoice:
    """What the user chose last.

    Raises:
        Refusal: The user may not, or there is no district.
    """
    require(user, Right.BATCH_STUDENT_MANAGE, people=People.STUDENTS)
    district_id = require_district(store).district_id
    with store.reading(district_id) as session:
        row = session.get(UserChoice, (district_id, user.login, _SUBJECT))
    told = {} if row is None else row.choice
    offered = {one.value: one for one in OFFERED[Target.STUDENTS]}
    return DocumentChoice(offered.get(told.get("criterion", ""), Criterion.DISTRICT_NUMBER), told.get("type", ""))


def keep_choice(store: Store, user: User, choice: DocumentChoice, *, clock: Clock = utc_now) -> None:
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
        row.choice = {"criterion": choice.criterion.value, "type": choice.type}
        row.updated_at = now
        session.add(row)
