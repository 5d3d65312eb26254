"""What the tagger sees of each word of a text, spelled out: the plain twin of the sums in `privacy/tagger.py`."""

from collections.abc import Sequence

from caraway_audit.privacy.tagger import (
    CLOSING,
    OPENING,
    REACH,
    TRIGGERS,
    key,
    length_attribute,
    near_attributes,
    own_attributes,
    pair_attributes,
    seen,
    sort_of,
    trigger_attribute,
)


def attributes(words: Sequence[str]) -> list[list[str]]:
    """The names of what is seen of each word."""
    around = [OPENING] * REACH + list(words) + [CLOSING] * REACH
    ones = list(map(seen, around))
    triggers = sorted({key(word) for word in words} & TRIGGERS)
    every = []
    for place in range(REACH, REACH + len(words)):
        found = [*own_attributes(around[place], ones[place]), length_attribute(len(words), ones[place])]
        for distance in range(1, REACH + 1):
            found += near_attributes(ones[place - distance], -distance)
            found += near_attributes(ones[place + distance], distance)
        found += pair_attributes(ones[place - 1], ones[place]).right
        found += pair_attributes(ones[place], ones[place + 1]).left
        found += pair_attributes(ones[place - 2], ones[place - 1]).after
        found += pair_attributes(ones[place + 1], ones[place + 2]).before
        found += [trigger_attribute(trigger, sort_of(around[place])) for trigger in triggers]
        every.append(found)
    return every
