"""users, roles and sign-ins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from roster_core.rows import UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "app_user",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("os_account", sa.String(), nullable=True),
        sa.Column("disabled_at", UtcTime(), nullable=True),
        sa.Column("signed_in_at", UtcTime(), nullable=True),
        sa.Column("revoked_before", UtcTime(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "user_id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("district_id", "issuer", "subject", name=op.f("uq_app_user_district_id_issuer_subject")),
        sa.UniqueConstraint("district_id", "login", name=op.f("uq_app_user_district_id_login")),
        sa.UniqueConstraint("district_id", "os_account", name=op.f("uq_app_user_district_id_os_account")),
    )
    op.create_table(
        "claim_role",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("claim_value", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column(
            "schools", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("people", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("people in ('students', 'staff', 'both')", name=op.f("ck_claim_role_people_word")),
        sa.PrimaryKeyConstraint("district_id", "rule_id", name=op.f("pk_claim_role")),
        sa.UniqueConstraint(
            "district_id",
            "issuer",
            "claim",
            "claim_value",
            "role",
            name=op.f("uq_claim_role_district_id_issuer_claim_claim_value_role"),
        ),
    )
    op.create_table(
        "sign_in_request",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("first_at", UtcTime(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "login", name=op.f("pk_sign_in_request")),
    )
    op.create_table(
        "role_grant",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("people", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("origin in ('hand', 'claims', 'withheld')", name=op.f("ck_role_grant_origin_word")),
        sa.CheckConstraint("people in ('students', 'staff', 'both')", name=op.f("ck_role_grant_people_word")),
        sa.ForeignKeyConstraint(
            ["district_id", "user_id"],
            ["app_user.district_id", "app_user.user_id"],
            name=op.f("fk_role_grant_district_id_user_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "grant_id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "district_id",
            "user_id",
            "role",
            "school",
            "people",
            name=op.f("uq_role_grant_district_id_user_id_role_school_people"),
        ),
    )
    op.create_table(
        "sign_in",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("sign_in_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("began_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "user_id"],
            ["app_user.district_id", "app_user.user_id"],
            name=op.f("fk_sign_in_district_id_user_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "sign_in_id", name=op.f("pk_sign_in")),
    )
    op.create_index("ix_sign_in_district_id_user_id", "sign_in", ["district_id", "user_id"], unique=False)
