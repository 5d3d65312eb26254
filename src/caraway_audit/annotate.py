"""What rules may know of a conversation beyond its bare text, computed for a batch at once.

All scanning happens here, once per distinct text: tokens, phrase hits, dialogue acts, questions, personal data. A `Need`
says what the selected rules ask for, so nothing else is computed. Rules then see one `AnnotatedConversation` at a time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar, cast

from caraway_audit.errors import PluginError
from caraway_audit.language.acts import acts
from caraway_audit.language.classifier import IN_CONTEXT, MARK
from caraway_audit.language.identify import declared_code, identify
from caraway_audit.language.in_context import OTHER, Decided, Levels, in_context
from caraway_audit.language.patterns import PatternScanner, PatternSet
from caraway_audit.language.phrases import OF_WHOLES, SIDES, UNDECIDED, Hit, PhraseScanner, PhraseSet, label_of, words_of
from caraway_audit.language.questions import Question, questions
from caraway_audit.language.quotation import blank_quotations
from caraway_audit.language.spelling import Spelling
from caraway_audit.language.tokens import Sentence, Tokens, span_of, tokenise
from caraway_audit.language.whole import Heard, whole
from caraway_audit.model import Conversation, Message, Role, Span, Status, Subject, SubjectKind
from caraway_audit.privacy.carried import carried
from caraway_audit.privacy.detect import Detector, Entity, resolve

_T = TypeVar("_T")

ENOUGH_WORDS = 10
"""Under so many words a conversation is judged only by rules that look at one message."""

LANGUAGE_SAMPLE = 150
"""So many words tell the language of a conversation."""

_CACHE_LIMIT = 5_000
"""Notes of the newest texts that are kept, and as many of those before them: what comes again comes again soon."""


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """What judging must know of the whole export, gathered while it is read.

    `last` is the time of the last message of any conversation; `macros` are the fingerprints (see `audit/collect.py`) of
    replies that three or more agents send alike; `salt` is a secret drawn from the export's own content: it keys
    pseudonyms where the policy gives no key, and is never written.
    """

    last: datetime | None = None
    macros: frozenset[int] = frozenset()
    salt: bytes = b""


Annotator = Callable[[Role, Sequence[str]], Sequence[Any]]
"""A third party's annotation of many texts of one role at once: distinct texts, quotations blanked, offsets as in the message.

Returns one value for each text, in order; rules read it under the annotator's name. It sees nothing but role and text, so
that one text has one value wherever it stands.
"""


@dataclass(frozen=True, slots=True)
class Need:
    """What the selected rules ask for: phrase and pattern sets by name, acts, other annotations by name."""

    phrases: Mapping[str, PhraseSet] = field(default_factory=dict)
    patterns: Mapping[str, PatternSet] = field(default_factory=dict)
    acts: frozenset[str] = frozenset()
    annotations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Note:
    """What was found in one message. `entities` are personal values by place, `people` the full names in it."""

    tokens: Tokens
    hits: Mapping[str, Sequence[Hit]]
    undecided: Mapping[str, Sequence[Hit]]  # what is one of a set only if what came before says so; `Annotators` decides
    matches: Mapping[str, tuple[Span, ...]]
    runaway: frozenset[str]  # pattern sets that took too long on this text
    acts: Mapping[str, Sequence[Hit]]
    questions: tuple[Question, ...]
    entities: tuple[Entity, ...]
    people: tuple[Span, ...]
    extra: Mapping[str, Any]

    def sentence(self, number: int) -> Sentence:
        """A sentence by number."""
        return self.tokens.sentences[number]

    def does(self, *names: str) -> bool:
        """Whether the message performs one of the acts."""
        return not self.acts.keys().isdisjoint(names)


CLIENT = Subject(SubjectKind.CLIENT, "")
"""The client of the conversation at hand."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Consecutive public messages of one side; `places` are positions in the conversation, system lines left out."""

    role: Role
    places: tuple[int, ...]

    @property
    def first(self) -> int:
        """Position of its first message."""
        return self.places[0]

    @property
    def last(self) -> int:
        """Position of its last message."""
        return self.places[-1]


