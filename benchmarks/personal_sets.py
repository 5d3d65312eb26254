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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from caraway_audit.privacy.detect import Detector
from held_out import held_out

GROUPS = {
    "PERSON": "PERSON", "ADDRESS": "LOCATION", "STREET_ADDRESS": "LOCATION", "POSTAL_ADDRESS": "LOCATION", "GPE": "LOCATION",
    "LOCATION": "LOCATION", "ZIP_CODE": "LOCATION", "POSTAL_CODE": "LOCATION", "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL", "CREDIT_CARD": "CARD", "SSN": "ID", "US_SSN": "ID", "US_ITIN": "ID",
    "ID_NUMBER": "ID", "PASSPORT": "ID", "ID_CARD": "ID", "US_DRIVER_LICENSE": "ID", "DRIVER_LICENSE": "ID",
    "IBAN_CODE": "IBAN", "IP_ADDRESS": "IP",
}  # fmt: skip
STRUCTURED = {"PHONE", "EMAIL", "CARD", "ID", "IBAN", "IP"}
SETS = ("multidogo_customer_turns", "presidio_synth_v2", "presidio_generated_large", "star_silver")


def rows(data: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a set that no model learns from."""
    path = data / "pii" / f"{name}.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        found = [json.loads(line) for line in stream]
    return [row for row in found if row["text"] and held_out(str(row.get("conv") or row.get("template")))]


Counts = dict[str, collections.Counter[str]]


def count(detector: Detector, found: Sequence[dict[str, Any]], misses: list[tuple[str, str, str]] | None = None) -> Counts:
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


def figures(counts: Counts) -> str:
    """Precision, recall and F1, all and by group."""

    def three(c: collections.Counter[str]) -> str:
        p, r = c["hit"] / max(1, c["hit"] + c["false"]), c["hit"] / max(1, c["hit"] + c["miss"])
        return f"{p:.3f}/{r:.3f}/{f1(c):.3f}"

    parts = [f"all {three(pooled(counts))}", f"structured {three(pooled(counts, STRUCTURED))}"]
    parts += [f"{group} {three(one)}" for group, one in sorted(counts.items()) if group]
    return "  ".join(parts) + f"  clean accused {counts['']['accused']}/{counts['']['clean']}"


if __name__ == "__main__":
    data, detector = Path(sys.argv[1]), Detector()
    for name in SETS:
        found, misses = rows(data, name), []
        begun = time.process_time()
        counts = count(detector, found, misses)
        print(name, len(found), f"{len(found) / (time.process_time() - begun):.0f}/s", figures(counts))
        if len(sys.argv) > 2:
            import random

            random.Random(int(sys.argv[2])).shuffle(misses)
            for one in misses[:40]:
                print("   ", *one)
