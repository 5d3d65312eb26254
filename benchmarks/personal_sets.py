"""Measures, on public sets, which personal values are found.

A value is found when something of its group overlaps it; what is found elsewhere is a false alarm, but for values whose kind
the measure leaves out (organisations, dates, passwords, numbers at a firm). Of sets that the tagger learns from, only
conversations and templates count that it never saw.
"""

import collections
import gzip
import json
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.recognizers import THRESHOLD
from held_out import held_out
from peers import MODELS, presidio

GROUPS = {
    "PERSON": "PERSON", "ADDRESS": "LOCATION", "STREET_ADDRESS": "LOCATION", "POSTAL_ADDRESS": "LOCATION", "GPE": "LOCATION",
    "LOCATION": "LOCATION", "ZIP_CODE": "LOCATION", "POSTAL_CODE": "LOCATION", "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL", "CREDIT_CARD": "CARD", "SSN": "ID", "US_SSN": "ID", "US_ITIN": "ID",
    "ID_NUMBER": "ID", "PASSPORT": "ID", "ID_CARD": "ID", "US_DRIVER_LICENSE": "ID", "DRIVER_LICENSE": "ID",
    "IBAN_CODE": "IBAN", "IP_ADDRESS": "IP",
}  # fmt: skip
STRUCTURED = {"PHONE", "EMAIL", "CARD", "ID", "IBAN", "IP"}
SETS = ("multidogo_customer_turns", "presidio_synth_v2", "presidio_generated_large", "star_silver")


def rows(data: Path, name: str, held: bool = True) -> list[dict[str, Any]]:
    """The rows of a set, as a rule only those that no model learns from."""
    path = data / "pii" / f"{name}.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        found = [json.loads(line) for line in stream]
    return [row for row in found if row["text"] and (not held or held_out(str(row.get("conv") or row.get("template"))))]


Counts = dict[str, collections.Counter[str]]


class Finder(Protocol):
    """What finds personal values."""

    def find(self, text: str) -> Sequence[Entity]:
        """The values of a text."""
        ...


def count(detector: Finder, found: Sequence[dict[str, Any]], misses: list[tuple[str, str, str]] | None = None) -> Counts:
    """Hits, misses and false alarms by group; under "" texts without a value, and those of them where one was found."""
    counts: Counts = collections.defaultdict(collections.Counter)
    for row in found:
        text = row["text"]
        said = [(GROUPS.get(one.kind), one.start, one.end) for one in detector.find(text)]
        true = [(GROUPS.get(one["type"]), one["start"], one["end"]) for one in row["spans"]]

        def meets(group: str | None, start: int, end: int, others: Sequence[tuple[str | None, int, int]]) -> bool:
            return any(other == group and start < last and first < end for other, first, last in others)

        for group, start, end in true:
            if group:
                hit = meets(group, start, end, said)
                counts[group]["hit" if hit else "miss"] += 1
                if not hit and misses is not None:
                    misses.append(
                        ("miss", group, f"{text[max(0, start - 40) : start]}[[{text[start:end]}]]{text[end : end + 25]}")
                    )
        for group, start, end in said:
            if group and not meets(group, start, end, true) and not meets(None, start, end, true):
                counts[group]["false"] += 1
                if misses is not None:
                    misses.append(
                        ("false", group, f"{text[max(0, start - 40) : start]}[[{text[start:end]}]]{text[end : end + 25]}")
                    )
        if not row["spans"]:
            counts[""]["clean"] += 1
            counts[""]["accused"] += bool(said)
    return counts


def f1(counts: collections.Counter[str]) -> float:
    """F1 of hits, misses and false alarms."""
    hit = counts["hit"]
    return 2 * hit / (2 * hit + counts["miss"] + counts["false"]) if hit else 0.0


def pooled(counts: Counts, groups: set[str] | None = None) -> collections.Counter[str]:
    """All groups, or some, together."""
    return sum((one for group, one in counts.items() if group and (groups is None or group in groups)), collections.Counter())


def _three(c: collections.Counter[str]) -> str:
    """Precision, recall and F1."""
    if not c["hit"] + c["miss"]:
        return "–"
    return f"{c['hit'] / max(1, c['hit'] + c['false']):.2f} / {c['hit'] / (c['hit'] + c['miss']):.2f} / {f1(c):.3f}"


GOALS = {"multidogo_customer_turns": "≥ .93", "presidio_synth_v2": "≥ .90", "presidio_generated_large": "≥ .90"}


def table(data: Path) -> Iterator[str]:
    """The table for `docs/accuracy.md`."""
    names = [name for name in SETS if rows(data, name)]
    if not names:
        yield "No sets were at hand."
        return
    detector = Detector()
    groups = ("PERSON", "LOCATION", "PHONE", "EMAIL", "CARD", "ID", "IBAN", "IP")
    yield (
        "| Set (texts) | All | Goal (F1) | Structured | "
        + " | ".join(map(str.capitalize, groups))
        + " | Texts without a value, one found |"
    )
    yield "|---|---|---|---|" + "---|" * (len(groups) + 1)
    for name in names:
        found = rows(data, name)
        counts = count(detector, found)
        cells = [_three(pooled(counts)), GOALS.get(name, "≥ .97 (names)"), _three(pooled(counts, STRUCTURED))]
        cells += [_three(counts[group]) for group in groups]
        clean = counts[""]
        yield f"| {name} ({len(found):,}) | " + " | ".join(cells) + f" | {clean['accused']} of {clean['clean']:,} |"


class Presidio:
    """Presidio in the place of our detector, with a model or with its patterns alone."""

    def __init__(self, model: str | None) -> None:
        self._engine = presidio(model)

    def find(self, text: str) -> list[Entity]:
        """What presidio's batch engine says of a text, at the threshold that suits it best."""
        (said,) = self._engine.analyze_iterator([text], language="en", score_threshold=THRESHOLD)
        return [Entity(one.entity_type, one.start, one.end, one.score) for one in said]


PRESIDIOS = SETS[1:3]


def main() -> None:
    """Print texts, seconds, F1 of all and of structured values on presidio's own sets; nothing where a peer is not installed.

    F1 of texts that no model learnt from, seconds of all of them, loading left out.
    """
    which, data = sys.argv[1], Path(sys.argv[2])
    model = next((name for name in MODELS if find_spec(name)), None)
    if which == "presidio-model" and not model:
        return
    finder = Detector() if which == "ours" else Presidio(model if which == "presidio-model" else None)
    every = [row for name in PRESIDIOS for row in rows(data, name, held=False)]
    for text in (*(row["text"] for row in every[:20]), "my address is 81.2.69.142"):
        finder.find(text)
    begun = time.process_time()
    for row in every[20:]:
        finder.find(row["text"])
    seconds = time.process_time() - begun
    counts = count(finder, [row for name in PRESIDIOS for row in rows(data, name)])
    print(len(every) - 20, f"{seconds:.3f} {f1(pooled(counts)):.3f} {f1(pooled(counts, STRUCTURED)):.3f}")


if __name__ == "__main__":
    main()
