"""Section 3, confidentiality: whose value it is, and who wrote it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from ipaddress import ip_address

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.classifier import MARK
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.model import Confidence, Outcome, Role, Span, Subject, SubjectKind, Verdict
from caraway_audit.privacy.checksums import TEST_CARDS
from caraway_audit.privacy.formats import ROLE_MAILBOXES, Entity, is_service_number
from caraway_audit.privacy.spoken import in_digits
from caraway_audit.rules.base import DATA, AcrossRule, Rule, author, public
from caraway_audit.rules.declarative import DataRule, PhraseRule, Where
from caraway_audit.rules.parameters import Phrases
from caraway_audit.rules.persons import PersonNameRule


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
        others = talk.places(frozenset({talk.messages[place].role}))
        return any(True for other in others for _ in super(PaymentCardRule, self).found(talk, other))


class BankAccountRule(DataRule):
    """Bank accounts. The firm's own, which an agent gives to be paid on, is nobody's secret."""

    kind = "bank-account"

    @dataclass(frozen=True)
    class Params(DataRule.Params):
        """`ours` phrases in an agent's message say that an account is the firm's, where the client did not give it."""

        ours: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"ours": PhraseSet(self.params.ours, frozenset({"agent"}))}

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        ours = bool(self.hits(talk, place, "ours"))
        for entity, spans in super().found(talk, place):
            if not ours or _is_given(talk, talk.text(place, spans[0])):
                yield entity, spans


class CredentialRule(DataRule):
    """Passwords, PINs, codes, keys. A card's security code is one where no card number was written (else CA301 has it)."""

    kind = "credential"

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        role = talk.messages[place].role
        for entity, spans in super().found(talk, place):
            others = talk.places(frozenset({role})) if entity.kind == "CARD_SECURITY_CODE" else ()
            if not any(e.kind == "CREDIT_CARD" for other in others for e in talk.notes[other].entities):
                yield entity, spans


class EchoRule(DataRule):
    """An agent writes back in public what the client gave before. A masked echo is none, a note is judged where it stands."""

    kind = "echo"

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        if talk.messages[place].public:
            for entity, spans in super().found(talk, place):
                value = talk.text(place, spans[0])
                if _digits(value) not in TEST_CARDS and _is_given(talk, value, place):
                    yield entity, spans


def _digits(value: str) -> str:
    return "".join(filter(str.isdigit, in_digits(value)))


def _is_given(talk: AnnotatedConversation, value: str, before: int | None = None) -> bool:
    """Whether the client wrote a value (before a place), in one message or in pieces; a short one as a value of its own."""
    known = _squeezed(in_digits(value))
    if len(known) >= _LONG:
        written = talk.once(f"client's writing before {before}", lambda talk: _writing(talk, before))
        return known in written
    return known in talk.once(f"client's values before {before}", lambda talk: _values(talk, before))


def _by_client(talk: AnnotatedConversation, before: int | None) -> Iterator[int]:
    return (place for place in talk.places(_CLIENT) if before is None or place < before)


def _writing(talk: AnnotatedConversation, before: int | None) -> str:
    """Letters and digits of all that the client wrote."""
    return _squeezed("".join(in_digits(talk.messages[place].text) for place in _by_client(talk, before)))


def _values(talk: AnnotatedConversation, before: int | None) -> frozenset[str]:
    """The personal values that the client wrote, squeezed."""
    places = _by_client(talk, before)
    values = (talk.text(place, (e.start, e.end)) for place in places for e in talk.notes[place].entities)
    return frozenset(_squeezed(in_digits(value)) for value in values)


_CLIENT = frozenset({Role.CLIENT})
_LONG = 8
"""Characters that do not stand in another number by chance."""


