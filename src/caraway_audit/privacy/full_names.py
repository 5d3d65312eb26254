"""Full names that are told by lists of names, where the tagger sees too little: "Philippa Stowe signed it".

A given name from the lists and a word with a capital after it; where the given name is a place or a thing as well ("Craig",
"Victoria"), what is said of it has to be what people do.
"""

import re
from collections.abc import Iterator

from caraway_audit.folding import folded
from caraway_audit.language.spelling import Spelling, lexicon
from caraway_audit.model import Span
from caraway_audit.privacy.names import COMMON, WORD
from caraway_audit.privacy.tagger import is_everyday, listed

_PAIR = re.compile(
    r"(?<![\w'’.@#/-])(?P<given>[A-Z][a-zà-ÿ]{1,20}(?:-[A-Z][a-zà-ÿ]+)?) "
    r"(?P<family>(?:O['’]|Mc|Mac|De|Van )?[A-Z][a-zà-ÿ]{2,20}+(?:-[A-Z][a-zà-ÿ]++)?+)(?![\w’'-]*[A-Z])(?! [A-Z&])"
)
_WITHIN = re.compile(r"[a-z,] $")
_DOES = re.compile(  # what people do, and firms and places seldom
    r"(?:['’]s (?:wife|husband|phone|number|son|daughter|mother|father))?,? (?:who |has |had |also |then |just |only )?"
    r"(?:did|was on|signed|said|says|told|rang|rings|called|wrote|took|drove|packed|left|moved|lives|lived|works|worked|died|"
    r"owes|owed|paid|ordered|booked|complained|complains|refused|declined|approved|processed|handled|keyed|entered|swears|swore|"
    r"reckons|forgot|picked|collected|accepted|opened|put|sent|made|came|went|got|gave|asked|wanted|wants|reported|rents|rented|"
    r"owns|owned|had (?:the|a|an|his|her) |down (?:as|for|on)\b|(?:from|out at|over in|in|at) (?:the|your|our|[A-Z][a-z]))"
)
_IS_SAID_OF = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|named|called|nephew|niece|uncle|aunt|cousin|brother|sister|wife|husband|neighbou?r|tenant|landlord|"
    r"landlady|lodger|in[ -]law|driver|courier|cleaner|engineer|technician|manager|supervisor|colleague|locum|nurse|witness|"
    r"patient|pupil|customer|guest|passenger|signed by|accepted by|collected by|spoke (?:to|with)|spoke w/|it was)"
    r"(?: of (?:ours|mine))?(?:,| was| is)?|(?:had in|before|after) ?,|\b(?:we|I)(?:['’]ve)? (?:got|have|had)) $"
)
_THINGS = frozenset(
    "apartments hotel hotels inn suites theatre theatres theater cinema cinemas stadium arena museum school college university "
    "hospital clinic street road avenue park square station airport airlines airways bank insurance group team support help "
    "milk latte tea coffee cake pie soup salad pizza burger book books movie movies show tour album song award awards family "
    "collection edition range model series store stores shop salon studio studios records motors foods farm farms restaurant "
    "thanks thank please hi hello sorry and or but the this that your our here there yes no ok okay just also when what how "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december jan feb mar apr jun jul aug sept oct nov dec information order account customer "
    "service services care policy".split()
)


