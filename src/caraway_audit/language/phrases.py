"""Phrases: how rules name wordings, and the one scan that finds all of them.

A phrase is written in words, in full form ("you are", not "you're"):

    should (have|of) (read|checked)     alternatives
    [please] calm down                  an optional part
    never ... again                     a gap of up to five words
    leave * alone                       any one word
    ^ obviously                         at the start of a sentence
    whatever $                          at its end
    anything else ?                     before a question mark
    ~apology                            a sentence that a model takes for one (classifier.py)
    ~guess?                             one that it takes for a likely one

All phrases of all sets become one automaton over folded tokens, made deterministic as texts are scanned: from each token
one walk of dictionary look-ups, most of which end at once. A phrase never reaches over the end of a sentence.
"""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from caraway_audit.language.classifier import LIKELY, MARK, Classifier, Found, labels
from caraway_audit.language.tokens import BOUNDARY, Tokens, fold
from caraway_audit.model import Confidence

GAP = 5
"""How many words `...` may stand for."""

_PIECES = re.compile(r"\(|\)|\[|\]|\||\.\.\.|…|[?!^$*,]|[^\s()\[\]|?!^$*,…]+")


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class PhraseSet:
    """Phrases with a confidence each, matched in messages of the given roles ("agent", "client", "bot", "system")."""

    phrases: Mapping[str, Confidence]
    roles: frozenset[str] = frozenset({"agent", "client"})


class Hit(NamedTuple):
    """Where a phrase of a set was found: code points, token range, number of the sentence."""

    start: int
    end: int
    first: int
    last: int
    sentence: int
    confidence: Confidence
    phrase: str


# A parsed phrase is a sequence of parts: a folded word (or `? ! ,`), one of the marks below, or a group of alternatives.
_ANY, _GAP, _OPEN, _CLOSE = "*", "...", "^", "$"


@dataclass(frozen=True, slots=True)
class _Group:
    choices: tuple[tuple["_Part", ...], ...]
    optional: bool


_Part = str | _Group


@lru_cache(maxsize=8192)  # checked when a rule is loaded, then built into the automaton of each role
def parse(phrase: str) -> tuple[_Part, ...]:
    """The parts of a phrase; raises `PhraseError` where it is malformed."""
    if phrase.startswith(MARK):
        if phrase[len(MARK) :].removesuffix(LIKELY) not in labels():
            raise PhraseError(f"no model knows “{phrase}”; there are {', '.join(MARK + name for name in labels())}")
        return (phrase,)
    pieces = _PIECES.findall(phrase)
    parts, rest = _sequence(pieces, 0, phrase)
    if rest != len(pieces):
        raise PhraseError(f"“{pieces[rest]}” closes nothing in “{phrase}”")
    if not any(_has_word(part) for part in parts):
        raise PhraseError(f"“{phrase}” holds no word")
    if _begins(parts[1:] if parts[0] == _OPEN else parts) or parts[-1] == _GAP:
        raise PhraseError(f"“{phrase}” begins with a wildcard or ends with a gap")
    if _holds_mark(parts[1 if parts[0] == _OPEN else 0 : -1 if parts[-1] == _CLOSE else None]):
        raise PhraseError(f"“{phrase}”: ^ stands at the beginning, $ at the end, and neither inside brackets")
    return parts


def _begins(parts: tuple["_Part", ...]) -> bool:
    """Whether a sequence can begin with a wildcard; such a phrase would be looked for from every word."""
    for part in parts:
        if isinstance(part, _Group):
            if any(_begins(choice) for choice in part.choices):
                return True
            if not part.optional:
                return False
        else:
            return part in (_ANY, _GAP)
    return False


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
    while position < len(pieces) and pieces[position] not in (")", "]", "|"):
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
        elif piece in ("...", "…"):
            parts.append(_GAP)
        elif piece in (_ANY, _OPEN, _CLOSE, "?", "!", ","):
            parts.append(piece)
        else:
            parts.extend(_folded(piece))
    return tuple(parts), position


@cache
def _folded(piece: str) -> tuple[str, ...]:
    """The folded words of one written piece: the lists of words inside phrases repeat the same ones."""
    return tuple(word for part in re.split(r"[-\u2010\u2011]", piece) if part for word in fold(part))


_Accept = tuple[str, Confidence, str]


@dataclass(slots=True)
class _Node:
    """A place in the phrases, before they are made deterministic. Tuples, since there are tens of thousands."""

    words: dict[str, tuple[int, ...]] = field(default_factory=dict)
    any: tuple[int, ...] = ()
    accepts: tuple[_Accept, ...] = ()
    accepts_at_end: tuple[_Accept, ...] = ()

    def lead(self, part: str, target: int) -> None:
        """Let the word `part`, or any word, lead to node `target`."""
        if part == _ANY:
            self.any = (*self.any, target)
        else:
            self.words[part] = (*self.words.get(part, ()), target)


