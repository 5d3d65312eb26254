"""What is likely a value by the words beside it: masked and replaced, and nobody is accused by it.

Where a form or a word leaves no doubt, `context.py` tells it; where it takes the words of a whole text, the tagger does.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from caraway_audit.privacy.asides import ASIDES
from caraway_audit.privacy.days import MONTH, ORDINAL, YEAR_IN_WORDS
from caraway_audit.privacy.dictated import DICTATED
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.full_names import names_nobody
from caraway_audit.privacy.numbered import NUMBERED
from caraway_audit.privacy.online import ONLINE, OURS
from caraway_audit.privacy.other_scripts import IN_OTHER_SCRIPTS
from caraway_audit.privacy.pasted import pasted_names
from caraway_audit.privacy.places import PLACES
from caraway_audit.privacy.positions import positions
from caraway_audit.privacy.providers import WELL_KNOWN
from caraway_audit.privacy.recovery import OF_SENTENCES, backup_codes, seed_phrases
from caraway_audit.privacy.shapes import shaped_values
from caraway_audit.privacy.tagger import SCORE

_NUMBER_WORD = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
_WORD_FOR_IT = r"(?:pass ?words?|pa?ss?wr?ds?|pass ?phrase|p/w|pwd|pw|pass ?code)"
_CODE_IS = r"\b(?:your|my|the) code (?:is|was|reads?|says?)\W{1,2}"
_IS = r"\W{1,3}(?:is |was |in |on )?"
_DAY_OF_YEAR = rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}|{MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_COUNTED = rf"(?:{_TENS}|{_NUMBER_WORD}|ten|eleven|twelve|\w{{3,5}}teen|hundred|thousand|and|{MONTH})"
_NO_PLATE = r"(?!(?-i:of|the|in|is|it|its|on|to|and|for|or|at|as|was|has|had|from|by|with|under|over|not|but|if)\b)"
"""What stands before no word of a sentence: "Reg 12 of the contract". In capitals any may be a part of a plate."""
_NO_SIZE = (
    rf"(?!\d{{1,2}}(?:st|nd|rd|th)? {MONTH}\b|(?:19|20)\d\d\b(?!(?-i:[ -][A-Z]{{1,3}}\b))|[23]d\b"
    r"|\d{1,4}(?:(?-i:am|pm|AM|PM|mm|cm|m|km|kg|g|in|ins|inch|px|x|h|hrs?|mins?|days?|weeks?|years?|st|nd|rd|th)\b))"
)
"""Nor is a time, a size or a day a plate: "registration ends 5pm", "plate is 3mm thick"."""
_OF_PLATE = rf"{_NO_PLATE}[A-Z\d]{{1,5}}"
_NO_SURNAME = "is|on|and|of|for|in|was|or|as|please|only|you|the|but|too|also|not|has|have|with|changed|wrong|right"
_NO_PERSON = (
    "(?:Caf[eé]|H[oô]tel|Bar|Casa|Villa|Restaurant|Place|Rue|Ch[aâ]teau|Maison|Port|Costa|Playa|Isla|Rio|Ile|Tour|Palais|Palma|San|"
    "Santa|Saint|Plaza|Museo|Mus[eé]e|Parque|Jardin|Club|Tarte|Cr[eè]me|Salon|Cap|Puerto|Palacio|Teatro|Gare|Grand|Mont) "
)
"""How names of places and dishes begin that are put together as people's are."""
_PATTERNS: tuple[tuple[str, tuple[str, ...], str], ...] = tuple(
    (kind, tuple(words.split()), pattern)
    for kind, words, pattern in (
        *ONLINE,
        *PLACES,
        *NUMBERED,
        *ASIDES,
        *DICTATED,
        # "Your code is 771 204", "the code was C7-99-KP"
        ("CREDENTIAL", "code", rf"{_CODE_IS}(?P<value>\d{{3}}[ -]\d{{3}})(?![\w-])"),
        ("CREDENTIAL", "code", rf"{_CODE_IS}(?P<value>(?=[A-Z0-9-]*\d)[A-Z0-9]{{1,4}}(?:-[A-Z0-9]{{1,4}}){{2,4}})\b"),
        # of a door
        (
            "CREDENTIAL",
            "code",
            r"\b(?:door|gate|entry|alarm|keypad|key ?safe|lock ?box|garage|building|access) code(?: for (?:the )?\w{3,12})?"
            r"(?: is| was|:|[’']s)?\W{1,3}(?P<value>(?=[A-Z*#]*\d)[A-Z\d*#]{3,8})(?![\w-])",
        ),
        (
            "CREDENTIAL",
            "code",
            r"\bcodes? (?:for|to|of|on|at) (?:the |our |my |your )?(?:(?:front|main|side|back|rear|street|outer"
            r"|inner|car park) )?"
            r"(?:building|gates?|door|lobby|flat|house|garage|entrance|lift|bin store|block|lock ?box|key ?safe"
            r"|shed|locker|safe)"
            r"(?: is| was|:|[’']s)?\W{1,3}(?P<value>(?=[A-Z*#]*\d)[A-Z\d*#]{3,8})(?![\w-])",
        ),
        # by its form: "the new code is 8820E", "the link code 7K4-PQ2"
        (
            "CREDENTIAL",
            "code",
            r"\b(?:your|my|the|new) code (?:is"
            r"|was)\W{1,2}(?P<value>(?-i:(?=(?:[A-Z]?\d){4})(?=\d{0,7}[A-Z])[A-Z\d]{5,8}))(?![\w-])",
        ),
        (
            "CREDENTIAL",
            "code",
            r"\b(?:link(?:ing)?|pairing|activation|invit(?:e|ation)|access|unlock|set-?up|join|connection|verification|registration"
            r"|sign-?up|transfer|release|collection) code(?: is| was|:)?\W{1,3}"
            r"(?P<value>(?=[A-Z-]{0,8}\d)[A-Z\d]{3,6}(?:-[A-Z\d]{2,6}){1,3})(?![\w-])",
        ),
        # quoted, or several words to the end of the line
        ("CREDENTIAL", "pass pw p/w", rf"\b{_WORD_FOR_IT}(?: is| was|:)?\s*[\"'“‘](?P<value>[^\"'“”‘’\n]{{4,60}})[\"'”’]"),
        ("CREDENTIAL", "pass pw p/w", rf"\b{_WORD_FOR_IT}\s*[:=]\s*(?P<value>[a-z]+(?: [a-z]+){{2,5}})$"),
        (
            "CREDENTIAL",
            "pass pw p/w",
            rf"\b{_WORD_FOR_IT}\s+(?:is |was )?(?P<value>{_NUMBER_WORD}(?: {_NUMBER_WORD}){{3,9}})\b",
        ),
        ("CREDENTIAL", "passwd p/w", r"\b(?:passwd|p/w)\s+(?P<value>(?!is\b|for\b|to\b|was\b)[\w!@#$%^&*-]{4,40})$"),
        # "I tried letmein as password"
        (
            "CREDENTIAL",
            "pass pw p/w",
            r"\b(?:tried|used|use|typed|entered|put|try)\s+(?P<value>(?!(?:the|it|my|a|that|this|your|in)\b)[^\s,.;]{4,40})\s+"
            rf"as (?:my |the |a )?{_WORD_FOR_IT}\b",
        ),
        (
            "CREDENTIAL",
            "pass pw p/w",
            rf"\b(?:set|tried|used|use|typed|entered|put)\s+[\"“‘'](?P<value>[^\"”’'\n]"
            rf"{{4,60}})[\"”’']\s+as (?:my |the |a )?{_WORD_FOR_IT}\b",
        ),
        (
            "CREDENTIAL",
            ":",
            r"^(?P<value>(?!https?:|[\w-]*id:)(?=[\w.@-]{0,39}[\d._@])[\w.@-]{3,40}:"
            r"(?=\S{0,30}\d)(?=\S{0,30}[a-z])(?![\d:]+[ap]m)[^\s/]{8,40})$",
        ),
        ("CREDENTIAL", "p:", r"\bu(?:ser)?:\s*\S{2,40}\s+p(?:ass)?:\s*(?P<value>\S{4,40})"),
        ("USERNAME", "p:", r"\bu(?:ser)?:\s*(?P<value>\S{2,40})\s+p(?:ass)?:\s*\S{4,40}"),
        (
            "CREDENTIAL",
            "user login",
            r"\b(?:user|login)\s+[\w.-]{2,40}\s*/\s*(?P<value>(?=\S{0,30}\d)(?=\S{0,30}[a-z])\S{6,40})",
        ),
        ("CREDENTIAL", "passwor", r"\b(?:mein )?passwor[td] (?:lautet|heißt|war|ist)\W{1,3}(?P<value>\S{5,40})"),
        (
            "CREDENTIAL",
            "alarm",
            r"\balarm(?: code(?: is|:)?|(?: is|"
            r":)?(?=\W{1,3}\d \d))\W{1,3}(?P<value>\d(?: ?\d){3,5})(?!\d|:)",
        ),
        (
            "CREDENTIAL",
            "entry door gate buzzer",
            r"\b(?:entry|door|gate|buzzer)\b[^\n]{0,30}"
            r"\bpress \d{1,4} (?:and )?then (?P<value>\d{3,6})\b",
        ),
        (  # as a note has it: "memorable word otter, DOB ok"
            "CREDENTIAL",
            "memorable",
            r"\bmemorable (?:word|name|place) (?P<value>(?!(?:with|wrong|correct|okay|failed|passed|given|please|have|first"
            r"|that|your|instead|they|reset|needed|required|check|checked|match|matches|matched|question|hint|again|verified|confirmed"
            r"|missing|incorrect)\b)[a-z]{4,20})(?=[,;.!]|$| (?:was|ok|and|on)\b)",
        ),
        # what a bank asks to tell who it is
        (  # "mem word pineapple", "the answer to the question is Fiat Panda"
            "CREDENTIAL",
            "mem answer",
            r"\b(?:mem(?:orable)? ?word|(?:the|my) answer to the (?:\w+ )?question)(?: is|:|=)?\W{1,3}"
            r"(?P<value>(?!(?:is|was|the|not|wrong|ok|okay|correct|failed|passed|given|please|if|and|on|for|you|we|i|that|this|yes|no"
            r"|verified|needed|required|check(?:ed)?|match(?:es|ed)?|matched|incorrect|missing|to|in|of|at|with)\b)"
            r"[^\W\d_]{3,20}(?: (?-i:[A-Z])[^\W\d_]{2,20}){0,2})(?=[,;.!]|$| (?:ok|and|on)\b)",
        ),
        (
            "CREDENTIAL",
            "fav",
            r"\bfav(?:ou?rite)?\.? (?:colou?r|film|teacher|place|band|food)(?: is|:)? (?P<value>[^\W\d_]{3,20})"
            r"(?= if (?:you|they) ask\b)",
        ),
        (
            "CREDENTIAL",
            "pet car memorable",
            r"\b(?:first (?:pet|car)|memorable (?:date|place|name))\s*[:=]\s*(?P<value>\S{2,40}(?: \S{2,40}){0,2})$",
        ),
        ("CREDENTIAL", "curl", r"\bcurl\b[^\n]{0,80}?\s-u\s*[\"']?(?P<value>[^\s:\"']{1,60}:[^\s\"']{3,60})"),
        ("CREDENTIAL", "cookie", r"\bcookie:\s*(?P<value>[\w-]{1,40}=[^\s;]{8,200})"),
        ("CREDENTIAL", "authoriz", r"\bauthorization:\s*(?P<value>(?:basic|token|digest)\s+[\w+/=.-]{8,200})"),
        (
            "CARD_SECURITY_CODE",
            "cvv cvc code",
            rf"\b(?:cvv|cvc|security code){_IS}(?P<value>{_NUMBER_WORD}(?: {_NUMBER_WORD}){{2,3}})\b",
        ),
        (  # "the three digit thing is 019", "4242 331, last 3 is it"
            "CARD_SECURITY_CODE",
            "digit back",
            r"\b(?:(?:three|3)[ -]digits? (?:thing(?:y|ie)?|bit|one|code|number)(?: on (?:the )?back)?(?: is| was|:)?\W{1,3}"
            r"|\bback of (?:the |my |his |her )?card (?:says|reads|has|is)\W{1,3}(?:\d{4} )?)(?P<value>\d{3})(?![\d-]|\.\d)",
        ),
        (
            "CARD_EXPIRY",
            "expir valid",
            rf"\b(?:card|cvv|cvc)\b[^\n]{{0,60}}\b(?:expiry|expires|valid thru){_IS}(?P<value>{MONTH} (?:20)?\d\d)\b",
        ),
        (
            "CARD_SECURITY_CODE",
            "back cvv cvc",
            r"(?:(?<![a-z])(?:cvv|cvc)|\b(?:three|3|last three|last 3)(?: digits| numbers)? (?:on|from|at) the back)"
            rf"(?: is| are|:)?\W{{0,3}}(?P<value>\d(?:[ -]?\d){{2,3}}(?!\d)|{_NUMBER_WORD}(?: {_NUMBER_WORD}){{1,3}}\b)",
        ),
        (  # "09/27 and the cvv 203"
            "CARD_EXPIRY",
            "cvv cvc security",
            r"(?<![\w/.-])(?P<value>(?:0[1-9]|1[0-2]) ?/ ?(?:20)?\d\d)(?=\W{1,3}(?:and )?(?:the |its "
            r"|my )?(?:cvv|cvc|security code)\b)",
        ),
        (
            "CARD_EXPIRY",
            "exp valid",
            r"(?:(?<![a-z])exp(?:iry|ires|iring|iration)?\.?|\bvalid (?:thru|until|to))(?: date)?(?: is| on|:)?\W{0,3}"
            r"(?P<value>(?:0?[1-9]|1[0-2]) ?[/-] ?(?:20)?\d\d(?![\d/-]|\.\d)|(?<=exp)(?:0[1-9]|1[0-2])\d\d(?!\d))",
        ),
        (
            "CARD_EXPIRY",
            "exp",
            rf"\bexp(?:iry|ires|iring)?\.?(?: date)?(?: is| in|:)?\W{{0,3}}(?P<value>{MONTH}\.?(?: of)? ['’]?(?:20)?\d\d)\b",
        ),
        # "4539148803436467;0927;881"
        ("CARD_SECURITY_CODE", "", r"\d[ .-]?\d{4}[;|,/ ]{1,2}(?P<value>(?:0[1-9]|1[0-2])/?\d\d[;|,/ ]{1,2}\d{3,4})(?![\d-])"),
        # four groups of four, whatever their check digit says: who types a card makes slips
        ("CREDIT_CARD", "", r"(?<![\w.-])(?P<value>\d{4}(?:[ -]\d{4}){3})(?![\w-])"),
        # where money is to go
        (
            "BANK_ACCOUNT",
            "refund pay paid transfer send",
            r"\b(?:refund|pay|paid|payment|transfer|send)\w*\b[^.!?\n]{0,25}\b(?:to|into)\s+"
            r"(?P<value>\d{6}[ ,/-]{1,3}\d{7,8})(?!\d)",
        ),
        (
            "BANK_ACCOUNT",
            "refund pay transfer",
            r"\b(?:refund|pay|payment|transfer)\w*\b[^.!?\n]{0,25}\b(?:to|into)\s+(?P<value>\d{8,12})(?![\w-])",
        ),
        ("BANK_ACCOUNT", "/", r"(?<![\d/])(?P<value>\d{6} ?/ ?\d{8})(?![\d/])"),
        ("BANK_CODE", "bic swift", r"\b(?:bic|swift)(?: code)?(?: is|:)?\W{1,3}(?P<value>[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?)\b"),
        (
            "REFERENCE",
            "pnr booking locator",
            rf"\b(?:pnr|booking ref(?:erence)?|record locator){_IS}(?P<value>(?=[A-Z]*\d)[A-Z0-9]{{6}})\b",
        ),
        (
            "REFERENCE",
            "booking reservation conf",
            r"\b(?:booking|reservation|conf(?:irmation)?)(?: (?:is|no\.?|number|ref|code|id)| ?#)?\W{1,3}"
            r"(?P<value>(?-i:(?![A-Z]{2}\d{2,4}\b)(?=[A-Z]{0,7}\d)(?=\d{0,7}[A-Z])[A-Z\d]{5,8}))(?![\w-])",
        ),
        (
            "PERSON",
            "name",
            rf"\b(?:last ?name|surname|family name|first ?name){_IS}(?P<value>(?!(?:{_NO_SURNAME})\b)[^\W\d_]{{3,20}})\b"
            r"(?=\s*(?:$|[,.;]))",
        ),
        (  # "my card starts 4539 5882 and ends 3668"
            "OTHER_NUMBER",
            "card",
            r"\bcard\b[^.!?\n]{0,30}\b(?:start|begin|first)\w*(?: with| is| are| digits| eight| four| part){0,3}\W{1,3}"
            r"(?P<value>\d{4}(?:[ -]?\d{2,4}){0,2})(?![\d-])",
        ),
        (  # "P. Goodchild", where a name stands: first, or behind a word for whose it is
            "PERSON",
            ". ",
            r"(?-i:(?:^|(?:\b(?:[Tt]o|[Ff]or|[Ff]rom|[Nn]ame|[Ii]s"
            r"|c/o)\b:? ?))(?P<value>[A-Z]\. ?(?:[A-Z]\. ?)?[A-Z][a-z][\w’'-]{1,20})"
            r"(?=\s*$|[,;\n]| \d))",
        ),
        (  # "for Quentin de la Fontaine-Roux"
            "PERSON",
            "for",
            rf"(?-i:\b[Ff]or (?!{_NO_PERSON})(?P<value>[A-Z][\w’'-]{{1,20}} "
            r"(?:(?:de|du|des|del|della|di|da|dos|das|von|van|der|den|la|le|los|las|el|al|bin|ibn|de['’]) ){1,3}"
            r"[A-Z][\w’'-]{1,30}))",
        ),
        (  # in a form, below its label
            "PERSON",
            "name",
            r"^(?:(?:full|your|customer|client|contact|card ?holder) )?name:?[^\S\n]{0,3}\n{1,2}[^\S\n]{0,3}"
            r"(?P<value>(?-i:[A-Z][\w’'-]{1,25}(?: [A-Z][\w’'.-]{0,25}){1,3}))[^\S\n]{0,3}$",
        ),
        (
            "PERSON",
            "reception hr payroll",
            r"(?-i:(?<![\w’'-])(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?P<value>[A-Z][a-z]{1,15})) (?:on"
            r"|in) (?:reception|hr|payroll)\b",
        ),
        (
            "PERSON",
            "police crime officer station incident",
            r"(?-i:\b(?:PC|DC|WPC|PCSO|DS) (?P<value>[A-Z][a-z]{2,20}(?:-[A-Z][a-z]{2,20})?))(?![\w-])",
        ),
        ("PERSON", "name=", r"[?&](?:first|last|full|sur)?_?name=(?P<value>[a-z%+.'-]{2,60})"),
        ("ID_NUMBER", "vin", rf"\bvin\b(?: number)?{_IS}(?P<value>(?=[A-Z]*\d)[A-HJ-NPR-Z0-9]{{17}})\b"),
        (
            "ID_NUMBER",
            "abn acn crn curp policy",
            r"\b(?:abn|acn|crn|curp|policy (?:no|number|ref)\.?)\b(?: is|:)?\W{1,3}"
            r"(?P<value>(?-i:(?=[A-Z/-]{0,12}\d)[A-Z\d](?:[ /-]?[A-Z\d]){6,24}"
            r"|(?=[a-z/-]{0,12}\d)[a-z\d](?:[/-]?[a-z\d]){6,24}))(?![\w-])",
        ),
        # number plates, where the words say so
        (
            "ID_NUMBER",
            "reg plate kennzeichen matr",
            r"\b(?:reg(?:istration|o)?|(?:licen[cs]e |number |reg )?plate|kennzeichen|matr[ií]cul[ae])"
            r"(?: (?:no\.?|number|plate|mark|of (?:the|my) \w+))?\W{1,3}(?:is |was |on it is |reads |end(?:s|ing) (?:in )?)?"
            rf"(?P<value>{_NO_SIZE}(?!\d{{1,3}}\b(?![ -]{_NO_PLATE}[A-Z]{{1,3}}\b))(?:(?:{_NO_PLATE}[A-Z\d]{{1,3}}[ -]){{0,2}}?"
            rf"(?=[A-Z]{{0,4}}\d){_OF_PLATE}(?:[ -]{_OF_PLATE}){{0,2}}|(?=[A-Z]{{0,7}}\d)[A-Z\d]{{5,8}}))(?![\w-])",
        ),
        # or their form does: "LN19 XKB", "201-D-14453"
        ("ID_NUMBER", "", r"(?-i:(?<![\w-])(?P<value>[A-Z]{2}\d\d [A-Z]{3}|\d{2,3}-[A-Z]{1,2}-\d{2,6})(?![\w-]))"),
        (
            "DATE_OF_BIRTH",
            "birthday b-day bday",
            rf"\b(?:birthday|b-?day) (?:is|was|on) (?:on )?(?:the )?(?P<value>{_DAY_OF_YEAR})\b",
        ),
        (
            "DATE_OF_BIRTH",
            "born",
            rf"\bborn(?: on)? (?:the )?(?P<value>{ORDINAL}(?: of)? {MONTH}(?:,? {YEAR_IN_WORDS}|,? (?:19|20)\d\d)?)\b",
        ),
        (
            "DATE_OF_BIRTH",
            "born birth née né",
            r"\b(?:born|birth(?:date|day)?|dob|née?)\b[^.!?\n\d]{0,30}?"
            rf"(?P<value>(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL})(?: of)? {MONTH},? (?:"
            rf"{YEAR_IN_WORDS}|(?:{_TENS})(?:[ -]{_NUMBER_WORD})?|['’]?\d\d)\b"
            r"|\d{1,2}\.[IVX]{1,4}\.\d{4})",
        ),
        (
            "DATE_OF_BIRTH",
            "birth dob",
            rf"\b(?:date of birth|dob|birth ?date)\b(?: is|:)?\W{{1,3}}(?P<value>{_COUNTED}(?:[ -]{_COUNTED}){{2,6}})\b",
        ),
        (  # behind a name, and of a year in which grown people were born: "Reginald Brooks Jan 5 1966"
            "DATE_OF_BIRTH",
            "",
            r"\b(?:dad|mum|mom|mother|father|wife|husband|son|daughter|partner|patient|name|under|member|holder|passenger|guest|child)\b"
            rf"[^.!?\n\d]{{0,12}}?(?-i:\b[A-Z][a-z’'-]{{1,20}} [A-Z][a-z’'-]{{1,20}},? )"
            rf"(?P<value>(?:{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,?"
            rf"|\d{{1,2}}(?:st|nd|rd|th)? {MONTH}) (?:19\d\d|200\d|201[0-2]))\b",
        ),
        (  # a day of the last century, which nobody books: "the third of the ninth seventy four"
            "DATE_OF_BIRTH",
            "thirty forty fifty sixty seventy eighty ninety",
            rf"\b(?P<value>{ORDINAL} of the {ORDINAL},? (?:nineteen )?(?:thir|for|fif|six|seven|eigh|nine)ty"
            rf"(?:[ -]{_NUMBER_WORD})?)"
            r"(?! (?:people|of us|pounds|euros|dollars|quid|boxes|items|pieces|metres|miles|minutes|per|percent|odd))\b",
        ),
        (
            "DATE_OF_BIRTH",
            "born birth birthday dob",
            r"\b(?:born|birth(?:date|day)?|dob)\b[^.!?\n\d]{0,20}?"
            rf"(?P<value>{ORDINAL} of (?:the )?{ORDINAL},? "
            rf"(?:{YEAR_IN_WORDS}|(?:{_TENS})(?:[ -]{_NUMBER_WORD})?|['’]?\d\d(?:\d\d)?))\b",
        ),
        (
            "DATE_OF_BIRTH",
            "birthday",
            r"\bbirthday(?: is| on|:)? (?P<value>(?:[012]?\d|3[01])[/.](?:[012]?\d|3[01]))(?![\w/.]\w|\w| off\b)",
        ),
        ("DATE_OF_BIRTH", "year of birth", r"\byear of birth\W{1,3}(?:is |was )?(?P<value>(?:19|20)\d\d)\b"),
        ("DATE_OF_BIRTH", "turned turning", rf"\bturn(?:ed|ing)? \d{{2,3}} on (?:the )?(?P<value>{_DAY_OF_YEAR})\b"),
        ("DATE_OF_BIRTH", "birthday", rf"\bmy birthday\b[^.!?\n\d]{{1,30}}?\bthe (?P<value>{_DAY_OF_YEAR})\b"),
        ("DATE_OF_BIRTH", "born", rf"\bborn in (?P<value>{MONTH} (?:19|20)\d\d(?: on the \d{{1,2}}(?:st|nd|rd|th))?)"),
        ("DATE_OF_BIRTH", "born", r"\b(?:i was|i am|i'm|he was|she was|was) born in (?P<value>(?:19|20)\d\d)\b"),
        (
            "DATE_OF_BIRTH",
            "born day dob geboren",
            r"\b(?:born(?: on)?|(?:birthday|bday) is|dob|geboren(?: am)?)\W{1,3}"
            rf"(?P<value>\d{{1,2}}[ -]{MONTH}[ -](?:\d{{4}}|\d\d))\b",
        ),
        (
            "EMAIL_ADDRESS",
            "at",
            rf"\b(?P<value>[\w.+-]{{3,40}} at (?:{WELL_KNOWN})"
            r"(?: dot | |\.)(?:com|net|org|de|co\.? ?uk|fr|es|it))\b",
        ),
        (
            "EMAIL_ADDRESS",
            "course obviously always usual",
            rf"(?<![\w.@-])(?P<value>(?=[\w.+-]{{0,30}}[\d_.])[\w.+-]{{5,40}}),? (?:{WELL_KNOWN}),?"
            r" (?:of course|obviously|as always|as usual)\b",
        ),
        ("PHONE_NUMBER", "0", r"(?<![\w.,:/£$€#-])(?P<value>0\d{3,4}(?:, ?\d{3}){2,3})(?![\d,]\d|\w)"),  # with commas
        ("PHONE_NUMBER", "0 o", r"(?<![\w./-])(?P<value>(?=[\do]*o)(?=(?:o*\d){5})[0o][\do]{3,4} ?[\do]{3} ?[\do]{3,4})(?!\w)"),
        (
            "PERSON",
            "added removed joined left",
            r"(?-i:(?<![\w'’-])(?P<value>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}))"
            r"(?= (?:added|removed) \+?\d| joined using (?:this|an?) )",
        ),
        # mistyped: "@gmailcom", "@@gmail.com", "@gmail", "@fen .com"
        (
            "EMAIL_ADDRESS",
            "@",
            rf"(?<![\w.+-])(?P<value>[\w.+%-]{{2,64}}@{{1,2}}\s?(?:{WELL_KNOWN})"
            r"(?:\s?\.?\s?(?:com|net|org|de|co\.? ?uk|fr|es|it|ie))?\b"
            r"|[\w.+%-]{2,64}@@[\w-]{2,60}(?:\.[\w-]{2,20}){1,3}|"
            r"[\w.+%-]{2,64} ?@ ?[\w-]{2,40} ?\. ?(?:com|net|org|de|co\.uk|fr|es|it|ie|nl))\b",
        ),
        # with a space before or behind the @
        (
            "EMAIL_ADDRESS",
            "@ (at) [at]",
            r"(?<![\w.+-])(?P<value>[\w.+-]{2,40}(?:\s@\s?|@\s|\s?[(\[]at[)\]]\s?)[\w-]{2,40}"
            r"\.(?:com|net|org|de|co\.uk|fr|es|it|ie|nl|pl))\b",
        ),
        # streets of other countries
        (
            "POSTAL_ADDRESS",
            "c/ calle av avda paseo ul. ulica rua rue",
            r"(?-i:(?<!\w)(?P<value>"
            r"(?:C/|[Cc]alle|Av\.|Avda\.?|Avenida|Paseo(?: de)?|ul\.|ulica|[Rr]ua|[Rr]ue(?: (?:de la|des|du|de))?)\s"
            r"(?:[A-ZÀ-Ž][\w'’-]{1,20},?\s){1,4}\d{1,4}(?:/\d{1,4})?[A-Za-z]?)(?!\w))",
        ),
        (
            "POSTAL_ADDRESS",
            "rue avenue boulevard bd place impasse chemin allée quai",
            r"\b(?P<value>\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|bd|impasse|chemin|allée|quai)"
            r"(?-i:(?: (?:de la|de l['’]|des|du|de))?(?: ?[A-ZÀ-Ž][\w'’-]{1,20}){1,4}))(?!\w)",
        ),
        (
            "POSTAL_ADDRESS",
            "",
            r"(?-i:(?<!\w)(?P<value>(?:[A-ZÄÖÜ][\wäöüß.-]{1,25} ){1,3}\d{1,4} ?[a-z]?,?\s{1,2}\d{5} "
            r"[A-ZÄÖÜ][\wäöüß-]{2,25})(?!\w))",
        ),
        ("POSTAL_ADDRESS", "box", r"\b(?P<value>p\.?\s?o\.?\s?box\s{1,2}\d{1,6})\b"),
        ("POSTAL_CODE", "postcode= post_code= zip= zipcode=", r"[?&](?:post_?code|zip(?:code)?)=(?P<value>[a-z\d%+]{3,12})"),
        (
            "POSTAL_CODE",
            "postcode post code",
            r"\bpost ?code\b[^\n\d]{0,20}?\b(?<!shelf )(?<!bin )(?<!rack )(?<!aisle )"
            r"(?P<value>[A-Z]{1,2}\d[A-Z\d]?-\d[A-Z]{2})\b",
        ),
        (
            "POSTAL_ADDRESS",
            "number",
            r"\b(?:live|lives|living) at (?P<value>number \w{2,12}(?:[ -]\w{2,12})?(?-i:(?: [A-Z][\w'’-]{1,20}){1,4}))",
        ),
        ("POSTAL_CODE", "eircode", r"\beircode\b(?: is|:)?\W{1,3}(?P<value>[A-Z]\d[\dW] ?[A-Z\d]{4})\b"),
        (
            "USERNAME",
            "@",
            r"\b(?:handle|insta(?:gram)?|twitter|tiktok|snapchat|telegram|venmo|cash ?app|discord)\b[^\n@]{0,20}"
            r"(?<![\w.])(?P<value>@[\w.-]{3,30}\w)",
        ),
        # who says what the own name is, whatever the words of it mean: "my name is Will Power"
        (
            "PERSON",
            "name",
            r"\b(?:my|his|her) (?:full |real |legal )?name(?: is|[’']s) (?P<told>)(?P<value>(?-i:[A-Z][a-z’'-]{1,20}"
            r"(?: [A-Z]\.?)?(?: [A-Z][a-z’'-]{1,20}){1,2}))(?!\w)",
        ),
        *(("PERSON", words, pattern) for words, pattern in IN_OTHER_SCRIPTS),
        # as each network writes them
        ("USERNAME", "u/", r"(?<![\w/.])(?P<value>u/[\w-]{3,20})\b"),
        ("USERNAME", "$", r"\b(?:cash ?app|venmo)\b[^\n$@]{0,15}(?P<value>\$[a-z]\w{2,20})\b"),
        (
            "USERNAME",
            "skype discord",
            r"\b(?:skype|discord)\b\W{1,3}(?:is |id |name )?(?P<value>live:[\w.]{2,40}|\w{2,32}#\d{4})",
        ),
        (
            "USERNAME",
            "monzo.me paypal.me linkedin.com facebook.com instagram.com tiktok.com t.me/",
            rf"{OURS}(?:(?:monzo|paypal)\.me|linkedin\.com/in|(?:facebook|instagram|tiktok)\.com|\bt\.me)/"
            r"(?P<value>@?[\w.-]{3,60}\w)",
        ),
        (  # "mgreenhalgh is my login"
            "USERNAME",
            "login user handle",
            r"(?<![\w.@-])(?P<value>(?!(?:that|this|which|what|there|here|where|e-?mail|below|above|mine|hers|same|nothing|wrong"
            r"|correct|none|everything|phone|number|name|problem|issue|question|only|neither|both|password|one)\b)"
            r"[a-z][\w.-]{3,28}\w) (?:is|was) (?:my|his|her|their) (?:login|log-in|user ?name|user ?id|handle)\b",
        ),
        # names to log in with that hold what words do not, or are all that is said
        (
            "USERNAME",
            "user login handle gamer psn name",
            rf"\b(?:user ?name|user ?id|login(?: name)?|handle|gamer ?tag|psn|screen ?name|nick ?name){_IS}"
            r"(?P<value>(?=[\w.-]*[\d_.-])\w[\w.-]{1,30}\w)(?![\w@])",
        ),
        (
            "USERNAME",
            "user login handle gamer psn",
            r"\b(?:user ?name|user ?id|login(?: name)?|handle|gamer ?tag|psn|screen ?name)(?:\s*[:=]\s*| is )"
            r"(?P<value>(?!(?:broken|gone|lost|dead)\b)[a-z]\w{3,30})\b(?![@.]\w)"
            r"(?=\s*(?:$|[,.;!?]| (?:and|but|if|or|on|with)\b))",
        ),
    )
)
"""Kind, parts of words of which one stands in a text that is worth a look, and where the value stands."""


