"""Values that only the words beside them give away: passwords, PINs, security codes, dates of birth."""

import re
from collections.abc import Iterator
from itertools import takewhile

from caraway_audit.language.numerals import TENS, UNITS
from caraway_audit.privacy.days import MONTH, ORDINAL, YEAR_IN_WORDS
from caraway_audit.privacy.formats import OTHER_NUMBER, Entity
from caraway_audit.privacy.labels import STANDS_IN
from caraway_audit.privacy.providers import STEMS
from caraway_audit.privacy.spoken import dictated_end, dictates

_WORD_FOR_IT = r"(?:pass ?words?|pa?ss?wr?ds?)"
"""A password, in one word or two, or shortened."""


def may_hold(text: str) -> bool:
    """Whether a text without a digit is worth a look: it names a password, spells out an address, or dictates a number."""
    lowered = text.lower()
    return any(part in lowered for part in _IN_WORDS) or dictates(text)


_IN_WORDS = (
    "pass",
    "pw",
    "glpat-",
    "token",
    "dot",
    "-----begin",
    "memorable",
    "maiden",
    "secret",
    "security",
    "code word",
    "codeword",
    "magic word",
    "_at_",
    "-at-",
    "birth",
    "dob",
    "d.o.b",
    *STEMS,
)
"""What stands beside values that hold no digit."""


# Between the word and the value: "pin is", "PIN:", "password for the app was changed to".
_FOR = r"(?:\s+(?:for|to|of|on|i|we|you|that|which|they)(?:\s+\w+){1,4}?)?"
_TOLD = (
    r"(?:\s*\([^()\n]{1,20}\))?(?:['’]s|,?\s+mine\s+is|\s+(?:is|was|are)\b(?:\s+(?:now|still|currently))?\s*:?|\s*[:=]"
    r"|\s+(?:(?:has been|was|is) )?(?:re)?(?:set|changed) to)"
)
_CAME = (
    r"\s+(?:just\s+)?(?:(?:has |is )?(?:come|came|coming|arrived)(?:\s+(?:as|in|through))?|received|says?|reads?|shows?)\s*:?"
)
_ENDS_THERE = r"(?=\s*(?:$|[.,;:!?)\n])|\s(?:and|but|please|thanks|thx|x)\b)"
"""Behind what says all that it says: no "security code error", "password manager"."""
_NUMBER = r"(?P<value>\d(?:[ -]?\d){2,7})(?![\d-]|\.\d)"
_LOGIN = (
    r"one[ -]time|verification|verify|sms|text|login|log[ -]in|sign[ -]?in|2fa|two[ -]factor|auth(?:enti\w+)?|security|"
    r"activation"
)


def _told(words: str, value: str, link: str = rf"(?:{_FOR}{_TOLD})?\W{{0,3}}") -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words}){link}{value}", re.IGNORECASE)


