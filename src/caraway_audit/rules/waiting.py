"""Who waits for whom: the client turns that want an answer, and the human reply that ends the wait.

The rules on time (CA202, CA203), on silence (CA204) and on promises (CA209) read the same waits, so that a reply which is
late for one of them is the same reply for the others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.deadlines import Deadline, deadline
from caraway_audit.language.phrases import Hit
from caraway_audit.language.tokens import Sentence
from caraway_audit.model import Role
from caraway_audit.policy.calendar import BusinessTime
from caraway_audit.rules.awaited import LastTurn
from caraway_audit.rules.base import asks

_COURTESIES = ("thanks", "farewell", "done", "confirmation", "withdrawal", "greeting", "client_pause")

ACTS = frozenset({*_COURTESIES, "auto_reply", "offer_help", "promise", "longer_wait"})
"""Acts that a rule has to ask for when it reads waits (and the annotation `questions`)."""

_FILLERS = frozenset(
    "ok okay k yes yeah yep yup no nope ah oh so and i you u it that this is was am the a an to for of me my we all too very "
    "much again sir madam mate guys team then now right sure well alright fine cool noted understood got lol haha hm hmm mm "
    "will do see sounds makes sense good nice great perfect lovely fair enough awesome wow amazing excellent brilliant "
    "braw grand magic brill fab ace lush mint belter champion ideal super smashing cracking sound sorted bless "
    "x xx xxx xo xoxo".split()
)
_WANTS = frozenset(
    "but still please why when where how waiting yet however except unless nothing nobody problem issue wrong "
    "missing can could".split()
)
"""Words that ask for more even beside a courtesy: "thanks, but it still flickers"."""

_MORE = frozenset("but still please however yet except unless waiting problem issue wrong missing damaged".split())
_AMISS = frozenset(
    "not no never need want help again wait broken late error lost stuck unable cold nothing nowt zilch nobody complaint "
    "complain urgent asap keeps remains stays smell noise leak leaking smoke fault crack cracked fail fails failed worse "
    "worst why when where".split()
)
"""Words by which a last turn says that something is open: beside a thanks only those of the first set."""

_YES = frozenset({"yes", "yeah", "yep", "sure", "please"})

_SOME, _MUCH = 1, 8
"""So many words besides fillers want something: by themselves, and beside a thanks ("Thanks! It was a bit awkward")."""

_OURS, _JOINS = frozenset({"i", "we", "my", "our"}), frozenset({"and", "so", "but", "then"})
_CUTS = frozenset({"and", "but", "because", "which", "that", "so"})


@dataclass(frozen=True, slots=True)
class Wait:
    """A client who waits from the message at `since` on; `reply` is the human message that ends it, None where none does.

    `first` says whether it is the firm's first human reply, or the first after the conversation was reopened.
    """

    since: int
    reply: int | None
    first: bool


def waits(talk: AnnotatedConversation) -> Sequence[Wait]:
    """Every wait of the client, in order."""
    return talk.once("waits", lambda one: tuple(_waits(one)))


def _waits(talk: AnnotatedConversation) -> Iterator[Wait]:
    """Every wait of the client. Bots, automatic acknowledgements and notes end none; a bare "one sec" only the first."""
    since: int | None = None
    first, replied = True, False
    last_at: datetime | None = None
    for place, message in enumerate(talk.messages):
        if not message.public or message.role not in (Role.AGENT, Role.CLIENT):
            continue
        if message.role is Role.CLIENT:
            if replied and talk.notes[place].does("withdrawal") and not talk.notes[place].questions:
                since = None  # "never mind"
            elif since is None and (not replied or wants_answer(talk, place)):
                idle = bool(last_at and message.at and message.at - last_at >= talk.ended_after)
                since, first = place, not replied or idle
        elif not is_automatic(talk, place):
            replied = True
            if since is not None and (first or not talk.is_backchannel(place)):
                yield Wait(since if first else _in_earnest(talk, since, place), place, first)
                # Who has heard only "one sec" waits on, for a reply that is no longer the first.
                since, first = (since, False) if talk.is_backchannel(place) else (None, False)
        last_at = message.at or last_at
    if since is not None:
        yield Wait(since, None, first)


def _in_earnest(talk: AnnotatedConversation, since: int, reply: int) -> int:
    """From what message on the client of a turn waits: from its last one where all of it is remarks and news ("fair dos", next
    day "door's on")."""
    turn = [place for place in range(since, reply) if talk.messages[place].public and talk.messages[place].role is Role.CLIENT]
    return since if len(turn) == 1 or is_open(talk, turn) else turn[-1]


def is_automatic(talk: AnnotatedConversation, place: int) -> bool:
    """Whether a message was sent by a machine, whoever's name it bears."""
    return talk.messages[place].role in (Role.BOT, Role.SYSTEM) or talk.notes[place].does("auto_reply")


