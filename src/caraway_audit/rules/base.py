"""What a rule is.

A rule is a value: metadata, examples and parameters, over a *kind* that knows how to judge. The kinds that most rules
share are in `declarative.py` (words and forms), `dialogue.py` (what a turn has to do) and `timing.py`; what needs thought is
a kind of its own in its section's module. A rule never scans text: it declares what it needs (`phrases`, `patterns`, `acts`,
`annotations`) and reads the notes.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from caraway_audit.annotate import AnnotatedConversation, Note, Turn
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.model import (
    AGENTS,
    CLIENTS,
    NO_FACTS,
    Confidence,
    Outcome,
    Role,
    RuleMeta,
    Span,
    Subject,
    SubjectKind,
    Verdict,
)
from caraway_audit.policy.schema import PolicyFile
from caraway_audit.rules.weighing import resembles

Facts = Mapping[str, str]


@dataclass(frozen=True)
class NoParams:
    """A kind that has nothing to set."""


class Rule(ABC):
    """Base of all kinds. Subclasses set `kind` and `Params` and write `check`.

    `wording` rules need a conversation in one of their `languages`; rules whose metadata say `needs_exchange` need a message
    of each side and ten words in all. Where either is missing the engine records *not evaluated* and does not call `check`.
    """

    kind: ClassVar[str]
    wording: ClassVar[bool] = True
    own_words: ClassVar[bool] = False  # whether a failure lies in what the subject wrote (not in what is missing)
    acts: ClassVar[frozenset[str]] = frozenset()
    annotations: ClassVar[frozenset[str]] = frozenset()
    Params: ClassVar[type[Any]] = NoParams
    facts: ClassVar[frozenset[str]] = frozenset()  # names that `reason` may hold in braces, besides {match}
    set_by_policy: ClassVar[frozenset[str]] = frozenset()  # parameters that `under` fills in, not the rule's YAML
    consults: ClassVar[frozenset[str]] = frozenset()  # codes of rules whose verdicts it reads, selected or not
    resembled: ClassVar[frozenset[str]] = frozenset()  # phrase sets that the parameter `resembles` is about

    @classmethod
    def under(cls, params: Any, policy: PolicyFile) -> Any:
        """The parameters with what the policy says outside `rules:` (the firm's own contacts, calendar)."""
        return params

    @classmethod
    def over(cls, settings: Mapping[str, Any], policy: PolicyFile) -> Mapping[str, Any]:
        """Shipped settings under what the policy says outside `rules:` and may say there otherwise (targets by channel)."""
        return settings

    def __init__(self, meta: RuleMeta, params: Any, variant: int = 0) -> None:
        self.meta = meta
        self.params = params
        self.variant = variant  # tells apart the settings of one rule for different teams or channels
        self._least: Mapping[str, int] = getattr(params, "resembles", {})
        # What a team's policy wrote over a shipped rule: its phrases count as they stand.
        self.added: frozenset[str] = frozenset()
        self.consulted: tuple[Rule, ...] = ()  # those it `consults` and that are not switched off, under the same settings

    def phrases(self) -> Mapping[str, PhraseSet]:
        """Phrase sets by a short name; hits are read with `hits(note, name)`."""
        return {}

    def patterns(self) -> Mapping[str, PatternSet]:
        """Pattern sets by a short name; spans are read with `matches(talk, place, name)`."""
        return {}

    def needed_acts(self) -> frozenset[str]:
        """Acts that it reads."""
        return self.acts

    @abstractmethod
    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        """One outcome for every opportunity."""

    def quiet(self, talk: AnnotatedConversation) -> tuple[Subject, ...] | None:
        """Whom it passes where nothing that it looks for is in the conversation; None where `check` has to say.

        Most rules find nothing in most conversations, and then all say the same: the engine keeps that in one piece.
        """
        return None

    def hits(self, talk: AnnotatedConversation, place: int, name: str) -> tuple[Hit, ...]:
        """Hits of one of its own phrase sets in a message."""
        hits = talk.notes[place].hits
        found = tuple(hits.get(self.set_name(name), ())) if hits else ()
        if found and self._least and name in self.resembled:
            alike = partial(resembles, talk, place, least=self._least)
            return tuple(hit for hit in found if hit.by_model or hit.phrase in self.added or alike(hit.sentence))
        return found

    def matches(self, talk: AnnotatedConversation, place: int, name: str) -> tuple[Span, ...]:
        """Spans of one of its own pattern sets in a message; raises `TimeoutError` where a pattern ran away there."""
        note = talk.notes[place]
        if note.runaway and self.set_name(name) in note.runaway:
            raise TimeoutError(f"a pattern of {self.meta.code} took too long")
        matches = note.matches
        return matches.get(self.set_name(name), ()) if matches else ()

    def is_mentioned(self, talk: AnnotatedConversation, name: str) -> bool:
        """Whether one of its own phrase or pattern sets hits anywhere in the conversation."""
        return self.set_name(name) in talk.mentions

    def set_name(self, name: str) -> str:
        """The name under which a phrase set of this rule is scanned."""
        return f"{self.meta.code}/{self.variant}:{name}"

    def passed(self, talk: AnnotatedConversation, place: int | None, subject: Subject, reason: str = "") -> Outcome:
        """The opportunity was handled well."""
        return self._outcome(talk, place, Verdict.PASS, subject, reason=reason)

    def passed_by_all_but(
        self,
        talk: AnnotatedConversation,
        failed: Container[Subject],
        roles: frozenset[Role] = AGENTS,
        public: bool | None = True,
    ) -> Iterator[Outcome]:
        """One pass for everybody who wrote in one of the roles, as `talk.writers` has it, and did not fail."""
        for subject in talk.writers(roles, public):
            if subject not in failed:
                yield self.passed(talk, None, subject)

    def failed(
        self,
        talk: AnnotatedConversation,
        place: int | None,
        subject: Subject,
        reason: str,
        *,
        spans: Iterable[Span] = (),
        confidence: Confidence = Confidence.HIGH,
        entity: str | None = None,
        facts: Facts | None = None,
    ) -> Outcome:
        """The rule failed. `reason` may hold `{match}` (the first span, masked) and `{fact}` for facts; never raw text."""
        return self._outcome(
            talk, place, Verdict.FAIL, subject, reason=reason, spans=spans, confidence=confidence, entity=entity, facts=facts
        )

    def not_evaluated(self, talk: AnnotatedConversation, place: int | None, subject: Subject, reason: str) -> Outcome:
        """It cannot be told, and why."""
        return self._outcome(talk, place, Verdict.NOT_EVALUATED, subject, reason=reason)

    def _outcome(
        self,
        talk: AnnotatedConversation,
        place: int | None,
        verdict: Verdict,
        subject: Subject,
        *,
        reason: str = "",
        spans: Iterable[Span] = (),
        confidence: Confidence = Confidence.HIGH,
        entity: str | None = None,
        facts: Facts | None = None,
    ) -> Outcome:
        message = None if place is None else talk.messages[place].id
        return Outcome(
            self.meta.code,
            talk.conversation.id,
            message,
            verdict,
            subject,
            tuple(spans),
            confidence,
            reason,
            entity,
            facts or NO_FACTS,
        )


class AcrossRule(Rule):
    """A rule that `remember`s facts of each conversation (small, picklable) and `conclude`s from all of them."""

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        return iter(())

    @abstractmethod
    def remember(self, talk: AnnotatedConversation, outcomes: Sequence[Outcome], own_words: frozenset[str]) -> Iterable[Any]:
        """Facts of one conversation; `own_words` are the major and critical rules about what an agent wrote."""

    def key(self, fact: Any) -> str:
        """Facts with one key are concluded from together, others apart; as it is here, all of them together."""
        return ""

    @abstractmethod
    def conclude(self, facts: Iterable[Any]) -> Iterator[Outcome]:
        """Outcomes from the facts of all conversations that share a key, in any order of them.

        There may be more facts than fit in memory: they can be walked through once.
        """


def author(talk: AnnotatedConversation, place: int) -> Subject:
    """The person who wrote a message; a bot or system line counts for the team."""
    return talk.subjects[place]


def team(talk: AnnotatedConversation) -> Subject:
    """The conversation's team."""
    return Subject(SubjectKind.TEAM, talk.conversation.team)


def responsible(talk: AnnotatedConversation, place: int) -> Subject:
    """Who owed an answer to the client's message at `place`: whoever replied next, else the last before, else the team."""
    following = talk.next_turn(place, Role.AGENT)
    if following is not None:
        return author(talk, following.first)
    before = talk.turn_before(place, Role.AGENT)
    return author(talk, before.last) if before else team(talk)


DATA = Subject(SubjectKind.DATA, "")


def public(talk: AnnotatedConversation, role: Role) -> tuple[int, ...]:
    """Positions of the public messages of a role."""
    return talk.places(_ONLY[role], True)


_ONLY = {role: frozenset({role}) for role in Role}


CLOSING_ACTS = frozenset({"confirmation", "thanks", "done", "distress", "withdrawal", "greeting", "offer_help"})
_THUMBS = "👍👌🙏🎉"
CLOSING_PATTERNS = {"thumbs_up": PatternSet({f"[{_THUMBS}]": _THUMBS}, CLIENTS, timed=False)}
"""What `is_closing_reaction` reads; a rule that asks it needs these acts, these patterns and the questions."""


def first_places(places: Iterable[int], words_of: Callable[[int], Iterable[str]]) -> dict[str, int]:
    """Where each word stands first, of messages that are given in order."""
    first: dict[str, int] = {}
    for place in places:
        for word in words_of(place):
            first.setdefault(word, place)
    return first


def is_closing_reaction(rule: Rule, talk: AnnotatedConversation, turn: Turn) -> bool:
    """Whether a client turn closes the matter: thanks, "perfect", a thumbs-up, "that's all", and nothing asked or objected.

    What answers a question or takes up a proposal closes nothing: "yes thanks", or a bare "no" to "anything else?".
    """
    notes = [talk.notes[place] for place in turn.places]
    if any(note.questions or note.does("distress") for note in notes):
        return False
    if _answers(talk, turn) and not any(map(_says_it_works, notes)):
        return False
    if _only_reacts(notes[-1]):  # "got it, thanks"
        return True
    if any(note.does("withdrawal") for note in notes):  # "never mind, found it"
        return False
    if any(_is_done(note) and 1 < note.tokens.count <= 12 for note in notes):
        return True
    return notes[-1].tokens.count <= 4 and bool(rule.matches(talk, turn.last, "thumbs_up"))


def _says_it_works(note: Note) -> bool:
    """Whether a message confirms that something works by now: what it reacts to may have been a question all the same."""
    hits, words = note.acts.get("confirmation", ()), note.tokens.words
    return any(not _WORKS.isdisjoint(words[hit.first : hit.last]) for hit in hits)


_WORKS = frozenset({"works", "worked", "working", "fixed", "solved", "sorted", "resolved"})


def _is_done(note: Note) -> bool:
    """Whether a message says that nothing more is needed; a bare "bye" ("then no. bye") may leave in anger."""
    if all(hit.last - hit.first == 1 for hit in note.acts.get("done", ())):
        return note.does("done") and note.does("thanks", "confirmation")
    return True


def _answers(talk: AnnotatedConversation, turn: Turn) -> bool:
    """Whether a turn answers what was asked right before it, other than "anything else?"."""
    before = talk.turn_before(turn.first)
    if before is None:
        return False
    agrees, last = talk.notes[turn.first].tokens.words[:1] in _YES, talk.notes[before.last]
    if agrees and [sentence.mark for sentence in last.tokens.sentences[-1:]] == ["?"]:  # "I can move it to noon. Yes?"
        return True
    if not any(asks(talk.notes[place]) for place in before.places):
        return False
    ends_asking = any(question.sentence == len(last.tokens.sentences) - 1 for question in last.questions) and asks(last)
    return ends_asking or agrees


_YES = (["yes"], ["yeah"], ["yep"], ["sure"], ["ok"], ["okay"])


def _only_reacts(note: Note) -> bool:
    """Whether a message does little more than thank or confirm; what still asks for something is none, nor is "noted"."""
    words = note.tokens.words
    if "please" in words or "noted" in words or not note.does("confirmation", "thanks"):
        return False
    hits = [hit for act in ("confirmation", "thanks", "greeting") for hit in note.acts.get(act, ())]
    covered = {place for hit in hits for place in range(hit.first, hit.last)}
    return sum(place not in covered and word.isalpha() for place, word in enumerate(words)) <= 4


def says(talk: AnnotatedConversation, places: Iterable[int], *acts: str) -> bool:
    """Whether a message at one of `places` performs one of the acts."""
    return any(talk.notes[place].does(*acts) for place in places)


def asks(note: Note) -> bool:
    """Whether a message asks something; an offer of further help asks nothing. Needs questions and the act `offer_help`."""
    offers = {hit.sentence for hit in note.acts.get("offer_help", ())}
    return any(question.sentence not in offers for question in note.questions)


def is_courtesy(note: Note, hit: Hit) -> bool:
    """Whether words are the rest of a farewell or of an offer of any further help: "anything else I can help with?".

    What is joined to it is none: "anything else? But you can exchange it", "have a nice day and I will send a voucher".
    """
    words = note.tokens.words
    return any(
        hit.sentence == one.sentence
        and hit.first >= one.first
        and (act == "farewell" or not _FURTHER.isdisjoint(words[one.first : one.last]))
        and _JOINING.isdisjoint(words[one.first : hit.last])
        for act in ("offer_help", "farewell")
        for one in note.acts.get(act, ())
    )


_FURTHER = frozenset({"else", "further", "more", "other"})
_JOINING = frozenset({",", "and", "but", "or", "so", "way", "ways", "for"})


def beginning(start: int, end: int) -> Span:
    """The beginning of a long stretch, enough to find it by."""
    return start, min(end, start + 300)


def is_wordless(text: str) -> bool:
    """Whether a message is empty, or only says that a picture or a file stood in its place ("[image]", "<Media omitted>")."""
    return _ATTACHED.fullmatch(text) is not None


_ATTACHED = re.compile(
    r"\s*(?:[\[(<{*_]+\s*(?:media|image|photo|picture|screenshot|video|gif|sticker|voice|audio|document|file|attachment|pdf)s?"
    r"(?: (?:omitted|attached|removed|deleted|message|note|file)|[ :#-]{1,3}[\w.-]{0,40}(?:\d|\.\w{2,4}))?\s*[\])>}*_]+"
    r"|(?=[\w-]{0,120}\d)[\w-]{1,120}\.(?:png|jpe?g|gif|pdf|docx?|mp4|mp3|heic|webp))?\s*",
    re.IGNORECASE,
)
