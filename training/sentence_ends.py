"""Learns where sentences end that nobody set a mark after: the weights of `language/sentence_ends.py`.

    python -m training.sentence_ends [--public DIR] [--out FILE]

Messages of several sentences lose their marks in three ways: all; the ends become commas; or capitals and commas stay.
Where an end stood is what is learnt, one logistic regression over the gaps between words. Printed first is how well writers
left out are told. The same texts give the same file.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from caraway_audit.language.sentence_ends import AROUND, EDGE, MODEL, PAUSE, begins_large, packed, plain, says_nothing
from caraway_audit.language.tokens import BOUNDARY, as_written
from training.public import entries
from training.train import proper_nouns

HERE = Path(__file__).parent
SELDOM = 20
"""A run of words is left out that adds to a gap in fewer places."""
STRENGTH = 0.2
LEAST = 40
"""Weights below are left out (256 are one in log-odds)."""
UNIT = 256
BAR = -0.75
"""From which log-odds on a gap is an end: set by looking at scores on the labelled conversations that were read."""
SHORTEST = 8
STAR_TALKS = 1200
_FOLDS = 6


class Line(NamedTuple):
    """A message as its words: behind which of them a sentence ended, where a comma stood, where a capital."""

    writer: str
    words: list[str]
    ended: list[bool]
    comma: list[bool]
    capital: list[bool]


def texts(public: Path) -> Iterator[tuple[str, str]]:
    """Who wrote a message, and the message."""
    for name in ("talk", "answered", "context"):
        for path in sorted((HERE / name).glob("*.jsonl")):
            for line in path.read_text("utf-8").splitlines():
                entry = json.loads(line)
                said = entry.get("messages") or entry.get("turns") or [("", entry.get("text", ""))]
                yield from ((f"{name} {path.stem}", text) for _, text in said)
    for line in (HERE / "everyday.jsonl").read_text("utf-8").splitlines():
        yield "everyday", json.loads(line)["text"]
    for number, entry in enumerate(entries(public / "transcripts", "star")):
        if number < STAR_TALKS:
            yield from (("star", message["text"]) for message in entry["messages"] if message["text"])


def lines(public: Path) -> Iterator[Line]:
    """The messages of several sentences, each once."""
    for text, writer in {text: writer for writer, text in texts(public)}.items():
        tokens = as_written(text)
        if len(tokens.sentences) < 2:
            continue
        line = Line(writer, [], [], [], [])
        ended, after = False, 0
        for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
            if word in BOUNDARY:
                ended = True
            elif word != PAUSE:
                line.words.append(plain(word))
                line.ended.append(ended)
                line.comma.append(not ended and any(mark in text[after:start] for mark in ",;:—–-("))
                line.capital.append(begins_large(text, start))
                ended, after = False, end
        if len(line.words) >= SHORTEST:
            yield line


def gaps(line: Line, way: str, known: Counter[str]) -> Iterator[tuple[list[str], bool]]:
    """What stands around each gap of a message whose marks were taken away, and whether a sentence ended there."""
    padded = [EDGE, *line.words, EDGE]
    comma = (
        [False] * len(line.words) if way == "none" else line.comma if way == "capitals" else [*map(max, line.comma, line.ended)]
    )
    capital = [way == "capitals" and up and not says_nothing(w, known) for w, up in zip(line.words, line.capital, strict=True)]
    for place in range(1, len(line.words)):
        around = []
        for size, reach in AROUND.items():
            for gap in reach:
                first = place + 1 - gap
                if 0 <= first <= len(padded) - size:
                    around.append(f"{gap} {' '.join(padded[first : first + size])}")
        if any(comma[1:]):
            around += [PAUSE, f"{PAUSE} {line.words[place]}"] if comma[place] else ["no comma"]
        if any(capital[1:]):
            around.append("capital" if capital[place] else "no capital")
        yield around, line.ended[place]


class Columns:
    """Rows as a matrix over what is not seldom."""

    def __init__(self, found: Sequence[Line], proper: frozenset[str]) -> None:
        self.known = Counter(word for line in found for word in line.words if word not in proper)
        self.known = Counter({word: n for word, n in self.known.items() if n >= SELDOM})
        counts = Counter(one for line in found for way in WAYS for around, _ in gaps(line, way, self.known) for one in around)
        kept = (one for one, n in counts.items() if n >= SELDOM and proper.isdisjoint(one.split(" ")))
        self.columns = {one: number for number, one in enumerate(sorted(kept))}

    def matrix(self, found: Sequence[Line], ways: Sequence[str]) -> tuple[csr_matrix, np.ndarray]:
        """What stands around all gaps of some messages, and which of them end sentences."""
        places, starts, ends = [], [0], []
        for around, end in chain.from_iterable(gaps(line, way, self.known) for line in found for way in ways):
            places += [self.columns[one] for one in around if one in self.columns]
            starts.append(len(places))
            ends.append(end)
        return csr_matrix((np.ones(len(places)), places, starts), (len(ends), len(self.columns))), np.array(ends)


WAYS = ("none", "commas", "capitals")


def learn(found: Sequence[Line], columns: Columns) -> LogisticRegression:
    """One regression over all gaps of all messages in each of the ways."""
    return LogisticRegression(C=STRENGTH, max_iter=300).fit(*columns.matrix(found, WAYS))


def write(path: Path, model: LogisticRegression, columns: Columns) -> None:
    """Weights as whole numbers: those of the marks, then those of each run of words in one line."""
    weight = {one: round(float(model.coef_[0][number]) * UNIT) for one, number in columns.columns.items()}
    base = round((float(model.intercept_[0]) - BAR) * UNIT)
    stored = [" ".join(map(str, [base, *(weight[one] for one in (PAUSE, "no comma", "capital", "no capital"))]))]
    runs = {one.partition(" ")[2] for one in columns.columns if one[0] in "-0123456789"}
    for run in sorted(runs - {""}):
        size = run.count(" ") + 1
        adds = [weight.get(f"{gap} {run}", 0) for gap in AROUND[size]]
        adds = [add if abs(add) >= LEAST else 0 for add in adds]
        if any(adds) or (size == 1 and run in columns.known):
            stored.append(f"{run}\t{packed(adds, size):x}")
    behind = {word: weight.get(f"{PAUSE} {word}", 0) for word in sorted(columns.known)}
    stored += [f"{PAUSE} {word}\t{add:x}" for word, add in behind.items() if abs(add) >= LEAST]
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write("\n".join(stored).encode())
    print(path.name, len(stored), "runs", path.stat().st_size, "bytes")


def main() -> None:
    """Show how well writers left out are told, learn from all, write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=Path(str(MODEL)))
    given = arguments.parse_args()
    found = list(lines(given.public))
    proper = proper_nouns(text for _, text in texts(given.public))
    writers = sorted({line.writer for line in found})
    left_out = set(writers[::_FOLDS])
    columns = Columns([line for line in found if line.writer not in left_out], proper)
    model = learn([line for line in found if line.writer not in left_out], columns)
    for way in WAYS:
        matrix, ends = columns.matrix([line for line in found if line.writer in left_out], [way])
        told = model.decision_function(matrix) > BAR
        print(f"{way}: {(told & ends).sum()} of {ends.sum()} ends told, {(told & ~ends).sum()} wrong")
    columns = Columns(found, proper)
    write(given.out, learn(found, columns), columns)


if __name__ == "__main__":
    main()