def wants_answer(talk: AnnotatedConversation, place: int) -> bool:
    """Whether a client's message asks or reports something: a bare thanks, goodbye, "ok" or "I'll try that" does not."""
    note = talk.notes[place]
    if note.questions:
        return True
    if talk.turn_of(place) is None:  # a bare "ok"; a bare "yes" to the agent's question is an answer
        return next(iter(note.tokens.words), "") in _YES and _was_asked(talk, place)
    return any(_wants(talk, place, number, sentence) for number, sentence in enumerate(note.tokens.sentences))


def is_open(talk: AnnotatedConversation, places: Sequence[int]) -> bool:
    """Whether a last turn of the client wants a reply: by its words and, unless it is a cry, as a model tells it."""
    cries = sum(len(talk.notes[place].tokens.words) for place in places) <= _CRY
    return _seems_open(talk, places) and (cries or last_turn(talk, places).waits())


_CRY = 3
"""Tokens of "Leaking everywhere." and "Broken.": nothing but words that say what is amiss."""


def last_turn(talk: AnnotatedConversation, places: Sequence[int]) -> LastTurn:
    """A last turn of the client with what is known of it here."""
    facts = {"seems open" if _seems_open(talk, places) else "seems shut"}
    for place in places:
        known = {"wants": wants_answer, "was asked": _was_asked, "brings": _gives_what_was_wanted}
        facts |= {fact for fact, holds in known.items() if holds(talk, place)}
    return LastTurn(talk, places, ACTS, facts)


def _seems_open(talk: AnnotatedConversation, places: Sequence[int]) -> bool:
    """Whether it is more than a remark: it asks, answers what was asked, or says what is amiss."""
    notes = [talk.notes[place] for place in places]
    if any(note.questions for note in notes):
        return True
    if all(_only_confirms(note) for note in notes):
        return False
    courteous = any(note.does("thanks", "farewell", "done", "confirmation") for note in notes)
    amiss = _MORE if courteous else _MORE | _AMISS
    if any(amiss.intersection(_told(note)) for note in notes):
        return True
    return not courteous and any(_was_asked(talk, place) or _gives_what_was_wanted(talk, place) for place in places)


def _told(note: Note) -> list[str]:
    """The words of a message but for a "no" at the start, which answers an offer, "no problem", and the joint of "not yet, but
    thanks"."""
    words = note.tokens.words
    told = [word for word, following in pairwise((*words, "")) if word != "but" or following not in _THANKS]
    told = _NO_TROUBLE.sub("", " ".join(told)).split()
    return (told[1:] or told) if told[:1] == ["no"] else told


_NO_TROUBLE = re.compile(
    r"\bno (?:problems?|issues?|complaints?|worries|trouble)\b|\bbut in (?:a|the) (?:good|nice|best|funny) way\b"
    r"|\b(?:see|hear|works?|working|runs|running|walks?|sleeps?|eats|plays|smiles?|breathes?|back|on|up|well|fine|warm) again\b"
    r"|\bnothing (?:but|else|more)\b|\bcredit where (?:credit is |it is )?due\b"
)
_THANKS = frozenset({"thank", "thanks", "cheers", "ta"})


def _only_confirms(note: Note) -> bool:
    """Whether a message is a bare "correct" or "noted", or says that something was sent elsewhere."""
    words = [word for word in note.tokens.words if word.isalpha()]
    told = len(words) <= _REMARK and not _SENT.isdisjoint(words[:3]) and _AMISS.isdisjoint(words)
    return told or (len(words) <= 2 and not _CONFIRMS.isdisjoint(words))


