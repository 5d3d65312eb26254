"""Section 3, confidentiality: personal values, whose they are, and who wrote them.

What an agent gives away or asks for in words is in `disclosure.py`, what is another client's in `other_clients.py`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from itertools import islice

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.phrases import Hit, PhraseSet, spelled_out
from caraway_audit.model import AGENTS, BOTH_SIDES, CLIENTS, Confidence, Outcome, Role, Span, Subject, Verdict
from caraway_audit.privacy.again import squeezed
from caraway_audit.privacy.checksums import TEST_CARDS
from caraway_audit.privacy.formats import ROLE_MAILBOXES, Entity, is_private_mailbox, is_service_number
from caraway_audit.privacy.labels import STANDS_IN
from caraway_audit.privacy.spoken import in_digits
from caraway_audit.rules.base import DATA, Rule, author
from caraway_audit.rules.declarative import DataRule
from caraway_audit.rules.disclosure import DISCLOSURES
from caraway_audit.rules.given import in_signature, is_given
from caraway_audit.rules.parameters import Likeness, Phrases
from caraway_audit.rules.persons import PersonNameRule, takes_part


class PaymentCardRule(DataRule):
    """Full card numbers. Documented test numbers never fail."""

    kind = "payment-card"

    def is_allowed(self, kind: str, value: str) -> bool:
        return _digits(value) in TEST_CARDS or super().is_allowed(kind, value)

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        """Cards, the first of a message with the security code and expiry beside it; or a code that follows its card."""
        cards = list(super().found(talk, place))
        beside = [(e.start, e.end) for e in talk.notes[place].entities if e.kind in ("CARD_SECURITY_CODE", "CARD_EXPIRY")]
        for number, (card, spans) in enumerate(cards):
            yield card, sorted(spans + (beside if number == 0 else []))
        entities = talk.notes[place].entities
        codes = [entity for entity in entities if entity.kind == "CARD_SECURITY_CODE"]
        if codes and not any(e.kind == "CREDIT_CARD" for e in entities) and self._gave_card(talk, place):
            for entity in codes:
                yield entity, [(entity.start, entity.end)]

    def _gave_card(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the same side writes a full card number elsewhere, which is no test number."""
        return talk.messages[place].role in talk.once(self.set_name("sides with a card"), self._sides_with_a_card)

    def _sides_with_a_card(self, talk: AnnotatedConversation) -> frozenset[Role]:
        numbers = super().found
        return frozenset(message.role for place, message in enumerate(talk.messages) if any(True for _ in numbers(talk, place)))


class BankAccountRule(DataRule):
    """Bank accounts. The firm's own, which an agent gives to be paid on, is nobody's secret."""

    kind = "bank-account"
    annotations = DataRule.annotations | {"people"}

    @dataclass(frozen=True)
    class Params(DataRule.Params):
        """`ours` phrases in an agent's message say that an account is the firm's, where the client did not give it and no
        `theirs` phrase says that it is somebody's."""

        ours: Phrases = field(default_factory=dict)
        theirs: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"ours": PhraseSet(self.params.ours, AGENTS), "theirs": PhraseSet(self.params.theirs, AGENTS)}

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        ours = talk.messages[place].public and bool(self.hits(talk, place, "ours")) and not self.hits(talk, place, "theirs")
        for entity, spans in super().found(talk, place):
            if not ours or is_given(talk, talk.text(place, spans[0])) or self._is_a_persons(talk, place, entity):
                yield entity, spans

    def _is_a_persons(self, talk: AnnotatedConversation, place: int, entity: Entity) -> bool:
        """Whether the sentence of an account names somebody who takes no part: "set it up to Ida Foxley, sort code …"."""
        tokens = talk.notes[place].tokens
        sentence = tokens.sentence_at(entity.start)
        before = (span for span in talk.notes[place].people if span[1] <= entity.start)
        return any(tokens.sentence_at(span[0]) == sentence and not takes_part(talk, place, span) for span in before)


class CredentialRule(DataRule):
    """Passwords, PINs, codes, keys. A card's security code is one where no card number was written (else CA301 has it)."""

    kind = "credential"

    @dataclass(frozen=True)
    class Params(DataRule.Params):
        """`public` phrases of an agent's sentence say that its secret is meant for all ("the default PIN")."""

        public: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"public": PhraseSet(self.params.public, AGENTS)}

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        role = talk.messages[place].role
        public = {hit.sentence for hit in self.hits(talk, place, "public")}
        for entity, spans in super().found(talk, place):
            if talk.text(place, spans[0]).casefold() in SAMPLES or talk.notes[place].tokens.sentence_at(entity.start) in public:
                continue
            if entity.kind != "CARD_SECURITY_CODE" or role not in talk.once("sides with any card", _sides_with_any_card):
                yield entity, spans


