"""Puts something else in place of every personal value of a text: a label, stars, or a keyed pseudonym."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple, TextIO

from caraway_audit.language.unseen import without_unseen
from caraway_audit.model import Client, Span
from caraway_audit.policy.schema import Firm
from caraway_audit.privacy.again import digests_in, digests_of, places, squeezed, survivor
from caraway_audit.privacy.detect import Detector, Entity, free, resolve
from caraway_audit.privacy.labels import CLIENT, LABELS, NAME, kind_label, stands_in
from caraway_audit.privacy.mask import Masker, NameIndex, public_parts
from caraway_audit.privacy.names import COMMON, PARTICLES, personal_words, plain_words
from caraway_audit.privacy.pseudonyms import Pseudonyms
from caraway_audit.privacy.tagger import SCORE, listed
from caraway_audit.readers.fields import FIELDS
from caraway_audit.redact.messages import Messages
from caraway_audit.redact.reading import Reading

HOST = "redacted.invalid"
"""The host of pseudonyms that have to be mail addresses: a name that can never be anybody's."""


STARS = "*****"
ROLES = frozenset("customer client agent user visitor guest system admin staff self unknown n/a".split())
"""What an author may be called who has no name."""


class Style(StrEnum):
    """What stands in place of a value."""

    LABEL = "label"
    MASK = "mask"
    PSEUDONYM = "pseudonym"


@dataclass(frozen=True)
class Known:
    """What the whole export tells: names and ids of its clients, words of their names, how its clients are called as authors,
    names of those who serve and others that may be read, by text the values that only a whole conversation gives away, or
    the question before, and words that a client's name shares with that of somebody who serves."""

    names: NameIndex
    client_names: Collection[str] = ()
    clients: Collection[str] = ()
    agents: Collection[str] = ()
    public: Collection[str] = ()
    told: Mapping[str, Sequence[Entity]] = field(default_factory=dict)
    answers: Mapping[str, Sequence[Entity]] = field(default_factory=dict)
    shared: Collection[str] = ()


class Part(NamedTuple):
    """What of a string belongs to a value that goes on in others: `kind` is that of the value where it begins, else ""."""

    string: str
    start: int
    end: int
    kind: str
    value: str


