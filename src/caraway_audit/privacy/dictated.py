"""Patterns of what somebody says aloud and a machine writes down: letters one by one, days in words, houses by number.

Rows as in `likely.py`: the kind, parts of words of which one stands in a text that is worth a look, and the pattern.
"""

from caraway_audit.privacy.days import MONTH, ORDINAL, YEAR_IN_WORDS

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = r"ten|eleven|twelve|\w{3,5}teen"
_NUMBER = rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|{_TEENS}|{_ONES}|zero|oh|hundred)"
_SHORT_YEAR = rf"(?:(?:{_TENS})(?:[ -](?:{_ONES}))?|oh (?:{_ONES}))"
_YEAR = rf"(?:{YEAR_IN_WORDS}|{_SHORT_YEAR}|['’]?\d\d(?:\d\d)?)"
_FOR_WORD = r"(?: (?:for|as in|like) [a-z]{2,12})"
_LETTER = rf"[a-z](?![\w'’]){_FOR_WORD}?"
_GAP = r"(?:(?:,|\.|\.\.\.)? |-|, ?)(?:(?:and|then|space|new word|um|uh) ){0,2}"
_DOUBLE = r"(?:(?:double|capital) )?"
_SIGN = r"exclamation(?: mark| point)?|hash(?: ?tag)?|dollar(?: sign)?|under ?score|dash|hyphen|full stop|star|asterisk|at sign"
DICTATED: tuple[tuple[str, str, str], ...] = (
    (  # "k r a u t w u r s t", "o for oscar y for yankee e l a"
        "PERSON",
        "",
        rf"(?<![\w'’.-])(?P<told>)(?!a\W{{1,2}}b\W{{1,2}}c|q\W{{1,2}}w\W{{1,2}}e)(?P<value>{_DOUBLE}{_LETTER}(?:{_GAP}{_DOUBLE}{_LETTER}){{4,20}})(?![\w'’])",
    ),
    (
        "DATE_OF_BIRTH",
        "born birth dob",
        rf"\b(?:born|birth(?:date|day)?|dob)\b[^.!?\n\d]{{0,20}}?(?P<value>{MONTH} (?:the )?{ORDINAL},? {_YEAR})\b",
    ),
    (
        "DATE_OF_BIRTH",
        "born",
        r"\bborn (?:in )?(?P<value>(?:nineteen|two thousand)"
        rf"(?:[ -](?:and |oh )?(?:{_TENS}|{_ONES}|{_TEENS})){{1,2}}(?: (?:boxing|christmas) day)?)\b",
    ),
    (  # "born on twelve oh six seventy eight"
        "DATE_OF_BIRTH",
        "born birth dob",
        rf"\b(?:born(?: on)?|date of birth|birth ?date|dob)(?: is|:|[’']s)? (?:the )?"
        rf"(?P<value>{_NUMBER}(?:[ ,-]{{1,2}}{_NUMBER}){{2,6}})\b",
    ),
    (
        "CARD_EXPIRY",
        "expir runs valid",
        rf"\b(?:expir(?:es|y|ing|ation)|runs out|valid (?:until|to|till))\b(?: date)?"
        r"(?: is| in| on| at the end of|[’']s|:)?,? (?:uh |um )?"
        rf"(?P<value>{MONTH} (?:of )?(?:twenty )?{_SHORT_YEAR}|{MONTH} twenty|{_NUMBER}(?: {_NUMBER}){{1,3}})\b",
    ),
    (  # "capital t tuesday exclamation mark nineteen"
        "CREDENTIAL",
        "capital upper",
        rf"\b(?P<value>(?:all )?(?:capital|upper ?case) [a-z]\b(?: [a-z]{{2,20}}){{0,2}}?(?: (?:{_SIGN}|{_NUMBER})\b)+)",
    ),
    (  # "and still at six quarry bank"
        "POSTAL_ADDRESS",
        "still live living moved staying",
        r"\b(?:(?:still|living|staying) (?:at|living at)|live[sd]? at|moved to)"
        rf" (?P<value>(?:(?:flat|number|unit) )?{_NUMBER}(?: {_NUMBER}){{0,3}}(?: [a-d]\b)? (?:[a-z][a-z'’]+ ){{1,2}}"
        r"(?:street|road|lane|avenue|close|drive|rise|bank|yard|terrace|gardens|court|place|way|hill|row|walk|crescent|grove|mews|square"
        r"|green|park|view))\b",
    ),
    (  # "27 Withy Bank", with a word for streets that stands for other things too, at the end of a line
        "POSTAL_ADDRESS",
        "rise bank view green park brae wynd chase croft quay wharf fold villas cottages meadow heights vale yard gate path",
        r"(?-i:(?<![\w.,:/£$€#-])(?P<value>\d{1,4}[A-Za-z]? (?:[A-Z][\w’'-]+ ){1,2}(?:Rise|Bank|View|Green|Park|Brae|Wynd|Chase"
        r"|Croft|Quay|Wharf|Fold|Villas|Cottages|Meadows?|Heights|Vale|Yard|Gate|Path)))(?=[ \t]*(?:\n|\r|,|$))",
    ),
    (  # "at number one thirty three"
        "POSTAL_ADDRESS",
        "number",
        rf"\b(?:at|lives? (?:at|in)|next door at|over at|from) "
        rf"(?P<value>number {_NUMBER}(?: {_NUMBER}){{0,2}}(?: [a-d]\b)?)(?![\w-]| (?:in|on|of|to)\b)",
    ),
    (  # "i have that under hollister"
        "PERSON",
        "under",
        r"\b(?:booked|booking|reservation|(?:have|got|see) (?:that|it|you|this)) under (?:the name (?:of )?)?"
        r"(?P<told>)(?P<value>(?!(?:the|a|an|my|your|our|his|her|their|this|that|these|those|it|way|there|here|which|what|warranty|review"
        r"|pressure|stress|control|construction|stock|surveillance|one|two|three|settings|account|load|contract|maintenance|guarantee"
        r"|investigation|management|observation|embargo|offer)\b)[a-z]{4,20})(?=[.,?]?$| (?:is|and|for)\b)",
    ),
)
