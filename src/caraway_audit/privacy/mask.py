"""Masking: what every text passes before it is written anywhere.

Three sources say what is personal: the detector (cards, addresses, numbers), the export itself, which names its clients, and
the tagger, for names and addresses of anybody else. A client's full name, address and id are masked wherever they stand; the
parts of the name (a bare first name) within that client's own conversations.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from operator import attrgetter

from caraway_audit.folding import folded
from caraway_audit.language.unseen import as_read, without_unseen
from caraway_audit.model import Client, Message, Span
from caraway_audit.privacy.addresses import holds_postcode
from caraway_audit.privacy.again import places, telling
from caraway_audit.privacy.asked import asked_for
from caraway_audit.privacy.carried import carried
from caraway_audit.privacy.chat import told_in_chat
from caraway_audit.privacy.corrected import corrected
from caraway_audit.privacy.detect import Detector, free, resolve
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.full_names import is_full_name, lone_name
from caraway_audit.privacy.labels import CLIENT, NAME, label
from caraway_audit.privacy.named import NamesTold
from caraway_audit.privacy.names import (
    COMMON,
    PARTICLES,
    UNSPACED,
    WORD,
    NameIndex,
    is_of_saint,
    personal_words,
    plain_words,
)
from caraway_audit.privacy.repeated import ValuesTold
from caraway_audit.privacy.tagger import SCORE, is_everyday

__all__ = ["Masker", "NameIndex"]

_OUR_ID = re.compile(r"(?:mail|m)-[0-9a-f]{12,16}")  # made of hashes by the mail reader

_FINGERPRINT = re.compile(r"-[0-9a-f]{6}$")

_TWO_WORDS = re.compile(r"([^\W\d_]{3,20})[_. -]([^\W\d_]{2,20})\d{0,4}")
"""An id that may be somebody's name: a number alone behind a word counts bills, too."""
_COUNT = re.compile(r"(?<=[^\W\d_]{6})\d{1,6}$")

_TELLING = 6
"""Letters from which a single name is masked in lower case too: shorter ones are often everyday words ("rose", "pan")."""


_WIDEST = 80
"""Characters of what may be looked for elsewhere."""

_ROUNDS = 2
"""Times that a text is looked at again, with what was found in it masked."""

_CACHE_LIMIT = 10_000

_WITHIN = tuple("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,;–—-")
"""What stands before a word that begins no sentence."""

_SHOWN = frozenset({"LOCATION"})
"""What is found and not masked: a city or a country alone tells nobody."""


