"""Who may sign in and with what roles; roles that claims of the sign-in provider bring; sign-ins that are open.

None of them refers to the district: users may be there before a roster is.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from roster_core.rows import DistrictRow, Json, UtcTime, in_district, words


class AppUser(DistrictRow, table=True):
    """Somebody who may sign in. Never removed: the audit trail names people by their login."""

    __tablename__ = "app_user"
    __table_args__ = (
        sa.UniqueConstraint("district_id", "login"),
        sa.UniqueConstraint("district_id", "os_account"),
        sa.UniqueConstraint("district_id", "issuer", "subject"),
    )

    user_id: str = Field(primary_key=True)
    #: The verified e-mail address, in lower case.
    login: str
    name: str
    #: The account of the operating system that acts as this user on the command line.
    os_account: str | None = None
    disabled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    #: When the provider last let this user in (`iat` of the token).
    signed_in_at: datetime | None = Field(default=None, sa_type=UtcTime)
    #: Sign-ins from before that are over.
    revoked_before: datetime | None = Field(default=None, sa_type=UtcTime)
    #: The account at the provider, known from the first sign-in on: an address may get another owner.
    issuer: str | None = None
    subject: str | None = None


class RoleGrant(DistrictRow, table=True):
    """One role of a user, for one school or for all."""

    __tablename__ = "role_grant"
    __table_args__ = (
        in_district("user_id", of="app_user"),
        sa.UniqueConstraint("district_id", "user_id", "role", "school", "people"),
        words("people", "students", "staff", "both"),
        words("origin", "hand", "claims", "withheld"),
    )

    grant_id: str = Field(primary_key=True)
    user_id: str
    #: The key of a role, or the name of a single right.
    role: str
    #: A school code; blank = every school.
    school: str = ""
    people: str = "both"
    #: Given by an administrator, brought by claims, or withheld whatever claims say.
    origin: str = "hand"
    by: str


class ClaimRole(DistrictRow, table=True):
    """A role that whoever signs in with a value among a claim gets."""

    __tablename__ = "claim_role"
    __table_args__ = (
        sa.UniqueConstraint("district_id", "issuer", "claim", "claim_value", "role"),
        words("people", "students", "staff", "both"),
    )

    rule_id: str = Field(primary_key=True)
    issuer: str
    claim: str
    claim_value: str
    role: str
    #: School codes; none = every school.
    schools: list[str] = Field(default_factory=list, sa_type=Json)
    people: str = "both"
    by: str


class SignIn(DistrictRow, table=True):
    """A sign-in in one browser, until it is over."""

    __tablename__ = "sign_in"
    __table_args__ = (
        in_district("user_id", of="app_user"),
        sa.Index("ix_sign_in_district_id_user_id", "district_id", "user_id"),
    )

    #: A digest of what makes the provider's token this one; opens nothing.
    sign_in_id: str = Field(primary_key=True)
    user_id: str
    began_at: datetime = Field(sa_type=UtcTime)
    seen_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class SignInRequest(DistrictRow, table=True):
    """Somebody whom the provider knows and who is no user here, until an administrator has decided."""

    __tablename__ = "sign_in_request"

    login: str = Field(primary_key=True)
    name: str
    issuer: str
    first_at: datetime = Field(sa_type=UtcTime)
    last_at: datetime = Field(sa_type=UtcTime)
    #: When an administrator put it aside.
    settled_at: datetime | None = Field(default=None, sa_type=UtcTime)
