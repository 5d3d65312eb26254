"""Section 2, a text sent again: an agent sends the same text of substance twice (CA206)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.numerals import UNITS
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.language.signature import signature_start
from caraway_audit.language.topics import is_content
from caraway_audit.model import AGENTS, CLIENTS, Outcome, Role
from caraway_audit.rules.base import Rule, author, beginning, public
from caraway_audit.rules.parameters import Phrases
from caraway_audit.rules.statements import COURTESIES

_POLITE = COURTESIES - {"apology"}

_Said = tuple[list[str], int]
"""Words, and how many they are as written."""


def _joined(said: Sequence[_Said]) -> _Said:
    return list(chain(*(words for words, _ in said))), sum(written for _, written in said)


class RepeatedReply(Rule):
    """An agent sends the same text of substance twice. Greetings, thanks, sign-offs and footers are no substance.

    Sympathy and apologies are: who is told twice in the same words how sorry one is was read from a script (CA503 beside it).
    """

    kind = "repeated-reply"
    own_words = True
    acts = frozenset({*_POLITE, "auto_reply"})

    @dataclass(frozen=True)
    class Params:
        """From `words` words on, and so much `alike` (share of common words), it is the same; `footer` is never counted."""

        reason: str
        asked: Phrases
        footer: Phrases
        words: int = 8
        alike: float = 0.9

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {
            "asked": PhraseSet(self.params.asked, CLIENTS),
            "footer": PhraseSet(self.params.footer, AGENTS),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        spoken = [p for p in public(talk, Role.AGENT) if talk.notes[p].tokens.count >= self.params.words]
        failed = set()
        if len(spoken) > 1:
            said = {place: self._said(talk, place) for place in spoken}
            earlier = _Earlier(chain.from_iterable(said.values()), self.params.alike)
            for place in spoken:
                again = any(_alike(one, before) >= self.params.alike for one in said[place] for before in earlier.like(one))
                if again and not self._was_asked(talk, place):
                    failed.add(author(talk, place))
                    span = beginning(0, len(talk.messages[place].text))
                    yield self.failed(talk, place, author(talk, place), self.params.reason, spans=[span])
                else:
                    earlier.add(said[place])
        yield from self.passed_by_all_but(talk, failed)

    def _said(self, talk: AnnotatedConversation, place: int) -> list["_Bag"]:
        """What of a message is long enough to be the same again: all of it together, and its sentences."""
        sentences = self._substance(talk, place)
        whole = [_joined(sentences)] if len(sentences) > 1 else []
        return [_Bag.of(words) for words, written in (*whole, *sentences) if written >= self.params.words]

    def _substance(self, talk: AnnotatedConversation, place: int) -> list[_Said]:
        """The words of a message by sentence and their number as written ("I'm" is one), without what only greets, thanks or
        signs, and without its footer."""
        note = talk.notes[place]
        empty = self._courtesies(note) | {hit.sentence for hit in self.hits(talk, place, "footer")}
        signs_off = {hit.sentence for hit in note.acts.get("farewell", ())}
        ends = signature_start(talk.messages[place].text, talk.messages[place].author)
        said: list[_Said] = []
        for number, sentence in enumerate(note.tokens.sentences):
            if sentence.start >= ends:
                break
            places = [p for p in range(sentence.first, sentence.last) if note.tokens.words[p].isalnum()]
            places = places[_lead([note.tokens.words[p] for p in places[:_LONGEST_LEAD]]) :]
            words = [_figure(note.tokens.words[p]) for p in places]
            asks = sentence.mark == "?" and len(words) < _LONG_OFFER  # asked again for another thing, most likely
            if number not in empty and not asks:
                said.append((words, len({note.tokens.starts[p] for p in places})))
            elif said and number in signs_off:
                break  # what follows a sign-off is a signature
        return said

    def _courtesies(self, note: Note) -> set[int]:
        """Sentences with fewer words than count besides what greets or thanks, and offers of help."""
        covered: dict[int, set[int]] = {}
        for act in _POLITE:
            for hit in note.acts.get(act, ()):
                covered.setdefault(hit.sentence, set()).update(range(hit.first, hit.last))
        empty = set()
        for number, places in covered.items():
            sentence = note.sentence(number)
            if (
                sum(note.tokens.words[p].isalnum() for p in range(sentence.first, sentence.last) if p not in places)
                < self.params.words
            ):
                empty.add(number)
        for hit in note.acts.get("offer_help", ()):
            sentence = note.sentence(hit.sentence)
            if sentence.last - sentence.first <= _LONG_OFFER:
                empty.add(hit.sentence)
        return empty

    def _was_asked(self, talk: AnnotatedConversation, place: int) -> bool:
        before = talk.turn_before(place, Role.CLIENT)
        return before is not None and any(self.hits(talk, p, "asked") for p in before.places)


_LONG_OFFER = 13
"""A question or an offer of help under so many words is no text of substance."""


_LEADS = tuple(
    tuple(lead.split())
    for lead in (
        "as i said before", "as i already said", "as i have said", "as i told you", "like i told you", "as i said",
        "like i said", "as mentioned before", "as already mentioned", "as mentioned", "as stated", "i can only tell you that",
        "i can only say that", "i can only repeat that", "let me repeat", "please note that", "sorry but", "i am sorry but",
        "unfortunately", "again", "once again", "once more", "well", "so",
    )
)  # fmt: skip
"""How somebody begins who says the same again, the longer first."""
_LONGEST_LEAD = max(map(len, _LEADS))
_FIGURES = {word: str(number) for word, number in UNITS.items()}


def _lead(words: Sequence[str]) -> int:
    """How many words of a sentence only lead over to what it says."""
    return next((len(lead) for lead in _LEADS if tuple(words[: len(lead)]) == lead), 0)


def _figure(word: str) -> str:
    """A number in words as it is written in figures: "within five days" is "within 5 days"."""
    return _FIGURES.get(word, word)


@dataclass(frozen=True, slots=True)
class _Bag:
    """The words of a text with how often they come, and their number; the `telling` ones are content words and details."""

    words: Counter[str]
    size: int
    telling: Mapping[str, int]

    @classmethod
    def of(cls, words: Sequence[str]) -> "_Bag":
        """The bag of some words."""
        counted = Counter(words)
        return cls(counted, len(words), {word: times for word, times in counted.items() if _is_telling(word)})


def _alike(one: _Bag, other: _Bag) -> float:
    """The share of words that two texts have in common; 0 where one says something in the other's place."""
    total = one.size + other.size
    different = len(one.words.keys() ^ other.words.keys())
    if total - different < total * _RELATED:
        return 0.0
    common = 2 * (one.words & other.words).total()
    if common < total * _RELATED:
        return 0.0
    left, right = one.words - other.words, other.words - one.words
    if any(_is_detail(word) for word in (left + right)) or (_matters(left) and _matters(right)):
        return 0.0
    return common / total