class Masker:
    """Masks texts of one conversation. `client` is its own client; with its `messages`, also what only they together tell.

    `told` is the latter, by text, where it is known already. `public` are names that are meant to be read (agents').
    `answers` is by text what the question before it gives away, of messages that are not here.
    `values` are digests of what was found anywhere: it is masked wherever it stands, though nothing beside tells it here.
    """

    def __init__(
        self,
        detector: Detector,
        index: NameIndex,
        client: Client,
        messages: Sequence[Message] = (),
        told: Mapping[str, Sequence[Entity]] | None = None,
        public: Collection[str] = (),
        values: Container[int] = frozenset(),
        answers: Mapping[str, Sequence[Entity]] | None = None,
    ) -> None:
        self._detector = detector
        self._values = values
        self._public = public_parts(public)
        self._index = index
        self._messages = messages
        self._told = told
        self._answers = answers or {}
        names = [_telling_parts(name) for name in (*client.names, client.id)]
        self._own = {
            word
            for words in names
            for word in (*words, "".join(words), *map("".join, pairwise(words)))
            if len(word) >= 2 and not (word.isdigit() and len(word) < 3)
        }
        self._particles = PARTICLES.intersection(word for name in client.names for word in plain_words(name)) - self._own
        self._own |= {f"{word}s" for word in self._own if len(word) >= 4 and word.isalpha()}  # "Anns", "Müllers"
        self._unspaced = (*(n for n in client.names if UNSPACED.search(n)), *index.unspaced)
        self._found: dict[str, list[Entity]] = {}
        self._sure: dict[str, list[Entity]] = {}
        self._last: tuple[str, _Shown] | None = None

    def is_harmless(self, identity: str) -> bool:
        """Whether an id holds nothing personal. Short ones ("m12", "4417") can only be a name or id of the client."""
        if len(identity) <= 5 and identity.isalnum():
            return folded(identity) not in self._own
        if _OUR_ID.fullmatch(identity):
            return True
        two_words = _TWO_WORDS.fullmatch(identity)
        if holds_postcode(identity) or (two_words and any(lone_name(" ".join(two_words.groups())))) or is_full_name(identity):
            return False
        # Underscores glue a value to its neighbours, and so do the fingerprint behind the name of a text file and a number
        # behind a name.
        forms = (identity, identity.replace("_", " "), _FINGERPRINT.sub("", identity), _COUNT.sub("", identity))
        return not any(map(self.known, dict.fromkeys(forms)))

    def mask_path(self, path: str) -> str:
        """A file's name masked, each of its folders by itself: what a folder is called says nothing of the next."""
        return "/".join(map(self.mask_known, path.split("/")))

    def find(self, text: str) -> list[Entity]:
        """All personal values in a text that somebody wrote, names included, in order and without overlap."""
        found = self._found.get(text)
        if found is None:
            found = self._once(text)
            for _ in range(_ROUNDS if found else 0):  # what is masked no longer hides what stands beside it: "Callum and Jude"
                if not (more := self._beside(text, found)):
                    break
                found = sorted((*found, *more), key=_start)
            if len(self._found) >= _CACHE_LIMIT:
                self._found.clear()
            self._found[text] = found
        return found

    def knows_more(self, text: str, entities: Sequence[Entity]) -> bool:
        """Whether a value that was found anywhere stands in a text besides these, which are in order."""
        elsewhere = _found_elsewhere(text, self._values) if self._values else ()
        return any(True for one in elsewhere for _ in free(one.start, one.end, entities))

    def _once(self, text: str) -> list[Entity]:
        """What is found in a text as it stands."""
        sure = self.known(text)
        tagged = [one for entity in self._guessed(text) if entity.score <= SCORE for one in self._hidden(entity, text)]
        if self._values:
            elsewhere = _found_elsewhere(text, self._values)
            tagged = resolve((*tagged, *(one for one in elsewhere if not any(other.holds(one) for other in tagged))))
        left = [e._replace(start=start, end=end) for e in tagged for start, end in free(e.start, e.end, sure)]
        return _with_rest([*sure, *left], text) if left else sure

    def _beside(self, text: str, found: Sequence[Entity]) -> list[Entity]:
        """What is found in a text once these are masked, where it stands in the text itself."""
        shown = _Shown(text, found)
        return [
            entity._replace(start=start, end=end)
            for entity in self._once(shown.text)
            for start, end in shown.origin(entity.start, entity.end)
        ]

    def _guessed(self, text: str) -> Sequence[Entity]:
        """What the tagger tells, by the text alone or by the question that it answers."""
        found = self._detector.find(text)
        if answer := self._besides.told(text):
            doubtful = [one for one in found if one.kind in _SHOWN or one.score < SCORE]
            found = [one for one in found if one not in doubtful or not any(one.overlaps(told) for told in answer)]
            free_of = [one._replace(start=start, end=end) for one in answer for start, end in free(one.start, one.end, found)]
            return sorted((*found, *free_of), key=_start)  # "Leeds" is a place, and where somebody was born
        return found

    def known(self, text: str) -> list[Entity]:
        """The values whose form, checksum or neighbours tell them, and names that the export holds: for ids, files, labels."""
        found = self._sure.get(text)
        if found is None:
            entities = self._by_form(text)
            if more := self._carried.get(text):
                entities = resolve((*entities, *more))
            names = [Entity(kind, start, end, 1.0) for start, end, kind in self._names(text, entities)]
            found = sorted((*entities, *names), key=lambda entity: entity.start) if names else list(entities)
            if len(self._sure) >= _CACHE_LIMIT:
                self._sure.clear()
            self._sure[text] = found
        return found

    def _hidden(self, entity: Entity, text: str) -> Iterator[Entity]:
        """What the tagger found, but for what is meant to be read: a place, a name of somebody of the firm, alone or beside one
        ("Hi Kasia, Ravi here")."""
        if entity.kind in _SHOWN:
            return
        if entity.kind != "PERSON" or not self._public:
            yield entity
            return
        runs: list[list[re.Match[str]]] = []  # words with nothing between that parts two people
        for word in WORD.finditer(text, entity.start, entity.end):
            if runs and not text[runs[-1][-1].end() : word.start()].strip(" .'’-"):
                runs[-1].append(word)
            else:
                runs.append([word])
        hidden = [run for run in runs if tuple(folded(word.group()) for word in run) not in self._public]
        if hidden:
            yield entity._replace(start=hidden[0][0].start(), end=hidden[-1][-1].end())

    @cached_property
    def _besides(self) -> "Besides":
        return Besides(self._messages, self._detector, self._answers)

    @cached_property
    def _carried(self) -> Mapping[str, Sequence[Entity]]:
        """By text, the values in it that only the conversation as a whole gives away."""
        if self._told is not None:
            return self._told
        return told_together(self._messages, self._detector)

    def _names(self, text: str, taken: Sequence[Entity]) -> list[tuple[int, int, str]]:
        read = as_read(text)
        if read[0] is text:
            return self._names_as_written(text, taken)
        found: list[Entity] = []
        for visible, where in (read, without_unseen(text)) if "<" in text else (read,):  # within a tag, too
            for start, end, kind in self._names_as_written(visible, ()):
                whole = (where[start], where[end - 1] + 1)
                found += [Entity(kind, *stretch, 1.0) for stretch in free(*whole, sorted(found, key=_start))]
        return [(*stretch, one.kind) for one in found for stretch in free(one.start, one.end, taken)]

    def _names_as_written(self, text: str, taken: Sequence[Entity]) -> list[tuple[int, int, str]]:
        index, own = self._index, self._own
        if text.isascii():
            lowered = WORD.findall(text.lower())
            if own.isdisjoint(lowered) and not index.knows_any(lowered):
                return []
        found: list[tuple[int, int, str]] = []
        matches = list(WORD.finditer(text))
        words = [folded(match.group()) for match in matches]
        position = 0
        while position < len(words):
            word = words[position]
            length = index.length_at(words, position)
            capital = matches[position].group()[0].isupper()
            if length:
                kind = CLIENT if any(w in own for w in words[position : position + length]) else NAME
            elif is_of_saint(text, matches[position].start()):
                pass
            elif word in own and (word not in COMMON or capital) and not self._is_thing(word, text, matches[position]):
                length, kind = 1, CLIENT
            elif (capital or len(word) >= _TELLING) and index.is_alone(word):
                length, kind = 1, NAME
            if length:
                start, end = matches[position].start(), matches[position + length - 1].end()
                if kind == CLIENT and position and words[position - 1] in self._particles:  # "Le Guennec" is one name
                    start = matches[position - 1].start() if text[matches[position - 1].end() : start] == " " else start
                found += ((*stretch, kind) for stretch in free(start, end, taken))
                position += length
            else:
                position += 1
        return _joined([*found, *self._without_spaces(text, found, taken)], text)

    @staticmethod
    def _is_thing(word: str, text: str, written: re.Match[str]) -> bool:
        """Whether a word of a client's name means the thing: only a capital within a sentence makes a name of it."""
        before = text[max(0, written.start() - 4) : written.start()].rstrip(" \"'“‘(")
        begins = not before.endswith(_WITHIN)
        return is_everyday(word) and (begins or not written.group()[0].isupper())

    def _without_spaces(
        self, text: str, found: Sequence[tuple[int, int, str]], taken: Sequence[Entity]
    ) -> list[tuple[int, int, str]]:
        """Names in scripts without spaces, wherever they stand in running text."""
        spans: list[tuple[int, int, str]] = []
        if self._unspaced:
            blocked = bytearray(len(text))
            for start, end in (*((s, e) for s, e, _ in found), *((one.start, one.end) for one in taken)):
                blocked[start:end] = b"\1" * (end - start)
            for name in self._unspaced:
                start = text.find(name)
                while start >= 0:
                    end = start + len(name)
                    if not any(blocked[start:end]):
                        spans.append((start, end, CLIENT))
                        blocked[start:end] = b"\1" * len(name)
                    start = text.find(name, end)
        return spans

    def mask(self, text: str) -> str:
        """The text with every personal value replaced by its label."""
        return self._masked(text, self.find(text))

    @staticmethod
    def _masked(text: str, entities: Sequence[Entity]) -> str:
        return replaced(text, entities, lambda kind, value: f"[{label(kind, value)}]")

    def mask_known(self, text: str) -> str:
        """The same for words of ours that may hold a value: what the tagger would take for one there ("CA203") stays."""
        masked = self._masked(text, self.known(text))
        return without_found(masked, self._values) if self._values else masked

    def excerpt(self, text: str, span: Span, around: int = 60) -> str:
        """The masked text around `span`, cut at words. Masked as a whole first, so that no cut bares half a value."""
        shown = self._shown(text)
        masked = shown.text
        start, end = shown.place_of(span[0]), shown.place_of(span[1], is_end=True)
        end = max(end, start)
        left = max(0, start - around)
        right = min(len(masked), end + around)
        from_here = max(0, left - _WIDEST)
        for first, last in telling(masked[from_here : right + _WIDEST]):  # half a number would not be known for one
            first, last = first + from_here, last + from_here
            left, right = (first if first < left < last else left), (last if first < right < last else right)
        if left:
            left = masked.find(" ", left, start) + 1 or left
        if right < len(masked):
            cut = masked.rfind(" ", end, right)
            right = cut if cut > 0 else right
        body = " ".join(masked[left:right].split())
        return ("… " if left else "") + body + (" …" if right < len(masked) else "")

    def without_values(self, text: str) -> str:
        """Masked by form only, for names that are meant to be read (agents', who may share a name with a client)."""
        return self._masked(text, self._by_form(text))

    def _by_form(self, text: str) -> Sequence[Entity]:
        """The values told by their form, those too that underscores glue to what stands beside them ("chat_07700_900417")."""
        found = self._detector.detect(text)
        if "_" not in text or not any(map(str.isdigit, text)):
            return found
        return resolve((*found, *self._detector.detect(text.replace("_", " "))))

    def inside(self, text: str, span: Span) -> str:
        """The masked form of a stretch of a text; a value that the span cuts is masked whole."""
        return " ".join(self._shown(text).inside(span).split())

    def _shown(self, text: str) -> "_Shown":
        """A masked text with its places; the last one is kept, since findings come message by message."""
        if self._last is None or self._last[0] is not text:
            self._last = (text, _Shown(text, self.find(text)))
        return self._last[1]


