"""Patterns of what likely is a value in links, logs and paths, and on networks: log-ins, keys, wallets, meetings.

Rows as in `likely.py`: the kind, parts of words of which one stands in a text that is worth a look, and the pattern.
"""

_SLUG = r"[a-z][\w.-]{2,60}\w"
_BASE58 = r"(?=\w{0,43}\d)(?=\w{0,43}[A-Z])(?=\w{0,43}[a-z])[1-9A-HJ-NP-Za-km-z]{32,44}"
_IN_A_HOUSE = r"(?:flat|apt|apartment|unit|suite|room|floor|block|house|no)\b\W{0,2}"
_MORE_OF_IT = r"(?:,?[ +][^\W_][\w'’./-]{0,30}+(?![=:]))"
_NO_STREET = r"(?!,?[ +](?:and|or|for|range|only|holds?|in|to|is|on|of|with|length|bytes?)\b)"
"""Behind what is called an address and is one of a network or a lamp: "address=10 and length=4"."""
_HEADINGS = (
    r"(?!(?:Required|Must|Invalid|Missing|Please|Enter|Too|Not|Your|The|Field|Line|Billing|Delivery|Shipping|Postal|Home|"
    r"House|Main|Street|Address|City|Town|First|Second)\b)"
)
"""What forms say of a field."""
_OF_A_FIELD = (
    r"(?:must|is|are|was|be|required|missing|invalid|please|enter|too|not|your|field|line|name|number|cannot|can|should|blank|empty|"
    r"characters?|letters?|digits?|wrong|error|optional|contains?|has|have|or|and|for|same|if|only|unknown|different|closed|blocked|no)"
)
_WAYS = (
    r"(?:cottages?|lodge|farm|farmhouse|barn|hall|villas?|manor|mews|lane|road|street|avenue|drive|close|crescent|terrace|gardens?|"
    r"court|grove|way|row|walk|house|place|square|hill|mill|wharf|yard|rectory|vicarage|grange|bungalow|croft)"
)
_IN_SMALL_LETTERS = (  # "rosebank cottage, mill lane"
    rf"(?!(?:the|a|this|that|billing|delivery|shipping|postal|home|main|full|first|second|no|same)[ +]{_WAYS}\b)"
    rf"(?:(?!{_OF_A_FIELD}\b)[a-z][a-z'’.-]{{1,20}}+[ +]){{1,3}}(?<=[ +]){_WAYS}\b(?!,?[ +]{_OF_A_FIELD}\b)"
    rf"(?:,?[ +](?!{_OF_A_FIELD}\b)[^\W_][\w'’.-]{{0,20}}+(?![=:])){{0,6}}"
)
_ADDRESS_LINE = (
    rf"(?:{_IN_A_HOUSE}\d{{1,5}}[a-z]?(?![\w=:.]){_MORE_OF_IT}{{0,5}}"
    rf"|\d{{1,5}}[a-z]?(?![\w=:.]){_NO_STREET}{_MORE_OF_IT}{{1,5}}"
    rf"|{_IN_SMALL_LETTERS}"
    rf"|(?-i:{_HEADINGS}[A-Z][\w'’.-]{{1,30}}+(?:[ +][A-Z\d][\w'’.-]{{0,30}}+(?![=:])){{1,5}}))"
)
NOBODY = r"true|false|null|none|yes|no|guest|new|me|\d{1,3}"
"""What stands where somebody's name would, and is none."""
OFFER = r"(?:(?-i:[A-Z]{3,20})|spring|summer|autumn|winter|easter|christmas|xmas)[_-]?\d{1,4}(?![^\W_])"
OURS = (
    r"(?P<ours>\b(?:(?:(?:follow|contact|tweet|dm|message|find|join|like|tag|mention|add) us|our (?:own |new |official )?"
    r"(?:pages?|accounts?|profiles?|channels?|feeds?|handles?|socials?|social media|support|team|x|twitter|insta(?:gram)?|"
    r"facebook|linkedin|tik ?tok|telegram|github))\b[^\n.!?@]{0,30}?|our )(?:https?://)?(?:www\.)?)?"
)
"""Before an account of the firm itself: what it is called is no secret."""
_GUID = r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}"
_NO_ROOM = (
    r"(?!(?:information|user|users|business|blog|pricing|embedded|product|login|about|legal|support|downloads?|help|org|static|"
    r"contact|features|sign[_-]?up|sign[_-]?in)\b)"
)
_GROUPS = r"(?=[a-z\d-]{0,30}\d)[a-z\d]{3,6}(?:-[a-z\d]{3,6}){1,5}"
_TO_GET_IN = (
    rf"(?:{_GROUPS}|\d{{3}} \d{{3}}|\d{{4}} \d{{4}}|\d{{6,10}}"
    r"|(?-i:(?=[A-Z\d]{0,12}?(?:\d[A-Z]{1,8}\d|[A-Z]\d{1,8}[A-Z]))[A-Z\d]{8,16}))(?![\w-]|[ ]?[:%]|\.\d)"
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
    "error fault status area dialling dialing dial country product item sort hs source size pay bar qr "
    "colour color store branch swift".split()
)
"""Before a code that lets nobody in."""
_TO_SPEND = (
    r"(?:(?=[a-z\d-]{0,30}?(?:\d[a-z]|[a-z]\d))[a-z\d]{4,6}(?:-[a-z\d]{4,6}){2,5}|\d{4}(?:-\d{4}){2,4}"
    r"|(?-i:(?=[A-Z\d ]{0,24}?(?:\d[A-Z]|[A-Z]\d))[A-Z\d]{4}(?: [A-Z\d]{4}){2,4})"
    r"|(?=[a-z]{0,12}\d{1,8}[a-z]{1,8}\d)[a-z\d]{10,20})(?![\w-])"
)
"""A code that is worth money; words of an offer ("SPRING-SALE-2024") are none."""
_NETWORKS = r"(?:github|gitlab|calendly|threads|behance|pinterest|soundcloud|twitch|medium)\.(?:com|net|tv|io)"

