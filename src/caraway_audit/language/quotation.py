"""Quoted text inside a message: what stands behind `>` or under "Original Message" belongs to whoever wrote it first.

Readers of mail set quotations apart. Chat and ticket exports leave them in the text, so what is quoted is blanked out, at its
full length, before anything is scanned: every offset still fits the original.
"""

import re

_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_INTRO = re.compile(
    r"^[ \t]*(?:On|Am|Le|El|Op|Il|Em|Den)\b[^\n>]{4,120}"
    r"(?:wrote|schrieb|a écrit|escribió|schreef|ha scritto|escreveu|skrev)[^\n>]{0,60}:"
    r"[ \t]*(?=\n[ \t]*\n?[ \t]*>|\s*$)",
    re.MULTILINE,
)
_TAIL = re.compile(
    r"^[ \t]*-{3,} ?(?:Original Message|Forwarded(?: message)?|Ursprüngliche Nachricht) ?-{3,}.*\Z", re.MULTILINE | re.DOTALL
)


def blank_quotations(text: str) -> str:
    """The text with every quoted character but line ends replaced by a space."""
    if ">" not in text and "---" not in text:
        return text
    for pattern in (_TAIL, _INTRO, _QUOTED_LINE):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    return text
