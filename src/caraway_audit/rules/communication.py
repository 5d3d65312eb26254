"""Section 2, communication: whether questions are answered."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from caraway_audit.annotate import AnnotatedConversation, Note, Turn
from caraway_audit.language.questions import Question
from caraway_audit.language.tokens import span_of
from caraway_audit.language.topics import content
from caraway_audit.model import Confidence, Outcome, Role
from caraway_audit.rules import waiting
from caraway_audit.rules.base import Rule, author, public, responsible

_HOW_NUMBER = frozenset({"much", "many", "long", "far", "often", "old", "soon", "big", "heavy", "high", "late"})
_FILLERS = frozenset(
    {"and", "the", "a", "to", "of", "kind", "regards", "team", "ok", "okay", "well", "so", "is", "am", "here", "from"}
)
_AMOUNTS = frozenset(
    {"free", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "noon",
     "midnight", "tomorrow", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
     "week", "weeks", "month", "months", "hour", "hours", "minutes", "year", "years", "now", "soon",
     "immediately", "half", "nothing", "cents", "pence", "dollars", "pounds", "euro", "euros"}
)  # fmt: skip
_YES_NO = frozenset(
    {"yes", "no", "sure", "certainly", "absolutely", "unfortunately", "indeed", "correct", "yep", "yeah", "nope", "definitely",
     "afraid", "gladly", "course", "both", "either", "neither"}
)  # fmt: skip
_AUXILIARY = frozenset(
    {"is", "are", "do", "does", "did", "can", "could", "will", "would", "shall", "should", "may", "has", "have"}
)
_WH = frozenset({"what", "when", "where", "who", "which", "why", "how"})
_REASONS = frozenset({"because", "since", "due", "reason", "as", "caused"})
_EMPTY = frozenset({"greeting", "farewell", "thanks", "apology", "offer_help"})


REPLIES = 40
"""How many messages after a question are looked at; what comes later answers something else."""

_FIRM, _CLIENT = frozenset({Role.AGENT, Role.BOT}), frozenset({Role.CLIENT})


class UnansweredQuestion(Rule):
    """Each question of a client turn needs an answer, a question back or a promise to look, before the conversation ends.

    Where a turn asks one thing, any reply of substance answers it. Where it asks several, each is looked for by itself: by
    shared content words, or by the form of its answer (a number for "how much", a yes or no). A question in the client's
    last turn is no opportunity here: it is the business of the rules for an unanswered or prematurely closed conversation.
    """

    kind = "unanswered-question"
    annotations = frozenset({"questions"})
    acts = frozenset({"deferral", "withdrawal", "refusal", *_EMPTY})

    @dataclass(frozen=True)
    class Params:
        """`reason` may name the question as `{match}`."""

        reason: str

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        client_turns = [turn for turn in talk.turns if turn.role is Role.CLIENT]
        for turn in client_turns[:-1]:
            yield from self._turn(talk, turn)

    def _turn(self, talk: AnnotatedConversation, turn: Turn) -> Iterator[Outcome]:
        asked = [(place, question) for place in turn.places for question in talk.notes[place].questions]
        if not asked or self._withdrawn(talk, turn.last):
            return
        firm = talk.places(_FIRM, True)
        after = bisect_right(firm, turn.first)
        replies = list(firm[after : after + REPLIES])
        next_turn = talk.next_turn(turn.last, Role.AGENT)
        deferred = next_turn is not None and any(self._takes_up(talk.notes[place]) for place in next_turn.places)
        # Who says as many things as were asked has most likely answered them, in words of their own.
        enough = self._statements(talk, replies) >= len(asked)
        judged: dict[int, list[Question]] = {}
        for place, question in asked:
            answered = deferred or enough or self._answered(talk, place, question, replies)
            judged.setdefault(place, [])
            if not answered:
                judged[place].append(question)
        for place, missed in judged.items():
            subject = responsible(talk, place)
            if not missed:
                yield self.passed(talk, place, subject)
            elif not talk.ended:
                yield self.not_evaluated(talk, place, subject, "the conversation is still open")
            else:
                spans = [span_of(talk.notes[place].tokens, question.first, question.last) for question in missed]
                confidence = Confidence.MEDIUM if len(asked) == 1 else Confidence.LOW
                yield self.failed(talk, place, subject, self.params.reason, spans=spans, confidence=confidence)

    def _withdrawn(self, talk: AnnotatedConversation, last: int) -> bool:
        client = talk.places(_CLIENT, True)
        after = bisect_left(client, last)
        return any(talk.notes[place].does("withdrawal") for place in client[after : after + REPLIES])

    def _takes_up(self, note: Note) -> bool:
        """Whether a reply asks back, promises to look, or refuses: each deals with the question."""
        if note.does("deferral", "refusal"):
            return True
        offers = {hit.sentence for hit in note.acts.get("offer_help", ())}
        return any(question.sentence not in offers for question in note.questions)

    def _statements(self, talk: AnnotatedConversation, replies: list[int]) -> int:
        """Sentences of the replies that do more than greet, thank, apologise or say goodbye."""
        names = {word for name in talk.conversation.client.names for word in name.casefold().split()}
        number = 0
        for place in replies:
            note = talk.notes[place]
            courtesy = {p for act in _EMPTY for hit in note.acts.get(act, ()) for p in range(hit.first, hit.last)}
            for sentence in note.tokens.sentences:
                said = [
                    word
                    for p, word in enumerate(note.tokens.words[sentence.first : sentence.last], sentence.first)
                    if p not in courtesy and word.isalnum() and word not in names and word not in _FILLERS
                ]
                number += len(said) >= 2 or any(word in _YES_NO or any(map(str.isdigit, word)) for word in said)
        return number

    def _answered(self, talk: AnnotatedConversation, place: int, question: Question, replies: list[int]) -> bool:
        tokens = talk.notes[place].tokens
        words = tokens.words[question.first : question.last]
        if words[0] in {"and", "or", "also"}:
            words = words[1:]
        topic = set(content(tokens, question.first, question.last))
        wants_number = _wants_number(words)
        wants_reason = "why" in words[:3]
        yes_no = not _WH.intersection(words[:2]) and any(word in _AUXILIARY for word in words[:3])
        for reply in replies:
            spoken = talk.notes[reply].tokens
            if not wants_number and topic.intersection(content(spoken)):
                return True
            said = set(spoken.words)
            if wants_number and (said & _AMOUNTS or any(ch.isdigit() for ch in talk.messages[reply].text)):
                return True
            if (wants_reason and said & _REASONS) or (yes_no and (said & _YES_NO or _short_answer(words, spoken.words))):
                return True
        return not topic


def _wants_number(words: list[str]) -> bool:
    """Whether a question asks for an amount, a time or a number."""
    pairs = set(pairwise(words[:7]))
    return (
        "when" in words[:3]
        or any(first == "how" and second in _HOW_NUMBER for first, second in pairs)
        or any(first == "what" and second in {"time", "price", "date", "day"} for first, second in pairs)
        or bool({"cost", "costs", "price", "charge"}.intersection(words[:6]))
    )


def _short_answer(asked: list[str], said: list[str]) -> bool:
    """Whether a yes-or-no question is answered by its own verb: "is it …?" by "it is", "do you …?" by "we do"."""
    verb = next((word for word in asked[:3] if word in _AUXILIARY), "")
    return any(first in _PRONOUNS and second == verb for first, second in pairwise(said))


_PRONOUNS = frozenset({"i", "we", "it", "they", "you", "he", "she", "there", "that", "this"})


class NoReply(Rule):
    """The client's last turn that wants an answer has to get one from a person before the conversation ends."""

    kind = "no-reply"
    acts = waiting.ACTS
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """Only the reason can be set."""

        reason: str

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        last = None
        for last in waiting.waits(talk):  # the last one decides
            pass
        if last is None:
            return
        wrote = [place for place in public(talk, Role.CLIENT) if last.reply is None or place < last.reply]
        place = wrote[-1]
        subject = responsible(talk, place)
        if last.reply is not None:
            yield self.passed(talk, place, author(talk, last.reply))
        elif not talk.ended:
            yield self.not_evaluated(talk, place, subject, "the conversation is still open")
        elif any(p > place and not talk.notes[p].does("auto_reply") for p in public(talk, Role.BOT)):
            yield self.not_evaluated(talk, place, subject, "a bot answered")
        else:
            yield self.failed(talk, place, subject, self.params.reason)

KINDS: tuple[type[Rule], ...] = (UnansweredQuestion, NoReply)
