"""Joins the pieces of conversations: one partition of an export in, whole conversations out.

The result depends on what the pieces say and where they stood, never on the order in which they arrive.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from caraway_audit.folding import folded
from caraway_audit.model import Client, Conversation, InputProblem, Message, Role, Source, Status

_NOWHERE = Source("")

# What systems write where no name is known. As a name it would make one client of all strangers.
_NOT_NAMES = frozenset({
    "anonymous", "client", "consumer", "customer", "guest", "me", "n/a", "none", "null", "requester", "unknown", "user",
    "visitor", "you",
})  # fmt: skip

_Place = tuple[str, int, int]
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Whole conversations by id, how many messages stood in more than one place, and what contradicted itself."""

    conversations: tuple[Conversation, ...]
    duplicates: int = 0
    problems: tuple[InputProblem, ...] = ()


def group(pieces: Iterable[Conversation]) -> Grouped:
    """Join pieces by id; a message that stands in several places counts once."""
    by_id: dict[str, list[Conversation]] = defaultdict(list)
    for piece in pieces:
        by_id[piece.id].append(piece)
    conversations = []
    problems: list[InputProblem] = []
    duplicates = 0
    for identity in sorted(by_id):
        joined = _Joined(by_id[identity])
        conversations.append(joined.conversation())
        duplicates += joined.duplicates
        problems += joined.problems
    return Grouped(tuple(conversations), duplicates, tuple(problems))


