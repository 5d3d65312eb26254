"""Answers to what was asked for: "May I have your name?" "ben"; "And your date of birth?" "4/1/75".

The tagger sees one text. Here it sees a short answer behind the words that the question asked for ("my name is ben"). What it
finds so is masked and accuses nobody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from caraway_audit.folding import folded
from caraway_audit.language.spelling import lexicon
from caraway_audit.model import Message, Role
from caraway_audit.privacy.bare import names_only, said
from caraway_audit.privacy.days import MONTH, ORDINAL
from caraway_audit.privacy.detect import grown, resolve
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.labels import STANDS_IN
from caraway_audit.privacy.tagger import SCORE, Tagger, is_everyday

_LONGEST = 12
"""Words of an answer: who writes more says what the words are about."""
_DICTATED = 30
"""And of one that is dictated."""
_MOST_ASKED = 40
"""Words of a question that an answer is read behind, its last ones."""

_ASKS = re.compile(
    r"\?|\b(?:please|may i|can i|could i|can you|could you|provide|needs?|what(?:[’']?s| is| was)|tell me|give me"
    r"|confirm|verify|"
    r"share|enter|type|let me have|send me)\b",
    re.IGNORECASE,
)
_BEGUN = re.compile(r"\b(?:my|the) ([\w ]{3,24}?) (?:is|was)\W{0,4}$", re.IGNORECASE)
"""What a message ends with whose value the next one holds: "my password is"."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_PLEASE = re.compile(r"[,\s]+(?:please|pls|plz|thanks|thank you|if you can|if you would)(?=\W*$)", re.IGNORECASE)
"""What a question is the same without: "and the expiry please"."""

