"""Patterns of what likely is somebody's number: an account, a reference of letters and digits, a plate, a device, a handle.

Rows as in `likely.py`: the kind, parts of words of which one stands in a text that is worth a look, and the pattern. A number
that has no form of its own is one only behind a word that names it.
"""

_NO_FIRM = (
    r"(?![\w.]{0,30}(?:support|help|helps|cares?|official|service|services|team|hq|news|tv|radio|fm|sports?|shop|store|music"
    r"|games)\b)"
)
"""A firm's own account is meant to be read."""
_DIGITS = "0 1 2 3 4 5 6 7 8 9"
_IT_IS = r"(?: ?(?:number|no\.?|nr|num|id|code|is|was|it[’']?s|are|#))"
_ENDS = r"(?![\w-]|[.,/]\d|\s?(?:times|pounds?|quid|euros?|dollars?|usd|gbp|points?|people|x|mm|cm)\b|\s?[%£$€])"
_ACCOUNT = r"(?<![\w/])(?:a/c|accounts?|accnt|acct|acnt|acc)\b(?! ?(?:ending|ends))"
_NO_DAY = r"(?!\d{1,2}[/-]\d{1,2}[/-]\d{2,4}(?![\w/-])|(?:19|20)\d\d[/-]\d{1,2}[/-]\d{1,2}(?![\w/-]))"
_NO_STANDARD = r"(?!(?:iso|iec|din|rfc|bs|en|ieee|ansi|and|or|tcp|udp|http|usb|ip)\b)"
_NAMED = (
    r"\b(?:tracking|consignment|policy|claim|ref(?:erence)?|cert(?:ificate)?|receipt|recpt|li[cs]en[cs]e|customer|member"
    r"(?:ship)?|"
    r"patient|hospital|insur(?:ance|er)|subscriber|group|adm(?:ission)?|uhid|mrn|package|parcel|shipment|waybill|awb|register|vat|eori"
    r"|ein|gst(?:in)?|national|passport|esta|visa|travell?er|upn|hmrc|tax|utr|arc|railcard|rail card|student|employee|staff|"
    r"redress|case|crime|incident|application|booking|reservation|micro ?chip|permit|contract|tenancy|meter serial"
    r"|prescription)"
)
_SAYS = r"(?: (?:number|no\.?|nr|num|id|ref(?:erence)?|card|cert(?:ificate)?|is|was|it[’']?s|says)|:|#){0,3}"
_NO_PLATE = (
    r"(?!(?:of|the|in|is|it|its|on|to|and|for|or|at|as|was|has|had|from|by|with|under|over|not|but|if|do|up|so|my|he"
    r"|we|me|no|be|"
    r"an|go|am|pm|us|all|are|you|him|her|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mph|kph|kmh|rpm|min|hrs|gbp"
    r"|usd|eur|psi|"
    r"amp|off|per|day|yrs|km|cm|mm)\b)"
)
_ON_A_NETWORK = (
    r"\b(?:discord|weixin|wechat|viber|signal|reddit|twitch|steam|psn|xbox|roblox|fortnite|tinder|hinge|bumble"
    r"|grindr|vinted|"
    r"depop|only ?fans|twitter|insta(?:gram)?|snap(?:chat)?|tik ?tok|telegram|skype|kik|qq)"
)