_REMARK = 9
_SENT = frozenset("sent emailed mailed dmed messaged posted forwarded uploaded attached".split())
_CONFIRMS = frozenset("correct exactly noted understood right indeed agreed roger affirmative fine".split())


def _gives_what_was_wanted(talk: AnnotatedConversation, place: int) -> bool:
    """Whether a message brings a number right after the agent asked for something without a question ("please send me …")."""
    before = _before(talk, place)
    if before is None or not any(word[0].isdigit() for word in talk.notes[place].tokens.words):
        return False
    words = before.tokens.words
    asked = (p for p, pair in enumerate(pairwise(words)) if pair[0] in ("please", "kindly") and pair[1] in _HAND_OVER)
    # "please write to me if it is not lit" waits for nothing
    return any(_ONLY_IF.isdisjoint(words[p + 2 : p + 6]) for p in asked)


_ONLY_IF = frozenset({"if", "should", "again", "anytime", "whenever"})


_HAND_OVER = frozenset("send give share tell provide state enter quote type confirm let message dm email post write".split())


def _before(talk: AnnotatedConversation, place: int) -> Note | None:
    """The agent's message right before; None where somebody else wrote last."""
    before = next((p for p in range(place - 1, -1, -1) if talk.messages[p].public), None)
    return None if before is None or talk.messages[before].role is not Role.AGENT else talk.notes[before]


def _wants(talk: AnnotatedConversation, place: int, number: int, sentence: Sentence) -> bool:
    note, text = talk.notes[place], talk.messages[place].text
    hits = [hit for act in _COURTESIES for hit in note.acts.get(act, ()) if hit.sentence == number]
    covered = {p for hit in hits for p in range(hit.first, hit.last)}
    tokens = note.tokens
    said = [
        tokens.words[p]
        for p in range(sentence.first, sentence.last)
        if p not in covered and tokens.words[p].isalnum() and text[tokens.starts[p] - 1 : tokens.starts[p]] != "@"
    ]
    rest = [word for word in said if word not in _FILLERS]
    if said and said[0] in _YES and not hits and _was_asked(talk, place):
        return True  # "yes, do that" waits until it is done
    if sentence.mark == "?":
        return not note.does("thanks", "farewell", "done")
    if hits:
        return bool(_WANTS.intersection(said))
    if any(map(str.isdigit, "".join(rest))):
        return True
    enough = _MUCH if note.does("thanks", "farewell") else _SOME
    return len(rest) >= enough or bool(_WANTS.intersection(said)) or bool(rest and _was_asked(talk, place))


def _was_asked(talk: AnnotatedConversation, place: int) -> bool:
    """Whether the agent's message before asks something, so that one word is an answer ("blue")."""
    note = _before(talk, place)
    return note is not None and asks(note)


def announced(talk: AnnotatedConversation, place: int, business: BusinessTime) -> datetime | None:
    """Until when the agent's message at `place` asks the client to wait, or promises to be back; None where it does not say."""
    note, at = talk.notes[place], talk.messages[place].at
    if at is None:
        return None
    ends = [end for act in ("promise", "longer_wait") for end in _ends(note, act, at, business)]
    return max(ends) if ends else None


def _ends(note: Note, act: str, at: datetime, business: BusinessTime) -> Iterator[datetime]:
    for hit in note.acts.get(act, ()):
        if limit := time_limit(note, hit):
            yield limit.due(at, business)


def time_limit(note: Note, hit: Hit) -> Deadline | None:
    """The deadline that belongs to a phrase: in it or after it as far as the clause goes, else right before it. Of a sentence
    as a whole that of the last thing we undertake: "it should come within the hour, and I'll look again at 11"."""
    words, sentence = note.tokens.words, note.sentence(hit.sentence)
    stop = next((p for p in range(hit.last, sentence.last) if words[p] in _CUTS), sentence.last)
    ours = max((p for p in range(hit.first + 1, hit.last) if words[p] in _OURS and words[p - 1] in _JOINS), default=hit.first)
    return (
        deadline(words[ours:stop])
        or deadline(words[hit.first : stop])
        or deadline(words[max(sentence.first, hit.first - 6) : hit.first])
    )
