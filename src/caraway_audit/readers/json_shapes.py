"""JSON of another shape: as the policy's mapping says, or by names that can mean one thing only, made native.

What comes out has the native names and nothing else, so that one place reads it and finds its faults.
"""

from collections.abc import Iterable, Mapping, Sequence

from caraway_audit.policy.mapping import FILE_NAME, Fields, FirstMessage
from caraway_audit.policy.mapping import Mapping as Given
from caraway_audit.readers.columns import find_columns
from caraway_audit.readers.fields import CONVERSATION_FIELDS, MESSAGE_FIELDS, REQUIRED, FieldReader

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
        self._unseen = dict.fromkeys(sorted(given.fields.model_fields_set))
        paths = given.fields.model_dump(include=given.fields.model_fields_set)
        names = (*CONVERSATION_FIELDS, *_MAPPED, "agent", "sender", "requester")
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
        return tuple(
            f"“{path}”, which the mapping reads as {name}, stands in no record" for name, path in paths if path != FILE_NAME
        )

    def native(self, value: Value, fields: FieldReader) -> dict[str, object] | None:
        """A conversation, or a row that is one message, with native names; None where it says nothing."""
        self._see(value)
        about = {name: _plain(_at(value, self._paths[name])) for name in CONVERSATION_FIELDS}
        for name in self._given.always.model_fields_set:
            about[name] = about[name] or getattr(self._given.always, name)
        if self._paths["conversation_id"] == FILE_NAME:
            about["conversation_id"] = self._file
        about = {name: found for name, found in about.items() if found is not None}
        listed = _at(value, self.list_name)
        if listed is None and self._given.first.text:
            listed = []
        if listed is None and not self._given.messages and "transcript" not in self._given.fields.model_fields_set:
            row = self._message(value, self._paths, value, about, fields)
            if row["text"] is not None:
                return about | row
            self._without_text += 1
            return None
        if isinstance(transcript := _at(value, self._paths["transcript"]), str):
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
        self._see(one)
        message: dict[str, object] = {
            name: _plain(_at(one, paths[name])) if paths.get(name) else None for name in MESSAGE_FIELDS
        }
        sender = _at(one, paths["sender"]) if paths.get("sender") else None
        requester = _at(conversation, self._paths["requester"])
        author = message["author"]
        if message["role"] is None and sender is not None and requester is not None:
            message["role"] = "client" if str(sender) == str(requester) else "agent"
        elif message["role"] is None and self._by_author and isinstance(author, str) and author.strip():
            message["role"] = "agent" if fields.is_agent(author) else "client"
        if not author and isinstance(message["role"], str):
            role = fields.known_role(message["role"])
            served = _plain(_at(conversation, self._paths["agent"]))
            message["author"] = {"agent": served, "client": about.get("client_name")}.get(role or "")
        text = message["text"]
        if self._given.html and isinstance(text, str):
            text = message["text"] = fields.from_html(text)
        if isinstance(text, str) and not text.strip() and (self._given.messages or self._given.html):
            message["text"] = None
        return message

    def _see(self, value: Value) -> None:
        """Note which fields of the mapping do stand in a record."""
        for name in [name for name in self._unseen if _stands(value, self._paths[name])]:
            del self._unseen[name]


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
        return _guessed(rows, rows, file, knows_agents)
    if listed and not rows and "conversation_id" in known:
        named = [{"conversation_id": "", **one} for one in listed]
        return _guessed(named, listed, file, knows_agents)
    return None


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


def _at(value: object, path: str) -> object:
    """What stands at a dotted path; a step into a list is a number."""
    if isinstance(value, Mapping) and path in value:
        return value[path]
    for step in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _stands(value: object, path: str) -> bool:
    """Whether there is anything at a dotted path, be it nothing (null)."""
    if isinstance(value, Mapping) and path in value:
        return True
    before, _, name = path.rpartition(".")
    holder = _at(value, before) if before else value
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
