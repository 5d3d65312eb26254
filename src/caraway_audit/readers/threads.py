"""Which mails belong together: by the ids that they name, else by subject and people; and the root that names a thread."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise

_ANSWERS = (
    "re", "aw", "sv", "vs", "antw", "antwort", "odp", "odpowiedź", "rif", "res", "r", "ref", "ynt", "yan", "bls", "vá",
    "vl", "hl", "sb", "atb", "απ", "σχετ", "отв", "ответ", "回复", "回覆", "答复", "返信", "답장", "réf", "rép", "resp",
    "fw", "fwd", "wg", "tr", "rv", "enc", "i", "doorst", "pd", "vb", "vs", "ilt", "πρθ", "转发", "轉寄", "転送", "переслать",
    "automatic reply", "auto", "autoreply", "out of office", "automatische antwort", "réponse automatique",
    "respuesta automática", "risposta automatica", "automatisch antwoord", "resposta automática", "autosvar",
)  # fmt: skip
_PREFIX = re.compile(rf"\s*(?:{'|'.join(_ANSWERS)})\.?\s?(?:\[\d+\]|\(\d+\)|\^\d+)?\s?[:：]", re.IGNORECASE)
# "[users]", "[EXTERNAL]", "***SPAM***". A tag with a number in it is a ticket and stays.
_TAG = re.compile(r"\s*(?:\[[^\[\]\d]{0,60}\]|\(extern(?:al)?\)|\*{2,}\s?spam\s?\*{2,}|\{spam\??\})", re.IGNORECASE)
_SIGN = re.compile(r"[\W_]+")
# Subjects that strangers share and that say of nobody's matter which it is.
_GENERIC = frozenset(
    "|hi|hello|hey|dear sir|dear sir or madam|dear team|good morning|good day|help|help me|please help|urgent|important|"
    "question|a question|questions|query|enquiry|inquiry|request|support|support request|customer service|contact|"
    "contact form|contact us|message|new message|feedback|complaint|problem|a problem|issue|an issue|error|order|my order|"
    "invoice|payment|account|my account|information|info|update|test|reply|answer|thanks|thank you|no subject|none|"
    "untitled|kein betreff|frage|anfrage|hilfe|kontakt|kontaktformular|bestellung|rechnung|reklamation|hallo|"
    "sans objet|bonjour|demande|question urgente|sin asunto|hola|consulta|ayuda|senza oggetto|ciao|domanda|aiuto|"
    "geen onderwerp|vraag|sem assunto|olá|ajuda|pregunta|dúvida".split("|")
)
_DAYS = 28  # a mail answers one that is so much older at most
_LOOKED_AT = 50  # earlier mails of one subject


def plain_subject(subject: str) -> tuple[str, bool]:
    """A subject without what programs put in front of it ("" where it says nothing), and whether it is an answer's."""
    answers = False
    while found := _PREFIX.match(subject) or _TAG.match(subject):
        answers = answers or found.re is _PREFIX
        subject = subject[found.end() :]
    words = _SIGN.sub(" ", subject.casefold()).strip()
    return ("" if words in _GENERIC or not any(map(str.isalpha, words)) else words), answers


@dataclass(frozen=True, slots=True, order=True)
class Letter:
    """What threads by subject need of a mail, as digests and numbers: `mail` is its number among the ids.

    `people` are its correspondents other than the firm's own and mailing lists; `boxed` says that one of those took part.
    """

    at: int
    subject: bytes
    sender: bytes
    people: tuple[bytes, ...]
    answers: bool
    boxed: bool
    mail: int = 0


