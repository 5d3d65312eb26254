"""Which sentences ask something, with a question mark or without."""

import re
from itertools import pairwise
from typing import NamedTuple

from caraway_audit.language.tokens import Sentence, Tokens

QUESTION_WORDS = frozenset({"what", "when", "where", "who", "whom", "whose", "which", "why", "how"})
AUXILIARY = frozenset(
    {"is", "are", "am", "was", "were", "do", "does", "did", "can", "could", "will", "would", "shall", "should", "may",
     "might", "has", "have", "had"}
)  # fmt: skip
_SUBJECT = frozenset(
    {"i", "you", "we", "they", "he", "she", "it", "there", "this", "that", "my", "your", "the", "these", "those", "any",
     "anyone", "anybody", "someone", "somebody", "our", "a", "an"}
)  # fmt: skip
LEADS = frozenset(
    {"hi", "hello", "hey", "ok", "okay", "so", "and", "but", "also", "well", "please", "yes", "no", "thanks", "then",
     "good", "morning", "afternoon", "evening", "or", "oh", "right", "now", "sorry", "like", "um", "erm", "uh", "hmm", "btw",
     "just", "one", "more", "thing", "question", "quick", "dear", "team", "sir", "madam", ","}
)  # fmt: skip
_ORDERS = frozenset(
    {("do", "it"), ("do", "this"), ("do", "that"), ("have", "a"), ("have", "an"), ("have", "the"), ("have", "it"),
     ("have", "this"), ("have", "that"), ("was", "a"), ("was", "an")}
)  # fmt: skip
"""What asks nothing without a question mark: "do it at once", "have a nice day"."""
_COMMON_OPENERS = frozenset({"how", "are", "is", "you", "it", "going", "doing", "today", "things", "all", "well", "everything"})


class Question(NamedTuple):
    """One thing asked: tokens `first` up to `last` of sentence number `sentence`."""

    sentence: int
    first: int
    last: int

    def requests(self, tokens: Tokens) -> bool:
        """Whether it wants something done, not told: "can you send it again?", "may I keep it?"."""
        words = [word for word in tokens.words[self.first : self.last] if word not in LEADS]
        if tuple(words[:2]) in _PROPOSES or (words[:3] == ["why", "do", "not"] and words[3:4] in (["we"], ["you"])):
            return True
        if words[:1] and words[0] in QUESTION_WORDS:
            return False
        # "excuse me, could you": it may be called out to somebody first
        at = next((p for p, pair in enumerate(pairwise(words[:_CALLED])) if pair in _REQUESTS or pair in LEAVES), None)
        return at is not None and _TELLING.isdisjoint(words[at + 2 : at + 5])


_REQUESTS = {(verb, "you") for verb in ("can", "could", "would", "will")}
LEAVES = {(verb, who) for verb in ("can", "could", "may", "shall") for who in ("i", "we")}
_CALLED = 6
_PROPOSES = {("how", "about"), ("why", "not"), ("shall", "we")}
_TELLING = frozenset(
    "like prefer rather help serve be tell say explain confirm advise inform show know ask recommend suggest think mean "
    "do".split()
)


def questions(tokens: Tokens) -> tuple[Question, ...]:
    """Everything that a text asks. "Is it in stock, and what does it cost?" asks two things."""
    found: list[Question] = []
    for number, sentence in enumerate(tokens.sentences):
        begins = _begins(tokens, sentence)
        if begins is None or is_courtesy(tokens, sentence) or is_rhetorical(tokens, sentence):
            continue
        if number and not tokens.sentences[number - 1].mark and not _is_clear(tokens.words[begins : sentence.last]):
            continue
        further = [place for place in _further(tokens, sentence) if place > begins]
        starts = [begins, *further, sentence.last]
        if further and not _is_formed(tokens.words, begins, further[0]):
            starts = starts[1:]  # "yes that works, and how much is it?" asks once
        found += [Question(number, first, last) for first, last in pairwise(starts)]
    return tuple(found)


