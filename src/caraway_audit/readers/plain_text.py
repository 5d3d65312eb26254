"""Plain text: one conversation a file, as it is pasted or as a chat program saves it.

The lines are those of `transcripts.py`; a chat saved by WhatsApp is one of them.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from caraway_audit.model import Client, Conversation, InputFile, InputProblem, Message, Role, Source
from caraway_audit.policy.mapping import Mapping
from caraway_audit.readers.base import Item, ReaderSettings, file_id
from caraway_audit.readers.fields import LONGEST_PIECE, NO_PERSON, FieldReader
from caraway_audit.readers.problems import ProblemLog, damage
from caraway_audit.readers.stdin import LABEL as STDIN_FILE
from caraway_audit.readers.streams import LONGEST_DOCUMENT, encoding_of, head_text, open_text
from caraway_audit.readers.transcripts import KnownSpeakers, Transcripts, begins_with_speaker, name_at_start

_NAMES = (".txt", ".text", ".log", ".md", ".markdown")
_LINES = 40
_SPEAKERS = 4
_TELLING = 3  # so many messages tell two conversations apart that begin alike


class PlainText:
    """Reads transcripts in plain text. Whose words they are comes from the labels, the policy's roster and its mapping."""

    name = "text"

    def sniff(self, path: Path, head: bytes) -> bool:
        """By two lines that begin with a role or with a time and a speaker, names that take turns, or the file's name."""
        lines = head_text(head).splitlines()[:_LINES]
        spoken = sum(map(begins_with_speaker, lines))
        named = path.name.casefold().removesuffix(".gz")
        return spoken > 1 or _take_turns(lines) or named.endswith(_NAMES) or named == STDIN_FILE

    def read(self, path: Path, label: str, settings: ReaderSettings) -> Iterator[Item]:
        """Read the file as one conversation."""
        encoding = encoding_of(path)
        if encoding.damaged:
            yield damage(label, encoding.damaged)
        mapping = settings.mapping(label) or Mapping()
        with open_text(path, encoding, newline=None) as stream:
            text = stream.read(LONGEST_DOCUMENT)
            whole = not stream.read(1)
        if not whole:
            what = f"a transcript of more than {LONGEST_DOCUMENT:,} characters cannot be read."
            yield InputProblem(Source(label), what, NO_PERSON)
            yield InputFile(label, self.name, 0)
            return
        problems = ProblemLog(label)
        fields = FieldReader(problems, settings, mapping)
        transcripts = Transcripts(problems, fields, mapping.separator, settings.knows_agents)
        text = fields.from_html(text) if mapping.html else text
        messages = transcripts.messages(text, KnownSpeakers(), lambda line: Source(label, line + 1, line + 1))
        yield from problems.take()
        yield from problems.rest()
        always = mapping.always
        about = Conversation(
            _identity(label, messages),
            (),
            fields.channel(always.channel),
            always.team,
            always.language,
            _client(label, messages),
        )
        for begin in range(0, len(messages), LONGEST_PIECE):
            yield replace(about, messages=tuple(messages[begin : begin + LONGEST_PIECE]))
        notes = (f"encoding {encoding.name}", *fields.notes(), *transcripts.notes())
        yield InputFile(label, self.name, len(messages), notes)


def _take_turns(lines: list[str]) -> bool:
    """Whether two or a few names begin lines, and one of them does again: a paste has no file name that tells its format."""
    names = Counter(name for line in lines if (name := name_at_start(line)))
    return 1 < len(names) <= _SPEAKERS and max(names.values()) > 1


def _identity(label: str, messages: list[Message]) -> str:
    """The file's name and a fingerprint of its beginning: files of one name are told apart, and a longer copy is the same."""
    told = "\0".join(f"{message.at}\0{message.author}\0{message.text}" for message in messages[:_TELLING])
    return f"{file_id(label)}-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:6]}"


def _client(label: str, messages: list[Message]) -> Client:
    """The authors of the client's lines, and whom a messenger names its file after, if that is nobody of the firm."""
    names = dict.fromkeys(message.author for message in messages if message.role is Role.CLIENT and message.author)
    saved = _SAVED.search(label)
    other = saved["name"].replace("_", " ").strip() if saved else ""
    if other and all(message.author.casefold() != other.casefold() for message in messages):
        names[other] = None
    return Client(names=tuple(names))


_SAVED = re.compile(
    r"whatsapp[ _-]chat[ _-]{1,3}(?:with|mit|avec|con|com|met|z)[ _](?P<name>[^/\\.]{2,60}?)(?: ?\(\d+\))?(?:\.\w{2,4}){0,2}$",
    re.IGNORECASE,
)