_SOMEBODY = r"(?:holder|guest|patient|passenger|caller|tenant|host)"
_WHOSE = rf"(?:your|his|her|their|the (?:\w+ ){{0,2}}?{_SOMEBODY}[’']?s|and|first|last|full)"
_NAME_IS, _BORN_ON, _ADDRESS_IS = "my name is", "my date of birth is", "my address is"
_WORD_IS, _PLATE_IS, _EXPIRES = "my memorable word is", "my number plate is", "my card expires in"
_PASSWORD_IS, _ANSWER_IS, _SURNAME_IS, _STREET_IS = "my password is", "the answer is", "my last name is", "I live on"
_BY_VOICE = r"(?:account|verbal|spoken|telephone|phone|security|visits?|collection|pick-?up|call-?back) pass ?word\b"
_HOUSE_IS, _FIRST_LINE_IS, _EIRCODE_IS = "my house number is", "the first line of my address is", "my eircode is"
_DOOR_CODE_IS, _CALLED_ONLINE, _REFERENCE_IS = "the door code is", "my user name is", "my reference number is"
_CARD_IS, _BOOKING_IS, _CODES_ARE, _TAXED_AS = "my card number is", "my booking is", "my backup code is", "my tax number is"
_CUES = {
    _NAME_IS: rf"\b{_WHOSE} (?:(?:full|first|last|middle|sur|family|given|maiden|legal) ?){{0,3}}names?\b|\bmaiden name\b|"
    r"\b(?:what|which) name (?:is|was|are|did|do|should)\b[^?.!]{0,40}\b(?:in|under|on|for|with|use|put)\b|"
    rf"\bsurname\b|\bname,? please|\bname of (?:the|your) (?:\w+ ){{0,2}}(?:pet|teacher|school|child|street|{_SOMEBODY})|"
    r"\bwho (?:am i|do i have the pleasure of) (?:speaking|chatting|talking)",
    _ADDRESS_IS: r"\bwhere (?:shall|should|can|do|are|were) (?:we|i|they) (?:send|post|deliver|ship|bring)|"
    r"\b(?:your|the|billing|shipping|delivery|home|mailing|street|full|current|new|and|postal) address\b|"
    r"^\W*address\b",
    "my email is": r"\be-?mail\b",
    "my phone number is": r"\b(?:phone|mobile|cell|telephone|contact|call-?back)(?: number| no)?\b",
    "my zip code is": r"\b(?:zip|post ?code|postal code)\b",
    "my account number is": r"\b(?:account|acct)\.? ?(?:number|no\b|#|id)",
    _CARD_IS: r"\bcard(?:[’']s)? (?:number|no\b|digits|details|info)|(?:^|,)\W*(?:and )?(?:the |your )?card\W*$"
    r"|\bdigits (?:on|from) the back|\bcvv\b|\bsecurity code\b|"
    r"\bdigits (?:of|on) (?:your|the) (?:\w+ )?card",
    "my social security number is": r"\b(?:ssn|social(?: security)?)\b",
    "my order number is": r"\b(?:policy|claim|booking|order|reference|confirmation|reservation|ticket|tracking|invoice|"
    r"customer|member(?:ship)?) ?(?:number|no\b|#|id|code)",
    _BORN_ON: r"\b(?:date of birth|dob|birth ?date|birthday)\b|\bborn\b",
    _WORD_IS: r"\b(?:memorable|security|secret) (?:word|phrase|answer|name|place)\b|\bpass ?phrase\b|\b(?:code|safe) ?word\b|"
    rf"\b(?:what(?:[’']?s| is| was)|(?:can|could|may) (?:i|you) (?:take|have|get|give|tell|confirm)|give me|tell me)\b"
    rf"[^?.!]{{0,25}}\b{_BY_VOICE}|"
    rf"^\W*(?:and )?(?:the |your )?{_BY_VOICE}\W*$|\bpass ?word (?:you )?(?:set )?(?:for|on) (?:the |your )?"
    r"(?:visits?|collections?|pick-?ups?|account)\b",
    _PASSWORD_IS: r"^\W*(?:and )?(?:the |your )?pass ?word\W*$|\bwhat(?:[’']?s| is| was) (?:the|your) (?:\w+ )?pass ?word\b|"
    r"\bwhat pass ?word did you (?:set|use|choose)\b|\b(?:may|can|could) i have (?:the|your) (?:\w+ )?pass ?word\b",
    _ANSWER_IS: r"\b(?:city|town|place|where|country) (?:were|was) you born\b|"
    r"\b(?:city|town|place)\b[^?]{0,20}\byou (?:were )?born\b|"
    r"\b(?:what|which|name of)\b[^?.]{0,20}\bfirst (?:pet|car|school|teacher|job|concert|film|album|boss"
    r"|employer|kiss|street|phone|house)\b|"
    r"^\W*(?:and )?(?:the |your )?(?:first (?:pet|school|teacher)|(?:place|town|city) of birth)\W*$|"
    r"^\W*(?:and )?(?:the |your )?favou?rite (?:teacher|place|film|movie|book|colou?r|food|band|song|team|holiday|subject)\W*$|"
    r"\b(?:make|model|colou?r) of your first car\b|\bstreet (?:that )?you (?:grew up|lived|were born) (?:on|in)\b"
    r"|\bgrew up (?:on|in)\b[^.!]{0,20}\?|\bchildhood (?:friend|nickname|home|street|hero)\b"
    r"|\bwhere (?:did you (?:and \w+ )?(?:first )?meet|you (?:first )?met)\b[^.!]{0,25}\b(?:spouse|husband|wife|partner)\b"
    r"|\bwhere did you meet your\b|"
    r"\bmaiden name\b|\bmemorable date\b|"
    r"\bfavou?rite (?:teacher|childhood|band|singer|place|film|book|pet|sports?|team)\b[^?.]{0,30}\b(?:name\b|$)|"
    r"\bfavou?rite\b[^?.]{0,30}\bsecurity\b|\bsecurity\b[^?.]{0,30}\bfavou?rite\b",
    _SURNAME_IS: r"\b(?:sur|last |family |first )name\b",
    _STREET_IS: r"\bwhich street (?:do you live|are you)\b|^\W*(?:and )?(?:your|"
    r"the) street\W*$|\bstreet (?:do|are) you (?:live|on|at)\b",
    _EXPIRES: r"^\W*(?:and )?(?:the |its )?(?:expiry|expiration)(?: date)?\W*$|"
    r"\bcard\b[^.?!]{0,40}\bexpir|\bexpir[^.?!]{0,40}\bcard\b",
    _PLATE_IS: r"\b(?:registration|number plate|licen[cs]e plate|reg(?:o|ist(?:ration)?)?(?: number| plate| no)?|vr[mn]"
    r"|(?:vehicle|car|plate) (?:number|no|reg\w*))\b",
    _BOOKING_IS: r"\b(?:booking|reservation|confirmation|pnr|locator)(?: (?:ref(?:erence)?|code|number|no|id|locator))?\b",
    _CODES_ARE: r"\b(?:back-?up|recovery|rescue|emergency) codes?\b",
    _TAXED_AS: r"\b(?:ni|n\.i\.|nino|national insurance|eori|utr|vat|tax(?: ?payer)?|tin|ein|pan|aadhaar|nhs|medicare|uhid|mrn)"
    r"(?: (?:number|no|id|card))?\b",
    "my username is": r"\b(?:user ?name|login|user ?id|screen ?name)\b",
    _HOUSE_IS: r"\bhouse (?:number|no\b|name)|\b(?:number|name) of (?:the|your) house\b|\b(?:flat|door|apartment"
    r"|room) number\b|^\W*(?:and )?(?:your |the )?(?:hotel )?room\W*$",
    _FIRST_LINE_IS: r"\bfirst line of (?:the |your )?address\b|\baddress (?:to|we can|we should) (?:post|send|deliver"
    r"|ship)\b|^\W*(?:and )?(?:full )?address\W*$",
    _EIRCODE_IS: r"\beir ?code\b",
    _DOOR_CODE_IS: r"\bdigi ?code\b|\b(?:door|gate|entry|entrance|key ?safe|key ?pad|lock ?box|locker|buzzer|alarm) ?"
    r"(?:code|number|combination)\b",
    _REFERENCE_IS: r"\b(?:customer|tenancy|policy|claim|case|booking|order|licen[cs]e|driver|card|plot|member"
    r"(?:ship)?|patient|"
    r"hospital|student|employee|crime|permit|tracking|contract|admission|register|parcel|package|consignment|insurance"
    r"|subscriber|loyalty|account|meter|application|enrolment|job|caller)(?: card| licen[cs]e)? ?(?:number|no\b|ref"
    r"(?:erence)?\b|id\b|#)|"
    r"^\W*(?:and )?(?:the |your )?(?:ref(?:erence)?)(?: number)?\W*$",
    _CALLED_ONLINE: r"\bin-?game name\b|\b(?:gamer ?tag|nick ?name|user ?handle)\b|"
    r"\b(?:what(?:[’']?s| is)|your|ur)\b[^?.!]{0,12}\b(?:discord|insta(?:gram)?|snap(?:chat)?|tik ?tok|telegram|psn|steam"
    r"|wechat|weixin|skype|twitter)(?: (?:name|id|handle|user))?\W*$",
}
"""How an answer is introduced, by what asks for it."""