def _is_clear(words: list[str]) -> bool:
    """Whether what begins behind no mark asks beyond doubt: "do I send it back", "how long will it take", but not "which makes
    it look good", "who is famous for it"."""
    while len(words) > 1 and words[0] in LEADS:
        words = words[1:]
    if words[0] not in QUESTION_WORDS and words[0] not in AUXILIARY:
        return True
    reach = 1 if words[0] in AUXILIARY else _VERB_WITHIN
    inverted = any(
        verb in AUXILIARY and who in _SUBJECT - _UNCLEAR and (verb in _NOW or who != "the")
        for verb, who in pairwise(words[: reach + 1])
    )
    there = words[1:2] == ["there"] and words[2:3] != [] and words[2] in _SOMETHING
    return inverted or there or tuple(words[:2]) in _ASKED_ABOUT


_VERB_WITHIN = 5
_UNCLEAR = frozenset({"that", "a", "an", "there"})
"""What may as well complete what was said: "the point is | is that it rains", "he | was a friend"."""
_SOMETHING = frozenset("a an another any anybody anyone anything no some somebody someone something still".split())
_NOW = frozenset({"is", "are", "can", "could", "will", "would", "should", "does"})
_ASKED_ABOUT = {("what", "about"), ("what", "happens"), ("what", "if"), ("how", "about"), ("how", "come"), ("which", "one")}


def _further(tokens: Tokens, sentence: Sentence) -> list[int]:
    """Where a second question begins inside a sentence: "and" with a question word or an inverted verb behind it."""
    words = tokens.words
    found = []
    for place in range(sentence.first + 3, sentence.last - 2):
        if words[place] in _JOINS:
            if words[place - 1] in _JOINS:
                continue  # "and also is it true" begins at "and"
            wished = sentence.mark == "?" or _wishes_to_know(words[sentence.first : place])
            if _opens(words, place + 1, wished):
                found.append(place)
        elif (
            (words[place], words[place + 1]) in _HOW
            and words[sentence.first] in QUESTION_WORDS
            and words[place - 1] not in _JOINS
        ):
            found.append(place)  # "how much is it & how long does it take"
        elif (_runs_on(words, place) or _is_listed(words, sentence, place)) and _ends_before(
            words, max([sentence.first, *found]), place
        ):
            found.append(place)  # "where are you based are you open on Sundays"
    return found


def _ends_before(words: list[str], first: int, place: int) -> bool:
    """Whether what stands before a word is whole: "what kind of drink" waits for "would you like"."""
    while first < place and words[first] in LEADS | _JOINS:
        first += 1
    opens = words[first] in QUESTION_WORDS or words[first] in AUXILIARY
    return place - first > 2 and (not opens or _is_formed(words, first, place))


def _runs_on(words: list[str], place: int) -> bool:
    """Whether a question begins at a word though nothing parts it from what stands before: "the train can I take a jar"."""
    pair = words[place], words[place + 1]
    if pair == ("should", "you") and _IF_SO.intersection(words[place + 2 : place + 3]):
        return False  # "my postcode, should you need it, is"
    return pair in _RUNS_ON and words[place - 1] not in _LEANS_ON


_IF_SO = frozenset("need want wish require prefer decide ever".split())
"""What follows "should you" where it means "if you"."""


def _is_listed(words: list[str], sentence: Sentence, place: int) -> bool:
    """Whether a question stands in a row of such: "can we bring the dog, is firewood sold, and is there a shop?"."""
    first = next((p for p in range(sentence.first, place) if words[p] not in LEADS), place)
    return (
        words[place] in _LISTED
        and sentence.mark == "?"
        and words[first] in AUXILIARY
        and words[place + 1].isalpha()
        and words[place + 1] not in _AFTER_VERB
        and words[place - 1] not in _LEANS_ON
        and any(one in _JOINS and other in AUXILIARY | QUESTION_WORDS for one, other in pairwise(words[place : sentence.last]))
        and _SUBORDINATE.isdisjoint(words[first:place])
    )


_LISTED = frozenset({"is", "are", "does"})
_SUBORDINATE = QUESTION_WORDS | {"that", "if", "whether", "because", "tell", "confirm", "know", "check"}