SAMPLES = frozenset({"changeme", "change_me", "demo", "example", "yourpassword", "your_password"})
"""What documents and devices show where a secret belongs."""


def _sides_with_any_card(talk: AnnotatedConversation) -> frozenset[Role]:
    """The sides that write a card number, be it one that never counts."""
    pairs = zip(talk.messages, talk.notes, strict=True)
    return frozenset(message.role for message, note in pairs if any(e.kind == "CREDIT_CARD" for e in note.entities))


class EchoRule(DataRule):
    """An agent writes back in public what the client gave before. A masked echo is none, a note is judged where it stands."""

    kind = "echo"

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        if talk.messages[place].public:
            for entity, spans in super().found(talk, place):
                value = talk.text(place, spans[0])
                if _digits(value) not in TEST_CARDS and value.casefold() not in SAMPLES and is_given(talk, value, place):
                    yield entity, spans


def _digits(value: str) -> str:
    return "".join(filter(str.isdigit, in_digits(value)))


class PersonsValueRule(DataRule):
    """Values that are somebody's.

    One that is the writer's own, that an agent asked for, or that an agent reads back is a *data* finding. Another
    person's, which a client passes on or an agent gives out, counts for its writer.
    """

    @dataclass(frozen=True)
    class Params(DataRule.Params):
        """`third_person` phrases before a value in its sentence say that it is somebody else's."""

        third_person: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"third": PhraseSet(self.params.third_person)}

    def charged(self, talk: AnnotatedConversation, place: int, span: Span, value: str) -> Subject:
        message = talk.messages[place]
        if message.role is Role.CLIENT:
            return author(talk, place) if self._is_of_another(talk, place, span) else DATA
        mine = not message.public or in_signature(message, span) or self._is_the_clients(talk, value)
        return DATA if mine else author(talk, place)

    def _is_the_clients(self, talk: AnnotatedConversation, value: str) -> bool:
        known = squeezed(value)
        return is_given(talk, value) or any(known in squeezed(name) for name in talk.conversation.client.names)

    def _is_of_another(self, talk: AnnotatedConversation, place: int, span: Span) -> bool:
        sentence = talk.notes[place].tokens.sentence_at(span[0])
        return any(hit.sentence == sentence and hit.start < span[0] for hit in self.hits(talk, place, "third"))


class ContactDetailRule(PersonsValueRule):
    """E-mail addresses and phone numbers of people."""

    kind = "contact-detail"
    annotations = DataRule.annotations | {"people"}

    @dataclass(frozen=True)
    class Params(PersonsValueRule.Params):
        """`ours` phrases beside a value say that it is the firm's.

        What an agent gives is the firm's or a business's, unless `persons` in its sentence say that it is a person's, somebody
        but `staff` is named in full just before, the client `wanted` somebody's, or the agent says that it is the client's:
        it is `held` for them, or, on a channel that everybody reads, something was `sent` there.
        """

        ours: Phrases = field(default_factory=dict)
        persons: Phrases = field(default_factory=dict)
        staff: Phrases = field(default_factory=dict)
        wanted: Phrases = field(default_factory=dict)
        held: Phrases = field(default_factory=dict)
        sent: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        params = self.params
        own = {"ours": params.ours, "persons": params.persons, "staff": params.staff}
        own |= {"wanted": params.wanted, "held": params.held, "sent": params.sent}
        return {**super().phrases(), **{name: PhraseSet(table) for name, table in own.items()}}

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        client = talk.messages[place].role is Role.CLIENT
        for entity, spans in super().found(talk, place):
            if client or not self._is_of_the_firm(talk, place, entity, spans[0]):
                yield entity, spans

    def _is_of_the_firm(self, talk: AnnotatedConversation, place: int, entity: Entity, span: Span) -> bool:
        """Whether what an agent gives is the firm's, or another business's: nothing says whose else it is."""
        value = talk.text(place, span)
        if self._is_the_clients(talk, value):
            return False
        sentence = talk.notes[place].tokens.sentence_at(span[0])
        of_person = any(hit.sentence == sentence for hit in self.hits(talk, place, "persons"))
        ours = any(hit.start < span[1] + _BESIDE and span[0] <= hit.end + _BESIDE for hit in self.hits(talk, place, "ours"))
        if ours and not (of_person and entity.kind == "EMAIL_ADDRESS"):  # "your cousin, it came from farhad@…"
            return True
        if not talk.messages[place].public:
            return False
        held = ("held", "sent") if talk.channel == _PUBLIC else ("held",)
        if of_person or any(hit.sentence == sentence for name in held for hit in self.hits(talk, place, name)):
            return False
        if self._names_somebody(talk, place, sentence) or (entity.kind == "EMAIL_ADDRESS" and is_private_mailbox(value)):
            return False
        turn = talk.turn_of(place)
        asked = talk.turn_before(turn.first, Role.CLIENT) if turn else None
        return not any(self.hits(talk, p, "wanted") for p in (asked.places if asked else ()))

    def _names_somebody(self, talk: AnnotatedConversation, place: int, sentence: int) -> bool:
        """Whether somebody who takes no part is named in full in a sentence or the one before it, in whichever message."""
        turn = talk.turn_of(place)
        before = [p for p in (turn.places if turn else ()) if p < place][-1:] if sentence == 0 else []
        for at in (place, *before):
            tokens = talk.notes[at].tokens
            near = {sentence - 1, sentence} if at == place else {len(tokens.sentences) - 1}
            staff = {hit.sentence for hit in self.hits(talk, at, "staff")}
            for span in talk.notes[at].people:
                if tokens.sentence_at(span[0]) in near - staff and not takes_part(talk, at, span):
                    return True
        return False

    def is_allowed(self, kind: str, value: str) -> bool:
        if kind == "PHONE_NUMBER" and is_service_number(in_digits(value)):
            return True
        if kind == "IP_ADDRESS" and not _is_of_a_person(value):
            return True
        return value.casefold().partition("@")[0] in ROLE_MAILBOXES or super().is_allowed(kind, value)


