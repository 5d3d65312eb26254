"""Bare answers to a question for a secret: "Which code did you get?" "482913"; "and the password?" "sunflower twenty two"."""

import re
from collections.abc import Iterator, Sequence

from caraway_audit.privacy.bare import names_only
from caraway_audit.privacy.context import may_hold
from caraway_audit.privacy.formats import Entity, Line
from caraway_audit.privacy.labels import STANDS_IN
from caraway_audit.privacy.spoken import written

_ASKED = re.compile(
    r"(?P<code>\b(?:pin|otp|passcode|(?:one[ -]time|verification|sms|login|log[ -]in|access) (?:code|password|number)|"
    r"code (?:you|we|from|that|in the)|(?:digits|numbers) [^.!?\n]{0,40}\b(?:lock ?screen|unlock\w*)|"
    r"(?:four|six|4|6)[ -](?:digits?|numbers|figures)(?: (?:code|number|pin))?)\b)"
    r"|(?P<card>\b(?:cvv2?|cvc2?|csc|security code|(?:digits|numbers|code) (?:on|from) the back)\b)"
    r"|(?P<password>\b(?:pas{1,2} ?[wor]{1,4}d|pass ?phrase)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:give|tell|send|read|say|type|write|mail|message|share|provide|confirm|enter|need|let me have|drop|pop|put|paste"
    r"|answer|reply|respond"
    r"|quote|text|forward|"
    r"stick)\b",
    re.IGNORECASE,
)
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
WANTS_NO_NUMBER = (
    r"last (?:four|4|three|3|two|2)|never|do not|don[’']?t|link|(?<!for the )(?<!for this )(?<!for our )(?<!for my )form"
    r"|(?<!my )(?<!our )ends?|ending"
)
"""What a sentence says that asks for the end of a number, for another way to tell it, or for none at all."""
_SPARED = re.compile(
    rf"\b(?:{WANTS_NO_NUMBER}|(?<!finish the )(?<!do the )(?<!complete the )reset|new one|"
    r"new password|forgotten|post|zip|order|booking|"
    r"(?:account|customer|client|member(?:ship)?|policy|invoice|reference|claim|meter|loyalty) number)\b",
    re.IGNORECASE,
)
_LEADING = (
    r"(?:it|its|it[’']s|is|yes|yeah|sure|ok|okay|so|um|uh|er|sir|the|code|says?|reads?|got|i|that|that[’']s|here|you|go|"
    r"yours|mine|was)"
)
_BARE_CODE = re.compile(
    rf"(?:(?:^|[.!?]\s)\W{{0,3}}(?:{_LEADING}\W{{1,3}}){{0,5}}|,\s(?:{_LEADING}\W{{1,3}}){{0,5}})"
    r"(?P<value>\d(?:[ -]?\d){2,7})"
    r"(?:\s(?:is|it|what|written|says?|there|came|sir|mam|madam|the|code|on|here)){0,4}\W{0,3}(?:$|[.!?,]\s)",
    re.IGNORECASE,
)
_COMES = re.compile(  # "now one sms will come", "I have sent you a code"
    r"\b(?:sms|otp|code|text message)\b[^.!?\n]{0,40}\b(?:com(?:e|es|ing)|came|arrive[sd]?|sent|received?|get|got|phone)\b"
    r"|\b(?:sent|send|sending|receive|get|got)\b[^.!?\n]{0,30}\b(?:sms|otp|code|(?:six|6)[ -]digits?)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SPOKEN_LEAD = re.compile(rf"(?:^|[.!?,]\s)\W{{0,3}}(?:{_LEADING}\W{{1,3}}){{0,5}}$", re.IGNORECASE)
_SPOKEN_TAIL = re.compile(r"\W*(?:$|[.,!?])")
_BARE_LETTERS = re.compile(
    r"^\W{0,3}(?:(?:it|its|it[’']s|is|yes|sure|ok|okay)\W{1,3}){0,4}(?P<value>[^\W\d_]{5,24})\W{0,2}$", re.IGNORECASE
)
_NO_WORD = frozenset(
    "sorry forgot forgotten unknown nothing which whatever password thanks thank please because really seriously "
    "cannot never exactly changed hello there correct incorrect right wrong maybe perhaps later sorted works fixed "
    "either neither both where really absolutely certainly again still always anything everything email mobile "
    "phone online alright perfect great lovely brilliant awesome finally cheers working".split()
)
_BARE_WORD = re.compile(
    r"^\W{0,3}(?:(?:it|its|it[’']s|is|yes|sure|ok|okay|eh|uh|um|er|so|yeah|well|fine|here|you|go)\W{1,3}){0,4}(?P<value>(?=\S*\d)(?=\S*[A-Za-z])\S{6,40})\W{0,2}$",
    re.IGNORECASE,
)


def replies(lines: Sequence[Line], short: Sequence[int]) -> Iterator[tuple[int, Entity]]:
    """Bare answers to a question for a code or a password; the last digits of something are no secret."""
    for place in short:
        if not place or lines[place - 1][0] == lines[place][0]:
            continue
        text = lines[place][1]
        if STANDS_IN.search(text):  # a copy: it was answered with what was replaced
            continue
        match = _BARE_CODE.search(text) or _BARE_WORD.match(text) or _BARE_LETTERS.match(text)
        if match and match["value"].lower() in _NO_WORD:
            continue
        spoken = None if match else _bare_spoken(text)
        span = match.span("value") if match else spoken or _bare_phrase(text)
        asked = _asked(lines, place) if span else None
        named = asked.groupdict() if asked else {}
        password = bool(named.get("password")) or (asked is not None and "password" in asked.group().lower())
        is_word = match.re is not _BARE_CODE if match else spoken is None
        if is_word and (match is None or match.re is _BARE_LETTERS) and not _wants_telling(lines[place - 1][1]):
            continue
        if span and asked and (password if is_word else not named.get("password")):
            kind = "CARD_SECURITY_CODE" if named.get("card") else "CREDENTIAL"
            yield place, Entity(kind, *span, 0.88)


_BARE_PHRASE = re.compile(
    r"^\W*(?:(?:it|its|it[’']s|is|eh|uh|um|oh|so|ok|okay|yeah|yes)\W{1,3}){0,3}(?P<value>\w+(?: \w+){1,3})\W*(?:$|[,.;])"
)
_NO_SECRET = _NO_WORD | frozenset(
    "i you he she we they me my your the a an to of for with what why how when who can could do does did not no is "
    "are was were be have has had will would should don cant dont it this that so but and or if one moment second "
    "please sec hang on hold let get all any same as in at by oh ok okay yes yeah done sure great perfect alright "
    "fine good cool nice hi lovely brilliant awesome finally thx ta cheers works working".split()
)


def may_reply(text: str) -> bool:
    """Whether a short message may answer such a question, or give a part of a number."""
    return bool(_DIGIT.search(text) or may_hold(text) or _BARE_LETTERS.match(text) or _BARE_PHRASE.match(text.lower()))


def _bare_phrase(text: str) -> tuple[int, int] | None:
    """Where a few words stand for themselves that say nothing: "eh sunflower twenty two, all lower case"."""
    match = _BARE_PHRASE.match(text.lower())
    if match and _NO_SECRET.isdisjoint(match["value"].split()):
        return match.span("value")
    return None


def _bare_spoken(text: str) -> tuple[int, int] | None:
    """Where a short number is dictated and nothing of weight stands before it ("It's nineteen sixty-six. World Cup year.")."""
    for one in written(text):
        for run in one.runs:
            start, end = one.origin(*run)
            is_short = _FEWEST <= run[1] - run[0] <= _LONGEST_CODE
            if is_short and _SPOKEN_LEAD.search(text[:start]) and _SPOKEN_TAIL.match(text, end):
                return start, end
    return None


_FEWEST, _LONGEST_CODE = 3, 8
_FOR_IT = re.compile(  # "you can give it to me", "read them out", "tell me what it says"
    r"\b(?:give|tell|send|read|say|type|share|provide|enter|pop|put|drop|text|forward|let me have)\b\W+(?:me\W+)?"
    r"(?:it|them|that|those|what (?:it|they|you|the))\b"
    r"|\bwhat (?:does|did|do) (?:it|they|the (?:text|message|sms)) say\b",
    re.IGNORECASE,
)
_BACK = 4


_WANTS = re.compile(
    r"\b(?:what(?:[’']s| is| was)|which|give me|tell me|send me|read me|let me have|share|provide|"
    r"(?:i|we)(?:[’']ll| will)? need)\b",
    re.IGNORECASE,
)


def _wants_telling(text: str) -> bool:
    """Whether a message wants a password told, not set: only then are plain words one."""
    return any("pass" in one.lower() and _WANTS.search(one) and not _SPARED.search(one) for one in SENTENCE_ENDS.split(text))


def _asked(lines: Sequence[Line], place: int) -> re.Match[str] | None:
    """What the message before asks for; where it asks for "it", the secret that was spoken of last."""
    before = lines[place - 1][1]
    for other in range(place - 1, max(place - 1 - _BACK, -1), -1):  # "is that all right?" "yes, it's only me" may lie between
        if lines[other][0] == lines[place][0]:
            if _DIGIT.search(lines[other][1]):
                break
        elif asked := _question(lines[other][1]):
            return asked
    if (comes := _COMES.search(before)) and not _SPARED.search(before):
        return comes
    if not _FOR_IT.search(before) or _SPARED.search(before):
        return None
    spoken_of = (_ASKED.search(text) or _COMES.search(text) for _, text in reversed(lines[max(0, place - _BACK) : place]))
    return next(filter(None, spoken_of), None)


def _question(text: str) -> re.Match[str] | None:
    """What a sentence asks for that asks for a secret, and not for the end of a number or where to send it."""
    for sentence in SENTENCE_ENDS.split(text):
        asks = _ASKS.search(sentence) or names_only(sentence)
        if (asked := _ASKED.search(sentence)) and asks and not _SPARED.search(sentence):
            return asked
    return None