NUMBERED: tuple[tuple[str, str, str], ...] = (
    (  # a client's number in the languages next door
        "REFERENCE",
        "kunden vertrags client cliente klant klienta kund",
        r"\b(?:(?:kunden|vertrags)-?(?:nummer|nr\.?)|(?:num[ée]ro|n[º°o]\.?) (?:de |du )?client|klantn(?:ummer|r\.?)"
        r"|n[uú]m(?:ero|\.) (?:de )?cliente|numer klienta|kund(?:e)?nummer)"
        r"(?: (?:ist|est|es|is|är|er|to)(?: (?:die|le|el|het))?)?\W{1,3}"
        r"(?P<value>(?-i:(?=[A-Z/-]{0,4}\d)[A-Z\d](?:[ /-]?[A-Z\d]){4,14}))(?![\w-])",
    ),
    (
        "ID_NUMBER",
        "udid device android advertising idfa mpan mpxn mprn",
        r"\b(?:udid|(?:device|android|advertising) id|idfa|mpan|mpxn|mprn)(?: is|:)?\W{1,3}"
        r"(?P<value>\d(?: ?\d){7,24}|(?=[A-F-]{0,12}\d)[\dA-F][\dA-F-]{11,44})(?![\w-])",
    ),
    # Accounts in the words of a hurry
    (
        "BANK_ACCOUNT",
        _DIGITS,
        rf"{_ACCOUNT}{_IT_IS}{{0,3}}\W{{1,3}}(?P<value>\d{{8}}|(?!(?:19|20)\d\d[ -](?:19|20)\d\d)\d{{4}}[ -]\d{{4}}){_ENDS}",
    ),
    (
        "BANK_ACCOUNT",
        _DIGITS,
        rf"(?<![\w.,/-])(?P<value>\d{{8}}) (?:is|was) (?:my|the|his|her|our) "
        rf"(?:bank )?{_ACCOUNT}",
    ),
    (
        "BANK_CODE",
        "s/c sort",
        rf"(?<![\w/])(?:(?:s/c|sort ?code|srt ?code){_IT_IS}{{0,2}}\W{{1,3}}(?=\d)|sort (?=\d\d[-./]\d\d[-./]))"
        rf"(?P<value>\d\d[- ./]\d\d[- ./]\d\d|\d{{6}}){_ENDS}",
    ),
    (
        "BANK_ACCOUNT",
        _DIGITS,
        r"(?<![\w.,/-])(?P<value>\d{8} ?[/|,] ?(?:\d{6}|\d\d-\d\d-\d\d|\d\d \d\d \d\d))(?![\w/-]|[.,]\d)",
    ),
    (
        "BANK_ACCOUNT",
        "bank sort acc a/c transfer",
        r"(?<![\w.,/-])(?P<value>\d{8} (?:\d{6}|\d\d-\d\d-\d\d))(?![\w/-]|[.,]\d)",
    ),
    # References that hold letters and long numbers, or are parted by strokes
    (
        "REFERENCE",
        _DIGITS,
        r"(?-i:(?<![\w/.=-])(?P<value>(?!IMG|DSC|VID|PXL|MVI|SKU|EAN|UPC|GTIN|ISBN|V\d)[A-Z]{1,4}\d{10,20})(?![\w-]|\.\w))",
    ),
    (
        "REFERENCE",
        _DIGITS,
        r"(?-i:(?<![\w/.-])(?P<value>(?i:"
        rf"{_NO_STANDARD})(?:[A-Z]{{3,5}}/(?:\d{{5,10}}(?:[/-]\d{{1,6}})?|\d{{3,10}}[/-]\d{{1,6}})"
        r"|[A-Z]{2}/[A-Z]{1,4}/\d{4,10}(?:[/-]\d{1,6})?))(?![\w/-]))",
    ),
    (  # parted by strokes, in groups of capitals, or without a break
        "REFERENCE",
        _DIGITS,
        rf"{_NAMED}\b{_SAYS}\W{{1,3}}(?P<value>"
        rf"{_NO_DAY}(?=(?:[A-Z/-]{{0,8}}\d){{7}}|[\d/-]{{0,12}}[A-Z](?:[A-Z/-]{{0,8}}\d){{4}}|\d{{2,6}}/[A-Z])"
        r"[A-Z\d]{1,12}(?:[/-][A-Z\d]{1,12}){1,5}(?![\w/-])"
        r"|(?-i:[A-Z]{1,5}[ -](?=[A-Z\d ]{0,8}\d[A-Z\d ]{0,3}\d)[A-Z]{0,3}\d[A-Z\d]{0,9}"
        r"(?: [A-Z]{0,2}\d[A-Z\d]{0,8}){0,4})(?![\w/-])"
        r"|(?:(?=(?:[A-Z]{0,6}\d){4})(?=\d{0,14}[A-Z])[A-Z\d]{8,24}|\d{12,20})(?![\w/-]|\.\w))",
    ),
    ("ID_NUMBER", "ehic ghic", r"\b(?:ehic|ghic)(?: (?:card|number|no\.?|pin|id|is))*\W{1,3}(?P<value>\d{10,20})(?![\w-])"),
    ("ID_NUMBER", "uhid mrn nhi", r"\b(?:uhid|mrn|nhi)\W{0,3}(?P<value>\d{5,12})(?![\w-])"),
    (  # the last of it tells nearly all of it, to who knows where somebody was born
        "ID_NUMBER",
        "ssn social",
        r"\b(?:ssn|social(?: security)?)\b[^.!?\n\d]{0,30}?\b(?:is|was|are|in|with)\W{1,3}(?P<value>\d{4})(?![\w-])",
    ),
    ("ID_NUMBER", "a-number alien", r"\b(?:a-number|alien number)\W{1,3}(?P<value>A?\d{3}[ -]?\d{3}[ -]?\d{3})(?![\w-])"),
    ("REFERENCE", _DIGITS, r"(?<![\w-])(?P<value>[A-F\d]{6}-[A-Z]\d{5}-[A-Z\d]{5,6})(?![\w-])"),  # of a British prescription
    ("DRIVER_LICENSE", _DIGITS, r"(?<![\w-])(?P<value>[A-Z9]{5} ?\d{3} ?\d{3} ?[A-Z9][A-Z9]\d[A-Z]{2})(?![\w-])"),
    (
        "DRIVER_LICENSE",
        "licen",
        rf"\b(?:driving |driver[’']?s )?licen[cs]e{_SAYS}\W{{1,3}}(?P<value>[A-Z]{{1,5}}[\d9]{{0,4}} \d{{3,6}}"
        rf"(?: \d{{3}})? [A-Z\d]{{5}})(?![\w-])",
    ),
    # Plates, where a car is spoken of
    (
        "ID_NUMBER",
        _DIGITS,
        rf"\b(?:car|van|vehicle|truck|lorry|(?:motor)?bike|(?:number ?)?plates?|fine|toll|taxi|cab|reg|pcn)\b"
        rf"(?: (?:reg|is|was|for|the|a|with|plates?|number|no|in)\b){{0,3}}\W{{1,3}}"
        rf"(?P<value>{_NO_PLATE}[A-Z]{{2}} ?\d\d ?{_NO_PLATE}[A-Z]{{3}}"
        rf"|(?!(?:19|20)\d\d)\d{{4}} (?-i:(?!HKD|PLN|SKK|CZK|DKK|RPM|GBP|PSI|LBS|CHF|NZD|BTC"
        rf"|KPH|KMH|MHZ|GHZ|KWH|SMS|PTS)[B-DF-HJ-NP-TV-Z]{{3}}))(?![\w-])",
    ),
    (  # Indian ones by their form, German ones close by, where a car is spoken of
        "ID_NUMBER",
        "car vehicle driver plate reg parking parked cab taxi bike scooter truck",
        r"(?-i:(?<![\w-])(?P<value>[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]\d{4})(?![\w-]))",
    ),
    (
        "ID_NUMBER",
        "car vehicle parking parked plate registr kennzeichen drive",
        r"\b(?:car|vehicle|park(?:ing|ed)?|plates?|registration|kennzeichen|driv\w{1,4})\b[^.!?\n\d]{0,25}?"
        r"(?<!in )(?<!bay )(?<!level )(?<!zone )(?<!deck )(?<!row )(?<!gate )"
        r"(?P<value>(?-i:[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{3,4}[EH]?))(?![\w-])",
    ),
    # as every post office numbers what it carries abroad
    (
        "REFERENCE",
        _DIGITS,
        r"(?-i:(?<![\w-])(?P<value>[A-Z]{2} ?(?:\d{3} ?\d{3} ?\d{3}|\d{4} ?\d{4} ?\d) ?[A-Z]{2})(?![\w-]))",
    ),
    # Devices: an address without its marks
    (
        "MAC_ADDRESS",
        "mac",
        r"\bmac(?: (?:address|addr|id|is|no\.?|number|it[’']?s)){0,3}\W{1,3}(?P<value>"
        r"(?=[a-f]{0,11}\d)[\da-f]{12})(?!\w)",
    ),
    # Handles, as networks call them
    (
        "USERNAME",
        "discord weixin wechat viber signal reddit twitch steam psn xbox roblox fortnite tinder hinge bumble grindr "
        "vinted depop fans twitter insta snap tik telegram skype kik qq",
        rf"{_ON_A_NETWORK}(?: (?:is|id|name|user|tag|account|acc|handle)){{0,2}}\s?[:=]?\s?"
        rf"(?P<value>@?{_NO_FIRM}(?=[a-z][a-z\d.]{{0,30}}_|_)[\w.]{{3,40}}\w(?:#\d{{4}})?)(?![\w@]|\.\w)",
    ),
    (
        "USERNAME",
        "discord insta snap tik telegram twitter reddit psn steam",
        r"(?<![\w@./-])(?P<value>@?(?=[a-z][a-z\d.]{0,30}_)[\w.]{3,40}\w) (?:is my|on|is me on|is mine on) "
        r"(?:discord|insta(?:gram)?|snap(?:chat)?|tik ?tok|telegram|twitter|reddit|psn|steam)\b",
    ),
    (  # with a full stop, or behind a word for what one is called there
        "USERNAME",
        "insta tik snap telegram twitter discord youtube twitch xbox psn gamertag",
        rf"(?<!our )(?:{_ON_A_NETWORK}|\byou ?tube(?: channel)?|\bgamer ?tag)"
        r"(?: (?:is|id|name|user|tag|account|acc|handle|channel)){1,2}"
        rf"\s?[:=]?\s?(?P<told>)(?P<value>@{_NO_FIRM}[a-z\d][\w.]{{2,30}}\w|(?-i:[A-Z][a-z]+(?:[A-Z][a-z]+){{1,3}}\d{{0,4}}))(?![\w@])",
    ),
    (
        "USERNAME",
        "insta tik snap",
        rf"(?<!us on ){_ON_A_NETWORK}\s(?P<told>)(?P<value>@{_NO_FIRM}[a-z\d]\w{{0,20}}(?:\.\w{{1,20}}){{1,3}})(?![\w@])",
    ),
    (  # a firm's network and who signs in to it
        "USERNAME",
        "\\",
        r"\b(?:log ?in|user(?: ?name)?|sign in|account)\b[^\n]{0,12}?(?<![\w\\:])"
        r"(?P<value>[A-Za-z]{2,15}\\[a-z][\w.-]{2,30})(?![\w\\])",
    ),
    ("USERNAME", "#", r"\b(?:acc(?:ount)?|user|tag|player|gamer|battle|name)\W{1,3}(?:is )?(?P<value>\w{2,32}#\d{4})(?!\w)"),
    (
        "USERNAME",
        "profile seller scammer dating buyer nick",
        r"(?<!our )\b(?:profile|seller|scammer|buyer|nick(?:name)?)(?: (?:is|name|called"
        r"|was|under|by)){0,2}\W{1,3}"
        rf"(?P<value>@{_NO_FIRM}[\w.]{{3,40}}\w|{_NO_FIRM}(?=[a-z][a-z\d.]{{0,30}}_)[\w.]{{3,40}}\w)",
    ),
    (  # a person's, by what nobody calls a firm
        "USERNAME",
        "@",
        rf"(?<![\w@./-])(?P<value>@{_NO_FIRM}(?=[\w.]{{0,30}}(?:_[a-z\d]|[a-z]\d))(?![\w.]{{0,30}}(?:air|bank|uk|us|usa|hq|inc|ltd)\b)"
        r"(?=[\w.]{0,40}[a-z])\w[\w.]{3,40}\w)(?![\w@])",
    ),
    ("USERNAME", ".eth", r"(?<![\w.@/-])(?P<value>[a-z\d][\w-]{2,40}\.eth)(?!\w|\.\w)"),
    # a mailbox within a firm's own network
    (
        "EMAIL_ADDRESS",
        "@",
        r"(?<![\w.+-])(?-i:(?P<value>[a-z\d_+-]{1,30}"
        r"(?:\.[a-z\d_+-]{1,30}){1,3}@[a-z][a-z\d-]{2,40}))(?![\w@-]|\.\w)",
    ),
)
"""Kind, parts of words of which one stands in a text that is worth a look, and where the value stands."""
