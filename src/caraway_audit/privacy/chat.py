"""Values in chat as hurried people type them: what a second tagger finds, which learnt from whole conversations.

The first tagger (`tagger.py`) knows texts of all sorts, one by one. This one has the same form and other weights
(`python -m training.tagger --chat`): it reads every message of a conversation, and a short answer of a client behind the
question before it ("what's the code for the gate?" "2580 star"). What it finds is masked where nothing else was found, and
accuses nobody.
"""

import re
from collections.abc import Iterator, Sequence

from caraway_audit.language.identify import function_words
from caraway_audit.model import Message, Role
from caraway_audit.privacy.asked import is_short, question_of
from caraway_audit.privacy.detect import Detector, free, grown, resolve, trimmed
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.harmless import is_harmless
from caraway_audit.privacy.labels import STANDS_IN
from caraway_audit.privacy.other_languages import is_other_language, kept
from caraway_audit.privacy.shapes import SHAPED
from caraway_audit.privacy.tagger import Tagger

_LONGEST = 1_000
"""Characters of a message of chat; a longer one is a letter, and says itself what its values are."""


_NO_VALUE = re.compile(
    r"[A-Z]{1,2}-?\d{1,3}|[A-Z]-[A-Z] \d{1,2}"  # of an error, a seat, a deck
    r"|(?:ISO|IEC|DIN|EN|BS|RFC)\W?\d+"
    r"|\d{1,4} ?(?:m|km|cm|mm|kg|g|l|ml|mins?|hrs?|days?|x|pcs)"
    r"|[a-z]{1,4}\d[a-z]{1,4}"  # a swear word in disguise
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|0[0-9][0-5]0",
    re.IGNORECASE,
)
"""What no reference and no secret is."""


def told_in_chat(messages: Sequence[Message], detector: Detector) -> dict[str, list[Entity]]:
    """By text, what the words of a message give away, or its question and they together, where nothing else is found."""
    found: dict[str, list[Entity]] = {}
    question, answering = "", False
    for message in messages:
        is_client = message.role is Role.CLIENT
        if message.public and len(message.text) <= _LONGEST and not STANDS_IN.search(message.text):
            behind = question if is_client and is_short(message.text) else ""
            found.setdefault(message.text, []).extend(_told(message.text, behind, detector.chat_tagger))
        if not is_client and message.public:
            question = question_of(message.text) or ("" if answering else question)
        answering = is_client if message.public else answering
    return {text: more for text, entities in found.items() if entities and (more := _besides(text, entities, detector))}


def _besides(text: str, entities: Sequence[Entity], detector: Detector) -> list[Entity]:
    """What nothing else claims: of one that is claimed in part, a name, a number or the rest of an address."""
    taken = detector.find(text)
    left: list[Entity] = []
    for one in resolve(entities):
        claimed = [other for other in taken if one.overlaps(other)]
        whole = not claimed or one.kind == "PERSON" or {one.kind, *(other.kind for other in claimed)} <= _WHERE
        for start, end in free(one.start, one.end, claimed):
            if any(map(str.isalnum if whole else str.isdigit, text[start:end])):
                first, last = trimmed(text, start, end)
                piece = one._replace(start=first, end=last)
                left += [] if is_harmless(text, piece) else [piece]
    return list(grown(text, left)) if left else left


def _told(text: str, question: str, tagger: Tagger) -> Iterator[Entity]:
    """The values in a message as it stands, and behind a question."""
    lead = len(question) + 1
    behind = tagger.tag(f"{question} {text}") if question else ()
    shifted = (one._replace(start=max(one.start, lead) - lead, end=one.end - lead) for one in behind if one.end > lead)
    found = [*tagger.tag(text), *shifted]
    if found and (language := is_other_language(text)):  # it knows English; to it the rest is words that nobody uses
        found = [*kept(text, found, function_words(language))]
    for one in found:
        if one.kind not in _FORMLESS or not _NO_VALUE.fullmatch(text, one.start, one.end):
            yield one._replace(score=SHAPED)


_WHERE = frozenset({"POSTAL_ADDRESS", "POSTAL_CODE", "LOCATION"})
_FORMLESS = frozenset({"REFERENCE", "CREDENTIAL", "ID_NUMBER", "POSTAL_ADDRESS"})
