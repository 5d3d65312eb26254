"""Patterns of what likely is a value in links, logs and paths, and on networks: log-ins, keys, wallets, places on a map.

Rows as in `likely.py`: the kind, parts of words of which one stands in a text that is worth a look, and the pattern.
"""

_SLUG = r"[a-z][\w.-]{2,60}\w"
_COORDINATE = r"-?\d{1,3}\.\d{5,12}"
_DECIMALS = ".0 .1 .2 .3 .4 .5 .6 .7 .8 .9"
_ROUND = r"-?\d{1,3}\.\d{2,11}0(?!\d)"
_NEAR = r"-?\d{1,3}\.\d{3,12}"
_DEGREES = r"\d{1,3}\.(?:\d{3,12}\s?°?|\d{2}\s?°)"
_MINUTES = r"\d{1,3}°\s?\d{1,2}(?:\.\d{1,6})?['′’]\s?(?:[\d.]{1,8}[\"″”]?\s?)?"
_BASE58 = r"(?=\w{0,43}\d)(?=\w{0,43}[A-Z])(?=\w{0,43}[a-z])[1-9A-HJ-NP-Za-km-z]{32,44}"
_ON_A_MAP = r"lat(?:itude)?|gps|coord\w{0,8}|maps?|locations?"
_NO_MEASURE = "".join(rf"(?<!\b{word} )" for word in "was were of by from to between values prices errors changes".split())
_NO_UNIT = (
    r"(?!\s?(?:[ckm]?m|kg|g|bar|volts?|v|euros?|pounds?|dollars?|per|units?|points?|for|litres?|inch|inches|percent|degrees?"
    r"|lbs?|oz)\b|\s?[%°€£$])"
)
_GROUPS = r"(?=[a-z\d-]{0,30}\d)[a-z\d]{3,6}(?:-[a-z\d]{3,6}){1,5}"
_LISTED_CODE = rf"(?:{_GROUPS}|\d{{3,4}} \d{{3,4}}|(?=[a-z]{{0,11}}\d)[a-z\d]{{4,12}})(?![\w-])"
"""A code of a list: "8f3k-22ls", "8392 0471", "4821"."""
_NUMBERED = r"(?:#?\d{1,2}(?:\s?[.):-]\s?|\s))"
_TO_GET_IN = (
    rf"(?:{_GROUPS}|\d{{3}} \d{{3}}|\d{{4}} \d{{4}}|\d{{6,10}}"
    r"|(?=[a-z\d]{0,12}?(?:\d[a-z]{1,8}\d|[a-z]\d{1,8}[a-z]))[a-z\d]{8,16})(?![\w-]|[ ]?[:%]|\.\d)"
)
"""A code that stands alone: longer than a year or a number of an error, and no word with a year behind it."""
_SAYS = r"\W{1,3}(?:(?:is|was|says?|said|reads|it[’']?s|i got|got)\W{1,3})?"
_SENT = (
    r"(?:(?:from|by|via|on|in) (?:the |my |your |an? )?(?:authenticator|app|te?xt|sms|e-?mail|phone|message)(?: app| message)?"
    r"|(?:that )?(?:u|you|they|it) (?:just |have |had )?(?:sent|te?xted|e-?mailed|gave)(?: (?:me|us|over|now))?)"
)
_OF_AN_OFFER = "".join(
    rf"(?<!\b{word} )"
    for word in "promo promotion discount voucher coupon offer referral invite order booking tracking post postal zip "
    "error fault status area dialling dialing dial country product item sort bar qr colour color store branch swift".split()
)
"""Before a code that lets nobody in."""
_TO_SPEND = (
    r"(?:(?=[a-z\d-]{0,30}?(?:\d[a-z]|[a-z]\d))[a-z\d]{4,6}(?:-[a-z\d]{4,6}){2,5}|\d{4}(?:-\d{4}){2,4}"
    r"|(?-i:(?=[A-Z\d ]{0,24}?(?:\d[A-Z]|[A-Z]\d))[A-Z\d]{4}(?: [A-Z\d]{4}){2,4})"
    r"|(?=[a-z]{0,12}\d{1,8}[a-z]{1,8}\d)[a-z\d]{10,20})(?![\w-])"
)
"""A code that is worth money; words of an offer ("SPRING-SALE-2024") are none."""
_AND_NEXT = r"(?:[,;/\s]{1,3}|\s(?:and|/)\s)"
_PLACE = r"(?:#?\d{1,2}\s?[.):-]?\s?)"
_NEXT_WORD = rf"(?:\s?[,;/|]\s?(?:and\s)?{_PLACE}?|\s{{1,2}}{_PLACE}|\n)"
"""What parts the words of a list, by a mark or a number: words of a sentence have but a space between."""
_OF_PHRASE = (
    r"(?!(?:the|are|was|were|for|and|but|not|how|who|why|its|our|your|his|her|their|them|than|has|had|have|from|been|does|did|dont|"
    r"didnt|doesnt|cant|cannot|wont|could|should|would|got|get|please|thanks|wallet|recovery|mnemonic|tried)\b)[a-z]{3,8}(?![\w'’])"
)
"""A word of a phrase that opens a wallet: of those that make a sentence, and are not in its list, none."""
_IN_ROWS = rf"(?:[\s,;/|.·\"'“”‘’-]{{1,4}}{_PLACE}?)"
_HOW_MANY = r"(?:12|15|18|21|24|twelve|twenty[ -]four)"
_IN_A_HOUSE = r"(?:flat|apt|apartment|unit|suite|room|floor|block|house|no)\b\W{0,2}"
_MORE_OF_IT = r"(?:,?[ +][^\W_][\w'’./-]{0,30}+(?![=:]))"
_NO_STREET = r"(?!,?[ +](?:and|or|for|range|only|holds?|in|to|is|on|of|with|length|bytes?)\b)"
"""Behind what is called an address and is one of a network or a lamp: "address=10 and length=4"."""
_HEADINGS = (
    r"(?!(?:Required|Must|Invalid|Missing|Please|Enter|Too|Not|Your|The|Field|Line|Billing|Delivery|Shipping|Postal|Home|"
    r"House|Main|Street|Address|City|Town|First|Second)\b)"
)
"""What forms say of a field."""
_ADDRESS_LINE = (
    rf"(?:{_IN_A_HOUSE}\d{{1,5}}[a-z]?(?![\w=:.]){_MORE_OF_IT}{{0,5}}"
    rf"|\d{{1,5}}[a-z]?(?![\w=:.]){_NO_STREET}{_MORE_OF_IT}{{1,5}}"
    rf"|(?-i:{_HEADINGS}[A-Z][\w'’.-]{{1,30}}+(?:[ +][A-Z\d][\w'’.-]{{0,30}}+(?![=:])){{1,5}}))"
)
_QUOTE = r"\\{0,3}[\"“”'‘’]"
_QUOTE_ENDS = r"\\{0,3}(?:[\"“”]|['‘’]\s*(?:[,}\]]|$))"
_CLIENT_SIDE = r"(?:requester|requested_?(?:by|for)|customer|submitter|reporter|recipient|caller|passenger|guest)"
_NOBODY = r"true|false|null|none|yes|no|guest|new|me|\d{1,3}"
_NO_NAME = rf"{_NOBODY}|unknown|anonymous|mobile|required|must|invalid|missing|not|field|name|api|system|bot|value|blank|empty"
_OF_A_RULE = r"(?:is|be|are|was|must|not|required|field|cannot|can[’']?t|should|please|valid|invalid|least|most)"
"""What stands in what is said of a field: "must not be empty", "this field is required"."""
_A_NAME = (
    rf"(?P<value>(?!(?:{_NO_NAME})\b)(?![^\"“”\n]{{0,60}}?\b{_OF_A_RULE}\b)"
    rf"[^\W\d_][^\"“”\\\n\d@:/_{{}}\[\]<>]{{1,60}}?)"
)
_IN_QUOTES = rf"{_QUOTE}\s?:\s?{_QUOTE}{_A_NAME}(?={_QUOTE_ENDS})"
_WHOSE = rf"(?:client|{_CLIENT_SIDE})_?"
_NAMES_IN_FULL = rf"(?:(?:{_WHOSE})?(?:first|last|full|sur|given|family|middle|maiden)_?name|{_WHOSE}name)"
_GIVEN = r"(?:(?:first|full|given|middle|display)(?:_?name)?|name)"
_FAMILY = r"(?:last|family|sur|maiden)(?:_?name)?"
_NETWORKS = r"(?:github|gitlab|calendly|threads|behance|pinterest|soundcloud|twitch|medium)\.(?:com|net|tv|io)"

