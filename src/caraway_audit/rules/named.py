"""Who somebody is whom an agent names in full: nobody to speak of, a third person, or another client of the firm.

No list of words tells it: "Malcolm Ridgeway at 17 signed for it" is of a neighbour, "Craig has it, ask for him" of a colleague,
"that one is rented by Yolanda Creswell" of another client. Observed are the words before and behind a name, those the client
wrote before it, marks beside it, and the phrases of the rule that asks. Every observation weighs something; two sums decide.
`training/named.py` learns the weights from invented exchanges in which each full name is marked as one of the three. Weights
are whole numbers: the same answer on every machine.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Protocol

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.folding import folded
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.language.topics import numberless
from caraway_audit.model import AGENTS, CLIENTS, Span
from caraway_audit.privacy.names import plain_words
from caraway_audit.rules.base import Rule
from caraway_audit.rules.given import is_signed
from caraway_audit.rules.parameters import Phrases

WEIGHTS = resources.files("caraway_audit.rules").joinpath("named.json")

UNIT = 256
"""One of log-odds is so many units of a weight."""

WORDS = ("B ", "A ", "C ")
"""How observations of single words begin: before the name, behind it, and of the client before it."""

_CLOSE = 3
"""So many words on each side are seen with their places."""
_SEEN = 8
_ASKED = 40
_MOST_NAMES, _LONGEST = 3, 4
_REACH = 80
"""Characters before a name in which it is introduced."""


class BesideNames(Protocol):
    """Phrases beside a name, parameters of a rule that asks: `about` ones speak of a person, `staff` ones of a colleague or
    somebody in practice, `works` ones of what is called after somebody."""

    about: Phrases
    staff: Phrases
    works: Phrases


def beside(params: BesideNames) -> Mapping[str, PhraseSet]:
    """What such a rule has to ask for."""
    return {name: PhraseSet(getattr(params, name), AGENTS) for name in _BESIDE}


_BESIDE = ("about", "staff", "works")


@dataclass(frozen=True, slots=True)
class NamedModel:
    """Two weights for each observation: for being told of at all, and for being a client of the firm.

    Above `told` somebody is told of; below `third` it is surely no client.
    """

    weights: Mapping[str, tuple[int, int]]
    told: int
    third: int


@cache
def learnt() -> NamedModel:
    """What the model knows."""
    return NamedModel(**json.loads(WEIGHTS.read_text(encoding="utf-8")))


def is_told_of(rule: Rule, talk: AnnotatedConversation, place: int, span: Span) -> bool:
    """Whether the bearer of a full name in an agent's message is one whom the client should not be told of by name."""
    lead = talk.messages[place].text[max(0, span[0] - _REACH) : span[0]]
    if _OF_PRIVATE_LIFE.search(lead) or _OF_ANOTHER_CLIENT.search(lead):
        return True
    if is_signed(talk.messages[place], span) or _OURS.search(lead) or _is_the_firm(talk, place, lead):
        return False
    model = learnt()
    return sum(model.weights.get(one, _NOTHING)[0] for one in observed(rule, talk, place, span)) >= model.told


def is_third_person(rule: Rule, talk: AnnotatedConversation, place: int, span: Span) -> bool:
    """Whether somebody who is told of is surely no client of the firm."""
    if _OF_ANOTHER_CLIENT.search(talk.messages[place].text[max(0, span[0] - _REACH) : span[0]]):
        return False
    model = learnt()
    return sum(model.weights.get(one, _NOTHING)[1] for one in observed(rule, talk, place, span)) < model.third


def _is_the_firm(talk: AnnotatedConversation, place: int, lead: str) -> bool:
    """Whether the author says where they are from: "Solange from Greenham Nurseries"."""
    found = _FROM.search(lead)
    return found is not None and folded(found[1]) in plain_words(talk.messages[place].author)


_FROM = re.compile(r"(\w+),?(?: here)?,? (?:from|at|of)(?: the)? $")
_NOTHING = (0, 0)


def observed(rule: Rule, talk: AnnotatedConversation, place: int, span: Span) -> frozenset[str]:
    """The names of all that weighs of a full name, under the phrases of a rule that has `BesideNames`."""
    return frozenset((*_words(talk, place, span), *_marks(talk, place, span), *_phrases(rule, talk, place, span)))