_RUNS_ON = {
    (verb, who)
    for verb in ("do", "can", "could", "will", "should", "shall", "would", "may", "did")
    for who in ("i", "we", "you")
}
_RUNS_ON |= {(verb, who) for verb in ("is", "are", "was") for who in ("there", "you", "it")} - {("was", "you"), ("is", "you")}
_RUNS_ON |= {("what", "happens"), ("what", "is"), ("what", "do"), ("what", "if"), ("how", "do"), ("how", "can"), ("who", "do")}
_RUNS_ON |= {
    ("when", "is"),
    ("when", "will"),
    ("when", "does"),
    ("where", "do"),
    ("where", "is"),
    ("why", "is"),
    ("does", "it"),
}
_INVERTED_LATE = frozenset({"do", "can", "could", "should", "may", "shall"})
_ASKERS = frozenset({"i", "we", "you"})
_LEANS_ON = frozenset(
    "so nor neither only as than what how where when why who whom which whose if whether that not and or but because all know "
    "tell say said ask see sure wonder wondering idea about of to for from with in on at is are was were be it i you we they "
    "he she until since by much many long often far time day , then there , do does did can could will would should".split()
)
"""After these words such a pair continues what was begun: "so do I", "I know what is"."""


_HOW = frozenset({("how", "much"), ("how", "many"), ("how", "long")})


_JOINS = frozenset({"and", "also", "plus"})


def _opens(words: list[str], place: int, asked: bool) -> bool:
    """Whether a question opens at a word: "what does", "until when", "is it"; in a sentence that asks also "are bikes"."""
    place += words[place] == "also"
    place += words[place] in {"also", "if", "please", "until", "by", "since", "from", "at", "for", "on", "in", "then"}
    if place >= len(words):
        return False
    word, following = words[place], words[place + 1] if place + 1 < len(words) else ""
    if word in QUESTION_WORDS:
        return following in _AFTER_WH or (asked and following in _SUBJECT)
    return word in AUXILIARY and (following in _SUBJECT or (asked and following.isalpha() and following not in _AFTER_VERB))


_AFTER_WH = AUXILIARY | {"much", "many", "long", "time", "day", "date", "often", "far"}
_AFTER_VERB = AUXILIARY | {"be", "been", "not", "to", "so", "very", "now", "also", "then", "still", "never", "and", "was"}
"""What follows a verb that asks nothing: "and is now blue"."""


def _begins(tokens: Tokens, sentence: Sentence) -> int | None:
    """Where a sentence begins to ask: at its first word if it ends in "?" or is built as a question ("when does it arrive"),
    else behind the comma that parts a question from what it is about ("it says 51, is that normal"). None: it asks nothing.
    """
    words, first = tokens.words, sentence.first
    if sentence.mark == "?":
        return first
    last = sentence.last - (1 if sentence.mark else 0)
    if (
        _is_formed(words, first, last)
        or _is_returned(words, first, last)
        or _is_fragment(words, first, last)
        or _asks_late(words, first, last)
    ):
        return first
    late = range(max(first + 1, last - _A_CLAUSE), last - 1)
    return next((place for place in late if _asks_behind_comma(tokens, place, last)), None)


def _asks_late(words: list[str], first: int, last: int) -> bool:
    """Whether a sentence turns into a question on its way: "I sent it in May so will you pay it or not"."""
    return any(
        words[place] in _TURNS and words[place + 1] in _INVERTED and words[place + 2] in PRONOUNS
        for place in range(first, last - 3)
    ) or any(
        words[place] in _INVERTED_LATE and words[place + 1] in _ASKERS and _runs_on(words, place)
        for place in range(first + 2, last - 3)
    )


def _asks_behind_comma(tokens: Tokens, place: int, last: int) -> bool:
    """Whether a short question begins at a word that a comma parts from the one before it: a verb before its subject, "why"."""
    words = tokens.words
    if tokens.starts[place] - tokens.ends[place - 1] < _A_COMMA or words[place] not in AUXILIARY | _REASONS:
        return False
    unbroken = all(tokens.starts[p] - tokens.ends[p - 1] < _A_COMMA for p in range(place + 1, last))
    opens = words[place] in _REASONS or words[place + 1] not in _AFTER_VERB
    return unbroken and opens and _is_formed(words, place, last)


