"""Section 3, confidentiality: whose value it is, and who wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.model import Role, Span, Subject
from caraway_audit.privacy.checksums import TEST_CARDS
from caraway_audit.privacy.formats import is_service_number
from caraway_audit.rules.base import DATA, Rule, author
from caraway_audit.rules.declarative import DataRule
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
        return kind == "PHONE_NUMBER" and is_service_number(value) or super().is_allowed(kind, value)

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
    return "\n" in text and after <= 3 and len(line.split()) <= 6


KINDS: tuple[type[Rule], ...] = (PaymentCardRule, ContactDetailRule)
