"""Section 1, what the client is called: by a name that is theirs (CA112)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.names import CAPITALS, is_a_word_too, is_given_name, may_be_same, may_be_same_surname, plain
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.roles import OCCUPATIONS
from caraway_audit.model import AGENTS, CLIENTS, Confidence, Outcome, Role, Span, Subject
from caraway_audit.privacy.tagger import listed
from caraway_audit.rules.base import Rule, author, public

_NAME = rf"[{CAPITALS}][\w'’-]{{1,60}}"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,2}}"
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herr|Frau)\b\.? ?"
_START = r"(?:^|(?<=[\n.!?]))[ \t]*"
_SALUTATION = (
    rf"{_START}(?i:hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day))"
    rf"(?: (?:{_TITLE})?|, {_TITLE}){_NAMES}(?=[ \t]*(?:[,!.:;?\n–—]|-|\Z))"
)
_HONOURED = (
    rf"(?<!\w)(?i:okay|ok|yes|no|sure|hello|hi|dear|namaste|thank you|thanks|sorry)[ ,]{{1,2}}{_NAME}"
    r"(?= (?:[Jj]i|[Bb]hai|[Ss]ahi?b|[Ss]aheb|[Gg]aru|san)(?!\w)(?! [A-Z]))"
)
"""A name with a title behind it: "Okay Suresh ji"."""
_IN_PASSING = (
    rf"{_START}(?i:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)),? [^\W\d_]{{2,30}}"
    rf"(?![\w'’@-])(?! (?i:here|speaking|from|at|with|on|in|and|or)\b| [{CAPITALS}])"
)
"""A greeting by a name that may be written small, without a mark after it: "hi karen i have checked"."""
_TITLED_SMALL = (  # with a mark behind it: "hi mr smith is our driver" calls nobody
    rf"{_START}(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)),? (?:mr|mrs|ms|mx)\.? "
    r"[^\W\d_A-Z]{3,30}(?=[ \t]*(?:[,!]|\n|\Z))"
)
"""The same by a title and a name that is written small: "dear mr castellano, ..."."""
_TITLED_SPOKEN = (
    r"(?<![\w'’])(?:hi|hello|hey|dear|sure(?: thing)?|okay|ok|right|alright|thanks?(?: you)?|lovely|perfect|great|of course"
    r"|no (?:problem|worries)|yes|morning|afternoon|evening|bye|sorry|(?:one|just a) moment|bear with me),? "
    r"(?<!or )(?<!and )(?:mr|mister|mrs|missus|ms|miss) [^\W\d_]{4,30}"
    r"(?![\w'’-])(?! (?:is|was|has|had|will|would|can|could|does|did|rang|called|said|says|asked|told|came|and|who|your)\b)"
)
"""And as a machine writes down what was said: "sure thing miss henderson i have monday"."""
_ONES = r"(?:our|my|the|your|his|her|their|an?|with|from|to)"
_TITLED = (
    rf"(?:{_START}{_TITLE}{_NAMES}(?=!|, (?!{_ONES}\b))"
    rf"|(?<!\w)(?i:thank you|thanks|sorry|apologies|bye|yes|no|welcome)[ ,]{{1,2}}{_TITLE}{_NAMES}(?=[,!.?]|\n|\Z)"
    rf"|(?<=\w), {_TITLE}{_NAMES}(?=[ \t]*(?:[!?.]|\n|\Z|, (?!our\b|my\b|an?\b|who\b|and\b))))"
)
_CALLED = rf"{_NAME}(?=[,!?]|\.[ \t]+\S|\.[ \t]*\Z)"
_CALLING = tuple(
    f"{word}{mark} "
    for word in (
        "thank you",
        "thanks",
        "sorry",
        "apologies",
        "bye",
        "welcome",
        "sure",
        "ok",
        "okay",
        "hi",
        "hello",
        "hey",
        "morning",
    )
    for mark in ("", ",")
)
_NAMED = re.compile(rf"(?i:my name(?:'s| is)|\bname:|\bcall me) {_NAMES}")
_SIGNED_AS = re.compile(
    r"(?i:\b(?:best|regards|thanks|cheers|sincerely|faithfully|wishes|thank you|yours|greetings)),?"
    rf"[ \t]*\n+[ \t]*{_NAMES}(?=\s*\Z|\n)"
)
_NOW_CALLED = re.compile(rf"({_NAME} {_NAME}(?: {_NAME})?),?[ ](?i:now|from now on|these days|since the wedding)\b")
"""A new name: "i got married! Kay Flint-Moran now"."""
_SIGNS = re.compile(
    rf"(?i:\bthis is|\bi am|\bi'm|\bit's|thanks,|regards,|\n)[ \t]*{_NAMES}(?=[ \t]*(?:[,.!\n]|\Z| here| from))"
)
_OWN_TITLE = re.compile(
    r"(?:(?i:\bi am|\bi'm|\bthis is|\bit's|regards,?|sincerely,?|faithfully,?|thanks,?|yours,?|\n)"
    r"\s*(Mr|Mrs|Ms|Miss)\b\.?(?=[ .\n]|\Z)(?! [\w-]+(?: [\w-]+)?[’'])|\((Mr|Mrs|Ms|Miss)\.?\))"
)
"""How clients say what they are: "Mrs Amara Eze" under a mail, "(Ms)" behind the name; "I am Mr Bell's niece" says it not."""
_MALE, _FEMALE = frozenset({"mr", "herr"}), frozenset({"mrs", "ms", "miss", "frau"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau"})
_SHORT_TITLES = {"mister": "mr", "missus": "mrs"}
_OFFICES = frozenset(
    "doctor professor councillor cllr reverend vicar rabbi imam captain colonel sergeant inspector minister mayor senator lord "
    "lady chair chairman chairwoman chairperson ambassador headteacher headmaster headmistress principal bursar secretary "
    "treasurer editor judge".split()
)
"""What people are addressed as by what they are: "Dear Councillor,"."""


class WrongName(Rule):
    """The agent addresses the client by a name that is not theirs, where the client's name is known.

    Known are the names of the export and those that the client gave. After a greeting any name counts but generic words
    ("Hi Team"); elsewhere only common given names do. A name that somebody else mentioned before is a third party's.
    """

    kind = "wrong-name"
    own_words = True

    @dataclass(frozen=True)
    class Params:
        """`nobody` are words in a name's place that name no one."""

        reason: str
        nobody: frozenset[str]

    def patterns(self) -> Mapping[str, PatternSet]:
        return {
            "salutation": PatternSet({_SALUTATION: "", _HONOURED: ""}, AGENTS, timed=False),
            "in_passing": PatternSet({_IN_PASSING: "", _TITLED_SMALL: ""}, AGENTS, timed=False),
            "spoken": PatternSet({_TITLED_SPOKEN: ""}, AGENTS, timed=False),
            "called": PatternSet({_CALLED: ",!?."}, AGENTS, timed=False),
            "titled": PatternSet({_TITLED: "MDHFP"}, AGENTS, timed=False),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not any(self.is_mentioned(talk, name) for name in ("salutation", "in_passing", "spoken", "called", "titled")):
            return
        failed: set[Subject] = set()
        verdicts: dict[Subject, Outcome] = {}
        for place in public(talk, Role.AGENT):
            subject = author(talk, place)
            addressed = list(self._addressed(talk, place))[:_MOST]
            known = self._known(talk, place) if addressed else set()
            titles = self._titles(talk, place) if addressed else set()
            for span, words in addressed:
                if not known:
                    verdicts.setdefault(subject, self.not_evaluated(talk, None, subject, "the client's name is not known"))
                elif self._fits(talk, words, known) and not _mistitled(words, titles):
                    verdicts[subject] = self.passed(talk, None, subject)
                elif _mistitled(words, titles) or (
                    not self._is_third_party(talk, place, words) and self._comparable(words, known)
                ):
                    sure = Confidence.HIGH if any(map(is_given_name, words)) else Confidence.MEDIUM
                    yield self.failed(talk, place, subject, self.params.reason, spans=[span], confidence=sure)
                    failed.add(subject)
        yield from (outcome for subject, outcome in verdicts.items() if subject not in failed)

    def _addressed(self, talk: AnnotatedConversation, place: int) -> Iterator[tuple[Span, list[str]]]:
        """Where a message addresses somebody by name, and the plain words of the name, with a title that goes before."""
        text = talk.messages[place].text
        greeted = list(self.matches(talk, place, "salutation"))
        titled = self.matches(talk, place, "titled")
        greeted += [
            span
            for span in titled
            if not any(start < span[1] and span[0] < end for start, end in greeted)
            and not _SOMEBODY.search(_before(text, span[0] + 1).rstrip(", "))
            and not _IS_TOLD_OF.match(text, span[1])
            and not _ENTRY.search(_before(text, span[0]))
        ]
        shared = not any("F" in listed(word) for word in _WORD.findall(talk.messages[place].author))
        called = [
            span
            for span in self.matches(talk, place, "called")
            if _calls(text, span)
            and not (shared and not text[span[1] + 1 :].strip())  # "See you soon, Rebecca." from "Acme Support" signs
            and not _SOMEBODY.search(_before(text, span[0]).rstrip(", "))
            and not any(start <= span[0] < end for start, end in greeted)
        ]
        for span, needs_given in [(span, False) for span in greeted] + [(span, True) for span in called]:
            words = _name_at_end(talk.text(place, span))
            bare = [plain(word) for word in words]
            if any(part.islower() for word in words for part in word.split("-")[1:]):
                continue  # "ta-ra"
            if words and words[-1].endswith(("'s", "’s")):
                continue  # "number seven, Mr Thwaite's"
            if not bare or self.params.nobody.intersection(bare) or any(map(str.isdigit, "".join(words))):
                continue
            if _OFFICES.issuperset(bare):
                continue
            if (
                place == 0
                and bare[0] not in _TITLES
                and not any(map(is_given_name, bare))
                and _TAKES_THE_CALL.match(text, span[1])
            ):
                continue  # "Good morning Acme Water, Joan speaking"
            ends = text[span[1] : span[1] + 1] in ".?!" and text[: span[0]].endswith(", ")  # "anything else, Prudence?"
            if needs_given and (not is_given_name(bare[0]) or (is_a_word_too(bare[0]) and not ends)):
                continue
            yield (span[1] - len(" ".join(words)), span[1]), bare
        for start, end in self.matches(talk, place, "in_passing"):
            *others, word = text[start:end].lower().split()
            title = [others[-1].rstrip(".")] if others[-1].rstrip(".") in _TITLES else []
            named = title or (is_given_name(word) and not is_a_word_too(plain(word)))
            if named and plain(word) not in self.params.nobody and not any(one[0] < end and start < one[1] for one in greeted):
                yield (end - len(word), end), [*title, plain(word)]
        heard = talk.is_spoken and text.islower()
        for start, end in self.matches(talk, place, "spoken") if heard else ():
            *_, honorific, word = text[start:end].split()
            if "L" in listed(word) and "c" not in listed(word):
                yield (end - len(word), end), [_SHORT_TITLES.get(honorific, honorific), plain(word)]

    def _known(self, talk: AnnotatedConversation, place: int) -> set[str]:
        """Plain words of the client's names, as far as they are known at `place`."""
        known: set[str] = talk.once("words of clients' names", _clients_words) - self.params.nobody
        return known.union(*(words for before, words in talk.once("clients' own names", _told_names) if before <= place))

    def _fits(self, talk: AnnotatedConversation, words: list[str], known: set[str]) -> bool:
        """Whether the name can be the client's, or is an agent's own."""
        agents = talk.once("words of agents' names", _agents_words)
        bare = [word for word in words if word not in _TITLES]
        alike = may_be_same_surname if len(bare) == 1 and bare != words else may_be_same
        return any(alike(word, own) for word in bare for own in known | agents)

    def _titles(self, talk: AnnotatedConversation, place: int) -> set[str]:
        """What the client calls herself or himself by then: "mrs"."""
        return {title for before, title in talk.once("clients' own titles", _told_titles) if before < place} | {
            name.split()[0].lower().rstrip(".") for name in talk.once("names of clients", _client_names) if name.split()
        }

    def _is_third_party(self, talk: AnnotatedConversation, place: int, words: list[str]) -> bool:
        """Whether somebody else named them before, or a handle or address of the client holds the name."""
        first = talk.once("where words were first heard", _first_heard)
        words = [word for word in words if word not in _TITLES]  # "(Mrs)" was heard of the client
        heard = {word for word in words if first.get(word, place) < place}
        heard |= {
            name for name in talk.once("names heard", lambda _: list(filter(is_given_name, first))) if first[name] < place
        }
        if any(may_be_same(word, name) for word in words for name in heard):
            return True
        handles = [plain(name) for name in talk.once("names of clients", _client_names)]
        return any(len(word) >= 3 and word in handle for word in words for handle in handles)

    def _comparable(self, words: list[str], known: set[str]) -> bool:
        """Whether both are names of one kind: of a surname alone and a given name alone nothing can be said."""
        surname_only = words[0] in _TITLES
        return len(known) > 1 or (not surname_only and any(map(is_given_name, known)))


_SOMEBODY = re.compile(
    rf"(?i)\b(?:{_ONES}|(?!(?:it|that|what|there|here|he|she|who|let)['’])[\w-]+['’]s)(?: [\w'-]+){{0,4}} (?:{OCCUPATIONS})"
    r"(?: (?:of|for|in|at)(?: [\w'-]+){1,3}| there| here| today)?$|[\w-]+['’]s (?:cover|stand-in)$"
)
"""Who is named in what follows: "our head of lettings, Mrs Orr."."""
_TAKES_THE_CALL = re.compile(
    rf"[ \t]*[,.!:;–-]+[ \t]*(?:{_NAME}(?: {_NAME})? (?:speaking|here)\b|(?i:(?:my )?name(?:'s| is)|this is|it's|i'm) {_NAME}"
    r"|(?i:you(?:['’]re| are)? (?:speaking|talking|through)\b|how (?:can|may|could) (?:I|we) help|what can (?:I|we) do))"
)
"""What follows the name of the firm where a call is taken."""
_WORD = re.compile(r"[^\W\d_]+")
_MOST = 20
"""So many addresses of one message are looked at."""


def _mistitled(words: list[str], theirs: set[str]) -> bool:
    """Whether the client is called Mr who signs as Mrs, or the other way round."""
    own, other = (_MALE, _FEMALE) if words[0] in _MALE else (_FEMALE, _MALE)
    return words[0] in own and bool(theirs & other) and not theirs & own


_GOES_ON = re.compile(r", (?:and |but |so )?(?!and |or |with )(?:I(?:['’][a-z]{1,2})?|[a-z][\w']*) (?![A-Z][a-z])")


_VALEDICTION = re.compile(
    r"\b(?:regards|wishes|thanks|thank you|cheers|sincerely|faithfully|truly|yours|greetings|warmly|best|respectfully)"
    r"[,.!]?\s*\n\s*$"
)
"""What a mail ends with before who signs it: "Kind regards" and then "Neil, Sales Office"."""
_CLOSES = re.compile(
    r"\b(?:regards|wishes|thanks|thank you|cheers|sincerely|faithfully|truly|yours|greetings|warmly|best|respectfully|love|team"
    r"|all|signed|by|from|with|and|or), $"
)
"""The same on one line, and what a name at the end of a list or of a hand-over stands behind."""
_SIGNATURE = re.compile(rf",(?: (?:[{CAPITALS}][\w'’&-]*|of|and|the|for|at|in|&)){{1,6}}[ \t]*(?:\n|\Z)")
"""What follows the name of who signs a mail on a line of their own, or a text message at its end: "Murdo, Glen Tractors"."""
_IS_TOLD_OF = re.compile(  # "Nicolas, our field man, drives there now", "our climber, Ffion, can be with you"
    r", (?:our|my|the|a|an)"
    r"(?! (?:(?!who|which|that|of)[\w'’-]+ ){1,3}(?:is|are|was|were|will|has|have|comes|goes|takes|costs)\b) "
    r"|, (?:from|who|whom|whose|one of|at|in) "
    r"|, (?!this|yes|thanks|as|always|sometimes|plus|unless|is|was|does|perhaps|besides|its|others|less|pass|press|address)"
    r"[a-z]{3,}s (?:the|you|your|it|them|him|her|a|an|our|us|that|this|these|those|all)\b"
    r"|, (?:can|will|is|has|was|comes|could|would|does) (?!(?:you|I|we|it|there|that|this|they|he|she|the|your|all)\b)"
)
_ENTRY = re.compile(r"(?:\A|\n)[^\S\n]*[A-Z][\w /-]{2,24}:[^\S\n](?=[^\n]{0,60}\d)[^\n.!?]{0,80}\Z")
"""What stands before a name in a form: "Appointment: 14 April, Room 4, Dr Patel"."""
_NO_MORE = re.compile(r"\s*\Z")
_NEAR = 80
"""Characters before a name that tell how it stands there."""


def _before(text: str, end: int) -> str:
    """As much of what goes before a name as may say who is named."""
    return text[max(0, end - 160) : end]


def _calls(text: str, span: Span) -> bool:
    """Whether a name stands where somebody is called: first in a sentence, after a courtesy, or last after a comma."""
    before, mark = text[max(0, span[0] - _NEAR) : span[0]].lower(), text[span[1]]
    if before.rstrip(" \t")[-1:] in ("", "\n", ".", "!", "?"):
        signed = _SIGNATURE.match(text, span[1])
        ends = signed and (before.rstrip(" \t").endswith("\n") or _NO_MORE.match(text, signed.end()))
        signs = _VALEDICTION.search(before) or ends
        return mark == "," and not _IS_TOLD_OF.match(text, span[1]) and not signs
    if mark == "." and _NO_MORE.match(text, span[1] + 1):  # "Sleep well tonight, Angus.", and not "Many thanks, Angus."
        return before.endswith(", ") and not _CLOSES.search(before)
    if before.endswith(_CALLING):
        return True
    if _IS_TOLD_OF.match(text, span[1]):
        return False
    goes_on = mark != "," or _GOES_ON.match(text, span[1]) is not None  # "our service, Ann, and it is": no list of names
    return before.endswith(", ") and goes_on


def _told_names(talk: AnnotatedConversation) -> list[tuple[int, set[str]]]:
    """Where clients say what they are called, and the plain words of it."""
    told = []
    own = talk.once("words of clients' names", _clients_words)
    for place in talk.places(CLIENTS, True):
        text, words = talk.messages[place].text, set[str]()
        for match in (*_NAMED.finditer(text), *_SIGNED_AS.finditer(text)):
            words.update(map(plain, _name_at_end(match.group())))
        for match in _NOW_CALLED.finditer(text):
            married = [plain(word) for word in _name_at_end(match[1])]
            words.update(married if married[:1] and married[0] in own else ())
        for match in _SIGNS.finditer(text):
            signed = [plain(word) for word in _name_at_end(match.group())]
            words.update(signed if signed and is_given_name(signed[0]) else ())
        if words:
            told.append((place, words))
    return told


def _told_titles(talk: AnnotatedConversation) -> list[tuple[int, str]]:
    """Where clients say what they are, and the title."""
    return [
        (place, (match.group(1) or match.group(2)).lower())
        for place in talk.places(CLIENTS, True)
        for match in _OWN_TITLE.finditer(talk.messages[place].text)
    ]


def _agents_words(talk: AnnotatedConversation) -> set[str]:
    authors = {message.author for message in talk.messages if message.role is Role.AGENT}
    return {word for author in authors for word in _words_of_name(author)}


def _clients_words(talk: AnnotatedConversation) -> set[str]:
    return {word for name in _client_names(talk) for word in _words_of_name(name)}


def _first_heard(talk: AnnotatedConversation) -> dict[str, int]:
    """The words that others than agents wrote, and the first message of each."""
    first: dict[str, int] = {}
    for place, message in enumerate(talk.messages):
        if message.role is not Role.AGENT:
            for word in talk.notes[place].tokens.words:
                first.setdefault(word, place)
    return first


def _client_names(talk: AnnotatedConversation) -> list[str]:
    """Names of the client as the export gives them, each once."""
    written = (m.author for m in talk.messages if m.role is Role.CLIENT and m.author)
    return list(dict.fromkeys([*talk.conversation.client.names, *written]))


def _words_of_name(name: str) -> set[str]:
    """Plain words of a name that a person goes by; of a handle, an address or a firm none."""
    words = name.replace(",", " ").split()
    if any(not word.strip(".'’-").replace("-", "").replace("'", "").replace("’", "").isalpha() for word in words):
        return set()
    if len(words) == 1 and not name.istitle():
        return set()
    bare = {plain(part) for word in words for part in (word, *word.split("-"))} - _TITLES - {""}
    return set() if bare & _FIRMS else bare


_FIRMS = frozenset({"ltd", "limited", "inc", "gmbh", "llc", "plc", "ag", "company", "group", "shop", "store", "services"})


def _name_at_end(text: str) -> list[str]:
    """The capitalised words that a match ends with, without the opening before them."""
    words: list[str] = []
    for word in reversed(text.rpartition("\n")[2].replace(",", " ").split()):
        if not word[0].isupper() or word.lower() in _OPENING_WORDS:
            break
        words.insert(0, word)
    return words


_OPENING_WORDS = frozenset(
    "hi hello hey hiya dear greetings good morning afternoon evening day thank thanks you sorry apologies bye goodbye welcome "
    "you're sure ok okay name is me regards i i'm it's am this name: name's my".split()
)


KINDS: tuple[type[Rule], ...] = (WrongName,)