NOT_OURS = "".join(rf"(?<!us {word} {link})" for word in ("on", "at") for link in ("", "https://", "https://www.", "www."))
NO_FIRM = r"(?![\w.]{0,30}(?:support|help|helps|cares?|official|service|services|team|hq)\b)"
"""A firm's own page is meant to be read: "follow us on x.com/AcornSupport"."""

ONLINE: tuple[tuple[str, str, str], ...] = (
    # Whoever is logged in: "postgres://orla:…@", "?user=nesta.probert", "/home/nprobert/", "github.com/…"
    ("USERNAME", "://", r"://(?P<value>[^\s/:@?#]{2,60}):[^\s/@]{1,80}@"),
    ("CREDENTIAL", "://", r"://[^\s/:@?#]{1,60}:(?P<value>[^\s/@]{1,80})@"),
    (
        "USERNAME",
        "=",
        r"[?&;](?:user(?:_?name|_?id)?|uid|login|usr|account)="
        rf"(?P<value>(?!(?:{_NOBODY})\b)[^&\s#;\"'<>]{{2,100}})",
    ),
    (  # where "u" may be a link or a unit, too
        "USERNAME",
        "?u= &u=",
        rf"[?&]u=(?P<value>(?!(?:{_NOBODY})\b|https?\b|www\b)(?-i:(?![A-Z]{{3,12}}\d{{1,4}}\b))(?=[^&\s]{{0,60}}[a-z])[^&\s#;/\"'<>]{{3,100}}+)"
        r"(?!/(?!(?:settings|profile|account|orders?|edit|posts|photos|messages|security|billing)\b))",
    ),
    ("EMAIL_ADDRESS", "mail=", r"[?&;]e?-?mail=(?P<value>(?=[^&\s#;\"'<>]{0,99}[.@%])[^&\s#;\"'<>]{2,100})"),
    ("PHONE_NUMBER", "=", r"[?&;](?:phone|tel|mobile|msisdn|cell)=(?P<value>(?:%2B|\+)?\d[\d%+.-]{5,30})"),
    ("PERSON", "=", r"[?&;](?:first|last|f_?name|l_?name|surname|given|family|nick)=(?P<value>[^&\s#;\"'<>\d]{2,60})"),
    # In JSON that somebody pasted: who stands on the client's side. "client" alone is mostly a program
    ("PERSON", "\" '", rf"{_QUOTE}{_CLIENT_SIDE}{_IN_QUOTES}"),
    ("PERSON", "\" '", rf"{_QUOTE}{_CLIENT_SIDE}{_QUOTE}\s?:\s?\{{[^{{}}]{{0,200}}?{_QUOTE}{_GIVEN}{_IN_QUOTES}"),
    ("PERSON", "\" '", rf"{_QUOTE}{_CLIENT_SIDE}{_QUOTE}\s?:\s?\{{[^{{}}]{{0,200}}?{_QUOTE}{_FAMILY}{_IN_QUOTES}"),
    (
        "PERSON",
        "name",
        rf"{_QUOTE}{_NAMES_IN_FULL}{_IN_QUOTES}",
    ),
    (
        "PERSON",
        "</",
        rf"<(?:{_CLIENT_SIDE}|{_NAMES_IN_FULL})>{_A_NAME}(?=</)",
    ),
    (
        "PERSON",
        "=",
        rf"(?<![\w-])(?:client|{_CLIENT_SIDE})(?:_?name)?="
        rf"(?P<value>(?!(?:{_NO_NAME})\b)[^\W\d_]{{2,30}}(?:(?:\+|%20)[^\W\d_][^\W\d_.'’-]{{0,30}}){{1,3}})(?![\w=+%])",
    ),
    ("POSTAL_ADDRESS", "=", r"[?&;](?:addr(?:ess)?|street)(?:_?line)?_?\d?=(?P<value>[^&\s#;\"'<>]{3,100})"),
    (
        "POSTAL_CODE",
        "=",
        r"[?&;](?:pc|post_?code|zip(?:_?code)?|postal_?code|pcode)="
        r"(?P<value>(?=[^&\s#]{0,12}\d)[^&\s#;\"'<>]{3,14})",
    ),
    # The same outside a link, as a form is pasted: "street1=44+Mill+Lane", "addr2: Flat 7". It holds a digit or some capitals,
    # since what is wrong with a field is told so as well ("addr2: must not be empty").
    (
        "POSTAL_ADDRESS",
        "addr street",
        r"(?<![\w?&;.-])(?:addr(?:ess)?|street)(?:_?line)?(?:_?\d\s?[:=]|=)\s?[\"'“]?"
        rf"(?P<value>(?!\d{{1,3}} ?(?:char|letter|digit|word|line|field|error)){_ADDRESS_LINE})",
    ),
    (
        "POSTAL_CODE",
        "post zip",
        r"(?<![\w?&;.-])(?:post_?code|postal_?code|zip(?:_?code)?)_?\d?\s?[:=]\s?[\"'“]?"
        r"(?P<value>\d{4,5}(?:-\d{4}|[ +]?(?-i:[A-Z]{2}))?(?!(?-i: [a-z]))"
        r"|[A-Z]{1,2}\d[A-Z\d]?[ +-]?\d[A-Z]{2}|[A-Z]\d[A-Z][ +-]?\d[A-Z]\d)"
        r"(?![\w-]|\.\w)",
    ),
    ("DATE_OF_BIRTH", "dob= birth", r"\b(?:dob|birth_?(?:date|day)?)=(?P<value>\d[\d/.%-]{5,14})"),
    (
        "USERNAME",
        "uid= user= usr= login= name=",
        rf"(?<![\w?&;])(?:uid|usr|user(?:_?name)?|login)=[\"'“‘]?(?P<value>(?!(?:{_NOBODY})\b)[\w.@+-]{{2,60}})",
    ),
    ("CREDENTIAL", "tok", r"(?<![\w])tok(?:en)?=(?P<value>[\w.~+/-]{8,200}=*)"),
    ("USERNAME", "home/ users", r"(?:/home/|[/\\]users[/\\])(?P<value>(?!public\b|shared\b|default\b)[\w.-]{2,40})"),
    (
        "USERNAME",
        "/u/ /user /profile",
        r"(?<!/home)/(?:u|users?|profiles?)/"
        r"(?P<value>(?!\d+\b)(?![\w.-]+\.(?:html?|php|js|css)\b)[\w.-]{3,60})",
    ),
    (
        "USERNAME",
        "github gitlab calendly threads behance pinterest soundcloud twitch medium",
        rf"\b{_NETWORKS}/(?P<value>@?{_SLUG})",
    ),
    (
        "USERNAME",
        "insta snap kik tiktok tt: ig whatsapp telegram cashapp weixin wechat discord",
        r"\b(?:(?:insta(?:gram)?|snap(?:chat)?|kik)(?: (?:is|name|id))?(?:\s?[:=]\s?|\s[–—-]\s|\s)"
        r"|(?:ig|tik ?tok|tt|telegram|weixin|we ?chat|discord)(?: (?:name|id|tag))?(?:\s?[:=]| is|\s[–—-])\s?"
        r"|(?:weixin|we ?chat|discord)(?: (?:name|id|tag))?\s(?=[a-z\d]{1,20}_))"
        r"(?P<value>(?=[\w.]{0,30}[\d_.])[a-z][\w.]{2,30}\w)",
    ),
    (  # no more than a word: "snap: janedoe", and not "Snap: it broke"
        "USERNAME",
        "insta snap kik tiktok ig",
        r"(?<!our )\b(?:insta(?:gram)?|snap(?:chat)?|kik|ig|tik ?tok)(?: name| id)?(?:\s?[:=]\s?|\s[–—-]\s)"
        r"(?P<value>(?!(?:stor(?:y|ies)|reels?|posts?|good|better|great|fine|ads?|page|live|only|both|none|same|link|below|"
        r"above|here|there|soon|later|down|broken)\b)[a-z]\w{3,30})(?=\s*(?:$|[;!?)/]|\.(?!\w)))",
    ),
    ("USERNAME", "x.com twitter.com", rf"{NOT_OURS}(?<![\w-])(?:x|twitter)\.com/(?P<value>(?!intent\b){NO_FIRM}@?{_SLUG})"),
    ("PHONE_NUMBER", "wa.me", r"\bwa\.me/(?P<value>(?:\+|%2B)?\d{7,15})(?!\d)"),
    ("USERNAME", "@", r"\b(?:insta(?:gram)?|snap(?:chat)?|kik|ig|tik ?tok|tt|telegram)\b\s?[:=]?\s?(?P<value>@[\w.]{2,30}\w)"),
    (
        "USERNAME",
        "@",
        r"(?<!our )(?<!this )\b(?:profile|account|page|user)\s?[:=]?\s?(?P<value>@(?=[\w.]{0,30}[\d_])[a-z][\w.]{1,30}\w)",
    ),
    ("USERNAME", "follow me", r"\bfollow me (?:at|on|here)?:?\s?(?P<value>@[\w.]{3,30}\w)"),
    ("USERNAME", "$", r"(?<!\w)(?P<value>\$[a-z]\w{2,20})\b(?= on (?:cash ?app|venmo))"),
    # Meetings, which let in whoever has the link; behind a meeting of Teams stand the tenant and who called it
    (
        "REFERENCE",
        "zoom.us",
        r"\bzoom\.us/(?:[jsw]|my|wc(?:/join)?|rec/(?:play|share))/(?P<value>[\w.-]{5,80})",
    ),
    ("CREDENTIAL", "zoom.us", r"\bzoom\.us/[jsw]/[^\s\"'<>]{1,80}?[?&]tk=(?P<value>[\w.%~-]{6,600})"),
    ("CREDENTIAL", "teams.", r"\bteams\.\w{2,20}\.com/meet/\d{9,16}\?p=(?P<value>\w{4,40})"),
    ("REFERENCE", "meet.", r"\bmeet\.google\.com/(?:lookup/)?(?P<value>[\w-]{8,40})"),
    ("REFERENCE", "teams.", r"\bteams\.\w{2,20}\.com/(?:l/(?:meetup-join|chat|message)|meet)/(?P<value>[^\s\"'<>]{6,600})"),
    (
        "REFERENCE",
        "oid tid",
        rf"{_QUOTE}(?:tid|oid){_QUOTE}\s?:\s?{_QUOTE}(?P<value>[\da-f]{{8}}(?:-[\da-f]{{4}}){{3}}-[\da-f]{{12}})",
    ),
    (
        "REFERENCE",
        "webex.com",
        r"\bwebex\.com/(?:(?:meet|join)/|[^\s\"'<>]{0,120}?[?&]mtid=|[\w/.-]{0,60}/(?:meeting/download|j|k2)/)"
        r"(?P<value>(?!download\b)[\w.-]{3,80})",
    ),
    (
        "REFERENCE",
        "whereby.com jit.si join.skype.com goto.com gotomeet",
        r"\b(?:whereby\.com/(?!(?:information|product|blog|pricing|business|about|help|user|org|login|signup|en)\b)"
        r"|meet\.jit\.si/|join\.skype\.com/(?:invite/)?"
        r"|(?:meet|app)\.goto\.com/(?:meeting/)?|gotomeeting\.com/(?:join|meeting/join)/|gotomeet\.(?:me|com)/)"
        r"(?P<value>(?!download\b)[\w.%~-]{3,80})",
    ),
    # Wallets: Ethereum, Litecoin, Cardano, Solana, Tron, Dogecoin, Ripple, Monero
    ("CRYPTO", "0x", r"(?<![\w])(?P<value>0x[\da-f]{40})(?!\w)"),
    (  # no more than a length and its letters: something has to speak of wallets
        "CRYPTO",
        "solana solscan phantom",
        rf"(?-i:(?<![\w+=])(?P<value>{_BASE58})(?![\w+=]))",
    ),
    ("CRYPTO", "wallet", rf"\bwallets?(?: address| id| key)?\W{{1,3}}(?:is\W{{1,3}})?(?-i:(?P<value>{_BASE58}))(?![\w+=])"),
    ("CRYPTO", "ltc1 addr1", r"(?<!\w)(?P<value>(?:ltc1|addr1)[\da-z]{30,110})(?!\w)"),
    (
        "CRYPTO",
        "",
        r"(?-i:(?<![\w/+=])(?P<value>(?=\w{0,60}\d)(?:T|D|"
        r"r)[1-9A-HJ-NP-Za-km-z]{32,33}|4[\dAB][1-9A-HJ-NP-Za-km-z]{93})(?![\w/+=]))",
    ),
    # Keys of machines, and codes to get in again
    ("CREDENTIAL", "accountkey sharedaccesskey", r"\b(?:shared)?acc(?:ount|ess)key=(?P<value>[\w+/]{20,200}=*)"),
    ("CREDENTIAL", "-u", r"\s-u\s*[\"']?(?P<value>[\w.-]{1,60}:[^\s\"']{4,60})(?=[\"']?\s+(?:curl|http)|[^\n]{0,60}\bcurl\b)"),
    (
        "CREDENTIAL",
        "backup recovery",
        r"\b(?:backup|recovery) codes?(?:(?: \w{1,10}){0,3}?(?= are\b|:))?\W{1,3}(?:(?:are|is)\W{1,3})?"
        rf"{_NUMBERED}?(?P<value>{_LISTED_CODE}(?:{_AND_NEXT}{_NUMBERED}?{_LISTED_CODE}){{1,19}})",
    ),
    (
        "CREDENTIAL",
        "cod",
        r"\b(?:backup|recovery|one[ -]?time|verification|[2m]fa|two[ -]factor|otp|te?xt|sms|acc?ess|security|log-?in|sign-?in"
        rf"|authenticat(?:or|ion)) (?:pass)?codes?(?: {_SENT})?{_SAYS}(?P<value>{_TO_GET_IN})",
    ),
    ("CREDENTIAL", "otp fa", rf"\b(?:otp|[2m]fa){_SAYS}(?P<value>{_GROUPS}|\d{{3}} \d{{3}})(?![\w-]|\.\d)"),
    ("CREDENTIAL", "code", rf"{_OF_AN_OFFER}\b(?:pass)?code {_SENT}{_SAYS}(?P<value>{_TO_GET_IN})"),
    (
        "CREDENTIAL",
        "redeem redemption gift card",
        r"\b(?:code to redeem|(?:redeem|redemption)(?: the)?(?: code)?"
        r"|(?:e-?)?(?:gift|itunes|steam|psn|xbox|google play) ?(?:card|voucher|code)(?: (?:code|number|pin|no\.?))?)"
        rf"{_SAYS}(?P<value>{_TO_SPEND})",
    ),
    (
        "CREDENTIAL",
        "seed recovery mnemonic",
        r"\b(?:seed|recovery|mnemonic)(?: phrase| words?)\W{1,3}(?:is |are )?(?P<value>(?:[a-z]{3,8} ){5,10}[a-z]{3,8})\b",
    ),
    # whole, in rows or with marks between
    (
        "CREDENTIAL",
        "seed mnemonic phrase words",
        r"\b(?:(?:seed|recovery|mnemonic|wallet|backup|metamask|ledger|trezor)(?: phrase| words?)|seed(?=:)"
        r"|secret (?:recovery )?phrase"
        rf"|(?:my|the|all|these are the) {_HOW_MANY} words|{_HOW_MANY}[ -]words? (?:seed |recovery )?phrase)"
        rf"(?:(?: \w{{1,10}}){{0,5}}?(?= is\b| are\b|:))?\W{{1,4}}(?:(?:is|are)\W{{1,3}})?"
        rf"(?P<value>{_OF_PHRASE}(?:{_IN_ROWS}{_OF_PHRASE}){{11,23}})",
    ),
    # or alone on a line; or before what says what it is
    (
        "CREDENTIAL",
        "seed recovery mnemonic wallet",
        rf"(?-i:^[\"“'‘]?(?P<value>{_OF_PHRASE}(?: {_OF_PHRASE}){{11}}(?:(?: {_OF_PHRASE}){{3}}){{0,4}})"
        r"(?=\W{0,3}$))",
    ),
    (
        "CREDENTIAL",
        "seed recovery mnemonic wallet",
        rf"(?<![\w'’])(?P<value>{_OF_PHRASE}(?: {_OF_PHRASE}){{11,23}})"
        r"(?=\W{1,3}(?:is|are|(?:that|this|it)['’]?s) (?:my|the|our) (?:\w{1,10} )?(?:seed|recovery|mnemonic|wallet)\b)",
    ),
    # as lists: "1. witch 2. collapse", "witch, collapse", a word a line
    (
        "CREDENTIAL",
        "seed recovery mnemonic",
        r"\b(?:seed|recovery|mnemonic)(?: phrase| words?)(?: \([^()\n]{1,20}\)|(?: \w{1,10}){0,4}?(?= is\b| are\b|:))?"
        rf"\W{{1,3}}(?:(?:is|are)\W{{1,3}})?(?P<value>{_PLACE}?[a-z]{{3,8}}(?:{_NEXT_WORD}[a-z]{{3,8}}){{11,23}})(?!\w)",
    ),
    ("CREDENTIAL", "ssid wifi wi-fi", r"\b(?:ssid|wi-?fi)\b[^\n]{1,40}?\bkey\W{1,3}(?:is )?(?P<value>(?=\S{0,40}\d)\S{6,63})"),
    ("USERNAME", "ssid", r"\bssid\W{1,3}(?:is )?(?P<value>(?=[\w-]{0,30}[\d_-])[\w-]{3,32})"),
    # Devices
    (
        "ID_NUMBER",
        "imei imsi meid iccid",
        r"\b(?:imei|imsi|meid|iccid)\b(?: number| no\.?)?\W{1,3}(?:is )?"
        r"(?P<value>(?=[A-F]*\d)[A-F\d](?:[ -]?[A-F\d]){13,20})\b",
    ),
    # what every SIM card and eSIM begins with, by its length
    ("ID_NUMBER", "89", r"(?<![\w.-])(?P<value>89\d{17,18}|89\d\d(?: ?\d{4}){7})(?![\w-]|\.\d)"),
    (
        "ID_NUMBER",
        "serial s/n sn: ser.",
        r"\b(?:serial|ser\.|s/n|sn(?=:))(?:[ _]?(?:number|num|no\.?))?"
        r"(?: (?:of|for|on|from)(?: \w{1,12}){1,4}?(?= is\b| reads\b| says\b|:))?\W{1,5}(?:(?:is|reads|says)\W{1,3})?"
        r"(?P<value>(?=[A-Z-]{0,14}\d)[A-Z\d](?:-?[A-Z\d]){7,19})(?![\w-])",
    ),
    # Places on a map
    ("POSTAL_ADDRESS", _DECIMALS, rf"(?<![\w.-])(?P<value>{_COORDINATE}\s?[,/]\s?{_COORDINATE})(?![\w.]\w)"),
    # with three decimals, where one is negative and one of two digits: prices, sizes and sights are seldom so, nor end so
    (
        "POSTAL_ADDRESS",
        _DECIMALS,
        rf"{_NO_MEASURE}(?<![\w.-])(?P<value>(?=-|[\d.]{{5,16}}\s?,\s?-)(?=-?\d\d|[\d.-]{{5,17}}\s?,\s?-?\d\d)(?!{_ROUND}\s?,\s?{_ROUND})"
        rf"{_NEAR}\s?,\s?{_NEAR})(?![\w.]\w){_NO_UNIT}",
    ),
    # or where somebody is said to be there
    (
        "POSTAL_ADDRESS",
        _DECIMALS,
        r"\b(?:i[’']?m|i am|we[’']?re|we are|parked|standing|stuck|waiting|dropped|find (?:me|us)|position)(?: \w{1,10}){0,2}?"
        rf"(?: at| is|:)\s{{1,2}}(?P<value>(?!{_ROUND}\s?,\s?{_ROUND}){_NEAR}\s?,\s?{_NEAR})(?![\w.]\w){_NO_UNIT}",
    ),
    (
        "POSTAL_ADDRESS",
        "lat gps coord map location",
        rf"\b(?:{_ON_A_MAP})\b[^\n]{{0,40}}?(?<![\w.-])(?P<value>{_NEAR}\s?,\s?{_NEAR})(?![\w.]\w){_NO_UNIT}",
    ),
    (
        "POSTAL_ADDRESS",
        "lat gps coord map location",
        rf"(?<![\w.-])(?P<value>{_NEAR}\s?,\s?{_NEAR})(?![\w.]\w){_NO_UNIT}(?=[^\n]{{0,40}}\b(?:{_ON_A_MAP})\b)",
    ),
    (
        "POSTAL_ADDRESS",
        "lat",
        r"\blat(?:itude)?\W{1,3}(?P<value>-?\d{1,2}\.\d{2,12}\W{1,3}(?:lon"
        r"|lng|long(?:itude)?)\W{1,3}-?\d{1,3}\.\d{2,12})",
    ),
    (
        "POSTAL_ADDRESS",
        "°",
        rf"(?P<value>{_MINUTES}[NS]\W{{0,3}}{_MINUTES}[EW])",
    ),
    (
        "POSTAL_ADDRESS",
        _DECIMALS,
        rf"(?<![\w.-])(?P<value>(?-i:{_DEGREES}\s?[NS]\W{{1,3}}{_DEGREES}\s?[EWO]|[NS]\s?{_DEGREES}\W{{1,3}}[EWO]\s?{_DEGREES}))(?!\w)",
    ),
    ("POSTAL_ADDRESS", "///", r"(?<![\w:/])///(?P<value>[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20})\b"),
)
