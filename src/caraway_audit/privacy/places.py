"""Patterns of where somebody likely lives, and of what opens the door: streets in small letters, flats, key safes.

Rows as in `likely.py`: the kind, parts of words of which one stands in a text that is worth a look, and the pattern. A house
number and a word that names nothing but a way are an address; a hill, a row or a flat is one behind a word for being there.
"""

_SURE_WAYS = "street|road|avenue|crescent|boulevard|terrace|gardens|grove|mews|parade|wharf|villas|cottages"
_OTHER_WAYS = "lane|drive|hill|row|close|court|croft|quay|fold|meadow|brae|wynd|ln|ave|rd|st|dr|cres|blvd|bvd|crt|gdns|tce"
_THINGS_TOO = "square|place|way|walk|view|park|green|end|yard|rise|bank|vale|heights|arcade"
"""Words for streets that stand for so much else that "at" or "to" has to stand before the number."""
_DIGITS = "0 1 2 3 4 5 6 7 8 9"
"""Few texts hold one, and nearly all hold the letters of some way: "st", "rd"."""
_HOUSES = (
    "tower|towers|house|hse|wharf|arcade|mansions|buildings?|bldg|court|crt|lodge|heights|exchange|estate|field|fields|park|mill|"
    "works|square|point|place|hall|manor|quay|street|st|road|rd|avenue|ave|lane|ln|close|gardens|gdns|terrace|drive|crescent|way|"
    "row|mews|grove|centre|hill|farm"
)
_NO_NAME = (
    r"(?!(?:hours?|hrs?|min(?:ute)?s?|miles?|km|m|metres?|days?|weeks?|months?|years?|times?|of|from|the|an?|on|in|to"
    r"|at|by|and|or|"
    r"for|with|off|out|our|my|your|this|that|same|different|other|more|best|new|stars?|ways?|lanes?|bedroom|bed"
    r"|person|people|"
    r"is|are|was|were|it|we|you|they|i|he|she|not|no|if|so|but|about|up|down|per|each|every|any|some|another|next|last|first|"
    r"second|right|left|wrong|long|short|half|whole|one|two|three|four|tb|gb|mb|test|piece|seater|ton|foot|ft|inch|percent|"
    r"tennis|food|year|night|week|day|pm|am|x|pay|go|went|only|all|them|her|him|his|their|us|me|where|when|what|which"
    r"|how|than|"
    r"quiet|busy|main|rows?|large|small|big|boxes|tickets|pairs?|items?|parcels?|bags?|nice|private|side|wide|narrow"
    r"|block|fast|cycle|bus|usb|flash|hard|google|shared|disk|disc|pen|car|wont|won't|dont|don't|will|did|didnt|cant|school"
    r"|primary|monthly|bottom|top|front|back|high|wall|rented|near|site|road|possible|legal|final|speed|wheel)\b)"
)
"""What stands between a number and a word for a street that is none of one: "10 minutes walk", "a 4 star place"."""
_NUMBER = r"(?<![\w.,:/£$€#+-])\d{1,4}[a-z]?(?: ?[-/] ?\d{1,4}[a-z]?)?"
_WORDS = rf"(?-i:(?:{_NO_NAME}[a-z][a-z’'-]{{1,20}} ){{1,3}})"
"""In small letters: those with capitals are found elsewhere, and with their town."""
_MORE = (
    r"(?:,? (?:top|basement|garden|ground floor|first floor|second floor|upper|lower) flat)?"
    r"(?:,? (?:flat|apt|apartment|unit|suite)\.? \d{1,4}[a-z]?)?(?![\w@])"
    r"(?! (?:bikes?|trips?|tests?|tax|maps?|signs?|tickets?|tins?|toys?|mugs?|sets?|chairs?|banking|journal|album|sticks?|plan"
    r"|app|house)\b)"
)
_IN_WORDS = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)"
)
_ENDS_THERE = r"(?=\W*$|\s?[,.;!?\n]|\s(?:that[’']?s|in|and|near|off|please|thanks)\b)"
_THERE = (
    r"\b(?:liv(?:e|es|ed|ing)|mov(?:e|es|ed|ing)|address|resid(?:e|es|ent)|deliver(?:y|ed|s)?|collect(?:ed|ion)?|post(?:ed)?|"
    r"sen[dt]|ship(?:ped)?|dropp?(?:ed)?|left|leave|lodger|neighbou?r|stay(?:s|ing)?|home|house|door|opp(?:osite)?|outside|"
    r"based|parcel|key|work|flat|tenant|job|pick ?up|c/o|property|courier)\b[^.!?\n]{0,40}?"
)
_BEHIND = r"(?:(?<=\bat )|(?<=\bto )|(?<=\bin )|(?<=\bon )|(?<=\bis )|(?<=\bfrom )|(?<=\baddress ))"
_UNIT = r"(?:(?:flat|apt|appt|apartment|unit|caravan|chalet|plot|pitch|suite|studio|bungalow|block)\.?|units|flats)"
_IT_IS = r"(?: (?:code|number|no\.?|nr|pin|combo|combination|is|was|it[’']?s)){0,3}"
_NO_COUNT = (
    r"(?![\w-]|[.,]\d|\s?(?:times|x|mm|cm|m|kg|w|v|mah|pounds?|quid|euros?|dollars?|percent|series|model|watts?"
    r"|volts?|hours?|hrs?|"
    r"mins?|minutes|seconds|secs|days?|years?|am|pm|people|of|errors?|faults?|buttons?)\b|\s?[%£$€])"
)
_HOUSE = (
    "Cottage|Forge|House|Lodge|Farm|Farmhouse|Barn|Mill|Manor|Rectory|Vicarage|Grange|Croft|Smithy|Granary|Bungalow|Stables"
)
_OF_A_FIRM = r"(?:care|nursing|publishing|opera|ware|green|club|coffee|steak|public|wind|solar|fish|dairy|coach|play)\b"
"""Before "house" or "farm": where one works, or what one reads."""
_WORD = r"[A-Z][\w’']{1,15}"

