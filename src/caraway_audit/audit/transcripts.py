"""Masked transcripts of the conversations that have a finding. Made only where a report asks for them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from caraway_audit.audit import spool
from caraway_audit.audit.collect import unflat
from caraway_audit.audit.judge import Judge
from caraway_audit.audit.ledger import Hidden, texts
from caraway_audit.model import Conversation, Finding, MarkedText, Message, Role, Span, Transcript, TranscriptLine
from caraway_audit.privacy.detect import Entity
from caraway_audit.privacy.labels import label
from caraway_audit.privacy.mask import Masker


@dataclass(frozen=True)
class TranscriptPages:
    """All transcripts in order of conversation id; each iteration makes them anew, one conversation in memory at a time."""

    judge: Judge
    partitions: Sequence[Path]
    found: Sequence[Path]  # of each partition, what is found of its conversations

    def __iter__(self) -> Iterator[Transcript]:
        streams = [self._of(partition, found) for partition, found in zip(self.partitions, self.found, strict=True)]
        return spool.merged(streams, lambda transcript: transcript.conversation)

    def _of(self, partition: Path, found: Path) -> Iterator[Transcript]:
        whole = spool.read_plain(partition)
        for identity, outcomes, hidden in spool.read_plain(found):
            conversation = next(flat for flat in whole if flat[0] == identity)
            if findings := [one for one in spool.unpacked(outcomes) if isinstance(one, Finding)]:
                yield self._transcript(unflat(conversation), findings, hidden)

    def _transcript(self, conversation: Conversation, findings: Sequence[Finding], hidden: Hidden | None) -> Transcript:
        masker = self.judge.masker(conversation.client, conversation.messages)
        known = dict(zip(texts(conversation), hidden, strict=True)) if hidden is not None else {}
        client = self.judge.client_code(conversation.client)
        marks: dict[str, list[tuple[int, Span]]] = {}
        for number, finding in enumerate(findings, 1):
            for span in finding.spans:
                marks.setdefault(finding.message or "", []).append((number, span))
        lines: list[TranscriptLine] = []
        before: Message | None = None
        for message in conversation.messages:
            waited = None
            if before is not None and before.at and message.at:
                waited = max(0, int((message.at - before.at).total_seconds()))
            author = {Role.AGENT: message.author, Role.CLIENT: client}.get(message.role) or masker.mask_known(message.author)
            at = message.at.isoformat() if message.at else ""
            parts = marked(message.text, marks.get(message.id, ()), _values(message.text, known, masker))
            lines.append(TranscriptLine(message.id, message.role, author, at, message.public, parts, False, waited))
            if message.quoted:
                quoted = marked(message.quoted, (), _values(message.quoted, known, masker))
                lines.append(TranscriptLine(message.id, message.role, author, at, message.public, quoted, True))
            before = message
        times = [message.at for message in conversation.messages if message.at]
        agents = sorted({m.author for m in conversation.messages if m.role is Role.AGENT})
        return Transcript(
            conversation.id, conversation.team, conversation.channel, tuple(agents), client,
            min(times).isoformat() if times else "", max(times).isoformat() if times else "",
            conversation.status.value if conversation.status else "", tuple(lines), tuple(findings),
        )  # fmt: skip


def _values(text: str, known: Mapping[str, Iterable[tuple[str, int, int]]], masker: Masker) -> Sequence[Entity]:
    """What is masked in a text: as it was found when it was judged, where nothing that was found elsewhere stands beside."""
    if text not in known:
        return masker.find(text)
    entities = [Entity(kind, start, end, 1.0) for kind, start, end in known[text]]
    return masker.find(text) if masker.knows_more(text, entities) else entities


def marked(text: str, marks: Sequence[tuple[int, Span]], entities: Sequence[Entity]) -> tuple[MarkedText, ...]:
    """A text in masked pieces, cut where findings begin and end; a masked value is never cut."""
    if not marks and not entities:
        return (MarkedText(text),) if text else ()
    cuts = {0, len(text)}
    for _, (start, end) in marks:
        cuts |= {start, end}
    for entity in entities:
        cuts |= {entity.start, entity.end}
    kinds = {entity.start: entity for entity in entities}
    places = [cut for cut in sorted(cuts) if cut <= len(text) and not _within(cut, entities)]
    coming = sorted(marks, key=lambda mark: mark[1], reverse=True)
    here: list[tuple[int, Span]] = []
    parts: list[MarkedText] = []
    for start, end in pairwise(places):
        while coming and coming[-1][1][0] < end:
            here.append(coming.pop())
        here = [mark for mark in here if start < mark[1][1]]
        numbers = tuple(sorted({number for number, _ in here}))
        value = kinds.get(start)
        if value is not None:
            parts.append(MarkedText(label(value.kind, text[start:end]), value.kind, numbers))
        else:
            parts.append(MarkedText(text[start:end], "", numbers))
    return tuple(parts)


def _within(cut: int, entities: Sequence[Entity]) -> bool:
    """Whether a cut falls into one of the values, which stand in order and do not overlap."""
    before = bisect_left(entities, cut, key=lambda entity: entity.start)
    return before > 0 and cut < entities[before - 1].end