_ASKED = [(cue, re.compile(pattern, re.IGNORECASE)) for cue, pattern in _CUES.items()]


def asked_for(messages: Sequence[Message], tagger: Tagger) -> dict[str, list[Entity]]:
    """By text, the values in short answers of clients that the question before gives away."""
    found: dict[str, list[Entity]] = {}
    cues: dict[str, None] = {}
    answering = False
    for message in messages:
        if message.role is Role.CLIENT:
            answering = True
            if begun := _BEGUN.search(message.text):  # and the next message says it
                cues.update(dict.fromkeys(_cues(f"Your {begun[1]}?")))
            elif cues and is_short(message.text) and not STANDS_IN.search(message.text):
                found.setdefault(message.text, []).extend(_told(message.text, cues, tagger))
        elif message.public:
            if answering:
                if _BORN_ON in cues and (told := _READ_BACK.match(message.text)):
                    found.setdefault(message.text, []).append(Entity("DATE_OF_BIRTH", *told.span("value"), SCORE))
                cues, answering = {}, False
            cues.update(dict.fromkeys(_cues(message.text)))
    return {text: list(grown(text, resolve(entities))) for text, entities in found.items() if entities}


def asks_birth(text: str) -> bool:
    """Whether a message asks for a day of birth."""
    return _BORN_ON in _cues(text)


def is_short(text: str) -> bool:
    """Whether a message may be an answer that only its question explains."""
    longest = _LONGEST if len(_COUNTS_OFF.findall(text)) < _SOME else _DICTATED
    return len(text) <= 10 * longest and len(text.split()) <= longest


