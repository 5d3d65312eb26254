"""Tells a mail's own words from what it quotes and from its signature, line by line.

Charging an agent with a client's words is the worst that a reader can do, and eating an agent's own answer is next. So a
line is only taken for a quotation where a marker says so; an introduction ("On … wrote:") must look like one by its
date or address; and where nothing of the author's own would be left, what follows an introduction is kept.
"""

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from itertools import takewhile

_LANGUAGE_VERBS = (
    "wrote", "writes", "schrieb", "a écrit", "escribió", "ha scritto", "schreef", "geschreven", "escreveu", "skrev",
    r"napisał(?:\(a\))?", "написала?", "пише", "пишет", "kirjoitti", r"napsal(?:\(a\))?", "ezt írta", "yazdı",
    "a scris", "έγραψε",
)  # fmt: skip
_VERB = rf"(?<!\w)(?:{'|'.join(_LANGUAGE_VERBS)})(?!\w)"
_ADDRESS = r"<[^<>\s]+@[^<>\s]+>?|\(\S+@\S+\)"
_DATED = re.compile(rf"(?:19|20)\d\d|\d{{1,2}}[:.h]\d\d|{_ADDRESS}")

# "On 3 March 2026 at 10:00, Ann Lee <ann@example.com> wrote:" and its cousins, the lines of a wrapped one joined.
_OPENING = r"[\W_]*(?:on|at|am|le|el|il|op|em|den|dnia|\d{1,4})\W"
_BEGINS = re.compile(rf"{_OPENING}.{{0,60}}\d", re.IGNORECASE)
_ADDRESSED = re.compile(_ADDRESS)
_DATE_FIRST = re.compile(rf"{_OPENING}.{{4,300}}?{_VERB}.{{0,120}}:\W*", re.IGNORECASE)
_NAME_FIRST = re.compile(rf".{{0,200}}(?:{_ADDRESS}).{{0,60}}{_VERB}.{{0,120}}:\W*", re.IGNORECASE)
_NO_VERB = re.compile(rf"\d{{4}}[-/]\d\d?[-/]\d\d?\b.{{0,120}}(?:{_ADDRESS})\W*", re.IGNORECASE)
_RULED = re.compile(rf"-{{2,}}\s*on\b.{{5,200}}{_VERB}\s*-{{2,}}\s*", re.IGNORECASE)
# "Ann wrote:" alone proves nothing: only with quoted lines below it.
_QUOTING = re.compile(rf"quoting\s.{{0,100}}(?:{_ADDRESS})\W*:\s*", re.IGNORECASE)
_BARE = re.compile(rf".{{1,80}}{_VERB}.{{0,60}}:\s*", re.IGNORECASE)
_WRAPPED = 4

_FORWARDS = (
    "original message", "original appointment", "forwarded message", "ursprüngliche nachricht", "weitergeleitete nachricht",
    "message d'origine", "message original", "message transféré", "mensaje original", "mensaje reenviado",
    "mensagem original", "messaggio originale", "messaggio inoltrato", "oorspronkelijk bericht", "doorgestuurd bericht",
)  # fmt: skip
_FORWARD = re.compile(
    rf"[\s*_]*-{{2,}}\s*(?:{'|'.join(_FORWARDS)}).{{0,60}}?-{{2,}}[\s*_]*"
    r"|\s*(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht)\s*:\s*",
    re.IGNORECASE,
)
# Some programs write all that follows on the same line.
_FORWARD_INLINE = re.compile(rf"\s?-{{2,}}\s?(?:{'|'.join(_FORWARDS)})\s?-{{2,}}\s?(?:from|von|de|da|van)\s?:", re.IGNORECASE)
# Of help desks, the "##- … -##" in any language.
_REPLY_ABOVE = re.compile(
    r"\s*##-.{1,120}-##\s*"
    r"|[\W_]*(?:please\s+|to\s+\w+,?\s+)?(?:(?:type|write|enter)\s+(?:your\s+)?)?(?:reply\s+|response\s+)?"
    r"above\s+this\s+line(?:\s+to\s+(?:reply|respond|answer|add|post|comment)\b.{0,40})?[\W_]*"
    r"|[\W_]*(?:bitte\s+)?(?:geben|schreiben|antworten) sie .{0,30}(?:oberhalb|über) (?:von )?dieser (?:zeile|linie).{0,20}",
    re.IGNORECASE,
)
_LABELS = {
    "from": "from|von|de|da|van|från|fra|od|от",
    "sent": "sent|gesendet|envoyé|enviado|enviada|inviato|verzonden|skickat|sendt",
    "date": "date|datum|fecha|data",
    "to": "to|an|à|a|para|aan|till|til",
    "subject": "subject|betreff|objet|asunto|oggetto|onderwerp|ämne|emne|assunto",
    "other": "cc|bcc|reply-to|kopie|importance",
}
_LABEL = re.compile(
    r"[\s*_]*(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items()) + r")\s?[*_]*\s?:(?!//)",
    re.IGNORECASE,
)
_LONGEST_BLOCK = 14

