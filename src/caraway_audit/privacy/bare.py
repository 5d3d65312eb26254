"""What of a short answer says something: "ok its 2276 thanks!" says 2276.

A bare answer is told by what was asked, and most people do not leave it bare.
"""

import re

from caraway_audit.model import Span

_WORD = re.compile(r"\S+")
_LEADS = frozenset(
    "ok okay sure yes yeah yep yup ya ye oh ah um uh er erm hmm so well right alright hi hello hey course problem np "
    "fine here there you go it its it's is was that thats that's would be think believe guess should must let me see "
    "got sir madam mam no and sorry please thanks thx ta cheers great perfect".split()
)
_TAILS = frozenset(
    "thanks thank you thx tnx ty tysm ta cheers please pls plz x xx xxx xxxx xo xoxo so much lot very again in "
    "advance think believe guess mate love hun dear sir madam mam maam there go here ok okay yeah yes right then "
    "that's thats it sorry lol haha".split()
)
_OPINIONS = (["i", "think"], ["i", "believe"], ["i", "guess"])
_LETTERS = frozenset("iua")
"""What may be left of "i think", "thank u so much", "a lot": by itself a letter is spelled out ("I E eight eight")."""
_EDGE = ".,;:!…'’\"“”‘()"


def said(text: str) -> Span:
    """Where an answer stands in a text, without politeness and hesitation around it; all of a text that is nothing else, or a
    question."""
    words = [match.span() for match in _WORD.finditer(text)]
    whole = (0, len(text))
    if "?" in text or not words:
        return whole
    bare = [_bare(text, word) for word in words]
    first, last = 0, len(words)
    while last and (bare[last - 1] in _TAILS or (bare[last - 1] in _LETTERS and last < len(words))):
        last -= 1
    while first < last and (bare[first] in _LEADS or bare[first : first + 2] in _OPINIONS):
        first += 1
    if first == last:
        return whole
    start, end = words[first][0], words[last - 1][1]
    return start, start + len(text[start:end].rstrip(_EDGE))


def _bare(text: str, word: Span) -> str:
    """A word in small letters without marks around it; a word of marks alone (a smile) is as good as one of thanks."""
    bare = text[slice(*word)].strip(_EDGE + "-–—").lower().replace("’", "'")
    return bare if any(map(str.isalnum, bare)) else "thanks"


def names_only(sentence: str) -> bool:
    """Whether a sentence does no more than name something or opens as a question does, as who asks by voice is written down:
    "and the date of birth", "what name is it under"."""
    words = [word.strip(".,!") for word in sentence.casefold().split()]
    if words and words[0] in _QUESTION:
        return True
    return len(words) <= _A_FEW and _TELLING.isdisjoint(words) and not any(map(str.isdigit, sentence))


_A_FEW = 8
_QUESTION = frozenset("what which who where when whose can could may might".split())
_TELLING = frozenset(
    "is are was were am be been has have had will would shall sent got get did does do changed updated added removed thanks "
    "thank i'm it's that's there's here's i've i'll we've we'll you're here there not no never it they he she we i".split()
)
"""Words of those that tell something."""
