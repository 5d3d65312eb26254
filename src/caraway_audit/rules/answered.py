"""Which of several things asked at once the replies left out: a small linear model over what the replies hold of each.

A clerk in a hurry answers one of two questions at length. No word tells that; what tells is that one question's own words
come back and the other's do not, that a "yes" stands for one and nothing is left over for the other, and so on. Each such
observation has a name (`evidence`), and `training/answers.py` learns what it weighs from invented turns whose every question
is marked as dealt with or passed over. Weights are whole numbers: the same answer on every machine.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.answer_forms import has_form, wanted
from caraway_audit.language.questions import AUXILIARY
from caraway_audit.language.topics import is_content, stem
from caraway_audit.rules.statements import Asked, Statement, topic, words_of

WEIGHTS = resources.files("caraway_audit.rules").joinpath("answered.json")

_YES = frozenset(
    "yes no yep yeah nope nah sure certainly absolutely unfortunately indeed correct definitely gladly sadly course right "
    "exactly never only neither both either sorry afraid".split()
)
_HEDGES = frozenset("probably likely guess suppose think doubt hope might maybe perhaps should reckon imagine".split())
_THINGS = frozenset("it they that this these those he she there".split())
_LEADS = frozenset("and but so well then also oh hi ok okay now".split())
_FIRST_WORDS = AUXILIARY | frozenset(
    "the a an our my once if when for from at in on by with one two three both all any most".split()
)
_OBJECTS = frozenset("the your a it us me them to in on that this out back into any our an by and up off over".split())
_NEXT_MATTER = frozenset(
    {("as", "for"), ("about", "the"), ("about", "your"), ("on", "the"), ("to", "your"), ("as", "to"), ("for", "the")}
)
_SAYS_SO = {
    "no": frozenset("not no never without nothing none".split()),
    "may": frozenset("can could able may allowed possible welcome fine problem".split()),
    "there": frozenset("link attached below page form here".split()),
}
_GROUPS = {"yes-no": "yes", "choice": "which", "either": "which", "place": "where", "": "open"}
_WH = ("how", "why", "what", "who", "which", "where", "when")
_OPENING = 3


@dataclass(frozen=True, slots=True)
class Replies:
    """What the firm wrote after a turn: its statements in order, whether it asked back at once, and what takes matters up."""

    said: Sequence[Statement]
    asks_back: bool
    takes_up: bool


def left_out(talk: AnnotatedConversation, asked: Sequence[Asked], replies: Replies) -> list[Asked]:
    """The questions of one turn, two or more, that the replies do not deal with."""
    if not (replies.said or replies.asks_back or replies.takes_up):
        return list(asked)
    weights, above = _learnt()
    found = zip(asked, evidence(talk, asked, replies), strict=True)
    return [one for one, seen in found if seen.isdisjoint(_SPOKEN_TO) and sum(weights.get(name, 0) for name in seen) >= above]


_SPOKEN_TO = frozenset({"free guess", "own 1", "own 2", "own 3"})
"""What clears a reply whatever else is seen: a guess (another rule's business), or a statement in the question's words."""


@cache
def _learnt() -> tuple[Mapping[str, int], int]:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return stored["weights"], stored["above"]


def evidence(talk: AnnotatedConversation, asked: Sequence[Asked], replies: Replies) -> list[frozenset[str]]:
    """For each question the names of what was observed, alone and with the form of its answer before it ("yes|free 0")."""
    about = [frozenset(topic(talk, *one)) for one in asked]
    times = Counter(word for words in about for word in words)
    own = [frozenset(word for word in words if times[word] == 1) for words in about]
    meets = [[len(words & one.stems) for one in replies.said] for words in own]
    reported = told(talk, asked)
    most = [sorted(met, reverse=True)[:2] for met in zip(*meets, strict=True)]
    met_at_all = [any(met) for met in meets]
    found = []
    for number, one in enumerate(asked):
        words = words_of(talk, *one)
        free = [n for n, met in enumerate(meets[number]) if _is_free(met, most[n])]
        seen = set(_of_question(number, len(asked), words))
        seen |= set(_of_words(own[number], about[number], replies.said))
        seen |= set(_of_statements("free", words, [replies.said[n] for n in free]))
        seen |= set(_of_statements("own", words, [s for s, met in zip(replies.said, meets[number], strict=True) if met]))
        unmet = met_at_all.count(False) - (not met_at_all[number])
        left = [n for n in free if meets[number][n] or not replies.said[n].stems & reported]
        length = sum(len(replies.said[n].words) for n in free)
        seen |= {
            f"free {min(len(free), 4)}", f"all {min(len(replies.said) // 2, 4)}", f"unmet {min(unmet, 2)}",
            f"left {min(len(left), 4)}", f"spare {max(-1, min(len(free) - unmet, 4))}", f"words {min(length // 8, 5)}",
        }  # fmt: skip
        seen |= {name for name, is_so in (("asks back", replies.asks_back), ("takes up", replies.takes_up)) if is_so}
        if replies.said:
            seen |= {f"first {kind}" for kind in _opening(replies.said[0].words)}
        yes = sum("yes" in _opening(s.words) for s in replies.said)
        seen.add(f"yes {min(yes, 2)}")
        if any(pair in _NEXT_MATTER for s in replies.said for pair in pairwise(s.words[:_OPENING])):
            seen.add("next matter")
        group = "request" if one[1].requests(talk.notes[one[0]].tokens) else _GROUPS.get(wanted(words), "measure")
        found.append(frozenset(seen | {f"{group}|{name}" for name in seen} | {group}))
    return found


def _of_question(number: int, many: int, words: Sequence[str]) -> Iterator[str]:
    yield f"of {min(many, 3)}"
    yield "asked first" if number == 0 else "asked last" if number == many - 1 else "asked between"
    yield f"word {next((word for word in words if word in _WH), '')}"


def _of_words(own: frozenset[str], about: frozenset[str], said: Sequence[Statement]) -> Iterator[str]:
    """How many of a question's words come back: in one statement, of those that no other question has, and in all."""
    yield f"own {min(max((len(own & one.stems) for one in said), default=0), 3)}"
    yield f"about {min(max((len(about & one.stems) for one in said), default=0), 3)}"
    heard = frozenset[str]().union(*(one.stems for one in said))
    yield f"covered {4 * len(own & heard) // len(own)}" if own else "nothing of its own"


def _of_statements(where: str, words: Sequence[str], said: Sequence[Statement]) -> Iterator[str]:
    """What statements say: how they open, whether they take up the question's verb or have the form of its answer."""
    form = wanted(words)
    verbs = {_BASE.get(word, word) for word in words if word in AUXILIARY}
    speaks_of = _THINGS | ({"i", "we"} if "you" in words else {"you"} if {"i", "we"} & set(words) else set())
    for one in said:
        yield from (f"{where} {kind}" for kind in _opening(one.words))
        if any(a in speaks_of and _BASE.get(b, b) in verbs for a, b in pairwise(one.words[:_OPENING])):
            yield f"{where} echo"
        if form not in ("", "yes-no", "choice", "either") and has_form(form, words, one.words):
            yield f"{where} form"
        if any(a in ("and", "but") and (b in _THINGS or b in ("you", "we", "yes", "no")) for a, b in pairwise(one.words)):
            yield f"{where} and"
        if any(map(str.isdigit, "".join(one.words))):
            yield f"{where} figure"
        yield from (f"{where} {name}" for name, those in _SAYS_SO.items() if not those.isdisjoint(one.words))


_BASE = {"has": "have", "had": "have", "does": "do", "did": "do", "are": "is", "am": "is", "was": "is", "were": "is"}


def _opening(words: Sequence[str]) -> set[str]:
    """How a statement begins: yes or no, of a thing, to the client, with a guess, with an order."""
    skipped = next((n for n, word in enumerate(words[:2]) if word not in _LEADS), 2)
    first, second, third = (*words[skipped : skipped + 3], "", "", "")[:3]
    kinds = set()
    if (
        first in _YES
        or (first in ("i", "am", "of", "not") and second in _YES)
        or (first == "i" and third in ("afraid", "sorry"))
    ):
        kinds.add("yes")
    if first in ("not", "none", "nothing", "no"):
        kinds.add("denial")
    if first in _THINGS:
        kinds.add("thing")
    if first in ("you", "your"):
        kinds.add(first)
    if first in ("we", "i"):
        kinds.add("we")
    if first in _HEDGES or second in _HEDGES:
        kinds.add("guess")
    if not kinds and first.isalpha() and first not in _FIRST_WORDS and second in _OBJECTS:
        kinds.add("order")
    return kinds


def _is_free(met: int, most: Sequence[int]) -> bool:
    """Whether a statement may speak of a question, of whose words it holds so many: it meets no other more than this one.

    `most` are the most words it holds of any question, and of any other than that.
    """
    others = most[0] if met != most[0] else most[1] if len(most) > 1 else 0
    return others == 0 or 0 < met >= others


def told(talk: AnnotatedConversation, asked: Collection[Asked]) -> frozenset[str]:
    """Stems of what the turn says besides its questions: a reply to that answers none of them."""
    inside = {(place, p) for place, question in asked for p in range(question.first, question.last)}
    return frozenset(
        stem(word)
        for place in {place for place, _ in asked}
        for p, word in enumerate(talk.notes[place].tokens.words)
        if (place, p) not in inside and is_content(word)
    )