def full_names(text: str) -> Iterator[Span]:
    """Where a text writes full names with capitals that the lists know."""
    for match in _PAIR.finditer(text):
        given, family = listed(match["given"]), match["family"]
        if "F" in given and not set("cN") & set(given) and _may_be_a_family(family):
            acts = _DOES.match(text, match.end()) or _IS_SAID_OF.search(text, max(0, match.start() - _SEEN), match.start())
            within = _WITHIN.search(text, max(0, match.start() - 2), match.start()) is not None
            # Of a given name and a family's one may be a place, within a sentence: "to a Graham Tolley", "for Emre Baker".
            both = ("P" in given) + ("P" in listed(family))
            if acts or not both or (both == 1 and within and "L" in (given if "P" in given else listed(family))):
                yield match.span()
    signed = _SIGNED.search(text)
    if signed and _may_be_a_family(signed["family"]) and not set("cN") & set(listed(signed["family"])):
        yield signed.start("given"), signed.end("family")
    for match in _WHOSE.finditer(text):
        if "F" in listed(match["given"]) and not set("cN") & set(listed(match["given"])):
            yield match.span("given")
    for match in _FOR.finditer(text):
        name = "given" if match["given"] else "whose"
        if _is_called(match[name]) and "P" not in listed(match[name]) and match[name] not in lexicon().known:
            yield match.span(name)
    for match in _RELATED.finditer(text):
        given = match["given"]
        acts = _ACTS.match(text, match.end("given"))
        called = (_is_called(given) and (acts or given not in lexicon().known)) or (_is_no_word(given) and acts)
        does = given in COMMON and _ON_SOMETHING.match(text, match.end("given"))  # "landlord rose the rent"
        if called and not does and not _NO_PERSON.match(text, match.end("given")):
            family = match["family"]
            yield match.start("given"), match.end("family" if family and _may_follow(family) else "given")


_SIGNED = re.compile(  # a name on two lines under a mail
    r"\b(?i:regards|wishes|thanks|thank you|cheers|sincerely|faithfully|yours|love)[,!.]?[ \t]*\r?\n\s*"
    r"(?P<given>[A-Z][\w'’-]{1,20})[ \t]*\r?\n[ \t]*(?P<family>[A-Z][a-z'’-][\w'’-]{1,22})\s*\Z"
)

_KIN = (
    r"(?:mother|mum|mam|mom|mummy|mommy|father|dad|daddy|step ?(?:mum|mom|dad|son|daughter)|sister|sis|brother|bro"
    r"|son|daughter|wife|"
    r"husband|hubby|partner|fianc[ée]e?|girlfriend|boyfriend|gf|bf|missus|aunt|aunty|auntie|uncle|niece|nephew|cousin|"
    r"nan|nana|nanna|gran|granny|grandma|grandad|grandpa|grand(?:mother|father|son|daughter)|(?:mother|father|sister|brother|"
    r"son|daughter) in law|in-law|god(?:son|daughter|mother|father)|kids?|baby|twin|ex|mate|friend|flatmate|housemate"
    r"|roommate|"
    r"neighbou?r|landlord|landlady|tenant|lodger|carer|childminder|boss|manager|colleague)"
)
_RELATED = re.compile(  # "his gf tilly", "landlord costas": whose they are stands before, or they are somebody's by trade
    rf"\b(?:(?:my|his|her|their|our|ur|your|the) (?:(?:late|ex|older|elder|little|lil|big|old|younger|new|best) )?{_KIN}"
    r"|landlord|landlady|tenant|owner|witness|executor|treasurer|guardian|next of kin) "
    r"(?P<given>[a-zß-öø-ÿ]{2,20}(?:-[a-z]{2,20})?)(?: (?P<family>[a-zß-öø-ÿ]{3,20}(?:-[a-z]{2,20})?))?(?![\w@-]|\.\w|['’])"
)
_WHOSE = re.compile(  # "Craig's manager"
    rf"(?<![\w'’.@-])(?P<given>[A-Z][a-zà-ÿ]{{2,15}})(?=['’]s (?:{_KIN}|line manager|phone|mobile|"
    r"flat|room|bag|birthday|surname|parcel|appointment|prescription|class|teacher|doctor)\b)"
)
_FOR = re.compile(  # "pick up for eun-ji", "im poppys mum"
    r"\b(?:(?:pick(?:ing)? ?up|collect(?:ing)?|collection|prescription|meds) for|on behalf of) "
    r"(?P<given>[a-zß-öø-ÿ]{3,20}(?:-[a-z]{2,20})?)(?![\w@-]|\.\w)"
    r"|\b(?:i['’]?m|i am|is|this is|its|it['’]s) (?P<whose>[a-z]{3,20})['’]?s "
    r"(?:mum|mam|mom|dad|mother|father|wife|husband|carer|nan|gran|aunt|uncle)\b"
)
_ON_SOMETHING = re.compile(
    r" (?:the|an?|my|our|it|me|us|this|that|him|her|up|down|out|early|late|again|today|yesterday|tomorrow|about|for)\b"
)
_NO_PERSON = re.compile(r" (?:account|accounts|app|card|phone|price|pack|size|team|shop|store|street|road|plan|number)\b")