class Redactor:
    """Redacts texts and fields. What it has replaced once (or one `before` it) is replaced wherever else it stands.

    A text is gone through until nothing more is found, so that redacting what was redacted changes nothing.
    """

    def __init__(
        self,
        known: Known,
        detector: Detector,
        firm: Firm,
        style: Style,
        pseudonyms: Pseudonyms,
        before: "Redactor | None" = None,
        parts: Mapping[Hashable, Part] | None = None,
    ) -> None:
        self._known: Known = known
        self._masker: Masker
        self._words = {*known.client_names, *(before.learnt if before else ())}
        if before and before._known is known and before._words == self._words:  # it remembers what it found
            self._masker = before._masker
        else:
            own = Client("", tuple(self._words))
            self._masker = Masker(detector, known.names, own, told=known.told, public=known.public, answers=known.answers)
        self._agents = frozenset(name.casefold() for name in known.agents)
        self._shared = frozenset(known.shared)
        self._words_of_agents = frozenset(word for name in known.agents for word in plain_words(name))
        self._words_of_agents -= {word for name in known.clients for word in plain_words(name)}
        self._clients = frozenset(name for name in known.clients if name.casefold() not in self._agents)
        self._shown = {digest for name in known.agents for digest in digests_in(name)}
        self.replaced = stands_in({*LABELS, *map(kind_label, detector.own.kinds)} if detector.own else LABELS)
        shown = public_parts(known.public)
        self._messages = Messages(*(_as_read(told, self.replaced, shown) for told in (known.told, known.answers)))
        self.learnt: set[str] = set(before.learnt) if before else set()  # words of names that fields of the export hold
        self._firm = firm
        self._style = style
        self._pseudonyms = pseudonyms
        self._seen: set[int] = set(before._seen) if before else set()
        self._cells: dict[int, str] = dict(before._cells) if before else {}  # kinds, by digests of short values that were told
        self.counts: Counter[str] = Counter()
        self.found = 0  # values that stood in texts, whatever took their place
        self._parts = parts or {}
        self.parts: dict[Hashable, Part] = {}  # by place, parts of values that a pass with them is to replace

    def prose(self, text: str) -> str:
        """What somebody wrote."""
        return self._without(text, self._masker.find)

    def value(self, text: str) -> str:
        """A field that holds no prose: only values that are told by themselves, and names that the export holds."""
        if text.strip() in self._clients:  # a name that is a word, too: "eve"
            return self.whole("CLIENT", text)
        if kind := self._cells.get(_cell(text)):  # told in a text, too short to be looked for anywhere
            return self.whole(kind, text)
        return text if text.strip().casefold() in self._agents else self.name(text)

    def name(self, text: str) -> str:
        """As `value`, also where it is how an agent is called: a helpdesk may write for a client."""
        return self._without(text, self._masker.known)

    def key(self, text: str) -> str:
        """A name of a field; what it holds becomes a code, so that two of them stay two.

        A native one stays as it is, and so does a single word of somebody's name: a client may be called "Tags".
        """
        return text if text.strip().lower() in _NATIVE else self._without(text, self._for_key, Style.PSEUDONYM)

    def _for_key(self, text: str) -> list[Entity]:
        return [one for one in self._masker.known(text) if one.kind not in (NAME, CLIENT) or " " in text[one.start : one.end]]

    def identity(self, text: str) -> str:
        """An id; one that holds something personal becomes a code, so that what belongs together stays together."""
        if _CODE.fullmatch(text) or (self._masker.is_harmless(text) and not any(True for _ in self._again(text))):
            return text
        self._count("ID", text)
        return self._pseudonyms.code("id", text)

    def whole(self, kind: str, text: str) -> str:
        """A field that is a value of a kind, whatever stands in it."""
        if not any(map(str.isalnum, text)) or self.replaced.fullmatch(text.strip()) or self._firm.owns(text.strip()):
            return text
        if kind_label(kind) in _OF_PEOPLE:
            self.learnt.update(word for word in telling_words(text) if word not in self._shared)
        return self._instead(kind, text)

    def part_of_name(self, kind: str, text: str) -> str:
        """As `whole`, where a field holds a part of a name of either side: a word of an agent's that no client bears stays."""
        words = frozenset(plain_words(text))
        if words and words <= self._words_of_agents:
            return text
        return self.whole(kind, text)

    def person(self, text: str) -> str:
        """A name that is all of a field whose name says nothing; one of somebody who serves stays."""
        return text if text.strip().casefold() in self._agents else self.whole("PERSON", text)

    def glued(self, text: str) -> str:
        """What a file or a host is called: names in it are read though marks stand between their words."""
        return self._without(text, self._in_words)

    def _in_words(self, text: str) -> list[Entity]:
        people = (one for one in self._masker.find(_GLUE.sub(" ", text)) if kind_label(one.kind) in _OF_PEOPLE)
        return [*self._masker.known(text), *people]

    def values(self, text: str) -> Iterator[tuple[Entity, str]]:
        """The values in what somebody said, where they stand, and their wording; one that a tag splits comes in pieces."""
        reading = Reading(text, self.replaced)
        for one in self._all(reading, self._masker.find):
            if not self._stays(one, reading.text):
                written = reading.text[one.start : one.end]
                for start, end in reading.stretches(one.start, one.end):
                    yield one._replace(start=start, end=end), written

    def note_part(self, place: Hashable, part: Part) -> None:
        """Have a pass with `parts` replace a part of a string."""
        self.found += bool(part.kind)
        self.parts[place] = part

    def with_part(self, place: Hashable, string: str) -> str:
        """A string of a list, without the part of a value that the pass before found over several."""
        part = self._parts.get(place)
        if part is None:
            return string
        put = self._instead(part.kind, part.value) if part.kind else ""
        return string[: part.start] + put + string[part.end :] if string == part.string else put

    def address(self, address: str, host: str = HOST) -> str:
        """A mail address in place of another, where one has to stand."""
        self._count("EMAIL_ADDRESS", address)
        return f"{self._pseudonyms.code('client', address)}@{host}"

    def _again(self, text: str) -> Iterator[Span]:
        """Where values that were replaced elsewhere stand in a text."""
        visible, where = without_unseen(text)
        return ((where[start], where[end - 1] + 1) for start, end in places(visible, self._seen))

    def survives(self, stream: TextIO) -> bool:
        """Whether a value that was replaced stands anywhere in what was written."""
        return survivor(stream, self._seen, _STAMP) is not None

    def _without(self, text: str, find: Callable[[str], Sequence[Entity]], style: Style | None = None) -> str:
        for _ in range(_ROUNDS):
            reading = Reading(text, self.replaced)
            entities = [entity for entity in self._all(reading, find) if not self._stays(entity, reading.text)]
            if not entities:
                break
            self.found += len(entities)
            text = reading.replaced(entities, lambda kind, written: self._instead(kind, written, style))
        for start, end, is_prose in reversed(Reading(text, self.replaced).hidden):
            text = text[:start] + self._without(text[start:end], find if is_prose else self._masker.known, style) + text[end:]
        return text

    def _all(self, reading: Reading, find: Callable[[str], Sequence[Entity]]) -> list[Entity]:
        """The values in a text as it is read, but for what was put there in place of one."""
        text = reading.text
        found = [*find(text), *self._messages.values(text)]
        if self._seen:
            found += (Entity("OTHER_NUMBER", *span, AGAIN) for span in self._again(text))
        found = resolve(found)
        # no value is looked for in these; a day is somebody's birthday where it is said to be, with a time of day behind it too
        born = [one for one in found if one.kind == "DATE_OF_BIRTH" and one.score > SCORE]
        stamps = [
            m.span() for m in _STAMP.finditer(text) if not any(one.start < m.end() and m.start() < one.end for one in born)
        ]
        done = [Entity("", *span, 1.0) for span in sorted((*reading.done, *stamps))]
        if not done or not found:
            return found
        return [
            entity._replace(start=start, end=end)
            for entity in found
            for start, end in free(entity.start, entity.end, done)
            if any(map(str.isalnum, text[start:end]))
        ]

    def _stays(self, entity: Entity, text: str) -> bool:
        """Whether a value is the firm's; an address of its own that bears a client's name was replaced where it first stood."""
        value = text[entity.start : entity.end]
        return self._firm.owns(value) and not any(digest in self._seen for digest in digests_of(value))

    def _count(self, kind: str, written: str) -> None:
        self.counts[kind_label(kind)] += 1
        if not EPOCH.fullmatch(written):
            digests = digests_of(written, days=kind == "DATE_OF_BIRTH")
            self._seen.update(digest for digest in digests if digest not in self._shown)
            if cell := _cell(written):
                self._cells.setdefault(cell, kind)

    def _instead(self, kind: str, written: str, style: Style | None = None) -> str:
        self._count(kind, written)
        style = style or self._style
        if style is Style.MASK:
            return STARS
        if style is Style.LABEL:
            return f"[{kind_label(kind)}]"
        group = "name" if kind_label(kind) in _OF_PEOPLE else kind_label(kind)  # a client who is mentioned is the same person
        code = self._pseudonyms.code(group, _canonical(kind, written)).removeprefix(group)
        return f"[{kind_label(kind)}{code}]"