_PUBLIC = "social"
"""The channel that everybody reads."""
_BESIDE = 12
"""Characters between "our office line is" and the number that it names."""


class SpecialCategoryRule(PersonsValueRule):
    """Dates of birth, and facts that the law protects more, of an identified person.

    What clients tell of themselves is a *data* finding, of a relative none; an agent may note and repeat what the client told.
    """

    kind = "special-category"
    resembled = frozenset({"facts"})

    @dataclass(frozen=True)
    class Params(PersonsValueRule.Params):
        """`facts` are phrases about somebody else in an agent's words, `own_facts` in a client's about themselves. `topics` are
        the illness, faith or offence: `likely` phrases count beside one, and what the client spoke of first is theirs.
        `unless` phrases of an agent say that something is noted to serve it. A client's `facts` count where `strangers` are
        spoken of, and no `family`. `things` are called after an illness or the like: what overlaps with one tells of nobody,
        and a day of birth beside `animals` is theirs. `words` are lists by name, which stand in phrases as `<name>`."""

        facts: Phrases = field(default_factory=dict)
        likely: Phrases = field(default_factory=dict)
        own_facts: Phrases = field(default_factory=dict)
        topics: Phrases = field(default_factory=dict)
        unless: Phrases = field(default_factory=dict)
        strangers: Phrases = field(default_factory=dict)
        family: Phrases = field(default_factory=dict)
        things: Phrases = field(default_factory=dict)
        animals: Phrases = field(default_factory=dict)
        resembles: Likeness = field(default_factory=dict)
        words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        params, words = self.params, self.params.words
        tables = (params.facts, params.own_facts, params.topics, params.things)
        facts, own, topics, things = (spelled_out(table, words) for table in tables)
        return {
            **super().phrases(),
            "facts": PhraseSet(facts, BOTH_SIDES),
            "strangers": PhraseSet(params.strangers, CLIENTS),
            "family": PhraseSet(params.family, CLIENTS),
            "likely": PhraseSet(params.likely, AGENTS),
            "unless": PhraseSet(params.unless, AGENTS),
            "own": PhraseSet(own, CLIENTS),
            "told": PhraseSet({**facts, **own}, CLIENTS),
            "topics": PhraseSet(topics, BOTH_SIDES),
            "things": PhraseSet(things, BOTH_SIDES),
            "animals": PhraseSet(params.animals, BOTH_SIDES),
        }

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        animals, tokens = {hit.sentence for hit in self.hits(talk, place, "animals")}, talk.notes[place].tokens
        for entity, spans in super().found(talk, place):
            if tokens.sentence_at(entity.start) in animals or _LONG_AGO.search(talk.text(place, spans[0])):
                continue
            if talk.messages[place].role is not Role.CLIENT or not self._is_of_another(talk, place, spans[0]):
                yield entity, spans

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return super().may_fail(talk) or any(self.is_mentioned(talk, name) for name in ("facts", "likely", "own"))

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        # In a copy whose names were replaced nobody is identified any more; no agent is cleared by a label in a message.
        anonymous = _is_anonymous(talk)
        if any(self.is_mentioned(talk, name) for name in ("facts", "likely", "own")) and not anonymous:
            copied = any(_LABELLED.search(message.text) for message in talk.messages)
            for place in talk.places(BOTH_SIDES):
                client = talk.messages[place].role is Role.CLIENT
                own = [(hit, DATA) for hit in self._of_persons(talk, place, "own") if not copied]
                facts = self._of_strangers(talk, place) if client else self._facts(talk, place)
                for hit, subject in (*own, *((hit, author(talk, place)) for hit in facts)):
                    failed.add(subject)
                    span, sure = (hit.start, hit.end), Confidence.MEDIUM
                    yield self.failed(talk, place, subject, self.params.reason, spans=[span], confidence=sure)
        for outcome in super().check(talk):
            if outcome.verdict is not Verdict.PASS or outcome.subject not in failed:
                yield outcome

    def _of_strangers(self, talk: AnnotatedConversation, place: int) -> Iterator[Hit]:
        """What a client tells of somebody who is no relative: the first of a message."""
        if not self.hits(talk, place, "family"):
            beside = {hit.sentence for hit in self.hits(talk, place, "topics")}
            facts = (hit for hit in self._of_persons(talk, place, "facts") if not hit.by_model)
            strangers = bool(self.hits(talk, place, "strangers"))
            told = (hit for hit in facts if hit.sentence in beside and (strangers or _is_of_one_named(talk, place, hit)))
            yield from islice(told, 1)

    def _of_persons(self, talk: AnnotatedConversation, place: int, name: str) -> list[Hit]:
        """Facts of a set that no thing explains: "he has the diabetes leaflet ready"."""
        things = [(one.first, one.last) for one in self.hits(talk, place, "things")]
        return [hit for hit in self.hits(talk, place, name) if not any(a < hit.last and hit.first < b for a, b in things)]

    def _facts(self, talk: AnnotatedConversation, place: int) -> Iterator[Hit]:
        """What an agent tells of somebody, and the client had not told: one a sentence."""
        first = talk.once(self.set_name("client's topics"), self._first_topics)
        topics: dict[int, set[str]] = {}
        for hit in self.hits(talk, place, "topics"):
            topics.setdefault(hit.sentence, set()).add(hit.phrase)
        noted = {hit.sentence for hit in self.hits(talk, place, "unless")}
        likely = [hit for hit in self._of_persons(talk, place, "likely") if hit.sentence in topics.keys() - noted]
        told = {hit.sentence: hit for hit in reversed((*self._of_persons(talk, place, "facts"), *likely))}
        client_told = self.is_mentioned(talk, "told")
        for sentence in sorted(told):
            about = topics.get(sentence, set())
            if (about or not client_told) and all(first.get(topic, place) >= place for topic in about):
                yield told[sentence]

    def _first_topics(self, talk: AnnotatedConversation) -> Mapping[str, int]:
        """The topics that the client spoke of, with the place where each came up."""
        first: dict[str, int] = {}
        for place in talk.places(CLIENTS):
            for hit in self.hits(talk, place, "topics"):
                first.setdefault(hit.phrase, place)
        return first