_SPOKEN = frozenset({"phone", "telephone", "call", "voice"})


@dataclass(frozen=True)
class AnnotatedConversation:
    """A conversation with its notes (parallel to its messages): what a rule sees."""

    conversation: Conversation
    notes: tuple[Note, ...]
    facts: ExportFacts
    ended_after: timedelta
    carried: Mapping[int, Sequence[Entity]] | None = None  # by place, values that only all messages together tell, if known
    _writers: dict[tuple[frozenset[Role], bool | None], tuple[Subject, ...]] = field(default_factory=dict, repr=False)
    _places: dict[tuple[frozenset[Role], bool | None], tuple[int, ...]] = field(default_factory=dict, repr=False)
    _derived: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages in order."""
        return self.conversation.messages

    @cached_property
    def channel(self) -> str:
        """The channel, in small letters."""
        return self.conversation.channel.lower()

    @property
    def is_spoken(self) -> bool:
        """Whether somebody, or a machine, wrote the messages down."""
        return self.channel in _SPOKEN

    @cached_property
    def language(self) -> str:
        """The language said by the export, or found; "" where it cannot be told."""
        declared = declared_code(self.conversation.language)
        if declared:
            return declared
        words: list[str] = []
        for message, note in zip(self.messages, self.notes, strict=True):
            if message.role is not Role.SYSTEM:
                words += note.tokens.words
            if len(words) >= LANGUAGE_SAMPLE:
                break
        return identify(words)

    def is_in(self, languages: Collection[str]) -> bool:
        """Whether it is in one of some languages; what is too short to tell counts as English."""
        return (self.language or "en") in languages

    @cached_property
    def mentions(self) -> frozenset[str]:
        """Names of all phrase and pattern sets that hit anywhere: most rules find nothing in most conversations."""
        return frozenset(name for note in self.notes for name in (*note.hits, *note.matches, *note.runaway))

    @cached_property
    def done(self) -> frozenset[str]:
        """Names of all acts that anybody performs in it."""
        return frozenset(name for note in self.notes for name in note.acts)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Whom each message counts for: its agent, the client (the engine puts the pseudonym in), or the team."""
        team = Subject(SubjectKind.TEAM, self.conversation.team)
        return tuple(
            Subject(SubjectKind.AGENT, message.author)
            if message.role is Role.AGENT
            else CLIENT
            if message.role is Role.CLIENT
            else team
            for message in self.messages
        )

    @cached_property
    def values(self) -> frozenset[str]:
        """Kinds of all personal values in it: most conversations hold few."""
        return frozenset(entity.kind for note in self.notes for entity in note.entities)

    def places(self, roles: frozenset[Role], public: bool | None = None) -> tuple[int, ...]:
        """Positions of the messages of some roles, public ones or notes only where `public` says so."""
        key = (roles, public)
        if key not in self._places:
            self._places[key] = tuple(
                place
                for place, message in enumerate(self.messages)
                if message.role in roles and (public is None or message.public is public)
            )
        return self._places[key]

    def writers(self, roles: frozenset[Role], public: bool | None = None) -> tuple[Subject, ...]:
        """Who wrote those messages, each once, in order."""
        key = (roles, public)
        if key not in self._writers:
            self._writers[key] = tuple(dict.fromkeys(self.subjects[place] for place in self.places(roles, public)))
        return self._writers[key]

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Turns of the two sides. A bare "mm-hm" or "ok, sec" of the agent ends no turn of the client."""
        turns: list[tuple[Role, list[int]]] = []
        held: list[int] = []
        for place, message in enumerate(self.messages):
            if not message.public or message.role not in (Role.AGENT, Role.CLIENT):
                continue
            if turns and turns[-1][0] is message.role:
                turns[-1][1].append(place)
            elif turns and self.is_backchannel(place):
                held.append(place)  # it ends no turn; if its writer goes on at once, it opens theirs
            elif held and held[-1] == place - 1 and self.messages[held[-1]].role is message.role:
                turns.append((message.role, [held.pop(), place]))
            else:
                turns.append((message.role, [place]))
        return tuple(Turn(role, tuple(places)) for role, places in turns)

    def is_backchannel(self, place: int) -> bool:
        """Whether a message is a bare "mm-hm" or "ok, sec"."""
        said = 0
        for word in self.notes[place].tokens.words:
            if word.isalpha():
                said += 1
                if said > 3 or word not in _BACKCHANNEL:
                    return False
        return said > 0

    def once(self, name: str, work_out: Callable[["AnnotatedConversation"], _T]) -> _T:
        """What several rules read of a conversation, worked out by the first of them."""
        if name not in self._derived:
            self._derived[name] = work_out(self)
        return cast(_T, self._derived[name])

    @cached_property
    def has_both_sides(self) -> bool:
        """Whether agent and client each wrote a public message."""
        roles = {message.role for message in self.messages if message.public}
        return Role.AGENT in roles and Role.CLIENT in roles

    @cached_property
    def words(self) -> int:
        """Words of both sides together."""
        sides = (Role.AGENT, Role.CLIENT)
        return sum(n.tokens.count for m, n in zip(self.messages, self.notes, strict=True) if m.role in sides)

    @cached_property
    def ended(self) -> bool:
        """Whether it is over: the export says so, or both sides closed it, or it lies idle long enough."""
        if self.conversation.status is not None:
            return self.conversation.status is Status.ENDED
        return self._both_closed or self.lies_idle

    @cached_property
    def lies_idle(self) -> bool:
        """Whether nobody has written to the other side for so long, when the export ends, that it counts as over."""
        last = next((message.at for message in reversed(self.messages) if message.at and message.public), None)
        return bool(last and self.facts.last and self.facts.last - last >= self.ended_after)

    @property
    def _both_closed(self) -> bool:
        closed = {Role.CLIENT: False, Role.AGENT: False}
        for turn in self.turns[-3:]:
            for place in turn.places:
                if self.notes[place].does("farewell", "thanks", "done"):
                    closed[turn.role] = True
        return all(closed.values())

    @cached_property
    def _firsts(self) -> list[int]:
        return [turn.first for turn in self.turns]

    @cached_property
    def _turn_by_place(self) -> dict[int, Turn]:
        return {place: turn for turn in self.turns for place in turn.places}

    def next_turn(self, place: int, role: Role) -> Turn | None:
        """The first turn of `role` that begins after the message at `place`."""
        after = bisect_right(self._firsts, place)
        return next((turn for turn in self.turns[after : after + 2] if turn.role is role), None)

    @cached_property
    def _lasts(self) -> list[int]:
        return [turn.last for turn in self.turns]

    def turn_before(self, place: int, role: Role | None = None) -> Turn | None:
        """The last turn, or the last of `role`, that ends before the message at `place`."""
        before = bisect_left(self._lasts, place)  # the two sides take turns: one of the last two is of either role
        return next((turn for turn in reversed(self.turns[max(0, before - 2) : before]) if role in (None, turn.role)), None)

    def turn_of(self, place: int) -> Turn | None:
        """The turn that holds the message at `place`."""
        return self._turn_by_place.get(place)

    def text(self, place: int, span: Span) -> str:
        """A stretch of a message as it was written."""
        return self.messages[place].text[span[0] : span[1]]

    @cached_property
    def main_agent(self) -> str:
        """The agent with most public messages; first in order where equal; "" where there is none."""
        counts: dict[str, int] = {}
        for message in self.messages:
            if message.role is Role.AGENT and message.public:
                counts[message.author] = counts.get(message.author, 0) + 1
        return max(counts, key=lambda name: counts[name]) if counts else ""


_BACKCHANNEL = frozenset("mm hm mhm mmhm uh huh ok okay sec second moment one a yes yep yeah right sure hmm k min mo".split())


class Annotators:
    """Computes what a set of rules needs, batch by batch, once for each distinct text of a role."""

    def __init__(self, need: Need, detector: Detector, extra: Mapping[str, Annotator] | None = None) -> None:
        shared = acts()
        wanted = need.acts | {"farewell", "thanks", "done"}
        sets = dict(need.phrases)
        for name in sorted(wanted):
            sets[f"act:{name}"] = shared[name].phrases
            if (unless := shared[name].unless) is not None:
                sets[f"unless:{name}"] = unless
        self._scanners = {role: PhraseScanner(sets, role) for role in Role}
        self._spelling = Spelling(
            lambda: {word for one in sets.values() for phrase in one.phrases for word in words_of(phrase)}
        )
        self._patterns = {role: PatternScanner(need.patterns, role) for role in Role}
        self._find_questions = "questions" in need.annotations
        self._detector = detector if "personal_data" in need.annotations else None
        self._people = detector.people if "people" in need.annotations else None
        self._extra = {name: annotator for name, annotator in (extra or {}).items() if name in need.annotations}
        self._cache: dict[tuple[Role, str], Note] = {}
        self._older: dict[tuple[Role, str], Note] = {}

    def annotate(
        self, batch: Iterable[Conversation], facts: ExportFacts, ended_after: Callable[[str], timedelta]
    ) -> Iterator[AnnotatedConversation]:
        """Annotate conversations; `ended_after` gives the idle time by channel. Raises `PluginError`."""
        conversations = list(batch)
        if len(self._cache) >= _CACHE_LIMIT:
            self._cache, self._older = {}, self._cache
        keys = dict.fromkeys((message.role, message.text) for one in conversations for message in one.messages)
        self._cache |= {key: self._older[key] for key in keys & self._older.keys()}
        self._compute({key: blank_quotations(key[1]) for key in keys if key not in self._cache})
        for one in conversations:
            notes = self._decided(one.messages, tuple(self._cache[message.role, message.text] for message in one.messages))
            told: Mapping[int, Sequence[Entity]] | None = None
            if self._detector:
                told = _carried(one.messages, notes)
                notes = _with_carried(one.messages, notes, told)
            yield AnnotatedConversation(one, notes, facts, ended_after(one.channel), told)

    def _decided(self, messages: Sequence[Message], notes: tuple[Note, ...]) -> tuple[Note, ...]:
        """The notes, with what is so because of what came before: where a set has no plain hit in the message."""
        if not any(note.undecided for note in notes):
            return notes
        models = in_context()
        decided = list(notes)
        before: dict[str, Tokens] = {}  # the last public message of each side, and its levels where they were asked for
        levels: dict[str, Levels] = {}
        for place, (message, note) in enumerate(zip(messages, notes, strict=True)):
            side = SIDES.get(message.role)
            if not side:
                continue
            other = OTHER[side]
            hits: dict[str, Sequence[Hit]] = {}
            names = [name for name in note.undecided if name.removeprefix(OF_WHOLES) not in note.hits]
            if message.public and any(not name.startswith(OF_WHOLES) for name in names):  # a note answers nobody
                if other not in levels:
                    levels[other] = models.highest(other, before.get(other))
                if one := models.decide(side, note.tokens, levels[other]):
                    hits = {name: those for name in names if (those := _as_hits(note, one, note.undecided[name]))}
            theirs = before.get(other) if message.public else None
            heard = Heard(side, note.tokens, theirs)
            for name in (name for name in names if name.startswith(OF_WHOLES) and name.removeprefix(OF_WHOLES) not in hits):
                if those := _as_a_whole(side, note, note.undecided[name], heard):
                    hits[name.removeprefix(OF_WHOLES)] = those
            if hits:
                decided[place] = replace(note, hits={**note.hits, **hits})
            if message.public:
                before[side] = note.tokens
                levels.pop(side, None)
        return tuple(decided)

    def _compute(self, new: Mapping[tuple[Role, str], str]) -> None:
        """Fill the cache for texts given without their quotations."""
        for role in Role:
            keys = [key for key in new if key[0] is role]
            if keys:
                self._cache.update(zip(keys, self._notes(role, [new[key] for key in keys]), strict=True))

    def _notes(self, role: Role, texts: Sequence[str]) -> Iterator[Note]:
        """The notes of many texts. One step is done for all of them before the next: what the processor needs for it stays at
        hand."""
        extra = {name: _called(name, annotator, role, texts) for name, annotator in self._extra.items()}
        tokens = [tokenise(text, self._spelling) for text in texts]
        scanned = list(map(self._scanners[role].scan, tokens))
        matches = self._patterns[role].scan(texts)
        asked = list(map(questions, tokens)) if self._find_questions else [()] * len(texts)
        entities = list(map(self._detector.detect, texts)) if self._detector else [()] * len(texts)
        people = list(map(self._people, texts)) if self._people else [()] * len(texts)
        for place, found in enumerate(scanned):
            hits, undecided, acts_done = _apart(found) if found else (_NONE, _NONE, _NONE)
            own = {name: values[place] for name, values in extra.items()}
            yield Note(
                tokens[place], hits, undecided, *matches[place], acts_done, asked[place], entities[place], people[place], own
            )


_NONE: Mapping[str, Sequence[Hit]] = {}


_Hits = Mapping[str, Sequence[Hit]]


def _apart(scanned: _Hits) -> tuple[_Hits, _Hits, _Hits]:
    """Hits of the rules' own phrase sets, what may be one, and acts, those of an act without what its exceptions cancel."""
    hits: dict[str, Sequence[Hit]] = {}
    undecided: dict[str, Sequence[Hit]] = {}
    found: dict[str, Sequence[Hit]] = {}
    for key, those in scanned.items():
        prefix, _, name = key.partition(":")
        if prefix == "act":
            if exceptions := scanned.get(f"unless:{name}"):
                excepted = {hit.sentence for hit in exceptions}
                those = [hit for hit in those if hit.sentence not in excepted]
            if those:
                found[name] = those
        elif key.startswith(UNDECIDED):
            undecided[name] = those
        elif prefix != "unless":
            hits[key] = those
    return hits, undecided, found


