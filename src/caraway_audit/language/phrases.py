"""Phrases: how rules name wordings, and the one scan that finds all of them.

A phrase is written in words, in full form ("you are", not "you're"):

    should (have|of) (read|checked)     alternatives
    [please] calm down                  an optional part
    never ... again                     a gap of up to five words
    leave * alone                       any one word
    ^ obviously                         at the start of a sentence
    whatever $                          at its end
    anything else ?                     before a question mark
    flat <number>                       a number, in digits or in words
    ~apology                            a sentence that a model takes for one (classifier.py)
    ~guess?                             one that it takes for a likely one
    ~condescension in context           one that is, by all it may mean and what came before (in_context.py)
    ~guess as a whole                   a message that is one, by all that it says (whole.py)

All phrases of all sets become one automaton over folded tokens: from each token one walk of dictionary look-ups, most of
which end at once. It grows as texts are scanned, by what they hold: a short audit pays for little of it. A phrase never
reaches over the end of a sentence.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from caraway_audit.language.classifier import AS_A_WHOLE, IN_CONTEXT, LIKELY, MARK, Classifier, Found, all_labels, labels
from caraway_audit.language.contractions import fold
from caraway_audit.language.in_context import OTHER, known_in_context
from caraway_audit.language.numerals import is_numeral
from caraway_audit.language.tokens import BOUNDARY, Tokens
from caraway_audit.language.whole import whole_labels
from caraway_audit.model import BOTH_SIDES, Confidence, Role

GAP = 5
"""How many words `...` may stand for."""

_PIECES = re.compile(r"\(|\)|\[|\]|\||\.\.\.|…|[?!^$*,]|[^\s()\[\]|?!^$*,…]+")


UNDECIDED = "undecided:"
"""What the name of a set begins with under which a scan lists sentences that what came before has to decide."""

OF_WHOLES = "whole "
"""What comes behind that where the whole message has to."""


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class PhraseSet:
    """Phrases with a confidence each, matched in messages of the given roles."""

    phrases: Mapping[str, Confidence]
    roles: frozenset[Role] = BOTH_SIDES


class Hit(NamedTuple):
    """Where a phrase of a set was found: code points, token range, number of the sentence."""

    start: int
    end: int
    first: int
    last: int
    sentence: int
    confidence: Confidence
    phrase: str

    @property
    def by_model(self) -> bool:
        """Whether a model found the sentence, in whatever words."""
        return self.phrase.startswith(MARK)


# A parsed phrase is a sequence of parts: a folded word (or `? ! ,`), one of the marks below, or a group of alternatives.
_ANY, _GAP, _OPEN, _CLOSE = "*", "...", "^", "$"
NUMBER = "<number>"
"""Any number; a rule's own list of that name goes before."""
_ENDS = (")", "]", "|")
_BRACKETS = ("(", "[", *_ENDS)


@dataclass(frozen=True, slots=True)
class _Group:
    choices: tuple[tuple["_Part", ...], ...]
    optional: bool


_Part = str | _Group


def _up_to(words: int) -> _Group:
    """A gap: an optional word, and if there is one, an optional further one, and so on."""
    return _Group(((_ANY, _up_to(words - 1)) if words > 1 else (_ANY,),), True)


_UP_TO_GAP = _up_to(GAP)


@lru_cache(maxsize=8192)  # each role has an automaton of its own
def parse(phrase: str) -> tuple[_Part, ...]:
    """The parts of a phrase; raises `PhraseError` where it is malformed."""
    if phrase.startswith(MARK):
        if phrase.endswith(IN_CONTEXT):
            known = {name + IN_CONTEXT for side in OTHER for name in known_in_context(side)}
        elif phrase.endswith(AS_A_WHOLE):
            known = {name + AS_A_WHOLE for side in OTHER for name in whole_labels(side) & all_labels()}
        else:
            known = {name + mark for name in labels() for mark in ("", LIKELY)}
        if phrase[len(MARK) :] not in known:
            raise PhraseError(f"no model knows “{phrase}”; there are {', '.join(MARK + name for name in sorted(known))}")
        return (phrase,)
    pieces = _PIECES.findall(phrase)
    parts, rest = _sequence(pieces, 0, phrase)
    if rest != len(pieces):
        raise PhraseError(f"“{pieces[rest]}” closes nothing in “{phrase}”")
    if not any(_has_word(part) for part in parts):
        raise PhraseError(f"“{phrase}” holds no word")
    if _begins(parts[1:] if parts[0] == _OPEN else parts) or parts[-1] == _GAP:
        raise PhraseError(f"“{phrase}” begins with a wildcard or a number, or ends with a gap")
    if _holds_mark(parts[1 if parts[0] == _OPEN else 0 : -1 if parts[-1] == _CLOSE else None]):
        raise PhraseError(f"“{phrase}”: ^ stands at the beginning, $ at the end, and neither inside brackets")
    return parts