_LONG_AGO = re.compile(r"(?<!\d)(?:1[5-8]\d\d|190\d)(?!\d)")
"""The year of birth of nobody who is alive."""


def _is_of_one_named(talk: AnnotatedConversation, place: int, fact: Hit) -> bool:
    """Whether the sentence of a fact begins with the full name of somebody else, and goes on about nobody but that one."""
    tokens = talk.notes[place].tokens
    before = (span for span in talk.notes[place].people if span[1] <= fact.start)
    named = [span for span in before if tokens.sentence_at(span[0]) == fact.sentence and not takes_part(talk, place, span)]
    return any(_OF_ONESELF.search(talk.messages[place].text, span[1], fact.start) is None for span in named)


_OF_ONESELF = re.compile(r"\b(?:i|me|my|mine|we|us|our)\b", re.IGNORECASE)


def _is_anonymous(talk: AnnotatedConversation) -> bool:
    """Whether who takes part was replaced by `redact`."""
    client = talk.conversation.client
    people = (client.id, *client.names, *(message.author for message in talk.messages))
    return any(map(STANDS_IN.search, people))


_LABELLED = re.compile(rf"(?<!\*)(?:{STANDS_IN.pattern})(?!\*)")  # more or fewer stars are others'


def _is_of_a_person(address: str) -> bool:
    """Whether a network address can be somebody's: a public one, and no name server that everybody uses."""
    try:
        return ip_address(address).is_global and address not in ("8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9")
    except ValueError:
        return True


KINDS: tuple[type[Rule], ...] = (
    PaymentCardRule,
    BankAccountRule,
    CredentialRule,
    EchoRule,
    ContactDetailRule,
    SpecialCategoryRule,
    PersonNameRule,
    *DISCLOSURES,
)
