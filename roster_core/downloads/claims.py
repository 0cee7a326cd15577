"""Requests that fit into an address: only what differs from a plain one is told."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Self


class Claimed:
    """Base of a frozen dataclass whose fields all have defaults and hold texts, truths, or tuples of texts."""

    def claims(self) -> dict[str, Any]:
        """As JSON values, without what stands in every request."""
        plain = type(self)()
        told = {name: value for name, value in asdict(self).items() if value != getattr(plain, name)}  # type: ignore[call-overload] # a dataclass
        return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Self:
        """The request that `claims` tell; others among them are passed over."""
        known = {field.name for field in fields(cls)}  # type: ignore[arg-type] # a dataclass
        told = {name: tuple(value) if isinstance(value, list) else value for name, value in claims.items()}
        return cls(**{name: value for name, value in told.items() if name in known})
