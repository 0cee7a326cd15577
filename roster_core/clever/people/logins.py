"""Usernames and passwords by their source, and when a name cannot be made one (export-options §4, §6.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from roster_core.clever.folding import folded
from roster_core.clever.people.secrets import derived_passwords
from roster_core.clever.people.templates import filled, tokens_of
from roster_core.clever.profile.validity import NAME_TOKENS

_NOTHING = pl.lit(None, dtype=pl.String)
_NEVER = pl.lit(value=False)


@dataclass(frozen=True)
class Login:
    """A username or password: its value, null if there is none, and whether that is because a name folds to nothing."""

    value: pl.Expr
    unfoldable: pl.Expr = _NEVER

    def columns(self, name: str) -> list[pl.Expr]:
        """The columns `name` and `name_unfoldable`."""
        return [self.value.alias(name), self.unfoldable.fill_null(value=False).alias(f"{name}_unfoldable")]


def computed() -> Login:
    """Folded first initial and last name in lower case, such as moneil."""
    first, last = folded(pl.col("first_name")), folded(pl.col("last_name"))
    value = pl.concat_str(first.str.head(1), last).str.to_lowercase()
    return Login(value, first.is_null() | last.is_null())


def username(source: str, number: str, *, text: str = "username_text") -> Login:
    """The base of a username by its source; `number` is the ID of the person, `text` the column of the User Text."""
    columns = {"email": "email", "logon_id": "logon_id", "student_id": number, "staff_id": number, "user_text": text}
    match source:
        case "none":
            return Login(_NOTHING)
        case "email_local_part":
            return Login(local_part("email"))
        case "first_initial_last_name":
            return computed()
        case _:
            return Login(pl.col(columns[source]))


def local_part(column: str) -> pl.Expr:
    """What stands before the first @."""
    return pl.col(column).str.split("@").list.first()


@dataclass(frozen=True)
class PasswordRule:
    """What the password of a file is made from: its source, its template, and the secret if there is one."""

    source: str
    template: str = ""
    secret: str | None = None

    @property
    def in_use(self) -> bool:
        """Whether the column is filled at all."""
        return self.source != "none"

    @property
    def shared(self) -> bool:
        """Whether everybody has the same."""
        return self.source == "custom_text" and not tokens_of(self.template)

    @property
    def guessable(self) -> bool:
        """Whether somebody who knows the person can tell it."""
        return self.source not in ("none", "user_text", "custom_text", "derived_secret")


def password(rule: PasswordRule, kind: str, number: str, tokens: Mapping[str, pl.Expr]) -> Login:
    """The password of a person of this kind (`student`, `staff`) whose ID is in the column `number`."""
    match rule.source:
        case "custom_text":
            used = tokens_of(rule.template)
            return Login(filled(rule.template, tokens), _unfoldable([name for name in used if name in NAME_TOKENS]))
        case "derived_secret":
            return Login(derived_passwords(rule.secret or "", kind, number))
        case "user_text":
            return Login(pl.col("password_text"))
        case "state_id" | "username":
            return Login(pl.col(rule.source))
        case "dob_mmddyyyy" | "dob_mmddyy":
            return Login(pl.col("birth_date").dt.strftime("%m%d%Y" if rule.source == "dob_mmddyyyy" else "%m%d%y"))
        case other:
            return username(other, number)


def _unfoldable(names: Sequence[str]) -> pl.Expr:
    """Whether a name that one of the tokens needs folds to nothing."""
    return pl.any_horizontal([_NEVER, *(folded(pl.col(NAME_TOKENS[name])).is_null() for name in names)])


def name_tokens() -> dict[str, pl.Expr]:
    """The tokens made from names; names are folded, case kept."""
    last = folded(pl.col("last_name"))
    four = last.str.head(4)
    return {
        "last_name": last,
        "first_initial": folded(pl.col("first_name")).str.head(1),
        "last4": four.str.head(1).str.to_uppercase() + four.str.slice(1).str.to_lowercase(),
    }
