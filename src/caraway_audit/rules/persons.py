"""Full names of third persons (CA307): who is named, and whether the conversation gives a reason to name them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.model import AGENTS, BOTH_SIDES, CLIENTS, Confidence, Outcome, Role, Span, Subject
from caraway_audit.policy.schema import PolicyFile
from caraway_audit.privacy.names import plain_words
from caraway_audit.rules.base import DATA, Rule, author, first_places
from caraway_audit.rules.named import beside, is_told_of
from caraway_audit.rules.parameters import Phrases


class PersonNameRule(Rule):
    """An agent writes the full name of somebody who takes no part, whom the client did not name and who is no colleague.

    A name alone may be a brand, a place or a song: who somebody is a small model tells by what stands around the name
    (`rules/named.py`). What a client says of a third person by name is a *data* finding.
    """

    kind = "person-name"
    own_words = True
    annotations = frozenset({"people"})

    @dataclass(frozen=True)
    class Params:
        """`about`, `staff` and `works` stand beside names (`named.BesideNames`). `errands` of a client say that somebody acts
        or is served in their place; `others` begin what a client says of a third person. `known` are words of names of the
        policy."""

        about: Phrases
        staff: Phrases
        works: Phrases
        errands: Phrases
        others: Phrases
        reason: str
        known: frozenset[str] = field(default_factory=frozenset)

    set_by_policy = frozenset({"known"})

    @classmethod
    def under(cls, params: Any, policy: PolicyFile) -> Any:
        firm = (policy.firm.name, *policy.firm.allow, *policy.firm.contacts)
        people = [name for person in policy.roster for name in (person.agent, *person.aliases)]
        return replace(params, known=frozenset(plain_words(" ".join((*firm, *people)))))

    def phrases(self) -> Mapping[str, PhraseSet]:
        of_clients = {"errands": self.params.errands, "others": self.params.others}
        return {
            **beside(self.params),
            **{name: PhraseSet(table, CLIENTS) for name, table in of_clients.items()},
            "works": PhraseSet(self.params.works, BOTH_SIDES),
        }

    def quiet(self, talk: AnnotatedConversation) -> tuple[Subject, ...] | None:
        return None if any(note.people for note in talk.notes) else talk.writers(AGENTS, True)

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        for place in talk.places(BOTH_SIDES):
            client = talk.messages[place].role is Role.CLIENT
            for span in talk.notes[place].people:
                counts = self._tells_of(talk, place, span) if client else is_told_of(self, talk, place, span)
                if counts and not takes_part(talk, place, span, self.params.known):
                    subject = DATA if client else author(talk, place)
                    failed.add(subject)
                    sure = Confidence.MEDIUM
                    yield self.failed(talk, place, subject, self.params.reason, spans=[span], entity="PERSON", confidence=sure)
        yield from self.passed_by_all_but(talk, failed)

    def _tells_of(self, talk: AnnotatedConversation, place: int, span: Span) -> bool:
        """Whether a client speaks of a third person, who does not act or is not served in the client's place."""
        sentence = talk.notes[place].tokens.sentence_at(span[0])
        if any(hit.sentence == sentence for name in ("errands", "works") for hit in self.hits(talk, place, name)):
            return False
        return any(hit.sentence == sentence and hit.start < span[0] for hit in self.hits(talk, place, "others"))


def takes_part(talk: AnnotatedConversation, place: int, span: Span, known: frozenset[str] = frozenset()) -> bool:
    """Whether a name is a participant's, is `known`, or was told by the client before."""
    words = set(plain_words(talk.text(place, span)))
    if not words.isdisjoint(talk.once("words of participants", _participants) | known):
        return True
    if talk.messages[place].role is Role.CLIENT:
        return False
    first = talk.once("where clients first say a plain word", _first_told)
    return any(first.get(word, place) < place for word in words)


def _first_told(talk: AnnotatedConversation) -> Mapping[str, int]:
    """The words that clients write, folded, and the first message of each."""
    return first_places(talk.places(CLIENTS), lambda place: plain_words(talk.messages[place].text))


def _participants(talk: AnnotatedConversation) -> frozenset[str]:
    """The words of the names of all who take part."""
    names = {message.author for message in talk.messages} | set(talk.conversation.client.names)
    return frozenset(word for name in names for word in plain_words(name))
