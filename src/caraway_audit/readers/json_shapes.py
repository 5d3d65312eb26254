"""JSON of another shape: as the policy's mapping says, or by names that can mean one thing only, made native.

A path goes by names and, into a list, by numbers; `*` means all of a list: of lists of messages one list, of texts one text.
What comes out has the native names and nothing else, so that one place reads it and finds its faults.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from caraway_audit.policy.mapping import FILE_NAME, Fields, FirstMessage
from caraway_audit.policy.mapping import Mapping as Given
from caraway_audit.readers.columns import Refused, find_columns
from caraway_audit.readers.fields import CONVERSATION_FIELDS, MESSAGE_FIELDS, REQUIRED, FieldReader
from caraway_audit.readers.problems import looks_like_name

Value = Mapping[str, object]

_MAPPED = (*MESSAGE_FIELDS, "transcript")


class Shape:
    """Makes conversations and message rows of one file native."""

    def __init__(self, given: Given, file: str, notes: tuple[str, ...] = (), by_author: bool = False) -> None:
        self._given = given
        self._file = file
        self._notes = notes
        self._by_author = by_author
        self._without_text = 0
        self._passed_over = Counter[str]()  # paths that take one of a list of several
        self._unseen = dict.fromkeys(sorted(given.fields.model_fields_set))
        paths = given.fields.model_dump(include=given.fields.model_fields_set)
        names = (*CONVERSATION_FIELDS, *_MAPPED, "agent", "sender", "requester", "started")
        self._paths = {name: paths.get(name) or name for name in names}
        first = given.first.model_dump(include=given.first.model_fields_set)
        self.list_name = given.messages or "messages"
        self.known = frozenset(
            path.split(".")[0] for path in (*self._paths.values(), *first.values(), self.list_name) if path != FILE_NAME
        )

    @property
    def visibility_name(self) -> str:
        """The last name of the path of the visibility: whether true means public or internal."""
        return self._paths["visibility"].rpartition(".")[2]

    def notes(self) -> tuple[str, ...]:
        """What was read as what, and what was passed over."""
        empty = f"{self._without_text:,} entries without a text are no messages" if self._without_text else ""
        return (*self._notes, empty) if empty else self._notes

    def unmet(self) -> tuple[str, ...]:
        """Fields of the mapping that stand in no record."""
        paths = ((name, self._paths[name]) for name in self._unseen)
        unseen = tuple(
            f"“{path}”, which the mapping reads as {name}, stands in no record. Is a name misspelt?"
            for name, path in paths
            if path != FILE_NAME
        )
        more = tuple(
            f"“{path}” takes one of several in {count:,} records. Write `*` for the number to take all."
            for path, count in sorted(self._passed_over.items())
        )
        return (*unseen, *more)

    def native(self, value: Value, fields: FieldReader) -> dict[str, object] | None:
        """A conversation, or a row that is one message, with native names; None where it says nothing."""
        self._see(value, (*CONVERSATION_FIELDS, "transcript", "agent", "requester", "started"))
        about = {name: self._text_at(value, self._paths[name]) for name in CONVERSATION_FIELDS}
        given = self._given.fields.model_fields_set
        about = {name: found for name, found in about.items() if name in given or not isinstance(found, Mapping | list)}
        for name in self._given.always.model_fields_set:
            about[name] = about[name] or getattr(self._given.always, name)
        if self._paths["conversation_id"] == FILE_NAME:
            about["conversation_id"] = self._file
        about = {name: found for name, found in about.items() if found is not None}
        listed = self._at(value, self.list_name)
        if listed is None and self._given.first.text:
            listed = []
        if listed is None and not self._given.messages and "transcript" not in self._given.fields.model_fields_set:
            row = self._message(value, self._paths, value, about, fields)
            if row["text"] is not None:
                return about | row
            self._without_text += 1
            return None
        if isinstance(transcript := at_path(value, self._paths["transcript"]), str):
            return about | {"transcript": fields.from_html(transcript) if self._given.html else transcript}
        if not isinstance(listed, list):
            return about | {"messages": listed}
        return about | {"messages": self._messages(value, listed, about, fields)}

    def _messages(self, value: Value, listed: Sequence[object], about: Value, fields: FieldReader) -> list[object]:
        messages: list[object] = []
        if self._given.first.text:
            paths = {name: getattr(self._given.first, name) for name in FirstMessage.model_fields}
            messages.append(self._message(value, paths, value, about, fields))
        messages += [
            self._message(one, self._paths, value, about, fields) if isinstance(one, Mapping) else one for one in listed
        ]
        kept = [one for one in messages if not isinstance(one, dict) or one.get("text") is not None]
        self._without_text += len(messages) - len(kept)
        return kept

    def _message(
        self, one: Value, paths: Mapping[str, str], conversation: Value, about: Value, fields: FieldReader
    ) -> dict[str, object]:
        self._see(one, self._paths)
        message: dict[str, object] = {
            name: self._text_at(one, paths[name]) if paths.get(name) else None for name in MESSAGE_FIELDS
        }
        if "visibility" not in self._given.fields.model_fields_set:
            fields.see_unread(one)
        sender = at_path(one, paths["sender"]) if paths.get("sender") else None
        requester = at_path(conversation, self._paths["requester"])
        author = message["author"]
        if message["role"] in (None, "") and sender is not None and requester is not None:
            message["role"] = "client" if str(sender) == str(requester) else "agent"
        elif message["role"] in (None, "") and isinstance(author, str) and author.strip():
            message["role"] = fields.role_of_author(author, everybody=self._by_author)
        if not author and isinstance(message["role"], str):
            role = fields.known_role(message["role"])
            served = _plain(at_path(conversation, self._paths["agent"]))
            message["author"] = {"agent": served, "client": about.get("client_name")}.get(role or "")
        if self._given.offsets and message["timestamp"] is not None:
            message["timestamp"] = fields.after(self._text_at(conversation, self._paths["started"]), message["timestamp"])
        text = message["text"] = _said(message["text"])
        if self._given.html and isinstance(text, str):
            text = message["text"] = fields.from_html(text)
        if isinstance(text, str) and not text.strip() and (self._given.messages or self._given.html):
            message["text"] = None
        return message

    def _see(self, value: Value, names: Collection[str]) -> None:
        """Note which fields of the mapping do stand in a record that may hold those of some names."""
        for name in [name for name in self._unseen if name in names and _stands(value, self._paths[name])]:
            del self._unseen[name]

    def _at(self, value: Value, path: str) -> object:
        found = at_path(value, path)
        if found is not None and _DIGIT.search(path) and _holds_more(value, path):
            self._passed_over[path] += 1
        return found

    def _text_at(self, value: Value, path: str) -> object:
        """What stands at a path, as a text; of several the texts on lines of their own."""
        found = self._at(value, path)
        if isinstance(found, list) and "*" in path.split("."):
            parts = [_plain(_said(part)) for part in found]
            if any(isinstance(part, Mapping | list) for part in parts):
                return found  # words stand where none are read
            return "\n".join(part for part in parts if isinstance(part, str)) or None
        return _plain(found)


def shape_of(given: Given | None, samples: Sequence[Value], file: str, knows_agents: bool) -> Shape | None:
    """The shape of a file by the policy, or guessed by its first records; None where it is native. Raises `Refused`."""
    if given is not None:
        pairs = [f"{path} read as {name}" for name, path in given.fields.model_dump(exclude_defaults=True).items()]
        by_author = knows_agents and not given.fields.role and not given.fields.sender
        return Shape(given, file, ("fields by the policy's mapping: " + ", ".join(pairs),) if pairs else (), by_author)
    rows = [row for row in samples if "messages" not in row and "transcript" not in row]
    listed = [one for value in samples for one in _listed(value)]
    known = dict(samples[0]) if samples else {}
    if rows and len(rows) == len(samples):
        try:
            shape = _guessed(rows, rows, file, knows_agents)
        except Refused:
            _refuse_unmapped(rows[0])
            raise
        if shape is None and not any("text" in row for row in rows):
            _refuse_unmapped(rows[0])
        return shape
    if listed and not rows and "conversation_id" in known:
        named = [{"conversation_id": "", **one} for one in listed]
        return _guessed(named, listed, file, knows_agents)
    return None


def _refuse_unmapped(record: Value) -> None:
    """Raise `Refused` for a record whose messages stand in a list that only a mapping can name: texts with who or when."""
    for path, held in _lists_of(record):
        text = next((name for name in _TEXTS if any(isinstance(one.get(name), str) for one in held)), None)
        if text and any(map(_SAYS_WHO_OR_WHEN.search, (name for one in held for name in one))):
            identity = next((name for name in ("conversation_id", "id", "ticket_id", "key") if name in record), "…")
            fields = f"conversation_id: {identity}, text: {text}, role: …, author: …, timestamp: …"
            raise Refused(
                f"the records hold their messages in a list called “{path}”.",
                f"Say in the policy where things are: `mapping: [{{messages: {path}, fields: {{{fields}}}}}]`.",
            )


def _lists_of(record: Value) -> Iterator[tuple[str, list[Value]]]:
    """Paths of the lists in a record, at most two names deep, that hold objects, and the first objects of each."""
    for name, value in record.items():
        within = value.items() if isinstance(value, Mapping) else ()
        for path, held in ((name, value), *((f"{name}.{inner}", one) for inner, one in within)):
            *_, last = names = path.split(".")
            first = [one for one in held[:_PEEKED] if isinstance(one, Mapping)] if isinstance(held, list) else []
            if first and last not in _BESIDE_TEXTS and all(map(looks_like_name, names)):
                yield path, first


_BESIDE_TEXTS = frozenset("attachments mentions tags files links images reactions labels custom_fields".split())
_PEEKED = 20
_DIGIT = re.compile(r"\d")
_SAYS_WHO_OR_WHEN = re.compile(
    r"author|sender|from\b|user|role|actor|direction|created|time|date|_at\b|incoming", re.IGNORECASE
)
_TEXTS = ("body", "text", "html_body", "plain_body", "body_text", "content", "message", "description", "comment")


def _guessed(rows: Sequence[Value], values: Sequence[Value], file: str, knows_agents: bool) -> Shape | None:
    if any(set(REQUIRED) <= set(row) for row in rows) or not any(isinstance(v, str) for row in values for v in row.values()):
        return None
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = find_columns(names, lambda place: _texts(values, names[place]), None, knows_agents)
    found = {field: names[place] for field, place in columns.places.items() if field in Fields.model_fields}
    notes = tuple(note.replace("columns guessed", "fields guessed").replace("column ", "field ") for note in columns.notes)
    return Shape(Given(fields=Fields(**found)), file, notes, columns.by_author)


def _listed(value: Value) -> list[Value]:
    listed = value.get("messages")
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _texts(values: Iterable[Value], name: str) -> list[str]:
    return [found for value in values if isinstance(found := value.get(name), str)]


def at_path(value: object, path: str) -> object:
    """What stands at a dotted path; a step into a list is a number, or `*`: then it is a list of what stands there in each."""
    if isinstance(value, Mapping) and path in value:
        return value[path]
    step, _, rest = path.partition(".")
    if isinstance(value, list) and step == "*":
        found = [at_path(one, rest) if rest else one for one in value]
        return [one for each in found for one in (each if isinstance(each, list) else [each]) if one is not None]
    if isinstance(value, Mapping):
        value = value.get(step)
    elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
        value = value[int(step)]
    else:
        return None
    return at_path(value, rest) if rest else value


def _holds_more(value: object, path: str) -> bool:
    """Whether a list at a number of a path holds more than what is taken of it."""
    if isinstance(value, Mapping) and path in value:
        return False
    step, _, rest = path.partition(".")
    if isinstance(value, Mapping):
        return bool(rest) and _holds_more(value.get(step), rest)
    if isinstance(value, list) and step.isdigit() and int(step) < len(value):
        return len(value) > 1 or (bool(rest) and _holds_more(value[int(step)], rest))
    return False


def _said(text: object) -> object:
    """A text that stands as a tree (paragraphs of runs, as in Jira and Slack) as one; None of an object that holds no words, a
    file. What holds words elsewhere is left as it is, for somebody to be told of."""
    if not isinstance(text, Mapping | list):
        return text
    parts = text if isinstance(text, list) and any(isinstance(one, Mapping) and "type" in one for one in text) else [text]
    said = _LINES.sub("\n", "\n".join("".join(_runs([one])) for one in parts)).strip("\n")
    return said or (text if _holds_words(text) else None)


def _runs(node: object, depth: int = 0) -> Iterator[str]:
    """The texts of a tree in order, a line end around what is a block."""
    if isinstance(node, list):
        for one in node:
            yield from [one] if isinstance(one, str) else _runs(one, depth + 1)
    if not isinstance(node, Mapping) or depth > _DEEPEST:
        return
    kind = str(node.get("type", "")).casefold().replace("_", "").replace("-", "")
    held = any(isinstance(node.get(name), list) for name in _CHILDREN)
    is_block = held if not kind else kind not in _INLINE
    if is_block:
        yield "\n"
    attributes = node.get("attrs")
    for said in (node.get("text"), attributes.get("text") if isinstance(attributes, Mapping) else None):
        yield from [said] if isinstance(said, str) else _runs(said, depth + 1)
    for name in _CHILDREN:
        yield from _runs(node.get(name), depth + 1)
    if is_block:
        yield "\n"


_CHILDREN = ("content", "blocks", "elements", "children", "fields")
_INLINE = frozenset(
    "text link mention emoji strong em code inlinecard user channel broadcast usergroup color date status run span a b i "
    "u".split()
)
"""Kinds of nodes that stand within a line; all others, breaks among them, begin one."""
_LINES = re.compile(r"\n{2,}")
_DEEPEST = 100


def _holds_words(node: object, depth: int = 0) -> bool:
    """Whether an object holds words under a name that says so; a file has a name, a size and an address."""
    if isinstance(node, list):
        return any(_holds_words(one, depth + 1) for one in node[:_PEEKED])
    if not isinstance(node, Mapping) or depth > _DEEPEST:
        return False
    return any(
        (isinstance(one, str) and bool(one.strip()) and "://" not in one)
        if str(name).casefold() in _OF_WORDS
        else _holds_words(one, depth + 1)
        for name, one in node.items()
    )


_OF_WORDS = frozenset("value content body html plain markdown message insert raw description title string".split())


def _stands(value: object, path: str) -> bool:
    """Whether there is anything at a dotted path, be it nothing (null)."""
    if isinstance(value, Mapping) and path in value:
        return True
    if "*" in path.split("."):
        return bool(at_path(value, path))
    before, _, name = path.rpartition(".")
    holder = at_path(value, before) if before else value
    if isinstance(holder, list):
        return name.isdigit() and int(name) < len(holder)
    return isinstance(holder, Mapping) and name in holder


def _plain(value: object) -> object:
    """A value as the text that a CSV would have; runs of formatted text are joined."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list) and value:
        runs = [run.get("text") if isinstance(run, Mapping) else run for run in value]
        return "".join(map(str, runs)) if all(isinstance(run, str) for run in runs) else value
    return value
