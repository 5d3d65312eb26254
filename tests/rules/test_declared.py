"""What a rule reads it declares: else its verdict would depend on which other rules are selected."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts, Note
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.examples import parse
from tests.conftest import Court

ALWAYS = frozenset({"farewell", "thanks", "done"})
"""Acts that are looked for whatever rules there are, since they end conversations."""

ANNOTATIONS = {"questions": "questions", "entities": "personal_data", "people": "people"}


class Acts(dict[str, Any]):
    """Acts of a message that remember what was asked for."""

    def __init__(self, acts: Any, asked: set[str]) -> None:
        super().__init__(acts)
        self.asked = asked

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)


class Watched:
    """A note that remembers what was asked of it."""

    def __init__(self, note: Note, asked: set[str]) -> None:
        self._note, self._asked = note, asked

    def __getattr__(self, name: str) -> Any:
        if name in ANNOTATIONS:
            self._asked.add("@" + ANNOTATIONS[name])
        return Acts(self._note.acts, self._asked) if name == "acts" else getattr(self._note, name)

    def does(self, *names: str) -> bool:
        self._asked.update(names)
        return self._note.does(*names)


@pytest.fixture(scope="module")
def talks(court: Court) -> list[AnnotatedConversation]:
    """Every conversation of every example."""
    told = [one for meta in court.rules.metas for example in meta.examples for one in parse(example.text)[0]]
    last = max(message.at for one in told for message in one.messages if message.at) + timedelta(days=30)
    annotators = Annotators(court.rules.need(), Detector(("GB", "US")), court.rules.annotators)
    return list(annotators.annotate(told, ExportFacts(last=last), lambda channel: timedelta(hours=24)))


def undeclared(rule: Any, talks: list[AnnotatedConversation]) -> Iterator[str]:
    """What a rule reads in conversations without having asked for it."""
    asked: set[str] = set()
    read: set[str] = set()
    for talk in talks:
        notes: Any = tuple(Watched(note, asked) for note in talk.notes)
        seen = AnnotatedConversation(talk.conversation, notes, talk.facts, talk.ended_after, talk.carried)
        _ = (seen.turns, seen.values, seen.ended, seen.mentions)  # the engine's own reading
        asked.clear()
        list(rule.check(seen))
        read |= asked
    allowed = rule.needed_acts() | {"@" + one for one in rule.annotations} | ALWAYS
    yield from sorted(read - allowed)


def test_rules_read_what_they_declare(court: Court, talks: list[AnnotatedConversation]) -> None:
    # This failed once: CA211 passed "hang on a second" only where CA203 was selected as well
    found = {rule.meta.code: missing for rule in court.rules.rules if (missing := list(undeclared(rule, talks)))}
    assert not found
