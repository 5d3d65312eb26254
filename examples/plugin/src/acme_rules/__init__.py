"""Rules, an annotator, a reader and a recogniser of one's own. Copy this package and change what you need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from presidio_analyzer import Pattern, PatternRecognizer

from caraway_audit.plugins import (
    AnnotatedConversation,
    Conversation,
    InputFile,
    InputProblem,
    Item,
    Message,
    Outcome,
    ReaderSettings,
    Role,
    Rule,
    RulePack,
    Source,
    author,
    public,
)


def count_emoji(role: Role, texts: Sequence[str]) -> list[int]:
    """An annotator: many distinct texts at once, one value for each, for rules that name it."""
    return [sum(ord(character) >= 0x1F300 for character in text) for text in texts]


def member_number() -> PatternRecognizer:
    """A recogniser of presidio: what it finds is masked everywhere, and rules of the kind `data` judge by it (ACME3)."""
    pattern = Pattern("member number", r"\bAC-\d{6}\b", 0.9)
    return PatternRecognizer("MEMBER_NUMBER", patterns=[pattern], context=["member", "membership"])


class EmojiRule(Rule):
    """More than so many emoji in one public agent message."""

    kind = "emoji"
    wording = False  # emoji need no covered language
    annotations = frozenset({"emoji"})
    facts = frozenset({"count"})

    @dataclass(frozen=True)
    class Params:
        """What `rules.yaml` may set."""

        reason: str
        at_most: int = 2

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        for place in public(talk, Role.AGENT):
            count = talk.notes[place].extra["emoji"]
            if count > self.params.at_most:
                yield self.failed(talk, place, author(talk, place), self.params.reason, facts={"count": str(count)})
            else:
                yield self.passed(talk, place, author(talk, place))


class PlainText:
    """A reader for `.talk` files: one conversation a file, `Agent: …` and `Client: …` lines."""

    name = "talk"

    def sniff(self, path: Path, head: bytes) -> bool:
        return path.suffix == ".talk"

    def read(self, path: Path, label: str, settings: ReaderSettings) -> Iterator[Item]:
        messages: list[Message] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            side, sign, text = line.partition(": ")
            if side.lower() in ("agent", "client") and sign:
                source = Source(label, number)
                messages.append(Message(f"m{len(messages) + 1}", Role(side.lower()), side, text, source=source))
            elif line.strip():
                yield InputProblem(Source(label, number), "the line names no side.", "Begin it with “Agent: ” or “Client: ”.")
        yield Conversation(path.stem, tuple(messages))
        yield InputFile(label, self.name, len(messages))


PACK = RulePack(package="acme_rules", catalogue="rules.yaml", kinds=[EmojiRule])
