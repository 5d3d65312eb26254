"""What a sentence model sees of a sentence, spelled out: the plain twin of the sums in `language/classifier.py`."""

from collections import Counter
from collections.abc import Sequence

from caraway_audit.language.classifier import OPENING, parts, shape


def features(words: Sequence[str]) -> Counter[str]:
    """What a model sees of the tokens of one sentence."""
    found: Counter[str] = Counter()
    shaped = [OPENING, *map(shape, words)]
    for place, word in enumerate(shaped):
        if place:
            found[word] += 1
            for part in parts(word):
                found["\t" + part] += 1
        if place + 1 < len(shaped):
            found[f"{word} {shaped[place + 1]}"] += 1
        if place + 2 < len(shaped):
            found[f"{word} {shaped[place + 1]} {shaped[place + 2]}"] += 1
    return found
