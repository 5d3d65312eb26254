"""Masked transcripts of the conversations that have a finding. Made only where a report asks for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from caraway_audit.audit import spool
from caraway_audit.audit.judge import Judge
from caraway_audit.model import Conversation, Finding, MarkedText, Message, Role, Span, Transcript, TranscriptLine
from caraway_audit.privacy.mask import Masker, label


@dataclass(frozen=True)
class Transcripts:
    """All transcripts in order of conversation id; each iteration makes them anew, one partition in memory at a time."""

    judge: Judge
    partitions: Sequence[Path]
    findings: Mapping[str, Sequence[Finding]]
    scratch: Path

    def __iter__(self) -> Iterator[Transcript]:
        if len(self.partitions) == 1:
            return self._of(self.partitions[0])
        paths = []
        for number, partition in enumerate(self.partitions):
            path = self.scratch / f"transcripts-{number:04}"
            if not path.exists():
                spool.write(path, self._of(partition))
            paths.append(path)
        return iter(spool.Spool[Transcript](paths, lambda transcript: transcript.conversation, len(self.findings)))

    def _of(self, partition: Path) -> Iterator[Transcript]:
        conversations, _, _ = self.judge.conversations(partition)
        for conversation in conversations:
            if found := self.findings.get(conversation.id):
                yield self._transcript(conversation, found)

    def _transcript(self, conversation: Conversation, findings: Sequence[Finding]) -> Transcript:
        masker = self.judge.masker(conversation.client, conversation.messages)
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
            author = {Role.AGENT: message.author, Role.CLIENT: client}.get(message.role) or masker.mask(message.author)
            at = message.at.isoformat() if message.at else ""
            parts = marked(message.text, marks.get(message.id, ()), masker)
            lines.append(TranscriptLine(message.id, message.role, author, at, message.public, parts, False, waited))
            if message.quoted:
                quoted = marked(message.quoted, (), masker)
                lines.append(TranscriptLine(message.id, message.role, author, at, message.public, quoted, True))
            before = message
        times = [message.at for message in conversation.messages if message.at]
        agents = sorted({m.author for m in conversation.messages if m.role is Role.AGENT})
        return Transcript(
            conversation.id, conversation.team, conversation.channel, tuple(agents), client,
            min(times).isoformat() if times else "", max(times).isoformat() if times else "",
            conversation.status.value if conversation.status else "", tuple(lines), tuple(findings),
        )  # fmt: skip


def marked(text: str, marks: Sequence[tuple[int, Span]], masker: Masker) -> tuple[MarkedText, ...]:
    """A text in masked pieces, cut where findings begin and end; a masked value is never cut."""
    entities = masker.find(text)
    cuts = {0, len(text)}
    for _, (start, end) in marks:
        cuts |= {start, end}
    for entity in entities:
        cuts |= {entity.start, entity.end}
    inside = {cut for cut in cuts if any(entity.start < cut < entity.end for entity in entities)}
    kinds = {entity.start: entity for entity in entities}
    places = sorted(cut for cut in cuts - inside if cut <= len(text))
    parts: list[MarkedText] = []
    for start, end in pairwise(places):
        numbers = tuple(sorted({number for number, (first, last) in marks if first < end and start < last}))
        value = kinds.get(start)
        if value is not None:
            parts.append(MarkedText(label(value.kind, text[start:end]), value.kind, numbers))
        else:
            parts.append(MarkedText(text[start:end], "", numbers))
    return tuple(parts)
