"""The `mapping:` part of a policy: how an export of another shape becomes conversations.

It is a list, as a team's exports are rarely of one shape; the first entry whose `files` fits a file is the one that counts.
"""

from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, field_validator, model_validator

from caraway_audit.model import Role

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
FILE_NAME = "{file}"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _words(value: Any) -> Any:
    """YAML reads `yes`, `true` and `1` as no texts, yet as values of an export they are words like others."""
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(str(v).lower() if isinstance(v, bool) else str(v) if isinstance(v, int) else v for v in values)


Words = Annotated[
    tuple[str, ...],
    BeforeValidator(_words),
    WithJsonSchema({"type": "array", "items": {"type": ["string", "boolean", "integer"]}}),
]


class FirstMessage(_Strict):
    """Where the first message of a conversation stands, if not in the list of messages: paths in the conversation."""

    text: str = Field("", description="Its text.")
    timestamp: str = Field("", description="Its time.")
    role: str = Field("", description="Its role.")
    author: str = Field("", description="Who wrote it.")
    sender: str = Field("", description="The id of its sender, to be compared with `requester`.")
    message_id: str = Field("", description="Its id.")
    visibility: str = Field("", description="Whether it is an internal note.")

    @model_validator(mode="after")
    def _text(self) -> "FirstMessage":
        if self.model_fields_set and not self.text:
            raise ValueError("a first message needs the path of its `text`")
        return self


class Fields(FirstMessage):
    """Which column (of JSON: which field, as a dotted path) is which native field."""

    conversation_id: str = Field("", description='The id of the conversation; "{file}" if each file is one conversation.')
    channel: str = Field("", description="Chat, email, social, phone.")
    team: str = Field("", description="The team that served.")
    client_name: str = Field("", description="The client's name.")
    client_id: str = Field("", description="The client's id.")
    status: str = Field("", description="Whether the conversation is open or has ended (see `ended`).")
    language: str = Field("", description="The language of the conversation.")
    agent: str = Field("", description="The agent's name, where rows do not say who wrote but who served.")
    requester: str = Field("", description="The id of the client: a message whose `sender` equals it is the client's.")
    started: str = Field("", description="JSON: when the conversation began, where times count from there (see `offsets`).")
    transcript: str = Field("", description="A cell that holds a whole conversation, a line a message.")

    @model_validator(mode="after")
    def _text(self) -> "Fields":
        if self.text and self.transcript:
            raise ValueError("`text` is one message, `transcript` a whole conversation: name one of them")
        if self.sender and not self.requester:
            raise ValueError("`sender` needs `requester`, the client's id that it is compared with")
        return self


class RoleWords(_Strict):
    """Which words mean which role; in a transcript also names."""

    agent: Words = ()
    client: Words = ()
    bot: Words = ()
    system: Words = ()

    def by_word(self) -> dict[str, Role]:
        """The role of each word, lower case."""
        return {word.strip().casefold(): role for role in Role for word in getattr(self, role.value)}

    @model_validator(mode="after")
    def _once(self) -> "RoleWords":
        seen: dict[str, str] = {}
        for role in Role:
            for word in getattr(self, role.value):
                if seen.setdefault(word.strip().casefold(), role.value) != role.value:
                    raise ValueError(f"{word!r} stands for both {seen[word.strip().casefold()]} and {role.value}")
        return self


class Always(_Strict):
    """What is so for every conversation of these files."""

    channel: str = Field("", description="As chat.")
    team: str = ""
    language: str = ""


class Mapping(_Strict):
    """How files of one shape are read."""

    files: str = Field("", description='Which files, by name or path, as "*zendesk*.csv"; left out: all.')
    conversations: str = Field("", description="JSON: path of the list of conversations (or of message rows).")
    messages: str = Field("", description="JSON: path of the list of messages in a conversation.")
    fields: Fields = Field(Fields(), description="Which column or JSON field is which native field.")
    first: FirstMessage = Field(FirstMessage(), description="JSON: a first message that stands outside the list.")
    always: Always = Field(Always(), description="Values that the files do not say.")
    roles: RoleWords = Field(RoleWords(), description="Which words (in a transcript: names too) mean which role.")
    internal: Words = Field((), description="Values of `visibility` that mean an internal note; all others are public.")
    ended: Words = Field((), description="Values of `status` that mean that a conversation has ended; all others are open.")
    dates: str = Field("", description="day-first, month-first, or how times are written, as %d.%m.%Y %H:%M.")
    offsets: Literal["", "s", "ms", "us"] = Field("", description="JSON: in what `timestamp` counts from `fields.started`.")
    html: bool = Field(False, description="Whether texts are HTML.")
    separator: str = Field("", description="What separates the messages of a transcript cell, if not line breaks.")

    @field_validator("dates")
    @classmethod
    def _dates(cls, value: str) -> str:
        if value in ("", DAY_FIRST, MONTH_FIRST):
            return value
        moment = datetime(2026, 11, 25, 13, 45, tzinfo=UTC)
        try:
            known = datetime.strptime(moment.strftime(value), value)
        except ValueError:
            known = None
        if known is None or known.replace(minute=0, tzinfo=UTC) != moment.replace(minute=0):
            raise ValueError(f"{value!r} gives no day and hour; write day-first, month-first, or as %d.%m.%Y %H:%M")
        return value

    @model_validator(mode="after")
    def _from_a_start(self) -> "Mapping":
        if bool(self.offsets) != bool(self.fields.started):
            raise ValueError("`offsets` and `fields.started` need each other: times that count from the start of a call")
        return self

    def fits(self, label: str) -> bool:
        """Whether a file is one of those meant."""
        path = PurePath(label)
        return not self.files or any(fnmatchcase(name, self.files) for name in (path.name, path.as_posix()))
