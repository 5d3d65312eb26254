"""Quoted text inside a message: what stands behind `>` or under "Original Message" belongs to whoever wrote it first.

Readers of mail set quotations apart. Chat and ticket exports leave them in the text, so what is quoted is blanked out, at its
full length, before anything is scanned: every offset still fits the original.
"""

import re

_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_WHEN = r"(?:On|Am|Le|El|Op|Il|Em|Den)\b"
_WROTE = r"(?:wrote|schrieb|a écrit|escribió|schreef|ha scritto|escreveu|skrev)"
_BY_WHOM = r"(?:[^\n<>]|<[^\n<>]{0,200}>){4,160}"
_TO_THE_MINUTE = r"(?=[^\n]*(?:<[^\n<>]*@|\b(?:19|20)\d\d\b[^\n]*\d[:.h]\d\d))"
_INTRO = re.compile(
    rf"^[ \t]*{_WHEN}{_BY_WHOM}\n?[^\n<>]{{0,40}}{_WROTE}[^\n>]{{0,60}}:[ \t]*+(?=\n[ \t]*+(?:\n[ \t]*+)?>)"
    rf"|^[ \t]*{_WHEN}{_TO_THE_MINUTE}{_BY_WHOM}{_WROTE}:\s*+\Z",
    re.MULTILINE,
)
_FIELD = r"\*?(?:To|Cc|Subject|An|Betreff|À|Objet|Para|Asunto|Assunto|Aan|Onderwerp)\*?:"
_TAIL = re.compile(
    r"^[ \t]*+(?:-{3,} ?(?:Original Message|Forwarded(?: message)?|Ursprüngliche Nachricht) ?-{3,}"
    r"|_{5,}[ \t]*+\n[ \t]*+\*?(?:From|Von|De|Van):"
    r"|\*?(?:From|Von|De|Van):[^\n]+\n[ \t]*+\*?(?:Sent|Date|Gesendet|Envoyé|Enviado|Verzonden):"
    r"[^\n]*\d[^\n]*\n"
    rf"(?:[ \t]*+\*?Cc:[^\n]*\n)?[ \t]*+{_FIELD}"
    rf"|{_WHEN}{_TO_THE_MINUTE}{_BY_WHOM}{_WROTE}:[ \t]*+\n(?!\s*+>)"
    r").*\Z",
    re.MULTILINE | re.DOTALL,
)
"""What programs put above a mail that is quoted to its end: a line of dashes or strokes, the head of the mail in three lines,
or when it was written, with the year and the minute, or by which address, where its lines have no mark."""
_SIGN_OF_QUOTATION = re.compile(r">|---|___|^[ \t]*+\*?(?:From|Von|De|Van):|:[ \t]*+$", re.MULTILINE)


def blank_quotations(text: str) -> str:
    """The text with every quoted character but line ends replaced by a space."""
    if ("\n" not in text and ">" not in text and "---" not in text) or not _SIGN_OF_QUOTATION.search(text):
        return text
    for pattern in (_TAIL, _INTRO, _QUOTED_LINE):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    return text
