"""Names in what somebody pasted, by the field that they stand in: JSON with either quotes, XML, a query string.

Only fields of the client's side count: "client" alone is mostly a program. A "name" may be a thing's as well, so that the
lists have to know what it holds.
"""

import re
from collections.abc import Iterator

from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.full_names import lone_name, names_nobody
from caraway_audit.privacy.online import NOBODY
from caraway_audit.privacy.tagger import SCORE

_QUOTE = r"\\{0,3}[\"“”'‘’]"
_SIDE = r"(?:requester|requested_?(?:by|for)|customer|submitter|reporter|recipient|caller|passenger|guest)"
_PART = r"(?:first|last|full|sur|given|family|middle|maiden)"
_CALLED = rf"(?:surname|(?:(?:client|{_SIDE})_?)?{_PART}_?name|(?:client|{_SIDE})_?name)"
_PEOPLE = rf"(?:(?:{_SIDE}_?)?name|user|contact|person|patient|tenant)"
_NO_NAME = rf"(?!(?:{NOBODY}|unknown|anonymous|mobile|required|must|invalid|missing|not|field|name|api|system|bot)\b)"
_NO_TIER = rf"(?!(?:vip|gold|silver|platinum|premium|standard|basic|trade|retail)(?:{_QUOTE}|</))"
"""Of what sort a customer is; a field of a family name may hold "Gold"."""
_LETTER = r"[^\W\d_]"
_NAME = (  # an apostrophe is a part of a name between letters only
    rf"(?P<value>{_NO_NAME}{_LETTER}"
    rf"(?:[^\"“”'‘’\\\n\d@:/_{{}}\[\]<>&=]|(?<={_LETTER})['’](?={_LETTER})){{1,60}})(?={_QUOTE}|</)"
)


def _field(key: str, but: str = "") -> str:
    return rf"(?:{_QUOTE}{key}{_QUOTE}\s?:\s?{_QUOTE}|<{key}(?:\s[^<>]{{0,80}})?>\s{{0,3}}){but}{_NAME}"


def _object(key: str) -> str:
    """An object, up to the next one in it, or a tag with what it holds."""
    return (
        rf"{_QUOTE}{key}{_QUOTE}\s?:\s?\[?\s?\{{(?P<object>[^{{}}]{{0,300}})"
        rf"|<(?P<tag>{key})>(?P<inner>(?:[^<]|<(?!/(?P=tag)>)){{0,300}})"
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_FIELDS = (
    _compiled(_field(_CALLED)),
    _compiled(_field(_SIDE, but=_NO_TIER)),
    _compiled(rf"(?<![\w.-]){_SIDE}(?:_?name)?=(?P<value>{_NO_NAME}{_LETTER}(?:[^&\s#;\"'<>\d=%]|%[\dA-F]{{2}}){{1,60}})"),
    _compiled(rf"(?<![\w.-])(?:{_CALLED}|{_SIDE})\s?=\s?{_QUOTE}{_NO_TIER}{_NAME}"),
    # who is logged in, where it is no single word
    _compiled(
        rf"(?<!\w)(?:{_QUOTE})?(?:usr|user(?:_?name)?|login)(?:{_QUOTE})?\s?[:=]\s?{_QUOTE}"
        rf"(?!(?-i:my|your|the|this)\b)(?=[^\W\d_][^\s\"'“”]{{0,30}} ){_NAME}"
    ),
)
_BARE = _compiled(_field("name"))
_WITHIN = (
    (_compiled(_object(_SIDE)), _compiled(_field(rf"(?:{_PART}|(?:display_?)?name)"))),
    (_compiled(_object(_PEOPLE)), _compiled(_field(_PART))),
)


def pasted_names(text: str) -> Iterator[Entity]:
    """Names in fields of whom it is about."""
    if not any(mark in text for mark in _MARKS):
        return
    found = [match.span("value") for pattern in _FIELDS for match in pattern.finditer(text)]
    found += [match.span("value") for match in _BARE.finditer(text) if any(lone_name(match["value"]))]
    for whole, field in _WITHIN:
        for match in whole.finditer(text):
            within = match.span("object") if match["object"] is not None else match.span("inner")
            # what stands behind a value tells that it ends there
            found += [one.span("value") for one in field.finditer(text, within[0], within[1] + _CLOSING)]
    for start, end in found:
        if not names_nobody(text[start:end]):
            yield Entity("PERSON", start, end, SCORE)


_MARKS = ("=", '"', "“", "'", "‘", "’", "</")
_CLOSING = 2
