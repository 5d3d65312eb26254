"""What form the answer to a question has, and whether a reply has it: a time for "when", a yes or a no for "is it"."""

from collections.abc import Sequence
from itertools import pairwise

from caraway_audit.calendar_names import MONTHS, WEEKDAYS
from caraway_audit.language.questions import ASKED_FOR, AUXILIARY, LEADS, LEAVES, PRONOUNS, QUESTION_WORDS, WISHES

TIMES = frozenset(
    "today tomorrow tonight now soon immediately already yesterday noon midnight later never until once after "
    "before within next "
    "minute minutes min mins hour hours hrs day days week weeks month months year years weekend weekdays morning "
    "afternoon evening night daily shortly instantly straight am pm oclock date dates times early late open always".split()
).union(WEEKDAYS, MONTHS) - {"may"}
_MONEY = frozenset(
    "free included includes nothing complimentary cents cent pence p dollar dollars pound pounds euro euros usd eur "
    "gbp rupees quid "
    "cost costs price prices priced charge charges charged fee fees cheaper extra discount refund paid pay pays "
    "rate waived".split()
)
_NUMERALS = frozenset("two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred thousand".split())
_NUMBERS = _NUMERALS | frozenset(
    "one couple several few many unlimited all both none half most limit maximum minimum up direct single".split()
)
_PLACES = frozenset(
    "at in on near next behind under above below inside outside between opposite street road floor here there link "
    "website site "
    "page menu settings tab app http https via through online top bottom left right corner from address "
    "located venue area station city town st ave avenue rd lane drive dr court square plaza way boulevard blvd building "
    "suite".split()
)
AGREES = frozenset(
    "likely probably guess suppose think doubt hope should ought "
    "yes no sure certainly absolutely unfortunately indeed correct yep yeah nope definitely afraid gladly course both either "
    "neither not never none nothing only available possible done sorry".split()
)
_ABOUT_THING = frozenset({"it", "they", "he", "she", "there", "that", "this", "these", "those"})
_ABOUT_FIRM = frozenset({"i", "we"}) | _ABOUT_THING
_ABOUT_CLIENT = frozenset({"you"}) | _ABOUT_THING
_VERBS = {"has": "have", "had": "have", "does": "do", "did": "do", "are": "is", "am": "is", "was": "is", "were": "is"}
_FORM = {"time": TIMES | _NUMBERS, "number": _NUMBERS | TIMES, "place": _PLACES}


def wanted(words: Sequence[str]) -> str:
    """What form its answer has: time, money, number, place, choice, either, yes-no; "" where any statement may be one."""
    asked = _direct([word for word in words if word not in LEADS and word != ","])[:9]
    pairs = set(pairwise(asked))
    head = asked[0] if asked else ""
    if head == "if" and "if" in words[:3]:
        return ""  # "and if I upload it tonight?"
    if head in ("which", "what") and len(asked) - asked.count("?") <= _A_FEW:
        return ""  # "which number": whatever is said next may be meant
    if ("much", "time") in pairs or ("much", "longer") in pairs:
        return "time"
    if (
        ("how", "much") in pairs
        or {"cost", "costs", "price", "prices", "fee", "fees"}.intersection(asked[:6])
        or ("what", "charge") in pairs
    ):
        return "money"
    if "when" in asked[:3] or any(pair in _TIME_PAIRS for pair in pairs):
        return "time"
    if any(one == "how" and other in _MEASURES for one, other in pairs):
        return "number"
    if "where" in asked[:3]:
        return "place"
    if head in ("what", "which"):
        if _CODES.intersection(asked[1:7]):
            return "number"
        if "address" in asked[1:7]:
            return "place"
    if tuple(asked[:2]) in LEAVES:
        return "yes-no"
    request = asked[:2] == ["will", "you"] or asked[:3] in (["do", "you", "have"], ["do", "you", "know"])
    if head == "which":
        return "choice"
    if asked[1:2] == ["there"] and _WAYS.intersection(asked):
        return ""
    if request or head in QUESTION_WORDS:
        return ""
    if head in _CLOSED and "or" in asked and asked[asked.index("or") + 1 :][:1] not in _OPEN_ENDS:
        return "either"
    late = words[-1] == "?" and any(one in _CLOSED and other in _ABOUT_THING for one, other in pairs)
    return "yes-no" if head in _CLOSED or late else ""  # "the seat of 6.50, is it refunded too?"


