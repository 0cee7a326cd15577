"""The rules for photos that hold in a district, and what its users chose last."""

from collections.abc import Mapping
from dataclasses import dataclass

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require, require_everywhere
from roster_core.batches.people import OFFERED, Criterion, Target
from roster_core.batches.tables import BatchRules, UserChoice
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import require_district
from roster_core.photos.rules import RULES, TARGETS, PhotoRules, RuleSet, default_criterion
from roster_core.store import Store

_UPLOAD = (Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE)
_SUBJECT = "photo-batch"


@dataclass(frozen=True)
class PhotoChoice:
    """What is offered first to somebody who begins a batch of photos."""

    target: Target
    criteria: Mapping[Target, Criterion]
    rule_sets: Mapping[Target, RuleSet]


def read_rules(store: Store, user: User) -> dict[RuleSet, PhotoRules]:
    """The rule sets with the district's own numbers.

    Raises:
        Refusal: The user may not, or there is no district.
    """
    require(user, *_UPLOAD)
    district_id = require_district(store).district_id
    with store.reading(district_id) as session:
        rows = {one: session.get(BatchRules, (district_id, one.value)) for one in RuleSet}
    return {one: RULES[one] if row is None else PhotoRules.model_validate(row.rules) for one, row in rows.items()}


def save_rules(store: Store, user: User, rule_set: RuleSet, rules: PhotoRules, *, clock: Clock = utc_now) -> None:
    """Let these numbers hold for batches begun from now on.

    Raises:
        Refusal: The user is no administrator, or there is no district.
    """
    require_everywhere(user, Right.ADMIN, Right.BATCH_ADMIN)
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        row = session.get(BatchRules, (district_id, rule_set.value))
        before = RULES[rule_set] if row is None else PhotoRules.model_validate(row.rules)
        if rules == before:
            return
        if row is None:
            row = BatchRules(
                district_id=district_id, rule_set=rule_set.value, by=user.login, created_at=now, updated_at=now
            )
        row.rules, row.by, row.updated_at = rules.model_dump(mode="json"), user.login, now
        session.add(row)
        told = {name: [old, getattr(rules, name)] for name, old in before if old != getattr(rules, name)}
        record(session, district_id, Deed(user.login, "photo_rules_changed", f"rules:{rule_set}", facts=told), now=now)


def read_choice(store: Store, user: User) -> PhotoChoice:
    """What the user chose last, for each of the targets; the usual where nothing was chosen yet.

    Raises:
        Refusal: The user may not, or there is no district.
    """
    require(user, *_UPLOAD)
    district_id = require_district(store).district_id
    with store.reading(district_id) as session:
        row = session.get(UserChoice, (district_id, user.login, _SUBJECT))
        told = {} if row is None else row.choice
    targets = told.get("targets", {})
    sets = {one: _rule_set(targets.get(one.value, {}).get("rule_set"), one) for one in Target}
    return PhotoChoice(
        Target(told.get("target", Target.STUDENTS)),
        {one: _criterion(targets.get(one.value, {}).get("criterion"), one, sets[one]) for one in Target},
        sets,
    )


def keep_choice(store: Store, user: User, criterion: Criterion, rule_set: RuleSet, *, clock: Clock = utc_now) -> None:
    """Offer this first the next time.

    Raises:
        Refusal: The user may not, or there is no district.
    """
    require(user, *_UPLOAD)
    district_id, now, target = require_district(store).district_id, clock(), criterion.target
    with store.writing(district_id) as session:
        row = session.get(UserChoice, (district_id, user.login, _SUBJECT)) or UserChoice(
            district_id=district_id, login=user.login, subject=_SUBJECT, created_at=now, updated_at=now
        )
        chosen = {"criterion": criterion.value, "rule_set": rule_set.value}
        row.choice = {"target": target.value, "targets": {**row.choice.get("targets", {}), target.value: chosen}}
        row.updated_at = now
        session.add(row)


def _rule_set(told: str | None, target: Target) -> RuleSet:
    offered = [one for one in RuleSet if target in TARGETS[one]]
    return next((one for one in offered if one.value == told), offered[-1])


def _criterion(told: str | None, target: Target, rule_set: RuleSet) -> Criterion:
    return next((one for one in OFFERED[target] if one.value == told), default_criterion(rule_set, target))
