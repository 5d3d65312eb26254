"""A clean copy of an export in its own format: every personal value replaced, all else as it was.

Three passes: what the whole export tells (names, values that only a conversation gives away), a rehearsal that learns which
values there are, and the copy. The copy is an export like any other, and so is read and rehearsed again, until nothing is
found: what is masked no longer hides what stands beside it. If values are found time and again, nothing is written.
"""

import gzip
import io
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from caraway_audit.audit import reader_settings
from caraway_audit.audit.collect import Collected, collect, partition_count, pieces
from caraway_audit.errors import IncompleteError, UsageError
from caraway_audit.folding import folded
from caraway_audit.model import Client, Conversation, InputProblem, Role
from caraway_audit.policy.load import Policy
from caraway_audit.policy.roster import Roster
from caraway_audit.privacy.detect import Detector, Entity
from caraway_audit.privacy.labels import CLIENT, NAME
from caraway_audit.privacy.mask import Besides, Masker, told_together
from caraway_audit.privacy.names import WORD, NameIndex, plain_words
from caraway_audit.privacy.pseudonyms import Pseudonyms
from caraway_audit.readers import BUILT_IN, read_file
from caraway_audit.readers.base import Item, Reader, ReaderSettings
from caraway_audit.readers.csv_rows import columns_of
from caraway_audit.readers.grouping import group
from caraway_audit.readers.streams import encoding_of, mark_of, open_bytes, open_text
from caraway_audit.redact.csv_copy import copy_csv
from caraway_audit.redact.fields import snake_case
from caraway_audit.redact.json_copy import copy_json
from caraway_audit.redact.mbox_copy import copy_mbox
from caraway_audit.redact.redactor import ROLES, Known, Redactor, Style, telling_words
from caraway_audit.scratch import place_of, remedy_for, scratch_folder, written_aside

__all__ = ["Redacted", "Style", "redact"]

_BY_CHUNK = 1_000_000
"""Characters of a plain text that are looked at together."""


@dataclass(frozen=True)
class Redacted:
    """What was replaced: how often, by kind; in how many messages of how many conversations the export holds.

    `source` is what the export is called, as it may be shown. `knows_agents` is false for mail in which nobody is known as an
    agent, so that all who wrote were replaced.
    """

    source: str
    counts: Counter[str]
    conversations: int
    messages: int
    knows_agents: bool
    damaged: int = 0  # bytes that no encoding explains: they are U+FFFD in the copy


@dataclass
class _Told:
    conversations: int = 0
    messages: int = 0
    names: dict[str, None] = field(default_factory=dict)
    clients: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    texts: dict[str, list[Entity]] = field(default_factory=dict)
    answers: dict[str, Sequence[Entity]] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    """Words of clients' names that are those of somebody who serves, too."""


def redact(
    source: Path,
    target: Path,
    policy: Policy,
    style: Style,
    key: bytes = b"",
    readers: Sequence[Reader] | None = None,
    read: Sequence[Path] = (),
) -> Redacted:
    """Write the clean copy of `source` to `target`; `key` makes pseudonyms (else that of the environment, else the export's
    own). No copy takes the place of a file that is `read` besides, nor of the policy.

    Raises `UsageError` where the two cannot be what they are, `IncompleteError` where the input cannot be read as a whole or a
    value survived; `target` is unchanged then.
    """
    _refuse(source, target, [*read, *map(Path, policy.paths)])
    detector = Detector(policy.file.privacy.regions)

    def read_export(path: Path, folder: Path) -> _Export:
        return _Export(path, str(source), policy, detector, folder, readers)

    with scratch_folder() as scratch:
        with _told_where(scratch.parent, _MORE_SPACE):
            export = read_export(source, scratch / "given")
        codes = Pseudonyms(key) if key else Pseudonyms.from_environment(policy.file.privacy.key_env, export.salt)
        damaged = 0 if export.format == "mbox" else encoding_of(source).damaged
        knows_agents = export.format != "mbox" or bool(export.told.agents)
        done = Redacted(export.shown, Counter(), export.told.conversations, export.told.messages, knows_agents, damaged)
        with _told_where(target), written_aside(target) as aside:
            with _told_where(scratch.parent, _MORE_SPACE), open(os.devnull, "wb") as nowhere:
                before: Redactor | None = None
                for number in range(_READINGS):
                    rehearsal = Redactor(export.known, detector, policy.file.firm, style, codes, before)
                    export.copy(export.path, nowhere, rehearsal)
                    if before and not rehearsal.found and not rehearsal.counts:
                        break
                    before = Redactor(export.known, detector, policy.file.firm, style, codes, rehearsal, rehearsal.parts)
                    copied = scratch / f"copy-{number}" / source.name.removesuffix(".gz")  # the name may tell the format
                    copied.parent.mkdir()
                    with copied.open("wb") as stream:
                        export.copy(export.path, stream, before)
                    done.counts.update(before.counts)
                    export = read_export(copied, scratch / f"read-{number}")
                if rehearsal.found or rehearsal.counts or _survives(export.path, rehearsal):
                    kinds_left = ", ".join(rehearsal.counts) or "written otherwise"
                    raise IncompleteError(
                        f"{export.shown}: after redacting, values were still found ({kinds_left}). Nothing was written; please "
                        "report it, with a line that was made up and shows it."
                    )
            with _opened(aside, target) as out, export.path.open("rb") as copy:
                shutil.copyfileobj(copy, out)
    return done