_DELIMITER = re.compile(r"--\s?")
_LONGEST_SIGNATURE = 20
# What programs and lists put below a mail. "Sent by post on Monday" is a person's.
_FOOTER = re.compile(
    r"\W*(?:sent from (?:my|outlook|\W?mail|mailbox|yahoo|windows|samsung|gmail|proton\w*)\b"
    r"|get \W?outlook for\b|sent (?:with airmail|via (?:mobile|the samsung))\b|sent by galaxy\b"
    r"|envoyé (?:de|depuis) mon\b|(?:diese (?:nachricht|e-?mail) wurde )?von mein\w+ .{2,60} gesendet"
    r"|gesendet von (?:meine\w|mail|outlook)\b|enviado (?:desde|do) m(?:i|eu)\b|verzonden (?:met blackberry|vanaf mijn)\b"
    r"|verstuurd vanaf mijn\b|inviato da(?:l mio)? (?:iphone|ipad|outlook|android)\b"
    r"|從我的 \w+ 傳送|ᐧ|to unsubscribe, e-?mail:|for additional commands, e-?mail:).{0,80}"
    r"|\W*sent from (?:a |an )?(?:mobile|phone)(?: (?:device|phone))?\W*",
    re.IGNORECASE,
)
# What lists put below a ruled line.
_RULED_OFF = re.compile(r"\s*([-_=*])\1{9,}\s*")
_LIST_FOOTER = re.compile(
    r"^[\s>]*\S+ mailing list(?: -- \S+)?\s*$|/listinfo/|/userslist\.html|^\W*to unsubscribe\b.{0,80}[:@]", re.IGNORECASE
)
_LINK = re.compile(r"\S@\S|://")
_FOOTER_LINES = 8
# The lawyers' paragraph: it says that something is confidential, and what a wrong reader must do.
_CONFIDENTIAL = re.compile(
    r"\b(?:confidential|privileged|vertraulich|confidentiel|confidencial|riservat|vertrouwelijk)", re.IGNORECASE
)
_WRONG_READER = re.compile(
    r"\b(?:intended|named) (?:solely |only |exclusively )?(?:recipient|addressee|for\b)"
    r"|\breceived (?:this|it) .{0,30}\b(?:error|mistake)\b"
    r"|\bstrictly prohibited\b|\birrtümlich erhalten\b|\bnicht der richtige (?:adressat|empfänger)|\bpar erreur\b|\bpor error\b"
    r"|\bper errore\b|\btoegezonden|\bten onrechte\b",
    re.IGNORECASE,
)
_DISCLAIMER_LINES = 40
# Rows of a hexadecimal dump: numbers in there are nobody's phone.
_DUMP = re.compile(r"\s*[0-9a-f]{4,16}\s?[-:]?\s{1,3}[0-9a-f]{2,4}(?:[ -]{1,2}[0-9a-f]{2,4}){7,31}\s.*", re.IGNORECASE)
_DUMP_END = re.compile(r"\s*[0-9a-f]{4,16}\s?[-:]?\s{1,3}[0-9a-f]{2,4}(?:[ -]{1,2}[0-9a-f]{2,4}){0,31}\s.*", re.IGNORECASE)
_SCRUBBED = re.compile(r"\s*-{2,}\s*next part\s*-{2,}\s*", re.IGNORECASE)
# A signed mail: what stands above its text, and the signature below.
_ARMOUR = re.compile(r"-----(BEGIN|END) PGP (SIGNED MESSAGE|SIGNATURE|MESSAGE|PUBLIC KEY BLOCK)-----\s*")
_ARMOUR_LINES = 400
_RULE = re.compile(r"[\s\-_=*~#+]*")
_WORD = re.compile(r"[^\W_]")
_COMMON_WORDS = 8  # a shorter paragraph ("Thank you for your help.") may well be written twice
_NOBODYS = frozenset((hash(()),))
_LOOKED_AT = 50_000  # so many letters of an earlier mail
# What every marker has one of; most lines have none.
_MARKS = re.compile(r"[:：@\d]|--|##-|\babove\b|\boberhalb\b", re.IGNORECASE)


class _Part(Enum):
    OWN = "own"
    QUOTED = "quoted"
    SIGNATURE = "signature"