_A_COMMA, _A_CLAUSE = 2, 10
"""So many characters lie between two words with a comma between them at least; so many words has a question behind one."""

_REASONS = frozenset({"why", "how"})
"""Other question words go on behind a comma: "my son, who is 12"."""


def _is_returned(words: list[str], first: int, last: int) -> bool:
    """Whether a sentence hands the word back: "nice, isn't it", "you said two, which is it", "how about friday", "and you"."""
    if last - first > 4 and tuple(words[last - 3 : last]) in _TAGS:
        return True
    if words[last - 3 : last] == ["which", "is", "it"] and last - first > 2:
        return True
    if last - first > 4 and tuple(words[last - 2 : last]) in _TAILS and words[last - 3] not in _LEANS_ON | {"this", "here"}:
        return True
    while first < last and words[first] in LEADS:
        first += 1
    if tuple(words[first : first + 2]) in _TAKES_UP:
        return True
    return last - first <= 6 and words[last - 2 : last] == ["and", "you"]


_TAKES_UP = {("how", "about"), ("what", "about"), ("how", "come"), ("why", "not"), ("what", "if")}
_TAGS = {(verb, "not", who) for verb in AUXILIARY for who in ("it", "you", "they", "he", "she")}
_TAILS = {(verb, who) for verb in ("is", "was", "does", "will") for who in ("it", "he", "she")}
_TAILS |= {(verb, who) for verb in ("are", "do", "can", "will", "did", "have") for who in ("you", "they")} | {("do", "i")}
"""What turns a statement into a question at its end."""


_TURNS = frozenset({",", "so", "but"})  # a comma is no token, a dash or semicolon is
_INVERTED = AUXILIARY - {"do", "have", "has", "had"}
PRONOUNS = frozenset({"i", "you", "we", "they", "he", "she", "it", "there"})
"""By which a question opens late: "I sent it in May, so will you pay it or not"."""


def _is_formed(words: list[str], first: int, last: int) -> bool:
    """Whether words are built as a question, or wish to know something."""
    if _wishes_to_know(words[first:last]):
        return True
    first = _without_leads(words, first, last)
    if last - first < 3:
        return False
    word, following = words[first], words[first + 1]
    if word in AUXILIARY:
        return _is_inverted(words, first, last)
    if word not in QUESTION_WORDS or (word == "which" and following in AUXILIARY):  # "which is why I called"
        return False
    # "what a mess" and "when I came home" are none: an auxiliary has to follow, with a subject behind it or none.
    reach = words[first + 1 : min(first + 5, last)]
    place = next((p for p, candidate in enumerate(reach) if candidate in AUXILIARY), None)
    return place is not None and not any(before in _SUBJECT for before in reach[:place])


def _without_leads(words: list[str], first: int, last: int) -> int:
    """The first word behind "hi", "ok so", "thanks and", and behind the preposition of "until when"."""
    while first < last and words[first] in LEADS:
        first += 1
    if first + 1 < last and words[first] in _PREPOSITIONS and words[first + 1] in QUESTION_WORDS:
        first += 1
    return first


_PREPOSITIONS = frozenset({"until", "till", "by", "since", "from", "at", "for", "on", "in", "to", "with", "of"})


def _is_inverted(words: list[str], first: int, last: int) -> bool:
    """Whether a verb stands before its subject: "has it shipped", "would thursday work", "is parking included"."""
    word, following = words[first], words[first + 1]
    third = words[first + 2]
    if following == "not":  # "isn't it here", but "do not open it"
        return third in PRONOUNS
    if (word, following) in _ORDERS:
        return False
    if word == "did" and following in _IT:  # "did that, still dark" reports
        return third in _BASES
    if following in (PRONOUNS if word == "had" else _SUBJECT):
        return True
    if not following.isalpha() or following in _AFTER_VERB or following in _NO_SUBJECT:
        return False
    told = _PREDICATES if word in ("is", "are", "was", "were") else _BASES if word in _DOING else frozenset[str]()
    return not told.isdisjoint(words[first + 2 : min(first + 6, last)])