_ACTS = re.compile(
    r" (?:is|was|has|had|will|wont|won't|can|cant|can't|said|says|told|at|on|who|and|or|needs|wants|lives|owns|rang"
    r"|called|paid|"
    r"signed|wrote|died|from|with|aged|\(|\d)(?!\w)|[,.;:!?)]|\s*$"
)
"""What goes on behind a name that no list knows: what people do, or nothing."""
_SPELLING = Spelling()


def _may_follow(word: str) -> bool:
    """Whether a word behind a given name in small letters is the family's."""
    lists = set(listed(word))
    return "c" not in lists and (lists & set("FL") != set()) and word not in _BESIDE | _THINGS


def _is_called(word: str) -> bool:
    """Whether a word in small letters is on a list of names and no word of everyday talk, a place or a thing."""
    return word not in _BESIDE | _THINGS | _BRANDS | _NO_ANSWER and all(
        "F" in (lists := listed(part)) and not set("cN") & set(lists) for part in word.split("-")
    )


def _is_no_word(word: str) -> bool:
    """Whether no list knows a word, and no slip has made it of one that is known."""
    return listed(word) == "-" and word not in lexicon().known and _SPELLING.meant(word) == word


def given_names(text: str) -> Iterator[Span]:
    """Given names that stand alone: with a capital within a sentence ("sorry about this Kwame"), or where something is
    somebody's ("Aoife's order")."""
    found = {match.span("given") for pattern in _GIVEN for match in pattern.finditer(text)}
    for start, end in sorted(found):
        lists, word = listed(text[start:end]), text[start:end].lower()
        part = _PART_OF_A_NAME.search(text, max(0, start - _SEEN), start)  # "San Fran"
        if "F" in lists and not set("cPN") & set(lists) and word not in _BRANDS | _THINGS and not part:
            yield start, end


_A_GIVEN = r"(?<![\w'@.#/&-])(?P<given>[A-Z][a-zà-ÿ]{2,20}(?:-[a-zà-ÿ]{2,10})?)"
_GIVEN = (
    re.compile(rf"(?<=[a-z,;:\d] ){_A_GIVEN}(?=[.,!?;:)]*(?:\s+[^A-Z\s&]|\s*$)|'s\b)"),
    re.compile(rf"{_A_GIVEN}(?='s [a-z])"),
)
_PART_OF_A_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w'-]* $")
_BRANDS = frozenset(
    "hermes siri alexa cortana levi dior chanel lidl aldi ikea philips miele braun bosch hugo boss lego barbie polo tesla "
    "lexus lotus astra clio micra corsa fiesta mini kia opel seat dacia amazon uber bolt asda tesco argos boots sim esim "
    "hoover easter christmas advent lent".split()
)


def lone_name(text: str) -> Iterator[Span]:
    """The name that is all of a text, but for a number behind it: "jane", "Kwame Mensah", "alex 4152", "Mensah, Kwame"."""
    match = _LONE.fullmatch(text)
    if match is None or match["given"].lower() in _NO_ANSWER:
        return
    if turned := _FAMILY_FIRST.fullmatch(text):
        given = listed(turned["given"])
        if "F" in given and not set("cN") & set(given) and _may_be_a_family(turned["family"]):
            yield turned.start("family"), turned.end("given")
            return
    given, family = listed(match["given"]), match["family"]
    if (
        "F" in given
        and not set("cN") & set(given)
        and (not family or (set("FL") & set(listed(family)) and _may_be_a_family(family)))
    ):
        yield match.start("given"), match.end("family" if family else "given")


