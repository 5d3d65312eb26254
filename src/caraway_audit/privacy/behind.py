"""Numbers that an earlier message names: "What's your full social?" "uh, 536 90 4399"; "sort code 40-12-76", "and 13707066".

A short message is read again behind the words that ask for its number, and behind what the same writer gave just before.
"""

import re
from collections.abc import Iterator, Sequence

from caraway_audit.privacy.accounts import accounts
from caraway_audit.privacy.formats import Entity, Line
from caraway_audit.privacy.national import GOVERNMENT_IDS, national_numbers
from caraway_audit.privacy.replies import SENTENCE_ENDS, WANTS_NO_NUMBER
from caraway_audit.privacy.spoken import dictates, written

_NAMES = re.compile(
    r"\b(?:ssn|social security|social|national insurance|ni number|nino|nhs|passport|driv(?:ing|er[’']?s) licen[cs]e|"
    r"identity card|id card|national id|aadha+r|pan card|pesel|dni|nie|bsn|codice fiscale|pps\w?|steuer-?id\w*|tax id|"
    r"s[ée]curit[ée] sociale|cpf|curp|oib|cnp|egn|personnummer|emirates id|nin|bvn|sort code|account number|account|routing|"
    r"ifsc|bsb|bank details)\b",
    re.IGNORECASE,
)
"""What a message calls the number that the next one gives, as the finders know it."""
_SPARED = re.compile(rf"\b(?:{WANTS_NO_NUMBER})\b", re.IGNORECASE)
_OF_A_BANK = re.compile(r"\b(?:sort|routing|bsb|ifsc|swift|bic|blz|transit|account)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d(?:\D{0,3}\d){4}")
_KINDS = frozenset({*GOVERNMENT_IDS, "BANK_ACCOUNT"})
_BACK, _LONGEST, _NEAR = 6, 80, 60
_SCORE = 0.9


def named_before(lines: Sequence[Line], short: Sequence[int]) -> Iterator[tuple[int, Entity]]:
    """Identity and account numbers in short messages, by the number of the message; `lines` are (writer, text)."""
    for place in short:
        text = lines[place][1]
        if not _NUMBER.search(text) and not dictates(text):
            continue
        leads = [f"{name}: " for name in _asked(lines, place)]
        leads += [f"{lead}{_asked_as(lines, other)} " for other in _own_before(lines, place) for lead in ("", *leads)]
        for lead in leads:
            yield from ((place, entity) for entity in _found(lead, text))


def _asked(lines: Sequence[Line], place: int) -> list[str]:
    """What the message before speaks of, and does not refuse."""
    if not place or lines[place - 1][0] == lines[place][0]:
        return []
    asking = (one for one in SENTENCE_ENDS.split(lines[place - 1][1]) if not _SPARED.search(one))
    return list(dict.fromkeys(name.lower() for one in asking for name in _NAMES.findall(one)))


def _own_before(lines: Sequence[Line], place: int) -> list[int]:
    """The writer's last short messages, if they or what was asked before them speak of a bank's code."""
    writer = lines[place][0]
    before = [other for other in range(max(0, place - _BACK), place) if lines[other][0] == writer]
    return [other for other in before if len(lines[other][1]) <= _LONGEST and _OF_A_BANK.search(_asked_as(lines, other))]


def _asked_as(lines: Sequence[Line], place: int) -> str:
    """A message behind what asked for it, as far as may count with the next."""
    return f"{' '.join(_asked(lines, place))}: {lines[place][1]}"[-_NEAR:]


def _found(lead: str, text: str) -> Iterator[Entity]:
    whole = lead + text
    for entity in (*national_numbers(whole), *accounts(whole)):
        if entity.kind in _KINDS and entity.start >= len(lead):
            yield Entity(entity.kind, entity.start - len(lead), entity.end - len(lead), _SCORE)
    for one in written(whole):
        for entity in (*national_numbers(one.text), *accounts(one.text)):
            start, end = one.origin(entity.start, entity.end)
            if entity.kind in _KINDS and start >= len(lead):
                yield Entity(entity.kind, start - len(lead), end - len(lead), _SCORE)