def _direct(words: Sequence[str]) -> Sequence[str]:
    """A question without the wish that wraps it: "could you tell me when it opens" asks "when it opens"."""
    for place, word in enumerate(words[:8]):
        if word in WISHES:
            rest = words[place + 1 :]
            rest = rest[1:] if rest[:1] in (["me"], ["us"], ["out"]) else rest
            if rest and rest[0] in ASKED_FOR:
                return rest
    return words


_WAYS = frozenset(
    "way ways trick tricks fix solution option options chance reason workaround possibility anything remedy tip".split()
)
"""What one asks for with "is there …": naming it is an answer, with no yes before it."""

_TIME_PAIRS = frozenset(
    {("how", "long"), ("how", "soon"), ("how", "late"), ("what", "time"), ("what", "date"), ("what", "day"), ("which", "day"),
     ("which", "date"), ("by", "when")}
)  # fmt: skip
_CODES = frozenset({"number", "phone", "rating", "rated", "score", "code", "id", "telephone"})
_MEASURES = frozenset({"many", "often", "far", "big", "old", "heavy", "high"})
_CLOSED = frozenset({"if", "whether", "is", "are", "am", "was", "were", "do", "does", "did", "has", "have", "will", "should"})
"""Verbs of a question that wants a yes or a no; "can you …" is a request, which may be answered by doing it."""


_OPEN_ENDS = (["not"], ["anything"], ["something"], ["what"], ["so"])  # "is there a fee or anything?"
_BOTH = frozenset("both either neither first second former latter same whichever depends".split())
_OURS, _YOURS = frozenset({"us", "we", "our", "i", "me"}), frozenset({"you", "your"})


def has_form(form: str, asked: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a reply holds what an answer of this form is made of."""
    spoken = set(said)
    if form == "either":
        own = _OURS if {"you", "your"} & set(asked) else _YOURS if {"i", "me", "we"} & set(asked) else _BOTH
        both = _BOTH if len(said) <= _BRIEF else _BOTH - {"first", "second", "same"}  # "the first one has been voided"
        return bool(
            spoken & both or own.intersection(said[:3]) or _ABOUT_THING.intersection(said[:2]) or {"yes", "no"} & spoken
        )
    if form in ("yes-no", "choice"):
        verbs = {_VERBS.get(word, word) for word in asked if word in AUXILIARY}
        speaks_of = _ABOUT_FIRM if "you" in asked else _ABOUT_CLIENT if "i" in asked or "we" in asked else _ABOUT_THING
        echo = any(one in speaks_of and _VERBS.get(other, other) in verbs for one, other in pairwise(said))
        of_it = _ABOUT_THING.intersection(said[:2])  # "Ann, it can be"
        chosen = form == "choice" and (spoken & _NUMBERS or any(any(map(str.isdigit, word)) for word in said))
        agrees = spoken & (AGREES - {"no"}) or "no" in said[:_OPENING]  # "eleven is no problem" says no to nothing
        return echo or bool(of_it or agrees or chosen)
    if asked and asked[0] in _CLOSED and {"yes", "no", "nothing"}.intersection(said[:2]):
        return True  # "does it cost extra?": "no, it is part of the ticket"
    spoken -= _VAGUE
    numbers = [place for place, word in enumerate(said) if any(map(str.isdigit, word))]
    if form == "money":  # "20 more channels" is no price
        counted = [*said[1:], ""]
        priced = any(counted[place][-1:] != "s" and counted[place] not in _COUNTS.union(MONTHS) for place in numbers)
        return priced or bool(spoken & _MONEY)
    if form in ("time", "number"):  # "45 pounds" and "£45" are no time
        numbers = [place for place in numbers if said[place][0] != "£" and list(said[place + 1 : place + 2]) not in _SUMS]
    if form == "time" and any(one == "when" and other in PRONOUNS for one, other in pairwise(said)):
        return True  # "when you are ready"
    if form == "time":  # nor is a case number
        numbers = [place for place in numbers if not said[place].isdigit() or len(said[place]) < _CODE]
    return bool((numbers and form != "place") or spoken & _FORM[form])


_CODE, _OPENING, _A_FEW = 4, 4, 2
_BRIEF = 6

_SUMS = [["pounds"], ["pound"], ["euro"], ["euros"], ["dollars"], ["dollar"], ["usd"], ["eur"], ["gbp"], ["pence"], ["cents"]]


_VAGUE = frozenset({"one", "all", "both", "none", "many", "few", "most", "up", "open", "late", "early", "always"})
"""Numbers and times that also stand where nothing is counted: "all our rooms", "this one"."""

_COUNTS = frozenset({"more", "other", "different", "new", "am", "pm", "percent"})