def label_of(phrase: str) -> str:
    """The label that `~closes in context` or `~guess as a whole` names."""
    return phrase.removeprefix(MARK).removesuffix(IN_CONTEXT).removesuffix(AS_A_WHOLE)


def _begins(parts: tuple["_Part", ...]) -> bool:
    """Whether a sequence can begin with a wildcard; such a phrase would be looked for from every word."""
    for part in parts:
        if isinstance(part, _Group):
            if any(_begins(choice) for choice in part.choices):
                return True
            if not part.optional:
                return False
        else:
            return part in (_ANY, _GAP, NUMBER)
    return False


def words_of(phrase: str) -> Iterator[str]:
    """The words that a phrase names, anywhere in it."""
    if phrase.startswith(MARK):
        return iter((phrase,))
    return chain.from_iterable(_parts_of(piece) for piece in _PIECES.findall(phrase) if piece not in _BRACKETS)


def _beginnings(phrase: str) -> Sequence[str]:
    """The words that a phrase can begin with, told from its text: most phrases never have to be parsed."""
    pieces = _PIECES.findall(phrase)
    return tuple(dict.fromkeys(_openings(pieces, 1 if pieces[0] == _OPEN else 0)[0]))


def _openings(pieces: Sequence[str], at: int) -> tuple[list[str], bool, int]:
    """The words that a sequence of pieces can begin with, whether it may be nothing, and where it ends."""
    words: list[str] = []
    while at < len(pieces) and pieces[at] not in _ENDS:
        piece = pieces[at]
        at += 1
        if piece not in ("(", "["):
            first = _parts_of(piece)[:1]
            words += first
            may_be_nothing = not first
        else:
            may_be_nothing = piece == "["
            while True:
                inner, is_empty, at = _openings(pieces, at)
                words += inner
                may_be_nothing |= is_empty
                at += 1
                if pieces[at - 1] != "|":
                    break
        if not may_be_nothing:
            return words, False, _close(pieces, at)
    return words, True, at


def _close(pieces: Sequence[str], at: int) -> int:
    """Where the sequence of pieces that holds the place `at` ends."""
    depth = 0
    while at < len(pieces) and (depth or pieces[at] not in _ENDS):
        depth += (pieces[at] in ("(", "[")) - (pieces[at] in (")", "]"))
        at += 1
    return at


def _holds_mark(parts: tuple["_Part", ...]) -> bool:
    return any(
        any(_holds_mark(choice) for choice in part.choices) if isinstance(part, _Group) else part in (_OPEN, _CLOSE)
        for part in parts
    )


def _has_word(part: _Part) -> bool:
    if isinstance(part, _Group):
        return not part.optional and all(any(_has_word(inner) for inner in choice) for choice in part.choices)
    return part not in (_ANY, _GAP, _OPEN, _CLOSE)


def _sequence(pieces: list[str], position: int, phrase: str) -> tuple[tuple[_Part, ...], int]:
    parts: list[_Part] = []
    while position < len(pieces) and pieces[position] not in _ENDS:
        piece = pieces[position]
        position += 1
        if piece in ("(", "["):
            choices = []
            while True:
                inner, position = _sequence(pieces, position, phrase)
                if not inner:
                    raise PhraseError(f"an empty alternative in “{phrase}”")
                choices.append(inner)
                closing = pieces[position] if position < len(pieces) else ""
                position += 1
                if closing == (")" if piece == "(" else "]"):
                    break
                if closing != "|":
                    raise PhraseError(f"“{piece}” is not closed in “{phrase}”")
            parts.append(_Group(tuple(choices), piece == "["))
        else:
            parts.extend(_parts_of(piece))
    return tuple(parts), position