@lru_cache(maxsize=1_000)
def _cues(text: str) -> tuple[str, ...]:
    """What a message asks for, as answers would be introduced."""
    sentences = [_PLEASE.sub("", sentence) for sentence in _asking(text)]
    return tuple(cue for cue, pattern in _ASKED if any(map(pattern.search, sentences)))


@lru_cache(maxsize=1_000)
def _asking(text: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in _SENTENCES.split(text) if _ASKS.search(sentence) or names_only(sentence))


def question_of(text: str) -> str:
    """The last words of what a message asks, on one line; "" where it asks nothing."""
    return " ".join(" ".join(_asking(text)).split()[-_MOST_ASKED:])


def _told(text: str, cues: Mapping[str, None], tagger: Tagger) -> Iterator[Entity]:
    """The values in an answer as it stands, and without the politeness around it."""
    yield from _answered(text, cues, tagger)
    start, end = said(text)
    if end - start < len(text):
        for one in _answered(text[start:end], cues, tagger):
            yield one._replace(start=one.start + start, end=one.end + start)


def _answered(text: str, cues: Mapping[str, None], tagger: Tagger) -> Iterator[Entity]:
    if _ADDRESS_IS in cues and _COUNTS.fullmatch(text):
        cues = {cue: None for cue in cues if cue != _ADDRESS_IS}
    for cue in cues:
        if cue == _CARD_IS and not _TELLS_DIGITS.search(text):  # "Visa"
            continue
        lead = len(cue) + 1
        for entity in tagger.tag(f"{cue} {text}"):
            if entity.end > lead:
                yield entity._replace(start=max(entity.start - lead, 0), end=entity.end - lead)
    if _NAME_IS in cues:
        yield from (Entity("PERSON", *one.span(), _LIKELY) for one in _NAMED.finditer(text) if not _is_frequent(one[0]))
    if _BORN_ON in cues:
        yield from (Entity("DATE_OF_BIRTH", *one.span(), SCORE) for one in DAY.finditer(text))
    if not _PLACES.isdisjoint(cues) and "?" not in text:
        yield from (Entity("POSTAL_ADDRESS", *one.span("value"), SCORE) for one in _SAID_ADDRESS.finditer(text))
    for cue, kind, whole in _WHOLE:
        if (
            cue in cues
            and (match := whole.fullmatch(text))
            and (cue in _ANY_WORD or not _is_of_every_day(kind, match["value"]))
        ):
            yield Entity(kind, *match.span("value"), SCORE)


def _is_frequent(word: str) -> bool:
    """Whether a word is among the most common ones, and no name by the lists."""
    return is_everyday(folded(word)) and lexicon().ranks.get(folded(word), _FREQUENT) < _FREQUENT


def _is_of_every_day(kind: str, value: str) -> bool:
    """Whether a value names things; a name does where a word of it does at either end: "call me", "same as above"."""
    words = value.split()
    return any(map(is_everyday, map(folded, (words[0], words[-1]) if kind == "PERSON" else (value,))))


