"""Section 3, what belongs to another client (CA310): values over the export, and what one conversation tells."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import attrgetter

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.model import AGENTS, BOTH_SIDES, CLIENTS, Confidence, Outcome, Role, Span, Subject, SubjectKind, Verdict
from caraway_audit.privacy.again import squeezed
from caraway_audit.rules.base import AcrossRule, author, public
from caraway_audit.rules.given import in_signature
from caraway_audit.rules.named import beside, is_third_person, is_told_of
from caraway_audit.rules.parameters import Likeness, Phrases
from caraway_audit.rules.persons import takes_part
from caraway_audit.rules.weighing import is_surely, resembles


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
    or that a client wrote as the firm's, is nobody's. In one conversation: "another customer" with an identifying detail, or
    the name of somebody who takes no part with what that person ordered, paid or owes.
    """

    kind = "cross-client"
    own_words = True
    resembled = frozenset({"likely", "business", "told"})
    annotations = frozenset({"personal_data", "people"})

    @dataclass(frozen=True)
    class Params:
        """`others` and, in the same sentence or the next, `details` are an agent's phrases; `likely` ones need a word of
        `bearers` beside them, `told` ones nothing. `business` ones beside the name of somebody who is told of say that its
        bearer is a client too, unless the sentence speaks of `yours` (and not of `theirs`) or of `works`; how `about`, `staff`
        and `works` tell who that is says `named.BesideNames`. A `colleague` is no client.
        `shared` phrases of a client say that the account is another's too, `of_firm` ones that a value in the sentence is the
        firm's."""

        others: Phrases
        likely: Phrases
        told: Phrases
        bearers: Phrases
        colleague: Phrases
        details: Phrases
        business: Phrases
        yours: Phrases
        theirs: Phrases
        about: Phrases
        staff: Phrases
        works: Phrases
        shared: Phrases
        of_firm: Phrases
        reason: str
        reason_tied: str
        resembles: Likeness = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        of_agents = ("others", "likely", "told", "bearers", "colleague", "details", "business", "yours", "theirs")
        return {
            **beside(self.params),
            **{name: PhraseSet(getattr(self.params, name), AGENTS) for name in of_agents},
            **{name: PhraseSet(getattr(self.params, name), CLIENTS) for name in ("shared", "of_firm")},
        }

    def patterns(self) -> Mapping[str, PatternSet]:
        return {"references": PatternSet(dict.fromkeys(_REFERENCES, "0123456789"), BOTH_SIDES, timed=False)}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed: set[Subject] = set()
        for place in public(talk, Role.AGENT):
            for span, confidence in self._told(talk, place):
                subject = author(talk, place)
                failed.add(subject)
                yield self.failed(talk, place, subject, self.params.reason, spans=[span], confidence=confidence)
        yield from self.passed_by_all_but(talk, failed)

    def _told(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Span, Confidence]]:
        """From "another customer", or from a name, to the detail that tells who it is: the first of a message."""
        text = talk.messages[place].text
        if family := _FAMILY.search(text) or _FIRM.search(text):
            yield family.span(), Confidence.MEDIUM
            return
        if namesake := self._namesake(talk, text):
            yield namesake, Confidence.MEDIUM
            return
        if not any(self.hits(talk, place, name) for name in ("others", "likely", "business", "told")):
            return
        if self.hits(talk, place, "colleague"):
            return
        strangers = self._strangers(talk, place)
        if strangers and all(self._is_no_client(talk, place, span) for span in strangers):
            return  # a neighbour or a witness is named (CA307)
        if found := self._beside(talk, place, strangers):
            yield found, Confidence.MEDIUM
        else:
            told = [hit for hit in self.hits(talk, place, "told") if _in_words(talk.notes[place], hit)]
            told = [hit for hit in told if not _UNDER_WAY.search(text, hit.start, hit.end)]
            told = [hit for hit in told if not _is_taken_in(text, *_extent(talk.notes[place], hit.sentence))]
            told = [hit for hit in told if self._is_of_somebody(talk, place, hit, strangers)]
            told = [hit for hit in told if resembles(talk, place, hit.sentence, self.params.resembles)]
            yield from [((hit.start, hit.end), hit.confidence) for hit in told[:1]]

    def _is_no_client(self, talk: AnnotatedConversation, place: int, span: Span) -> bool:
        """Whether somebody is surely no client: nothing of theirs has a number behind their name, in the same sentence."""
        text, sentence = talk.messages[place].text, talk.notes[place].tokens.sentence_at
        theirs = [
            (start, end)
            for start, end in self.matches(talk, place, "references")
            if start > span[1] and sentence(start) == sentence(span[0]) and text[start:end].lower().startswith(_HELD)
        ]
        yours = [span for span in theirs if _YOURS.search(text, max(0, span[0] - _BEFORE), span[0])]
        return len(yours) == len(theirs) and is_third_person(self, talk, place, span)

    def _is_of_somebody(self, talk: AnnotatedConversation, place: int, hit: Hit, strangers: Sequence[Span]) -> bool:
        """Whether the sentence of a hit speaks of a person: "there is one at 14 Mill Lane for 880" is of a flat."""
        note = talk.notes[place]
        sentence = note.sentence(hit.sentence)
        return (
            not _PERSONS.isdisjoint(note.tokens.words[sentence.first : sentence.last])
            or is_surely(talk, place, "other_client")  # of a firm, too: "the bakery over the road pays us 310"
            or any(one.sentence == hit.sentence for one in self.hits(talk, place, "bearers"))
            or any(note.tokens.sentence_at(start) == hit.sentence for start, _ in strangers)
        )

    def _beside(self, talk: AnnotatedConversation, place: int, strangers: Sequence[Span]) -> Span | None:
        """From a word for another client, or a name, to the detail beside it that tells who it is."""
        others, likely, business = (self.hits(talk, place, name) for name in ("others", "likely", "business"))
        if not (others or likely or business):
            return None
        note, message = talk.notes[place], talk.messages[place]
        text, sentence = message.text, note.tokens.sentence_at
        values = [(e.start, e.end) for e in note.entities if e.kind in _TIED and not in_signature(message, (e.start, e.end))]
        references = [
            span
            for span in self.matches(talk, place, "references")
            if not _YOURS.search(text, max(0, span[0] - _BEFORE), span[0])
        ]
        # who took a parcel in for the client is named (CA307), where nothing else is told
        taken_in = {n for n in range(len(note.tokens.sentences)) if _is_taken_in(text, *_extent(note, n))}
        for hit in others:
            if hit.sentence in taken_in:
                continue
            near = [(d.start, d.end) for d in self.hits(talk, place, "details") if d.sentence - hit.sentence in (0, 1)]
            near += [span for span in (*values, *references) if sentence(span[0]) == hit.sentence]
            near = [span for span in near if span[1] > hit.end]
            near += [span for span in strangers if sentence(span[0]) - hit.sentence in (0, 1)]
            if near:
                return min(hit.start, *(start for start, _ in near)), max(hit.end, *(end for _, end in near))
        apart = {hit.sentence for name in ("yours", "works") for hit in self.hits(talk, place, name)}
        apart -= {hit.sentence for hit in (*likely, *self.hits(talk, place, "theirs"))}
        for hit in likely:
            if hit.sentence in taken_in:
                continue
            if near := [(one.start, one.end) for one in self.hits(talk, place, "bearers") if one.sentence == hit.sentence]:
                near += [span for span in values if sentence(span[0]) == hit.sentence]
                return min(first for first, _ in near), max(last for _, last in near)
        for start, end in strangers:
            near = [(hit.start, hit.end) for hit in business if hit.sentence - sentence(start) in (0, 1)]
            also = values if any(hit.sentence == sentence(start) for hit in likely) else []
            near += [span for span in (*references, *also) if sentence(span[0]) == sentence(start)]
            if near and sentence(start) not in apart | taken_in:
                return min(start, *(first for first, _ in near)), max(end, *(last for _, last in near))
        return None

    def _namesake(self, talk: AnnotatedConversation, text: str) -> Span | None:
        """Where a message speaks of another bearer of the client's surname: "a different Pargeter, Kevin, he is on …"."""
        surnames = {name.split()[-1].casefold() for name in talk.conversation.client.names if len(name.split()) > 1}
        found = (m for one in (_ANOTHER, _THERE_IS) for m in one.finditer(text) if m["name"].casefold() in surnames)
        return next((match.span() for match in found), None)

    def _strangers(self, talk: AnnotatedConversation, place: int) -> list[Span]:
        """Full names of people who take no part and whom the client should not be told of."""
        text = talk.messages[place].text
        return [
            span
            for span in (*talk.notes[place].people, *(match.span() for match in _TITLED.finditer(text)))
            if not takes_part(talk, place, span)
            and text[max(0, span[0] - 1) : span[0]] not in _QUOTES
            and is_told_of(self, talk, place, span)
        ]

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