@cache
def _parts_of(piece: str) -> tuple[str, ...]:
    """The mark or the folded words of one written piece: the lists of words inside phrases repeat the same ones."""
    if piece in ("...", "…"):
        return (_GAP,)
    if piece in (_ANY, _OPEN, _CLOSE, NUMBER, "?", "!", ","):
        return (piece,)
    return tuple(word for part in re.split(r"[-\u2010\u2011]", piece) if part for word in fold(part))


_Accept = tuple[str, Confidence, str]


@dataclass(slots=True, eq=False)
class _Rest:
    """What remains of a phrase: some parts, then what follows them; nothing follows its end."""

    phrase: int
    parts: tuple[_Part, ...]
    after: "_Rest | None" = None
    node: int | None = None
    _next: "_Rest | None" = None

    def next(self) -> "_Rest":
        """What remains behind the first part: always the same object, so that choices meet again behind their group."""
        if self._next is None:
            at_end = len(self.parts) == 1 and self.after is not None
            self._next = self.after if at_end else _Rest(self.phrase, self.parts[1:], self.after)
        assert self._next is not None
        return self._next


@dataclass(slots=True)
class _Node:
    """A place in the phrases, before they are made deterministic. Tuples, since there are thousands."""

    words: dict[str, tuple[int, ...]] = field(default_factory=dict)
    any: tuple[int, ...] = ()
    accepts: tuple[int, ...] = ()
    rest: _Rest | None = None
    """What it stands for, until it is reached and worked out."""

    def lead(self, part: str, target: int) -> None:
        """Let the word `part`, or any word, lead to node `target`."""
        if part == _ANY:
            self.any = (*self.any, target)
        else:
            self.words[part] = (*self.words.get(part, ()), target)


class _State:
    """A set of nodes that a walk can be in at once; where a named word leads is worked out when it is first met."""

    __slots__ = ("accepts", "accepts_at_end", "any", "knows_mark", "knows_number", "named", "nodes", "other", "targets")

    def __init__(
        self, nodes: Sequence[_Node], accepts: tuple[_Accept, ...], accepts_at_end: tuple[_Accept, ...], other: "_State | None"
    ) -> None:
        self.accepts, self.accepts_at_end = accepts, accepts_at_end
        self.nodes = tuple(node.words for node in nodes if node.words)
        self.named = _all_words(self.nodes)
        self.any: frozenset[int] = frozenset().union(*(node.any for node in nodes))  # where any word leads
        self.other = other  # where a word leads that no phrase names here
        self.targets: dict[str, _State] = {}
        self.knows_mark = "," in self.named
        self.knows_number = NUMBER in self.named


def _all_words(nodes: Sequence[dict[str, tuple[int, ...]]]) -> Container[str]:
    """The words that some nodes name; there are thousands of states, so that nothing is made anew for one node."""
    if len(nodes) < 2:
        return nodes[0] if nodes else ()
    return dict.fromkeys(chain.from_iterable(nodes))  # half as large as a set


_MOST_STATES = 20_000
"""So many states are kept (about 2 KiB each); then all are forgotten, and those that are still met are made anew."""


