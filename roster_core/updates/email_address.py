"""An address as it is typed, stored and judged (batch-updates §4.2)."""

import re
import string
from collections.abc import Sequence
from functools import lru_cache

#: What is typed to remove an address.
CLEAR = "CLEAR"
_LOCAL_SIGNS = frozenset(string.ascii_letters + string.digits + "._+-'")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_MOST_LOCAL, _MOST_LABEL, _MOST = 64, 63, 254
#: Of thousands of addresses nearly all are so plain that nothing can be wrong with them.
_PLAIN = re.compile(
    r"[A-Za-z0-9_+'-]{1,32}(?:\.[A-Za-z0-9_+'-]{1,30})?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,20}"
)


def stored_form(typed: str) -> str:
    """`typed` as it is stored: trimmed, what stands after the @ in lower case."""
    local, at, domain = typed.strip().rpartition("@")
    return f"{local}{at}{domain.lower()}"


def why_not(address: str) -> str:
    """Why the text is no address, as the end of a sentence; blank if it is one."""
    if _PLAIN.fullmatch(address):
        return ""
    if any(sign.isspace() for sign in address):
        return "there is a space in it"
    if strange := next((sign for sign in address if not sign.isascii() or not sign.isprintable()), ""):
        return f"“{strange}” cannot be in one" if strange.isprintable() else "it holds a character that cannot be seen"
    local, at, domain = address.partition("@")
    if not at or "@" in domain:
        return "it has no @" if not at else "it has more than one @"
    return _wrong_local(local) or _wrong_domain(domain) or _too_long(address)


def _wrong_local(local: str) -> str:
    if not local:
        return "nothing stands before the @"
    if len(local) > _MOST_LOCAL:
        return f"more than {_MOST_LOCAL} characters stand before the @"
    if wrong := next((sign for sign in local if sign not in _LOCAL_SIGNS), ""):
        return f"“{wrong}” cannot be in one"
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return "a dot begins or ends the part before the @, or two stand together"
    return ""


def _wrong_domain(domain: str) -> str:
    labels = domain.split(".")
    if len(labels) == 1:
        return "the part after the @ has no dot"
    if any(not _LABEL.fullmatch(label) or len(label) > _MOST_LABEL for label in labels):
        return f"{domain} is no domain" if domain.strip(".") else "no domain stands after the @"
    return ""


def _too_long(address: str) -> str:
    return f"it has more than {_MOST} characters" if len(address) > _MOST else ""


def in_domains(address: str, domains: Sequence[str]) -> bool:
    """Whether the domain is one of `domains`, or under one written `*.example`; true without any."""
    return _is_of(address.rpartition("@")[2].lower(), tuple(domains))


@lru_cache(maxsize=256)
def _is_of(domain: str, domains: tuple[str, ...]) -> bool:
    exact = {one.lower() for one in domains if not one.startswith("*.")}
    under = [one[1:].lower() for one in domains if one.startswith("*.")]
    return not domains or domain in exact or any(domain.endswith(one) for one in under)