_IT = frozenset({"it", "this", "that", "both", "these", "those", "them"})
_DOING = frozenset({"do", "does", "did", "will", "would"})
_BASES = frozenset(
    "work help arrive go get come ship change fit ever not also really actually happen include cost take turn make leave say "
    "mean need start stop reach save send break fail apply expire count be run cover have end open close suit do pay".split()
)
"""What the verb of a question does."""

_PREDICATES = frozenset(
    "included available allowed open closed ok okay possible extra free compulsory needed required mandatory refundable "
    "covered allergic safe suitable compatible welcome there ready due valid necessary".split()
)
"""What a thing is asked to be."""

_NO_SUBJECT = frozenset(
    "fine good great ok okay what working broken back gone still just only really being getting having going too "
    "let come take check keep send tell call as please try wait ask give go make look better like love done".split()
)
"""What follows a verb whose subject is left out: "is fine", "will try that", "would love that"."""


def _is_fragment(words: list[str], first: int, last: int) -> bool:
    """Whether a few words ask without a verb in front: "which page though", "any news", "how to reset it", "so what now"."""
    first = _without_leads(words, first, last)
    if last <= first or last - first > _A_FRAGMENT:
        return False
    word, rest = words[first], words[first + 1 : last]
    following = rest[0] if rest else ""
    if word == "any":
        return following in _HOPED_FOR
    if word == "got":
        return following == "any"
    if word == "you":  # "you open sundays", "you still got the blue one"
        return len(rest) > 1 and (rest[1] if following in _STILL else following) in _SELLS
    if word not in QUESTION_WORDS:
        return False
    if following == "to":
        return len(rest) > 1
    if word in ("what", "how", "why") and not rest:
        return word != "how" or words[first - 1] in ("but", "so")
    if word == "how":
        return following in _DEGREES
    if word == "why":
        return following in ("not", "so", "though", "then", "that", "this") and len(rest) <= 2
    if word in ("when", "where"):
        return following in _EXACTLY
    return following.isalpha() and following not in _SUBJECT | AUXILIARY | _NO_FRAGMENT


_A_FRAGMENT = 6
_HOPED_FOR = frozenset(
    "news update updates chance idea word progress way discount discounts plans alternative alternatives reason joy offers "
    "advice tips thoughts".split()
)
_SELLS = frozenset("open sell stock deliver ship accept offer got".split())
_STILL = frozenset({"still", "even", "also", "guys"})
_DEGREES = frozenset("long much many far often soon late big so come old early heavy".split())
_EXACTLY = frozenset("exactly though then next roughly from else".split())
_NO_FRAGMENT = frozenset(
    "ever knows cares knew if of for with in on at to not and or but as rubbish nonsense luck joy fun".split()
)
"""What follows the first word of "what rubbish", "who knows", "whatever"."""


def _wishes_to_know(words: list[str]) -> bool:
    """Whether a sentence asks by stating a wish: "I would like to know when", "can you tell me if", "please advise whether"."""
    if WISHES.isdisjoint(words):
        return False
    for place, word in enumerate(words):
        if word in WISHES and _is_wish(words, place):
            following = words[place + 1 : place + 4]
            if following and following[0] in {"me", "us", "out"}:
                following = following[1:]
            if following and following[0] in _PREPOSITIONS:
                following = following[1:]
            if following and following[0] in ASKED_FOR:
                return True
            if words[place] in _TELLS and words[place + 1 : place + 2] in (["the"], ["your"]):
                return not _FACTS.isdisjoint(words[place + 2 : place + 5])
    return words[:1] == ["explain"] and not ASKED_FOR.isdisjoint(words[1:4])


def _is_wish(words: list[str], place: int) -> bool:
    """Whether a verb of knowing is wished for: not "I know when" or "I don't know when", nor "I'll check if"."""
    if words[place] == "idea" and words[max(0, place - 1)] == "no":
        return False  # "no idea what happened"
    if words[place] in _DONE_BY_ANYBODY:
        return not _WANTING.isdisjoint(words[max(0, place - 5) : place])
    before = words[max(0, place - 2) : place]
    if words[place] != "know" or not before:
        return True
    if before[-1] == "you":  # "you know where" only fills; "do you know where" asks
        return before[0] in AUXILIARY
    return before[-1] not in _KNOW_ALREADY


