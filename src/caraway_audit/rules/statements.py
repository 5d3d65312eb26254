"""What a reply says besides courtesies, and which of the client's questions that deals with.

Unanswered questions (CA201), closings over an open point (CA211) and promises kept (CA209) read the same statements; each
message is gone through once.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.answer_forms import AGREES, DAYS, NUMERALS, TIMES, has_form, wanted
from caraway_audit.language.questions import AUXILIARY, Question
from caraway_audit.language.tokens import Sentence
from caraway_audit.language.topics import content, is_content, stem
from caraway_audit.model import Role

COURTESIES = frozenset({"greeting", "farewell", "thanks", "apology", "offer_help"})
"""Acts that a rule has to ask for when it reads statements."""

_FILLERS = frozenset(
    {"and", "the", "a", "to", "of", "kind", "regards", "team", "ok", "okay", "well", "so", "is", "am", "here", "from"}
)
_HELD, _BESIDE, _NAME = 14, 4, 2
"""A sentence that asks for patience, or thanks, and has so many words says something besides; so few are a bare name."""

_FRAGMENT = 5

_COUNTABLE = frozenset({"do", "does", "did", "have", "has", "are", "is"})
"""What begins a question that a number may answer: "have you got it in blue?"."""

_BRIEF = 9
"""A statement of more words that names a number or day is about something of its own."""

Asked = tuple[int, Question]
"""A question and the message it stands in."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that does more than greet, thank, apologise or say goodbye; `rest` counts its words of substance."""

    sentence: int
    words: tuple[str, ...]
    rest: int
    stems: frozenset[str]


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
        words = [
            _SUM + w if text[note.tokens.starts[p] - 1 : note.tokens.starts[p]] in _COINS else w
            for p, w in enumerate(_words(note, sentence), sentence.first)
            if p not in courtesy and w.isalnum()
        ]
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
            said.append(Statement(number, tuple(words), len(rest), frozenset(map(stem, words))))
    return said


_ECHOES = {(who, verb) for who in ("it", "they", "you", "we", "i", "he", "she", "there", "that") for verb in AUXILIARY}
"""What answers a question by its own verb."""

_SUM, _COINS = "£", ("£", "$", "€")
"""What a number is told by to be a sum, and no time: "the £12"."""


def _words(note: Note, sentence: Sentence) -> list[str]:
    return note.tokens.words[sentence.first : sentence.last]


def _names(talk: AnnotatedConversation) -> frozenset[str]:
    return frozenset(word for name in talk.conversation.client.names for word in name.casefold().split())


def _is_name(words: Sequence[str], note: Note, text: str) -> bool:
    """Whether what stands beside a greeting is a name: one word, or two in capitals."""
    starts = note.tokens.starts
    capitals = sum(text[starts[note.tokens.words.index(word)]].isupper() for word in words)
    return len(words) == 1 or len(words) == capitals == _NAME


def _tells(word: str) -> bool:
    """Whether a word answers by itself."""
    return word in AGREES or word in TIMES or any(map(str.isdigit, word))


def unanswered(talk: AnnotatedConversation, asked: Sequence[Asked], said: Sequence[Sequence[Statement]]) -> Sequence[Asked]:
    """Which questions of one turn the statements of the replies do not answer.

    An answer is told by the question's own content words or by its form (a time for "when", a sum for "how much", a yes or
    no). Where several things were asked, what speaks of one of them answers no other besides.
    """
    return _one(talk, asked[0], said) if len(asked) == 1 else _several(talk, asked, list(chain(*said)))


def _one(talk: AnnotatedConversation, asked: Asked, said: Sequence[Sequence[Statement]]) -> Sequence[Asked]:
    form, every = _form(talk, *asked), list(chain(*said))
    if form in _SHORT and said and any(len(one.words) < _FRAGMENT for one in said[0] if not one.stems & _beside(talk, *asked)):
        return []  # "all out" answers "is the stain out?"; "swapped!" answers "please swap them", said beside the question
    if not form and any(len(one.words) > 1 for one in every):
        return []
    return [] if _answered(talk, *asked, every) else [asked]


def _beside(talk: AnnotatedConversation, place: int, question: Question) -> frozenset[str]:
    """Stems of the content words that a message holds beside one question."""
    words = talk.notes[place].tokens.words
    return frozenset(map(stem, filter(is_content, (*words[: question.first], *words[question.last :]))))


