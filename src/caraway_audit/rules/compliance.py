"""Section 7, compliance: statements that a policy requires."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.phrases import PhraseSet, phrase_table
from caraway_audit.language.tokens import Tokens, tokenise
from caraway_audit.language.topics import stem
from caraway_audit.model import Outcome, Role
from caraway_audit.rules.base import Rule, author, public, team


@dataclass(frozen=True)
class Disclosure:
    """A statement that has to be made: one of the wordings, where one of the triggers came (or always, without any)."""

    id: str
    text_any: tuple[str, ...]
    trigger_any: tuple[str, ...] = ()


class MissingDisclosure(Rule):
    """A required statement that nobody of the firm made. Wordings are matched loosely: most of their content words, near
    each other, in any message of an agent, bot or system line."""

    kind = "disclosure"
    facts = frozenset({"disclosure"})

    @dataclass(frozen=True)
    class Params:
        """The policy gives the `disclosures`; without any the rule has no opportunity."""

        reason: str
        disclosures: tuple[Disclosure, ...] = ()

    def phrases(self) -> Mapping[str, PhraseSet]:
        everybody = frozenset({"agent", "client", "bot", "system"})
        return {
            f"trigger {disclosure.id}": PhraseSet(phrase_table(disclosure.trigger_any), everybody)
            for disclosure in self.params.disclosures
            if disclosure.trigger_any
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        agents = public(talk, Role.AGENT)
        for disclosure in self.params.disclosures:
            places = range(len(talk.messages))
            trigger = next((p for p in places if self.hits(talk, p, f"trigger {disclosure.id}")), None)
            if (disclosure.trigger_any and trigger is None) or not agents:
                continue
            place = agents[0] if trigger is None else trigger
            subject = author(talk, place) if talk.messages[place].role is Role.AGENT else author(talk, agents[0])
            firm = (p for p in places if talk.messages[p].role is not Role.CLIENT and talk.messages[p].public)
            if any(_says(talk.notes[p].tokens, wording) for p in firm for wording in disclosure.text_any):
                yield self.passed(talk, place, subject)
            else:
                yield self.failed(talk, place, subject or team(talk), self.params.reason, facts={"disclosure": disclosure.id})


def _says(said: Tokens, wording: str, share: float = 0.75) -> bool:
    """Whether most of a wording's words stand in what was said (quotations left out), within twice its length."""
    wanted = _stems(wording)
    spoken = [stem(word) for word in said.words if word.isalnum()]
    need = max(1, round(len(wanted) * share + 0.001))
    window = 2 * len(wanted)
    goal = set(wanted)
    for start in range(max(1, len(spoken) - window + 1)):
        if len(goal.intersection(spoken[start : start + window])) >= min(need, len(goal)):
            return True
    return False


@cache
def _stems(wording: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in tokenise(wording).words if word.isalnum())


KINDS: tuple[type[Rule], ...] = (MissingDisclosure,)
