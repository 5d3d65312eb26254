"""Section 1, respect and professionalism: what plain phrases cannot say of it.

What the client is called is in `addressing.py`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.disguise import PATTERNS, Disguises, is_cut
from caraway_audit.language.names import CAPITALS
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.language.tokens import Sentence, span_of
from caraway_audit.model import AGENTS, BOTH_SIDES, Confidence, Outcome, Role, RuleMeta, Span, Subject
from caraway_audit.rules import addressing
from caraway_audit.rules.base import Rule, author, public, says
from caraway_audit.rules.declarative import CountRule
from caraway_audit.rules.parameters import Phrases
from caraway_audit.rules.remarks import RemarkRule, is_told

# Addresses, handles, tags, an agent's ^initials, what a transcript says beside the words ("[laughs]")
_NO_WORDS = re.compile(
    r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@[^\s@]{1,255}|[@#]\w+|\^\w+|\[[^\]\n]{1,40}\]|:[a-z][a-z0-9_+-]{1,30}:"
)


_NEAR = 20
"""So far before a disguise the word stands that may say whose or what it is."""


class OffensiveWordsRule(RemarkRule):
    """Swear words and slurs as phrases, and the same words in disguise: `f*ck`, `sh1t`, `f u c k`, `c.unt`, `fukkah`."""

    kind = "offensive-words"

    @dataclass(frozen=True)
    class Params(RemarkRule.Params):
        """`disguises` are the words (single, in full) that are also found when masked, respelled or spaced out.

        `anywhere` are stems that make any word holding them one, `sounds` words that make one of whatever is spelled to sound
        like them; `innocent` words are neither. `compounds` are beginnings (alternatives in brackets) that make one with each
        of their endings. `mild` words count only where `level` is "mild". After a
        `censored` word one letter of a disguise tells.
        """

        disguises: tuple[str, ...] = ()
        anywhere: tuple[str, ...] = ()
        sounds: tuple[str, ...] = ()
        innocent: frozenset[str] = frozenset()
        compounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
        censored: frozenset[str] = frozenset()
        mild: Phrases = field(default_factory=dict)
        level: Literal["strong", "mild"] = "strong"

    def __init__(self, meta: RuleMeta, params: Params, variant: int = 0) -> None:
        super().__init__(meta, params, variant)
        self._disguises = Disguises(params.disguises, params.anywhere, params.sounds, params.innocent)

    def phrases(self) -> Mapping[str, PhraseSet]:
        sets = super().phrases()
        mild = self.params.mild if self.params.level == "mild" else {}
        strong = sets["phrases"]
        return {**sets, "phrases": PhraseSet({**mild, **self._compounds, **strong.phrases}, strong.roles)}

    def patterns(self) -> Mapping[str, PatternSet]:
        return {name: PatternSet(patterns, BOTH_SIDES, timed=False) for name, patterns in PATTERNS.items()}

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return (
            super().may_fail(talk)
            or any(self.is_mentioned(talk, name) for name in PATTERNS)
            or any(self._disguises.spelled(note.tokens.words) for note in talk.notes)
        )

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        if not self._disguises.spelled(talk.notes[place].tokens.words):
            return super().found(talk, place)
        return self.remarks(talk, place)

    def remarks(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        spans = super().remarks(talk, place)
        if self.hits(talk, place, "near"):
            return []
        excepted = self.excepted(talk, place)
        taken = [span for span, _ in spans]  # in order, one a sentence
        for start, end in self._hidden(talk, place):
            after = bisect_left(taken, (end,))
            if (after and taken[after - 1][1] > start) or is_told(talk, place, (start, end)):
                continue
            if talk.notes[place].tokens.sentence_at(start) not in excepted:
                taken.insert(after, (start, end))
                spans.append(((start, end), Confidence.HIGH))
        return sorted(spans)

    def _hidden(self, talk: AnnotatedConversation, place: int) -> Iterator[Span]:
        """Where words of its own stand in disguise."""
        text = talk.messages[place].text
        for name in PATTERNS:
            for start, end in self.matches(talk, place, name):
                if name == "accented":
                    start = _word_start(text, start)
                before = text[max(0, start - _NEAR) : start].lower().split()
                named = bool(before) and before[-1] in self.params.censored
                if self._disguises.unmask(_without_emphasis(talk, place, (start, end)), named):
                    yield start, end
        tokens = talk.notes[place].tokens
        for first, last in self._disguises.spelled(tokens.words):
            start, end = span_of(tokens, first, last)
            between = [text[tokens.ends[n] : tokens.starts[n + 1]] for n in range(first, last - 1)]
            cut = is_cut(between) and text[start:end].islower() and not _NO_WORDS.search(_around(text, start, end))
            if not between or cut:
                yield start, end

    @cached_property
    def _compounds(self) -> Phrases:
        """The words that beginnings and endings make, an alternative for each beginning."""
        return {
            f"({'|'.join(first + last for first in firsts.strip('()').split('|') for last in endings)})": Confidence.HIGH
            for firsts, endings in self.params.compounds.items()
        }


def _around(text: str, start: int, end: int) -> str:
    """A stretch with the rest of the words that it begins and ends in."""
    return text[text.rfind(" ", 0, start) + 1 : end] + text[end : end + 80].partition(" ")[0]


def _word_start(text: str, place: int) -> int:
    """Where the word that holds `place` begins."""
    while place and text[place - 1].isalnum():
        place -= 1
    return place


def _without_emphasis(talk: AnnotatedConversation, place: int, span: Span) -> str:
    """A word as written, without asterisks that end what others before it opened (`**this way**`)."""
    written, text = talk.text(place, span), talk.messages[place].text
    bare = written.rstrip("*")
    marks = "*" * (len(written) - len(bare))
    return bare if marks and text.count(marks, 0, span[0]) % 2 else written


_UPPER = "A-ZÀ-ÖØ-Þ"
# It begins with a set of letters rather than with what must not stand before them: so the engine skips all else at once.
_CAPITALS = (
    rf"[{_UPPER}](?<![\w@#/.-].)(?:(?<=[IA]) [{_UPPER}]{{2}}|[{_UPPER}])"
    rf"[{_UPPER}]*['’]?[{_UPPER}]*(?![\w/])[^.!?;:\n]*"
)
_MANY_MARKS = r"[!?！？](?:\s?[!?！？]){2,}"
_EXCLAIMED = re.compile(r"o+h+|a+h+|a+w+|h*m+|o+|y+a+y+|wo+h*o*|e+h+|u+h+", re.IGNORECASE)
"""Sounds that are long by themselves: "ohhh so where is it" has understood."""
_STRETCHED = re.compile(r"(?i)(?<![\w@#./-])(?!w{3}|x{3}|i{3}|m+\b|hm+\b|[a-z]\b)\w*?([a-z])\1{2,}[a-z]*(?![\w.@/])")
_QUOTES = ("“", "„", "«", "»", "‘", "'")


class ShoutingRule(Rule):
    """A clause of four words or more mostly in capitals, three marks in a row, or stretched words in an angry text.

    Names, codes and headings in capitals hold none of the small words (`plain`) that a sentence is made of.
    """

    kind = "shouting"
    wording = False
    own_words = True
    acts = frozenset({"distress"})

    @dataclass(frozen=True)
    class Params:
        """`share` of the words must be capitals; stretched words shout beside `angry` ones; `unless` names what is quoted, and
        `named` too where it is not shouted itself."""

        reason: str
        plain: frozenset[str]
        angry: Phrases = field(default_factory=dict)
        named: Phrases = field(default_factory=dict)
        unless: Phrases = field(default_factory=dict)
        at_least: int = 4
        share: float = 0.7

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {name: PhraseSet(getattr(self.params, name)) for name in ("angry", "named", "unless")}

    def patterns(self) -> Mapping[str, PatternSet]:
        return {
            "capitals": PatternSet({_CAPITALS: ""}, BOTH_SIDES, timed=False),
            "marks": PatternSet({_MANY_MARKS: "!?！？"}, BOTH_SIDES, timed=False),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        if any(self.is_mentioned(talk, name) for name in ("capitals", "marks", "angry")) or self._is_upset(talk):
            for place in talk.places(BOTH_SIDES, True):
                if spans := self._shouted(talk, place):
                    failed.add(author(talk, place))
                    yield self.failed(talk, place, author(talk, place), self.params.reason, spans=spans)
        yield from self.passed_by_all_but(talk, failed, BOTH_SIDES)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(map(self.set_name, self.patterns()))

    @cached_property
    def _angry(self) -> str:
        return self.set_name("angry")

    def _is_upset(self, talk: AnnotatedConversation) -> bool:
        return any(note.does("distress") for note in talk.notes)

    def _shouted(self, talk: AnnotatedConversation, place: int) -> list[Span]:
        """Spans shouted in a message, the first kind that is found."""
        note = talk.notes[place]
        if (
            self._names.isdisjoint(note.matches)
            and self._angry not in note.hits
            and not note.does("distress")
            and not note.runaway
        ):
            return []
        named = (
            hit for hit in self.hits(talk, place, "named") if talk.messages[place].text[hit.start : hit.start + 2].islower()
        )
        unless = [*self.hits(talk, place, "unless"), *named]
        quoted = [one for one in note.tokens.as_marked() if any(one.start <= hit.start < one.end for hit in unless)]
        apart = [span for span in self.matches(talk, place, "capitals") if not _within(span[0], quoted)]
        if spans := [span for span in apart if self._is_clause(talk.messages[place].text, span)]:
            return spans
        text = talk.messages[place].text
        marks = [span for span in self.matches(talk, place, "marks") if not _is_quoted(text, span)]
        if spans := [span for span in marks if not (_is_loud_before(text, span[0]) and _within(span[0], quoted))]:
            return spans  # "The log says: FATAL ERROR!!!" is a machine's
        angry = {hit.sentence for hit in (*self.hits(talk, place, "angry"), *note.acts.get("distress", ()))}
        calm = {hit.sentence for hit in unless}
        if not angry - calm:
            return []
        found = _STRETCHED.finditer(talk.messages[place].text)
        stretched = [match.span() for match in found if not _EXCLAIMED.fullmatch(match.group())]
        return [span for span in stretched if note.tokens.sentence_at(span[0]) in angry - calm]

    def _is_clause(self, text: str, span: Span) -> bool:
        if _is_quoted(text, span) or text[: span[0]].rstrip().endswith(_QUOTES):
            return False
        said, *quoted = _QUOTED.split(text[span[0] : span[1]], maxsplit=1)
        words = [word.strip(",()'’*-–—") for word in said.split()]
        if quoted and (not words or words[-1].isupper()):
            return False  # a name, and what it is called by: THE HOUSE ON THE HILL "director's cut"
        words = [word for word in words if any(ch.isalpha() for ch in word)]
        while words and not _is_capitals(words[-1]):
            words.pop()
        # A name in capitals may stand far ahead of what is shouted: any stretch up to the last loud word will do.
        return any(self._is_loud(words[first:]) for first, word in enumerate(words[:_LONGEST]) if _is_capitals(word))

    def _is_loud(self, words: list[str]) -> bool:
        loud = [word.replace("’", "'").lower() for word in words if _is_capitals(word)]
        enough = len(loud) >= self.params.at_least and len(loud) >= self.params.share * len(words)
        return enough and not self.params.plain.isdisjoint(loud)


_LONGEST = 60
_QUOTED = re.compile('["`]')


def _within(place: int, sentences: Sequence[Sentence]) -> bool:
    return any(one.start <= place < one.end for one in sentences)


def _is_loud_before(text: str, place: int) -> bool:
    """Whether the word before a place is in capitals."""
    return text[:place].rstrip().rpartition(" ")[2].isupper()


def _is_quoted(text: str, span: Span) -> bool:
    """Whether a quotation that begins before a stretch has not ended there."""
    return any(text.count(mark, 0, span[0]) % 2 for mark in '"`') or text.rfind("“", 0, span[0]) > text.rfind("”", 0, span[0])


def _is_capitals(word: str) -> bool:
    return word.isupper() and not any(ch.isdigit() for ch in word)


class MissingClosing(Rule):
    """The agent's last turn of an ended conversation holds no thanks, wish or goodbye; a mail, text or post may just be signed.

    No opportunity where the client has the last word, or where the agent waits for the client or is still at it.
    """

    kind = "missing-closing"
    acts = frozenset({"farewell", "thanks"})
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`closing` phrases close as well; after `waiting` phrases the conversation goes on with whoever is waited for."""

        reason: str
        closing: Phrases = field(default_factory=dict)
        waiting: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"closing": PhraseSet(self.params.closing, AGENTS), "waiting": PhraseSet(self.params.waiting, AGENTS)}

    def patterns(self) -> Mapping[str, PatternSet]:
        return {
            "signed": PatternSet({_SIGNED: ""}, AGENTS, timed=False),
            "initialled": PatternSet({_INITIALLED: "^*/~–—-"}, AGENTS, timed=False),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        spoken = public(talk, Role.AGENT)
        if not spoken:
            return
        last = spoken[-1]
        turn = talk.turn_of(last)
        places = turn.places if turn else (last,)  # a bare "k" at the end belongs to no turn
        subject = author(talk, last)
        if says(talk, places, *self.acts) or any(self._closes(talk, place) for place in places):
            yield self.passed(talk, last, subject)
        elif last > max(public(talk, Role.CLIENT), default=-1) and not self._waits(talk, last):
            if talk.ended:
                yield self.failed(talk, last, subject, self.params.reason, confidence=Confidence.MEDIUM)
            else:
                yield self.not_evaluated(talk, last, subject, "the conversation is still open")

    def _closes(self, talk: AnnotatedConversation, place: int) -> bool:
        how = _SIGNS.get(talk.channel)
        signed = how is not None and self.matches(talk, place, how)
        return bool(signed or self.hits(talk, place, "closing"))

    def _waits(self, talk: AnnotatedConversation, place: int) -> bool:
        note = talk.notes[place]
        return bool(note.questions or self.hits(talk, place, "waiting") or not any(map(str.isalnum, note.tokens.words)))


_SIGNS = {
    "email": "signed", "webform": "signed", "ticket": "signed", "letter": "signed", "sms": "signed", "social": "initialled",
}  # fmt: skip
"""What a name under a message is called, by the channels in which it is a goodbye."""

_SIGNED = (
    rf"(?:\n[ \t]*(?:[-–—~]{{1,2}}[ \t]*)?(?=[{CAPITALS}])[\w.'’-]+(?:,?[ \t]+[\w.'’-]+){{0,3}},?[ \t]*"
    r"(?:\n[^\n]{0,80}){0,3}"
    rf"|[.!?][ \t]+[{CAPITALS}][\w'’-]+(?:(?:[ \t]+[{CAPITALS}0-9][\w.'’-]*){{1,2}})?)\s*\Z"
)


# "^JP", "-Becky", "*AAB 2/2 https://…": how agents sign a post
_INITIALLED = r"(?<!\S)[\^*/~–—-]{1,2}[ ]?[A-Za-z][\w.]{1,20}(?:\s+\(?\d/\d\)?)?(?:\s+https?://\S+)?\s*\Z"


class TextSpeakRule(CountRule):
    """Text-speak, or a whole message without a capital at the start of any sentence; what was spoken nobody wrote so."""

    kind = "text-speak"

    @dataclass(frozen=True)
    class Params(CountRule.Params):
        """`lower_case_from` is the number of words from which a message needs sentence case."""

        lower_case_from: int = 4

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not talk.is_spoken:
            yield from super().check(talk)

    def counted(self, talk: AnnotatedConversation, place: int) -> tuple[tuple[Span, ...], str]:
        spans, what = super().counted(talk, place)
        text = talk.messages[place].text
        own = [span for span in spans if not (is_told(talk, place, span) or _is_spelled(text, span))] if what else spans
        if len(own) < len(spans):
            different = {talk.text(place, span).lower() for span in own}
            spans, what = tuple(own), what if len(different) >= self.params.at_least else ""
        if what:
            return spans, f"{len(spans)} short forms"
        return ((), "no sentence begins with a capital") if self._no_sentence_case(talk, place) else ((), "")

    def _no_sentence_case(self, talk: AnnotatedConversation, place: int) -> bool:
        tokens, text = talk.notes[place].tokens, talk.messages[place].text
        if tokens.count < self.params.lower_case_from:
            return False
        text = _NO_WORDS.sub(lambda match: " " * len(match.group()), text)
        starts = [next((ch for ch in text[s.start : s.end] if ch.isalnum()), "") for s in tokens.as_marked()]
        letters = [ch for ch in starts if ch.isalpha()]
        return bool(letters) and all(ch.islower() for ch in letters)


def _is_spelled(text: str, span: Span) -> bool:
    """Whether a letter stands in a word that is spelled out: "c-o-c-k-b-u-r-n"."""
    start, end = span
    before = text[max(0, start - _NEAR) : start][::-1]
    return end - start == 1 and (_SPELLED.match(text, end) is not None or _SPELLED.match(before) is not None)


_SPELLED = re.compile(r"[-–.][^\W\d_][-–.][^\W\d_](?!\w)")


KINDS: tuple[type[Rule], ...] = (OffensiveWordsRule, RemarkRule, ShoutingRule, MissingClosing, TextSpeakRule, *addressing.KINDS)
