"""Items matched, checked and chosen about step by step, as a batch is in one go."""

from dataclasses import replace

from roster_core.batches.items import settle
from roster_core.batches.match import keys_of, match_keys


def match_names(names, people, *, index=None):
    return settle(match_keys(list(zip(names, keys_of(names, index or {}), strict=True)), people))


def pick(items, choices, look=None):
    return settle([replace(item, choice=choices.get(item.sequence, item.choice)) for item in items], look)


def note_checks(items, checks, look=None):
    return settle(
        [
            replace(item, content=check.content, place=check.place, own=check.findings)
            if (check := checks.get(item.sequence)) is not None
            else item
            for item in items
        ],
        look,
    )
