"""Section 2, texts that are hard to read: too high a grade, too long a sentence, a term that nobody explains (CA207)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.readability import grade
from caraway_audit.model import AGENTS, Outcome, Role, Span
from caraway_audit.rules.base import Rule, author, beginning, public
from caraway_audit.rules.spans import lies_in


class HardToRead(Rule):
    """A message over a reading grade, a sentence that is too long, or a term of the firm's own that nobody explains."""

    kind = "readability"
    own_words = True
    facts = frozenset({"what"})

    @dataclass(frozen=True)
    class Params:
        """Grades by Flesch and Kincaid, from `words` words on; `jargon` are terms that need a word of explanation."""

        reason: str
        max_grade: float = 14.0
        words: int = 40
        max_sentence: int = 45
        jargon: tuple[str, ...] = ()

    def patterns(self) -> Mapping[str, PatternSet]:
        terms = "|".join(re.escape(term) for term in sorted(self.params.jargon, key=lambda term: (-len(term), term)))
        sets = {"apart": PatternSet(_APART, AGENTS, timed=False)}
        if terms:
            sets["jargon"] = PatternSet({rf"(?i)(?<!\w)(?:{terms})(?!\w)(?!{_EXPLAINED})": ""}, AGENTS)
        return sets

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed = set()
        for place in public(talk, Role.AGENT):
            tokens = talk.notes[place].tokens
            long_enough = tokens.count >= min(self.params.words, self.params.max_sentence)
            terms = self.matches(talk, place, "jargon") if self.params.jargon else ()
            found = self._too_hard(talk, place) if long_enough and not _is_dictated(talk, place) else None
            if terms:
                found = terms[0], "“{match}” is not explained"
            if found is not None:
                span, what = found
                failed.add(author(talk, place))
                yield self.failed(talk, place, author(talk, place), self.params.reason, spans=[span], facts={"what": what})
        yield from self.passed_by_all_but(talk, failed)

    def _too_hard(self, talk: AnnotatedConversation, place: int) -> tuple[Span, str] | None:
        """What is too hard in a message, quoted terms and addresses left out."""
        tokens = talk.notes[place].tokens
        apart = self.matches(talk, place, "apart")
        plain = []
        marked = any(sentence.mark for sentence in tokens.sentences)  # who sets no mark at all is not read as one sentence
        for sentence in tokens.as_marked() if marked else tokens.sentences:
            words: dict[int, str] = {}  # by place in the text: a contraction is one word
            for p in range(sentence.first, sentence.last):
                start = tokens.starts[p]
                if tokens.words[p].isalnum() and not lies_in(start, apart):
                    words[start] = words.get(start, "") + tokens.words[p]
            if len(words) > self.params.max_sentence:
                return beginning(sentence.start, sentence.end), f"a sentence of {len(words)} words"
            if words:
                plain.append(list(words.values()))
        if sum(map(len, plain)) < self.params.words or (years := grade(plain)) <= self.params.max_grade:
            return None
        return beginning(tokens.sentences[0].start, tokens.sentences[-1].end), f"a reading grade of {years:.0f}"


def _is_dictated(talk: AnnotatedConversation, place: int) -> bool:
    """Whether a machine wrote down what was said: it begins no sentence with a capital, and its stops are nobody's."""
    text, sentences = talk.messages[place].text, talk.notes[place].tokens.as_marked()
    return talk.is_spoken and not any(text[one.start : one.end].lstrip()[:1].isupper() for one in sentences)


_APART = {
    r"\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|«[^»\n]{1,200}»": '"“«',
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+": ":@w",
    r"\b\d{1,5}[a-z]?,? (?:[A-Z][\w'-]* ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Way|Drive|Court|Place|Hill)\b"
    r"(?:,? (?:[A-Z][\w'-]*|\d[\w-]*)){0,6}": "0123456789",
}
"""Quoted terms, web and mail addresses, postal addresses."""

_EXPLAINED = (
    r"\s*(?:\(|,? (?:that is|which (?:is|means)|meaning|i\.e\.|short for|stands for|means|is the|is a|is our|is when)\b"
    r"|\s*[–—-]\s)"
)


KINDS: tuple[type[Rule], ...] = (HardToRead,)