_KNOW_ALREADY = {"i", "we", "they", "he", "she", "people", "everybody", "who", "not", "and"}
_DONE_BY_ANYBODY = frozenset({"ask", "asking", "learn", "inquire", "enquire", "check", "explain", "clarify", "remind"})
_TELLS = frozenset({"know", "tell"})
_FACTS = frozenset(
    "price prices cost costs status address hours date time reason balance number amount total deadline procedure process "
    "details fee fees rate rates options requirements conditions".split()
)
"""What one wishes to know by its name: "I'd like to know the price"."""
_WANTING = frozenset(
    {"want", "wanted", "wanting", "like", "may", "can", "could", "please", "kindly", "wish", "interested", "you"}
)
WISHES = _DONE_BY_ANYBODY | {
    "know", "tell", "wondering", "wonder", "wondered", "advise", "confirm", "find", "curious", "sure", "idea"
}  # fmt: skip
ASKED_FOR = frozenset({"when", "where", "what", "which", "who", "why", "how", "if", "whether"})


def is_courtesy(tokens: Tokens, sentence: Sentence) -> bool:
    """Whether a question only greets ("how are you today?"), is a bare particle ("ok?"), or guesses ("two, maybe?")."""
    said = [w for w in tokens.words[sentence.first : sentence.last] if len(w) > 1]
    words = [w for w in said if w not in LEADS]
    if len(words) <= 1:
        return _ASKS_ALONE.isdisjoint(words) and tuple(said[-2:]) not in _WHAT_NOW
    if len(words) <= _A_GUESS and words[-1] in _SUPPOSED and words[0] not in QUESTION_WORDS | AUXILIARY:
        return True
    return "how" in words and all(word in _COMMON_OPENERS for word in words)


_A_GUESS = 6
_SUPPOSED = frozenset({"think", "guess", "suppose", "believe", "maybe", "probably"})
"""How a guess ends that answers somebody: "down, I think?"."""

_ASKS_ALONE = frozenset({"why", "where", "when", "which", "who", "how"})
_WHAT_NOW = {("what", "now"), ("now", "what"), ("what", "then"), ("then", "what")}
"""What asks although all its words but one only lead on: "ok, and what now?"."""


def is_rhetorical(tokens: Tokens, sentence: Sentence) -> bool:
    """Whether a question wants no answer: "are you kidding me?", "how hard can it be?", "do you even read these?"."""
    words = tokens.words[sentence.first : sentence.last]
    said = " ".join(word for word in words if word not in LEADS)
    return (
        said.startswith(_RHETORICAL)
        or said in ("excuse me ?", "pardon ?", "pardon me ?")
        or _WHAT_KIND.match(said) is not None
        or any(f" {part} " in f" {said} " for part in _RHETORICAL_PARTS)
    )


_WHAT_KIND = re.compile(
    r"what (?:kind|sort|type) of (?:\S+ ){1,3}(?:is this|are you(?: \S+)?|do you (?:run|call this)) ?[?!.]?$"
)
"""“what kind of company is this?”, “what sort of people are you?”"""


_RHETORICAL = (
    "are you kidding", "are you joking", "are you serious", "you kidding", "you must be joking", "is this a joke",
    "who are you and what have", "is this some", "how hard can", "how hard is it", "how hard would it", "how difficult can",
    "how dare", "how stupid",
    "how many times do i", "how many more times",
    "what is wrong with you", "what the hell", "what the fuck", "what a ", "what more can i",
    "who does that", "who do you think", "do you even", "do you guys even", "do i look", "why do i even", "why do i bother",
    "why am i not surprised", "why even", "why would anyone", "who knew", "who knows", "who cares", "guess what",
    "seriously", "really ?", "can you believe", "would you believe", "is it just me", "is that too much to ask",
)  # fmt: skip
_RHETORICAL_PARTS = (
    "what was i meant to", "what was i supposed to", "omg really", "what use is", "what good is", "what is the use",
    "too much to ask", "the hell", "the heck", "the fuck", "on earth", "am i supposed to believe",
)  # fmt: skip
