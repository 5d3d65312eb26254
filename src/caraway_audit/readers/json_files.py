"""JSON and JSON lines: conversations with their messages, or flat message rows; other shapes by the policy's mapping.

Both are streamed: one line, or one conversation of a document, is in memory at a time.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from functools import partial
from itertools import chain, islice
from pathlib import Path

from caraway_audit.model import Client, Conversation, InputFile, InputProblem, Message, Source
from caraway_audit.policy.mapping import Mapping as Given
from caraway_audit.readers.base import Item, ReaderSettings, file_id
from caraway_audit.readers.columns import Refused
from caraway_audit.readers.fields import CONVERSATION_FIELDS, LONGEST_PIECE, MESSAGE_FIELDS, FieldReader
from caraway_audit.readers.json_scan import Entry, entries
from caraway_audit.readers.json_shapes import Shape, at_path, shape_of
from caraway_audit.readers.problems import ProblemLog, damage, looks_like_name
from caraway_audit.readers.streams import Encoding, encoding_of, head_text, lines_of, open_text
from caraway_audit.readers.transcripts import KnownSpeakers, Transcripts

_LINE_NAMES = (".jsonl", ".ndjson", ".jsonlines")
_BEGINS = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[{\]])")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_CONVERSATION_KEYS = frozenset(CONVERSATION_FIELDS)
_MESSAGE_KEYS = frozenset(MESSAGE_FIELDS)
_LISTS = frozenset(("messages", "transcript"))
_MOST_NAMES = 1000  # a file that uses values as names has no end of them
_MOST_WORDS = 1000
_PEEKED = 50
_SHAPES = (
    'Expected {"conversations": [{"conversation_id": …, "messages": […]}]}, or one conversation or message a line. Of another '
    "shape, say in the policy where things are: `mapping: [{conversations: …, messages: …, fields: {text: …}}]`."
)

_About = tuple[str, ...]


class JsonFiles:
    """Reads native JSON and JSON lines."""

    name = "json"

    def sniff(self, path: Path, head: bytes) -> bool:
        """By an object or a list of objects at its beginning, or by the name."""
        name = path.name.casefold().removesuffix(".gz")
        return bool(_BEGINS.match(head_text(head))) or name.endswith((".json", *_LINE_NAMES))

    def read(self, path: Path, label: str, settings: ReaderSettings) -> Iterator[Item]:
        """Read the file; a line or a conversation that cannot be used costs no other."""
        encoding = encoding_of(path)
        if encoding.damaged:
            yield damage(label, encoding.damaged)
        by_line = _is_lines(path, encoding)
        given = settings.mapping(label)
        read = (
            partial(_line_entries, path, encoding) if by_line else partial(_document_entries, path, encoding, _list_path(given))
        )
        walk = partial(_of_pages, read, given) if given and given.conversations else read
        found = walk()
        peeked = list(islice(found, _PEEKED))
        found = chain(peeked, found)
        kind = "jsonl" if by_line else "json"
        try:
            shape = shape_of(given, list(_objects(peeked)), file_id(label), settings.knows_agents)
        except Refused as refused:
            yield InputProblem(Source(label, 1), refused.what, refused.remedy, max(1, sum(1 for _ in found)))
            yield InputFile(label, kind, 0)
            return
        reading = _Reading(label, settings, by_line, given, shape, walk)
        yield from reading.items(found)
        yield InputFile(label, kind, reading.kept, reading.notes(), reading.unmet())


def _list_path(given: Given | None) -> list[str]:
    return given.conversations.split(".") if given and given.conversations else ["conversations"]


def _of_pages(
    read: Callable[[], Iterator[Entry | json.JSONDecodeError]], given: Given
) -> Iterator[Entry | json.JSONDecodeError]:
    """Entries, where one may be a page that holds the list of conversations, or an object of them by their ids; what holds a
    list of messages is a conversation."""
    for entry in read():
        value = {} if isinstance(entry, json.JSONDecodeError) else entry[1]
        told = (at_path(value, path) for path in (given.messages or "messages", given.fields.transcript or "transcript"))
        is_page = not any(isinstance(held, list | str) and held for held in told)
        held = at_path(value, given.conversations) if is_page else None
        if isinstance(held, dict) and held and all(isinstance(one, dict) for one in held.values()):
            held = list(held.values())
        if isinstance(held, list) and not isinstance(entry, json.JSONDecodeError):
            yield from ((entry[0], one) for one in held)
        else:
            yield entry


def _objects(found: Iterable[Entry | json.JSONDecodeError]) -> Iterator[dict[str, object]]:
    return (entry[1] for entry in found if not isinstance(entry, json.JSONDecodeError) and isinstance(entry[1], dict))


def _is_lines(path: Path, encoding: Encoding) -> bool:
    """Whether each line is a document of its own: by the name, else because the first line is one and more follow."""
    name = path.name.casefold().removesuffix(".gz")
    if name.endswith(_LINE_NAMES):
        return True
    with open_text(path, encoding, newline="\n") as lines:
        said = (line for line in lines_of(lines) if line.strip())
        first = next(said, "").strip()
        if not first.startswith("{") or not first.endswith("}") or next(said, None) is None:
            return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _line_entries(path: Path, encoding: Encoding) -> Iterator[Entry | json.JSONDecodeError]:
    with open_text(path, encoding, newline="\n") as lines:
        for number, line in enumerate(lines_of(lines), start=1):
            if line.isspace():
                continue
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                # The decoder knows this one line only: give the error the line that the user sees.
                error.lineno = number
                yield error
            except (ValueError, RecursionError):
                refused = json.JSONDecodeError("Too large or too deeply nested", "", 0)
                refused.lineno = number
                yield refused


def _document_entries(path: Path, encoding: Encoding, listed: list[str]) -> Iterator[Entry | json.JSONDecodeError]:
    with open_text(path, encoding, newline="\n") as stream:
        try:
            yield from entries(stream, listed)
        except json.JSONDecodeError as error:
            yield error


class _Reading:
    """One pass over the values of one file."""

    def __init__(
        self,
        label: str,
        settings: ReaderSettings,
        by_line: bool,
        given: Given | None,
        shape: Shape | None,
        walk: Callable[[], Iterator[Entry | json.JSONDecodeError]],
    ) -> None:
        self._label = label
        self._others = "The other lines were read." if by_line else "What stands before this place was read."
        self._problems = ProblemLog(label)
        self._shape = shape
        self._walk = walk
        self._html, self._offsets = bool(given and given.html), bool(given and given.offsets)
        self._fields = FieldReader(self._problems, settings, given, self._role_words)
        self._transcripts = Transcripts(self._problems, self._fields, given.separator if given else "", settings.knows_agents)
        if shape:
            self._fields.visibility_column = shape.visibility_name
        self._unused: Counter[str] = Counter()
        self._empty = 0
        self._seen = 0
        self.kept = 0

    def notes(self) -> tuple[str, ...]:
        """How the file was read, and what of it was not used."""
        notes = [*(self._shape.notes() if self._shape else ()), *self._fields.notes(), *self._transcripts.notes()]
        named = sorted((name, count) for name, count in self._unused.items() if looks_like_name(name))
        if named:
            notes.append("fields not used: " + ", ".join(f"{name} ({count:,})" for name, count in named[:30]))
        if len(self._unused) > min(len(named), 30):
            notes.append(f"{len(self._unused) - min(len(named), 30):,} more fields not used")
        if self._empty:
            notes.append(f"{self._empty:,} conversations without a message")
        return tuple(notes)

    def unmet(self) -> tuple[str, ...]:
        """What the policy says of the file that fits nothing in it."""
        return (*(self._shape.unmet() if self._shape and self.kept else ()), *self._fields.unmet())

    def items(self, found: Iterator[Entry | json.JSONDecodeError]) -> Iterator[Item]:
        """Conversations and problems. Flat rows of one conversation that follow each other come as one piece."""
        head: _About | None = None
        rows: list[Message] = []
        for record, entry in enumerate(found, start=1):
            if isinstance(entry, json.JSONDecodeError):
                self._broken(entry, record)
            elif not isinstance(value := entry[1], dict):
                self._problems.add(
                    "this is not a conversation and not a message.", Source(self._label, entry[0], record), _SHAPES
                )
            elif (value := self._native(value)) is None:
                continue
            elif not _LISTS & set(value) and ("text" in value or "role" in value):
                row = self._row(value, entry[0])
                if row:
                    about, message = row
                    if head and (about != head or len(rows) >= LONGEST_PIECE):
                        yield self._made(head, rows)
                        rows = []
                    head = about
                    rows.append(message)
            else:
                if head:
                    yield self._made(head, rows)
                    head, rows = None, []
                conversation = self._conversation(value, Source(self._label, entry[0], record))
                if conversation:
                    yield conversation
            if self._problems:
                yield from self._problems.take()
        if head:
            yield self._made(head, rows)
        yield from self._problems.take()
        yield from self._problems.rest()

    def _native(self, value: dict[str, object]) -> dict[str, object] | None:
        """A record with native names; None where it is no message."""
        if self._shape is None:
            return value
        self._count_unused(value, self._shape.known, "")
        return self._shape.native(value, self._fields)

    def _role_words(self) -> set[str]:
        """All words for roles in the file, for one that depends on the others."""
        words: set[str] = set()
        shape = copy(self._shape)  # it counts what it passes over, which is no second time here
        for value in _objects(self._walk()):
            record = (shape.native(value, self._fields) if shape else value) or {}
            rows = record.get("messages")
            for row in rows if isinstance(rows, list) else [record]:
                word = row.get("role") if isinstance(row, dict) else None
                if isinstance(word, str) and len(words) < _MOST_WORDS:
                    words.add(word.strip().casefold())
        return words

    def _broken(self, error: json.JSONDecodeError, record: int) -> None:
        self._problems.add(
            f"not valid JSON here (column {error.colno}): {error.msg}.",
            Source(self._label, error.lineno, record),
            f"The file may be cut off: export it again. {self._others}",
            kind="not valid JSON.",
        )

    def _conversation(self, value: Mapping[str, object], source: Source) -> Conversation | None:
        self._count_unused(value, _CONVERSATION_KEYS | _LISTS, "")
        messages = value.get("messages")
        lost = max(1, len(messages)) if isinstance(messages, list) else 1
        identity = self._identity(value, source, lost)
        if identity is None:
            return None
        if isinstance(transcript := value.get("transcript"), str) and messages is None:
            return self._told(self._about(identity, value, source), transcript, source)
        if not isinstance(messages, list):
            name = self._shape.list_name if self._shape else "messages"
            self._problems.add(f"the conversation has no list `{name}`.", source, _SHAPES)
            return None
        self._empty += not messages
        read = []
        for message in messages:
            at = self._next(source.line)
            if not isinstance(message, dict):
                self._problems.add("a message is not an object.", at, _SHAPES)
                continue
            self._count_unused(message, _MESSAGE_KEYS, "")
            one = self._message(message, at)
            if one:
                read.append(one)
        return self._made(self._about(identity, value, source), read) if read else None

    def _told(self, about: _About, transcript: str, source: Source) -> Conversation | None:
        """A conversation that stands in one text."""
        start = self._seen
        messages = self._transcripts.messages(
            transcript, KnownSpeakers(clients=(about[3],)), lambda line: Source(self._label, source.line, start + line + 1)
        )
        self._seen += transcript.count("\n") + transcript.count("\r") + 1
        self.kept += len(messages)
        return self._made(about, messages) if messages else None

    def _row(self, value: Mapping[str, object], line: int) -> tuple[_About, Message] | None:
        source = self._next(line)
        self._count_unused(value, _CONVERSATION_KEYS | _MESSAGE_KEYS, "")
        identity = self._identity(value, source, 1)
        message = self._message(value, source) if identity else None
        return (self._about(identity, value, source), message) if identity and message else None

    def _about(self, identity: str, value: Mapping[str, object], source: Source) -> _About:
        """What a value says of its conversation, in the order of `CONVERSATION_FIELDS`."""
        return (identity, *(self._text(value, name, source).strip() for name in CONVERSATION_FIELDS[1:]))

    def _made(self, about: _About, messages: list[Message]) -> Conversation:
        identity, channel, team, client_name, client_id, status, language = about
        client = Client(client_id, (client_name,) if client_name else ())
        self._fields.see_sides(messages)
        state = self._fields.status(status) if status else None
        return Conversation(identity, tuple(messages), self._fields.channel(channel), team, language, client, state)

    def _message(self, value: Mapping[str, object], source: Source) -> Message | None:
        text = value.get("text")
        if not isinstance(text, str):
            kind = "missing" if "text" not in value else f"{_kind(text)}, not a string"
            self._problems.add(f"the text of a message is {kind}; the message was left out.", source, "Give it as a string.")
            return None
        if text[:1] == "<" and not self._html:
            self._fields.see_markup(text)
        word, author = self._text(value, "role", source), self._text(value, "author", source).strip()
        if not word.strip() and author:
            word = self._fields.role_of_author(author, everybody=False) or ""
        role = self._fields.role(word, source)
        if role is None or not self._fields.fits(text, source):
            return None
        self.kept += 1
        return Message(
            self._text(value, "message_id", source).strip(),
            role,
            author,
            _whole(text),
            self._fields.time(self._text(value, "timestamp", source), source, "" if self._offsets else None),
            self._fields.visibility(self._text(value, "visibility", source), source),
            "",
            source,
        )

    def _identity(self, value: Mapping[str, object], source: Source, lost: int) -> str | None:
        identity = value.get("conversation_id")
        text = str(identity) if isinstance(identity, int) and not isinstance(identity, bool) else identity
        if isinstance(text, str) and text.strip():
            return _whole(text.strip())
        self._problems.add(
            "there is no conversation id (a string or a whole number).",
            source,
            f"Give `conversation_id` to each. {_SHAPES}",
            records=lost,
        )
        return None

    def _text(self, value: Mapping[str, object], name: str, source: Source) -> str:
        """An optional field as text; a whole number is taken as its digits (ids), null as nothing."""
        found = value.get(name)
        if found is None:
            return ""
        if isinstance(found, str):
            return _whole(found)
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)
        self._problems.add(
            f"`{name}` is {_kind(found)}, not a string; it was not used.", source, "Give it as a string.", records=0
        )
        return ""

    def _next(self, line: int | None) -> Source:
        """The place of the next message; numbered through the file, as a whole document may stand on one line."""
        self._seen += 1
        return Source(self._label, line, self._seen)

    def _count_unused(self, value: Mapping[str, object], known: frozenset[str], besides: str) -> None:
        if not known.issuperset(value) and len(self._unused) < _MOST_NAMES:
            self._unused.update(name for name in value if name not in known and name != besides)


def _kind(value: object) -> str:
    """What JSON calls a value."""
    if value is None:
        return "null"
    names: dict[type, str] = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), "something else")


def _whole(text: str) -> str:
    """JSON can escape half a character (a lone surrogate), which no output could be written with."""
    return text if text.isascii() else _HALF_CHARACTER.sub("\ufffd", text)
