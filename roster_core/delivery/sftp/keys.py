"""Keys to sign in with: read in any usual form, or made; and host keys as text."""

import base64
import binascii
import io
import re

import paramiko
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from roster_core.refusals import Refusal

_PUBLIC = re.compile(r"^(ssh|ecdsa)-\S+ AAAA")
_NOT_READ = "The key was not taken."
_KINDS = (("RSA", paramiko.RSAKey), ("Ed25519", paramiko.Ed25519Key), ("EC", paramiko.ECDSAKey))


def read_key(text: str, passphrase: str | None = None) -> paramiko.PKey:
    """A private key in OpenSSH, PEM or PKCS#8 form: RSA, Ed25519 or ECDSA.

    Raises:
        Refusal: It is none, or its passphrase is missing or wrong.
    """
    stripped = text.strip()
    _refuse_other_forms(stripped)
    load = form.load_ssh_private_key if "BEGIN OPENSSH" in stripped else form.load_pem_private_key
    try:
        key = load(f"{stripped}\n".encode(), passphrase.encode() if passphrase else None)
    except TypeError as exc:
        if passphrase:
            raise Refusal(_NOT_READ, why="It has no passphrase, but one is given.", fix="Leave it empty.") from exc
        raise Refusal(_NOT_READ, why="It is locked with a passphrase.", fix="Give the passphrase too.") from exc
    except ValueError as exc:
        why = "The passphrase is wrong, or it is no private key." if passphrase else "It is no private key."
        fix = "Paste the whole file, from the line BEGIN to the line END."
        raise Refusal(_NOT_READ, why=why, fix=fix) from exc
    # The library's own readers know no PKCS#8: it gets the key in the one form that it reads.
    plain = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.OpenSSH, form.NoEncryption()).decode()
    for start, kind in _KINDS:
        if type(key).__name__.lstrip("_").startswith(start):
            return kind.from_private_key(io.StringIO(plain))
    raise Refusal(_NOT_READ, why="Keys of its kind are not used any more.", fix="Use an Ed25519 or RSA key.")


def _refuse_other_forms(text: str) -> None:
    if "PuTTY-User-Key-File" in text:
        fix = "In PuTTYgen open it, then choose Conversions, Export OpenSSH key, and paste that file."
        raise Refusal(_NOT_READ, why="It is in PuTTY's own form.", fix=fix)
    if _PUBLIC.match(text):
        fix = "Paste the file without .pub at the end of its name. The public half goes to the receiver."
        raise Refusal(_NOT_READ, why="It is the public half of a key.", fix=fix)


def make_key() -> str:
    """A new Ed25519 private key, in OpenSSH form."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.OpenSSH, form.NoEncryption()).decode()


def public_line(key: paramiko.PKey, comment: str) -> str:
    """The public half as one line, to be given to the receiver."""
    return f"{key.get_name()} {key.get_base64()} {comment}"


def host_key_line(key: paramiko.PKey) -> str:
    """A host key as it is stored: `type base64`."""
    return f"{key.get_name()} {key.get_base64()}"


def read_host_key(line: str) -> paramiko.PKey:
    """The host key of a stored line.

    Raises:
        ValueError: It is none.
    """
    kind, _, body = line.partition(" ")
    try:
        data = base64.b64decode(body, validate=True)
        return paramiko.PKey.from_type_string(kind, data)
    except (binascii.Error, paramiko.SSHException) as exc:
        raise ValueError(line) from exc


def fingerprint_of(line: str) -> str:
    """What people compare: `SHA256:…` of a stored host key."""
    return str(read_host_key(line).fingerprint)
