"""`users`: who may sign in, with what roles, for which schools; roles that claims of the provider bring."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from roster_core.access.roles import ROLES, Whose
from roster_core.cli.context import json_option, opened, write_json
from roster_core.cli.user_claims import claims
from roster_core.journeys import role_grants, user_edits
from roster_core.journeys.role_giving import Granted
from roster_core.journeys.users import Origin, RoleView, UserView, read_users

_LOGIN = click.argument("login", metavar="E-MAIL")
_SCHOOLS = click.option("--school", "schools", multiple=True, metavar="CODE", help="Only for this school; repeatable.")
_WHOSE = click.option(
    "--people",
    type=click.Choice([one.value for one in Whose]),
    default=Whose.BOTH.value,
    help="Whose data; both if absent.",
)


@click.group()
def users() -> None:
    """Who may sign in, and with what roles. The first user has to be an administrator."""


users.add_command(claims)


@users.command("list")
@json_option
def show(*, as_json: bool) -> None:
    """All users with their roles, schools and last sign-in."""
    with opened() as session:
        found = read_users(session.store, session.user)
    if as_json:
        write_json([_as_json(one) for one in found])
        return
    if not found:
        click.echo("There are no users yet; “users add” makes the first one, who has to be an administrator.")
    for one in found:
        seen = f"{one.signed_in_at:%Y-%m-%d %H:%M} UTC" if one.signed_in_at else "never"
        click.echo(f"{one.login}  {one.name}  {'active' if one.active else 'disabled'}  last sign-in: {seen}")
        for role in one.roles:
            click.echo(f"  {_told(role)}")


@users.command("roles")
@json_option
def show_roles(*, as_json: bool) -> None:
    """The roles there are; a single right can be granted by its name too."""
    told = [
        {"role": role.key, "title": role.title, "meaning": role.meaning, "rights": sorted(role.rights)}
        for role in ROLES
    ]
    if as_json:
        write_json(told)
        return
    for role in ROLES:
        click.echo(f"{role.key} — {role.title}: {role.meaning}")
        click.echo(f"  {', '.join(sorted(role.rights))}")


@users.command("add")
@_LOGIN
@click.option("--name", required=True, help="First and last name.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="A role (see “users roles”); repeatable.")
@_SCHOOLS
@_WHOSE
@click.option("--os-account", default="", help="The account of this computer that acts as the user in commands.")
@json_option
def add(
    login: str,
    name: str,
    roles: Sequence[str],
    schools: Sequence[str],
    people: str,
    os_account: str,
    *,
    as_json: bool,
) -> None:
    """Let somebody sign in whom the provider knows by the verified address E-MAIL."""
    given = [Granted(role, tuple(schools), Whose(people)) for role in roles]
    with opened() as session:
        made = user_edits.add_user(session.store, session.user, login, name, given, os_account=os_account)
    _tell(made, as_json=as_json)


@users.command("change")
@_LOGIN
@click.option("--name", help="Another name.")
@click.option("--e-mail", "new_login", help="Another e-mail address.")
@click.option("--os-account", help="The account of this computer that acts as the user; '' for none.")
@json_option
def change(login: str, name: str | None, new_login: str | None, os_account: str | None, *, as_json: bool) -> None:
    """Give a user another name, address or account of this computer."""
    with opened() as session:
        before = {one.login: one.name for one in read_users(session.store, session.user)}
        called = name if name is not None else before.get(login.strip().lower(), login)
        made = user_edits.change_user(
            session.store, session.user, login, name=called, new_login=new_login, os_account=os_account
        )
    _tell(made, as_json=as_json)


@users.command("grant")
@_LOGIN
@click.argument("role")
@_SCHOOLS
@_WHOSE
@json_option
def grant(login: str, role: str, schools: Sequence[str], people: str, *, as_json: bool) -> None:
    """Give a role, in place of what the user held of it."""
    with opened() as session:
        given = Granted(role, tuple(schools), Whose(people))
        made = role_grants.grant_role(session.store, session.user, login, given)
    _tell(made, as_json=as_json)


@users.command("withdraw")
@_LOGIN
@click.argument("role")
@click.option("--leave-to-claims", is_flag=True, help="Of a role that is withheld: let claims decide again.")
@json_option
def withdraw(login: str, role: str, *, leave_to_claims: bool, as_json: bool) -> None:
    """Take a role away; one that claims brought is withheld from then on."""
    take = role_grants.leave_to_claims if leave_to_claims else role_grants.withdraw_role
    with opened() as session:
        made = take(session.store, session.user, login, role)
    _tell(made, as_json=as_json)


@users.command("disable")
@_LOGIN
@json_option
def disable(login: str, *, as_json: bool) -> None:
    """Shut a user out at once, in every browser."""
    with opened() as session:
        made = user_edits.disable_user(session.store, session.user, login)
    _tell(made, as_json=as_json)


@users.command("enable")
@_LOGIN
@json_option
def enable(login: str, *, as_json: bool) -> None:
    """Let a user in again, who has to sign in anew."""
    with opened() as session:
        made = user_edits.enable_user(session.store, session.user, login)
    _tell(made, as_json=as_json)


@users.command("sign-out")
@_LOGIN
@click.option("--forget-account", is_flag=True, help="Also let another account of the provider take the address.")
@json_option
def sign_out(login: str, *, forget_account: bool, as_json: bool) -> None:
    """End a user's sign-ins in every browser."""
    end = user_edits.forget_account if forget_account else user_edits.sign_out_user
    with opened() as session:
        made = end(session.store, session.user, login)
    _tell(made, as_json=as_json)


def _tell(made: UserView, *, as_json: bool) -> None:
    if as_json:
        write_json(_as_json(made))
        return
    click.echo(f"{made.name} ({made.login}) is {'active' if made.active else 'disabled'}.")
    for role in made.roles:
        click.echo(f"  {_told(role)}")


def _told(role: RoleView) -> str:
    if role.origin is Origin.WITHHELD:
        return f"{role.title} ({role.key}): withheld, whatever claims say"
    where = ", ".join(role.schools) or "every school"
    whose = {Whose.BOTH: "", Whose.STUDENTS: ", students only", Whose.STAFF: ", staff only"}[role.whose]
    return f"{role.title} ({role.key}): {where}{whose}{', by claims' if role.origin is Origin.CLAIMS else ''}"


def _as_json(one: UserView) -> Mapping[str, Any]:
    return {
        "login": one.login,
        "name": one.name,
        "active": one.active,
        "os_account": one.os_account,
        "signed_in_at": one.signed_in_at.isoformat() if one.signed_in_at else None,
        "roles": [
            {
                "role": role.key,
                "schools": list(role.schools) or None,
                "people": role.whose.value,
                "origin": role.origin.value,
            }
            for role in one.roles
        ],
    }