_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|oh|and)"
)
_REAL = _NUMBER.replace("|hundred|thousand|oh|and)", ")")
_OF_DAY = rf"(?:{ORDINAL}|{_NUMBER}|{MONTH})\b"
_IN_DAY = rf"(?:{ORDINAL}|{_REAL}|{MONTH}|oh)\b"
_COUNTS_OFF, _SOME = re.compile(rf"\b{_NUMBER}\b", re.IGNORECASE), 2
"""So many numbers in words, and an answer is dictated."""
_DIGIT_WORD = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
_TELLS_DIGITS = re.compile(rf"\d|\b{_DIGIT_WORD}\b", re.IGNORECASE)
_NO_LONE_NAME = (
    r"(?:hello|hi|hey|no|ok|okay|please|sorry|sure|thanks?|yes|yeah|yep|nope|"
    r"correct|exactly|right|none|never|nothing|good|great|what|"
    r"why|who|which|here|there|that|this|its|done|got|wait|not|can|will|just|and|of|for|the)"
)
_NAME_WORD = r"[^\W\d_]{2,20}(?:['’-][^\W\d_]{1,20})*"
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_HOUSE_WORD = (
    r"(?:house|hse|cottage|lodge|farm|farmhouse|barn|forge|mill|hall|manor|villa|vicarage|rectory|grange|bungalow|stables|"
    r"oast|croft|cabin|chalet|mansions?|tower|court|priory|schoolhouse|smithy)"
)
_NAMED_HOUSE = (
    r"(?:the )?(?:(?!(?:my|your|at|in|to|on|of|this|that|our|his|her|is|and|terraced|semi|detached|town|log|two|bed|same|usual"
    rf"|another|any|no|near|opposite|new|build|city|just|dont|know|not|which|what)\b)[a-z’'-]{{2,20}} ){{1,3}}{_HOUSE_WORD}"
    r"(?:,? [a-z\d][\w’'-]{1,20}){0,6}"
    rf"|the (?:manse|parsonage|{_HOUSE_WORD}), [a-z][\w’'-]{{1,20}}(?:,? [a-z\d][\w’'-]{{1,20}}){{0,6}}"
)
"""A house that has a name for its number: "the old forge, back lane"."""
_CALLED = "|ni|nino|vat|ref|reg|adm|id|dob|exp|cvv|the"
_NUMBERS = frozenset({"REFERENCE", "ID_NUMBER", "CARD_SECURITY_CODE", "CARD_EXPIRY", "DATE_OF_BIRTH"})
"""What may be called by its name once more: "ni QQ 12 34 56 C"."""
_WHOLE = tuple(
    (
        cue,
        kind,
        re.compile(
            rf"\W{{0,3}}(?:(?:it|its|it[’']s|is|was|yes|sure|in{_CALLED if kind in _NUMBERS else ''})\W{{1,3}}){{0,3}}"
            rf"(?P<value>{value})\W{{0,3}}",
            flags,
        ),
    )
    for cue, kind, value, flags in (
        (_NAME_IS, "PERSON", rf"(?!(?i:{_NO_LONE_NAME})\b)[A-ZÀ-ÖØ-Þ][^\W\d_]{{2,20}}", re.NOFLAG),
        (
            _BORN_ON,
            "DATE_OF_BIRTH",
            rf"(?:19|20)\d\d|{MONTH}\.?,? ['’]?(?:(?:19|20)?\d\d)",
            re.IGNORECASE,
        ),
        (
            _WORD_IS,
            "CREDENTIAL",
            r"(?!(?:no|yes|sorry|what|why|i|is|can|please|never|skip|forg[eo]t\w*|none|nothing|unsure|sure|not|dunno|that"
            r"|correct|okay|hello|thanks?)\b)"
            r"[^\W\d_]{4,30}(?: [^\W\d_]{2,30}){0,4}\d{0,4}",
            re.IGNORECASE,
        ),
        (_PASSWORD_IS, "CREDENTIAL", r"(?=\S{0,30}\d)\S{5,40}|[^\W\d_]{4,30}", re.IGNORECASE),
        (
            _ANSWER_IS,
            "CREDENTIAL",
            r"(?!(?:no|nope|yes|sorry|what|why|i|is|it|that|this|can|please|not|none|ok|okay|correct|thanks?|maybe"
            r"|perhaps|well|let|skip|"
            r"second|third|done|tried|both|all|the|later|prefer|rather|nothing|still|same|never|yet|already|don[’']?t|do)\b)"
            r"(?:(?:an? )?[^\W\d_]{2,30}(?: [^\W\d_]{2,30}){0,3}(?: \d{1,4})?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})",
            re.IGNORECASE,
        ),
        *(
            (cue, "PERSON", rf"(?!{_NO_LONE_NAME}\b){_NAME_WORD}(?: {_NAME_WORD}){{0,2}}(?: [a-z])?", re.IGNORECASE)
            for cue in (_NAME_IS, _SURNAME_IS)
        ),
        (
            _STREET_IS,
            "POSTAL_ADDRESS",
            r"(?:\d{1,5}[a-z]? )?[^\W\d_][\w'’-]{2,20}(?: [^\W\d_][\w'’-]{2,20}){0,3}",
            re.IGNORECASE,
        ),
        (
            _BORN_ON,
            "DATE_OF_BIRTH",
            rf"(?:the )?{_OF_DAY}(?:[ ,.-]{{1,3}}(?:of|the|in|{_OF_DAY})){{2,10}}",
            re.IGNORECASE,
        ),
        (_EXPIRES, "CARD_EXPIRY", rf"(?:(?:end of )?{MONTH}\.?(?: of)?|\d{{1,2}} ?[/-]?) ?['’]?(?:20)?\d\d", re.IGNORECASE),
        (_PLATE_IS, "ID_NUMBER", r"(?=[A-Z \d-]{0,9}\d)[A-Z\d]{1,4}(?:[ -][A-Z\d]{1,5}){0,2}", re.IGNORECASE),
        ("my phone number is", "PHONE_NUMBER", r"\+?\d[\d ]{1,16}", re.IGNORECASE),
        (
            _ADDRESS_IS,
            "POSTAL_ADDRESS",
            r"(?:(?:flat|unit|apartment|apt|no)\.? )?\d{1,5}[a-z]?,?(?: (?!of\b|and\b|is\b)[a-z.'’-]{2,20}){1,5}",
            re.IGNORECASE,
        ),
        (_CARD_IS, "CARD_SECURITY_CODE", r"\d{3,4}", re.NOFLAG),
        (_BOOKING_IS, "REFERENCE", r"(?:(?=[A-Z]{0,9}\d)[A-Z\d]{5,10})", re.IGNORECASE),
        (
            _CODES_ARE,
            "CREDENTIAL",
            r"(?=[a-z-]{0,12}\d)(?:[a-z\d]{3,6}(?:[ -][a-z\d]{3,6}){1,3}|[a-z\d]{6,14})",
            re.IGNORECASE,
        ),
        (
            _TAXED_AS,
            "ID_NUMBER",
            r"(?=(?:\D{0,9}\d){5})(?:[A-Z]{1,4}\W)?[A-Z\d]{1,14}(?:[ /-][A-Z\d]{1,8}){0,5}",
            re.IGNORECASE,
        ),
        (_CARD_IS, "CARD_SECURITY_CODE", rf"{_DIGIT_WORD}(?: {_DIGIT_WORD}){{2,3}}", re.IGNORECASE),
        (
            _HOUSE_IS,
            "POSTAL_ADDRESS",
            rf"(?:{_POSTCODE},? )?(?:(?:number|no\.?|nr|flat|house|apt|room) )?\d{{1,4}} ?[a-d]?(?:,? {_POSTCODE})?"
            rf"|{_NAMED_HOUSE}",
            re.IGNORECASE,
        ),
        (_FIRST_LINE_IS, "POSTAL_ADDRESS", _NAMED_HOUSE, re.IGNORECASE),
        (_ADDRESS_IS, "POSTAL_ADDRESS", rf"(?=[^,]{{4,40}}, )(?:{_NAMED_HOUSE})", re.IGNORECASE),
        (_EIRCODE_IS, "POSTAL_CODE", r"[a-z]\d[\dw] ?[a-z\d]{4}", re.IGNORECASE),
        (  # three letters at most stand without a digit beside them
            _REFERENCE_IS,
            "REFERENCE",
            r"(?!\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\W{0,3}$)(?=(?:[^\d\n]{0,9}\d){5})(?=[^\n]{0,30}[A-Z])"
            r"(?:[A-Z]{1,3}|[A-Z]{0,6}\d[A-Z\d]{0,15})(?:[ /-](?:[A-Z]{1,3}|[A-Z]{0,6}\d[A-Z\d]{0,15})){0,5}",
            re.IGNORECASE,
        ),
        (
            _DOOR_CODE_IS,
            "CREDENTIAL",
            r"(?=[A-Z#*]{0,5}\d)(?!\d{1,4}(?:[ap]m|st|nd|rd|th|yrs?|x)\b)[A-Z\d#*]{4,8}|\d(?: \d){3,7}",
            re.IGNORECASE,
        ),
        (
            _CALLED_ONLINE,
            "USERNAME",
            rf"(?!{_NO_LONE_NAME}\b)@?(?:(?=[\w.#-]{{0,30}}[\d_.#])[a-z][\w.#-]{{2,30}}\w|[a-z]{{4,30}})",
            re.IGNORECASE,
        ),
    )
)
"""Short answers that are all of a value, whatever the tagger says."""