def split_quotation(text: str, earlier: Sequence[str] = ()) -> tuple[str, str, str]:
    """The author's own words, what is quoted, and the signature (what follows a "-- " line); no word is lost.

    `earlier` are messages of others that came before: a paragraph that stands in one of them is a quotation, marked or not.
    The own words are empty only where the mail has none (quoted lines only, or a forward without a comment).
    """
    lines = text.split("\n")
    parts = _Splitter(lines).parts()
    _mark_repeats(lines, parts, earlier)

    def of(wanted: _Part) -> str:
        return "\n".join(line for line, part in zip(lines, parts, strict=True) if part is wanted).strip("\n")

    return of(_Part.OWN), of(_Part.QUOTED), of(_Part.SIGNATURE)


class _Splitter:
    """Goes down the lines once and says of each whose it is."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._parts: list[_Part] = []
        self._said = False  # whether the author has said anything yet

    def parts(self) -> list[_Part]:
        """The part that each line belongs to."""
        here = _Part.OWN
        while (at := len(self._parts)) < len(self._lines):
            line = self._lines[at]
            if line.lstrip().startswith(">"):
                self._take(1, _Part.QUOTED)
                here = _Part.OWN
                continue
            size, runs_on = self._marker(at)
            if size:
                self._quote_rules_above()
                self._take(size, _Part.QUOTED)
                here = _Part.OWN
                if runs_on and not self._quotes_next(at + size):
                    self._take(len(self._lines), _Part.QUOTED)
                continue
            if size := self._machine_lines(at):
                self._take(size, _Part.SIGNATURE)
                continue
            if self._said and self._opens_signature(at):
                here = _Part.SIGNATURE
            footer = self._said and len(line) < 160 and _FOOTER.fullmatch(line.strip())
            self._take(1, _Part.SIGNATURE if footer else here)
            self._said = self._said or bool(_WORD.search(line))
        return self._parts

    def _take(self, count: int, part: _Part) -> None:
        self._parts += [part] * min(count, len(self._lines) - len(self._parts))

    def _marker(self, at: int) -> tuple[int, bool]:
        """How many lines the marker at a line has (0: none), and whether all that follows it is quoted."""
        line = self._lines[at]
        if _FORWARD_INLINE.match(line):
            return 1, True
        if len(line) > 400 or not _MARKS.search(line):
            return 0, False
        if _REPLY_ABOVE.fullmatch(line):
            # On top of a notification the marker announces the message itself; only below an answer it ends one.
            return 1, self._said
        if _FORWARD.fullmatch(line):
            return 1, True
        block = self._header_block(at)
        return (block, True) if block else self._introduction(at)

    def _introduction(self, at: int) -> tuple[int, bool]:
        """An "On … wrote:", wrapped or not. Before the author has said a word, only marked lines below it are quoted."""
        joined = ""
        first = self._lines[at]
        begins = _BEGINS.match(first)
        if not begins and "@" not in first and not first.rstrip("*_ ").endswith(":"):
            return 0, False
        for size in range(1, _WRAPPED + 1):
            line = self._lines[at + size - 1] if at + size <= len(self._lines) else ""
            if not line.strip() or line.lstrip().startswith(">"):
                break
            if size > 1 and _BEGINS.match(line):
                break  # the introduction begins here, and what stands above it is the author's
            joined = f"{joined} {line.strip()}".strip()
            if len(joined) > 400:
                break
            if _NO_VERB.fullmatch(joined) or _RULED.fullmatch(joined) or _QUOTING.fullmatch(joined):
                return size, self._said
            if not joined.rstrip("*_ ").endswith(":"):
                continue
            dated = (begins and _DATE_FIRST.fullmatch(joined)) or (_ADDRESSED.search(first) and _NAME_FIRST.fullmatch(joined))
            if dated and _DATED.search(joined):
                return size, self._said
            bare = size == 1 and (_DATE_FIRST.fullmatch(joined) or _BARE.fullmatch(joined))
            if (dated or bare) and self._quotes_next(at + size):
                return size, False
        return 0, False

    def _header_block(self, at: int) -> int:
        """The lines of an Outlook header block: a sender, a subject or a "sent", and a third label at least.

        "From", "To" and "Date" alone are also how a client writes down a journey.
        """
        if not _LABEL.match(self._lines[at]):
            return 0
        kinds: set[str | None] = set()
        size = 0
        for line in self._lines[at : at + _LONGEST_BLOCK]:
            if not line.strip():
                break
            label = _LABEL.match(line)
            if label:
                kinds.add(label.lastgroup)
            size += 1
            if not label and len(kinds) >= 3:
                size -= 1  # prose that follows without a blank line
                break
        whole = "from" in kinds and kinds & {"sent", "subject"} and len(kinds - {"other"}) >= 3
        return size if whole else 0

    def _machine_lines(self, at: int) -> int:
        """The lines from here on that a list, an archive or a signing program has put around the mail (0: none)."""
        line = self._lines[at]
        begins = not at or _RULE.fullmatch(self._lines[at - 1])
        if self._said and begins and (size := self._disclaimer(at)):
            return size
        if not line.lstrip().startswith(("-", "_", "=", "*")):
            return self._dump(at) if _DUMP.match(line) else 0
        if armour := _ARMOUR.fullmatch(line):
            return self._armour(at, *armour.groups())
        below = self._lines[at + 1 : at + 1 + _FOOTER_LINES]
        block = next((size for size, each in enumerate(below) if not each.strip()), len(below))
        if _SCRUBBED.fullmatch(line):
            return 1 + block
        below = below[:block]
        of_list = _RULED_OFF.fullmatch(line) and any(map(_LIST_FOOTER.search, below)) and any(map(_LINK.search, below))
        return 1 + block if of_list else 0

    def _armour(self, at: int, edge: str, kind: str) -> int:
        """The lines of a PGP block, or of the head of a signed text."""
        if edge == "END":
            return 1
        for size, line in enumerate(self._lines[at : at + _ARMOUR_LINES]):
            if (kind == "SIGNED MESSAGE" and not line.strip()) or line.startswith(f"-----END PGP {kind}"):
                return size + 1
        return 1

    def _disclaimer(self, at: int) -> int:
        """The lines of a paragraph that tells a wrong reader what to do."""
        paragraph = list(takewhile(str.strip, self._lines[at : at + _DISCLAIMER_LINES]))
        joined = " ".join(paragraph)[:4000]
        return len(paragraph) if _CONFIDENTIAL.search(joined) and _WRONG_READER.search(joined) else 0

    def _dump(self, at: int) -> int:
        """The rows of a dump; one alone proves nothing."""
        size = 1
        while at + size < len(self._lines) and _DUMP.match(self._lines[at + size]):
            size += 1
        if size == 1:
            return 0
        return size + (at + size < len(self._lines) and bool(_DUMP_END.match(self._lines[at + size])))

    def _opens_signature(self, at: int) -> bool:
        """A line "-- ", or a bare "--" with no more below it than a signature has."""
        line = self._lines[at].rstrip("\r")
        if not _DELIMITER.fullmatch(line):
            return False
        below = 0
        for place in range(at + 1, len(self._lines)):
            if line == "-- " or below > _LONGEST_SIGNATURE:
                break
            if self._lines[place].lstrip().startswith(">") or self._marker(place)[0]:
                break
            below += bool(self._lines[place].strip())
        return below <= _LONGEST_SIGNATURE

    def _quotes_next(self, at: int) -> bool:
        """Whether the next line that says anything is a quoted one."""
        following = next((line for line in self._lines[at : at + 8] if line.strip()), "")
        return following.lstrip().startswith(">")

    def _quote_rules_above(self) -> None:
        """A ruled line right above a marker belongs to it."""
        at = len(self._parts) - 1
        while at >= 0 and self._parts[at] is _Part.OWN and _RULE.fullmatch(self._lines[at]):
            self._parts[at] = _Part.QUOTED
            at -= 1


def _mark_repeats(lines: list[str], parts: list[_Part], earlier: Sequence[str]) -> None:
    """Mark own paragraphs that stand in an earlier message as quoted, unless nothing else would be left.

    So is the rest of a quoted line that a program has broken in two, with the mark on the first half alone.
    """
    if not earlier:
        return
    paragraphs: list[list[int]] = [[]]
    for at, (line, part) in enumerate(zip(lines, parts, strict=True)):
        if part is not _Part.OWN or not line.strip():
            paragraphs.append([])
        else:
            paragraphs[-1].append(at)
            if at and lines[at - 1].lstrip().startswith(">"):
                paragraphs.append([])
    own = [paragraph for paragraph in paragraphs if paragraph]
    repeats = [paragraph for paragraph in own if any(map(_windows(lines, paragraph).issubset, map(_said, earlier)))]
    if len(repeats) < len(own):
        for paragraph in repeats:
            for at in paragraph:
                parts[at] = _Part.QUOTED


def _windows(lines: list[str], paragraph: list[int]) -> frozenset[int]:
    """Every run of so many words in a paragraph; a paragraph with too few has one that nobody has said."""
    before = lines[paragraph[0] - 1] if paragraph[0] else ""
    words = _words("\n".join(lines[at] for at in paragraph))
    if before.lstrip().startswith(">"):
        words = [*_words(before)[1 - _COMMON_WORDS :], *words]
    return _runs(words) or _NOBODYS


def _runs(words: list[str]) -> frozenset[int]:
    return frozenset(map(hash, zip(*(words[at:] for at in range(_COMMON_WORDS)), strict=False)))


@lru_cache(maxsize=64)
def _said(text: str) -> frozenset[int]:
    """Every run of so many words in a text, quoted or not."""
    return _runs(_words(text[:_LOOKED_AT]))


def _words(text: str) -> list[str]:
    return text.replace("\n>", "\n").lstrip("> ").casefold().split()
