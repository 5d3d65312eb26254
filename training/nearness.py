"""Counts which words stand in the same company in service talk: `language/models/nearness.txt.gz`.

    python -m training.nearness [--public DIR] [--out FILE]

All texts that were written for this project, STAR and Taskmaster-4. Counted is how often two stems stand within eight words of
each other, nearer ones more; a stem's row of what is more often beside it than by chance is reduced to `WIDE` numbers, and two
stems are as near as the angle between those is narrow. Written are the `MOST` nearest of each content word that is no name. The
same texts give the same file.
"""

import argparse
import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.utils.extmath import randomized_svd

from caraway_audit.language.nearness import MODEL, SAME
from caraway_audit.language.topics import is_content, numberless, stem
from training.public import lines
from training.train import proper_nouns

HERE = Path(__file__).parent
SELDOM = 6
"""Stems of fewer places are left out."""
WINDOW = 8
WIDE = 150
MOST, LEAST = 16, 0.33
"""So many neighbours of a stem are written, as near as that."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d.,:]*|[£$€%]")


def texts(public: Path) -> Iterator[str]:
    """What anybody says, message by message."""
    for path in sorted(HERE.glob("*/**/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if isinstance(entry, dict):
                yield from _said(entry)
    for name in ("transcripts/star", "transcripts/taskmaster4"):
        yield from lines(public, name)


def _said(entry: dict[str, Any]) -> Iterator[str]:
    for one in entry.get("messages") or entry.get("turns") or [entry]:
        text = one[1] if isinstance(one, list) else one.get("text")
        if isinstance(text, str):
            yield text


def words(text: str) -> list[str]:
    """The stems of a text, numbers as one."""
    return [stem(numberless(word)) for word in _WORD.findall(text.lower().replace("’", "'"))]


def vectors(said: Sequence[Sequence[str]], stems: Sequence[str]) -> np.ndarray:
    """A row of `WIDE` numbers for each stem, of length one."""
    at = {one: n for n, one in enumerate(stems)}
    beside: dict[int, float] = defaultdict(float)
    for text in said:
        places = [at[word] for word in text if word in at]
        for n, first in enumerate(places):
            for away, second in enumerate(places[n + 1 : n + 1 + WINDOW], 1):
                counts = 1 / (1 + away / 3)
                beside[first * len(stems) + second] += counts
                beside[second * len(stems) + first] += counts
    keys = np.fromiter(beside.keys(), dtype=np.int64)
    counted = np.fromiter(beside.values(), dtype=float)
    rows, columns = keys // len(stems), keys % len(stems)
    by_row = np.bincount(rows, counted, len(stems))
    by_column = np.bincount(columns, counted, len(stems)) ** 0.75
    more = np.log(counted / (by_row[rows] * by_column[columns] / by_column.sum()))
    kept = more > 0
    wide = csr_matrix((more[kept], (rows[kept], columns[kept])), shape=(len(stems), len(stems)))
    left, strengths, _ = randomized_svd(wide, WIDE, random_state=0, n_iter=4)
    found = left * np.sqrt(strengths)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9))


def main() -> None:
    """Read, count and write the file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--public", type=Path, default=HERE.parent.parent / "shared" / "data", help="folder of public sets")
    arguments.add_argument("--out", type=Path, default=Path(str(MODEL)))
    given = arguments.parse_args()
    every = list(texts(given.public))
    names = proper_nouns(every)
    said = [words(text) for text in every]
    times = Counter(word for text in said for word in text)
    stems = sorted(word for word, n in times.items() if n >= SELDOM)
    place = vectors(said, stems)
    contents = {stem(word) for text in every for word in _WORD.findall(text.lower()) if is_content(word) and word not in names}
    telling = [n for n, one in enumerate(stems) if one in contents]
    everything = sum(times.values())
    written = []
    for n in telling:
        near = place[telling] @ place[n]
        order = sorted((m for m in np.flatnonzero(near >= LEAST) if telling[m] != n), key=lambda m: (-near[m], m))[:MOST]
        pairs = [f"{stems[telling[m]]} {round(near[m] * SAME)}" for m in order]
        tells = round(math.log(everything / times[stems[n]]) * 10)
        written.append(" ".join((stems[n], str(tells), *pairs)))
    packed = gzip.compress(("\n".join(written) + "\n").encode(), mtime=0)
    given.out.write_bytes(packed)
    print(f"{len(every)} texts, {len(written)} stems, {len(packed) / 1000:.0f} kB")
    for word in ("wash", "cost", "dog", "park"):
        print(next((line for line in written if line.startswith(f"{stem(word)} ")), word))


if __name__ == "__main__":
    main()