def digest(text: str) -> bytes:
    """What stands for a subject or an address."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:12]


class Threads:
    """Joins mails by the ids they carry and refer to, else by subject. Holds digests and numbers only, no text."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._digests: list[bytes] = []
        self._up: list[int] = []
        self._answers: list[bool] = []  # whether an id was seen as an answer to another
        self._roots: dict[int, str] = {}
        self._here: set[int] = set()  # ids whose mail is in the mailbox
        self._referred: dict[int, tuple[int, ...]] = {}
        self._letters: dict[int, Letter] = {}

    def add(self, mail: bytes, referred: Sequence[bytes], together: bytes = b"", letter: Letter | None = None) -> int:
        """A mail with its id, the ids it refers to (the oldest first) and a mark that whole threads share.

        Returns the number to ask `root` with. A mail that refers to none in the mailbox can be joined by its `letter`.
        """
        self._roots.clear()
        chain = [self._number(identity) for identity in (*referred, mail)]
        own = chain[-1]
        for above, below in pairwise(chain):
            if above != below:
                self._answers[below] = True
            self._join(above, below)
        self._here.add(own)
        if together:
            mark = self._number(b"together " + together)
            self._answers[mark] = True  # a mark is never a root
            self._join(mark, own)
        elif letter:
            self._referred[own] = tuple(sorted({*self._referred.get(own, ()), *chain[:-1]}))
            letter = replace(letter, mail=own)
            self._letters[own] = min(letter, self._letters.get(own, letter), key=_but_number)
        return own

    def join_by_subject(self) -> None:
        """Join what answers a mail that it does not name: same subject, same people, some weeks at most.

        To be called once, when all mails are in: the result depends on what they are, not on their order.
        """
        boxes = _boxes(self._letters.values())
        by_subject: dict[bytes, list[Letter]] = defaultdict(list)
        for letter in self._letters.values():
            by_subject[letter.subject].append(_without(letter, boxes))
        joined = []
        for letters in by_subject.values():
            letters.sort(key=lambda each: (each.at, self._digests[each.mail]))
            for place, letter in enumerate(letters):
                if self._here.isdisjoint(self._referred[letter.mail]):
                    oldest = bisect_left(letters, letter.at - _DAYS * 86_400, key=lambda each: each.at)
                    before = letters[max(oldest, place - _LOOKED_AT) : place]
                    answered = next((other for other in reversed(before) if _answers(letter, other)), None)
                    if answered:
                        joined.append((answered.mail, letter.mail))
        for answered_mail, mail in joined:
            for below in (mail, *self._referred[mail]):
                self._answers[below] = True
            self._join(answered_mail, mail)
        self._roots.clear()

    def root(self, number: int) -> str:
        """The digest of the thread's root, in hex: of the ids that answer no other, the smallest.

        It depends on the set of mails alone, so the same thread gets the same name in any order of mails.
        """
        if not self._roots:
            best: dict[int, tuple[bool, bytes]] = {}
            for each, digest in enumerate(self._digests):
                top = self._top(each)
                key = (self._answers[each], digest)
                best[top] = min(best.get(top, key), key)
            self._roots = {top: digest.hex() for top, (_, digest) in best.items()}
        return self._roots[self._top(number)]

    def _number(self, identity: bytes) -> int:
        digest = sha256(identity).digest()
        if digest not in self._numbers:
            self._numbers[digest] = len(self._digests)
            self._digests.append(digest)
            self._up.append(len(self._up))
            self._answers.append(False)
        return self._numbers[digest]

    def _top(self, number: int) -> int:
        while self._up[number] != number:
            self._up[number] = self._up[self._up[number]]
            number = self._up[number]
        return number

    def _join(self, one: int, other: int) -> None:
        self._up[self._top(other)] = self._top(one)


def _but_number(letter: Letter) -> tuple[object, ...]:
    return letter.at, letter.subject, letter.sender, letter.people, letter.answers, letter.boxed


def _boxes(letters: Iterable[Letter]) -> frozenset[bytes]:
    """Addresses that three strangers write to: a shared mailbox or a list that nobody has told us of, and no person."""
    writers: dict[bytes, set[bytes]] = defaultdict(set)
    for letter in letters:
        for person in letter.people:
            if person != letter.sender and len(writers[person]) < 3:
                writers[person].add(letter.sender)
    return frozenset(person for person, known in writers.items() if len(known) == 3)


def _without(letter: Letter, boxes: frozenset[bytes]) -> Letter:
    people = tuple(person for person in letter.people if person not in boxes)
    return letter if len(people) == len(letter.people) else replace(letter, people=people, boxed=True)


def _answers(letter: Letter, earlier: Letter) -> bool:
    """Whether a mail answers an earlier one of its subject.

    It must look like an answer or come from the other side; and nobody but the same people may take part, or more of
    them: two strangers who both write "Refund" to the firm have only the firm in common.
    """
    back = letter.sender != earlier.sender and earlier.sender in letter.people
    shared = set(letter.people) & set(earlier.people)
    same = len(shared) == min(len(letter.people), len(earlier.people))
    enough = 1 if letter.boxed and earlier.boxed else 2
    return (letter.answers or back) and same and len(shared) >= enough