class ContactDetailRule(DataRule):
    """E-mail addresses and phone numbers of people.

    A value that is the writer's own, that an agent asked for, or that an agent reads back is a *data* finding. Another
    person's, which a client passes on or an agent gives out, counts for its writer.
    """

    kind = "contact-detail"

    @dataclass(frozen=True)
    class Params(DataRule.Params):
        """`third_person` phrases in the sentence say that a value is somebody else's.

        Where an agent gives a value, `places` in its sentence or in the question before say that it is a business's,
        unless `persons` there say that it is a person's.
        """

        third_person: Phrases = field(default_factory=dict)
        places: Phrases = field(default_factory=dict)
        persons: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        sets = {"third": self.params.third_person, "places": self.params.places, "persons": self.params.persons}
        return {name: PhraseSet(table) for name, table in sets.items()}

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        client = talk.messages[place].role is Role.CLIENT
        for entity, spans in super().found(talk, place):
            if client or not self._is_of_a_place(talk, place, entity, spans[0]):
                yield entity, spans

    def _is_of_a_place(self, talk: AnnotatedConversation, place: int, entity: Entity, span: Span) -> bool:
        """Whether what an agent gives is a business's: it was asked or said so; a street or network address mostly is."""
        if _is_given(talk, talk.text(place, span)):
            return False
        sentence = talk.notes[place].tokens.sentence_at(span[0])
        around = [hit for name in ("places", "persons") for hit in self.hits(talk, place, name) if hit.sentence == sentence]
        if any(hit.phrase in self.params.places and hit.start < span[0] <= hit.end + _BESIDE for hit in around):
            return True
        turn = talk.turn_of(place)
        asked = next((t for t in reversed(talk.turns) if turn and t.last < turn.first and t.role is Role.CLIENT), None)
        before = asked.places if asked else ()
        persons = {hit.phrase for p in before for hit in self.hits(talk, p, "persons")}
        persons |= {hit.phrase for hit in around if hit.phrase in self.params.persons}
        said = any(hit.phrase in self.params.places for hit in around) or any(self.hits(talk, p, "places") for p in before)
        return not persons and (said or entity.kind in ("POSTAL_ADDRESS", "IP_ADDRESS", "MAC_ADDRESS"))

    def _is_of_another(self, talk: AnnotatedConversation, place: int, span: Span) -> bool:
        sentence = talk.notes[place].tokens.sentence_at(span[0])
        return any(hit.sentence == sentence and hit.start < span[0] for hit in self.hits(talk, place, "third"))

    def is_allowed(self, kind: str, value: str) -> bool:
        if kind == "PHONE_NUMBER" and is_service_number(value):
            return True
        if kind == "IP_ADDRESS" and not _is_of_a_person(value):
            return True
        return value.casefold().partition("@")[0] in ROLE_MAILBOXES or super().is_allowed(kind, value)

    def charged(self, talk: AnnotatedConversation, place: int, span: Span, value: str) -> Subject:
        message = talk.messages[place]
        if message.role is Role.CLIENT:
            return author(talk, place) if self._is_of_another(talk, place, span) else DATA
        known = _squeezed(value)
        named = any(known in _squeezed(name) for name in talk.conversation.client.names)
        mine = named or not message.public or _in_signature(message.text, span) or _is_given(talk, value)
        return DATA if mine else author(talk, place)


_BESIDE = 12
"""Characters between "our office line is" and the number that it names."""


class SpecialCategoryRule(ContactDetailRule):
    """Dates of birth, and facts that the law protects more, of an identified person.

    What clients tell of themselves is a *data* finding, of a relative none; an agent may note and repeat what the client told.
    """

    kind = "special-category"

    @dataclass(frozen=True)
    class Params(ContactDetailRule.Params):
        """`facts` are phrases about somebody else in an agent's words, `own_facts` in a client's about themselves."""

        facts: Phrases = field(default_factory=dict)
        own_facts: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        agent, client = frozenset({"agent"}), frozenset({"client"})
        told = {**self.params.facts, **self.params.own_facts}
        return {
            **super().phrases(),
            "facts": PhraseSet(self.params.facts, agent),
            "own": PhraseSet(self.params.own_facts, client),
            "told": PhraseSet(told, client),
        }

    def found(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Entity, list[Span]]]:
        for entity, spans in super().found(talk, place):
            if talk.messages[place].role is not Role.CLIENT or not self._is_of_another(talk, place, spans[0]):
                yield entity, spans

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return super().may_fail(talk) or self.is_mentioned(talk, "facts") or self.is_mentioned(talk, "own")

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        if self.is_mentioned(talk, "facts") or self.is_mentioned(talk, "own"):
            told = self.is_mentioned(talk, "told")
            for place in talk.places(frozenset({Role.AGENT, Role.CLIENT})):
                for hit in (*self.hits(talk, place, "own"), *(() if told else self.hits(talk, place, "facts"))):
                    subject = DATA if talk.messages[place].role is Role.CLIENT else author(talk, place)
                    failed.add(subject)
                    span, sure = (hit.start, hit.end), Confidence.MEDIUM
                    yield self.failed(talk, place, subject, self.params.reason, spans=[span], confidence=sure)
        for outcome in super().check(talk):
            if outcome.verdict is not Verdict.PASS or outcome.subject not in failed:
                yield outcome