_READ_BACK = re.compile(
    rf"\W*(?:(?:so|and|ok|okay|right|that[’']?s|you said)\W+){{0,3}}"
    rf"(?P<value>(?:the )?{_IN_DAY}(?:[ ,-](?:of |of the )?{_IN_DAY}){{2,7}})",
    re.IGNORECASE,
)
"""A day of birth that an agent says again behind the answer: "so twenty six twelve thirty six"."""
_PLACES = frozenset({_ADDRESS_IS, _FIRST_LINE_IS, _HOUSE_IS})
_SAID_ADDRESS = re.compile(
    rf"(?<![\w'’])(?P<value>(?:(?:flat|unit|apartment|apt|number|house|room)\W{{1,2}})?{_REAL}\b"
    rf"(?:\W{{1,3}}(?:{_NUMBER}|zero|um|uh|[a-z])\b){{0,6}}"
    r"(?:\W{1,3}(?!(?:um|uh|and|in|its|it|that|thats|this|is|no|not|or|postcode|post|zip|please|thanks?|thank|near|by|opposite|on|at|to|for"
    r"|the one|moments?|seconds?|secs?|minutes?|hours?|days?|weeks?|months?|years?|people|boxes|items?|pounds|euros"
    r"|dollars|of)\b)"
    r"[a-z][a-z'’]+){1,4})(?![\w'’])",
    re.IGNORECASE,
)
"""A house by its number in words, with the street behind it: "flat two b forty one um tanners rise"."""

