"""Providers of private mailboxes, and how people write and say their names."""

_NAMES = (
    "gmail googlemail hotmail outlook live msn yahoo ymail rocketmail icloud aol gmx proton protonmail fastmail zoho hushmail "
    "tutanota tuta btinternet virginmedia sky talktalk ntlworld blueyonder plusnet eircom comcast verizon optonline bigpond "
    "optusnet shaw rogers sympatico orange wanadoo laposte free sfr libero virgilio tiscali freenet arcor mailbox posteo telia "
    "yandex rediffmail qq naver"
).split()
_WHOLE = "me.com mac.com web.de t-online.de mail.ru mail.com 163.com 126.com bk.ru inbox.lv wp.pl o2.pl".split()

PRIVATE_HOSTS = (*(f"{name}." for name in _NAMES), *_WHOLE)
"""How what stands behind the @ of a private mailbox begins."""

WELL_KNOWN = (
    r"g ?mail|google ?mail|hot ?mail|yahoo|y ?mail|out ?look|live|msn|i ?cloud|aol|gmx|proton ?mail|proton|fast ?mail|"
    r"bt ?internet|virgin ?media|talk ?talk|yandex|mail\.ru"
)
"""A pattern of those that are named without what comes behind the dot ("rosa.lind at gmail"), however they are spaced."""

STEMS = tuple(
    (
        "gmail|g mail|google mail|googlemail|hotmail|hot mail|yahoo|ymail|outlook|icloud|i cloud|aol|gmx|msn|proton|fastmail|"
        "btinternet|bt internet|virginmedia|virgin media|talktalk|yandex|mail.ru"
    ).split("|")
)
"""Parts of texts of which one stands wherever one of those does, but for "live"."""
