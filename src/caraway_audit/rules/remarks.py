"""Phrases that count only where they are said, not where they are told: a *remark*."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.model import AGENTS, Confidence, Role, Span
from caraway_audit.rules.declarative import PhraseRule
from caraway_audit.rules.parameters import Phrases
from caraway_audit.rules.spans import lies_in

_QUOTED = re.compile(r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”|‘[^’\n]{1,300}’(?!\w)|«[^»\n]{1,300}»|(?<!\w)'[^'\n]{1,80}'(?!\w)")


def is_told(talk: AnnotatedConversation, place: int, span: Span) -> bool:
    """Whether something found in a message begins or ends between quotation marks."""
    text = talk.messages[place].text
    quoted = talk.once(f"quotations in {place}", lambda _: [match.span() for match in _QUOTED.finditer(text)])
    return any(lies_in(end, quoted) for end in span)


def quotes(talk: AnnotatedConversation, place: int, sentence: int) -> bool:
    """Whether a sentence quotes: what a model takes for a remark may then be another's."""
    one = talk.notes[place].sentence(sentence)
    return _QUOTED.search(talk.messages[place].text, max(0, one.start - 1), one.end + 1) is not None


class RemarkRule(PhraseRule):
    """Phrases of which nothing counts between quotation marks: what stands there is told, not said."""

    kind = "remark"
    resembled = frozenset({"phrases", "agent"})

    @dataclass(frozen=True)
    class Params(PhraseRule.Params):
        """`agent_phrases` count only where an agent says them."""

        agent_phrases: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        sets = dict(super().phrases())
        if self.params.agent_phrases:
            sets["agent"] = self.spelled(self.params.agent_phrases, AGENTS)
        return sets

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return super().may_fail(talk) or self.is_mentioned(talk, "agent")

    @cached_property
    def _names(self) -> frozenset[str]:
        """What its sets are called in the notes."""
        return frozenset(map(self.set_name, (*self.phrases(), *self.patterns())))

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        note = talk.notes[place]
        if self._names.isdisjoint(note.hits) and self._names.isdisjoint(note.matches) and not note.runaway:
            return []
        return self.remarks(talk, place)

    def remarks(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        """Spans that count in a message in which one of its sets was found."""
        spans = super().found(talk, place)
        if not spans and not self.hits(talk, place, "near"):
            excepted = self.excepted(talk, place)
            said = [hit for hit in self.hits(talk, place, "agent") if hit.sentence not in excepted]
            spans = [((hit.start, hit.end), hit.confidence) for hit in said[:1]]
        models = {(hit.start, hit.end): hit.sentence for hit in self.hits(talk, place, "phrases") if hit.by_model}
        return [
            (span, sure)
            for span, sure in spans
            if not is_told(talk, place, span)
            and not (span in models and quotes(talk, place, models[span]))
            and not _calls_by_name(talk, talk.text(place, span))
            and not _is_of_oneself(talk, place, span)
        ]

    def excepted(self, talk: AnnotatedConversation, place: int) -> set[int]:
        """Numbers of the sentences in which an exception stands."""
        return {hit.sentence for hit in self.hits(talk, place, "unless")}


def _calls_by_name(talk: AnnotatedConversation, said: str) -> bool:
    """Whether words end in the name of somebody who takes part: "good day to you, Dick"."""
    *_, last = said.split() or [""]
    word = last.strip(",.!?;:")
    people = (*talk.conversation.client.names, *(message.author for message in talk.messages))
    return word[:1].isupper() and any(word.casefold() in name.casefold().split() for name in people)


def _is_of_oneself(talk: AnnotatedConversation, place: int, span: Span) -> bool:
    """Whether a client calls so whom the own name names: "I never looked behind it, you daft old bat, Sheila"; nobody says
    "you are" to themselves."""
    message = talk.messages[place]
    named = _NAME_BEHIND.match(message.text, span[1])
    if named is None or message.role is not Role.CLIENT or _YOU_ARE.search(talk.text(place, span)):
        return False
    own = (message.author, *talk.conversation.client.names)
    return any(named[1].casefold() in name.casefold().split() for name in own)


_NAME_BEHIND = re.compile(r",? ([^\W\d_]{2,20})(?=\s*(?:$|[.!?\n]))")
_YOU_ARE = re.compile(r"(?i)\byou(?:['’]?re| are)\b|\bur\b")