@cache
def _compiled(number: int) -> re.Pattern[str]:
    """A pattern, made when a text is first worth it: a short conversation asks for a few of them."""
    return re.compile(_PATTERNS[number][2], re.IGNORECASE | re.MULTILINE)


_FOR_ANY = [number for number, (_, words, _) in enumerate(_PATTERNS) if not words]
_BY_WORD: dict[str, list[int]] = {
    word: [number for number, (_, words, _) in enumerate(_PATTERNS) if word in words]
    for word in dict.fromkeys(word for _, words, _ in _PATTERNS for word in words)
}
"""Numbers of the patterns: those for any text, and those for texts that hold a part of a word. Each part is looked for once."""
_BY_BEGINNING: dict[str, list[str]] = {}
for _part in _BY_WORD:
    _BY_BEGINNING.setdefault(_part[:2], []).append(_part)
"""The parts by their first two letters, of which a text has few: those of one letter by that."""


def _worth_asking(word: str) -> frozenset[int]:
    """The numbers of the patterns that a word in small letters is worth a look for; no part holds a space."""
    beginnings = {word[place : place + 2] for place in range(len(word))}.union(word)
    parts = (part for two in _BY_BEGINNING.keys() & beginnings for part in _BY_BEGINNING[two] if part in word)
    return frozenset(number for part in parts for number in _BY_WORD[part])


