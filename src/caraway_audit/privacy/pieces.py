"""Card and account numbers that come in pieces, over two to five messages: "4539 1488", "0343 6467"; also dictated ones."""

import re
from collections.abc import Iterator, Sequence

from caraway_audit.privacy.checksums import is_card, is_iban
from caraway_audit.privacy.formats import OTHER_NUMBER, Entity, Line
from caraway_audit.privacy.spoken import written

SHORT = 80
"""A piece of a number, or a bare answer, stands in a short message."""

_LEAD = (
    r"^\W{0,3}(?:(?:and|then|the|rest|remaining|is|it|its|next|last|second|third|other|half|part|ending|digits|numbers|four|sure|"
    r"ok|okay|yes)\W{1,3}){0,6}"
)
_END = re.compile(r"(?<![^\W_])(?P<value>\d(?:[ .-]?\d){2,15})[\s.,…-]*(?:(?:there|ok|okay|right|yeah)\W*)?$", re.IGNORECASE)
_START = re.compile(_LEAD + r"(?P<value>\d(?:[ .-]?\d){2,15})(?![^\W_])", re.IGNORECASE)
_PHONE = re.compile(r"\b(?:phone|mobile|cell|number to (?:ring|call|reach)|(?:call|ring|reach) (?:me|you))\b", re.IGNORECASE)
_FEWEST_OF_PHONE, _MOST_OF_PHONE = 10, 13
_START_OF_CARD = re.compile(r"^\D{0,40}?(?<![^\W_])(?P<value>\d(?:[ .-]?\d){2,15})(?![^\W_])")
_IBAN_END = re.compile(r"(?<![^\W_])(?P<value>[A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]){2,26})[\s.,…-]*$")
_IBAN_START = re.compile(_LEAD + r"(?P<value>[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){3,26})(?![^\W_])", re.IGNORECASE)
_CARD = re.compile(r"\b(?:card|visa|mastercard|amex|long number|16 digits?|sixteen digits?)\b", re.IGNORECASE)
_MOST_PIECES = 5
_Piece = tuple[int, re.Match[str]]
"""The message in which a piece stands, and where."""


def _written_pieces(lines: Sequence[Line], short: Sequence[int]) -> Iterator[tuple[int, Entity]]:
    """The pieces of split numbers: masked, and of the number's own kind where it is whole.

    Sixteen random digits in two pieces of whole groups of four pass in one case in fifty; a piece has to end its message and
    the next to begin one of the same writer, so that hardly any two numbers meet this way.
    """
    done: set[int] = set()
    for first in short:
        if first in done or not (end := _IBAN_END.search(lines[first][1]) or _END.search(lines[first][1])):
            continue
        parts = [(first, end)]
        while len(parts) < _MOST_PIECES and (following := _following(lines, parts[-1])) is not None:
            text = lines[following][1]
            start = _START.match(text) or (_IBAN_START.match(text) if end.re is _IBAN_END else None)
            if start is None and _spoke_of_card(lines, first):
                start = _START_OF_CARD.match(text)
            if start is None:
                break
            parts.append((following, start))
            if kind := _whole(
                [match["value"] for _, match in parts], _spoke_of_card(lines, first), _spoke_of_phone(lines, first)
            ):
                done |= {place for place, _ in parts}
                for place, match in parts[:-1]:
                    yield place, Entity(OTHER_NUMBER, *match.span("value"), 0.99)
                for piece in parts:
                    yield from _said_again(lines, piece)
                yield following, Entity(kind, *start.span("value"), 0.99)
                break
            if not _END.search(text):
                break


def pieces(lines: Sequence[Line], short: Sequence[int]) -> Iterator[tuple[int, Entity]]:
    """The pieces of split numbers in `short` messages, written or dictated ("two four three nine, seven five seven four")."""
    yield from _written_pieces(lines, short)
    heard = {place: list(written(lines[place][1])) for place in short}
    for variant in (0, -1):
        read = {place: found[variant] for place, found in heard.items() if found}
        said = (
            [(writer, read[place].text if place in read else text) for place, (writer, text) in enumerate(lines)]
            if read
            else []
        )
        for place, entity in _written_pieces(said, short) if said else ():
            start, end = read[place].origin(entity.start, entity.end) if place in read else (entity.start, entity.end)
            yield place, Entity(entity.kind, start, end, entity.score)