def _several(talk: AnnotatedConversation, asked: Sequence[Asked], every: Sequence[Statement]) -> Sequence[Asked]:
    shared = Counter(word for one in asked for word in set(topic(talk, *one)))
    own = {word for place in {place for place, _ in asked} for word in talk.notes[place].tokens.words}
    about = [{word for word in topic(talk, *one) if shared[word] == 1} for one in asked]
    together = any(not _TOGETHER.isdisjoint(one.words) for one in every)
    # Clauses that no question's own words account for may answer one that can be answered in any words.
    taken = {n for n, one in enumerate(every) if any(words & one.stems for words in about)}
    spare = [_clauses(one) - (n in taken) for n, one in enumerate(every)]
    missed = []
    for one, words in zip(asked, about, strict=True):
        form, question = _form(talk, *one), words_of(talk, *one)
        enough = len(words) // 2 + 1 if form in _MEASURED else 1
        if together or any(len(words & statement.stems) >= enough for statement in every):
            continue
        told = [[word for word in s.words if word not in own or not any(map(str.isdigit, word))] for s in every]
        fits = [n for n, said in enumerate(told) if not form or has_form(form, question, said)]
        left = fits if form in (*_MEASURED, "place") else [n for n in fits if spare[n] > 0]
        if not left:
            missed.append(one)
        elif form not in _MEASURED or left[0] not in taken:
            spare[left[0]] -= 1  # a sum or time in what speaks of the question is no clause more
    return missed


_TOGETHER = frozenset({"both", "either", "neither"})
_MEASURED = ("time", "money", "number")


def _clauses(one: Statement) -> int:
    """How many things a sentence says at most, by its verbs and joints: "it has one, and small pets are welcome"."""
    if len(one.words) < _BESIDE and not any(map(_tells, one.words)):
        return 0  # "as you like"
    return max(1 + _further(one.words), sum(word in _VERBS for word in one.words))


_VERBS = AUXILIARY | {"costs", "cost", "takes", "take", "need", "needs", "comes", "come", "works", "goes", "starts", "includes"}


def words_of(talk: AnnotatedConversation, place: int, question: Question) -> list[str]:
    """The words of a question."""
    return talk.notes[place].tokens.words[question.first : question.last]


_SHORT = frozenset({"yes-no", "choice", "either", "place"})


def topic(talk: AnnotatedConversation, place: int, question: Question) -> list[str]:
    """Stems of what a question is about."""
    return content(talk.notes[place].tokens, question.first, question.last)


def is_closed(talk: AnnotatedConversation, place: int, question: Question) -> bool:
    """Whether a question wants a yes or a no, one of several or a place, which any words may tell."""
    return _form(talk, place, question) in _SHORT


def _form(talk: AnnotatedConversation, place: int, question: Question) -> str:
    """The form of its answer; what asks for leave is answered by doing it, or in any words."""
    return "" if question.requests(talk.notes[place].tokens) else wanted(words_of(talk, place, question))


def _answered(talk: AnnotatedConversation, place: int, question: Question, said: Sequence[Statement]) -> bool:
    """Whether a reply speaks of what the one question is about, or has the form of its answer."""
    words = words_of(talk, place, question)
    form, about = _form(talk, place, question), set(topic(talk, place, question))
    if form in _SHORT:
        own = talk.notes[place].tokens.words
        most = _BRIEF if words[0] in _COUNTABLE and words[1:2] not in (["there"], ["i"], ["we"]) else _BESIDE
        brief = [one for one in said if len(one.words) <= most]
        if any((_counts(word) or word in DAYS) and word not in own for one in brief for word in one.words):
            return True  # "two left" answers "is it in stock?"
        new = about - _known(talk, place)
        about = new if len(new) > 1 else about
    # Who is asked for a time or a sum and gives none has to speak of most of what was asked.
    enough = len(about) // 2 + 1 if form in _MEASURED else 1
    return any(len(about & one.stems) >= enough or (form and has_form(form, words, one.words)) for one in said)


def _counts(word: str) -> bool:
    return word in NUMERALS or any(map(str.isdigit, word))


def _known(talk: AnnotatedConversation, place: int) -> frozenset[str]:
    """Stems of what the client had written before: speaking of it again need not be about what is asked now."""
    before = [p for p in talk.places(_CLIENT, True) if p < place]
    return frozenset(stem(word) for p in before for word in talk.notes[p].tokens.words)


_CLIENT = frozenset({Role.CLIENT})


def _further(words: Sequence[str]) -> int:
    """How many more statements a sentence holds: "it is 39 a day and it is called Panda" makes two."""
    return sum(one in ("and", "but") and (other in _STARTS or other.endswith("ed")) for one, other in pairwise(words))


_STARTS = frozenset({"it", "we", "you", "they", "the", "your", "is", "are", "has", "i", "that", "there", "this", "yes", "no"})
