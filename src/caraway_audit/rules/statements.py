"""What a reply says besides courtesies; which of the client's questions that deals with, `answered.py` tells.

Unanswered questions (CA201), closings over an open point (CA211) and promises kept (CA209) read the same statements; each
message is gone through once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.answer_forms import AGREES, TIMES
from caraway_audit.language.questions import AUXILIARY, Question
from caraway_audit.language.tokens import Sentence
from caraway_audit.language.topics import content, is_content, stem
from caraway_audit.model import CLIENTS, FIRM
from caraway_audit.rules.base import first_places

COURTESIES = frozenset({"greeting", "farewell", "thanks", "apology", "offer_help"})
"""Acts that a rule has to ask for when it reads statements."""

_FILLERS = frozenset(
    {"and", "the", "a", "to", "of", "kind", "regards", "team", "ok", "okay", "well", "so", "is", "am", "here", "from"}
)
_HELD, _BESIDE, _NAME = 14, 4, 2
"""A sentence that asks for patience, or thanks, and has so many words says something besides; so few are a bare name."""

_FRAGMENT = 5

Asked = tuple[int, Question]
"""A question and the message it stands in."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that does more than greet, thank, apologise or say goodbye; `rest` counts its words of substance.

    At `joints`, numbers of words, a further part may begin: behind a comma, and at "and" and its kind.
    """

    sentence: int
    words: tuple[str, ...]
    rest: int
    stems: frozenset[str]
    joints: tuple[int, ...] = ()


def first_said(talk: AnnotatedConversation) -> Mapping[str, int]:
    """The first public message of either side that holds a stem."""
    return talk.once("where a stem is first said", _first_said)


def _first_said(talk: AnnotatedConversation) -> Mapping[str, int]:
    return first_places(talk.places(FIRM | CLIENTS, True), lambda place: map(stem, talk.notes[place].tokens.words))


def statements(talk: AnnotatedConversation, place: int, held: Collection[int] = ()) -> Sequence[Statement]:
    """What a message says; `held` sentences (by number) ask for patience or wrap up, and say little by themselves."""
    known: dict[int, Sequence[Statement]] = talk.once("statements", lambda _: {})
    if place not in known:
        known[place] = tuple(_statements(talk, place))
    if not held:
        return known[place]
    return [one for one in known[place] if one.sentence not in held or one.rest >= _HELD]


def _statements(talk: AnnotatedConversation, place: int) -> Sequence[Statement]:
    note, text = talk.notes[place], talk.messages[place].text
    names = talk.once("names of the client", _names)
    courtesy = {p for act in COURTESIES for hit in note.acts.get(act, ()) for p in range(hit.first, hit.last)}
    kind = {hit.sentence for act in ("thanks", "farewell", "offer_help") for hit in note.acts.get(act, ())}
    greets = {hit.sentence for hit in note.acts.get("greeting", ())}
    signed_off = min((hit.sentence for hit in note.acts.get("farewell", ())), default=len(note.tokens.sentences))
    said: list[Statement] = []
    for number, sentence in enumerate(note.tokens.sentences):
        words, joints = _words(note, text, sentence, courtesy)
        rest = [word for word in words if word not in names and word not in _FILLERS]
        if tuple(words) in _ECHOES:
            said.append(Statement(number, tuple(words), len(rest), frozenset(map(stem, words))))
            continue  # "It is."
        if len(rest) < (_BESIDE if number in kind else 1) or text[sentence.start - 1 : sentence.start] == "^":
            continue  # "^Dana" signs a post
        if number > signed_off and len(words) < _FRAGMENT:
            continue  # what follows a sign-off is a signature
        if number in greets and not any(map(_tells, rest)) and _is_name(words, note, text):
            continue  # "Dear Mr Bell"
        if len(rest) >= _NAME or len(words) > _NAME or any(_tells(word) or is_content(word) for word in rest):
            said.append(Statement(number, tuple(words), len(rest), frozenset(map(stem, words)), joints))
    return said


def _words(note: Note, text: str, sentence: Sentence, courtesy: Collection[int]) -> tuple[list[str], tuple[int, ...]]:
    """The words of a sentence without courtesies, and at which of them a further part may begin."""
    words: list[str] = []
    joints = set()
    for p in range(sentence.first, sentence.last):
        word, start = note.tokens.words[p], note.tokens.starts[p]
        between = text[note.tokens.ends[p - 1] : start] if p > sentence.first else ""
        if word in _JOINTS or not _MARKS.isdisjoint(between):
            joints.add(len(words))
        if p not in courtesy and word.isalnum():
            words.append(_SUM + word if text[start - 1 : start] in _COINS else word)
    return words, tuple(sorted(joints - {0, len(words)}))


_JOINTS = frozenset({"and", "but", "so", "while", "because"})
_MARKS = frozenset(",;:()–—")


_ECHOES = {(who, verb) for who in ("it", "they", "you", "we", "i", "he", "she", "there", "that") for verb in AUXILIARY}
"""What answers a question by its own verb."""

_SUM, _COINS = "£", ("£", "$", "€")
"""What a number is told by to be a sum, and no time: "the £12"."""


def _names(talk: AnnotatedConversation) -> frozenset[str]:
    return frozenset(word for name in talk.conversation.client.names for word in name.casefold().split())


def _is_name(words: Sequence[str], note: Note, text: str) -> bool:
    """Whether what stands beside a greeting is a name: one word, or two in capitals."""
    starts, known = note.tokens.starts, note.tokens.words
    bare = (word.removeprefix(_SUM) for word in words)  # "Hi £FirstName" is a template that nobody filled
    capitals = sum(text[starts[known.index(word)]].isupper() for word in bare if word in known)
    return len(words) == 1 or len(words) == capitals == _NAME


def _tells(word: str) -> bool:
    """Whether a word answers by itself."""
    return word in AGREES or word in TIMES or any(map(str.isdigit, word))


def words_of(talk: AnnotatedConversation, place: int, question: Question) -> list[str]:
    """The words of a question."""
    return talk.notes[place].tokens.words[question.first : question.last]


def topic(talk: AnnotatedConversation, place: int, question: Question) -> list[str]:
    """Stems of what a question is about."""
    return content(talk.notes[place].tokens, question.first, question.last)