class _Joined:
    """The pieces of one conversation, put together."""

    def __init__(self, pieces: Sequence[Conversation]) -> None:
        self.duplicates = 0
        self.problems: list[InputProblem] = []
        messages = [message for piece in pieces for message in piece.messages]
        self._timed = all(message.at for message in messages)
        self._backwards = self._timed and _runs_backwards(messages)
        self._tell_strangers(pieces)
        messages.sort(key=self._order)
        self._messages = self._numbered(self._without_repeats(messages))
        self._pieces = sorted(pieces, key=self._first)

    def conversation(self) -> Conversation:
        """The whole: each field from the first piece, in message order, that has it."""
        pieces = self._pieces
        first = pieces[0]
        return Conversation(
            first.id,
            self._messages,
            next((piece.channel for piece in pieces if piece.channel), ""),
            next((piece.team for piece in pieces if piece.team), ""),
            next((piece.language for piece in pieces if piece.language), ""),
            self._client(),
            self._status(),
            # Earlier pieces win, as for the fields above.
            {key: value for piece in reversed(pieces) for key, value in piece.meta.items()},
        )

    def _tell_strangers(self, pieces: Sequence[Conversation]) -> None:
        """An id that two files give to different clients: ids that count from one, or that a spreadsheet cut."""
        clients: dict[str, set[str]] = defaultdict(set)
        keys: dict[str, set[str]] = defaultdict(set)
        places = {_place(message): message.source or _NOWHERE for piece in pieces for message in piece.messages}
        for piece in (piece for piece in pieces if piece.messages):
            signed = (m.author for m in piece.messages if m.role is Role.CLIENT)
            told = [name for name in (*piece.client.names, *signed) if _is_name(name)]
            file = _place(piece.messages[0])[0]
            clients[file] |= {word for name in told if "@" not in name for word in _words(name)}
            keys[file] |= {name.casefold() for name in (piece.client.id, *told) if name}
        # One word of a name is enough: "Ann" is Ann Smith, and so may be her husband. Without names ids and addresses count.
        known = clients if any(clients.values()) else keys
        named = [those for _, those in sorted(known.items()) if those]
        if len(named) < 2 or any(one & other for one, other in pairwise(named)):
            return
        self.problems.append(
            InputProblem(
                places[max(places)],
                f"one conversation id stands for different clients in {len(named)} files; they were joined.",
                "Give ids that differ from file to file, or audit the files one by one.",
                0,
            )
        )

    def _order(self, message: Message) -> _Key:
        """By time where every message has one, else as they stood; never a tie between messages that differ. Of one time, what
        stands first came last where the newest stands first."""
        file, line, record = _place(message)
        sign = -1 if self._backwards else 1
        rest = (
            file,
            sign * line,
            sign * record,
            message.id,
            message.role,
            message.author,
            message.text,
            message.visibility,
            message.quoted,
        )
        return (message.at, *rest) if self._timed else (*rest, message.at is not None, message.at or datetime.max)

    def _first(self, piece: Conversation) -> _Key:
        """Where a piece begins; pieces that begin alike are told apart by what they say."""
        start = min((self._order(message) for message in piece.messages), default=())
        about = (piece.channel, piece.team, piece.language, piece.client.id, piece.client.names, piece.status or "")
        return (not piece.messages, start, about, tuple(sorted(piece.meta.items())))

    def _without_repeats(self, messages: list[Message]) -> list[Message]:
        """Each message once: by its id, or without one by role, author, time and text."""
        by_id: dict[str, list[Message]] = defaultdict(list)
        for message in messages:
            if message.id:
                by_id[message.id].append(message)
        kept_copy = {identity: self._agreed(copies) for identity, copies in by_id.items()}
        known = {_content(message) for message in kept_copy.values() if message.at}
        # Two equal lines without a time ("ok", "ok") in one file are two messages, in two files they are one: the
        # first in one file is the first in the other.
        stood: dict[tuple[str, _Key], dict[_Place, int]] = defaultdict(dict)
        kept: list[Message] = []
        for message in messages:
            if message.id:
                if kept_copy[message.id] is message:
                    kept.append(message)
                continue
            content = _content(message)
            if message.at is None:
                place = _place(message)
                places = stood[place[0], content]
                content = (*content, places.setdefault(place, len(places)))
            if content in known:
                self.duplicates += 1
            else:
                known.add(content)
                kept.append(message)
        return kept

    def _agreed(self, copies: list[Message]) -> Message:
        """The copy to keep of a message; copies that contradict each other are a problem."""
        if len(copies) == 1:
            return copies[0]
        versions = {(message.text, message.role) for message in copies}
        kept = min(copies, key=lambda message: (message.text, message.role)) if len(versions) > 1 else copies[0]
        self.duplicates += len(copies) - len(versions)
        if len(versions) > 1:
            other = next(message for message in copies if (message.text, message.role) != (kept.text, kept.role))
            self.problems.append(
                InputProblem(
                    other.source or _NOWHERE,
                    f"one message id stands for {len(versions)} different messages; "
                    f"the one at {kept.source or 'an unknown place'} was kept.",
                    "Give each message of a conversation an id of its own.",
                    len(versions) - 1,
                )
            )
        return kept

    def _numbered(self, messages: list[Message]) -> tuple[Message, ...]:
        """Messages without an id get one by their place in the conversation."""
        taken = {message.id for message in messages if message.id}
        if len(taken) == len(messages):
            return tuple(messages)
        numbered = []
        for number, message in enumerate(messages, start=1):
            if not message.id:
                while f"m{number}" in taken:
                    number += len(messages)
                taken.add(f"m{number}")
                message = replace(message, id=f"m{number}")
            numbered.append(message)
        return tuple(numbered)

    def _client(self) -> Client:
        """The client with every name that the pieces and the client's own messages give."""
        given = [name for piece in self._pieces for name in piece.client.names]
        signed = [message.author for message in self._messages if message.role is Role.CLIENT]
        names = tuple(dict.fromkeys(name for name in (*given, *signed) if _is_name(name)))
        return Client(next((piece.client.id for piece in self._pieces if piece.client.id), ""), names)

    def _status(self) -> Status | None:
        """The state that reaches furthest: a later export knows that what was open has ended."""
        states = [
            (max(map(self._order, piece.messages), default=()), piece.status is Status.ENDED, piece.status)
            for piece in self._pieces
            if piece.status
        ]
        return max(states)[2] if states else None


def _words(name: str) -> frozenset[str]:
    """The words of a name that tell who it is, without case and accents."""
    return frozenset(folded(_MARK.sub("", match.group())) for match in _WORD.finditer(name)) - _NOT_TELLING


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’]|[\u0300-\u036f])*")
_MARK = re.compile(r"['’]")
_NOT_TELLING = frozenset(
    "mr mrs ms miss mx dr prof herr frau sir madam de del der den da di la le van von el al bin ibn".split()
)


def _runs_backwards(messages: Sequence[Message]) -> bool:
    """Whether messages stand newest first."""
    ordered = sorted(messages, key=_place)
    times = [message.at for message in ordered if message.at]
    if not times or _place(ordered[0])[0] != _place(ordered[-1])[0]:
        return False
    pairs = list(pairwise(times))
    return sum(one > other for one, other in pairs) > 1 and not any(one < other for one, other in pairs)


def _place(message: Message) -> _Place:
    source = message.source or _NOWHERE
    return source.file, source.line or 0, source.record or 0


def _content(message: Message) -> _Key:
    return message.role, message.author, message.at, message.text


def _is_name(name: str) -> bool:
    """Whether a name is one, and not "Customer" or "Visitor 4711"."""
    words = name.casefold().split()
    return bool(words) and (words[0] not in _NOT_NAMES or any(not word.strip("#").isdigit() for word in words[1:]))