_FAMILY_FIRST = re.compile(r"\W{0,3}(?P<family>[A-Z][\w'’-]{1,24}), ?(?P<given>[A-Z][a-z'’-]{2,20})\W{0,3}")
_LONE = re.compile(r"\W{0,3}(?P<given>[^\W\d_]{3,20})(?:[ ,]{1,2}(?P<family>[^\W\d_]{2,20}))?(?:[ ,:#-]{1,3}\d{3,12})?\W{0,3}")
_NO_ANSWER = frozenset(
    "hai okey gee ahh ohh sunday cash orange green storm star major rock tea spring august april may june king queen "
    "texas virginia georgia alabama louisiana dallas houston washington arlington florida arizona montana nevada dakota "
    "carolina indiana paris london sydney chelsea orlando austin victoria charlotte madison jackson lincoln columbia".split()
)
"""Given names that, alone in a message, say something else: an interjection, a day, a place."""


def _may_be_a_family(word: str) -> bool:
    """Whether a word with a capital may be a family's name: no word for a thing, and none that is common."""
    return word.lower() not in _THINGS and "c" not in listed(word)


def whole_name(text: str, span: Span) -> Span:
    """The whole of a name of which the tagger told a part: "Fanning-Okoro" of "Okoro", "Arwel Bevan" of "Bevan".

    A word with a capital after it belongs to it, and one before a family's name or a particle ("Gwilym ap"), unless it is
    common or a word for a thing.
    """
    start, end = span
    while start > max(0, span[0] - _SEEN) and _JOINS.match(text, start - 1):
        start -= 1
    while end < min(len(text), span[1] + _SEEN) and _JOINS.match(text, end):
        end += 1
    if text[start:end].islower():
        return _whole_in_small_letters(text, start, end)
    parts = _PARTS.split(text[start:end])
    if _SMALL.search(text, start, end) is None or sum(part[:1].isupper() for part in parts) > _MOST_WORDS:
        # In capitals anything may be a name; where other words are small, the next in capitals is one too.
        loud = text[start:end].isupper() and not text[max(0, start - _SEEN) : end + _SEEN].isupper()
        after = _AFTER_CAPITALS.match(text, end) if loud else None
        return start, after.end() if after and _may_be_a_family(after["name"]) else end
    after = _AFTER.match(text, end)
    before = _BEFORE.search(text, max(0, start - _SEEN), start)
    is_a_family = any("L" in listed(part) for part in parts)
    if before and (before["of"] or is_a_family) and before["name"].lower() not in _BESIDE | _THINGS:
        start = start if set("cP") & set(listed(before["name"])) else before.start()
    if after and _may_be_a_family(after["name"]):
        end = after.end()
    return start, end


def _whole_in_small_letters(text: str, start: int, end: int) -> Span:
    """The same where nobody wrote a capital: what belongs to a name is part of names, or no word that anybody uses."""
    for _ in range(_MOST_WORDS - 1):
        if (before := _SMALL_BEFORE.search(text, max(0, start - _SEEN), start)) and _is_no_plain_word(before["name"]):
            start = before.start()
        if (after := _SMALL_AFTER.match(text, end)) and _is_no_plain_word(after["name"]):
            end = after.end()
    return start, end


def _is_no_plain_word(word: str) -> bool:
    """Whether every piece of a word is on a list of names, or on none and no word of everyday talk."""
    return all(
        "c" not in (lists := listed(piece)) and (lists == "-" or set("FL") & set(lists)) for piece in _PARTS.split(word)
    ) and (word not in _THINGS | _BESIDE)