class _Shown:
    """A masked text, and where each piece of the original stands in it."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        pieces: list[str] = []
        self._masks: list[bool] = []
        self._sources = [0]  # where each piece begins in the original, and where the last one ends
        for entity in entities:
            if entity.start > self._sources[-1]:
                pieces.append(text[self._sources[-1] : entity.start])
                self._masks.append(False)
                self._sources.append(entity.start)
            pieces.append(f"[{label(entity.kind, text[entity.start : entity.end])}]")
            self._masks.append(True)
            self._sources.append(entity.end)
        if len(text) > self._sources[-1]:
            pieces.append(text[self._sources[-1] :])
            self._masks.append(False)
            self._sources.append(len(text))
        self._places = [0, *accumulate(map(len, pieces))]  # and in the masked text
        self.text = "".join(pieces)

    def place_of(self, position: int, is_end: bool = False) -> int:
        """Where a position of the original stands; inside a mask its beginning, or its end for the end of a span."""
        number = (bisect_left if is_end else bisect_right)(self._sources, position) - 1
        if not 0 <= number < len(self._masks):
            return 0
        if self._masks[number]:
            return self._places[number + is_end]
        return self._places[number] + position - self._sources[number]

    def origin(self, start: int, end: int) -> Iterator[Span]:
        """Where what is not masked of a stretch of the masked text stands in the original."""
        number = max(bisect_right(self._places, start) - 1, 0)
        while number < len(self._masks) and self._places[number] < end:
            if not self._masks[number]:
                shift = self._sources[number] - self._places[number]
                stretch = max(start, self._places[number]), min(end, self._places[number + 1])
                if any(map(str.isalnum, self.text[slice(*stretch)])):
                    yield stretch[0] + shift, stretch[1] + shift
            number += 1

    def inside(self, span: Span) -> str:
        """The masked form of a stretch of the original; a value that the span cuts is masked whole."""
        shown = ""
        number = max(bisect_right(self._sources, span[0]) - 1, 0)
        while number < len(self._masks) and self._sources[number] < span[1]:
            source, piece = self._sources[number], self.text[self._places[number] : self._places[number + 1]]
            shown += piece if self._masks[number] else piece[max(span[0] - source, 0) : span[1] - source]
            number += 1
        return shown


def _telling_parts(name: str) -> tuple[str, ...]:
    """The words of a name without the particles before its last one."""
    words = personal_words(name)
    return tuple(word for number, word in enumerate(words) if number == len(words) - 1 or word not in PARTICLES)


def public_parts(names: Collection[str]) -> frozenset[tuple[str, ...]]:
    """Names that are meant to be read and their parts, as folded words: the given name of one and the family name of another
    are somebody else."""
    words = map(plain_words, names)
    return frozenset(one[i:j] for one in words for i in range(len(one)) for j in range(i + 1, len(one) + 1))


_start = attrgetter("start")


def _found_elsewhere(text: str, values: Container[int]) -> list[Entity]:
    visible, where = without_unseen(text)
    found = places(visible, values)
    return resolve(Entity("OTHER_NUMBER", where[start], where[end - 1] + 1, SCORE) for start, end in found)


def without_found(text: str, values: Container[int]) -> str:
    """A masked text without what is a value elsewhere."""
    return replaced(text, _found_elsewhere(text, values), lambda kind, value: f"[{label(kind, value)}]")


def without_telling(text: str) -> str:
    """A masked text without anything that may turn out to be a value elsewhere; the same object where it holds nothing."""
    visible, where = without_unseen(text)
    found = resolve(Entity("", where[start], where[end - 1] + 1, SCORE) for start, end in telling(visible))
    return replaced(text, found, lambda kind, value: "[]") if found else text


def _with_rest(found: list[Entity], text: str) -> list[Entity]:
    """Values in order of place, a name that the export holds with what the tagger saw of it beside ("A." of "A. Lind"),
    and what belongs to an address as one with it ("Block C, …")."""
    joined: list[Entity] = []
    for entity in sorted(found, key=_start):
        last = joined[-1] if joined else None
        kinds = {entity.kind, last.kind} if last else set()
        if last and "PERSON" in kinds and kinds & {NAME, CLIENT} and not text[last.end : entity.start].strip(" .-'’"):
            joined[-1] = Entity((kinds - {"PERSON"}).pop(), last.start, entity.end, 1.0)
        elif last and _are_one(last, entity) and not text[last.end : entity.start].strip(" ,\n"):
            joined[-1] = last._replace(end=entity.end, score=max(last.score, entity.score))
        else:
            joined.append(entity)
    return joined


def _are_one(first: Entity, second: Entity) -> bool:
    """Whether two neighbours are parts of one address, of which only one is known by itself."""
    return first.kind == second.kind == "POSTAL_ADDRESS" and min(first.score, second.score) <= SCORE


def _joined(found: list[tuple[int, int, str]], text: str) -> list[tuple[int, int, str]]:
    """Neighbouring parts of a name become one mask, so that its number of words does not show."""
    joined: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found):
        if joined and text[joined[-1][1] : start].strip(" .-'’@_") == "" and start - joined[-1][1] <= 2:
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, kind))
    return joined


def replaced(text: str, entities: Iterable[Entity], instead: Callable[[str, str], str]) -> str:
    """A text with something else in place of its values, made of kind and value."""
    pieces: list[str] = []
    place = 0
    for entity in entities:
        pieces += (text[place : entity.start], instead(entity.kind, text[entity.start : entity.end]))
        place = entity.end
    return "".join((*pieces, text[place:]))


class Besides:
    """What is likely a value in a text by how people chat, by what was asked before it, or by what is told elsewhere in the
    conversation.
    `answers` are the former, by text, of messages that are not here."""

    def __init__(
        self, messages: Sequence[Message], detector: Detector, answers: Mapping[str, Sequence[Entity]] | None = None
    ) -> None:
        self._messages = messages
        asked: dict[str, Sequence[Entity]] = {**asked_for(messages, detector.tagger)}
        for text, told in told_in_chat(messages, detector).items():
            asked[text] = resolve((*asked.get(text, ()), *told))
        for text, more in corrected(messages, detector, asked).items():
            asked[text] = resolve((*asked.get(text, ()), *more))
        self._names = NamesTold(messages, detector, asked)
        self._values = ValuesTold(messages, detector, asked)
        self._asked = {**(answers or {}), **asked}

    def told(self, text: str) -> Sequence[Entity]:
        """The values in a text, in order of place."""
        asked, elsewhere = self._asked.get(text, ()), [*self._names.within(text), *self._values.within(text)]
        return resolve((*asked, *elsewhere)) if elsewhere else asked

    def by_text(self) -> dict[str, Sequence[Entity]]:
        """The values in every text that has any."""
        texts = dict.fromkeys(text for message in self._messages for text in (message.text, message.quoted) if text)
        return {text: told for text in texts if (told := self.told(text))}


def told_together(messages: Sequence[Message], detector: Detector) -> Mapping[str, Sequence[Entity]]:
    """By text, the values in a conversation that only all of it gives away."""
    lines = [(f"{m.role}:{m.author}", m.text) for m in messages]
    lines += [("", m.quoted) for m in messages if m.quoted]
    by_text: dict[str, list[Entity]] = {}
    for place, entities in carried(lines, [detector.detect(text) for _, text in lines]).items():
        by_text.setdefault(lines[place][1], []).extend(entities)
    return by_text