_known_to_ask = lru_cache(maxsize=50_000)(_worth_asking)
"""The same for words of usual length, which repeat."""
_LONGEST_WORD = 40


def _numbers_of(text: str) -> list[int]:
    """The numbers of the patterns that a text is worth a look for, in order."""
    words = text.lower().split()
    found = ((_known_to_ask if len(word) <= _LONGEST_WORD else _worth_asking)(word) for word in words)
    return sorted(frozenset[int]().union(*found))


_BEFORE_POSTCODE = re.compile(  # "7 Bank Top, HX2 5JJ": a number and words with a capital, and a British postcode behind them
    r"(?<![\w.,:/£$€#-])(?P<value>(?:[Ff]lat \w{1,4},? )?\d{1,4}[A-Za-z]?(?:,? [A-Z][\w'’-]{1,20}){1,7}),?\s{1,2}"
    r"(?=[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)"
)
_SPELLED = re.compile(r"(?<![\w-])(?P<value>[A-Za-z](?:[-. ][A-Za-z]){3,19})(?![\w-])")
_SPELLS = re.compile(r"\bspel(?:t|led|ling|l)\b", re.IGNORECASE)
_NAMES = frozenset({"PERSON", "USERNAME"})


_CARD = re.compile(
    r"\b(?:card|visa|mastercard|amex|maestro|debit|credit|ending)\b|(?<![a-z])(?:cvv|cvc)|on the back|\d{4}(?:[ -]?\d{4}){2}",
    re.IGNORECASE,
)


def likely_values(text: str) -> Iterator[Entity]:
    """What the words beside it make a value of, as surely as the tagger does."""
    for match in _BEFORE_POSTCODE.finditer(text):
        yield Entity("POSTAL_ADDRESS", *match.span("value"), SCORE)
    yield from pasted_names(text)
    yield from positions(text)
    yield from seed_phrases(text)
    yield from backup_codes(text)
    yield from shaped_values(text)
    for number in (*_FOR_ANY, *_numbers_of(text)):
        kind = _PATTERNS[number][0]
        for match in _compiled(number).finditer(text):
            value = match["value"]
            is_phrase = kind == "CREDENTIAL" and " " in value
            if is_phrase and not OF_SENTENCES.isdisjoint(value.lower().split()):
                continue
            if match.groupdict().get("ours"):
                continue
            if kind == "CARD_EXPIRY" and not _CARD.search(text):  # milk and vouchers expire, too
                continue
            if kind not in _NAMES or "told" in match.groupdict() or not names_nobody(value):
                yield Entity(kind, *match.span("value"), SCORE)
    if _SPELLS.search(text):
        for match in _SPELLED.finditer(text):
            yield Entity("PERSON", *match.span("value"), SCORE)