_JOINS = re.compile(r"(?<=\w)['’-](?=[^\W\d_])|(?<=[\w'’-])[^\W\d_]|[^\W\d_](?=[\w'’-])")
_PARTS = re.compile(r"[ -]")
_SMALL = re.compile(r"[a-zß-öø-ÿ]|\b[A-Z]\.?$")
_PARTICLES = r"(?:(?:van|von|der|den|de|del|della|la|le|da|do|dos|di|du|bin|bint|ibn|al|el|ap|ab|ten|ter|mac|an) ){0,3}"
_CAPITAL = r"(?P<name>(?:[DLO]['’]|Mc|Mac)?[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]++(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]++)*+)"
_AFTER = re.compile(rf"(?:(?<= [A-Z])\.|(?<=^[A-Z])\.)? {_PARTICLES}{_CAPITAL}(?![\w'’-])(?! [A-Z&])")
_AFTER_CAPITALS = re.compile(r" (?P<name>[A-ZÀ-ÖØ-Þ]{3,20})(?![\w'’-])")
_BEFORE = re.compile(rf"(?<![\w'’.@#/-]){_CAPITAL} (?P<of>{_PARTICLES})$")
_SMALL_WORD = r"(?P<name>(?:[dlo]['’]|mc|mac)?[a-zß-öø-ÿ]{3,20}(?:-[a-zß-öø-ÿ]{2,20}){0,2})"
_SMALL_AFTER = re.compile(rf"(?: [a-z]\b\.?)? {_PARTICLES}{_SMALL_WORD}(?![\w'’-])")
_SMALL_BEFORE = re.compile(rf"(?<![\w.@#/-])(?<!\w['’]){_SMALL_WORD} {_PARTICLES}$")
_BESIDE = frozenset(
    "mr mrs ms miss mx dr doc doctor prof professor sir madam lord lady uncle aunt auntie brother sister father mother saint "
    "st captain capt col sergeant judge reverend rev dear hey heya hiya hello bye goodbye morning afternoon evening good merci "
    "welcome cheers regards sincerely its it is was as at by for from if in into of on to too via vs with while when where why "
    "who what which whose how he she they we you i my his her their some all any every no not now then than though since "
    "until unless after before about call called calling ask asked tell told try see saw meet met unfortunately luckily "
    "regarding re both only even still because both either neither perhaps maybe will would can could should did does do has "
    "had have are were am guess starring".split()
)
_MOST_WORDS = 2
_SEEN = 40
"""So many characters on each side are looked at: no run of letters without end costs the square of its length."""


def names_nobody(value: str) -> bool:
    """Whether what stands in place of a name is one of words that name things ("sign_in", "store-pickup", "ad_2024"; no
    "xx_petal_xx"), or says what is wrong with the field ("must not be empty", "Field is required")."""
    parts = _LETTERS.findall(value)
    things = (len(part) == 1 or folded(part) in _LITTLE or is_everyday(folded(part)) for part in parts)
    return (all(things) and not any(map(_ORNAMENT.fullmatch, parts))) or says_something(value)


def is_full_name(text: str) -> bool:
    """Whether all of a text is somebody's name, in a field or an id that says of itself nothing: two or three words with
    capitals of which none names a thing, and the first is a given name or the last a family's ("Torvald Zalewski")."""
    words = text.split()
    if not 2 <= len(words) <= _MOST_OF_A_NAME or not all(map(_CAPITALISED.fullmatch, words)):
        return False
    lists = [set(listed(word)) for word in words]
    if any(one & set("cN") for one in lists):
        return False
    return "F" in lists[0] or ("L" in lists[-1] and lists[0] == {"-"})


_MOST_OF_A_NAME = 3
_CAPITALISED = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:['’-][^\W\d_]+)?")


def says_something(value: str) -> bool:
    """Whether words are a sentence and no name: common ones, one of which only sentences have."""
    words = WORD.findall(value)
    small = [folded(word) for word in words]
    return (
        len(words) > 1
        and not any(word[:1].isupper() for word in words[1:])
        and not _SAID.isdisjoint(small)
        and all(word in COMMON or word in _SAID or "c" in listed(word) for word in small)
    )


_LETTERS = re.compile(r"[^\W\d_]+")
_LITTLE = frozenset("the of and to in on by for".split())
_ORNAMENT = re.compile(r"([^\W\d_])\1+")
_SAID = frozenset(
    "must not is are was be been cannot can't should shall required missing invalid empty blank too only needs need has have "
    "does doesn't isn't please enter cant doesnt isnt least most than already".split()
)