_UNDER_WAY = re.compile(  # of who is on the way to the client: "he's stuck behind a lorry"
    r"\b(?:s?he|they)(?:['’]s|['’]re| is| are| was| will be| reckons?)\s+(?:\w+\s+){0,2}"
    r"(?:stuck|held up|delayed|running late|on (?:his|her|their|the) way|in traffic|around the corner|\w+ minutes?)\b",
    re.IGNORECASE,
)

_TAKEN_IN = re.compile(
    r"\b(?:handed|left|delivered|given|taken|accepted|signed|collected|dropped)\b[^.!?\n]{0,40}\bneighbou?r"
    r"|\bneighbou?r\b[^.!?\n]{0,30}\b(?:took|taken|takes|accepted|signed for|keeping|keeps|has|holding|got) "
    r"(?:it|them|(?:your|the) (?:\w+ )?(?:parcel|package|box|delivery|order|bag|letter|flowers))\b"
    # "it went to the lady two doors along"
    r"|\b(?:it|they|parcel|package|box|bag|letter)(?:['’]s| is| are| was| were)? (?:went|gone|left|with|over)\b[^.!?\n]{0,40}"
    r"\b(?:next door|doors? (?:along|down|up|away)|opposite|across the (?:road|street|hall|landing)|upstairs|downstairs)\b"
    r"|\b(?:previous|last|former|old) (?:tenants?|occupiers?|owners?|residents?)\b[^.!?\n]{0,20}\b(?:left|gave|read|closed)\b"
    r"[^.!?\n]{0,20}\b(?:meter|readings?|keys?)\b",
    re.IGNORECASE,
)