_SECURITY_CODE = _told(
    r"(?:c[cv]v2?|cvc2?|cv2(?! 20\d\d\b)|csc|cvn)(?: (?:number|no|code))?|sec(?:urity)? (?:cod|code|number|digits)|card code|"
    r"(?:three|four|3|4) (?:digits|numbers) (?:on|from) the back",
    r"(?P<value>(?<!(?-i:CVC)-)(?:\d{3,4}(?:[ -]\d{3,4})?|\d(?:[ -]\d){2,3}))(?![\d-]|\.\d)",  # two groups: one that was texted
)
_IS_SECURITY_CODE = re.compile(  # "432 is the cvv"
    r"(?P<value>(?<![\w.,£$€-])\d{3,4})(?: is|,? that[’']?s) (?:(?:the|my|its|her|his) ){0,2}(?:c[cv]v2?|cvc2?|cv2|csc|cvn"
    rf"|sec(?:urity)? (?:code|digits)|(?:3|three|last 3|last three) (?:digits|numbers) on (?:the )?back){_ENDS_THERE}",
    re.IGNORECASE,
)
_SEC_BEHIND_EXPIRY = re.compile(  # "exp 0428 sec 553"
    r"\bexp(?:iry)?\b\W{1,3}(?:0[1-9]|1[0-2])[/ -]?\d\d(?:\d\d)?\W{1,3}sec\W{1,2}(?P<value>\d{3,4})(?!\d)", re.IGNORECASE
)
_CODE = _told(
    rf"pin|pin ?(?:code|number|no\.?)|otp|(?:{_LOGIN}) (?:code|password|pin|number|token)|passcode|"
    r"puk(?: ?code| ?number)?|unlock(?:ing)? (?:pin|code)|safe (?:code|pin)|"
    r"(?:sms|mobile|photo|push|chip)[ -]?tan|(?:telephone|phone|mobile|internet|online) banking (?:code|pin|number)",
    _NUMBER,
    rf"(?:{_FOR}(?:{_TOLD}|{_CAME}))?\W{{0,3}}",
)
_COMBINATION = _told(
    r"(?:safe|vault|padlock|strongbox|lock)(?:['’]s)? combination"
    r"|combination (?:of|for|to) (?:the |my |our )?(?:safe|vault|padlock|lock)",
    r"(?P<value>\d{1,2}(?:[ -]\d{1,2}){2,4}|\d{4,8})(?![\d-]|\.\d| ?(?:mm|cm|in\b|inch))",
)
_TAN = _told("tan|pins|m-?pin|alarm (?:code|pin)", _NUMBER, rf"{_FOR}{_TOLD}\W{{0,3}}")
_ANY_CODE = _told("code", _NUMBER, rf"{_FOR}{_TOLD}\W{{0,3}}")
_BOOKING_CODE = _told("(?:confirmation|access|booking|collection|pick-?up) (?:code|pin)", _NUMBER)
_PASSWORD = re.compile(
    rf"\b(?:{_WORD_FOR_IT}|passwort|pass ?code|pass ?phrase|passwd|pwd|pw|pass(?=\s*[:=])){_FOR}{_TOLD}\s*"
    r"[\"'“‘]?(?P<value>\S{4,64})",
    re.IGNORECASE,
)
_MIXED = r"[\"'“‘]?(?P<value>(?=[^\s,;]*\d)(?=[^\s,;]*[A-Za-z])[^\s,;]{6,64})"
_SECRET_WORD = re.compile(  # what a bank asks on the telephone
    r"\b(?:(?:memorable|security|secret) (?:word|name|place|answer|phrase)|(?:code|magic) ?word|maiden name"
    r"|answer to (?:my|the|your|that) (?:(?:security|secret) )?question)"
    rf"(?:\s+(?:on|for) (?:the|my|your) \w+)?{_TOLD}\s*[\"'“‘]?"
    r"(?!\W{0,3}(?:[a-z]{3,8}\W{1,8}){11}[a-z]{3,8}\b)(?P<value>\S{4,64})",  # twelve words are a wallet's, not its first alone
    re.IGNORECASE,
)
_FOREIGN_PASSWORD = re.compile(
    r"\b(?:contrase[ñn]a|clave|passwort|has[łl]o|kennwort|mot de passe|senha|wachtwoord|[şs]ifre|parola|salasana|l[öo]senord|"
    r"adgangskode)"
    r"(?:\s+(?:es|ist|est|to|är|er|on|is|è|é|nueva|nuevo)\b)?\s*[:=-]?\s*[\"'“‘]?(?P<value>(?=\S*\d)(?=\S*[^\W\d_])\S{6,64})",
    re.IGNORECASE,
)
_IS_ELSEWHERE = r"(?:\s+(?:ist|lautet|est|es|è|é|is|to|är|er|era|war)\b)?\s*[:=,-]?\s*"
_FOREIGN_CODE = _told(
    r"(?:code (?:secret|pin|confidentiel|d[’']accès)|geheimzahl|(?:zugangs|freischalt|bestätigungs)code|pin-?code|pin|clave"
    r"|c[óo]digo (?:pin|secreto|de acc?esso?|de verificaci[óo]n)|codice (?:pin|segreto|di accesso)|senha|toegangscode"
    r"|kod (?:pin|dostępu))",
    _NUMBER,
    _IS_ELSEWHERE,
)
_FOREIGN_SECURITY_CODE = _told(
    r"(?:(?:karten)?pr[üu]e?f(?:ziffer|nummer|zahl)|sicherheitscode|cryptogramme(?: visuel)?|code de s[ée]curit[ée]"
    r"|c[óo]digo de seguran[çc]a|c[óo]digo de seguridad|codice di sicurezza|beveiligingscode|kod (?:bezpieczeństwa|cvv|cvc)"
    r"|(?:cvv|cvc)(?=\s+(?:ist|est|es|è|é|lautet)\b))",
    r"(?P<value>\d{3,4})(?![\d-]|\.\d)",
    _IS_ELSEWHERE,
)
_LOG_IN = r"(?:log|sign)(?:ging|ing)?[ -]?(?:in|on)"
_LOGIN_WITH = tuple(
    re.compile(rf"\b{words}", re.IGNORECASE)
    for words in (
        rf"(?:use|with|enter|try)\s+{_MIXED}\s+to\s+(?:{_LOG_IN}|get (?:in|into)|unlock)\b",
        rf"{_LOG_IN}\s+(?:\w+\s+){{0,2}}with\s+(?:your\s+(?:\w+\s+){{1,4}}and\s+)?{_MIXED}",
        rf"(?:new|temporary|temp)\s+(?:login|log-in|access)\s+is\s+{_MIXED}",
        rf"(?:login|log-in|username|user)\W{{1,3}}[^\s/]{{2,40}}\s*/\s*{_MIXED}",
        rf"(?:re)?set\s+(?:it|that|this|yours)\s+(?:back\s+)?to\s+{_MIXED}",
    )
)
_CONFIGURED = re.compile(  # "define('DB_PASSWORD', 'qN7#vellum_19');"
    r"(?:password|passwd|pwd|secret|api_?key|token)[\"']?\s*(?:=>|[,:=])\s*[\"'](?P<value>[^\"'\s]{6,64})[\"']", re.IGNORECASE
)
_MINE_IS = _told(  # "It wants the PIN, every time. Mine is 80 37 16"
    r"(?:pin|passcode|otp)\b[^.!?\n]{0,60}[.!?]\s+mine(?:[’']s|\s+is)|(?:pin|passcode)\b[^\n]{0,60}?\b"
    r"(?:typed|typing|entered|put in|punched in|keyed in|always use|use|used)",
    _NUMBER,
    r"\W{1,3}",
)
_ACCESS = re.compile(r"pass|log[ -]?(?:in|on)|sign[ -]?(?:in|on)|access|account", re.IGNORECASE)
_SET_TO = re.compile(
    r"\b(?:re)?(?:set|chang(?:e|ed|ing)|updat(?:e|ed|ing))\s+(?:\w+\s+){0,2}"
    r"(?:password|pass ?code|pin|(?:memorable|security|secret) (?:word|name|answer|phrase))\s+(?:back\s+)?to\s+"
    r"[\"'“‘]?(?P<value>\S{4,64})",
    re.IGNORECASE,
)
_NAMED_PASSWORD = re.compile(  # no link between, or a word that names other things too: letters and digits have to be mixed
    rf"\b(?:(?:pass ?words?|(?<=my )pa?ss?wr?ds?|passwort|pass ?code|pwd|pw)(?:\s*\(|\s+[-–]\s*|\s+)"
    r"|(?:(?<!bus )(?<!day )(?<!rail )(?<!ski )(?<!boarding )pass|(?:wi-?fi|wlan|wpa2?|network) (?:key|pass|code))"
    rf"{_FOR}{_TOLD}\s*)"
    rf"{_MIXED}",
    re.IGNORECASE,
)
_SAID_OF_PASSWORD = re.compile(  # "the password used to be bluecar9", "same password everywhere, its lilly2011"
    rf"\b(?:{_WORD_FOR_IT}|pwd|pw|pass ?code)\b[^.!?\n]{{0,50}}?"
    r"(?:\b(?:be|been|was|is) (?:always |still |just )?|[,;]\s*(?:(?:it|that)(?:['’]?s|\s+is|\s+was)\s+)?)"
    rf"{_MIXED}",
    re.IGNORECASE,
)
_USED_AS_PASSWORD = re.compile(  # "I use lilly2011 everywhere as password"
    rf"\b(?:use|used|uses|typed|entered|tried|chose|picked)\s+{_MIXED}"
    r"(?=[^.!?\n]{1,30}\b(?:as|for) (?:my |the |a )?(?:pass ?word|pw)\b)",
    re.IGNORECASE,
)
_USED_EVERYWHERE = re.compile(  # "it's the one I use for everything, Marmalade77"
    r"\b(?:one|same|that|it) (?:(?:that )?I|we) (?:always |still |usually |also )?use "
    r"(?:(?:for|on|with|in) (?:every ?thing|all (?:of )?(?:it|them|my \w+)|every \w+)|every ?where)"
    rf"\W{{1,3}}(?:(?:it|that)(?:['’]?s| is) )?{_MIXED}",
    re.IGNORECASE,
)
_AND_PASS = re.compile(  # "login is bob and the pass Zebrafink44"
    rf"\b(?:log-?ins?|user ?(?:name|id)?|e-?mail|id)\b[^.!?\n]{{1,60}}?(?:\band|,|/) ?"
    rf"(?:(?:the|my|her|his|your) )?pass\s+{_MIXED}",
    re.IGNORECASE,
)
_PASSPHRASE = re.compile(  # "the passphrase was zebra lake finch tree"
    rf"\bpass ?phrase{_FOR}{_TOLD}\s*[\"'“‘]?(?P<value>[\w'-]{{2,20}}(?: [\w'-]{{2,20}}){{2,7}})",
    re.IGNORECASE,
)
_A_NUMBER = rf"(?:(?:{'|'.join((*UNITS, *TENS))})(?:[ -](?:{'|'.join(UNITS)}))?|\d{{1,4}})"
_ENDS_IN_NUMBER = re.compile(  # "the password is marmalade sandwich twelve"
    rf"\b{_WORD_FOR_IT}{_FOR}{_TOLD}\s*[\"'“‘]?(?P<value>(?:[^\W\d_]{{3,15}} ){{1,4}}{_A_NUMBER})"
    r"(?=\W*(?:$|[.,;!?\n]|\s(?:and|but|please)\b))",
    re.IGNORECASE,
)
_CASE = (
    r"(?:with |in |all |and )*(?:an? |the |both |your )?(?:capitals?|upper[ -]?case|lower[ -]?case|small letters?)"
    r"(?: letters?)?(?: (?!i\b)[a-z]\b)?(?: at the (?:front|start|beginning|end))?"
)
_DICTATED = re.compile(  # "my password, which is Tulip Field, capital T, nineteen fifty one, all one word"
    rf"\b{_WORD_FOR_IT}(?<!s){_FOR}(?:{_TOLD}|,?\s+(?:which|it|that)(?:['’]?s|\s+is|\s+was))\s*[\"'“‘]?"
    rf"(?P<value>(?P<words>[^\W\d_]{{3,15}}(?: [^\W\d_]{{3,15}}){{0,2}}?)(?:,? (?:then |and |followed by ){{0,2}}(?:{_CASE}"
    rf"|all (?:one word|together|joined up)|{_A_NUMBER}(?![^\W_])))+)",
    re.IGNORECASE,
)
_SPELLS_OUT = re.compile(  # "capital T", "all one word", or a case and a number
    rf"(?i)\b(?:capitals?|upper[ -]?case|lower[ -]?case) [a-z]\b|\ball one word\b"
    rf"|\b(?:capital|upper|lower|small letter)[^.!?]{{0,40}}\b{_A_NUMBER}$"
)
_NO_PHRASE = frozenset(
    "i you he she it we they the to a is was are in on at of that this your my be has have had when if by "
    "word words random letters characters long short strong weak".split()
)
"""Words of what is said about a passphrase, or behind it."""
_WORDS_OF_PHRASE = 3
_PIN_IS = re.compile(  # "the PIN he put in is 2580", "I can see the PIN on the account, it's 4471"
    r"\bpin\b(?! ?code)[^.!?\n]{0,50}?(?:,\s*it(?:['’]?s|\s+is|\s+was)|\s(?:is|was))\s+(?P<value>\d{4,8})(?![\d-]|\.\d)",
    re.IGNORECASE,
)
_PIN_PUT_IN = re.compile(  # "I put my pin in 2696 and it failed"
    r"\b(?:put|putting|typed?|typing|keyed|punched) (?:(?:my|the|in|her|his) ){0,2}pin(?: ?code)? in"
    rf"\W{{1,2}}(?P<value>(?!(?:19|20)\d\d\b)\d{{4,6}}){_ENDS_THERE}",
    re.IGNORECASE,
)
_GOT_CODE = re.compile(  # "it sent me a code, 55 81 20", "got the text, its 449210", "log in with the code 883120"
    r"\b(?:(?:sent|texted|e-?mailed|messaged) (?:me |you |us )?(?:a|the|this|that) (?:\w+ )?code"
    r"|(?:got|have|received) (?:the|a|your|this) (?:text|sms|code from (?:the|your) (?:text|sms|app))"
    r"|code (?:that )?(?:you|they|we) (?:just )?(?:sent|texted|e-?mailed)(?: me)?\W{1,3}(?:I )?(?:got|is|was|says)"
    r"|(?:log|sign)(?:ging)? ?(?:in|on) with (?:the |this |your )?(?:\w+ )?code)\W{1,3}"
    r"(?:(?:it|that)(?:['’]?s|\s+is|\s+says|\s+reads)\W{1,3})?(?P<value>\d{2,4}(?:[ -]?\d{2,4}){1,3})(?![\d-]|\.\d)",
    re.IGNORECASE,
)
_BANKING_USES = re.compile(
    r"\b(?:phone|telephone|online|internet|mobile) banking\b[^.!?\n]{0,30}\b(?:use|used|type|enter|put)\s+"
    r"(?P<value>\d(?:[ -]?\d){3,7})(?![\d-]|\.\d)",
    re.IGNORECASE,
)
_AS_CODE = re.compile(
    r"(?<!extension )(?<!ext )(?<!ext\. )(?<!line )"
    r"(?P<value>(?<![\w.-])\d{4,8})\s+(?:as|for|is)\s+(?:(?:the|your|my|her|his|a|our)\s+)?(?:(?:new|card|sim|phone|temporary)\s+)?"
    r"(?:pin|passcode|password|otp)\b",
    re.IGNORECASE,
)
_IS_YOUR_CODE = re.compile(  # as such messages put it
    rf"(?P<value>(?<![\w.-])\d{{3,4}}[ -]?\d{{1,4}})\s+is\s+(?:your|the|my)\s+(?:[\w-]+\s+)?"
    rf"(?:(?:{_LOGIN})\s+code|code\b(?!\s+for\s+the)|otp|tan)\b",
    re.IGNORECASE,
)
_AS_PASSWORD = re.compile(
    r"(?<!\S)[\"'“‘]?(?P<value>(?=[^\s,;]*\d)(?=[^\s,;]*[A-Za-z])[^\s,;\"'”’]{6,64})"
    r"[\"'”’]?\s+(?:as|for)\s+(?:(?:the|your|my|her|his|a)\s+)?(?:new\s+)?pass ?word\b",
    re.IGNORECASE,
)
_IS_PASSWORD = re.compile(  # "Tundra#128! is my password", and no "sha256 is the password hash"
    r"(?<!\S)[\"'“‘]?(?P<value>(?=[^\s,;]*\d)(?=[^\s,;]*[A-Za-z])[^\s,;\"'”’]{6,64})"
    rf"[\"'”’]?\s+(?:is|was)\s+(?:the|your|my|her|his)\s+(?:new\s+)?{_WORD_FOR_IT}{_ENDS_THERE}",
    re.IGNORECASE,
)
_TEXTED = _told(
    r"texted (?:me|you|us)|(?:sms|text(?: message)?|authenticator(?: app)?|[2m]fa|two[ -]factor)(?: just)?"
    r" (?:says|shows|said|reads|is)",
    r"(?P<value>\d{3,4}[ -]?\d{2,4})(?![\d-]|\.\d)",
    r"\W{0,3}(?:(?:the|code|it|is|a|number)\W{1,3}){0,3}",
)
_IT_IS_CODE = re.compile(  # "I got a text with a code when I tried to add the card, its 730 914"
    r"\b(?:text|sms|e-?mail|app)\b[^.!?\n]{0,25}\bcode\b[^.!?\n]{0,70}[,;.]\s+it(?:['’]?s|\s+is|\s+says|\s+reads)\s+"
    r"(?P<value>\d{3,4}[ -]?\d{1,4})(?![\d-]|\.\d)",
    re.IGNORECASE,
)
_CODE_CAME_ON = re.compile(  # "You need code which came on SMS now? It is 771 904."
    r"\bcode\b[^.!?\n]{0,40}\b(?:text|sms|e-?mail|app|phone|mobile)\b[^.!?\n]{0,30}[,;.?!]\s+(?:it|that)(?:['’]?s|\s+is|\s+says|\s+reads)\s+"
    r"(?P<value>\d{3,4}[ -]?\d{1,4})(?![\d-]|\.\d)",
    re.IGNORECASE,
)
_SOME_DIGITS = _told(
    r"(?<!last )(?<!first )(?<!final )(?:four|five|six|4|5|6)[ -]?(?:digits?|numbers|figures)(?: code)?",
    _NUMBER,
    rf"{_TOLD}\W{{0,3}}",
)
_EXPIRY = re.compile(
    r"\b(?:exp|expiry|expires|expiration|exp(?:iry|iration)? date|valid (?:until|thru|through|to|till)|good thru"
    r"|expire(?: le)?|gültig bis|ablauf(?:datum)?|caduca|vence|scadenza|válida hasta)\b"
    rf"(?:{_TOLD})?\W{{0,3}}(?P<value>\d{{1,2}}\s?[/.-]\s?(?:\d{{4}}|\d\d)|\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    rf"\b(?:date of birth|birth ?date|birthday|b-?day|dob|d\.o\.b\.?|d o b|geburtsdatum|geburtstag|date de naissance|"
    rf"né le|née le|fecha de nacimiento|nacid[oa] el|data di nascita|nat[oa] il|data urodzenia|"
    rf"geboortedatum|nac[íi] el|nasci(?:d[oa])? (?:em|a)|geboren op|urodz(?:on[ya]|iłem się|iłam się)|"
    rf"cumpleaños|compleanno|verjaardag|anniversaire|geboren bin ich(?: am)?|"
    rf"geb\.?(?: am)?|(?<=[,(] )b\.|(?<=\()b\.|born(?: on)?|geboren(?: am)?)"
    rf"(?: (?:on|in) (?:\w+ )?(?:file|record|system|account|policy|form)"
    r"| (?:that )?(?:we|I) (?:hold|have|see)(?: for \w+| here)?)?"
    rf"(?:{_TOLD}| (?:ist|est|es|è|to|é|is)(?: (?:der|am|le|el|il|op|o))?)?\W{{0,4}}"
    r"(?P<value>\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}"
    r"|(?:the )?\d{1,2}(?:\.|st|nd|rd|th)?(?: of| de)? [^\W\d_]{3,10}\.?,? (?:de )?['’]?\d{2,4}"
    r"|[A-Za-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    rf"|\d{{1,2}}{MONTH}\d\d(?:\d\d)?(?!\d)"
    rf"|(?:the )?{ORDINAL}(?: of)? {MONTH},?(?: (?:{YEAR_IN_WORDS}|(?:19|20)?\d\d\b|\w{{3,5}}ty(?:[ -]\w{{3,5}})?\b))?)",
    re.IGNORECASE,
)
_BORN_BEHIND = re.compile(  # "ich bin am 3. April 1984 geboren"
    r"\b(?:am|op) (?P<value>\d{1,2}\. ?[^\W\d_]{3,9} (?:19|20)\d\d|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d) geboren\b", re.IGNORECASE
)

_TELLING = (
    "puk", "combination", "alarm", "2fa", "mfa", "factor", "to get in", "to unlock",
    "code", "pass", "pw", "pswd", "pswrd", "paswrd", "paswd", "pin", "exp", "cv", "csc", "otp", "tan", "valid", "thru", "birth",
    "born", "back", "dob", "d o b",
    "d.o.b",
    "bday", "b-day", "geb", "naissance", "née", "né le", "nacim", "nacid", "nací", "naci ",
    "nasci", "nascita", "nato", "nata", "urodz", "geboort",
    "b. ", "secur", "geboren", "digit", "texted", "sms", "text", "message", "key", "verif", "authent", "maiden", "memorable",
    "secret", "magic", "log", "sign", "use for", "use on", "use with", "use every", "contrase", "clave",
    "has", "kennwort", "mot de", "senha", "wacht", "ifre", "parola", "salasana", "senord", "adgang", "set ", "answer", "bank",
    "sec ", "prüf", "pruef", "prufz", "geheimz", "cryptog", "digo ", "codice", "kod ",
)  # fmt: skip
"""Parts of the words that tell such a value; most texts hold none of them."""

_NO_PASSWORD = frozenset(
    "wrong incorrect not no never right correct invalid required reset changed expired too very the a an my your our their it "
    "that this what which there here still always only needed safe strong weak old new different same sent case long short "
    "empty missing locked blocked visible private secret protected stored saved for from with in on at by and but because "
    "must should needs need cannot being blank optional mandatory encrypted default generated automatically unique simple "
    "complicated really completely totally actually probably okay fine good working failing failed rejected refused accepted "
    "recognised recognized known unknown unavailable disabled enabled somehow compromised leaked stolen hacked about please "
    "just also yours mine ready active temporary outdated linked tied used like something anything none null redacted hidden "
    "masked removed above below attached confidential personal important sensitive case-sensitive nothing "
    "case-insensitive up-to-date what's up between under over more less than made again gone lost "
    "printed written typed entered shown spelled spelt matched checked displayed mostly usually generally normally all "
    "forgotten set hard easy impossible best better safer easier fastest quickest enough "
    "recommended preferred simplest first last letters characters".split()
)
_NO_VALUE = re.compile(r"[*•x#_.…●-]+$|[<\[{(%]|\*{5}", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z]")
_SIZE = re.compile(
    r"\W{0,3}(?:characters?|chars?|letters?|digits?|symbols?|hours?|days?|minutes?|times?|attempts?|long)\b", re.IGNORECASE
)
_CLAUSE_ENDS = re.compile(r"\W*(?:$|[.,;:!?\n\"'”’)]|\s(?:and|but|if|please|pls|plz|so|thanks|thx|in case)\b)", re.IGNORECASE)
_ASKS_FOR_LOGIN = re.compile(rf"\b(?:{_LOGIN}|texted|phone|mobile|app|bank)\b", re.IGNORECASE)
_OTHER_CODE = re.compile(
    r"(?:promo\w*|discount|voucher|coupon|gift|post|postal|zip|area|dial\w*|country|city|product|item|article|order|sort|booking|"
    r"door|gate|error|colou?r|bar|qr|swift|bank|fault|status|source|dress|building|branch|store|referral|tracking|airport|hs|"
    r"sku|flight|invite|campaign|offer|response|ref\w*|customer|course|class|room|key|locker|entry|pin)[ -]?$",
    re.IGNORECASE,
)
_POSTAL_PIN = re.compile(r"pin ?code\W{0,3}(?:is\W)?\W?[1-9]\d\d ?\d{3}$", re.IGNORECASE)
_POSTAL_PLACE = re.compile(r"(?i:pin)\W{1,3}[1-9]\d\d ?\d{3}(?=,? [A-Z][a-z])")
_POSTAL = re.compile(r"(?i:pin)\W{1,3}[1-9]\d\d ?\d{3}")
_PLACE_BEFORE = re.compile(r"\b[A-Z][a-z]{2,20},? $")
_BANKING = re.compile(r"card|bank|atm|account|app\b|log|sim\b|debit|credit", re.IGNORECASE)


def told_values(text: str) -> Iterator[Entity]:
    """Values named by the words before them; only the value itself is the entity.

    A code that opens a door or a booking, or an Indian postal "pin code", is an `OTHER_NUMBER`.
    """
    lowered = text.lower()
    if not any(part in lowered for part in _TELLING):
        return
    said = STANDS_IN.sub("", text) if "[" in text else text  # "[bank account]" of a copy speaks of no bank
    of_login, of_bank = _ASKS_FOR_LOGIN.search(said), _BANKING.search(said)
    for kind, pattern, score in _TOLD_BY:
        for match in pattern.finditer(text):
            start = match.start()
            # a bare "code is 482913" lets somebody in where the text speaks of a login, and of no other code
            if pattern is not _ANY_CODE or (of_login and not _OTHER_CODE.search(text, max(0, start - 14), start)):
                indian = _POSTAL_PIN.match(match.group()) or _POSTAL_PLACE.match(text, start)
                indian = indian or (_POSTAL.fullmatch(match.group()) and _PLACE_BEFORE.search(text, max(0, start - 24), start))
                postal = indian and not of_bank
                yield Entity(OTHER_NUMBER if postal else kind, *match.span("value"), score)
    for match in (
        *_PASSWORD.finditer(text),
        *_SET_TO.finditer(text),
        *_NAMED_PASSWORD.finditer(text),
        *_SAID_OF_PASSWORD.finditer(text),
        *_USED_AS_PASSWORD.finditer(text),
        *_USED_EVERYWHERE.finditer(text),
        *_AND_PASS.finditer(text),
        *_AS_PASSWORD.finditer(text),
        *_IS_PASSWORD.finditer(text),
        *_SECRET_WORD.finditer(text),
        *_FOREIGN_PASSWORD.finditer(text),
        *_CONFIGURED.finditer(text),
    ):
        value = _TAG.split(match["value"], maxsplit=1)[0].rstrip(".,;:\"'”’)")
        end = dictated_end(text, match.start("value") + len(value))  # "hunter two two, exclamation mark"
        if _is_password(value, text[end:]):
            yield Entity("CREDENTIAL", match.start("value"), end, 0.9)
    for match in _PASSPHRASE.finditer(text):
        words = list(takewhile(lambda word: word.lower() not in _NO_PHRASE, match["value"].split(" ")))
        if len(words) >= _WORDS_OF_PHRASE and words[0].lower() not in _NO_PASSWORD:
            yield Entity("CREDENTIAL", match.start("value"), match.start("value") + len(" ".join(words)), 0.9)
    for match in _ENDS_IN_NUMBER.finditer(text):
        words = match["value"].lower().split(" ")
        if _NO_PHRASE.isdisjoint(words) and _NO_PASSWORD.isdisjoint(words):
            yield Entity("CREDENTIAL", *match.span("value"), 0.9)
    for match in _DICTATED.finditer(text):
        words = match["words"].lower().split(" ")
        if _SPELLS_OUT.search(match["value"]) and _NO_PHRASE.isdisjoint(words) and _NO_PASSWORD.isdisjoint(words):
            yield Entity("CREDENTIAL", *match.span("value"), 0.9)
    if _ACCESS.search(text):
        for match in (found for pattern in _LOGIN_WITH for found in pattern.finditer(text)):
            value = match["value"].rstrip(".,;:\"'”’)")
            end = match.start("value") + len(value)
            if "@" not in value and _is_password(value, text[end:]):
                yield Entity("CREDENTIAL", match.start("value"), end, 0.9)


_TOLD_BY = (
    ("CARD_SECURITY_CODE", _SECURITY_CODE, 0.92),
    ("CARD_SECURITY_CODE", _IS_SECURITY_CODE, 0.92),
    ("CARD_SECURITY_CODE", _SEC_BEHIND_EXPIRY, 0.92),
    ("CREDENTIAL", _CODE, 0.9),
    ("CREDENTIAL", _TAN, 0.9),
    ("CREDENTIAL", _COMBINATION, 0.9),
    ("CREDENTIAL", _FOREIGN_CODE, 0.9),
    ("CARD_SECURITY_CODE", _FOREIGN_SECURITY_CODE, 0.92),
    ("CREDENTIAL", _PIN_IS, 0.89),
    ("CREDENTIAL", _PIN_PUT_IN, 0.89),
    ("CREDENTIAL", _GOT_CODE, 0.89),
    ("CREDENTIAL", _BANKING_USES, 0.89),
    ("CREDENTIAL", _AS_CODE, 0.9),
    ("CREDENTIAL", _MINE_IS, 0.9),
    ("CREDENTIAL", _IS_YOUR_CODE, 0.89),
    ("CREDENTIAL", _TEXTED, 0.9),
    ("CREDENTIAL", _IT_IS_CODE, 0.89),
    ("CREDENTIAL", _CODE_CAME_ON, 0.89),
    ("CREDENTIAL", _SOME_DIGITS, 0.89),
    ("CREDENTIAL", _ANY_CODE, 0.9),
    (OTHER_NUMBER, _BOOKING_CODE, 0.91),
    ("CARD_EXPIRY", _EXPIRY, 0.9),
    ("DATE_OF_BIRTH", _BIRTH, 0.9),
    ("DATE_OF_BIRTH", _BORN_BEHIND, 0.9),
)


def _is_password(value: str, after: str) -> bool:
    """Whether what follows "password is" is one, and not a word about it, a mask or a rule for choosing it."""
    if len(value) < 4 or value.strip("!?").lower() in _NO_PASSWORD or _NO_VALUE.match(value) or _SIZE.match(after):
        return False
    return not value.isalpha() or bool(_CLAUSE_ENDS.match(after))