class InternalInformationRule(PhraseRule):
    """Names of internal hosts, private network addresses, internal tools, and what is said to be internal."""

    kind = "internal-information"

    @dataclass(frozen=True)
    class Params(PhraseRule.Params):
        """`tools` are the firm's internal tools by name; `endings` are those of names that no public host has."""

        tools: frozenset[str] = frozenset()
        endings: tuple[str, ...] = ()

    def phrases(self) -> Mapping[str, PhraseSet]:
        tools = dict.fromkeys(self.params.tools, Confidence.HIGH)
        return {**super().phrases(), **({"tools": PhraseSet(tools, frozenset({"agent"}))} if tools else {})}

    def patterns(self) -> Mapping[str, PatternSet]:
        endings = "|".join(map(re.escape, self.params.endings))
        hosts = {rf"(?i)(?<=[a-z0-9])\.(?:{endings})(?![\w-]|\.\w)": "."} if endings else {}
        private = r"(?<![\d.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\d.])"
        return {"hosts": PatternSet({**hosts, private: "0123456789"}, frozenset({"agent"}), timed=False)}

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return any(self.is_mentioned(talk, name) for name in ("phrases", "tools", "hosts"))

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        tokens, found = talk.notes[place].tokens, super().found(talk, place)
        excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
        found += [((hit.start, hit.end), hit.confidence) for hit in self.hits(talk, place, "tools")]
        for span in self.matches(talk, place, "hosts"):
            start, end = _whole_word(talk.messages[place].text, span)
            gateway = talk.text(place, span).endswith((".1", ".254"))  # the client's own router
            if not gateway and tokens.sentence_at(start) not in excepted:
                found.append(((start, end), Confidence.HIGH))
        return [
            one for number, one in enumerate(sorted(found)) if not any(_overlap(one[0], s) for s, _ in sorted(found)[:number])
        ]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _whole_word(text: str, span: Span) -> Span:
    """A span widened to what stands between spaces, without marks around it: a whole host or link."""
    start = max(text.rfind(space, 0, span[0]) for space in " \n\t") + 1
    end = min((place for space in " \n\t" if (place := text.find(space, span[1])) >= 0), default=len(text))
    word = text[start:end]
    left, right = len(word) - len(word.lstrip("(“\"'<[")), len(word) - len(word.rstrip(").,;:!?”\"'>]"))
    return start + left, max(end - right, span[1])


def _is_of_a_person(address: str) -> bool:
    """Whether a network address can be somebody's: a public one, and no name server that everybody uses."""
    try:
        return ip_address(address).is_global and address not in ("8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9")
    except ValueError:
        return True


