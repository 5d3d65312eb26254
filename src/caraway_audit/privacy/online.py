"""Patterns of what likely is a value in links, logs and paths, and on networks: log-ins, keys, wallets, places on a map.

Rows as in `likely.py`: the kind, parts of words of which one stands in a text that is worth a look, and the pattern.
"""

_SLUG = r"[a-z][\w.-]{2,60}\w"
_COORDINATE = r"-?\d{1,3}\.\d{4,12}"
_NETWORKS = r"(?:github|gitlab|calendly|threads|behance|pinterest|soundcloud|twitch|medium)\.(?:com|net|tv|io)"

ONLINE: tuple[tuple[str, str, str], ...] = (
    # Whoever is logged in: "postgres://orla:…@", "?user=nesta.probert", "/home/nprobert/", "github.com/…"
    ("USERNAME", "://", r"://(?P<value>[^\s/:@?#]{2,60}):[^\s/@]{1,80}@"),
    ("CREDENTIAL", "://", r"://[^\s/:@?#]{1,60}:(?P<value>[^\s/@]{1,80})@"),
    (
        "USERNAME",
        "=",
        r"[?&;](?:user(?:_?name|_?id)?|uid|login|usr|account|email|e-mail|mail|"
        r"phone|tel|mobile|msisdn)=(?P<value>[^&\s#;\"'<>]{2,100})",
    ),
    ("PERSON", "=", r"[?&;](?:first|last|f_?name|l_?name|surname|given|family|nick)=(?P<value>[^&\s#;\"'<>\d]{2,60})"),
    (
        "POSTAL_ADDRESS",
        "=",
        r"[?&;](?:addr(?:ess)?|street|city|town|pc|post_?code|"
        r"zip(?:_?code)?)=(?P<value>[^&\s#;\"'<>]{3,100})",
    ),
    ("DATE_OF_BIRTH", "dob= birth", r"\b(?:dob|birth_?(?:date|day)?)=(?P<value>\d[\d/.%-]{5,14})"),
    ("USERNAME", "uid= user= usr=", r"(?<![\w?&;])(?:uid|usr|user|login)=(?P<value>[\w.@+-]{2,60})"),
    ("CREDENTIAL", "tok", r"(?<![\w])tok(?:en)?=(?P<value>[\w.~+/-]{8,200}=*)"),
    ("USERNAME", "home/ users", r"(?:/home/|[/\\]users[/\\])(?P<value>(?!public\b|shared\b|default\b)[\w.-]{2,40})"),
    ("USERNAME", "/u/ /in/ /user /profile", r"/(?:u|in|users?|profiles?|people)/(?P<value>(?!\d+\b)[\w.-]{3,60})"),
    (
        "USERNAME",
        "github gitlab calendly threads behance pinterest soundcloud twitch medium",
        rf"\b{_NETWORKS}/(?P<value>@?{_SLUG})",
    ),
    (
        "USERNAME",
        "insta snap kik tiktok tt: ig whatsapp telegram follow me cashapp",
        r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|kik|tik ?tok|tt|telegram|follow me (?:at|on))(?: (?:is|name|id))?\s?[:=]?\s"
        r"(?P<value>@?(?=[\w.]*[\d_@.])[\w.]{3,30}\w|@[\w.]{2,30}\w)",
    ),
    ("USERNAME", "follow me", r"\bfollow me (?:at|on|here)?:?\s?(?P<value>@[\w.]{3,30}\w)"),
    ("USERNAME", "$", r"(?<!\w)(?P<value>\$[a-z]\w{2,20})\b(?= on (?:cash ?app|venmo))"),
    ("REFERENCE", "zoom.us meet. teams.", r"\b(?:zoom\.us/j|meet\.google\.com|teams\.\w+\.com/\w+)/(?P<value>[\w-]{8,20})"),
    # Wallets: Ethereum, Litecoin, Cardano, Tron, Dogecoin, Ripple, Monero
    ("CRYPTO", "0x", r"(?<![\w])(?P<value>0x[\da-f]{40})(?!\w)"),
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
        r"\b(?:backup|recovery) codes?\W{1,3}(?:are |is )?(?P<value>[a-z\d]{3,6}-[a-z"
        r"\d]{3,6}(?:[,;\s]{1,3}[a-z\d]{3,6}-[a-z\d]{3,6}){0,11})",
    ),
    (
        "CREDENTIAL",
        "seed recovery mnemonic",
        r"\b(?:seed|recovery|mnemonic)(?: phrase| words?)\W{1,3}(?:is |"
        r"are )?(?P<value>(?:[a-z]{3,8} ){5,23}[a-z]{3,8})\b",
    ),
    ("CREDENTIAL", "ssid wifi wi-fi", r"\b(?:ssid|wi-?fi)\b[^\n]{1,40}?\bkey\W{1,3}(?:is )?(?P<value>\S{6,63})"),
    ("USERNAME", "ssid", r"\bssid\W{1,3}(?:is )?(?P<value>[\w-]{3,32})"),
    # Devices
    (
        "ID_NUMBER",
        "imei imsi meid iccid",
        r"\b(?:imei|imsi|meid|iccid)\b(?: number| no\.?)?\W{1,3}(?:is )?(?P<va"
        r"lue>(?=[A-F]*\d)[A-F\d](?:[ -]?[A-F\d]){13,20})\b",
    ),
    (
        "ID_NUMBER",
        "serial",
        r"\bserial\b(?: number| no\.?)?\W{1,3}(?:is )?(?P<value>(?=[A-Z]"
        r"{0,12}\d)(?=\d{0,12}[A-Z])[A-Z\d]{8,16})\b",
    ),
    # Places on a map
    ("POSTAL_ADDRESS", ".", rf"(?<![\w.-])(?P<value>{_COORDINATE}\s?[,/]\s?{_COORDINATE})(?![\w.]\w)"),
    (
        "POSTAL_ADDRESS",
        "lat",
        r"\blat(?:itude)?\W{1,3}(?P<value>-?\d{1,2}\.\d{2,12}\W{1,3}(?:lon"
        r"|lng|long(?:itude)?)\W{1,3}-?\d{1,3}\.\d{2,12})",
    ),
    (
        "POSTAL_ADDRESS",
        "°",
        r"(?P<value>\d{1,3}°\s?\d{1,2}['′’]\s?[\d.]{1,8}[\"″”]?\s?[NS]\W{0,3}\d"
        r"{1,3}°\s?\d{1,2}['′’]\s?[\d.]{1,8}[\"″”]?\s?[EW])",
    ),
    ("POSTAL_ADDRESS", "///", r"(?<![\w:/])///(?P<value>[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20})\b"),
)