class PhraseScanner:
    """All phrases of all sets that apply to messages of one role. Build once, scan many texts."""

    def __init__(self, sets: Mapping[str, PhraseSet], role: Role) -> None:
        self._accepts: list[_Accept] = []  # by number of the phrase
        self._at_end: set[int] = set()  # phrases that end a sentence
        self._waiting: set[int] = set()  # phrases of which no beginning has been met
        self._anywhere: dict[str, list[int]] = {}  # phrases by the words that they can begin with
        self._at_start: dict[str, list[int]] = {}  # the same for those at the start of a sentence only
        told: dict[str, list[_Accept]] = {}
        for name, phrase_set in sets.items():
            if role in phrase_set.roles:
                for phrase, confidence in phrase_set.phrases.items():
                    if not phrase.startswith(MARK):
                        self._await(phrase, (name, confidence, phrase))
                    elif not phrase.endswith((IN_CONTEXT, AS_A_WHOLE)):
                        told.setdefault(phrase[len(MARK) :], []).append((name, confidence, phrase))
                    else:
                        is_whole = phrase.endswith(AS_A_WHOLE)
                        decide = whole_labels if is_whole else known_in_context
                        if label_of(phrase) in decide(SIDES.get(role, "agent")):  # or nobody of this side does it
                            listed = f"{UNDECIDED}{OF_WHOLES if is_whole else ''}{name}"
                            told.setdefault(phrase[len(MARK) :], []).append((listed, confidence, phrase))
        side = SIDES.get(role)
        self._told = told if side else {}
        self._classifier = Classifier(side, told) if side and told else None
        self._nodes = [_Node(), _Node()]  # where a walk starts: anywhere, and only at the start of a sentence
        self._states: dict[frozenset[int], _State] = {}
        self._inside, self._opening = (self._state(numbers) for numbers in (frozenset({0}), frozenset({0, 1})))
        self._inside.nodes, self._inside.named = (self._nodes[0].words,), self._anywhere
        self._opening.nodes = (self._nodes[0].words, self._nodes[1].words)
        self._opening.named = self._anywhere.keys() | self._at_start.keys()

    def _await(self, phrase: str, accept: _Accept) -> None:
        """Remember a phrase until a text holds one of the words that it can begin with."""
        number, written = len(self._accepts), phrase.strip()
        self._accepts.append(accept)
        self._waiting.add(number)
        if written.endswith(_CLOSE):
            self._at_end.add(number)
        by_word = self._at_start if written.startswith(_OPEN) else self._anywhere
        for word in _beginnings(phrase):
            by_word.setdefault(word, []).append(number)

    def _meet(self, word: str) -> None:
        """Lead from where walks start into the phrases that can begin with a word."""
        for start, numbers in enumerate((self._anywhere.get(word, ()), self._at_start.get(word, ()))):
            for number in self._waiting.intersection(numbers):
                parts = parse(self._accepts[number][-1])
                self._lead(self._nodes[start], _Rest(number, parts[1:] if start else parts))
            self._waiting.difference_update(numbers)

    def _lead(self, node: _Node, rest: _Rest) -> None:
        """Lead from a node into what remains of a phrase, as far as the next word."""
        if not rest.parts or rest.parts[0] == _CLOSE:
            node.accepts = (*node.accepts, rest.phrase)
            return
        part = _UP_TO_GAP if rest.parts[0] == _GAP else rest.parts[0]
        following = rest.next()
        if isinstance(part, str):
            node.lead(part, self._node(following))
            return
        for choice in part.choices:
            if len(choice) == 1 and isinstance(choice[0], str) and choice[0] != _GAP:
                node.lead(choice[0], self._node(following))
            else:
                self._lead(node, _Rest(rest.phrase, choice, following))
        if part.optional:
            self._lead(node, following)

    def _node(self, rest: _Rest) -> int:
        """The node that stands for what remains of a phrase."""
        if rest.node is None:
            rest.node = len(self._nodes)
            self._nodes.append(_Node(rest=rest))
        return rest.node

    def _state(self, numbers: frozenset[int]) -> _State:
        state = self._states.get(numbers)
        if state is None:
            if len(self._states) >= _MOST_STATES:
                for known in (self._states, self._inside.targets, self._opening.targets):
                    known.clear()
            nodes = [self._nodes[number] for number in numbers]
            for node in nodes:
                if node.rest is not None:
                    self._lead(node, node.rest)
                    node.rest = None
            # In the order in which phrases were given: which texts came first must not show.
            ends: tuple[list[_Accept], list[_Accept]] = ([], [])
            for number in sorted({number for node in nodes for number in node.accepts}):
                ends[number in self._at_end].append(self._accepts[number])
            others: frozenset[int] = frozenset().union(*(node.any for node in nodes))
            other = self._state(others) if others else None
            state = self._states[numbers] = _State(nodes, tuple(ends[False]), tuple(ends[True]), other)
        return state

    def _next(self, state: _State, word: str) -> _State:
        """Where a named word leads that the state has not met yet."""
        if state is self._inside or state is self._opening:
            self._meet(word)
        named = (word, NUMBER) if word != NUMBER and _is_number(word) else (word,)
        numbers = frozenset(number for words in state.nodes for name in named if name in words for number in words[name])
        target = state.targets[word] = self._state(numbers if word in BOUNDARY else numbers | state.any)
        return target

    def scan(self, tokens: Tokens) -> dict[str, list[Hit]]:
        """Hits by set, in order of place; of hits that overlap within a set the longest is kept.

        Sentences that what came before has to decide are listed apart, under `UNDECIDED` and the name of the set.
        """
        found: dict[str, list[Hit]] = {}
        words, size = tokens.words, len(tokens.words)
        anywhere, at_start = self._anywhere, self._at_start
        opens = True
        for first in range(size):
            start = self._opening if opens else self._inside
            word = words[first]
            begins = word in anywhere or (opens and word in at_start)
            opens = word in BOUNDARY
            if not begins:
                continue
            state = start
            position = first
            while position < size:
                word = words[position]
                position += 1
                if word == "," and not state.knows_mark:
                    continue  # a dash or colon may stand between the words of a phrase
                following = state.targets.get(word)
                if following is None and state.knows_number and word not in state.named and _is_number(word):
                    word = NUMBER  # all numbers lead the same way: there is no end of them
                    following = state.targets.get(word)
                if following is None:
                    if word in state.named:
                        following = self._next(state, word)
                    elif (following := state.other) is None or word in BOUNDARY:
                        break
                state = following
                for accept in state.accepts:
                    _record(found, tokens, first, position, accept)
                if state.accepts_at_end and (position == size or words[position] in BOUNDARY):
                    for accept in state.accepts_at_end:
                        _record(found, tokens, first, position, accept)
        if self._classifier:
            for told in self._classifier.scan(tokens):
                for accept in self._told[told.label]:
                    _record_told(found, tokens, self._classifier, told, accept)
        return found


