"""Section 1, respect and professionalism: what plain phrases cannot say of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.patterns import PatternSet
from caraway_audit.model import Confidence, Span
from caraway_audit.rules.base import Rule
from caraway_audit.rules.declarative import CountRule, PhraseRule

_DISGUISED = r"(?<![\w@#./-])(?=[\w*#@$!%&+-]{0,23}[*#@$!%&0-9])(?=[\w*#@$!%&+-]{0,23}[A-Za-z])[\w*#@$!%&+-]{3,24}+(?![\w@/])"
_SPACED = r"\b[A-Za-z*][ .\-_][A-Za-z*][ .\-_](?:[A-Za-z*][ .\-_]){0,9}[A-Za-z*](?!\w)"
_LOOKALIKES = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "$": "s", "@": "a", "!": "i", "+": "t"}
_NO_WORDS = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+|\^\w+")  # addresses, handles, tags, an agent's ^initials
_MARKS = "*#@$!%&0123456789"
_WILDCARDS = "*#%&-@$!"


class ProfanityRule(PhraseRule):
    """Swear words as phrases, and the same words in disguise: `f*ck`, `sh1t`, `a$$hole`, `f u c k`."""

    kind = "profanity"

    @dataclass(frozen=True)
    class Params(PhraseRule.Params):
        """`disguises` are the words (single, in full) that are also found when masked, respelled or spaced out."""

        disguises: tuple[str, ...] = ()

    def patterns(self) -> Mapping[str, PatternSet]:
        roles = frozenset({"agent", "client"})
        return {
            "disguised": PatternSet({_DISGUISED: _MARKS}, roles, timed=False),
            "spaced": PatternSet({_SPACED: ""}, roles, timed=False),
        }

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return any(self.is_mentioned(talk, name) for name in ("phrases", "disguised", "spaced"))

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        spans = super().found(talk, place)
        if self.hits(talk, place, "near"):
            return []
        for start, end in (*self.matches(talk, place, "disguised"), *self.matches(talk, place, "spaced")):
            if self._unmask(talk.text(place, (start, end))) and not any(s < end and start < e for (s, e), _ in spans):
                spans.append(((start, end), Confidence.HIGH))
        return sorted(spans)

    def _unmask(self, written: str) -> bool:
        """Whether a disguised word can only be read as one of `disguises`; at least two of its letters must show."""
        bare = re.sub(r"[ .\-_]", "", written).lower() if re.fullmatch(_SPACED, written) else written.lower().strip("!")
        if sum(ch.isalpha() for ch in bare) < 2 or (bare.isalpha() and bare == written.lower()):
            return False
        return any(_reads_as(bare, word) for word in self._by_length.get(len(bare), ()))

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        words: dict[int, list[str]] = {}
        for word in self.params.disguises:
            for ending in ("", "s", "er", "ed", "ing", "y"):
                words.setdefault(len(word + ending), []).append(word + ending)
        return words


def _reads_as(bare: str, word: str) -> bool:
    """Whether each character is the word's own, one that looks like it, or (not the first) a mask."""
    return all(
        have == want or _LOOKALIKES.get(have) == want or (place > 0 and have in _WILDCARDS)
        for place, (have, want) in enumerate(zip(bare, word, strict=True))
    )


class TextSpeakRule(CountRule):
    """Text-speak, or a whole message without a capital at the start of any sentence."""

    kind = "text-speak"

    @dataclass(frozen=True)
    class Params(CountRule.Params):
        """`lower_case_from` is the number of words from which a message needs sentence case."""

        lower_case_from: int = 4

    def counted(self, talk: AnnotatedConversation, place: int) -> tuple[tuple[Span, ...], str]:
        spans, what = super().counted(talk, place)
        if what:
            return spans, f"{len(spans)} short forms"
        return ((), "no sentence begins with a capital") if self._no_sentence_case(talk, place) else ((), "")

    def _no_sentence_case(self, talk: AnnotatedConversation, place: int) -> bool:
        tokens, text = talk.notes[place].tokens, talk.messages[place].text
        if tokens.count < self.params.lower_case_from:
            return False
        text = _NO_WORDS.sub(lambda match: " " * len(match.group()), text)
        starts = [next((ch for ch in text[s.start : s.end] if ch.isalnum()), "") for s in tokens.sentences]
        letters = [ch for ch in starts if ch.isalpha()]
        return bool(letters) and all(ch.islower() for ch in letters)


KINDS: tuple[type[Rule], ...] = (ProfanityRule, TextSpeakRule)