ONLINE: tuple[tuple[str, str, str], ...] = (
    # Whoever is logged in: "postgres://orla:…@", "?user=nesta.probert", "/home/nprobert/", "github.com/…"
    ("USERNAME", "://", r"://(?P<value>[^\s/:@?#]{2,60}):[^\s/@]{1,80}@"),
    ("CREDENTIAL", "://", r"://[^\s/:@?#]{1,60}:(?P<value>[^\s/@]{1,80})@"),
    (
        "USERNAME",
        "=",
        r"[?&;](?:user(?:_?name|_?id)?|uid|login|usr|account)="
        rf"(?P<value>(?!(?:{NOBODY})\b)[^&\s#;\"'<>]{{2,100}})",
    ),
    (  # where "u" may be a link or a unit, too
        "USERNAME",
        "?u= &u=",
        rf"[?&]u=(?P<value>(?!(?:{NOBODY})\b|https?\b|www\b|{OFFER}|[a-z]{{2}}[_-][a-z]{{2}}\b)(?=[^&\s]{{0,60}}[a-z])"
        r"(?:[^&\s#;/\"'<>]{3,100}+(?!/)|[^&\s#;/.%:\"'<>]{3,100}+(?=/)))",
    ),
    ("EMAIL_ADDRESS", "mail=", r"[?&;]e?-?mail=(?P<value>(?=[^&\s#;\"'<>]{0,99}[.@%])[^&\s#;\"'<>]{2,100})"),
    ("PHONE_NUMBER", "=", r"(?:^|[?&;])(?:phone|tel|mob|mobile|msisdn|cell)(?:_?no)?=(?P<value>(?:%2B|\+)?\d[\d%+.-]{5,30})"),
    ("PERSON", "=", r"(?:^|[?&;])(?:first|last|f_?name|l_?name|surname|given|family|nick)=(?P<value>[^&\s#;\"'<>\d]{2,60})"),
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
        r"(?<![\w?&;.-])(?:addr(?:ess)?|street)(?:_?line)?(?:(?:_?\d)?[\"'”’]\s?:|_?\d\s?[:=]|=)\s?[\"'“‘]?"
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
        rf"(?<![\w?&;])(?:uid|usr|user(?:_?name)?|login)=(?P<quote>[\"'“‘])?"
        rf"(?P<value>(?!(?:{NOBODY}|(?-i:my|your|the))\b)[\w.@+-]{{2,60}}(?(quote)(?: [\w.@+-]{{1,30}}){{0,3}}))"
        r"(?(quote)(?=[\"'”’]))",
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
        rf"{OURS}\b{_NETWORKS}/(?P<value>@?{_SLUG})",
    ),
    (
        "USERNAME",
        "insta snap kik tiktok tt: ig whatsapp telegram cashapp",
        r"\b(?:(?:insta(?:gram)?|snap(?:chat)?|kik)(?: (?:is|name|id))?(?:\s?[:=]\s?|\s[–—-]\s|\s)"
        r"|(?:ig|tik ?tok|tt|telegram)(?:\s?[:=]| is|\s[–—-])\s?)"
        r"(?P<value>(?=[\w.]{0,30}[\d_.])[a-z][\w.]{2,30}\w)",
    ),
    (  # no more than a word: "snap: janedoe", and not "Snap: it broke"
        "USERNAME",
        "insta snap kik tiktok ig",
        r"(?<!our )\b(?:insta(?:gram)?|snap(?:chat)?|kik|ig|tik ?tok)(?: name| id)?(?:\s?[:=]\s?|\s[–—-]\s)"
        r"(?P<value>(?!(?:stor(?:y|ies)|reels?|posts?|good|better|great|fine|ads?|page|live|only|both|none|same|link|below|"
        r"above|here|there|soon|later|down|broken)\b)[a-z]\w{3,30})(?=\s*(?:$|[;!?)/]|\.(?!\w)))",
    ),
    ("USERNAME", "x.com twitter.com", rf"{OURS}(?<![\w-])(?:x|twitter)\.com/(?P<value>(?!intent\b)@?{_SLUG})"),
    ("PHONE_NUMBER", "wa.me", r"\bwa\.me/(?P<value>(?:\+|%2B)?\d{7,15})(?!\d)"),
    ("USERNAME", "@", r"\b(?:insta(?:gram)?|snap(?:chat)?|kik|ig|tik ?tok|tt|telegram)\b\s?[:=]?\s?(?P<value>@[\w.]{2,30}\w)"),
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
    (
        "REFERENCE",
        "teams.",
        r"\bteams\.\w{2,20}\.com/(?:_#/|v2/|dl/launcher/)?(?:l/(?:meetup-join|chat|message)|meet)/(?P<value>[^\s\"'<>]{6,600})",
    ),
    ("REFERENCE", "teams.", r"\bteams\.\w{2,20}\.com/[^\s\"'<>]{0,200}?[?&]threadid=(?P<value>[^\s&\"'<>]{6,200})"),
    (
        "REFERENCE",
        "tid oid tenant organizer",
        rf"(?<![^\W\d])(?:tid|oid|(?:tenant|organizer)_?id)(?:%22|%3a|%3d|[\"'“”‘’:=\s]){{1,5}}(?P<value>{_GUID})(?![\w-])",
    ),
    (
        "REFERENCE",
        "webex.com",
        r"\bwebex\.com/(?:(?:meet|join)/|[^\s\"'<>]{0,120}?(?:\bmtid=|/meetings?/(?:info/|download/)?|/info/))(?P<value>[\w.-]{3,80}\w)",
    ),
    ("REFERENCE", "whereby.com", rf"\bwhereby\.com/{_NO_ROOM}(?P<value>[\w.-]{{2,80}}\w)"),
    ("REFERENCE", "jit", r"(?:\bmeet\.jit\.si|\bjitsi\.[\w.-]{3,60})/(?P<value>(?!static/)[\w.%-]{2,100}\w)"),
    ("REFERENCE", "8x8.vc", r"\b8x8\.vc/(?P<value>[\w.%/-]{3,140}\w)"),
    (
        "REFERENCE",
        "join.skype.com",
        r"\bjoin\.skype\.com/(?:(?:invite|meet|bot)/)?(?P<value>(?!(?:invite|meet|bot)\b)[\w-]{6,40})",
    ),
    (
        "REFERENCE",
        "goto",
        r"\b(?:gotomeeting\.com/(?:join/|meeting/\w{0,9}/?(?=\d))|meet\.goto\.com/(?!install\b|download)|gotomeet\.(?:me|at)/|gotomeeting\.com/(?=\d))"
        r"(?P<value>[\w.-]{2,60}\w)",
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
    # Keys of machines
    ("CREDENTIAL", "accountkey sharedaccesskey", r"\b(?:shared)?acc(?:ount|ess)key=(?P<value>[\w+/]{20,200}=*)"),
    ("CREDENTIAL", "-u", r"\s-u\s*[\"']?(?P<value>[\w.-]{1,60}:[^\s\"']{4,60})(?=[\"']?\s+(?:curl|http)|[^\n]{0,60}\bcurl\b)"),
    # Codes to get in again, and codes that are worth money
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
        "serial s/n sn: sn\" sn' sn= ser.",
        r"(?<![^\W_])(?:serial|ser\.|s/n|sn(?=[\"'”’]?\s?[:=]))(?:[ _-]?(?:number|num|no|nr)\b\.?)?"
        r"(?: (?:of|for|on|from) (?:(?:the|my|this|our|your|that) )?\w{2,15}(?: \w{2,15}){0,2}?(?=:| (?:is|reads|says|was)\b))?"
        r"\W{1,5}(?:(?:is|reads|says|was)\W{1,3})?"
        r"(?P<value>(?=[A-Z-]{0,14}\d)[A-Z\d](?:-?[A-Z\d]){7,19})(?![\w-])",
    ),
)