_READINGS = 6
"""How often a copy is made of an export, and of its copy where anything is found in that still: one is enough, mostly."""

_MORE_SPACE = "Set TMPDIR to a folder with more space"


class _Export:
    """An export as it is read from `path`, whose file is called `label`: what it tells, and how it is copied.

    `folder` is made for what is read, and gone afterwards."""

    def __init__(
        self, path: Path, label: str, policy: Policy, detector: Detector, folder: Path, readers: Sequence[Reader] | None
    ) -> None:
        settings = reader_settings(policy)
        roster = Roster(policy.file)
        self.path = path
        count = partition_count([path.stat().st_size * (8 if path.suffix == ".gz" else 1)], 1)
        folder.mkdir()
        masker = Masker(detector, NameIndex().sealed(), Client())
        self.shown = masker.mask_path(Path(label).name)  # a file may be called by whom it is of
        items = _whole(read_file(path, label, settings, BUILT_IN if readers is None else readers), masker)
        collected = collect(items, folder, count, roster)
        self.told = told = _told(collected, detector)
        shutil.rmtree(folder)
        if not told.messages:
            raise IncompleteError(f"{self.shown}: it holds no conversation; nothing was written.")
        self.salt = collected.facts.salt
        self.format = {file.format for file in collected.files}.pop()
        clients = {name.casefold() for name in told.clients}
        serving = {name for name in told.agents if not detector.detect(name)}
        serving |= {name for name in roster.aliases if name.casefold() not in clients}
        public = (policy.file.firm.name, *sorted(serving))
        names = tuple(told.names)
        self.known = Known(collected.names, names, told.clients, serving, public, told.texts, told.answers, told.shared)
        self.copy = _copier(self.format, path, label, settings)


@contextmanager
def _told_where(place: Path, remedy: str = "") -> Iterator[None]:
    """What the system refuses is told with its place and what to do; files in the making are nobody's business."""
    try:
        yield
    except OSError as error:
        advice = remedy or f"{remedy_for(error)}, or name another place"
        what = f"the copy could not be written ({error.strerror or error})"
        raise IncompleteError(f"{place}: {what}. {advice}; nothing was written.") from error


def _refuse(source: Path, target: Path, read: Sequence[Path]) -> None:
    if str(target) == "-" or str(source) == "-":
        raise UsageError("-: a copy is made from a file to a file, which is read several times; name both.")
    if source.is_dir():
        raise UsageError(f"{source}: is a folder; name one export, a folder is redacted file by file.")
    if not source.is_file():
        raise UsageError(f"{source}: there is no such file.")
    if target.exists() and any(path.exists() and target.samefile(path) for path in read):
        raise UsageError(f"{target}: is the policy or the key; name another file, which this command will write.")
    if target.exists() and (not target.is_file() or target.samefile(source)):
        what = "is the input itself" if target.is_file() else "is no regular file"
        raise UsageError(f"{target}: {what}; name another file for the copy.")
    try:
        has_folder = place_of(target).parent.is_dir()
    except (OSError, RuntimeError):
        raise UsageError(f"{target}: is a link that leads nowhere; name another file for the copy.") from None
    if not has_folder:
        raise UsageError(f"{target}: its folder is not there; make it first.")


def _whole(items: Iterator[Item], masker: Masker) -> Iterator[Item]:
    """The items of an input that can be read to the last record; raises `IncompleteError` where it cannot."""
    for item in items:
        if isinstance(item, InputProblem) and item.records:
            shown = replace(item, source=replace(item.source, file=masker.mask_path(item.source.file)))
            raise IncompleteError(f"{shown} Nothing was written, since what cannot be read cannot be redacted.")
        yield item


def _told(collected: Collected, detector: Detector) -> _Told:
    """What the conversations tell together."""
    told = _Told()
    for path in collected.partitions:
        for conversation in group(pieces(path)).conversations:
            told.conversations += 1
            told.messages += len(conversation.messages)
            for name in (*conversation.client.names, *(m.author for m in conversation.messages if m.role is Role.CLIENT)):
                told.names.update(dict.fromkeys(telling_words(name)))
                if name and name.strip().casefold() not in ROLES:
                    told.clients.add(name.strip())
            told.agents.update(m.author for m in conversation.messages if m.role is Role.AGENT and m.author)
            for text, entities in told_together(conversation.messages, detector).items():
                told.texts.setdefault(text, []).extend(entities)
            told.answers.update(Besides(conversation.messages, detector).by_text())
    serving = frozenset(word for author in told.agents for word in plain_words(author))
    told.shared = serving.intersection(told.names)
    for word in told.shared:
        del told.names[word]
    _tell_namesakes(told, collected, detector)
    return told