_TELLS_MORE = re.compile(
    r"\b(?:owes?|owing|owed|arrears|debts?|unpaid|behind (?:with|on)|evict\w*|bailiffs?|chemo\w*|complain\w*)\b", re.IGNORECASE
)


def _is_taken_in(text: str, start: int, end: int) -> bool:
    """Whether a sentence tells who took a parcel in, and nothing more of them."""
    return _TAKEN_IN.search(text, start, end) is not None and _TELLS_MORE.search(text, start, end) is None


def _extent(note: Note, number: int) -> Span:
    """Where a sentence stands."""
    sentence = note.sentence(number)
    return sentence.start, sentence.end


_FAMILY = re.compile(  # "the Hendersons from Bristol have extended"
    r"\b(?:[Tt]he (?!United|States|Alps|Highlands|Bahamas|Maldives|Philippines|Netherlands|Hebrides|Olympics|Beatles)"
    r"[A-Z][a-z'’-]+s (?:from|on|at|in|of|next|upstairs|downstairs|opposite) [\w'’ -]{1,30})[^.!?\n]{0,40}?"
    r"\b(?:have|they|who|had|were|pay|paid|owe|get|got|use|booked|ordered|extended|cancelled)\b"
    r"|\b(?:was|is|[Ii]t['’]s) (?:the (?!Customers|Guests|Members|Teachers|Students)[A-Z][a-z]+s['’]) "
    r"(?:booking|order|slot|appointment|parcel|reservation)\b"
)
_FIRM = re.compile(  # "Pennine Freight over in Rochdale lost three days of invoices"
    r"\b(?:[A-Z][\w&'’-]+ [A-Z][\w&'’-]+,? (?:over |up |down |out )?in [A-Z][a-z]+),? "
    r"(?:had (?:the same|it|this|that)|lost|got (?:hit|caught|hacked)|(?:were|was) hit|"
    r"are (?:switching|leaving)|have (?:just|already))\b"
    # "Brightwater Dental are on it, they pay us 410"
    r"|\b[A-Z][\w&'’-]+ [A-Z][\w&'’-]+ (?:are|is|have|has)\b[^.!?\n]{0,60}\bpays? us\b"
)
_ANOTHER = re.compile(
    r"\b(?:[Aa]nother|[Aa] different|[Tt]he other|[Aa] second|[Oo]ne other) (?:(?:Mr|Mrs|Ms|Miss|Dr|[A-Z])\.? )?"
    r"(?P<name>[A-Z][\w'’-]+)(?![\w'’-]| [A-Z])[^.!?\n]{0,60}?(?:,|\b(?:who|in|at|on|from|he|she|has|had|with)\b)[^.!?\n]{3,}"
)
_THERE_IS = re.compile(
    r"\b[Tt]here(?:['’]s| is| was) an? [A-Z][\w'’-]+ (?P<name>[A-Z][\w'’-]+) (?:at|in|on|over|from|who|with)\b"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Prof|Professor)\.?\s[A-Z][\w'’-]+")
_QUOTES = ('"', "“", "'", "‘", "«")
_BEFORE = 30
_YOURS = re.compile(r"\byour\W+(?:\w+\W+){0,2}$", re.IGNORECASE)

_HELD = ("booking", "reservation", "policy", "membership", "account", "customer", "contract")
"""What clients have, and neighbours or witnesses who are named beside a delivery have not."""
_TIED = {"EMAIL_ADDRESS": "an e-mail address", "PHONE_NUMBER": "a phone number", "POSTAL_ADDRESS": "an address"}
_REFERENCES = (
    r"(?i)\b(?:order|account|booking|reservation|invoice|policy|contract|customer|case|ticket|reference|membership|meter)\W{1,3}"
    r"(?:(?:number|no|nr|id|ref|is|was)\W{1,3}){0,3}#?(?=[a-z\d-]*\d[a-z\d-]*\d)[a-z\d][a-z\d-]{4,18}(?![\w-])",
    r"(?i)\A\W{0,3}(?:(?:it|its|it[’']s|is|sure|yes|the|order|number)\W{1,3}){0,4}(?=[a-z\d-]*\d{4})[a-z\d][a-z\d-]{4,18}(?=\W*\Z)",
)
"""Numbers that a word names, and a bare one that answers a question for it."""


def _comparable(written: str) -> str:
    """A value however it is written: phone numbers by their last nine digits."""
    known = squeezed(written)
    return known[-9:] if known.isdigit() and len(known) >= 10 else known


def _in_words(note: Note, hit: Hit) -> bool:
    """Whether the stretch of a hit says anything beside values: numbers and addresses say nothing to a model."""
    tokens, values = note.tokens, note.entities  # in order of place, none overlapping
    said = 0
    for number in range(hit.first, hit.last):
        start = tokens.starts[number]
        before = bisect_right(values, start, key=_start)
        if tokens.words[number].isalpha() and not (before and start < values[before - 1].end):
            said += 1
    return said >= _ENOUGH_WORDS


_PERSONS = frozenset(
    "he she him her his hers himself herself who whose somebody someone man woman men women guy lady gentleman girl boy couple "
    "family mother father mum mom dad son daughter wife husband sister brother aunt uncle cousin neighbour neighbor neighbours "
    "neighbors mr mrs ms miss".split()
)

_start = attrgetter("start")
_ENOUGH_WORDS = 5


def _digest(value: str, salt: bytes) -> int:
    return int.from_bytes(blake2b(value.encode(), digest_size=8, key=salt[:64]).digest(), "big")
