"""Secrets sealed for storing: AES-256-GCM under a key that is not in the database, each bound to its place in it."""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.storage.key_files import new_key, read_keys, write_keys

_VERSION, _NONCE = "v1", 12
_NOT_OPENED = "A stored secret could not be read."
_NO_KEY = "The key for stored secrets was not taken."


@dataclass(frozen=True)
class SecretBox:
    """Seals with the first of its keys and opens with any; keys by ID, which is made from the key itself."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def current(self) -> str:
        """The ID of the key that seals."""
        return next(iter(self.keys))

    def seal(self, text: str, context: str) -> str:
        """What is stored in place of `text`; only the same `context`, such as `destination:7:key`, opens it."""
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, text.encode(), context.encode())
        return f"{_VERSION}.{self.current}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, token: str, context: str) -> str:
        """The secret.

        Raises:
            Refusal: It was sealed with another key, for another place, or was damaged.
        """
        key = self.key_of(token)
        if key not in self.keys:
            raise Refusal(
                _NOT_OPENED,
                why=f"It was sealed with the key {key}, which is not in the key file.",
                fix="Bring that key file back (ROSTER_KEY_FILE), or enter the secret anew.",
            )
        try:
            raw = base64.urlsafe_b64decode(token.split(".", 2)[2])
            return AESGCM(self.keys[key]).decrypt(raw[:_NONCE], raw[_NONCE:], context.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError) as exc:
            raise Refusal(_NOT_OPENED, why="It was damaged, or belongs elsewhere.", fix="Enter it anew.") from exc

    def key_of(self, token: str) -> str:
        """The ID of the key that a token was sealed with; blank if it is no token."""
        parts = token.split(".", 2)
        return parts[1] if len(parts) == 3 and parts[0] == _VERSION else ""  # noqa: PLR2004 - version, key, body


def open_box(settings: Settings) -> SecretBox:
    """The box of the installation; its key file is made at first.

    Raises:
        Refusal: The file can be read by others, or holds no key.
    """
    path = key_file(settings)
    if not path.exists():
        write_keys(path, [new_key()], anew=True)
    return SecretBox(read_keys(path, _NO_KEY))


def key_file(settings: Settings) -> Path:
    """Where the keys are: never in the database, and to be kept apart from its copies."""
    return settings.key_file or settings.data_dir / "keys" / "secrets"


def add_key(settings: Settings) -> SecretBox:
    """Put a new key on top of the file: from now on it seals, while what was sealed before can still be opened."""
    box = open_box(settings)
    write_keys(key_file(settings), [new_key(), *box.keys.values()])
    return open_box(settings)


def keep_only(settings: Settings, key_id: str) -> None:
    """Forget every key but one."""
    box = open_box(settings)
    write_keys(key_file(settings), [box.keys[key_id]])