def _is_number(word: str) -> bool:
    """Whether a folded word is a number, in digits ("20", "4b") or in words."""
    return word[0].isdigit() or is_numeral(word)


SIDES = {Role.AGENT: "agent", Role.BOT: "agent", Role.CLIENT: "client"}
"""Which model reads whose messages; system lines are no one's words."""


_end = attrgetter("last")


def _record(found: dict[str, list[Hit]], tokens: Tokens, first: int, last: int, accept: _Accept) -> None:
    name, confidence, phrase = accept
    hits = found.setdefault(name, [])
    if hits and hits[-1].last > first:
        if hits[-1].last - hits[-1].first >= last - first:
            return
        hits.pop()
    sentence = bisect_right(tokens.sentences, first, key=_end)
    sentence = sentence if sentence < len(tokens.sentences) else 0
    hits.append(Hit(tokens.starts[first], tokens.ends[last - 1], first, last, sentence, confidence, phrase))


def _record_told(found: dict[str, list[Hit]], tokens: Tokens, model: Classifier, told: Found, accept: _Accept) -> None:
    """A sentence that a model speaks for; where a phrase of the set stands in it already, that says it better."""
    name, confidence, phrase = accept
    hits = found.setdefault(name, [])
    if name.startswith(UNDECIDED):
        hits.append(
            Hit(tokens.starts[told.first], tokens.ends[told.last - 1], told.first, told.last, told.sentence, confidence, phrase)
        )
        return
    at = bisect_left(hits, told.sentence, key=_sentence)
    if at == len(hits) or hits[at].sentence != told.sentence:
        first, last = model.deciding(tokens, told)
        hits.insert(at, Hit(tokens.starts[first], tokens.ends[last - 1], first, last, told.sentence, confidence, phrase))


_sentence = attrgetter("sentence")


def spelled_out(phrases: Mapping[str, Confidence], words: Mapping[str, Sequence[str]]) -> dict[str, Confidence]:
    """Phrases with each `<name>` put as the alternatives of that list of words; a list may name another, which names none."""
    written = {name: f"({'|'.join(choices)})" for name, choices in words.items()}
    lists = {name: _put(choices, written) for name, choices in written.items()}
    return {_put(phrase, lists): sure for phrase, sure in phrases.items()}


def _put(phrase: str, lists: Mapping[str, str]) -> str:
    return _NAMED.sub(lambda name: lists.get(name[1], name[0]), phrase)


_NAMED = re.compile(r"<(\w+)>")


def phrase_table(entries: Iterable[Any], default: Confidence = Confidence.HIGH) -> dict[str, Confidence]:
    """A rule file's list of phrases (`text`, or `{text: confidence}`) as a table; raises `PhraseError`."""
    table: dict[str, Confidence] = {}
    for entry in entries:
        pairs = entry.items() if isinstance(entry, Mapping) else [(entry, default)]
        for phrase, confidence in pairs:
            if not isinstance(phrase, str):
                raise PhraseError(f"a phrase must be text, not {phrase!r}")
            try:
                table[phrase] = Confidence(confidence)
            except ValueError:
                raise PhraseError(f"confidence of “{phrase}” must be high, medium or low, not {confidence!r}") from None
    return table