class _State:
    """A set of nodes that a walk can be in at once; where a named word leads is worked out when it is first met."""

    __slots__ = ("accepts", "accepts_at_end", "any", "knows_mark", "named", "nodes", "other", "targets")

    def __init__(self, nodes: Sequence[_Node], others: frozenset[int], other: "_State | None") -> None:
        self.accepts = tuple(accept for node in nodes for accept in node.accepts)
        self.accepts_at_end = tuple(accept for node in nodes for accept in node.accepts_at_end)
        self.nodes = tuple(node.words for node in nodes if node.words)
        self.named = _all_words(self.nodes)
        self.any, self.other = others, other  # where any word leads, and a word that no phrase names here
        self.targets: dict[str, _State] = {}
        self.knows_mark = "," in self.named


def _all_words(nodes: Sequence[dict[str, tuple[int, ...]]]) -> Container[str]:
    """The words that some nodes name; there are thousands of states, so that nothing is made anew for one node."""
    if len(nodes) < 2:
        return nodes[0] if nodes else ()
    return dict.fromkeys(chain.from_iterable(nodes))  # half as large as a set


_MOST_STATES = 20_000
"""So many states are kept (about 2 KiB each); then all are forgotten, and those that are still met are made anew."""


class PhraseScanner:
    """All phrases of all sets that apply to messages of one role. Build once, scan many texts."""

    def __init__(self, sets: Mapping[str, PhraseSet], role: str) -> None:
        self._nodes = [_Node(), _Node()]  # where a walk starts: anywhere, and only at the start of a sentence
        self._states: dict[frozenset[int], _State] = {}
        told: dict[str, list[_Accept]] = {}
        for name, phrase_set in sets.items():
            if role in phrase_set.roles:
                for phrase, confidence in phrase_set.phrases.items():
                    if phrase.startswith(MARK):
                        told.setdefault(phrase[len(MARK) :], []).append((name, confidence, phrase))
                    else:
                        self._add(parse(phrase), (name, confidence, phrase))
        side = _SIDES.get(role)
        self._told = told if side else {}
        self._classifier = Classifier(side, told) if side and told else None
        self._inside = self._state(frozenset({0}))
        self._opening = self._state(frozenset({0, 1}))

    def _add(self, parts: tuple[_Part, ...], accept: _Accept) -> None:
        starts = {0}
        if parts[0] == _OPEN:
            starts, parts = {1}, parts[1:]
        at_end = parts[-1] == _CLOSE
        for number in self._build(parts[:-1] if at_end else parts, starts):
            node = self._nodes[number]
            if at_end:
                node.accepts_at_end = (*node.accepts_at_end, accept)
            else:
                node.accepts = (*node.accepts, accept)

    def _build(self, parts: tuple[_Part, ...], starts: set[int], into: int | None = None) -> set[int]:
        """Lead from `starts` through `parts`; the last part leads into node `into`, where one is given."""
        for place, part in enumerate(parts):
            last = into if place == len(parts) - 1 else None
            if isinstance(part, _Group):
                join = self._new() if last is None else last
                ends = set(starts) if part.optional else set()
                for choice in part.choices:
                    ends |= self._build(choice, starts, join)
                starts = ends
            elif part == _GAP:
                for _ in range(GAP):
                    step = self._new()
                    for start in starts:
                        self._nodes[start].lead(_ANY, step)
                    starts = {*starts, step}
            else:
                target = self._new() if last is None else last
                for start in starts:
                    self._nodes[start].lead(part, target)
                starts = {target}
        return starts

    def _new(self) -> int:
        self._nodes.append(_Node())
        return len(self._nodes) - 1

    def _state(self, numbers: frozenset[int]) -> _State:
        state = self._states.get(numbers)
        if state is None:
            if len(self._states) >= _MOST_STATES:
                for known in (self._states, self._inside.targets, self._opening.targets):
                    known.clear()
            nodes = [self._nodes[number] for number in sorted(numbers)]
            others: frozenset[int] = frozenset().union(*(node.any for node in nodes))
            state = self._states[numbers] = _State(nodes, others, self._state(others) if others else None)
        return state

    def _next(self, state: _State, word: str) -> _State:
        """Where a named word leads that the state has not met yet."""
        numbers = frozenset(number for words in state.nodes if word in words for number in words[word])
        target = state.targets[word] = self._state(numbers if word in BOUNDARY else numbers | state.any)
        return target

    def scan(self, tokens: Tokens) -> dict[str, list[Hit]]:
        """Hits by set, in order of place; of hits that overlap within a set the longest is kept."""
        found: dict[str, list[Hit]] = {}
        words, size = tokens.words, len(tokens.words)
        anywhere, at_start = self._nodes[0].words, self._nodes[1].words
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


_SIDES = {"agent": "agent", "bot": "agent", "client": "client"}
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
    if all(hit.sentence != told.sentence for hit in hits):
        first, last = model.deciding(tokens, told)
        hits.append(Hit(tokens.starts[first], tokens.ends[last - 1], first, last, told.sentence, confidence, phrase))
        hits.sort(key=_place)


_place = attrgetter("first")


def spelled_out(phrases: Mapping[str, Confidence], words: Mapping[str, Sequence[str]]) -> dict[str, Confidence]:
    """Phrases with each `<name>` put as the alternatives of that list of words."""
    lists = {name: f"({'|'.join(choices)})" for name, choices in words.items()}
    return {_NAMED.sub(lambda name: lists.get(name[1], name[0]), phrase): sure for phrase, sure in phrases.items()}


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
            parse(phrase)
    return table
