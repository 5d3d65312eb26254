"""Patterns of values that are told in passing: a code that came by text, a PIN with what it reminds of, a neighbour by name.

Rows as in `likely.py`: the kind, parts of words of which one stands in a text that is worth a look, and the pattern.
"""

from caraway_audit.privacy.providers import WELL_KNOWN

_MAYBE = r"(?:it[’']?s |it is |that[’']?s |prob(?:ably)? |i think(?: it[’']?s| it is)? |maybe |either |should be |try )?"
_ENDS = r"(?![\w-]|[.,:/]\d|\s?(?:times|pounds?|quid|euros?|dollars?|people|texts|messages|e-?mails)\b|\s?[%£$€])"
_NO_PLATE = r"(?!(?:and|the|but|for|are|was|not|you|all|now|day|min|hrs|mph|off|per|mins)\b)"
_PROFESSION = (
    r"(?:solicitors?|lawyer|accountant|doctor|gp|dentist|vet|landlord|landlady|boss|line manager|teacher|tutor|midwife|carer"
    r"|social worker|health visitor|consultant|therapist|counsellor|executor|guarantor|next of kin|best man|childminder|nanny)"
)
_FULL_NAME = r"(?-i:[A-Z][\w’'-]{1,20} (?:[A-Z]\. )?[A-Z][\w’'-]{1,20})"

ASIDES: tuple[tuple[str, str, str], ...] = (
    # secrets
    (  # "it sent me 481 906"
        "CREDENTIAL",
        "sent text gave shows came",
        r"\b(?:(?:sent|texted|gave|messaged) (?:me|us)|it (?:sent|shows|showed|says)(?: me)?)(?: a | the | this )?\s?"
        rf"(?P<value>\d{{3}}[ -]\d{{3}}){_ENDS}",
    ),
    (  # "memorable word? prob lighthouse7"
        "CREDENTIAL",
        "memorable",
        rf"\bmemorable (?:word|name|place)\?\s{{1,3}}{_MAYBE}(?P<value>[^\W\d_]{{3,20}}\d{{0,4}})(?=[.,!]?\s*$)",
    ),
    (  # "the app pin, was my birthday backwards 7991", "the code is my old door number twice, so 1919"
        "CREDENTIAL",
        "pin code passc combination",
        r"\b(?:pin|pass ?code|code|combination)\b[^.!?\n\d]{1,60}?\b(?:backwards|reversed|twice|so|meaning|i\.e\.|ie)\W{1,3}"
        rf"(?P<value>\d{{4,8}}){_ENDS}",
    ),
    (  # "it's 60 then 61", where a PIN is spoken of
        "CREDENTIAL",
        "pin",
        r"\bpin\b[^.!?\n\d]{0,30}?(?P<value>\d{2} (?:then|and then) \d{2})(?![\w-])",
    ),
    (  # "my husband's one open sesame 55 if you want to try that to get in"
        "CREDENTIAL",
        "log get",
        r"\b(?:my|his|her|husband[’']?s|wife[’']?s|old|other) one (?P<value>[a-z]{3,12}(?: [a-z]{3,12})? \d{1,4})"
        r"(?= (?:if|to|and)\b[^.!?\n]{0,40}\b(?:log|get) in\b)",
    ),
    ("DATE_OF_BIRTH", "dob", r"\bdob\W{0,3}(?P<value>(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)?\d\d)(?!\d)"),
    # numbers
    ("BANK_CODE", "sort", r"\bsort ?code\W{1,3}(?:is |was )?(?P<value>\d\d\s\d\d\s\d\d)(?!\d)"),
    ("PHONE_NUMBER", "oh7 oh1 oh2", r"(?<![a-z])(?P<value>oh\d{9,10})(?!\d)"),
    (
        "ID_NUMBER",
        "car reg plate park permit vehicle van fleet",
        r"\b(?:car|reg|plates?|park(?:ing|ed)?|permit|vehicle|van|fleet)\b[^.!?\n]{0,60}?"
        rf"(?<![\w-])(?P<value>[a-z]{{2}} ?[0-7]\d ?{_NO_PLATE}[a-z]{{3}})(?![\w-])",
    ),
    (
        "ID_NUMBER",
        "gp wp kzn",
        r"(?-i:(?<![\w-])(?P<value>[A-Z]{2,3} ?\d{2,3} ?[A-Z]{0,2} ?(?:GP|WP|KZN))(?![\w-]))",
    ),
    (
        "EMAIL_ADDRESS",
        "at",
        r"\b(?:e-?mail|mail|address)\b(?: is|:)?\W{1,3}(?P<value>[\w.]{2,30}(?: [\w.]{1,15}){0,2} at "
        rf"(?:{WELL_KNOWN})(?: ?(?:dot|\.) ?(?:com|co ?(?:dot|\.) ?uk))?)(?!\w)",
    ),
    # people
    ("PERSON", "", rf"\b{_PROFESSION}(?:[’']s name)? (?:is|was|are|called|named)(?: a)? (?P<value>{_FULL_NAME})"),
    (
        "PERSON",
        "rabbi imam rev pastor canon",
        r"\b(?:rabbi|imam|reverend|rev\.|pastor|canon) (?P<value>(?-i:[A-Z][\w’'-]{2,20}))",
    ),
    (  # "the Hartnolls upstairs"
        "PERSON",
        "next door upstairs downstairs opposite across number",
        r"\bthe (?P<value>(?-i:[A-Z][a-z’'-]{3,20}s))"
        r"(?= (?:next door|upstairs|downstairs|opposite|across the|at (?:number|no)\b))",
    ),
    # places
    (
        "POSTAL_ADDRESS",
        "paddock steps prom presbytery",
        r"(?<![\w.,:/£$€#-])(?P<value>\d{1,4}[a-z]?,? "
        r"(?-i:(?:The |[A-Z][\w’'-]+ ){1,3}(?:Paddocks?|Steps|Prom(?:enade)?|Esplanade))(?:, (?-i:[A-Z][\w’'-]+))?)(?![\w@])",
    ),
    (  # "Room K12, Wychfield House"
        "POSTAL_ADDRESS",
        "room",
        r"\broom (?P<value>[A-Z]?\d{1,4}[A-Z]?,? (?-i:[A-Z][\w’'-]+ (?:House|Court|Hall|Lodge|Tower|Building)))\b",
    ),
    (
        "POSTAL_ADDRESS",
        "room",
        r"\b(?P<value>(?-i:[A-Z][\w’'-]+ (?:House|Court|Hall|Lodge|Tower)),? room [A-Z]?\d{1,4})\b",
    ),
    (
        "POSTAL_ADDRESS",
        "number",
        r"\b(?P<value>(?-i:[A-Z][\w’'-]+ (?:Row|Street|Road|Lane|Terrace)), number \d{1,4}[a-z]?)(?!\w)",
    ),
)