_OF_PEOPLE = frozenset({"name", "client"})
_GLUE = re.compile(r"[_.+=-]")
_NATIVE = frozenset({"conversations", "messages", "transcript", *FIELDS})


def _as_read(
    told: Mapping[str, Sequence[Entity]], replaced: re.Pattern[str], shown: Collection[tuple[str, ...]]
) -> dict[str, list[Entity]]:
    """Values by the text of their message, as people read it, but for names that are meant to be read."""
    found: dict[str, list[Entity]] = {}
    for text, entities in told.items():
        reading = Reading(text, replaced)
        for one in entities:
            start, end = reading.place_of(one.start), reading.place_of(one.end)
            value = reading.text[start:end]
            if one.kind == "PERSON" and tuple(plain_words(value)) in shown:
                continue
            if bare := value.strip():  # behind a tag there may be a line end
                start += len(value) - len(value.lstrip())
                found.setdefault(reading.text, []).append(one._replace(start=start, end=start + len(bare)))
    return found


_ROUNDS = 12
AGAIN = 0.2
"""Of a value by its being replaced elsewhere: whatever else it is here goes before."""


_STAMP = re.compile(  # with a time of day: a day alone may be somebody's birthday
    r"(?<![\w:./-])(?:(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))(?:T|,?[ \u202f\xa0]))?"
    r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\s?(?:Z|[+-]\d\d:?\d\d))?(?![\w:])"
)

EPOCH = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")
"""Seconds or milliseconds since 1970, of these years; a telephone number that looks so is told by its field or its words."""

_CODE = re.compile(r"id-[a-z2-7]{8}")
_TELLING = re.compile(r"(?=\D*\d)(?:[A-Za-z]{1,6}[ -]?)?[\w-]{5,20}")


def _cell(written: str) -> int:
    """A digest of a value that may be all of a field ("HH-4471902"); 0 where it is a day, an amount, or too little to tell."""
    bare = written.strip()
    if not _TELLING.fullmatch(bare) or _STAMP.fullmatch(bare) or EPOCH.fullmatch(bare):
        return 0
    value = squeezed(bare)
    if len(value) < _FEWEST_OF_CELL or (value.isdigit() and len(value) <= _FEWEST_OF_CELL):
        return 0
    return int.from_bytes(blake2b(value.encode("utf-8", "replace"), digest_size=8).digest(), "big")


_FEWEST_OF_CELL = 6
"""Letters and digits by which a value is known in a field; of digits alone one more."""


def telling_words(name: str) -> list[str]:
    """The words of a name that can be looked for anywhere: no everyday words, but for given names that seldom are one."""
    words = personal_words(name)
    if not OF_FIRMS.isdisjoint(words):
        return []
    return [
        word
        for word in words
        if len(word) > 1 and word not in PARTICLES and (word not in COMMON or set("Fc") & set(listed(word)) == {"F"})
    ]


OF_FIRMS = frozenset(
    "ltd limited llp llc inc plc corp company gmbh ag ug kg ohg sarl srl bv nv oy ab aps pty group holdings solutions services "
    "systems consulting school council church university college hospital trust".split()
)
"""Words of the names of firms, whose other words mostly name things."""


def _canonical(kind: str, written: str) -> str:
    """What is the same for all ways to write a value: "Lind, Rosa" is "Rosa Lind"."""
    if kind_label(kind) in _OF_PEOPLE:
        return " ".join(sorted(plain_words(written)))
    return squeezed(written)