def _as_hits(note: Note, one: Decided, undecided: Sequence[Hit]) -> list[Hit]:
    """What a message was found to do, as a hit of the set that asked for it; empty where it does another thing."""
    start, end = note.tokens.starts[one.first], note.tokens.ends[one.last - 1]
    asked = next((hit for hit in undecided if hit.phrase == f"{MARK}{one.label}{IN_CONTEXT}"), None)
    return [Hit(start, end, one.first, one.last, one.sentence, asked.confidence, asked.phrase)] if asked else []


def _as_a_whole(side: str, note: Note, undecided: Sequence[Hit], heard: Heard) -> list[Hit]:
    """What a model takes the whole message for, as a hit where the sentence stands that decides; empty if for nothing."""
    for hit in {one.phrase: one for one in undecided}.values():  # of a thousand sentences each is a reason to look once
        model = whole(side, label_of(hit.phrase))
        if model.is_heard(heard):
            number = model.deciding(note.tokens)
            sentence = note.tokens.sentences[number]
            span = span_of(note.tokens, sentence.first, sentence.last)
            return [Hit(*span, sentence.first, sentence.last, number, hit.confidence, hit.phrase)]
    return []


def _carried(messages: Sequence[Message], notes: Sequence[Note]) -> Mapping[int, Sequence[Entity]]:
    """By message, the values that only the conversation as a whole gives away."""
    lines = [(f"{message.role}:{message.author}", message.text) for message in messages]
    return carried(lines, [note.entities for note in notes])


def _with_carried(
    messages: Sequence[Message], notes: tuple[Note, ...], added: Mapping[int, Sequence[Entity]]
) -> tuple[Note, ...]:
    """The notes with those values; what a message quotes is not its own."""
    if not added:
        return notes
    own = {place: blank_quotations(messages[place].text) for place in added}
    return tuple(
        replace(
            note, entities=tuple(resolve((*note.entities, *(e for e in added[place] if own[place][e.start : e.end].strip()))))
        )
        if place in added
        else note
        for place, note in enumerate(notes)
    )


def _called(name: str, annotator: Annotator, role: Role, texts: Sequence[str]) -> Sequence[Any]:
    """What an annotator says, checked; the text of its own error may hold a message and is not passed on."""
    try:
        values = annotator(role, texts)
        got = len(values)
    except Exception as error:
        raise PluginError(f"the annotator “{name}” crashed ({type(error).__name__}). Mend or uninstall its package.") from error
    if got != len(texts):
        raise PluginError(f"the annotator “{name}” gave {got} values for {len(texts)} texts. Mend or uninstall its package.")
    return values
