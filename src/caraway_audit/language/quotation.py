"""Quoted text inside a message: what stands behind `>` or under "Original Message" belongs to whoever wrote it first.

Readers of mail set quotations apart. Chat and ticket exports leave them in the text, so what is quoted is blanked out, at its
full length, before anything is scanned: every offset still fits the original.
"""

import re

_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_WHEN = r"^[ \t]*(?:On|Am|Le|El|Op|Il|Em|Den)\b"
_WROTE = r"(?:wrote|schrieb|a écrit|escribió|schreef|ha scritto|escreveu|skrev)"
_INTRO = re.compile(
    _WHEN + r"(?:[^\n<>]|<[^\n<>]*>){4,160}\n?[^\n<>]{0,40}" + _WROTE + r"[^\n>]{0,60}:[ \t]*(?=\n[ \t]*\n?[ \t]*>|\s*\Z)",
    re.MULTILINE,
)
_TAIL = re.compile(
    r"^[ \t]*(?:-{3,} ?(?:Original Message|Forwarded(?: message)?|Ursprüngliche Nachricht) ?-{3,}"
    r"|(?:_{5,}[ \t]*\n[ \t]*)?\*?(?:From|Von|De|Van):[^\n]+\n[ \t]*\*?(?:Sent|Date|Gesendet|Envoyé|Enviado|Verzonden):"
    r"|" + _WHEN[1:] + r"(?=[^\n]*\d:\d\d)(?:[^\n<>]|<[^\n<>]*>){4,160}" + _WROTE + r":[ \t]*\n(?!\s*>)"
    r").*\Z",
    re.MULTILINE | re.DOTALL,
)
"""What programs put above a mail that is quoted to its end: a line of dashes, the head of the mail (two lines of it), or when
and by whom it was written, to the minute, where its lines have no mark."""
_SIGN_OF_QUOTATION = re.compile(r">|---|^[ \t]*\*?(?:From|Von|De|Van):|:[ \t]*$", re.MULTILINE)


def blank_quotations(text: str) -> str:
    """The text with every quoted character but line ends replaced by a space."""
    if ("\n" not in text and ">" not in text and "---" not in text) or not _SIGN_OF_QUOTATION.search(text):
        return text
    for pattern in (_TAIL, _INTRO, _QUOTED_LINE):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    return text
