"""Which claims of the sign-in provider bring which roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import User
from roster_core.access.roles import Whose, title_of
from roster_core.access.user_tables import ClaimRole
from roster_core.clock import Clock, new_id, utc_now
from roster_core.journeys.role_giving import Granted, require_codes, require_role
from roster_core.journeys.users import home, require_administrator
from roster_core.refusals import Refusal
from roster_core.store import Store


@dataclass(frozen=True)
class ClaimRuleView:
    """Whoever `issuer` vouches for with `value` among the claim `claim` gets `role`."""

    rule_id: str
    issuer: str
    claim: str
    value: str
    role: str
    schools: tuple[str, ...]
    whose: Whose

    @property
    def title(self) -> str:
        """What the role is called on screen."""
        return title_of(self.role)


def read_rules(store: Store, user: User) -> tuple[ClaimRuleView, ...]:
    """All rules, by claim and value.

    Raises:
        Refusal: The user may not manage users.
    """
    require_administrator(user)
    with store.reading(home(store)) as session:
        rows = session.exec(select(ClaimRole).order_by(col(ClaimRole.claim), col(ClaimRole.claim_value))).all()
        return tuple(_view(row) for row in rows)


def add_rule(
    store: Store, user: User, *, issuer: str, claim: str, value: str, given: Granted, clock: Clock = utc_now
) -> ClaimRuleView:
    """Let a claim bring a role from the next sign-in on. What an administrator granted or withheld goes before it.

    Raises:
        Refusal: The user may not; something is left blank; there is no such role or school, or the rule is there.
    """
    require_administrator(user)
    told = {"issuer": issuer.strip(), "claim": claim.strip(), "claim_value": value.strip()}
    if not all(told.values()):
        why = "Issuer, claim and value are all needed."
        raise Refusal("The rule was not added.", why=why, fix="Look at what the provider puts into its tokens.")
    role = require_role(given)
    district_id, now = home(store), clock()
    with store.writing(district_id) as session:
        schools = require_codes(session, given.schools)
        rules = session.exec(select(ClaimRole)).all()
        if any(all(getattr(one, name) == text for name, text in {**told, "role": role.key}.items()) for one in rules):
            why = f"The claim brings the role “{role.title}” already."
            raise Refusal("The rule was not added.", why=why, fix="Remove that rule first.")
        row = ClaimRole(
            district_id=district_id,
            rule_id=new_id(clock),
            **told,
            role=role.key,
            schools=list(schools),
            people=given.whose.value,
            by=user.login,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        deed = Deed(user.login, "claim_role_added", f"claim_role:{row.rule_id}", facts=_facts(row))
        record(session, district_id, deed, now=now)
        return _view(row)


def remove_rule(store: Store, user: User, rule_id: str, *, clock: Clock = utc_now) -> None:
    """Let a claim bring a role no longer; who has it by the claim loses it at the next sign-in.

    Raises:
        Refusal: The user may not, or there is no such rule.
    """
    require_administrator(user)
    district_id = home(store)
    with store.writing(district_id) as session:
        row = session.get(ClaimRole, (district_id, rule_id))
        if row is None:
            raise Refusal("Nothing was removed.", why="There is no such rule.", fix="“users claims list” shows all.")
        deed = Deed(user.login, "claim_role_removed", f"claim_role:{rule_id}", facts=_facts(row))
        session.delete(row)
        session.flush()
        record(session, district_id, deed, now=clock())


def _facts(row: ClaimRole) -> Mapping[str, Any]:
    names = ("issuer", "claim", "claim_value", "role", "schools", "people")
    return {name: getattr(row, name) for name in names}


def _view(row: ClaimRole) -> ClaimRuleView:
    return ClaimRuleView(
        row.rule_id, row.issuer, row.claim, row.claim_value, row.role, tuple(row.schools), Whose(row.people)
    )
