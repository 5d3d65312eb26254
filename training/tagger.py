"""Trains the tagger of personal values that ships in the package, and says how well it tells them on texts left out.

    python -m training.tagger [--chat] [--public DIR] [--out DIR] [--without DOMAIN ...]

A conditional random field (python-crfsuite) over the attributes that `caraway_audit.privacy.tagger` names. It learns from
public sets whose licence allows it and from lines written for this project (`personal/`, values put in by `values.py`);
ordinary posts and orders hold none. With `--chat` it learns from marked conversations too (`chats/`) and is the tagger of
`privacy/chat.py`. Of the sets, a fifth of the conversations or templates is left out to measure with.
"""

import argparse
import gzip
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pycrfsuite

from benchmarks.held_out import held_out
from caraway_audit.privacy.tagger import GREATEST, LABELS, LANE, OTHER, TOKEN, UNIT
from training.attributes import attributes
from training.chats import chats
from training.public import entries, lines
from training.values import invented, renamed

HERE = Path(__file__).parent
SEED = 7
TIMES = 4
"""How often each template is filled."""
TIMES_CHATS = 2
"""How often each message of a chat comes."""
LEAST = 6
"""A smaller weight (of `UNIT`) is left out."""
SETTINGS = {"c1": 0.1, "c2": 0.01, "max_iterations": 100, "feature.minfreq": 2, "feature.possible_transitions": True}
SETS = ("pii/multidogo_customer_turns", "pii/presidio_synth_v2", "pii/presidio_generated_large", "pii/star_silver")
MEANS = {
    "PERSON": "PERSON", "ADDRESS": "POSTAL_ADDRESS", "STREET_ADDRESS": "POSTAL_ADDRESS", "LOCATION": "LOCATION",
    "GPE": "LOCATION", "ZIP_CODE": "POSTAL_CODE", "PHONE_NUMBER": "PHONE_NUMBER",
    "EMAIL_ADDRESS": "EMAIL_ADDRESS", "CREDIT_CARD": "CREDIT_CARD",
    "SSN": "ID_NUMBER", "US_DRIVER_LICENSE": "ID_NUMBER", "BOOKING_ID": "REFERENCE", "POLICY_ID": "REFERENCE",
    "CLAIM_ID": "REFERENCE", "ACCOUNT_ID": "REFERENCE", "BANK_ACCOUNT": "BANK_ACCOUNT", "IBAN_CODE": "BANK_ACCOUNT",
    "PASSWORD": "CREDENTIAL", "PIN": "CREDENTIAL", "SECURITY_ANSWER": "CREDENTIAL", "USERNAME": "USERNAME",
    "DATE_OF_BIRTH": "DATE_OF_BIRTH",
}  # fmt: skip
"""What the kinds of the public sets are here."""
FEW_NAMES = ("pii/multidogo_customer_turns", "pii/star_silver")
"""Sets in which few names come again and again: each text with names is learnt with others as well."""
ORDINARY = {"emotion/goemotions": 6000, "transcripts/taskmaster4": 2000}
"""Lines without personal values (posts hold "[NAME]" where they had one; those are left out)."""

Example = tuple[str, Sequence[tuple[int, int, str]]]


def public(folder: Path, without: Sequence[str]) -> Iterator[Example]:
    """What public sets say is personal, but for what measures and for some domains."""
    rng = random.Random(SEED)
    for name in SETS:
        for row in entries(folder, name):
            if row["text"] and not held_out(group_of(row)) and row.get("domain") not in without:
                spans = [(one["start"], one["end"], MEANS.get(one["type"], OTHER)) for one in row["spans"]]
                yield row["text"], spans
                if name in FEW_NAMES and any(label == "PERSON" for _, _, label in spans):
                    yield renamed(row["text"], spans, rng)


def group_of(row: dict[str, str]) -> str:
    """What a row is left out with: its conversation or its template."""
    return str(row.get("conv") or row.get("template"))


def ordinary(folder: Path) -> Iterator[Example]:
    """Lines that hold nothing personal."""
    rng = random.Random(SEED)
    for name, size in ORDINARY.items():
        yield from ((line, ()) for line in rng.sample(sorted(set(lines(folder, name))), size) if "[NAME]" not in line)


def train(examples: Iterator[Example], path: Path) -> "pycrfsuite.Tagger":
    """Learn, and give the model."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for text, spans in examples:
        if matches := list(TOKEN.finditer(text)):
            said = [OTHER] * len(matches)
            for start, end, label in spans:
                for place, match in enumerate(matches):
                    if match.start() < end and start < match.end():
                        said[place] = label
            trainer.append(attributes([match.group() for match in matches]), said)
    trainer.set_params(SETTINGS)
    trainer.train(str(path))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger


def write(path: Path, model: "pycrfsuite.Tagger") -> None:
    """Weights as whole numbers against those of `OTHER`, all labels of an attribute in one; first the steps between labels."""
    known = model.info()
    labels = (*LABELS, OTHER)
    at_rest = known.transitions.get((OTHER, OTHER), 0.0)
    steps = [round((known.transitions.get((one, two), 0.0) - at_rest) * UNIT) for one in labels for two in labels]
    weights: dict[str, dict[str, float]] = {}
    for (attribute, label), weight in known.state_features.items():
        weights.setdefault(attribute, {})[label] = weight
    stored = []
    for attribute, by_label in sorted(weights.items()):
        adds = [round((by_label.get(label, 0.0) - by_label.get(OTHER, 0.0)) * UNIT) for label in LABELS]
        adds = [max(-GREATEST, min(GREATEST, add)) if abs(add) >= LEAST else 0 for add in adds]
        if any(adds):
            stored.append(f"{attribute}\t{sum(add << lane * LANE for lane, add in enumerate(adds)):x}")
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write("\n".join((" ".join(map(str, steps)), *stored)).encode())
    print(path.name, len(stored), "attributes", path.stat().st_size, "bytes")


def main() -> None:
    """Learn and write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--without", nargs="*", default=[], help="domains of MultiDoGO to leave out")
    arguments.add_argument("--out", type=Path, default=HERE.parent / "src/caraway_audit/privacy/models")
    arguments.add_argument("--chat", action="store_true", help="the tagger of conversations: learns from `chats/` as well")
    given = arguments.parse_args()
    spoken = chats(TIMES_CHATS) if given.chat else ()
    examples = [*public(given.public, given.without), *invented(TIMES), *spoken, *ordinary(given.public)]
    print(len(examples), "texts")
    with tempfile.TemporaryDirectory() as scratch:
        given.out.mkdir(exist_ok=True)
        write(given.out / ("chat.txt.gz" if given.chat else "tagger.txt.gz"), train(iter(examples), Path(scratch) / "model"))


if __name__ == "__main__":
    main()
