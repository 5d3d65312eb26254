"""Our own matchers for the kinds of personal value that matter most in service chat: cards, accounts, e-mail, phones.

Each is a shape plus what makes it sure: a checksum and an issuer (or a country's length) for cards and accounts; an
international prefix, a valid national number, a telephone's way of grouping or a word beside it for phones. Numbers that say
of themselves that they are an order, a tracking number or an invoice are none of them.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from caraway_audit.privacy.checksums import IBAN_LENGTHS, is_card, is_iban
from caraway_audit.privacy.providers import PRIVATE_HOSTS

if TYPE_CHECKING:
    import phonenumbers


class Entity(NamedTuple):
    """A personal value in a text: kind (presidio's names), code points, score in [0, 1]."""

    kind: str
    start: int
    end: int
    score: float

    def overlaps(self, other: "Entity") -> bool:
        """Whether the two share a place of the text."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Entity") -> bool:
        """Whether the other lies within."""
        return self.start <= other.start and other.end <= self.end


Line = tuple[str, str]
"""Who wrote a message, and its text."""


_SEPARATOR = r"[\s\u200b-\u200d\u2060\ufeff.,_/\-\u2010-\u2015\u2212\u00b7\u2022\u2219\u3164()\[\]<>*|:'’\"“”=&!+]"
_DIGIT_RUN = re.compile(rf"(?<!\d)\d(?:{_SEPARATOR}{{0,3}}\d){{12,}}")
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
_TIMES = re.compile(rf"(?<![\d:]){_CLOCK}(?:[^\d:]{{1,3}}{_CLOCK}){{2,}}(?![\d:])")
"""Times of day in a row: "23:50, 01:10, 02:05, 04:40"."""
_MOMENT = re.compile(  # of a log: its digits pass the checks of a card once in a thousand
    r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ]"
    r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?!\d)"
)
_NETWORK_ADDRESS = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])")
_DIGITS = re.compile(r"\d+")
_EMAIL = re.compile(r"[\w.%+'&=-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:xn--[a-z0-9-]{2,30}|[^\W\d_]{2,24})")
_PHONE = re.compile(  # not from the seconds of a clock on: fractions and a year may follow them
    r"(?<![^\W_])(?<!\d[.,@#/-])(?!(?<=\d:)\d\d(?!\d))(?:\+\s?|"
    r"00)?(?:\(\d{1,5}\)|\d)[\d\s().\u2010-\u2015\u2212/-]{5,}\d(?!\d|@|[.,:]\d)"
)
_PHONE_WORDS = re.compile(
    r"\b(?:call|ring|phone|mobile|cell|cellphone|tel|telephone|text|sms|whatsapp|dial|reach|landline|handy|contact|number|"
    r"no|nr|fax|me|on|at|her|his|him|them|signal|line)\W{0,3}(?:\w+\W{1,3}){0,2}$",
    re.IGNORECASE,
)
_OTHER_NUMBER_BEFORE = re.compile(
    r"\b(?:order|orders|tracking|track|parcel|shipment|consignment|invoice|ref|reference|case|ticket|booking|account|acct|"
    r"serial|imei|isbn|policy|claim|contract|article|item|sku|model|part|batch|lot|meter|card|"
    r"iban|vat|tax|cvr|hrb|siret|abn|reg|registration|company|id|ssn|passport|"
    r"licence|license|code|pin|barcode|ean|upc|transaction|"
    r"confirmation|job|voucher|thread|process|[pt]id|uid|session|request|trace|build|epoch|unix|timestamp)"
    r"\W{0,3}(?:(?:number|no|nr|id|code|is|was|nº)\W{0,3}){0,3}(?-i:(?!TEL |MOB |CELL |FAX |PH )[A-Z]{2,4} )?$",
    re.IGNORECASE,
)
_NAMED_OTHERWISE = re.compile(
    r"\b(?:order|orders|tracking|track|parcel|shipment|consignment|invoice|bill|ref|reference|case|ticket|booking|reservation|"
    r"serial|imei|isbn|policy|claim|contract|article|item|sku|model|part|batch|lot|meter|vat|barcode|ean|upc|transaction|"
    r"mpan|mprn|msn|meter point|"
    r"confirmation|job|voucher|coupon|product|dpci|stock|catalog|catalogue|asset|quote|receipt|delivery)"
    r"\W{0,5}(?:(?:number|no|nr|id|code|is|was|nº)\W{0,4}){0,3}$",
    re.IGNORECASE,
)
_GROUPED = re.compile(
    r"""(?:\(\d{2,5}\)[ .-]?\d{3,4}[ .-]?\d{3,4}      # (020) 7946 0018, (202) 555-0123
        | 0\d{2,4}[ .\-/]\d{3,4}[ .-]?\d{3,4}         # 0161 496 0012
        | 0\d{3,4}[ .\-/]?\d{3}[ .-]?\d{3}            # 07700 900123
        | 0\d{1,3}(?:[ .]\d{2}){3,4}                  # 06 12 34 56 78
        | [2-9]\d{2}[ .-]\d{3}[ .-]\d{4}              # 202-555-0123
        | 1[ .-][2-9]\d{2}[ .-]\d{3}[ .-]\d{4}
        | 07\d{9} | 0[1-9]\d{8})$""",
    re.VERBOSE,
)
_SERVICE = re.compile(
    r"^(?:\+?44|0)?\s?(?:0?80[08]|0?84\d|0?87\d)|^(?:\+44 ?\(?0?\)? ?|0)3[0347]\d[ -]?\d{3}[ -]?\d{4"
    r"}$|^(?:\+?1[ .-]?)?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]|^0180|^00?800|^0800"
    r"|^1[38]00[ -]?\d{3}[ -]?\d{3}$|^13[ -]?\d\d[ -]?\d\d$"
)


def cards(text: str) -> Iterator[Entity]:
    """Full payment-card numbers, however they are separated, also with other numbers before or behind.

    A number that passes every check but says of itself that it is something else (a tracking number, letters glued to it) is
    an `OTHER_NUMBER`: masked all the same, and no finding. So are the digits left in the same run, if nothing else claims
    them: an expiry and a code, or what the card's number cut off another one.
    """
    for foreign in (_MOMENT, _TIMES, _NETWORK_ADDRESS):
        text = foreign.sub(lambda match: "x" * len(match.group()), text)
    speaks_of_cards: bool | None = None  # looked for once, where it matters
    for match in _DIGIT_RUN.finditer(text):
        groups = [group.span() for group in _DIGITS.finditer(text, match.start(), match.end())]
        amounts = [one.span() for one in _AMOUNTS.finditer(text, *match.span())] if "," in match.group() else []
        first, spare = 0, list[tuple[int, int]]()
        while first < len(groups):
            last, other = _card_end(text, groups, first)
            if last is None:
                spare.append(groups[first])
                first += 1
                continue
            start, end = groups[first][0], groups[last][1]
            other = other or _are_amounts(amounts, start, end)
            if not other and _is_part(text, groups, first, last):
                speaks_of_cards = bool(_CARD_WORD.search(text)) if speaks_of_cards is None else speaks_of_cards
                other = not speaks_of_cards
            yield Entity(OTHER_NUMBER if other or _names_itself(text, start, end) else "CREDIT_CARD", start, end, 1.0)
            if code := _CODE_BEHIND.match(text, end):
                yield Entity(OTHER_NUMBER, *code.span(1), SPARE)
            first = last + 1
        if len(spare) < len(groups):
            yield from (Entity(OTHER_NUMBER, *group, SPARE) for group in spare)
    for match in _IN_PARTS.finditer(text):
        digits = _ascii("".join(filter(str.isdigit, match[1] + match[2])))
        if len(digits) in _LENGTHS[:2] and is_card(digits) and not _DIGIT_RUN.search(match.group()):
            yield Entity("CREDIT_CARD", match.start(1), match.end(2), 1.0)


_JOINS = (
    "and|then|second|other|last|the|my|its?|it|that|is|are|with|in|by|on|sorry|oops|well|so|four|4|digits?|numbers?|part|"
    "followed"
)
_IN_PARTS = re.compile(  # "first half 45398093 and second half 32667050", "453960620749... sorry, it ends 0190"
    r"(?<![\d.,/-])(\d(?:[ .-]?\d){3,13})(?=[^\d]{2,60}\d)[\s.,;:…-]{1,6}"
    rf"(?:(?:{_JOINS})[\s.,;:'’…-]{{1,4}}){{0,6}}"
    r"(?:half|part|rest|remainder|ends?|ending|ended|finish(?:es|ing)?|followed|last (?:four|4)|then)"
    r"(?: (?:is|are|with|in|by|of it|digits?))*[\s.,;:…-]{1,4}(\d(?:[ .-]?\d){2,10})(?![\d-]|[.,/]\d)",
    re.IGNORECASE,
)
"""A number that somebody says in two parts, with words between that say so."""


OTHER_NUMBER = "OTHER_NUMBER"
"""A number that might be personal: masked, never a finding."""

SPARE = 0.1
"""The score of digits beside a card: whatever else they may be goes before."""


def _card_end(text: str, groups: Sequence[tuple[int, int]], first: int) -> tuple[int | None, bool]:
    """The last group of a card number that begins with group `first` (of several the commonest length: 16, then 15), and
    whether more digits are glued to it (expiry and security code, mostly)."""
    ends: list[tuple[int, int]] = []
    digits = ""
    for last in range(first, len(groups)):
        start, end = groups[last]
        if len(digits) + end - start > 19:
            glued = last == first and any(is_card(_ascii(text[start : start + length])) for length in (16, 15))
            if glued:
                return first, True
            break
        digits += _ascii(text[start:end])
        if is_card(digits):
            ends.append((_LENGTHS.index(len(digits)), last))
    return (min(ends)[1], False) if ends else (None, False)


def _is_part(text: str, groups: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    """Whether four groups of four go on with a fifth, as the token of a meter does; "0927" behind a card is its expiry."""
    fours = last - first == 3 and all(end - start == 4 for start, end in groups[first : last + 1])
    behind = [_ascii(text[start:end]) for start, end in groups[last + 1 : last + 2]]
    longer = any(len(one) == 4 and not 1 <= int(one[:2]) <= 12 for one in behind)
    return fours and longer


_AMOUNTS = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?:[^\d,]{1,3}\d{1,3}(?:,\d{3})+)*(?!,?\d)")


def _are_amounts(amounts: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether digits are those of sums with their thousands marked, in order: "12,500 + 15,000 + 15,000 + 12,500"."""
    before = bisect_right(amounts, (start, sys.maxsize)) - 1
    return before >= 0 and end <= amounts[before][1]


def _ascii(digits: str) -> str:
    """Digits of any script as ASCII."""
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


_CODE_BEHIND = re.compile(  # "5425 2334 3010 9903 and 331", and no "and 200 pounds"
    r"[\s,;.]{1,3}(?:and|then|plus|with|&|code)[\s:]{1,2}(?:the |its? |code )?(\d{3,4})(?![\d%/-]|[.,:]\d"
    r"| ?(?:pounds?|quid|euros?|dollars?|usd|eur|gbp|p|days?|hours?|min|items?|more|others?|points?|people|times|pieces?|pcs|"
    r"kg|km|m|miles|left)\b)",
    re.IGNORECASE,
)
_LENGTHS = (16, 15, 14, 13, 19, 18, 17)


def _names_itself(text: str, start: int, end: int) -> bool:
    """Whether the words before a number, or letters that it is glued to, say that it is no card."""
    before = text[max(0, start - 40) : start]
    glued = _LETTERS_BEHIND.search(before)
    if glued and glued.group().lower() not in _CARD_WORDS:
        return True
    after = text[end : end + 1]
    barcode = sum(map(str.isdigit, text[start:end])) == 13  # cards so short are no longer issued, barcodes are
    if _NO_CARD.search(before) or ((barcode or names_itself_otherwise(text, start, end)) and not _CARD_WORD.search(text)):
        return True
    return not glued and after.isalpha() and not text[end:].lower().startswith(("exp", "cv", "valid"))


_LETTERS_BEHIND = re.compile(r"[^\W\d_]+\Z")  # and no line end
_CARD_WORDS = frozenset({"visa", "mastercard", "mc", "amex", "card", "cc", "maestro", "discover", "diners", "jcb", "no", "nr"})
_CARD_WORD = re.compile(r"\b(?:card|visa|mastercard|amex|debit|credit|cvv|cvc|exp|expiry)\b", re.IGNORECASE)
_NO_CARD = re.compile(
    r"\b(?:tracking|imei|isbn|serial|shipment|parcel|consignment)\W{0,3}(?:(?:number|no|nr|code|id|is)\W{1,3}){0,2}$",
    re.IGNORECASE,
)


_IBAN = re.compile(r"(?<![^\W_])([A-Za-z]{2})[\s.:/+-]{0,2}[0-9][\s.-]?[0-9]")
_IBAN_NEXT = re.compile(r"(?:[\s./_+-]{0,2}|[\])>]\s?[\[(<])([A-Za-z0-9])")
_IBAN_WORD = re.compile(r"\biban\W{0,3}(?:(?:number|no|nr|is)\W{1,3}){0,2}$", re.IGNORECASE)


def ibans(text: str) -> Iterator[Entity]:
    """Bank account numbers, however they are grouped. One with a slip in it is an `OTHER_NUMBER` where it is called an IBAN."""
    end = 0
    for match in _IBAN.finditer(text):
        length = IBAN_LENGTHS.get(match[1].upper(), 0)
        if not length or match.start() < end:
            continue
        is_named = bool(_IBAN_WORD.search(text[max(0, match.start() - 24) : match.start()]))
        if match[1].upper() == "NO" and not is_named and not text[match.start() + 2].isdigit():
            continue  # "order no. 28…" is none of Norway's
        characters = match[1] + "".join(character for character in match.group()[2:] if character.isdigit())
        place = match.end()
        while len(characters) < length and (following := _IBAN_NEXT.match(text, place)):
            characters += following[1]
            place = following.end()
        whole = len(characters) == length and not text[place : place + 1].isalnum()
        if sum(map(str.isdigit, characters)) * 2 < length:
            continue  # words
        if whole and is_iban(characters):
            end = place
            yield Entity("IBAN_CODE", match.start(), end, 1.0)
        elif is_named:
            end = place
            yield Entity(OTHER_NUMBER, match.start(), end, 1.0)


def names_itself_otherwise(text: str, start: int, end: int | None = None) -> bool:
    """Whether the words before a number (or behind it, up to `end`) say that it is an order, a parcel, an invoice: nobody's."""
    if _NAMED_OTHERWISE.search(text[max(0, start - 40) : start]):
        return True
    return end is not None and _NAMED_BEHIND.match(text, end) is not None


_NAMED_BEHIND = re.compile(
    r"\s+(?:is|was|as|=)\s+(?:the|my|our|your|a)?\s*(?:order|tracking|parcel|"
    r"shipment|consignment|invoice|ticket|booking|serial|imei|isbn|"
    r"policy|claim|contract|article|item|meter|barcode|transaction|confirmation|job|voucher|reference)\b",
    re.IGNORECASE,
)


def glued_numbers(text: str) -> Iterator[Entity]:
    """Account numbers within a word ("kontoDE89…danke"), and telephone numbers behind one: masked, never a finding."""
    for word in _LONG_WORD.finditer(text):
        for match in _COUNTRY.finditer(text, *word.span()):
            end = match.start() + IBAN_LENGTHS.get(match[1].upper(), 0)
            if match.start() < end <= word.end() and is_iban(text[match.start() : end].upper()):
                yield Entity(OTHER_NUMBER, match.start(), end, 0.9)
    for match in _GLUED_PHONE.finditer(text):
        yield Entity(OTHER_NUMBER, *match.span(1), 0.9)


_LONG_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{16,120}(?![A-Za-z0-9])")
_COUNTRY = re.compile(r"(?=([A-Za-z]{2})\d\d)")
_GLUED_PHONE = re.compile(
    r"(?:tel|phone|mobile|mob|cell|call|ring|fon|fax|sms|whatsapp|handy)(\+?\d{8,15})(?!\d)", re.IGNORECASE
)


def emails(text: str) -> Iterator[Entity]:
    """E-mail addresses by form, also within a link; no look-up of any kind."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Entity("EMAIL_ADDRESS", match.start(), match.end(), 1.0)
    if "%40" in text:
        for match in _QUOTED_EMAIL.finditer(text):
            yield Entity("EMAIL_ADDRESS", match.start(), match.end(), 1.0)


_QUOTED_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}%40(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,24}", re.IGNORECASE)


_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_NETWORK = re.compile(rf"(?<![\d.+(])(?:{_OCTET}\.){{3}}{_OCTET}(?:/\d{{1,2}})?(?!\d|\.\d)")
"""A network address, with the length of its prefix; a telephone number in four dotted groups begins with a zero."""


ROLE_MAILBOXES = frozenset(
    "abuse accounting accounts admin admissions alerts answers appointments askus billing booking bookings bounce care "
    "claims collections complaints compliance concierge contact contactus contracts credit crew customercare customers "
    "customerservice dataprotection delivery desk despatch dispatch disputes donations dpo dsar editor enquiries events "
    "feedback foi fraud front-desk frontdesk garage garden gardens gdpr hello help helpdesk hire hotel housekeeping hr info "
    "inquiries invoice invoices invoicing it jobs kitchen lab legal lettings library loans logistics lostproperty mail "
    "maintenance marketing media members membership news newsletter no-reply noreply notices notifications office "
    "operations ops orders parents parking parts payments payroll permits pharmacy phishing post postmaster press privacy "
    "quotes reception recruitment redaktion refunds registrar renewals rentals repairs report reports reservations "
    "retentions returns safeguarding safety sales salon scam scams schedule school secretary security service servicedesk "
    "services shipping shop spares spoof stores studio support surgery switchboard team tech tenants tickets tracking "
    "training transport updates verify visitors warehouse warranty webmaster welcome workshop".split()
)
"""Mailboxes of a function: nobody's personal address."""


def is_private_mailbox(address: str) -> bool:
    """Whether a mail address is one of a private provider, or says that it is private ("des.home@example.com")."""
    mailbox, _, domain = address.casefold().strip("<>().,;:!?").rpartition("@")
    return bool(mailbox) and (domain.startswith(PRIVATE_HOSTS) or bool(_PRIVATE.search(mailbox)))


_PRIVATE = re.compile(r"(?<![^\W\d_])(?:home|priv|privat|private|personal|perso)(?![^\W\d_])")


def phones(text: str, regions: Sequence[str], taken: Sequence[Entity] = ()) -> Iterator[Entity]:
    """Telephone numbers: `+` and country, a valid number of one of `regions`, a telephone's grouping, or a word beside."""
    if text.count(".") >= 3:
        text = _NETWORK.sub(lambda match: "@" * len(match.group()), text)
    if taken:
        characters = list(text)
        for entity in taken:
            characters[entity.start : entity.end] = "@" * (entity.end - entity.start)
        text = "".join(characters)
    for match in _PHONE.finditer(text):
        start, end = match.span()
        before = text[max(0, start - 40) : start]
        if _FIVE_FOURS.fullmatch(match.group()):
            yield Entity(OTHER_NUMBER, start, end, 0.5)
        elif (whole := _ended_by_mark(match.group(), regions)) and (score := _phone_score(whole, before, regions)):
            yield Entity("PHONE_NUMBER", start, start + len(whole), score)
            yield from _several(text, start + len(whole), end, regions)
        elif score := _phone_score(match.group(), before, regions):
            yield Entity("PHONE_NUMBER", start, end, score)
        elif not _OTHER_NUMBER_BEFORE.search(before):
            yield from _several(text, start, end, regions)
        elif _GROUPED.match(match.group()):  # "about my order: 07700 900123" might be either
            yield Entity(OTHER_NUMBER, start, end, 0.5)


def _ended_by_mark(written: str, regions: Sequence[str]) -> str:
    """The number before a line end or full stop where more digits follow than a number has: "+44 7911 482913.\\n(5 min)"."""
    marks = [match.start() for match in _END_OF_SENTENCE.finditer(written)]
    if not marks or _is_possible(written, regions):
        return ""
    return next((written[:end] for end in marks if _is_possible(written[:end], regions)), "")


_END_OF_SENTENCE = re.compile(r"\.?\s*\n|\.\s")
_FIVE_FOURS = re.compile(r"\d{4}(?:[ -]\d{4}){4,}")
"""Groups of a meter's token and its like: no telephone has so many."""


def _several(text: str, start: int, end: int, regions: Sequence[str]) -> Iterator[Entity]:
    """The numbers in a run that is none as a whole: from each group on, the longest stretch that is a phone number."""
    groups = [group.span() for group in re.finditer(r"\+?\(?\d+\)?", text[start:end])][:200]
    first = 0
    while first < len(groups):
        begin, digits = start + groups[first][0], 0
        found: tuple[int, float] | None = None
        for last in range(first, len(groups)):
            digits += groups[last][1] - groups[last][0]
            if digits > 17:
                break
            stop = start + groups[last][1]
            if score := _phone_score(text[begin:stop], text[max(0, begin - 40) : begin], regions):
                found = (last, score)
        if found is None:
            first += 1
        else:
            yield Entity("PHONE_NUMBER", begin, start + groups[found[0]][1], found[1])
            first = found[0] + 1


_FEWEST_ABROAD = 11
"""Digits of a number that is dialled abroad: two noughts, the country and a number there."""
_FILE_NUMBER = re.compile(r"(?<![\d+])(?:19|20)\d\d/\d|\d/(?:19|20)\d\d(?!\d)")
"""Of a court, the police, an office: with a year ("44/2026/118273")."""


def _phone_score(written: str, before: str, regions: Sequence[str]) -> float:
    """How sure a candidate is, 0 where it is none."""
    digits = "".join(filter(str.isdigit, written))
    if not 7 <= len(digits) <= 15 or digits.startswith("0000") or _looks_like_date(written) or _FILE_NUMBER.search(written):
        return 0.0
    if written.startswith("+"):
        return 0.95
    if _PREFIXED.search(before):  # "RF-2026-0033 8172 6640"
        return 0.0
    if _OTHER_NUMBER_BEFORE.search(before):
        return 0.0
    if written.startswith("00"):
        return 0.95 if len(digits) >= _FEWEST_ABROAD else 0.0
    if _GROUPED.match(re.sub(r"[\s\u2010-\u2015\u2212]", " ", written)):
        return 0.8
    if _RUN_OF_DATE.match(written) and not _NAMED_PHONE.search(before):
        return 0.0
    if _valid(written, regions):
        return 0.75
    plausible = 8 <= len(digits) <= _LONGEST and written[0] in "0(12346789" and not re.search(r"\d\.\d", written)
    return 0.6 if plausible and _PHONE_WORDS.search(before) else 0.0


_LONGEST = 13
"""Digits of a number that is written without `+` or `00`; a device's own number beside the word "phone" has 15."""


def is_service_number(written: str) -> bool:
    """Whether a phone number is a free or shared-cost service line: nobody's personal number."""
    return bool(_SERVICE.match(written.strip()))


def _valid(written: str, regions: Sequence[str]) -> bool:
    import phonenumbers

    return any(map(phonenumbers.is_valid_number, _parsed(written, regions)))


def _is_possible(written: str, regions: Sequence[str]) -> bool:
    """Whether a number is as long as those of its country are that are dialled from everywhere."""
    from phonenumbers import ValidationResult, is_possible_number_with_reason

    return any(is_possible_number_with_reason(one) == ValidationResult.IS_POSSIBLE for one in _parsed(written, regions))


def _parsed(written: str, regions: Sequence[str]) -> Iterator["phonenumbers.PhoneNumber"]:
    import phonenumbers

    for region in regions:
        with suppress(phonenumbers.NumberParseException):
            yield phonenumbers.parse(written, region)


_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:\s+\d{1,2}[:.]\d{2})?$|\d{4}[ -]\d{4}$|\d{1,2}[.:]\d{2}\s?-\s?\d{1,2}[.:]\d{2}$"
)


_PREFIXED = re.compile(r"\b[A-Z]{1,5}-(?:\d+-)*$")
_DAY, _MONTH, _YEAR = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])", r"(?:19|20)\d\d"
_RUN_OF_DATE = re.compile(rf"(?:{_DAY}{_MONTH}{_YEAR}|{_MONTH}{_DAY}{_YEAR}|{_YEAR}{_MONTH}{_DAY})(?!\d)")
"""A day without separators, which is also a valid telephone number of several countries."""
_NAMED_PHONE = re.compile(
    r"\b(?:call|ring|phone|mobile|cell|cellphone|tel|telephone|text|sms|whatsapp|dial|handy|fax|number)"
    r"\W{0,3}(?:(?:me|us|on|at|is|it's|no|number)\W{1,3}){0,2}$",
    re.IGNORECASE,
)


def _looks_like_date(written: str) -> bool:
    return bool(_DATE.match(written.strip("() ")))
