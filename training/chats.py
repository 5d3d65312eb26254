"""Reads `chats/`: invented service chats by hurried people, every personal value marked in place ("[[PHONE|07700 900123]]").

Each message is given as it stands, and a short answer behind the question too, as the tagger is asked at run time
(`privacy/asked.py`). Both come again with other names, digits and capitals in their values.
"""

import json
import random
import string
from collections.abc import Iterator
from pathlib import Path

from benchmarks.marked import is_tail, unmarked
from caraway_audit.privacy.asked import is_short, question_of
from training.values import Line, renamed, roughen

FOLDER = Path(__file__).parent / "chats"
LABELS = {
    "PERSON": "PERSON", "ADDRESS": "POSTAL_ADDRESS", "POSTCODE": "POSTAL_CODE", "PHONE": "PHONE_NUMBER",
    "EMAIL": "EMAIL_ADDRESS", "CARD": "CREDIT_CARD", "BANK": "BANK_ACCOUNT", "ID": "ID_NUMBER", "REF": "REFERENCE",
    "ORDER": "REFERENCE", "SECRET": "CREDENTIAL", "USER": "USERNAME", "DOB": "DATE_OF_BIRTH",
}  # fmt: skip
"""What the marks are to the tagger."""
SHORT_CARD = 12
"""Of fewer digits a value of a card is its security code, or until when it is valid."""

FEW = 3
"""An answer of so few words is nothing without its question."""

_DRAWN = frozenset({"PHONE_NUMBER", "CREDIT_CARD", "BANK_ACCOUNT", "ID_NUMBER", "REFERENCE", "POSTAL_CODE", "CREDENTIAL"})


def read(marked: str) -> Line:
    """A marked text as it was written, and its values by label."""
    text, spans = unmarked(marked)
    return Line(text, [(a, b, _label(kind, text[a:b])) for a, b, kind in spans if not is_tail(text, a, b, kind)])


def _label(kind: str, value: str) -> str:
    short = LABELS[kind] == "CREDIT_CARD" and sum(map(str.isdigit, value)) < SHORT_CARD
    return "CREDENTIAL" if short else LABELS[kind]


def chats(times: int, seed: int = 7) -> Iterator[Line]:
    """Every message, and every short answer behind its question, so many times."""
    rng = random.Random(seed)
    for path in sorted(FOLDER.glob("*.jsonl")):
        for entry in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            question, answering = "", False
            for message in entry["messages"]:
                line, is_client = read(message["text"]), message["role"] == "client"
                behind = question if is_client and is_short(line.text) else ""
                for time in range(times):
                    drawn = _drawn_anew(renamed(*line, rng), rng) if time else line
                    if behind:
                        lead = len(behind) + 1
                        yield Line(
                            f"{behind} {drawn.text}", [(start + lead, end + lead, label) for start, end, label in drawn.spans]
                        )
                    if not (behind and len(line.text.split()) <= FEW):
                        yield roughen(drawn, rng, is_client) if time else drawn
                if is_client:
                    answering = True
                else:
                    question = question_of(line.text) or ("" if answering else question)
                    answering = False


def _drawn_anew(line: Line, rng: random.Random) -> Line:
    """A line with other digits in its values, and other capitals in its codes."""
    letters = list(line.text)
    for start, end, label in line.spans:
        if label in _DRAWN:
            for place in range(start, end):
                if letters[place].isdecimal():
                    letters[place] = rng.choice(string.digits)
                elif letters[place] in string.ascii_uppercase and any(map(str.isdecimal, line.text[start:end])):
                    letters[place] = rng.choice(string.ascii_uppercase)
    return Line("".join(letters), line.spans)