PLACES: tuple[tuple[str, str, str], ...] = (
    (  # a house by its name, and where it stands: "we live at The Old Forge, Little Snoring"
        "POSTAL_ADDRESS",
        " ".join(_HOUSE.lower().split("|")),
        rf"\b(?:liv(?:e|es|ed|ing)|deliver(?:y|ed)?|address|sen[dt]|post(?:ed)?|collect(?:ed|ion)?|moved|come|came|visit)\b"
        rf"[^.!?\n\d]{{0,20}}?\b(?:at|to|from|is|into)\s(?P<value>(?-i:(?:The )?(?:{_WORD} ){{0,2}}(?:{_HOUSE})"
        rf"(?:, {_WORD}(?: {_WORD}){{0,3}}){{1,3}}))(?!\w)",
    ),
    (  # "I live at Hollow Farm", "im at rose cottage", "my house is The Old Vicarage"
        "POSTAL_ADDRESS",
        " ".join(_HOUSE.lower().split("|")),
        rf"\b(?:(?:i|we|he|she|they) (?:live|lives|lived|am|are) (?:at|in)|(?:i[’']?m|we[’']?re) (?:at|in)"
        rf"|(?:my|our|the) (?:house|home|place) is(?: called)?|address(?: is|:))\s"
        rf"(?P<value>(?:the )?(?:{_NO_NAME}(?!{_OF_A_FIRM})[a-z][a-z’'-]{{2,20}} ){{1,3}}(?:{_HOUSE}))"
        rf"(?=\W{{0,3}}(?:$|[,.;!?\n])|\s(?:and|but|so|now)\b)",
    ),
    (  # what a link to a map looks for
        "POSTAL_ADDRESS",
        "maps",
        r"\b(?:google\.[a-z.]{2,6}/maps|goo\.gl/maps|maps\.google\.[a-z.]{2,6}|maps\.apple\.com|bing\.com/maps)\S{0,60}?"
        r"(?:/(?:place|search|dir)/|[?&](?:q|query|daddr|saddr|destination|address)=)(?P<value>[^\s/?&@#<>\"']{4,150})",
    ),
    ("POSTAL_ADDRESS", _DIGITS, rf"(?P<value>{_NUMBER},? {_WORDS}(?:{_SURE_WAYS})\b{_MORE})"),
    (
        "POSTAL_ADDRESS",
        _DIGITS,
        rf"{_THERE}(?P<value>{_NUMBER},? (?:the )?{_WORDS}(?:{_OTHER_WAYS})\b{_MORE}"
        rf"|{_BEHIND}(?:{_NUMBER},? (?:the )?{_WORDS}(?:{_THINGS_TOO})\b{_MORE}"
        r"|(?<!\b(?:to|in|on|is) )(?:number|no\.|nr\.?) ?\d{1,4}[a-z]?"  # of a house
        r"(?![\w/-]|[.,]\d| (?:in|on|of) (?:the|your|a|our)\b| (?:place|position|spot)\b)))",
    ),
    (
        "POSTAL_ADDRESS",
        "floor",
        r"\b(?P<value>(?:flat|apt|apartment|unit) \d{1,4}[a-z]?, ?"
        r"(?:ground|basement|top|first|second|third|fourth|\d{1,2}(?:st|nd|rd|th)) floor)\b",
    ),
    # all of a message, or all behind a name
    (
        "POSTAL_ADDRESS",
        _DIGITS,
        rf"^\W{{0,3}}(?P<value>{_NUMBER},? {_WORDS}(?:{_OTHER_WAYS}|{_THINGS_TOO})\b{_MORE})(?=\W{{0,3}}$|,)",
    ),
    (
        "POSTAL_ADDRESS",
        _SURE_WAYS.replace("|", " "),
        rf"{_THERE}{_BEHIND}(?:number |no\.? )?(?P<value>{_IN_WORDS} {_WORDS}(?:{_SURE_WAYS})\b{_MORE})",
    ),
    (  # all of a message, by voice: "yeah it's erm forty two no sorry forty four b marlborough terrace"
        "POSTAL_ADDRESS",
        f"{_SURE_WAYS}|lane|drive|close".replace("|", " "),
        rf"^\W*(?:(?:yeah|yes|yep|it[’']?s|that[’']?s|um+|erm?|uh|so|at|number|no|sorry|ok|okay|(?:my |the )?address(?: is)?"
        rf"|{_IN_WORDS} (?=no\b|sorry\b))\W{{0,3}}){{0,8}}"
        rf"(?P<value>{_IN_WORDS}(?: [a-f])?,? {_WORDS}(?:{_SURE_WAYS}|lane|drive|close|hill|row)\b{_MORE}){_ENDS_THERE}",
    ),
    (
        "POSTAL_ADDRESS",
        "number",
        rf"\bnumber (?P<value>{_IN_WORDS}(?: [a-f])?,? {_WORDS}"
        rf"(?:{_SURE_WAYS}|{_OTHER_WAYS}|view|rise|place|square|park|bank|green)\b{_MORE}){_ENDS_THERE}",
    ),
    (  # "2 Tanyard Cottages", "19 Sunnyside,"
        "POSTAL_ADDRESS",
        "cottages villas almshouses bungalows side",
        rf"(?P<value>(?-i:(?<![\w.,:/£$€#+-])\d{{1,3}}[a-z]? "
        rf"(?:(?:{_WORD} ){{1,3}}(?:Cottages|Villas|Almshouses|Bungalows|Buildings)"
        rf"|(?:Sunny|River|Hill|Brook|Green|Lake|Wood|Bank|Burn|Park|Moor|Church|Mount|Fern)side))(?=\W*$|\s?[,./;\n]))",
    ),
    (
        "POSTAL_ADDRESS",
        "house door flat",
        rf"\b(?:house|door|flat) (?:number|no\.?)(?: is|[’']s)?\W{{1,3}}(?P<value>{_IN_WORDS})(?=\s*(?:$"
        rf"|[,.;!?\n])|\s(?:and|the|on)\b)",
    ),
    (
        "POSTAL_ADDRESS",
        "liv mov",
        rf"\b(?:liv(?:e|es|ed|ing)|moved|moving)\b[^.!?\n\d]{{0,30}}?\b(?:on|in|at|to|off) "
        rf"(?P<value>{_NO_NAME}[a-z’'-]{{3,20}} "
        rf"(?:{_NO_NAME}[a-z’'-]{{3,20}} )?(?:{_SURE_WAYS}|lane|drive|close|hill|row|mews)\b{_MORE})",
    ),
    # flats and units, with what they stand in
    (
        "POSTAL_ADDRESS",
        _DIGITS,
        rf"\b(?P<value>(?:block [a-z],? )?{_UNIT} \d{{1,4}}[a-z]?(?: ?- ?\d{{1,4}})?,? (?:the )?"
        rf"(?:{_NO_NAME}[a-z][a-z’'-]{{1,20}} ){{0,2}}(?:{_HOUSES})\b)"
        r"(?=\W*$|\s?[,.;!?\n]|\s(?:and|but|in|at|on|by|please|thanks|is|now)\b)",
    ),
    (
        "POSTAL_ADDRESS",
        _DIGITS,
        r"\b(?:in|at|from|fom|frm|to|of|live|leave with|left with|neighbou?r|tenant|next to|opposite|opp|above|below"
        r"|under|over) "
        r"(?P<value>(?:flat|apt|apartment|caravan|chalet)s?\.? (?:no\.? |number )?\d{1,4}[a-z]?(?:/\d{1,3})?)"
        r"(?![\w-]|[.,/]\d|\s?(?:rate|fee|pack|tyres?|tires?|quid|pounds?|dollars?|euros?|percent|hours?|hrs?|mins?|minutes|days?|shipping|a|per|inch|screen|off|cm|mm|kg|charge|x"
        r"|people|beds?)\b"
        r"|\s?[%£$€])",
    ),
    (
        "POSTAL_ADDRESS",
        "apt appt apartment flat",
        r"\b(?P<value>(?:app?t|apartment|flat)\.? \d{1,4}[a-z]?(?=,? ?\d{1,4}[a-z]?,? (?:rue|avenue|bd)\b))",
    ),
    (
        "POSTAL_ADDRESS",
        "room",
        r"\b(?:i[’']?m|we[’']?re|i am|we are|staying|stay|guest|hotel)\b[^.!?\n]{0,20}?"
        r"(?P<value>(?<!waiting )(?<!chat )(?<!meeting )\broom (?:number |no\.? )?\d{2,4}[a-z]?"
        r"(?: at (?:the )?[a-z]{3,20}(?= for\b|[,.]|$))?)(?![\w-]"
        r"|[.,]\d|\s?(?:m|metres?|by|x|people|guests?|ft|feet|mins?|minutes|hours?|euros?|pounds?|quid|quiz)\b)",
    ),
    (
        "POSTAL_ADDRESS",
        _DIGITS,
        r"\b(?P<value>(?:[hd]\.? ?no\.?:? ?(?=\d{1,6}[/-])|house no\.?:? ?)\d[\d/-]{0,14}[a-z]?)(?!\w| of\b)",
    ),
    # whom a parcel was left with
    (
        "POSTAL_ADDRESS",
        "next neighbo",
        r"\b(?:next ?door|neighbou?rs?)\b[^.!?\n\d]{0,30}?\b(?P<value>(?:at |no\.? ?|number ?|nr\.? ?|flat ?)\d{1,4}[a-f]?)"
        r"(?![\w:%-]|[.,]\d| ?(?:am|pm|o[’']clock|mins?|minutes|hours?|days?|percent|times|decibels|db|degrees"
        r"|mph|m|metres|meters|yards|feet|km)\b)",
    ),
    # in Wales
    (
        "POSTAL_ADDRESS",
        "heol ffordd stryd lôn maes clos rhodfa llys",
        r"(?P<value>(?-i:(?<![\w/])\d{1,4}[a-z]?,? (?:Heol|Ffordd|Stryd|Lôn|Lon|Maes|Clos|Rhodfa|Llys)(?: (?:y"
        r"|yr|[A-Z][\w’'-]{1,20})){1,4}))",
    ),
    # of other countries, in small letters
    (
        "POSTAL_ADDRESS",
        _DIGITS,
        r"(?<![\w-])(?P<value>[^\W\d_]{3,20}(?:gracht|straat|laan|plein|(?<!de)(?<!ar)(?<!ca)kade|dijk|stra(?:ss|ß)e"
        r"|str\.|allee|gasse|platz|weg|"
        r"vej|gatan) \d{1,4}(?: ?[a-h]\b)?(?:-\d{1,3})?(?:,? \d{1,2}\. ?(?:og|stock|etage|sal|th|tv)\b(?: (?:links"
        r"|rechts|mitte|th|tv)\b)?)?)"
        r"(?![\w:]|[.,]\d)",
    ),
    (
        "POSTAL_ADDRESS",
        "c/",
        r"(?<!\w)(?P<value>c/ ?(?!o\b)(?:[^\W\d_][^\W\d_’'.-]{1,20},? ){1,4}\d{1,4}[a-z]?"
        r"(?:, ?\d{1,2} ?[ºª°](?: ?(?:dcha|izda|izq|[a-d])\b)?)?)(?![\w/])",
    ),
    (
        "POSTAL_ADDRESS",
        "os. ul. al. pl.",
        r"(?<!\w)(?P<value>(?:os|ul|al|pl)\. ?(?!note|frame|see|check)(?:[^\W\d_]{2,20} ){1,3}\d{1,4}[a-z]?"
        r"(?:/\d{1,4}|(?: m\.? ?\d{1,4}))?)"
        r"(?![\w/])",
    ),
    # as a code of letters and digits is in no other country, and as three words stand for a place
    (
        "POSTAL_CODE",
        _DIGITS,
        r"(?-i:(?<![\w-])(?P<value>[AC-FHKNPRTV-Y]\d[\dW] (?=[A-Z]{0,3}\d)(?=\d{0,3}[A-Z])[AC-FHKNPRTV-Y\d]{4})(?![\w-]))",
    ),
    (
        "POSTAL_CODE",
        _DIGITS,
        r"^\W{0,3}(?P<value>[AC-FHKNPRTV-Y]\d[\dW] (?=[A-Z]{0,3}\d)(?=\d{0,3}[A-Z])[AC-FHKNPRTV-Y\d]{4})\W{0,3}$",
    ),
    (
        "POSTAL_ADDRESS",
        "what3words what 3 words w3w",
        r"\b(?:what ?(?:3|three) ?words|w3w)\b(?: (?:is|are|for|it[’']?s|address|location)){0,3}\W{1,5}"
        r"(?P<value>[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20})\b(?!\.\w)",
    ),
    ("POSTAL_ADDRESS", ".", r"(?<![\w.-])(?P<value>-?\d{1,2}\.\d{5,12} -?\d{1,3}\.\d{5,12})(?![\w.]\w)"),
    # What opens a door, a locker, a safe
    (
        "CREDENTIAL",
        "key lock buzzer intercom digi phone keypad",
        rf"\b(?:key ?safe|key ?box|lock ?box|key ?pad|buzzer|intercom|digi ?code|entry ?phone|door ?phone"
        rf"|padlock){_IT_IS}\W{{1,3}}"
        rf"(?P<value>(?!\d{{1,5}}(?:mm|cm|m|kg|g|v|w|gb|mah|hz|x|am|pm|db|st|nd|rd|th)\b|F\d\d?\b|[A-Z]{{2,3}}\d|\d\dA)(?=[A-Z*#]{{0,3}}\d)[A-Z\d*#]{{3,8}}"
        rf"|\d(?:[ -]\d){{2,7}}){_NO_COUNT}",
    ),
    (
        "CREDENTIAL",
        "key lock gate door pad",
        r"(?<![\w.,/£$€-])(?P<value>[A-Z]?\d{4,8}) (?:opens|unlocks) (?:the |my |our |your )?(?:\w{3,12} )?"
        r"(?:key ?safe|key ?box|lock ?box|key ?pad|pad ?lock|gate|door)\b",
    ),
    (
        "CREDENTIAL",
        "locker",
        rf"\blocker (?:no\.? ?|number )?\w{{1,5}}\W{{1,3}}(?:code|pin|combo|combination)(?: is|:)?\W{{1,3}}"
        rf"(?P<value>[A-Z]?\d{{3,8}}){_NO_COUNT}",
    ),
    (
        "CREDENTIAL",
        "alarm",
        rf"(?<!set )(?<!set an )(?<!set the )(?<!set my )\balarm (?:is )?(?P<value>(?!(?:[01]\d|2[0-3])(?:00|15|30"
        rf"|45)\b)\d{{4,6}}){_NO_COUNT}",
    ),
    (
        "CREDENTIAL",
        "key",
        rf"\bkey (?:nr|no\.?|number)(?: is|:)?\W{{1,3}}(?P<value>(?=[A-Z]{{0,4}}\d)(?=\d{{0,6}}[A-Z])"
        rf"[A-Z\d]{{3,8}}){_NO_COUNT}",
    ),
    # what a machine keeps of a face or a finger
    (
        "ID_NUMBER",
        "face finger iris biometric",
        r"\b(?:face ?id|finger ?print|iris|biometric)s? (?:template|hash|record)s?\b[^\n.!?]{0,20}?\b"
        r"(?P<value>0x[\da-f]{6,40}|[A-Z]{1,4}-\d{3,8}(?:-[A-Z\d]{1,6})?)(?![\w-])",
    ),
)
"""Kind, parts of words of which one stands in a text that is worth a look, and where the value stands."""
