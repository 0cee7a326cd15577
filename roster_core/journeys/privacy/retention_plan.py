"""What retention removes, worked out from facts: no session, clock or file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from roster_core.journeys.privacy.retention_settings import RetentionOptions


@dataclass(frozen=True)
class Fact:
    """Something stored that may go: `kind` is a field of `RetentionOptions`, `ref` the number by which it is found.

    `persons` are those of whom it is known to be (`student:0104233`); `needed` says what it is still wanted for.
    """

    kind: str
    ref: str
    label: str
    since: datetime
    things: int = 1
    bytes: int = 0
    persons: frozenset[str] = frozenset()
    needed: str = ""


@dataclass(frozen=True)
class Kept:
    """Something whose days are over and which stays all the same, and why."""

    fact: Fact
    why: str


@dataclass(frozen=True)
class Plan:
    """What goes and what stays though its days are over, both by kind and then the oldest first."""

    due: tuple[Fact, ...] = ()
    kept: tuple[Kept, ...] = ()

    def of(self, kind: str) -> tuple[Fact, ...]:
        """What goes of one kind."""
        return tuple(fact for fact in self.due if fact.kind == kind)

    def counts(self) -> dict[str, int]:
        """By kind how many things go; kinds of which nothing does are left out."""
        return {kind: sum(fact.things for fact in some) for kind, some in groupby(self.due, lambda fact: fact.kind)}


def plan_retention(facts: Iterable[Fact], options: RetentionOptions, held: frozenset[str], *, now: datetime) -> Plan:
    """What is older than its days goes unless it is needed or of somebody under a hold (`held`)."""
    due, kept = [], []
    order = list(RetentionOptions.model_fields)
    for fact in sorted(facts, key=lambda fact: (order.index(fact.kind), fact.since, fact.ref)):
        before = options.cutoff(fact.kind, now)
        if before is None or fact.since >= before:
            continue
        if holding := sorted(fact.persons & held):
            kept.append(Kept(fact, f"Legal hold on {', '.join(holding)}."))
        elif fact.needed:
            kept.append(Kept(fact, fact.needed))
        else:
            due.append(fact)
    return Plan(tuple(due), tuple(kept))