_RELATED = 0.8
"""Texts with a smaller share of common words need no closer look."""


class _Earlier:
    """Texts that were sent before, in which those are found at once that another text can be alike to.

    Of two texts that are `_alike` one has all telling words of the other, and few more: their share of common words says how
    many. So either these words are the same, or the rarest of the one's is among the few rarest of the other's. All other
    texts need not be compared, which in a long conversation are nearly all.
    """

    def __init__(self, texts: Iterable[_Bag], alike: float) -> None:
        """`texts` are all that will be asked for or added: they tell which words are rare."""
        self._uses = Counter(chain.from_iterable(text.telling for text in texts))
        share = min(1.0, max(_RELATED, alike))
        self._more = 2 * (1 - share) / share + 1e-9  # words that only one has, by the size of either; never rounded down
        self._same: dict[frozenset[tuple[str, int]], list[_Bag]] = {}
        self._by_rarest: dict[str, dict[int, list[_Bag]]] = {}
        self._by_rare: dict[str, dict[int, list[_Bag]]] = {}

    def add(self, texts: Iterable[_Bag]) -> None:
        """Take in what has been sent by now."""
        for text in texts:
            self._same.setdefault(frozenset(text.telling.items()), []).append(text)
            rare, number = self._rare(text), sum(text.telling.values())
            self._by_rarest.setdefault(rare[0], {}).setdefault(number, []).append(text)
            for word in rare:
                self._by_rare.setdefault(word, {}).setdefault(number, []).append(text)

    def like(self, text: _Bag) -> Iterator[_Bag]:
        """Texts that can be alike to one; some of them twice."""
        yield from self._same.get(frozenset(text.telling.items()), ())
        rare, number, more = self._rare(text), sum(text.telling.values()), int(text.size * self._more)
        telling = text.telling.keys()
        for count, longer in self._by_rare.get(rare[0], {}).items():
            if number < count <= number + more:
                yield from (other for other in longer if telling <= other.telling.keys())
        for word in rare:
            for count, shorter in self._by_rarest.get(word, {}).items():
                if number - more <= count < number:
                    yield from (other for other in shorter if other.telling.keys() <= telling)

    def _rare(self, text: _Bag) -> list[str]:
        """The telling words of a text one of which is the rarest of any text that has few less; "" stands for none."""
        telling = sorted(text.telling, key=lambda word: (self._uses[word], word))
        more = int(text.size * self._more)
        return telling[: more + 1] + ([] if len(telling) > more else [""])


@lru_cache(maxsize=20_000)
def _is_telling(word: str) -> bool:
    return is_content(word) or _is_detail(word)


def _is_detail(word: str) -> bool:
    return word in _AMOUNTS or any(map(str.isdigit, word))


def _matters(words: Counter[str]) -> bool:
    return any(is_content(word) for word in words)


_AMOUNTS = frozenset(
    {"free", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "noon",
     "midnight", "tomorrow", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
     "week", "weeks", "month", "months", "hour", "hours", "minutes", "year", "years", "now", "soon",
     "immediately", "half", "nothing", "cents", "pence", "dollars", "pounds", "euro", "euros"}
)  # fmt: skip


KINDS: tuple[type[Rule], ...] = (RepeatedReply,)
