"""Whether IDs are the same ones in another form: with a prefix, other padding, or of another make (rule D03)."""

from collections.abc import Callable

import polars as pl

#: Below this share of vanished IDs, new ones of another form are taken for newcomers.
_MANY_GONE = 0.10
#: A form that fewer of the old IDs have than this is a stray, not a form that was in use.
_IN_USE = 0.01
_MOST = 0.5
_LONGEST_AFFIX = 24
_NONE = pl.DataFrame(schema={"gone": pl.String, "come": pl.String})
_GUID = r"(?i)^\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$"


def new_form(old: pl.Series, new: pl.Series) -> str:
    """What has happened to the IDs, as a clause with an example; blank if nothing of the kind.

    Each series holds IDs once, none blank.
    """
    gone = old.filter(~old.is_in(new.implode())).sort()
    come = new.filter(~new.is_in(old.implode())).sort()
    if gone.is_empty() or come.is_empty():
        return ""
    if padded := _alike(gone, come, lambda ids: ids.str.strip_chars_start("0")):
        return f"leading zeros were added or dropped in {padded}"
    if cased := _alike(gone, come, lambda ids: ids.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")):
        return f"upper and lower case or separators changed in {cased}"
    if gone.len() <= _MANY_GONE * old.len():
        return ""
    return _affixed(gone, come) or _of_another_make(old, gone, come)


def _alike(gone: pl.Series, come: pl.Series, bare: Callable[[pl.Series], pl.Series]) -> str:
    """How many vanished IDs are there again once both are made bare, with the first of them; blank if none."""
    pairs = _pairs(gone, come, bare(gone), bare(come))
    if pairs.is_empty():
        return ""
    before, after = pairs.sort("gone").row(0)
    return f"{pairs.height} of them (“{before}” is “{after}” now)"


def _pairs(gone: pl.Series, come: pl.Series, bare_gone: pl.Series, bare_come: pl.Series) -> pl.DataFrame:
    left = pl.DataFrame({"gone": gone, "bare": bare_gone}).unique("bare", keep="first", maintain_order=True)
    right = pl.DataFrame({"come": come, "bare": bare_come}).unique("bare", keep="first", maintain_order=True)
    return left.filter(pl.col("bare") != "").join(right, on="bare", how="inner").select("gone", "come")


def _affixed(gone: pl.Series, come: pl.Series) -> str:
    """Something that all new IDs or all vanished ones begin or end with, and without which they are equal."""
    backwards = gone.str.reverse(), come.str.reverse()
    for old, new, turned in ((gone, come, False), (*backwards, True)):
        pairs = max(_prefixed(old, new), _prefixed(new, old).rename({"gone": "come", "come": "gone"}), key=len)
        if pairs.height >= _MOST * gone.len():
            example = pairs.select(pl.all().str.reverse()) if turned else pairs
            before, after = example.sort("gone").select("gone", "come").row(0)
            return f"something was put before or after the ID, or dropped there (“{before}” is “{after}” now)"
    return ""


def _prefixed(short: pl.Series, long: pl.Series) -> pl.DataFrame:
    """The most pairs, called `gone` and `come`, that a beginning shared by all of `long` makes when it is cut off."""
    # The common beginning of all is that of the first and the last in order; how much of it is the prefix, and how much
    # is shared by the IDs themselves, shows in the pairs.
    first, last = (str(end) for end in (long.min(), long.max()))
    differs = (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    shared = min(next(differs, len(first)), _LONGEST_AFFIX)
    return max(
        (_pairs(short, long, short, long.str.slice(cut)) for cut in range(1, shared + 1)), key=len, default=_NONE
    )


def _shape(ids: pl.Series) -> pl.Series:
    """The make of IDs: digits as 9, letters as A, runs of them as one; `GUID` for those."""
    made = ids.str.replace_all(r"\p{N}+", "9").str.replace_all(r"\p{L}+", "A")
    return pl.select(pl.when(pl.lit(ids.str.contains(_GUID))).then(pl.lit("GUID")).otherwise(pl.lit(made)))[:, 0]


def _of_another_make(old: pl.Series, gone: pl.Series, come: pl.Series) -> str:
    """Most new IDs are of a make that the old ones did not have, and most old ones are gone."""
    usual = _shape(come).value_counts(sort=True, name="count").row(0)
    if usual[1] < _MOST * come.len() or gone.len() < _MOST * old.len():
        return ""
    had = int((_shape(old) == usual[0]).sum())
    if had > _IN_USE * old.len():
        return ""
    sample = come.filter(_shape(come) == usual[0])[0]
    return f"most are of another make (“{gone[0]}” before, “{sample}” now)"