def _tell_namesakes(told: _Told, collected: Collected, detector: Detector) -> None:
    """Note the people whom clients name and who are called as somebody who serves, in another conversation: a client's
    daughter Poppy is no agent. And of a name that a client shares with one who serves, that it is the client's in their own
    conversations, while "Declan here" of all others stays."""
    parts = {author: frozenset(plain_words(author)) for author in told.agents}
    serving = frozenset().union(*parts.values())
    for path in collected.partitions:
        for conversation in group(pieces(path)).conversations:
            _tell_own(told, conversation)
            here = {m.author for m in conversation.messages if m.role is Role.AGENT}
            elsewhere = serving.difference(*(parts.get(author, ()) for author in here))
            for message in conversation.messages:
                text = message.text
                if message.role is not Role.CLIENT or elsewhere.isdisjoint(plain_words(text)):
                    continue
                for one in detector.find(text):
                    if one.kind == "PERSON" and elsewhere.issuperset(plain_words(text[one.start : one.end])):
                        told.texts.setdefault(text, []).append(one._replace(kind=NAME, score=1.0))


def _tell_own(told: _Told, conversation: Conversation) -> None:
    """Note where the words of a client's name stand in the client's own conversation, of those that somebody else shares."""
    clients = (*conversation.client.names, *(m.author for m in conversation.messages if m.role is Role.CLIENT))
    own = {word for name in clients for word in telling_words(name)}
    texts = dict.fromkeys(message.text for message in conversation.messages)
    for text in texts if not own.isdisjoint(told.shared) else ():
        runs: list[list[re.Match[str]]] = []  # "Colm Byrne" is one name though the agent is a Byrne
        for match in (match for match in WORD.finditer(text) if folded(match.group()) in own):
            if runs and not text[runs[-1][-1].end() : match.start()].strip(" .'’-"):
                runs[-1].append(match)
            else:
                runs.append([match])
        named = (run for run in runs if any(folded(match.group()) in told.shared for match in run))
        if found := [Entity(CLIENT, run[0].start(), run[-1].end(), 1.0) for run in named]:
            told.texts.setdefault(text, []).extend(found)


_Copy = Callable[[Path, BinaryIO, Redactor], None]


def _copier(kind: str, source: Path, label: str, settings: ReaderSettings) -> _Copy:
    """What copies a format; columns and texts are where the reader found them."""
    mapping = settings.mapping(label)
    texts = {snake_case(path.rpartition(".")[2]) for path in (mapping.fields.text,) if path} if mapping else set()

    def as_text(copy: Callable[[TextIO, TextIO], None], path: Path, out: BinaryIO) -> None:
        encoding = encoding_of(path)
        # JSON is UTF-8, whatever a tool wrote; what a spreadsheet wrote it wants to read again
        own = encoding.name == "utf-8-sig" or kind not in ("json", "jsonl")
        mark, order = mark_of(path) if own else (b"", "")
        out.write(mark)
        with open_text(path, encoding) as lines:
            name = order or (encoding.name if own else "utf-8")
            writer = io.TextIOWrapper(out, name, "replace", newline="", write_through=True)
            copy(lines, writer)
            writer.detach()

    if kind == "csv":
        places = columns_of(source, mapping, settings.knows_agents).places
        return lambda path, out, redactor: as_text(lambda a, b: copy_csv(a, b, redactor, places), path, out)
    if kind in ("json", "jsonl"):
        return lambda path, out, redactor: as_text(lambda a, b: copy_json(a, b, redactor, texts), path, out)
    if kind == "mbox":

        def mails(path: Path, out: BinaryIO, redactor: Redactor) -> None:
            with open_bytes(path) as stream:
                copy_mbox(stream, out, redactor, settings.is_agent)

        return mails
    if kind == "text":
        return lambda path, out, redactor: as_text(lambda a, b: _copy_text(a, b, redactor), path, out)
    raise UsageError(f"{Path(label).name}: files of the format “{kind}” cannot be redacted; export CSV, JSON or mbox.")


def _copy_text(source: TextIO, target: TextIO, redactor: Redactor) -> None:
    """A plain transcript: all of it is prose."""
    text = source.read(_BY_CHUNK)
    while text:
        text += source.readline()
        target.write(redactor.prose(text))
        text = source.read(_BY_CHUNK)


@contextmanager
def _opened(aside: Path, target: Path) -> Iterator[BinaryIO]:
    """The copy to write into, packed where its name says so."""
    with aside.open("wb") as raw:
        if target.suffix == ".gz":
            with gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as packed:
                yield cast(BinaryIO, packed)
        else:
            yield raw


def _survives(path: Path, redactor: Redactor) -> bool:
    """Whether a value that was replaced stands anywhere in the copy as it is written, names of fields among it."""
    with open_text(path, encoding_of(path)) as lines:
        return redactor.survives(lines)
