"""Section 3, confidentiality: whose value it is, and who wrote it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.model import Confidence, Outcome, Role, Span, Subject
from caraway_audit.privacy.checksums import TEST_CARDS
from caraway_audit.privacy.formats import is_service_number
from caraway_audit.rules.base import DATA, Rule, author
from caraway_audit.rules.declarative import DataRule, PhraseRule, Where
from caraway_audit.rules.parameters import Phrases


class PaymentCardRule(DataRule):
    """Full card numbers. Documented test numbers never fail."""

    kind = "payment-card"

    def is_allowed(self, kind: str, value: str) -> bool:
        return "".join(filter(str.isdigit, value)) in TEST_CARDS or super().is_allowed(kind, value)


class ContactDetailRule(DataRule):
    """E-mail addresses and phone numbers of people.

    A value that is the writer's own, that an agent asked for, or that an agent reads back is a *data* finding. Another
    person's, which a client passes on or an agent gives out, counts for its writer.
    """

    kind = "contact-detail"

    @dataclass(frozen=True)
    class Params(DataRule.Params):
        """`third_person` phrases in the sentence say that a value is somebody else's."""

        third_person: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"third": PhraseSet(self.params.third_person)}

    def is_allowed(self, kind: str, value: str) -> bool:
        if kind == "PHONE_NUMBER" and is_service_number(value):
            return True
        return value.casefold().partition("@")[0] in _ROLE_MAILBOXES or super().is_allowed(kind, value)

    def charged(self, talk: AnnotatedConversation, place: int, span: Span, value: str) -> Subject:
        message, note = talk.messages[place], talk.notes[place]
        if message.role is Role.CLIENT:
            sentence = note.tokens.sentence_at(span[0])
            others = any(hit.sentence == sentence and hit.start < span[0] for hit in self.hits(talk, place, "third"))
            return author(talk, place) if others else DATA
        known = "".join(ch for ch in value.casefold() if ch.isalnum())
        given = any(known in _squeezed(m.text) for m in talk.messages if m.role is Role.CLIENT)
        named = any(known in _squeezed(name) for name in talk.conversation.client.names)
        return DATA if given or named or not message.public or _in_signature(message.text, span) else author(talk, place)


def _squeezed(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _in_signature(text: str, span: Span) -> bool:
    """Whether a value stands in the last lines of a longer message, with no sentence around it."""
    line = text[text.rfind("\n", 0, span[0]) + 1 : (text.find("\n", span[1]) + 1 or len(text) + 1) - 1]
    after = text[span[1] :].count("\n")
    return "\n" in text and after <= 5 and len(line.split()) <= 10


_ROLE_MAILBOXES = frozenset(
    "abuse accounts admin billing booking bookings bounce care claims compliance contact customercare "
    "customerservice dpo enquiries feedback hello help helpdesk hr info inquiries invoice invoices jobs legal "
    "mail marketing no-reply noreply office orders payments postmaster press privacy reception returns sales "
    "security service services shop support team tickets webmaster welcome".split()
)
"""Mailboxes of a function: nobody's personal address."""


class OffChannelRule(PhraseRule):
    """Moves to a personal channel always fail; moves to a named channel only where the policy lists the approved ones."""

    kind = "off-channel"
    annotations = frozenset({"personal_data"})

    @dataclass(frozen=True)
    class Params:
        """`personal` and `channels` are phrases; a `channels` hit passes where it names an approved channel."""

        personal: Phrases
        channels: Phrases
        reason: str
        approved_channels: tuple[str, ...] = ()
        where: Where = "public"

    def phrases(self) -> Mapping[str, PhraseSet]:
        agent = frozenset({"agent"})
        return {"personal": PhraseSet(self.params.personal, agent), "channels": PhraseSet(self.params.channels, agent)}

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return self.is_mentioned(talk, "personal") or self.is_mentioned(talk, "channels")

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        spans = [(self._with_value(talk, place, hit), hit.confidence) for hit in self.hits(talk, place, "personal")]
        if self.params.approved_channels:
            for hit in self.hits(talk, place, "channels"):
                said = talk.text(place, (hit.start, hit.end)).casefold()
                approved = any(name.casefold() in said for name in self.params.approved_channels)
                if not approved and not any(s < hit.end and hit.start < e for (s, e), _ in spans):
                    spans.append(((hit.start, hit.end), hit.confidence))
        return sorted(spans)

    def _with_value(self, talk: AnnotatedConversation, place: int, hit: Hit) -> Span:
        """The phrase and, in the same sentence, the number or address that it gives: one fault, one finding."""
        note = talk.notes[place]
        sentence = note.sentence(hit.sentence)
        values = [
            e for e in note.entities if sentence.start <= e.start < sentence.end and e.kind in ("PHONE_NUMBER", "EMAIL_ADDRESS")
        ]
        return min([hit.start, *(e.start for e in values)]), max([hit.end, *(e.end for e in values)])


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
        """`discloses`, `asks` and `confirms` are phrases."""

        discloses: Phrases
        asks: Phrases
        confirms: Phrases
        reason: str
        verification_required: bool = False

    def phrases(self) -> Mapping[str, PhraseSet]:
        if not self.params.verification_required:
            return {}
        firm = frozenset({"agent", "bot", "system"})
        return {
            "discloses": PhraseSet(self.params.discloses, frozenset({"agent"})),
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
            asking = {question.sentence for question in talk.notes[place].questions}
            hits = [hit for hit in self.hits(talk, place, "discloses") if hit.sentence not in asking]
            if hits and message.role is Role.AGENT and message.public:
                if checked:
                    yield self.passed(talk, place, author(talk, place))
                else:
                    span = (hits[0].start, hits[0].end)
                    reason, sure = self.params.reason, Confidence.MEDIUM
                    yield self.failed(talk, place, author(talk, place), reason, spans=[span], confidence=sure)
                return
            asked |= bool(self.hits(talk, place, "asks"))


KINDS: tuple[type[Rule], ...] = (PaymentCardRule, ContactDetailRule, OffChannelRule, UnverifiedDisclosure)
