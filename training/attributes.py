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
    sort_of,
    trigger_attribute,
)


def attributes(words: Sequence[str]) -> list[list[str]]:
    """The names of what is seen of each word."""
    around = [OPENING] * REACH + list(words) + [CLOSING] * REACH
    triggers = sorted({key(word) for word in words} & TRIGGERS)
    seen = []
    for place in range(REACH, REACH + len(words)):
        word = around[place]
        found = [*own_attributes(word), length_attribute(len(words), word)]
        for distance in range(1, REACH + 1):
            found += near_attributes(around[place - distance], -distance)
            found += near_attributes(around[place + distance], distance)
        found += pair_attributes(around[place - 1], word).right
        found += pair_attributes(word, around[place + 1]).left
        found += pair_attributes(around[place - 2], around[place - 1]).after
        found += pair_attributes(around[place + 1], around[place + 2]).before
        found += [trigger_attribute(trigger, sort_of(word)) for trigger in triggers]
        seen.append(found)
    return seen
