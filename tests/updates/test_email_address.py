"""What an address is: the rule of batch-updates §4.2, and that the export judges it alike."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.clever.emails import is_address
from roster_core.updates.email_address import in_domains, stored_form, why_not

GOOD = (
    "a@b.c", "ana.ortega@stu.example", "o'neil+x_y-z@a-b.example", f"{'a' * 64}@x.example", f"a@{'b' * 63}.example",
    f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 61}",
)  # fmt: skip
BAD = {
    "": "it has no @",
    "ana": "it has no @",
    "a@@b.c": "it has more than one @",
    "a@b@c.d": "it has more than one @",
    "@b.c": "nothing stands before the @",
    f"{'a' * 65}@x.example": "more than 64 characters stand before the @",
    ".a@b.c": "a dot begins or ends",
    "a.@b.c": "a dot begins or ends",
    "a..b@c.d": "two stand together",
    "a b@c.d": "there is a space",
    "añ@c.d": "“ñ” cannot be in one",
    "a\u200b@c.d": "a character that cannot be seen",
    "a/b@c.d": "“/” cannot be in one",
    "a@localhost": "has no dot",
    "a@b..c": "is no domain",
    "a@-b.c": "is no domain",
    "a@.": "no domain stands after the @",
    f"a@{'b' * 64}.c": "is no domain",
    f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 62}": "more than 254 characters",
}


@pytest.mark.parametrize("address", GOOD)
def test_an_address_is_one(address):
    assert why_not(address) == ""


@pytest.mark.parametrize(("address", "why"), BAD.items())
def test_what_is_none_says_why(address, why):
    assert why in why_not(address)


@given(st.text(st.sampled_from("ab.@-_+' é/"), max_size=12))
def test_the_export_takes_the_same_addresses(text):
    assert (not why_not(text)) == pl.select(is_address(pl.lit(text))).item()


def test_only_the_domain_is_stored_in_lower_case():
    assert stored_form("  Ana.O@STU.Example ") == "Ana.O@stu.example"


@pytest.mark.parametrize(
    ("address", "fits"),
    [("a@stu.example", True), ("a@STU.example", True), ("a@x.dist.example", True), ("a@dist.example", False),
     ("a@notdist.example", False), ("a@other.example", False)],
)  # fmt: skip
def test_domains_are_exact_or_under_a_star(address, fits):
    assert in_domains(address, ("stu.example", "*.dist.example")) is fits
    assert in_domains(address, ())
