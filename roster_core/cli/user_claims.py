"""`users claims`: which claims of the sign-in provider bring which roles."""

from collections.abc import Sequence

import click

from roster_core.access.roles import Whose
from roster_core.cli.context import json_option, opened, write_json
from roster_core.journeys import claim_rules
from roster_core.journeys.role_giving import Granted


@click.group()
def claims() -> None:
    """Roles that claims of the provider bring at sign-in; what “users grant” and “withdraw” say goes before them."""


@claims.command("list")
@json_option
def show(*, as_json: bool) -> None:
    """All rules."""
    with opened() as session:
        found = claim_rules.read_rules(session.store, session.user)
    if as_json:
        write_json([{**vars(one), "schools": list(one.schools) or None, "whose": one.whose.value} for one in found])
        return
    if not found:
        click.echo("No claim brings a role.")
    for one in found:
        where = ", ".join(one.schools) or "every school"
        click.echo(
            f"{one.rule_id}  {one.claim} = {one.value}  →  {one.title} ({where}; {one.whose}), from {one.issuer}"
        )


@claims.command("add")
@click.argument("claim")
@click.argument("value")
@click.argument("role")
@click.option("--issuer", required=True, help="The provider, as its tokens name it: https://…")
@click.option("--school", "schools", multiple=True, metavar="CODE", help="Only for this school; repeatable.")
@click.option("--people", type=click.Choice([one.value for one in Whose]), default=Whose.BOTH.value, help="Whose data.")
def add(claim: str, value: str, role: str, issuer: str, schools: Sequence[str], people: str) -> None:
    """Let VALUE among CLAIM (such as groups) bring ROLE."""
    given = Granted(role, tuple(schools), Whose(people))
    with opened() as session:
        made = claim_rules.add_rule(session.store, session.user, issuer=issuer, claim=claim, value=value, given=given)
    click.echo(f"{made.title} comes with {claim} = {value} from the next sign-in on ({made.rule_id}).")


@claims.command("remove")
@click.argument("rule_id", metavar="RULE")
def remove(rule_id: str) -> None:
    """Let a claim bring a role no longer; RULE as “users claims list” shows."""
    with opened() as session:
        claim_rules.remove_rule(session.store, session.user, rule_id)
    click.echo("It is removed; who has the role by it loses it at the next sign-in.")