def _squeezed(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


_NO_LETTER = re.compile(r"[\W_]+")


def _in_signature(text: str, span: Span) -> bool:
    """Whether a value stands in the last lines of a longer message, with no sentence around it."""
    line = text[text.rfind("\n", 0, span[0]) + 1 : (text.find("\n", span[1]) + 1 or len(text) + 1) - 1]
    after = text[span[1] :].count("\n")
    return "\n" in text and after <= 5 and len(line.split()) <= 10


class OffChannelRule(PhraseRule):
    """Moves to a personal channel always fail; moves to a named channel only where the policy lists the approved ones."""

    kind = "off-channel"
    annotations = frozenset({"personal_data"})

    @dataclass(frozen=True)
    class Params:
        """`personal`, `mailbox` and `channels` are phrases, which `unless` cancels in their sentence. A `mailbox` hit counts
        with an address of a free mail provider, a `channels` hit passes where it names an approved channel."""

        personal: Phrases
        mailbox: Phrases
        channels: Phrases
        reason: str
        unless: Phrases = field(default_factory=dict)
        approved_channels: tuple[str, ...] = ()
        where: Where = "public"

    def phrases(self) -> Mapping[str, PhraseSet]:
        agent = frozenset({"agent"})
        names = ("personal", "mailbox", "channels", "unless")
        return {name: PhraseSet(getattr(self.params, name), agent) for name in names}

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return any(self.is_mentioned(talk, name) for name in ("personal", "mailbox", "channels"))

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
        said = [hit for hit in self.hits(talk, place, "personal") if hit.sentence not in excepted]
        said = [
            hit for hit in said if not (hit.phrase.startswith(MARK) and self._approved(talk.text(place, (hit.start, hit.end))))
        ]
        first = {hit.sentence: hit for hit in reversed(said)}
        spans = [(self._with_value(talk, place, hit), hit.confidence) for hit in first.values()]
        for hit in self.hits(talk, place, "mailbox"):
            span = self._with_value(talk, place, hit)
            private = talk.text(place, span).casefold().rpartition("@")[2].startswith(_FREE_MAIL)
            if private and not spans and hit.sentence not in excepted and not self._is_the_clients(talk, place, span):
                spans.append((span, hit.confidence))
        if self.params.approved_channels:
            for hit in self.hits(talk, place, "channels"):
                approved = self._approved(talk.messages[place].text[hit.start : hit.end + _REST_OF_NAME])
                if not approved and not any(s < hit.end and hit.start < e for (s, e), _ in spans):
                    spans.append((self._with_value(talk, place, hit), hit.confidence))
        return sorted(spans)

    def _approved(self, text: str) -> bool:
        """Whether a text names a channel that the policy approves."""
        return any(name.casefold() in text.casefold() for name in self.params.approved_channels)

    def _is_the_clients(self, talk: AnnotatedConversation, place: int, span: Span) -> bool:
        """Whether the mail address in a span is the client's own, as the client or the export says."""
        names = {_squeezed(name) for name in talk.conversation.client.names}
        mails = [e for e in talk.notes[place].entities if e.kind == "EMAIL_ADDRESS" and span[0] <= e.start < span[1]]
        values = [talk.text(place, (e.start, e.end)) for e in mails]
        return any(_squeezed(value) in names or _is_given(talk, value) for value in values)

    def _with_value(self, talk: AnnotatedConversation, place: int, hit: Hit) -> Span:
        """The phrase and, in its sentence or the next, the number or address that it gives: one fault, one finding."""
        note = talk.notes[place]
        start = note.sentence(hit.sentence).start
        end = note.sentence(min(hit.sentence + 1, len(note.tokens.sentences) - 1)).end
        values = [e for e in note.entities if start <= e.start < end and e.kind in ("PHONE_NUMBER", "EMAIL_ADDRESS")]
        return min([hit.start, *(e.start for e in values)]), max([hit.end, *(e.end for e in values)])


_REST_OF_NAME = 12
"""Characters in which the name of a channel may go on: "WhatsApp Business", "Facebook Messenger"."""

_FREE_MAIL = (
    "gmail.",
    "googlemail.",
    "outlook.",
    "hotmail.",
    "live.",
    "yahoo.",
    "icloud.",
    "proton",
    "gmx.",
    "aol.",
    "me.com",
    "web.de",
)
"""Providers of private mailboxes, as their addresses begin behind the @."""


class UnverifiedDisclosure(Rule):
    """The first sentence that gives or changes account data needs an identity check before it.

    A check is an agent asking for identifying details, a client message after it, and the agent or a system line confirming;
    a system line that says so is enough. One outcome a conversation; none where the policy demands no check.
    """

    kind = "unverified-disclosure"
    own_words = True
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`discloses`, `asks` and `confirms` are phrases; `unless` phrases in its sentence make a disclosure none."""

        discloses: Phrases
        asks: Phrases
        confirms: Phrases
        reason: str
        unless: Phrases = field(default_factory=dict)
        verification_required: bool = False

    def phrases(self) -> Mapping[str, PhraseSet]:
        if not self.params.verification_required:
            return {}
        firm = frozenset({"agent", "bot", "system"})
        return {
            "discloses": PhraseSet(self.params.discloses, frozenset({"agent"})),
            "unless": PhraseSet(self.params.unless, frozenset({"agent"})),
            "asks": PhraseSet(self.params.asks, firm),
            "confirms": PhraseSet(self.params.confirms, firm),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not self.params.verification_required:
            return
        asked = answered = checked = False
        for place, message in enumerate(talk.messages):
            if message.role is Role.CLIENT:
                answered |= asked
                continue
            if answered or message.role is Role.SYSTEM:
                checked |= bool(self.hits(talk, place, "confirms"))
            no_telling = {question.sentence for question in talk.notes[place].questions}
            no_telling |= {hit.sentence for hit in self.hits(talk, place, "unless")}
            hits = [hit for hit in self.hits(talk, place, "discloses") if hit.sentence not in no_telling]
            if hits and message.role is Role.AGENT and message.public:
                if checked:
                    yield self.passed(talk, place, author(talk, place))
                else:
                    span = (hits[0].start, hits[0].end)
                    reason, sure = self.params.reason, Confidence.MEDIUM
                    yield self.failed(talk, place, author(talk, place), reason, spans=[span], confidence=sure)
                return
            asked |= bool(self.hits(talk, place, "asks"))


@dataclass(frozen=True, slots=True)
class _Tie:
    """A client wrote a value. Both are keyed digests: nothing can be read from what a conversation leaves behind."""

    value: int
    client: int


@dataclass(frozen=True, slots=True)
class _Gift:
    """An agent wrote a value to a client who had not written it."""

    value: int
    client: int
    conversation: str
    message: str
    agent: str
    span: Span
    what: str


class CrossClientDisclosure(AcrossRule):
    """An agent gives a client what belongs to another one.

    Over the export: a value that one other client wrote and this one never did. A value that agents give to several clients,
    or that a client wrote as the firm's, is nobody's. In one conversation: "another customer" with an identifying detail.
    """

    kind = "cross-client"
    own_words = True
    annotations = frozenset({"personal_data"})

    @dataclass(frozen=True)
    class Params:
        """`others` and, in the same sentence or the next, `details` are an agent's phrases; `shared` ones of a client say that
        the account is another's too, `of_firm` ones that a value in the sentence is the firm's."""

        others: Phrases
        details: Phrases
        shared: Phrases
        of_firm: Phrases
        reason: str
        reason_tied: str

    def phrases(self) -> Mapping[str, PhraseSet]:
        agent, client = frozenset({"agent"}), frozenset({"client"})
        return {
            "others": PhraseSet(self.params.others, agent),
            "details": PhraseSet(self.params.details, agent),
            "shared": PhraseSet(self.params.shared, client),
            "of_firm": PhraseSet(self.params.of_firm, client),
        }

    def patterns(self) -> Mapping[str, PatternSet]:
        return {"references": PatternSet(dict.fromkeys(_REFERENCES, "0123456789"), frozenset({"agent", "client"}), timed=False)}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        for place in public(talk, Role.AGENT) if self.is_mentioned(talk, "others") else ():
            for span in self._told(talk, place):
                subject = author(talk, place)
                failed.add(subject)
                yield self.failed(talk, place, subject, self.params.reason, spans=[span], confidence=Confidence.MEDIUM)
        for subject in talk.writers(frozenset({Role.AGENT}), True):
            if subject not in failed:
                yield self.passed(talk, None, subject)

    def _told(self, talk: AnnotatedConversation, place: int) -> Iterator[Span]:
        """From "another customer" to the detail that tells who it is."""
        note = talk.notes[place]
        values = [(e.start, e.end, note.tokens.sentence_at(e.start)) for e in note.entities if e.kind in _TIED]
        for hit in self.hits(talk, place, "others"):
            near = [(d.start, d.end) for d in self.hits(talk, place, "details") if d.sentence - hit.sentence in (0, 1)]
            near += [(start, end) for start, end, sentence in values if sentence == hit.sentence]
            if near := [span for span in near if span[1] > hit.end]:
                yield hit.start, max(end for _, end in near)
                return

    def _values(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, str]]:
        """E-mail addresses, phone and reference numbers of a message: span and what it is."""
        found = [((e.start, e.end), _TIED[e.kind]) for e in talk.notes[place].entities if e.kind in _TIED]
        for start, end in self.matches(talk, place, "references"):
            number = talk.text(place, (start, end)).split()[-1].lstrip("#:(")
            found.append(((end - len(number), end), "a reference number"))
        return found

    def remember(
        self, talk: AnnotatedConversation, outcomes: Sequence[Outcome], own_words: frozenset[str]
    ) -> Iterator[_Tie | _Gift]:
        key, salt = talk.conversation.client.key, talk.facts.salt
        if not key or not (talk.values & _TIED.keys() or self.is_mentioned(talk, "references")):
            return
        client, own = _digest(key, salt), set[int]()
        for place in public(talk, Role.CLIENT):
            firms = {hit.sentence for hit in self.hits(talk, place, "of_firm")}
            for span, _ in self._values(talk, place):
                value = _digest(_comparable(talk.text(place, span)), salt)
                own.add(value)
                if talk.notes[place].tokens.sentence_at(span[0]) not in firms:
                    yield _Tie(value, client)
        if self.is_mentioned(talk, "shared"):
            return
        names = {_comparable(name) for name in talk.conversation.client.names}
        for place in public(talk, Role.AGENT):
            for span, what in self._values(talk, place):
                comparable = _comparable(talk.text(place, span))
                if comparable not in names and (value := _digest(comparable, salt)) not in own:
                    message = talk.messages[place]
                    yield _Gift(value, client, talk.conversation.id, message.id, message.author, span, what)

    def key(self, fact: _Tie | _Gift) -> str:
        return f"{fact.value:016x}"

    def conclude(self, facts: Iterable[_Tie | _Gift]) -> Iterator[Outcome]:
        owners, takers = set[int](), set[int]()
        gifts: list[_Gift] = []
        for fact in facts:
            (owners if isinstance(fact, _Tie) else takers).add(fact.client)
            if isinstance(fact, _Gift) and len(takers) <= 2:
                gifts.append(fact)
        if len(owners) != 1 or len(takers - owners) != 1:
            return
        given = (gift for gift in gifts if gift.client not in owners)
        for gift in sorted(given, key=lambda gift: (gift.conversation, gift.message, gift.span)):
            yield Outcome(
                self.meta.code, gift.conversation, gift.message, Verdict.FAIL, Subject(SubjectKind.AGENT, gift.agent),
                (gift.span,), Confidence.HIGH, self.params.reason_tied, None, {"what": gift.what},
            )  # fmt: skip


_TIED = {"EMAIL_ADDRESS": "an e-mail address", "PHONE_NUMBER": "a phone number", "POSTAL_ADDRESS": "an address"}
_REFERENCES = (
    r"(?i)\b(?:order|account|booking|reservation|invoice|policy|contract|customer|case|ticket|reference|membership|meter)\W{1,3}"
    r"(?:(?:number|no|nr|id|ref|is|was)\W{1,3}){0,3}#?(?=[a-z\d-]*\d[a-z\d-]*\d)[a-z\d][a-z\d-]{4,18}(?![\w-])",
    r"(?i)\A\W{0,3}(?:(?:it|its|it[’']s|is|sure|yes|the|order|number)\W{1,3}){0,4}(?=[a-z\d-]*\d{4})[a-z\d][a-z\d-]{4,18}(?=\W*\Z)",
)
"""Numbers that a word names, and a bare one that answers a question for it."""


def _comparable(written: str) -> str:
    """A value however it is written: phone numbers by their last nine digits."""
    squeezed = _squeezed(written)
    return squeezed[-9:] if squeezed.isdigit() and len(squeezed) >= 10 else squeezed


def _digest(value: str, salt: bytes) -> int:
    return int.from_bytes(blake2b(value.encode(), digest_size=8, key=salt[:64]).digest(), "big")


KINDS: tuple[type[Rule], ...] = (
    PaymentCardRule,
    BankAccountRule,
    CredentialRule,
    EchoRule,
    ContactDetailRule,
    SpecialCategoryRule,
    PersonNameRule,
    CrossClientDisclosure,
    InternalInformationRule,
    OffChannelRule,
    UnverifiedDisclosure,
)