def _words(talk: AnnotatedConversation, place: int, span: Span) -> Iterator[str]:
    """Words of the sentence before and behind the name, and of the client before."""
    tokens = talk.notes[place].tokens
    first, last = (bisect_left(tokens.starts, at) for at in span)
    sentence = tokens.sentences[tokens.sentence_at(span[0])]
    before = list(map(numberless, tokens.words[max(sentence.first, first - _SEEN) : first]))
    behind = list(map(numberless, tokens.words[last : min(sentence.last, last + _SEEN)]))
    for number in range(_CLOSE):
        yield f"b{number + 1} {before[-1 - number] if number < len(before) else '^'}"
        yield f"a{number + 1} {behind[number] if number < len(behind) else '$'}"
    yield from (f"B {word}" for word in before)
    yield from (f"A {word}" for word in behind)
    client = talk.places(CLIENTS, True)
    if said := client[: bisect_left(client, place)]:
        yield from (f"C {numberless(word)}" for word in talk.notes[said[-1]].tokens.words[-_ASKED:])
    else:
        yield "no client"


def _marks(talk: AnnotatedConversation, place: int, span: Span) -> Iterator[str]:
    """What stands right beside the name, how long it is, and how many there are."""
    text, (start, end) = talk.messages[place].text, span
    before, behind = text[max(0, start - _REACH) : start].rstrip(" ")[-1:], text[end : end + _SEEN].lstrip(" ")
    yield f"before {before if before and not before.isalnum() else 'word' if before else '^'}"
    yield f"behind {behind[0] if behind and not behind[0].isalnum() else 'word' if behind else '$'}"
    if behind.startswith(("'s", "’s")):
        yield "somebody's"
    if _TITLE.search(text[max(0, start - _SEEN) : start]) or _TITLED.match(text[start:end]):
        yield "title"
    yield f"names {min(_MOST_NAMES, len(talk.notes[place].people))}"
    yield f"long {min(_LONGEST, len(text[start:end].split()))}"


def _phrases(rule: Rule, talk: AnnotatedConversation, place: int, span: Span) -> Iterator[str]:
    sentence = talk.notes[place].tokens.sentence_at(span[0])
    for name in _BESIDE:
        there = {hit.sentence - sentence for hit in rule.hits(talk, place, name)}
        yield from (f"{name} {where}" for number, where in ((0, "here"), (1, "next")) if number in there)


_OURS = re.compile(  # "our florist Bisi Oyelaran", who is introduced; "your other guest, …", who came with the client
    r"\b(?:our|my) (?!(?:old|former|last|previous)\b)(?:[\w-]+ ){1,3}$"
    r"|\byour (?:other |second |fellow |joint )(?:guest|passenger|travell?er|policy ?holder|account holder),? $",
    re.IGNORECASE,
)
_OF_PRIVATE_LIFE = re.compile(  # "my neighbour Ottilie Kranz", "the estate agent, Ambrose Kittow,"
    r"\b(?:(?:my|our|the|your|a|an|his|her|their) (?:[\w-]+ )?(?:neighbou?r|girlfriend|boyfriend|sister|brother|mother|father"
    r"|mum|mom|dad|aunt|uncle|cousin|niece|nephew|husband|wife|flatmate|housemate|lodger|ex|mate)"
    r"|(?:the|your|a|an|his|her|their) (?:[\w-]+ )?(?:estate agent|letting agent|landlord|landlady|tenant|solicitor|executor))"
    r"(?: is called| called|,)? $",
    re.IGNORECASE,
)
_OF_ANOTHER_CLIENT = re.compile(  # "another customer, Professor Lund"; "your other guest" is no other client
    r"(?<!\bthe )(?<!\byour )\b(?:another|other|different|one) (?:of our )?(?:regular )?"
    r"(?:customer|client|guest|patient|passenger|member|subscriber|policy ?holder|account holder)s?"
    r"(?:,| called| named| by the name of| is| was)*,? $",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+$", re.IGNORECASE)
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx)\.?\s", re.IGNORECASE)