_ANY_WORD = frozenset({_WORD_IS, _ANSWER_IS})
"""Cues of what may be any word at all: "marmalade" is a memorable one."""

_COUNTS = re.compile(
    r"\W{0,3}(?:(?:it|its|it[’']s|is|yes|sure|about|only|just)\W{1,3}){0,3}\d{1,4} (?:[a-z]{2,20} ){0,3}"
    r"(?:boxes|items|parcels|packages|packs|bags|pieces|cases|crates|cartons|pallets|bottles|tins|jars|cups|mugs"
    r"|plates|glasses|"
    r"chairs|tables|beds|lamps|shelves|cards|books|folders|orders|units|copies|tickets|sets|pairs|people|persons"
    r"|guests|adults|"
    r"children|kids|nights|minutes|mins|hours|days|weeks|months|years|times|miles|metres|pounds|euros|dollars)"
    r"(?: please| thanks| thank you| ago| left| in total)?\W{0,3}",
    re.IGNORECASE,
)
"""An answer that says how many: things, people, a time. No house is called so, as some are called after hills or oaks."""

_LIKELY = SCORE / 2
"""How sure a word of every day with a capital inside an answer is ("it was Sparky"): what the tagger tells goes before."""
_FREQUENT = 1_000
"""Of words in the order of how common they are, so many are nobody's name for being written with a capital."""
_NAMED = re.compile(r"(?:(?<=[^\W\d_] )|(?<=, ))(?!I\b)[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:['’-][^\W\d_]+)*")

_DAY_OF_MONTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL})"
_YEAR = rf"(?:[,\s]{{1,2}}(?:of\s)?(?:(?:19|20)?\d\d\b|['’]\d\d\b|{_NUMBER}\b(?:[ -]{_NUMBER}\b){{0,5}}))?"
DAY = re.compile(
    rf"\b(?:{_DAY_OF_MONTH}\s(?:of\s)?{MONTH}\b\.?{_YEAR}|{MONTH}\.?\s(?:the\s)?{_DAY_OF_MONTH}\b{_YEAR}"
    rf"|(?:the )?{ORDINAL} of (?:the )?{ORDINAL}\b{_YEAR}"
    r"|(?:the )?\d{1,2}(?:st|nd|rd|th) of (?:the )?\d{1,2}(?:st|nd|rd|th)?,? (?:of )?['’]?(?:19|20)?\d\d"
    r"|\d{1,2}(?P<by>[./ -])\d{1,2}(?P=by)(?:\d{4}|\d\d))(?!\w)",
    re.IGNORECASE,
)
"""A day as people say and write it."""