def halves(lines: Sequence[Line]) -> Iterator[tuple[int, Entity]]:
    """A card whose writer says that it comes in halves, with whatever lies between: "I give you the first half here, the second
    in another mail: 4921 8306". The second piece has to make a card of it."""
    for first, (writer, text) in enumerate(lines):
        if not _IN_HALVES.search(text) or not any(_CARD.search(said) for who, said in lines[: first + 1] if who == writer):
            continue
        for one in _HALF.finditer(text):
            later = (
                (place, said)
                for place, (who, said) in enumerate(lines[: _HALVES_APART + first])
                if place > first and who == writer
            )
            found = ((place, other) for place, said in later for other in _HALF.finditer(said))
            for place, other in found:
                if _whole([one["value"], other["value"]], spoke_of_card=True) == "CREDIT_CARD":
                    yield first, Entity(OTHER_NUMBER, *one.span("value"), 0.99)
                    yield place, Entity("CREDIT_CARD", *other.span("value"), 0.99)
                    break


_IN_HALVES = re.compile(
    r"\b(?:first|one|1st) (?:half|part|eight|8|bit)\b|\bin (?:two|2) (?:halves|parts|bits|goes|mails|messages)\b"
    r"|\b(?:second|other|2nd) (?:half|part)\b|\bthe rest\b[^.!?\n]{0,40}\b(?:next|another|separate|other)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?<![\w.,-])(?P<value>\d(?:[ -]?\d){3,11})(?![\w-]|[.,]\d)")
_HALVES_APART = 8
"""Messages within which the other half comes."""


def _following(lines: Sequence[Line], piece: _Piece) -> int | None:
    """The next message of the same writer, where at most a word without other digits of somebody else ("go on", "got 4517,
    next?") lies between."""
    place = piece[0]
    writer = lines[place][0]
    for other in range(place + 1, min(place + 3, len(lines))):
        if lines[other][0] == writer:
            return other
        told = "".join(filter(str.isdigit, lines[other][1]))
        if (told and told != _digits(piece)) or len(lines[other][1]) > SHORT:
            return None
    return None


def _said_again(lines: Sequence[Line], piece: _Piece) -> Iterator[tuple[int, Entity]]:
    """Where somebody else says a piece again right behind it."""
    behind = piece[0] + 1
    if behind < len(lines) and lines[behind][0] != lines[piece[0]][0]:
        text = lines[behind][1]
        places = [place for place, character in enumerate(text) if character.isdigit()]
        if places and "".join(text[place] for place in places) == _digits(piece):
            yield behind, Entity(OTHER_NUMBER, places[0], places[-1] + 1, 0.99)


def _digits(piece: _Piece) -> str:
    return "".join(filter(str.isdigit, piece[1]["value"]))


def _spoke_of_card(lines: Sequence[Line], place: int) -> bool:
    return any(_CARD.search(text) for _, text in lines[max(0, place - 1) : place + 1])


def _spoke_of_phone(lines: Sequence[Line], place: int) -> bool:
    return any(_PHONE.search(text) for _, text in lines[max(0, place - 1) : place + 1])


def _whole(pieces: Sequence[str], spoke_of_card: bool, spoke_of_phone: bool = False) -> str:
    """What the pieces make together, or ""."""
    joined = ["".join(filter(str.isalnum, piece)) for piece in pieces]
    number = "".join(joined)
    if number.isdigit() and number.isascii():
        if spoke_of_phone and number.startswith("0") and _FEWEST_OF_PHONE <= len(number) <= _MOST_OF_PHONE:
            return OTHER_NUMBER
        in_fours = len(number) == 16 and all(len(piece) % 4 == 0 for piece in joined)
        return "CREDIT_CARD" if (in_fours or spoke_of_card) and len(number) >= 15 and is_card(number) else ""
    return "IBAN_CODE" if number.isascii() and is_iban(number) else ""
